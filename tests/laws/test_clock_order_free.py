"""The clocks of a lead depend on the set of its events alone, and on what had happened by `as_of`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
from tests.handoff.scenes import FUNNEL, OFFER, OFFICE

from alignkit.funnel.patterns import entered, left, rejected
from alignkit.funnel.replay import replay
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Readings
from alignkit.handoff.review import review
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import hours, micros
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import work_hours

FIRST = datetime(2026, 1, 5, 7, tzinfo=UTC)
AS_OF = FIRST + timedelta(hours=48)
SLAS = (
    SLA(
        "first touch",
        "sales",
        entered("mql") | did("ask"),
        did("call") | did("mail", at_least=2) | entered("sal"),
        work_hours(4),
        OFFICE,
        pauses=[Pause(did("away"), did("back")), Pause(entered("hold"), left("hold"))],
        cancels=rejected() | did("stop"),
        tiers=[Tier("asked", did("ask"), hours(2))],
    ),
    SLA("in stage", "sales", entered("mql") | entered("sal"), left("mql") | left("sal"), hours(3), any_actor=True),
)
STAGES = tuple(stage.id for stage in FUNNEL.stages)
# few instants, so that many events tie
INSTANTS = st.integers(0, 12).map(lambda n: FIRST + timedelta(hours=4 * n))
EVENTS = st.lists(
    st.builds(Event, st.sampled_from(["L1", "L2"]), INSTANTS, st.just("stage"), st.sampled_from(STAGES))
    | st.builds(
        Event,
        st.sampled_from(["L1", "L2"]),
        INSTANTS,
        st.just("touch"),
        st.sampled_from(["call", "mail"]),
        team=st.sampled_from(["sales", "sales", "marketing", None]),
        automatic=st.sampled_from([False, False, True]),
        seq=st.sampled_from([None, 1, 2]),
    )
    | st.builds(
        Event,
        st.sampled_from(["L1", "L2"]),
        INSTANTS,
        st.sampled_from(["away", "back", "stop", "ask", "accept", "reject"]),
    ),
    max_size=14,
)


def measured(events: list[Event], sla: SLA, *, known: datetime = AS_OF, as_of: datetime = AS_OF) -> Readings:
    """Replay and measure."""
    return measure(sla, replay(FUNNEL, Facts(events=events), as_of=known), as_of=as_of)


@given(events=EVENTS, data=st.data())
def test_any_order_of_arrival(events: list[Event], data: st.DataObject) -> None:
    """Readings and handoffs are the same for every order of arrival, ties and doubles included."""
    shuffled = data.draw(st.permutations([*events, *events[:3]]))
    for sla in SLAS:
        left_, right = measured(events, sla), measured(shuffled, sla)
        assert left_.items == right.items
        assert left_.findings == right.findings
    before, after = (replay(FUNNEL, Facts(events=some), as_of=AS_OF) for some in (events, shuffled))
    assert review(before, OFFER, as_of=AS_OF, answer_within=hours(9)) == review(
        after, OFFER, as_of=AS_OF, answer_within=hours(9)
    )


@given(events=EVENTS, as_of=INSTANTS)
def test_journeys_that_know_more_say_the_same(events: list[Event], as_of: datetime) -> None:
    """What happened after `as_of` changes nothing, whether the replay dropped it or the clock ignores it."""
    for sla in SLAS:
        assert measured(events, sla, as_of=as_of).items == measured(events, sla, known=as_of, as_of=as_of).items


@given(events=EVENTS)
def test_clocks_of_one_lead_do_not_overlap(events: list[Event]) -> None:
    """Each clock ends before the next starts, or at its instant; only the last may be open; times are not negative."""
    for sla in SLAS:
        for lead in ("L1", "L2"):
            readings = measured(events, sla).of(lead)
            for earlier, later in pairwise(readings):
                end = earlier.stopped or earlier.cancelled
                assert end is not None
                assert micros(earlier.started) <= micros(end) <= micros(later.started)
            for reading in readings:
                assert (reading.breached_at is not None) == (reading.state == "breached")
                assert (reading.state in {"running", "warning", "paused"}) <= reading.is_open
                assert micros(reading.warned_at) <= micros(reading.due)
                assert not str(reading.to_dict()["worked"]).startswith("-")
