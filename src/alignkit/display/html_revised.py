"""Draw a revised text as HTML: `<del>` and `<ins>`, which screen readers know and paper shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.size import bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from alignkit.display.revised import RevisedLine, RevisedText

_TAGS = {"kept": None, "deleted": "del", "inserted": "ins"}
_LIST = '<ul class="ak-bullets">'
_NOTE = 200
"""Bytes kept free for the words that say how much was left out."""


def revised_html(text: RevisedText, room: int, draw: Callable[[str, int], str]) -> str:
    """Draw a revised text; items that follow each other make one list.

    Args:
        text: the text.
        room: the most bytes of UTF-8; what is left out is said.
        draw: draws words within some bytes, escaped.
    """
    parts: list[str] = []
    room -= _NOTE
    listing = False
    more = text.more
    for place, line in enumerate(text.lines):
        item = line.kind == "item"
        drawn = _line(line, room, draw)
        if item != listing:
            drawn = f"{_LIST if item else '</ul>'}{drawn}"
        room -= bytes_of(drawn)
        if room < _NOTE:
            more += len(text.lines) - place
            break
        parts.append(drawn)
        listing = item
    if listing:
        parts.append("</ul>")
    if more:
        parts.append(f'<p class="ak-more">… and {more:,} more line{"" if more == 1 else "s"}</p>')
    return f'<div class="ak-revised">{"".join(parts)}</div>'


def _line(line: RevisedLine, room: int, draw: Callable[[str, int], str]) -> str:
    pieces = " ".join(_piece(draw(piece.text, room), _TAGS[piece.kind]) for piece in line.pieces)
    match line.kind:
        case "heading":
            return f"<h{line.level}>{pieces}</h{line.level}>"
        case "item":
            return f"<li>{pieces}</li>"
        case "quote":
            return f"<blockquote><p>{pieces}</p></blockquote>"
        case _:
            return f"<p>{pieces}</p>"


def _piece(words: str, tag: str | None) -> str:
    return words if tag is None else f"<{tag}>{words}</{tag}>"
