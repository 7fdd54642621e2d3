"""Whether people are at work, and when they next are."""

from __future__ import annotations

from datetime import datetime

from alignkit.instants import zone_of
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.convert import checked_calendar, in_zone, instant_micros
from alignkit.worktime.search import is_open_at, next_open_at


def next_open(calendar: Calendar, instant: datetime) -> datetime:
    """Return the earliest open instant at or after `instant`, in the calendar's zone.

    Raises:
        TimeError: `naive`, `not-an-instant`; `out-of-range` past the year 9999.
        NoBusinessTimeError: `no-open-time` within 50 years (of 365 days).
        DocumentError: `wrong-type` where `calendar` is none.

    >>> from datetime import UTC
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:30"]})
    >>> next_open(office, datetime(2026, 1, 10, 12, tzinfo=UTC)).isoformat()
    '2026-01-12T09:00:00+01:00'
    """
    micros = instant_micros(instant, "instant")
    calendar = checked_calendar(calendar)
    return in_zone(next_open_at(calendar, micros), zone_of(calendar.zone), "the next open time")


def is_open(calendar: Calendar, instant: datetime) -> bool:
    """Say whether people are at work at `instant`: the first instant of an interval counts, its last does not.

    Raises:
        TimeError: `naive`, `not-an-instant`.
        DocumentError: `wrong-type` where `calendar` is none.

    >>> from datetime import UTC
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    >>> is_open(office, datetime(2026, 1, 9, 9, tzinfo=UTC)), is_open(office, datetime(2026, 1, 9, 17, tzinfo=UTC))
    (True, False)
    """
    micros = instant_micros(instant, "instant")
    return is_open_at(checked_calendar(calendar), micros)
