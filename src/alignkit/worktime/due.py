"""The instant at which an amount of work time has passed."""

from __future__ import annotations

from datetime import datetime

from alignkit.errors import TimeError, shown
from alignkit.instants import zone_of
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.convert import checked_calendar, in_zone, instant_micros
from alignkit.worktime.search import due_at
from alignkit.worktime.work_time import WorkTime, checked_work_time


def due(calendar: WorkCalendar, start: datetime, work: WorkTime) -> datetime:
    """Return the earliest instant by which `work` has passed at work since `start`, in the calendar's zone.

    A work time that ends at closing time is due at closing time. Zero is due at its start, open or not.

    Args:
        calendar: when people are at work.
        start: an aware datetime, in any zone.
        work: zero or more.

    Raises:
        TimeError: `naive`, `not-an-instant`; `negative-duration`; `out-of-range` past the year 9999.
        NoBusinessTimeError: `no-open-time` where 50 years (of 365 days) without open time lie on the way.
        DocumentError: `wrong-type`: a `timedelta`, or no calendar.

    >>> from datetime import UTC
    >>> from alignkit.worktime.work_time import work_hours
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> due(office, datetime(2026, 1, 9, 16, tzinfo=UTC), work_hours(4)).isoformat()
    '2026-01-12T12:30:00+01:00'
    """
    micros = instant_micros(start, "start")
    calendar = checked_calendar(calendar)
    amount = checked_work_time(work, "work").micros
    if amount < 0:
        raise TimeError.at("negative-duration", f"work must be zero or more, not {shown(work)}")
    return in_zone(due_at(calendar, micros, amount), zone_of(calendar.zone), "the due time")
