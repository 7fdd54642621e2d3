from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from time import monotonic
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from alignkit.errors import DocumentError, TimeError
from alignkit.worktime import elapsed as elapsed_module
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import tables_of
from alignkit.worktime.work_time import WorkTime, work_hours, work_minutes

PARIS = ZoneInfo("Europe/Paris")
AROUND_THE_CLOCK = WorkCalendar("Europe/Paris", {"mon-sun": ["00:00-24:00"]})
NINE_TO_FIVE = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})


def test_T01_naive() -> None:
    """T01: a datetime without a zone is refused, wherever it stands; the message says how to attach one."""
    aware, naive = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 5)  # noqa: DTZ001 - that is the fault
    for start, end, where in ((naive, aware, "start"), (aware, naive, "end")):
        with pytest.raises(TimeError, match="replace\\(tzinfo=") as caught:
            elapsed(NINE_TO_FIVE, start, end)
        assert caught.value.code == "naive"
        assert where in str(caught.value)


@pytest.mark.parametrize("value", [None, 5, 5.0, "2026-01-05", date(2026, 1, 5), timedelta(1), float("nan")])
def test_only_instants(value: object) -> None:
    """What is no datetime is refused with its value."""
    with pytest.raises(TimeError) as caught:
        elapsed(NINE_TO_FIVE, cast("Any", value), datetime(2026, 1, 5, tzinfo=UTC))
    assert caught.value.code == "not-an-instant"


def test_trap_36_not_a_time() -> None:
    """Trap 36: pandas.NaT is an instance of datetime and unequal to itself; it is refused."""

    class NotATime(datetime):
        def __eq__(self, other: object) -> bool:
            return False

        def __ne__(self, other: object) -> bool:
            return True

        __hash__ = datetime.__hash__

        def __sub__(self, other: object) -> Any:  # noqa: ANN401 - as pandas has it
            return float("nan") // 1 if isinstance(other, timedelta) else self

        def __floordiv__(self, other: object) -> float:
            return float("nan")

    with pytest.raises(TimeError) as caught:
        elapsed(NINE_TO_FIVE, NotATime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 5, tzinfo=UTC))
    assert caught.value.code == "not-an-instant"


@pytest.mark.parametrize("calendar", [None, "office", {"mon": []}])
def test_only_calendars(calendar: object) -> None:
    """Something else in place of the calendar is named."""
    with pytest.raises(DocumentError, match="WorkCalendar") as caught:
        elapsed(cast("Any", calendar), datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC))
    assert caught.value.code == "wrong-type"


def test_T06_elapsed_over_a_clock_change() -> None:
    """T06: noon to noon over the spring change is 23 hours, over the autumn change 25."""
    spring = datetime(2024, 3, 30, 12, tzinfo=PARIS), datetime(2024, 3, 31, 12, tzinfo=PARIS)
    autumn = datetime(2024, 10, 26, 12, tzinfo=PARIS), datetime(2024, 10, 27, 12, tzinfo=PARIS)
    assert elapsed(AROUND_THE_CLOCK, *spring) == work_hours(23)
    assert elapsed(AROUND_THE_CLOCK, *autumn) == work_hours(25)


def test_T07_night_shift_over_a_clock_change() -> None:
    """T07: a night shift 22:00-06:00 has 7 hours in spring and 9 in autumn."""
    nights = WorkCalendar("Europe/Paris", {"mon-sun": ["22:00-06:00"]})
    for day, following, worked in ((30, datetime(2024, 3, 31, 12, tzinfo=PARIS), 7),
                                   (26, datetime(2024, 10, 27, 12, tzinfo=PARIS), 9)):  # fmt: skip
        start = following.replace(day=day)
        assert elapsed(nights, start, following) == work_hours(worked)


def test_trap_35_the_changed_hour_itself() -> None:
    """Trap 35: 01:00-05:00 in Berlin is 3 hours on 2026-03-29 and 5 hours on 2026-10-25."""
    early = WorkCalendar("Europe/Berlin", {"mon-sun": ["01:00-05:00"]})
    berlin = ZoneInfo("Europe/Berlin")
    for month, day, worked in ((3, 29, 3), (10, 25, 5), (3, 28, 4)):
        start, end = datetime(2026, month, day, tzinfo=berlin), datetime(2026, month, day, 12, tzinfo=berlin)
        assert elapsed(early, start, end) == work_hours(worked)


def test_a_skipped_interval_does_not_open_and_a_repeated_one_opens_twice() -> None:
    """02:15-02:45 in Paris: nothing in spring, twice half an hour in autumn."""
    brief = WorkCalendar("Europe/Paris", {"mon-sun": ["02:15-02:45"]})
    for month, day, worked in ((3, 31, 0), (10, 27, 60), (10, 26, 30)):
        start, end = datetime(2024, month, day, tzinfo=PARIS), datetime(2024, month, day, 12, tzinfo=PARIS)
        assert elapsed(brief, start, end) == work_minutes(worked)


def test_trap_36_fold() -> None:
    """Trap 36: 02:30 exists twice in Paris on 2024-10-27; the two are an hour apart."""
    first = datetime(2024, 10, 27, 2, 30, tzinfo=PARIS)
    assert elapsed(AROUND_THE_CLOCK, first, first.replace(fold=1)) == work_hours(1)


def test_trap_37_a_holiday_is_a_local_date() -> None:
    """Trap 37: Tokyo's Monday morning is Sunday in UTC; Monday's holiday closes it, Sunday's does not."""
    week = {"mon-fri": ["07:00-15:00"]}
    start, end = datetime(2026, 1, 11, 15, tzinfo=UTC), datetime(2026, 1, 12, 14, tzinfo=UTC)
    assert elapsed(WorkCalendar("Asia/Tokyo", week, holidays=[date(2026, 1, 12)]), start, end) == WorkTime(0)
    assert elapsed(WorkCalendar("Asia/Tokyo", week, holidays=[date(2026, 1, 11)]), start, end) == work_hours(8)


def test_trap_38_signed_to_the_microsecond() -> None:
    """Trap 38: reversed instants give the negative time, and parts of a second count."""
    start, end = datetime(2026, 1, 5, 16, 59, 59, 1, tzinfo=UTC), datetime(2026, 1, 6, 9, 0, 0, 3, tzinfo=UTC)
    assert elapsed(NINE_TO_FIVE, start, end) == WorkTime(999_999 + 3)
    assert elapsed(NINE_TO_FIVE, end, start) == WorkTime(-999_999 - 3)


def test_T13_overlapping_and_touching_windows() -> None:
    """T13: windows that overlap or touch make one day of 8 hours, and 11:00 to 13:00 is 2 hours."""
    day = datetime(2026, 1, 5, tzinfo=UTC)
    for hours in (["09:00-13:00", "12:00-17:00"], ["09:00-12:00", "12:00-17:00"]):
        calendar = WorkCalendar("UTC", {"mon": hours})
        assert elapsed(calendar, day, day + timedelta(days=1)) == work_hours(8)
        assert elapsed(calendar, day.replace(hour=11), day.replace(hour=13)) == work_hours(2)


def test_overlap_across_midnight_counts_once() -> None:
    """A night shift that runs into the next day's hours is not counted twice."""
    calendar = WorkCalendar("UTC", {"mon": ["22:00-10:00"], "tue": ["08:00-12:00"]})
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    assert elapsed(calendar, monday, monday + timedelta(days=2)) == work_hours(14)


def test_a_holiday_closes_what_starts_on_it() -> None:
    """The shift that began the evening before runs to its end; the one of the holiday does not begin."""
    nights = WorkCalendar("UTC", {"mon-sun": ["22:00-06:00"]}, holidays=[date(2026, 1, 6)])
    tuesday = datetime(2026, 1, 6, tzinfo=UTC)
    assert elapsed(nights, tuesday, tuesday + timedelta(hours=12)) == work_hours(6)
    assert elapsed(nights, tuesday + timedelta(hours=12), tuesday + timedelta(hours=36)) == WorkTime(0)


def test_an_exception_replaces_the_hours_that_start_on_its_date() -> None:
    """Half days, openings on a Sunday, and a night instead of a day."""
    calendar = WorkCalendar(
        "UTC",
        {"mon-fri": ["09:00-17:00"]},
        exceptions={date(2026, 1, 5): ["09:00-12:00"], date(2026, 1, 11): ["22:00-02:00"], date(2026, 1, 6): []},
    )
    for day, worked in ((5, 3), (6, 0), (7, 8), (11, 2), (12, 10)):
        start = datetime(2026, 1, day, tzinfo=UTC)
        assert elapsed(calendar, start, start + timedelta(days=1)) == work_hours(worked)


def test_T25_holidays_without_effect() -> None:
    """T25: a holiday on a Sunday changes nothing; the half that stays open of a half-day counts."""
    start, end = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 12, tzinfo=UTC)
    week = {"mon-fri": ["09:00-17:00"]}
    assert elapsed(WorkCalendar("UTC", week, [date(2026, 1, 11)] * 2), start, end) == work_hours(40)
    half = WorkCalendar("UTC", week, exceptions={date(2026, 1, 6): ["09:00-13:00"]})
    assert elapsed(half, start, end) == work_hours(36)


def test_T12_open_to_midnight() -> None:
    """T12: 09:00-00:00 is open to midnight."""
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    assert elapsed(WorkCalendar("UTC", {"mon": ["09:00-00:00"]}), monday, monday + timedelta(days=3)) == work_hours(15)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Amsterdam", "Africa/Casablanca"])
def test_T15_from_year_1_to_year_9999(zone: str) -> None:
    """T15: the whole range of dates answers within a second, and exactly: 9 to 5 is never cut by a clock change."""
    calendar = WorkCalendar(zone, {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 1, 5), date(9000, 1, 1)])
    began = monotonic()
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999_999, UTC)
    worked = elapsed(calendar, first, last)
    assert monotonic() - began < 10  # a tenth of this where it was measured: this guards against a loop, not a speed
    weeks, rest = divmod(date.max.toordinal(), 7)  # year 1 begins on a Monday, year 9999 ends on a Friday
    assert worked == 8 * work_hours(weeks * 5 + rest - 2)
    assert elapsed(calendar, last, first) == -worked


def test_aware_extremes_near_the_ends() -> None:
    """Offsets that take an instant past year 1 or 9999 in UTC raise nothing."""
    for end in (datetime.max, datetime.min):  # noqa: DTZ901 - the zone follows
        for offset in (timezone.min, timezone.max, ZoneInfo("Pacific/Auckland")):
            assert isinstance(elapsed(NINE_TO_FIVE, end.replace(tzinfo=offset), end.replace(tzinfo=UTC)), WorkTime)


def test_a_day_that_never_was() -> None:
    """Samoa had no 2011-12-30: Thursday's night shift runs on into Saturday by the clock."""
    apia = ZoneInfo("Pacific/Apia")
    calendar = WorkCalendar("Pacific/Apia", {"mon-sun": ["09:00-17:00"]})
    start, end = datetime(2011, 12, 29, tzinfo=apia), datetime(2012, 1, 1, tzinfo=apia)
    assert elapsed(calendar, start, end) == work_hours(16)


def test_what_slots_say_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once slots are laid out around a first question; only where something opens or closes in one it is searched."""
    office = WorkCalendar("UTC", {"mon-fri": ["09:00-12:30", "13:10-17:30"]})
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    elapsed(office, monday, monday)
    slots = tables_of(office).slots
    first, last = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=slot * SLOT) for slot in
                   (slots.first, slots.first + len(slots.opened) - 1))  # fmt: skip
    asked: list[tuple[datetime, datetime]] = []

    def search(_: object, start: datetime, end: datetime) -> WorkTime:
        asked.append((start, end))
        return WorkTime(-7)

    monkeypatch.setattr(elapsed_module, "_searched", search)
    at = [monday + timedelta(hours=hour, microseconds=777) for hour in range(24)]
    assert elapsed(office, at[10], at[11]) == elapsed(office, at[13] + timedelta(hours=1), at[15]) == work_hours(1)
    assert elapsed(office, at[8], at[20]) == work_minutes(3 * 60 + 30 + 4 * 60 + 20)
    assert elapsed(office, at[20], at[10]) == -work_minutes(2 * 60 + 30 + 4 * 60 + 20) + WorkTime(777)
    assert elapsed(office, at[10], at[20]).micros == (6 * 60 + 50) * 60 * 10**6 - 777
    assert elapsed(office, first, first) == elapsed(office, last, last) == WorkTime(0)
    assert type(elapsed(office, at[10], at[20])) is WorkTime
    assert asked == []
    beyond = [first - timedelta(microseconds=1), last + timedelta(microseconds=SLOT), at[13] + timedelta(minutes=5)]
    for other in beyond:
        assert elapsed(office, at[10], other) == elapsed(office, other, at[10]) == WorkTime(-7)
    assert asked == [pair for other in beyond for pair in ((at[10], other), (other, at[10]))]
