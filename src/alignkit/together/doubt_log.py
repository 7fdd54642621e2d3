"""Doubt a log: entries that name what there is not, and entries that wait too long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from alignkit.errors import DocumentError, Finding, shown
from alignkit.instants import checked_instant
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import listed
from alignkit.together.decisions import Action
from alignkit.together.log import Log
from alignkit.together.requests import Request

ANSWER_DAYS = 14
"""A request that waits for longer is doubted."""


def log_doubts(
    log: Log,
    *,
    as_of: datetime,
    goals: Iterable[str] | None = None,
    teams: Iterable[str] | None = None,
    meetings: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """Say what is doubtful about a log.

    `serves-nothing`: a decision names no goal. `unknown-goal`, `unknown-team`, `unknown-meeting`: an entry names one
    that there is not. `unknown-decision`: an action carries out a decision that the log does not hold. `overdue`: an
    action was due before the day that `as_of` shows. `not-answered`: a request waits for an answer, or for its review,
    for over two weeks.

    Args:
        log: the log.
        as_of: the instant of asking, as clocks where the teams are show it.
        goals: the names of the goals that an entry may serve; not checked when left out.
        teams: the teams; not checked when left out.
        meetings: the names of the meetings; not checked when left out.

    Raises:
        DocumentError: `wrong-type`.
        TimeError: `naive`.

    >>> from datetime import UTC, date
    >>> from alignkit.together.decisions import Decision
    >>> decided = Decision("D1", "Call within an hour", "Noor", "sales", date(2026, 1, 12))
    >>> [doubt.code for doubt in log_doubts(Log(decisions=[decided]), as_of=datetime(2026, 2, 2, tzinfo=UTC))]
    ['serves-nothing']
    """
    if not isinstance(log, Log):
        raise DocumentError.at("wrong-type", f"a log is a Log, not {shown(log)}")
    checked_instant(as_of, "as_of")
    given = (("goal", goals), ("team", teams), ("meeting", meetings))
    known = {
        what: tuple(checked_id(name, what, path=f"{what}s") for name in listed(names, f"the {what}s"))
        for what, names in given
        if names is not None
    }
    return tuple(_doubts(log, as_of, known))


def _doubts(log: Log, as_of: datetime, known: dict[str, tuple[str, ...]]) -> Iterator[Finding]:
    def unknown(what: str, name: str, whose: str, path: str) -> Iterator[Finding]:
        if what in known and name not in known[what]:
            near = did_you_mean(name, known[what])
            text = f"{whose} names the {what} {name!r}, and there is none{near}"
            yield Finding(f"unknown-{what}", text, path, "warning")

    decided = {decision.id for decision in log.decisions}
    for decision in log.decisions:
        path, whose = f"decisions.{decision.id}", f"the decision {decision.id!r}"
        if not decision.serves:
            text = f"{whose} is to move no goal: say which, so that both can see what became of it"
            yield Finding("serves-nothing", text, f"{path}.serves", "warning")
        else:
            yield from unknown("goal", decision.serves, whose, f"{path}.serves")
        yield from unknown("team", decision.team, whose, f"{path}.team")
    for action in log.actions:
        yield from _action_doubts(action, as_of, decided)
        path, whose = f"actions.{action.id}", f"the action {action.id!r}"
        if action.serves:
            yield from unknown("goal", action.serves, whose, f"{path}.serves")
        yield from unknown("team", action.team, whose, f"{path}.team")
    for request in log.requests:
        path, whose = f"requests.{request.id}", f"the request {request.id!r}"
        yield from unknown("team", request.from_team, whose, f"{path}.from_team")
        yield from unknown("team", request.to_team, whose, f"{path}.to_team")
        yield from _request_doubts(request, as_of)
    for number, held in enumerate(log.held):
        yield from unknown("meeting", held.meeting, f"what was held on {held.on}", f"held[{number}].meeting")


def _action_doubts(action: Action, as_of: datetime, decided: set[str]) -> Iterator[Finding]:
    path = f"actions.{action.id}"
    if action.decision and action.decision not in decided:
        near = did_you_mean(action.decision, sorted(decided))
        text = f"the action {action.id!r} carries out {action.decision!r}, and there is no such decision{near}"
        yield Finding("unknown-decision", text, f"{path}.decision", "warning")
    if action.on <= as_of.date() and action.state(as_of) == "overdue":
        text = f"the action {action.id!r} of {action.owner} was due on {action.due} and is still open"
        yield Finding("overdue", text, f"{path}.due", "warning")


def _request_doubts(request: Request, as_of: datetime) -> Iterator[Finding]:
    days = waiting_days(request, as_of)
    if days is not None and days > ANSWER_DAYS:
        text = f"the request {request.id!r} of {request.from_team} has waited for {request.to_team} for {days:,} days"
        yield Finding("not-answered", text, f"requests.{request.id}.answers", "warning")


def waiting_days(request: Request, as_of: datetime) -> int | None:
    """Return for how many days a request has waited for an answer, or for its review; None where it does not wait."""
    day, state = as_of.date(), request.state(as_of)
    if request.on > day or state not in {"waiting", "to review"}:
        return None
    answer = request.latest(as_of)
    since = request.on if answer is None or answer.review_on is None else answer.review_on
    return (day - since).days
