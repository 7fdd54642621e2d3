from __future__ import annotations

from datetime import date

from alignkit.worktime.days import THURSDAY, lay_out
from alignkit.worktime.week import week_of

HOUR = 3600 * 10**6


def test_a_day_holds_what_runs_over_from_the_day_before() -> None:
    """A night shift shows as the end of one day and the start of the next, merged with that day's own hours."""
    days = lay_out(week_of({"mon": ["22:00-10:00"], "tue": ["08:00-12:00"]}), (), ())
    assert days.week[0] == ((22 * HOUR, 24 * HOUR),)
    assert days.week[1] == ((0, 12 * HOUR),)
    assert days.week[2] == ()


def test_a_holiday_changes_its_day_and_the_next() -> None:
    """The shift of the day before still ends on the holiday; the holiday's own does not reach the day after."""
    days = lay_out(week_of({"mon-sun": ["22:00-06:00"]}), (date(1970, 1, 8),), ())
    assert date(1970, 1, 1).weekday() == THURSDAY
    assert days.patches == {7: ((0, 6 * HOUR),), 8: ((22 * HOUR, 24 * HOUR),)}
