"""Draw a block as HTML: escaped, without script, bounded, and legible even where the style sheet is taken away."""

from __future__ import annotations

import re
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
from alignkit.display.html_revised import revised_html
from alignkit.display.size import bytes_of, parts_of
from alignkit.display.style import PAGE_STYLE, SIGNS, STYLE
from alignkit.display.svg import bar_strip, to_svg
from alignkit.display.wrap import clipped, escaped
from alignkit.errors import DocumentError, shown

if TYPE_CHECKING:
    from alignkit.display.blocks import Block, Cell, Column

LARGEST = 200_000
"""A block takes at most this many bytes of UTF-8 in a notebook."""

LARGEST_PAGE = 5_000_000
"""A page takes at most this many bytes of UTF-8."""

_NOTE = 200
"""Bytes kept free for the words that say how much was left out, and for closing tags."""
_DEEPEST = 40
"""Levels of a tree or of groups that are drawn: browsers stop at some hundred."""

_SHORT = 24
"""A mark or a bar's label of at most this many letters is not broken into lines."""

_WHOLE = re.compile(
    r"(?:[≥≤] )?\d[\d.,]* %|[≥≤] \d[\d.,]*(?: [A-Z]{3}\b)?"
    r"|\d{4}-\d\d-\d\d(?: \d\d:\d\d(?:[+-]\d\d:\d\d)?)?|\d\d:\d\d-\d\d:\d\d"
)
"""What no line may part: a bound and its number, a number and its percent sign, a date and its time, hours of a day."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def to_html(block: Block, *, limit: int = LARGEST) -> str:
    """Draw a block as a piece of HTML, to be put where `STYLE` holds.

    Args:
        block: what to draw.
        limit: the most bytes of UTF-8, 1,000 at least; what is left out is said.

    >>> to_html(Paragraph("5 < 6"))
    '<p>5 &lt; 6</p>'
    """
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1000:
        raise DocumentError.at("bad-limit", f"the limit is a whole number of bytes, 1,000 at least, not {shown(limit)}")
    return _html(block, limit - _NOTE, 0)


def notebook(block: Block) -> str:
    """Draw a block for a notebook: with its style, within 200,000 bytes."""
    head = f'<div class="alignkit"><style>{STYLE}</style>'
    return f"{head}{to_html(block, limit=LARGEST - len(head) - _NOTE)}</div>"


def page(title: str, block: Block, *, lang: str = "en", limit: int = LARGEST_PAGE) -> str:
    r"""Draw a block as a whole HTML page that loads nothing and runs nothing, fit for a phone and for print.

    The title is also the page's first heading, unless the block begins with a heading of level 1.

    Args:
        title: what the page is called.
        block: what stands on it.
        lang: the language of its words (BCP 47).
        limit: the most bytes of UTF-8.

    >>> page("Q1", Paragraph("All met."))[:39]
    '<!DOCTYPE html>\n<html lang="en">\n<head>'
    """
    first = block.blocks[0] if isinstance(block, Group) and block.blocks else block
    head = "" if isinstance(first, Heading) and first.level == 1 else f"<h1>{escaped(clipped(title, 1000))}</h1>"
    body = to_html(block, limit=limit)
    return (
        f'<!DOCTYPE html>\n<html lang="{escaped(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(clipped(title, 1000))}</title>\n<style>{STYLE}{PAGE_STYLE}</style>\n</head>\n"
        f'<body>\n<main class="alignkit">\n{head}{body}\n</main>\n</body>\n</html>\n'
    )


def _html(block: Block, room: int, depth: int) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level}>{_text(text, room)}</h{level}>"
        case Paragraph(text):
            return f"<p>{_text(text, room)}</p>"
        case Quote(text, by):
            said = f"<footer>— {_text(by, room // 4)}</footer>" if by else ""
            return f"<blockquote><p>{_text(text, room // 2)}</p>{said}</blockquote>"
        case Bullets(items, more):
            return _bullets(items, more, room)
        case Mark():
            return f"<p>{_mark(block, room)}</p>"
        case Bar():
            return f"<p>{_bar(block, room)}</p>"
        case Table():
            return _table(block, room)
        case Tree():
            return f'<ul class="ak-tree">{_tree(block, room, depth)}</ul>'
        case RevisedText():
            return revised_html(block, room, _text)
        case FunnelPicture() | Timeline() | StepLine() | Waterfall() | CurvePicture():
            return _figure(block, room)
        case Group(blocks, more):
            return _group(blocks, more, room, depth)
        case Beside(blocks):
            return f'<div class="ak-beside">{_group(blocks, 0, room - _NOTE, depth, within="div")}</div>'
        case _:
            assert_never(block)


def _text(text: str, room: int) -> str:
    # an escaped quote is 6 bytes, and a number that is kept whole ("5 %") at most 11 a letter
    return _WHOLE.sub(r'<span class="ak-short">\g<0></span>', escaped(clipped(text, max(20, min(100_000, room // 12)))))


def _more(count: int, what: str) -> str:
    return f'<p class="ak-more">… and {count:,} more {what if count == 1 else what + "s"}</p>'


def _mark(mark: Mark, room: int) -> str:
    sign = SIGNS[mark.tone]
    drawn = f'<span class="ak-sign" aria-hidden="true">{sign}</span> ' if sign else ""
    short = " ak-short" if len(mark.text) <= _SHORT else ""
    return f'<span class="ak-mark ak-{mark.tone}{short}">{drawn}{_text(mark.text, room)}</span>'


def _bar(bar: Bar, room: int) -> str:
    whole = ' class="ak-short"' if len(bar.label) <= _SHORT else ""
    return f'<span class="ak-bar">{bar_strip(bar)}<span{whole}>{_text(bar.label, room)}</span></span>'


def _bullets(items: tuple[str, ...], more: int, room: int) -> str:
    parts: list[str] = []
    for index, item in enumerate(items):
        part = f"<li>{_text(item, room)}</li>"
        room -= bytes_of(part)
        if room < _NOTE:
            more += len(items) - index
            break
        parts.append(part)
    drawn = f'<ul class="ak-bullets">{"".join(parts)}</ul>' if parts else ""
    return drawn + (_more(more, "item") if more else "")


def _table(table: Table, room: int) -> str:
    columns = table.columns
    titles = [escaped(clipped(column.title, 200)) for column in columns]
    caption = f"<caption>{_text(table.caption, room // 4)}</caption>" if table.caption else ""
    parts = ['<div class="ak-scroll ak-stack"><table>', caption]
    if any(titles):
        heads = "".join(f'<th scope="col"{_side(c)}>{t}</th>' for c, t in zip(columns, titles, strict=True))
        parts.append(f"<thead><tr>{heads}</tr></thead>")
    room -= bytes_of(*parts) + _NOTE
    if room < 0:
        told = f"a table of {len(columns):,} columns and {len(table.rows) + table.more:,} rows is left out"
        return f'<p class="ak-more">{told}</p>'
    parts.append("<tbody>")
    named = columns[0].align == "left" and len(columns) > 1 and any(titles)
    shown_rows = 0
    for row in table.rows:
        cells = (
            _cell(cell, column, title, room, head=named and not place)
            for place, (cell, column, title) in enumerate(zip(row, columns, titles, strict=True))
        )
        drawn = f"<tr>{''.join(cells)}</tr>"
        room -= bytes_of(drawn)
        if room < 0:
            break
        parts.append(drawn)
        shown_rows += 1
    more = len(table.rows) - shown_rows + table.more
    return f"{''.join(parts)}</tbody></table></div>{_more(more, 'row') if more else ''}"


def _side(column: Column) -> str:
    return ' class="ak-right"' if column.align == "right" else ""


def _cell(cell: Cell, column: Column, title: str, room: int, *, head: bool) -> str:
    match cell:
        case str():
            inner = _text(cell, room)
            if "<" in inner:  # on a phone a cell is a row of its title and one text: pieces would drift apart
                inner = f"<span>{inner}</span>"
        case Mark():
            inner = _mark(cell, room)
        case Bar():
            inner = _bar(cell, room)
        case _:
            assert_never(cell)
    if head:
        return f'<th scope="row"{_side(column)}>{inner}</th>'
    label = f' data-label="{title}"' if title else ""  # a phone stacks the cells, each with its column's title
    return f"<td{label}{_side(column)}>{inner}</td>"


def _tree(tree: Tree, room: int, depth: int) -> str:
    mark = f"{_mark(tree.mark, room // 2)} " if tree.mark else ""
    label = f"{mark}<span>{_text(tree.label, room // 2)}</span>"
    if not tree.children and not tree.more:
        return f"<li>{label}</li>"
    room -= bytes_of(label) + _NOTE
    parts: list[str] = []
    children = tree.children if depth < _DEEPEST else ()
    for child in children:
        drawn = _tree(child, room, depth + 1) if room > _NOTE else ""
        room -= bytes_of(drawn)
        if not drawn or room < 0:
            break
        parts.append(drawn)
    hidden = parts_of(tree.children[len(parts) :]) + tree.more
    if hidden:
        parts.append(f'<li class="ak-more">… and {hidden:,} more below</li>')
    return f"<li>{label}<ul>{''.join(parts)}</ul></li>"


def _figure(picture: FunnelPicture | Timeline | StepLine | Waterfall | CurvePicture, room: int) -> str:
    kind = "ak-scroll ak-time" if isinstance(picture, Timeline | StepLine) else "ak-funnel"
    title = f"<figcaption>{_text(picture.title, 4000)}</figcaption>" if picture.title else ""
    drawn = f'<figure class="{kind}">{title}{to_svg(picture)}</figure>'
    if bytes_of(drawn) > room:
        return f'<p class="ak-more">a picture is left out: {_text(picture.title, 1000)}</p>'
    return drawn


def _group(blocks: tuple[Block, ...], more: int, room: int, depth: int, *, within: str = "") -> str:
    if depth >= _DEEPEST:
        return _more(len(blocks) + more, "part")
    parts: list[str] = []
    for index, block in enumerate(blocks):
        waiting = len(blocks) - index - 1
        if room < 4 * _NOTE:
            more += waiting + 1
            break
        kept = min(8000 * waiting, room // 2)  # a huge table leaves room for what stands after it
        drawn = _html(block, room - kept, depth + 1)
        drawn = f"<{within}>{drawn}</{within}>" if within else drawn
        parts.append(drawn)
        room -= bytes_of(drawn)
    return "".join(parts) + (_more(more, "part") if more else "")
