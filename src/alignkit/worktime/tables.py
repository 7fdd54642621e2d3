"""Cumulative open time F of a calendar, as tables of whole microseconds; the fast forms of what this chapter answers.

F(t) is the open time before the instant t, in microseconds since 1970 in UTC; F is 0 at the start of block `_ANCHOR`.
A table covers a block of 27 weeks and is built when it is first asked for: the local days of each segment of
constant offset, laid out and cut at the segment's ends. The tables are chained by the sums at their starts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from alignkit.errors import DocumentError, TimeError, shown
from alignkit.worktime.days import THURSDAY, Days, lay_out
from alignkit.worktime.segments import BLOCK, DAY, FIRST_CHANGING, cyclic, segments
from alignkit.worktime.week import Intervals

if TYPE_CHECKING:
    from alignkit.worktime.calendar import WorkCalendar

_ANCHOR = 107  # starts in May 2025: what is asked is mostly near it, and then the chain is short
_FIRST_BLOCK = -3806  # year 1
LAST_BLOCK = 15517  # year 9999
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

    __slots__ = ("_days", "_given", "_held", "_plain", "down", "tables", "up", "zone")

    def __init__(
        self,
        zone: ZoneInfo,
        week: tuple[tuple[str, Intervals], ...],
        holidays: tuple[date, ...],
        exceptions: tuple[tuple[date, Intervals], ...],
    ) -> None:
        self.zone = zone
        self._given = (week, holidays, exceptions)
        self._days: Days | None = None
        self._plain: dict[int, int] = {}
        self._held = 0
        self.tables: dict[int, Table] = {}
        self.up = [0]  # F at the starts of the blocks from the anchor on
        self.down = [0]  # minus F at the starts of the blocks from the anchor back

    def build(self, block: int) -> Table:
        """Return the table of a block, built and kept."""
        base = self.base(block)
        starts, ends = self._open(block)
        starts.insert(0, block * BLOCK)
        ends.insert(0, block * BLOCK)
        opened, total = [], base
        for start, end in zip(starts, ends, strict=True):
            opened.append(total)
            total += end - start
        shifts = [start - before for start, before in zip(starts, opened, strict=True)]
        table = Table(starts, ends, shifts, opened, total)
        if self._held + len(starts) > _HELD:
            self._held, self.tables = 0, {}
        self._held += len(starts)
        self.tables[block] = table
        return table

    def base(self, block: int) -> int:
        """Return F at the start of a block."""
        far = block - _ANCHOR
        return self._sums_up(far)[far] if far >= 0 else -self._sums_down(-far)[-far]

    def block_reaching(self, total: int) -> int | None:
        """Return the block with F(start) < total <= F(end); None where the years 1 to 9999 have none."""
        if total > 0:
            up = self.up
            while up[-1] < total:
                if len(up) > LAST_BLOCK - _ANCHOR + 1:
                    return None
                up = self._sums_up(min(len(up) + len(up) // 4, LAST_BLOCK - _ANCHOR + 1))
            return _ANCHOR + bisect_left(up, total) - 1
        down = self.down
        while down[-1] <= -total:
            if len(down) > _ANCHOR - _FIRST_BLOCK:
                return None
            down = self._sums_down(min(len(down) + len(down) // 4, _ANCHOR - _FIRST_BLOCK))
        return _ANCHOR - bisect_right(down, -total)

    def _sums_up(self, far: int) -> list[int]:
        sums = self.up
        if far >= len(sums):
            sums = sums.copy()
            for step in range(len(sums) - 1, far):
                sums.append(sums[-1] + self._total(_ANCHOR + step))
            self.up = sums
        return sums

    def _sums_down(self, far: int) -> list[int]:
        sums = self.down
        if far >= len(sums):
            sums = sums.copy()
            for step in range(len(sums), far + 1):
                sums.append(sums[-1] + self._total(_ANCHOR - step))
            self.down = sums
        return sums

    def _total(self, block: int) -> int:
        days = self._days or self._lay_out()
        if block not in days.touched:
            total = 27 * days.week_total
            if block < FIRST_CHANGING or not total:
                return total
            like = cyclic(block)
            if like not in self._plain:
                if len(segments(self.zone, like)) > 1:
                    starts, ends = self._open(like, patched=False)
                    total = sum(ends) - sum(starts)
                self._plain[like] = total
            return self._plain[like]
        starts, ends = self._open(block)
        return sum(ends) - sum(starts)

    def _open(self, block: int, *, patched: bool = True) -> tuple[list[int], list[int]]:
        days = self._days or self._lay_out()
        week, patches = days.week, days.patches if patched and block in days.touched else {}
        starts: list[int] = []
        ends: list[int] = []
        for first, last, offset in segments(self.zone, block):
            for day in range((first + offset) // DAY, (last + offset - 1) // DAY + 1):
                midnight = day * DAY - offset
                for opens, closes in patches.get(day, week[(day + THURSDAY) % 7]):
                    start, end = max(midnight + opens, first), min(midnight + closes, last)
                    if start < end:
                        if ends and ends[-1] == start:
                            ends[-1] = end
                        else:
                            starts.append(start)
                            ends.append(end)
        return starts, ends

    def _lay_out(self) -> Days:
        self._days = days = lay_out(*self._given)
        return days


def tables_of(calendar: WorkCalendar) -> Tables:
    """Return a calendar's tables.

    Raises:
        DocumentError: `wrong-type` where it is no calendar.
    """
    try:
        return calendar._tables  # noqa: SLF001 - the cache stands on the calendar and is this file's
    except AttributeError:
        raise DocumentError.at("wrong-type", f"a WorkCalendar is due, not {shown(calendar)}") from None


def open_before(calendar: WorkCalendar, micros: int) -> int:
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


def open_between(calendar: WorkCalendar, start: int, end: int) -> int:
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


def instant_at(calendar: WorkCalendar, total: int) -> int:
    """Return the least instant t with F(t) = total, in microseconds since 1970 in UTC.

    Raises:
        TimeError: `out-of-range`: not within the years 1 to 9999.

    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> always = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]})
    >>> instant_at(always, open_before(always, 5_000_000))
    5000000
    """
    tables = tables_of(calendar)
    block = tables.block_reaching(total)
    if block is None:
        raise TimeError.at("out-of-range", "so much open time is not reached within the years 1 to 9999")
    table = tables.tables.get(block) or tables.build(block)
    return total + table.shifts[bisect_left(table.opened, total) - 1]
