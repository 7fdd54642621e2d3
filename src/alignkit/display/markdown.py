"""Draw a block as Markdown, to be pasted into a mail, a chat or a wiki: escaped, and bounded."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, assert_never

from alignkit.display.blocks import (
    Bar,
    Beside,
    Bullets,
    CurvePicture,
    FunnelPicture,
    Group,
    Heading,
    Mark,
    Paragraph,
    Quote,
    RevisedText,
    StepLine,
    Table,
    Timeline,
    Tree,
    Waterfall,
)
from alignkit.display.markdown_revised import revised_markdown
from alignkit.display.size import bytes_of
from alignkit.display.style import SIGNS
from alignkit.display.wrap import clipped
from alignkit.errors import DocumentError, shown

if TYPE_CHECKING:
    from alignkit.display.blocks import Block, Cell, Column

LARGEST = 60_000
"""A block takes at most this many bytes of UTF-8, unless told otherwise."""

_NOTE = 120
"""Bytes kept free for the words that say how much was left out."""
_LONGEST = 2_000
_LONGEST_OF_ALL = 100_000
"""A text is cut to at most this many characters: the first, or where there is room for more, up to the second."""
_PICTURE = 20_000
"""A picture takes at most this many bytes."""

# what would be read as a mark anywhere; `<`, `>` and `&` become entities, for some readers take HTML as it comes
_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]#|~$"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"})
_LINE_START = re.compile(r"[-+=](?!\w)|\d{1,9}(?=[.)](?:\s|$))")
"""What would be a list, a rule or a heading at the start of a line."""


def to_markdown(block: Block, *, limit: int = LARGEST) -> str:
    r"""Draw a block as Markdown, with tables as GitHub, GitLab and most wikis read them.

    Args:
        block: what to draw.
        limit: the most bytes of UTF-8, 1,000 at least; what is left out is said.

    Raises:
        DocumentError: `bad-limit`.

    >>> print(to_markdown(Table(["goal", "actual"], [["MQLs | all", "5 < 6"]])))
    | goal | actual |
    | --- | --- |
    | MQLs \| all | 5 &lt; 6 |
    """
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1000:
        raise DocumentError.at("bad-limit", f"the limit is a whole number of bytes, 1,000 at least, not {shown(limit)}")
    return "\n\n".join(_parts(block, limit - _NOTE)).rstrip() + "\n"


def escaped_markdown(text: str, most: int = _LONGEST) -> str:
    r"""Return text on one line that Markdown shows as it is, wherever it stands in a line; at most so many characters.

    >>> escaped_markdown("*now* <b> | [x](y)")
    '\\*now\\* &lt;b&gt; \\| \\[x\\](y)'
    """
    return clipped(text, most).translate(_ESCAPES)


def _most(room: int) -> int:
    return max(_LONGEST, min(_LONGEST_OF_ALL, room // 12))


def _line(text: str, most: int = _LONGEST) -> str:
    r"""Return text that may begin a line.

    >>> _line("- now"), _line("1. January"), _line("-5 EUR")
    ('\\- now', '1\\. January', '-5 EUR')
    """
    line = escaped_markdown(text, most)
    found = _LINE_START.match(line)
    if found is None:
        return line
    start = found[0]
    return f"{start}\\{line[len(start) :]}" if start[0].isdigit() else f"\\{line}"


def _more(count: int, what: str) -> str:
    return f"… and {count:,} more {what if count == 1 else what + 's'}"


def _parts(block: Block, room: int) -> list[str]:
    most = _most(room)
    match block:
        case Heading(text, level):
            return [f"{'#' * level} {escaped_markdown(text, most)}"]
        case Paragraph(text):
            return [_line(text, most)]
        case Quote(text, by):
            return [f"> {_line(text, most)}" + (f"\n>\n> — {escaped_markdown(by)}" if by else "")]
        case Bullets(items, more):
            return _bullets(items, more, room)
        case Mark() | Bar():
            return [_cell(block, most)]
        case Table():
            return _table(block, room)
        case Group(blocks, more):
            return _group(blocks, more, room)
        case Beside(blocks):
            return _group(blocks, 0, room)
        case RevisedText():
            return revised_markdown(block, room, (partial(_line, most=most), partial(escaped_markdown, most=most)))
        case Tree() | FunnelPicture() | Timeline() | StepLine() | Waterfall() | CurvePicture():
            return [_drawn(block, room)]
        case _:
            assert_never(block)


def _drawn(block: Block, room: int) -> str:
    """Draw what Markdown has no form for as text between fences; no line of it can end the fence."""
    from alignkit.display.text import to_text

    lines = to_text(block, width=80, limit=max(500, min(_PICTURE, room))).replace("`", "'").splitlines()
    return "\n".join(["```text", *lines, "```"])


def _bullets(items: tuple[str, ...], more: int, room: int) -> list[str]:
    lines: list[str] = []
    most = _most(room)
    for place, item in enumerate(items):
        line = f"- {_line(item, most)}"
        room -= bytes_of(line) + 1
        if room < _NOTE:
            more += len(items) - place
            break
        lines.append(line)
    return ["\n".join(lines)] * bool(lines) + ([_more(more, "item")] if more else [])


def _cell(cell: Cell, most: int) -> str:
    match cell:
        case str():
            return escaped_markdown(cell, most)
        case Mark(text, tone):
            return f"{SIGNS[tone]} {escaped_markdown(text, most)}".strip()
        case Bar(_, label, _):
            return escaped_markdown(label, most)
        case _:
            assert_never(cell)


def _rule(column: Column) -> str:
    return "---:" if column.align == "right" else "---"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _table(table: Table, room: int) -> list[str]:
    lines = [_row([escaped_markdown(column.title) for column in table.columns])]
    lines.append(_row([_rule(column) for column in table.columns]))
    room -= bytes_of(*lines) + 2
    most = _most(room)
    drawn = 0
    for row in table.rows:
        line = _row([_cell(cell, most) for cell in row])
        room -= bytes_of(line) + 1
        if room < _NOTE:
            break
        lines.append(line)
        drawn += 1
    more = len(table.rows) - drawn + table.more
    caption = [_line(table.caption)] if table.caption else []
    return [*caption, "\n".join(lines), *([_more(more, "row")] if more else [])]


def _group(blocks: tuple[Block, ...], more: int, room: int) -> list[str]:
    parts: list[str] = []
    for place, block in enumerate(blocks):
        waiting = len(blocks) - place - 1
        if room < 4 * _NOTE:
            more += waiting + 1
            break
        # a huge table leaves room for what stands after it
        drawn = _parts(block, room - min(2000 * waiting, room // 2))
        if bytes_of(*drawn) + 2 * len(drawn) > room - _NOTE:
            more += waiting + 1
            break
        room -= bytes_of(*drawn) + 2 * len(drawn)
        parts += drawn
    return [*parts, *([_more(more, "part")] if more else [])]
