"""What is due by now: evenly, by steps, by a shape; and the target that holds."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest
from tests.funnel.build import JANUARY, day
from tests.scorecard.build import goal

from alignkit.funnel.patterns import entered
from alignkit.periods import quarter
from alignkit.scorecard.expect import share_due, target_due, time_share
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, external
from alignkit.scorecard.shapes import Shape
from alignkit.worktime.calendar import WorkCalendar

MQLS = count(entered("mql"))
SPRING = quarter(2026, 2, zone="UTC")
MORNINGS = WorkCalendar("UTC", {"mon-fri": ["09:00-12:00"]})
NEVER = WorkCalendar("UTC", {"mon": []}, exceptions={date(2027, 1, 4): ["09:00-10:00"]})
MAY_ONLY = WorkCalendar("UTC", {"mon": []}, exceptions={date(2026, 5, 4): ["09:00-10:00"]})


def due(made: Goal, at: datetime, calendar: WorkCalendar | None = None) -> Fraction:
    """Return which part is due in spring when a third of it has passed."""
    return share_due(made, SPRING, as_of=at, passed=Fraction(1, 3), calendar=calendar)


def spring(month: int, of_month: int, hour: int = 0) -> datetime:
    """Return an instant of 2026."""
    return day(0).replace(month=month, day=of_month, hour=hour)


@pytest.mark.parametrize(("at", "share"), [(-5, 0), (0, 0), (7.75, "1/4"), (31, 1), (40, 1)])
def test_time_passes_from_the_first_instant_to_the_last(at: float, share: str | int) -> None:
    """Not before the period, and not after it."""
    assert time_share(JANUARY, day(at)) == Fraction(share)


def test_working_time_passes_while_people_work() -> None:
    """January has 22 mornings; on Friday the second at noon two are over. Where none is open there is no share."""
    assert time_share(JANUARY, day(1.5), MORNINGS) == Fraction(2, 22)
    assert time_share(JANUARY, day(-5), MORNINGS) == 0
    assert time_share(JANUARY, day(90), MORNINGS) == 1
    assert time_share(JANUARY, day(5), NEVER) is None


def test_what_does_not_grow_is_due_as_a_whole() -> None:
    """A figure from elsewhere, with steps or without."""
    assert due(goal(metric=external("nps")), spring(4, 1)) == 1
    assert due(goal(metric=external("nps"), steps=[1, 2, 10]), spring(4, 1)) == 1


def test_what_grows_is_due_as_the_time_has_passed() -> None:
    """As the caller counts the time."""
    assert due(goal(metric=MQLS), spring(6, 30)) == Fraction(1, 3)
    assert due(goal(metric=MQLS, at_least=None, at_most=0, worst=5, steps=[0, 0, 0]), spring(6, 30)) == Fraction(1, 3)


def test_by_steps() -> None:
    """Of 5, 3 and 2: all of April's; by the middle of April half of it; in May the tenth of its days too."""
    made = goal(metric=MQLS, steps=[5, 3, 2])
    assert due(made, spring(4, 1)) == 0
    assert due(made, spring(4, 16)) == Fraction(1, 4)
    assert due(made, spring(5, 1)) == Fraction(1, 2)
    assert due(made, spring(5, 11)) == Fraction(1, 2) + Fraction(3, 10) * Fraction(10, 31)
    assert due(made, spring(6, 30)) == Fraction(8, 10) + Fraction(2, 10) * Fraction(29, 30)
    assert due(made, spring(7, 9)) == 1


def test_by_steps_and_working_time() -> None:
    """A step without working time passes by wall time, the others by mornings: 1 of April's 22 on the first at noon."""
    made = goal(metric=MQLS, steps=[5, 3, 2])
    assert due(made, spring(4, 1, 12), MORNINGS) == Fraction(1, 2) * Fraction(1, 22)
    assert due(made, spring(4, 16), MAY_ONLY) == Fraction(1, 4)
    assert due(made, spring(5, 3), MAY_ONLY) == Fraction(1, 2)
    assert due(made, spring(5, 5), MAY_ONLY) == Fraction(8, 10)


def test_by_a_shape() -> None:
    """A half in the last third; at the first instant nothing, whatever the calendar."""
    made = goal(metric=MQLS, shape=Shape("late", [0.25, 0.25, 0.5]))
    day_91 = spring(4, 1)
    assert due(made, day_91) == 0
    assert due(made, day_91 + (spring(7, 1) - day_91) / 3) == Fraction(1, 4)
    assert due(made, spring(7, 1), MORNINGS) == 1


def test_the_target_that_holds() -> None:
    """Of what does not grow that of the step that runs, before the period that of the first; else the goal's."""
    nps = goal(metric=external("nps"), steps=[1, 2, 10])
    for at, target in ((spring(3, 1), 1), (spring(4, 1), 1), (spring(4, 30), 1), (spring(5, 1), 2), (spring(7, 1), 10)):
        assert target_due(nps, SPRING, as_of=at) == target
    assert target_due(goal(metric=external("nps")), SPRING, as_of=spring(4, 1)) == 10
    assert target_due(goal(metric=MQLS, steps=[5, 3, 2]), SPRING, as_of=spring(4, 1)) == 10
