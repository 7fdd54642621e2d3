"""Views: what some of the goals came to together, with bounds while some are pending."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

import attrs

from alignkit.exact import as_data
from alignkit.scorecard.readings import GoalReading


class Loss(NamedTuple):
    """What one goal takes from a whole.

    Args:
        goal: the goal's name.
        weight: its part of what is measured.
        lost: weight × (1 − attainment); below nothing where the attainment is over 1.
    """

    goal: str
    weight: Fraction
    lost: Fraction


@attrs.frozen(slots=True)
class View:
    """What some of the goals came to together: all of them, those of one team, or those of one group.

    A team's view holds its own goals and the joint ones, their weights renormalised. Joint goals stand in several
    views, so that views are never summed.

    Args:
        team: whose view it is; None for the whole, and for a group.
        readings: the goals in it.
        cap: the most that an attainment counts.
        group: the group whose view it is.
    """

    team: str | None
    readings: tuple[GoalReading, ...]
    cap: Fraction
    group: str | None = None

    @property
    def _weights(self) -> Fraction:
        return sum((reading.weight for reading in self.readings), Fraction(0))

    @property
    def _measured(self) -> tuple[tuple[GoalReading, Fraction], ...]:
        return tuple((reading, reading.attainment) for reading in self.readings if reading.attainment is not None)

    @property
    def measured(self) -> Fraction:
        """The share of the weights whose goals are measured."""
        return sum((reading.weight for reading, _ in self._measured), Fraction(0)) / self._weights

    @property
    def attainment(self) -> Fraction | None:
        """The weighted attainment of what is measured, pending goals left out; None where nothing is."""
        measured = self._measured
        if not measured:
            return None
        return self._sum(Fraction(0)) / sum(reading.weight for reading, _ in measured)

    @property
    def lowest(self) -> Fraction:
        """The attainment if all pending goals came to nothing."""
        return self._sum(Fraction(0)) / self._weights

    @property
    def highest(self) -> Fraction:
        """The attainment if all pending goals came to the cap."""
        return self._sum(self.cap) / self._weights

    def _sum(self, pending: Fraction) -> Fraction:
        return sum(
            (
                reading.weight * (pending if reading.attainment is None else reading.attainment)
                for reading in self.readings
            ),
            Fraction(0),
        )

    @property
    def losses(self) -> tuple[Loss, ...]:
        """Where the gap is: what each measured goal takes from the whole, the largest first.

        The losses and the attainment sum to 1 exactly.
        """
        measured = self._measured
        weights = sum((reading.weight for reading, _ in measured), Fraction(0))
        found = [
            Loss(reading.goal.name, reading.weight / weights, reading.weight / weights * (1 - attainment))
            for reading, attainment in measured
        ]
        return tuple(sorted(found, key=lambda loss: -loss.lost))

    def to_dict(self) -> dict[str, object]:
        """Return the view as plain data."""
        attainment = self.attainment
        return {
            "team": self.team,
            **({} if self.group is None else {"group": self.group}),
            "goals": [reading.goal.name for reading in self.readings],
            "attainment": None if attainment is None else as_data(attainment),
            "measured": as_data(self.measured),
            "lowest": as_data(self.lowest),
            "highest": as_data(self.highest),
            "losses": [
                {"goal": loss.goal, "weight": as_data(loss.weight), "lost": as_data(loss.lost)} for loss in self.losses
            ],
        }
