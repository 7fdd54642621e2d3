"""Merged leads, for every funnel and every set of facts: held against the obvious, and to what merging must not do."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, timedelta

from hypothesis import given, strategies as st
from tests.funnel.slow_merged import World
from tests.funnel.worlds import AS_OF, FIRST, merged_worlds, worlds

from alignkit.funnel.match import occurrences
from alignkit.funnel.patterns import Pattern, accepted, entered, rejected
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.history.events import Event
from alignkit.history.facts import Facts

Drawn = tuple[Funnel, Facts]
INSTANTS = [FIRST + timedelta(minutes=15 * quarter) for quarter in range(-1, 28)]


@given(merged_worlds())
def test_E07_equals_the_slow_union(drawn: Drawn) -> None:
    """The fast union and the obvious one agree on leads, visits, violations, entries that do not count, and fields."""
    funnel, facts = drawn
    world = World(funnel, facts, AS_OF)
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    assert [journey.lead for journey in journeys] == world.leads()
    for journey in journeys:
        union = world.united(journey.lead)
        assert [journey.lead, *journey.absorbed] == union.records
        visits = [(v.stage, v.entered_at, v.left_at, v.inferred, v.flagged) for v in journey.visits]
        assert visits == union.track.visits()
        assert sorted(found.code for found in journey.violations) == sorted(union.track.codes)
        passed = () if journey.united is None else journey.united.passed_over
        assert [event.id for event in passed] == [event.id for event in union.passed]
        assert [event.id for event in journey.events] == [event.id for event in union.events]
        for instant in INSTANTS:
            fields = journey.fields_at(instant)
            assert fields.get("country") == union.field("country", instant)
            assert fields.get("owner") == union.field("owner", instant)
            assert journey.owner_at(instant) == union.owner(instant)
        assert journey.fields == journey.fields_at(AS_OF)
        assert journey.baseline == journey.fields_at(FIRST - timedelta(days=1))


@given(merged_worlds(), st.randoms(use_true_random=False))
def test_E03_the_union_depends_on_the_set_of_events_alone(drawn: Drawn, chance: random.Random) -> None:
    """Any order of arrival, and any event told twice, give the same journeys and findings."""
    funnel, facts = drawn
    shuffled = [*facts.events, *facts.events[:3]]
    chance.shuffle(shuffled)
    whole = replay(funnel, facts, as_of=AS_OF, errors="collect")
    again = replay(funnel, Facts(facts.leads, shuffled), as_of=AS_OF, errors="collect")
    assert again.items == whole.items
    assert [one for one in again.findings if one.code != "doubled-event"] == list(whole.findings)


@given(worlds(), st.integers(0, 10), st.booleans())
def test_E07_to_be_merged_with_an_empty_record_changes_the_id_alone(
    drawn: Drawn, half_hours: int, listed: bool
) -> None:
    """Whichever of the two survives, and whenever: visits, answers, fields and owners are those of the one record."""
    funnel, facts = drawn
    at = FIRST + timedelta(minutes=30) * half_hours
    leads: dict[str, Mapping[str, object]] = {**facts.leads, "L1": {"country": "NL", "owner": "ann"}}
    alone = replay(funnel, Facts(leads, facts.events), as_of=AS_OF, errors="collect").of("L1")
    more: dict[str, Mapping[str, object]] = {"L9": {"country": None}} if listed else {}
    for merge in (Event("L1", at, "merge", "L9"), Event("L9", at, "merge", "L1")):
        merged = replay(funnel, Facts(leads | more, [*facts.events, merge]), as_of=AS_OF, errors="collect")
        journey = merged.of(str(merge.value))
        assert [visit[:4] for visit in journey.visits] == [visit[:4] for visit in alone.visits]
        assert [found.code for found in journey.violations] == [found.code for found in alone.violations]
        assert journey.answers == alone.answers
        assert (journey.fields, journey.baseline) == (alone.fields, alone.baseline)
        assert journey.owners() == alone.owners()
        assert journey.united is not None
        assert journey.united.passed_over == ()


@given(merged_worlds())
def test_E07_one_lead_is_counted_once(drawn: Drawn) -> None:
    """Nobody is in two journeys, and what does not count occurs nowhere but among the events."""
    funnel, facts = drawn
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    records = [record for journey in journeys for record in (journey.lead, *journey.absorbed)]
    assert len(records) == len(set(records))
    for count in journeys.counts:
        assert count.entered <= len(journeys)
    events = [event for journey in journeys for event in journey.events]
    assert len({id(event) for event in events}) == len(events)
    for journey in journeys:
        passed = set(map(id, () if journey.united is None else journey.united.passed_over))
        patterns: list[Pattern] = [*(entered(stage.id) for stage in funnel.stages), accepted(), rejected()]
        for pattern in patterns:
            assert not passed & {id(found.event) for found in occurrences(pattern, journey)}


@given(merged_worlds())
def test_E07_after_the_merge_all_entries_count(drawn: Drawn) -> None:
    """What does not count happened before its record was one with another."""
    funnel, facts = drawn
    for journey in replay(funnel, facts, as_of=AS_OF, errors="collect"):
        if journey.united is not None:
            last = max(merge.at.astimezone(UTC) for merge in journey.united.merges)
            assert all(event.at.astimezone(UTC) < last for event in journey.united.passed_over)
