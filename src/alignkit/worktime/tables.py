"""Cumulative open time F of a calendar, as tables of whole microseconds; the fast forms of what this chapter answers.

F(t) is the open time before the instant t, in microseconds since 1970 in UTC; F is 0 at the start of block `_ANCHOR`.
A table covers a block of 27 weeks and is built when it is first asked for: the local days of each segment of
constant offset, laid out and cut at the segment's ends. The tables are chained by the sums at their starts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from alignkit.errors import DocumentError, TimeError, shown
from alignkit.worktime.chain import LAST_BLOCK, Chain
from alignkit.worktime.day_tables import DayTables
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import NOTHING, Slots, slots_of

if TYPE_CHECKING:
    from alignkit.worktime.calendar import Calendar
    from alignkit.worktime.hours import Hours

_MOST_BLOCKS = 64  # slots are laid out for 33 years at most, about 10 MB; all else is searched for in the tables
_MOST_MISSED = 64  # whoever asks so often about years without slots gets them there, and loses the others
_HELD = 2**18  # intervals held in tables before starting afresh: 500 years of a usual week, about 30 MB


class Table(NamedTuple):
    """The open intervals of one block, after an empty one at the block's start, so that a search always finds one."""

    starts: list[int]
    ends: list[int]
    shifts: list[int]
    """Start minus F(start): at an open instant, t - shift is F(t)."""
    opened: list[int]
    """F at each start."""
    top: int
    """F at the block's end."""


class Tables:
    """The one private cache of a calendar. A plain slotted class that fills itself.

    Every list is complete before it is assigned and never changes after, so threads need no lock: at worst two build
    the same table.
    """

    __slots__ = ("_held", "_missed", "ahead", "chain", "day_tables", "hours", "opened", "slots", "tables")

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self._held = 0
        self._missed = 0
        self.tables: dict[int, Table] = {}
        self.chain = Chain(hours.total)
        self.day_tables = DayTables(hours)
        self._put(NOTHING)

    def build(self, block: int) -> Table:
        """Return the table of a block, built and kept."""
        total = self.chain.base(block)
        spans = [(block * BLOCK, block * BLOCK), *self.hours.opened(block)]
        starts = [start for start, _ in spans]
        ends = [end for _, end in spans]
        opened, shifts = [], []
        for start, end in spans:
            opened.append(total)
            shifts.append(start - total)
            total += end - start
        table = Table(starts, ends, shifts, opened, total)
        if self._held + len(starts) > _HELD:
            self._held, self.tables = 0, {}
        self._held += len(starts)
        self.tables[block] = table
        return table

    def widen(self, block: int) -> None:
        """Lay out slots around a block, unless that is too far from those that there are, or before 1970."""
        held = self.slots.blocks
        if block < 1 or block > LAST_BLOCK or block in held:
            return
        around = range(max(block - 1, 1), min(block + 3, LAST_BLOCK + 1))
        # half as much again at a time, so that who goes on asking does not pay for each step
        more = 2 + len(held) // 2
        first = held.start if held and block > held.start else max(block - more // 2, 1)
        last = held.stop if held and block < held.start else min(block + more, LAST_BLOCK + 1)
        blocks = range(first, last) if held else around
        if len(blocks) > _MOST_BLOCKS:
            self._missed += 1
            if self._missed < _MOST_MISSED:
                return
            self._missed, blocks = 0, around
        tables = [self.tables.get(one) or self.build(one) for one in blocks]
        spans = [span for table in tables for span in zip(table.starts[1:], table.ends[1:], strict=True)]
        self._put(slots_of(blocks, spans))

    def _put(self, slots: Slots) -> None:
        self.slots = slots
        self.opened = (slots.first, slots.opened)  # what `elapsed` needs of them, and what `due` does
        self.ahead = (slots.first, slots.opened, slots.instants, self.hours.zones[0])


def tables_of(calendar: Calendar) -> Tables:
    """Return a calendar's tables.

    Raises:
        DocumentError: `wrong-type` where it is no calendar.
    """
    try:
        return calendar._tables  # noqa: SLF001 - the cache stands on the calendar and is this file's
    except AttributeError:
        raise DocumentError.at(
            "wrong-type", f"a work calendar such as a WorkCalendar is due, not {shown(calendar)}"
        ) from None


def open_before(calendar: Calendar, micros: int) -> int:
    """Return F, the cumulative open time before an instant; only differences of F mean anything.

    Args:
        calendar: the work calendar.
        micros: the instant, in microseconds since 1970 in UTC.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> always = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]})
    >>> open_before(always, 5_000_000) - open_before(always, 0)
    5000000
    """
    tables = calendar._tables  # noqa: SLF001 - the cache is this file's, and this is the hot path
    table = tables.tables.get(micros // BLOCK) or tables.build(micros // BLOCK)
    found = bisect_right(table[0], micros) - 1
    end = table[1][found]
    return (micros if micros < end else end) - table[2][found]  # noqa: FURB136 - min() costs more than the rest


def open_between(calendar: Calendar, start: int, end: int) -> int:
    """Return F(end) - F(start), with both found in one table where they lie in one block.

    Args:
        calendar: the work calendar.
        start: in microseconds since 1970 in UTC.
        end: the same; before `start` the answer is negative.
    """
    block = start // BLOCK
    if end // BLOCK != block:
        return open_before(calendar, end) - open_before(calendar, start)
    tables = calendar._tables  # noqa: SLF001 - the cache is this file's, and this is the hot path
    starts, ends, shifts, _, _ = tables.tables.get(block) or tables.build(block)
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
    start = min(start, ends[first])
    end = min(end, ends[last])
    return end - shifts[last] - start + shifts[first]


def instant_at(calendar: Calendar, total: int) -> int:
    """Return the least instant t with F(t) = total, in microseconds since 1970 in UTC.

    Raises:
        TimeError: `out-of-range`: not within the years 1 to 9999.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> always = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]})
    >>> instant_at(always, open_before(always, 5_000_000))
    5000000
    """
    tables = tables_of(calendar)
    block = tables.chain.block_reaching(total)
    if block is None:
        raise TimeError.at("out-of-range", "so much open time is not reached within the years 1 to 9999")
    table = tables.tables.get(block) or tables.build(block)
    return total + table.shifts[bisect_left(table.opened, total) - 1]
