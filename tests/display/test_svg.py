"""Pictures as SVG."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, strategies as st

from alignkit.display.blocks import Bar, Block, FunnelPicture, Picture, StepLine, Timeline
from alignkit.display.style import COLOURS
from alignkit.display.svg import to_svg
from alignkit.display.wrap import clean

Every = Callable[[str], tuple[Block, ...]]
SVG = "{http://www.w3.org/2000/svg}"
DAY = datetime(2026, 1, 5, tzinfo=UTC)


def _pictures(blocks: tuple[Block, ...]) -> list[Picture]:
    return [block for block in blocks if isinstance(block, Picture)]


def _parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text, and no DTD in it


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "]]>", "\x00\ud800"])
def test_O01_hostile_names(every_kind: Every, name: str) -> None:
    """O01: a hostile name makes no element nor attribute in a picture, and reads right."""
    for hostile, mild in zip(_pictures(every_kind(name)), _pictures(every_kind("name")), strict=True):
        bad, good = _parsed(to_svg(hostile)), _parsed(to_svg(mild))
        assert {element.tag for element in bad.iter()} == {element.tag for element in good.iter()}
        assert {key for e in bad.iter() for key in e.attrib} <= {key for e in good.iter() for key in e.attrib}
        assert clean(name) in "".join(bad.itertext())


@given(name=st.text(st.characters(), min_size=1, max_size=16))
def test_any_text_is_well_formed(every_kind: Every, name: str) -> None:
    """Any text leaves a picture well-formed, as XML asks, and stands in it."""
    for picture in _pictures(every_kind(name)):
        assert clean(name) in "".join(_parsed(to_svg(picture)).itertext())


def test_for_eyes_and_ears(every_kind: Every) -> None:
    """A picture fits its place and has a title and a description for screen readers."""
    for picture in _pictures(every_kind("MQL")):
        root = _parsed(to_svg(picture))
        assert root.attrib["viewBox"].startswith("0 0 ")
        assert root.attrib["width"] == "100%"
        assert root.attrib["role"] == "img"
        assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
        assert all(child.text for child in root[:2])
        assert "href" not in to_svg(picture)


def test_funnel_tapers() -> None:
    """Bars go by count, the widest is the largest; nothing at all still is a picture."""
    root = _parsed(to_svg(FunnelPicture([("lead", 400), ("mql", 100, "25 %"), ("won", 0)])))
    widths = [float(rect.attrib["width"]) for rect in root.iter(f"{SVG}rect")]
    assert widths == [216, 54, 2]
    assert "lead: 400; mql: 100 (25 %); won: 0." in "".join(root.itertext())
    assert to_svg(FunnelPicture([]))
    assert to_svg(FunnelPicture([("none", 0)]))
    assert to_svg(FunnelPicture([("astronomic", 10**400)]))


def test_step_line() -> None:
    """A line goes across and up; a peak of a moment reaches its height; levels cross the picture."""
    hour = timedelta(hours=1)
    peak = [(DAY, 0), (DAY + 12 * hour, 100), (DAY + 12 * hour + timedelta(seconds=1), 50)]
    root = _parsed(to_svg(StepLine(DAY, DAY + 24 * hour, peak, [(70, "hot"), (69, "warm")], [(DAY + hour, "now")])))
    ground, line = [path.attrib["d"] for path in root.iter(f"{SVG}path") if "V" in path.attrib["d"]][-3:-1]
    assert line == "M140 150H392V30V90H644"
    assert ground == f"{line}V150H140Z"
    text = "".join(root.itertext())
    assert "0 at first, 0 at least, 100 at most, 50 at last. hot: 70. warm: 69." in text
    written = [label.text for label in root.iter(f"{SVG}text")]
    assert {"hot: 70", "100", "0"} <= set(written)
    assert "warm 69" not in written  # it would stand on the other


def test_a_line_of_nothing_or_of_huge_numbers() -> None:
    """Without a step there is an empty ground; no number is too large to be drawn."""
    assert "nan" not in to_svg(StepLine(DAY, DAY, [])).lower()
    huge = to_svg(StepLine(DAY, DAY + timedelta(days=1), [(DAY, -1e308), (DAY + timedelta(hours=1), 1e308)]))
    assert "inf" not in huge
    assert _parsed(huge) is not None


def test_much_is_cut_and_counted() -> None:
    """A picture has room for so much; the rest is counted in it."""
    many = FunnelPicture([(f"s{n}", n) for n in range(1000)])
    assert "… and 960 more steps" in to_svg(many)
    lanes = [(f"l{n}", [(DAY, DAY, "good", "x")] * 100) for n in range(100)]
    line = to_svg(Timeline(DAY, DAY + timedelta(days=1), lanes, [(DAY, "m")] * 100))
    assert "more parts" in line
    assert len(line) < 150_000
    steps = [(DAY + timedelta(minutes=minute), minute * 7919 % 100) for minute in range(20_000)]
    levels = [(number, str(number)) for number in range(100)]
    busy = to_svg(StepLine(DAY, DAY + timedelta(days=14), steps, levels, [(DAY, "m")] * 100))
    assert "… and 130 more parts" in busy
    assert len(busy) < 100_000


@pytest.mark.parametrize("tone", ["good", "warn", "bad", "neutral", "muted"])
def test_tones_stand_out(tone: str) -> None:
    """Each tone has a contrast of 3:1 or more with white and with a dark notebook (WCAG 2.2, 1.4.11)."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)) + 0.05

    colour = light(COLOURS[tone])  # type: ignore[index]  # one of the tones
    assert light("#ffffff") / colour >= 3
    assert colour / light("#1e1e1e") >= 3


def test_bar() -> None:
    """A bar has its share and its label."""
    root = _parsed(to_svg(Bar(0.25, "a quarter")))
    assert [rect.attrib["width"] for rect in root.iter(f"{SVG}rect")] == ["120", "30"]
    assert "a quarter" in "".join(root.itertext())


# labels that have no room of their own


def _texts(svg: str) -> dict[str, tuple[float, float, str]]:
    """Return where each text stands, and its anchor."""
    found = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own drawing
    return {
        item.text or "": (float(item.attrib["x"]), float(item.attrib["y"]), item.attrib.get("text-anchor", "start"))
        for item in found
    }


def test_the_last_tick_is_not_cut() -> None:
    """What stands below the right edge ends there; what stands further in has its tick in its middle."""
    texts = _texts(to_svg(StepLine(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC), [])))
    assert texts["2026-04"][::2] == (660, "end")
    assert texts["2026-01"][::2] == (140, "middle")
    hours = Timeline(datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC))
    assert _texts(to_svg(hours))["2026-01-06"][::2] == (660, "end")


def test_levels_that_lie_close_keep_their_names() -> None:
    """The upper one is written above the lower one, and none runs into another or out of the picture."""
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    levels = [(100, "agreed"), (102, "hoped for"), (99, "feared"), (0, "floor"), (1, "nearly")]
    texts = _texts(to_svg(StepLine(noon, noon + timedelta(hours=2), [(noon, 50)], levels)))
    heights = [texts[name][1] for name in ("hoped for: 102", "agreed: 100", "feared: 99", "nearly: 1", "floor: 0")]
    assert len(heights) == 5
    assert heights[:3] == sorted(heights[:3])
    assert all(abs(one - other) >= 13 for n, one in enumerate(heights) for other in heights[:n])
    assert min(heights) > 10
    assert "agreed: 10,000,000" in _texts(to_svg(StepLine(noon, noon, [(noon, 5)], [(10_000_000, "agreed")])))
    assert "a very…: 10,000,000" in _texts(to_svg(StepLine(noon, noon, [], [(10_000_000, "a very long name")])))


def test_zero_has_a_line_where_numbers_lie_on_both_sides() -> None:
    """A line that crosses nothing tells where nothing is."""
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    crossing = _texts(to_svg(StepLine(noon, noon + timedelta(hours=2), [(noon, 5), (noon + timedelta(hours=1), -3)])))
    assert crossing["5"][1] < crossing["0"][1] < crossing["-3"][1]
    assert "0" in _texts(to_svg(StepLine(noon, noon + timedelta(hours=2), [(noon, 5)])))
