"""The clock changes of a zone, as an iCalendar file tells them: each kind with its days, or with the rule for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs

from alignkit.instants import zone_of

YEARS_AHEAD = 30
"""The changes of a zone are told for so many years where a meeting has no end, unless a rule tells them all."""
MOST_YEARS = 200
"""The changes are looked for day by day, in at most so many years."""
_LEAST = 5
"""A rule is read from at least so many changes."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)


@attrs.frozen(slots=True)
class Observance:
    """One kind of clock change of a zone.

    Args:
        before: the offset from UTC before the change.
        after: the offset after it.
        name: what the zone calls the time after it, such as `CEST`.
        is_daylight: whether that is daylight saving time.
        starts: when clocks change, as they show it before the change.
        rule: the `rrule` of the changes, where one tells them all; blank otherwise.
    """

    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool
    starts: tuple[datetime, ...]
    rule: str = ""


def observances(name: str, first: int, last: int | None, *, today: int | None = None) -> tuple[Observance, ...]:
    """Return the clock changes of a zone from one year to another, 30 years on where there is no end.

    The first of them is no change: it tells the offset with which the first year begins.

    Args:
        name: the zone.
        first: the first year.
        last: the last year; None where there is no end.
        today: the year from which on 30 years are told where there is no end; `first` when left out.
    """
    zone = zone_of(name)
    end = min(max(first, today or first) + YEARS_AHEAD if last is None else last, first + MOST_YEARS, 9998)
    start = datetime(first, 1, 1, tzinfo=UTC) + 2 * _DAY * (first == 1)
    kinds: dict[tuple[timedelta, timedelta, str, bool], list[datetime]] = {}
    for before, at in _changes(zone, start, datetime(end + 1, 1, 1, tzinfo=UTC)):
        local = at.astimezone(zone)
        key = (before, _offset(local), _name(local), bool(local.dst()))
        kinds.setdefault(key, []).append((at + before).replace(tzinfo=None))
    local = start.astimezone(zone)
    offset = _offset(local)
    found = [Observance(offset, offset, _name(local), bool(local.dst()), (local.replace(tzinfo=None, fold=0),))]
    for key, starts in kinds.items():
        rule, ruled = ("", starts) if last is not None or starts[-1].year < end else _rule(starts)
        if len(ruled) < len(starts):
            found.append(Observance(*key, tuple(starts[: -len(ruled)])))
        found.append(Observance(*key, tuple(ruled), rule))
    return tuple(found)


def _offset(local: datetime) -> timedelta:
    # iCalendar knows offsets to the second; older ones of some zones have none finer
    return local.utcoffset() or timedelta(0)


def _name(local: datetime) -> str:
    return local.tzname() or "LMT"


def _key(instant: datetime, zone: ZoneInfo) -> tuple[timedelta, str]:
    local = instant.astimezone(zone)
    return _offset(local), _name(local)


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> list[tuple[timedelta, datetime]]:
    """Return each change: the offset before it, and its instant; looked for day by day, then halved to the second."""
    found = []
    here = start
    while here < end:
        there = here + _DAY
        if _key(here, zone) != _key(there, zone):
            low, high = here, there
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=1) // 2)
                low, high = (middle, high) if _key(middle, zone) == _key(here, zone) else (low, middle)
            found.append((_offset(here.astimezone(zone)), high))
        here = there
    return found


def _rule(starts: list[datetime]) -> tuple[str, list[datetime]]:
    """Return the rule that tells the latest changes, and these: the n-th or the last weekday of a month in each year.

    Blank, and all of them, where no rule tells the latest few. Laws change: of the changes before, no rule is asked.
    """
    latest = len(starts) - _LEAST
    if latest < 0 or not _one_rule(starts[latest:]):
        return "", starts
    rule = _one_rule(starts[latest:])
    while latest and _one_rule(starts[latest - 1 :]):
        latest -= 1
        rule = _one_rule(starts[latest:])
    return rule, starts[latest:]


def _one_rule(starts: list[datetime]) -> str:
    """Return the rule that tells all the changes; blank where none does."""
    years = [start.year for start in starts]
    same = len({(start.month, start.weekday(), start.time()) for start in starts}) == 1
    if not same or years != list(range(years[0], years[0] + len(years))):
        return ""
    first = starts[0]
    nths = {(start.day - 1) // 7 + 1 for start in starts}
    is_last = all((start + 7 * _DAY).month != start.month for start in starts)
    nth = -1 if is_last else nths.pop() if len(nths) == 1 else None
    return "" if nth is None else f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={nth}{_DAYS[first.weekday()]}"
