"""Visits: each stay of a lead in a stage, and each answer to a handoff."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from alignkit.funnel.stages import Boundary
from alignkit.history.events import Event
from alignkit.instants import micros


class Visit(NamedTuple):
    """One stay of a lead in a stage.

    A named tuple, since replay makes one for every move: 0.14 µs to build, where a frozen attrs object takes 0.56 and
    a plain slotted class, which anybody could change, 0.17 (Python 3.11).

    Args:
        stage: the stage's id.
        entered_at: when the lead entered.
        left_at: when it left; None while it is there.
        inferred: no event names the stage: a later one implies that the lead passed it, without time in it.
        event: the event that brought the lead here; None for an inferred visit.
        left_by: the event that ended the visit; for an inferred one, the event that implies it.
        flagged: the code of what was not as agreed in this entry (`backward-move`, `reopened`, `exit-changed`,
            `other-deal`); blank when all was.
    """

    stage: str
    entered_at: datetime
    left_at: datetime | None = None
    inferred: bool = False
    event: Event | None = None
    left_by: Event | None = None
    flagged: str = ""

    @property
    def cause(self) -> Event | None:
        """The event by which the visit is known: the entry, or for an inferred visit the one that implies it."""
        return self.left_by if self.inferred else self.event

    def time_in_stage(self, as_of: datetime) -> timedelta:
        """Return how long the visit lasted, or has lasted by `as_of`; exact across clock changes."""
        end = as_of if self.left_at is None else self.left_at
        # subtracting two datetimes of one zone would ignore a clock change between them
        return timedelta(microseconds=micros(end) - micros(self.entered_at))


class Answer(NamedTuple):
    """An `accept` or `reject` event of a lead, and the boundary at which it counts.

    Args:
        event: the event; its kind tells yes from no.
        boundary: where it counts; None where that is unclear, or the funnel has no boundary.
    """

    event: Event
    boundary: Boundary | None
