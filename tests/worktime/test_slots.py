"""Slots of a quarter of an hour: they say what the tables say, or say nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.worktime.test_against_the_obvious import situations

from alignkit.instants import from_micros, micros
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.search import due_at
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import PER_BLOCK, SLOT, slots_of
from alignkit.worktime.tables import open_before, open_between, tables_of
from alignkit.worktime.work_time import WorkTime

QUARTER = SLOT
START = BLOCK  # where block 1 starts


def laid_out(*spans: tuple[int, int]) -> tuple[list[int | None], list[int | None]]:
    """Lay out one block in which some quarters of an hour are open, counted from its start; hundredths of them too."""
    given = [(START + start * QUARTER // 100, START + end * QUARTER // 100) for start, end in spans]
    slots = slots_of(range(1, 2), given)
    assert (slots.first, slots.blocks, len(slots.opened)) == (PER_BLOCK, range(1, 2), PER_BLOCK)
    return slots.opened, slots.instants


def test_a_morning_by_quarters() -> None:
    """Closed slots hold the sum so far, open ones what it is short of the instant."""
    opened, instants = laid_out((200, 400), (500, 600))
    assert opened[:8] == [
        0,
        0,
        -START - 2 * QUARTER,
        -START - 2 * QUARTER,
        2 * QUARTER,
        -START - 3 * QUARTER,
        3 * QUARTER,
        3 * QUARTER,
    ]
    assert instants == [START + 2 * QUARTER, START + 2 * QUARTER, START + 3 * QUARTER]


def test_a_slot_in_which_something_opens_says_nothing() -> None:
    """Half a quarter at either end, two in one, and one that two intervals share."""
    opened, _ = laid_out((150, 250), (260, 270), (370, 400))
    assert [value is None for value in opened[:6]] == [False, True, True, True, False, False]
    _, instants = laid_out((100, 150), (200, 380))
    assert [value is None for value in instants] == [True, False]


def test_edges_within_slots() -> None:
    """One that closes in a slot, and nothing opens in it; one that opens and closes in one; F of several in a slot."""
    opened, instants = laid_out((150, 250), (400, 500), (610, 620), (690, 790))
    assert opened[:9] == [
        0,
        None,
        None,
        QUARTER,
        QUARTER - START - 4 * QUARTER,
        2 * QUARTER,
        None,
        None,
        3 * QUARTER + QUARTER // 10,
    ]
    assert instants == [START + QUARTER // 2 * 3, START + 3 * QUARTER, None]


@settings(max_examples=60)
@given(situations(), st.lists(st.integers(0, 20 * 86_400 * 10**6), min_size=4, max_size=8))
def test_slots_and_tables_agree(situation: tuple[WorkCalendar, datetime], steps: list[int]) -> None:
    """Asked twice, an answer is the same: the first time it is searched for, then looked up where it can be."""
    calendar, start = situation
    instants = sorted(micros(start) + step for step in steps)
    for _ in range(2):
        for earlier, later in pairwise(instants):
            work = open_between(calendar, earlier, later)
            assert elapsed(calendar, from_micros(earlier), from_micros(later)) == WorkTime(work)
            found = due(calendar, from_micros(earlier), WorkTime(work + 1))
            assert micros(found) == due_at(calendar, earlier, work + 1)


@settings(max_examples=60)
@given(situations())
def test_each_slot_holds_what_the_tables_say(situation: tuple[WorkCalendar, datetime]) -> None:
    """At both ends of a slot and within it; and back from every slot of F."""
    calendar, start = situation
    tables = tables_of(calendar)
    block = max(micros(start) // BLOCK, 1)
    tables.widen(block)
    slots = tables.slots
    assert block in slots.blocks
    zero = open_before(calendar, slots.blocks.start * BLOCK)
    place = micros(start) // SLOT - slots.first
    for near in range(max(place - 200, 0), min(place + 400, len(slots.opened))):
        value = slots.opened[near]
        first = (slots.first + near) * SLOT
        for instant in (first, first + 1, first + SLOT - 1):
            expected = open_before(calendar, instant) - zero
            assert value is None or (instant + value if value < 0 else value) == expected
    here = max(open_before(calendar, micros(start)) - zero, 0) // SLOT
    for near in range(max(here - 20, 0), min(here + 40, len(slots.instants))):
        value = slots.instants[near]
        for total in (near * SLOT + 1, (near + 1) * SLOT):
            assert value is None or total + value == due_at(calendar, slots.blocks.start * BLOCK, total)


def test_slots_grow_with_what_is_asked() -> None:
    """Around what was asked first, then on and back; never before 1970 or over 33 years, where the tables answer."""
    calendar = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
    tables = tables_of(calendar)
    asked = [datetime(year, 3, 3, 12, tzinfo=UTC) for year in (2026, 2027, 2030, 2024, 2010, 2040, 1960, 1, 9999, 1975)]
    lengths = []
    for instant in asked:
        for _ in range(2):
            assert elapsed(calendar, instant, instant + timedelta(hours=1)).micros in {0, 3600 * 10**6}
        lengths.append(len(tables.slots.blocks))
    assert lengths == sorted(lengths)
    assert lengths[0] <= 4
    assert lengths[-1] <= 64
    assert micros(asked[4]) // BLOCK in tables.slots.blocks
    assert micros(asked[-1]) // BLOCK not in tables.slots.blocks


def test_slots_follow_who_asks_elsewhere() -> None:
    """A first question about 1980 does not leave all those about 2026 to a search."""
    calendar = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
    old, new = (datetime(year, 3, 3, 12, tzinfo=UTC) for year in (1980, 2026))
    elapsed(calendar, old, old + timedelta(hours=1))
    for _ in range(100):
        assert elapsed(calendar, new, new + timedelta(hours=1)) == WorkTime(3600 * 10**6)
    assert micros(new) // BLOCK in tables_of(calendar).slots.blocks
    assert len(tables_of(calendar).slots.blocks) <= 4
    assert elapsed(calendar, old, old + timedelta(hours=1)) == WorkTime(3600 * 10**6)


@pytest.mark.parametrize("value", [None, 5, "2026-01-05", float("nan"), datetime(2026, 1, 5), object()])  # noqa: DTZ001 - naive on purpose
def test_what_is_no_instant_is_refused_with_slots_too(value: Any) -> None:  # noqa: ANN401 - what a user may give
    """The short way answers nothing that the long way refuses."""
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    elapsed(calendar, monday, monday)
    for call in (
        lambda: elapsed(calendar, value, monday),
        lambda: elapsed(calendar, monday, value),
        lambda: due(calendar, value, WorkTime(1)),
    ):
        with pytest.raises(Exception) as refused:  # noqa: PT011 - which one is asked below
            call()
        assert type(refused.value).__module__ == "alignkit.errors"


def test_instants_of_numpy_and_pandas_come_out_as_ours() -> None:
    """Whole numbers are Python's own in every answer."""
    pandas = pytest.importorskip("pandas")
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    start, end = (pandas.Timestamp(f"2026-01-05T{hour}:00", tz="UTC") for hour in (10, 12))
    for _ in range(2):
        assert type(elapsed(calendar, start, end).micros) is int
        assert elapsed(calendar, start, end) == WorkTime(2 * 3600 * 10**6)
        assert type(due(calendar, start, WorkTime(1))) is datetime
