from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from alignkit.errors import DocumentError, NoBusinessTimeError, TimeError
from alignkit.instants import from_micros, micros, zone_of
from alignkit.worktime import tables as tables_module
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.chain import LAST_BLOCK
from alignkit.worktime.search import due_at, is_open_at, next_open_at
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import instant_at, open_before, open_between, tables_of

WEEK = {"mon-fri": ["09:00-17:00"], "sat": ["22:00-06:00"]}
OFFICE = WorkCalendar("Europe/Amsterdam", WEEK, [date(2026, 1, 5)])
HOUR = 3600 * 10**6


@pytest.mark.parametrize("year", [2, 1500, 1799, 1850, 1937, 1970, 2024, 2026, 2100, 2501, 9998])
def test_instant_at_is_the_least_instant(year: int) -> None:
    """Of all instants with the same F, the first; so F of it is the total, and a microsecond earlier it is less."""
    start = micros(datetime(year, 1, 1, tzinfo=UTC))
    for step in range(0, 400 * HOUR, 7 * HOUR + 1):
        total = open_before(OFFICE, start + step)
        least = instant_at(OFFICE, total)
        assert least <= start + step
        assert open_before(OFFICE, least) == total
        assert open_before(OFFICE, least - 1) == total - 1


def test_blocks_join_without_a_seam() -> None:
    """At the edges of the tables F goes on as anywhere: by what is open."""
    always = WorkCalendar("Europe/Amsterdam", {"mon-sun": ["00:00-24:00"]})
    for block in (*range(-340, -320), *range(95, 115), *range(245, 260), *range(1020, 1030), 15_000):
        edge = block * BLOCK
        assert open_before(always, edge + 1) - open_before(always, edge - 1) == 2
        assert is_open_at(always, edge)
        assert next_open_at(always, edge) == edge
        opened = open_before(OFFICE, edge + 1) - open_before(OFFICE, edge)
        assert opened == is_open_at(OFFICE, edge)


def test_order_of_asking_changes_nothing() -> None:
    """F does not depend on which years were asked first."""
    instants = [micros(datetime(year, 6, 1, 12, tzinfo=UTC)) for year in (1700, 1950, 2000, 2026, 2300, 5000)]
    forward, backward = (WorkCalendar("Europe/Amsterdam", WEEK) for _ in range(2))
    assert [open_before(forward, t) for t in instants] == [open_before(backward, t) for t in instants[::-1]][::-1]


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the tables hold too many intervals they start afresh, with the same answers."""
    monkeypatch.setattr(tables_module, "_HELD", 1000)
    calendar = WorkCalendar("Europe/Amsterdam", WEEK, [date(2026, 1, 5)])
    for year in (1980, 1990, 2000, 2010, 2020, 2030, 1980, 2000):
        start = micros(datetime(year, 1, 1, tzinfo=UTC))
        assert due_at(calendar, start, 3000 * HOUR) == due_at(OFFICE, start, 3000 * HOUR)
        assert sum(len(table.starts) for table in tables_of(calendar).tables.values()) <= 1000


def test_tables_are_held_up_to_a_number_of_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two blocks of 27 openings, each with the empty one at its start; the third starts afresh, and so on."""
    monkeypatch.setattr(tables_module, "_HELD", 56)
    tables = tables_of(WorkCalendar("UTC", {"mon": ["09:00-17:00"]}))
    held = []
    for block in (107, 108, 109, 110, 111):
        assert len(tables.build(block).starts) == 28
        held.append(sorted(tables.tables))
    assert held == [[107], [107, 108], [109], [109, 110], [111]]


def test_a_table_in_full() -> None:
    """The first is empty, so that each instant has one at or before it; open time is counted from May 2025."""
    opens = micros(datetime(2025, 11, 24, 9, tzinfo=UTC))
    closes, edge = opens + 8 * HOUR, 108 * BLOCK
    before = 27 * 8 * HOUR
    table = tables_of(WorkCalendar("UTC", {"mon": ["09:00-17:00"]}, [date(2025, 12, 1)])).build(108)
    assert (table.starts[:2], table.ends[:2]) == ([edge, opens], [edge, closes])
    assert table.shifts[:3] == [edge - before, opens - before, opens + 14 * 24 * HOUR - before - 8 * HOUR]
    assert table.opened[:3] == [before, before, before + 8 * HOUR]
    assert table.top == before + 26 * 8 * HOUR


def widened(*blocks: int) -> list[range]:
    """Return which blocks have slots after each of some was asked for."""
    tables = tables_of(WorkCalendar("UTC", {"mon": ["09:00-17:00"]}))
    found = []
    for block in blocks:
        tables.widen(block)
        found.append(tables.slots.blocks)
        assert tables.opened == (tables.slots.first, tables.slots.opened)
        assert tables.ahead[:3] == (tables.slots.first, tables.slots.opened, tables.slots.instants)
        assert tables.slots.first * SLOT == found[-1].start * BLOCK
        assert len(tables.slots.opened) * SLOT == len(found[-1]) * BLOCK
    return found


def test_slots_grow_by_half_as_much_again() -> None:
    """On and back; what is there already changes nothing, nor does what lies before 1970 or beyond the years."""
    assert widened(108, 110, 108, 107) == [range(107, 111)] * 4
    assert widened(108, 111)[-1] == range(107, 115)
    assert widened(108, 112, 105) == [range(107, 111), range(107, 116), range(102, 116)]
    assert widened(108, 106)[-1] == range(104, 111)
    assert widened(0, -5, LAST_BLOCK + 1, 3)[:3] == [range(0)] * 3
    assert widened(1, 5) == [range(1, 4), range(1, 8)]
    assert widened(2, 1) == [range(1, 5)] * 2
    assert widened(5, 3, 2) == [range(4, 8), range(1, 8), range(1, 8)]


def test_slots_end_with_the_years() -> None:
    """After the last block there is none."""
    assert widened(LAST_BLOCK) == [range(LAST_BLOCK - 1, LAST_BLOCK + 1)]
    assert widened(LAST_BLOCK - 9, LAST_BLOCK - 2)[-1] == range(LAST_BLOCK - 10, LAST_BLOCK + 1)


def test_slots_are_laid_out_for_64_blocks() -> None:
    """And not for more, until it was asked for often enough; then there, and not here."""
    assert widened(108, 167)[-1] == range(107, 171)
    asked = widened(108, *[168] * 63, 107, 168, *[108] * 63)
    assert asked[:64] == [range(107, 111)] * 64
    assert asked[64:66] == [range(107, 111), range(167, 171)]
    assert asked[66:] == [range(167, 171)] * 63
    assert widened(108, *[168] * 64, *[108] * 64)[-1] == range(107, 111)
    assert widened(168, *[100] * 63)[-1] == range(167, 171)
    assert widened(168, *[100] * 64)[-1] == range(99, 103)


def test_a_dense_day_is_one_table() -> None:
    """An interval every other minute still answers."""
    dense = [f"{hour:02d}:{minute:02d}-{hour:02d}:{minute + 1:02d}" for hour in range(24) for minute in range(0, 59, 2)]
    calendar = WorkCalendar("UTC", {"mon-sun": dense})
    start = micros(datetime(2026, 1, 5, tzinfo=UTC))
    assert due_at(calendar, start, 100 * HOUR) - start == 100 * HOUR * 2 - 60 * 10**6


def test_out_of_reach() -> None:
    """F that no year from 1 to 9999 reaches is refused, not searched for ever."""
    fair = WorkCalendar("UTC", {}, exceptions={date(2020, 1, 6): ["10:00-12:00"]})
    reached = open_before(fair, micros(datetime(2026, 1, 1, tzinfo=UTC)))
    assert instant_at(fair, reached) == micros(datetime(2020, 1, 6, 12, tzinfo=UTC))
    for calendar, total in ((fair, reached + 1), (fair, reached - 2 * HOUR), (OFFICE, 10**18), (OFFICE, -(10**18))):
        with pytest.raises(TimeError) as caught:
            instant_at(calendar, total)
        assert caught.value.code == "out-of-range"
    with pytest.raises(NoBusinessTimeError):
        due_at(fair, 0, 3 * HOUR)


def test_only_calendars_have_tables() -> None:
    """Something else is named."""
    with pytest.raises(DocumentError):
        tables_of(cast("Any", None))


def test_open_between_is_the_difference() -> None:
    """Within one table and across tables, forwards and backwards."""
    start = micros(datetime(2026, 1, 3, 23, tzinfo=UTC))
    for step in range(-9000 * HOUR, 9000 * HOUR, 101 * HOUR + 7):
        assert open_between(OFFICE, start, start + step) == open_before(OFFICE, start + step) - open_before(
            OFFICE, start
        )


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_a_holiday_at_the_edge_of_a_table(zone: str) -> None:
    """A local day that lies in two tables is closed in both."""
    for block in (100, 107, 120):
        edge = block * BLOCK
        for near in range(-3, 4):
            holiday = (from_micros(edge) + timedelta(days=near)).date()
            calendar = WorkCalendar(zone, {"mon-sun": ["00:00-24:00"]}, [holiday])
            assert open_between(calendar, edge - 144 * HOUR, edge + 144 * HOUR) == 264 * HOUR
            noon = micros(datetime(holiday.year, holiday.month, holiday.day, 12, tzinfo=zone_of(zone)))
            assert not any(is_open_at(calendar, noon + hours * HOUR) for hours in range(-12, 12))
            assert is_open_at(calendar, noon - 12 * HOUR - 1)
            assert is_open_at(calendar, noon + 12 * HOUR)
