"""The days of work of a calendar, as tables of whole days since 1970, and when work ends on each.

A day of work is a local date to which open time belongs: an interval that starts on it. A night shift is a day of work
of the date on which it starts, and its close lies on the next.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from alignkit.worktime.chain import Chain
from alignkit.worktime.hours import Hours, changes_in

if TYPE_CHECKING:
    from alignkit.worktime.calendar import Calendar

DAYS = 27 * 7
"""A block has so many local dates."""
_HELD = 2**18  # days held before starting afresh: a thousand years of a usual week


class DayTable(NamedTuple):
    """The days of work of one block."""

    days: list[int]
    closes: list[int]
    """When work ends on each, in microseconds since 1970 in UTC."""
    before: int
    """How many days of work lie before the block."""


class DayTables:
    """A part of the one private cache of a calendar; filled as `Tables` is."""

    __slots__ = ("_held", "_hours", "_totals", "chain", "tables")

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._held = 0
        self._totals: dict[tuple[object, ...], int] = {}
        self.tables: dict[int, DayTable] = {}
        self.chain = Chain(self._total)

    def of(self, block: int) -> DayTable:
        """Return the table of a block, built at first use."""
        return self.tables.get(block) or self._build(block)

    def before(self, day: int) -> int:
        """Return how many days of work lie before a day; only differences mean anything."""
        table = self.of(day // DAYS)
        return table.before + bisect_left(table.days, day)

    def close_of(self, day: int) -> int | None:
        """Return when work ends that starts on a day; None where it is no day of work."""
        table = self.of(day // DAYS)
        place = bisect_left(table.days, day)
        return table.closes[place] if place < len(table.days) and table.days[place] == day else None

    def nth(self, number: int) -> tuple[int, int] | None:
        """Return the day of work before which, and on which, `number` lie, and its close; None where there is none."""
        block = self.chain.block_reaching(number)
        if block is None:
            return None
        table = self.of(block)
        place = number - table.before - 1
        return table.days[place], table.closes[place]

    def _build(self, block: int) -> DayTable:
        days, closes = [], []
        for day in range(block * DAYS, (block + 1) * DAYS):
            spans = self._hours.of_day(day)
            if spans:
                days.append(day)
                closes.append(spans[-1][1])
        table = DayTable(days, closes, self.chain.base(block))
        if self._held + DAYS > _HELD:
            self._held, self.tables = 0, {}
        self._held += DAYS
        self.tables[block] = table
        return table

    def _total(self, block: int) -> int:
        days = range(block * DAYS, (block + 1) * DAYS)
        near = (block - 1, block, block + 1)  # local dates of a block may start a day before it and end two days after
        if any(one in self._hours.touched for one in near):
            return sum(1 for day in days if self._hours.of_day(day))
        key = tuple(changes_in(self._hours.zones, one) for one in near)
        if key not in self._totals:
            self._totals[key] = sum(1 for day in days if self._hours.of_day(day))
        return self._totals[key]


def day_tables_of(calendar: Calendar) -> DayTables:
    """Return the tables of a calendar's days of work."""
    return calendar._tables.day_tables  # noqa: SLF001 - the cache stands on the calendar and is this chapter's
