"""A revised text: what was deleted and inserted, in HTML, as text and as Markdown."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from alignkit.display.blocks import RevisedLine, RevisedPiece, RevisedText
from alignkit.display.html import to_html
from alignkit.display.markdown import to_markdown
from alignkit.display.text import to_text
from alignkit.errors import DocumentError

ANY: Any = RevisedText
HOURS = [("sales has",), ("4", "deleted"), ("2", "inserted"), ("work hours",)]
TEXT = RevisedText(
    [
        RevisedLine([("Goals",)], "heading"),
        RevisedLine([("Each lead is called.", "deleted")], "quote"),
        RevisedLine(HOURS, "item"),
        RevisedLine([("more", "inserted")], "item"),
        RevisedLine([("end",)]),
        RevisedLine([("Part",)], "heading", 3),
    ]
)


def test_a_revised_text_as_html() -> None:
    """Deleted and inserted words have elements that a screen reader knows; items make one list."""
    assert to_html(TEXT) == (
        '<div class="ak-revised"><h2>Goals</h2><blockquote><p><del>Each lead is called.</del></p></blockquote>'
        '<ul class="ak-bullets"><li>sales has <del>4</del> <ins>2</ins> work hours</li><li><ins>more</ins></li></ul>'
        "<p>end</p><h3>Part</h3></div>"
    )
    assert to_html(RevisedText([RevisedLine(HOURS, "item")])).endswith("</li></ul></div>")


def test_a_revised_text_as_text() -> None:
    """As word diffs are written."""
    assert to_text(TEXT).splitlines() == [
        "", "Goals", "─────", "│ [-Each lead is called.-]", "• sales has [-4-] {+2+} work hours", "• {+more+}", "end",
        "Part",
    ]  # fmt: skip


def test_a_revised_text_as_markdown() -> None:
    """Struck out, and bold."""
    assert to_markdown(TEXT) == (
        "## Goals\n\n> ~~Each lead is called.~~\n\n- sales has ~~4~~ **2** work hours\n\n- **more**\n\nend\n\n"
        "### Part\n"
    )


def test_O01_nothing_in_it_is_markup() -> None:
    """Whatever people wrote."""
    odd = RevisedText([RevisedLine([("<b>*x*</b>", "inserted")])])
    assert to_html(odd) == '<div class="ak-revised"><p><ins>&lt;b&gt;*x*&lt;/b&gt;</ins></p></div>'
    assert "\\*x\\*" in to_markdown(odd)


def test_O03_a_huge_text_is_bounded() -> None:
    """And says how much was left out."""
    huge = RevisedText(TEXT.lines * 50_000, more=1)
    assert len(to_html(huge).encode()) < 200_000
    assert to_html(huge).endswith("more lines</p></div>")
    assert len(to_text(huge, limit=4000).encode()) < 4_000
    assert len(to_markdown(huge, limit=4000).encode()) < 4_000
    assert to_html(attrs.evolve(TEXT, more=1)).endswith("… and 1 more line</p></div>")
    assert to_text(attrs.evolve(TEXT, more=1)).endswith("… and 1 more line")
    assert to_markdown(attrs.evolve(TEXT, more=1)).endswith("… and 1 more line\n")


WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: RevisedPiece(ANY), "wrong-type"),
    (lambda: RevisedPiece("x", "moved"), "unknown-option"),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: RevisedLine("x"), "wrong-type"),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: RevisedLine([("x",)], "row"), "unknown-option"),  # type: ignore[arg-type]  # wrong on purpose
    (lambda: RevisedLine([("x",)], "heading", 5), "bad-level"),
    (lambda: ANY(["x"]), "wrong-type"),
    (lambda: ANY("x"), "wrong-type"),
    (lambda: ANY([], -1), "negative"),
    (lambda: attrs.evolve(RevisedPiece("x"), kind=ANY), "unknown-option"),
]


@pytest.mark.parametrize(("make", "code"), WRONG)
def test_what_is_wrong_is_refused(make: Callable[[], object], code: str) -> None:
    """Each with its code."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert caught.value.code == code


def test_a_revised_text_is_a_value() -> None:
    """O04."""
    for made in (pickle.loads(pickle.dumps(TEXT)), copy.copy(TEXT), copy.deepcopy(TEXT)):
        assert made == TEXT
    assert [line.is_revised for line in TEXT.lines] == [False, True, True, True, False, False]
