"""Expect: what is due of a goal at an instant - by its steps, by its shape, or evenly as the time passes."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.scorecard.cut_steps import step_periods
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import is_cumulative
from alignkit.scorecard.quantities import magnitude
from alignkit.scorecard.shapes import shape_share
from alignkit.scorecard.targets import Target
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.tables import open_before


def time_share(period: Period, as_of: datetime, calendar: Calendar | None = None) -> Fraction | None:
    """Return which share of a period has passed, from 0 to 1, exactly; None where it holds no working time.

    Args:
        period: the period.
        as_of: the instant.
        calendar: when people are at work; None for wall time.
    """
    opens, ends = micros(period.starts_at), micros(period.ends_at)
    here = min(max(micros(as_of), opens), ends)
    if calendar is None:
        return Fraction(here - opens, ends - opens)
    before, whole = open_before(calendar, opens), open_before(calendar, ends)
    return None if whole == before else Fraction(open_before(calendar, here) - before, whole - before)


def share_due(
    goal: Goal, period: Period, *, as_of: datetime, passed: Fraction, calendar: Calendar | None = None
) -> Fraction:
    """Return which part of the target of a goal is due at an instant, from 0 to 1; it never falls, and ends at 1.

    Of what does not grow as the period goes by, the whole target is due. Of what grows: with steps, all of those that
    have passed and, of the one that runs, the share of its time; with a shape, what the shape says has come by then, by
    wall time; otherwise the share of the period that has passed.

    Args:
        goal: with its target.
        period: in which it counts.
        as_of: the instant.
        passed: the share of the period that has passed, by working time where there is a calendar.
        calendar: when people are at work; a step without working time in it passes by wall time.

    Raises:
        DocumentError: `steps-count`, `steps-outside`.
    """
    if not is_cumulative(goal.metric):
        return Fraction(1)
    if goal.shape is not None:
        return shape_share(goal.shape, time_share(period, as_of) or Fraction(0))
    whole = magnitude(goal.target)
    if not goal.steps or not whole:
        return passed
    due = Fraction(0)
    for part, target in step_periods(goal, period):
        share = time_share(part, as_of, calendar)
        due += magnitude(target) * ((time_share(part, as_of) or Fraction(0)) if share is None else share)
    return due / whole


def target_due(goal: Goal, period: Period, *, as_of: datetime) -> Target:
    """Return the target that holds at an instant for what does not grow: that of the step that runs, else the goal's.

    Raises:
        DocumentError: `steps-count`, `steps-outside`.
    """
    found = goal.target
    if is_cumulative(goal.metric):
        return found
    for number, (part, target) in enumerate(step_periods(goal, period)):
        if not number or micros(part.starts_at) <= micros(as_of):
            found = target
    return found
