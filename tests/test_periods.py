"""Periods of the calendar, in a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import AlignkitError, DocumentError, TimeError
from alignkit.instants import micros
from alignkit.periods import Period, midnight, month, parse_period, quarter, year, year_from


def test_a_quarter_in_amsterdam_is_an_hour_short_in_spring() -> None:
    """The clock change of March belongs to the first quarter."""
    period = quarter(2026, 1, zone="Europe/Amsterdam")
    spent = micros(period.ends_at) - micros(period.starts_at)
    assert spent == (90 * 24 - 1) * 3600 * 10**6


def test_a_period_holds_its_first_instant_and_not_its_last() -> None:
    """Half open, so that neighbouring periods share nothing."""
    march = month(2026, 3, zone="Europe/Amsterdam")
    assert march.starts_at in march
    assert march.ends_at not in march
    assert march.ends_at in month(2026, 4, zone="Europe/Amsterdam")
    assert datetime(2026, 2, 28, 23, 30, tzinfo=UTC) in march


def test_G10_a_period_that_ends_before_it_starts() -> None:
    """Refused, with both bounds."""
    with pytest.raises(DocumentError, match="2026-02-01 to 2026-01-01") as caught:
        Period(date(2026, 2, 1), date(2026, 1, 1), "UTC")
    assert caught.value.code == "empty-period"


@pytest.mark.parametrize(
    ("zone", "day", "first"),
    [
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04T01:00:00-02:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-31T00:00:00+14:00"),
        ("America/Havana", date(2024, 11, 3), "2024-11-03T00:00:00-04:00"),
        ("Europe/Paris", date(2024, 3, 31), "2024-03-31T00:00:00+01:00"),
    ],
)
def test_the_first_instant_of_a_day(zone: str, day: date, first: str) -> None:
    """Where midnight is skipped the day starts when clocks resume; where it is repeated, at the first."""
    assert midnight(day, zone).isoformat() == first


@pytest.mark.parametrize(
    ("text", "first", "end"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026-02", date(2026, 2, 1), date(2026, 3, 1)),
        ("2026-01-15 to 2026-01-20", date(2026, 1, 15), date(2026, 1, 21)),
    ],
)
def test_periods_as_text(text: str, first: date, end: date) -> None:
    """A year, a quarter, a month, or two days, both included."""
    found = parse_period(text, zone="UTC")
    assert (found.first, found.end) == (first, end)


@pytest.mark.parametrize("word", ["month", "quarter", "year"])
def test_the_period_around_an_instant_is_that_of_its_zone(word: str) -> None:
    """An hour before midnight in UTC it is the next year in Amsterdam."""
    instant = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert parse_period(word, zone="Europe/Amsterdam", around=instant).first == date(2026, 1, 1)
    assert parse_period(word, zone="UTC", around=instant).end == date(2026, 1, 1)


@pytest.mark.parametrize(
    "text", ["", "Q1", "2026-Q5", "2026-13", "26-Q1", "quarter", None, 2026, "2026-01-01 to", "0000"]
)
def test_unreadable_periods(text: object) -> None:
    """What is no period is refused by name; `quarter` needs an instant."""
    with pytest.raises(TimeError):
        parse_period(text, zone="UTC")


def test_a_period_is_checked_when_it_is_built() -> None:
    """An unknown zone and a datetime for a date are refused."""
    with pytest.raises(TimeError):
        Period(date(2026, 1, 1), date(2026, 2, 1), "Europe/Pariss")
    with pytest.raises(TimeError):
        Period(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 2, 1), "UTC")
    with pytest.raises(AlignkitError):
        quarter(2026, 0, zone="UTC")
    with pytest.raises(AlignkitError):
        year(9999, zone="UTC")


@given(st.dates(date(1990, 1, 1), date(2036, 1, 1)), st.integers(1, 800), st.sampled_from(["UTC", "Europe/Paris"]))
def test_months_cut_a_period_without_gap_or_overlap(first: date, days: int, zone: str) -> None:
    """The months of a period touch, and together are the period."""
    period = Period(first, first + timedelta(days=days), zone)
    months = period.months()
    assert (months[0].first, months[-1].end) == (period.first, period.end)
    assert all(left.end == right.first for left, right in pairwise(months))
    assert all(part.first.replace(day=1) == (part.end - timedelta(days=1)).replace(day=1) for part in months)


def test_T15_the_calendars_last_day() -> None:
    """What would pass the year 9999 is refused by an error of our own."""
    with pytest.raises(TimeError, match="no-such-period"):
        parse_period("9999-01-01 to 9999-12-31", zone="UTC")
    with pytest.raises(TimeError, match="out-of-range"):
        parse_period("quarter", zone="Europe/Amsterdam", around=datetime.max.replace(tzinfo=UTC))
    assert len(Period(date(9999, 11, 1), date.max, "UTC").months()) == 2


@pytest.mark.parametrize("zone", [None, [], {}, 1])
def test_T04_a_zone_that_is_no_text(zone: object) -> None:
    """Refused whether or not it hashes."""
    with pytest.raises(TimeError, match="unknown-zone"):
        month(2026, 1, zone=zone)  # type: ignore[arg-type]  # wrong on purpose


def test_T17_a_year_that_starts_on_the_29th_of_february() -> None:
    """On the 28th in years without a 29th, and on the 29th again in the next leap year; each day is in one year."""
    years = [year_from(date(2024, 2, 29), zone="Europe/Amsterdam", after=later) for later in range(6)]
    assert [str(one.first) for one in years] == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
        "2029-02-28",
    ]
    assert all(one.end == following.first for one, following in pairwise(years))
    assert years[0].name == "2024-02-29 to 2025-02-27"


@given(st.dates(max_value=date(9900, 12, 31)), st.integers(0, 90))
def test_years_from_a_day_follow_one_another(first: date, after: int) -> None:
    """Each is as long as a year, begins on the day of the first, and ends where the next begins."""
    one, following = (year_from(first, zone="UTC", after=number) for number in (after, after + 1))
    assert one.end == following.first
    assert (one.end - one.first).days in {365, 366}
    assert (one.first.month, one.first.day) in {(first.month, first.day), (2, 28)}


def test_a_year_from_new_year_is_a_calendar_year() -> None:
    """With its name."""
    assert year_from(date(2026, 1, 1), zone="UTC") == year(2026, zone="UTC")
    assert year_from(date(2026, 1, 1), zone="UTC", after=1).name == "2027"


@pytest.mark.parametrize(
    ("first", "after", "fault"),
    [
        (datetime(2026, 1, 1, tzinfo=UTC), 0, "not-a-date: a year starts on a date, not on"),
        ("2026-01-01", 0, "not-a-date: a year starts on a date, not on '2026-01-01'"),
        (date(2026, 1, 1), -1, "no-such-period: a year comes 0 or more years after the first, not -1"),
        (date(2026, 1, 1), True, "no-such-period: a year comes 0 or more years after the first, not True"),
        (date(9998, 1, 1), 0, "no-such-period: a year must end by 9998, not start in 9998"),
        (date(2026, 1, 1), 10**9, "no-such-period: a year must end by 9998, not start in 1000002026"),
    ],
)
def test_what_starts_no_year(first: date, after: int, fault: str) -> None:
    """Each with what was given."""
    with pytest.raises(TimeError) as refused:
        year_from(first, zone="UTC", after=after)
    assert fault in str(refused.value)
