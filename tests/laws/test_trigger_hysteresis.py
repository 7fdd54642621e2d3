"""The laws of a trigger: it fires above, is left below, never twice without a way back, and misses no instant."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from hypothesis import given, strategies as st
from tests.funnel.build import followed
from tests.funnel.score_worlds import LAST, restless_journeys, restless_scores, told_events, turns
from tests.funnel.slow_fire import SlowStay, slow_fire, slow_stays
from tests.rules.strategies import NOW, plain_leads, scores

from alignkit.funnel.fire import _stays, fire
from alignkit.funnel.follow_score import score_series
from alignkit.funnel.journeys import Journey
from alignkit.funnel.match import occurrences
from alignkit.funnel.patterns import entered, left
from alignkit.funnel.triggers import Trigger
from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.courses import joined
from alignkit.rules.predicates import Did
from alignkit.rules.scores import Score

rearms: st.SearchStrategy[Any] = st.none() | st.sampled_from(
    (entered("lead"), left("mql") | entered("sal"), Did("touch"))
)


@st.composite
def triggers(draw: st.DrawFn, score: Score, journey: Journey) -> Trigger:
    """Draw a trigger whose thresholds lie where the score of that lead does."""
    reached = [step.points for step in score_series(score, journey, as_of=LAST).steps if abs(step.points) <= 10**9]
    levels = st.sampled_from(reached or [Decimal(0)])
    low, high = sorted((draw(levels), draw(levels)))
    return Trigger("hot", score, high, draw(st.sampled_from((None, low))), draw(rearms))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Trigger, Journey]:
    """Draw a lead and a trigger that concerns it."""
    journey = draw(restless_journeys())
    return draw(triggers(draw(restless_scores()), journey)), journey


@given(cases(), st.lists(st.integers(0, 10**13), max_size=10))
def test_equals_the_slow_one(case: tuple[Trigger, Journey], extra: list[int]) -> None:
    """The same stays come out of rating wherever something might change, and at instants in between."""
    trigger, journey = case
    firings = fire(trigger, journey, as_of=LAST)
    start = score_series(trigger.score, journey, as_of=LAST).start
    length = (LAST - start) // timedelta(microseconds=1)
    between = [start + timedelta(microseconds=place % (length + 1)) for place in extra]
    slow = slow_fire(trigger, journey, {*turns(trigger.score, journey, start, LAST), *between})
    assert [
        SlowStay(
            micros(firing.entered_at),
            None if firing.left_at is None else micros(firing.left_at),
            Fraction(firing.points),
            firing.rearmed,
        )
        for firing in firings
    ] == slow


@given(cases())
def test_hysteresis(case: tuple[Trigger, Journey]) -> None:
    """At or above `enter` at an entry, never below `leave` in a stay, below it or re-armed at its end."""
    trigger, journey = case
    series = score_series(trigger.score, journey, as_of=LAST)
    again = {micros(item.at) for item in occurrences(trigger.rearm, journey)} if trigger.rearm is not None else set()
    firings = fire(trigger, journey, as_of=LAST)
    for firing in firings:
        assert series.at(firing.entered_at) == firing.points >= trigger.enter
        inside = [step.points for step in series.steps if firing.entered_at <= step.at < (firing.left_at or LAST)]
        assert all(points >= trigger.leave for points in inside)
        if firing.left_at is not None:
            below = series.at(firing.left_at) < trigger.leave
            assert firing.rearmed is not below
            assert below or micros(firing.left_at) in again
    for earlier, later in pairwise(firings):
        assert earlier.left_at is not None
        assert earlier.entered_at < earlier.left_at < later.entered_at
    assert not firings or all(firing.left_at is not None for firing in firings[:-1])
    if not firings:
        assert all(step.points < trigger.enter for step in series.steps)


walks = st.lists(st.integers(0, 9), min_size=1, max_size=30)


@given(walks, st.sets(st.integers(1, 29)), st.integers(0, 9), st.integers(0, 9))
def test_any_walk_of_points(walk: list[int], again: set[int], one: int, other: int) -> None:
    """Points that go anywhere, re-armed at any instants, give the same stays by walking and by searching."""
    enter, leave = max(one, other), min(one, other)
    course = joined((-1, *range(len(walk))), [walk[0], *walk])
    known = {at for at in again if at < len(walk)}
    found = list(_stays(course, (enter, leave), known, 0))
    slow = slow_stays(
        [(at, Fraction(points)) for at, points in enumerate(walk)], known, Fraction(enter), Fraction(leave)
    )
    assert [(stay.entered, stay.left, stay.rearmed) for stay in found] == [
        (stay.entered, stay.left, stay.rearmed) for stay in slow
    ]


@given(
    plain_leads, told_events(), st.builds(Trigger, st.just("hot"), scores(), st.just(1), st.just(0), rearms), st.data()
)
def test_whatever_the_order_of_events(
    lead: dict[str, Any], told: list[Event], trigger: Trigger, data: st.DataObject
) -> None:
    """The answer depends on the set of events alone."""
    shuffled = data.draw(st.permutations(told))
    first, second = (
        fire(trigger, followed(*events, leads={"L1": lead}, as_of=LAST), as_of=LAST) for events in (told, shuffled)
    )
    assert first == second


@given(cases(), st.integers(0, 31))
def test_what_was_known_earlier_still_holds(case: tuple[Trigger, Journey], days: int) -> None:
    """Asked about an earlier instant, a trigger fired when it is known now to have fired by then."""
    trigger, journey = case
    earlier: datetime = max(NOW - timedelta(days=days), journey.events[0].at)
    now, then = fire(trigger, journey, as_of=LAST), fire(trigger, journey, as_of=earlier)
    assert [firing.entered_at for firing in then] == [f.entered_at for f in now if f.entered_at <= earlier]
    assert [f.left_at for f in then if f.left_at] == [f.left_at for f in now if f.left_at and f.left_at <= earlier]
