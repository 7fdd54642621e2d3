"""Fall due: when the time of a clock is used up, and when to warn, in whole microseconds since 1970."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

from alignkit.handoff.amounts import Amount, amount_micros
from alignkit.handoff.reading_rows import Terms
from alignkit.handoff.slas import SLA, Tier
from alignkit.handoff.walk import close_after, passed, told, walk
from alignkit.instants import EPOCH, MICROSECOND
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import tables_of
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime

SAFE = range(
    (datetime(1, 1, 3, tzinfo=EPOCH.tzinfo) - EPOCH) // MICROSECOND,
    (datetime(9999, 12, 29, tzinfo=EPOCH.tzinfo) - EPOCH) // MICROSECOND,
)
"""Instants that clocks of every zone can show."""


def terms_of(sla: SLA, tier: Tier | None) -> Terms:
    """Return what holds for clocks of an SLA, or of one of its tiers."""
    part = sla if tier is None else tier
    calendar = None if isinstance(part.within, timedelta) else part.calendar or sla.calendar
    size = 0 if isinstance(part.within, WorkDays) else amount_micros(part.within)
    return Terms(None if tier is None else tier.name, part.within, calendar, size, ceil(size * sla.warn_at))


def fall_due(terms: Terms, start: int, pauses: Sequence[tuple[int, int]], sla: SLA) -> tuple[int, int]:
    """Return when a clock is due, and when to warn.

    Args:
        terms: what holds for it.
        start: when it started.
        pauses: the stretches paused, in order and without overlaps.
        sla: whose clock it is.

    Raises:
        TimeError: `out-of-range`, past the year 9999.
        NoBusinessTimeError: the calendar has no open time for 50 years.
    """
    calendar = terms.calendar
    if calendar is None:
        if not pauses:
            return start + terms.size, start + terms.warning
    elif not terms.size:
        due = close_after(calendar, start, terms.within)  # type: ignore[arg-type]  # working days alone have no size
        return due, _share(calendar, start, due, sla.warn_at)
    elif not pauses:
        found = _looked_up(calendar, start, terms)
        if found is not None:
            return found
    due, warned = (walk(calendar, start, pauses, size) for size in (terms.size, terms.warning))
    if calendar is not None:
        tables_of(calendar).widen(start // BLOCK)  # so that the next is looked up
        tables_of(calendar).widen(due // BLOCK)
    return due, warned


def _looked_up(calendar: Calendar, start: int, terms: Terms) -> tuple[int, int] | None:
    """Return both times by the slots of a calendar; None where these do not tell."""
    first, opened, instants, _ = tables_of(calendar).ahead
    here = start // SLOT - first
    try:
        since = opened[here] if here >= 0 else None
        if since is None:
            return None
        total = start + since if since < 0 else since
        due, warned = total + terms.size, total + terms.warning
        ahead, before = instants[(due - 1) // SLOT], instants[(warned - 1) // SLOT]
    except IndexError:
        return None
    return None if ahead is None or before is None else (due + ahead, warned + before)


def _share(calendar: Calendar, start: int, due: int, share: Fraction) -> int:
    """Return when a share of the work time between two instants is used up."""
    return walk(calendar, start, (), ceil(passed(calendar, start, due) * share))


def check_instants(instants: Iterable[int], terms: Terms, like: datetime) -> None:
    """Do nothing if instants can be shown as datetimes, in the calendar's zone or that of `like`.

    Raises:
        TimeError: `out-of-range`.
    """
    for at in instants:
        if at not in SAFE:
            told(at, terms.calendar, like)


def allowed(terms: Terms, start: int, due: int) -> Amount:
    """Return how long the team has as an amount; of working days the work time up to the close of the last."""
    if isinstance(terms.within, WorkDays):
        return WorkTime(0 if terms.calendar is None else passed(terms.calendar, start, due))
    return terms.within


def united(pauses: Iterable[tuple[int, int | None]], start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches between a clock's start and end in which it paused, in order and without overlaps.

    >>> united([(0, 10), (5, 20), (40, None)], 3, 50)
    [(3, 20), (40, 50)]
    """
    cut = sorted((max(since, start), end if until is None else min(until, end)) for since, until in pauses)
    found: list[tuple[int, int]] = []
    for since, until in cut:
        if since >= until:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found
