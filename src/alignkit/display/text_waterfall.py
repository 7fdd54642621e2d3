"""Draw a waterfall as plain text: a strip of blocks for each bar, its name before it and its number behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.display.lay_waterfall import laid_out
from alignkit.display.step_columns import number_text
from alignkit.display.text_pictures import FILLS
from alignkit.display.wrap import clipped, elided, pad, width_of, wrap

if TYPE_CHECKING:
    from alignkit.display.lay_waterfall import Fall
    from alignkit.display.waterfall import Waterfall

_WIDEST = 48
"""Letters of a strip: longer ones tell no more."""
_LEAST_STRIP, _NUMBER_COLUMNS = 8, 20


def waterfall_lines(waterfall: Waterfall, width: int, room: int) -> list[str]:
    """Draw a waterfall, the start at the top and the end at the bottom."""
    lines = wrap(clipped(waterfall.title, max(40, min(2000, room // 4))), width) if waterfall.title else []
    laid = laid_out(waterfall)
    most = max(2, room // (width * 3))
    falls = laid.falls if len(laid.falls) <= most else (*laid.falls[: most - 1], laid.falls[-1])
    # a number that is cut tells another one: it goes before the names where there is little room
    numbers = [elided(fall.text, max(width // 4, min(_NUMBER_COLUMNS, width // 2))) for fall in falls]
    room_left = width - max(map(width_of, numbers)) - 4 - _LEAST_STRIP
    names = [elided(fall.label, max(6, min(width * 2 // 5, room_left))) for fall in falls]
    name_width, number_width = max(map(width_of, names)), max(map(width_of, numbers))
    strip = max(1, min(_WIDEST, width - name_width - number_width - 4))
    for fall, name, number in zip(falls, names, numbers, strict=True):
        drawn = pad(_strip(fall, strip), strip)
        lines.append(f"{pad(name, name_width)}  {drawn}  {pad(number, number_width, right=True)}")
    if laid.ground > 0:
        lines += wrap(f"{' ' * (name_width + 2)}the scale begins at {number_text(laid.ground)}", width)
    more = len(laid.falls) - len(falls)
    return [*lines, f"… and {more:,} more parts"] if more else lines


def _strip(fall: Fall, strip: int) -> str:
    first = min(strip - 1, int(fall.left * strip))
    last = max(first + 1, round(fall.right * strip))
    if fall.whole and fall.left == fall.right:
        return ""
    return " " * first + ("█" if fall.whole else FILLS[fall.tone]) * (last - first)
