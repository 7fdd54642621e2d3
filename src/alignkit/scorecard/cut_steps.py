"""Cut steps: lay the steps of a goal over a period."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from alignkit.errors import DocumentError
from alignkit.periods import Period
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.targets import Target


def step_periods(goal: Goal, period: Period) -> tuple[tuple[Period, Target], ...]:
    """Return the part of the period in which each step of a goal holds, with its target; nothing without steps.

    Steps without first days are the months of the period, in order. Of those with first days, the first begins with
    the period or before it, and each other one within.

    Raises:
        DocumentError: `steps-count` where there are not as many steps as months; `steps-outside` where one does not
            begin in the period.
    """
    steps = goal.steps
    if not steps:
        return ()
    days = [step.since for step in steps if step.since is not None]
    if not days:
        months = period.months()
        if len(months) != len(steps):
            told = "1 month" if len(months) == 1 else f"{len(months)} months"
            text = (
                f"the goal {goal.name!r} has {len(steps)} {'step' if len(steps) == 1 else 'steps'}, and {period.name} "
                f"has {told}: give one a month, or their first days"
            )
            raise DocumentError.at("steps-count", text, path="steps")
        return tuple((month, step.target) for month, step in zip(months, steps, strict=True))
    if days[0] > period.first:
        raise _outside(goal, f"no step holds from {period.first.isoformat()} on", period)
    if period.first in days[1:]:
        raise _outside(goal, f"the step before {period.first.isoformat()} holds for no day of it", period)
    for day in days[1:]:
        if not period.first < day < period.end:
            raise _outside(goal, f"the step from {day.isoformat()} does not begin in it", period)
    if (days[0].year, days[0].month) < (period.first.year, period.first.month):
        raise _outside(goal, f"the step from {days[0].isoformat()} is of an earlier month", period)
    cuts: list[date] = [period.first, *days[1:], period.end]
    parts = [Period(first, end, period.zone) for first, end in pairwise(cuts)]
    return tuple((part, step.target) for part, step in zip(parts, steps, strict=True))


def _outside(goal: Goal, told: str, period: Period) -> DocumentError:
    return DocumentError.at(
        "steps-outside", f"the steps of the goal {goal.name!r} are not those of {period.name}: {told}", path="steps"
    )
