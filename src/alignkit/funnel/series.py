"""Series: the history of one lead's score."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import TimeError
from alignkit.instants import checked_instant, micros
from alignkit.rules.scores import Score


class ScoreStep(NamedTuple):
    """From an instant on, the points of a lead; up to the next step.

    A named tuple, since a lead with many events that fade has a hundred thousand of them.

    Args:
        at: from when on, in UTC.
        points: how many.
        band: the highest band that they reach; None below them all.
    """

    at: datetime
    points: Decimal
    band: str | None


def _steps(steps: Iterable[ScoreStep]) -> tuple[ScoreStep, ...]:
    return tuple(steps)


@attrs.frozen(slots=True, repr=False)
class ScoreSeries(Shown):
    """The points of one lead over time, at every instant at which they changed.

    Args:
        score: what was counted.
        lead: the lead's id.
        steps: the points from each instant on, in time order; two neighbours are unlike. The first is at the start.
        as_of: the end, which belongs to the series.
    """

    score: Score
    lead: str
    steps: tuple[ScoreStep, ...] = attrs.field(converter=_steps)
    as_of: datetime

    @property
    def start(self) -> datetime:
        """The first instant of the series."""
        return self.steps[0].at

    @property
    def last(self) -> ScoreStep:
        """What holds at `as_of`."""
        return self.steps[-1]

    def at(self, instant: datetime) -> Decimal:
        """Return the points at an instant, with all that happened up to it and at it.

        Raises:
            TimeError: `naive`, `not-an-instant`; `out-of-range` before the start and after `as_of`.
        """
        when = micros(checked_instant(instant, "instant"))
        if not micros(self.start) <= when <= micros(self.as_of):
            raise TimeError.at(
                "out-of-range",
                f"the series goes from {self.start.isoformat()} to {self.as_of.isoformat()}; "
                f"{instant.isoformat()} is not in it",
            )
        return self.steps[bisect_right(self.steps, when, key=_instant) - 1].points

    def blocks(self) -> Block:
        """Return the points over time as a picture, and as a table."""
        from alignkit.funnel.show_scores import series_blocks  # drawing is loaded when something is drawn

        return series_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the series as plain data; points as text, since they are exact."""
        return {
            "alignkit": 1,
            "kind": "score-series",
            "score": self.score.name,
            "lead": self.lead,
            "as_of": self.as_of.isoformat(),
            "steps": [
                {"at": step.at.isoformat(), "points": str(step.points), "band": step.band} for step in self.steps
            ],
        }


def _instant(step: ScoreStep) -> int:
    return micros(step.at)
