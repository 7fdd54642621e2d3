"""Answers show themselves, whatever their size."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from alignkit.display.blocks import (
    Bar,
    Block,
    Bullets,
    Column,
    FunnelPicture,
    Group,
    Mark,
    Paragraph,
    Table,
    Timeline,
    Tree,
)
from alignkit.display.shown import Shown
from alignkit.display.size import cut


@attrs.frozen(slots=True, repr=False)
class Answer(Shown):
    """An answer that shows a block."""

    block: Block

    def blocks(self) -> Block:
        """Return the block."""
        return self.block


MANY = 100_000


def _timeline() -> Block:
    from datetime import UTC, datetime, timedelta

    start = datetime(2026, 1, 1, tzinfo=UTC)
    lane = [(start, start, "good", "x")] * 100
    return Timeline(start, start + timedelta(days=9), [("l", lane)] * 1000, [(start, "m")] * 1000)


@pytest.mark.parametrize(
    ("block", "left_out"),
    [
        (
            Table(
                ["lead", Column("n", "right"), "share", "state"],
                [[f"L{n}", "1", Bar(0.5), Mark("running")] for n in range(MANY)],
            ),
            "more rows",
        ),
        (Tree("all", children=[Tree(f"part {n}", "yes") for n in range(MANY)]), "more"),
        (Bullets([f"part {n}" for n in range(MANY)]), "more"),
        (Group([Paragraph(f"part {n}") for n in range(MANY)]), "more parts"),
        (FunnelPicture([(f"step {n}", n) for n in range(MANY)]), "more steps"),
        (_timeline(), "more"),
        (Paragraph("word " * MANY), "characters more"),
        (Table(["a"] * MANY, [["b"] * MANY]), "left out"),
        (Table(["'<日" * MANY], [["'<日" * MANY]] * 100, caption="'<日" * MANY), "more"),
        (Group([Table(["a"], [["b"]] * MANY), Paragraph("the last word")]), "the last word"),
    ],
    ids=["table", "tree", "bullets", "group", "funnel", "timeline", "text", "columns", "wide", "after"],
)
def test_O03_bounded(block: Block, left_out: str, parsed: Callable[[str], Any]) -> None:
    """O03: 100,000 parts take under 4 KB as text and 200 KB as HTML, and what is left out is said."""
    answer = Answer(block)
    started = time.perf_counter()
    text = repr(answer)
    between = time.perf_counter()
    html = answer._repr_html_()
    done = time.perf_counter()
    assert len(text.encode()) < 4096
    assert len(html.encode()) < 200_000
    assert left_out in text
    assert left_out in html
    assert not parsed(html).open
    # the contract's 0.1 s and 1 s, with room for a busy machine
    assert (between - started, done - between) < (5, 5)


def test_rows_left_out_add_up() -> None:
    """The rows shown and the rows told as left out are all rows."""
    rows, more = cut(range(MANY))
    text = repr(Answer(Table(["lead"], [[f"L{n}"] for n in rows], more=more)))
    lines = text.splitlines()
    told = int(lines[-1].split()[2].replace(",", ""))
    assert told + len(lines) - 3 == MANY


def test_repr_is_plain_and_html_has_its_style() -> None:
    """Text for a terminal, and for a notebook HTML with the style that it needs."""
    answer = Answer(Paragraph("all met"))
    assert repr(answer) == "all met"
    assert answer._repr_html_().startswith('<div class="alignkit"><style>')
    assert answer._repr_html_().endswith("<p>all met</p></div>")


def test_blocks_must_be_defined() -> None:
    """An answer that says nothing is a programmer's mistake."""
    with pytest.raises(NotImplementedError):
        repr(Shown())
