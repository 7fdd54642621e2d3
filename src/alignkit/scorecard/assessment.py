"""The assessment: what each goal came to, each team's view of it, and where the gap is."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, Finding, shown
from alignkit.exact import as_data
from alignkit.funnel.journeys import StageCount
from alignkit.names import did_you_mean
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.goals import Goal, Scorecard
from alignkit.scorecard.pace import Elapsed, Pacing, Status
from alignkit.scorecard.quantities import Quantity, quantity_data


@attrs.frozen(slots=True, repr=False)
class GoalReading(Shown):
    """What one goal came to, as known at `as_of`.

    Args:
        goal: the goal.
        figure: what its metric came to.
        attainment: the part of the target reached, from 0 to the scorecard's cap; None while the goal is pending.
        pacing: how it stands against what is due by now.
        elapsed: how much of the period has passed.
    """

    goal: Goal
    figure: Figure
    attainment: Fraction | None
    pacing: Pacing
    elapsed: Elapsed

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
            "weight": as_data(self.goal.weight),
            "direction": "at_least" if self.goal.at_most is None else "at_most",
            "target": quantity_data(self.goal.target),
            "actual": self.figure.numbers(),
            "attainment": None if self.attainment is None else as_data(self.attainment),
            "status": self.status,
            "expected": quantity_data(self.expected),
            "pace": None if self.pace is None else as_data(self.pace),
            "projected": quantity_data(self.pacing.projected),
            "needed_per_day": quantity_data(self.pacing.needed),
            "sentence": self.sentence,
        }


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
    """What some of the goals came to together: all of them, or those of one team.

    A team's view holds its own goals and the joint ones, their weights renormalised. Joint goals stand in several
    views, so that views are never summed.

    Args:
        team: whose view it is; None for the whole.
        readings: the goals in it.
        cap: the most that an attainment counts.
    """

    team: str | None
    readings: tuple[GoalReading, ...]
    cap: Fraction

    @property
    def _weights(self) -> Fraction:
        return sum((reading.goal.weight for reading in self.readings), Fraction(0))

    @property
    def _measured(self) -> tuple[tuple[Goal, Fraction], ...]:
        return tuple((reading.goal, reading.attainment) for reading in self.readings if reading.attainment is not None)

    @property
    def measured(self) -> Fraction:
        """The share of the weights whose goals are measured."""
        return sum((goal.weight for goal, _ in self._measured), Fraction(0)) / self._weights

    @property
    def attainment(self) -> Fraction | None:
        """The weighted attainment of what is measured, pending goals left out; None where nothing is."""
        measured = self._measured
        if not measured:
            return None
        return self._sum(Fraction(0)) / sum(goal.weight for goal, _ in measured)

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
                reading.goal.weight * (pending if reading.attainment is None else reading.attainment)
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
        weights = sum((goal.weight for goal, _ in measured), Fraction(0))
        found = [
            Loss(goal.name, goal.weight / weights, goal.weight / weights * (1 - attainment))
            for goal, attainment in measured
        ]
        return tuple(sorted(found, key=lambda loss: -loss.lost))

    def to_dict(self) -> dict[str, object]:
        """Return the view as plain data."""
        attainment = self.attainment
        return {
            "team": self.team,
            "goals": [reading.goal.name for reading in self.readings],
            "attainment": None if attainment is None else as_data(attainment),
            "measured": as_data(self.measured),
            "lowest": as_data(self.lowest),
            "highest": as_data(self.highest),
            "losses": [
                {"goal": loss.goal, "weight": as_data(loss.weight), "lost": as_data(loss.lost)} for loss in self.losses
            ],
        }


@attrs.frozen(slots=True, repr=False)
class Assessment(Shown):
    """How a scorecard stands at `as_of`: every goal, every team's view, and the funnel behind them.

    Args:
        scorecard: what was assessed.
        as_of: up to when events count.
        readings: one a goal, in the scorecard's order.
        elapsed: how much of the period has passed.
        leads: how many leads the facts hold.
        stages: how many leads entered each stage, are in it and left it, over all time.
        findings: what was found in the facts, and what did not go as the funnel says.
    """

    scorecard: Scorecard
    as_of: datetime
    readings: tuple[GoalReading, ...]
    elapsed: Elapsed
    leads: int
    stages: tuple[StageCount, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def whole(self) -> View:
        """All goals together."""
        return View(None, self.readings, self.scorecard.cap)

    @property
    def teams(self) -> tuple[View, ...]:
        """Each team's view: its own goals and the joint ones."""
        return tuple(self.team(team) for team in self.scorecard.teams)

    def team(self, team: str) -> View:
        """Return a team's view: its own goals and the joint ones, renormalised.

        Raises:
            DocumentError: `unknown-team`, with the nearest name.
        """
        if team not in self.scorecard.teams:
            near = did_you_mean(team, self.scorecard.teams)
            raise DocumentError.at("unknown-team", f"no goal is owned by a team {shown(team)}{near}")
        mine = tuple(reading for reading in self.readings if team in reading.goal.owner)
        return View(team, mine, self.scorecard.cap)

    def own(self, team: str) -> tuple[GoalReading, ...]:
        """Return the goals that a team alone owns: its commitments to the others."""
        return tuple(reading for reading in self.readings if reading.goal.owner == (team,))

    @property
    def joint(self) -> tuple[GoalReading, ...]:
        """The goals that several teams own."""
        return tuple(reading for reading in self.readings if reading.goal.is_joint)

    def of(self, goal: str) -> GoalReading:
        """Return the reading of a goal.

        Raises:
            DocumentError: `unknown-goal`, with the nearest name.
        """
        wanted = self.scorecard.goal(goal)
        return next(reading for reading in self.readings if reading.goal is wanted)

    def blocks(self) -> Block:
        """Return the views, the goals, where the gap is, and the funnel."""
        from alignkit.scorecard.show import assessment_blocks  # drawing is loaded when something is drawn

        return assessment_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the assessment as plain data, ready for JSON: exact numbers as whole numbers or as text like `5/6`."""
        period = self.scorecard.period
        return {
            "alignkit": 1,
            "kind": "assessment",
            "scorecard": self.scorecard.name,
            "period": {
                "name": period.name,
                "first": period.first.isoformat(),
                "end": period.end.isoformat(),
                "zone": period.zone,
            },
            "as_of": self.as_of.isoformat(),
            "elapsed": as_data(self.elapsed.share),
            "whole": self.whole.to_dict(),
            "teams": [view.to_dict() for view in self.teams],
            "goals": [reading.to_dict() for reading in self.readings],
            "leads": self.leads,
            "stages": [count._asdict() for count in self.stages],
            "findings": [finding.to_dict() for finding in self.findings],
        }
