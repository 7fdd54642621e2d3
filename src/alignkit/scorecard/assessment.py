"""The assessment: what each goal came to, and each team's and each group's view of it."""

from __future__ import annotations

from datetime import datetime

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, Finding, shown
from alignkit.exact import as_data
from alignkit.funnel.journeys import StageCount
from alignkit.names import did_you_mean
from alignkit.scorecard.commitments import Commitments, Side
from alignkit.scorecard.pace import Elapsed
from alignkit.scorecard.readings import GoalReading
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.views import View


@attrs.frozen(slots=True, repr=False)
class Assessment(Shown):
    """How a scorecard stands at `as_of`: every goal, every team's view, and the funnel behind them.

    Args:
        scorecard: what was assessed.
        as_of: up to when events count.
        readings: one a goal, at whatever level it stands, in the scorecard's order.
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

    @property
    def groups(self) -> tuple[View, ...]:
        """Each group's view, the outer before those within: its goals, renormalised."""
        return tuple(self.group(group.name) for group in self.scorecard.groups)

    def group(self, name: str) -> View:
        """Return a group's view: its goals and those of the groups within, renormalised.

        Raises:
            DocumentError: `unknown-group`, with the nearest name.
        """
        self.scorecard.group(name)
        inside = tuple(reading for reading in self.readings if name in reading.groups)
        return View(None, inside, self.scorecard.cap, name)

    def team(self, team: str) -> View:
        """Return a team's view: its own goals and the joint ones, renormalised.

        Raises:
            DocumentError: `unknown-team`, with the nearest name.
        """
        teams = self.scorecard.teams
        if not isinstance(team, str) or team not in teams:
            near = did_you_mean(team, teams)
            raise DocumentError.at("unknown-team", f"no goal is owned by a team {shown(team)}{near}")
        mine = tuple(reading for reading in self.readings if team in reading.goal.owner)
        return View(team, mine, self.scorecard.cap)

    def own(self, team: str) -> tuple[GoalReading, ...]:
        """Return the goals that a team alone owns: its commitments to the others."""
        mine = (team,) if isinstance(team, str) else ()
        return tuple(reading for reading in self.readings if reading.goal.owner == mine)

    @property
    def joint(self) -> tuple[GoalReading, ...]:
        """The goals that several teams own."""
        return tuple(reading for reading in self.readings if reading.goal.is_joint)

    @property
    def side_by_side(self) -> Commitments:
        """What each team owes the others, beside each other, and what they owe together."""
        return Commitments(
            tuple(Side((team,), self.own(team)) for team in self.scorecard.teams),
            tuple(
                Side(owners, tuple(reading for reading in self.joint if reading.goal.owner == owners))
                for owners in dict.fromkeys(reading.goal.owner for reading in self.joint)
            ),
        )

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
        """Return the assessment as plain data, ready for JSON: whole numbers as they are, others to 12 decimals."""
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
            **({"groups": [view.to_dict() for view in self.groups]} if self.scorecard.groups else {}),
            "goals": [reading.to_dict() for reading in self.readings],
            "leads": self.leads,
            "stages": [count._asdict() for count in self.stages],
            "findings": [finding.to_dict() for finding in self.findings],
        }
