"""From aware datetimes to the integers of the tables and back, with the errors that people need."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from alignkit.errors import DocumentError, TimeError, shown
from alignkit.instants import EPOCH, MICROSECOND, checked_instant, from_micros
from alignkit.worktime.calendar import Calendar


def checked_calendar(value: object) -> Calendar:
    """Return `value` if it is a calendar.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(value, Calendar):
        return value
    raise DocumentError.at("wrong-type", f"a work calendar such as a WorkCalendar is due, not {shown(value)}")


def instant_micros(value: datetime, where: str) -> int:
    """Return an aware datetime as whole microseconds since 1970 in UTC.

    Raises:
        TimeError: `naive`, `not-an-instant`.
    """
    try:
        found = (value - EPOCH) // MICROSECOND
    except TypeError:  # naive, or no datetime at all: `checked_instant` tells which
        found = None
    if type(found) is int:  # pandas.NaT gives a float
        return found
    checked_instant(value, where)
    raise TimeError.at("not-an-instant", f"{where} must be an aware datetime, not {shown(value)}")


def in_zone(micros: int, zone: ZoneInfo, where: str) -> datetime:
    """Return the instant as a datetime in `zone`.

    Raises:
        TimeError: `out-of-range`, where clocks in the zone show a year that is not 1 to 9999.
    """
    try:
        return from_micros(micros, zone)
    except OverflowError as fault:
        raise TimeError.at("out-of-range", f"{where} does not lie within the years 1 to 9999 in {zone.key}") from fault
