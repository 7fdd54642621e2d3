"""Pace: what is due of a goal by now, how it stands against that, and the stated rules for its status.

The rules, in this order:

- `pending`: the period has not begun, or nothing is measured.
- `met`, `missed`: the period is over, and what is still pending cannot turn the answer. No goal is met before, since a
  period's last day may take back what its first gave.
- `at risk`: what grows has passed the most that was agreed.
- `ahead`: the goal of a growing metric with `at_least` has been reached, or the pace is at least `AHEAD`.
- `on track`: the pace is at least `ON_TRACK`; with `between`, what is within the limits that are due is on track.
- `at risk`: the pace is lower.

A count and a total grow: a part of their target is expected by now. It is the steps that have passed and the running
one's share, or what the shape says, or else the share of the period that has passed (by working time where the
scorecard has a calendar). Of a share, a median time and an external figure the whole target is, or the step that holds.
Pace is actual ÷ expected, and expected ÷ actual where less is better, so that more than 1 is always good; with
`between` it is that of the limit that is passed, and 1 within.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeAlias

import attrs

from alignkit.errors import CalendarError
from alignkit.instants import checked_instant, micros
from alignkit.periods import Period, midnight
from alignkit.scorecard.attain import reaches
from alignkit.scorecard.expect import share_due, target_due, time_share
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import is_cumulative
from alignkit.scorecard.quantities import Quantity, alike, like, magnitude
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.tables import open_before

Status: TypeAlias = Literal["met", "ahead", "on track", "at risk", "missed", "pending"]

AHEAD = Fraction(105, 100)
"""From this pace on a goal is ahead."""
ON_TRACK = Fraction(95, 100)
"""From this pace on a goal is on track."""


@attrs.frozen(slots=True)
class Elapsed:
    """How much of a period has passed at an instant.

    Args:
        share: from 0 to 1, by working time where there is a calendar.
        days: how many days the period has: working days where there is a calendar (dates with open time).
        begun: whether the period has begun.
        over: whether it is over.
        at_work: whether it goes by working time.
    """

    share: Fraction
    days: int
    begun: bool
    over: bool
    at_work: bool = False

    @property
    def days_left(self) -> Fraction:
        """The days that are left, parts of days too."""
        return (1 - self.share) * self.days


def passed(period: Period, *, as_of: datetime, calendar: Calendar | None = None) -> Elapsed:
    """Return how much of a period has passed.

    Args:
        period: the period.
        as_of: the instant.
        calendar: when people are at work; None for wall time.

    Raises:
        TimeError: `as_of` is naive.
        CalendarError: `never-open`, when there is no open time in the period.

    >>> from datetime import UTC
    >>> from alignkit.periods import month
    >>> passed(month(2026, 4, zone="UTC"), as_of=datetime(2026, 4, 7, tzinfo=UTC)).share
    Fraction(1, 5)
    """
    now = micros(checked_instant(as_of, "as_of"))
    opens, ends = micros(period.starts_at), micros(period.ends_at)
    share = time_share(period, as_of, calendar)
    if share is None:
        raise CalendarError.at("never-open", f"the calendar has no open time in {period.name}")
    days = (period.end - period.first).days
    if calendar is not None:
        days = _working_days(period.first, period.end, period.zone, calendar)
    return Elapsed(share, days, now >= opens, now >= ends, calendar is not None)


def _working_days(first: date, end: date, zone: str, calendar: Calendar) -> int:
    """Count the dates with open time, by the clocks of the period."""
    midnights = [midnight(first + timedelta(days=number), zone) for number in range((end - first).days + 1)]
    open_time = [open_before(calendar, micros(instant)) for instant in midnights]
    return sum(after > before for before, after in pairwise(open_time))


@attrs.frozen(slots=True)
class Pacing:
    """How a goal stands against what is due of it by now.

    Args:
        expected: what is due by now; with `between`, the least.
        pace: actual ÷ expected, or the inverse where less is better; None where one of them is nothing.
        projected: the run rate: what the period comes to if it goes on like this, actual ÷ the share that is due; None
            before there is any.
        needed: what each day that is left needs for the target to be reached, a working day where there is a calendar;
            None where the metric does not grow, where only less is better, and after the end.
        status: by the stated rules.
        most: with `between`, the most that is due by now.
    """

    expected: Quantity
    pace: Fraction | None
    projected: Quantity | None
    needed: Quantity | None
    status: Status
    most: Quantity | None = None


def pacing(goal: Goal, figure: Figure, elapsed: Elapsed, *, calendar: Calendar | None = None) -> Pacing:
    """Hold a figure against what is due of its goal by now.

    Args:
        goal: the goal.
        figure: what its metric came to, with the period and the instant.
        elapsed: how much of the period has passed.
        calendar: when people are at work, for steps.

    Raises:
        DataError: `mixed-currencies`, `wrong-type`, when the figure and the target cannot be compared.
        DocumentError: `steps-count`, `steps-outside`.
    """
    grows = is_cumulative(goal.metric)
    share = share_due(goal, figure.period, as_of=figure.as_of, passed=elapsed.share, calendar=calendar)
    expected = magnitude(target_due(goal, figure.period, as_of=figure.as_of)) * share
    due = like(goal.target, expected)
    most = None if goal.between is None else like(goal.target, magnitude(goal.between[1]) * share)
    if figure.value is None or not elapsed.begun:
        return Pacing(due, None, None, None, "pending", most)
    actual = alike(figure.value, goal.target, goal.name)
    reached = magnitude(actual)
    pace = _pace(goal, reached, expected, most)
    projected = needed = None
    if not grows:
        projected = actual
    elif share:
        projected = like(goal.target, reached / share)
    if grows and goal.at_most is None and elapsed.days_left:
        needed = like(goal.target, max(magnitude(goal.target) - reached, Fraction(0)) / elapsed.days_left)
    return Pacing(due, pace, projected, needed, _status(goal, figure, actual, pace, elapsed=elapsed), most)


def _pace(goal: Goal, reached: Fraction, expected: Fraction, most: Quantity | None) -> Fraction | None:
    over, under = (reached, expected) if goal.at_most is None else (expected, reached)
    if most is not None and reached >= expected:
        over = magnitude(most)
        under = max(over, reached) if over else over
    return over / under if under > 0 else None


def _status(goal: Goal, figure: Figure, actual: Quantity, pace: Fraction | None, *, elapsed: Elapsed) -> Status:
    if elapsed.over:
        final = _final(goal, figure, actual)
        if final is not None:
            return final
    elif is_cumulative(goal.metric):
        _, most = goal.limits
        if most is not None and magnitude(actual) > magnitude(most):
            return "at risk"
        if most is None and reaches(goal, actual):
            return "ahead"
    if pace is None:
        # nothing is due yet of a growing metric, or nothing has happened where less is better
        if goal.at_most is None:
            return "on track"
        return "ahead" if magnitude(goal.target) > 0 else "on track"
    if pace >= AHEAD:
        return "ahead"
    return "on track" if pace >= ON_TRACK else "at risk"


def _final(goal: Goal, figure: Figure, actual: Quantity) -> Status | None:
    """Return the verdict once the period is over; None while what is pending may still turn it."""
    low, high = (figure.lowest, figure.highest) if figure.pending else (actual, actual)
    if low is None or high is None:  # it may come to anything, or never come to be measured
        return None
    lowest, highest = magnitude(low), magnitude(high)
    least, most = (None if limit is None else magnitude(limit) for limit in goal.limits)
    if (least is not None and highest < least) or (most is not None and lowest > most):
        return "missed"
    return "met" if (least is None or lowest >= least) and (most is None or highest <= most) else None
