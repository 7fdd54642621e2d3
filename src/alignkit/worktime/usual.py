"""The usual week of a calendar: its hours without holidays and other dates."""

from __future__ import annotations

from datetime import date

import attrs

from alignkit.instants import micros
from alignkit.periods import midnight
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.tables import open_before
from alignkit.worktime.week import minutes_of

_WEEK = (date(2026, 1, 12), date(2026, 1, 19))
"""A week in which no clocks change, for calendars whose parts may have several zones."""


def usual(calendar: Calendar) -> Calendar | None:
    """Return a calendar without its holidays and other dates; None where nothing is left of it.

    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 1, 1)])
    >>> leave = WorkCalendar("UTC", {}, exceptions={date(2026, 1, 5): ["00:00-24:00"]})
    >>> usual(office - leave), usual(leave)
    (WorkCalendar('UTC', {'mon-fri': ['09:00-17:00']}), None)
    """
    if isinstance(calendar, WorkCalendar):
        return attrs.evolve(calendar, holidays=(), exceptions=()) if calendar.week else None
    if not isinstance(calendar, CombinedCalendar):  # pragma: no cover - there is no third kind
        raise TypeError(calendar)
    parts = [usual(part) for part in calendar.parts]
    if (calendar.kind == "all" and None in parts) or (calendar.kind == "except" and parts[0] is None):
        return None
    left = [part for part in parts if part is not None]
    if len(left) > 1:
        return attrs.evolve(calendar, parts=left)
    return left[0] if left else None


def usual_week(calendar: Calendar) -> int:
    """Return the open time of a usual week in microseconds, clock changes apart; 0 where it has none.

    >>> usual_week(WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 1, 1)])) // 3_600_000_000
    40
    """
    if isinstance(calendar, WorkCalendar):
        spans = [minutes_of(text) for _, intervals in calendar.week for text in intervals]
        return sum(end - start for start, end in spans) * 60 * 10**6
    week = usual(calendar)
    if week is None:
        return 0
    first, last = (micros(midnight(day, week.zone)) for day in _WEEK)
    return open_before(week, last) - open_before(week, first)
