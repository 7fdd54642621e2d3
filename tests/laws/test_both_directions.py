"""Both directions: what must hold for any history, and one way to count against another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
from tests.together.build import FUNNEL, Ground

from alignkit.funnel.patterns import accepted, entered, rejected
from alignkit.funnel.replay import replay
from alignkit.handoff.review import review
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import days, hours
from alignkit.periods import month
from alignkit.rules.predicates import did
from alignkit.together.health import health
from alignkit.together.hold_both import both_directions

FIRST = datetime(2026, 1, 20, 9, tzinfo=UTC)
AS_OF = FIRST + timedelta(days=40)
FEBRUARY = month(2026, 2, zone="UTC")
LEADS = ("L1", "L2", "L3", "L4")
ANSWER = SLA("answer", "sales", entered("mql"), accepted() | rejected(), days(3))
SLAS = (ANSWER, SLA("calls", "sales", accepted(), did("call", at_least=2), hours(60), any_actor=True))
WHAT = st.sampled_from(
    [
        *[("stage", "mql")] * 4,
        *[("accept", None)] * 2,
        *[("reject", "no budget"), ("reject", None), ("stage", "lead"), ("stage", "won"), ("touch", "call")],
    ]
)
EVENTS = st.lists(
    st.builds(
        lambda lead, day, what: Event(lead, FIRST + timedelta(days=day), what[0], what[1]),
        st.sampled_from(LEADS),
        st.integers(0, 39),
        WHAT,
    ),
    max_size=24,
)
FIELDS = st.fixed_dictionaries(
    {
        lead: st.fixed_dictionaries(
            {}, optional={"employees": st.sampled_from([10, 90]), "source": st.sampled_from(["fair", "web"])}
        )
        for lead in LEADS
    }
)


@given(events=EVENTS, fields=FIELDS)
def test_the_parts_on_their_own_tell_the_same(events: list[Event], fields: dict[str, dict[str, object]]) -> None:
    """Offers as `review` tells them, judgement as `health` does; each offer in one group; silence as the clock says."""
    facts, ground = Facts(fields, events), Ground(slas=SLAS)
    found = both_directions(ground, facts, as_of=AS_OF, period=FEBRUARY)
    journeys = replay(FUNNEL, facts, as_of=AS_OF)
    plain = review(journeys, FUNNEL.boundaries[0], as_of=AS_OF, answer_within=days(3))
    offers = [one for one in plain if one.offered_at in FEBRUARY]
    assert [(one.lead, one.offered_at, one.at, one.round) for one in found.handoffs] == [
        (one.lead, one.offered_at, one.at, one.round) for one in offers
    ]
    # who waits past the agreed time is silent, but where a clock still runs from an offer before: it has no other
    silent = [{(one.lead, one.offered_at) for one in some if one.state == "silent"} for some in (found.handoffs, plain)]
    assert silent[0] <= silent[1]
    volume, quality, *clocks = found.commitments
    assert volume.kept == len({one.lead for one in offers})
    assert (quality.kept, quality.judged) == (
        sum(one.state == "accepted" for one in offers),
        sum(one.state in {"accepted", "rejected"} for one in offers),
    )
    assert quality.open == sum(one.state in {"waiting", "silent"} for one in offers)
    assert [one.kind for one in clocks] == ["speed", "depth"]
    for one in clocks:
        assert one.judged is not None
        assert 0 <= one.kept <= one.judged
    for table in found.feedback.tables:
        assert sorted(one.offered_at for group in table.groups for one in group.handoffs) == sorted(
            one.offered_at for one in offers
        )
    assert found.judgement == health(ground, facts, as_of=AS_OF, period=FEBRUARY).of("judgement").kappa


@given(events=EVENTS, data=st.data())
def test_any_order_of_arrival(events: list[Event], data: st.DataObject) -> None:
    """The answer is that of the set of events."""
    shuffled = data.draw(st.permutations([*events, *events[:2]]))
    one, other = (
        both_directions(Ground(slas=SLAS), Facts(events=some), as_of=AS_OF, period=FEBRUARY)
        for some in (events, shuffled)
    )
    assert one == other
    assert one.to_dict() == other.to_dict()
