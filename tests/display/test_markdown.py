"""Blocks as Markdown: escaped, and bounded."""

from __future__ import annotations

import pytest

from alignkit.display.blocks import (
    Bar,
    Beside,
    Bullets,
    Column,
    FunnelPicture,
    Group,
    Heading,
    Mark,
    Paragraph,
    Quote,
    Table,
    Tree,
)
from alignkit.display.markdown import to_markdown
from alignkit.errors import DocumentError


def test_each_kind_of_block() -> None:
    """Headings, text, quotes, lists, tables; pictures and trees as text between fences."""
    block = Group(
        [
            Heading("Goals", 2),
            Paragraph("All met."),
            Quote("We win together", "Eva"),
            Bullets(["one", "two"], 3),
            Mark("met", "good"),
            Bar(0.8),
            Beside([Paragraph("left"), Paragraph("right")]),
            Table([Column("goal"), Column("actual", "right")], [["MQLs", Mark("ahead", "good")]], "Of March", 5),
            Tree("MQL", Mark("no", "bad"), [Tree("employees `>= 50`")]),
            FunnelPicture([("lead", 10, "")]),
        ],
        2,
    )
    assert to_markdown(block) == (
        "## Goals\n\nAll met.\n\n> We win together\n>\n> — Eva\n\n"
        "- one\n- two\n\n… and 3 more items\n\n✓ met\n\n80 %\n\n"
        "left\n\nright\n\nOf March\n\n| goal | actual |\n| --- | ---: |\n| MQLs | ✓ ahead |\n\n… and 5 more rows\n\n"
        "```text\n✗ no  MQL\n└─ employees '>= 50'\n```\n\n"
        + to_markdown(FunnelPicture([("lead", 10, "")]))
        + "\n… and 2 more parts\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1. January", "1\\. January"),
        ("83.2 %", "83.2 %"),
        ("- a", "\\- a"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("-5 EUR", "-5 EUR"),
        ("# a", "\\# a"),
        ("two\nlines", "two lines"),
        ("a\\b", "a\\\\b"),
        ("&lt; <img src=x onerror=alert(1)>", "&amp;lt; &lt;img src=x onerror=alert(1)&gt;"),
        ("[a](b) ![c](d) ~~e~~ $f$", "\\[a\\](b) !\\[c\\](d) \\~\\~e\\~\\~ \\$f\\$"),
    ],
)
def test_O01_text_from_outside_is_no_mark(text: str, said: str) -> None:
    """It reads as it was written."""
    assert to_markdown(Paragraph(text)) == f"{said}\n"


def test_O03_it_is_bounded() -> None:
    """And says how much was left out."""
    rows = [[f"L{number}", "x" * 50] for number in range(10_000)]
    block = Group([Table(["lead", "why"], rows), Paragraph("The end."), Bullets(["y" * 100] * 10_000)])
    for limit in (1_000, 5_000, 60_000):
        text = to_markdown(block, limit=limit)
        assert len(text.encode()) <= limit
        assert "more" in text
    assert "The end." in to_markdown(block, limit=10_000)
    assert "characters more" in to_markdown(Paragraph("z" * 100_000))
    assert len(to_markdown(Group([Paragraph("z" * 5_000)] * 100), limit=3_000).encode()) <= 3_000


@pytest.mark.parametrize("limit", [999, True, "5000"])
def test_a_limit_that_is_none(limit: object) -> None:
    """A thousand bytes at least."""
    with pytest.raises(DocumentError, match="bad-limit"):
        to_markdown(Paragraph("x"), limit=limit)  # type: ignore[arg-type]  # what is refused
