"""How a log is shown: every entry, as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from alignkit.display.blocks import Block, Bullets, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.together.decisions import Action, Decision
from alignkit.together.log import Log
from alignkit.together.requests import Request

_E = TypeVar("_E")


def log_blocks(log: Log) -> Block:
    """Return the entries of a log, the latest first."""
    blocks: list[Block] = [Heading("Log of both teams")]
    blocks += _table("Decisions", ("of", "decision", "owner", "serves", "became"), log.decisions, _decision)
    blocks += _table("Actions", ("due", "action", "owner", "serves", "end"), log.actions, _action)
    blocks += _table("Requests", ("of", "request", "from", "to", "latest answer"), log.requests, _request)
    if log.thanks:
        said, more = cut([f"{thanks.on.isoformat()}: {thanks}" for thanks in reversed(log.thanks)])
        blocks.append(Group([Heading("Thank you", 3), Bullets(said, more)]))
    if log.held or log.activities:
        blocks.append(Paragraph(f"{len(log.held):,} meetings held, {len(log.activities):,} activities."))
    return Group(blocks)


def _table(
    title: str, columns: tuple[str, ...], entries: Sequence[_E], row: Callable[[_E], tuple[str, ...]]
) -> list[Block]:
    if not entries:
        return []
    latest, more = cut(entries[::-1])
    return [Group([Heading(title, 3), Table(columns, [row(entry) for entry in latest], "", more)])]


def _decision(decision: Decision) -> tuple[str, ...]:
    return (
        decision.on.isoformat(),
        f"{decision.id}: {decision.text}",
        f"{decision.owner} ({decision.team})",
        decision.serves or "–",
        decision.became or "–",
    )


def _action(action: Action) -> tuple[str, ...]:
    end = "–"
    if action.done is not None:
        end = f"done {action.done.isoformat()}"
    elif action.dropped is not None:
        end = f"dropped {action.dropped.isoformat()}: {action.reason}"
    return (
        action.due.isoformat(),
        f"{action.id}: {action.text}",
        f"{action.owner} ({action.team})",
        action.serves or "–",
        end,
    )


def _request(request: Request) -> tuple[str, ...]:
    answer = request.answers[-1] if request.answers else None
    said = (
        "–"
        if answer is None
        else f"{answer.state} {answer.on.isoformat()}" + (f": {answer.reason}" if answer.reason else "")
    )
    return (request.on.isoformat(), f"{request.id}: {request.text}", request.from_team, request.to_team, said)
