"""Rules and scores of a document: what is refused, and what they mean."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.agreement.build import agreement, changed, document, refused

from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.read import read
from alignkit.display.text import to_text
from alignkit.errors import DocumentError, LimitError
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import Did, Named, Not, Rule, did
from alignkit.rules.scores import Points
from alignkit.rules.verdict import Verdict

EMAIL = {"field": "email", "missing": True}


def rule(table: object) -> Rule:
    """Return what a rule of a document means, with no fields declared."""
    whole = {"name": "x", "version": "1", "zone": "UTC", "rules": {"r": table}, "stages": STAGES}
    return from_document(whole).rules[0].rule


STAGES = [{"id": "lead", "owner": "marketing"}, {"id": "won", "owner": "sales", "outcome": "won"}]


@pytest.mark.parametrize("group", [{"all": []}, {"any": []}, {"not": []}, {"at_least": 1, "of": []}])
def test_R01_empty_group(group: dict[str, Any]) -> None:
    """An empty group is refused: an empty `all` would qualify everyone."""
    (fault,) = refused(changed("rules.icp", group), "empty-group")
    assert fault.path == f"rules.icp.{list(group)[-1]}"
    refused(changed("rules.icp", {"all": [EMAIL, group]}), "empty-group")
    refused(changed("slas.first_touch.starts", {"any": []}), "empty-group")


def test_R02_unknown_operator() -> None:
    """An unknown operator is told beside those that there are; two in one condition are refused."""
    (fault,) = refused(changed("rules.icp", {"field": "email", "=>": 5}), "unknown-operator")
    assert fault.path == 'rules.icp."=>"'
    assert "the operators are equals, not_equals, at_least" in fault.message
    (fault,) = refused(changed("rules.icp", {"field": "employees", "at_least": 5, "at_most": 9}), "ambiguous-rule")
    assert "not 'at_least' and 'at_most' at once" in fault.message
    refused(changed("rules.icp", {"field": "employees"}), "unknown-operator")
    refused(changed("rules.icp", {"field": "employees", "at_least": 5, "att_most": 9}), "unknown-field")


def test_R02_several_forms() -> None:
    """A table is one rule: not a group and a condition at once, nor nothing."""
    refused(changed("rules.icp", {"all": [EMAIL], **EMAIL}), "ambiguous-rule")
    refused(changed("rules.icp", {}), "unknown-operator")
    refused(changed("rules.icp", {"title": "ICP"}), "unknown-operator")
    refused(changed("rules.icp", {"of": [EMAIL]}), "missing-field")


def test_R03_cycle() -> None:
    """Rules that rest on each other, or on themselves, are refused with the way round."""
    whole = changed("rules", {"a": {"rule": "b"}, "b": {"not": {"rule": "a"}}})
    del whole["scores"], whole["stages"][1]["entry"], whole["slas"]["first_touch"]["tiers"]
    (fault,) = refused(whole, "cycle")
    assert (fault.path, fault.message) == (
        "rules.b.not.rule",
        "a definition must not rest on itself: rule 'a' → rule 'b' → rule 'a'",
    )
    (fault,) = refused(changed("rules.icp", {"not": {"rule": "icp"}}), "cycle")
    assert fault.path == "rules.icp.not.rule"
    assert "rule 'icp' → rule 'icp'" in fault.message
    (fault,) = refused(changed("scores.fit", {"parts": ["lead"]}), "cycle")
    assert "score" in fault.message


def test_R04_unknown_rule() -> None:
    """A rule that is referred to exists."""
    (fault,) = refused(changed("rules.mql.all.0", {"rule": "ipc"}), "unknown-rule")
    assert fault.message == "there is no rule 'ipc'; did you mean 'icp'?"


@pytest.mark.parametrize("points", [10**10, 10**400, 1e308, Decimal("1e308"), Decimal("1e-999999999")])
def test_R09_points_too_large(points: object) -> None:
    """Points are at most a thousand million, and no number takes all memory."""
    for path in ("scores.fit.points.0.add", "scores.fit.cap", "scores.lead.bands.A"):
        with pytest.raises(LimitError) as caught:
            from_document(changed(path, points))
        assert [issue.code for issue in caught.value.issues] == ["points-too-large"]


@pytest.mark.parametrize(
    "number", [Decimal("1e-999999999"), Decimal("1e999999999"), 10**400, Decimal("0." + "1" * 10**6)]
)
def test_R09_other_numbers_too_large(number: object) -> None:
    """Neither does a number that is no points."""
    for path in (
        "scores.lead.points.0.count_up_to",
        "goals.mqls.at_least",
        "goals.mqls.weight",
        "slas.first_touch.warn_at",
    ):
        with pytest.raises(LimitError):
            from_document(changed(path, number))
    with pytest.raises(LimitError):
        from_document(changed("rules.icp.all.0.at_least", number))


@pytest.mark.parametrize("name", ["__class__.__mro__", "items", "__init__"])
def test_R15_fields_are_keys(name: str) -> None:
    """A field is a key of the lead's mapping; no attribute is ever reached."""
    made = rule({"field": name, "missing": True})
    assert decide(made, {}) is Verdict.YES
    assert refused(changed("rules.icp", {"field": name, "missing": True}), "unknown-field")


@pytest.mark.parametrize("name", ["", "  "])
def test_R15_blank_field(name: str) -> None:
    """A field has a name."""
    assert refused(changed("rules.icp", {"field": name, "missing": True}), "bad-id")[0].path == "rules.icp.field"


@pytest.mark.parametrize(
    ("table", "meant"),
    [
        ({"field": "n", "at_least": 50}, field("n") >= 50),
        ({"field": "n", "more_than": 50.5}, field("n") > Decimal("50.5")),
        ({"field": "n", "at_most": {"fraction": [1, 3]}}, field("n") <= Fraction(1, 3)),
        ({"field": "n", "less_than": 2}, field("n") < 2),
        ({"field": "n", "equals": "a"}, field("n") == "a"),
        ({"field": "n", "not_equals": False}, field("n") != False),  # noqa: E712 - a field builds a rule
        ({"field": "n", "in": ["b", "a"]}, field("n").is_in("a", "b")),
        ({"field": "n", "not_in": [1]}, ~field("n").is_in(1)),
        ({"field": "n", "between": [1, 9]}, field("n").between(1, 9)),
        ({"field": "n", "contains": "x"}, field("n").contains("x")),
        ({"field": "n", "is_true": False}, ~field("n").is_true()),
        ({"field": "n", "missing": False}, ~field("n").is_missing()),
        ({"did": "call", "at_least": 2}, did("call", at_least=2)),
        ({"field": "n", "at_least": 50, "unit": "people"}, field("n", unit="people") >= 50),
        ({"field": "n", "between": [1, 9], "unit": "people"}, field("n", unit="people").between(1, 9)),
        ({"field": "n", "in": [1, 9], "unit": "people"}, field("n", unit="people").is_in(1, 9)),
        ({"field": "n", "any_item": {"equals": "crm"}}, field("n").any_item == "crm"),
        ({"field": "n", "every_item": {"at_least": 5, "unit": "seats"}}, field("n", unit="seats").every_item >= 5),
        ({"field": "n", "any_item": {"not_in": ["crm"]}}, ~field("n").every_item.is_in("crm")),
        ({"field": "n", "every_item": {"not_in": ["crm"]}}, ~field("n").any_item.is_in("crm")),
        ({"field": "n", "every_item": {"is_true": False}}, ~field("n").any_item.is_true()),
        (
            {"field": "n", "any_item": {"starts_with": "C", "case_matters": True}},
            field("n").any_item.starts_with("C", case_matters=True),
        ),
    ],
)
def test_what_a_rule_means(table: object, meant: Rule) -> None:
    """A rule of a document is the rule that Python builds."""
    assert rule(table) == meant


@pytest.mark.parametrize(
    ("table", "code", "path"),
    [
        ({"field": "n", "any_item": "crm"}, "wrong-type", "rules.r.any_item"),
        ({"field": "n", "any_item": {}}, "unknown-operator", "rules.r.any_item"),
        ({"field": "n", "any_item": {"missing": True}}, "unknown-operator", "rules.r.any_item.missing"),
        ({"field": "n", "any_item": {"any_item": {"equals": 1}}}, "unknown-operator", "rules.r.any_item.any_item"),
        ({"field": "n", "any_item": {"equals": 1, "at_least": 1}}, "ambiguous-rule", "rules.r.any_item"),
        ({"field": "n", "any_item": {"equals": 1, "equal": 1}}, "unknown-field", "rules.r.any_item.equal"),
        ({"field": "n", "any_item": {"equals": 1}, "every_item": {"equals": 1}}, "ambiguous-rule", "rules.r"),
        (
            {"field": "n", "any_item": {"equals": "crm", "case_matters": True}},
            "unknown-field",
            "rules.r.any_item.case_matters",
        ),
        ({"field": "n", "equals": "a", "unit": "people"}, "wrong-type", "rules.r.equals"),
        ({"field": "n", "contains": "a", "unit": "people"}, "unknown-field", "rules.r.unit"),
        ({"field": "n", "at_least": 5, "unit": 5}, "wrong-type", "rules.r.unit"),
        ({"grid": "grade", "in": ["A1"]}, "unknown-grid", "rules.r.grid"),
    ],
)
def test_conditions_that_make_no_sense(table: object, code: str, path: str) -> None:
    """Each is refused at its place."""
    with pytest.raises(DocumentError) as caught:
        rule(table)
    assert (code, path) in [(fault.code, fault.path) for fault in caught.value.issues]


def test_patterns() -> None:
    """A regular expression, where the extra is there."""
    pytest.importorskip("re2", reason='needs pip install "alignkit[regex]"')
    assert rule({"field": "n", "matches": "^head"}) == field("n").matches("^head")
    exactly = rule({"field": "n", "matches": "^head", "case_matters": True})
    assert exactly == field("n").matches("^head", case_matters=True)
    (fault,) = refused(changed("rules.icp", {"field": "email", "matches": "("}), "bad-pattern")
    assert fault.path == "rules.icp.matches"
    assert refused(changed("rules.icp", {"field": "email", "matches": "a|" * 1_000_000}), "too-large")


def grid_document(**cells: object) -> dict[str, Any]:
    """Return a document with a grid, and a rule over its cells."""
    whole = changed("grids", {"grade": {"rows": "fit", "columns": "lead", "title": "Lead grade"}})
    whole["scores"]["fit"]["bands"] = {"1": 50, "2": 0}
    whole["rules"]["top"] = {"grid": "grade", **cells}
    return whole


def test_a_rule_over_the_cells_of_a_grid() -> None:
    """It is a rule over the two scores, and stays one when it is written."""
    made = from_document(grid_document(**{"in": ["1A", "1B"]}))
    (grid,) = made.grids
    assert (grid.name, grid.label, grid.cells) == ("grade", "Lead grade", ("1A", "1B", "2A", "2B"))
    assert made.rule("top").rule == grid.is_in("1A", "1B")
    assert grid.rows is next(score for score in made.scores if score.name == "fit")
    assert from_document(to_document(made)) == made
    assert "The grid “Lead grade” sets the bands 1, 2 of the score “fit” against" in to_text(
        read(made).blocks(), width=300
    )


@pytest.mark.parametrize(
    ("cells", "code", "path"),
    [
        ({"in": ["3A"]}, "unknown-cell", "rules.top.in"),
        ({"in": []}, "empty-group", "rules.top.in"),
        ({"in": "1A"}, "wrong-type", "rules.top.in"),
        ({"in": 5}, "wrong-type", "rules.top.in"),
        ({"in": [5]}, "wrong-type", "rules.top.in[0]"),
        ({}, "missing-field", "rules.top.in"),
    ],
)
def test_cells_that_make_no_sense(cells: dict[str, object], code: str, path: str) -> None:
    """Each is refused at its place."""
    assert refused(grid_document(**cells), code)[0].path == path


@pytest.mark.parametrize(
    ("grid", "code", "path"),
    [
        ({"rows": "fit"}, "missing-field", "grids.g.columns"),
        ({"rows": "fit", "columns": "leed"}, "unknown-score", "grids.g.columns"),
        ({"rows": "fit", "columns": "lead"}, "no-bands", "grids.g"),
        ({"rows": "lead", "columns": "lead", "cells": 5}, "unknown-field", "grids.g.cells"),
    ],
)
def test_grids_that_make_no_sense(grid: object, code: str, path: str) -> None:
    """Each is refused at its place."""
    assert refused(changed("grids", {"g": grid}), code)[0].path == path


def test_a_grid_rests_on_itself() -> None:
    """A score whose rule asks for a cell of its own grid has no value."""
    whole = grid_document(**{"in": ["1A"]})
    whole["scores"]["fit"]["points"].append({"add": 5, "when": {"rule": "top"}})
    with pytest.raises(DocumentError) as caught:
        from_document(whole)
    assert "score 'fit' → rule 'top' → grid 'grade' → score 'fit'" in str(caught.value)


@pytest.mark.parametrize(
    ("more", "code", "path"),
    [
        ({"steps": {"30 days": 0.5}, "half_life": "3 days"}, "ambiguous-rule", ""),
        ({"steps": {}}, "empty-group", ".steps"),
        ({"steps": {"soon": 0.5}}, "unreadable-duration", ".steps.soon"),
        ({"steps": {"30 days": "half"}}, "wrong-type", '.steps."30 days"'),
        ({"steps": {"30 days": 2}}, "wrong-type", '.steps."30 days"'),
        ({"steps": [0.5]}, "wrong-type", ".steps"),
        ({"first_only": "yes"}, "wrong-type", ".first_only"),
        ({"first_only": True, "count_up_to": 1}, "ambiguous-rule", ""),
        ({"cap": "5"}, "wrong-type", ".cap"),
        ({"cap": -5}, "wrong-type", ""),
    ],
)
def test_points_that_make_no_sense(more: dict[str, object], code: str, path: str) -> None:
    """Each is refused at its place."""
    clause = {"add": 20, "each": {"did": "demo_request"}, **more}
    assert refused(changed("scores.lead.points", [clause]), code)[0].path == f"scores.lead.points[0]{path}"


def test_how_points_fade_and_end() -> None:
    """Steps, the first event alone, a cap: read and written."""
    clause = {"add": 20, "each": {"did": "a"}, "steps": {"30 days": 0.5, "90 days": 0}, "first_only": True, "cap": 15}
    made = from_document(changed("scores.lead.points", [clause]))
    (points,) = next(score for score in made.scores if score.name == "lead").points
    steps = {timedelta(days=30): 0.5, timedelta(days=90): 0}
    assert points == Points(20, each=did("a"), steps=steps, first_only=True, cap=15)
    assert from_document(to_document(made)) == made


def test_a_rule_over_an_event() -> None:
    """`where` asks about the event's attributes: no declared field, and no rule about leads."""
    whole = changed("rules.icp", {"did": "call", "where": {"field": "minutes", "at_least": 5}})
    made = from_document(whole).rules[0].rule
    assert isinstance(made, Did)
    for inner, code in (
        ({"field": "seen", "within": "3 days"}, "not-an-attribute"),
        ({"score": "fit", "at_least": 5}, "not-an-attribute"),
        ({"did": "mail"}, "not-an-attribute"),
        ({"rule": "mql"}, "not-an-attribute"),
        ({"rule": EMAIL}, "missing-field"),
    ):
        refused(changed("rules.icp", {"did": "call", "where": inner}), code)


def test_a_named_rule_over_an_event_stands_in_place() -> None:
    """Its name is its own, and names may nest."""
    where = {"name": "a", "title": "A", "rule": {"name": "b", "rule": {"field": "minutes", "at_least": 5}}}
    made = rule({"did": "call", "where": where})
    assert isinstance(made, Did)
    assert made.where == Named("a", Named("b", field("minutes") >= 5), "A")


def test_constants_that_say_what_they_are() -> None:
    """A date, an instant or an amount can be told as a table where no declaration tells it."""
    found = rule({"all": [
        {"field": "d", "at_least": {"date": "2026-01-05"}},
        {"field": "i", "at_least": {"instant": "2026-01-05T09:00:00Z"}},
        {"field": "m", "at_least": {"amount": 5, "currency": "EUR"}},
    ]})  # fmt: skip
    assert repr(found).count("2026") == 2
    refused(
        changed("rules.icp", {"field": "email", "equals": {"dte": "2026-01-05"}}),
        "missing-field",
        "missing-field",
        "unknown-field",
    )


def test_conditions_fit_the_declared_fields() -> None:
    """A comparison that the declared type makes senseless is refused where it stands."""
    (fault,) = refused(changed("rules.icp.all.0.at_least", "50"), "wrong-type")
    assert fault.path == "rules.icp.all[0].at_least"
    refused(changed("rules.icp.all.0", {"field": "employees", "contains": "5"}), "wrong-type")
    refused(changed("rules.icp.all.0", {"field": "email", "within": "3 days"}), "wrong-type")


def test_a_tier_and_a_count_are_held_against_the_fields_too() -> None:
    """Wherever a rule stands, its fields are declared."""
    wrong = {"field": "emial", "missing": True}
    refused(changed("slas.first_touch.tiers.hot.when", wrong), "unknown-field")
    refused(changed("goals.mqls.metric.where", wrong), "unknown-field")
    refused(changed("scores.fit.points.0.when", wrong), "unknown-field")
    refused(changed("stages.2.entry", wrong), "unknown-field")


def test_case_matters_goes_with_text() -> None:
    """A key that means nothing beside an operator is refused."""
    refused(changed("rules.icp", {"field": "employees", "at_least": 5, "case_matters": True}), "unknown-field")
    made = rule({"field": "n", "contains": "x", "case_matters": True})
    assert made == field("n").contains("x", case_matters=True)


def test_each_counts_events() -> None:
    """`each` takes events, `when` a rule; one of both."""
    refused(changed("scores.lead.points.0.each", {"rule": "icp"}), "missing-field")
    refused(changed("scores.lead.points.0.when", {"rule": "icp"}), "ambiguous-rule")


def test_a_negated_rule_reads_as_written() -> None:
    """`not` of a group stays one."""
    assert isinstance(rule({"not": {"any": [EMAIL, EMAIL]}}), Not)


def test_every_rule_is_one_object() -> None:
    """However many rules refer to it, a rule is built once."""
    whole = document()
    whole["rules"]["again"] = {"all": [{"rule": "icp"}, {"rule": "mql"}]}
    made = {one.name: one for one in from_document(whole).rules}
    assert made["again"].rule.rules[0] is made["icp"]  # type: ignore[union-attr]  # an AllOf
    assert agreement().rule("icp") == made["icp"]
