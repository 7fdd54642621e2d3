"""Draw a waterfall as SVG: a row for each bar, its name before it and its number behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.lay_waterfall import laid_out
from alignkit.display.step_columns import number_text
from alignkit.display.style import COLOURS
from alignkit.display.svg_parts import (
    AT_END,
    BOLD,
    FAINT,
    LONGEST,
    SMALL,
    drawn_width,
    framed,
    label_at,
    numeral,
    rect,
)
from alignkit.display.wrap import elided, escaped, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alignkit.display.lay_waterfall import Fall
    from alignkit.display.waterfall import Waterfall

_MOST = 40
_WIDTH, _PLOT = 420, 142
_NUMBER_COLUMNS = 20
_NAME_COLUMNS, _LINE = 19, 14.0
_HIGH = 18.0
_LEAST_ROW = 32.0


def waterfall_svg(waterfall: Waterfall) -> str:
    """Draw a waterfall, the start at the top and the end at the bottom."""
    laid = laid_out(waterfall)
    falls = laid.falls if len(laid.falls) <= _MOST else (*laid.falls[: _MOST - 1], laid.falls[-1])
    more = len(laid.falls) - len(falls)
    numbers = [elided(fall.text, _NUMBER_COLUMNS) for fall in falls]
    plot_wide = _WIDTH - _PLOT - 10 - max(drawn_width(number, 13) for number in numbers)

    def x(share: float) -> float:
        return _PLOT + share * plot_wide

    rows: list[str] = []
    links: list[str] = []
    y = 4.0
    before: tuple[Fall, float] | None = None
    for fall, number in zip(falls, numbers, strict=True):
        name = wrap(elided(fall.label, _NAME_COLUMNS * 3 - 4), _NAME_COLUMNS)[:3]
        high = max(_LEAST_ROW, len(name) * _LINE + 8)
        top = y + (high - _HIGH) / 2
        if before is not None:
            links.append(f"M{numeral(x(before[0].reached))} {numeral(before[1])}V{numeral(top)}")
        words = [*_named(fall, name, y + high / 2), _bar(fall, (x(fall.left), x(fall.right)), y + high / 2)]
        if fall.whole and laid.ground > 0:
            words.append(_cut(x(fall.left), y + high / 2))
        words.append(label_at(_WIDTH, y + high / 2 + 4.5, number, AT_END + (BOLD if fall.whole else "")))
        rows.append(f"<g>{''.join(words)}</g>")
        before = (fall, top + _HIGH)
        y += high
    lines = [f'<path d="{"".join(links)}" stroke="currentColor" stroke-opacity=".45" fill="none"/>']
    if laid.zero > 0:
        lines.append(f'<path d="M{numeral(x(laid.zero))} 0V{numeral(y)}" stroke="currentColor" stroke-opacity=".3"/>')
    if laid.ground > 0:
        y += 18
        lines.append(label_at(_PLOT, y - 4, _begins(laid.ground), SMALL + FAINT))
    if more:
        y += 20
        lines.append(label_at(0, y - 6, f"… and {more:,} more parts", FAINT))
    told = f"{'; '.join(f'{elided(fall.label, LONGEST)}: {elided(fall.text, 60)}' for fall in falls)}."
    return framed((_WIDTH, y + 4), waterfall.title or "Waterfall", told, [*lines, *rows])


def _begins(ground: float) -> str:
    return f"the scale begins at {number_text(ground)}"


def _named(fall: Fall, name: list[str], middle: float) -> Iterator[str]:
    """Yield what a pointer that rests on the row is told, and the lines of its name."""
    yield f"<title>{escaped(elided(fall.label, LONGEST))}: {escaped(elided(fall.text, 60))}</title>"
    for place, line in enumerate(name):
        y = middle + 4 + (place - (len(name) - 1) / 2) * _LINE
        yield label_at(0, y, line, SMALL + (BOLD if fall.whole else ""))


def _bar(fall: Fall, ends: tuple[float, float], middle: float) -> str:
    left, right = ends
    box = (left, middle - _HIGH / 2, max(2.0, right - left), _HIGH)
    return rect(box, COLOURS[fall.tone], 0.85 if fall.whole else 1, ' rx="1.5"')


def _cut(left: float, middle: float) -> str:
    """Draw two strokes across a bar: it goes on below where the scale begins."""
    at = "".join(f"M{numeral(left + x)} {numeral(middle + 12)}l5 -24" for x in (8, 13))
    return f'<path d="{at}" stroke="currentColor" stroke-width="1.5" fill="none"/>'
