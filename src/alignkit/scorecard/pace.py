"""Pace: what is due of a goal by now, how it stands against that, and the stated rules for its status.

The rules, in this order:

- `pending`: the period has not begun, or nothing is measured.
- `met`, `missed`: the period is over, and what is still pending cannot turn the answer. No goal is met before, since a
  period's last day may take back what its first gave.
- `ahead`: the goal of a growing metric has been reached, or its pace is at least `AHEAD`.
- `on track`: the pace is at least `ON_TRACK`.
- `at risk`: it is lower.

A count and a total grow: of their target, the share of the period that has passed is expected by now (by working time
where the scorecard has a calendar). Of a share, a median time and an external figure the whole target is. Pace is
actual ÷ expected, and expected ÷ actual where less is better, so that more than 1 is always good.
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
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import is_cumulative
from alignkit.scorecard.quantities import Quantity, alike, like, magnitude
from alignkit.worktime.calendar import WorkCalendar
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


def passed(period: Period, *, as_of: datetime, calendar: WorkCalendar | None = None) -> Elapsed:
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
    here = min(max(now, opens), ends)
    if calendar is None:
        share, days = Fraction(here - opens, ends - opens), (period.end - period.first).days
    else:
        before, whole = open_before(calendar, opens), open_before(calendar, ends)
        if whole == before:
            raise CalendarError.at("never-open", f"the calendar has no open time in {period.name}")
        share = Fraction(open_before(calendar, here) - before, whole - before)
        days = _working_days(period.first, period.end, period.zone, calendar)
    return Elapsed(share, days, now >= opens, now >= ends, calendar is not None)


def _working_days(first: date, end: date, zone: str, calendar: WorkCalendar) -> int:
    """Count the dates with open time, by the clocks of the period."""
    midnights = [midnight(first + timedelta(days=number), zone) for number in range((end - first).days + 1)]
    open_time = [open_before(calendar, micros(instant)) for instant in midnights]
    return sum(after > before for before, after in pairwise(open_time))


@attrs.frozen(slots=True)
class Pacing:
    """How a goal stands against what is due of it by now.

    Args:
        expected: what is due by now.
        pace: actual ÷ expected, or the inverse where less is better; None where one of them is nothing.
        projected: the run rate: what the period comes to if it goes on like this; None before there is any.
        needed: what each day that is left needs for the target to be reached, a working day where there is a calendar;
            None where the metric does not grow, where less is better, and after the end.
        status: by the stated rules.
    """

    expected: Quantity
    pace: Fraction | None
    projected: Quantity | None
    needed: Quantity | None
    status: Status


def pacing(goal: Goal, figure: Figure, elapsed: Elapsed) -> Pacing:
    """Hold a figure against what is due of its goal by now.

    Raises:
        DataError: `mixed-currencies`, `wrong-type`, when the figure and the target cannot be compared.
    """
    grows = is_cumulative(goal.metric)
    target = magnitude(goal.target)
    expected = target * elapsed.share if grows else target
    due = like(goal.target, expected)
    if figure.value is None or not elapsed.begun:
        return Pacing(due, None, None, None, "pending")
    actual = alike(figure.value, goal.target, goal.name)
    reached = magnitude(actual)
    pace = _pace(goal, reached, expected)
    projected = needed = None
    if not grows:
        projected = actual
    elif elapsed.share:
        projected = like(goal.target, reached / elapsed.share)
    if grows and goal.at_most is None and elapsed.days_left:
        needed = like(goal.target, max(target - reached, Fraction(0)) / elapsed.days_left)
    return Pacing(due, pace, projected, needed, _status(goal, figure, actual, pace, elapsed=elapsed))


def _pace(goal: Goal, reached: Fraction, expected: Fraction) -> Fraction | None:
    over, under = (reached, expected) if goal.at_most is None else (expected, reached)
    return over / under if under > 0 else None


def _status(goal: Goal, figure: Figure, actual: Quantity, pace: Fraction | None, *, elapsed: Elapsed) -> Status:
    if elapsed.over:
        final = _final(goal, figure, actual)
        if final is not None:
            return final
    elif is_cumulative(goal.metric) and goal.at_most is None and reaches(goal, actual):
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
    outcomes = [actual]
    if figure.pending and figure.lowest is not None and figure.highest is not None:
        outcomes = [figure.lowest, figure.highest]
    verdicts = {reaches(goal, outcome) for outcome in outcomes}
    if len(verdicts) > 1:
        return None
    return "met" if verdicts.pop() else "missed"
