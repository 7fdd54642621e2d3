from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from alignkit.instants import from_micros, micros
from alignkit.worktime.segments import BLOCK, CYCLE_BLOCKS, FIRST_CHANGING, FIRST_CYCLIC, SECOND, cyclic, segments

HOUR = 3600 * SECOND


def changes(zone: str, first: datetime, last: datetime) -> list[tuple[str, int]]:
    """List the clock changes of a zone: the instant in UTC, and the offset from then on in seconds."""
    found = []
    for block in range(micros(first) // BLOCK, micros(last) // BLOCK + 1):
        parts = segments(ZoneInfo(zone), block)
        found += [(start, offset // SECOND) for start, _, offset in parts]
    joined = [now for before, now in pairwise(found) if before[1] != now[1]]
    return [
        (from_micros(start).strftime("%Y-%m-%dT%H:%M:%S"), offset)
        for start, offset in joined
        if micros(first) <= start < micros(last)
    ]


def utc(year: int, month: int = 1) -> datetime:
    """Shorten the tables below."""
    return datetime(year, month, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "first", "last", "expected"),
    [
        ("Europe/Paris", utc(2024), utc(2025), [("2024-03-31T01:00:00", 7200), ("2024-10-27T01:00:00", 3600)]),
        ("Africa/Casablanca", utc(2024), utc(2025), [("2024-03-10T02:00:00", 0), ("2024-04-14T02:00:00", 3600)]),
        (
            "Australia/Lord_Howe",
            utc(2024),
            utc(2025),
            [("2024-04-06T15:00:00", 37800), ("2024-10-05T15:30:00", 39600)],
        ),
        ("Pacific/Apia", utc(2011, 12), utc(2012), [("2011-12-30T10:00:00", 14 * 3600)]),
        ("Asia/Kathmandu", utc(1985), utc(1987), [("1985-12-31T18:30:00", 20700)]),
        ("Africa/Monrovia", utc(1971), utc(1973), [("1972-01-07T00:44:30", 0)]),
        ("Europe/Paris", utc(1910), utc(1912), [("1911-03-10T23:50:39", 0)]),
        ("Asia/Tokyo", utc(1990), utc(2020), []),
    ],
)
def test_known_changes(zone: str, first: datetime, last: datetime, expected: list[tuple[str, int]]) -> None:
    """Changes as the zone tables publish them: Ramadan, half hours, a skipped day, local mean time to the second."""
    assert changes(zone, first, last) == expected


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "America/New_York", "Africa/Casablanca", "Asia/Gaza", "America/Santiago"]
)
@pytest.mark.parametrize("block", [-400, -329, -100, 0, 107, 140, 252, 700, 1025, 1026, 5000])
def test_segments_tile_the_block_and_hold_the_offset(zone: str, block: int) -> None:
    """No gap, no overlap, and zoneinfo has that offset at both ends of each segment."""
    parts = segments(ZoneInfo(zone), block)
    assert parts[0][0] == block * BLOCK
    assert parts[-1][1] == (block + 1) * BLOCK
    for (_, end, offset), (start, _, following) in pairwise(parts):
        assert end == start
        assert offset != following
    for start, end, offset in parts:
        assert start < end
        for instant in (start, (start + end) // 2, end - 1):
            assert from_micros(instant, ZoneInfo(zone)).utcoffset() == timedelta(microseconds=offset)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Africa/Casablanca", "Asia/Gaza", "Pacific/Apia"])
def test_far_future_repeats_after_400_years(zone: str) -> None:
    """What the far future is taken from is what zoneinfo itself says there."""
    for later in range(FIRST_CYCLIC + CYCLE_BLOCKS, FIRST_CYCLIC + 3 * CYCLE_BLOCKS, 61):
        assert cyclic(later) < FIRST_CYCLIC + CYCLE_BLOCKS
        for start, end, offset in segments(ZoneInfo(zone), later):
            for instant in (start, end - 1):
                assert from_micros(instant, ZoneInfo(zone)).utcoffset() == timedelta(microseconds=offset)


def test_the_bounds_are_the_years_they_name() -> None:
    """The first block with changes starts before 1800, the cycle after 2100."""
    assert from_micros(FIRST_CHANGING * BLOCK).year == 1799
    assert from_micros(FIRST_CYCLIC * BLOCK).year == 2100
    assert CYCLE_BLOCKS * BLOCK == 146_097 * 24 * HOUR
