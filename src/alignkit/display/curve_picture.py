"""A curve: shares against a number, several lines in one picture, as a value."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from alignkit.display import checked
from alignkit.display.checked import Tone, wrong
from alignkit.display.pictures import Level, parts_given
from alignkit.errors import DocumentError, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alignkit.exact import Number


def _points(values: Iterable[tuple[Number, Number]]) -> tuple[tuple[float, float], ...]:
    what = "the points of a CurveLine"
    made: list[tuple[float, float]] = []
    for value in checked.listed(values, what):
        if not isinstance(value, tuple | list) or len(value) != 2:
            raise wrong(f"{what} are pairs of a number and a share", value)
        across, share = checked.height(value[0]), checked.height(value[1])
        if not 0 <= share <= 1:
            raise DocumentError.at("bad-share", f"the share of a point is 0 to 1, not {shown(value[1])}")
        made.append((across, share))
    for (before, _), (after, _) in pairwise(made):
        if after <= before:
            raise DocumentError.at("wrong-order", f"{what} come by rising number: {after:g} must be above {before:g}")
    return tuple(made)


@attrs.frozen(slots=True)
class CurveLine:
    """One line of a curve.

    Args:
        label: what it tells.
        points: pairs of a number and a share from 0 to 1, by rising number.
        note: what a whole is: "100 % is 412 leads".
        tone: its colour; a second line is dashed besides.
    """

    label: str = attrs.field(validator=checked.text)
    points: tuple[tuple[float, float], ...] = attrs.field(converter=_points)
    note: str = attrs.field(default="", validator=checked.text)
    tone: Tone = attrs.field(default="neutral", validator=checked.tone)


def _lines(values: Iterable[CurveLine | tuple[object, ...]]) -> tuple[CurveLine, ...]:
    return parts_given(values, "the lines of a CurvePicture", CurveLine)


def _marks(values: Iterable[Level | tuple[object, ...]]) -> tuple[Level, ...]:
    return parts_given(values, "the marks of a CurvePicture", Level)


@attrs.frozen(slots=True)
class CurvePicture:
    """Shares against a number: how many leads qualify, and are accepted, at each threshold.

    Args:
        lines: `CurveLine`s, or (label, points, note, tone).
        marks: numbers that matter, as `Level`s or (number, label).
        across: what the number counts.
        title: what the picture tells; a screen reader says it first.

    Raises:
        DocumentError: `no-points` where no line has any; `wrong-type`, `bad-share`, `wrong-order`, `not-finite`.

    >>> CurvePicture([("qualify", [(50, 1), (70, 0.4)])], [(70, "agreed")], across="points").lines[0].points[1]
    (70.0, 0.4)
    """

    lines: tuple[CurveLine, ...] = attrs.field(converter=_lines)
    marks: tuple[Level, ...] = attrs.field(default=(), converter=_marks)
    across: str = attrs.field(default="", validator=checked.text)
    title: str = attrs.field(default="", validator=checked.text)

    def __attrs_post_init__(self) -> None:
        if not any(line.points for line in self.lines):
            raise DocumentError.at("no-points", "a CurvePicture has one point at least")

    @property
    def span(self) -> tuple[float, float]:
        """The least and the largest number of the points and marks; never the same."""
        numbers = [across for line in self.lines for across, _ in line.points]
        numbers += [mark.value for mark in self.marks]
        low, high = min(numbers), max(numbers)
        return (low, high) if low < high else (low - 1, high + 1)
