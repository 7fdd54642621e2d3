"""Measure the clocks of an SLA: their state, due time, and the time worked and paused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from alignkit.errors import DocumentError, Finding, NoBusinessTimeError, TimeError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.handoff.amounts import Allowed, Amount, amount_like, amount_micros
from alignkit.handoff.clocks import Clock, Stretch
from alignkit.handoff.escalations import Escalation, Told
from alignkit.handoff.find_clocks import Found, clock_before_event, find_clocks, late_start
from alignkit.handoff.journeys_until import journeys_until
from alignkit.handoff.readings import Reading, Readings, State
from alignkit.handoff.slas import SLA
from alignkit.handoff.walk import close_after, passed, told, walk
from alignkit.instants import checked_instant, micros
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
    goes on runs to `as_of`, and all is measured in the calendar of the tier that holds.

    The clock is the lead's, and does not start again when the lead gets another owner, unless the SLA says that it is
    the owner's.

    Args:
        sla: the clause.
        source: what `replay` gave, of all leads or of one; or a `Clock` of known instants.
        as_of: when the clocks are read; what happened after it does not count.

    Raises:
        TimeError: `as_of` is naive; a due time past the year 9999.
        DataError: `as-of-after-journeys`: what happened since is not in the journeys.
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
    readings = [_read(sla, clock, _terms(sla, clock, findings), as_of) for clock in found.clocks]
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
    """What holds for one clock: the tier's or the SLA's own time, and the calendar unless it is wall time."""

    tier: str | None
    within: Allowed
    calendar: Calendar | None


def _terms(sla: SLA, clock: Clock, findings: list[Finding]) -> _Terms:
    name, within, calendar = None, sla.within, sla.calendar
    for tier in sla.tiers:
        verdict = decide(tier.when, clock.fields, clock.events, as_of=clock.started)
        if verdict is Verdict.YES:
            name, within, calendar = tier.name, tier.within, tier.calendar or sla.calendar
            break
        if verdict is Verdict.UNKNOWN:
            text = f"whether the tier {tier.name!r} of {sla.name!r} holds is not known at {clock.started.isoformat()}"
            findings.append(Finding("unknown-tier", f"{text}: the next that holds was taken", clock.lead, "warning"))
    return _Terms(name, within, None if isinstance(within, timedelta) else calendar)


def _read(sla: SLA, clock: Clock, terms: _Terms, as_of: datetime) -> Reading:
    now, start = micros(as_of), micros(clock.started)
    stop, cancel = _by(clock.stopped, now), _by(clock.cancelled, now)
    if stop is not None and cancel is not None:
        stop, cancel = (stop, None) if stop <= cancel else (None, cancel)
    end = stop if stop is not None else cancel if cancel is not None else now
    in_days = isinstance(terms.within, WorkDays)
    given = () if in_days else clock.pauses  # working days do not pause
    pauses = _united(given, start, end)
    if isinstance(terms.within, WorkDays):
        due = close_after(terms.calendar, start, terms.within)
        allowed: Amount = WorkTime(passed(terms.calendar, start, due))
    else:
        allowed = terms.within
        due = walk(terms.calendar, start, pauses, amount_micros(allowed))
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
