"""Find round numbers to write below a picture."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

_STEPS = (1, 2, 5, 10, 20, 50, 100)


def round_numbers(low: float, high: float, most: int, *, whole: bool = False) -> list[float]:
    """Return the round numbers between two, both included, in even steps: as many as there may be.

    Args:
        low: where the scale begins.
        high: where it ends, above `low`.
        most: how many numbers there is room for, 2 at least.
        whole: whether only whole numbers make sense.

    >>> round_numbers(50, 90, 5), round_numbers(64, 66, 5, whole=True), round_numbers(0, 1, 3)
    ([50.0, 60.0, 70.0, 80.0, 90.0], [64.0, 65.0, 66.0], [0.0, 0.5, 1.0])
    """
    first, last = Fraction(repr(low)), Fraction(repr(high))
    finest = Fraction(10) ** (magnitude(last - first) - 1)
    found: list[Fraction] = []
    for factor in _STEPS:
        step = finest * factor
        if whole and step.denominator > 1:
            continue
        begins = ceil(first / step)
        count = last // step - begins + 1
        if count <= most:
            found = [(begins + number) * step for number in range(count)]
            break
    return [float(number) for number in found]


def magnitude(number: Fraction) -> int:
    """Return the power of ten of a number's first digit.

    >>> magnitude(Fraction(42)), magnitude(Fraction(1, 20))
    (1, -2)
    """
    found = len(str(number.numerator)) - len(str(number.denominator))
    return found if Fraction(10) ** found <= number else found - 1
