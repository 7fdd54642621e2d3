"""Clocks of plain SLAs are found without what only others need, and are the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, strategies as st
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, at, call, happened, journeys, stage

from alignkit.errors import DocumentError
from alignkit.funnel.journeys import Journey
from alignkit.funnel.patterns import accepted, entered, left, rejected
from alignkit.funnel.visits import Visit
from alignkit.handoff import measure as measuring
from alignkit.handoff.find_plainly import is_plain
from alignkit.handoff.measure import measure
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

START = at("2026-01-05 08:00")
CALLS = did("call") | did("demo", where=field("length") >= 10)
SLAS = [
    FIRST_TOUCH,
    attrs.evolve(FIRST_TOUCH, stops=CALLS, any_actor=True, cancels=entered("spam")),
    attrs.evolve(FIRST_TOUCH, stops=CALLS | left("mql"), pauses=[Pause(entered("hold"), left("hold"))]),
    attrs.evolve(FIRST_TOUCH, pauses=[Pause(did("asked"), did("demo")), Pause(entered("hold"), entered("sal"))]),
    SLA("in stage", "sales", entered("sal") | entered("sql"), left("sal"), hours(20), cancels=rejected("no budget")),
    SLA("answer", "sales", entered("mql"), accepted() | rejected(), hours(20), warn_at=0.5),
    SLA("accepted", "sales", accepted("sal") | accepted("won"), did("call"), timedelta(minutes=1)),
    SLA("asked", "sales", did("asked"), did("call") | entered("won"), work_days(2), FIRST_TOUCH.calendar),
    attrs.evolve(
        FIRST_TOUCH,
        tiers=[
            Tier("hot", field("hot").is_true(), hours(1)),
            Tier("warm", did("demo", within=timedelta(hours=9)), work_hours(2)),
        ],
    ),
]
_KINDS = st.one_of(
    st.tuples(st.just("stage"), st.sampled_from(["lead", "mql", "sal", "sql", "won", "hold", "spam", None])),
    st.tuples(st.just("touch"), st.sampled_from(["call", "call", "demo", "asked"])),
    st.tuples(st.just("owner"), st.sampled_from(["ann", "bram"])),
    st.tuples(st.just("accept"), st.none()),
    st.tuples(st.just("reject"), st.sampled_from(["no budget", "wrong region"])),
    st.tuples(st.just("field"), st.sampled_from([True, False, None])),
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event of one lead within four days; now and then two come at one instant."""
    kind, value = draw(_KINDS)
    more: dict[str, Any] = {"field": "hot"} if kind == "field" else {}
    if kind == "touch":
        more["team"] = draw(st.sampled_from(["sales", "sales", "marketing", None]))
        more["automatic"] = draw(st.integers(0, 5)) == 0
        more["attributes"] = draw(st.sampled_from([{}, {"length": 5}, {"length": 30}]))
    return Event("L1", START + timedelta(minutes=20 * draw(st.integers(0, 288))), kind, value, **more)


@given(st.lists(events(), max_size=14), st.sampled_from(SLAS), st.integers(0, 300), st.booleans())
def test_the_same_clocks_with_the_same_findings(
    history: list[Event], sla: SLA, later: int, replayed_longer: bool
) -> None:
    """Whatever happens in whatever order, as if each SLA had asked for everything."""
    now = START + timedelta(minutes=20 * later)
    found = journeys(history, as_of=now + timedelta(hours=5) if replayed_longer else now)
    plain = measure(sla, found, as_of=now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measuring, "is_plain", lambda _: False)
        whole = measure(sla, found, as_of=now)
    assert plain == whole
    assert plain.findings == whole.findings


def test_these_are_plain() -> None:
    """What starts anew, is counted, exempt or re-tiered is not."""
    assert all(is_plain(sla) for sla in SLAS)
    for more in (
        {"resets": did("demo")},
        {"whose": "owner"},
        {"again": True},
        {"exempt": field("hot").is_true()},
        {"stops": did("call", at_least=2)},
        {"stops": left("mql") | did("call", at_least=2, within=hours(4))},
        {"starts": did("demo", at_least=2)},
        {"cancels": did("no", at_least=2)},
        {"pauses": [Pause(did("asked", at_least=2), did("answered"))]},
        {"pauses": [Pause(did("asked"), did("answered", at_least=2))]},
        {"tiers": [Tier("hot", field("hot").is_true(), hours(1))], "retier": "restart"},
    ):
        assert not is_plain(attrs.evolve(FIRST_TOUCH, **more)), more


@pytest.mark.parametrize(
    "more",
    [
        {"starts": entered("mqll")},
        {"starts": entered("mql") | left("mqll")},
        {"stops": did("call") | accepted("mqll")},
        {"cancels": entered("mqll")},
        {"pauses": [Pause(entered("mqll"), left("hold"))]},
        {"pauses": [Pause(entered("hold"), left("mqll"))]},
    ],
)
def test_a_misspelt_stage_does_not_come_out_as_never_entered(more: dict[str, Any]) -> None:
    """In whatever pattern, and whether or not the clock of a lead has started."""
    sla = attrs.evolve(FIRST_TOUCH, **more)
    with pytest.raises(DocumentError) as refused:
        measure(sla, journeys([stage("2026-01-05 09:00", "mql")]), as_of=at("2027-01-01 01:00"))
    assert refused.value.issues[0].code == "unknown-stage"


def test_a_journey_made_by_hand_may_know_no_events() -> None:
    """Whoever has stays alone, as from a report, can measure by stages all the same."""
    when = at("2026-01-05 09:00")
    visits = (Visit("mql", when, when + hours(2)), Visit("sal", when + hours(2)))
    now = at("2026-01-06 09:00")
    journey = Journey("L1", Attributes(), (), visits, funnel=FUNNEL, as_of=now, baseline=Attributes())
    for starts, stops in (
        (entered("mql"), left("mql")),
        (entered("mql") | entered("spam"), left("mql")),
        (entered("mql"), left("mql") | entered("sal") | did("call")),
    ):
        answer = SLA("answer", "sales", starts, stops, hours(4))
        assert [(one.state, one.started) for one in measure(answer, journey, as_of=now)] == [("met", when)]


def test_a_stop_of_two_kinds_counts_once() -> None:
    """A call that two parts of the pattern ask for, and that names no team, is one event."""
    sla = attrs.evolve(FIRST_TOUCH, stops=did("call") | did("touch"))
    told = journeys([stage("2026-01-05 09:00", "mql"), call("2026-01-05 10:00", team=None)])
    for now in ("2026-01-05 12:00", "2027-01-01 01:00"):
        (finding,) = measure(sla, told, as_of=at(now)).findings
        assert finding.message.startswith("1 event would stop the clock of 'first touch' and names no team")


def test_of_events_without_a_team_the_first_in_time_is_told() -> None:
    """Whichever part of the pattern it matches, and whichever way the clock is found."""
    calls = [call("2026-01-05 10:00", team=None), call("2026-01-05 12:00", what="demo", team=None)]
    told = journeys([stage("2026-01-05 09:00", "mql"), *calls])
    for again in (False, True):
        sla = attrs.evolve(FIRST_TOUCH, stops=did("demo") | did("call"), again=again)
        (finding,) = measure(sla, told, as_of=at("2027-01-01 01:00")).findings
        assert "2 events" in finding.message
        assert "the first at 2026-01-05T10:00:00+01:00" in finding.message


def test_readings_are_made_when_they_are_looked_at() -> None:
    """To count clocks makes none; each is made once."""
    told = journeys([stage("2026-01-05 09:00", "mql"), happened("2026-01-05 09:30", "owner", "ann")])
    readings = measure(FIRST_TOUCH, told, as_of=at("2026-01-05 10:00"))
    assert readings.counts["running"] == 1
    assert readings[0] is readings[0]
    assert list(readings) == [readings[0]]
