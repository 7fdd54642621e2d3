"""The days of a rule, counted by hand on the calendar of 2026, which begins on a Thursday."""

from __future__ import annotations

from datetime import date
from itertools import islice, takewhile

import dateutil.rrule
import pytest

from alignkit.worktime.day_rules import DayRule
from alignkit.worktime.name_days import days_between, days_of, names_its_days, taken_up

NEW_YEAR = date(2026, 1, 1)
MO, TU, WE, TH, FR = range(5)


def named(rule: DayRule, first: date = NEW_YEAR, many: int = 4) -> list[str]:
    """Return the first days of a rule."""
    return [day.isoformat() for day in islice(days_of(rule, first), many)]


def in_year(rule: DayRule, year: int) -> list[date]:
    """Return the days of a rule in a year, counted from its first day."""
    return list(takewhile(lambda day: day.year == year, days_of(rule, date(year, 1, 1))))


def test_the_last_working_day_of_a_month() -> None:
    """BYSETPOS picks among the days that the rest of the rule names."""
    working = tuple((day, 0) for day in range(5))
    rule = DayRule("MONTHLY", days=working, others=(("BYSETPOS", (-1,)),))
    assert named(rule) == ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"]


def test_a_week_by_its_number() -> None:
    """The week that holds 4 January is the first; where the rule names no weekday, it is that of the first day."""
    twentieth = (("BYWEEKNO", (20,)),)
    assert named(DayRule("YEARLY", days=((MO, 0),), others=twentieth), many=2) == ["2026-05-11", "2027-05-17"]
    assert named(DayRule("YEARLY", others=twentieth), many=2) == ["2026-05-14", "2027-05-20"]
    assert named(DayRule("YEARLY", month_days=(13,), others=twentieth), many=1) == ["2026-05-13"]
    assert named(DayRule("YEARLY", others=(("BYYEARDAY", (133,)), *twentieth)), many=1) == ["2026-05-13"]


def test_a_week_that_starts_on_sunday() -> None:
    """Every other week's Sunday and Monday: which go together depends on where weeks begin."""
    fortnight = DayRule("WEEKLY", interval=2, days=((MO, 0), (6, 0)))
    assert named(fortnight) == ["2026-01-04", "2026-01-12", "2026-01-18", "2026-01-26"]
    sundays = DayRule("WEEKLY", interval=2, days=((MO, 0), (6, 0)), week_starts=6)
    assert named(sundays) == ["2026-01-11", "2026-01-12", "2026-01-25", "2026-01-26"]


def test_each_friday_beside_the_first_monday() -> None:
    """All of both, in a month, in some months of a year, and in a year that has 53 Fridays."""
    both = ((MO, 1), (FR, 0))
    january = ["2026-01-02", "2026-01-05", "2026-01-09", "2026-01-16", "2026-01-23", "2026-01-30"]
    assert named(DayRule("MONTHLY", days=both), many=7) == [*january, "2026-02-02"]
    assert named(DayRule("YEARLY", months=(1,), days=both), many=7) == [*january, "2027-01-01"]
    fridays = in_year(DayRule("YEARLY", days=both), 2027)
    assert [day for day in fridays if day.weekday() == MO] == [date(2027, 1, 4)]
    assert (len(fridays), fridays[0], fridays[-1]) == (54, date(2027, 1, 1), date(2027, 12, 31))
    assert len(in_year(DayRule("YEARLY", days=((TH, 0),)), 2026)) == 53


@pytest.mark.parametrize(
    ("interval", "weekday", "found"),
    [
        (1, MO, ["2026-01-05", "2026-01-12"]),
        (1, FR, ["2026-01-02", "2026-01-09"]),
        (3, TU, ["2026-01-13", "2026-02-03"]),
        (7, TH, ["2026-01-01", "2026-01-08"]),
        (14, TH, ["2026-01-01", "2026-01-15"]),
    ],
)
def test_every_so_many_days_if_it_is_that_weekday(interval: int, weekday: int, found: list[str]) -> None:
    """From a Thursday on."""
    assert named(DayRule("DAILY", interval=interval, days=((weekday, 0),)), many=2) == found


def test_a_weekday_that_is_never_met(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every seventh day from a Thursday on is no Monday: that is known without a walk to the end of time."""
    monkeypatch.setattr(dateutil.rrule, "rrule", None)
    for interval in (7, 14, 700):
        assert named(DayRule("DAILY", interval=interval, days=((MO, 0),))) == []


def test_every_seventh_week_meets_every_weekday() -> None:
    """Of weeks, unlike of days."""
    assert named(DayRule("WEEKLY", interval=7, days=((MO, 0),)), many=2) == ["2026-02-16", "2026-04-06"]


def test_the_day_after_the_last_is_not_named() -> None:
    """And days before the first one are not."""
    mondays = DayRule("WEEKLY", days=((MO, 0),))
    found = days_between(mondays, date(2026, 1, 7), date(2026, 1, 5), date(2026, 1, 26))
    assert list(found) == [date(2026, 1, 12), date(2026, 1, 19)]
    found = days_between(mondays, date(2020, 1, 1), date(2026, 1, 5), date(2026, 1, 13))
    assert list(found) == [date(2026, 1, 5), date(2026, 1, 12)]


@pytest.mark.parametrize(
    ("rule", "first", "near"),
    [
        (DayRule("YEARLY"), date(2000, 12, 25), "2026-01-01"),
        (DayRule("YEARLY", interval=4), date(2000, 12, 25), "2024-01-01"),
        (DayRule("MONTHLY"), date(2000, 12, 25), "2026-03-01"),
        (DayRule("MONTHLY", interval=5), date(2000, 12, 25), "2025-12-01"),
        (DayRule("MONTHLY", interval=12), date(2000, 1, 25), "2026-01-01"),
        (DayRule("WEEKLY"), date(2025, 12, 24), "2026-03-02"),
        (DayRule("WEEKLY", interval=3), date(2025, 12, 24), "2026-02-23"),
        (DayRule("WEEKLY", interval=3, week_starts=6), date(2025, 12, 24), "2026-02-22"),
        (DayRule("DAILY", interval=11), date(2025, 12, 24), "2026-02-28"),
        (DayRule("YEARLY", count=3), date(2000, 12, 25), "2000-12-25"),
        (DayRule("YEARLY"), date(2027, 12, 25), "2027-01-01"),
        (DayRule("DAILY"), date(2027, 12, 25), "2027-12-25"),
        (DayRule("WEEKLY", interval=2, week_starts=6), date(1, 1, 1), "2026-03-02"),
    ],
)
def test_where_a_rule_is_taken_up(rule: DayRule, first: date, near: str) -> None:
    """At the beginning of the last of its years, months, weeks or days that begins by 6 March 2026, a Friday."""
    assert taken_up(rule, first, date(2026, 3, 6))[1].isoformat() == near


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (DayRule("YEARLY"), DayRule("YEARLY", months=(12,), month_days=(24,))),
        (DayRule("YEARLY", months=(4,)), DayRule("YEARLY", months=(4,), month_days=(24,))),
        (DayRule("MONTHLY"), DayRule("MONTHLY", month_days=(24,))),
        (DayRule("MONTHLY", months=(4,)), DayRule("MONTHLY", months=(4,), month_days=(24,))),
        (DayRule("WEEKLY"), DayRule("WEEKLY", days=((WE, 0),))),
        (DayRule("DAILY"), DayRule("DAILY")),
        (
            DayRule("YEARLY", others=(("BYWEEKNO", (20,)),)),
            DayRule("YEARLY", days=((WE, 0),), others=(("BYWEEKNO", (20,)),)),
        ),
        (DayRule("YEARLY", others=(("BYYEARDAY", (20,)),)), DayRule("YEARLY", others=(("BYYEARDAY", (20,)),))),
        (DayRule("YEARLY", month_days=(1,)), DayRule("YEARLY", month_days=(1,))),
        (DayRule("YEARLY", days=((MO, 1),)), DayRule("YEARLY", days=((MO, 1),))),
    ],
)
def test_what_a_rule_leaves_to_its_first_day(rule: DayRule, told: DayRule) -> None:
    """Here Wednesday 24 December 2025; a rule that leaves it something does not name its days."""
    assert taken_up(rule, date(2025, 12, 24), date(2026, 3, 6))[0] == told
    assert names_its_days(rule) == (told == rule)


def test_what_counts_from_a_first_day_does_not_name_its_days() -> None:
    """Every other Monday, or three of them."""
    assert names_its_days(DayRule("WEEKLY", days=((MO, 0),)))
    assert not names_its_days(DayRule("WEEKLY", interval=2, days=((MO, 0),)))
    assert not names_its_days(DayRule("WEEKLY", count=3, days=((MO, 0),)))
