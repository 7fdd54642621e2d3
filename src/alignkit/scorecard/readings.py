"""Readings: what one goal came to."""

from __future__ import annotations

from fractions import Fraction

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.exact import as_data
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.pace import Elapsed, Pacing, Status
from alignkit.scorecard.quantities import Quantity, quantity_data


def _own_weight(reading: GoalReading) -> Fraction:
    return reading.goal.weight


@attrs.frozen(slots=True, repr=False)
class GoalReading(Shown):
    """What one goal came to, as known at `as_of`.

    Args:
        goal: the goal.
        figure: what its metric came to.
        attainment: the part of the target reached, from 0 to the scorecard's cap; None while the goal is pending.
        pacing: how it stands against what is due by now.
        elapsed: how much of the period has passed.
        weight: its part of the whole: the goal's weight times those of the groups around it.
        groups: the names of those groups, from the outermost on.
    """

    goal: Goal
    figure: Figure
    attainment: Fraction | None
    pacing: Pacing
    elapsed: Elapsed
    weight: Fraction = attrs.field(default=attrs.Factory(_own_weight, takes_self=True))
    groups: tuple[str, ...] = ()

    @property
    def actual(self) -> Quantity | None:
        """What the metric came to; None where it is undefined."""
        return self.figure.value

    @property
    def expected(self) -> Quantity:
        """What is due by now."""
        return self.pacing.expected

    @property
    def pace(self) -> Fraction | None:
        """Actual ÷ expected, or the inverse where less is better."""
        return self.pacing.pace

    @property
    def status(self) -> Status:
        """`met`, `ahead`, `on track`, `at risk`, `missed` or `pending`."""
        return self.pacing.status

    @property
    def is_pending(self) -> bool:
        """Whether nothing is measured yet, so that the goal is left out of the whole."""
        return self.attainment is None

    @property
    def sentence(self) -> str:
        """The result as one plain sentence, such as "MQLs delivered: 312 of 400, 88 fewer than agreed"."""
        from alignkit.scorecard.say import sentence  # drawing is loaded when something is drawn

        return sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, and what stands beside it."""
        from alignkit.scorecard.show import reading_blocks  # drawing is loaded when something is drawn

        return reading_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the reading as plain data."""
        return {
            "alignkit": 1,
            "kind": "goal-reading",
            "goal": self.goal.name,
            "title": self.goal.label,
            "owner": list(self.goal.owner),
            "weight": as_data(self.weight),
            "direction": self.goal.direction,
            "target": quantity_data(self.goal.target),
            "actual": self.figure.numbers(),
            "attainment": None if self.attainment is None else as_data(self.attainment),
            "status": self.status,
            "expected": quantity_data(self.expected),
            "pace": None if self.pace is None else as_data(self.pace),
            "projected": quantity_data(self.pacing.projected),
            "needed_per_day": quantity_data(self.pacing.needed),
            "sentence": self.sentence,
            **self._extra(),
        }

    def _extra(self) -> dict[str, object]:
        """Return what only some goals have."""
        found: dict[str, object] = {}
        if self.groups:
            found["groups"] = list(self.groups)
        if self.goal.between is not None:
            found["between"] = [quantity_data(limit) for limit in self.goal.between]
            found["expected_most"] = quantity_data(self.pacing.most)
        return found
