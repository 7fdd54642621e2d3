"""Events as plain data and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st

from alignkit.currency import money
from alignkit.errors import AlignkitError, DataError
from alignkit.history.event_data import event_data, event_of, values_data, values_of
from alignkit.history.events import Event

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
VALUES: dict[str, Any] = {
    "text": "a",
    "nothing": None,
    "truth": True,
    "whole": 5,
    "part": 0.1,
    "exact": Decimal("0.10"),
    "third": Fraction(1, 3),
    "day": date(2026, 1, 5),
    "instant": NINE,
    "amount": money("0.10", "EUR"),
    "list": ("a", 1, (Decimal(2),)),
    "endless": float("inf"),
}


def test_every_kind_of_value_comes_back() -> None:
    """By way of JSON: each as what it was, and of its own type."""
    event = Event(
        "L1", NINE, "touch", "call", id="e1", recorded_at=NINE.replace(hour=10), actor="ann", team="sales",
        automatic=True, source="crm", seq=3, attributes=VALUES, date_only=True,
    )  # fmt: skip
    back = event_of(json.loads(json.dumps(event_data(event))))
    assert back == event
    assert {name: type(value) for name, value in back.attributes.items()} == {
        name: type(value) for name, value in event.attributes.items()
    }


def test_what_is_left_out_stays_left_out() -> None:
    """The data of a plain event is short."""
    assert event_data(Event("L1", NINE, "demo")) == {"lead": "L1", "at": "2026-01-05T09:00:00+00:00", "kind": "demo"}
    assert event_data(Event("L1", NINE, "field", 5, field="employees")) == {
        "lead": "L1",
        "at": "2026-01-05T09:00:00+00:00",
        "kind": "field",
        "value": 5,
        "field": "employees",
    }


@given(
    st.dictionaries(st.text(min_size=1, max_size=5), st.one_of(st.integers(), st.floats(), st.text(), st.decimals()))
)
def test_values_come_back(values: dict[str, Any]) -> None:
    """Whatever numbers and texts."""
    back = values_of(json.loads(json.dumps(values_data(values))))
    assert repr(back) == repr(values)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ([], "wrong-type"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z"}, "missing"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z", "kind": "x", "when": 1}, "unknown-key"),
        ({"lead": "L1", "at": "monday", "kind": "x"}, "unreadable-time"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z", "kind": "x", "attributes": [1]}, "wrong-type"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z", "kind": "x", "value": {"eval": "1"}}, "wrong-type"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z", "kind": "x", "value": {"decimal": "x"}}, "wrong-type"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z", "kind": "x", "value": {"fraction": "1/0"}}, "wrong-type"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z", "kind": "x", "value": {"money": "EUR"}}, "wrong-type"),
        ({"lead": "L1", "at": "2026-01-05T09:00:00Z", "kind": "x", "value": {"a": 1, "b": 2}}, "wrong-type"),
        ({"lead": 5, "at": "2026-01-05T09:00:00Z", "kind": "x"}, "wrong-type"),
    ],
)
def test_what_is_no_event(data: Any, code: str) -> None:  # noqa: ANN401 - what a file may hold
    """Named errors, and nothing is looked up by a name from outside."""
    with pytest.raises(AlignkitError) as refused:
        event_of(data)
    assert refused.value.code == code


def test_values_are_a_table() -> None:
    """Anything else is refused."""
    with pytest.raises(DataError):
        values_of([1])
