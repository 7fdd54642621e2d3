"""Holidays as they were read from somewhere: dates with their names, literal, so that nothing changes them later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import attrs

from alignkit.display.blocks import Block, Bullets, Group, Table
from alignkit.display.shown import Shown
from alignkit.display.size import cut
from alignkit.errors import DocumentError, Finding, TimeError, shown
from alignkit.names import in_words
from alignkit.worktime.recurring import checked_years


@attrs.frozen(slots=True)
class Holiday:
    """A day on which people do not work, and what it is called.

    Raises:
        TimeError: `not-a-date`.
        DocumentError: `wrong-type`.

    >>> Holiday(date(2026, 4, 27), "Koningsdag").name
    'Koningsdag'
    """

    on: date
    name: str = ""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.on, date) or isinstance(self.on, datetime):
            raise TimeError.at("not-a-date", f"a holiday is a date, not {shown(self.on)}", path="on")
        if not isinstance(self.name, str):
            raise DocumentError.at("wrong-type", f"the name of a holiday is text, not {shown(self.name)}", path="name")


def _days(given: Iterable[Holiday]) -> tuple[Holiday, ...]:
    """Return holidays in the order of their dates, each date once: of several on one day the names are joined."""
    names: dict[date, dict[str, None]] = {}
    for day in given:
        if not isinstance(day, Holiday):
            raise DocumentError.at("wrong-type", f"a Holiday is due, not {shown(day)}", path="days")
        found = names.setdefault(day.on, {})
        if day.name:
            found[day.name] = None
    return tuple(Holiday(on, "; ".join(names[on])) for on in sorted(names))


def _findings(given: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(given)


def _names(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(given)


@attrs.frozen(slots=True, repr=False)
class HolidayDates(Shown):
    """Holidays of stated years; to iterate over them gives their dates, so `WorkCalendar(holidays=...)` takes them.

    Args:
        years: the years they were asked for, and all of them lie in.
        days: the holidays; each date is kept once, with all its names.
        source: where they come from, such as `holidays 0.109`; a note, and no part of what is compared.
        findings: what somebody should look at.

    Raises:
        TimeError: `no-such-year`.
        DocumentError: `wrong-type`.

    >>> list(HolidayDates(2026, [Holiday(date(2026, 4, 27), "Koningsdag")]))
    [datetime.date(2026, 4, 27)]
    """

    years: tuple[int, ...] = attrs.field(converter=checked_years)
    days: tuple[Holiday, ...] = attrs.field(converter=_days)
    source: str = attrs.field(default="", eq=False)
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_findings, eq=False)

    def __attrs_post_init__(self) -> None:
        outside = next((day.on for day in self.days if day.on.year not in self.years), None)
        if outside is not None:
            years = in_words([str(year) for year in self.years[:12]])
            raise TimeError.at("not-in-years", f"{outside.isoformat()} is no day of {years}", path="days")

    def __iter__(self) -> Iterator[date]:
        return (day.on for day in self.days)

    def __len__(self) -> int:
        return len(self.days)

    @property
    def title(self) -> str:
        """What they are, in a line."""
        told = f"Holidays, {years_in_words(self.years)}"
        return f"{told}, from {self.source}" if self.source else told

    def blocks(self) -> Block:
        """Return the holidays as a table, and what was found about them."""
        listed, more = cut(self.days)
        rows = [(day.on.isoformat(), WEEKDAYS[day.on.weekday()], day.name) for day in listed]
        table = Table(("date", "day", "holiday"), rows, self.title, more)
        if not self.findings:
            return table
        told, left = cut(self.findings, 40)
        return Group([table, Bullets([f"{finding.code}: {finding.message}" for finding in told], left)])


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def years_in_words(years: tuple[int, ...]) -> str:
    """Say years, those in a row as a range.

    >>> years_in_words((2024, 2026, 2027, 2028))
    '2024 and 2026 to 2028'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
    return in_words([*told[:20], "others"] if len(told) > 20 else told)


@attrs.frozen(slots=True, repr=False)
class PublicHolidays(HolidayDates):
    """Public holidays of a country, as the package `holidays` knew them.

    Args:
        years: the years they were asked for.
        days: the holidays.
        source: the package and its version.
        findings: what somebody should look at.
        country: the country's code, ISO 3166-1.
        subdivision: the code of a state or province in it; None for the whole country.
        categories: what kinds of holidays, as the package calls them.
        language: in which language the names are; blank where the country's have but one.
    """

    country: str = attrs.field(kw_only=True)
    subdivision: str | None = attrs.field(default=None, kw_only=True)
    categories: tuple[str, ...] = attrs.field(default=("public",), converter=_names, kw_only=True)
    language: str = attrs.field(default="", kw_only=True)

    @property
    def title(self) -> str:
        """What they are, in a line."""
        where = f"{self.country}-{self.subdivision}" if self.subdivision else self.country
        kinds = "" if self.categories == ("public",) else f" ({', '.join(self.categories)})"
        told = f"Holidays of {where}{kinds}, {years_in_words(self.years)}"
        return f"{told}, from {self.source}" if self.source else told
