"""Blocks as HTML: what arrives is what was said, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, strategies as st

from alignkit.display.blocks import Bar, Block, Group, Heading, Mark, Paragraph, Table, Timeline, Tree
from alignkit.display.html import notebook, page, to_html
from alignkit.display.style import PAGE_STYLE, STYLE
from alignkit.display.wrap import clean
from alignkit.errors import DocumentError

HOSTILE = ["<script>alert(1)</script>", '" onmouseover="alert(1)', "' onload='x", "</style><b>", "]]>", "&lt;", "<!--"]
Parse = Callable[[str], Any]
Every = Callable[[str], tuple[Block, ...]]


@pytest.mark.parametrize("name", HOSTILE)
def test_O01_hostile_names(every_kind: Every, parsed: Parse, name: str) -> None:
    """O01: a hostile name makes no element and no attribute in any representation, and reads right."""
    for hostile, mild in zip(every_kind(name), every_kind("name"), strict=True):
        for draw in (to_html, notebook, lambda block: page(name, block, lang=name)):
            bad, good = parsed(draw(hostile)), parsed(draw(mild))
            assert set(bad.elements) == set(good.elements)
            assert {key for key, _ in bad.attributes} == {key for key, _ in good.attributes}
            assert not any(key.startswith("on") for key, _ in bad.attributes)
            assert not bad.open
            assert any(name in text for text in bad.texts)


@given(name=st.text(st.characters(), min_size=1, max_size=16))
def test_any_text_arrives(every_kind: Every, parsed: Parse, name: str) -> None:
    """Any text in any block parses, comes back as it was cleaned, and is never a script."""
    for block in every_kind(name):
        html = to_html(block)
        found = parsed(html)
        assert "<script" not in html.lower()
        assert "script" not in found.elements
        assert not found.open
        assert clean(name) in "".join(found.texts)
        html.encode("utf-8")


def test_table(parsed: Parse) -> None:
    """A table has a head, row heads, and labels for phones; what was left out stands below."""
    html = to_html(Table(["goal", "actual"], [["MQLs", "412"]], caption="Q1", more=1))
    assert '<th scope="col">goal</th>' in html
    assert '<th scope="row">MQLs</th><td data-label="actual">412</td>' in html
    assert "… and 1 more row<" in html
    assert ("data-label", "actual") in parsed(html).attributes


def test_what_no_line_may_part() -> None:
    """A number stays with its percent sign, a date whole, and the hours of a day: on a phone and on paper."""
    html = to_html(Paragraph("15 % by 2026-12-31, 09:00-12:30; L-2026 5"))
    bounds = to_html(Paragraph("≥ 1,000 EUR, ≤ 5"))
    whole = '<span class="ak-short">{}</span>'.format
    assert html == f"<p>{whole('15 %')} by {whole('2026-12-31')}, {whole('09:00-12:30')}; L-2026 5</p>"
    assert bounds == f"<p>{whole('≥ 1,000 EUR')}, {whole('≤ 5')}</p>"
    assert len(to_html(Paragraph("5 %" * 100_000), limit=10_000)) < 10_000


def test_marks_carry_words() -> None:
    """A state is told by its word; the sign is for the eye alone."""
    assert to_html(Mark("breached", "bad")) == (
        '<p><span class="ak-mark ak-bad ak-short"><span class="ak-sign" aria-hidden="true">✗</span> breached</span></p>'
    )


def test_O03_what_a_tree_leaves_out_is_added_up() -> None:
    """Parts that were never put into the tree count with those for which there is no room."""
    assert "… and 4 more below" in to_html(Tree("a", more=4))
    many = to_html(Tree("all of", children=[Tree(f"condition {i}") for i in range(200)], more=4_800), limit=2_000)
    drawn = many.count("<li><span>condition")
    assert f"… and {5_000 - drawn:,} more below" in many


def test_a_tree_too_deep_is_counted(parsed: Parse) -> None:
    """10,000 levels neither exhaust Python nor a browser."""
    tree = Tree("leaf")
    group: Block = Paragraph("innermost")
    for _ in range(10_000):
        tree = Tree("branch", children=[tree])
    for _ in range(100):
        group = Group([group])
    assert "more below" in to_html(tree)
    assert "… and 1 more part" in to_html(group)
    assert not parsed(to_html(tree)).open


def test_page_is_whole(parsed: Parse) -> None:
    """A page names its language, its policy and its width, loads nothing, and has one first heading."""
    text = page("Q1 & more", Group([Paragraph("All met."), Bar(0.5)]), lang="nl")
    found = parsed(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="nl">')
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    assert ("content", policy) in found.attributes
    assert ("charset", "utf-8") in found.attributes
    assert found.elements.count("h1") == 1
    assert not found.open
    assert not {"script", "link", "img", "iframe"} & set(found.elements)
    assert not {"src", "href", "srcset", "action"} & {key for key, _ in found.attributes}
    assert parsed(page("a", Heading("b", 1))).elements.count("h1") == 1


def test_style_loads_nothing() -> None:
    """The style sheet stands within one class, calls nothing from outside, and cannot end its element."""
    for style in (STYLE, PAGE_STYLE):
        assert "url(" not in style
        assert "@import" not in style
        assert "<" not in style
        assert style.count("{") == style.count("}")


@pytest.mark.parametrize("limit", [10, True, "1000", 1e6])
def test_bad_limit(limit: Any) -> None:  # noqa: ANN401 - the faults under test
    """A limit that cannot work is refused."""
    with pytest.raises(DocumentError):
        to_html(Paragraph("a"), limit=limit)


@pytest.mark.parametrize("limit", [1000, 2000, 20_000])
@pytest.mark.parametrize("name", ["a", "'" * 3000, "日" * 3000])
def test_limits_hold(every_kind: Every, parsed: Parse, name: str, limit: int) -> None:
    """However small the limit, it holds in bytes, and the piece is well-formed."""
    for block in (*every_kind(name), Group([*every_kind(name)] * 5)):
        html = to_html(block, limit=limit)
        assert len(html.encode()) <= limit, type(block)
        assert not parsed(html).open
        assert html


def test_a_picture_keeps_its_words() -> None:
    """A picture stands in the page as SVG, with its title above."""
    from datetime import UTC, datetime

    day = datetime(2026, 1, 5, tzinfo=UTC)
    html = to_html(Timeline(day, day, title="A clock"))
    assert html.startswith('<figure class="ak-scroll ak-time"><figcaption>A clock</figcaption><svg ')


def test_a_cell_is_one_piece_beside_its_title() -> None:
    """On a phone a cell stands beside its column's title; "≥ 6 %", kept whole in part, must not be torn apart."""
    html = to_html(Table(("goal", "agreed"), (("deals", "≥ 6 %"),)))
    assert '<td data-label="agreed"><span><span class="ak-short">≥ 6 %</span></span></td>' in html
