"""Two slow, obvious second implementations of work time. Of the package they use the fields of calendars, and no more.

`by_minutes` asks for every minute in UTC what the clocks on the wall show, and on which local dates the intervals began
that hold it. `by_days` walks local date by local date, turns the interval's wall times into UTC by each offset that the
zone has in those days, and keeps what lies within that offset's own stretch of time. Both answer with the same two
lists: the open pieces of a span, and those that belong to each local date. What is asked is then read off the lists.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from operator import itemgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar

Piece = tuple[datetime, datetime]
"""A stretch of open time, in UTC: from and up to."""

MICROSECOND = timedelta(microseconds=1)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SINCE, UNTIL = datetime(1969, 11, 1, tzinfo=UTC), datetime(2038, 3, 1, tzinfo=UTC)
"""Between these clock changes are looked for once and for all."""


class Walk(NamedTuple):
    """What is open in a span."""

    calendar: Calendar
    first: datetime
    last: datetime
    pieces: list[Piece]
    """In order, and apart from one another; what is open at an end of the span is cut there."""
    days: dict[date, list[Piece]]
    """What belongs to each day of work, of all local dates from `first_day` to `last_day`."""
    first_day: date
    last_day: date


def by_minutes(calendar: Calendar, first: datetime, last: datetime, step: timedelta = MINUTE) -> Walk:
    """Look at every minute, or at every step where the local clocks differ from UTC by odd seconds."""
    first_day, last_day = whole_days(first, last)
    found: list[Piece] = []
    days: dict[date, list[Piece]] = {}
    here = first
    while here < last:
        belongs = dates_at(calendar, here)
        if belongs:
            found.append((here, here + step))
        for day in belongs:
            days.setdefault(day, []).append((here, here + step))
        here += step
    days = {day: apart(days[day]) for day in sorted(days) if first_day <= day <= last_day}
    return Walk(calendar, first, last, apart(found), days, first_day, last_day)


def by_days(calendar: Calendar, first: datetime, last: datetime) -> Walk:
    """Look at every local date."""
    first_day, last_day = whole_days(first, last)
    by_date = ((day, pieces_of_date(calendar, day)) for day in dates(first_day, last_day))
    days = {day: pieces for day, pieces in by_date if pieces}
    return Walk(calendar, first, last, pieces_of(calendar, first, last), days, first_day, last_day)


def whole_days(first: datetime, last: datetime) -> tuple[date, date]:
    """Return the first and the last local date of which all lies in a span, in whatever zone.

    Clocks are 12 hours behind UTC at most and 14 ahead, and what starts on a date ends before the next one does.
    """
    return first.date() + 2 * DAY, last.date() - 3 * DAY


def dates(first: date, last: date) -> Iterator[date]:
    """Give every date from the first to the last."""
    while first <= last:
        yield first
        first += DAY


def clock(text: str) -> timedelta:
    """Read `HH:MM` as the time since midnight."""
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def starting_on(calendar: WorkCalendar, day: date) -> list[Piece]:
    """List the intervals that start on a local date, as naive wall times."""
    hours = dict(calendar.week).get(f"{day:%a}".lower(), ())
    if day in calendar.holidays:
        hours = ()
    hours = dict(calendar.exceptions).get(day, hours)
    found = []
    midnight = datetime.combine(day, time())
    for text in hours:
        start, end = (clock(part) for part in text.split("-"))
        found.append((midnight + start, midnight + (end if end > start else end + DAY)))
    return found


def dates_at(calendar: Calendar, instant: datetime) -> set[date]:
    """Return the local dates to which an instant of work belongs; none where nobody works.

    A part of what is combined as `all` or `except` after the first one only lets the first one's work be.
    """
    if isinstance(calendar, CombinedCalendar):
        first, *others = (dates_at(part, instant) for part in calendar.parts)
        if calendar.kind == "any":
            return first.union(*others)
        return first if [bool(other) for other in others] == [calendar.kind == "all"] * len(others) else set()
    assert isinstance(calendar, WorkCalendar)
    wall = instant.astimezone(ZoneInfo(calendar.zone)).replace(tzinfo=None, fold=0)
    return {day for start, end, day in starting_around(calendar, wall.date()) if start <= wall < end}


@lru_cache(maxsize=100_000)
def starting_around(calendar: WorkCalendar, today: date) -> list[tuple[datetime, datetime, date]]:
    """List the intervals that may be open on a local date, and the dates on which they start."""
    return [(*times, day) for day in (today - DAY, today) for times in starting_on(calendar, day)]


def offset_at(zone: ZoneInfo, instant: datetime) -> timedelta:
    """Return the local clocks' lead over UTC."""
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def constant(zone: ZoneInfo, first: datetime, last: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    """Cut a stretch of UTC where the offset changes: look twice a day, then every hour, minute and second."""
    cuts = [first]
    here, offset = first, offset_at(zone, first)
    while here < last:
        following = min(here + DAY / 2, last)
        changed = offset_at(zone, following)
        if changed != offset:
            near = here
            for step in (60 * MINUTE, MINUTE, SECOND):
                while offset_at(zone, near + step) == offset:
                    near += step
            cuts.append(near + SECOND)
        here, offset = following, changed
    return [(start, end, offset_at(zone, start)) for start, end in pairwise([*cuts, last])]


@cache
def stretches(zone: str) -> list[tuple[datetime, datetime, timedelta]]:
    """Return the stretches of constant offset of 1970 to 2037."""
    return constant(ZoneInfo(zone), SINCE, UNTIL)


@lru_cache(maxsize=200_000)
def offsets_near(zone: str, day: date) -> list[tuple[datetime, datetime, timedelta]]:
    """Return the stretches that a local date and the next may lie in."""
    midnight = datetime.combine(day, time(), UTC)
    first, last = midnight - DAY, midnight + 3 * DAY
    if first > SINCE and last < UNTIL:
        return [stretch for stretch in stretches(zone) if stretch[0] < last and first < stretch[1]]
    return constant(ZoneInfo(zone), first, last)


def pieces_of_date(calendar: Calendar, day: date) -> list[Piece]:
    """Return what belongs to a local date, whole."""
    if isinstance(calendar, CombinedCalendar):
        own, *others = calendar.parts
        if calendar.kind == "any":
            return joined("any", [pieces_of_date(part, day) for part in calendar.parts])
        pieces = pieces_of_date(own, day)
        if not pieces:
            return []
        return joined(calendar.kind, [pieces, *(pieces_of(part, pieces[0][0], pieces[-1][1]) for part in others)])
    assert isinstance(calendar, WorkCalendar)
    return list(_pieces_of_date(calendar, day))


@lru_cache(maxsize=200_000)
def _pieces_of_date(calendar: WorkCalendar, day: date) -> tuple[Piece, ...]:
    found = []
    for start, end in starting_on(calendar, day):
        for since, until, offset in offsets_near(calendar.zone, day):
            opens, closes = ((wall - offset).replace(tzinfo=UTC) for wall in (start, end))
            found.append((max(opens, since), min(closes, until)))
    return tuple(apart(found))


def pieces_of(calendar: Calendar, first: datetime, last: datetime) -> list[Piece]:
    """Return the open pieces between two UTC instants, in order, apart from one another."""
    if isinstance(calendar, CombinedCalendar):
        return joined(calendar.kind, [pieces_of(part, first, last) for part in calendar.parts])
    around = dates(first.date() - 3 * DAY, last.date() + 2 * DAY)
    return between(apart(piece for day in around for piece in pieces_of_date(calendar, day)), first, last)


def apart(pieces: Iterable[Piece]) -> list[Piece]:
    """Return the pieces in order, those that overlap or touch as one."""
    found: list[Piece] = []
    for start, end in sorted(pieces):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def joined(kind: str, of_parts: Sequence[list[Piece]]) -> list[Piece]:
    """Return the pieces of combined calendars: from one edge of a piece to the next, nothing changes."""
    turns: dict[datetime, set[int]] = {}
    for part, pieces in enumerate(of_parts):
        for edge in (edge for piece in pieces for edge in piece):
            turns.setdefault(edge, set()).add(part)
    others = set(range(1, len(of_parts)))
    found: list[Piece] = []
    working: set[int] = set()
    for here, following in pairwise(sorted(turns)):
        working = working ^ turns[here]  # those that close here leave, those that open come
        first, rest = 0 in working, working - {0}
        if {"all": first and rest == others, "any": bool(working), "except": first and not rest}[kind]:
            found.append((here, following))
    return apart(found)


def between(pieces: list[Piece], start: datetime, end: datetime) -> list[Piece]:
    """Return the pieces between two instants, cut at both; none where the second is not the later."""
    found: list[Piece] = []
    if start >= end:
        return found
    for opens, closes in pieces[bisect_right(pieces, start, key=itemgetter(1)) :]:
        if opens >= end:
            break
        found.append((max(opens, start), min(closes, end)))
    return found


def worked(pieces: list[Piece], start: datetime, end: datetime) -> timedelta:
    """Return how much is open between two instants, minus that if the second is the earlier."""
    if end < start:
        return -worked(pieces, end, start)
    return sum((closes - opens for opens, closes in between(pieces, start, end)), timedelta())


def spent(walk: Walk, start: datetime, work: timedelta) -> datetime:
    """Return when so much has been worked, spending it piece by piece."""
    if not work:
        return start
    for opens, closes in between(walk.pieces, start, walk.last):
        if work <= closes - opens:
            return opens + work
        work -= closes - opens
    raise AssertionError(walk.calendar, start, work)


def not_over(walk: Walk, instant: datetime) -> Piece:
    """Return the first piece that ends later than an instant: the one that holds it, or else the next."""
    return walk.pieces[bisect_right(walk.pieces, instant, key=itemgetter(1))]


def day_after(walk: Walk, day: date, count: int, roll: str) -> date:
    """Return the day of work so many after a date, which stands for the next day of work or the one before."""
    days = list(walk.days)
    if roll == "next":
        own = next(place for place, other in enumerate(days) if other >= day)
    else:
        own = max(place for place, other in enumerate(days) if other <= day)
    assert own + count >= 0
    return days[own + count]


def days_not_over(walk: Walk, instant: datetime) -> list[datetime]:
    """Return by when so many days of work are over, counted from the first one that closes later than an instant.

    That is when the last of them has closed: a night shift may close after the next date's hours.
    """
    closes = [pieces[-1][1] for pieces in walk.days.values()]
    own = next(place for place, close in enumerate(closes) if close > instant)
    return list(accumulate(closes[own:], max))
