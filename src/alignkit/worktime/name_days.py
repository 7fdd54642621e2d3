"""Name the days of a rule, through python-dateutil, which walks through the calendar for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, time

import attrs

from alignkit.worktime.day_rules import DayRule

YEARS_AHEAD = 200
"""The days of a rule are told for at least so many years after its first one."""

_CYCLE = 400  # years after which the Gregorian calendar recurs, weekdays and all
_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")  # the numbers that dateutil gives them


def days_of(rule: DayRule, first: date, *, ahead: int = YEARS_AHEAD) -> Iterator[date]:
    """Yield the days that a rule names, from the first one on, in order.

    Args:
        rule: the rule.
        first: the day from which on it holds; it also tells what the rule does not: on which weekday, on which day.
        ahead: how many years after it anybody will ask for. A rule that names no day at all is looked through for up
            to 400 years more.

    >>> from itertools import islice
    >>> third = DayRule("MONTHLY", days=((4, 3),))
    >>> [day.isoformat() for day in islice(days_of(third, date(2026, 1, 1)), 2)]
    ['2026-01-16', '2026-02-20']
    """
    from dateutil.rrule import rrule, weekday

    if rule.frequency == "DAILY" and rule.days:
        # a week's worth of steps tells whether the days ever meet; dateutil would look for them to the end
        wanted = {day for day, _ in rule.days}
        if not wanted & {(first.weekday() + step * rule.interval) % 7 for step in range(7)}:
            return
    others = {name.lower(): values for name, values in rule.others}
    # dateutil looks for a day up to the year 9999, and the calendar of 400 years recurs: so near to that end it looks
    # only as far ahead as anybody asks, which matters for a rule that names no day at all
    later = max(0, (MAXYEAR - ahead - first.year) // _CYCLE * _CYCLE)
    found = rrule(
        _FREQUENCIES.index(rule.frequency),  # type: ignore[arg-type]  # the type is that of dateutil's own constants
        dtstart=datetime.combine(_in_year(first, later), time()),
        interval=rule.interval,
        count=rule.count,
        wkst=rule.week_starts,
        bymonth=rule.months or None,
        bymonthday=rule.month_days or None,
        byweekday=[weekday(day, nth or None) for day, nth in _weekdays(rule, first)] or None,
        bysetpos=others.get("bysetpos"),
        byyearday=others.get("byyearday"),
        byweekno=others.get("byweekno"),
    )
    for instant in found:
        yield _in_year(instant.date(), -later)


def _in_year(day: date, years: int) -> date:
    # by whole cycles of 400 years, so that a 29 February remains one and the weekdays stay
    return day.replace(year=day.year + years)


def _weekdays(rule: DayRule, first: date) -> tuple[tuple[int, int], ...]:
    """Return the weekdays of a rule as RFC 5545 means them where dateutil reads them otherwise."""
    named = {name for name, _ in rule.others}
    if "BYWEEKNO" in named and not (rule.days or rule.month_days or "BYYEARDAY" in named):
        # what the rule does not say comes from the first day (3.3.10); dateutil would take the whole week
        return ((first.weekday(), 0),)
    if not any(nth for _, nth in rule.days):
        return rule.days
    # of "each Friday" beside "the first Monday" dateutil would take the days that are both: each is told by its number
    most = 5 if rule.frequency == "MONTHLY" or rule.months else 53
    return tuple((day, one) for day, nth in rule.days for one in ([nth] if nth else range(1, most + 1)))


def names_its_days(rule: DayRule) -> bool:
    """Say whether a rule names the same days whatever its first day is.

    >>> names_its_days(DayRule("YEARLY", months=(4,), month_days=(27,))), names_its_days(DayRule("YEARLY"))
    (True, False)
    """
    return rule.interval == 1 and rule.count is None and spelled_out(rule, date(2026, 1, 1)) == rule


def spelled_out(rule: DayRule, first: date) -> DayRule:
    """Return a rule with what it leaves to its first day (RFC 5545, 3.3.10): on which weekday, on which day."""
    named = {name for name, _ in rule.others}
    if rule.days or rule.month_days or "BYYEARDAY" in named:
        return rule
    if "BYWEEKNO" in named or rule.frequency == "WEEKLY":
        return attrs.evolve(rule, days=((first.weekday(), 0),))
    if rule.frequency == "DAILY":
        return rule
    months = rule.months or ((first.month,) if rule.frequency == "YEARLY" else ())
    return attrs.evolve(rule, months=months, month_days=(first.day,))


def days_between(rule: DayRule, first: date, start: date, end: date) -> Iterator[date]:
    """Yield the days that a rule names from `start` up to, not including, `end`, without walking there from afar.

    A rule without a `count` is taken up shortly before `start`; one with it is counted through from its first day.

    Args:
        rule: the rule.
        first: the day from which on it holds.
        start: the first day asked for.
        end: the day after the last one.

    >>> christmas = DayRule("YEARLY", interval=2)
    >>> list(days_between(christmas, date(1, 12, 25), date(2026, 1, 1), date(2028, 1, 1)))
    [datetime.date(2027, 12, 25)]
    """
    told, near = taken_up(rule, first, start)
    since = max(first, start)
    for day in days_of(told, near, ahead=end.year - near.year + 1):
        if day >= end:
            return
        if day >= since:
            yield day


def taken_up(rule: DayRule, first: date, start: date) -> tuple[DayRule, date]:
    """Return a rule, and a day by `start` from which on it names the same days as from its first one.

    What it names before its first day must then be left out. A rule with a `count` is counted from its first day.
    """
    told = spelled_out(rule, first)
    return told, first if rule.count is not None else _begun(told, first, max(first, start))


def _begun(rule: DayRule, first: date, start: date) -> date:
    """Return the beginning of the latest of a rule's days, weeks, months or years that begins by `start`."""
    every = rule.interval
    if rule.frequency == "YEARLY":
        return date(first.year + (start.year - first.year) // every * every, 1, 1)
    if rule.frequency == "MONTHLY":
        months = first.year * 12 + first.month - 1
        months += (start.year * 12 + start.month - 1 - months) // every * every
        return date(months // 12, months % 12 + 1, 1)
    every *= 7 if rule.frequency == "WEEKLY" else 1
    back = (first.weekday() - rule.week_starts) % 7 if rule.frequency == "WEEKLY" else 0
    begun = first.toordinal() - min(back, first.toordinal() - 1)  # the first week of all may have begun before it
    return date.fromordinal(begun + (start.toordinal() - begun) // every * every)
