"""A slow, obvious second implementation of a clock: one minute after the other.

It knows nothing of the package but a calendar's own fields. A minute counts if the wall time at its start lies in an
interval of the local day and no pause covers it. All instants are whole minutes in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from alignkit.worktime.calendar import WorkCalendar

MINUTE = timedelta(minutes=1)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Stretch = tuple[datetime, datetime | None]


class SlowReading(NamedTuple):
    """What the slow clock says; times in minutes."""

    state: str
    due: datetime
    warned_at: datetime
    worked: int
    paused: int


@lru_cache(maxsize=200_000)
def counts(calendar: WorkCalendar | None, minute: datetime) -> bool:
    """Say whether people are at work in the minute that starts now."""
    if calendar is None:
        return True
    wall = minute.astimezone(ZoneInfo(calendar.zone))
    if wall.date() in calendar.holidays:
        return False
    hours = dict(calendar.week).get(DAYS[wall.weekday()], ())
    clock = f"{wall:%H:%M}"
    return any(start <= clock < end for start, end in (text.split("-") for text in hours))


def covered(pauses: Sequence[Stretch], minute: datetime, now: datetime) -> bool:
    """Say whether a pause covers the minute that starts now, by what is known at `now`."""
    return any(start <= minute and start <= now and (end is None or end > now or minute < end) for start, end in pauses)


def slow_reading(
    calendar: WorkCalendar | None,
    within: int,
    started: datetime,
    pauses: Sequence[Stretch],
    *,
    ends: tuple[datetime | None, datetime | None, datetime],
) -> SlowReading:
    """Read a clock minute by minute; `ends` are its stop, its cancellation, and `as_of`."""
    stopped, cancelled, as_of = ends
    stopped = stopped if stopped is not None and stopped <= as_of else None
    cancelled = cancelled if cancelled is not None and cancelled <= as_of else None
    if stopped is not None and cancelled is not None:
        stopped, cancelled = (stopped, None) if stopped <= cancelled else (None, cancelled)
    end = stopped or cancelled or as_of

    worked = paused = 0
    reached: dict[int, datetime] = {}  # used up so many minutes for the first time when
    minute = started.astimezone(UTC)
    while minute < end or worked < within:
        # from its end on, a clock is taken to run on: what is due then is due if it resumed at once
        waits = minute < end and covered(pauses, minute, end)
        if counts(calendar, minute):
            if waits:
                paused += 1
            else:
                worked += 1
                reached.setdefault(worked, minute + MINUTE)
        minute += MINUTE
    due, warned_at = reached[within], reached[-(-within * 4 // 5)]
    used = sum(counts(calendar, started + MINUTE * n) for n in range((end - started) // MINUTE)) - paused

    if end > due:
        state = "breached"
    elif stopped is not None:
        state = "met"
    elif cancelled is not None:
        state = "cancelled"
    elif covered(pauses, as_of, as_of):
        state = "paused"
    else:
        state = "warning" if as_of >= warned_at else "running"
    return SlowReading(state, due, warned_at, used, paused)
