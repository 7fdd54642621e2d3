"""Recurring holidays: against looking at each day by itself, and what is refused."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import AlignkitError, DocumentError, LimitError, TimeError
from alignkit.worktime import recurring
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.day_rules import DAYS, DayRule, read_day_rule
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.name_days import days_between, days_of
from alignkit.worktime.recurring import RULE_WORDING, recurring_dates
from alignkit.worktime.week import DAY_NAMES
from alignkit.worktime.work_time import work_hours

Named = Callable[[date], bool]
KINGS_DAY = "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27"


def _each_day(years: set[int]) -> Iterator[date]:
    for year in sorted(years):
        day = date(year, 1, 1)
        while day.year == year:
            yield day
            day += timedelta(days=1)


def _nth(day: date) -> set[int]:
    """Return which of its weekdays in its month a day is, from the front and from the end."""
    left = monthrange(day.year, day.month)[1] - day.day
    return {(day.day - 1) // 7 + 1, -(left // 7 + 1)}


@st.composite
def rules(draw: st.DrawFn) -> tuple[str, Named]:
    """Draw a rule of a simple kind, and what says of a day whether the rule names it."""
    months = draw(st.sets(st.integers(1, 12), min_size=1, max_size=3))
    by_month = ",".join(map(str, months))
    kind = draw(st.sampled_from(["month day", "from the end", "nth", "each", "monthly", "weekly", "day of the year"]))
    weekday, number = draw(st.integers(0, 6)), draw(st.integers(1, 31))
    if kind == "month day":
        rule = f"FREQ=YEARLY;BYMONTH={by_month};BYMONTHDAY={number}"
        return rule, lambda day: day.month in months and day.day == number
    if kind == "from the end":
        rule = f"FREQ=YEARLY;BYMONTH={by_month};BYMONTHDAY=-{number}"
        return rule, lambda day: day.month in months and day.day == monthrange(day.year, day.month)[1] + 1 - number
    nth = draw(st.sampled_from([-5, -2, -1, 1, 3, 4, 5]))
    if kind == "nth":
        sign = draw(st.sampled_from(["", "+"])) if nth > 0 else ""
        rule = f"FREQ=YEARLY;BYMONTH={by_month};BYDAY={sign}{nth}{DAYS[weekday]}"
        return rule, lambda day: day.month in months and day.weekday() == weekday and nth in _nth(day)
    if kind == "each":
        rule = f"FREQ=YEARLY;BYMONTH={by_month};BYDAY={DAYS[weekday]}"
        return rule, lambda day: day.month in months and day.weekday() == weekday
    if kind == "monthly":
        rule = f"FREQ=MONTHLY;BYDAY={nth}{DAYS[weekday]}"
        return rule, lambda day: day.weekday() == weekday and nth in _nth(day)
    if kind == "weekly":
        return f"FREQ=WEEKLY;BYDAY={DAYS[weekday]}", lambda day: day.weekday() == weekday
    number = draw(st.integers(1, 366))
    return f"FREQ=YEARLY;BYYEARDAY={number}", lambda day: day.timetuple().tm_yday == number


years_drawn = st.sets(st.integers(1, 9998) | st.integers(2000, 2030), min_size=1, max_size=4).filter(
    lambda years: max(years) - min(years) < 1000
)
near_years = st.integers(1, 9900).flatmap(lambda first: st.sets(st.integers(first, first + 4), min_size=1))


@given(rules(), near_years | years_drawn)
def test_the_dates_are_those_that_a_look_at_each_day_finds(drawn: tuple[str, Named], years: set[int]) -> None:
    """For a family of simple rules, whatever the years."""
    rule, named = drawn
    assert recurring_dates(rule, years) == tuple(day for day in _each_day(years) if named(day))


@given(rules(), near_years, st.dictionaries(st.integers(0, 6), st.sampled_from([-6, -3, -1, 1, 2, 6])))
def test_a_holiday_is_kept_where_it_is_moved_to(
    drawn: tuple[str, Named], years: set[int], moves: dict[int, int]
) -> None:
    """Each by itself; the years are those of the day on which it is kept."""
    rule, named = drawn
    around = {year + step for year in years for step in (-1, 0, 1) if year + step > 0}
    kept = {day.toordinal() + moves.get(day.weekday(), 0) for day in _each_day(around) if named(day)}
    moved = {DAY_NAMES[day]: step for day, step in moves.items()}
    days = {date.fromordinal(max(1, day)) for day in kept}  # before the first day of all there is none
    assert recurring_dates(rule, years, moved=moved) == tuple(sorted(day for day in days if day.year in years))


@given(
    st.sampled_from(
        [
            "FREQ=YEARLY", "FREQ=YEARLY;INTERVAL=3", "FREQ=YEARLY;BYMONTH=2,5", "FREQ=YEARLY;BYWEEKNO=1,20,53",
            "FREQ=YEARLY;INTERVAL=2;BYWEEKNO=52;BYDAY=MO,SU;WKST=SU", "FREQ=YEARLY;BYDAY=SU;BYSETPOS=-1,7",
            "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=5", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR",
            "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            "FREQ=MONTHLY;INTERVAL=7;BYDAY=MO;BYSETPOS=2", "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=3",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO", "FREQ=DAILY;INTERVAL=10",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "FREQ=DAILY;INTERVAL=3;BYDAY=TU",
            "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "FREQ=YEARLY;COUNT=4", "FREQ=MONTHLY;COUNT=20",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        ]
    ),
    st.dates(date(1900, 1, 1), date(2030, 12, 31)),
    st.integers(0, 60),
    st.integers(1, 5),
)  # fmt: skip
def test_where_a_rule_is_taken_up_changes_nothing(rule: str, first: date, after: int, many: int) -> None:
    """The days are those that are found by walking on from the first day."""
    read = read_day_rule(rule, RULE_WORDING)
    assert isinstance(read, DayRule)
    start = date(first.year + after - 1, 6, 15)
    end = date(start.year + many, 3, 1)
    walked = []
    for day in days_of(read, first):
        if day >= end:
            break
        if day >= start:
            walked.append(day)
    assert list(days_between(read, first, start, end)) == walked


def test_the_first_days_of_the_calendar() -> None:
    """Weeks begin before it does; rules that hold from the first day of all do not."""
    sundays = recurring_dates("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU", 1, since=date(1, 1, 1))
    assert [day.day for day in sundays[:2]] == [14, 28]
    assert recurring_dates("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=2", 1, moved={"tue": -6}) == (date(1, 1, 1),)
    assert recurring_dates("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", 9998, moved={"thu": 1}) == ()
    assert recurring_dates("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", 9998, moved={"fri": -1}) == (date(9998, 12, 31),)


def test_rules_that_count_from_a_first_day() -> None:
    """`since` is that day, and nothing before it is named."""
    assert recurring_dates("FREQ=YEARLY;INTERVAL=4", range(2020, 2031), since=date(2021, 11, 3)) == (
        date(2021, 11, 3),
        date(2025, 11, 3),
        date(2029, 11, 3),
    )
    assert recurring_dates("FREQ=YEARLY;COUNT=2", range(2020, 2031), since=date(2025, 5, 1))[-1] == date(2026, 5, 1)
    assert recurring_dates(KINGS_DAY, range(2012, 2016), since=date(2014, 4, 27)) == (
        date(2014, 4, 27),
        date(2015, 4, 27),
    )
    assert recurring_dates(KINGS_DAY, 2012, since=date(2014, 4, 27)) == ()
    assert recurring_dates("FREQ=YEARLY", range(2023, 2030), since=date(2024, 2, 29)) == (
        date(2024, 2, 29),
        date(2028, 2, 29),
    )


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=4", "FREQ=MONTHLY", "FREQ=WEEKLY", "FREQ=YEARLY;BYWEEKNO=20",
        f"{KINGS_DAY};INTERVAL=2", f"{KINGS_DAY};COUNT=3",
    ],
)  # fmt: skip
def test_a_rule_that_leaves_its_day_open_needs_a_first_one(rule: str) -> None:
    """It is never made up."""
    with pytest.raises(TimeError, match="give `since`") as caught:
        recurring_dates(rule, 2026)
    assert caught.value.code == "no-first-day"


def test_T25_a_recurring_holiday_on_a_sunday() -> None:
    """T25: it has no effect, unless it is kept on another day; named twice it counts once."""
    new_year = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"
    week = {"mon-fri": ["09:00-17:00"]}
    span = datetime(2023, 1, 1, tzinfo=UTC), datetime(2023, 1, 8, tzinfo=UTC)
    sunday = WorkCalendar("UTC", week, holidays=recurring_dates(new_year, 2023))
    assert sunday.holidays == (date(2023, 1, 1),)
    assert elapsed(sunday, *span) == work_hours(40)
    monday = WorkCalendar("UTC", week, holidays=2 * recurring_dates(new_year, 2023, moved={"sun": 1}))
    assert monday.holidays == (date(2023, 1, 2),)
    assert elapsed(monday, *span) == work_hours(32)


def test_a_holiday_that_is_kept_in_the_year_before() -> None:
    """New Year's Day of 2028 is a Saturday: kept on the Friday, it is a holiday of 2027."""
    new_year = "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1"
    assert recurring_dates(new_year, 2027, moved={"sat": -1}) == (date(2027, 1, 1), date(2027, 12, 31))
    assert recurring_dates(new_year, [2028], moved={"sat": -1}) == ()


def test_a_holiday_that_is_kept_in_the_year_after() -> None:
    """31 December 2028 is a Sunday: kept on the Monday, it is a holiday of 2029. In the year 1 it is a Monday."""
    last_day = "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"
    assert recurring_dates(last_day, 2029, moved={"sun": 1}) == (date(2029, 1, 1), date(2029, 12, 31))
    assert recurring_dates(last_day, 2029) == (date(2029, 12, 31),)
    assert recurring_dates(last_day, 2, moved={"mon": 6}) == (date(2, 1, 6), date(2, 12, 31))


def test_limits_are_reached_before_they_are_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many dates as a calendar holds, and a rule of 500 characters."""
    rule = "FREQ=WEEKLY;BYDAY=" + "MO," * 160 + "TU"
    assert len(rule) == 500
    assert len(recurring_dates(rule, 2024)) == 53 + 53
    monkeypatch.setattr(recurring, "MOST_DATES", 3)
    assert len(recurring_dates("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26,27,28", 2026)) == 3
    with pytest.raises(LimitError) as caught:
        recurring_dates("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26,27,28,29", 2026)
    told = (
        "the rule 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=26,27,28,29' names more than 3 dates, and a calendar holds no more"
    )
    assert str(caught.value) == f"years: too-many: {told}; ask for fewer years"


_AROUND = {"sat": -1, "sun": 1}
_AFTER = {"sat": 2, "sun": 2}


@pytest.mark.parametrize(
    ("country", "rule", "moved", "name"),
    [
        ("US", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", _AROUND, "New Year's Day"),
        ("US", "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4", _AROUND, "Independence Day"),
        ("US", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=11", _AROUND, "Veterans Day"),
        ("US", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", _AROUND, "Christmas Day"),
        ("US", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", {}, "Thanksgiving Day"),
        ("US", "FREQ=YEARLY;BYMONTH=1;BYDAY=+3MO", {}, "Martin Luther King Jr. Day"),
        ("US", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", {}, "Memorial Day"),
        ("GB", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", _AFTER, "Christmas Day"),
        ("GB", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=26", _AFTER, "Boxing Day"),
        ("GB", "FREQ=YEARLY;BYMONTH=8;BYDAY=-1MO", {}, "Late Summer Bank Holiday"),
        ("BR", "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=7", {}, "Independence Day"),
        ("DE", "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=3", {}, "German Unity Day"),
    ],
)
def test_the_dates_are_those_of_the_table(
    *, country: str, rule: str, moved: dict[str, int], name: str, shared_data: Path
) -> None:
    """Each holiday over twelve years, on the day on which it is kept."""
    due = set()
    with (shared_data / "calendar-oracle" / "public_holidays.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = row["name"].replace(" (observed)", "").split("; ")
            if row["country"] == country and name in names:
                due.add(date.fromisoformat(row["date"]))
    on_weekdays = {day for day in due if DAY_NAMES[day.weekday()] not in moved}
    assert set(recurring_dates(rule, range(2016, 2028), moved=moved)) == on_weekdays


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("", ["unreadable-rule"]),
        ("27 April", ["unreadable-rule"]),
        ("FREQ=SECONDLY", ["unreadable-rule"]),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=32", ["unreadable-rule", "unreadable-rule"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4XX", ["unreadable-rule"]),
        ("FREQ=YEARLY;BYSETPOS=1", ["unreadable-rule"]),
        (f"{KINGS_DAY};BYHOUR=9;BYMINUTE=30", ["unknown-part", "unknown-part"]),
        (f"{KINGS_DAY};UNTIL=20300101", ["unknown-part"]),
        (f"{KINGS_DAY};BYEASTER=1", ["unknown-part"]),
    ],
)
def test_T22_a_rule_that_cannot_be_read(rule: str, found: list[str]) -> None:
    """T22: no date is completed from anything; every fault is told."""
    with pytest.raises(TimeError) as caught:
        recurring_dates(rule, 2026)
    assert [(issue.code, issue.path) for issue in caught.value.issues] == [(code, "rule") for code in found]


def test_what_would_be_right_is_said() -> None:
    """In each message."""
    with pytest.raises(TimeError, match='such as "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27"'):
        recurring_dates("27 April", 2026)
    with pytest.raises(TimeError, match="a holiday is a whole day"):
        recurring_dates(f"{KINGS_DAY};BYHOUR=9", 2026)
    with pytest.raises(TimeError, match="the years that are asked for say how long it holds"):
        recurring_dates(f"{KINGS_DAY};UNTIL=20300101", 2026)


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        ({"rule": 5}, DocumentError, "wrong-type"),
        ({"rule": "FREQ=WEEKLY;BYDAY=" + "MO," * 1000}, LimitError, "too-long"),
        ({"years": "2026"}, DocumentError, "wrong-type"),
        ({"years": None}, DocumentError, "wrong-type"),
        ({"years": []}, TimeError, "no-such-year"),
        ({"years": [2026, "2027"]}, TimeError, "no-such-year"),
        ({"years": True}, TimeError, "no-such-year"),
        ({"years": 0}, TimeError, "no-such-year"),
        ({"years": 9999}, TimeError, "no-such-year"),
        ({"years": 2026.0}, DocumentError, "wrong-type"),
        ({"years": range(1, 1002)}, LimitError, "too-many"),
        ({"years": [1, 1001]}, LimitError, "too-many"),
        ({"years": repeat(2026)}, LimitError, "too-many"),
        ({"since": "2026-01-01"}, TimeError, "not-a-date"),
        ({"since": datetime(2026, 1, 1, tzinfo=UTC)}, TimeError, "not-a-date"),
        ({"since": date(1026, 1, 1)}, LimitError, "too-far"),
        ({"moved": ["sat"]}, DocumentError, "wrong-type"),
        ({"moved": {"saturday": 1}}, DocumentError, "unknown-day"),
        ({"moved": {5: 1}}, DocumentError, "unknown-day"),
        ({"moved": {"sat": 0}}, DocumentError, "bad-move"),
        ({"moved": {"sat": 7}}, DocumentError, "bad-move"),
        ({"moved": {"sat": True}}, DocumentError, "bad-move"),
        ({"rule": "FREQ=DAILY", "years": range(2000, 2300)}, LimitError, "too-many"),
    ],
)
def test_bad_input(change: dict[str, Any], kind: type[AlignkitError], code: str) -> None:
    """Each is refused by its name."""
    given: dict[str, Any] = {"rule": KINGS_DAY, "years": 2026} | change
    rule, years = given.pop("rule"), given.pop("years")
    with pytest.raises(kind) as caught:
        recurring_dates(rule, years, **given)
    assert caught.value.code == code


def test_a_thousand_years_and_a_day_that_never_comes() -> None:
    """Both end."""
    assert len(recurring_dates(KINGS_DAY, range(1500, 2500))) == 1000
    assert recurring_dates("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", range(9000, 9999)) == ()
    assert recurring_dates("FREQ=DAILY;INTERVAL=7;BYDAY=MO", 2026, since=date(2026, 1, 6)) == ()
