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


def _texts(curve: CurvePicture) -> dict[str, tuple[float, float, str]]:
    """Return where each text stands, and its anchor."""
    found = ET.fromstring(to_svg(curve)).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own drawing
    return {
        item.text or "": (float(item.attrib["x"]), float(item.attrib["y"]), item.attrib.get("text-anchor", "start"))
        for item in found
    }


def _numbers(points: list[float]) -> list[str]:
    """Return what stands below a curve over such points."""
    texts = _texts(CurvePicture([("leads", [(number, 0.5) for number in points])]))
    return [text for text in texts if text != "leads" and not text.endswith("%")]


def test_the_numbers_below_are_round() -> None:
    """No 75.5 in the middle: round numbers in even steps, whole ones for whole thresholds."""
    assert _numbers([50, 65, 90]) == ["50", "60", "70", "80", "90"]
    assert _numbers([50, 101]) == ["60", "80", "100"]
    assert _numbers([64, 65, 66]) == ["64", "65", "66"]
    assert _numbers([0, 0.25, 1]) == ["0", "0.5", "1"]
    assert _numbers([1e15, 2e15]) == ["1×10^15", "1.5×10^15", "2×10^15"]
    x, _, anchor = _texts(CurvePicture([("leads", [(100_000, 1), (200_000, 1)])]))["200,000"]
    assert (x, anchor) == (420, "end")


def test_marks_that_lie_close_do_not_run_into_each_other() -> None:
    """Each has a row of its own where there is no room beside the one before."""
    marks = [(67, "suggested by marketing"), (65, "agreed"), (66, "suggested by sales"), (70, "")]
    texts = _texts(CurvePicture([("leads", [(65, 1), (70, 0.5)])], marks))
    rows = [texts[name][1] for name in ("agreed: 65", "suggested by sales: 66", "suggested by marketing: 67")]
    assert rows[0] == rows[2] == rows[1] + 14
    assert rows[1] > 10
    assert texts["70"][0] > 0


def test_a_long_legend_has_two_lines() -> None:
    """What does not fit on one line goes on below, and no further."""
    texts = _texts(CurvePicture([("leads that qualify " * 8, [(1, 1)], "100 % is 412"), ("others", [(1, 0)])]))
    lines = [(x, y) for text, (x, y, _) in texts.items() if "qualify" in text]
    assert len(lines) == 2
    assert lines[1][1] - lines[0][1] == 14
    assert texts["others"][1] - lines[1][1] == 19
    assert all(len(text) <= 45 for text in texts)
