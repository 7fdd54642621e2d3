"""Measure the clocks of an SLA: their state, due time, and the time worked and paused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from alignkit.errors import DataError, DocumentError, Finding, NoBusinessTimeError, TimeError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.handoff.amounts import Allowed, Amount, amount_like, amount_micros
from alignkit.handoff.clocks import Clock, Stretch
from alignkit.handoff.escalations import Escalation, Told
from alignkit.handoff.find_clocks import Found, clock_before_event, find_clocks, late_start
from alignkit.handoff.journeys_until import journeys_until
from alignkit.handoff.readings import Reading, Readings, State
from alignkit.handoff.retier import unknown_tier
from alignkit.handoff.slas import SLA, Tier
from alignkit.handoff.walk import close_after, passed, told, walk
from alignkit.instants import checked_instant, micros
from alignkit.names import did_you_mean
from alignkit.rules.decide import decide
from alignkit.rules.verdict import Verdict
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime


def measure(sla: SLA, source: Journeys | Journey | Clock, *, as_of: datetime) -> Readings:
    """Read every clock of an SLA at an instant.

    State compares instants, never the time worked with the time given: met when the stop came at the due time or
    earlier; breached when it came later, or `as_of` is later; then `paused` while a pause goes on, `warning` from the
    warning share on, else `running`. A clock that was cancelled by its due time is `cancelled`; later it stays
    breached. The due time is found by walking over the unpaused stretches: pauses that overlap count once, one that
    goes on runs to `as_of`, and all is measured in the calendar of the tier that holds. Where the SLA recomputes clocks
    whose tier changes, it is breached if it was under the tier that held until then; that tier is then the reading's.

    The clock is the lead's, and does not start again when the lead gets another owner, unless the SLA says that it is
    the owner's.

    Args:
        sla: the clause.
        source: what `replay` gave, of all leads or of one; or a `Clock` of known instants.
        as_of: when the clocks are read; what happened after it does not count.

    Raises:
        TimeError: `as_of` is naive; a due time past the year 9999.
        DataError: `as-of-after-journeys`: what happened since is not in the journeys; `unknown-tier` for a `Clock` that
            names another tier than those of the SLA.
        NoBusinessTimeError: the calendar has no open time for 50 years.
        DocumentError: `unknown-stage`, `wrong-type`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.patterns import entered, left
    >>> from alignkit.worktime.work_time import work_hours
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
    >>> answer = SLA("answer", "sales", entered("mql"), left("mql"), work_hours(4), office)
    >>> friday = datetime(2026, 1, 9, 14, tzinfo=UTC)
    >>> reading = measure(answer, Clock("L1", friday), as_of=friday)[0]
    >>> reading.state, reading.due.isoformat()
    ('running', '2026-01-12T11:00:00+01:00')
    """
    if not isinstance(sla, SLA):
        raise DocumentError.at("wrong-type", f"measure takes an SLA, not {shown(sla)}")
    checked_instant(as_of, "as_of")
    found = _clocks(sla, source, as_of)
    findings = list(found.findings)
    readings = [_read(sla, clock, _held(sla, clock, findings), as_of) for clock in found.clocks]
    return Readings(sla.name, readings, findings, as_of, exempt=found.exempt)


def _clocks(sla: SLA, source: Journeys | Journey | Clock, as_of: datetime) -> Found:
    """Return the clocks of a source; one of known instants is taken as it is, for whoever knows them knows its lead."""
    now = micros(as_of)
    if isinstance(source, Clock):
        if micros(source.started) > now:
            return Found((), (clock_before_event(sla, source.lead, source.started, as_of),))
        return Found((source,), ())
    clocks: list[Clock] = []
    findings: list[Finding] = []
    exempt = 0
    for journey in journeys_until(source, as_of):
        found = find_clocks(sla, journey, now)
        clocks += found.clocks
        findings += found.findings
        exempt += found.exempt
        late = late_start(sla, journey, as_of) if now < micros(journey.as_of) else None
        if late is not None:
            findings.append(late)
    return Found(tuple(clocks), tuple(findings), exempt)


class _Terms(NamedTuple):
    """What holds for a clock: the tier's or the SLA's own time, and the calendar unless it is wall time."""

    tier: str | None
    within: Allowed
    calendar: Calendar | None


def _terms(sla: SLA, tier: Tier | None) -> _Terms:
    part = sla if tier is None else tier
    calendar = None if isinstance(part.within, timedelta) else part.calendar or sla.calendar
    return _Terms(None if tier is None else tier.name, part.within, calendar)


def _held(sla: SLA, clock: Clock, findings: list[Finding]) -> list[tuple[int, _Terms]]:
    """Return what holds for a clock from when on: what the clock tells, else what the rules say at its start."""
    if clock.tiers:
        named: dict[str | None, Tier | None] = {None: None} | {tier.name: tier for tier in sla.tiers}
        for _, name in clock.tiers:
            if name not in named:
                near = did_you_mean(name, [tier.name for tier in sla.tiers])
                raise DataError.at(
                    "unknown-tier", f"there is no tier {shown(name)} in the SLA {sla.name!r}{near}", path=clock.lead
                )
        return [(micros(at), _terms(sla, named[name])) for at, name in clock.tiers]
    held = None
    for tier in sla.tiers:
        verdict = decide(tier.when, clock.fields, clock.events, as_of=clock.started)
        if verdict is Verdict.YES:
            held = tier
            break
        if verdict is Verdict.UNKNOWN:
            findings.append(unknown_tier(sla, tier.name, clock.lead, clock.started))
    return [(micros(clock.started), _terms(sla, held))]


class _Due(NamedTuple):
    """When a clock is due under what holds for it, with the pauses up to its end.

    Args:
        terms: what holds.
        since: from when on, in microseconds.
        at: when the time is used up.
        allowed: how much that is.
        pauses: the stretches paused.
    """

    terms: _Terms
    since: int
    at: int
    allowed: Amount
    pauses: list[tuple[int, int]]


def _due(clock: Clock, held: Sequence[tuple[int, _Terms]], end: int, *, ended: bool) -> _Due:
    """Return the due time under what holds at a clock's end; or under what held when the time was used up."""
    last = held[0]
    for following in held[1:]:
        until = following[0]
        if until > end or (ended and until == end):  # at a stop's instant all is done, whatever changes then
            break
        found = _under(clock, last, until)
        if until > found.at:  # a breach stays one
            return found
        last = following
    return _under(clock, last, end)


def _under(clock: Clock, holds: tuple[int, _Terms], end: int) -> _Due:
    since, terms = holds
    start = micros(clock.started)
    if isinstance(terms.within, WorkDays):  # working days do not pause
        at = close_after(terms.calendar, start, terms.within)
        return _Due(terms, since, at, WorkTime(passed(terms.calendar, start, at)), [])
    pauses = _united(clock.pauses, start, end)
    return _Due(terms, since, walk(terms.calendar, start, pauses, amount_micros(terms.within)), terms.within, pauses)


def _read(sla: SLA, clock: Clock, held: Sequence[tuple[int, _Terms]], as_of: datetime) -> Reading:
    now, start = micros(as_of), micros(clock.started)
    stop, cancel = _by(clock.stopped, now), _by(clock.cancelled, now)
    if stop is not None and cancel is not None:
        stop, cancel = (stop, None) if stop <= cancel else (None, cancel)
    end = stop if stop is not None else cancel if cancel is not None else now
    found = _due(clock, held, end, ended=stop is not None or cancel is not None)
    terms, due, allowed = found.terms, found.at, found.allowed
    given = () if isinstance(terms.within, WorkDays) else clock.pauses
    pauses = found.pauses if len(held) == 1 else _united(given, start, end)
    size = amount_micros(allowed)

    def used_up(share: Fraction) -> int:
        """Return the least whole microsecond at which a share of the time is used up."""
        return walk(terms.calendar, start, pauses, ceil(size * share)) if share != 1 else due

    warned = used_up(sla.warn_at)

    state: State
    if end > due:
        state = "breached"
    elif stop is not None:
        state = "met"
    elif cancel is not None:
        state = "cancelled"
    elif any(_covers(pause, now) for pause in given):
        state = "paused"
    else:
        state = "warning" if now >= warned else "running"

    paused = sum(passed(terms.calendar, since, until) for since, until in pauses)
    due_time = told(due, terms.calendar, clock.started)
    return Reading(
        sla_name=sla.name,
        team=sla.owner,
        lead=clock.lead,
        state=state,
        started=clock.started,
        due=due_time,
        warned_at=told(warned, terms.calendar, clock.started),
        breached_at=due_time if state == "breached" else None,
        stopped=None if stop is None else clock.stopped,
        cancelled=None if cancel is None else clock.cancelled,
        worked=amount_like(allowed, passed(terms.calendar, start, end) - paused),
        paused=amount_like(allowed, paused),
        within=terms.within,
        allowed=allowed,
        reset=clock.reset and cancel is not None,
        calendar=terms.calendar,
        told=tuple(_told(sla.escalations, used_up, lambda at: told(at, terms.calendar, clock.started), end)),
        tier=terms.tier,
        retiered_at=None if found.since == start else told(found.since, terms.calendar, clock.started),
        owner=sla.owner if clock.owner is None else clock.owner,
        pauses=tuple(
            (told(since, terms.calendar, clock.started), told(until, terms.calendar, clock.started))
            for since, until in pauses
        ),
        as_of=as_of,
    )


def _told(
    escalations: Iterable[Escalation], used_up: Callable[[Fraction], int], told_at: Callable[[int], datetime], end: int
) -> Iterator[Told]:
    for one in escalations:
        try:
            at = used_up(one.at)
            yield Told(one.tell, one.at, told_at(at), at <= end)
        except (NoBusinessTimeError, TimeError):
            if one.at <= 1:  # the due time itself is out of reach
                raise
            # so long after the due time there is no such instant, and nobody is told


def _by(instant: datetime | None, now: int) -> int | None:
    """Return an instant in microseconds if it has come."""
    if instant is None:
        return None
    at = micros(instant)
    return at if at <= now else None


def _covers(pause: Stretch, now: int) -> bool:
    since, until = pause
    return micros(since) <= now and (until is None or now < micros(until))


def _united(pauses: Iterable[Stretch], start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches between a clock's start and end in which it paused, in order and without overlaps."""
    cut = sorted(
        (max(micros(since), start), end if until is None else min(micros(until), end)) for since, until in pauses
    )
    united: list[tuple[int, int]] = []
    for since, until in cut:
        if since >= until:
            continue
        if united and since <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], until))
        else:
            united.append((since, until))
    return united
