"""Replay: follow each lead's events through the funnel, and infer the stages that it passed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Literal, get_args

import attrs

from alignkit.errors import DataError, DocumentError, Finding, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.moves import Moves, State
from alignkit.funnel.pass_over import passed_over
from alignkit.funnel.stages import Boundary, Funnel
from alignkit.funnel.visits import Answer, Visit
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.history.gather import History, gather
from alignkit.history.united import United
from alignkit.instants import checked_instant, micros
from alignkit.names import did_you_mean

Errors = Literal["raise", "strict", "collect"]

_new_visit = tuple.__new__


def replay(funnel: Funnel, facts: Facts, *, as_of: datetime, errors: Errors = "raise") -> Journeys:
    """Follow every lead through the funnel, up to `as_of`.

    - The answer depends on the set of events alone. Order within a lead: the instant, the source's `seq` or 0, stage
      order (see `Moves.rank`), the event's id.
    - An entry at a later stage infers the stages of the path that were passed; an exit infers nothing, and the lead
      keeps its position on the path. After a way back, the position is the stage that it came back to.
    - A way back, a reopening, or a change of exit that the funnel does not declare is followed, and flagged as
      `backward-move`, `reopened`, `exit-changed`; as the note `other-deal` where another deal of the lead, or the lead
      itself, made the move. An event that names the stage in which the lead stands changes nothing.
    - A stage event without a value clears the stage: no stage holds until the next entry.
    - An `accept` event moves the lead from a boundary's offered stage to its accepted one, a `reject` event from
      either to its rejected one; `unclear-handoff`, `no-reason` and `unknown-reason` are flagged.
    - Records that were merged are one lead. Until two are one, an entry of one counts only if it takes the united lead
      further than every earlier entry of the other (see `passed_over`); the others make no visit and no answer, are not
      flagged, and stand in `Journey.united`.
    - No rule is evaluated; see `verify`.

    Args:
        funnel: the stages and how they follow each other.
        facts: the leads and their events.
        as_of: events after it do not count.
        errors: `raise` on findings of level error (`unknown-stage`), `strict` on warnings too, or `collect` them all.

    Raises:
        TimeError: `as_of` is naive.
        DataError: with every finding of that level, as `errors` says.

    >>> from datetime import UTC
    >>> from alignkit.funnel.stages import Stage
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> facts = Facts(events=[Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "stage", "won")])
    >>> journey = replay(funnel, facts, as_of=datetime(2026, 2, 1, tzinfo=UTC)).of("L1")
    >>> [(visit.stage, visit.inferred) for visit in journey.visits]
    [('lead', True), ('won', False)]
    """
    if not isinstance(funnel, Funnel) or not isinstance(facts, Facts):
        raise DocumentError.at("wrong-type", f"replay takes a Funnel and Facts, not {shown(funnel)}, {shown(facts)}")
    checked_errors(errors)
    checked_instant(as_of, "as_of")
    gathered = gather(facts, as_of=as_of)
    moves = Moves(funnel)
    journeys: list[Journey] = []
    unknown: list[Finding] = []
    for history in gathered.histories:
        journey, strange = follow(history, moves, funnel, as_of)
        journeys.append(journey)
        unknown.extend(_unknown_stage(journey.lead, stage, funnel.name, moves.order) for stage in strange)
    findings = (*gathered.findings, *unknown)
    raise_faults(findings, errors)
    found = Journeys(funnel, journeys, findings, as_of)
    object.__setattr__(found, "_with_deals", gathered.with_deals)  # kept, like the entries, outside equality
    return found


def checked_errors(errors: object) -> None:
    """Do nothing if it is said what to do with wrong facts.

    Raises:
        DocumentError: `unknown-option`.
    """
    if type(errors) is not str or errors not in get_args(Errors):  # an array is neither in them nor not
        raise DocumentError.at(
            "unknown-option", f"errors is one of {get_args(Errors)}, not {shown(errors)}", path="errors"
        )


def raise_faults(findings: Iterable[Finding], errors: Errors) -> None:
    """Raise the findings that `errors` does not let pass.

    Raises:
        DataError: with every finding of that level.
    """
    levels = {"raise": ("error",), "strict": ("error", "warning"), "collect": ()}[errors]
    faults = [finding for finding in findings if finding.level in levels]
    if faults:
        raise DataError(*faults)


def _ordered(events: tuple[Event, ...], moves: Moves) -> tuple[Event, ...]:
    """Sort events that tie in instant and sequence by stage order; `gather` has sorted them by all else."""
    last = None
    for event in events:
        at = event.at
        # instants of UTC can be compared as they are; of a zone with clock changes they cannot
        if at.tzinfo is not UTC or at == last:
            break
        last = at
    else:
        return events
    instants = [micros(event.at) for event in events]
    if len(set(instants)) == len(instants):
        return events
    keyed = [
        (at, event.seq or 0, moves.rank(event), place)
        for place, (at, event) in enumerate(zip(instants, events, strict=True))
    ]
    keyed.sort()
    return tuple(events[place] for _, _, _, place in keyed)


class _Notes:
    """What is noted of one lead on the way, beside its visits."""

    __slots__ = ("answers", "lead", "strange", "violations")

    def __init__(self, lead: str) -> None:
        self.lead = lead
        self.answers: list[Answer] = []
        self.violations: list[Finding] = []
        self.strange: dict[object, None] = {}

    def answer(self, event: Event, state: State, moves: Moves) -> str | None:
        """Note an `accept` or `reject` event, and return the stage to which it leads, if any."""
        accepts = event.kind == "accept"
        boundary, target, clear = moves.acceptance(state, event) if accepts else moves.rejection(state)
        self.answers.append(Answer(event, boundary))
        if not clear:
            self.violations.append(_unclear(self.lead, event, state.stage))
        elif not accepts and boundary is not None:
            self.violations.extend(_reason_faults(self.lead, event, boundary))
        return target


def _counting(united: United, events: tuple[Event, ...], moves: Moves) -> tuple[United, tuple[Event, ...]]:
    """Return how the records of a lead came together, which entries do not count, and the other events."""
    found = attrs.evolve(united, passed_over=passed_over(united, events, moves))
    left_out = set(map(id, found.passed_over))
    return found, tuple(event for event in events if id(event) not in left_out)


def follow(history: History, moves: Moves, funnel: Funnel, as_of: datetime) -> tuple[Journey, Iterable[object]]:
    """Follow one lead; return its journey, and the stages that its events name and the funnel does not know."""
    lead = history.lead
    events = counting = history.events if len(history.events) < 2 else _ordered(history.events, moves)
    united = history.united
    if united is not None:
        united, counting = _counting(united, events, moves)
    visits: list[Visit] = []
    notes = _Notes(lead)
    changed: dict[str, Value] = {}

    state = moves.start
    here: str | None = None  # the stage that holds, since when, by which event, of which of the lead's records
    since: datetime = as_of
    entry: Event | None = None
    record = lead
    flagged = ""
    for event in counting:
        kind = event.kind
        target = event.value
        if kind != "stage":
            if kind == "field" and event.lead == lead:
                changed[str(event.field)] = target
            if kind not in {"accept", "reject"}:
                continue
            target = notes.answer(event, state, moves)
            if target is None:
                continue
        try:
            step = state.steps[target]
        except KeyError:
            if target is not None and target not in moves.order:
                notes.strange[target] = None
                continue
            step = moves.add(state, target)  # type: ignore[arg-type]  # a known stage, so it is text
        if step is None:
            continue

        at = event.at
        stage, inferred, flag, state = step
        if here is not None:
            visits.append(_new_visit(Visit, (here, since, at, False, entry, event, flagged)))
        for passed in inferred:
            visits.append(_new_visit(Visit, (passed, at, at, True, None, event, "")))  # noqa: PERF401 - mostly none
        flagged = ""
        if flag and kind != "reject":  # where a rejection leads, the boundary declares
            flagged = flag if event.lead == record else "other-deal"
            notes.violations.append(_violation(flagged, event, here, stage, lead=lead))
        here, since = stage, at
        if stage is not None:
            entry, record = event, event.lead
    if here is not None:
        visits.append(_new_visit(Visit, (here, since, None, False, entry, None, flagged)))

    journey = Journey(
        lead,
        history.fields.with_values(changed if united is None else united.fields_at()),
        events,
        tuple(visits),
        tuple(notes.violations),
        tuple(notes.answers),
        funnel=funnel,
        as_of=as_of,
        baseline=history.fields,
        united=united,
    )
    return journey, notes.strange


def _violation(code: str, event: Event, source: str | None, target: str | None, *, lead: str) -> Finding:
    move = f"from {source!r} to {target!r}" if source is not None else f"to {target!r}"
    what = {
        "backward-move": f"went back {move} with no recycle declared",
        "reopened": f"was reopened {move} with no recycle declared",
        "exit-changed": f"went {move}, from one exit to another",
        "other-deal": f"moved {move} by {event.lead!r}, another record of the same lead",
    }[code]
    text = f"{lead!r} {what}, at {event.at.isoformat()}"
    return Finding(code, text, lead, "note" if code == "other-deal" else "warning")


def _unclear(lead: str, event: Event, stage: str | None) -> Finding:
    where = "in no stage" if stage is None else f"in {stage!r}"
    when = event.at.isoformat()
    text = f"{lead!r} was {event.kind}ed {where}, at {when}: no boundary of the funnel tells where that leads"
    return Finding("unclear-handoff", text, lead, "warning")


def _reason_faults(lead: str, event: Event, boundary: Boundary) -> Iterable[Finding]:
    reason = event.value
    when = f"{lead!r} was rejected, at {event.at.isoformat()}"
    if not isinstance(reason, str) or not reason.strip():
        yield Finding("no-reason", f"{when}, without a reason", lead, "warning")
    elif boundary.reasons and reason not in boundary.reasons:
        text = f"{when}, for {shown(reason)}, which is no agreed reason{did_you_mean(reason, boundary.reasons)}"
        yield Finding("unknown-reason", text, lead, "warning")


def _unknown_stage(lead: str, stage: object, funnel: str, known: Iterable[str]) -> Finding:
    names = list(known)
    listed = ", ".join(repr(name) for name in names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
    near = did_you_mean(stage, names)
    text = f"the stage {shown(stage)} is not in the funnel {funnel!r}"
    return Finding(
        "unknown-stage", f"{text}{near}" if near.startswith("; known") else f"{text}{near} Known: {listed}", lead
    )
