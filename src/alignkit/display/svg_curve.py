"""Draw a curve as SVG: a line for each thing that is told, solid or dashed, and what they mean below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.step_columns import number_text
from alignkit.display.style import COLOURS
from alignkit.display.svg_parts import AT_END, FAINT, LONGEST, MIDDLE, SMALL, framed, label_at, numeral
from alignkit.display.wrap import elided

if TYPE_CHECKING:
    from alignkit.display.curve_picture import CurveLine, CurvePicture

_WIDTH, _LEFT, _RIGHT, _TOP, _HIGH = 420, 46, 404, 22.0, 150.0
_DASHES = ("", ' stroke-dasharray="6 3"', ' stroke-dasharray="2 3"')
_MOST_LINES, _MOST_POINTS, _MOST_MARKS = 6, 400, 8
_ROW = 19.0


def curve_svg(curve: CurvePicture) -> str:
    """Draw a curve."""
    low, high = curve.span
    bottom = _TOP + _HIGH

    def x(number: float) -> float:
        # halves, since the difference of two floats may be none
        return _LEFT + (number / 2 - low / 2) / (high / 2 - low / 2) * (_RIGHT - _LEFT)

    def y(share: float) -> float:
        return bottom - share * _HIGH

    parts: list[str] = []
    for share, text in ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")):
        parts.append(f'<path d="M{_LEFT} {numeral(y(share))}H{_RIGHT}" stroke="currentColor" stroke-opacity=".2"/>')
        parts.append(label_at(_LEFT - 6, y(share) + 4, text, AT_END + SMALL + FAINT))
    for number, at in ((low, ""), ((low / 2 + high / 2), MIDDLE), (high, AT_END)):
        parts.append(label_at(x(number), bottom + 16, number_text(round(number, 6)), at + SMALL + FAINT))
    for mark in curve.marks[:_MOST_MARKS]:
        across = x(mark.value)
        drawn = f'stroke="{COLOURS[mark.tone]}" stroke-width="1.5" stroke-dasharray="5 4"'
        parts.append(f'<path d="M{numeral(across)} {numeral(_TOP - 4)}V{numeral(bottom)}" fill="none" {drawn}/>')
        side = AT_END if across > (_LEFT + _RIGHT) / 2 else ""
        parts.append(label_at(across, _TOP - 9, f"{elided(mark.label, 20)}: {number_text(mark.value)}", side + SMALL))
    for place, line in enumerate(curve.lines[:_MOST_LINES]):
        path = "".join(
            f"{'L' if index else 'M'}{numeral(x(across))} {numeral(y(share))}"
            for index, (across, share) in enumerate(line.points[:_MOST_POINTS])
        )
        colour, dash = COLOURS[line.tone], _DASHES[place % len(_DASHES)]
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dash}/>')
        parts += _dots(line, colour, [(x(across), y(share)) for across, share in line.points])
    down = bottom + 16
    if curve.across:
        down += 17
        parts.append(label_at((_LEFT + _RIGHT) / 2, down, elided(curve.across, 40), MIDDLE + SMALL))
    for place, line in enumerate(curve.lines[:_MOST_LINES]):
        down += _ROW
        sample = f'stroke="{COLOURS[line.tone]}" stroke-width="2.5"{_DASHES[place % len(_DASHES)]}'
        parts.append(f'<path d="M{_LEFT} {numeral(down - 4)}h28" fill="none" {sample}/>')
        note = f" ({elided(line.note, 30)})" if line.note else ""
        parts.append(label_at(_LEFT + 36, down, f"{elided(line.label, 34)}{note}", SMALL))
    return framed((_WIDTH, down + 8), curve.title or "Curve", _story(curve), parts)


def _dots(line: CurveLine, colour: str, places: list[tuple[float, float]]) -> list[str]:
    """Draw a dot where a point stands, while they can be told apart."""
    if len(places) > 40:
        return []
    return [
        f'<circle cx="{numeral(x)}" cy="{numeral(y)}" r="2.6" fill="{colour}"><title>{number_text(across)}: '
        f"{share * 100:.0f} %</title></circle>"
        for (x, y), (across, share) in zip(places, line.points, strict=True)
    ]


def _story(curve: CurvePicture) -> str:
    told = []
    for line in curve.lines[:_MOST_LINES]:
        if line.points:
            (first, most), (last, least) = line.points[0], line.points[-1]
            ends = f"{most * 100:.0f} % at {number_text(first)}, {least * 100:.0f} % at {number_text(last)}"
            told.append(f"{elided(line.label, LONGEST)}: {ends}.")
    told += [f"{elided(mark.label, LONGEST)}: {number_text(mark.value)}." for mark in curve.marks[:_MOST_MARKS]]
    return " ".join(told)
