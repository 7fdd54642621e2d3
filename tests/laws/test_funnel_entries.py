"""The law of the entries that are found once for all questions: they answer as looking at each journey does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, strategies as st
from tests.funnel.worlds import AS_OF, FIRST, worlds

from alignkit.funnel.convert import cohort_entry, in_exit_since, out_since
from alignkit.funnel.entries import EntryIndex, index_of
from alignkit.funnel.journeys import Journey
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.history.facts import Facts
from alignkit.instants import micros
from alignkit.periods import Period

# ends in the hour that Amsterdam's clocks show twice
HOURS = st.integers(0, 10).map(lambda half_hours: FIRST + timedelta(minutes=30 * half_hours))
DAY = Period(date(2026, 10, 25), date(2026, 10, 26), "Europe/Amsterdam")


def _times(journey: Journey, stage: str) -> list[int]:
    return [micros(visit.entered_at) for visit in journey.visits if visit.stage == stage]


@given(worlds(), HOURS, HOURS, st.booleans())
def test_entries_answer_as_each_journey_does(
    world: tuple[Funnel, Facts], as_of: datetime, opening: datetime, alone: object
) -> None:
    """First entries, cohorts, arrivals, who stands where, who is out: kept with the journeys, or found for a list."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    at = AS_OF if alone else as_of
    now, opens, closes = micros(at), micros(opening), micros(DAY.ends_at)
    for index in (index_of(journeys), EntryIndex(journeys.items)):
        for stage in (stage.id for stage in funnel.stages):
            firsts = {
                place: min(inside)
                for place, journey in enumerate(journeys)
                if (inside := [t for t in _times(journey, stage) if opens <= t < closes])
            }
            assert {place: micros(found) for place, found in index.within(stage, opens, closes).items()} == firsts
            cohort = {
                place: micros(entry.entered_at)
                for place, journey in enumerate(journeys)
                if (entry := cohort_entry(journey, stage, now)) and opens <= micros(entry.entered_at) < closes
            }
            assert {p: micros(t) for p, t in index.cohort(stage, now, opens, closes).items()} == cohort
            stands = {
                place: micros(visit.entered_at)
                for place, journey in enumerate(journeys)
                if (visit := journey.visit_at(at)) and visit.stage == stage
            }
            assert {place: micros(found) for place, found in index.standing(stage, now)} == stands
            for end in (stage.id for stage in funnel.stages):
                came = {
                    place: min(after)
                    for place, since in cohort.items()
                    if (after := [t for t in _times(journeys[place], end) if since <= t <= now])
                }
                found = index.arrivals(index.cohort(stage, now, opens, closes), end, now)
                assert {place: micros(when) for place, when in found.items()} == came
        out = {
            place: micros(since)
            for place, journey in enumerate(journeys)
            if (since := in_exit_since(journey, at)) is not None
        }
        found_out = out_since(index, journeys.items, at)
        assert {place: micros(since) for place, since in found_out.items()} == out


@given(worlds())
def test_counts_and_violations_are_those_of_each_journey(world: tuple[Funnel, Facts]) -> None:
    """Leads, not rows; in the order of the leads."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    for stage, count in zip(funnel.stages, journeys.counts, strict=True):
        assert count.stage == stage.id
        assert count.entered == sum(any(visit.stage == stage.id for visit in item.visits) for item in journeys)
        assert count.inside == sum(item.current is not None and item.current.stage == stage.id for item in journeys)
        assert count.left == count.entered - count.inside
    assert journeys.violations == tuple(finding for item in journeys for finding in item.violations)
