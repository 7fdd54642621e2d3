"""How commitments are shown: what each team owes beside what the others owe, and below what they owe together."""

from __future__ import annotations

from alignkit.display.blocks import Beside, Block, Cell, Column, Group, Heading, Mark, Paragraph, Table
from alignkit.display.size import cut
from alignkit.scorecard.commitments import Commitments, Side
from alignkit.scorecard.readings import GoalReading
from alignkit.scorecard.show import TONES, agreed_text, attained_cell

_COLUMNS = (
    Column("goal"),
    Column("actual", "right"),
    Column("agreed"),
    Column("attained"),
    Column("status"),
)


def commitments_blocks(commitments: Commitments, *, level: int = 3) -> Block:
    """Return what each team owes, side by side where there is room, and below what they owe together.

    Args:
        commitments: what to show.
        level: of the headings.
    """
    sides = [Group([Heading(f"What {side.owners[0]} owes", level), _goals(side)]) for side in commitments.sides]
    blocks: list[Block] = [Beside(sides)]
    for side in commitments.joint:
        alone = len(commitments.joint) == 1
        who = "they owe together" if alone else f"{' and '.join(side.owners)} owe together"
        blocks += [Heading(f"What {who}", level), _goals(side)]
    return Group(blocks)


def _goals(side: Side) -> Block:
    if not side.readings:
        return Paragraph("Nothing alone; see what they owe together.")
    shown, more = cut(side.readings)
    return Table(_COLUMNS, [_row(reading) for reading in shown], more=more)


def _row(reading: GoalReading) -> tuple[Cell, ...]:
    tone = TONES[reading.status]
    return (
        reading.goal.label,
        reading.figure.text,
        agreed_text(reading.goal),
        attained_cell(reading.attainment, tone),
        Mark(reading.status, tone),
    )
