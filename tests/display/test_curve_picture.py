"""The picture of a curve: shares against a number."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from alignkit.display.blocks import CurveLine, CurvePicture
from alignkit.display.html import to_html
from alignkit.display.svg import to_svg
from alignkit.display.text import to_text
from alignkit.errors import DocumentError

ANY: Any = CurvePicture
CURVE = CurvePicture(
    [
        ("leads", [(0, 1), (50, 0.5), (100, 0)], "100 % is 412", "neutral"),
        ("accepted", [(0, 0.25), (100, 1)], "", "good"),
    ],
    [(50, "agreed")],
    across="points",
    title="What each threshold would do",
)


def test_a_curve_as_svg() -> None:
    """Two lines, one of them dashed, dots, the mark, and a story for screen readers."""
    drawn = to_svg(CURVE)
    ET.fromstring(drawn)  # noqa: S314 - our own drawing
    assert drawn.count("<circle") == 5
    assert "M46 22L225 97L404 172" in drawn
    assert 'stroke-dasharray="6 3"' in drawn
    assert "agreed: 50" in drawn
    assert "leads (100 % is 412)" in drawn
    assert "<desc>leads: 100 % at 0, 0 % at 100. accepted: 25 % at 0, 100 % at 100. agreed: 50.</desc>" in drawn
    assert '<figure class="ak-funnel"><figcaption>What each threshold would do' in to_html(CURVE)


def test_a_curve_as_text() -> None:
    """A strip of blocks a line, and what the marks are."""
    assert to_text(CURVE, width=40).splitlines() == [
        "What each threshold would do",
        "leads     ███████████████▄▄▄▄▄▄▄▄▄▄▄▄▄▄_",
        "accepted  ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂█",
        "          0                          100",
        "leads: 100 % is 412",
        "agreed: 50",
    ]


def test_one_point_is_a_curve() -> None:
    """Its span is not empty."""
    one = CurvePicture([("leads", [(5, 1)])])
    assert one.span == (4, 6)
    ET.fromstring(to_svg(one))  # noqa: S314 - our own drawing
    assert "█" in to_text(one)


def test_O01_O03_names_are_escaped_and_sizes_bounded() -> None:
    """Whatever is in it."""
    odd = CurvePicture([("<script>", [(number, 0.5) for number in range(100_000)], "<b>")] * 50, [(1, "<i>")] * 50)
    drawn = to_svg(odd)
    ET.fromstring(drawn)  # noqa: S314 - our own drawing
    assert "<script>" not in drawn
    assert len(drawn.encode()) < 100_000
    assert len(to_text(odd, limit=4000).encode()) < 4000


WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: CurvePicture([]), "no-points"),
    (lambda: CurvePicture([("x", [])]), "no-points"),
    (lambda: CurveLine("x", [(1, 2)]), "bad-share"),
    (lambda: CurveLine("x", [(2, 0.5), (1, 0.5)]), "wrong-order"),
    (lambda: CurveLine("x", ANY([("x", [(1, 1)])])), "wrong-type"),
    (lambda: CurveLine("x", [ANY]), "wrong-type"),
    (lambda: CurveLine(ANY, [(1, 1)]), "wrong-type"),
    (lambda: CurveLine("x", [(float("nan"), 1)]), "not-finite"),
    (lambda: attrs.evolve(CURVE.lines[0], tone=ANY), "unknown-tone"),
    (lambda: attrs.evolve(CURVE, lines=[ANY]), "wrong-type"),
]


@pytest.mark.parametrize(("make", "code"), WRONG)
def test_what_is_wrong_is_refused(make: Callable[[], object], code: str) -> None:
    """Each with its code."""
    with pytest.raises(DocumentError) as caught:
        make()
    assert caught.value.code == code


def test_a_curve_is_a_value() -> None:
    """O04."""
    for made in (pickle.loads(pickle.dumps(CURVE)), copy.copy(CURVE), copy.deepcopy(CURVE)):
        assert made == CURVE
