"""How ping-pong is shown."""

from __future__ import annotations

from alignkit.display.blocks import Block, Cell, Column, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.handoff.amounts import brief_text, short_text
from alignkit.handoff.returns import PingPong
from alignkit.handoff.show import cell


def ping_pong_blocks(found: PingPong) -> Block:
    """Return how many leads came back, between whom, and each of them."""
    leads, times = len(found.leads), len(found)
    changed = f"{_many(found.changed, 'lead')} changed owner, {_many(found.changes, 'time')} in all"
    told = f"{changed}; {_many(leads, 'lead')} went back to the owner before, {_many(times, 'time')} in all"
    held = "" if found.held is None else f". At the median the other had it for {short_text(found.held)}"
    blocks: list[Block] = [Heading("Ping-pong"), Paragraph(f"{told}{held}.")]
    if found.items:
        pairs, others = cut(found.pairs)
        rows: list[tuple[Cell, ...]] = [(one, other, f"{count:,}") for (one, other), count in pairs]
        blocks.append(Table(("between", "and", Column("times", "right")), rows, more=others))
        shown, more = cut(found)
        each: list[tuple[Cell, ...]] = [
            (
                item.lead,
                item.owner,
                item.other,
                cell(item.left, found.as_of),
                cell(item.at, found.as_of),
                brief_text(item.held),
            )
            for item in shown
        ]
        columns = ("lead", "owner", "other", "left", "came back", Column("held", "right"))
        blocks.append(Table(columns, each, more=more))
    return Group(blocks)


def _many(count: int, what: str) -> str:
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"
