"""The interval in which a share lies that is known from few answers."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import NamedTuple

NORMAL_95 = Fraction(1_959_964, 1_000_000)
"""The standard normal distribution lies within ± this with 95 %."""
_FINE = 10**12
"""Square roots are taken to so many parts of one."""


class Interval(NamedTuple):
    """The 95 % interval of a share.

    Args:
        lowest: its lower end, 0 at least.
        highest: its upper end, 1 at most.
    """

    lowest: Fraction
    highest: Fraction


def root(value: Fraction) -> Fraction:
    """Return a square root, cut to 12 decimals: the same on every machine."""
    return Fraction(isqrt(value.numerator * _FINE**2 // value.denominator), _FINE)


def wilson(kept: int, of: int) -> Interval | None:
    """Return the 95 % interval of a share of `kept` in `of`; None of nothing.

    It holds for few answers too, and for none or all of them. Source: E. B. Wilson, "Probable inference, the law of
    succession, and statistical inference", Journal of the American Statistical Association 22 (1927) 209-212.

    >>> found = wilson(2, 2)
    >>> found is not None and (round(float(found.lowest), 3), found.highest)
    (0.342, Fraction(1, 1))
    """
    if not of:
        return None
    share, square = Fraction(kept, of), NORMAL_95**2
    middle = share + square / (2 * of)
    half = NORMAL_95 * root(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    # at the ends the formula gives 0 and 1 themselves, but for the square root, which is cut
    lowest = (middle - half) / whole if kept else Fraction(0)
    return Interval(lowest, (middle + half) / whole if kept < of else Fraction(1))
