"""Series: how a scorecard, and each of its goals, stood at several instants."""

from __future__ import annotations

import attrs

from alignkit.display.blocks import Block, StepLine
from alignkit.display.shown import Shown
from alignkit.exact import as_data
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.quantities import quantity_data
from alignkit.scorecard.readings import GoalReading


@attrs.frozen(slots=True, repr=False)
class GoalSeries(Shown):
    """How one goal stood at several instants.

    Args:
        goal: the goal.
        readings: one an instant, in time order; `figure.as_of` tells which.
    """

    goal: Goal
    readings: tuple[GoalReading, ...]

    @property
    def picture(self) -> StepLine:
        """What the metric came to over time, with the target: shares in per cent, times in days."""
        from alignkit.scorecard.show_progress import goal_picture  # drawing is loaded when something is drawn

        return goal_picture(self)

    def blocks(self) -> Block:
        """Return the picture, and a table of what was due, what it came to and how it stood."""
        from alignkit.scorecard.show_progress import series_blocks  # drawing is loaded when something is drawn

        return series_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the series of the goal as plain data."""
        return {
            "alignkit": 1,
            "kind": "goal-series",
            "goal": self.goal.name,
            "title": self.goal.label,
            "at": [
                {
                    "as_of": reading.figure.as_of.isoformat(),
                    "actual": quantity_data(reading.actual),
                    "expected": quantity_data(reading.expected),
                    "attainment": None if reading.attainment is None else as_data(reading.attainment),
                    "status": reading.status,
                }
                for reading in self.readings
            ],
        }


@attrs.frozen(slots=True, repr=False)
class ScorecardSeries(Shown):
    """How a scorecard stood at several instants, all by what is known today.

    Args:
        assessments: one an instant, in time order, of one scorecard.
    """

    assessments: tuple[Assessment, ...]

    @property
    def goals(self) -> tuple[GoalSeries, ...]:
        """One a goal, in the scorecard's order."""
        rows = zip(*(assessment.readings for assessment in self.assessments), strict=True)
        return tuple(GoalSeries(readings[0].goal, readings) for readings in rows)

    def of(self, goal: str) -> GoalSeries:
        """Return the series of a goal.

        Raises:
            DocumentError: `unknown-goal`, with the nearest name.
        """
        wanted = self.assessments[0].scorecard.goal(goal)
        return GoalSeries(wanted, tuple(assessment.of(goal) for assessment in self.assessments))

    @property
    def picture(self) -> StepLine:
        """What all goals together attained over time, in per cent."""
        from alignkit.scorecard.show_progress import whole_picture  # drawing is loaded when something is drawn

        return whole_picture(self)

    def blocks(self) -> Block:
        """Return the picture of the whole, and a table with a row a goal."""
        from alignkit.scorecard.show_progress import all_blocks  # drawing is loaded when something is drawn

        return all_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the series as plain data."""
        first = self.assessments[0]
        wholes = [assessment.whole.attainment for assessment in self.assessments]
        return {
            "alignkit": 1,
            "kind": "scorecard-series",
            "scorecard": first.scorecard.name,
            "as_of": [assessment.as_of.isoformat() for assessment in self.assessments],
            "whole": [None if whole is None else as_data(whole) for whole in wholes],
            "goals": [goal.to_dict() for goal in self.goals],
        }
