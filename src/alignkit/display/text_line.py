"""Draw a number over time as plain text: columns of blocks, as high as the number was at most in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.step_columns import columns, number_text, scale
from alignkit.display.ticks import lies_within, moment_text, place
from alignkit.display.wrap import clipped, elided, pad, wrap

if TYPE_CHECKING:
    from alignkit.display.pictures import StepLine

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_ROWS = 6


def step_lines(line: StepLine, width: int, room: int) -> list[str]:
    """Draw a line: its columns with the levels behind them, arrows at the moments, and what each of these is."""
    head = wrap(clipped(line.title, max(40, min(2000, room // 4))), width) if line.title else []
    most = max(1, (room - 2000) // (width * 4))
    levels, marks = line.levels[:most], line.marks[:most]
    low, high = scale(line)
    top, foot = (elided(number_text(number), width // 4) for number in (high, low))
    wide = max(len(top), len(foot)) + 1
    strip = width - wide - 1
    sides = [top, *[""] * (_ROWS - 2), foot]
    body = [f"{pad(side, wide - 1, right=True)} │{row}" for side, row in zip(sides, _rows(line, strip), strict=True)]
    start, end = moment_text(line.start, line), moment_text(line.end, line)
    indent = " " * (wide + 1)
    arrows = [" "] * strip
    for mark in marks:
        if lies_within(mark.at, mark.at, line):
            arrows[min(strip - 1, int(place(mark.at, line) * strip))] = "▲"
    if "▲" in arrows:
        body.append(indent + "".join(arrows))
    if len(start) + len(end) < strip:
        body.append(f"{indent}{start}{end.rjust(strip - len(start))}")
    else:
        body += wrap(f"{start} to {end}", width)
    told = [f"▲ {moment_text(mark.at, line)}  {clipped(mark.label, 200)}" for mark in marks]
    told += [f"┄ {clipped(level.label, 200)}: {number_text(level.value)}" for level in levels]
    for text in told:
        body += wrap(text, width)
    more = len(line.levels) - len(levels) + len(line.marks) - len(marks)
    body = [*head, *(text.rstrip() for text in body)]
    return [*body, f"… and {more:,} more levels and moments"] if more else body


def _rows(line: StepLine, strip: int) -> list[str]:
    low, high = scale(line)

    def eighths(value: float) -> int:
        # halves, since the difference of two floats may be none; all only for the top, nothing only for the bottom
        share = (value / 2 - low / 2) / (high / 2 - low / 2)
        full = _ROWS * 8
        return full if share >= 1 else 0 if share <= 0 else min(full - 1, max(1, round(share * full)))

    crossed = {min(_ROWS - 1, eighths(level.value) // 8) for level in line.levels}
    heights = [None if reach is None else eighths(reach.highest) for reach in columns(line, strip)]
    return [
        "".join(_block(height, row, crossed=row in crossed) for height in heights) for row in reversed(range(_ROWS))
    ]


def _block(height: int | None, row: int, *, crossed: bool) -> str:
    filled = 0 if height is None else min(8, max(0, height - row * 8))
    return "┄" if crossed and not filled else _EIGHTHS[filled]
