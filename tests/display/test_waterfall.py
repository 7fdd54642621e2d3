"""The waterfall: from one number to another, part by part."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest
from hypothesis import example, given, strategies as st

from alignkit.display import waterfall
from alignkit.display.html import to_html
from alignkit.display.lay_waterfall import laid_out
from alignkit.display.svg import to_svg
from alignkit.display.text import to_text
from alignkit.display.waterfall import Pillar, Rise, Waterfall
from alignkit.display.wrap import width_of
from alignkit.errors import DocumentError

ANY: Any = waterfall
SVG = "{http://www.w3.org/2000/svg}"
DEALS = Waterfall(("planned", 200), [("fewer accepted", -60), ("more leads", 10)], ("actual", 150), "Deals")


def _words(svg: str) -> str:
    return "".join(ET.fromstring(svg).itertext())  # noqa: S314 - our own text, and no DTD in it


def test_text() -> None:
    """Each bar begins where the one before it ended; its number says whether it goes up or down."""
    assert to_text(DEALS, width=40).splitlines() == [
        "Deals",
        "planned         ███████████████████  200",
        "fewer accepted               ▚▚▚▚▚▚  −60",
        "more leads                   █       +10",
        "actual          ██████████████       150",
    ]


def test_every_number_is_told_for_eyes_and_ears() -> None:
    """The rows are drawn in order, and a screen reader hears the same."""
    svg = to_svg(DEALS)
    assert "planned: 200; fewer accepted: −60; more leads: +10; actual: 150." in _words(svg)
    bars = [rect.attrib for rect in ET.fromstring(svg).iter(f"{SVG}rect")]  # noqa: S314 - our own text
    assert [float(bar["width"]) for bar in bars] == [243, 72.9, 12.2, 182.3]
    assert [float(bar["x"]) for bar in bars] == [142, 312.1, 312.1, 142]
    assert '<figure class="ak-funnel"><figcaption>Deals</figcaption><svg' in to_html(DEALS)


def test_small_parts_of_large_ends_can_be_told_apart() -> None:
    """Where the parts are less than a fifth of the ends, the scale begins higher, and the picture says where."""
    close = Waterfall(("planned", 252_000), [("value", -2_500)], ("actual", 249_500))
    assert laid_out(close).ground == 247_000
    assert "the scale begins at 247,000" in to_text(close)
    assert "the scale begins at 247,000" in _words(to_svg(close))
    assert "the scale begins" not in _words(to_svg(DEALS))
    assert laid_out(Waterfall(("a", 100), [("b", -20)], ("c", 80))).ground == 0


def test_below_nothing() -> None:
    """A part may lead below 0 and another back: the line of 0 is drawn."""
    below = laid_out(Waterfall(("a", 10), [("b", -15), ("c", 10)], ("d", 5)))
    assert below.ground == -5
    assert below.zero == pytest.approx(1 / 3)
    assert [fall.left for fall in below.falls] == pytest.approx([1 / 3, 0, 0, 1 / 3])
    negative = laid_out(Waterfall(("a", -10), [("b", -10)], ("c", -20)))
    assert [(fall.left, fall.right) for fall in negative.falls] == [(0.5, 1), (0, 0.5), (0, 1)]


def test_nothing_at_all_is_a_picture() -> None:
    """No part, and no height."""
    for flat in (Waterfall(("a", 0), [], ("b", 0)), Waterfall(("a", 5), [("b", 0)], ("c", 5))):
        assert "a: " in _words(to_svg(flat))
        assert to_text(flat)
    assert Rise("b", 0).tone == "muted"
    assert Rise("costs", 5, tone="bad").tone == "bad"
    assert Pillar("a", 2.5).text == "2.5"


def test_O03_many_parts_are_bounded() -> None:
    """O03: of 100,000 parts some are drawn, the end among them, and the rest is counted."""
    many = Waterfall(("a", 0), [("part", 1)] * 100_000, ("the end", 100_000))
    for drawn in (to_text(many, limit=4000), _words(to_svg(many))):
        assert "the end" in drawn
        assert "more parts" in drawn
    assert len(to_text(many, limit=4000).encode()) < 4000


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: ANY.Waterfall(("a", 1), [("b", 1)], ("c", 3)), "wrong-sum"),
        (lambda: ANY.Waterfall(("a", 1), ["b"], ("c", 1)), "wrong-type"),
        (lambda: ANY.Waterfall("a", [], ("c", 1)), "wrong-type"),
        (lambda: ANY.Waterfall(("a",), [], ("c", 1)), "wrong-type"),
        (lambda: ANY.Waterfall(("a", "1"), [], ("c", 1)), "wrong-type"),
        (lambda: ANY.Waterfall(("a", 10**400), [], ("c", 1)), "not-finite"),
        (lambda: ANY.Rise("b", 1, tone="red"), "unknown-tone"),
        (lambda: attrs.evolve(DEALS, end=Pillar("actual", 151)), "wrong-sum"),
    ],
)
def test_refused(make: Callable[[], object], code: str) -> None:
    """What does not add up, or is no number, is no picture; `evolve` is held to it too (O05)."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert caught.value.code == code


def test_O04_copies_are_equal() -> None:
    """O04: a picture is a value."""
    assert pickle.loads(pickle.dumps(DEALS)) == copy.deepcopy(DEALS) == DEALS


@given(
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(st.floats(-1e300, 1e300), max_size=8),
    st.integers(20, 120),
)
@example(10.0, [2.2250738585072014e-308], 20)
def test_any_heights(start: float, changes: list[float], width: int) -> None:
    """Whatever the heights: bars lie in their room, and no line is wider than the terminal."""
    end = Fraction(start) + sum(map(Fraction, changes))
    if abs(end) > 1e308:
        return
    drawn = Waterfall(("a", start), [("b", change) for change in changes], ("c", end))
    assert all(0 <= fall.left <= fall.right <= 1 for fall in laid_out(drawn).falls)
    assert all(width_of(line) <= width for line in to_text(drawn, width=width).splitlines())
    assert to_svg(drawn).count("<rect") == len(changes) + 2
