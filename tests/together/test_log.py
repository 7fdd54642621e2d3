"""The log: what was decided, taken on and asked; nothing is silently forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.together.build import IRIS, NOOR, TEN, action, codes, day, decision, request

from alignkit.display.text import to_text
from alignkit.errors import AlignkitError, DocumentError, LimitError, TimeError
from alignkit.together.activities import Activity
from alignkit.together.decisions import Action, Decision
from alignkit.together.doubt_log import log_doubts, waiting_days
from alignkit.together.log import Held, Log
from alignkit.together.members import Member
from alignkit.together.recognitions import Recognition
from alignkit.together.requests import Answer, Request


@pytest.mark.parametrize(
    ("make", "parts", "found"),
    [
        (decision, {"id": "", "text": " "}, [("bad-id", "id"), ("blank-text", "text")]),
        (decision, {"owner": 5, "team": ""}, [("wrong-type", "owner"), ("bad-id", "team")]),
        (decision, {"serves": " mqls"}, [("bad-id", "serves")]),
        (decision, {"closed": day(9)}, [("nothing-became", "became")]),
        (decision, {"became": "All call."}, [("nothing-became", "became")]),
        (decision, {"review_on": day(1)}, [("wrong-order", "review_on")]),
        (action, {"due": day(1)}, [("wrong-order", "due")]),
        (action, {"dropped": day(9)}, [("no-reason", "reason")]),
        (action, {"reason": "no time"}, [("no-reason", "reason")]),
        (action, {"done": day(9), "dropped": day(9), "reason": "no time"}, [("two-ends", "dropped")]),
        (request, {"to_team": "sales"}, [("one-team", "to_team")]),
        (request, {"answers": "accepted"}, [("wrong-type", "answers")]),
        (request, {"answers": ["accepted"]}, [("wrong-type", "answers[0]")]),
        (request, {"answers": [Answer("accepted", day(1))]}, [("wrong-order", "answers[0].on")]),
        (request, {"answers": [Answer("done", day(3))]}, [("not-accepted", "answers[0].state")]),
        (request, {"by": ""}, []),
    ],
)
def test_a_faulty_entry_is_refused(make: Any, parts: dict[str, Any], found: list[tuple[str, str]]) -> None:  # noqa: ANN401 - a builder
    """Every fault at once, each at its place."""
    if not found:
        assert make(**parts)
        return
    with pytest.raises(DocumentError) as caught:
        make(**parts)
    assert codes(caught.value) == found


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"state": "maybe"}, [("unknown-answer", "state")]),
        ({"state": "declined"}, [("no-reason", "reason")]),
        ({"state": "parked"}, [("no-reason", "reason"), ("no-review", "review_on")]),
        ({"state": "parked", "reason": "later"}, [("no-review", "review_on")]),
        ({"state": "parked", "reason": "later", "review_on": day(3)}, [("wrong-order", "review_on")]),
        ({"state": "accepted", "review_on": day(9)}, [("no-review", "review_on")]),
        ({"state": "declined", "reason": " "}, [("blank-text", "reason")]),
    ],
)
def test_an_answer_without_its_reason_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """To park needs a reason and a day, to decline a reason."""
    with pytest.raises(DocumentError) as caught:
        Answer(**({"on": day(3)} | parts))
    assert codes(caught.value) == found


def test_dates_are_dates() -> None:
    """A day, and no instant."""
    for make in (decision, action, request):
        with pytest.raises(TimeError, match="not-a-date"):
            make(on=TEN)
    with pytest.raises(TimeError, match="not-a-date"):
        action(due="2026-02-13")
    with pytest.raises(TimeError, match="not-a-date"):
        Held("joint", "2026-02-13")  # type: ignore[arg-type]  # what is refused
    with pytest.raises(TimeError, match="not-a-date"):
        Recognition(IRIS, NOOR, "help", TEN)


def test_a_decision_is_open_until_somebody_says_what_became_of_it() -> None:
    """However old it is."""
    made = decision(review_on=day(16), closed=day(23), became="Most leads answer now.")
    states = [made.state(datetime(2026, 2, number, 12, tzinfo=UTC)) for number in (2, 15, 16, 22, 23)]
    assert states == ["open", "open", "to review", "to review", "closed"]
    assert decision().state(TEN) == "to review"
    assert Log(decisions=[decision(on=date(2016, 1, 1))]).open_decisions(TEN)
    with pytest.raises(TimeError, match="naive"):
        made.state(datetime(2026, 2, 2))  # noqa: DTZ001 - what is refused


def test_an_action_is_open_until_it_is_done_or_dropped_with_a_reason() -> None:
    """It is overdue from the day after it is due."""
    assert [action().state(datetime(2026, 2, n, tzinfo=UTC)) for n in (13, 14)] == ["open", "overdue"]
    assert action(done=day(15)).state(TEN) == "done"
    assert action(done=day(17)).state(TEN) == "overdue"
    dropped = action(dropped=day(15), reason="no time")
    assert (dropped.state(TEN), dropped.ended) == ("dropped", day(15))


def test_a_parked_request_waits_again_from_its_day_on() -> None:
    """And every answer is kept."""
    asked = request()
    parked = asked.answered(Answer("parked", day(4), reason="fair first", review_on=day(11)))
    taken = parked.answered(Answer("accepted", day(12), by="Iris")).answered(Answer("done", day(20)))
    states = [taken.state(datetime(2026, 2, n, 12, tzinfo=UTC)) for n in (3, 4, 11, 12, 20)]
    assert states == ["waiting", "parked", "to review", "accepted", "done"]
    assert [answer.state for answer in taken.answers] == ["parked", "accepted", "done"]
    assert waiting_days(asked, TEN) == 14
    assert waiting_days(parked, TEN) == 5
    assert waiting_days(taken, TEN) is None
    with pytest.raises(DocumentError, match="wrong-type"):
        asked.answered("accepted")  # type: ignore[arg-type]  # what is refused


def test_the_order_of_entries_does_not_matter() -> None:
    """They are kept by day, then by id."""
    entries = [decision("D2"), decision("D1"), decision("D3", on=day(1))]
    assert Log(decisions=entries) == Log(decisions=entries[::-1])
    assert [entry.id for entry in Log(decisions=entries).decisions] == ["D3", "D1", "D2"]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"decisions": [decision(), decision()]}, [("duplicate-id", "decisions[1]")]),
        ({"requests": [request("R1"), request("r1")]}, [("confusable-id", "requests[1]")]),
        ({"actions": [decision()]}, [("wrong-type", "actions[0]")]),
        ({"thanks": "thanks"}, [("wrong-type", "thanks")]),
    ],
)
def test_a_faulty_log_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Each id means one entry."""
    with pytest.raises(DocumentError) as caught:
        Log(**parts)
    assert codes(caught.value) == found


def test_a_log_holds_so_many_entries() -> None:
    """And no more."""
    one = Held("joint", day(2))
    with pytest.raises(LimitError, match="too-many"):
        Log(held=[one] * 100_001)


def test_noted_adds_and_replaces_by_id() -> None:
    """Nothing is taken out."""
    log = Log().noted(decision(), action(), request(), Held("joint", day(2)), Held("joint", day(9)))
    closed = attrs.evolve(log.decision("D1"), closed=day(9), became="Done.")
    found = log.noted(closed, Activity("Bowling", "social event", day(3)), Recognition(IRIS, NOOR, "help", day(3)))
    assert found.decisions == (closed,)
    assert (len(found.held), len(found.activities), len(found.thanks)) == (2, 1, 1)
    assert repr(found) == "<Log: 1 decisions, 1 actions, 1 requests, 1 thanks, 1 activities, 2 held>"
    with pytest.raises(DocumentError, match="a log holds entries of these kinds"):
        log.noted("D2")  # type: ignore[arg-type]  # what is refused
    for ask, code in ((log.decision, "decision"), (log.action, "action"), (log.request, "request")):
        with pytest.raises(DocumentError, match=f"unknown-{code}"):
            ask("X9")
    assert (log.action("A1").id, log.request("R1").id) == ("A1", "R1")


def test_what_is_noted_later_is_not_known_yet() -> None:
    """An entry of tomorrow is none of today's."""
    log = Log(
        decisions=[decision(on=day(17))], actions=[action(on=day(17), due=day(20))], requests=[request(on=day(17))]
    )
    assert [*log.open_decisions(TEN), *log.open_actions(TEN), *log.open_requests(TEN)] == []


def test_doubts_about_a_log() -> None:
    """Names that are not there, and what waits too long."""
    log = Log(
        decisions=[decision("D1"), decision("D2", serves="mql", team="slaes")],
        actions=[action(decision="D9", serves="mqls"), action("A2", on=day(17), due=day(18), serves="x")],
        requests=[request(on=day(1)), request("R2", on=day(2)), request("R3", from_team="finance")],
        held=[Held("jiont", day(9))],
    )
    found = log_doubts(log, as_of=TEN, goals=["mqls"], teams=["marketing", "sales"], meetings=["joint"])
    assert [(doubt.code, doubt.path) for doubt in found] == [
        ("serves-nothing", "decisions.D1.serves"),
        ("unknown-goal", "decisions.D2.serves"),
        ("unknown-team", "decisions.D2.team"),
        ("unknown-decision", "actions.A1.decision"),
        ("overdue", "actions.A1.due"),
        ("unknown-goal", "actions.A2.serves"),
        ("not-answered", "requests.R1.answers"),
        ("unknown-team", "requests.R3.from_team"),
        ("unknown-meeting", "held[0].meeting"),
    ]
    assert "did you mean 'mqls'" in found[1].message
    assert {doubt.level for doubt in found} == {"warning"}
    assert not log_doubts(Log(decisions=[decision(serves="anything")]), as_of=TEN)
    with pytest.raises(TimeError, match="naive"):
        log_doubts(log, as_of=datetime(2026, 2, 2))  # noqa: DTZ001 - what is refused
    with pytest.raises(DocumentError, match="wrong-type"):
        log_doubts(log, as_of=TEN, goals=[None])  # type: ignore[list-item]  # what is refused
    with pytest.raises(DocumentError, match="wrong-type"):
        log_doubts({}, as_of=TEN)  # type: ignore[arg-type]  # what is refused


def test_a_thank_you_goes_to_somebody_else() -> None:
    """Of either team."""
    assert str(Recognition(IRIS, Member("Daan", "marketing"), "the fair", day(3))).endswith(
        "Daan (marketing): the fair"
    )
    with pytest.raises(DocumentError, match="own-thanks"):
        Recognition(IRIS, IRIS, "the fair", day(3))
    with pytest.raises(AlignkitError) as caught:
        Recognition("Iris", NOOR, "", day(3))  # type: ignore[arg-type]  # what is refused
    assert codes(caught.value) == [("wrong-type", "by"), ("blank-text", "what")]


def test_it_shows_itself() -> None:
    """The latest first."""
    log = Log(
        decisions=[decision(), decision("D2", on=day(9))],
        actions=[action(done=day(9)), action("A2", dropped=day(9), reason="no time"), action("A3")],
        requests=[request(answers=[Answer("declined", day(3), reason="no budget")]), request("R2")],
        thanks=[Recognition(IRIS, NOOR, "help", day(3))],
        held=[Held("joint", day(2), attended=[IRIS])],
    )
    text = " ".join(to_text(log.blocks(), width=200).split())
    assert text.index("D2: Call") < text.index("D1: Call")
    for said in ("done 2026-02-09", "dropped 2026-02-09: no time", "declined 2026-02-03: no budget", "1 meetings held"):
        assert said in text
    data: Any = log.to_dict()
    assert data["held"][0]["attended"][0]["name"] == "Iris"
    assert data["decisions"][0] == {
        "id": "D1", "text": "Call within an hour", "owner": "Noor", "team": "sales", "on": "2026-02-02",
        "serves": None, "review_on": None, "closed": None, "became": None,
    }  # fmt: skip
    assert {type(entry) for entry in (*log.decisions, *log.actions, *log.requests)} == {Decision, Action, Request}
