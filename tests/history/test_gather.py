"""Gathering: doubles once, later knowledge wins, deals count for their lead, nothing after `as_of`."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import TimeError
from alignkit.history.attributes import Attributes, Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.history.gather import Gathered, gather

NOW = datetime(2026, 6, 1, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def at(day: int, hour: int = 0) -> datetime:
    """Return an instant in January."""
    return datetime(2026, 1, day, hour, tzinfo=UTC)


def codes(gathered: Gathered) -> list[str]:
    """Return the codes of what was found."""
    return [finding.code for finding in gathered.findings]


def test_E01_equal_events_without_an_id_count_once() -> None:
    """A doubled export row is one event; how many were dropped is told."""
    call = Event("L1", at(5), "touch", "call", actor="ann", team="sales")
    gathered = gather(Facts(events=[call, call, Event("L1", at(5), "touch", "call", actor="bob")]), as_of=NOW)
    assert len(gathered.histories[0].events) == 2
    assert gathered.doubled == 1
    assert codes(gathered) == ["doubled-event"]


def test_E01_real_doubles_with_their_own_seq_stay() -> None:
    """A source that numbers its events says that they are two."""
    calls = [Event("L1", at(5), "touch", "call", seq=1), Event("L1", at(5), "touch", "call", seq=2)]
    assert len(gather(Facts(events=calls), as_of=NOW).histories[0].events) == 2


def test_E02_the_version_recorded_last_wins() -> None:
    """A corrected amount counts, whichever arrives first."""
    first = Event("L1", at(5), "stage", "won", id="e1", recorded_at=at(6), attributes=Attributes({"amount": 10}))
    second = Event("L1", at(5), "stage", "won", id="e1", recorded_at=at(7), attributes=Attributes({"amount": 12}))
    for events in ([first, second], [second, first]):
        gathered = gather(Facts(events=events), as_of=NOW)
        assert [event.attributes["amount"] for event in gathered.histories[0].events] == [12]
        assert codes(gathered) == ["doubled-event", "revised-event"] or codes(gathered) == [
            "revised-event",
            "doubled-event",
        ]


@pytest.mark.parametrize("recorded", [None, at(6)])
def test_E02_a_conflict_is_found_and_settled_alike_for_every_order(recorded: datetime | None) -> None:
    """Unlike content under one id, recorded at once or at no known time, is a conflict."""
    events = [Event("L1", at(5), "stage", stage, id="e1", recorded_at=recorded) for stage in ("sal", "sql")]
    answers = [gather(Facts(events=order), as_of=NOW) for order in (events, events[::-1])]
    assert answers[0] == answers[1]
    assert "conflicting-event" in codes(answers[0])


def test_E02_when_it_was_recorded_is_no_content() -> None:
    """The same event, recorded twice, is no conflict and no revision."""
    events = [Event("L1", at(5), "stage", "sal", id="e1", recorded_at=at(day)) for day in (6, 7)]
    assert codes(gather(Facts(events=events), as_of=NOW)) == ["doubled-event"]


def test_E05_an_event_after_as_of_is_left_out_and_told() -> None:
    """The future never counts."""
    gathered = gather(
        Facts(events=[Event("L1", at(5), "stage", "mql"), Event("L1", at(7), "stage", "sal")]), as_of=at(6)
    )
    assert [event.value for event in gathered.histories[0].events] == ["mql"]
    assert codes(gathered) == ["future-event"]
    assert gathered.findings[0].path == "L1"


def test_E06_leads_without_events_have_empty_histories() -> None:
    """No events at all is an answer too."""
    assert gather(Facts(), as_of=NOW) == Gathered((), (), 0)
    gathered = gather(Facts({"L2": {"country": "NL"}, "L1": {}}), as_of=NOW)
    assert [history.lead for history in gathered.histories] == ["L1", "L2"]
    assert all(history.events == () for history in gathered.histories)


def test_the_future_of_a_lead_known_by_nothing_else_is_an_empty_history() -> None:
    """A lead whose every event lies ahead is known, with nothing in its history."""
    gathered = gather(Facts(events=[Event("L1", at(7), "stage", "mql")]), as_of=at(6))
    assert [(history.lead, history.events) for history in gathered.histories] == [("L1", ())]


def test_unknown_leads_are_found_only_where_leads_are_listed() -> None:
    """Events alone imply their leads; beside a list, an unlisted lead is a doubt, and stays."""
    event = Event("L9", at(5), "stage", "mql")
    assert codes(gather(Facts(events=[event]), as_of=NOW)) == []
    gathered = gather(Facts({"L1": {}}, [event]), as_of=NOW)
    assert codes(gathered) == ["unknown-lead"]
    assert [history.lead for history in gathered.histories] == ["L1", "L9"]


def test_a_deal_gives_its_lead_its_stages_and_amounts() -> None:
    """The deal's fields as known then go with its stage entries; what the entry says itself wins."""
    events = [
        Event("L1", at(5), "link", "D1"),
        Event("D1", at(4), "field", 900, field="amount"),
        Event("D1", at(6), "stage", "sql"),
        Event("D1", at(7), "field", 1000, field="amount"),
        Event("D1", at(8), "stage", "won", attributes=Attributes({"source": "web"})),
        Event("D1", at(9), "stage", "onboarded", attributes=Attributes({"amount": 1100})),
    ]
    (history,) = gather(Facts({"L1": {}}, events), as_of=NOW).histories
    amounts = {event.value: event.attributes["amount"] for event in history.events if event.kind == "stage"}
    assert amounts == {"sql": 900, "won": 1000, "onboarded": 1100}
    assert all(event.lead == "D1" for event in history.events if event.kind == "stage")


def test_a_deal_of_two_leads_counts_for_the_first() -> None:
    """The earlier link wins, and the other is told."""
    events = [Event("L2", at(4), "link", "D1"), Event("L1", at(5), "link", "D1"), Event("D1", at(6), "stage", "won")]
    gathered = gather(Facts(events=events), as_of=NOW)
    assert {history.lead: len(history.events) for history in gathered.histories} == {"L1": 1, "L2": 2}
    assert codes(gathered) == ["deal-of-two-leads"]


def test_links_in_a_circle_are_told_and_harm_nobody() -> None:
    """A record that is both a deal and a lead with deals keeps its own history."""
    events = [Event("A", at(4), "link", "B"), Event("B", at(4), "link", "A"), Event("A", at(5), "stage", "won")]
    gathered = gather(Facts(events=events), as_of=NOW)
    assert "linked-in-turn" in codes(gathered)
    assert [history.lead for history in gathered.histories] == ["A", "B"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        ((1,), (True,)),
        (datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM), datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=1)),
    ],
)
def test_E03_what_python_calls_equal_is_not_one_event(one: Value, other: Value) -> None:
    """Unlike values that compare equal are two events: dropping the later to arrive would let the order decide."""
    for attributes in ({}, {"value": "same"}):
        events = [
            Event("L1", at(5), "field", value, field="x", attributes=attributes)
            if not attributes
            else Event("L1", at(5), "webinar", attributes={"x": value})
            for value in (one, other)
        ]
        answers = [gather(Facts(events=order), as_of=NOW) for order in (events, events[::-1])]
        assert answers[0].doubled == answers[1].doubled == 0
        assert repr(answers[0]) == repr(answers[1])


@pytest.mark.parametrize("name", [None, "e1"])
def test_E03_one_instant_told_in_two_zones_is_one_event(name: str | None) -> None:
    """Which of both ways of telling it stays does not depend on the order of arrival."""
    events = [Event("L1", when, "stage", "mql", id=name) for when in (at(5), at(5).astimezone(AMSTERDAM))]
    answers = [gather(Facts(events=order), as_of=NOW) for order in (events, events[::-1])]
    assert answers[0].doubled == 1
    assert repr(answers[0]) == repr(answers[1])


def test_E01_rows_without_a_number_count_once() -> None:
    """NaN is unlike itself; two rows that both lack an amount are one row all the same."""
    events = [Event("L1", at(5), "stage", "won", attributes={"amount": float("nan")}) for _ in range(2)]
    assert gather(Facts(events=events), as_of=NOW).doubled == 1


def test_a_naive_as_of_is_refused() -> None:
    """T01 holds here too."""
    with pytest.raises(TimeError):
        gather(Facts(), as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - naive on purpose


KINDS = st.sampled_from(["stage", "touch", "link", "webinar"])
EVENTS = st.builds(
    lambda lead, day, kind, value, name, known: Event(
        lead, at(1) + timedelta(days=day), kind, value, id=name, recorded_at=None if known is None else at(known)
    ),
    st.sampled_from(["L1", "L2", "D1"]),
    st.integers(0, 200),
    KINDS,
    st.sampled_from(["D1", "mql", "call"]),
    st.none() | st.sampled_from(["e1", "e2", "e3"]),
    st.none() | st.integers(1, 3),
)


@given(st.lists(EVENTS, max_size=12), st.randoms(use_true_random=False), st.integers(0, 12))
def test_E03_the_answer_depends_on_the_set_of_events_alone(
    events: list[Event], chance: random.Random, cut: int
) -> None:
    """Any order of arrival and any split into batches give the same histories and findings."""
    shuffled = events.copy()
    chance.shuffle(shuffled)
    whole = gather(Facts(events=events), as_of=NOW)
    assert gather(Facts(events=shuffled), as_of=NOW) == whole
    assert gather(Facts(events=shuffled[:cut]) + Facts(events=shuffled[cut:]), as_of=NOW) == whole
