"""Draw a curve as SVG: a line for each thing that is told, solid or dashed, and what they mean below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.round_numbers import round_numbers
from alignkit.display.step_columns import number_text
from alignkit.display.style import COLOURS
from alignkit.display.svg_parts import (
    AT_END,
    FAINT,
    LONGEST,
    MIDDLE,
    SMALL,
    drawn_width,
    framed,
    label_at,
    numeral,
)
from alignkit.display.wrap import elided, escaped, width_of, wrap

if TYPE_CHECKING:
    from alignkit.display.curve_picture import CurveLine, CurvePicture
    from alignkit.display.pictures import Level

_WIDTH, _LEFT, _RIGHT, _TOP, _HIGH = 420, 46, 404, 22.0, 150.0
_DASHES = ("", ' stroke-dasharray="6 3"', ' stroke-dasharray="2 3"')
_MOST_LINES, _MOST_POINTS, _MOST_MARKS = 6, 400, 8
_ROW, _LINE = 19.0, 14.0
_LEGEND_COLUMNS, _MARK_COLUMNS = 45, 24


def curve_svg(curve: CurvePicture) -> str:
    """Draw a curve."""
    low, high = curve.span
    rows = _rows(curve)
    top = _TOP + _LINE * max((row for _, _, row in rows), default=0)
    bottom = top + _HIGH

    def x(number: float) -> float:
        return _across(number, low, high)

    def y(share: float) -> float:
        return bottom - share * _HIGH

    parts: list[str] = []
    for share, text in ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")):
        parts.append(f'<path d="M{_LEFT} {numeral(y(share))}H{_RIGHT}" stroke="currentColor" stroke-opacity=".2"/>')
        parts.append(label_at(_LEFT - 6, y(share) + 4, text, AT_END + SMALL + FAINT))
    for number in _ticks(low, high, whole=_is_whole(curve)):
        text = number_text(number)
        over = x(number) + drawn_width(text) / 2 > _WIDTH
        parts.append(f'<path d="M{numeral(x(number))} {numeral(bottom)}v4" stroke="currentColor" stroke-opacity=".5"/>')
        at = (_WIDTH, AT_END) if over else (x(number), MIDDLE)
        parts.append(label_at(at[0], bottom + 17, text, at[1] + SMALL + FAINT))
    for mark, told, row in rows:
        across, up = x(mark.value), top - row * _LINE
        drawn = f'stroke="{COLOURS[mark.tone]}" stroke-width="1.5" stroke-dasharray="5 4"'
        tip = f"<title>{escaped(elided(mark.label, LONGEST))}: {number_text(mark.value)}</title>"
        upright = f'<path d="M{numeral(across)} {numeral(up - 4)}V{numeral(bottom)}" fill="none" {drawn}/>'
        parts.append(f"<g>{tip}{upright}{label_at(across, up - 9, told, _side(across) + SMALL)}</g>")
    for place, line in enumerate(curve.lines[:_MOST_LINES]):
        path = "".join(
            f"{'L' if index else 'M'}{numeral(x(across))} {numeral(y(share))}"
            for index, (across, share) in enumerate(line.points[:_MOST_POINTS])
        )
        colour, dash = COLOURS[line.tone], _DASHES[place % len(_DASHES)]
        parts.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dash}/>')
        parts += _dots(line, colour, [(x(across), y(share)) for across, share in line.points])
    down = bottom + 17
    if curve.across:
        down += 17
        parts.append(label_at((_LEFT + _RIGHT) / 2, down, elided(curve.across, 48), MIDDLE + SMALL))
    for place, line in enumerate(curve.lines[:_MOST_LINES]):
        down += _ROW
        sample = f'stroke="{COLOURS[line.tone]}" stroke-width="2.5"{_DASHES[place % len(_DASHES)]}'
        parts.append(f'<path d="M{_LEFT} {numeral(down - 4)}h28" fill="none" {sample}/>')
        note = f" ({line.note})" if line.note else ""
        words = wrap(elided(f"{elided(line.label, LONGEST)}{note}", _LEGEND_COLUMNS * 2 - 4), _LEGEND_COLUMNS)[:2]
        parts += [label_at(_LEFT + 36, down + number * _LINE, text, SMALL) for number, text in enumerate(words)]
        down += _LINE * (len(words) - 1)
    return framed((_WIDTH, down + 8), curve.title or "Curve", _story(curve), parts)


def _across(number: float, low: float, high: float) -> float:
    # halves, since the difference of two floats may be none
    return _LEFT + (number / 2 - low / 2) / (high / 2 - low / 2) * (_RIGHT - _LEFT)


def _is_whole(curve: CurvePicture) -> bool:
    return all(across.is_integer() for line in curve.lines for across, _ in line.points[:_MOST_POINTS])


def _ticks(low: float, high: float, *, whole: bool) -> list[float]:
    """Return round numbers, so many that their labels do not run into each other; both ends where none is round."""
    for most in (5, 4, 3):
        found = round_numbers(low, high, most, whole=whole)
        wide = max((drawn_width(number_text(number)) for number in found), default=0)
        if len(found) > 1 and wide + 8 <= (found[1] / 2 - found[0] / 2) / (high / 2 - low / 2) * (_RIGHT - _LEFT):
            return found
    return [low, high]


def _side(across: float) -> str:
    return AT_END if across > (_LEFT + _RIGHT) / 2 else ""


def _rows(curve: CurvePicture) -> list[tuple[Level, str, int]]:
    """Give each mark its words, and the first row above the curve where they do not run into others."""
    rows: list[tuple[Level, str, int]] = []
    taken: list[list[tuple[float, float]]] = []
    for mark in sorted(curve.marks[:_MOST_MARKS], key=lambda mark: mark.value):
        number = number_text(mark.value)
        told = f"{elided(mark.label, max(6, _MARK_COLUMNS - width_of(number)))}: {number}" if mark.label else number
        x, wide = _across(mark.value, *curve.span), drawn_width(told)
        left, right = (x - wide, x) if _side(x) else (x, x + wide)
        free = (row for row, spans in enumerate(taken) if all(right + 6 < a or b + 6 < left for a, b in spans))
        row = next(free, len(taken))
        if row == len(taken):
            taken.append([])
        taken[row].append((left, right))
        rows.append((mark, told, row))
    return rows


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
