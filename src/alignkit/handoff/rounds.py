"""Rounds: who had an offered lead, whether it was given back, and how it fared when it was offered again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

import attrs

from alignkit.errors import Finding
from alignkit.funnel.journeys import Journey
from alignkit.funnel.say_recycling import TO_ANOTHER, limit_words
from alignkit.funnel.stages import Boundary
from alignkit.funnel.visits import Visit
from alignkit.handoff.acceptance import Handoff
from alignkit.history.events import Event
from alignkit.instants import from_micros, micros

_NOWHERE = -1
"""The place of an event that is not among those of a journey."""


def counts_at(where: Boundary | None, boundary: Boundary, *, unclear: bool) -> bool:
    """Say whether an answer at `where` counts at a boundary; both may be agreed on other terms.

    Args:
        where: the boundary that replay found; None where that is unclear, or the funnel has none.
        boundary: the one that is asked about.
        unclear: what to say then.
    """
    if where is None:
        return unclear
    return (where.offered, where.accepted, where.rejected) == (boundary.offered, boundary.accepted, boundary.rejected)


def given_back(
    journey: Journey, boundary: Boundary, accepted: Event, following: Visit | None, *, now: int
) -> Event | None:
    """Return the event by which an accepted lead was given back over the boundary, up to its next offer.

    That is a rejection that counts here, or a move to a stage before the accepted one. A lead that was won, lost or
    disqualified has come to its end, and what follows gives it back no more; nor does a move of another of its deals.
    """
    places = {id(event): place for place, event in enumerate(journey.events)}
    if id(accepted) not in places:  # whoever made a journey by hand may have given no events
        return None
    first, last = places[id(accepted)], len(places)
    if following is not None:
        last = places.get(id(following.event), last)
    no_boundary = not journey.funnel.boundaries
    moved, end = _moved_back(journey, boundary, places, (first, last))
    said = [
        event
        for event, where in journey.answers
        if event.kind == "reject"
        and first < places.get(id(event), _NOWHERE) < last
        and (end is None or micros(event.at) <= end)
        and counts_at(where, boundary, unclear=no_boundary)
    ]
    found = [event for event in (*said[:1], moved) if event is not None]
    if not found:
        return None
    back = min(found, key=lambda event: places[id(event)])
    if back.kind != "reject":  # a system may note the move first, and beside it why
        back = next((event for event in said if micros(event.at) == micros(back.at)), back)
    return back if micros(back.at) <= now else None


def _moved_back(
    journey: Journey, boundary: Boundary, places: dict[int, int], between: tuple[int, int]
) -> tuple[Event | None, int | None]:
    """Return the first move back to before the accepted stage, else the microsecond of the outcome that came first."""
    order = {stage.id: place for place, stage in enumerate(journey.funnel.path)}
    outcomes = {stage.id for stage in journey.funnel.stages if stage.outcome is not None} - {boundary.accepted}
    first, last = between
    for visit in journey.visits:
        if visit.event is None or not first <= places.get(id(visit.event), _NOWHERE) <= last:
            continue
        if visit.stage in outcomes:
            return None, micros(visit.entered_at)
        if order[visit.stage] < order[boundary.accepted] and visit.flagged != "other-deal":
            return visit.event, None
    return None, None


def owners_between(journey: Journey, start: datetime, end: int) -> tuple[str, ...]:
    """Return who owned a lead from an instant up to, not including, another; one who stays owner is told once.

    Who got it at the end itself got it with what ended the wait. A stretch without an owner is passed over.

    Args:
        journey: the lead's.
        start: the first instant.
        end: the microsecond at which it ends.
    """
    first = micros(start)
    owners: list[str | None] = []
    for owner, since, _ in journey.owners():
        if since is None or micros(since) <= first:
            owners = [owner]
        elif micros(since) < end:
            owners.append(owner)
    return tuple(owner for owner, _ in groupby(filter(None, owners)))


def owner_events(journey: Journey) -> list[Event]:
    """Return the events by which a lead got another owner, or lost it; those of its deals are not its own."""
    return [
        event
        for event in journey.events
        if event.lead == journey.lead and (event.kind == "owner" or (event.kind == "field" and event.field == "owner"))
    ]


def holder(
    journey: Journey, handoff: Handoff, answer: Event | None, back: Event | None, *, as_of: datetime
) -> str | None:
    """Return who had a lead at its answer, or when it was given back; while it waits, who has it now.

    The owner then. Where no event tells of an owner, a field tells only who owns the lead at last: so who answered
    counts, if that was a person. An owner named at the very instant of a no got the lead by it.
    """
    told = any(micros(event.at) <= micros(as_of) for event in owner_events(journey))
    if back is not None:
        owner = _owner_before(journey, handoff.at or handoff.offered_at, back.at) if told else None
        return owner or _person(answer) or _person(back)
    if answer is None:
        return journey.owner_at(as_of)
    if handoff.state == "accepted":
        return (journey.owner_at(answer.at) if told else None) or _person(answer)
    owner = _owner_before(journey, handoff.offered_at, answer.at) if told else None
    return owner or (_person(answer) if handoff.state == "rejected" else None)


def _owner_before(journey: Journey, start: datetime, end: datetime) -> str | None:
    """Return who owned a lead just before an instant; where all happened at one instant, as of dates, at that one."""
    return journey.owner_at(end if micros(start) == micros(end) else from_micros(micros(end) - 1))


def _person(event: Event | None) -> str | None:
    return None if event is None or event.automatic else event.actor


def in_rounds(handoffs: Iterable[Handoff]) -> list[Handoff]:
    """Number the handoffs of one lead in time order, and hold each against the one before."""
    found: list[Handoff] = []
    for handoff in handoffs:
        before = found[-1] if found else None
        if before is None:
            found.append(handoff)
            continue
        known = before.held_by is not None and handoff.held_by is not None
        same = before.held_by == handoff.held_by if known else None
        found.append(attrs.evolve(handoff, round=before.round + 1, after=before.end, same_person=same))
    return found


def round_findings(handoff: Handoff, boundary: Boundary) -> Iterator[Finding]:
    """Yield what in a round is not as the terms of the boundary have it."""
    limit, when = boundary.recycle_limit, handoff.offered_at.isoformat()
    if limit is not None and handoff.round - 1 > limit:
        text = f"{handoff.lead!r} was offered at {when}, {handoff.round} times by then; agreed: {limit_words(limit)}"
        yield Finding("recycled-too-often", text, handoff.lead, "warning")
    if boundary.recycle_to_another and handoff.same_person:
        text = f"{handoff.lead!r} was offered again at {when}, to {handoff.held_by!r} as before; agreed: {TO_ANOTHER}"
        yield Finding("recycled-to-same-person", text, handoff.lead, "warning")
