"""Combined calendars, days of work and open intervals, held against slow and obvious second implementations.

The pieces of plain calendars come from `open_pieces`, which walks local date by local date; what several calendars
make of them is asked point by point between all their edges.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings, strategies as st
from tests.worktime.test_against_the_obvious import CLOCK_CHANGES, ZONES, Piece, hours, open_pieces, starting_on

from alignkit.instants import micros
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.count_days import add_work_days, is_work_day, work_days_between
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.hours import Kind
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.open_intervals import next_close, open_intervals
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import WorkTime

MICROSECOND = timedelta(microseconds=1)


def joined(kind: str, of_parts: list[list[Piece]]) -> list[Piece]:
    """Return the pieces of combined calendars: between any two neighbouring edges all is as it is at the first."""
    found: list[Piece] = []
    for here, following in pairwise(sorted({edge for pieces in of_parts for piece in pieces for edge in piece})):
        first, *others = (any(start <= here < end for start, end in pieces) for pieces in of_parts)
        is_in = {"all": first and all(others), "any": first or any(others), "except": first and not any(others)}[kind]
        if is_in and found and found[-1][1] == here:
            found[-1] = (found[-1][0], following)
        elif is_in:
            found.append((here, following))
    return found


def pieces_of(calendar: Calendar, first: datetime, last: datetime) -> list[Piece]:
    """Return the open pieces of any calendar between two UTC instants."""
    if isinstance(calendar, CombinedCalendar):
        return joined(calendar.kind, [pieces_of(part, first, last) for part in calendar.parts])
    assert isinstance(calendar, WorkCalendar)
    return open_pieces(calendar, first, last)


def pieces_of_day(calendar: Calendar, day: date) -> list[Piece]:
    """Return what starts on a local date: of a calendar that has no other hours than those."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    first, last = noon - timedelta(days=3), noon + timedelta(days=4)
    if isinstance(calendar, CombinedCalendar):
        own, *others = calendar.parts
        if calendar.kind == "any":
            return joined("any", [pieces_of_day(part, day) for part in calendar.parts])
        return joined(calendar.kind, [pieces_of_day(own, day), *(pieces_of(part, first, last) for part in others)])
    assert isinstance(calendar, WorkCalendar)
    walls = starting_on(calendar, day)
    if not walls:
        return []
    texts = [f"{start:%H:%M}-{'24:00' if f'{end:%H:%M}' == '00:00' else f'{end:%H:%M}'}" for start, end in walls]
    return open_pieces(WorkCalendar(calendar.zone, {}, exceptions={day: texts}), first, last)


@st.composite
def plain(draw: st.DrawFn, near: datetime) -> WorkCalendar:
    """Draw a calendar with holidays and exceptions around an instant."""
    dates = st.integers(-5, 12).map(lambda days: (near + timedelta(days=days)).date())
    usual, other = draw(hours()), draw(hours())
    assume(usual or other)
    week = {"mon-thu": usual, draw(st.sampled_from(["fri-sun", "fri", "sat", "sun"])): other}
    holidays, exceptions = draw(st.lists(dates, max_size=2)), draw(st.dictionaries(dates, hours(), max_size=2))
    return WorkCalendar(draw(st.sampled_from(ZONES)), week, holidays, exceptions)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    """Draw calendars combined in one or two levels, and an instant near a clock change."""
    near = draw(st.sampled_from(CLOCK_CHANGES))
    start = near + draw(st.integers(-3 * 86_400 * 10**6, 2 * 86_400 * 10**6)) * MICROSECOND
    kinds: st.SearchStrategy[Kind] = st.sampled_from(["all", "any", "except"])
    found: Calendar = draw(plain(near))
    for _ in range(draw(st.integers(1, 2))):
        parts = [found, draw(plain(near))]
        if draw(st.booleans()):
            parts.reverse()
        found = CombinedCalendar(draw(kinds), parts)
    return found, start


@given(situations(), st.integers(0, 8 * 86_400 * 10**6))
def test_intervals_are_those_of_the_obvious(situation: tuple[Calendar, datetime], length: int) -> None:
    """Every interval is the same, to the microsecond; and their sum is what has elapsed."""
    calendar, start = situation
    end = start + length * MICROSECOND
    expected = pieces_of(calendar, start, end)
    found = open_intervals(calendar, start, end)
    assert [(opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in found] == expected
    assert {opens.tzinfo for opens, _ in found} <= {ZoneInfo(calendar.zone)}
    assert elapsed(calendar, start, end) == WorkTime(sum((to - from_) // MICROSECOND for from_, to in expected))


@given(situations())
def test_opening_and_closing_are_those_of_the_obvious(situation: tuple[Calendar, datetime]) -> None:
    """The first piece that ends later than now gives both; and what is due after its length is due at its close."""
    calendar, start = situation
    pieces = [piece for piece in pieces_of(calendar, start, start + timedelta(days=16)) if piece[1] > start]
    assume(len(pieces) > 1)  # the last may be cut short by the end of the walk
    opens, closes = pieces[0]
    assert next_open(calendar, start).astimezone(UTC) == opens
    assert next_close(calendar, start).astimezone(UTC) == closes
    assert is_open(calendar, start) == (opens == start)
    assert micros(due(calendar, start, WorkTime((closes - opens) // MICROSECOND))) == micros(closes)


@settings(max_examples=40)
@given(situations(), st.integers(0, 3))
def test_days_of_work_are_those_of_the_obvious(situation: tuple[Calendar, datetime], count: int) -> None:
    """Day by day; the n-th that follows, and when it closes."""
    calendar, start = situation
    today = start.astimezone(ZoneInfo(calendar.zone)).date()
    around = [today + timedelta(days=step) for step in range(-2, 9)]
    closes = {day: pieces[-1][1] for day in around if (pieces := pieces_of_day(calendar, day))}
    assert [day for day in around if is_work_day(calendar, day)] == list(closes)
    assert work_days_between(calendar, around[0], around[-1]) == len(closes.keys() - {around[-1]})
    later = [day for day in closes if day >= today]
    assume(len(later) > count)
    assert add_work_days(calendar, today, count) == later[count]
    following = [close for close in closes.values() if close > start]
    assume(
        len(following) > count
        and closes[later[-1]] == max(closes.values())
        and sorted(closes.values()) == [*closes.values()]
    )
    assert due(calendar, start, work_days(count)).astimezone(UTC) == following[count]
    assert micros(due(calendar, next_open(calendar, start), work_days(count))) == micros(following[count])


@settings(max_examples=25)  # a calendar that hardly opens is searched through all years
@given(situations(), st.integers(-20, 20), st.integers(-20, 20))
def test_days_add_up(situation: tuple[Calendar, datetime], first: int, second: int) -> None:
    """Counting there and back, and on in the same direction, from a day of work."""
    calendar, start = situation
    day = start.date()
    assume(is_work_day(calendar, day))
    try:
        middle, end = add_work_days(calendar, day, first), add_work_days(calendar, day, first + second)
    except Exception:
        assume(False)
        raise
    assert add_work_days(calendar, middle, second) == end
    assert work_days_between(calendar, day, middle) == first
    assert work_days_between(calendar, middle, day) == -first


@pytest.mark.parametrize("year", [2, 1500, 1799, 1850, 1937, 2100, 2501, 9900])
def test_far_years_are_counted_as_near_ones(year: int) -> None:
    """Wherever the tables are chained, a year has its working days; held to a walk over its dates."""
    office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"], "sat": ["22:00-06:00"]})
    calendars = (office, office & WorkCalendar("America/New_York", {"mon-thu": ["09:00-17:00"]}))
    first = date(year, 1, 1)
    days = [first + timedelta(days=step) for step in range(365)]
    for calendar, weekdays in zip(calendars, ({0, 1, 2, 3, 4, 5}, {0, 1, 2, 3}), strict=True):
        expected = [day for day in days if day.weekday() in weekdays]
        assert work_days_between(calendar, days[0], days[-1]) == len([day for day in expected if day < days[-1]])
        assert add_work_days(calendar, days[0], 100) == expected[100]
