"""Searches over the tables of a calendar, in whole microseconds since 1970: what is due, what opens next."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from alignkit.errors import NoBusinessTimeError, TimeError
from alignkit.instants import from_micros
from alignkit.worktime.chain import LAST_BLOCK
from alignkit.worktime.segments import BLOCK, DAY
from alignkit.worktime.tables import tables_of

if TYPE_CHECKING:
    from alignkit.worktime.calendar import Calendar

HORIZON_YEARS = 50
HORIZON = HORIZON_YEARS * 365 * DAY
"""A search that meets no open time for this long ends with `NoBusinessTimeError`."""


def due_at(calendar: Calendar, micros: int, work: int) -> int:
    """Return the due time in integers: the start where work is 0, else the least t with F(t) = F(start) + work.

    Args:
        calendar: the work calendar.
        micros: the start, in microseconds since 1970 in UTC.
        work: microseconds of work time, 0 or more.

    Raises:
        NoBusinessTimeError: `no-open-time`: on the way lie 50 years (of 365 days) without open time.
        TimeError: `out-of-range`: past the year 9999.
    """
    if not work:
        return micros
    tables = tables_of(calendar)
    table = tables.tables.get(micros // BLOCK) or tables.build(micros // BLOCK)
    starts, ends, shifts, opened, top = table
    found = bisect_right(starts, micros) - 1
    end = ends[found]
    total = (micros if micros < end else end) - shifts[found] + work  # noqa: FURB136 - as in `open_before`
    if total > top:
        block = tables.chain.block_reaching(total)
        last = LAST_BLOCK if block is None else block
        if (last + 1) * BLOCK - micros > HORIZON:
            _refuse_long_wait(calendar, micros, last)
        if block is None:
            raise _past_the_end(micros)
        _, _, shifts, opened, _ = tables.tables.get(block) or tables.build(block)
    return total + shifts[bisect_left(opened, total) - 1]


def next_open_at(calendar: Calendar, micros: int) -> int:
    """Return the instant itself if it is open, else the start of the next open interval.

    Raises:
        NoBusinessTimeError: `no-open-time`: none within 50 years (of 365 days).
        TimeError: `out-of-range`: past the year 9999.
    """
    tables = tables_of(calendar)
    block = micros // BLOCK
    table = tables.tables.get(block) or tables.build(block)
    found = bisect_right(table.starts, micros)
    if micros < table.ends[found - 1]:
        return micros
    if found == len(table.starts):
        found, block = 1, block + 1
        while tables.chain.base(block + 1) == table.top:
            block += 1
            if block * BLOCK - micros >= HORIZON:
                raise _no_open_time(micros)
            if block > LAST_BLOCK:
                raise _past_the_end(micros)
        table = tables.tables.get(block) or tables.build(block)
    if table.starts[found] - micros >= HORIZON:
        raise _no_open_time(micros)
    return table.starts[found]


def next_close_at(calendar: Calendar, micros: int) -> int:
    """Return the first instant after this one at which an open interval ends.

    Raises:
        NoBusinessTimeError: `no-open-time`: none opens within 50 years (of 365 days); `never-closes`: none ends.
        TimeError: `out-of-range`: past the year 9999.
    """
    tables = tables_of(calendar)
    opens = next_open_at(calendar, micros)
    block = opens // BLOCK
    table = tables.tables.get(block) or tables.build(block)
    end = table.ends[bisect_right(table.starts, opens) - 1]
    while end == (block + 1) * BLOCK:  # an interval is cut at the end of its block, and may go on in the next
        block += 1
        if block > LAST_BLOCK:
            raise _past_the_end(micros)
        table = tables.tables.get(block) or tables.build(block)
        if len(table.starts) == 1 or table.starts[1] > end:
            break
        end = table.ends[1]
        if end - opens >= HORIZON:
            text = (
                f"from {_iso(opens)} on the calendar is open for {HORIZON_YEARS} years (of 365 days) and does not close"
            )
            raise NoBusinessTimeError.at("never-closes", text)
    return end


def is_open_at(calendar: Calendar, micros: int) -> bool:
    """Say whether people are at work at an instant; an interval holds its first instant and not its last."""
    tables = tables_of(calendar)
    table = tables.tables.get(micros // BLOCK) or tables.build(micros // BLOCK)
    return micros < table.ends[bisect_right(table.starts, micros) - 1]


def _refuse_long_wait(calendar: Calendar, start: int, last: int) -> None:
    # Every wait on the way counts, not the first alone: else due(due(s, a), b) and due(s, a + b) could differ.
    tables = tables_of(calendar)
    before = next_open_at(calendar, start) // BLOCK
    for block in range(before + 1, last + 2):
        over = block > last
        if over or tables.chain.base(block + 1) > tables.chain.base(block):
            if (block + 1 - before) * BLOCK > HORIZON:
                closes = (tables.tables.get(before) or tables.build(before)).ends[-1]
                opens = block * BLOCK if over else (tables.tables.get(block) or tables.build(block)).starts[1]
                if opens - closes >= HORIZON:
                    raise _no_open_time(start)
            before = block


def _no_open_time(start: int) -> NoBusinessTimeError:
    return NoBusinessTimeError.at(
        "no-open-time",
        f"starting from {_iso(start)}, the calendar has {HORIZON_YEARS} years (of 365 days) without open time, "
        "which is as far as a search goes",
    )


def _past_the_end(start: int) -> TimeError:
    return TimeError.at("out-of-range", f"the time sought, starting from {_iso(start)}, lies past the year 9999")


def _iso(micros: int) -> str:
    try:
        return from_micros(micros).isoformat()
    except OverflowError:  # an offset can take an aware datetime past either end in UTC
        return f"{micros} microseconds since 1970"
