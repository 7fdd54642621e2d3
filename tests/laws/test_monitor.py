"""A monitor driven by chance, late, doubled, out of order, reassigned, merged: what it told is what the batch says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.handoff.scenes import FIRST_TOUCH, FUNNEL, OFFICE, at

from alignkit.funnel.patterns import entered, left
from alignkit.funnel.replay import replay
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.measure import measure
from alignkit.handoff.monitor import Monitor
from alignkit.handoff.news import ClockNews, Milestone, milestones
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours, micros
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import work_hours

WARM = Tier("warm", did("demo", within=hours(30)), hours(12))
HOT = Tier("hot", field("hot").is_true(), hours(5))
SLAS = (
    attrs.evolve(
        FIRST_TOUCH,
        pauses=[Pause(entered("hold"), left("hold"))],
        tiers=[Tier("hot", field("hot").is_true(), work_hours(1))],
        whose="owner",
        escalations=[Escalation(0.5, "the owner"), Escalation(1, "sales lead"), Escalation(3, "head of sales")],
    ),
    SLA("in stage", "sales", entered("sal"), left("sal"), hours(20), cancels=entered("spam"), resets=did("demo")),
    attrs.evolve(FIRST_TOUCH, name="anew", tiers=[WARM, HOT], retier="restart", stops=did("nothing")),
    attrs.evolve(
        FIRST_TOUCH, name="recomputed", tiers=[WARM, HOT], retier="recompute", within=hours(30), calendar=None
    ),
    SLA("updates", "sales", entered("sql"), did("call"), work_days(1), OFFICE, again=True),
)
START = at("2026-01-05 08:00")
LEADS = ("L1", "L2", "L3", "D1")
FIELDS: dict[str, dict[str, Any]] = {"L1": {"hot": True}, "L2": {}, "L3": {"owner": "ann"}}
_KINDS = st.one_of(
    st.tuples(st.just("stage"), st.sampled_from(["lead", "mql", "sal", "sql", "won", "hold", "spam"])),
    st.tuples(st.just("touch"), st.just("call")),
    st.tuples(st.just("owner"), st.sampled_from(["ann", "bram"])),
    st.tuples(st.sampled_from(["demo", "accept"]), st.none()),
    st.tuples(st.just("reject"), st.just("no budget")),
    st.tuples(st.just("link"), st.just("D1")),
    st.tuples(st.just("field"), st.sampled_from([True, False, None])),
    st.tuples(st.just("merge"), st.sampled_from(["L1", "L2", "L3", "L4"])),
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event of one of four records within a week; some have an id, which may have been told before."""
    kind, value = draw(_KINDS)
    when = START + timedelta(minutes=30 * draw(st.integers(0, 240)))
    more: dict[str, Any] = {"team": "sales", "actor": "ann"} if kind == "touch" else {}
    if kind == "field":
        more["field"] = "hot"
    if draw(st.booleans()):
        more["id"] = draw(st.sampled_from(["e1", "e2", "e3"]))
        more["recorded_at"] = when + timedelta(minutes=draw(st.integers(0, 3)))
    return Event(draw(st.sampled_from(LEADS)), when, kind, value, **more)


_Ledger = dict[tuple[str, str, int], dict[Milestone, int]]


def told_of(reading: Reading) -> dict[Milestone, int]:
    """Return what is told of a clock, in whole microseconds."""
    return {one: micros(when) for one, when in milestones(reading).items()}


class Watched(RuleBasedStateMachine):
    """What a listener has been told is held against the batch over all events, whenever it asks."""

    @initialize()
    def begin(self) -> None:
        """Begin on a Monday morning."""
        self.monitor = Monitor(FUNNEL, SLAS, as_of=START, leads=FIELDS)
        self.known: list[Event] = []
        self.ledger: _Ledger = {}

    def hear(self, news: tuple[ClockNews, ...]) -> None:
        """Keep what is told, as a listener would who has nothing else."""
        for one in news:
            if one.kind == "revised":
                assert one.before is not None
                del self.ledger[one.sla, one.lead, micros(one.before.started)]
                assert one.after is None or told_of(one.after) != told_of(one.before)
                if one.after is not None:
                    self.ledger[one.sla, one.lead, micros(one.after.started)] = told_of(one.after)
                continue
            assert one.after is not None
            told = self.ledger.setdefault((one.sla, one.lead, micros(one.after.started)), {})
            what = Milestone(one.kind) if one.told is None else Milestone(one.kind, one.told.tell, one.told.share)
            assert what not in told, "each thing is told once"
            assert (Milestone("opened") in told) == (one.kind != "opened")
            told[what] = micros(one.at)

    def later(self, by: int) -> datetime:
        """Return an instant some half hours after the last call."""
        return self.monitor.as_of + timedelta(minutes=30 * by)

    @rule(event=events(), by=st.integers(0, 12))
    def learn(self, event: Event, by: int) -> None:
        """Somebody learns of an event: before, at or after the instant at which it happened."""
        self.known.append(event)
        self.hear(self.monitor.take(event, as_of=self.later(by)))

    @rule(several=st.lists(events(), max_size=4), by=st.integers(0, 3))
    def learn_at_once(self, several: list[Event], by: int) -> None:
        """A whole export arrives."""
        self.known += several
        self.hear(self.monitor.take_all(several, as_of=self.later(by)))

    @rule(by=st.integers(0, 60))
    def wait(self, by: int) -> None:
        """Time passes."""
        self.hear(self.monitor.tick(self.later(by)))

    @rule()
    def hear_it_again(self) -> None:
        """What is known already changes nothing."""
        if self.known:
            assert self.monitor.take_all(self.known[-2:], as_of=self.monitor.as_of) == ()
            self.known += self.known[-2:]

    @rule()
    def sleep_and_wake(self) -> None:
        """Saved as plain data and resumed, it goes on where it was, and has nothing to tell anew."""
        resumed = Monitor.from_dict(self.monitor.to_dict(), FUNNEL, SLAS)
        assert resumed.tick(resumed.as_of) == ()
        self.monitor = resumed

    @invariant()
    def the_batch_says_the_same(self) -> None:
        """Whatever was told, and nothing else, is what all events say now."""
        if not hasattr(self, "monitor"):
            return
        as_of = self.monitor.as_of
        journeys = replay(FUNNEL, Facts(FIELDS, self.known), as_of=as_of, errors="collect")
        readings = [reading for sla in SLAS for reading in measure(sla, journeys, as_of=as_of)]
        batch = {(one.sla_name, one.lead, micros(one.started)): told_of(one) for one in readings}
        assert len(batch) == len(readings), "no two clocks of a lead start at one instant"
        assert self.ledger == batch


TestWatched = Watched.TestCase
TestWatched.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
