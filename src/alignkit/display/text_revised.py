"""Draw a revised text as plain text: `[-what was deleted-]` and `{+what was inserted+}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.size import bytes_of
from alignkit.display.wrap import clipped, width_of, wrap

if TYPE_CHECKING:
    from alignkit.display.revised import RevisedLine, RevisedText

_NOTE = 80
_MARKS = {"kept": ("", ""), "deleted": ("[-", "-]"), "inserted": ("{+", "+}")}


def revised_lines(text: RevisedText, width: int, room: int) -> list[str]:
    """Draw a revised text within some bytes; what is left out is said."""
    lines: list[str] = []
    left = room - _NOTE
    more = text.more
    for place, line in enumerate(text.lines):
        drawn = _line(line, width, room)
        left -= bytes_of(*drawn) + len(drawn)
        if left < 0:
            more += len(text.lines) - place
            break
        lines += drawn
    return [*lines, f"… and {more:,} more line{'' if more == 1 else 's'}"] if more else lines


def _line(line: RevisedLine, width: int, room: int) -> list[str]:
    words = " ".join(
        f"{_MARKS[piece.kind][0]}{clipped(piece.text, max(40, min(100_000, room // 4)))}{_MARKS[piece.kind][1]}"
        for piece in line.pieces
    )
    if line.kind == "heading":
        found = wrap(words, width)
        return ["", *found, ("═" if line.level == 1 else "─") * max(map(width_of, found))] if line.level < 3 else found
    first, rest = {"item": ("• ", "  "), "quote": ("│ ", "│ ")}.get(line.kind, ("", ""))
    return [(rest if place else first) + found for place, found in enumerate(wrap(words, width - len(first)))]
