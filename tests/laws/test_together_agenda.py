"""Nothing is silently forgotten: whatever both teams have not settled stands on every agenda until they have."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
from tests.together.build import Ground, action, decision, meeting, request

from alignkit.display.html import to_html
from alignkit.history.facts import Facts
from alignkit.reports.meeting_page import meeting_page
from alignkit.together.decisions import Action, Decision
from alignkit.together.log import Log
from alignkit.together.meet import meetings_between
from alignkit.together.prepare import agenda
from alignkit.together.requests import Answer, Request

FIRST, WEEKS = date(2026, 1, 5), 8
ZONE = ZoneInfo("Europe/Amsterdam")
Entry: TypeAlias = Decision | Action | Request
DAYS = st.integers(0, 7 * WEEKS).map(lambda number: FIRST + timedelta(days=number))
LATER = st.integers(1, 40).map(lambda number: timedelta(days=number))


@st.composite
def requests(draw: st.DrawFn, name: str) -> Request:
    """Draw a request with up to three answers, in time order."""
    found, day = request(name, on=draw(DAYS)), FIRST
    for _ in range(draw(st.integers(0, 3))):
        before = found.answers[-1] if found.answers else None
        states = ["accepted", "parked", "declined"] + (["done"] if before and before.state == "accepted" else [])
        state: Any = draw(st.sampled_from(states))
        day = max(day, found.on) + draw(LATER)
        back = day + draw(LATER) if state == "parked" else None
        reason = "fair first" if state in {"parked", "declined"} else ""
        found = found.answered(Answer(state, day, reason=reason, review_on=back))
    return found


@st.composite
def decisions(draw: st.DrawFn, name: str) -> Decision:
    """Draw a decision: open, to be reviewed, or closed."""
    on = draw(DAYS)
    closed = on + draw(LATER) if draw(st.booleans()) else None
    review = on + draw(LATER) if draw(st.booleans()) else None
    return decision(name, on=on, review_on=review, closed=closed, became="It helped." if closed else "")


@st.composite
def actions(draw: st.DrawFn, name: str) -> Action:
    """Draw an action: open, done or dropped."""
    on = draw(DAYS)
    end = on + draw(LATER)
    ends: dict[str, Any] = draw(st.sampled_from([{}, {"done": end}, {"dropped": end, "reason": "no time"}]))
    return action(name, on=on, due=on + draw(LATER), **ends)


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Draw a log of a few entries of each kind."""
    return Log(
        decisions=[draw(decisions(f"D{number}")) for number in range(draw(st.integers(0, 4)))],
        actions=[draw(actions(f"A{number}")) for number in range(draw(st.integers(0, 4)))],
        requests=[draw(requests(f"R{number}")) for number in range(draw(st.integers(0, 6)))],
    )


def settled(entry: Entry, day: date) -> bool:
    """Say whether an entry is settled by the end of a day: told from its parts, and not from its state."""
    match entry:
        case Decision():
            return entry.closed is not None and entry.closed <= day
        case Action():
            return any(end is not None and end <= day for end in (entry.done, entry.dropped))
        case Request():
            told = [answer.state for answer in entry.answers if answer.on <= day]
            return bool(told) and told[-1] in {"declined", "done"}


@given(logs())
@settings(max_examples=40)
def test_what_is_not_settled_stands_on_every_agenda(log: Log) -> None:
    """On each of nine Mondays; in the values, on the page and in Markdown. What is settled stands on one more."""
    meets = meeting()
    begins = datetime.combine(FIRST, meets.at, ZONE)
    last_seen: set[str] = set()
    for start in meetings_between(meets, begins, begins + timedelta(weeks=WEEKS + 1)):
        today = start.date()
        found = agenda(meets, Ground(goals=()), Facts(), as_of=start, log=log)
        shown: list[Entry] = [*(outcome.decision for outcome in found.outcomes), *found.actions, *found.requests]
        told = {entry.id for entry in shown}
        logged: list[Entry] = [*log.decisions, *log.actions, *log.requests]
        known = [entry for entry in logged if entry.on <= today]
        due = {entry.id for entry in known if not settled(entry, today)}
        ended = {entry.id for entry in known if settled(entry, today)}
        assert due <= told
        assert last_seen & ended <= told  # what was open a week ago, and is not any more, is told once more
        assert told <= {entry.id for entry in known}
        page, text, blocks = meeting_page(found), found.to_markdown(), to_html(found.blocks())
        for name in told:
            assert all(name in drawn for drawn in (page, text, blocks))
        last_seen = due
