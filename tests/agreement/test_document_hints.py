"""What a document says wrongly is told in the words of documents, at its place, with what to write instead."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.agreement.build import changed, document, refused

from alignkit.adapters.documents import dumps, loads
from alignkit.agreement.document.read_agreement import from_document
from alignkit.errors import AlignkitError, Finding
from alignkit.rules.field import field
from alignkit.rules.grids import in_bands

BIG = {"field": "employees", "at_least": 50}


def fault(path: str, value: Any) -> Finding:  # noqa: ANN401 - whatever is wrong on purpose
    """Return the one fault of the small document with one value set."""
    whole = changed(path, value)
    with pytest.raises(AlignkitError) as caught:
        from_document(whole)
    (found,) = refused(whole, caught.value.code)
    return found


@pytest.mark.parametrize(
    ("rule", "word", "meant"),
    [
        ({"feild": "employees", "at_least": 50}, "feild", "field"),
        ({"al": [BIG]}, "al", "all"),
        ({"ruel": "icp"}, "ruel", "rule"),
        ({"scor": "lead", "at_least": 50}, "scor", "score"),
        ({"gird": "grade", "in": ["A1"]}, "gird", "grid"),
        ({"at_least": 1, "ofx": [BIG]}, "ofx", "of"),
        ({"didx": "call", "at_least": 2}, "didx", "did"),
        ({"title": "ours", "Field": "employees", "not_in": ["x"]}, "Field", "field"),
    ],
)
def test_D04_the_word_that_makes_a_rule_is_misspelt(rule: dict[str, Any], word: str, meant: str) -> None:
    """The fault stands at that word, and names the one that was meant; operators are no misspelt forms."""
    found = fault("rules.other", rule)
    assert (found.code, found.path) == ("unknown-operator", f"rules.other.{word}")
    assert found.message == f"{word!r} makes no rule; did you mean {meant!r}?"


def test_D04_a_rule_with_nothing_like_a_form() -> None:
    """Where no word is near, all forms are told."""
    found = fault("rules.other", {"equals": 5, "not_in": ["x"]})
    assert found.path == "rules.other"
    assert "a rule has one of all, any, not" in found.message


def test_D04_a_misspelt_event_of_points() -> None:
    """`didd` is told, and not that `did` is missing."""
    found = fault("scores.lead.points.0.each", {"didd": "call", "within": "3 days"})
    assert (found.code, found.path) == ("unknown-field", "scores.lead.points[0].each.didd")
    assert "did you mean 'did'?" in found.message


def test_D05_misspelt_parts_are_one_fault() -> None:
    """A score whose `parts` are misspelt does not lack points as well."""
    whole = document()
    whole["scores"]["all"] = {"partz": ["fit"]}
    (found,) = refused(whole, "unknown-field")
    assert found.path == "scores.all.partz"
    whole["scores"]["all"] = {"cap": 5}
    assert refused(whole, "missing-field")[0].message == "the score 'all' needs 'points' or 'parts'"


@pytest.mark.parametrize(
    ("path", "value", "hint"),
    [
        ("rules.mql.all", ["icp"], '; write { rule = "icp" }'),
        ("rules.mql.not", "icp", '; write { rule = "icp" }'),
        ("scores.fit.points.0.when", "icp", '; write { rule = "icp" }'),
        ("stages.1.entry", "mql", '; write { rule = "mql" }'),
        ("scores.lead.points.0.each", "webinar", '; write { did = "webinar" }'),
        ("slas.first_touch.starts", "mql", '; write { entered = "mql" }'),
    ],
)
def test_D06_a_name_where_a_table_is_due(path: str, value: object, hint: str) -> None:
    """A name alone refers to nothing: the message shows the reference."""
    whole = changed(path, value)
    if path == "rules.mql.not":
        del whole["rules"]["mql"]["all"]
    (found,) = refused(whole, "wrong-type")
    name = value[0] if isinstance(value, list) else value
    assert found.message.endswith(f"must be a table, not {name!r}{hint}")


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("scores.lead.points.0.steps", {"30 days": 50}, "not 50; for 50 per cent write 0.5"),
        ("scores.lead.points.0.half_life", "1 month", 'write whole days: "30 days", "2 weeks"'),
        ("scores.lead.points.0.half_life", "36 hours", 'a half-life is whole days, not "36 hours"'),
        ("slas.first_touch.tiers.hot.within", "0 minutes", 'longer than nothing, not "0 minutes"'),
        ("scores.lead.points.0.count_up_to", Decimal("1.5"), "must be a whole number, not 1.5"),
        ("scores.fit.cap", True, "must be a number, not true"),
        ("fields.country.one_of", [True], "must be text, not true"),
        ("name", [1, {"a": Decimal("0.5")}], "must be text, not [1, { a = 0.5 }]"),
        ("rules.icp", {"field": "employees", "at_least": "x"}, "a text has no order: 'employees' at_least 'x'"),
        ("rules.mql", {"field": "employees", "equals": date(2026, 1, 5)}, "cannot be compared with 2026-01-05"),
        ("rules.icp.title", " ", "a rule's title must not be blank"),
        ("recycles", [["sal", "sal"]], "'sal' cannot lead to itself"),
        ("slas.first_touch.stops", {"entered": "mql"}, "one pattern both starts and stops the clock"),
    ],
)
def test_values_are_told_as_documents_write_them(path: str, value: object, words: str) -> None:
    """Who writes a document need not know Python: a decimal, a date, a truth value, a time, a list, an operator."""
    whole = changed(path, value)
    if path.endswith("steps"):
        del whole["scores"]["lead"]["points"][0]["half_life"]
    with pytest.raises(AlignkitError) as caught:
        from_document(whole)
    told = str(caught.value)
    assert words in told
    for python in ("Decimal(", "datetime", "True", "None", "timedelta", ".any_item", "work_hours("):
        assert python not in told


def test_the_place_of_a_title() -> None:
    """A blank title is told at the title."""
    assert fault("rules.icp.title", " ").path == "rules.icp.title"
    assert fault("scores.fit.title", " ").path == "scores.fit.title"


def test_a_list_field_is_asked_by_its_items() -> None:
    """The hint names the operators of documents; items that were asked are texts, and no hint is given."""
    whole = document()
    whole["fields"]["tools"] = {"type": "list"}
    whole["rules"]["other"] = {"field": "tools", "equals": "crm"}
    assert refused(whole, "wrong-type")[0].message.endswith("; ask its items: any_item or every_item")
    whole["rules"]["other"] = {"field": "tools", "any_item": {"equals": 5}}
    assert refused(whole, "wrong-type")[0].message.endswith("list: its items are text and cannot be compared with 5")


def banded(bands: object) -> dict[str, Any]:
    """Return a document with a rule that asks for bands of a score."""
    return changed("rules.hot", {"score": "lead", "in": bands})


def test_a_band_is_asked_by_its_name() -> None:
    """`in` is short for the points that the bands take, and is written so; a lead below all bands is in none."""
    made = from_document(banded(["B"]))
    lead = next(score for score in made.scores if score.name == "lead")
    assert made.rule("hot").rule == (lead >= 70) & (lead < 90) == in_bands(lead, ["B"])
    assert from_document(banded(["A", "B"])).rule("hot").rule == (lead >= 70)
    assert loads(dumps(made)) == made


@pytest.mark.parametrize(
    ("bands", "code", "words"),
    [
        (["a"], "unknown-band", "the score 'lead' has no band 'a'; did you mean 'A'?"),
        ([], "empty-group", "name at least one band"),
        ("A", "wrong-type", "must be a list"),
        ([1], "wrong-type", "must be text"),
    ],
)
def test_a_band_that_is_none(bands: object, code: str, words: str) -> None:
    """A misspelt band is told with the nearest one."""
    (found,) = refused(banded(bands), code)
    assert words in found.message


def test_a_score_without_bands() -> None:
    """What has no bands lies in none."""
    whole = changed("rules.hot", {"score": "fit", "in": ["A"]})
    assert refused(whole, "no-bands")[0].path == "rules.hot.in"


def test_constructors_keep_the_spelling_of_python() -> None:
    """Who builds a rule in Python reads Python, also after a document was refused."""
    refused(banded([]), "empty-group")
    with pytest.raises(ValueError, match=r"not datetime\.timedelta\(0\)"):
        field("seen").within(timedelta(0))
