"""The hours of a calendar, block by block: what is open in 27 weeks, and what belongs to one local date.

`PlainHours` are those of a `WorkCalendar`, laid out from its week and dates; `CombinedHours` are made of the hours of
others. All instants are whole microseconds since 1970 in UTC, days whole days since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from alignkit.worktime.days import THURSDAY, Day, Days, lay_out
from alignkit.worktime.intervals import Span, common, united, without
from alignkit.worktime.segments import BLOCK, DAY, segments
from alignkit.worktime.week import Intervals

Kind = Literal["all", "any", "except"]
_Key: TypeAlias = tuple[tuple[int, int, int], ...]


class Hours:
    """What a calendar is made of on the clock. A plain slotted class that fills itself; threads need no lock."""

    __slots__ = ("_totals", "zones")

    def __init__(self, zones: tuple[ZoneInfo, ...]) -> None:
        self.zones = zones
        self._totals: dict[_Key, int] = {}

    @property
    def touched(self) -> frozenset[int]:
        """The blocks in which the hours are not those of the usual week."""
        raise NotImplementedError

    def opened(self, block: int) -> list[Span]:
        """Return what is open in a block: in order, disjoint, cut at the block's ends."""
        raise NotImplementedError

    def of_day(self, day: int) -> list[Span]:
        """Return what belongs to a local date: the intervals that start on it, whole, in order."""
        raise NotImplementedError

    def total(self, block: int) -> int:
        """Return how much is open in a block."""
        if block in self.touched:
            return sum(end - start for start, end in self.opened(block))
        # an untouched block is 27 usual weeks: it opens as long as any other in which the clocks change alike
        key = changes_in(self.zones, block)
        if key not in self._totals:
            self._totals[key] = sum(end - start for start, end in self.opened(block))
        return self._totals[key]


def changes_in(zones: Sequence[ZoneInfo], block: int) -> _Key:
    """Return where the clocks of some zones change in a block, counted from its start."""
    start = block * BLOCK
    return tuple(
        (first - start, last - start, offset) for zone in zones for first, last, offset in segments(zone, block)
    )


class PlainHours(Hours):
    """The hours of a week in one zone, with holidays and exceptions."""

    __slots__ = ("_days", "_given")

    def __init__(
        self,
        zone: ZoneInfo,
        week: tuple[tuple[str, Intervals], ...],
        holidays: tuple[date, ...],
        exceptions: tuple[tuple[date, Intervals], ...],
    ) -> None:
        super().__init__((zone,))
        self._given = (week, holidays, exceptions)
        self._days: Days | None = None

    @property
    def touched(self) -> frozenset[int]:
        """The blocks in which a holiday or an exception lies."""
        return (self._days or self._lay_out()).touched

    def opened(self, block: int) -> list[Span]:
        """Return what is open in a block: each local day of each segment of constant offset, cut at the segment."""
        days = self._days or self._lay_out()
        week, patches = days.week, days.patches if block in days.touched else {}
        found: list[Span] = []
        ends = block * BLOCK - 1
        for first, last, offset in segments(self.zones[0], block):
            for day in range((first + offset) // DAY, (last + offset - 1) // DAY + 1):
                midnight = day * DAY - offset
                for opens, closes in patches.get(day, week[(day + THURSDAY) % 7]):
                    start, end = max(midnight + opens, first), min(midnight + closes, last)
                    if start < end:
                        if ends == start:
                            found[-1] = (found[-1][0], end)
                        else:
                            found.append((start, end))
                        ends = end
        return found

    def of_day(self, day: int) -> list[Span]:
        """Return the intervals that start on a local date; none on a holiday."""
        days = self._days or self._lay_out()
        own: Day = days.own_patches.get(day, days.own_week[(day + THURSDAY) % 7])
        if not own:
            return []
        found: list[Span] = []
        # local clocks differ from UTC by less than two days, and an interval lasts two at most
        for block in range((day - 2) * DAY // BLOCK, (day + 4) * DAY // BLOCK + 1):
            for first, last, offset in segments(self.zones[0], block):
                midnight = day * DAY - offset
                if midnight + own[0][0] < last and first < midnight + own[-1][1]:
                    cut = [(max(midnight + opens, first), min(midnight + closes, last)) for opens, closes in own]
                    found += [span for span in cut if span[0] < span[1]]
        return united(found)

    def _lay_out(self) -> Days:
        self._days = days = lay_out(*self._given)
        return days


class CombinedHours(Hours):
    """The hours of several calendars: of all together, of any of them, or of the first except those of the others."""

    __slots__ = ("_touched", "kind", "parts")

    def __init__(self, kind: Kind, parts: tuple[Hours, ...]) -> None:
        super().__init__(tuple(dict.fromkeys(zone for part in parts for zone in part.zones)))
        self.kind = kind
        self.parts = parts
        self._touched: frozenset[int] | None = None

    @property
    def touched(self) -> frozenset[int]:
        """The blocks in which the hours of one of the parts are not those of its usual week."""
        if self._touched is None:
            self._touched = frozenset().union(*(part.touched for part in self.parts))
        return self._touched

    def opened(self, block: int) -> list[Span]:
        """Return what is open in a block."""
        first, *others = [part.opened(block) for part in self.parts]
        return self._join(first, others)

    def of_day(self, day: int) -> list[Span]:
        """Return what belongs to a local date of the first part; where any part will do, to that date of each."""
        first, *others = self.parts
        if self.kind == "any":
            return united(span for part in self.parts for span in part.of_day(day))
        own = first.of_day(day)
        if not own:
            return []
        return self._join(own, [_between(part, own[0][0], own[-1][1]) for part in others])

    def _join(self, found: list[Span], others: Sequence[list[Span]]) -> list[Span]:
        if self.kind == "any":
            return united(span for spans in (found, *others) for span in spans)
        join = common if self.kind == "all" else without
        for spans in others:
            found = join(found, spans)
        return found


def _between(hours: Hours, start: int, end: int) -> list[Span]:
    """Return what is open between two instants, which lie few days apart."""
    # a local date on which something starts lies within two days of that instant, and what starts lasts two at most
    days = range(start // DAY - 4, end // DAY + 3)
    return common(united(span for day in days for span in hours.of_day(day)), [(start, end)])
