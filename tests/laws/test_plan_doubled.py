"""The laws of doubled touches: the same as every pair looked at, whatever the order in which facts arrive."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from random import Random

from hypothesis import given, strategies as st
from tests.funnel.build import INBOUND, START

from alignkit.funnel.replay import replay
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.plan.find_doubled import doubled_touches

AS_OF = START + timedelta(hours=100)
LEADS = ("L1", "L2")


@st.composite
def touches(draw: st.DrawFn) -> list[Event]:
    """Draw touches of two leads by three teams, by nobody known and by machines, with ties."""
    return [
        Event(
            draw(st.sampled_from(LEADS)),
            START + timedelta(hours=draw(st.integers(0, 12))),
            "touch",
            draw(st.sampled_from(("call", "email"))),
            team=draw(st.sampled_from(("marketing", "sales", "support", None))),
            actor=draw(st.sampled_from(("ann", "bob", None))),
            automatic=draw(st.sampled_from((False, False, True))),
            id=f"e{number}",
        )
        for number in range(draw(st.integers(0, 12)))
    ]


@given(touches(), st.integers(1, 8), st.randoms(use_true_random=False))
def test_a_lead_is_found_if_any_two_touches_are_close(events: list[Event], hours: int, order: Random) -> None:
    """By looking at every pair of its touches, the slow way; counts sum; and in any order of arrival."""
    window = timedelta(hours=hours)
    journeys = replay(INBOUND, Facts({lead: {} for lead in LEADS}, events), as_of=AS_OF)
    found = doubled_touches(journeys, within=window, as_of=AS_OF)
    human = [event for event in events if not event.automatic and event.team is not None]
    slow = {
        one.lead
        for one, other in combinations(human, 2)
        if one.lead == other.lead and one.team != other.team and abs(one.at - other.at) <= window
    }
    assert set(found.leads) == slow
    assert found.touched == len({event.lead for event in human})
    assert sum(found.by_teams.values()) == len(found) <= max(0, len(human) - found.touched)
    assert all(timedelta(0) <= pair.apart <= window and len(set(pair.teams)) == 2 for pair in found)
    shuffled = list(events)
    order.shuffle(shuffled)
    again = replay(INBOUND, Facts({lead: {} for lead in LEADS}, shuffled), as_of=AS_OF)
    assert doubled_touches(again, within=window, as_of=AS_OF) == found


@given(touches(), st.integers(1, 8))
def test_a_wider_window_finds_no_fewer(events: list[Event], hours: int) -> None:
    """Every pair of the narrower one stays."""
    journeys = replay(INBOUND, Facts({lead: {} for lead in LEADS}, events), as_of=AS_OF)
    narrow, wide = (
        doubled_touches(journeys, within=timedelta(hours=hours + more), as_of=AS_OF).items for more in (0, 1)
    )
    assert [pair for pair in wide if pair in narrow] == list(narrow)
