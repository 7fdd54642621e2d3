"""The values of history: attributes, declarations, events, facts."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Any

import attrs
import pytest

import alignkit as ak
from alignkit.errors import DataError, DocumentError, LimitError, TimeError
from alignkit.instants import micros

WHEN = datetime(2026, 1, 5, 9, tzinfo=UTC)


def test_attributes_are_a_value() -> None:
    """Immutable, hashable, in one order, whatever the mapping was."""
    tags = ["b", "a"]
    found = ak.Attributes({"tags": tags, "country": "NL"})
    tags.append("c")
    assert dict(found) == {"country": "NL", "tags": ("b", "a")}
    assert list(found) == ["country", "tags"]
    assert (found.get("country"), found.get("size"), found.get("size", 5)) == ("NL", None, 5)
    assert hash(found) == hash(ak.Attributes({"country": "NL", "tags": ("b", "a")}))
    with pytest.raises(TypeError):
        found["country"] = "BE"  # type: ignore[index]  # refused on purpose


def test_attributes_on_top_of_others() -> None:
    """What is given later counts."""
    assert ak.Attributes({"a": 1, "b": 2}).with_values({"b": 3}) == ak.Attributes({"a": 1, "b": 3})


@pytest.mark.parametrize("items", [{"a": {"b": 1}}, {"a": object()}, {1: "a"}, "text", ["a"]])
def test_attributes_hold_plain_values(items: Any) -> None:  # noqa: ANN401 - wrong on purpose
    """Tables and objects inside, and names that are no text, are refused."""
    with pytest.raises(DataError) as caught:
        ak.Attributes(items)
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize("value", [1, 0.5, Decimal("0.1"), Fraction(1, 3), True, "x", None, date(2026, 1, 5), WHEN])
def test_plain_values_stay_as_they_are(value: Any) -> None:  # noqa: ANN401 - any plain value
    """Nothing is turned into anything else."""
    assert ak.Attributes({"a": value})["a"] is value


def test_T01_a_naive_datetime_in_a_field() -> None:
    """Refused where it stands, with the lead and the field, before a rule or a group meets it."""
    with pytest.raises(TimeError, match="L1: naive: the field 'seen'"):
        ak.Facts({"L1": {"seen": datetime(2026, 1, 5)}})  # noqa: DTZ001 - naive on purpose
    with pytest.raises(TimeError):
        ak.Event("L1", WHEN, "webinar", attributes={"seen": datetime(2026, 1, 5)})  # noqa: DTZ001 - naive on purpose


@pytest.mark.parametrize("value", [float("nan"), Decimal("NaN"), Decimal("sNaN")])
def test_what_is_no_number_is_nothing_known(value: Any) -> None:  # noqa: ANN401 - numbers of several kinds
    """NaN is how a data frame says that nothing is known."""
    assert ak.Attributes({"a": value})["a"] is None


def test_D15_lists_in_lists_have_a_limit() -> None:
    """No depth exhausts Python's stack."""
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(LimitError, match="too-deep"):
        ak.Attributes({"a": deep})


def test_a_set_has_one_order() -> None:
    """Two runs tell one set alike."""
    assert ak.Attributes({"a": {"y", "x"}})["a"] == ("x", "y")


def test_an_event_is_checked_when_it_is_built() -> None:
    """A naive instant, a kind that is no text, a field event without its field."""
    with pytest.raises(TimeError):
        ak.Event("L1", datetime(2026, 1, 5), "stage", "mql")  # noqa: DTZ001 - naive on purpose
    with pytest.raises(TimeError):
        ak.Event("L1", WHEN, "stage", "mql", recorded_at=datetime(2026, 1, 5))  # noqa: DTZ001 - naive on purpose
    for wrong in (
        {"lead": ""},
        {"kind": ""},
        {"kind": "field"},
        {"kind": "stage", "field": "x"},
        {"kind": "stage", "value": 7},
        {"kind": "touch", "value": None},
        {"seq": 1.5},
        {"seq": True},
        {"id": 7},
        {"actor": 7},
        {"team": ["sales"]},
        {"source": 7},
        {"kind": "field", "field": 7},
        {"automatic": "yes"},
        {"date_only": None},
        {"kind": "webinar", "value": {"topic": "pricing"}},
        {"kind": "webinar", "value": object()},
    ):
        with pytest.raises(DataError):
            ak.Event(**{"lead": "L1", "at": WHEN, "kind": "stage", "value": "mql", **wrong})  # type: ignore[arg-type]


def test_the_value_of_an_event_is_as_a_field_holds_it() -> None:
    """A set, which does not hash, becomes a tuple; NaN, which is unlike itself, is nothing known."""
    assert ak.Event("L1", WHEN, "webinar", {"b", "a"}).value == ("a", "b")  # type: ignore[arg-type]  # as people do
    assert ak.Event("L1", WHEN, "field", float("nan"), field="x").value is None


def test_O05_evolving_an_event_checks_it_again() -> None:
    """A changed copy is held to the same rules."""
    event = ak.Event("L1", WHEN, "stage", "mql")
    with pytest.raises(DataError):
        attrs.evolve(event, value=7)


def test_what_did_calls_an_event() -> None:
    """A touch goes by its value, any other by its kind."""
    assert ak.Event("L1", WHEN, "touch", "call").name == "call"
    assert ak.Event("L1", WHEN, "webinar", "pricing").name == "webinar"


class Kind(StrEnum):
    """Somebody's own words."""

    CALL = "call"


def test_an_event_keeps_what_rules_ask_of_it() -> None:
    """Its instant and its name, also where it was copied or pickled; they are no part of what it is."""
    event = ak.Event("L1", WHEN, "touch", Kind.CALL, id="e1", attributes={"a": [1]})
    for same in (event, copy.copy(event), pickle.loads(pickle.dumps(event)), attrs.evolve(event, id="e1")):
        assert (same._micros, same._name, type(same._name)) == (micros(WHEN), "call", str)
        assert same == event
    moved = attrs.evolve(event, at=WHEN + timedelta(1), kind=Kind.CALL, value=None)
    assert (moved._micros, moved.name) == (micros(WHEN + timedelta(1)), "call")
    assert "_micros" not in repr(event)
    assert len({event, attrs.evolve(event)}) == 1


class Name(str, Enum):  # noqa: UP042 - the kind whose `str` is not its text
    """The names of fields, as a program might list them."""

    EMPLOYEES = "employees"


def test_a_field_that_an_enum_names_changes_under_its_text() -> None:
    """What the event changes is what a rule asks for."""
    at = datetime(2026, 1, 5, tzinfo=UTC)
    facts = ak.Facts({"L1": {}}, [ak.Event("L1", at, "field", 80, field=Name.EMPLOYEES)])
    funnel = ak.Funnel("inbound", [ak.Stage("lead", "marketing"), ak.Stage("won", "sales", outcome="won")])
    journey = ak.replay(funnel, facts, as_of=at).of("L1")
    assert dict(journey.fields) == dict(journey.fields_at(at)) == {"employees": 80}


def test_declarations() -> None:
    """Types are closed, allowed values belong to text."""
    assert ak.FieldDeclaration("country", "text", one_of=["NL", "BE"]).one_of == ("NL", "BE")
    for wrong in (
        {"type": "textt"},
        {"type": "integer", "one_of": ["1"]},
        {"one_of": "NL"},
        {"one_of": [1]},
        {"name": " "},
        {"one_of": None},
    ):
        with pytest.raises(DocumentError):
            ak.FieldDeclaration(**{"name": "country", "type": "text", **wrong})  # type: ignore[arg-type]
    with pytest.raises(DocumentError, match="did you mean 'text'"):
        ak.FieldDeclaration("country", "textt")  # type: ignore[arg-type]  # wrong on purpose


def test_facts_are_checked_when_they_are_built() -> None:
    """Leads are a mapping from ids to fields, events are events."""
    several: list[Any] = [[], {"": {}}, {1: {}}, {"L1": "x"}]
    for wrong in several:
        with pytest.raises(DataError):
            ak.Facts(wrong)
    lists: list[Any] = [None, 1, "x", ["x"], [None]]
    for wrong in lists:
        with pytest.raises(DataError):
            ak.Facts(events=wrong)
        with pytest.raises(DataError):
            ak.Facts(figures=wrong)
    with pytest.raises(DataError):
        ak.Facts() + lists  # type: ignore[operator]  # wrong on purpose


def test_facts_add_up() -> None:
    """Two exports together: the right one's values count, events and figures are kept."""
    event = ak.Event("L1", WHEN, "stage", "mql")
    figure = ak.ExternalFigure("satisfaction", 4.2, WHEN)
    left = ak.Facts({"L1": {"country": "NL", "employees": 10}}, [event])
    both = left + ak.Facts({"L1": {"employees": 12}, "L2": {}}, [event], [figure])
    assert dict(both.leads["L1"]) == {"country": "NL", "employees": 12}
    assert (len(both.leads), len(both.events), both.figures) == (2, 2, (figure,))
    assert repr(both) == "<Facts: 2 leads, 2 events, 1 external figures>"


def test_external_figures_are_exact() -> None:
    """A float stands for its shortest decimal; money stays money; the instant is aware."""
    assert ak.ExternalFigure("share", 0.1, WHEN).value == Fraction(1, 10)
    assert ak.ExternalFigure("resellers", ak.money(5, "EUR"), WHEN).value == ak.money(5, "EUR")
    with pytest.raises(TimeError):
        ak.ExternalFigure("share", 0.1, datetime(2026, 1, 5))  # noqa: DTZ001 - naive on purpose
    with pytest.raises(DocumentError):
        ak.ExternalFigure("share", "0.1", WHEN)
    with pytest.raises(DataError):
        ak.ExternalFigure("share", 0.1, WHEN, source=7)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    "value",
    [
        ak.Attributes({"a": 1}),
        ak.Event("L1", WHEN, "webinar", id="e1", attributes=ak.Attributes({"topic": "pricing"})),
        ak.FieldDeclaration("country", "text"),
        ak.Facts({"L1": {"a": 1}}, [ak.Event("L1", WHEN, "stage", "mql")]),
        ak.ExternalFigure("x", 1, WHEN),
    ],
)
def test_O04_values_survive_pickle_and_copy(value: object) -> None:
    """Equal to the original, however they are copied."""
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value
        assert hash(again) == hash(value)
