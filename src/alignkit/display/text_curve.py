"""Draw a curve as plain text: for each line a strip of blocks, as high as its share in each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.step_columns import number_text
from alignkit.display.wrap import clipped, pad, width_of, wrap

if TYPE_CHECKING:
    from alignkit.display.curve_picture import CurveLine, CurvePicture

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_WIDEST = 48
_MOST_LINES = 6


def curve_lines(curve: CurvePicture, width: int, room: int) -> list[str]:
    """Draw a curve: each line in one row, the least number at the left."""
    lines = wrap(clipped(curve.title, max(40, min(2000, room // 4))), width) if curve.title else []
    low, high = curve.span
    drawn = curve.lines[:_MOST_LINES]
    names = [clipped(line.label, 60) for line in drawn]
    names = [wrap(name, max(8, width // 3))[0] for name in names]
    wide = max(map(width_of, names), default=0)
    strip = max(4, min(_WIDEST, width - wide - 2))
    lines += [
        f"{pad(name, wide)}  {_row(line, (low, high), strip)}".rstrip() for name, line in zip(names, drawn, strict=True)
    ]
    first, last = number_text(low), number_text(high)
    if len(first) + len(last) < strip:
        lines.append(f"{' ' * (wide + 2)}{first}{last.rjust(strip - len(first))}")
    told = [f"{clipped(line.label, 60)}: {clipped(line.note, 200)}" for line in drawn if line.note]
    told += [f"{clipped(mark.label, 200)}: {number_text(mark.value)}" for mark in curve.marks[:8]]
    for text in told:
        lines += wrap(text, width)
    return lines


def _row(line: CurveLine, span: tuple[float, float], strip: int) -> str:
    low, high = span
    found = [" "] * strip
    for across, share in line.points:
        column = min(strip - 1, int((across / 2 - low / 2) / (high / 2 - low / 2) * strip))
        found[column] = _EIGHTHS[min(8, max(1, round(share * 8)))] if share > 0 else "_"
    # what lies between two points is drawn as the one before it
    held = " "
    first = next((place for place, block in enumerate(found) if block != " "), strip)
    last = next((strip - place for place, block in enumerate(reversed(found)) if block != " "), 0)
    for place in range(first, last):
        held = found[place] if found[place] != " " else held
        found[place] = held
    return "".join(found)
