"""Hypothesis strategies for scores over time: a lead whose fields and events change, asked at telling instants."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from tests.funnel.build import INBOUND, followed
from tests.rules.strategies import (
    FIELDS,
    NOW,
    STEPS,
    events,
    instants,
    moments,
    plain_leads,
    plain_values,
    rules_of,
)

from alignkit.funnel.journeys import Journey
from alignkit.history.events import Event
from alignkit.instants import from_micros, micros
from alignkit.rules.predicates import AnyItem, Compare, Did, EveryItem, Missing, ScoreCompare, Within
from alignkit.rules.scores import Points, Score
from alignkit.rules.walk import nodes

LAST = NOW + timedelta(days=40)
"""The last instant that is ever asked about."""
MICROSECOND = timedelta(microseconds=1)

held: st.SearchStrategy[Any] = st.one_of(plain_values, instants, st.lists(plain_values, max_size=3), st.none())
"""What a field comes to hold."""


@st.composite
def changes(draw: st.DrawFn) -> Event:
    """Draw a change of one of the fields: of the lead's, or of a deal's, which is none of the lead's."""
    return Event(
        draw(st.sampled_from(("L1", "L1", "L1", "D1"))),
        draw(moments),
        "field",
        draw(held),
        field=draw(st.sampled_from(FIELDS)),
    )


@st.composite
def moves(draw: st.DrawFn) -> Event:
    """Draw an entry into a stage of the path, the first of them too."""
    return Event("L1", draw(moments), "stage", draw(st.sampled_from(("lead", "mql", "sal"))))


@st.composite
def told_events(draw: st.DrawFn) -> list[Event]:
    """Draw all events of one lead and its deal, in any order."""
    told = draw(events) + draw(st.lists(changes(), max_size=3)) + draw(st.lists(moves(), max_size=3))
    told += [Event("L1", NOW - timedelta(days=90), "link", "D1")] if draw(st.booleans()) else []
    # an event at the instant of another one, of which often only one can be told first
    return list(draw(st.permutations(told)))


def journey_of(lead: dict[str, Any], told: list[Event], as_of: datetime = LAST) -> Journey:
    """Replay the events of one lead."""
    return followed(*told, funnel=INBOUND, leads={"L1": lead}, as_of=as_of).of("L1")


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Draw the journey of a lead."""
    return journey_of(draw(st.one_of(plain_leads, st.dictionaries(st.sampled_from(FIELDS), held))), draw(told_events()))


SPANS = (MICROSECOND, timedelta(days=1), timedelta(days=7), timedelta(days=30))
spans = st.none() | st.sampled_from(SPANS)
dids = st.builds(Did, st.sampled_from(("webinar", "touch")), within=spans)
recent = st.builds(Within, st.sampled_from(("a", "b")), st.sampled_from(SPANS))
asked: st.SearchStrategy[Any] = rules_of(
    st.one_of(
        recent,
        recent.flatmap(lambda test: st.sampled_from((AnyItem(test), EveryItem(test)))),
        st.sampled_from((Compare("a", "==", 1), Compare("a", "==", True), Missing("b"))),
        st.builds(Did, st.sampled_from(("webinar", "touch")), st.none(), st.integers(1, 2), spans),
    ),
    4,
)


@st.composite
def clauses(draw: st.DrawFn) -> Points:
    """Draw a clause that time changes: by fading, by spans, by which events count."""
    if draw(st.booleans()):
        return Points(draw(st.sampled_from((10, -5, 0.1))), when=draw(asked))
    worth: Any = draw(st.sampled_from((20, 8, -5, Decimal("0.000003"))))
    fading: dict[str, Any] = draw(
        st.sampled_from(({}, {"half_life": SPANS[1]}, {"half_life": SPANS[2]}, *({"steps": steps} for steps in STEPS)))
    )
    limit: dict[str, Any] = draw(st.sampled_from(({}, {"count_up_to": 1}, {"count_up_to": 2}, {"first_only": True})))
    cap: dict[str, Any] = {"cap": draw(st.sampled_from((1, 25))) * worth} if draw(st.booleans()) else {}
    return Points(worth, each=draw(dids), **fading, **limit, **cap)


@st.composite
def restless_scores(draw: st.DrawFn) -> Score:
    """Draw a score that often changes, without events and at odd instants; one part of it may ask about another."""
    listed = draw(st.lists(clauses(), min_size=1, max_size=3))
    inner = Score("inner", draw(st.lists(clauses(), min_size=1, max_size=2)), floor=draw(st.none() | st.just(0)))
    compared = ScoreCompare(inner, draw(st.sampled_from(("<", "<=", ">", ">="))), draw(st.sampled_from((0, 8, 16))))
    if draw(st.booleans()):
        listed.append(Points(100, when=compared))
    parts = [inner] if draw(st.booleans()) else []
    return Score("restless", listed, parts, cap=draw(st.none() | st.just(30)), bands={"A": 20, "B": 10})


near = st.sampled_from((0, 0, 1, 2, 7, 8, 29, 30, 31))


@st.composite
def restless_journeys(draw: st.DrawFn) -> Journey:
    """Draw a journey of events that lie some days apart, often to the microsecond, and of fields that hold instants."""

    def instant() -> datetime:
        return NOW - timedelta(days=draw(near)) + draw(st.integers(-1, 1)) * MICROSECOND

    def held_now() -> Any:  # noqa: ANN401 - whatever a field holds
        pool: tuple[Any, ...] = (instant(), [instant(), instant()], 1, True, None, "x")
        return pool[draw(st.sampled_from((0, 0, 0, 1, 1, 2, 3, 4, 5)))]

    told = []
    for number in range(draw(st.integers(1, 7))):
        match draw(st.sampled_from(("webinar", "webinar", "touch", "field", "field", "stage"))):
            case "field":
                told.append(Event("L1", instant(), "field", held_now(), field=draw(st.sampled_from(("a", "b")))))
            case "stage":
                told.append(Event("L1", instant(), "stage", draw(st.sampled_from(("lead", "mql", "sal")))))
            case kind:
                told.append(Event("L1", instant(), kind, "call" if kind == "touch" else None, id=f"e{number}"))
    return journey_of({"a": held_now(), "b": held_now()}, told)


def turns(score: Score, journey: Journey, start: datetime, end: datetime, *, daily: bool = True) -> list[datetime]:
    """Return every instant at which the score might change, found without thinking: far more than there are.

    Each event and each instant that a field ever held, after each span of time that stands in the score, and (daily)
    after each number of whole days; and the microseconds before and after these.
    """
    spans = {timedelta(0)}
    for node in nodes(score):
        asked = node.test if isinstance(node, AnyItem | EveryItem) else node
        if isinstance(asked, Within):
            spans.add(asked.span)
        elif isinstance(asked, Did) and asked.within is not None:
            spans.add(asked.within)
    values: list[Any] = [event.value for event in journey.events if event.kind == "field"]
    values += journey.baseline.values()
    items = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    begins = {micros(event.at) for event in journey.events} | {micros(i) for i in items if isinstance(i, datetime)}
    first, last = micros(start), micros(end)
    found = {first, last}
    for begin in begins:
        days = {timedelta(days=day) // MICROSECOND for day in range(daily * (last - begin) // (86_400 * 10**6) + 1)}
        for span in {span // MICROSECOND for span in spans} | days:
            found |= {begin + span + step for step in (-1, 0, 1)}
    return [from_micros(instant) for instant in sorted(found) if first <= instant <= last]
