"""The agenda: what both teams look at, from the facts since they last met."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.together.build import (
    BRAM,
    FACTS,
    IRIS,
    NOOR,
    TEN,
    Ground,
    action,
    codes,
    day,
    decision,
    meeting,
    request,
    told,
)

from alignkit.display.html import to_html
from alignkit.display.text import to_text
from alignkit.errors import DocumentError, LimitError, TimeError
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.together.agendas import Agenda
from alignkit.together.log import Log
from alignkit.together.prepare import agenda
from alignkit.together.recognitions import Recognition
from alignkit.together.requests import Answer
from alignkit.together.rotate import pairs

LOG = Log(
    decisions=[
        decision(serves="mqls"),
        decision("D2", serves="reach"),
        decision("D3", closed=day(9), became="Done."),
        decision("D4", closed=day(8), became="Done before."),
        decision("D5", on=day(17)),
    ],
    actions=[action(), action("A2", done=day(10)), action("A3", done=day(3)), action("A4", due=day(4))],
    requests=[
        request("R1", answers=[Answer("accepted", day(3))]),
        request("R2"),
        request("R3", answers=[Answer("declined", day(10), reason="no budget")]),
        request("R4", answers=[Answer("declined", day(3), reason="no budget")]),
        request("R5", answers=[Answer("parked", day(3), reason="fair first", review_on=day(10))]),
        request("R6", answers=[Answer("parked", day(3), reason="fair first", review_on=day(25))]),
    ],
    thanks=[Recognition(NOOR, IRIS, "the case study", day(12)), Recognition(IRIS, BRAM, "the call", day(2))],
)


def made(**parts: Any) -> Agenda:  # noqa: ANN401 - what a test gives
    """Make the agenda of Monday 16 February."""
    given: dict[str, Any] = {"as_of": TEN, "log": LOG}
    return agenda(
        parts.pop("meeting", meeting()), parts.pop("source", Ground()), parts.pop("facts", FACTS), **(given | parts)
    )


def test_it_looks_back_to_the_last_meeting() -> None:
    """Which is over; the one that begins now is the one that it is for."""
    found = made()
    assert found.since == datetime(2026, 2, 9, 9, tzinfo=UTC)
    assert found.starts == TEN
    assert str(found.as_of.tzinfo) == str(found.since.tzinfo) == "Europe/Amsterdam"
    first = made(as_of=datetime(2026, 1, 5, 8, tzinfo=UTC))
    assert first.since == datetime(2025, 12, 31, 23, tzinfo=UTC)  # the start of the quarter
    assert made(since=datetime(2026, 1, 1, tzinfo=UTC)).since.day == 1
    assert made(meeting=meeting(until=day(10))).starts is None


def test_mission_and_progress_come_first_then_commitments_handoffs_and_the_rest() -> None:
    """In the order in which both teams look at them."""
    found = made(aims={"search": "Plant managers"}, coaching=pairs(["Iris"], ["Noor", "Bram"], rounds=1).rounds[0])
    text = to_text(found.blocks(), width=200)
    order = [
        "Both teams win the same customers.",
        "All goals of 2026 Q1 together",
        "marketing owes",
        "Overdue handoffs",
        "Leads sent back",
        "What campaigns aim at",
        "Decisions, and what became of them",
        "Actions",
        "Requests",
        "Thank you",
        "Coaching pairs",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "MQLs delivered" in text
    assert "Bram and Iris" in text or "Iris and Bram" in text


def test_progress_against_the_last_meeting() -> None:
    """All four MQLs, one of two accepted, one of two deals."""
    found = made()
    assert found.attainment is not None
    assert told(found.attainment * 8) == (5,)
    assert found.sentence.startswith("All goals of 2026 Q1 together: 62.5 % attained, up from 31.2 % on 2026-02-09")
    same = made(since=datetime(2026, 2, 15, tzinfo=UTC))
    assert same.sentence.endswith("62.5 % attained, as on 2026-02-15.")
    assert made(as_of=datetime(2026, 1, 5, 8, tzinfo=UTC)).before is not None
    assert made(as_of=datetime(2026, 4, 2, tzinfo=UTC), since=datetime(2026, 3, 30, tzinfo=UTC)).before is None


def test_the_first_meeting_after_a_period_looks_at_that_period() -> None:
    """It comes first, by name; the one after it looks at the period that runs alone."""
    monday = datetime(2026, 4, 6, 8, tzinfo=UTC)
    found = made(as_of=monday)
    assert found.ended is not None
    assert found.ended.as_of == monday
    assert found.sentence.startswith(
        "2026 Q1 is over: 1 of 3 goals met; missed: accepted, deals. All goals of 2026 Q2 together: 0 % attained."
    )
    text = to_text(found.blocks(), width=200)
    assert text.index("1. What 2026 Q1 came to") < text.index("2. What each team owes the other in 2026 Q2")
    assert json.loads(json.dumps(found.to_dict()))["ended"]["kind"] == "assessment"
    after = made(as_of=datetime(2026, 4, 13, 8, tzinfo=UTC))
    assert after.ended is None
    assert "came to" not in to_text(after.blocks(), width=200)
    assert made(as_of=monday, source=Ground(goals=())).ended is None


def test_targets_that_were_not_agreed_yet_judge_no_period() -> None:
    """An agreement that holds from the new period on says nothing of the old one; held for its last day, it does."""
    monday = datetime(2026, 4, 6, 8, tzinfo=UTC)
    assert made(as_of=monday, source=Ground(effective=day(1, 4))).ended is None
    assert made(as_of=monday, source=Ground(effective=day(31, 3))).ended is not None


def test_a_decision_of_that_meeting_is_held_against_that_period() -> None:
    """And not against the first days of the next one, which say nothing."""
    log = Log(decisions=[decision(serves="mqls", on=day(6, 4)), decision("D2", serves="mqls", on=day(7, 4))])
    first, second = made(as_of=datetime(2026, 4, 13, 8, tzinfo=UTC), log=log).outcomes
    assert (first.then, first.now, first.status) == ("4 in 2026 Q1", "0", "at risk")
    assert (second.then, second.now) == ("0", "0")
    (now,) = made(as_of=datetime(2026, 4, 6, 8, tzinfo=UTC), log=log).outcomes
    assert (now.then, now.now, now.status) == ("4 in 2026 Q1", "4 in 2026 Q1", "met")


def test_goals_are_called_as_people_call_them() -> None:
    """By their title, in decisions and in actions; a goal that there is not by the name that was given."""
    log = Log(actions=[action(serves="mqls"), action("A2", serves="reach")], decisions=[decision(serves="mqls")])
    text = to_text(made(log=log).blocks(), width=200)
    assert text.count("MQLs delivered") == 3
    assert "reach" in text
    assert "mqls" not in text


def test_overdue_handoffs_and_leads_sent_back() -> None:
    """Those that are still open; and what was answered since, with the reasons."""
    found = made()
    assert [item.lead for item in found.overdue] == ["L2", "L3", "L4"]
    assert "Answer in a day" in to_text(found.blocks(), width=160)
    assert [(handoff.lead, handoff.reason, handoff.by) for handoff in found.rejected] == [("L2", "no budget", "bram")]
    assert (found.answered, found.waiting, found.reasons) == (1, 2, (("no budget", 1),))
    later = made(since=datetime(2026, 2, 11, tzinfo=UTC))
    assert (later.rejected, later.answered) == ((), 0)
    assert "No offered lead was answered since the last meeting. 2 wait for an answer." in to_text(
        later.blocks(), width=160
    )
    calm = made(facts=Facts(), source=Ground(goals=()))
    assert "None: every clock that runs is in time." in to_text(calm.blocks(), width=160)


def test_campaigns_with_an_aim_come_first() -> None:
    """With the leads that came since; what nobody has said is said."""
    found = made(aims={"search": "Plant managers", "mail": "Buyers"})
    assert [tuple(report) for report in found.campaigns] == [
        ("search", "Plant managers", 1),
        ("mail", "Buyers", 0),
        ("<b>fair 2</b>", "", 1),
    ]
    assert "nobody has said" in to_text(found.blocks(), width=160)


def test_decisions_with_what_their_goal_came_to_then_and_now() -> None:
    """Open ones, however old, and those that were closed since."""
    found = made()
    assert [outcome.decision.id for outcome in found.outcomes] == ["D1", "D2", "D3"]
    first, second, third = found.outcomes
    assert (first.then, first.now, first.status, first.goal) == ("2", "4", "ahead", "MQLs delivered")
    assert (second.then, second.now, second.status, second.goal) == ("", "", "", "reach")
    assert (third.then, third.goal) == ("", "")
    assert "MQLs delivered: 2 then, 4 now" in " ".join(to_text(found.blocks(), width=400).split())


def test_whatever_is_open_stands_on_it() -> None:
    """Actions by due date; requests that wait first; and what ended since is shown once more."""
    found = made()
    assert [entry.id for entry in found.actions] == ["A4", "A1", "A2"]
    assert [entry.id for entry in found.requests] == ["R2", "R5", "R1", "R6", "R3"]
    assert [thanks.what for thanks in found.thanks] == ["the case study"]
    text = to_text(found.blocks(), width=240)
    assert "parked 2026-02-03: fair first; again on 2026-02-25" in text
    assert "sales asks marketing" in text


def test_E06_no_facts_at_all() -> None:
    """An empty but well-formed agenda."""
    found = made(facts=Facts(), log=None)
    assert found.attainment is not None
    assert (found.overdue, found.rejected, found.outcomes, found.campaigns) == ((), (), (), ())
    without = made(source=Ground(goals=()), log=None)
    assert without.sentence == "No goals are agreed yet."
    assert without.since == datetime(2026, 2, 9, 9, tzinfo=UTC)
    assert made(source=Ground(goals=()), as_of=datetime(2026, 1, 2, tzinfo=UTC)).since == datetime(
        2026, 1, 2, tzinfo=UTC
    )


def test_E05_what_comes_later_does_not_count() -> None:
    """An event after `as_of` is told among the findings, and counted nowhere."""
    late = FACTS + Facts(events=[Event("L3", datetime(2026, 2, 20, tzinfo=UTC), "accept")])
    found = made(facts=late, errors="collect")
    assert (found.answered, found.waiting) == (1, 2)
    assert "future-event" in {finding.code for finding in found.findings}


def test_bad_input() -> None:
    """Each in words that say what is due."""
    with pytest.raises(DocumentError, match="made for a Meeting"):
        made(meeting="joint")
    with pytest.raises(DocumentError, match="made from an Agreement"):
        made(source=object())
    with pytest.raises(DocumentError, match="made from Facts"):
        made(facts={})
    with pytest.raises(DocumentError, match="a log is a Log"):
        made(log={})
    with pytest.raises(DocumentError, match="aims"):
        made(aims=["search"])
    with pytest.raises(DocumentError) as caught:
        made(aims={"search": " "})
    assert codes(caught.value)[0][0] == "blank-text"
    with pytest.raises(DocumentError, match="a Round"):
        made(coaching=3)
    with pytest.raises(TimeError, match="wrong-order"):
        made(since=datetime(2026, 3, 1, tzinfo=UTC))
    with pytest.raises(LimitError, match="too-far"):
        made(as_of=datetime(2200, 3, 1, tzinfo=UTC))


def test_T01_a_naive_instant() -> None:
    """Refused, for `as_of` and for `since`."""
    for part in ("as_of", "since"):
        with pytest.raises(TimeError, match="naive"):
            made(**{part: datetime(2026, 2, 16)})  # noqa: DTZ001 - what is refused


def test_O01_hostile_names_are_escaped() -> None:
    """On a page and in Markdown: a script, an attribute, a table's bar, a link."""
    evil = '<script>alert(1)</script> " onmouseover="x" | [a](javascript:1) `b` *c*'
    log = Log(decisions=[decision(text=evil)], actions=[action(text=evil)], requests=[request(text=evil)])
    found = made(log=log, aims={"x": evil}, source=Ground(name=evil, mission=evil))
    html = to_html(found.blocks())
    assert "<script" not in html
    assert '" onmouseover' not in html
    markdown = found.to_markdown()
    assert "<script" not in markdown
    assert "\\| \\[a\\](javascript:1) \\`b\\` \\*c\\*" in markdown
    rows = [line for line in markdown.splitlines() if "D1" in line]
    assert rows
    assert rows[0].replace("\\|", "").count("|") == 7


def test_O03_a_huge_log_is_bounded() -> None:
    """And says how much was left out; the data hold it all."""
    log = Log(requests=[request(f"R{n}", text="x" * 200) for n in range(20_000)])
    found = made(log=log)
    assert len(repr(found).encode()) < 4_000
    assert len(found._repr_html_().encode()) < 200_000
    markdown = found.to_markdown()
    assert len(markdown.encode()) <= 60_000
    assert "and 19,960 more rows" in markdown
    assert len(found.to_markdown(limit=2_000).encode()) <= 2_000
    assert len(found.requests) == 20_000
    with pytest.raises(DocumentError, match="bad-limit"):
        found.to_markdown(limit=10)


def test_plain_data() -> None:
    """Ready for JSON."""
    data: Any = json.loads(json.dumps(made().to_dict()))
    assert (data["kind"], data["meeting"], data["waiting"]) == ("agenda", "joint", 2)
    assert data["decisions"][0]["then"] == "2"
    assert {entry["state"] for entry in data["requests"]} == {"waiting", "to review", "accepted", "parked", "declined"}
