from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, at, call, happened, journeys, stage

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError
from alignkit.funnel.patterns import entered, left
from alignkit.funnel.stages import Funnel
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.slas import SLA, Pause
from alignkit.handoff.work_list import open_work, work_list
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

IN_STAGE = SLA("in stage", "marketing", entered("lead"), left("lead"), hours(48))
TOUCH = attrs.evolve(FIRST_TOUCH, pauses=[Pause(did("away"), did("back"))])
AS_OF = at("2026-01-06 09:00")


@attrs.frozen
class Promises:
    """A funnel and SLAs, as an agreement has them."""

    funnel: Funnel = FUNNEL
    slas: tuple[SLA, ...] = (TOUCH, IN_STAGE)


def story() -> list[Event]:
    """Tell of a clock in each state, with owners."""
    return [
        happened("2026-01-05 08:00", "owner", "ann", lead="late"),
        stage("2026-01-05 10:00", "mql", lead="late"),
        happened("2026-01-05 08:00", "owner", "ann", lead="soon"),
        stage("2026-01-05 14:30", "mql", lead="soon"),
        happened("2026-01-05 20:00", "owner", "bob", lead="soon"),
        stage("2026-01-05 16:00", "mql", lead="away"),
        happened("2026-01-05 16:30", "away", lead="away"),
        stage("2026-01-05 10:00", "mql", lead="done"),
        call("2026-01-05 11:00", lead="done"),
        stage("2026-01-04 12:00", "lead", lead="new"),
    ]


def test_every_open_clock_by_due_time() -> None:
    """Breached, warning, paused and running clocks of all SLAs, the earliest due first; closed ones are gone."""
    work = work_list(Promises(), Facts(events=story()), as_of=AS_OF)
    assert [(item.lead, item.sla, item.state) for item in work] == [
        ("late", "first touch", "breached"),
        ("soon", "first touch", "running"),
        ("new", "in stage", "warning"),
        ("away", "first touch", "paused"),
    ]
    assert [item.left for item in work] == [work_hours(-3), work_hours(1.5), hours(3), work_hours(3.5)]
    assert work.overdue == 1


def test_the_owner_is_who_has_the_lead_now() -> None:
    """Bob has to act on the lead that Ann handed over; where nobody owns the lead, the team does."""
    work = work_list(Promises(), Facts(events=story()), as_of=AS_OF)
    assert work.owners == ("ann", "bob", "marketing", "sales")
    assert [item.lead for item in work.of("bob")] == ["soon"]
    assert [item.lead for item in work.of("marketing")] == ["new"]
    assert len(work.of("nobody")) == 0
    assert [item.team for item in work.of("ann")] == ["sales"]


def test_one_replay_serves_many_lists() -> None:
    """The list over journeys equals the list over facts."""
    facts = Facts(events=story())
    known = journeys(story(), as_of=AS_OF)
    assert open_work(Promises().slas, known, as_of=AS_OF) == work_list(Promises(), facts, as_of=AS_OF)
    earlier = open_work(Promises().slas, known, as_of=at("2026-01-05 09:00"))
    assert [item.lead for item in earlier] == ["new"]


def test_ties_go_by_lead_then_sla() -> None:
    """Clocks due at one instant stand in one order, whatever the order of arrival."""
    twin = attrs.evolve(TOUCH, name="a touch")
    events = [stage("2026-01-05 10:00", "mql", lead=lead) for lead in ("b", "a")]
    known = journeys(events)
    for slas in ((TOUCH, twin), (twin, TOUCH)):
        found = [(item.lead, item.sla) for item in open_work(slas, known, as_of=AS_OF)]
        assert found == [("a", "a touch"), ("a", "first touch"), ("b", "a touch"), ("b", "first touch")]


def test_findings_come_along() -> None:
    """What the replay and the clocks found stands with the list; an owner's list keeps what is about its leads."""
    events = [stage("2026-01-05 10:00", "mql"), call("2026-01-05 11:00", team=None), call("2026-01-07 11:00")]
    work = work_list(Promises(), Facts(events=events), as_of=AS_OF)
    assert {finding.code for finding in work.findings} == {"future-event", "touch-without-team"}
    assert {finding.code for finding in work.of("sales").findings} == {"future-event", "touch-without-team"}
    strange = [*events, stage("2026-01-05 12:00", "sold")]
    with pytest.raises(DataError, match="unknown-stage"):
        work_list(Promises(), Facts(events=strange), as_of=AS_OF)
    assert len(work_list(Promises(), Facts(events=strange), as_of=AS_OF, errors="collect")) == 1


def test_ill_formed_lists() -> None:
    """Two SLAs of one name, or what is no SLA; journeys that know less than is asked."""
    known = journeys([], as_of=AS_OF)
    with pytest.raises(DocumentError, match="stands there twice"):
        open_work((TOUCH, TOUCH), known, as_of=AS_OF)
    with pytest.raises(DocumentError, match="takes an SLA"):
        open_work(("first touch",), known, as_of=AS_OF)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(DataError, match="as-of-after-journeys"):
        open_work((TOUCH,), known, as_of=AS_OF + timedelta(days=1))


def test_the_work_list_shows_itself() -> None:
    """A summary per owner and the clocks, as text, HTML and plain data; an empty list is well formed."""
    work = work_list(Promises(), Facts(events=story()), as_of=AS_OF)
    text = repr(work)
    assert "4 clocks open, 1 overdue" in text
    assert "-3 work h" in text
    assert max(map(len, text.splitlines())) <= 80
    assert "first touch" in work._repr_html_()
    assert "next due" not in repr(work.of("ann"))
    plain = json.loads(json.dumps(work.to_dict()))
    assert (plain["kind"], plain["overdue"], len(plain["items"])) == ("work-list", 1, 4)
    assert plain["items"][0]["left"] == "-3 work hours"
    assert "0 clocks open" in repr(work.of("nobody"))
    assert work[:1] == (work[0],)


def test_what_is_worth_most_comes_first_where_times_are_equal() -> None:
    """Two leads are due at once: the larger goes first; a field that tells no amount counts as nothing."""
    events = [stage("2026-01-05 10:00", "mql", lead=lead) for lead in ("a", "b", "c", "d")]
    leads: dict[str, dict[str, Any]] = {"a": {"deal": 100}, "b": {"deal": money(900, "EUR")}, "c": {"deal": "much"}}
    work = work_list(Promises(), Facts(leads, events), as_of=AS_OF, worth="deal")
    assert [(item.lead, item.worth) for item in work] == [
        ("b", money(900, "EUR")),
        ("a", 100),
        ("c", None),
        ("d", None),
    ]
    assert [item.to_dict()["worth"] for item in work] == ["900 EUR", "100", None, None]
    assert {item.worth for item in work_list(Promises(), Facts(leads, events), as_of=AS_OF)} == {None}


def test_by_worth() -> None:
    """Or what is worth most first, whenever it is due."""
    events = [stage("2026-01-05 10:00", "mql", lead="small"), stage("2026-01-05 11:00", "mql", lead="large")]
    work = work_list(Promises(), Facts({"small": {"deal": 1}, "large": {"deal": 5}}, events), as_of=AS_OF, worth="deal")
    assert [item.lead for item in work] == ["small", "large"]
    assert [item.lead for item in work.by_worth] == ["large", "small"]


@pytest.mark.parametrize("worth", ["", 5, b"deal"])
def test_a_worth_that_is_no_field(worth: str) -> None:
    """Refused, and not taken for a field that nobody has."""
    with pytest.raises(DocumentError) as refused:
        work_list(Promises(), Facts(), as_of=AS_OF, worth=worth)
    assert refused.value.issues[0].path == "worth"


def test_who_was_told_stands_beside_what_is_due() -> None:
    """For whoever sends the messages."""
    loud = attrs.evolve(FIRST_TOUCH, escalations=[Escalation(1, "head of sales"), Escalation(3, "board")])
    (item,) = open_work([loud], journeys([stage("2026-01-05 10:00", "mql")]), as_of=AS_OF)
    assert [(one.tell, one.is_reached) for one in item.told] == [("head of sales", True), ("board", False)]
    data = item.to_dict()["told"]
    assert data == [one.to_dict() for one in item.told]
