"""Documents with a fault: each is told with its code, its place, and what would be right."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.agreement.build import FULL, agreement, changed, document, refused

from alignkit.agreement.document.read_agreement import from_document
from alignkit.errors import AlignkitError, DocumentError, LimitError


@pytest.mark.parametrize("nothing", [None, {}])
def test_D01_empty(nothing: object) -> None:
    """A document without content lists the keys that it needs."""
    (fault,) = refused(nothing, "empty")
    assert "name, version, zone, stages" in fault.message


@pytest.mark.parametrize(("whole", "got"), [(["MQL"], "a list"), ("MQL", "'MQL'"), (5, "5"), (True, "True")])
def test_D02_not_a_table(whole: object, got: str) -> None:
    """A list, a text or a number at the top is no document."""
    (fault,) = refused(whole, "not-a-table")
    assert fault.message == f"got {got}, expected a table"


@pytest.mark.parametrize(
    ("path", "value", "place", "meant"),
    [
        ("misson", "Each lead is called.", "misson", "mission"),
        ("goals.mqls.titel", "MQLs", "goals.mqls.titel", "title"),
        ("stages.1.ower", "sales", "stages[1].ower", "owner"),
        ("scores.lead.points.0.halflife", "30 days", "scores.lead.points[0].halflife", "half_life"),
        ("slas.first_touch.tiers.hot.calender", "office", "slas.first_touch.tiers.hot.calender", "calendar"),
        ("calendars.office.holiday", [], "calendars.office.holiday", "holidays"),
        ("boundaries.0.reason", [], "boundaries[0].reason", "reasons"),
        ("fields.email.form", "sales", "fields.email.form", "from"),
        ("vocabulary.mql.alias", [], "vocabulary.mql.alias", "aliases"),
        ("rules.icp.al", [], "rules.icp.al", "all"),
    ],
)
def test_D04_unknown_field(path: str, value: object, place: str, meant: str) -> None:
    """A misspelt key is never ignored; the nearest one is offered."""
    (fault,) = refused(changed(path, value), "unknown-field")
    assert fault.path == place
    assert f"did you mean {meant!r}?" in fault.message


def test_D04_a_misspelt_key_is_one_fault() -> None:
    """A required key that is misspelt is not missing too: one mistake, one fault."""
    whole = document()
    whole["goals"]["mqls"]["wieght"] = whole["goals"]["mqls"].pop("weight")
    (fault,) = refused(whole, "unknown-field")
    assert (fault.path, "did you mean 'weight'?" in fault.message) == ("goals.mqls.wieght", True)


def test_D04_one_misspelt_key_is_no_hint_for_another() -> None:
    """The nearest name is one that means something."""
    faults = refused(changed("goals.mqls.xyzzy1", 1) | {"plugh1": 1, "plugh2": 2}, *["unknown-field"] * 3)
    assert not [fault for fault in faults if "did you mean" in fault.message]


def test_D04_a_misspelt_operator() -> None:
    """The operator of a condition has its own code, and the nearest one too."""
    (fault,) = refused(changed("rules.icp", {"field": "employees", "at_leest": 50}), "unknown-operator")
    assert fault.path == "rules.icp.at_leest"
    assert "did you mean 'at_least'?" in fault.message


@pytest.mark.parametrize(
    ("path", "place", "named"),
    [
        ("name", "name", "the document needs 'name'"),
        ("zone", "zone", "the document needs 'zone'"),
        ("stages", "stages", "the document needs 'stages'"),
        ("scores.fit.points.0.add", "scores.fit.points[0].add", "'scores.fit.points[0]' needs 'add'"),
        ("goals.mqls.weight", "goals.mqls.weight", "'goals.mqls' needs 'weight'"),
        ("stages.1.owner", "stages[1].owner", "'stages[1]' needs 'owner'"),
        ("slas.first_touch.within", "slas.first_touch.within", "'slas.first_touch' needs 'within'"),
        ("calendars.office.week", "calendars.office.week", "'calendars.office' needs 'week'"),
        ("boundaries.0.rejected", "boundaries[0].rejected", "'boundaries[0]' needs 'rejected'"),
        ("fields.email.type", "fields.email.type", "'fields.email' needs 'type'"),
        ("vocabulary.mql.means", "vocabulary.mql.means", "'vocabulary.mql' needs 'means'"),
    ],
)
def test_D05_missing_field(path: str, place: str, named: str) -> None:
    """What is required is named, with the table that lacks it; references to a missing stage stay quiet."""
    whole = changed(path, ...)
    if path == "stages":
        for key in ("recycles", "boundaries", "slas", "goals"):
            del whole[key]
    (fault,) = refused(whole, "missing-field")
    assert (fault.path, fault.message) == (place, named)


def test_D05_a_score_without_points() -> None:
    """A score needs points or parts."""
    whole = changed("scores.fit", {"cap": 60})
    assert refused(whole, "missing-field")[0].path == "scores.fit.points"


@pytest.mark.parametrize(
    "path", ["scores.fit.points.0.add", "scores.fit.cap", "scores.lead.bands.A", "goals.mqls.weight"]
)
@pytest.mark.parametrize(
    ("value", "hint"), [("10", "write it without quotes"), (True, "a truth value is not a number")]
)
def test_D06_D07_wrong_type(path: str, value: object, hint: str) -> None:
    """Neither text nor a truth value is a number."""
    (fault,) = refused(changed(path, value), "wrong-type")
    assert fault.path == path.replace(".0", "[0]")
    assert ("true" if value is True else repr(value)) in fault.message
    assert hint in fault.message


def test_D08_whole_numbers() -> None:
    """1.9 is refused and not cut; 2.0 is 2, however a plain dict gives it."""
    (fault,) = refused(changed("scores.lead.points.0.count_up_to", Decimal("1.9")), "wrong-type")
    assert "whole number" in fault.message
    for two in (2, 2.0, Decimal("2.0")):
        made = agreement("scores.lead.points.0.count_up_to", two)
        assert next(score for score in made.scores if score.name == "lead").points[0].count_up_to == 2


@pytest.mark.parametrize(
    "path", ["stages", "teams", "boundaries", "recycles", "scores.fit.points", "scores.lead.parts"]
)
def test_D09_text_is_no_list(path: str) -> None:
    """Text is never split into its letters."""
    found = refused_any(changed(path, "MQL"))
    fault = next(one for one in found if one[1] == path)
    assert fault[0] == "wrong-type"
    assert not [one for one in found if "[" in one[1]] or path == "stages"


def refused_any(whole: object) -> list[tuple[str, str]]:
    with pytest.raises(DocumentError) as caught:
        from_document(whole)
    return [(issue.code, issue.path) for issue in caught.value.issues]


def test_D10_text_is_no_truth() -> None:
    """The text "false" is never taken as true."""
    (fault,) = refused(changed("slas.first_touch.any_actor", "false"), "wrong-type")
    assert "write it without quotes" in fault.message
    refused(changed("rules.icp", {"field": "email", "missing": "false"}), "wrong-type")


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan"), float("-inf"), Decimal("sNaN")])
@pytest.mark.parametrize(
    "path", ["scores.fit.points.0.add", "goals.mqls.weight", "goals.mqls.at_least", "scores.fit.cap"]
)
def test_D12_not_finite(path: str, value: object) -> None:
    """A number is finite."""
    assert refused(changed(path, value), "not-finite")[0].path == path.replace(".0", "[0]")


def test_D12_not_finite_in_a_rule() -> None:
    """The constant of a rule too."""
    fault = refused(changed("rules.icp", {"field": "employees", "at_least": float("inf")}), "not-finite")[0]
    assert fault.path == "rules.icp.at_least"


def test_D13_five_faults_in_document_order() -> None:
    """Five unlike faults are told at once, exactly these, from top to bottom."""
    whole = document()
    whole["rules"]["icp"]["tilte"] = "ICP"
    whole["scores"]["fit"]["cap"] = "60"
    whole["stages"][2]["id"] = "mql"
    whole["slas"]["first_touch"]["starts"] = {"entered": "mlq"}
    del whole["goals"]["touched"]["weight"]
    del whole["recycles"], whole["boundaries"]
    found = refused(whole, "unknown-field", "wrong-type", "duplicate-id", "unknown-stage", "missing-field")
    assert [fault.path for fault in found] == [
        "rules.icp.tilte",
        "scores.fit.cap",
        "stages[2]",
        "slas.first_touch.starts.entered",
        "goals.touched.weight",
    ]


def test_D13_faults_in_one_table_and_in_broken_stages() -> None:
    """A fault does not hide its neighbour: a stage without an owner is still a double of another."""
    whole = document()
    del whole["stages"][2]["owner"]
    whole["stages"][2] |= {"id": "mql", "tite": "again"}
    whole["recycles"], whole["boundaries"] = [["mql", "led"]], []
    refused(whole, "unknown-stage", "missing-field", "duplicate-id", "unknown-field")


@pytest.mark.parametrize("version", [99, "1", 0, -1, True, Decimal("1.5"), pytest.param(10**5000, id="huge")])
def test_D14_format(version: object) -> None:
    """A newer format asks for an upgrade; what is no format is refused."""
    (fault,) = refused(changed("format", version), "unknown-format")
    if version == 99:
        assert fault.message == "this alignkit reads version 1 of the format, not 99; upgrade alignkit"


def test_D14_format_absent() -> None:
    """Without `format` a document is read as format 1."""
    assert from_document(changed("format", ...)) == agreement()


@pytest.mark.parametrize("make", [lambda inner: {"not": inner}, lambda inner: [inner], lambda inner: {"all": [inner]}])
def test_D15_too_deep(make: Any) -> None:  # noqa: ANN401 - a small function
    """Ten thousand levels are refused at once, naming the limit and where they begin."""
    deep: object = {"field": "email", "missing": True}
    for _ in range(10_000):
        deep = make(deep)
    (fault,) = refused(changed("rules.deep", deep), "too-deep")
    assert "at most 120 deep" in fault.message
    assert fault.path.startswith("rules.deep")
    assert len(fault.path) < 200


def test_D15_a_table_inside_itself() -> None:
    """A table that holds itself has no end, and one that stands at many places counts at each."""
    whole = document()
    whole["rules"]["loop"] = whole
    refused(whole, "too-deep")
    wide: object = [0, 0]
    for _ in range(60):
        wide = [wide, wide]
    refused(changed("rules.wide", wide), "too-many")


def test_null_is_no_value() -> None:
    """JSON's null is told; a key without a value is left out."""
    (fault,) = refused(changed("scores.fit.cap", None), "wrong-type")
    assert fault.message == "'cap' must not be null; leave the key out"
    refused(changed("name", None), "wrong-type")
    refused(changed("sources.crm", {"lead": None}), "wrong-type")


def test_a_key_is_text() -> None:
    """A plain dict may hold other keys; they are refused, and half characters are."""
    refused(changed("rules", {1: {}}), "wrong-type")
    refused(changed("rules", {10**5000: {}}), "wrong-type")
    refused(changed("mission", "half \ud800"), "bad-text")
    refused(changed("vocabulary", {"half \ud800": {"means": "x"}}), "bad-text")


def test_O01_hostile_names_in_messages() -> None:
    """No control character reaches a message or a path raw."""
    whole = changed("rules", {"a\n\x1b[31m": {"field": "emial", "missing": True}})
    del whole["scores"], whole["stages"][1]["entry"], whole["slas"]["first_touch"]["tiers"]
    for fault in refused(whole, "bad-id", "unknown-field"):
        assert fault.message.isprintable()
        assert fault.path.isprintable()


@pytest.mark.parametrize(
    ("path", "value", "code", "place"),
    [
        ("stages.0.owner", "marketting", "unknown-team", "stages[0].owner"),
        ("goals.mqls.owner", ["marketing", "sale"], "unknown-team", "goals.mqls.owner[1]"),
        ("fields.email.from", "saless", "unknown-team", "fields.email.from"),
        ("slas.first_touch.calendar", "ofice", "unknown-calendar", "slas.first_touch.calendar"),
        ("goals.touched.metric", {"met": "first_tuch"}, "unknown-sla", "goals.touched.metric.met"),
        ("rules.mql.all.0.rule", "ipc", "unknown-rule", "rules.mql.all[0].rule"),
        ("rules.mql.all.1.score", "leed", "unknown-score", "rules.mql.all[1].score"),
        ("scores.lead.parts", ["fti"], "unknown-score", "scores.lead.parts[0]"),
        ("rules.icp.all.0.field", "employes", "unknown-field", "rules.icp.all[0].field"),
        ("rules.icp.all.1.in", ["NL", "BEE"], "not-allowed", "rules.icp.all[1].in"),
        ("fields.email.type", "txt", "unknown-type", "fields.email"),
        ("stages.3.outcome", "wn", "unknown-outcome", "stages[3]"),
    ],
)
def test_unknown_names(path: str, value: object, code: str, place: str) -> None:
    """Whatever is named must exist; the nearest name is offered at the place of the misspelt one."""
    (fault,) = refused(changed(path, value), code)
    assert fault.path == place
    assert "did you mean" in fault.message


def test_every_fault_has_a_place() -> None:
    """The path of a fault stands in the document, or its table does."""
    whole = document(FULL)
    whole["rules"]["a b"] = {"field": "vip", "is_true": "x"}
    whole["calendars"]["office"]["week"]["mon-fri"] = ["9-5"]
    whole["calendars"]["office"]["holidays"].append("2026-13-01")
    whole["slas"]["answer"]["tiers"] = {"fast lane": {"when": {"rule": "icp"}, "within": "-3 work hours"}}
    with pytest.raises(DocumentError) as caught:
        from_document(whole)
    assert [fault.path for fault in caught.value.issues] == [
        'rules."a b".is_true',
        "calendars.office.week.mon-fri[0]",
        "calendars.office.holidays[2]",
        'slas.answer.tiers."fast lane".within',
    ]


def test_reading_stops_at_300_faults() -> None:
    """Nobody mends more in one go; the last fault says that there may be others."""
    whole = changed("fields", {f"field{i}": {"type": "x"} for i in range(1000)})
    del whole["rules"], whole["scores"], whole["slas"], whole["goals"], whole["stages"][1]["entry"]
    with pytest.raises(DocumentError) as caught:
        from_document(whole)
    assert len(caught.value.issues) == 301
    assert caught.value.issues[-1].code == "too-many-faults"


def test_only_limits_make_a_limit_error() -> None:
    """A limit alone is a `LimitError`; beside another fault it is told as one fault of the document."""
    whole = changed("scores.fit.points.0.add", 10**10)
    with pytest.raises(LimitError):
        from_document(whole)
    whole["scores"]["fit"]["cap"] = "60"
    with pytest.raises(DocumentError) as caught:
        from_document(whole)
    assert not isinstance(caught.value, LimitError)


def test_a_plain_dict_may_hold_any_number() -> None:
    """An int, a float and a Decimal mean the same number."""
    for half in (0.5, Decimal("0.5"), Decimal("0.50")):
        whole = changed("goals.mqls.weight", half)
        whole["scores"]["fit"]["points"][0]["add"] = 60.0
        whole["rules"]["icp"]["all"][0]["at_least"] = 50.0
        assert from_document(whole) == agreement()


def test_the_error_is_one_of_alignkit() -> None:
    """Every refusal is a `DocumentError`, which is a ValueError, and its text lists every fault."""
    with pytest.raises(AlignkitError, match="2 faults") as caught:
        from_document({"name": "x", "version": "1", "zone": "UTC", "stages": [], "colour": "red"})
    assert isinstance(caught.value, ValueError)
