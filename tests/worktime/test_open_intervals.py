"""Every open interval between two instants, and the next close."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from alignkit.errors import LimitError, NoBusinessTimeError, TimeError
from alignkit.worktime import open_intervals as chapter
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.open_intervals import next_close, open_intervals
from alignkit.worktime.segments import BLOCK

OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
NIGHTS = WorkCalendar("Europe/Amsterdam", {"mon-sun": ["22:00-06:00"]})
ALWAYS = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]})
FRIDAY = datetime(2026, 1, 9, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def told(calendar: WorkCalendar, start: datetime, end: datetime) -> list[str]:
    """Write intervals as people read them."""
    return [f"{opens:%a %H:%M}-{closes:%H:%M}" for opens, closes in open_intervals(calendar, start, end)]


def test_a_day_and_the_next() -> None:
    """Local times of the calendar; what is asked for cuts the first and the last."""
    assert told(OFFICE, FRIDAY.replace(hour=9), FRIDAY.replace(day=12, hour=9)) == [
        "Fri 10:00-12:30",
        "Fri 13:00-17:30",
        "Mon 09:00-10:00",
    ]


def test_nothing_between() -> None:
    """At night, at one instant, and backwards there is nothing."""
    assert open_intervals(OFFICE, FRIDAY.replace(hour=20), FRIDAY.replace(hour=23)) == ()
    assert open_intervals(OFFICE, FRIDAY.replace(hour=9), FRIDAY.replace(hour=9)) == ()
    assert open_intervals(OFFICE, FRIDAY.replace(hour=12), FRIDAY.replace(hour=9)) == ()


def test_a_shift_is_one_interval_past_midnight() -> None:
    """Cut by nothing but what was asked, and by the tables no more than by the day."""
    assert told(NIGHTS, FRIDAY, FRIDAY + timedelta(days=1)) == ["Fri 01:00-06:00", "Fri 22:00-01:00"]
    year = open_intervals(ALWAYS, FRIDAY, FRIDAY + timedelta(days=4000))
    assert year == ((FRIDAY, FRIDAY + timedelta(days=4000)),)


def test_it_is_a_pair_with_names() -> None:
    """Both ends in the zone of the calendar."""
    (interval,) = open_intervals(OFFICE, FRIDAY.replace(hour=9), FRIDAY.replace(hour=10))
    assert interval.start.isoformat() == "2026-01-09T10:00:00+01:00"
    assert interval.end.isoformat() == "2026-01-09T11:00:00+01:00"


def test_too_many_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit instead of a full memory; exactly as many are answered."""
    monkeypatch.setattr(chapter, "MOST_INTERVALS", 10)
    assert len(open_intervals(OFFICE, FRIDAY.replace(day=5), FRIDAY.replace(day=10))) == 10
    with pytest.raises(LimitError) as refused:
        open_intervals(OFFICE, FRIDAY.replace(day=5), FRIDAY.replace(day=13))
    assert str(refused.value) == "too-many: over 10 open intervals; ask for a shorter time"


@pytest.mark.parametrize(
    ("hour", "expected"),
    [("07:00", "09 12:30"), ("09:00", "09 12:30"), ("12:29", "09 12:30"), ("12:30", "09 17:30"), ("17:30", "12 12:30")],
)
def test_the_next_close(hour: str, expected: str) -> None:
    """The end of the interval that goes on, or of the next one; at a close it is the one after."""
    at = datetime.fromisoformat(f"2026-01-09T{hour}:00+01:00")
    assert f"{next_close(OFFICE, at):%d %H:%M}" == expected


def test_a_close_where_two_tables_meet() -> None:
    """What ends where one table does, and what goes on into the next one."""
    edge = EPOCH + timedelta(microseconds=110 * BLOCK)  # a Thursday, midnight in UTC
    ends_there = WorkCalendar("UTC", {"wed": ["20:00-24:00"]})
    goes_on = WorkCalendar("UTC", {"wed": ["20:00-02:00"]})
    assert next_close(ends_there, edge - timedelta(hours=1)) == edge
    assert next_close(goes_on, edge - timedelta(hours=1)) == edge + timedelta(hours=2)
    assert len(open_intervals(goes_on, edge - timedelta(hours=9), edge + timedelta(hours=9))) == 1


def test_before_1970_and_at_the_edge_of_a_table() -> None:
    """What is asked for may lie in blocks of their own, and end with the first microsecond of one."""
    assert told(OFFICE, datetime(1955, 1, 3, tzinfo=UTC), datetime(1955, 1, 4, tzinfo=UTC)) == [
        "Mon 09:00-12:30",
        "Mon 13:00-17:30",
    ]
    edge = EPOCH + timedelta(microseconds=110 * BLOCK)
    for step in (-1, 0, 1, 2):
        end = edge + timedelta(microseconds=step)
        assert open_intervals(ALWAYS, FRIDAY, end) == ((FRIDAY, end),)


def test_what_never_closes() -> None:
    """Around the clock there is no next close, and the answer says so; nor has one that never opens again."""
    with pytest.raises(NoBusinessTimeError) as refused:
        next_close(ALWAYS, FRIDAY)
    assert str(refused.value) == (
        "never-closes: from 2026-01-09T00:00:00+00:00 on the calendar is open for 50 years (of 365 days) and does not "
        "close"
    )
    with pytest.raises(NoBusinessTimeError):
        next_close(WorkCalendar("UTC", {}, exceptions={date(2026, 1, 8): ["09:00-10:00"]}), FRIDAY)
    holiday = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]}, holidays=[date(2060, 1, 1)])
    assert next_close(holiday, FRIDAY) == datetime(2060, 1, 1, tzinfo=UTC)


def test_T01_naive_instants() -> None:
    """Whose clocks? Nobody is asked."""
    naive = datetime(2026, 1, 9)  # noqa: DTZ001 - naive on purpose
    for call in (lambda: next_close(OFFICE, naive), lambda: open_intervals(OFFICE, naive, FRIDAY)):
        with pytest.raises(TimeError) as refused:
            call()
        assert refused.value.code == "naive"
