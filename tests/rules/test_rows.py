from __future__ import annotations

from typing import Any

import pytest
from tests.rules.strategies import NOW

from alignkit.errors import DataError, Finding
from alignkit.history.events import Event
from alignkit.rules.rows import placed, rows, rows_with_events


def test_leads_are_taken_as_they_come() -> None:
    """Nothing is copied, and nothing is asked of a generator ahead of time."""
    leads: list[dict[str, object]] = [{"a": 1}]
    assert rows(leads) is leads
    assert list(rows_with_events(iter(leads), None, checked=False)) == [({"a": 1}, None)]


def test_events_become_tuples() -> None:
    """Those that are not known stay None; whether they are events is seen here, or by who goes over them."""
    call = Event("L1", NOW, "call")
    assert list(rows_with_events([{}, {}], [iter([call]), None], checked=False)) == [({}, (call,)), ({}, None)]
    wrong: Any = ["call"]
    ((_, found),) = rows_with_events([{}], [wrong], checked=True)
    assert found == tuple(wrong)
    with pytest.raises(DataError, match="events are of type Event, not str"):
        list(rows_with_events([{}], [wrong], checked=False))


def test_rows_have_two_sides() -> None:
    """Whichever ends first is told."""
    for leads, events, more in (([{}], [], "more leads than events"), ([], [[]], "more events than leads")):
        with pytest.raises(DataError, match=f"unequal-length: there are {more}"):
            list(rows_with_events(leads, events, checked=False))


def test_a_fault_keeps_the_place_it_has() -> None:
    """Where it has none, it gets that of the lead."""
    fault = DataError(Finding("wrong-type", "one"), Finding("wrong-type", "other", path="events"))
    assert [issue.path for issue in placed(fault, 7).issues] == ["leads[7]", "events"]
