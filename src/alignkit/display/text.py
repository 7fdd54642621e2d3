"""Draw a block as plain text for a terminal: aligned, wrapped, and harmless."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeAlias, assert_never

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
from alignkit.display.size import bytes_of, parts_of
from alignkit.display.style import SIGNS
from alignkit.display.text_curve import curve_lines
from alignkit.display.text_line import step_lines
from alignkit.display.text_pictures import bar_text, funnel_lines, timeline_lines
from alignkit.display.text_revised import revised_lines
from alignkit.display.text_table import table_lines
from alignkit.display.text_waterfall import waterfall_lines
from alignkit.display.wrap import clipped, width_of, wrap
from alignkit.errors import DocumentError, shown

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

NARROWEST = 20
"""A terminal has at least this many columns."""

_NOTE = 80
"""Bytes kept free for the line that says how much was left out."""

_REST = "… and more"

_LONGEST = 100_000
"""Characters of one text that are drawn when nothing else bounds them."""


def to_text(block: Block, *, width: int = 80, limit: int | None = None) -> str:
    """Draw a block as plain text.

    Args:
        block: what to draw.
        width: columns of the terminal, 20 at least; no line is wider.
        limit: the most bytes of UTF-8 that the text takes, 500 at least; what is left out is said. None: no limit.

    Raises:
        DocumentError: `wrong-type`, `bad-width` or `bad-limit`.

    >>> print(to_text(Tree("MQL", Mark("no", "bad"), [Tree("employees >= 50", Mark("yes", "good"))])))
    ✗ no  MQL
    └─ ✓ yes  employees >= 50
    """
    for what, value, least in (("width", width, NARROWEST), ("limit", sys.maxsize if limit is None else limit, 500)):
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise DocumentError.at(
                f"bad-{what}", f"the {what} of a text is a whole number, {least} at least, not {shown(value)}"
            )
    room = sys.maxsize if limit is None else limit
    lines, used = [], 0
    for line in _lines(block, width, room):
        used += bytes_of(line) + 1
        if used > room - bytes_of(_REST) - 1:  # each kind of block keeps to its room; this is for sums of their notes
            lines.append(_REST)
            break
        lines.append(line.rstrip())
    return "\n".join(lines)


def _lines(block: Block, width: int, room: int) -> list[str]:
    match block:
        case Heading(text, level):
            lines = wrap(_short(text, room), width)
            return [*lines, ("═" if level == 1 else "─") * max(map(width_of, lines))] if level < 3 else lines
        case Paragraph(text):
            return wrap(_short(text, room), width)
        case Quote(text, by):
            lines = wrap(_short(text, room), width - 2)
            lines += wrap(f"— {_short(by, room // 4)}", width - 2) if by else []
            return [f"│ {line}" for line in lines]
        case Bullets(items, more):
            return _bullets(items, more, width, room)
        case Mark():
            return wrap(_mark(block, room), width)
        case Bar():
            return wrap(bar_text(block, min(20, width // 3)), width)
        case Table():
            return table_lines(block, width, room)
        case Tree():
            return _tree(block, width, room)
        case RevisedText():
            return revised_lines(block, width, room)
        case FunnelPicture():
            return funnel_lines(block, width, room)
        case Timeline():
            return timeline_lines(block, width, room)
        case StepLine():
            return step_lines(block, width, room)
        case Waterfall():
            return waterfall_lines(block, width, room)
        case CurvePicture():
            return curve_lines(block, width, room)
        case Group(blocks, more):
            return _group(blocks, more, width, room)
        case Beside(blocks):
            return _group(blocks, 0, width, room)
        case _:
            assert_never(block)


def _short(text: str, room: int) -> str:
    return clipped(text, max(40, min(_LONGEST, room // 4)))


def _mark(mark: Mark, room: int) -> str:
    return f"{SIGNS[mark.tone]} {_short(mark.text, room)}".strip()


def _bullets(items: tuple[str, ...], more: int, width: int, room: int) -> list[str]:
    lines: list[str] = []
    left = room - _NOTE
    for index, item in enumerate(items):
        wrapped = wrap(_short(item, room), width - 2)
        left -= bytes_of(*wrapped) + 5 * len(wrapped)
        if left < 0:
            more += len(items) - index
            break
        lines += [("• " if number == 0 else "  ") + line for number, line in enumerate(wrapped)]
    return [*lines, f"… and {more:,} more"] if more else lines


_Level: TypeAlias = tuple[tuple[Tree, ...], int, str, int]
"""An open level of a tree: siblings, the next of them, what stands in front of each, and how many more there are."""


def _tree(tree: Tree, width: int, room: int) -> list[str]:
    """Draw depth first with a stack of its own, so that no depth of a rule exhausts Python's."""
    lines: list[str] = []
    left = room - _NOTE
    stack: list[_Level] = [((tree,), 0, "", 0)]
    while stack:
        siblings, index, before, more = stack.pop()
        if index == len(siblings):
            drawn = [f"{before}└─ … and {more:,} more"] if more else []
            left -= bytes_of(*drawn) + len(drawn)
            if left < 0:
                return [*lines, _hidden([*stack, (siblings, index, before, more)])]
            lines += drawn
            continue
        node, last = siblings[index], index == len(siblings) - 1 and not more
        first, rest = ("", "") if node is tree and not lines else _branch(before, last=last)
        drawn = _labelled(node, (first, rest), width, room)
        left -= bytes_of(*drawn) + len(drawn)
        if left < 0:
            return [*lines, _hidden([*stack, (siblings, index, before, more)])]
        lines += drawn
        stack.append((siblings, index + 1, before, more))
        if (node.children or node.more) and len(rest) + 3 > width // 2:
            lines.append(f"{rest}└─ … and {parts_of([node]) - 1:,} more below")
            left -= bytes_of(lines[-1]) + 1
        else:
            stack.append((node.children, 0, rest, node.more))
    return lines


def _hidden(levels: list[_Level]) -> str:
    left_out = sum(parts_of(siblings[index:]) + more for siblings, index, _, more in levels)
    return f"… and {left_out:,} more"


def _branch(before: str, *, last: bool) -> tuple[str, str]:
    return (before + "└─ ", before + "   ") if last else (before + "├─ ", before + "│  ")


def _labelled(node: Tree, fronts: tuple[str, str], width: int, room: int) -> list[str]:
    first, rest = fronts
    below = rest + ("│  " if node.children or node.more else "   ")
    mark = f"{_mark(node.mark, room)}  " if node.mark else ""
    label = _short(node.label, room)
    # a long mark wraps with its label; a short one stands in front of it
    hang = " " * width_of(mark) if width_of(mark) <= (width - len(below)) // 3 else ""
    if not hang:
        wrapped = wrap(f"{mark.strip()} {label}".strip(), width - len(below))
    else:
        wrapped = wrap(label, width - len(below) - len(hang))
        wrapped = [mark + wrapped[0], *(hang + line for line in wrapped[1:])]
    return [first + wrapped[0], *(below + line for line in wrapped[1:])]


def _group(blocks: tuple[Block, ...], more: int, width: int, room: int) -> list[str]:
    lines: list[str] = []
    left = room - _NOTE
    for index, block in enumerate(blocks):
        waiting = len(blocks) - index - 1
        if left < 2 * _NOTE:
            more += waiting + 1
            break
        kept = min(400 * waiting, left // 2)  # a huge table leaves room for the words after it
        drawn = _lines(block, width, left - kept)
        if lines and not isinstance(blocks[index - 1], Heading):
            lines.append("")
        lines += drawn
        left -= bytes_of(*drawn) + len(drawn) + 1
    return [*lines, f"… and {more:,} more parts"] if more else lines
