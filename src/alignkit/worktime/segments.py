"""Where the clocks of a zone change: a stretch of time cut into segments of constant offset. All in microseconds."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

SECOND = 10**6
DAY = 86_400 * SECOND
BLOCK = 27 * 7 * DAY
"""A block is 27 weeks: 400 years of the Gregorian calendar are 773 of them exactly."""
CYCLE_BLOCKS = 773
FIRST_CYCLIC = 252
"""From this block on (2100) zones follow yearly rules alone, so 400 years later the clocks change alike."""
FIRST_CHANGING = -329
"""Before this block (1799) no zone has changed its clocks: the first change on record is of 1844."""

Segment = tuple[int, int, int]
"""From, up to (both since 1970 in UTC), and the offset of the local clocks in between."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the zone is put on it below; the sum is one of plain UTC numbers
_ONE_DAY = timedelta(days=1)
_ONE_MICROSECOND = timedelta(microseconds=1)


def cyclic(block: int) -> int:
    """Return the block of 2100 to 2500 in which clocks change as in a later `block`; an earlier one is itself."""
    return block if block < FIRST_CYCLIC else FIRST_CYCLIC + (block - FIRST_CYCLIC) % CYCLE_BLOCKS


def segments(zone: ZoneInfo, block: int) -> tuple[Segment, ...]:
    """Return the segments of constant offset of a block, in order, without gaps."""
    if block < FIRST_CHANGING:
        offset = _changes(zone, FIRST_CHANGING)[0][2]
        return ((block * BLOCK, (block + 1) * BLOCK, offset),)
    like = cyclic(block)
    if like == block:
        return _changes(zone, block)
    later = (block - like) * BLOCK
    return tuple((start + later, end + later, offset) for start, end, offset in _changes(zone, like))


@lru_cache(maxsize=4096)  # zones are shared by calendars; an entry is one to three triples
def _changes(zone: ZoneInfo, block: int) -> tuple[Segment, ...]:
    # Day by day: the two nearest changes on record in any zone are 95 hours apart (Freetown, 1939).
    found: list[Segment] = []
    start = day = block * BLOCK
    probe = (_EPOCH + timedelta(microseconds=day)).replace(tzinfo=zone)
    offset = zone.fromutc(probe).utcoffset()
    for _ in range(BLOCK // DAY):
        probe += _ONE_DAY  # wall arithmetic on UTC numbers, which is what `fromutc` reads
        day += DAY
        following = zone.fromutc(probe).utcoffset()
        if following != offset:
            change = _first_second(zone, day - DAY, day, following)
            found.append((start, change, _micros(offset)))
            start, offset = change, following
    if start < day:
        found.append((start, day, _micros(offset)))
    return tuple(found)


def _first_second(zone: ZoneInfo, low: int, high: int, offset: timedelta | None) -> int:
    # clocks change on whole seconds
    while high - low > SECOND:
        middle = low + (high - low) // (2 * SECOND) * SECOND
        probe = (_EPOCH + timedelta(microseconds=middle)).replace(tzinfo=zone)
        if zone.fromutc(probe).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def _micros(offset: timedelta | None) -> int:
    return 0 if offset is None else offset // _ONE_MICROSECOND  # a ZoneInfo always has an offset
