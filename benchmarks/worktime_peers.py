"""Work time in other libraries.

They are asked what all of them can tell: about a calendar with one interval a day, a clock change at a weekend,
instants of whole seconds, work of whole hours that does not end at a close (where pandas goes on to the next
opening). Instants come in UTC, as from most systems, and a library is given them as they are where it can take them;
else they are made ready beforehand. So are amounts and calendars, and what a library keeps, it has kept.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from alignkit.worktime.calendar import WorkCalendar

ZONE = ZoneInfo("Europe/Amsterdam")
OPENS, CLOSES = time(9), time(17)
CLOSED = [
    date(2025, 12, 25), date(2025, 12, 26), date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 4, 27),
    date(2026, 5, 5), date(2026, 5, 14), date(2026, 5, 25), date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 26),
]  # fmt: skip
SHOP = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]}, CLOSED)

_draw = random.Random(20260105).randrange  # noqa: S311 - no secret
STARTS = [datetime(2026, 1, 5, tzinfo=UTC) + timedelta(seconds=_draw(300 * 86_400)) for _ in range(200)]
SOON = [start + timedelta(seconds=_draw(14 * 86_400)) for start in STARTS]
ENDS = [start + timedelta(seconds=_draw(90 * 86_400)) for start in STARTS]
HOURS = [1 + _draw(7) + 8 * _draw(5) for _ in STARTS]
"""Not a multiple of the hours of a day."""

Seconds: TypeAlias = Callable[[Any, Any], float]
"""Answers with the work time between two instants in seconds."""
Due: TypeAlias = Callable[[Any, Any], datetime]
"""Answers when work is due."""


class Elapsed(NamedTuple):
    """How a library is asked for the work time between two instants.

    Args:
        instant: makes of an instant what the library is given.
        ask: asks it.
    """

    instant: Callable[[datetime], Any]
    ask: Seconds


class Later(NamedTuple):
    """How a library is asked when work is due.

    Args:
        instant: makes of an instant what the library is given.
        amount: makes of a number of hours what the library is given.
        ask: asks it.
    """

    instant: Callable[[datetime], Any]
    amount: Callable[[int], Any]
    ask: Due


def bizcal() -> Any:  # noqa: ANN401 - a stranger's calendar
    """Build the calendar of django-bizcal, which needs no settings of Django's."""
    calendars, providers = importlib.import_module("django_bizcal"), importlib.import_module("django_bizcal.providers")
    return calendars.WorkingCalendar(
        tz="Europe/Amsterdam",
        weekly_schedule={day: [(OPENS, CLOSES)] for day in range(5)},
        holiday_provider=providers.SetHolidayProvider.from_dates(CLOSED),
    )


def as_it_is(instant: datetime) -> datetime:
    """Return what is given."""
    return instant


def wall_time(instant: datetime) -> datetime:
    """Return what clocks in the zone show, without the zone."""
    return instant.astimezone(ZONE).replace(tzinfo=None)


def bizcal_elapsed() -> Elapsed:
    """django-bizcal, on instants as they are."""
    between = bizcal().business_time_between
    return Elapsed(as_it_is, lambda start, end: between(start, end).total_seconds())


def bizcal_due() -> Later:
    """django-bizcal, on instants as they are."""
    return Later(as_it_is, lambda hours: timedelta(hours=hours), bizcal().add_business_time)


def bizcal_due_in_zone() -> Later:
    """django-bizcal, on instants in its calendar's own zone: then it finds its days among those that it has kept."""
    return bizcal_due()._replace(instant=lambda instant: instant.astimezone(ZONE))


def duration_elapsed() -> Elapsed:
    """business-duration: wall times, for it knows no zones; which is right where clocks change at night."""
    between, closed = importlib.import_module("business_duration").businessDuration, frozenset(CLOSED)
    return Elapsed(
        wall_time,
        lambda start, end: between(start, end, OPENS, CLOSES, holidaylist=closed, unit="sec"),
    )


def rules() -> Any:  # noqa: ANN401 - a stranger's rules
    """Build the rules of businesstimedelta, whose zones are pytz's."""
    library, zone = importlib.import_module("businesstimedelta"), importlib.import_module("pytz").timezone(ZONE.key)
    days = library.WorkDayRule(start_time=OPENS, end_time=CLOSES, working_days=[0, 1, 2, 3, 4], tz=zone)
    return library.Rules([days, library.HolidayRule(frozenset(CLOSED), tz=zone)])


def timedelta_elapsed() -> Elapsed:
    """businesstimedelta, on instants as they are."""
    between = rules().difference
    return Elapsed(as_it_is, lambda start, end: between(start, end).timedelta.total_seconds())


def timedelta_due() -> Later:
    """businesstimedelta, on instants as they are."""
    library, shop = importlib.import_module("businesstimedelta"), rules()
    return Later(as_it_is, lambda hours: library.BusinessTimeDelta(shop, hours=hours), lambda start, work: start + work)


def pandas_due() -> Later:
    """CustomBusinessHour of pandas: Timestamps in the zone, and one offset for each number of hours."""
    pandas = importlib.import_module("pandas")
    hours = {
        count: pandas.offsets.CustomBusinessHour(count, start=OPENS, end=CLOSES, holidays=CLOSED)
        for count in set(HOURS)
    }
    return Later(
        lambda instant: pandas.Timestamp(instant.astimezone(ZONE)), hours.__getitem__, lambda start, work: start + work
    )
