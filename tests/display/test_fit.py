"""Text for terminals that cannot show every letter."""

from __future__ import annotations

import pytest

from alignkit.display.blocks import Bar, Beside, Heading, Paragraph, Table
from alignkit.display.fit import fitted
from alignkit.display.html import to_html
from alignkit.display.text import to_text


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "latin-1", "utf-8", None])
def test_any_encoding_holds_it(encoding: str | None) -> None:
    """Whatever the encoding, the text can be written; what it can hold stays as it is."""
    text = fitted("═ ✓ ≥ 90 % “é” 日\ud800"[:-1], encoding)
    assert text.encode(encoding or "utf-8")
    assert fitted("plain", encoding) == "plain"


def test_lookalikes_keep_the_columns() -> None:
    """A table in ASCII has the columns that it has in Unicode."""
    drawn = to_text(Table(["goal", "attained"], [["MQLs", Bar(0.5)], ["“won”", "–"]]))
    plain = fitted(drawn, "ascii")
    assert plain.isascii()
    assert "?" not in plain
    assert [len(line) for line in plain.splitlines()] == [len(line) for line in drawn.splitlines()]


def test_beside() -> None:
    """Blocks side by side on a page are one below the other in text."""
    both = Beside([Paragraph("Marketing owes"), Heading("Sales owes", 3)])
    assert to_text(both) == "Marketing owes\n\nSales owes"
    drawn = '<div class="ak-beside"><div><p>Marketing owes</p></div><div><h3>Sales owes</h3></div></div>'
    assert to_html(both) == drawn
