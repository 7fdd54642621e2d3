"""The acceptance protocol against a slow second implementation, and what must hold for any history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
from hypothesis import given, strategies as st
from tests.handoff.scenes import FUNNEL, OFFER
from tests.handoff.slow_rounds import slow_rounds

from alignkit.funnel.replay import replay
from alignkit.handoff.acceptance import Handoffs
from alignkit.handoff.review import review
from alignkit.history.events import Event
from alignkit.history.facts import Facts

FIRST = datetime(2026, 1, 5, 7, tzinfo=UTC)
LAST = FIRST + timedelta(hours=40)
PEOPLE = st.sampled_from(["ann", "bob", None])


def _event(what: tuple[str, str | None], place: int, actor: str | None, more: tuple[bool, str | None]) -> Event:
    kind, value = what
    automatic, note = more
    attributes = {} if note is None else {"note": note}
    at = FIRST + timedelta(hours=place)
    return Event("L1", at, kind, value, actor=actor, automatic=automatic, attributes=attributes)


WHAT = st.one_of(
    st.sampled_from(["lead", "mql", "mql", "mql", "sal", "sql", "won", "hold", "spam", None]).map(
        lambda s: ("stage", s)
    ),
    st.just(("accept", None)),
    st.sampled_from(["no budget", "too cold", None]).map(lambda reason: ("reject", reason)),
    PEOPLE.map(lambda person: ("owner", person)),
)
MORE = st.tuples(st.booleans(), st.sampled_from([None, "call in May"]))
# an hour each, so that no two events tie: ties are for the replay, and its tests
HISTORIES = st.lists(st.tuples(WHAT, PEOPLE, MORE), max_size=16).map(
    lambda drawn: [_event(what, place, actor, more) for place, (what, actor, more) in enumerate(drawn)]
)


def reviewed(events: list[Event], *, known: datetime = LAST, as_of: datetime = LAST, **terms: Any) -> Handoffs:  # noqa: ANN401 - terms of the boundary
    """Replay and review."""
    journeys = replay(FUNNEL, Facts(events=events), as_of=known)
    return review(journeys, attrs.evolve(OFFER, **terms), as_of=as_of)


@given(events=HISTORIES, hour=st.integers(0, 17))
def test_it_equals_the_slow_one(events: list[Event], hour: int) -> None:
    """Each round, by what had happened up to any instant; the journeys may know more than that."""
    as_of = FIRST + timedelta(hours=hour)
    slow = slow_rounds(events, as_of)
    for known in (as_of, LAST):
        found = reviewed(events, known=known, as_of=as_of)
        assert [{name: getattr(one, name) for name in slow[0]} for one in found] == slow if slow else not found


@given(events=HISTORIES, limit=st.integers(0, 3))
def test_counts_and_findings(events: list[Event], limit: int) -> None:
    """Rounds count up; what is returned was accepted; each breach of a term is found, and nothing else."""
    found = reviewed(events, recycle_limit=limit, recycle_to_another=True)
    assert [one.round for one in found] == list(range(1, len(found) + 1))
    assert found.recycled == max(len(found) - 1, 0)
    assert found.ping_pong <= found.recycled
    assert found.most_rounds == len(found)
    for one in found:
        if one.is_returned:
            assert one.state == "accepted"
            assert one.at is not None
            assert one.returned_at is not None
            assert one.offered_at <= one.at < one.returned_at
        assert (one.reason_agreed is None) == (one.state != "rejected" and not one.is_returned)
    codes = [finding.code for finding in found.findings]
    assert codes.count("recycled-too-often") == max(len(found) - 1 - limit, 0)
    assert codes.count("recycled-to-same-person") == sum(one.same_person is True for one in found)
    assert reviewed(events).findings == ()
