"""Draw a table as plain text: columns share the width so that as few lines as can be are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from alignkit.display.blocks import Bar, Mark
from alignkit.display.size import bytes_of
from alignkit.display.style import SIGNS
from alignkit.display.text_pictures import bar_text
from alignkit.display.wrap import clipped, pad, width_of, wrap

if TYPE_CHECKING:
    from alignkit.display.blocks import Cell, Column, Table

_GAP = "  "
_NOTE = 80
_MOST_BLOCKS, _FEWER_BLOCKS = 10, 5
"""A bar in a cell has this many blocks where there is room, and where there is less."""
_WHOLE = 16
"""A mark or bar up to this width is not broken between its sign and its word."""
_TIED = "\N{NO-BREAK SPACE}"
_MEASURED = 2_000
"""Rows that are looked at to set the widths."""


def table_lines(table: Table, width: int, room: int) -> list[str]:
    """Draw a table of at most `width` columns and about `room` bytes; where not even words fit, row by row."""
    if len(table.columns) > room // 8:
        return wrap(
            f"a table of {len(table.columns):,} columns and {len(table.rows) + table.more:,} rows is left out", width
        )
    longest = max(40, min(20_000, room // 4))
    fewest = 2 * len(table.columns) + 1  # bytes of the shortest row that can be
    rows = table.rows[: max(1, room // fewest)]
    titles = [clipped(column.title, longest) for column in table.columns]
    measured = rows[:_MEASURED]
    blocks = [_blocks([row[at] for row in measured], width) for at in range(len(titles))]
    asked = [[_drawn(cell, longest, many) for cell, many in zip(row, blocks, strict=True)] for row in measured]
    natural = _natural([titles, *asked], width)
    if sum(natural) > width - len(_GAP) * (len(titles) - 1):  # shorter bars before narrower words
        blocks = [min(many, _FEWER_BLOCKS) for many in blocks]
        asked = [[_drawn(cell, longest, many) for cell, many in zip(row, blocks, strict=True)] for row in measured]
        natural = _natural([titles, *asked], width)
    widths = _widths([titles, *asked], natural, table.columns, width)
    lines = [*wrap(clipped(table.caption, longest), width), ""] if table.caption else []
    if widths and any(titles):
        lines += _row(titles, table.columns, widths)
        lines.append(_GAP.join("─" * wide for wide in widths))
    left = room - _NOTE - bytes_of(*lines) - len(lines)
    shown = 0
    for row in rows:
        cells = (
            asked[shown]
            if shown < _MEASURED
            else [_drawn(cell, longest, count) for cell, count in zip(row, blocks, strict=True)]
        )
        drawn = _row(cells, table.columns, widths) if widths else _record(cells, titles, width)
        left -= bytes_of(*drawn) + len(drawn)
        if left < 0:
            break
        lines += drawn
        shown += 1
    more = len(table.rows) - shown + table.more
    if not widths and lines and not lines[-1]:
        lines.pop()
    return [*lines, f"… and {more:,} more rows" if more > 1 else "… and 1 more row"] if more else lines


def _blocks(cells: list[Cell], width: int) -> int:
    """Return how many blocks the bars of one column have: as many for each, for they are compared."""
    labels = [width_of(clipped(cell.label, 100)) for cell in cells if isinstance(cell, Bar)]
    return max(3, min(_MOST_BLOCKS, width // 3 - max(labels, default=0)))


def _drawn(cell: Cell, longest: int, blocks: int) -> str:
    match cell:
        case str():
            return clipped(cell, longest)
        case Mark(text, tone):
            return _tied(f"{SIGNS[tone]} {clipped(text, longest)}".strip())
        case Bar():
            return _tied(bar_text(cell, blocks))
        case _:
            assert_never(cell)


def _tied(text: str) -> str:
    return text.replace(" ", _TIED) if width_of(text) <= _WHOLE else text


def _natural(rows: list[list[str]], width: int) -> list[int]:
    return [max(1, *(min(width, width_of(row[at])) for row in rows)) for at in range(len(rows[0]))]


def _widths(rows: list[list[str]], natural: list[int], columns: tuple[Column, ...], width: int) -> list[int]:
    """Share the width among the columns; empty where the columns cannot stand side by side."""
    room = width - len(_GAP) * (len(columns) - 1)
    if sum(natural) <= room:
        return natural
    words = [
        max(1, *(width_of(word) for row in rows for word in row[place].split(" "))) for place in range(len(columns))
    ]
    # a number is not broken, and a word only where it is long
    widths = [
        min(wide, 24 if column.align == "right" else word, 24)
        for wide, word, column in zip(natural, words, columns, strict=True)
    ]
    if sum(widths) > room:
        widths = [min(wide, 12) for wide in widths]
    if sum(widths) > room:
        return []
    for _ in range(room - sum(widths)):
        # the next column goes to whom it saves the most lines
        needs = [wide / given if wide > given else 0 for wide, given in zip(natural, widths, strict=True)]
        widths[needs.index(max(needs))] += 1
    return widths


def _row(cells: list[str], columns: tuple[Column, ...], widths: list[int]) -> list[str]:
    wrapped = [wrap(cell, wide) for cell, wide in zip(cells, widths, strict=True)]
    height = max(map(len, wrapped))
    return [
        _GAP.join(
            pad(lines[number] if number < len(lines) else "", wide, right=column.align == "right")
            for lines, wide, column in zip(wrapped, widths, columns, strict=True)
        )
        .replace(_TIED, " ")
        .rstrip()
        for number in range(height)
    ]


def _record(cells: list[str], titles: list[str], width: int) -> list[str]:
    """Draw one row as lines of "title  cell", for tables with more columns than a terminal has room for."""
    wide = min(max(map(width_of, titles)), width // 3)
    lines = []
    for title, cell in zip(titles, cells, strict=True):
        names, values = wrap(title, max(1, wide)), wrap(cell, width - wide - len(_GAP))
        for number in range(max(len(names), len(values))):
            name = names[number] if number < len(names) else ""
            value = values[number] if number < len(values) else ""
            lines.append(f"{pad(name, wide)}{_GAP}{value}".replace(_TIED, " ").rstrip())
    return [*lines, ""]
