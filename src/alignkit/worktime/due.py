"""The instant at which an amount of work time has passed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alignkit.errors import TimeError, shown
from alignkit.instants import EPOCH, MICROSECOND, zone_of
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.convert import checked_calendar, in_zone, instant_micros
from alignkit.worktime.count_days import reach
from alignkit.worktime.day_tables import day_tables_of
from alignkit.worktime.search import due_at
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import tables_of
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime, checked_work_time

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


def due(calendar: Calendar, start: datetime, work: WorkTime | WorkDays) -> datetime:
    """Return the earliest instant by which `work` has passed at work since `start`, in the calendar's zone.

    A work time that ends at closing time is due at closing time. Zero is due at its start, open or not.

    Working days are due when the last of them has closed, and none before it is still open, as a long night shift may
    be. The day of the start is not counted: what starts on Monday is due in one working day at Tuesday's close, and in
    0 working days at Monday's. What starts after a close, or on a day off, counts as started at the next opening.

    Args:
        calendar: when people are at work.
        start: an aware datetime, in any zone.
        work: zero or more, as time or in whole working days.

    Raises:
        TimeError: `naive`, `not-an-instant`; `negative-duration`; `out-of-range` past the year 9999.
        NoBusinessTimeError: `no-open-time` where 50 years (of 365 days) without open time lie on the way.
        DocumentError: `wrong-type`: a `timedelta`, or no calendar.

    >>> from datetime import UTC
    >>> from alignkit.worktime.work_days import work_days
    >>> from alignkit.worktime.work_time import work_hours
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> due(office, datetime(2026, 1, 9, 16, tzinfo=UTC), work_hours(4)).isoformat()
    '2026-01-12T12:30:00+01:00'
    >>> due(office, datetime(2026, 1, 9, 16, tzinfo=UTC), work_days(1)).isoformat()
    '2026-01-12T17:30:00+01:00'
    """
    # what the checks would refuse ends in one of these errors, as in `elapsed`
    try:
        micros = (start - EPOCH) // MICROSECOND
        first, opened, instants, zone = calendar._tables.ahead  # noqa: SLF001 - the cache is this chapter's, and this the hot path
        amount, here = work.micros, micros // SLOT - first  # type: ignore[union-attr]  # working days have none
        if here >= 0 and amount > 0:
            since = opened[here]
            total = amount + (micros + since if since < 0 else since)  # type: ignore[operator]  # None is a TypeError
            found: datetime = EPOCH + timedelta(microseconds=total + instants[(total - 1) // SLOT])  # type: ignore[operator]  # the same
            if type(total) is int:  # numpy's whole numbers are not
                return found.astimezone(zone)
    except (TypeError, AttributeError, IndexError, OverflowError):
        pass
    return _searched(calendar, start, work)


def _searched(calendar: Calendar, start: datetime, work: WorkTime | WorkDays) -> datetime:
    micros = instant_micros(start, "start")
    calendar = checked_calendar(calendar)
    if isinstance(work, WorkDays):
        return in_zone(close_of(calendar, micros, work.count), zone_of(calendar.zone), "the due time")
    amount = checked_work_time(work, "work").micros
    if amount < 0:
        raise TimeError.at("negative-duration", f"work must be zero or more, not {shown(work)}")
    found = due_at(calendar, micros, amount)
    tables_of(calendar).widen(micros // BLOCK)
    tables_of(calendar).widen(found // BLOCK)
    return in_zone(found, zone_of(calendar.zone), "the due time")


def close_of(calendar: Calendar, micros: int, count: int) -> int:
    """Return when the working day closes that comes so many after the one that an instant belongs to.

    Args:
        calendar: the work calendar.
        micros: the instant, in microseconds since 1970 in UTC; so is the answer.
        count: whole days, 0 or more.

    Raises:
        NoBusinessTimeError: `no-open-time`.
        TimeError: `out-of-range`.
    """
    days = day_tables_of(calendar)
    today = in_zone(micros, zone_of(calendar.zone), "start").date().toordinal() - _EPOCH_ORDINAL
    # the first working day that closes later: what starts on a date lasts two days at most, and the dates of another
    # part of a combined calendar may be a day behind
    own = days.before(today - 3) + 1
    while (found := days.nth(own)) is not None and found[1] <= micros:
        own += 1
    last = reach(days, today, own, own + count)
    # a night shift may close after the next date's hours: what is due in more days is never due earlier
    before = (days.nth(number) for number in range(max(own, own + count - 4), own + count))
    return max(last[1], *(day[1] for day in before if day is not None), micros)
