"""How handoffs are shown: how they ended, why they were sent back, and which came again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from alignkit.display.blocks import Block, Bullets, Cell, Column, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.funnel.say_recycling import TO_ANOTHER, limit_words
from alignkit.handoff.acceptance import Handoff, Handoffs
from alignkit.handoff.show import cell, mark, minute
from alignkit.rules.describe import times

MOST_LEADS = 12
"""Of the leads that are offered against the terms at most so many are named in a line; `findings` names all."""


def handoffs_blocks(handoffs: Handoffs) -> Block:
    """Return how the handoffs ended, what came of them later, the reasons, and the handoffs."""
    boundary = handoffs.boundary
    told = ", ".join(f"{count} {state}" for state, count in handoffs.counts.items() if count) or "none"
    late = f", {handoffs.late} of them late" if handoffs.late else ""
    blocks: list[Block] = [
        Heading(f"Handoff {boundary.offered} → {boundary.accepted}"),
        Paragraph(f"Handoffs: {told}; {handoffs.answered} answered{late}, as of {minute(handoffs.as_of)}."),
    ]
    if later := later_sentences(handoffs):
        blocks.append(Paragraph(" ".join(later)))
    blocks += breach_blocks(handoffs)
    for because, reasons in (("rejected because", handoffs.reasons), ("given back because", handoffs.return_reasons)):
        if reasons:
            blocks.append(_reasons(because, reasons, boundary.reasons))
    blocks.append(_table(handoffs))
    return Group(blocks)


def later_sentences(handoffs: Handoffs) -> list[str]:
    """Say what happened to leads beside their answers; nothing of what did not happen."""
    found: list[str] = []
    if count := handoffs.reassigned:
        found.append(f"{_leads(count)} went to another person while waiting for an answer.")
    if count := handoffs.returned:
        accepted = handoffs.counts["accepted"]
        found.append(f"Of {accepted} accepted, {count} {_was(count)} given back later.")
    if count := handoffs.recycled:
        again = times(count)
        after = f", {_of_them(handoffs.ping_pong, count)} after a no (ping-pong)" if handoffs.ping_pong else ""
        most = f"no lead was offered more than {times(handoffs.most_rounds)}"
        found.append(f"{again[0].upper()}{again[1:]} a lead was offered again{after}; {most}.")
    return found


def breach_blocks(handoffs: Handoffs) -> list[Block]:
    """Return which offers are not as the terms of the boundary have it: a line a term, with the leads; or nothing."""
    boundary = handoffs.boundary
    told: list[str] = []
    if boundary.recycle_limit is not None:
        beyond = [one.lead for one in handoffs if one.round - 1 > boundary.recycle_limit]
        told += _breach(f"{limit_words(boundary.recycle_limit)}, and {_offers(len(beyond))} beyond that", beyond)
    if boundary.recycle_to_another:
        same = [f"{one.lead} ({one.held_by})" for one in handoffs if one.same_person]
        told += _breach(f"{TO_ANOTHER}, and {_offers(len(same))} to the same", same)
    return [Paragraph("Not as agreed:"), Bullets(told)] if told else []


def _breach(words: str, leads: Sequence[str]) -> list[str]:
    shown, more = cut(tuple(dict.fromkeys(leads)), MOST_LEADS)
    listed = ", ".join(shown) + (f" and {more:,} more" if more else "")
    return [f"{words[0].upper()}{words[1:]}: {listed}."] if leads else []


def _offers(count: int) -> str:
    return f"{count:,} {'offer was' if count == 1 else 'offers were'}"


def _of_them(part: int, count: int) -> str:
    if part < count:
        return f"{part} of them"
    return "that time" if count == 1 else "both times" if count == 2 else "each time"


def _leads(count: int) -> str:
    return f"{count} lead" if count == 1 else f"{count} leads"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _reasons(because: str, reasons: Iterable[tuple[str | None, int]], agreed: tuple[str, ...]) -> Block:
    shown, more = cut(tuple(reasons))
    rows = [(reason_text(reason, agreed), str(count)) for reason, count in shown]
    return Table((because, Column("times", "right")), rows, more=more)


def reason_text(reason: str | None, agreed: tuple[str, ...]) -> str:
    """Write a reason, and whether it is none of the agreed ones."""
    if reason is None:
        return "(no reason given)"
    return reason if not agreed or reason in agreed else f"{reason} (not agreed)"


def _table(handoffs: Handoffs) -> Block:
    """Return the handoffs; what none of them has is no column."""
    as_of, agreed = handoffs.as_of, handoffs.boundary.reasons
    shown, more = cut(handoffs)
    always: list[tuple[str | Column, Callable[[Handoff], Cell]]] = [
        ("lead", lambda one: one.lead),
        ("owner", lambda one: " → ".join(one.owners) or one.owner),
        ("state", lambda one: mark(one.state)),
        ("offered", lambda one: cell(one.offered_at, as_of)),
        ("ended", lambda one: cell(one.at, as_of)),
        ("reason", lambda one: _why(one, agreed)),
    ]
    sometimes: list[tuple[bool, str | Column, Callable[[Handoff], Cell]]] = [
        (any(one.note for one in shown), "note", lambda one: one.note or ""),
        (handoffs.returned > 0, "given back", lambda one: _or_blank(one.returned_at, as_of)),
        (handoffs.recycled > 0, Column("round", "right"), lambda one: str(one.round)),
    ]
    columns = always + [(head, write) for is_needed, head, write in sometimes if is_needed]
    rows = [tuple(write(one) for _, write in columns) for one in shown]
    return Table(tuple(head for head, _ in columns), rows, more=more)


def _why(handoff: Handoff, agreed: tuple[str, ...]) -> str:
    reason = handoff.returned_for if handoff.is_returned else handoff.reason
    return "" if reason is None else reason_text(reason, agreed)


def _or_blank(instant: datetime | None, as_of: datetime) -> str:
    return "" if instant is None else cell(instant, as_of)
