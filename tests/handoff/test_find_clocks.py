from __future__ import annotations

from itertools import permutations

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, at, call, happened, journeys, stage

from alignkit.errors import DocumentError
from alignkit.funnel.patterns import accepted, entered, left, rejected
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Readings
from alignkit.handoff.slas import SLA, Pause
from alignkit.history.events import Event
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

AS_OF = "2026-02-01 12:00"


def measured(sla: SLA, *events: Event) -> Readings:
    """Measure events as of the first of February."""
    return measure(sla, journeys(events), as_of=at(AS_OF))


def stops(sla: SLA, *events: Event) -> list[str | None]:
    """Return when each clock stopped, as a wall time of its day."""
    instants = [reading.stopped for reading in measured(sla, *events)]
    return [None if stopped is None else stopped.strftime("%d %H:%M") for stopped in instants]


def test_a_stop_before_any_start_is_nothing() -> None:
    """A call before the lead was an MQL answers nothing, and no time is negative."""
    assert stops(FIRST_TOUCH, call("2026-01-05 08:00"), stage("2026-01-05 10:00", "mql")) == [None]
    assert not measured(FIRST_TOUCH, call("2026-01-05 08:00"))


def test_a_start_while_the_clock_runs_is_ignored() -> None:
    """A second entry before the first call does not start the clock again."""
    story = [
        stage("2026-01-05 09:00", "mql"),
        stage("2026-01-05 10:00", "lead"),
        stage("2026-01-05 11:00", "mql"),
        call("2026-01-05 12:00"),
    ]
    (reading,) = measured(FIRST_TOUCH, *story)
    assert reading.started == at("2026-01-05 09:00")
    assert reading.worked == work_hours(3)


def test_a_start_after_the_stop_opens_a_clock_of_its_own() -> None:
    """A lead that comes back is called again; a call in between stops nothing."""
    story = [
        stage("2026-01-05 09:00", "mql"),
        call("2026-01-05 10:00"),
        stage("2026-01-06 10:00", "lead"),
        call("2026-01-07 10:00"),
        stage("2026-01-08 10:00", "mql"),
    ]
    assert stops(FIRST_TOUCH, *story) == ["05 10:00", None]
    assert stops(FIRST_TOUCH, *story, call("2026-01-08 10:30")) == ["05 10:00", "08 10:30"]


def test_trap_23_a_stop_at_the_starts_own_instant() -> None:
    """Trap 23: a step within the same second counts, in any order of arrival, for dates without times are like that."""
    story = [stage("2026-01-05 10:00", "mql", id="b"), call("2026-01-05 10:00", id="a")]
    for order in permutations(story):
        (reading,) = measured(FIRST_TOUCH, *order)
        assert reading.state == "met"
        assert reading.worked == work_hours(0)


def test_the_same_event_does_not_stop_the_clock_that_it_starts() -> None:
    """Each stage has two hours: moving on stops one clock and starts the next."""
    in_stage = SLA("in stage", "sales", entered("mql") | entered("sal"), left("mql") | left("sal"), hours(2))
    story = [stage("2026-01-05 09:00", "mql"), stage("2026-01-05 10:00", "sal"), stage("2026-01-05 13:00", "sql")]
    readings = measured(in_stage, *story)
    assert [reading.state for reading in readings] == ["met", "breached"]
    assert [reading.started for reading in readings] == [at("2026-01-05 09:00"), at("2026-01-05 10:00")]


def test_the_event_that_starts_a_clock_never_stops_it() -> None:
    """Entering `sal` leaves `mql`: that is the start, and only a later event answers it."""
    worked = SLA("worked", "sales", entered("sal"), left("mql") | did("call"), hours(2))
    story = [stage("2026-01-05 09:00", "mql"), stage("2026-01-05 10:00", "sal")]
    assert stops(worked, *story) == [None]
    assert stops(worked, *story, call("2026-01-05 11:00")) == ["05 11:00"]


def test_one_event_starts_one_clock() -> None:
    """Leaving `lead` and entering `mql` is one event: two parts of a join that match it start one clock."""
    both = attrs.evolve(FIRST_TOUCH, starts=entered("mql") | left("lead"))
    story = [stage("2026-01-05 09:00", "lead"), call("2026-01-05 10:00"), stage("2026-01-05 10:00", "mql")]
    assert stops(both, *story) == ["05 10:00"]


def test_one_stop_ends_one_clock() -> None:
    """A call stops the clock that runs; it does not answer the entry at its own instant as well."""
    story = [
        stage("2026-01-05 09:00", "mql"),
        stage("2026-01-05 09:30", "lead"),
        call("2026-01-05 10:00", seq=1),
        stage("2026-01-05 10:00", "mql", seq=2),
    ]
    assert stops(FIRST_TOUCH, *story) == ["05 10:00", None]
    assert stops(FIRST_TOUCH, *story, call("2026-01-05 10:00", seq=3)) == ["05 10:00", "05 10:00"]


def test_an_inferred_visit_starts_and_stops_no_clock() -> None:
    """A lead that skips `mql` starts no clock on it, and nobody is blamed for the time in between."""
    assert not measured(FIRST_TOUCH, stage("2026-01-05 09:00", "sql"))
    through = SLA("through", "sales", entered("lead"), entered("mql"), hours(1))
    skipped = [stage("2026-01-05 09:00", "lead"), stage("2026-01-05 12:00", "sql")]
    assert stops(through, *skipped) == [None]


def test_trap_16_an_automatic_reply_is_no_touch() -> None:
    """Trap 16: a mail that a machine sent does not stop the clock; the human one does."""
    robot = call("2026-01-05 09:01", automatic=True)
    assert stops(FIRST_TOUCH, stage("2026-01-05 09:00", "mql"), robot) == [None]
    assert stops(FIRST_TOUCH, stage("2026-01-05 09:00", "mql"), robot, call("2026-01-05 11:00")) == ["05 11:00"]
    anyone = attrs.evolve(FIRST_TOUCH, any_actor=True)
    assert stops(anyone, stage("2026-01-05 09:00", "mql"), robot) == ["05 09:01"]


def test_a_touch_counts_for_its_own_team() -> None:
    """A call by marketing is no touch by sales; a stage entered counts whoever recorded it."""
    theirs = call("2026-01-05 10:00", team="marketing")
    assert stops(FIRST_TOUCH, stage("2026-01-05 09:00", "mql"), theirs) == [None]
    answered = attrs.evolve(FIRST_TOUCH, stops=did("call") | entered("sal") | accepted())
    story = [stage("2026-01-05 09:00", "mql"), theirs, stage("2026-01-05 12:00", "sal", automatic=True)]
    assert stops(answered, *story) == ["05 12:00"]
    story = [stage("2026-01-05 09:00", "mql"), happened("2026-01-05 13:00", "accept", team="marketing")]
    assert stops(answered, *story) == ["05 13:00"]


def test_a_touch_without_a_team_is_reported() -> None:
    """Data without teams would let every clock run out in silence: the finding says what is missing, and where."""
    readings = measured(FIRST_TOUCH, stage("2026-01-05 09:00", "mql"), call("2026-01-05 10:00", team=None))
    assert readings[0].state == "breached"
    (finding,) = readings.findings
    assert (finding.code, finding.path, finding.level) == ("touch-without-team", "L1", "warning")
    early = [call("2026-01-05 08:00", team=None), stage("2026-01-05 09:00", "mql")]
    assert not measured(FIRST_TOUCH, *early).findings
    anyone = attrs.evolve(FIRST_TOUCH, any_actor=True)
    assert not measured(anyone, *early, call("2026-01-05 10:00", team=None)).findings


def test_several_touches_are_counted_from_the_start() -> None:
    """Three calls since the lead became an MQL: earlier ones and automatic ones do not count."""
    depth = attrs.evolve(FIRST_TOUCH, stops=did("call", at_least=3))
    story = [
        call("2026-01-02 09:00"),
        stage("2026-01-05 09:00", "mql"),
        call("2026-01-05 10:00"),
        call("2026-01-05 10:30", automatic=True),
        call("2026-01-05 11:00"),
    ]
    assert stops(depth, *story) == [None]
    assert stops(depth, *story, call("2026-01-05 12:00")) == ["05 12:00"]


def test_several_touches_within_a_span() -> None:
    """Two calls within two hours: a slow start does not spoil a later pair."""
    depth = attrs.evolve(FIRST_TOUCH, stops=did("call", at_least=2, within=hours(2)))
    story = [stage("2026-01-05 09:00", "mql"), call("2026-01-05 09:10"), call("2026-01-05 12:00")]
    assert stops(depth, *story) == [None]
    assert stops(depth, *story, call("2026-01-05 14:00")) == ["05 14:00"]


def test_a_touch_can_be_asked_for_more_closely() -> None:
    """A call that reached somebody stops the clock; one into the void does not."""
    reached = attrs.evolve(FIRST_TOUCH, stops=did("call", where=field("reached").is_true()))
    story = [stage("2026-01-05 09:00", "mql"), call("2026-01-05 10:00")]
    assert stops(reached, *story, call("2026-01-05 11:00", attributes={"reached": True})) == ["05 11:00"]


def test_a_cancelled_clock_leaves_room_for_the_next() -> None:
    """A rejection takes the lead back and cancels the clock; the next offer starts another."""
    sla = attrs.evolve(FIRST_TOUCH, cancels=rejected())
    story = [
        stage("2026-01-05 09:00", "mql"),
        happened("2026-01-05 10:00", "reject", "no budget"),
        call("2026-01-05 11:00"),
        stage("2026-01-07 09:00", "mql"),
        call("2026-01-07 10:00"),
    ]
    assert [reading.state for reading in measured(sla, *story)] == ["cancelled", "met"]


def test_a_cancel_at_the_stops_own_instant_comes_too_late() -> None:
    """At one instant the stop wins, in every order of arrival and of the source."""
    sla = attrs.evolve(FIRST_TOUCH, cancels=did("unsubscribed"))
    for seq in (1, 3):
        story = [
            stage("2026-01-05 09:00", "mql"),
            call("2026-01-05 10:00", seq=2),
            happened("2026-01-05 10:00", "unsubscribed", seq=seq),
        ]
        assert [reading.state for reading in measured(sla, *story)] == ["met"]


def test_pauses_from_events() -> None:
    """The customer is away: what is paused is not used, whether it began before the clock or not."""
    sla = attrs.evolve(FIRST_TOUCH, pauses=[Pause(did("away"), did("back"))])
    story = [
        happened("2026-01-02 12:00", "away"),
        stage("2026-01-05 09:00", "mql"),
        happened("2026-01-05 10:00", "back"),
        happened("2026-01-05 10:30", "back"),
        happened("2026-01-05 11:00", "away"),
        happened("2026-01-05 11:30", "away"),
        happened("2026-01-05 12:00", "back"),
        call("2026-01-05 13:00"),
    ]
    (reading,) = measured(sla, *story)
    assert reading.paused == work_hours(2)
    assert reading.worked == work_hours(2)
    assert [start for start, _ in reading.pauses] == [at("2026-01-05 09:00"), at("2026-01-05 11:00")]


def test_an_event_that_ends_and_starts_a_pause_keeps_it() -> None:
    """From one waiting stage straight to the other: the clock stays paused."""
    waiting = Pause(entered("sal") | entered("sql"), left("sal") | left("sql"))
    sla = attrs.evolve(FIRST_TOUCH, pauses=[waiting])
    story = [stage("2026-01-05 09:00", "mql"), stage("2026-01-05 10:00", "sal"), stage("2026-01-05 11:00", "sql")]
    (reading,) = measure(sla, journeys(story), as_of=at("2026-01-05 12:00"))
    assert reading.state == "paused"
    assert reading.paused == work_hours(2)


def test_a_misspelt_stage_is_no_silence() -> None:
    """A clock that nothing could ever start is a mistake in the definition."""
    with pytest.raises(DocumentError, match="did you mean 'mql'"):
        measured(attrs.evolve(FIRST_TOUCH, starts=entered("mgl")), stage("2026-01-05 09:00", "mql"))
