"""Place instants on a line, and find round times to write below it."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alignkit.instants import micros

if TYPE_CHECKING:
    from alignkit.display.pictures import OverTime

_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_DAYS = (1, 2, 4, 7, 14)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000)

_DAY, _YEAR, _MONTH, _MONTH_DAY, _CLOCK = slice(0, 10), slice(0, 4), slice(0, 7), slice(5, 10), slice(11, 16)
_NOTHING = slice(0, 0)
"""Parts of `2026-01-05 09:30:00`."""


def place(at: datetime, timeline: OverTime) -> float:
    """Return where an instant lies between the edges of a timeline: 0 to 1, cut off at both."""
    start, end = micros(timeline.start), micros(timeline.end)
    return min(1.0, max(0.0, (micros(at) - start) / (end - start))) if end > start else 0.0


def lies_within(start: datetime, end: datetime, timeline: OverTime) -> bool:
    """Say whether any of a stretch, or an instant (`start` is `end`), lies on a timeline; both edges belong to it."""
    return micros(start) <= micros(timeline.end) and micros(end) >= micros(timeline.start)


def _length(timeline: OverTime) -> timedelta:
    # subtracting two datetimes of one zone would ignore a clock change between them
    return timedelta(microseconds=micros(timeline.end) - micros(timeline.start))


def moment_text(at: datetime, timeline: OverTime) -> str:
    """Write an instant in the zone of the timeline's start, to the minute, or to the second on a short line.

    >>> from datetime import UTC
    >>> from alignkit.display.blocks import Timeline
    >>> day = Timeline(datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC))
    >>> moment_text(datetime(2026, 1, 5, 9, 30, tzinfo=UTC), day)
    '2026-01-05 09:30'
    """
    with suppress(OverflowError):  # within a day of the calendar's ends its own zone must do
        at = at.astimezone(timeline.start.tzinfo)
    return at.isoformat(" ")[: 19 if _length(timeline) < timedelta(minutes=10) else 16]


def ticks(timeline: OverTime, most: int = 6) -> list[tuple[float, str, str]]:
    """Return about `most` round times at most: place from 0 to 1, what to write, and what below it (often "").

    Hours are told with their day below the first of each day; days as month and day, with the year below.

    >>> from datetime import UTC
    >>> from alignkit.display.blocks import Timeline
    >>> ticks(Timeline(datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 5, 17, tzinfo=UTC)), 2)
    [(0.375, '12:00', '2026-01-05'), (0.875, '16:00', '')]
    """
    start = timeline.start.replace(second=0, microsecond=0, fold=0)
    span = _length(timeline)
    for minutes in _MINUTES:
        if span <= timedelta(minutes=minutes) * most:
            passed = start.hour * 60 + start.minute
            first = start.replace(hour=0, minute=0)
            found = _every(first, timedelta(minutes=minutes), passed // minutes, timeline)
            return _told(found, timeline, _CLOCK, _DAY)
    for days in _DAYS:
        if span <= timedelta(days=days) * most:
            first = start.replace(hour=0, minute=0)
            skip = 0 if start == timeline.start and first == start else 1  # the first midnight within, then on
            found = _every(_later(first, timedelta(days=skip)) or first, timedelta(days=days), 0, timeline)
            return _told(found, timeline, _MONTH_DAY, _YEAR)
    months = next((step for step in _MONTHS if span <= timedelta(days=28 * step) * most), _MONTHS[-1])
    return _told(_by_months(start, months, timeline), timeline, _MONTH if months < 12 else _YEAR, _NOTHING)


def _later(wall: datetime, step: timedelta) -> datetime | None:
    """Add by the wall clock, as people read it; None past the calendar's end."""
    try:
        return wall + step
    except OverflowError:
        return None


def _every(first: datetime, step: timedelta, skipped: int, timeline: OverTime) -> list[datetime]:
    found: list[datetime] = []
    at = _later(first, step * skipped)
    while at is not None and micros(at) <= micros(timeline.end) and len(found) < 50:
        if micros(at) >= micros(timeline.start):
            found.append(at)
        at = _later(at, step)
    return found


def _by_months(start: datetime, step: int, timeline: OverTime) -> list[datetime]:
    month = -(-(start.year * 12 + start.month - 1) // step) * step
    found: list[datetime] = []
    while 12 <= month < 120_000 and len(found) < 50:
        at = start.replace(year=month // 12, month=month % 12 + 1, day=1, hour=0, minute=0)
        if micros(at) > micros(timeline.end):
            break
        if micros(at) >= micros(timeline.start):
            found.append(at)
        month += step
    return found


def _told(found: list[datetime], timeline: OverTime, line: slice, below: slice) -> list[tuple[float, str, str]]:
    told: list[tuple[float, str, str]] = []
    before = ""
    for at in found:
        text = at.isoformat(" ")
        group = text[below]
        told.append((place(at, timeline), text[line], group if group != before else ""))
        before = group
    return told
