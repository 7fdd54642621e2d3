"""Commitments: what each team owes the others, side by side, and what they owe together."""

from __future__ import annotations

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.scorecard.readings import GoalReading


@attrs.frozen(slots=True)
class Side:
    """What one team, or several together, owe.

    Args:
        owners: the team, or the teams.
        readings: the goals that exactly these own, in the scorecard's order.
    """

    owners: tuple[str, ...]
    readings: tuple[GoalReading, ...]


@attrs.frozen(slots=True, repr=False)
class Commitments(Shown):
    """What each team owes the others, beside each other, and what they owe together.

    A commitment is a goal that one team owes the other: marketing owes volume and quality of leads, sales owes speed
    and depth of follow-up. Each goal stands in one place.

    Args:
        sides: one a team, sorted; also a team that owes nothing alone.
        joint: what several teams owe together, by who they are.
    """

    sides: tuple[Side, ...]
    joint: tuple[Side, ...]

    @property
    def one_sided(self) -> bool:
        """Whether a team owes nothing alone, so that commitments go in one direction only."""
        return any(not side.readings for side in self.sides)

    def blocks(self) -> Block:
        """Return one table: a column a team, and what they owe together below."""
        from alignkit.scorecard.show_commitments import commitments_blocks  # drawing is loaded when it is drawn

        return commitments_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the commitments as plain data."""
        return {
            "alignkit": 1,
            "kind": "commitments",
            "sides": [_side(side) for side in self.sides],
            "joint": [_side(side) for side in self.joint],
        }


def _side(side: Side) -> dict[str, object]:
    return {"owners": list(side.owners), "goals": [reading.to_dict() for reading in side.readings]}
