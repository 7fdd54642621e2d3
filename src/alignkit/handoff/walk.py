"""Walk along the time that counts: how much of it has passed, and when so much of it will have.

Without a calendar all time counts. Instants are whole microseconds since 1970.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from alignkit.errors import DocumentError, TimeError
from alignkit.instants import EPOCH, zone_of
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.due import close_of
from alignkit.worktime.search import due_at
from alignkit.worktime.tables import open_before
from alignkit.worktime.work_days import WorkDays


def passed(calendar: Calendar | None, since: int, until: int) -> int:
    """Return how much time counts between two instants."""
    return until - since if calendar is None else open_before(calendar, until) - open_before(calendar, since)


def walk(calendar: Calendar | None, start: int, pauses: Sequence[tuple[int, int]], size: int) -> int:
    """Return the least instant at which `size` microseconds, more than none, have counted outside the pauses.

    Args:
        calendar: when time counts; None for always.
        start: where the walk starts.
        pauses: from and up to, after the start, in order and without overlaps.
        size: how much is to count.

    >>> walk(None, 0, [(10, 30)], 10), walk(None, 0, [(10, 30)], 11)
    (10, 31)
    """
    since = start
    for pause, resumed in pauses:
        used = passed(calendar, since, pause)
        if used >= size:
            break
        size -= used
        since = resumed
    return since + size if calendar is None else due_at(calendar, since, size)


def close_after(calendar: Calendar | None, start: int, days: WorkDays) -> int:
    """Return when the working day closes that is so many after the one of the start."""
    if calendar is None:  # an SLA in working days has one
        raise DocumentError.at("no-calendar", f"{days} need a calendar that tells which days are worked")
    return close_of(calendar, start, days.count)


def told(at: int, calendar: Calendar | None, like: datetime) -> datetime:
    """Return an instant as a datetime in the calendar's zone, or without one in the zone of `like`.

    Raises:
        TimeError: `out-of-range`.
    """
    zone = (like.tzinfo or UTC) if calendar is None else zone_of(calendar.zone)
    try:
        return (EPOCH + timedelta(microseconds=at)).astimezone(zone)
    except OverflowError as fault:
        text = f"what starts at {like.isoformat()} is not due within the years 1 to 9999"
        raise TimeError.at("out-of-range", text) from fault
