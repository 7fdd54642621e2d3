"""How the changes between two versions are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.agreement.changes import PARTS
from alignkit.display.blocks import Block, Cell, Group, Heading, Mark, Paragraph, Table
from alignkit.display.size import MOST_ROWS
from alignkit.rules.describe import brief

if TYPE_CHECKING:
    from alignkit.agreement.changes import Change, Changes
    from alignkit.display.blocks import Tone

_TONES: dict[str, Tone] = {"added": "good", "removed": "bad", "changed": "warn"}


def changes_blocks(changes: Changes) -> Block:
    """Return what changed, part by part: what was agreed before, what is now, and whom it concerns."""
    blocks: list[Block] = [Heading("What changed"), Paragraph(changes.sentence)]
    left = MOST_ROWS
    for part, title in PARTS.items():
        mine = [change for change in changes if change.part == part]
        if not mine:
            continue
        rows = [_row(change) for change in mine[:left]]
        left -= len(rows)
        table = Table(("what", "", "before", "after", "concerns"), rows, more=len(mine) - len(rows))
        blocks += [Heading(title, 3), table]
    return Group(blocks)


def _row(change: Change) -> tuple[Cell, ...]:
    said = [brief(text) if text else "–" for text in (change.before, change.after)]
    return (brief(change.what), Mark(change.kind, _TONES[change.kind]), *said, " and ".join(change.teams))
