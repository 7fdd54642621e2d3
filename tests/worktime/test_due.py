from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import monotonic
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from alignkit.errors import DocumentError, NoBusinessTimeError, TimeError
from alignkit.worktime import due as due_module
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import tables_of
from alignkit.worktime.work_time import WorkTime, work_hours, work_minutes

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")
AROUND_THE_CLOCK = WorkCalendar("Europe/Paris", {"mon-sun": ["00:00-24:00"]})
NINE_TO_FIVE = WorkCalendar("America/New_York", {"mon-fri": ["09:00-17:00"]})


def test_T01_naive() -> None:
    """T01: a start without a zone is refused."""
    with pytest.raises(TimeError) as caught:
        due(NINE_TO_FIVE, datetime(2026, 1, 5), work_hours(1))  # noqa: DTZ001 - that is the fault
    assert caught.value.code == "naive"


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (datetime(2024, 3, 30, 12, tzinfo=PARIS), "2024-03-31T13:00:00+02:00"),
        (datetime(2024, 10, 26, 12, tzinfo=PARIS), "2024-10-27T11:00:00+01:00"),
    ],
)
def test_T05_around_the_clock_over_a_change(start: datetime, expected: str) -> None:
    """T05: 24 hours are 24 hours, whatever the clocks do."""
    assert due(AROUND_THE_CLOCK, start, work_hours(24)).isoformat() == expected


def test_T08_T09_no_negative_work() -> None:
    """T08, T09: a negative work time is refused."""
    with pytest.raises(TimeError, match=r"work_hours\(-4\)") as caught:
        due(NINE_TO_FIVE, datetime(2026, 1, 5, tzinfo=UTC), work_hours(-4))
    assert caught.value.code == "negative-duration"


@pytest.mark.parametrize("work", [timedelta(hours=4), 4, "4 work hours", None])
def test_only_work_time(work: object) -> None:
    """A timedelta runs by the wall clock; the message names the way out."""
    with pytest.raises(DocumentError, match="work_hours") as caught:
        due(NINE_TO_FIVE, datetime(2026, 1, 5, tzinfo=UTC), cast("Any", work))
    assert caught.value.code == "wrong-type"


def test_T18_due_at_closing_time() -> None:
    """T18: Monday 09:00 + 8 h is Monday 17:00, not Tuesday 09:00."""
    start = datetime(2024, 3, 4, 9, tzinfo=NEW_YORK)
    assert due(NINE_TO_FIVE, start, work_hours(8)).isoformat() == "2024-03-04T17:00:00-05:00"


def test_T19_over_a_weekend_with_a_clock_change() -> None:
    """T19: Friday 16:30 + 8 h is Monday 16:30, in the new offset."""
    start = datetime(2024, 3, 8, 16, 30, tzinfo=NEW_YORK)
    assert due(NINE_TO_FIVE, start, work_hours(8)).isoformat() == "2024-03-11T16:30:00-04:00"


def test_T20_from_a_closed_day() -> None:
    """T20: Saturday 12:00 + 1 h is Monday 10:00; + 0 is Saturday 12:00, in the calendar's zone."""
    start = datetime(2024, 3, 16, 12, tzinfo=NEW_YORK)
    assert due(NINE_TO_FIVE, start, work_hours(1)).isoformat() == "2024-03-18T10:00:00-04:00"
    assert due(NINE_TO_FIVE, start.astimezone(UTC), WorkTime(0)).isoformat() == "2024-03-16T12:00:00-04:00"


def test_trap_1_from_a_closed_saturday_evening() -> None:
    """Trap 1: Saturday 16:00 + 1 h in 10 to 18 is Monday 11:00, not Monday 17:00."""
    calendar = WorkCalendar("UTC", {"mon-fri": ["10:00-18:00"]})
    assert due(calendar, datetime(2026, 1, 10, 16, tzinfo=UTC), work_hours(1)) == datetime(2026, 1, 12, 11, tzinfo=UTC)


def test_trap_13_over_a_lunch_break() -> None:
    """Trap 13: the clock rests over lunch and goes on after it."""
    calendar = WorkCalendar("UTC", {"mon": ["09:00-12:30", "13:00-17:30"]})
    start = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert due(calendar, start, work_minutes(30)) == datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
    assert due(calendar, start, work_minutes(31)) == datetime(2026, 1, 5, 13, 1, tzinfo=UTC)


def test_within_a_repeated_hour() -> None:
    """The second 02:15 is told apart by its offset."""
    brief = WorkCalendar("Europe/Paris", {"mon-sun": ["02:15-02:45"]})
    start = datetime(2024, 10, 27, tzinfo=PARIS)
    assert due(brief, start, work_minutes(30)).isoformat() == "2024-10-27T02:45:00+02:00"
    assert due(brief, start, work_minutes(31)).isoformat() == "2024-10-27T02:16:00+01:00"


def closed_for(days: int, start: date) -> list[date]:
    """List that many dates on end."""
    return [start + timedelta(days=day) for day in range(days)]


@pytest.mark.parametrize("days", [50 * 365, 50 * 366, 60 * 366])
def test_T11_holidays_on_every_day_for_50_years(days: int) -> None:
    """T11: the error names start and horizon, and comes at once."""
    calendar = WorkCalendar("Europe/Amsterdam", {"mon-sun": ["09:00-17:00"]}, closed_for(days, date(2026, 1, 5)))
    began = monotonic()
    with pytest.raises(NoBusinessTimeError, match=r"2026-01-05T08:00:00.*50 years") as caught:
        due(calendar, datetime(2026, 1, 5, 8, tzinfo=UTC), work_hours(1))
    assert monotonic() - began < 10  # a tenth of this where it was measured: this guards against a loop, not a speed
    assert caught.value.code == "no-open-time"


def test_T11_calendar_whose_end_is_past() -> None:
    """T11: a calendar of dated openings that are all over has no due time."""
    fair = WorkCalendar("UTC", {}, exceptions={date(2020, 1, 6): ["10:00-12:00"]})
    began = monotonic()
    with pytest.raises(NoBusinessTimeError):
        due(fair, datetime(2026, 1, 5, tzinfo=UTC), work_hours(1))
    with pytest.raises(NoBusinessTimeError):
        due(fair, datetime(2020, 1, 6, 10, tzinfo=UTC), work_minutes(121))
    assert due(fair, datetime(2020, 1, 6, 10, tzinfo=UTC), work_hours(2)) == datetime(2020, 1, 6, 12, tzinfo=UTC)
    assert monotonic() - began < 10


def test_T11_a_wait_of_less_than_the_horizon_is_found() -> None:
    """49 closed years are waited for, and the time after them counts on."""
    calendar = WorkCalendar("UTC", {"mon-sun": ["09:00-17:00"]}, closed_for(49 * 365, date(2026, 1, 5)))
    found = due(calendar, datetime(2026, 1, 4, 16, tzinfo=UTC), work_hours(10))
    assert elapsed(calendar, datetime(2026, 1, 4, 16, tzinfo=UTC), found) == work_hours(10)
    assert found.year == 2074


def test_T11_every_wait_on_the_way_counts() -> None:
    """A long closing after some open time is refused as well: due(due(s, a), b) and due(s, a + b) agree."""
    calendar = WorkCalendar("UTC", {"mon-sun": ["09:00-17:00"]}, closed_for(51 * 366, date(2026, 1, 5)))
    start = datetime(2026, 1, 4, 16, tzinfo=UTC)
    middle = due(calendar, start, work_hours(1))
    for begin, work in ((middle, work_hours(1)), (start, work_hours(2))):
        with pytest.raises(NoBusinessTimeError):
            due(calendar, begin, work)


def test_T15_due_past_the_year_9999() -> None:
    """T15: a due date past 9999-12-31 is a TimeError, wherever the range ends."""
    start = datetime(9999, 12, 31, 12, tzinfo=UTC)
    for calendar, begin, work in (
        (AROUND_THE_CLOCK, start, work_hours(24)),
        (AROUND_THE_CLOCK, datetime(2026, 1, 5, tzinfo=UTC), work_hours(10**8)),
        (NINE_TO_FIVE, datetime(2026, 1, 5, tzinfo=UTC), work_hours(2 * 10**7)),
        (AROUND_THE_CLOCK, datetime(9999, 12, 31, 23, tzinfo=UTC), WorkTime(0)),
    ):
        with pytest.raises(TimeError) as caught:
            due(calendar, begin, work)
        assert caught.value.code == "out-of-range"


def test_far_years_answer() -> None:
    """The first and the last years have due times like any other."""
    assert (
        due(NINE_TO_FIVE, datetime(9999, 12, 20, tzinfo=UTC), work_hours(1)).isoformat() == "9999-12-20T10:00:00-05:00"
    )
    office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    assert due(office, datetime(1, 1, 1, tzinfo=UTC), work_hours(9)).isoformat() == "0001-01-02T10:00:00+00:00"


def test_what_slots_say_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once slots are laid out around a first question; only where something opens or closes in one it is searched."""
    office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"], "sat": ["10:05-10:20"]})
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    due(office, monday, work_hours(1))
    slots = tables_of(office).slots
    first = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=slots.first * SLOT)
    searched = datetime(1, 1, 1, tzinfo=UTC)
    asked: list[tuple[datetime, WorkTime]] = []

    def search(_: object, start: datetime, work: WorkTime) -> datetime:
        asked.append((start, work))
        return searched

    monkeypatch.setattr(due_module, "_searched", search)
    ten, evening = monday.replace(hour=9), monday.replace(hour=20)
    for start, work, expected in (
        (ten, work_hours(1), "2026-01-05T11:00:00+01:00"),
        (ten + timedelta(microseconds=777), work_minutes(30), "2026-01-05T10:30:00.000777+01:00"),
        (ten, WorkTime(1), "2026-01-05T10:00:00.000001+01:00"),
        (ten, work_minutes(150), "2026-01-05T12:30:00+01:00"),  # at a close that is the end of a slot
        (ten, work_minutes(240), "2026-01-05T14:30:00+01:00"),
        (evening, work_hours(1), "2026-01-06T10:00:00+01:00"),
        (evening, WorkTime(1), "2026-01-06T09:00:00.000001+01:00"),
        (evening, work_hours(8), "2026-01-06T17:30:00+01:00"),
        (first, work_hours(1), "2025-05-15T10:00:00+02:00"),
    ):
        found = due(office, start, work)
        assert (found.isoformat(), found.tzinfo) == (expected, ZoneInfo("Europe/Amsterdam"))
    assert asked == []
    before, odd = first - timedelta(microseconds=1), monday.replace(day=10, hour=9, minute=6)
    unsaid = [(before, work_hours(1)), (odd, work_hours(1)), (ten, WorkTime(0)), (ten, work_hours(10**5))]
    assert [due(office, *pair) for pair in unsaid] == [searched] * 4
    assert asked == unsaid
