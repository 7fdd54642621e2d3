"""Clocks of one lead, one after the other, and what comes at one instant: of SLAs that need the whole finder."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, OFFICE, at, call, happened, journeys, stage

from alignkit.funnel.patterns import accepted, entered, left, rejected
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Readings
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.events import Event
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

LATE = "2026-02-01 12:00"
MQL = stage("2026-01-05 10:00", "mql")
OF_OWNER = attrs.evolve(FIRST_TOUCH, whose="owner")
UPDATES = SLA("updates", "sales", entered("mql"), did("update"), hours(4), again=True, any_actor=True)
HOT = Tier("hot", field("hot").is_true(), work_hours(1))


def measured(sla: SLA, *events: Event, as_of: str = LATE, **fields: Any) -> Readings:  # noqa: ANN401 - a field's value
    """Measure the events of one lead."""
    return measure(sla, journeys(events, {"L1": fields} if fields else None), as_of=at(as_of))


def told(readings: Readings) -> list[str]:
    """Write each clock on a line: owner, from when to when, and its state."""
    ends = [reading.stopped or reading.cancelled for reading in readings]
    return [
        f"{one.owner} {one.started:%d %H:%M}-{'…' if end is None else f'{end:%d %H:%M}'} {one.state}"
        for one, end in zip(readings, ends, strict=True)
    ]


def codes(readings: Readings) -> list[str]:
    """Return what was found."""
    return [finding.code for finding in readings.findings]


def test_what_comes_while_a_clock_runs_does_not_hide_what_comes_after() -> None:
    """The second entry starts nothing; the third, after the call, starts the next clock."""
    story = [
        MQL,
        stage("2026-01-05 10:30", "lead"),
        stage("2026-01-05 11:00", "mql"),
        call("2026-01-05 12:00"),
        stage("2026-01-05 13:00", "lead"),
        stage("2026-01-05 14:00", "mql"),
        call("2026-01-05 15:00"),
    ]
    assert told(measured(FIRST_TOUCH, *story)) == ["sales 05 10:00-05 12:00 met", "sales 05 14:00-05 15:00 met"]


def test_a_clock_that_keeps_its_tier_does_not_look_at_later_changes() -> None:
    """Whether the lead is hot is known at the start, and asked no more."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[HOT])
    cleared = Event("L1", at("2026-01-05 10:30"), "field", None, field="hot")
    found = measured(sla, MQL, cleared, as_of="2026-01-05 10:45", hot=True)
    assert [(one.tier, one.state) for one in found] == [("hot", "running")]
    assert codes(found) == []


def test_a_new_owner_and_a_reset_both_start_the_clock_anew() -> None:
    """A clock of its owner may be reset by an event, too; a new owner at the instant of reading counts."""
    both = attrs.evolve(OF_OWNER, resets=did("asked again"))
    story = [
        happened("2026-01-05 09:00", "owner", "ann"),
        MQL,
        happened("2026-01-05 11:00", "asked again"),
        happened("2026-01-05 12:00", "owner", "bob"),
        happened("2026-01-05 13:00", "asked again"),
    ]
    assert told(measured(both, *story, as_of="2026-01-05 13:30")) == [
        "ann 05 10:00-05 11:00 cancelled",
        "ann 05 11:00-05 12:00 cancelled",
        "bob 05 12:00-05 13:00 cancelled",
        "bob 05 13:00-… running",
    ]
    assert told(measured(both, *story, as_of="2026-01-05 12:00"))[-1] == "bob 05 12:00-… running"
    assert told(measured(both, *story, as_of="2026-01-05 11:59"))[-1] == "ann 05 11:00-… running"


def test_after_nobody_comes_somebody() -> None:
    """Ann gives it up, and bob gets it later: his clock starts then."""
    story = [
        happened("2026-01-05 09:00", "owner", "ann"),
        MQL,
        happened("2026-01-05 11:00", "owner", None),
        happened("2026-01-05 12:00", "owner", "bob"),
    ]
    assert told(measured(OF_OWNER, *story, as_of="2026-01-05 13:00")) == [
        "ann 05 10:00-05 12:00 cancelled",
        "bob 05 12:00-… running",
    ]


def test_whoever_asked_not_to_be_called_is_exempt() -> None:
    """By an event up to the start, that instant included; and for as long as the rule says, counted from the start."""
    ever = attrs.evolve(FIRST_TOUCH, exempt=did("opt out"))
    lately = attrs.evolve(FIRST_TOUCH, exempt=did("opt out", within=timedelta(days=1)))
    for when, exempt in (("04 09:59", (1, 0)), ("04 10:00", (1, 1)), ("05 10:00", (1, 1)), ("05 10:01", (0, 0))):
        out = happened(f"2026-01-{when}", "opt out")
        assert (measured(ever, MQL, out).exempt, measured(lately, MQL, out).exempt) == exempt, when


def test_an_update_of_a_lead_that_may_be_exempt() -> None:
    """Where that is not known each clock runs, and each is told of."""
    polite = attrs.evolve(UPDATES, exempt=field("do_not_call").is_true())
    found = measured(polite, MQL, happened("2026-01-05 12:00", "update"), as_of="2026-01-05 13:00")
    assert told(found) == ["sales 05 10:00-05 12:00 met", "sales 05 12:00-… running"]
    assert [finding.message[-52:] for finding in found.findings] == [
        "t known at 2026-01-05T10:00:00+01:00: its clock runs",
        "t known at 2026-01-05T12:00:00+01:00: its clock runs",
    ]
    now = Event("L1", at("2026-01-05 11:00"), "field", value=True, field="do_not_call")
    silent = measured(polite, MQL, now, happened("2026-01-05 12:00", "update"), do_not_call=False)
    assert (told(silent), silent.exempt, codes(silent)) == (["sales 05 10:00-05 12:00 met"], 1, [])


def test_who_has_no_team_is_told_of_and_others_are_not() -> None:
    """A call at the start's own instant is one of those; one of marketing, or by a machine, is not."""
    theirs = [call("2026-01-05 11:00", team="marketing"), call("2026-01-05 11:30", team=None, automatic=True)]
    assert codes(measured(FIRST_TOUCH, MQL, *theirs)) == []
    at_once = call("2026-01-05 10:00", team=None, seq=2)
    before = call("2026-01-05 09:59", team=None)
    (finding,) = measured(FIRST_TOUCH, attrs.evolve(MQL, seq=1), before, at_once, *theirs).findings
    assert finding.message.startswith("1 event would stop the clock of 'first touch' and names no team")


def test_updates_and_new_entries_at_one_instant() -> None:
    """The next clock is that of the update; an entry at its instant starts none beside it."""
    story = [
        MQL,
        stage("2026-01-05 11:00", "lead"),
        happened("2026-01-05 12:00", "update", seq=1),
        stage("2026-01-05 12:00", "mql", seq=2),
        happened("2026-01-05 13:00", "update"),
    ]
    assert told(measured(UPDATES, *story, as_of="2026-01-05 14:00")) == [
        "sales 05 10:00-05 12:00 met",
        "sales 05 12:00-05 13:00 met",
        "sales 05 13:00-… running",
    ]


def test_who_becomes_exempt_is_counted_once_at_an_instant() -> None:
    """An update and a new entry come together, and neither starts a clock."""
    polite = attrs.evolve(UPDATES, exempt=field("do_not_call").is_true())
    story = [
        MQL,
        stage("2026-01-05 11:00", "lead"),
        Event("L1", at("2026-01-05 11:30"), "field", value=True, field="do_not_call"),
        happened("2026-01-05 12:00", "update", seq=1),
        stage("2026-01-05 12:00", "mql", seq=2),
    ]
    found = measured(polite, *story, do_not_call=False)
    assert (told(found), found.exempt) == (["sales 05 10:00-05 12:00 met"], 1)


def test_what_ends_one_clock_does_not_end_the_next() -> None:
    """A cancellation before the update is over; one after it cancels the clock that the update started."""
    ending = attrs.evolve(UPDATES, cancels=entered("spam") | entered("won"))
    story = [MQL, happened("2026-01-05 11:00", "update"), stage("2026-01-05 12:00", "won")]
    assert told(measured(ending, *story)) == ["sales 05 10:00-05 11:00 met", "sales 05 11:00-05 12:00 cancelled"]


def test_counted_stops_at_the_limit() -> None:
    """Two calls within an hour are that to the microsecond; three of which the last two are near count, too."""
    twice = attrs.evolve(FIRST_TOUCH, stops=did("call", at_least=2, within=hours(1)), any_actor=True)
    second = at("2026-01-05 11:30")
    for later, end in ((timedelta(0), "05 11:30"), (timedelta(microseconds=1), "…")):
        calls = [call("2026-01-05 10:30"), attrs.evolve(call("2026-01-05 11:00"), at=second + later)]
        found = told(measured(twice, MQL, *calls, as_of="2026-01-05 12:00"))
        assert [line.split("-")[1].rsplit(" ", 1)[0] for line in found] == [end]
    calls = [call(f"2026-01-05 {when}") for when in ("10:10", "11:20", "12:00")]
    assert told(measured(twice, MQL, *calls)) == ["sales 05 10:00-05 12:00 met"]


def test_the_first_of_several_stops_counts() -> None:
    """Whichever part of the pattern it is of, and in whatever order the parts are told."""
    story = [MQL, stage("2026-01-05 12:00", "sal"), call("2026-01-05 11:00"), happened("2026-01-05 11:30", "demo")]
    for stops in (left("mql") | did("call") | did("demo"), did("demo") | did("call") | left("mql")):
        sla = attrs.evolve(FIRST_TOUCH, stops=stops, any_actor=True)
        assert told(measured(sla, *story)) == ["sales 05 10:00-05 11:00 met"]


def test_the_first_of_stop_cancellation_and_reset_counts() -> None:
    """At one instant a stop comes before a cancellation, and that before a reset."""
    sla = attrs.evolve(FIRST_TOUCH, cancels=did("unsubscribed"), resets=did("asked again"))
    asked, out = (happened("2026-01-05 12:00", what) for what in ("asked again", "unsubscribed"))
    called = call("2026-01-05 12:00")
    assert told(measured(sla, MQL, asked, out, called)) == ["sales 05 10:00-05 12:00 met"]
    assert told(measured(sla, MQL, asked, called)) == ["sales 05 10:00-05 12:00 met"]
    (cancelled,) = measured(sla, MQL, asked, out)
    assert (cancelled.state, cancelled.reset) == ("cancelled", False)
    earlier = happened("2026-01-05 11:59", "asked again")
    assert told(measured(sla, MQL, earlier, out, called)) == [
        "sales 05 10:00-05 11:59 cancelled",
        "sales 05 11:59-05 12:00 met",
    ]


@pytest.mark.parametrize("first", [1, 3])
def test_a_new_tier_and_a_reset_at_one_instant_start_one_clock(first: int) -> None:
    """Whichever the source tells first."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[HOT], retier="restart", resets=did("asked again"))
    hot = Event("L1", at("2026-01-05 12:00"), "field", value=True, field="hot", seq=first)
    asked = happened("2026-01-05 12:00", "asked again", seq=2)
    found = measured(sla, MQL, hot, asked, as_of="2026-01-05 12:30", hot=False)
    assert told(found) == ["sales 05 10:00-05 12:00 cancelled", "sales 05 12:00-… running"]
    assert [one.tier for one in found] == [None, "hot"]


def test_a_tier_that_came_to_hold_in_a_former_clock_is_no_change_in_the_next() -> None:
    """The next clock of the lead begins with the tier that holds at its start."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[HOT], retier="recompute")
    story = [
        MQL,
        Event("L1", at("2026-01-05 10:30"), "field", value=True, field="hot"),
        call("2026-01-05 10:45"),
        stage("2026-01-05 11:00", "lead"),
        stage("2026-01-05 12:00", "mql"),
        Event("L1", at("2026-01-05 12:10"), "field", value=None, field="hot"),
        call("2026-01-05 12:20"),
    ]
    found = measured(sla, *story, hot=False)
    assert [(one.tier, one.retiered_at is None, one.state) for one in found] == [
        ("hot", False, "met"),
        ("hot", True, "met"),
    ]
    (doubt,) = found.findings
    assert "not known from 2026-01-05T12:10:00+01:00 on" in doubt.message


def test_a_doubt_about_a_tier_is_told_while_the_clock_runs_alone() -> None:
    """One that comes at its end, or later, is no matter; one tier is told of once."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[HOT], retier="recompute")
    cleared, known, again = (
        Event("L1", at(f"2026-01-05 {when}"), "field", value=value, field="hot")
        for when, value in (("11:00", None), ("11:10", False), ("11:20", None))
    )
    for called, doubts in (("10:59", 0), ("11:00", 0), ("11:01", 1), ("11:30", 1)):
        story = [MQL, cleared, known, again, call(f"2026-01-05 {called}")]
        assert len(measured(sla, *story, hot=False).findings) == doubts, called
    assert len(measured(sla, MQL, known, again).findings) == 1  # not known at the start, and once more later


def test_an_answer_stops_whatever_team_recorded_it() -> None:
    """Accepted or rejected, in the whole finder as in the plain one; a pause that nobody ends goes on."""
    answer = SLA("answer", "sales", entered("mql"), accepted() | rejected("no budget"), hours(4), retier="keep")
    for kind, value, state in (
        ("accept", None, "met"),
        ("reject", "no budget", "met"),
        ("reject", "other", "breached"),
    ):
        assert [one.state for one in measured(answer, MQL, happened("2026-01-05 11:00", kind, value))] == [state]
    away = attrs.evolve(FIRST_TOUCH, pauses=[Pause(did("away") | did("ill"), did("back"))])
    story = [MQL, happened("2026-01-05 11:00", "away"), happened("2026-01-05 11:30", "ill")]
    (paused,) = measured(away, *story, as_of="2026-01-06 10:00")
    assert (paused.state, paused.worked, paused.paused) == ("paused", work_hours(1), work_hours(7))
    assert paused.calendar == OFFICE
