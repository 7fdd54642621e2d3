"""Searches go as far as 50 years of 365 days, to the minute, and to the end of the year 9999."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from alignkit.errors import NoBusinessTimeError, TimeError
from alignkit.instants import from_micros, micros
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.open_intervals import next_close, open_intervals
from alignkit.worktime.search import HORIZON
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.tables import Tables, instant_at, open_before, open_between
from alignkit.worktime.work_time import WorkTime, work_hours

MINUTE = timedelta(minutes=1)
FIFTY_YEARS = timedelta(days=50 * 365)
CLOSES = datetime(2026, 1, 6, 12, tzinfo=UTC)


def opening(start: datetime, hours: int = 2) -> tuple[date, list[str]]:
    """Return the entry of a calendar's exceptions for an opening."""
    return start.date(), [f"{start:%H:%M}-{start + timedelta(hours=hours):%H:%M}"]


def fair(*openings: datetime) -> WorkCalendar:
    """Return a calendar that is open for two hours from each instant, and at no other time."""
    return WorkCalendar("UTC", {}, exceptions=[opening(start) for start in openings])  # type: ignore[arg-type]  # pairs do, too


FIRST = datetime(2026, 1, 6, 10, tzinfo=UTC)
"""The last opening before a long wait."""


def test_the_horizon_in_days() -> None:
    """Fifty years of 365 days."""
    assert timedelta(microseconds=HORIZON) == FIFTY_YEARS


def test_a_wait_of_just_under_fifty_years() -> None:
    """A minute less than the horizon is waited for."""
    opens = CLOSES + FIFTY_YEARS - MINUTE
    calendar = fair(FIRST, opens)
    assert due(calendar, FIRST, work_hours(3)) == opens + timedelta(hours=1)
    assert due(calendar, CLOSES, work_hours(1)) == opens + timedelta(hours=1)
    assert next_open(calendar, CLOSES) == opens
    assert next_close(calendar, CLOSES) == opens + timedelta(hours=2)
    assert next_open(calendar, CLOSES - MINUTE) == CLOSES - MINUTE


def test_a_wait_of_fifty_years() -> None:
    """The horizon itself is too long."""
    calendar = fair(FIRST, CLOSES + FIFTY_YEARS)
    asks: list[Callable[[], object]] = [
        lambda: due(calendar, FIRST, work_hours(3)),
        lambda: due(calendar, CLOSES, work_hours(1)),
        lambda: next_open(calendar, CLOSES),
        lambda: next_close(calendar, CLOSES),
    ]
    for ask in asks:
        with pytest.raises(NoBusinessTimeError, match="50 years"):
            ask()
    assert due(calendar, FIRST, work_hours(2)) == CLOSES
    assert next_open(calendar, CLOSES + MINUTE) == CLOSES + FIFTY_YEARS


def test_a_wait_is_counted_from_the_last_close_to_the_first_opening() -> None:
    """Whatever else is open before and after: in the same half-year, in the one before, and soon after."""
    opens = CLOSES + FIFTY_YEARS - MINUTE
    earlier = [FIRST - timedelta(days=days) for days in (400, 200, 2)]
    later = [opens + timedelta(days=days) for days in (1, 300)]
    calendar = fair(*earlier, FIRST, opens, *later)
    for start in [*earlier, FIRST]:
        hours = 2 * (len(earlier) - earlier.index(start) if start in earlier else 0)
        assert due(calendar, start, work_hours(hours + 3)) == opens + timedelta(hours=1)
        assert due(calendar, start, work_hours(hours + 7)) == later[1] + timedelta(hours=1)
        with pytest.raises(NoBusinessTimeError):
            due(calendar, start, work_hours(hours + 9))  # there is no opening after these
    too_far = fair(*earlier, FIRST, opens + MINUTE, *later)
    for start in [*earlier, FIRST]:
        with pytest.raises(NoBusinessTimeError):
            due(too_far, start, work_hours(9))


def test_what_was_laid_out_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks again gets the same answer, and no table is built for it."""
    opens = CLOSES + FIFTY_YEARS - MINUTE
    calendar, lonely = fair(FIRST, FIRST + timedelta(days=400), opens), fair(FIRST, opens)
    always = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]}, [date(2027, 1, 1)])
    late = datetime(2027, 6, 1, tzinfo=UTC)
    start, end = micros(FIRST), micros(late)
    asks: list[Callable[[], object]] = [
        lambda: due(calendar, FIRST, work_hours(1)),
        lambda: due(calendar, FIRST, work_hours(3)),
        lambda: due(calendar, FIRST, work_hours(5)),
        lambda: due(lonely, FIRST, work_hours(3)),
        lambda: due(calendar, datetime(1950, 1, 1, tzinfo=UTC) + FIFTY_YEARS, work_hours(5)),
        lambda: next_open(calendar, FIRST - timedelta(days=900)),
        lambda: next_open(calendar, CLOSES),
        lambda: next_close(calendar, FIRST - timedelta(days=900)),
        lambda: next_close(always, FIRST),
        lambda: is_open(calendar, late),
        lambda: open_before(calendar, start),
        lambda: open_between(calendar, start, end),
        lambda: open_between(calendar, start, start + 1),
        lambda: instant_at(calendar, open_before(calendar, end)),
        lambda: open_intervals(calendar, FIRST, late),
    ]
    answers = [ask() for ask in asks]
    monkeypatch.setattr(Tables, "build", None)
    assert [ask() for ask in asks] == answers


def test_what_follows_what_is_due_is_no_wait() -> None:
    """Two openings, half a year apart, and nothing after them."""
    second = datetime(2026, 9, 1, 10, tzinfo=UTC)
    calendar = fair(FIRST, second)
    assert due(calendar, FIRST, work_hours(3)) == second + timedelta(hours=1)
    assert due(calendar, FIRST, work_hours(4)) == second + timedelta(hours=2)


@pytest.mark.parametrize("days", [1, 100, 189, 190, 378, 379, 800, 5000])
def test_the_next_opening_wherever_it_lies(days: int) -> None:
    """In the same block of 27 weeks, in the next, in a later one; of several the first."""
    openings = [FIRST, FIRST + timedelta(days=3), FIRST + timedelta(days=250)]
    start = FIRST - timedelta(days=days)
    assert next_open(fair(*openings), start) == FIRST
    assert next_close(fair(*openings), start) == CLOSES
    assert not is_open(fair(*openings), start)


@pytest.mark.parametrize("days", [18_250, 18_251])
def test_open_for_fifty_years(days: int) -> None:
    """A day less is told, fifty years are not; counted from the opening, or from now."""
    start = datetime(2026, 1, 6, tzinfo=UTC)
    ends = start + timedelta(days=days - 1)
    closed = [start.date() - timedelta(days=1), ends.date()]
    calendar = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]}, closed)
    asked = [start, start - timedelta(hours=12)]
    for instant in asked:
        if days == 18_250:
            assert next_close(calendar, instant) == ends
        else:
            with pytest.raises(NoBusinessTimeError, match="does not close") as refused:
                next_close(calendar, instant)
            assert refused.value.code == "never-closes"
    assert next_close(calendar, start + timedelta(days=1)) == ends


def test_a_close_at_the_end_of_a_block() -> None:
    """At midnight, with the next opening at once, hours later, and not in the block that follows."""
    edge = from_micros(108 * BLOCK)
    assert edge.isoformat() == "2025-11-20T00:00:00+00:00"
    evening = edge - timedelta(hours=5)
    for hours, expected in ((["00:00-03:00"], 3), (["00:01-03:00"], 0), ([], 0)):
        calendar = WorkCalendar("UTC", {}, exceptions={evening.date(): ["09:00-24:00"], edge.date(): hours})
        assert next_close(calendar, evening) == edge + timedelta(hours=expected)


def test_the_last_year() -> None:
    """What is open in its last days is found from the year before; after it nothing is."""
    last = datetime(9999, 12, 30, 10, tzinfo=UTC)
    calendar = fair(last)
    assert next_open(calendar, datetime(9998, 1, 1, tzinfo=UTC)) == last
    assert next_close(calendar, datetime(9998, 1, 1, tzinfo=UTC)) == last + timedelta(hours=2)
    after = last + timedelta(hours=2)
    asks: list[Callable[[], object]] = [
        lambda: next_open(calendar, after),
        lambda: next_close(calendar, after),
        lambda: due(calendar, after, WorkTime(1)),
    ]
    for ask in asks:
        with pytest.raises(TimeError) as refused:
            ask()
        assert refused.value.code == "out-of-range"


def test_a_close_in_the_last_half_year() -> None:
    """Of an interval that began before it."""
    calendar = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]}, [date(9999, 12, 25)])
    assert next_close(calendar, datetime(9999, 5, 1, tzinfo=UTC)) == datetime(9999, 12, 25, tzinfo=UTC)
    assert next_close(calendar, datetime(9999, 12, 24, tzinfo=UTC)) == datetime(9999, 12, 25, tzinfo=UTC)
    always: Calendar = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]})
    with pytest.raises(TimeError) as refused:
        next_close(always, datetime(9999, 12, 26, tzinfo=UTC))
    assert refused.value.code == "out-of-range"
