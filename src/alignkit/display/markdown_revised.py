"""Draw a revised text as Markdown: what was deleted `~~struck out~~`, what was inserted `**bold**`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.size import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from alignkit.display.revised import RevisedLine, RevisedText

    _Escape: TypeAlias = Callable[[str], str]

_NOTE = 120
_MARKS = {"kept": "", "deleted": "~~", "inserted": "**"}
_FRONTS = {"paragraph": "", "item": "- ", "quote": "> "}


def revised_markdown(text: RevisedText, room: int, escape: tuple[_Escape, _Escape]) -> list[str]:
    """Draw a revised text line by line.

    Args:
        text: the text.
        room: the most bytes of UTF-8; what is left out is said.
        escape: makes words harmless that begin a line, and those that stand in one.
    """
    parts: list[str] = []
    more = text.more
    for place, line in enumerate(text.lines):
        drawn = _line(line, escape)
        room -= bytes_of(drawn) + 2
        if room < _NOTE:
            more += len(text.lines) - place
            break
        parts.append(drawn)
    return [*parts, *([f"… and {more:,} more line{'' if more == 1 else 's'}"] if more else [])]


def _line(line: RevisedLine, escape: tuple[_Escape, _Escape]) -> str:
    told = [
        # a mark in front of words keeps them from the start of the line
        (_MARKS[piece.kind], escape[bool(place) or piece.kind != "kept"](piece.text))
        for place, piece in enumerate(line.pieces)
    ]
    words = " ".join(f"{mark}{text}{mark}" for mark, text in told if text)
    return f"{'#' * line.level} {words}" if line.kind == "heading" else f"{_FRONTS[line.kind]}{words}"
