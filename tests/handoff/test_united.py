"""A monitor and records that turn out to be one; clocks that are compared one by one; and figures that stand right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, OFFER, at, call, happened, journeys, stage

from alignkit.display.blocks import Block, Column, Group, Table
from alignkit.display.text import to_text
from alignkit.funnel.patterns import entered, left
from alignkit.handoff import monitor as watching
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.measure import measure
from alignkit.handoff.monitor import Monitor
from alignkit.handoff.ping_pong import ping_pong
from alignkit.handoff.review import review
from alignkit.handoff.slas import Pause, Tier
from alignkit.handoff.what_if import what_if
from alignkit.handoff.work_list import open_work
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

NINE, TEN = at("2026-01-05 09:00"), at("2026-01-05 10:00")
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note of which leads a monitor replays the events."""
    found: list[str] = []
    inner: Any = vars(watching)["replay"]

    def counted(funnel: Any, facts: Any, **more: Any) -> Any:  # noqa: ANN401 - what is patched
        found.append("".join(sorted({event.lead for event in facts.events})))
        return inner(funnel, facts, **more)

    monkeypatch.setattr(watching, "replay", counted)
    return found


# Records that are one -------------------------------------------------------------------------------------------------


def test_a_record_that_nobody_had_told_of_joins_a_lead() -> None:
    """The lead's clock goes on: what was told of it stays, and so do its events."""
    monitor = Monitor(FUNNEL, [FIRST_TOUCH], as_of=NINE)
    monitor.take(stage("2026-01-05 09:00", "mql", lead="L2"), as_of=NINE)
    assert monitor.take(happened("2026-01-05 09:30", "merge", "L2", lead="L1"), as_of=at("2026-01-05 09:30")) == ()
    assert sorted(event.kind for event in monitor.events) == ["merge", "stage"]
    news = monitor.take(call("2026-01-05 10:00", lead="L1"), as_of=TEN)
    assert [(one.lead, one.kind) for one in news] == [("L2", "met")]


def test_a_chain_of_merges_is_one_group(asked: list[str]) -> None:
    """Told from its end on: whatever happens to one of them is looked at with all of them."""
    monitor = Monitor(FUNNEL, [FIRST_TOUCH], as_of=NINE)
    for lead, into in (("L3", "L4"), ("L2", "L3"), ("L1", "L2"), ("L5", "L1")):
        monitor.take(happened("2026-01-05 09:00", "merge", into, lead=lead), as_of=NINE)
    asked.clear()
    (news,) = monitor.take(stage("2026-01-05 09:30", "mql", lead="L5"), as_of=TEN)
    assert (news.lead, news.kind, asked) == ("L4", "opened", ["L1L2L3L5"])


def test_the_fields_of_who_survives_count() -> None:
    """Though no event is its own: those of a lead that another was merged into, as of a deal that was linked."""
    tiered = attrs.evolve(FIRST_TOUCH, tiers=[Tier("big", field("size") >= 50, work_hours(1))])
    monitor = Monitor(FUNNEL, [tiered], as_of=NINE, leads={"L2": {"size": 80}, "L9": {"size": 80}})
    monitor.take(happened("2026-01-05 08:00", "merge", "L2", lead="L1"), as_of=NINE)
    (news,) = monitor.take(stage("2026-01-05 09:00", "mql", lead="L1"), as_of=NINE)
    assert (news.lead, news.after and news.after.tier) == ("L2", "big")


def test_what_the_funnel_does_not_know_stops_no_monitor() -> None:
    """A stage that is none starts no clock, and readings are there all the same."""
    monitor = Monitor(FUNNEL, [FIRST_TOUCH], as_of=NINE)
    assert monitor.take(stage("2026-01-05 08:00", "sold"), as_of=NINE) == ()
    (opened,) = monitor.take(stage("2026-01-05 09:00", "mql"), as_of=NINE)
    assert opened.kind == "opened"
    assert len(monitor.readings("first touch")) == 1


# Who is looked at, and when -------------------------------------------------------------------------------------------


def test_at_the_due_time_itself_nobody_is_looked_at(asked: list[str]) -> None:
    """A microsecond later a breach is told, and then nothing more comes of time alone; each id is of its own lead."""
    monitor = Monitor(FUNNEL, [FIRST_TOUCH], as_of=NINE)
    monitor.take(stage("2026-01-05 09:00", "mql", id="e1"), as_of=NINE)
    monitor.take(stage("2026-01-05 09:00", "mql", lead="L2", id="e2"), as_of=NINE)
    assert asked == ["L1", "L2"]
    monitor.take(call("2026-01-05 09:10", lead="L2", id="c1"), as_of=at("2026-01-05 09:10"))
    monitor.tick(at("2026-01-05 12:12"))
    assert asked[2:] == ["L2", "L1", "L2"]
    asked.clear()
    due = at("2026-01-05 13:00")
    assert (monitor.tick(due), asked) == ((), [])
    assert [one.kind for one in monitor.tick(due + MICROSECOND)] == ["breached"]
    monitor.tick(at("2026-03-01 09:00"))
    assert asked == ["L1"]


def test_a_paused_clock_is_not_looked_at(asked: list[str]) -> None:
    """Whoever is to be told of it is told once it goes on."""
    loud = attrs.evolve(
        FIRST_TOUCH, pauses=[Pause(entered("hold"), left("hold"))], escalations=[Escalation(0.5, "owner")]
    )
    monitor = Monitor(FUNNEL, [loud], as_of=NINE)
    monitor.take(stage("2026-01-05 09:00", "mql"), as_of=NINE)
    monitor.take(stage("2026-01-05 09:30", "hold"), as_of=at("2026-01-05 09:30"))
    monitor.tick(at("2026-01-06 09:00"))  # what was to come before the pause is looked at once
    asked.clear()
    assert (monitor.tick(at("2026-01-09 09:00")), asked) == ((), [])


def test_a_tier_that_ends_a_microsecond_after_the_last_tick() -> None:
    """Warm for two hours after a webinar, and no longer."""
    warm = Tier("warm", did("webinar", within=hours(2)), work_hours(4))
    sla = attrs.evolve(FIRST_TOUCH, tiers=[warm], retier="restart", within=work_hours(2))
    monitor = Monitor(FUNNEL, [sla], as_of=NINE)
    monitor.take_all([happened("2026-01-05 08:00", "webinar"), stage("2026-01-05 09:00", "mql")], as_of=NINE)
    assert monitor.tick(TEN) == ()
    assert [one.kind for one in monitor.tick(TEN + MICROSECOND)] == ["opened", "cancelled"]


# Clocks one by one ----------------------------------------------------------------------------------------------------


def test_clocks_are_compared_by_lead_and_start() -> None:
    """That one lead has a clock more under one of the two changes nothing for the others."""
    story = [
        stage("2026-01-05 09:00", "mql", lead="A"),
        call("2026-01-05 09:10", lead="A"),
        stage("2026-01-05 09:20", "lead", lead="A"),
        stage("2026-01-05 09:30", "mql", lead="A"),
        stage("2026-01-05 09:00", "mql", lead="B"),
    ]
    never = attrs.evolve(FIRST_TOUCH, stops=did("visit"))
    found = what_if(FIRST_TOUCH, never, journeys(story), as_of=TEN)
    assert [(one.lead, f"{one.started:%H:%M}", *one.states) for one in found.changes] == [
        ("A", "09:00", "met", "running"),
        ("A", "09:30", "running", None),
    ]
    assert found.moved == 0


def test_who_gets_a_lead_after_the_question_had_it_not() -> None:
    """By a microsecond."""
    later = attrs.evolve(happened("2026-01-05 12:00", "owner", "bob"), at=TEN + hours(1) + MICROSECOND)
    known = journeys([stage("2026-01-05 10:00", "mql"), happened("2026-01-05 09:00", "owner", "ann"), later])
    (handoff,) = review(known, OFFER, as_of=TEN + hours(1))
    assert (handoff.owners, handoff.held_by) == (("ann",), "ann")


# Figures stand right --------------------------------------------------------------------------------------------------


def right(page: Block) -> list[list[str]]:
    """Return the columns of each table of a page that stand right."""
    assert isinstance(page, Group)
    tables = [block for block in page.blocks if isinstance(block, Table)]
    return [
        [head.title for head in table.columns if isinstance(head, Column) and head.align == "right"] for table in tables
    ]


def test_figures_stand_right() -> None:
    """In every table; words stand left. Of two owners each has a line, of one there is no such table."""
    story = [
        stage("2026-01-05 09:00", "mql", lead="A"),
        happened("2026-01-05 09:10", "owner", "ann", lead="A"),
        happened("2026-01-05 09:20", "owner", "bob", lead="A"),
        happened("2026-01-05 09:30", "owner", "ann", lead="A"),
        stage("2026-01-05 09:00", "mql", lead="B"),
        stage("2026-01-05 09:40", "lead", lead="B"),
        stage("2026-01-05 09:50", "mql", lead="B"),
        happened("2026-01-05 09:55", "reject", "no budget", lead="B"),
    ]
    known = journeys(story)
    work = open_work([FIRST_TOUCH], known, as_of=TEN)
    assert right(measure(FIRST_TOUCH, known, as_of=TEN).blocks()) == [["clocks"], ["used"]]
    assert (len(work.owners), right(work.blocks())) == (2, [["open", "overdue"], ["left"]])
    assert right(work.of("ann").blocks()) == [["left"]]
    assert "next due" in to_text(work.blocks())
    assert right(review(known, OFFER, as_of=TEN).blocks()) == [["times"], ["round"]]
    assert right(ping_pong(known, as_of=TEN).blocks()) == [["times"], ["held"]]
    short = attrs.evolve(FIRST_TOUCH, within=work_hours(0.5))
    assert right(what_if(FIRST_TOUCH, short, known, as_of=TEN).blocks()) == [["clocks"], []]
