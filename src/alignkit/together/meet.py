"""Meet: when a meeting takes place, as instants."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import takewhile
from typing import TYPE_CHECKING

from alignkit.errors import DocumentError, LimitError, shown
from alignkit.instants import LONGEST_DAYS, MICROSECOND, checked_instant, localize, micros, zone_of
from alignkit.worktime.name_days import days_of

if TYPE_CHECKING:
    from alignkit.together.meetings import Meeting


def _dates(meeting: Meeting) -> Iterator[date]:
    """Yield the days that the rule names, from the first on, in order; those that are skipped too."""
    until = meeting.until
    for day in days_of(meeting.rule, meeting.first):
        if until is not None and day > until:
            return
        yield day


def first_day(meeting: Meeting) -> date | None:
    """Return the first day that the rule names; None where there is none."""
    return next(_dates(meeting), None)


def _start(meeting: Meeting, day: date) -> datetime:
    # a skipped time is an hour later, a repeated one the first: RFC 5545, 3.3.5
    wall = datetime.combine(day, meeting.at)
    return localize(wall, zone_of(meeting.zone), skipped="later", repeated="earlier")


def _checked(meeting: object, latest: object, what: str) -> datetime:
    from alignkit.together.meetings import Meeting  # which asks this module for its first day

    if not isinstance(meeting, Meeting):
        raise DocumentError.at("wrong-type", f"a Meeting is due, not {shown(meeting)}")
    found = checked_instant(latest, what)
    if (found.date() - meeting.first).days > LONGEST_DAYS:
        told = f"{found.isoformat()} is over {LONGEST_DAYS:,} days after the first day of the meeting, {meeting.first}"
        raise LimitError.at("too-far", told)
    return found


def _starts(meeting: Meeting) -> Iterator[datetime]:
    """Yield when it takes place, each instant once: where a zone skips a whole day, two days have one."""
    skips = set(meeting.skips)
    before = None
    for day in _dates(meeting):
        if day not in skips:
            start = _start(meeting, day)
            if before is None or micros(start) > before:
                yield start
            before = micros(start)


def meetings_between(meeting: Meeting, first: datetime, end: datetime) -> tuple[datetime, ...]:
    """Return when a meeting begins, from `first` up to, not including, `end`; in its zone, in time order.

    Args:
        meeting: the meeting.
        first: an instant; a meeting that begins exactly then is among them.
        end: an instant; a meeting that begins exactly then is not. At most 36,600 days after the meeting's first day.

    Raises:
        TimeError: `naive`.
        DocumentError: `wrong-type`.
        LimitError: `too-far`.

    >>> from datetime import UTC, timedelta
    >>> from alignkit.together.meetings import Meeting
    >>> monday = Meeting("joint", "FREQ=WEEKLY;BYDAY=MO", date(2026, 3, 2), "10:00", "Europe/Amsterdam")
    >>> march = datetime(2026, 3, 20, tzinfo=UTC)
    >>> for start in meetings_between(monday, march, march + timedelta(days=14)):
    ...     print(start.isoformat())
    2026-03-23T10:00:00+01:00
    2026-03-30T10:00:00+02:00
    """
    since, before = micros(checked_instant(first, "first")), micros(_checked(meeting, end, "end"))
    starts = takewhile(lambda start: micros(start) < before, _starts(meeting))
    return tuple(start for start in starts if micros(start) >= since)


def next_meeting(meeting: Meeting, as_of: datetime) -> datetime | None:
    """Return when the meeting that is on at `as_of` began, or else when the next one begins; None after the last.

    Raises:
        TimeError: `naive`.
        DocumentError: `wrong-type`.
        LimitError: `too-far`, over 36,600 days after the meeting's first day.
    """
    now = micros(_checked(meeting, as_of, "as_of"))
    return next((start for start in _starts(meeting) if micros(start) + _length(meeting) > now), None)


def last_meeting(meeting: Meeting, as_of: datetime) -> datetime | None:
    """Return when the latest meeting began that is over at `as_of`; None before the first is over.

    Raises:
        TimeError: `naive`.
        DocumentError: `wrong-type`.
        LimitError: `too-far`, over 36,600 days after the meeting's first day.
    """
    now = micros(_checked(meeting, as_of, "as_of"))
    found = None
    for start in takewhile(lambda start: micros(start) + _length(meeting) <= now, _starts(meeting)):
        found = start
    return found


def _length(meeting: Meeting) -> int:
    return meeting.length // MICROSECOND


def skipped_days(meeting: Meeting) -> tuple[date, ...]:
    """Return the days on which the meeting is skipped that the rule does name; the others skip nothing."""
    skips = set(meeting.skips)
    if not skips:
        return ()
    last = max(skips)
    return tuple(day for day in takewhile(lambda day: day <= last, _dates(meeting)) if day in skips)
