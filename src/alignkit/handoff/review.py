"""Review handoffs: which leads were accepted, which rejected and why, and which still wait for an answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.stages import Boundary, Funnel
from alignkit.funnel.visits import Visit
from alignkit.handoff.acceptance import Handoff, Handoffs, HandoffState
from alignkit.handoff.amounts import Allowed, amount_micros, checked_within
from alignkit.handoff.journeys_until import journeys_until
from alignkit.handoff.rounds import counts_at, given_back, holder, in_rounds, owners_between
from alignkit.handoff.walk import close_after, told, walk
from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime


def review(
    source: Journeys | Journey,
    boundary: Boundary,
    *,
    as_of: datetime,
    answer_within: Allowed | None = None,
    calendar: Calendar | None = None,
) -> Handoffs:
    """Tell how each offer of a lead over a boundary was answered.

    An offer is an observed entry into the offered stage; one that a later entry implies is none. Its answer is what
    ended that visit: an `accept` event, or an entry further along the path, accepts it; a `reject` event rejects it,
    with its reason. Leaving the stage in any other way withdraws the offer. Without an answer the lead waits, and is
    `silent` from the agreed time on: that changes this reading alone, never the lead's stage.

    A lead that was accepted may be given back later: by a rejection that counts at this boundary, or by a move to a
    stage before the accepted one, unless it was won, lost or disqualified before. It was accepted all the same, and
    `returned_at` says when it came back. Each further offer is a round of its own; `findings` says where a round is
    not as the boundary's `recycle_limit` and `recycle_to_another` have it.

    Args:
        source: what `replay` gave, of all leads or of one.
        boundary: the stages of the offer, the yes and the no.
        as_of: up to when events count.
        answer_within: the time for an answer, in work time, working days or by the wall clock; None for no agreed time.
        calendar: when people are at work; needed for work time and working days.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `as-of-after-journeys`.
        DocumentError: `unknown-stage`, `wrong-direction`, `no-calendar`, `wrong-type`, `not-positive`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.facts import Facts
    >>> path = [Stage("lead", "marketing"), Stage("mql", "marketing"), Stage("won", "sales", outcome="won")]
    >>> offer = Boundary("mql", "won", "lead")
    >>> day = datetime(2026, 1, 5, tzinfo=UTC)
    >>> events = [Event("L1", day, "stage", "mql"), Event("L1", day, "reject", "no budget")]
    >>> journeys = replay(Funnel("inbound", path, boundaries=[offer]), Facts(events=events), as_of=day)
    >>> review(journeys, offer, as_of=day).reasons
    (('no budget', 1),)
    """
    if not isinstance(boundary, Boundary):
        raise DocumentError.at("wrong-type", f"review takes a Boundary, not {shown(boundary)}")
    if answer_within is not None:
        checked_within(answer_within, "answer_within")
        if not isinstance(answer_within, timedelta) and not isinstance(calendar, Calendar):
            text = f"{answer_within} needs a calendar that tells when people are at work"
            raise DocumentError.at("no-calendar", text, path="answer_within")
    journeys = journeys_until(source, as_of)
    _check_stages(boundary, source.funnel)
    now = micros(as_of)
    within = (answer_within, calendar)
    items: list[Handoff] = []
    for journey in journeys:
        offers = _offers(journey, boundary, now)
        if offers:
            items += in_rounds(
                _handoff(journey, boundary, (visit, following), as_of=as_of, due=_due(visit.entered_at, within))
                for visit, following in zip(offers, (*offers[1:], None), strict=True)
            )
    return Handoffs(boundary, items, as_of)


def _check_stages(boundary: Boundary, funnel: Funnel) -> None:
    """Refuse a boundary that the funnel cannot have: a misspelt stage must not come out as no handoffs."""
    funnel.stage(boundary.rejected)
    offered, accepted = funnel.position(boundary.offered), funnel.position(boundary.accepted)
    if offered is None or accepted is None or offered > accepted:
        text = f"an acceptance leads on along the path, not from {boundary.offered!r} to {boundary.accepted!r}"
        raise DocumentError.at("wrong-direction", text, path="boundary")


def _offers(journey: Journey, boundary: Boundary, now: int) -> list[Visit]:
    return [
        visit
        for visit in journey.visits
        if visit.stage == boundary.offered and not visit.inferred and micros(visit.entered_at) <= now
    ]


def _due(offered: datetime, allowed: tuple[Allowed | None, Calendar | None]) -> datetime | None:
    within, calendar = allowed
    if within is None:
        return None
    if isinstance(within, WorkDays):
        return told(close_after(calendar, micros(offered), within), calendar, offered)
    hours = calendar if isinstance(within, WorkTime) else None
    return told(walk(hours, micros(offered), (), amount_micros(within)), hours, offered)


def _handoff(
    journey: Journey, boundary: Boundary, offers: tuple[Visit, Visit | None], *, as_of: datetime, due: datetime | None
) -> Handoff:
    """Return what came of an offer; the second is the lead's next offer, if any."""
    visit, following = offers
    now = micros(as_of)
    state, answer = _answer(journey, visit, boundary, now)
    if state == "waiting" and due is not None and now > micros(due):
        state = "silent"
    back = None
    if answer is not None and state == "accepted":
        back = given_back(journey, boundary, answer, following, now=now)
    no = answer if state == "rejected" else back
    owner = journey.owner_at(visit.entered_at)
    found = Handoff(
        journey.lead,
        visit.entered_at,
        state,
        None if answer is None else answer.at,
        _reason(answer),
        journey.funnel.stage(boundary.accepted).owner if owner is None else owner,
        due,
        None if answer is None else answer.actor,
        note=None if no is None else _note(no),
        reason_agreed=None if no is None else _is_agreed(_reason(no), boundary),
        owners=owners_between(journey, visit.entered_at, now + 1 if answer is None else micros(answer.at)),
        returned_at=None if back is None else back.at,
        returned_for=_reason(back),
        returned_by=None if back is None else back.actor,
    )
    return attrs.evolve(found, held_by=holder(journey, found, answer, back, as_of=as_of))


def _reason(event: Event | None) -> str | None:
    if event is None or event.kind != "reject":
        return None
    return event.value if isinstance(event.value, str) and event.value.strip() else None


def _note(event: Event) -> str | None:
    note = event.attributes.get("note")
    return note if isinstance(note, str) and note.strip() else None


def _is_agreed(reason: str | None, boundary: Boundary) -> bool:
    return reason is not None and (not boundary.reasons or reason in boundary.reasons)


def _answer(journey: Journey, visit: Visit, boundary: Boundary, now: int) -> tuple[HandoffState, Event | None]:
    """Return how an offer was answered by `now`, and by which event."""
    answer = _said(journey, visit, boundary)
    if answer is None and visit.left_by is not None:
        answer = visit.left_by
    if answer is None or micros(answer.at) > now:
        return "waiting", None
    if answer.kind == "reject":
        return "rejected", answer
    if answer.kind == "accept" or _goes_on(journey, answer, boundary):
        return "accepted", answer
    return "withdrawn", answer


def _said(journey: Journey, visit: Visit, boundary: Boundary) -> Event | None:
    """Return the first `accept` or `reject` event of a visit; a funnel without this boundary moves no lead by it."""
    if not journey.answers:
        return None
    places = {id(event): place for place, event in enumerate(journey.events)}
    first, last = places.get(id(visit.event), -1), places.get(id(visit.left_by), len(places))
    for event, where in journey.answers:
        place = places.get(id(event))  # whoever made a journey by hand may have given no events
        if place is not None and counts_at(where, boundary, unclear=True) and first < place <= last:
            return event
    return None


def _goes_on(journey: Journey, event: Event, boundary: Boundary) -> bool:
    """Say whether an event takes the lead to the accepted stage or further along the path."""
    order = [stage.id for stage in journey.funnel.path]
    return event.value in order and order.index(str(event.value)) >= order.index(boundary.accepted)
