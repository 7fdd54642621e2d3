"""How a shape is shown: as a bar for each part of the time."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from alignkit.display.blocks import Bar, Block, Cell, Column, Group, Paragraph, Table
from alignkit.display.size import cut
from alignkit.scorecard.quantities import share_text
from alignkit.scorecard.shapes import Shape, shape_share

FEW = 24
"""A shape of more parts is told by the quarters of its time."""


def shape_blocks(shape: Shape) -> Block:
    """Return which part of the whole comes in each part of the time, and by its end."""
    told = f"How it comes in, by the shape {shape.name}"
    if len(shape.parts) > FEW:
        ends = [Fraction(number, 4) for number in range(5)]
        came = [shape_share(shape, end) for end in ends]
        parts = [later - earlier for earlier, later in pairwise(came)]
        told += f", of {len(shape.parts)} parts: by quarters of the time"
    else:
        parts = list(shape.parts)
    highest = max(parts)
    rows: list[tuple[Cell, ...]] = []
    by = Fraction(0)
    for number, part in enumerate(parts, start=1):
        by += part
        rows.append(
            (f"{number} of {len(parts)}", Bar(part / highest, share_text(part)), share_text(min(by, Fraction(1))))
        )
    shown, more = cut(rows)
    columns = (Column("part of the time"), Column("comes in it"), Column("has come by its end", "right"))
    return Group([Paragraph(f"{told}."), Table(columns, shown, more=more)])
