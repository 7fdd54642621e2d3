from __future__ import annotations

from datetime import date, timedelta

import pytest

from alignkit.worktime.days import THURSDAY, lay_out
from alignkit.worktime.segments import BLOCK, DAY
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


def test_what_starts_on_a_day_is_whole() -> None:
    """Of the usual days and of those that are changed; a holiday has nothing."""
    week = week_of({"mon": ["22:00-06:00"], "tue": ["08:00-09:00", "10:00-12:00"]})
    days = lay_out(week, (date(1970, 1, 5),), ((date(1970, 1, 6), ("23:00-01:30",)),))
    assert days.own_week == (
        ((22 * HOUR, 30 * HOUR),),
        ((8 * HOUR, 9 * HOUR), (10 * HOUR, 12 * HOUR)),
        *[()] * 5,
    )
    assert days.own_patches == {4: (), 5: ((23 * HOUR, 25 * HOUR + HOUR // 2),)}
    assert days.patches == {4: (), 5: ((23 * HOUR, 24 * HOUR),), 6: ((0, HOUR + HOUR // 2),)}


def test_a_changed_day_before_and_after_a_usual_one() -> None:
    """Sunday's night runs into Monday, and over a changed day nothing else is lost."""
    week = week_of({"sun": ["22:00-06:00"], "mon": ["09:00-24:00"], "tue": ["08:00-09:00"]})
    days = lay_out(week, (), ((date(1970, 1, 5), ("10:00-12:00",)),))
    assert days.week[0] == ((0, 6 * HOUR), (9 * HOUR, 24 * HOUR))
    assert days.week[1] == ((8 * HOUR, 9 * HOUR),)
    assert days.patches == {4: ((0, 6 * HOUR), (10 * HOUR, 12 * HOUR)), 5: days.week[1]}


@pytest.mark.parametrize("off", range(-7, 6))
def test_the_blocks_that_a_changed_day_touches(off: int) -> None:
    """In whatever zone: two days before it, and three after the next one, on which its night may end."""
    edge = date(1970, 1, 1) + timedelta(days=108 * BLOCK // DAY)
    days = lay_out(week_of({"mon": ["09:00-17:00"]}), (edge + timedelta(days=off),), ())
    assert days.touched == {block for block, near in ((107, off <= 1), (108, off >= -4)) if near}
