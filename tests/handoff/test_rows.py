"""Readings and work lists as lists: in one order, found by lead, made once, equal to whatever holds the same."""

from __future__ import annotations

import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, at, call, happened, journeys, stage

from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.errors import Finding
from alignkit.funnel.patterns import entered, left
from alignkit.handoff import show
from alignkit.handoff.clocks import Clock
from alignkit.handoff.comparisons import ClockChange, WhatIf
from alignkit.handoff.escalations import Escalation, Told
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Readings
from alignkit.handoff.returns import PingPong, Return
from alignkit.handoff.slas import SLA, Tier
from alignkit.handoff.what_if import what_if
from alignkit.handoff.work_items import WorkItem, WorkList
from alignkit.handoff.work_list import open_work, work_list
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.worktime.work_time import work_hours

TEN, NOON = at("2026-01-05 10:00"), at("2026-01-05 12:00")


def three() -> Readings:
    """Measure the clocks of three leads, one of them twice."""
    story = [stage("2026-01-05 09:00", "mql", lead=lead) for lead in ("c", "a", "b")]
    story += [call("2026-01-05 09:30", lead="b"), stage("2026-01-05 09:40", "lead", lead="b")]
    story += [stage("2026-01-05 10:00", "mql", lead="b")]
    return measure(FIRST_TOUCH, journeys(story), as_of=NOON)


def test_readings_are_a_list() -> None:
    """By lead and start; of one lead all are found, of one without a clock none."""
    found = three()
    assert [(one.lead, f"{one.started:%H:%M}") for one in found] == [
        ("a", "09:00"),
        ("b", "09:00"),
        ("b", "10:00"),
        ("c", "09:00"),
    ]
    assert found.of("b") == (found[1], found[2])
    assert (found.of("a"), found.of("c"), found.of("d"), found.of("")) == ((found[0],), (found[3],), (), ())
    assert found.of(5) == ()  # type: ignore[arg-type]  # no id of a lead
    assert (found[1:3], found[-1], found[::-2]) == ((found[1], found[2]), found[3], (found[3], found[1]))
    assert (len(found), found.pending) == (4, 3)


def test_readings_are_made_once_and_equal_what_holds_the_same() -> None:
    """Rows equal a tuple of the same readings, and no list or number; they print and hash like one."""
    found = three()
    rows: Any = found.items
    assert found[0] is found[0]
    assert rows == tuple(found)
    assert rows == three().items
    assert rows != tuple(found)[:1]
    assert rows != list(found)
    assert rows != 5
    assert hash(rows) == hash(tuple(found))
    assert repr(rows) == repr(tuple(found))
    assert pickle.loads(pickle.dumps(rows)) == tuple(found)
    by_hand = Readings("first touch", reversed(found), [], NOON)
    assert by_hand == found
    assert (by_hand.counts, by_hand.of("b"), by_hand[1:2]) == (found.counts, found.of("b"), found[1:2])


def test_the_share_met_is_over_what_is_decided() -> None:
    """Met two of three; open and cancelled clocks stand apart."""
    clocks = [Clock("T1", TEN, NOON), Clock("T2", TEN, NOON), Clock("T3", TEN), Clock("T4", TEN, cancelled=NOON)]
    items = [measure(FIRST_TOUCH, clock, as_of=at("2026-01-06 09:00"))[0] for clock in clocks]
    found = Readings("first touch", items, [], NOON)
    assert (found.met_share, found.pending) == (Fraction(2, 3), 0)
    assert found.to_dict()["met_share"] == 0.666666666667
    assert Readings("first touch", items[3:], [], NOON).met_share is None


def test_wall_time_is_told_as_it_is_read() -> None:
    """In words, and not as a clock shows it."""
    answer = SLA("answer", "sales", entered("mql"), left("mql"), hours(4))
    (reading,) = measure(answer, Clock("T1", TEN), as_of=NOON)
    data = reading.to_dict()
    assert (data["within"], data["worked"], data["left"], data["paused"]) == (
        "4 hours",
        "2 hours",
        "2 hours",
        "0 minutes",
    )


def item(lead: str, hour: int, **more: Any) -> WorkItem:  # noqa: ANN401 - what a work item takes
    """Return an open clock that is due at an hour of Monday."""
    asked: dict[str, Any] = {"owner": "ann", "state": "running", "sla": "first touch", **more}
    return WorkItem(lead=lead, team="sales", due=at(f"2026-01-05 {hour}:00"), left=work_hours(1), **asked)


def test_a_work_list_is_in_one_order() -> None:
    """By due time, then worth, then lead, then SLA; by worth what is due first stays first among equals."""
    given = [
        item("b", 11, worth=Fraction(1, 2)),
        item("a", 11),
        item("d", 11, worth=money(3, "EUR")),
        item("c", 10),
        item("a", 11, sla="answer"),
        item("e", 12, worth=Fraction(3)),
    ]
    work = WorkList(given, [], NOON)
    assert [(one.lead, one.sla) for one in work] == [
        ("c", "first touch"),
        ("d", "first touch"),
        ("b", "first touch"),
        ("a", "answer"),
        ("a", "first touch"),
        ("e", "first touch"),
    ]
    assert [one.lead for one in work.by_worth] == ["d", "e", "b", "c", "a", "a"]
    assert (work[0], work[-1], work[1:2]) == (next(iter(work)), tuple(work)[-1], tuple(work)[1:2])
    assert WorkList(reversed(given), [], NOON) == work


def test_the_work_of_one_owner() -> None:
    """Her clocks, and what was found about her leads."""
    notes = [Finding("x", "about a", "a", "warning"), Finding("y", "about b", "b", "warning")]
    work = WorkList([item("a", 10), item("b", 11, owner="bob", state="breached")], notes, NOON)
    assert (work.owners, work.overdue) == (("ann", "bob"), 1)
    assert work.of("bob") == WorkList([item("b", 11, owner="bob", state="breached")], notes[1:], NOON)
    assert work.of("bob").as_of == NOON


def test_an_item_as_data() -> None:
    """With its tier, its worth and who was told."""
    one = item("a", 10, tier="hot", worth=money(3, "EUR"), told=(Told("board", Fraction(3, 2), NOON, False),))
    assert one.to_dict() == {
        "alignkit": 1,
        "kind": "work-item",
        "lead": "a",
        "sla": "first touch",
        "team": "sales",
        "owner": "ann",
        "state": "running",
        "due": "2026-01-05T10:00:00+01:00",
        "left": "1 work hour",
        "tier": "hot",
        "worth": "3 EUR",
        "told": [{"tell": "board", "share": "3/2", "at": "2026-01-05T12:00:00+01:00", "is_reached": False}],
    }


def test_open_work_tells_the_tier_and_the_worth_known_then() -> None:
    """What the fields said at `as_of`, not what they say later."""
    sla = attrs.evolve(
        FIRST_TOUCH, tiers=[Tier("hot", field("hot").is_true(), work_hours(1))], escalations=[Escalation(1, "board")]
    )
    more = attrs.evolve(happened("2026-01-05 13:00", "field", field="deal"), value=900)
    events = [stage("2026-01-05 10:00", "mql"), more, happened("2026-01-05 13:00", "owner", "bob")]
    known = journeys(events, {"L1": {"hot": True, "deal": 100, "owner": "ann"}})
    (early,) = open_work([sla], known, as_of=NOON, worth="deal")
    assert (early.tier, early.worth, early.owner, early.state) == ("hot", Fraction(100), "ann", "breached")
    (late,) = open_work([sla], known, as_of=at("2026-01-05 13:00"), worth="deal")
    assert (late.worth, late.owner, late.left) == (Fraction(900), "bob", work_hours(-2))
    assert open_work(iter([sla]), known, as_of=NOON)[0].worth is None


@pytest.mark.parametrize("errors", ["raise", "collect"])
def test_a_work_list_passes_on_how_to_treat_errors(errors: Any) -> None:  # noqa: ANN401 - one of the two
    """And the worth, and the instant."""

    @attrs.frozen
    class Promises:
        funnel: Any = FUNNEL
        slas: Any = (FIRST_TOUCH,)

    facts = Facts({"L1": {"deal": 5}}, [stage("2026-01-05 10:00", "mql")])
    work = work_list(Promises(), facts, as_of=NOON, errors=errors, worth="deal")
    assert [(one.worth, one.left, one.team) for one in work] == [(Fraction(5), work_hours(2), "sales")]
    assert work.as_of == NOON


# More rows than are shown ---------------------------------------------------------------------------------------------


def test_of_many_rows_the_first_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """And how many are left out."""
    monkeypatch.setattr(show, "cut", lambda rows, most=2: (rows[: min(most, 2)], max(0, len(rows) - 2)))
    story = [stage("2026-01-05 10:00", "mql", lead=lead) for lead in "abcde"]
    story += [happened("2026-01-05 09:00", "owner", f"owner {lead}", lead=lead) for lead in "abcd"]
    story += [call("2026-01-05 11:00", lead=lead, team=None) for lead in "abc"]
    known = journeys(story)
    text = to_text(measure(FIRST_TOUCH, known, as_of=NOON).blocks(), width=150)
    assert text.count("… and 3 more") == 1
    assert text.count("… and 1 more") == 1
    assert "c     owner" not in text
    work = to_text(open_work([FIRST_TOUCH], known, as_of=NOON).blocks(), width=150)
    assert work.count("… and 3 more") == 2
    assert "owner c" not in work


def test_twenty_findings_are_told_and_notes_are_not() -> None:
    """Of more it is told how many; a note is for whoever reads the data."""
    notes = [Finding("x", f"found {number}", "a", "warning") for number in range(21)]
    work = to_text(WorkList([], [*notes, Finding("y", "noted", "a", "note")], NOON).blocks())
    assert "• found 19" in work
    assert "found 20" not in work
    assert "noted" not in work
    assert "1 more" in work


# Ping-pong and what if ------------------------------------------------------------------------------------------------


def test_returns_in_one_order() -> None:
    """By lead and time; pairs by how often, then by name; the median of an even number is the lower of both."""
    given = [
        Return("b", NOON, "eva", "ann", TEN, hours(2)),
        Return("a", NOON, "bob", "ann", TEN, hours(1)),
        Return("a", TEN, "ann", "bob", TEN, hours(4)),
        Return("c", TEN, "dan", "cid", TEN, hours(3)),
    ]
    found = PingPong(given, 9, 4, NOON)
    assert [(one.lead, one.owner) for one in found] == [("a", "ann"), ("a", "bob"), ("b", "eva"), ("c", "dan")]
    assert found.pairs == ((("ann", "bob"), 2), (("ann", "eva"), 1), (("cid", "dan"), 1))
    assert (found.held, found.leads) == (hours(2), ("a", "b", "c"))
    assert PingPong(given[:3], 9, 4, NOON).held == hours(2)
    assert (found.of("a"), found.of("b"), found.of("x")) == (found[:2], (found[2],), ())
    assert (found[-1].lead, len(found)) == ("c", 4)


def test_changes_in_one_order() -> None:
    """By lead and start; the moves by how often, then in the order of the states, with no clock last."""
    history = journeys([stage("2026-01-05 10:00", "mql")])
    other = SLA("answer", "sales", entered("sal"), left("sal"), hours(1))
    one_way = what_if(FIRST_TOUCH, other, history, as_of=NOON)
    (change,) = one_way.changes
    later = attrs.evolve(change, started=NOON)
    back = ClockChange("L0", TEN, None, change.before)
    found = WhatIf(one_way.before, one_way.after, [later, change, back], 0)
    assert [(one.lead, one.started) for one in found.changes] == [("L0", TEN), ("L1", TEN), ("L1", NOON)]
    assert found.moves == (("running", None, 2), (None, "running", 1))
    assert WhatIf(one_way.before, one_way.after, [change, back], 0).moves == (
        ("running", None, 1),
        (None, "running", 1),
    )
