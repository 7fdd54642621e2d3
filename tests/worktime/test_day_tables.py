"""The tables of the days of work: held against a look at each date, over the edges of their blocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from alignkit.instants import micros
from alignkit.worktime import day_tables as day_tables_module
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.chain import ANCHOR
from alignkit.worktime.day_tables import DAYS, day_tables_of
from alignkit.worktime.hours import Hours

EPOCH = date(1970, 1, 1)
EDGE = EPOCH + timedelta(days=108 * DAYS)
"""Thursday 20 November 2025, where a block begins."""
WEEK = {"mon-fri": ["09:00-12:30", "13:00-17:30"]}


def number(day: date) -> int:
    """Return a date as the tables count it."""
    return (day - EPOCH).days


def office(**others: object) -> WorkCalendar:
    """Return a calendar with empty tables."""
    return WorkCalendar("Europe/Amsterdam", WEEK, **others)  # type: ignore[arg-type]  # holidays and exceptions


def test_a_block_is_27_weeks() -> None:
    """From a Thursday on."""
    assert (DAYS, EDGE.isoformat(), EDGE.weekday()) == (189, "2025-11-20", 3)


@pytest.mark.parametrize("off", range(-3, 4))
@pytest.mark.parametrize("step", [1, -1])
def test_a_holiday_at_the_edge_of_a_block(off: int, step: int) -> None:
    """Each date around it counts where it should, whichever is asked first."""
    holiday = EDGE + timedelta(days=off)
    tables = day_tables_of(office(holidays=[holiday]))
    near = [EDGE + timedelta(days=days) for days in range(-10, 11)]
    before = {day: tables.before(number(day)) for day in near[::step]}
    for day in near[:-1]:
        is_work_day = day.weekday() < 5 and day != holiday
        assert before[day + timedelta(days=1)] - before[day] == is_work_day
        close = micros(datetime(day.year, day.month, day.day, 16, 30, tzinfo=UTC)) if is_work_day else None
        assert tables.close_of(number(day)) == close
        if is_work_day:
            assert tables.nth(before[day] + 1) == (number(day), close)


def test_days_are_counted_from_the_anchor() -> None:
    """The first working day of its block has the number 1, the one before it 0."""
    tables = day_tables_of(office())
    thursday = ANCHOR * DAYS
    assert tables.before(thursday) == 0
    assert tables.before(thursday + DAYS) == 27 * 5
    assert tables.before(thursday - DAYS) == -27 * 5
    numbers = [tables.nth(one) for one in (0, 1, 2, 3)]
    assert [found and found[0] - thursday for found in numbers] == [-1, 0, 1, 4]


def test_a_day_that_is_none() -> None:
    """After the last working day of a block, on a weekend, and beyond all openings."""
    tables = day_tables_of(WorkCalendar("UTC", {}, exceptions={date(2025, 11, 18): ["09:00-17:00"]}))
    opened = number(date(2025, 11, 18))
    assert [tables.close_of(opened + days) for days in (-1, 1, 5)] == [None, None, None]
    assert tables.close_of(opened) == micros(datetime(2025, 11, 18, 17, tzinfo=UTC))
    assert [tables.nth(one) for one in (0, 2)] == [None, None]
    assert tables.nth(1) == (opened, micros(datetime(2025, 11, 18, 17, tzinfo=UTC)))


def test_a_night_shift_over_the_edge() -> None:
    """It belongs to the date on which it starts."""
    tables = day_tables_of(WorkCalendar("UTC", {"wed": ["22:00-06:00"]}))
    wednesday = 108 * DAYS - 1
    assert tables.close_of(wednesday) == micros(datetime(2025, 11, 20, 6, tzinfo=UTC))
    assert tables.close_of(wednesday + 1) is None
    assert tables.before(wednesday + 1) - tables.before(wednesday) == 1


class Counted(Hours):
    """The hours of a calendar, which write down which dates are looked at."""

    __slots__ = ("asked", "inner")

    def __init__(self, calendar: Calendar) -> None:
        """Look at the hours of a calendar."""
        self.inner = calendar._tables.hours
        super().__init__(self.inner.zones)
        self.asked: list[int] = []

    @property
    def touched(self) -> frozenset[int]:
        """Return what the calendar has."""
        return self.inner.touched

    def of_day(self, day: int) -> list[tuple[int, int]]:
        """Write down the date."""
        self.asked.append(day)
        return self.inner.of_day(day)


def test_usual_weeks_are_counted_once() -> None:
    """In blocks without a holiday near; where one is near, in the block before it too, each date is looked at."""
    hours = Counted(WorkCalendar("UTC", WEEK, [EPOCH + timedelta(days=112 * DAYS)]))
    tables = day_tables_module.DayTables(hours)
    assert tables.chain.base(ANCHOR + 6) == 6 * 27 * 5 - 1
    assert hours.asked == [block * DAYS + day for block in (107, 110, 111, 112) for day in range(DAYS)]
    hours.asked.clear()
    assert tables.before(109 * DAYS) == tables.chain.base(109) == 2 * 27 * 5
    assert tables.close_of(109 * DAYS + 5) is not None
    assert hours.asked == [*range(109 * DAYS, 110 * DAYS)]


def test_clocks_that_change_are_counted_apart() -> None:
    """On the Sunday on which clocks skip the only hour of work nobody works: blocks in winter and in summer differ."""
    hours = Counted(WorkCalendar("Europe/Amsterdam", {"sun": ["02:00-03:00"]}))
    tables = day_tables_module.DayTables(hours)
    counted = [tables.chain.base(block + 1) - tables.chain.base(block) for block in range(100, 120)]
    changes = [date(year, 3, 31) for year in range(2020, 2035)]
    sundays = {number(day - timedelta(days=(day.weekday() + 1) % 7)) // DAYS for day in changes}
    assert counted == [27 - (block in sundays) for block in range(100, 120)]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two blocks of days are held; the third starts afresh."""
    monkeypatch.setattr(day_tables_module, "_HELD", 2 * DAYS)
    tables = day_tables_of(office())
    held = []
    for block in (107, 108, 109, 110, 108, 108):
        assert tables.of(block).days[0] == block * DAYS
        held.append(sorted(tables.tables))
    assert held == [[107], [107, 108], [109], [109, 110], [108], [108]]
