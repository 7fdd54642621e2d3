"""Put the steps of a line into the columns of a picture, so that a peak of a minute is drawn on a line of a year."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from alignkit.exact import plain
from alignkit.instants import micros

if TYPE_CHECKING:
    from alignkit.display.pictures import StepLine


_LARGE, _HUGE = 10**6, 10**12


class Reach(NamedTuple):
    """What a line shows within one column: the number at its left edge, the extremes, the number at its right edge."""

    first: float
    lowest: float
    highest: float
    last: float


def columns(line: StepLine, count: int) -> list[Reach | None]:
    """Return what a line shows in each of so many columns of equal width; None where it shows nothing.

    >>> from datetime import UTC, datetime, timedelta
    >>> from alignkit.display.blocks import StepLine
    >>> noon, hour = datetime(2026, 1, 5, 12, tzinfo=UTC), timedelta(hours=1)
    >>> columns(StepLine(noon, noon + 4 * hour, [(noon + hour, 5), (noon + 3.5 * hour, 8)]), 4)[2:]
    [Reach(first=5.0, lowest=5.0, highest=5.0, last=5.0), Reach(first=5.0, lowest=5.0, highest=8.0, last=8.0)]
    """
    start, end = micros(line.start), micros(line.end)
    found: list[Reach | None] = [None] * count
    begins = [micros(at) for at, _ in line.steps]
    ends = [*begins[1:], end + 1] if begins else []
    for since, until, (_, value) in zip(begins, ends, line.steps, strict=True):
        first, last = max(since, start), min(until - 1, end)
        if first > last:
            continue
        for place in range(_column(first - start, end - start, count), _column(last - start, end - start, count) + 1):
            before = found[place]
            found[place] = (
                Reach(value, value, value, value)
                if before is None
                else Reach(before.first, min(before.lowest, value), max(before.highest, value), value)
            )
    return found


def _column(passed: int, length: int, count: int) -> int:
    return min(count - 1, passed * count // length) if length else 0


def scale(line: StepLine) -> tuple[float, float]:
    """Return the numbers at the bottom and at the top: 0, every step and every level lie between; never the same.

    >>> from datetime import UTC, datetime
    >>> from alignkit.display.blocks import StepLine
    >>> noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    >>> scale(StepLine(noon, noon, [(noon, 5)], [(70, "hot")]))
    (0.0, 70.0)
    """
    heights = [0.0, *(value for _, value in line.steps), *(level.value for level in line.levels)]
    low, high = min(heights), max(heights)
    return (low, high) if low < high else (0.0, 1.0)


def number_text(value: float) -> str:
    """Write a number of a picture for people: from a million on without decimals, huge ones in powers of ten.

    >>> number_text(1250.5), number_text(2_500_000.25), number_text(1.25e300)
    ('1,250.5', '2,500,000', '1.25×10^300')
    """
    if abs(value) < _HUGE:
        return plain(Fraction(repr(value)), 3 if abs(value) < _LARGE else 0)
    digits, _, power = f"{value:.3e}".partition("e")
    return f"{digits.rstrip('0').rstrip('.')}×10^{int(power)}"
