"""How a shape reads: which part comes when."""

from __future__ import annotations

from fractions import Fraction

from tests.scorecard.drawn import tables, text_of

from alignkit.display.blocks import Bar, Group, Paragraph
from alignkit.scorecard.shapes import Shape
from alignkit.scorecard.show_goal import shape_blocks

THREE = """
How it comes in, by the shape late.

part of the time  comes in it      has come by its end
────────────────  ───────────────  ───────────────────
1 of 3            ░░░░░░░░░░ 0 %                   0 %
2 of 3            ███░░░░░░░ 25 %                 25 %
3 of 3            ██████████ 75 %                100 %
"""
QUARTERS = """
How it comes in, by the shape 2025, of 25 parts: by quarters of the time.

part of the time  comes in it        has come by its end
────────────────  ─────────────────  ───────────────────
1 of 4            ██████████ 31.2 %               31.2 %
2 of 4            █████████░ 27.1 %               58.3 %
3 of 4            ███████░░░ 20.8 %               79.2 %
4 of 4            ███████░░░ 20.8 %                100 %
"""


def test_a_short_shape_in_full() -> None:
    """The part in which most comes has a full bar, and the others are measured by it: 25 % is a third of 75 %."""
    found = shape_blocks(Shape("late", [0, 0.25, 0.75]))
    assert text_of(found) == THREE.strip()
    (table,) = tables(found)
    assert [row[1] for row in table.rows] == [Bar(0, "0 %"), Bar(Fraction(1, 3), "25 %"), Bar(1, "75 %")]


def test_a_long_shape_in_quarters() -> None:
    """A quarter of 25 parts is 6 1/4 of them: 1/20 each in the first ten, 1/30 in the others."""
    parts = [Fraction(1, 20)] * 10 + [Fraction(1, 30)] * 15
    assert text_of(shape_blocks(Shape("2025", parts))) == QUARTERS.strip()


def test_24_parts_are_told_one_by_one() -> None:
    """As a year by half months; of 25 no more."""
    half_months = shape_blocks(Shape("2025", [Fraction(1, 24)] * 24))
    assert isinstance(half_months, Group)
    assert half_months.blocks[0] == Paragraph("How it comes in, by the shape 2025.")
    (table,) = tables(half_months)
    assert (len(table.rows), table.more) == (24, 0)
    assert table.rows[-1] == ("24 of 24", Bar(1, "4.2 %"), "100 %")
