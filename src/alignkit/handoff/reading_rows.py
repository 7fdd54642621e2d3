"""Rows of readings: what was measured of many clocks, each made a reading when somebody looks at it.

Of a hundred thousand clocks most are only counted, and to make a reading of each takes longer than to measure them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, overload

from alignkit.handoff.amounts import Allowed
from alignkit.worktime.calendar import Calendar

if TYPE_CHECKING:
    from alignkit.funnel.journeys import Journey
    from alignkit.handoff.clocks import Clock
    from alignkit.handoff.readings import Reading, State


class Terms(NamedTuple):
    """What holds for a clock: the tier's or the SLA's own time, and the calendar unless it is wall time.

    Args:
        tier: the tier; None for the SLA's own time.
        within: how long the team has.
        calendar: when time counts; None for always.
        size: the time in microseconds; 0 for working days, which have none.
        warning: after how many to warn; 0 likewise.
    """

    tier: str | None
    within: Allowed
    calendar: Calendar | None
    size: int
    warning: int


class Row(NamedTuple):
    """What was measured of one clock; instants in microseconds where they are whole numbers.

    Args:
        lead: the lead's id.
        started: when it started.
        stopped: when it was stopped by the instant of reading; None where it was not.
        cancelled: when it was cancelled, likewise.
        start: when it started.
        end: when it ended, or the instant of reading.
        due: when the time is used up.
        warned: when the share to warn at is.
        state: its state.
        pauses: the stretches in which it paused, united.
        terms: what holds for it.
        since: from when on.
        reset: whether what cancelled it started it anew.
        source: where its owner is found.
    """

    lead: str
    started: datetime
    stopped: datetime | None
    cancelled: datetime | None
    start: int
    end: int
    due: int
    warned: int
    state: State
    pauses: Sequence[tuple[int, int]]
    terms: Terms
    since: int
    reset: bool
    source: Journey | Clock


class ReadingRows(Sequence["Reading"]):
    """A sequence of readings, by lead and start; equal to any other of equal readings.

    Args:
        rows: one a clock, in that order.
        make: makes the reading of a row.
    """

    __slots__ = ("_made", "_make", "rows")

    def __init__(self, rows: Sequence[Row], make: Callable[[Row], Reading]) -> None:
        self.rows = rows
        self._make = make
        # two threads may both make one: they make the same, and the last one stays
        self._made: list[Reading | None] = [None] * len(rows)

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, index: int | slice) -> Reading | tuple[Reading, ...]:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self.rows))))
        found = self._made[index]
        if found is None:
            found = self._made[index] = self._make(self.rows[index])
        return found

    def __iter__(self) -> Iterator[Reading]:
        return map(self.__getitem__, range(len(self.rows)))

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, tuple | ReadingRows) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return (tuple, (tuple(self),))
