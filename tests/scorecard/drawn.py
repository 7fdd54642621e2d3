"""Find what is drawn: the tables of a block, at whatever depth, and the text as a notebook shows it."""

from __future__ import annotations

from alignkit.display.blocks import Beside, Block, Group, Table
from alignkit.display.text import to_text


def tables(block: Block) -> list[Table]:
    """Return the tables of a block from top to bottom: their cells tell tones, which text does not show."""
    if isinstance(block, Table):
        return [block]
    return [table for part in block.blocks for table in tables(part)] if isinstance(block, Group | Beside) else []


def text_of(block: Block) -> str:
    """Return the text of a block, 80 columns wide."""
    return to_text(block)
