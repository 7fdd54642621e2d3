"""Recurring holidays: the dates of a rule in stated years, as literal dates to hand to a work calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import islice

from alignkit.errors import DocumentError, LimitError, TimeError, shown
from alignkit.names import did_you_mean
from alignkit.worktime.day_rules import LONGEST, DayRule, Wording, read_day_rule
from alignkit.worktime.name_days import days_between, names_its_days
from alignkit.worktime.week import DAY_NAMES, MOST_DATES

MOST_YEARS = 1_000
"""Dates are told for at most so many years, and from the first to the last of them lie at most so many."""
LAST_YEAR = 9998
"""The last year for which dates are told, as it is the last of a period."""
_FARTHEST = 6

_FORM = 'such as "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27" or "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"'
_WHOLE_DAY = "a holiday is a whole day"
RULE_WORDING = Wording(
    "a rule of holidays",
    "unreadable-rule",
    _FORM,
    {
        "UNTIL": "the years that are asked for say how long it holds",
        "BYHOUR": _WHOLE_DAY,
        "BYMINUTE": _WHOLE_DAY,
        "BYSECOND": _WHOLE_DAY,
    },
)


def recurring_dates(
    rule: str,
    years: Iterable[int] | int,
    *,
    since: date | None = None,
    moved: Mapping[str, int] | None = None,
) -> tuple[date, ...]:
    """Return the dates of a recurring holiday in stated years, for `WorkCalendar(holidays=...)`.

    The dates are literal: a calendar holds them and never the rule, so that what was signed does not change when a
    rule is read otherwise. Easter and holidays of other calendars follow no such rule: see `public_holidays`. A rule
    names no day where there is none: 29 February comes in leap years alone, the 31st in seven months of a year.

    Args:
        rule: an `rrule` of RFC 5545 that names days, of at most 500 characters.
        years: the years, or one; at most 1,000, which lie within 1,000 years.
        since: the day from which on the rule holds, the DTSTART of RFC 5545. It is needed where the rule counts from
            a first day (INTERVAL, COUNT) or leaves to it on which day (`FREQ=YEARLY` alone).
        moved: where a holiday is kept that falls on some weekday, in days: `{"sat": -1, "sun": 1}` keeps one on a
            Saturday the Friday before, and one on a Sunday the Monday after. Each date is moved once and by itself,
            so of two holidays in a row each takes its own days (`{"sat": 2, "sun": 2}` for both Christmas and Boxing
            Day in England). The years are those of the day on which it is kept.

    Raises:
        TimeError: `unreadable-rule`, `unknown-part` (also a time of day and UNTIL), `no-first-day`, `no-such-year`,
            `not-a-date`.
        DocumentError: `wrong-type`, `unknown-day`, `bad-move`.
        LimitError: `too-long`; `too-many`, over 1,000 years or 100,000 dates; `too-far`, with `since` over 1,000 years
            before the last year.

    >>> recurring_dates("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27", [2026, 2027])
    (datetime.date(2026, 4, 27), datetime.date(2027, 4, 27))
    >>> for day in recurring_dates("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25", 2027, moved={"sat": -1, "sun": 1}):
    ...     print(f"{day:%a %d %b %Y}")
    Fri 24 Dec 2027
    """
    read = _rule(rule)
    wanted = frozenset(checked_years(years))
    moves = _moves(moved)
    first, last = min(wanted), max(wanted)
    if since is not None:
        since = _since(since, last)
    elif not names_its_days(read):
        told = "counts from a first day, or leaves the day to it: give `since`, that day, or BYMONTH and BYMONTHDAY"
        raise TimeError.at("no-first-day", f"the rule {shown(rule)} {told}", path="rule")
    # one that is moved may come from the year before or after
    start = date(first, 1, 1) - timedelta(days=_FARTHEST if moves and first > 1 else 0)
    end = date(last + 1, 1, 1) + timedelta(days=_FARTHEST if moves else 0)
    found: set[date] = set()
    for day in days_between(read, since or start, start, end):
        # nothing is kept before the first day of all
        kept = date.fromordinal(max(1, day.toordinal() + moves.get(day.weekday(), 0)))
        if kept.year in wanted:
            found.add(kept)
            if len(found) > MOST_DATES:
                told = f"the rule {shown(rule)} names more than {MOST_DATES:,} dates, and a calendar holds no more"
                raise LimitError.at("too-many", f"{told}; ask for fewer years", path="years")
    return tuple(sorted(found))


def _rule(rule: object) -> DayRule:
    if not isinstance(rule, str):
        raise DocumentError.at("wrong-type", f"a rule of holidays is text {_FORM}, not {shown(rule)}", path="rule")
    if len(rule) > LONGEST:
        told = f"a rule of holidays has at most {LONGEST} characters, not {len(rule):,}"
        raise LimitError.at("too-long", told, path="rule")
    read = read_day_rule(rule, RULE_WORDING, "rule")
    if isinstance(read, DayRule):
        return read
    raise TimeError(*read)


def checked_years(years: object) -> tuple[int, ...]:
    """Return years, sorted, each once.

    Args:
        years: one, or several; at most 1,000, which lie within 1,000 years.

    Raises:
        TimeError: `no-such-year`, for what is no whole number from 1 to 9998, and for none at all.
        DocumentError: `wrong-type`.
        LimitError: `too-many`.

    >>> checked_years([2027, 2026, 2026])
    (2026, 2027)
    """
    if isinstance(years, int):
        years = (years,)
    if isinstance(years, str | bytes | Mapping) or not isinstance(years, Iterable):
        raise DocumentError.at(
            "wrong-type", f"years are a list, such as [2026, 2027], not {shown(years)}", path="years"
        )
    given = list(islice(years, MOST_YEARS + 1))
    for year in given:
        if not isinstance(year, int) or isinstance(year, bool) or not 1 <= year <= LAST_YEAR:
            told = f"a year is a whole number such as 2026, 1 to {LAST_YEAR}, not {shown(year)}"
            raise TimeError.at("no-such-year", told, path="years")
    if not given:
        raise TimeError.at("no-such-year", "say for which years, such as [2026, 2027]; there is none", path="years")
    found = tuple(sorted({int(year) for year in given}))
    if len(given) > MOST_YEARS or found[-1] - found[0] >= MOST_YEARS:
        told = f"dates are told for at most {MOST_YEARS:,} years at once, which lie within {MOST_YEARS:,} years"
        raise LimitError.at("too-many", told, path="years")
    return found


def _since(since: object, last: int) -> date:
    if not isinstance(since, date) or isinstance(since, datetime):
        raise TimeError.at("not-a-date", f"since is a date such as date(2026, 1, 1), not {shown(since)}", path="since")
    if last - since.year >= MOST_YEARS:
        told = f"{since.isoformat()} is {MOST_YEARS:,} years or more before the last year, {last}"
        raise LimitError.at("too-far", told, path="since")
    return date(since.year, since.month, since.day)


def _moves(moved: object) -> dict[int, int]:
    """Return by how many days a date moves, by its weekday from 0 for Monday."""
    if moved is None:
        return {}
    if not isinstance(moved, Mapping):
        told = f'moved says how many days, by weekday, such as {{"sat": -1, "sun": 1}}, not {shown(moved)}'
        raise DocumentError.at("wrong-type", told, path="moved")
    found = {}
    for name, step in moved.items():
        if name not in DAY_NAMES:
            told = f"{shown(name)} is no day of the week{did_you_mean(name, DAY_NAMES)}"
            raise DocumentError.at("unknown-day", told, path="moved")
        if not isinstance(step, int) or isinstance(step, bool) or not 1 <= abs(step) <= _FARTHEST:
            told = f"a holiday is moved by 1 to {_FARTHEST} days, or -{_FARTHEST} to -1 for before, not {shown(step)}"
            raise DocumentError.at("bad-move", told, path=f"moved.{name}")
        found[DAY_NAMES.index(name)] = step
    return found
