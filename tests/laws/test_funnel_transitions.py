"""The invariants of stage transitions, for every funnel and every set of facts."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
from tests.funnel.slow import slow_replay
from tests.funnel.worlds import AS_OF, FIRST, worlds

from alignkit.funnel.journeys import Journey
from alignkit.funnel.match import occurrences
from alignkit.funnel.patterns import entered, left
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.history.facts import Facts
from alignkit.instants import micros

World = tuple[Funnel, Facts]


def cleared_at(journey: Journey) -> set[int]:
    """The instants at which a stage was cleared."""
    return {micros(event.at) for event in journey.events if event.kind == "stage" and event.value is None}


@given(worlds())
def test_equals_the_slow_replay(world: World) -> None:
    """The fast replay and the obvious one agree on every visit and every violation."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    slow = slow_replay(funnel, facts, AS_OF)
    assert {journey.lead for journey in journeys} == set(slow)
    for journey in journeys:
        visits = [(v.stage, v.entered_at, v.left_at, v.inferred, v.flagged) for v in journey.visits]
        assert visits == slow[journey.lead].visits()
        assert sorted(f.code for f in journey.violations) == sorted(slow[journey.lead].codes)


@given(worlds(), st.integers(-60, 300))
def test_one_current_stage_at_any_instant(world: World, minute: int) -> None:
    """At any instant, at most one visit holds: it began by then and has not ended."""
    funnel, facts = world
    instant = FIRST + timedelta(minutes=minute)
    for journey in replay(funnel, facts, as_of=AS_OF, errors="collect"):
        holding = [
            visit
            for visit in journey.visits
            if micros(visit.entered_at) <= micros(instant) and (visit.left_at is None or instant < visit.left_at)
        ]
        assert len(holding) <= 1
        assert journey.visit_at(instant) == (holding[0] if holding else None)


@given(worlds())
def test_from_the_first_entry_on_a_stage_holds_unless_cleared(world: World) -> None:
    """Visits touch and never overlap; only a cleared stage leaves a gap."""
    funnel, facts = world
    for journey in replay(funnel, facts, as_of=AS_OF, errors="collect"):
        for earlier, later in pairwise(journey.visits):
            assert earlier.left_at is not None
            assert micros(earlier.entered_at) <= micros(earlier.left_at) <= micros(later.entered_at)
            if micros(earlier.left_at) < micros(later.entered_at):
                assert micros(earlier.left_at) in cleared_at(journey)
        if journey.visits and journey.current is None:
            assert journey.visits[-1].left_at is not None
            assert micros(journey.visits[-1].left_at) in cleared_at(journey)


@given(worlds())
def test_durations_add_up(world: World) -> None:
    """The times in all visits are the time from the first entry to `as_of`, less the gaps of cleared stages."""
    funnel, facts = world
    for journey in replay(funnel, facts, as_of=AS_OF, errors="collect"):
        if not journey.visits:
            continue
        spent = sum((visit.time_in_stage(AS_OF) for visit in journey.visits), timedelta(0))
        ends = [visit.left_at or AS_OF for visit in journey.visits]
        starts = [visit.entered_at for visit in journey.visits[1:]] + [AS_OF]
        gaps = sum(micros(start) - micros(end) for end, start in zip(ends, starts, strict=True))
        whole = micros(AS_OF) - micros(journey.visits[0].entered_at)
        assert spent == timedelta(microseconds=whole - gaps)
        assert all(visit.time_in_stage(AS_OF) >= timedelta(0) for visit in journey.visits)
        assert all(visit.time_in_stage(AS_OF) == timedelta(0) for visit in journey.visits if visit.inferred)


@given(worlds())
def test_entered_is_left_and_inside(world: World) -> None:
    """For each stage, entered = left + inside: of leads, and of visits."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    for count in journeys.counts:
        assert count.entered == count.left + count.inside
        inside = sum(journey.current is not None and journey.current.stage == count.stage for journey in journeys)
        ins = sum(len(occurrences(entered(count.stage), journey)) for journey in journeys)
        outs = sum(len(occurrences(left(count.stage), journey)) for journey in journeys)
        assert count.inside == inside
        assert ins == outs + inside


@given(worlds())
def test_counts_fall_along_the_path(world: World) -> None:
    """No stage of the path was entered by more leads than the one before it."""
    funnel, facts = world
    counts = [count.entered for count in replay(funnel, facts, as_of=AS_OF, errors="collect").counts]
    path = counts[: len(funnel.path)]
    assert path == sorted(path, reverse=True)


@given(worlds())
def test_no_stage_follows_itself_and_no_exit_is_inferred(world: World) -> None:
    """Equal neighbours are one visit, unless it was cleared between; what is inferred lies on the path."""
    funnel, facts = world
    path = {stage.id for stage in funnel.path}
    for journey in replay(funnel, facts, as_of=AS_OF, errors="collect"):
        assert all(visit.stage in path for visit in journey.visits if visit.inferred)
        for earlier, later in pairwise(journey.visits):
            if earlier.stage == later.stage and earlier.left_at is not None:
                assert micros(earlier.left_at) in cleared_at(journey)


@given(worlds(), st.randoms(use_true_random=False))
def test_E03_every_order_of_arrival(world: World, random: object) -> None:
    """The answer is the same for every order of arrival, findings included."""
    funnel, facts = world
    events = list(facts.events)
    random.shuffle(events)  # type: ignore[attr-defined]  # hypothesis' own Random
    again = Facts(facts.leads, events)
    assert replay(funnel, again, as_of=AS_OF, errors="collect") == replay(funnel, facts, as_of=AS_OF, errors="collect")


@given(worlds(), st.lists(st.integers(0, 2), min_size=20, max_size=20))
def test_every_split_into_batches(world: World, batch_of: list[int]) -> None:
    """The answer is the same for every split into batches, put together in any order."""
    funnel, facts = world
    batches: list[list[int]] = [[], [], []]
    for number in range(len(facts.events)):
        batches[batch_of[number % len(batch_of)]].append(number)
    parts = [Facts(facts.leads, [facts.events[number] for number in batch]) for batch in batches]
    again = parts[2] + parts[0] + parts[1]
    assert replay(funnel, again, as_of=AS_OF, errors="collect") == replay(funnel, facts, as_of=AS_OF, errors="collect")


@given(worlds(), st.integers(0, 10))
def test_what_was_known_earlier_is_the_start_of_what_is_known_now(world: World, half_hours: int) -> None:
    """Replayed at an earlier instant, a journey is the same up to there."""
    funnel, facts = world
    earlier_as_of = FIRST + timedelta(minutes=30 * half_hours)
    now = replay(funnel, facts, as_of=AS_OF, errors="collect")
    for before in replay(funnel, facts, as_of=earlier_as_of, errors="collect"):
        known = [v for v in now.of(before.lead).visits if micros(v.entered_at) <= micros(earlier_as_of)]
        assert [(v.stage, v.entered_at, v.inferred, v.flagged) for v in before.visits] == [
            (v.stage, v.entered_at, v.inferred, v.flagged) for v in known
        ]


@given(worlds())
def test_every_visit_is_told_by_an_event(world: World) -> None:
    """Nothing is invented: each instant of a visit is that of one of the lead's events."""
    funnel, facts = world
    for journey in replay(funnel, facts, as_of=AS_OF, errors="collect"):
        known = Counter(micros(event.at) for event in journey.events)
        for visit in journey.visits:
            assert micros(visit.entered_at) in known
            assert visit.cause in journey.events
            assert (visit.event is None) is visit.inferred


def test_worlds_hold_ties_over_a_clock_change() -> None:
    """The drawn instants span the hour that clocks in Amsterdam show twice."""
    assert FIRST < datetime(2026, 10, 25, 1, tzinfo=UTC) < FIRST + timedelta(minutes=240)
