"""Lay a waterfall out: from where to where each of its bars goes, as shares of the room that there is."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from alignkit.display.round_numbers import magnitude

if TYPE_CHECKING:
    from alignkit.display.checked import Tone
    from alignkit.display.waterfall import Waterfall


class Fall(NamedTuple):
    """One bar of a waterfall.

    Args:
        label: what it is.
        text: its number as it is written.
        tone: its tone.
        left: where it begins, from 0 to 1.
        right: where it ends.
        reached: the side at which the next bar begins.
        whole: whether it stands on the ground: the first and the last.
    """

    label: str
    text: str
    tone: Tone
    left: float
    right: float
    reached: float
    whole: bool


class Laid(NamedTuple):
    """A waterfall laid out.

    Args:
        falls: its bars.
        ground: the number at the left edge.
        zero: where 0 lies, from 0 to 1; 0 where the scale begins higher.
    """

    falls: tuple[Fall, ...]
    ground: float
    zero: float


def laid_out(waterfall: Waterfall) -> Laid:
    """Return the bars of a waterfall.

    The scale begins at 0, unless what lies between the ends is less than a fifth of them: then it begins higher, so
    that the parts can be told apart, and the picture says so.

    >>> from alignkit.display.waterfall import Waterfall
    >>> [round(fall.left, 2) for fall in laid_out(Waterfall(("a", 10), [("b", -5)], ("c", 5))).falls]
    [0.0, 0.5, 0.0]
    """
    levels = [Fraction(waterfall.start.value)]
    for rise in waterfall.rises:
        levels.append(levels[-1] + Fraction(rise.change))
    levels.append(Fraction(waterfall.end.value))
    low, high = _scale(min(levels), max(levels))

    def share(level: Fraction) -> float:
        return float((level - low) / (high - low))

    floor = max(low, Fraction(0)) if high > 0 else high

    def whole(label: str, text: str, level: Fraction) -> Fall:
        left, right = sorted((share(floor), share(level)))
        return Fall(label, text, "neutral", left, right, share(level), True)

    falls = [whole(waterfall.start.label, waterfall.start.text, levels[0])]
    for rise, before, after in zip(waterfall.rises, levels, levels[1:], strict=False):
        left, right = sorted((share(before), share(after)))
        falls.append(Fall(rise.label, rise.text, rise.tone or "muted", left, right, share(after), False))
    falls.append(whole(waterfall.end.label, waterfall.end.text, levels[-1]))
    return Laid(tuple(falls), float(low), share(Fraction(0)) if low < 0 else 0.0)


def _scale(lowest: Fraction, highest: Fraction) -> tuple[Fraction, Fraction]:
    """Return the numbers at the left and the right edge; never the same."""
    between = highest - lowest
    if lowest > 0 and 0 < between < highest / 5:
        step = Fraction(10) ** magnitude(between)
        return (lowest - between) // step * step, highest
    low, high = min(lowest, Fraction(0)), max(highest, Fraction(0))
    return (low, high) if low < high else (Fraction(0), Fraction(1))
