"""How much work time lies between two instants."""

from __future__ import annotations

from datetime import datetime

from alignkit.instants import EPOCH, MICROSECOND
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.convert import checked_calendar, instant_micros
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import open_between, tables_of
from alignkit.worktime.work_time import WorkTime, measured, put_micros

_bare = object.__new__


def elapsed(calendar: Calendar, start: datetime, end: datetime) -> WorkTime:
    """Return the time at work from `start` to `end`; negative where `end` is the earlier.

    Args:
        calendar: when people are at work.
        start: an aware datetime, in any zone.
        end: an aware datetime, in any zone.

    Raises:
        TimeError: `naive`, `not-an-instant`.
        DocumentError: `wrong-type` where `calendar` is none.

    >>> from datetime import UTC
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> str(elapsed(office, datetime(2026, 1, 9, 16, tzinfo=UTC), datetime(2026, 1, 12, 9, tzinfo=UTC)))
    '1 work hour 30 minutes'
    """
    # what the checks would refuse ends in one of these errors: asking for them first would cost half the answer
    try:
        from_, to = (start - EPOCH) // MICROSECOND, (end - EPOCH) // MICROSECOND
        first, opened = calendar._tables.opened  # noqa: SLF001 - the cache is this chapter's, and this the hot path
        here, there = from_ // SLOT - first, to // SLOT - first
        if here >= 0 and there >= 0:  # a list would count from its end
            since, until = opened[here], opened[there]
            total = (to + until if until < 0 else until) - (from_ + since if since < 0 else since)  # type: ignore[operator]  # None is a TypeError
            if type(total) is int:  # numpy's whole numbers are not
                work = _bare(WorkTime)  # `measured` in line
                put_micros(work, total)
                return work
    except (TypeError, AttributeError, IndexError):
        pass
    return _searched(calendar, start, end)


def _searched(calendar: Calendar, start: datetime, end: datetime) -> WorkTime:
    from_, to = instant_micros(start, "start"), instant_micros(end, "end")
    tables = tables_of(checked_calendar(calendar))
    tables.widen(from_ // BLOCK)
    tables.widen(to // BLOCK)
    return measured(open_between(calendar, from_, to))
