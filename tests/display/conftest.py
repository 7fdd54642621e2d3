"""Blocks of every kind, from any text; and a parser that says what a page really holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from alignkit.display.blocks import (
    Bar,
    Beside,
    Block,
    Bullets,
    Column,
    CurvePicture,
    FunnelPicture,
    Group,
    Heading,
    Mark,
    Paragraph,
    Quote,
    RevisedLine,
    RevisedText,
    StepLine,
    Table,
    Timeline,
    Tree,
    Waterfall,
)

_NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def _every_kind(name: str) -> tuple[Block, ...]:
    hour = timedelta(hours=1)
    return (
        Heading(name, 1),
        Heading(name),
        Paragraph(name),
        Quote(name, name),
        Bullets([name, name], more=2),
        Mark(name, "bad"),
        Bar(0.5, name or "50 %", "good"),
        Table(
            [name, Column(name, "right"), "c"],
            [[name, Mark(name, "warn"), Bar(0.3, name or "30 %")]] * 2,
            caption=name,
            more=5,
        ),
        Tree(name, Mark(name, "good"), [Tree(name), Tree(name, name, [Tree(name, "no")])]),
        FunnelPicture([(name, 10, name), (name, 3, name)], title=name),
        Timeline(
            _NINE,
            _NINE + 8 * hour,
            [(name, [(_NINE, _NINE + 2 * hour, "bad", name), (_NINE + 3 * hour, _NINE + 3 * hour, "muted", name)])],
            [(_NINE + hour, name, "warn")],
            title=name,
        ),
        StepLine(
            _NINE,
            _NINE + 8 * hour,
            [(_NINE, 20), (_NINE + hour, 80), (_NINE + 3 * hour, -5)],
            [(70, name, "good")],
            [(_NINE + hour, name, "warn")],
            title=name,
        ),
        RevisedText([RevisedLine([(name,), (name, "deleted"), (name, "inserted")], "item"), RevisedLine([(name,)])]),
        CurvePicture([(name, [(1, 1), (2, 0.5)], name)], [(1, name)], across=name, title=name),
        Waterfall((name, 20, name), [(name, -5, name), (name, 2)], (name, 17), title=name),
        Group([Heading(name), Paragraph(name)], more=1),
        Beside([Paragraph(name), Group([Heading(name), Paragraph(name)])]),
    )


class Page(HTMLParser):
    """What a browser would find: elements, attributes, and text outside style sheets."""

    void = frozenset({"meta", "br"})

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; the ones without an end do not stay open."""
        self.elements.append(tag)
        self.attributes += attrs
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of SVG that closes itself."""
        self.elements.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        """Insist that what closes is what is open."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note text that people read."""
        if "style" not in self.open:
            self.texts.append(data)


@pytest.fixture(scope="session")
def every_kind() -> Callable[[str], tuple[Block, ...]]:
    """Return what makes one block of each kind, with one name wherever text goes."""
    return _every_kind


@pytest.fixture(scope="session")
def parsed() -> Callable[[str], Page]:
    """Return the parser."""
    return Page
