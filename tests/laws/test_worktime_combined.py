"""Laws of combined calendars, and of counting in days of work.

What they answer is held to second implementations in `tests/worktime/test_against_the_obvious.py`; here calendars are
drawn by hypothesis too, which shrinks what fails.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings, strategies as st
from tests.worktime import obvious
from tests.worktime.obvious import DAY, MICROSECOND
from tests.worktime.obvious_cases import given_in_ci
from tests.worktime.test_against_the_obvious import CLOCK_CHANGES, ZONES, hours

from alignkit.errors import NoBusinessTimeError
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
def situations(draw: st.DrawFn, changes: tuple[datetime, ...] = CLOCK_CHANGES) -> tuple[Calendar, datetime]:
    """Draw calendars combined in one or two levels, and an instant near a clock change."""
    near = draw(st.sampled_from(changes))
    start = near + draw(st.integers(-3 * 86_400 * 10**6, 2 * 86_400 * 10**6)) * MICROSECOND
    kinds: st.SearchStrategy[Kind] = st.sampled_from(["all", "any", "except"])
    found: Calendar = draw(plain(near))
    for _ in range(draw(st.integers(1, 2))):
        parts = [found, draw(plain(near))]
        if draw(st.booleans()):
            parts.reverse()
        found = CombinedCalendar(draw(kinds), parts)
    return found, start


@settings(max_examples=50)
@given(situations(), st.integers(0, 8 * 86_400 * 10**6))
def test_intervals_are_those_of_the_obvious(situation: tuple[Calendar, datetime], length: int) -> None:
    """Every interval is the same, to the microsecond; and their sum is what has elapsed."""
    calendar, start = situation
    end = start + length * MICROSECOND
    expected = obvious.pieces_of(calendar, start, end)
    found = open_intervals(calendar, start, end)
    assert [(opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in found] == expected
    assert {opens.tzinfo for opens, _ in found} <= {ZoneInfo(calendar.zone)}
    assert elapsed(calendar, start, end) == WorkTime(sum((to - from_) // MICROSECOND for from_, to in expected))


@settings(max_examples=50)
@given(situations())
def test_opening_and_closing_are_those_of_the_obvious(situation: tuple[Calendar, datetime]) -> None:
    """The first piece that ends later than now gives both; and what is due after its length is due at its close."""
    calendar, start = situation
    pieces = obvious.pieces_of(calendar, start, start + 16 * DAY)
    assume(len(pieces) > 1)  # the last may be cut short by the end of the walk
    opens, closes = pieces[0]
    assert next_open(calendar, start).astimezone(UTC) == opens
    assert next_close(calendar, start).astimezone(UTC) == closes
    assert is_open(calendar, start) == (opens == start)
    assert micros(due(calendar, start, WorkTime((closes - opens) // MICROSECOND))) == micros(closes)


# to count days of work is to count them from 2025 on: a new calendar takes its time for what is far
RECENT = tuple(change for change in CLOCK_CHANGES if 2018 <= change.year <= 2024)


@settings(max_examples=40)
@given(situations(RECENT), st.integers(0, 3))
def test_days_of_work_are_those_of_the_obvious(situation: tuple[Calendar, datetime], count: int) -> None:
    """Day by day; the n-th that follows, and when it closes."""
    calendar, start = situation
    walk = obvious.by_days(calendar, start - 5 * DAY, start + 15 * DAY)
    around = list(obvious.dates(walk.first_day, walk.last_day))
    assert [day for day in around if is_work_day(calendar, day)] == list(walk.days)
    assert work_days_between(calendar, around[0], around[-1]) == len(walk.days.keys() - {around[-1]})
    today = start.astimezone(ZoneInfo(calendar.zone)).date()
    assume(len([day for day in walk.days if day >= today]) > count)
    assert add_work_days(calendar, today, count) == obvious.day_after(walk, today, count, "next")
    following = obvious.days_not_over(walk, start)
    assert due(calendar, start, work_days(count)).astimezone(UTC) == following[count]
    assert micros(due(calendar, next_open(calendar, start), work_days(count))) == micros(following[count])


def test_days_add_up() -> None:
    """Counting there and back, and on in the same direction, from a day of work."""
    chance = Random("days add up")  # noqa: S311 - no secret
    held = 0
    for calendar, near, _ in given_in_ci()[:60]:
        for _ in range(20):
            first, second = chance.randint(-20, 20), chance.randint(-20, 20)
            try:
                day = add_work_days(calendar, near.date() + chance.randint(-30, 30) * DAY, 0)
                middle, end = add_work_days(calendar, day, first), add_work_days(calendar, day, first + second)
            except NoBusinessTimeError:  # a calendar of few dates
                continue
            held += 1
            assert add_work_days(calendar, middle, second) == end
            assert work_days_between(calendar, day, middle) == first
            assert work_days_between(calendar, middle, day) == -first
    assert held > 1_000


@cache
def far_counted() -> tuple[Calendar, Calendar]:
    """Return two calendars that keep what they counted."""
    office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"], "sat": ["22:00-06:00"]})
    return office, office & WorkCalendar("America/New_York", {"mon-thu": ["09:00-17:00"]})


@pytest.mark.parametrize("year", [2, 1500, 1799, 1850, 1937, 2100, 2501, 9900])
def test_far_years_are_counted_as_near_ones(year: int) -> None:
    """Wherever the tables are chained, a year has its working days; held to a walk over its dates."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=step) for step in range(365)]
    for calendar, weekdays in zip(far_counted(), ({0, 1, 2, 3, 4, 5}, {0, 1, 2, 3}), strict=True):
        expected = [day for day in days if day.weekday() in weekdays]
        assert work_days_between(calendar, days[0], days[-1]) == len([day for day in expected if day < days[-1]])
        assert add_work_days(calendar, days[0], 100) == expected[100]
