"""Match patterns with a journey: when, and by which event, something occurred."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, assert_never

from alignkit.errors import DocumentError, shown
from alignkit.funnel.journeys import Journey
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, Rejected, Simple, checked_pattern
from alignkit.history.events import Event
from alignkit.instants import MICROSECOND, micros
from alignkit.rules.match import matches
from alignkit.rules.predicates import Did


class Occurrence(NamedTuple):
    """One time that a pattern matched.

    Args:
        at: when.
        event: the event by which it is known; for an inferred visit the event that implies it.
        inferred: the visit was inferred: it counts as entered then, and starts and stops no clock.
        stage: the stage entered or left, or into which the lead was accepted; None for a rejection and an event.
    """

    at: datetime
    event: Event | None
    inferred: bool = False
    stage: str | None = None


def occurrences(pattern: Pattern, journey: Journey) -> tuple[Occurrence, ...]:
    """Return every time that a pattern matched a journey, in time order (ties as in the journey's events).

    `did("call", at_least=2, within=days(7))` occurs with each call that is at least the second in the 7 days up to it,
    both ends included. What two parts of a join match alike occurs once.

    Raises:
        DocumentError: `not-a-pattern`; `unknown-stage`, when the funnel has no stage of that id.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.facts import Facts
    >>> from datetime import UTC
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> facts = Facts(events=[Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "stage", "won")])
    >>> journey = replay(funnel, facts, as_of=datetime(2026, 2, 1, tzinfo=UTC)).of("L1")
    >>> [(found.at.day, found.inferred) for found in occurrences(entered("lead"), journey)]
    [(5, True)]
    """
    if not isinstance(journey, Journey):
        raise DocumentError.at("wrong-type", f"a pattern is matched with a Journey, not {shown(journey)}")
    checked = checked_pattern(pattern)
    if not isinstance(checked, Either):
        return _of(checked, journey)
    found = dict.fromkeys(item for part in checked.patterns for item in _of(part, journey))
    places = {id(event): place for place, event in enumerate(journey.events)}
    return tuple(sorted(found, key=lambda item: (micros(item.at), places.get(id(item.event), -1))))


def _of(pattern: Simple, journey: Journey) -> tuple[Occurrence, ...]:
    match pattern:
        case Entered(stage):
            journey.funnel.stage(stage)  # a misspelt stage must not come out as never entered
            return tuple(
                Occurrence(visit.entered_at, visit.cause, visit.inferred, stage)
                for visit in journey.visits
                if visit.stage == stage
            )
        case Left(stage):
            journey.funnel.stage(stage)
            return tuple(
                Occurrence(visit.left_at, visit.left_by, visit.inferred, stage)
                for visit in journey.visits
                if visit.stage == stage and visit.left_at is not None
            )
        case Accepted(stage):
            if stage is not None:
                journey.funnel.stage(stage)
            return tuple(found for found in _acceptances(journey) if stage in (None, found.stage))
        case Rejected(reason):
            return tuple(
                Occurrence(event.at, event)
                for event, _ in journey.answers
                if event.kind == "reject" and reason in (None, event.value)
            )
        case Did():
            return _events(pattern, journey)
        case _:
            assert_never(pattern)


def _acceptances(journey: Journey) -> list[Occurrence]:
    return [
        Occurrence(event.at, event, stage=str(event.value) if boundary is None else boundary.accepted)
        for event, boundary in journey.answers
        if event.kind == "accept"
    ]


def _events(pattern: Did, journey: Journey) -> tuple[Occurrence, ...]:
    found = [event for event in journey.events if matches(pattern, event)]
    if pattern.at_least == 1:
        return tuple(Occurrence(event.at, event) for event in found)
    span = None if pattern.within is None else pattern.within // MICROSECOND
    back = pattern.at_least - 1
    return tuple(
        Occurrence(event.at, event)
        for place, event in enumerate(found)
        if place >= back and (span is None or micros(event.at) - micros(found[place - back].at) <= span)
    )
