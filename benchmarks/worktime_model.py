"""A calendar for the benchmarks of work time, what it is asked, and floors for it, written by hand.

A floor is a table of half hours, looked up without a search. It knows one calendar and the years that it was laid out
for, checks nothing, and answers in plain integers and datetimes.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import WorkTime

ZONE = ZoneInfo("Europe/Amsterdam")
HOURS = (((9, 0), (12, 30)), ((13, 0), (17, 30)))
WEEK = {"mon-fri": ["09:00-12:30", "13:00-17:30"]}
CLOSED = [date(2026, 4, 6)]
OFFICE = WorkCalendar("Europe/Amsterdam", WEEK, CLOSED)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
SLOT = 1800 * 10**6
PAIRS = 1000


class Table(NamedTuple):
    """Some years in half hours."""

    first: int
    """The first, in half hours since 1970."""
    opened: list[int]
    """Of an open half hour what its open time is short of the instant, below 0; of a closed one the open time."""
    ahead: list[int]
    """By half hours of open time, what an instant is ahead of it."""


def lay_out(years: range, closed: Iterable[date]) -> Table:
    """Lay out the half hours of some years by hand."""
    day, last, closed = date(years.start, 1, 1), date(years.stop, 1, 1), frozenset(closed)
    first = (datetime(day.year, 1, 1, tzinfo=ZONE) - EPOCH) // MICROSECOND // SLOT
    total, opened, ahead = 0, list[int](), list[int]()
    while day < last:
        if day.weekday() < 5 and day not in closed:
            for from_, to in HOURS:
                start, end = (
                    (datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE) - EPOCH) // MICROSECOND
                    for hour, minute in (from_, to)
                )
                opened += [total] * (start // SLOT - first - len(opened))
                opened += [total - start] * ((end - start) // SLOT)
                ahead += [start - total] * ((end - start) // SLOT)
                total += end - start
        day += timedelta(days=1)
    return Table(first, opened, ahead)


random.seed(20260105)
STARTS = [
    datetime(2026, 1, 5, tzinfo=ZONE) + timedelta(microseconds=random.randrange(300 * 86_400 * 10**6))  # noqa: S311 - no secret
    for _ in range(PAIRS)
]
ENDS = [start + timedelta(microseconds=random.randrange(14 * 86_400 * 10**6)) for start in STARTS]  # noqa: S311 - no secret
AMOUNTS = [random.randrange(1, 40 * 3600 * 10**6) for _ in STARTS]  # noqa: S311 - no secret
WORKS = [WorkTime(amount) for amount in AMOUNTS]

FIRST, OPENED, AHEAD = lay_out(range(2025, 2028), CLOSED)


def floor_elapsed(start: datetime, end: datetime) -> int:
    """Return the work time between two instants in microseconds."""
    a, b = (start - EPOCH) // MICROSECOND, (end - EPOCH) // MICROSECOND
    v, w = OPENED[a // SLOT - FIRST], OPENED[b // SLOT - FIRST]
    return (b + w if w < 0 else w) - (a + v if v < 0 else v)


def floor_elapsed_loop(starts: list[datetime], ends: list[datetime]) -> list[int]:
    """Return the work time between each start and its end: the same in one loop, without a call for each."""
    found = []
    for start, end in zip(starts, ends, strict=True):
        a, b = (start - EPOCH) // MICROSECOND, (end - EPOCH) // MICROSECOND
        v, w = OPENED[a // SLOT - FIRST], OPENED[b // SLOT - FIRST]
        found.append((b + w if w < 0 else w) - (a + v if v < 0 else v))
    return found


def floor_due(start: datetime, work: int) -> datetime:
    """Return the due time, in the zone."""
    a = (start - EPOCH) // MICROSECOND
    v = OPENED[a // SLOT - FIRST]
    total = (a + v if v < 0 else v) + work
    return (EPOCH + timedelta(microseconds=total + AHEAD[(total - 1) // SLOT])).astimezone(ZONE)


def floor_due_loop(table: Table, starts: list[datetime], works: list[int]) -> list[datetime]:
    """Return when each is due: the same in one loop, without a call for each."""
    first, opened, ahead = table
    found = []
    for start, work in zip(starts, works, strict=True):
        a = (start - EPOCH) // MICROSECOND
        v = opened[a // SLOT - first]
        total = (a + v if v < 0 else v) + work
        found.append((EPOCH + timedelta(microseconds=total + ahead[(total - 1) // SLOT])).astimezone(ZONE))
    return found
