"""Make a reading of what was measured of a clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from math import ceil

from alignkit.errors import NoBusinessTimeError, TimeError
from alignkit.funnel.journeys import Journey
from alignkit.handoff.amounts import Amount, amount_like, amount_micros
from alignkit.handoff.escalations import Escalation, Told
from alignkit.handoff.fall_due import allowed
from alignkit.handoff.reading_rows import Row
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA
from alignkit.handoff.walk import passed, told, walk
from alignkit.instants import EPOCH, zone_of


def make_reading(sla: SLA, as_of: datetime, row: Row) -> Reading:
    """Return the reading of one clock of an SLA."""
    terms, start = row.terms, row.start
    calendar = terms.calendar
    zone = (row.started.tzinfo or UTC) if calendar is None else zone_of(calendar.zone)
    amount = allowed(terms, start, row.due)
    paused = sum(passed(calendar, since, until) for since, until in row.pauses) if row.pauses else 0
    due = _at(row.due, zone)
    owner = row.source.owner_at(row.started) if isinstance(row.source, Journey) else row.source.owner
    return Reading(
        sla_name=sla.name,
        team=sla.owner,
        lead=row.lead,
        state=row.state,
        started=row.started,
        due=due,
        warned_at=_at(row.warned, zone),
        breached_at=due if row.state == "breached" else None,
        stopped=row.stopped,
        cancelled=row.cancelled,
        worked=amount_like(amount, passed(calendar, start, row.end) - paused),
        paused=amount_like(amount, paused),
        within=terms.within,
        tier=terms.tier,
        owner=sla.owner if owner is None else owner,
        pauses=tuple((_at(since, zone), _at(until, zone)) for since, until in row.pauses) if row.pauses else (),
        as_of=as_of,
        allowed=amount,
        reset=row.reset,
        retiered_at=None if row.since == start else _at(row.since, zone),
        told=tuple(_told(sla.escalations, row, amount)) if sla.escalations else (),
        calendar=calendar,
    )


def _at(instant: int, zone: tzinfo) -> datetime:
    return (EPOCH + timedelta(microseconds=instant)).astimezone(zone)


def _told(escalations: Iterable[Escalation], row: Row, amount: Amount) -> Iterator[Told]:
    size, calendar = amount_micros(amount), row.terms.calendar
    for one in escalations:
        try:
            at = walk(calendar, row.start, row.pauses, ceil(size * one.at)) if one.at != 1 else row.due
            yield Told(one.tell, one.at, told(at, calendar, row.started), at <= row.end)
        except (NoBusinessTimeError, TimeError):
            if one.at <= 1:  # the due time itself is out of reach
                raise
            # so long after the due time there is no such instant, and nobody is told
