"""How the health of the alignment, and the agreement of two judges, are shown."""

from __future__ import annotations

from alignkit.display.blocks import Bar, Block, Bullets, Cell, Column, Group, Heading, Mark, Paragraph, Table
from alignkit.display.size import cut
from alignkit.exact import plain
from alignkit.scorecard.quantities import share_text
from alignkit.together.healths import Health, HealthPart
from alignkit.together.kappas import Kappa

MOST = 20
"""Of the records that speak against a part at most so many are listed."""


def kappa_sentence(found: Kappa) -> str:
    """Say how far two judges agree, and how far beyond chance."""
    if found.agreed is None:
        return "Nothing was judged by both yet."
    said = f"They agree on {found.both:,} of {found.judged:,} ({share_text(found.agreed)})"
    if found.value is None or found.lowest is None or found.highest is None:
        return f"{said}; both always said the same word, so that chance alone would agree as often."
    low, high = plain(found.lowest, 2), plain(found.highest, 2)
    return f"{said}; beyond chance that is a kappa of {plain(found.value, 2)} (95 % interval {low} to {high})."


def kappa_blocks(found: Kappa) -> Block:
    """Return the sentence and the table of counts."""
    words, more = cut(found.words, 12)
    columns = [Column("first says, second says"), *(Column(word, "right") for word in words)]
    rows = [(word, *(f"{count:,}" for count in row[:12])) for word, row in zip(words, found.counts, strict=False)]
    return Group([Paragraph(kappa_sentence(found)), Table(columns, rows, "", more)])


def health_sentence(health: Health) -> str:
    """Say what the index came to, and how much of it is measured."""
    if health.index is None:
        return f"Nothing is measured yet of the alignment in {health.period.name}."
    said = f"The alignment index of {health.period.name} is {plain(health.index * 100, 0)} of 100"
    pending = len(health.pending)
    if not pending:
        return f"{said}."
    parts = f"{len(health.parts) - pending} of its {len(health.parts)} parts"
    low, high = plain(health.lowest * 100, 0), plain(health.highest * 100, 0)
    return f"{said}, from {parts}; once all are measured it lies between {low} and {high}."


def health_blocks(health: Health) -> Block:
    """Return the index, its parts, and what speaks against each of them."""
    rows: list[tuple[Cell, ...]] = []
    for part in health.parts:
        cell: Cell = Mark("pending", "muted") if part.value is None else Bar(part.value)
        rows.append((part.title, cell, part.sentence))
    blocks: list[Block] = [
        Heading("How well both teams are aligned"),
        Paragraph(health_sentence(health)),
        Table(("part", "came to", "from"), rows),
    ]
    blocks += [_against(part) for part in health.parts if part.kept < len(part.records)]
    return Group(blocks)


def _against(part: HealthPart) -> Block:
    against, more = cut([f"{record.what}: {record.said}" for record in part.records if not record.kept], MOST)
    return Group([Heading(f"{part.title}: what to look at", 3), Bullets(against, more)])
