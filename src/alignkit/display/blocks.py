"""The blocks that an answer is shown with: what is said, never how it looks.

An answer says what it shows as one block (often a `Group`); `to_text`, `to_html` and `to_svg` draw it. Text in a block
is taken as it comes, from people and CRMs: the drawing makes it harmless, so nothing is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import get_args

import attrs

from alignkit.display import checked
from alignkit.display.checked import Align, Tone, wrong
from alignkit.display.curve_picture import CurveLine, CurvePicture
from alignkit.display.pictures import FunnelPicture, Lane, Level, Moment, Segment, Step, StepLine, Timeline
from alignkit.display.revised import RevisedLine, RevisedPiece, RevisedText
from alignkit.display.waterfall import Pillar, Rise, Waterfall
from alignkit.errors import DocumentError, shown
from alignkit.exact import Number, exact

__all__ = [
    "Align",
    "Bar",
    "Beside",
    "Block",
    "Bullets",
    "Cell",
    "Column",
    "CurveLine",
    "CurvePicture",
    "FunnelPicture",
    "Group",
    "Heading",
    "Lane",
    "Level",
    "Mark",
    "Moment",
    "Paragraph",
    "Picture",
    "Pillar",
    "Quote",
    "RevisedLine",
    "RevisedPiece",
    "RevisedText",
    "Rise",
    "Segment",
    "Step",
    "StepLine",
    "Table",
    "Timeline",
    "Tone",
    "Tree",
    "Waterfall",
    "percent",
]


@attrs.frozen(slots=True)
class Heading:
    """A heading; level 1 is a page's title, 4 the deepest.

    >>> Heading("Goals").level
    2
    """

    text: str = attrs.field(validator=checked.text)
    level: int = 2

    def __attrs_post_init__(self) -> None:
        if isinstance(self.level, bool) or self.level not in (1, 2, 3, 4):
            raise DocumentError.at("bad-level", f"the level of a Heading is 1 to 4, not {shown(self.level)}")


@attrs.frozen(slots=True)
class Paragraph:
    """Running text; any run of white space counts as one space."""

    text: str = attrs.field(validator=checked.text)


@attrs.frozen(slots=True)
class Quote:
    """Somebody's own words, and who said them."""

    text: str = attrs.field(validator=checked.text)
    by: str = attrs.field(default="", validator=checked.text)


def _items(values: Iterable[str]) -> tuple[str, ...]:
    items = []
    for value in checked.listed(values, "the items of Bullets"):
        if not isinstance(value, str):
            raise wrong("an item of Bullets must be text", value)
        items.append(value)
    return tuple(items)


@attrs.frozen(slots=True)
class Bullets:
    """Short lines in no order; `more` are known and not among the items.

    >>> Bullets(["one call", "two mails"]).items
    ('one call', 'two mails')
    """

    items: tuple[str, ...] = attrs.field(converter=_items)
    more: int = attrs.field(default=0, validator=checked.count)


@attrs.frozen(slots=True)
class Mark:
    """A state in a word or two; its tone adds a sign and a colour, and never stands alone.

    >>> Mark("breached", "bad")
    Mark(text='breached', tone='bad')
    """

    text: str = attrs.field(validator=checked.text)
    tone: Tone = attrs.field(default="neutral", validator=checked.tone)


def _share(value: Number) -> float:
    if isinstance(value, float) and 0 <= value <= 1:
        return value
    share = exact(value, "the share of a Bar")
    if not 0 <= share <= 1:
        raise DocumentError.at(
            "bad-share", f"the share of a Bar is 0 to 1 (put what is over it into the label), not {shown(value)}"
        )
    return float(share)


def percent(share: Number) -> str:
    """Write a share in per cent; what is not all never reads 100 %, what is not nothing never 0 %.

    >>> percent(0.8), percent(0.999), percent(0.001), percent(1)
    ('80 %', '>99 %', '<1 %', '100 %')
    """
    parts = Fraction(share) * 100
    rounded = round(parts)
    if rounded == 100 and parts < 100:
        return ">99 %"
    if rounded == 0 and parts > 0:
        return "<1 %"
    return f"{rounded:,} %"


@attrs.frozen(slots=True)
class Bar:
    """A share of a whole as a bar: `share` from 0 to 1, and a label, the share in per cent when blank.

    Raises:
        DocumentError: `bad-share`, `wrong-type`.

    >>> Bar(0.8).label
    '80 %'
    """

    share: float = attrs.field(converter=_share)
    label: str = attrs.field(default="", validator=checked.text)
    tone: Tone = attrs.field(default="neutral", validator=checked.tone)

    def __attrs_post_init__(self) -> None:
        if not self.label:
            object.__setattr__(self, "label", percent(self.share))


Cell = str | Bar | Mark


@attrs.frozen(slots=True)
class Column:
    """A column's title, and the side on which its cells line up: numbers to the right."""

    title: str = attrs.field(validator=checked.text)
    align: Align = attrs.field(default="left", validator=checked.align)


def _columns(values: Iterable[Column | str]) -> tuple[Column, ...]:
    columns = []
    for value in checked.listed(values, "the columns of a Table"):
        if not isinstance(value, Column | str):
            raise wrong("a column of a Table must be a Column or its title", value)
        columns.append(value if isinstance(value, Column) else Column(value))
    return tuple(columns)


def _rows(values: Iterable[Iterable[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for value in checked.listed(values, "the rows of a Table"):
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise wrong("a row of a Table must be a list of cells", value)
        row = tuple(value)
        for cell in row:
            if not isinstance(cell, str | Bar | Mark):
                raise wrong("a cell of a Table must be text, a Bar or a Mark", cell)
        rows.append(row)
    return tuple(rows)


@attrs.frozen(slots=True)
class Table:
    """Rows under columns; `more` rows are known and not among them. No titles at all: no head is drawn.

    Args:
        columns: `Column`s, or plain titles.
        rows: per row one cell a column: text, a `Bar` or a `Mark`.
        caption: what the table tells.
        more: how many further rows there are.

    Raises:
        DocumentError: `no-columns`, `wrong-length`, `wrong-type`.

    >>> Table(["goal", Column("actual", "right")], [["MQLs", "412"]]).columns[0]
    Column(title='goal', align='left')
    """

    columns: tuple[Column, ...] = attrs.field(converter=_columns)
    rows: tuple[tuple[Cell, ...], ...] = attrs.field(converter=_rows)
    caption: str = attrs.field(default="", validator=checked.text)
    more: int = attrs.field(default=0, validator=checked.count)

    def __attrs_post_init__(self) -> None:
        if not self.columns:
            raise DocumentError.at("no-columns", "a Table has at least one column")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise DocumentError.at(
                    "wrong-length", f"a row of a Table has {len(self.columns)} cells, not {len(row)}: {shown(row)}"
                )


def _mark(value: Mark | str | None) -> Mark | None:
    if value is None or isinstance(value, Mark):
        return value
    if isinstance(value, str):
        return Mark(value) if value else None
    raise wrong("the mark of a Tree must be a Mark or text", value)


def _children(values: Iterable[Tree]) -> tuple[Tree, ...]:
    children = []
    for value in checked.listed(values, "the children of a Tree"):
        if not isinstance(value, Tree):
            raise wrong("a child of a Tree must be a Tree", value)
        children.append(value)
    return tuple(children)


@attrs.frozen(slots=True)
class Tree:
    """A label, the mark in front of it, and what stands below: a rule's trace, a score's parts.

    `more` parts below are known and not among the children.

    >>> Tree("MQL", Mark("yes", "good"), [Tree("employees >= 50")]).children[0].label
    'employees >= 50'
    """

    label: str = attrs.field(validator=checked.text)
    mark: Mark | None = attrs.field(default=None, converter=_mark)
    children: tuple[Tree, ...] = attrs.field(default=(), converter=_children)
    more: int = attrs.field(default=0, validator=checked.count)


def _blocks(values: Iterable[Block]) -> tuple[Block, ...]:
    kinds = get_args(Block)
    blocks = []
    for value in checked.listed(values, "the blocks of a Group or a Beside"):
        if not isinstance(value, kinds):
            raise wrong("a part of a Group or a Beside must be a block", value)
        blocks.append(value)
    return tuple(blocks)


@attrs.frozen(slots=True)
class Group:
    """Blocks one below the other; `more` are known and not among them.

    >>> len(Group([Heading("Goals"), Paragraph("All met.")]).blocks)
    2
    """

    blocks: tuple[Block, ...] = attrs.field(converter=_blocks)
    more: int = attrs.field(default=0, validator=checked.count)


@attrs.frozen(slots=True)
class Beside:
    """Blocks side by side where there is room; on a phone, and as text, one below the other.

    >>> len(Beside([Paragraph("Marketing owes"), Paragraph("Sales owes")]).blocks)
    2
    """

    blocks: tuple[Block, ...] = attrs.field(converter=_blocks)


Picture = FunnelPicture | Timeline | StepLine | Waterfall | CurvePicture | Bar
Block = Heading | Paragraph | Quote | Bullets | Mark | Table | Tree | RevisedText | Group | Beside | Picture
