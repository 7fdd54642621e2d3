"""Periods of the calendar: a month, a quarter, a year, in a zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Self

import attrs

from alignkit.errors import DocumentError, TimeError, shown
from alignkit.instants import checked_instant, localize, micros, parse_date, zone_of

RECURRING = ("month", "quarter", "year")
"""Words for the period that an instant falls in."""
_PERIOD = re.compile(r"(\d{4})(?:-Q(\d)|-(\d\d))?", re.ASCII)


@attrs.frozen(slots=True)
class Period:
    """The days from `first` up to, not including, `end`, by the clocks of `zone`.

    Args:
        first: the first day.
        end: the day after the last one.
        zone: an IANA zone name.
        name: how people call it; made from the dates when blank.

    Raises:
        DocumentError: `empty-period` when it ends before it starts.
        TimeError: `unknown-zone`.

    >>> Period(date(2026, 1, 1), date(2026, 4, 1), "Europe/Amsterdam").name
    '2026-01-01 to 2026-03-31'
    """

    first: date
    end: date
    zone: str
    name: str = attrs.field(default="", eq=False)

    def __attrs_post_init__(self) -> None:
        for what, day in (("first", self.first), ("end", self.end)):
            if not isinstance(day, date) or isinstance(day, datetime):
                raise TimeError.at("not-a-date", f"a period's {what} must be a date, not {shown(day)}")
        if self.end <= self.first:
            raise DocumentError.at(
                "empty-period", f"a period must end after it starts, not run from {self.first} to {self.end}"
            )
        zone_of(self.zone)
        if not self.name:
            last = date.fromordinal(self.end.toordinal() - 1)
            object.__setattr__(self, "name", f"{self.first} to {last}")

    @property
    def starts_at(self) -> datetime:
        """The first instant of the period."""
        return midnight(self.first, self.zone)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the period."""
        return midnight(self.end, self.zone)

    def __contains__(self, instant: object) -> bool:
        # instants are compared as numbers: of two datetimes of one zone Python compares what the clocks show
        return micros(self.starts_at) <= micros(checked_instant(instant, "an instant")) < micros(self.ends_at)

    def months(self) -> tuple[Self, ...]:
        """Cut the period at the first day of each month."""
        cuts = [self.first]
        while True:
            here = cuts[-1]
            if (here.year, here.month) == (date.max.year, date.max.month):
                break
            following = _add_months(here.replace(day=1), 1)
            if following >= self.end:
                break
            cuts.append(following)
        ends = [*cuts[1:], self.end]
        return tuple(type(self)(first, end, self.zone, f"{first:%Y-%m}") for first, end in zip(cuts, ends, strict=True))


def midnight(day: date, zone: str) -> datetime:
    """Return the first instant of a local day; where clocks skip midnight, that is the end of the gap."""
    wall = datetime.combine(day, time())
    found = localize(wall, zone_of(zone), skipped="later", repeated="earlier")
    if found.replace(tzinfo=None) != wall:
        # midnight was skipped: the day starts when clocks resume, which the offset before the gap tells
        before = localize(wall, zone_of(zone), skipped="earlier", repeated="earlier")
        gap_start, gap_end = before.astimezone(UTC), found.astimezone(UTC)
        while (gap_end - gap_start).total_seconds() > 1:
            middle = gap_start + (gap_end - gap_start) / 2
            if middle.astimezone(zone_of(zone)).date() < day:
                gap_start = middle
            else:
                gap_end = middle
        found = gap_end.replace(microsecond=0).astimezone(zone_of(zone))
    return found


def _add_months(day: date, count: int) -> date:
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, day.day)


def month(year_: int, number: int, *, zone: str) -> Period:
    """Return a calendar month.

    >>> month(2026, 3, zone="UTC").end
    datetime.date(2026, 4, 1)
    """
    first = _first(year_, number, 12, "month")
    return Period(first, _add_months(first, 1), zone, f"{first:%Y-%m}")


def quarter(year_: int, number: int, *, zone: str) -> Period:
    """Return a calendar quarter, 1 to 4.

    >>> quarter(2026, 1, zone="Europe/Amsterdam").name
    '2026 Q1'
    """
    first = _first(year_, 3 * _first(year_, number, 4, "quarter").month - 2, 12, "month")
    return Period(first, _add_months(first, 3), zone, f"{year_} Q{number}")


def year(number: int, *, zone: str) -> Period:
    """Return a calendar year.

    >>> year(2026, zone="UTC").name
    '2026'
    """
    first = _first(number, 1, 12, "month")
    return Period(first, _add_months(first, 12), zone, str(number))


def year_from(first: date, *, zone: str, after: int = 0) -> Period:
    """Return the year that starts on a date, or the one so many years after it: a financial year, a year of a contract.

    It ends the day before the next starts. What starts on 29 February starts on the 28th in years without one, and on
    the 29th in those that have it: each is counted from the first, so that no day is lost for good.

    Args:
        first: the first day of the first year.
        zone: an IANA zone name.
        after: how many years after it, 0 or more.

    Raises:
        TimeError: `not-a-date`; `no-such-period`, for a year that does not end by the year 9998; `unknown-zone`.

    >>> [str(year_from(date(2024, 2, 29), zone="UTC", after=later).first) for later in (0, 1, 4)]
    ['2024-02-29', '2025-02-28', '2028-02-29']
    """
    if not isinstance(first, date) or isinstance(first, datetime):
        raise TimeError.at("not-a-date", f"a year starts on a date, not on {shown(first)}")
    if not isinstance(after, int) or isinstance(after, bool) or after < 0:
        raise TimeError.at("no-such-period", f"a year comes 0 or more years after the first, not {shown(after)}")
    if first.year + after >= 9998:
        raise TimeError.at("no-such-period", f"a year must end by 9998, not start in {shown(first.year + after)}")
    starts, end = (_anniversary(first, number) for number in (after, after + 1))
    return Period(starts, end, zone, str(starts.year) if (starts.month, starts.day) == (1, 1) else "")


def _anniversary(day: date, number: int) -> date:
    try:
        return day.replace(year=day.year + number)
    except ValueError:  # 29 February
        return day.replace(year=day.year + number, day=28)


def _first(year_: int, number: int, most: int, what: str) -> date:
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= most:
        raise TimeError.at("no-such-period", f"a {what} is 1 to {most}, not {shown(number)}")
    if not isinstance(year_, int) or isinstance(year_, bool) or not 1 <= year_ < 9999:
        raise TimeError.at("no-such-period", f"a year is 1 to 9998, not {shown(year_)}")
    return date(year_, number, 1)


def parse_period(text: object, *, zone: str, around: datetime | None = None) -> Period:
    """Read a period: `2026`, `2026-Q1`, `2026-03`, `2026-01-01 to 2026-03-31`, or the one around an instant.

    Args:
        text: the period; `month`, `quarter` or `year` mean the one that `around` falls in.
        zone: an IANA zone name.
        around: an instant, for the three words.

    Raises:
        TimeError: `unreadable-period`, listing the forms; `no-such-period`, `out-of-range`.
        DocumentError: `empty-period`.

    >>> parse_period("2026-Q1", zone="UTC").first
    datetime.date(2026, 1, 1)
    >>> parse_period("quarter", zone="UTC", around=datetime(2026, 5, 1, tzinfo=UTC)).name
    '2026 Q2'
    """
    if isinstance(text, str):
        if text in RECURRING and around is not None:
            try:
                day = checked_instant(around, "the instant of a period").astimezone(zone_of(zone))
            except OverflowError as fault:
                told = f"in {zone}, {around.isoformat()} does not lie within the years 1 to 9999"
                raise TimeError.at("out-of-range", told) from fault
            if text == "month":
                return month(day.year, day.month, zone=zone)
            return (
                quarter(day.year, (day.month + 2) // 3, zone=zone) if text == "quarter" else year(day.year, zone=zone)
            )
        if match := _PERIOD.fullmatch(text):
            number, of_quarter, of_month = int(match[1]), match[2], match[3]
            if of_quarter:
                return quarter(number, int(of_quarter), zone=zone)
            return month(number, int(of_month), zone=zone) if of_month else year(number, zone=zone)
        first, parted, last = text.partition(" to ")
        if parted:
            end = parse_date(last, "the last day of a period")
            if end == date.max:
                raise TimeError.at("no-such-period", f"a period must end before {date.max}, not on it: {shown(text)}")
            following = date.fromordinal(end.toordinal() + 1)
            return Period(parse_date(first, "the first day of a period"), following, zone)
    raise TimeError.at(
        "unreadable-period",
        f"a period is month, quarter, year, 2026, 2026-Q1, 2026-03 or 2026-01-01 to 2026-03-31, not {shown(text)}",
    )
