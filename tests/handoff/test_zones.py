"""In which zone instants are told: the calendar's where there is one, else the start's; in a table, the question's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, OFFER, OFFICE, at, call, happened, journeys, stage

from alignkit.display.text import to_text
from alignkit.funnel.patterns import entered, left
from alignkit.handoff import show_handoffs, show_returns, show_what_if
from alignkit.handoff.clocks import Clock
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.measure import measure
from alignkit.handoff.ping_pong import ping_pong
from alignkit.handoff.readings import Reading
from alignkit.handoff.review import review
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.handoff.what_if import what_if
from alignkit.history.events import Event
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

TOKYO = at("2026-01-05 18:00", "Asia/Tokyo")  # ten o'clock in Amsterdam
MOVED = TOKYO + timedelta(minutes=30)
TIERS = [Tier("hot", field("hot").is_true(), work_hours(1)), Tier("calm", field("calm").is_true(), work_days(1))]
FULL = attrs.evolve(
    FIRST_TOUCH, tiers=TIERS, retier="recompute", escalations=[Escalation(0.5, "owner"), Escalation(1, "lead")]
)
WALL = SLA("answer", "sales", entered("mql"), left("mql"), hours(4), escalations=[Escalation(2, "board")])


def offsets(reading: Reading) -> set[Any]:
    """Return the offsets of all instants that were worked out."""
    worked_out = [reading.due, reading.warned_at, *(one.at for one in reading.told)]
    worked_out += [instant for stretch in reading.pauses for instant in stretch]
    return {instant.utcoffset() for instant in (*worked_out, reading.retiered_at) if instant is not None}


def test_the_calendars_zone() -> None:
    """Whatever zone the start is told in."""
    clock = Clock("T1", TOKYO, tiers=[(TOKYO, None), (MOVED, "hot")])
    (reading,) = measure(FULL, clock, as_of=MOVED)
    assert offsets(reading) == {timedelta(hours=1)}
    assert (reading.started, reading.started.utcoffset()) == (TOKYO, timedelta(hours=9))
    assert reading.retiered_at == MOVED
    paused = attrs.evolve(FIRST_TOUCH, pauses=[Pause(entered("hold"), left("hold"))])
    (reading,) = measure(paused, Clock("T1", TOKYO, pauses=[(TOKYO, MOVED)]), as_of=MOVED)
    assert offsets(reading) == {timedelta(hours=1)}


def test_the_starts_zone_for_wall_time() -> None:
    """That of the clock; and of an event."""
    (reading,) = measure(WALL, Clock("T1", TOKYO, pauses=[(TOKYO, MOVED)]), as_of=MOVED)
    assert offsets(reading) == {timedelta(hours=9)}
    known = journeys([Event("L1", TOKYO, "stage", "mql")], as_of=MOVED)
    assert offsets(measure(WALL, known, as_of=MOVED)[0]) == {timedelta(hours=9)}
    assert offsets(measure(FIRST_TOUCH, known, as_of=MOVED)[0]) == {timedelta(hours=1)}


def test_the_due_time_of_an_answer() -> None:
    """The same: in work time and working days by the calendar, else as the offer was told."""
    known = journeys([Event("L1", TOKYO, "stage", "mql")], as_of=MOVED)
    for within, offset in ((work_hours(4), 1), (work_days(1), 1), (hours(4), 9)):
        due = review(known, OFFER, as_of=MOVED, answer_within=within, calendar=OFFICE)[0].due
        assert due is not None
        assert due.utcoffset() == timedelta(hours=offset), within


def test_a_table_has_the_zone_of_the_question() -> None:
    """Ten o'clock in Amsterdam, in a table that was asked for from there; the seconds are cut off."""
    known = journeys([Event("L1", TOKYO + timedelta(seconds=59), "stage", "mql")])
    for as_of, offered in ((at("2026-01-05 11:00"), "2026-01-05 10:00"), (MOVED, "2026-01-05 18:00")):
        text = to_text(review(known, OFFER, as_of=as_of).blocks(), width=150)
        assert f"  {offered}  –" in text
    text = to_text(measure(FIRST_TOUCH, known, as_of=MOVED).blocks(), width=150)
    assert "2026-01-05 22:00" in text


# What happens later than the question ---------------------------------------------------------------------------------


def test_a_clock_of_known_instants_is_read_up_to_then() -> None:
    """What ends it at that very instant counts; what ends it later is not known yet."""
    ten, noon = at("2026-01-05 10:00"), at("2026-01-05 12:00")
    for name, state in (("stopped", "met"), ("cancelled", "cancelled")):
        ends: dict[str, Any] = {name: noon}
        clock = Clock("T1", ten, **ends)
        (then,) = measure(FIRST_TOUCH, clock, as_of=noon)
        assert (then.state, then.is_open, then.worked) == (state, False, work_hours(2))
        (before,) = measure(FIRST_TOUCH, clock, as_of=noon - timedelta(microseconds=1))
        assert (before.state, before.stopped, before.cancelled, before.is_open) == ("running", None, None, True)
        (after,) = measure(FIRST_TOUCH, clock, as_of=at("2026-01-06 12:00"))
        assert (after.state, after.worked) == (state, work_hours(2))


def test_a_breach_under_working_days_stays_one() -> None:
    """Calm until Tuesday's close, and hot a moment later: breached as a calm lead; hot before that, as a hot one."""
    ten = at("2026-01-05 10:00")
    for when, tier, due in (
        ("2026-01-07 09:00", "calm", "2026-01-06 17:00"),
        ("2026-01-06 17:00", "hot", "2026-01-05 11:00"),
    ):
        clock = Clock("T1", ten, tiers=[(ten, "calm"), (at(when), "hot")])
        (reading,) = measure(FULL, clock, as_of=at("2026-01-09 09:00"))
        assert (reading.state, reading.tier, reading.due) == ("breached", tier, at(due))


def test_an_escalation_after_the_last_year_is_told_to_nobody() -> None:
    """The due time can be shown, and twice the time cannot."""
    start = datetime(9999, 12, 31, 18, tzinfo=UTC)
    (reading,) = measure(WALL, Clock("T1", start), as_of=start)
    assert (reading.due, reading.told) == (datetime(9999, 12, 31, 22, tzinfo=UTC), ())


# More rows than are shown ---------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _two_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (show_handoffs, show_returns, show_what_if):
        monkeypatch.setattr(module, "cut", lambda rows, most=2: (rows[: min(most, 2)], max(0, len(rows) - 2)))


def test_of_many_returns_two_are_shown() -> None:
    """And how many pairs and returns are left out."""
    events = [
        happened(f"2026-01-05 {hour}:00", "owner", who, lead=lead)
        for lead in "abc"
        for hour, who in ((10, f"ann {lead}"), (11, f"bob {lead}"), (12, f"ann {lead}"), (13, f"bob {lead}"))
    ]
    text = to_text(ping_pong(journeys(events), as_of=at("2026-01-06 09:00")).blocks(), width=150)
    assert text.count("… and 1 more") == 1
    assert text.count("… and 4 more") == 1


def test_of_many_changes_two_are_shown() -> None:
    """And how many clocks are left out."""
    events = [stage("2026-01-05 10:00", "mql", lead=lead) for lead in "abcde"]
    short = attrs.evolve(FIRST_TOUCH, within=work_hours(1))
    text = to_text(what_if(FIRST_TOUCH, short, journeys(events), as_of=at("2026-01-05 12:00")).blocks(), width=150)
    assert text.count("… and 3 more") == 1


def test_of_many_handoffs_two_are_shown() -> None:
    """And how many reasons, handoffs and leads are left out; what none of those shown has is no column."""
    events: list[Event] = []
    for lead in "abcde":
        events += [
            stage("2026-01-05 10:00", "mql", lead=lead),
            happened("2026-01-05 12:00", "reject", f"reason {lead}", lead=lead, attributes={"note": lead}),
        ]
    found = review(journeys([*events, call("2026-01-05 13:00", lead="a")]), OFFER, as_of=at("2026-01-06 12:00"))
    text = to_text(found.blocks(), width=150)
    assert text.count("… and 3 more") == 2
    assert "note" in text
    silent = review(journeys(events[::2]), OFFER, as_of=at("2026-01-06 12:00"))
    assert "note" not in to_text(silent.blocks(), width=150)
