"""How a rotation is shown: a row per round."""

from __future__ import annotations

from alignkit.display.blocks import Block, Column, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.together.rotations import Rotation


def rotation_blocks(rotation: Rotation) -> Block:
    """Return who meets whom, round by round."""
    count = rotation.cycle
    said = f"In {count:,} {'round' if count == 1 else 'rounds'} everybody meets everybody of the other team once."
    rounds, more = cut(rotation.rounds, 60)
    rows = []
    for round_ in rounds:
        pairs, others = cut(round_.pairs, 60)
        told = ", ".join(f"{first} and {second}" for first, second in pairs) or "–"
        beside = [f"{name} (away)" for name in round_.absent[:20]] + list(round_.resting[:20])
        rows.append((f"{round_.number:,}", f"{told} and {others:,} more" if others else told, ", ".join(beside) or "–"))
    columns = (Column("round", "right"), Column("who meets whom"), Column("without a partner"))
    return Group([Heading("Coaching pairs"), Paragraph(said), Table(columns, rows, "", more)])
