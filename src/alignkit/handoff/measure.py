"""Measure the clocks of an SLA: their state, due time, and the time worked and paused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain

from alignkit.errors import DataError, DocumentError, Finding, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.handoff.clocks import Clock
from alignkit.handoff.fall_due import SAFE, check_instants, fall_due, terms_of, united
from alignkit.handoff.find_clocks import clock_before_event, find_clocks, late_start, teamless
from alignkit.handoff.find_plainly import PlainFinder, Runs, is_plain
from alignkit.handoff.journeys_until import journeys_until
from alignkit.handoff.make_reading import make_reading
from alignkit.handoff.reading_rows import ReadingRows, Row, Terms
from alignkit.handoff.readings import Readings, State
from alignkit.handoff.retier import unknown_tier
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.instants import checked_instant, micros
from alignkit.names import did_you_mean
from alignkit.rules.compile import compiled
from alignkit.rules.predicates import Did, ScoreCompare
from alignkit.rules.verdict import Verdict
from alignkit.rules.walk import nodes


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
    measuring = _Measuring(sla, checked_instant(as_of, "as_of"))
    if isinstance(source, Clock):
        measuring.take_clock(source)
    else:
        for journey in journeys_until(source, as_of):
            measuring.take(journey)
    rows = ReadingRows(measuring.rows, partial(make_reading, sla, as_of))
    return Readings(sla.name, rows, measuring.findings, as_of, exempt=measuring.exempt)


_new_row = tuple.__new__


class _Measuring:
    """The clocks of one SLA, measured one journey after the other."""

    __slots__ = (
        "_as_of",
        "_asks_events",
        "_known",
        "_now",
        "_plain",
        "_rules",
        "_sla",
        "_tiers",
        "_until",
        "exempt",
        "findings",
        "rows",
    )

    def __init__(self, sla: SLA, as_of: datetime) -> None:
        self._sla, self._as_of, self._now = sla, as_of, micros(as_of)
        self._plain = PlainFinder(sla) if is_plain(sla) else None
        self._tiers = {tier and tier.name: terms_of(sla, tier) for tier in (None, *sla.tiers)}
        self._rules = [(compiled(tier.when), self._tiers[tier.name]) for tier in sla.tiers]
        self._asks_events = any(isinstance(node, Did | ScoreCompare) for tier in sla.tiers for node in nodes(tier.when))
        self._until: datetime | None = None
        self._known = 0
        self.rows: list[Row] = []
        self.findings: list[Finding] = []
        self.exempt = 0

    def take_clock(self, clock: Clock) -> None:
        """Measure one clock of known instants, taken as it is: whoever knows them knows its lead."""
        if micros(clock.started) > self._now:
            self.findings.append(clock_before_event(self._sla, clock.lead, clock.started, self._as_of))
        else:
            self._measure(clock)

    def take(self, journey: Journey) -> None:
        """Measure the clocks of a journey."""
        if journey.as_of is not self._until:  # one instant for all journeys of a replay
            self._until, self._known = journey.as_of, micros(journey.as_of)
        plain = None if self._plain is None or self._known != self._now else self._plain.find(journey)
        if plain is not None:
            if plain.clocks:
                self._measure_plain(journey, plain)
            return
        found = find_clocks(self._sla, journey, self._now)
        for clock in found.clocks:
            self._measure(clock)
        self.findings += found.findings
        self.exempt += found.exempt
        late = late_start(self._sla, journey, self._as_of) if self._now < self._known else None
        if late is not None:
            self.findings.append(late)

    def _measure_plain(self, journey: Journey, found: Runs) -> None:
        sla, now, lead = self._sla, self._now, journey.lead
        clocks, stretches, nobodys = found
        terms = self._tiers[None]
        for start, stop, cancel in clocks:
            at, started = start._micros, start.at  # noqa: SLF001 - the event's own instant
            ended = stop or cancel
            end = now if ended is None else ended._micros  # noqa: SLF001 - the same
            if self._rules:
                events = journey.events_until(started) if self._asks_events else ()
                fields = journey.fields if journey.fields is journey.baseline else journey.fields_at(started)
                terms = self._terms_at(started, lead, fields, events)
            given = stretches if terms.size else ()  # working days do not pause
            pauses = united(given, at, end) if given else ()
            due, warned = fall_due(terms, at, pauses, sla)
            if at not in SAFE or due not in SAFE or (pauses and end not in SAFE):
                check_instants((due, warned, *chain(*pauses)), terms, started)
            state = _state(end, due, stop, cancel) or _open_state(now, warned, given)
            instants = None if stop is None else stop.at, None if cancel is None else cancel.at
            row = (lead, started, *instants, at, end, due, warned, state, pauses, terms, at, False, journey)
            self.rows.append(_new_row(Row, row))
        if nobodys:
            first = clocks[0].start._micros  # noqa: SLF001 - the same
            unseen = [event for event in nobodys if event._micros >= first]  # noqa: SLF001 - the same
            self.findings += [teamless(sla, lead, unseen)] if unseen else []

    def _measure(self, clock: Clock) -> None:
        start, now = micros(clock.started), self._now
        stop, cancel = _by(clock.stopped, now), _by(clock.cancelled, now)
        if stop is not None and cancel is not None:
            stop, cancel = (stop, None) if stop <= cancel else (None, cancel)
        end = stop if stop is not None else cancel if cancel is not None else now
        pauses = [(micros(since), None if until is None else micros(until)) for since, until in clock.pauses]
        held = self._held(clock)
        since, terms, (due, warned) = self._due(
            (start, end), held, pauses, ended=stop is not None or cancel is not None
        )
        given = pauses if terms.size else []  # working days do not pause
        paused = united(given, start, end)
        check_instants((due, warned, since, *chain(*paused)), terms, clock.started)
        self.rows.append(
            Row(
                clock.lead,
                clock.started,
                None if stop is None else clock.stopped,
                None if cancel is None else clock.cancelled,
                start,
                end,
                due,
                warned,
                _state(end, due, stop, cancel) or _open_state(now, warned, given),
                paused,
                terms,
                since,
                clock.reset and cancel is not None,
                clock,
            )
        )

    def _held(self, clock: Clock) -> list[tuple[int, Terms]]:
        """Return what holds for a clock from when on: what the clock tells, else what the rules say at its start."""
        if not clock.tiers:
            return [(micros(clock.started), self._terms_at(clock.started, clock.lead, clock.fields, clock.events))]
        for _, name in clock.tiers:
            if name not in self._tiers:
                near = did_you_mean(name, [tier.name for tier in self._sla.tiers])
                text = f"there is no tier {shown(name)} in the SLA {self._sla.name!r}{near}"
                raise DataError.at("unknown-tier", text, path=clock.lead)
        return [(micros(at), self._tiers[name]) for at, name in clock.tiers]

    def _terms_at(self, started: datetime, lead: str, fields: Mapping[str, object], events: Sequence[Event]) -> Terms:
        at = micros(started)
        for rule, terms in self._rules:
            verdict = rule.decide(fields, events, at)
            if verdict is Verdict.YES:
                return terms
            if verdict is Verdict.UNKNOWN:
                self.findings.append(unknown_tier(self._sla, str(terms.tier), lead, started))
        return self._tiers[None]

    def _due(
        self,
        run: tuple[int, int],
        held: Sequence[tuple[int, Terms]],
        pauses: Sequence[tuple[int, int | None]],
        *,
        ended: bool,
    ) -> tuple[int, Terms, tuple[int, int]]:
        """Return what holds at a clock's end, since when, and when it is due; a breach before that stays one."""
        start, end = run
        last = held[0]
        for following in held[1:]:
            until = following[0]
            if until > end or (ended and until == end):  # at a stop's instant all is done, whatever changes then
                break
            due = fall_due(last[1], start, united(pauses, start, until), self._sla)
            if until > due[0]:
                return *last, due
            last = following
        return *last, fall_due(last[1], start, united(pauses, start, end), self._sla)


def _state(end: int, due: int, stop: object, cancel: object) -> State | None:
    """Return the state of a clock that is late or over; None of one that goes on and is in time."""
    if end > due:
        return "breached"
    return "met" if stop is not None else "cancelled" if cancel is not None else None


def _open_state(now: int, warned: int, pauses: Iterable[tuple[int, int | None]]) -> State:
    if any(since <= now and (until is None or now < until) for since, until in pauses):
        return "paused"
    return "warning" if now >= warned else "running"


def _by(instant: datetime | None, now: int) -> int | None:
    """Return an instant in microseconds if it has come."""
    if instant is None:
        return None
    at = micros(instant)
    return at if at <= now else None
