"""When exactly people are at work between two instants: every interval, and when the next one ends."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from alignkit.errors import LimitError
from alignkit.instants import zone_of
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.convert import checked_calendar, in_zone, instant_micros
from alignkit.worktime.search import next_close_at
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.tables import tables_of

MOST_INTERVALS = 250_000
"""So many intervals are answered at once."""


class OpenInterval(NamedTuple):
    """A stretch of time at work, in the calendar's zone: it holds its first instant and not its last."""

    start: datetime
    end: datetime


def open_intervals(calendar: Calendar, start: datetime, end: datetime) -> tuple[OpenInterval, ...]:
    """Return the open intervals between two instants, in order, cut at both; none where `end` is not the later.

    No two of them touch: what is open past midnight is one interval. Their lengths add up to what `elapsed` says.

    Args:
        calendar: when people are at work.
        start: an aware datetime, in any zone.
        end: an aware datetime, in any zone.

    Raises:
        TimeError: `naive`, `not-an-instant`; `out-of-range`.
        LimitError: `too-many`, over 250,000 intervals.
        DocumentError: `wrong-type` where `calendar` is none.

    >>> from datetime import UTC
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> noon = datetime(2026, 1, 9, 12, tzinfo=UTC)
    >>> for opens, closes in open_intervals(office, noon, noon.replace(day=13)):
    ...     print(opens.isoformat(" ", "minutes"), closes.isoformat(" ", "minutes"))
    2026-01-09 12:00+00:00 2026-01-09 12:30+00:00
    2026-01-09 13:00+00:00 2026-01-09 17:30+00:00
    2026-01-12 09:00+00:00 2026-01-12 12:30+00:00
    2026-01-12 13:00+00:00 2026-01-12 17:30+00:00
    2026-01-13 09:00+00:00 2026-01-13 12:00+00:00
    """
    since, until = instant_micros(start, "start"), instant_micros(end, "end")
    tables, zone = tables_of(checked_calendar(calendar)), zone_of(calendar.zone)
    found: list[tuple[int, int]] = []
    for block in range(since // BLOCK, (until - 1) // BLOCK + 1):
        table = tables.tables.get(block) or tables.build(block)
        for opens, closes in zip(table.starts[1:], table.ends[1:], strict=True):
            first, last = max(opens, since), min(closes, until)
            if first < last:
                if found and found[-1][1] == first:
                    found[-1] = (found[-1][0], last)
                else:
                    found.append((first, last))
        if len(found) > MOST_INTERVALS:
            raise LimitError.at("too-many", f"over {MOST_INTERVALS:,} open intervals; ask for a shorter time")
    return tuple(
        OpenInterval(in_zone(opens, zone, "an opening"), in_zone(closes, zone, "a close")) for opens, closes in found
    )


def next_close(calendar: Calendar, instant: datetime) -> datetime:
    """Return the earliest instant after `instant` at which people stop working, in the calendar's zone.

    While they work it is the end of the interval; else the end of the next one.

    Raises:
        TimeError: `naive`, `not-an-instant`; `out-of-range` past the year 9999.
        NoBusinessTimeError: `no-open-time` within 50 years (of 365 days); `never-closes` where they work on
            for as long.
        DocumentError: `wrong-type` where `calendar` is none.

    >>> from datetime import UTC
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("UTC", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> next_close(office, datetime(2026, 1, 9, 12, 30, tzinfo=UTC)).isoformat()
    '2026-01-09T17:30:00+00:00'
    """
    micros = instant_micros(instant, "instant")
    return in_zone(next_close_at(checked_calendar(calendar), micros), zone_of(calendar.zone), "the next close")
