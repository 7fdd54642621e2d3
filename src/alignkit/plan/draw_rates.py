"""Draw rates as uncertain as the counts behind them are few: the same draws on every machine and every Python."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from itertools import accumulate

SCALE = 10**15
"""A drawn rate is a whole number of this part of 1."""
_CELLS = 400
"""The posterior is laid out in this many cells: each a twentieth of its standard deviation wide."""
_SIGMAS = 10
"""So many standard deviations to each side; what lies beyond is less than one part in 10**20."""
_EXACT = Context(prec=28, rounding=ROUND_HALF_EVEN, Emax=10**8, Emin=-(10**8), traps=[])
"""The host's own decimal context must not change an answer. `ln`, `exp` and `sqrt` of a decimal are rounded correctly,
so that every machine has the same digits; those of a float are as its C library makes them."""


def draw_rates(converted: int, of: int, *, count: int, random: Callable[[], float]) -> list[int]:
    """Draw rates from what the counts leave open, in parts of `SCALE`.

    The rate of a step at which `converted` of `of` leads came follows the Beta distribution with the parameters
    converted + 1/2 and of - converted + 1/2: Bayes' rule with the prior of Jeffreys (Proceedings of the Royal Society
    A 186, 1946), which Brown, Cai and DasGupta advise for a share (Statistical Science 16, 2001). The uniform prior
    would pull each rate towards one half: over the five steps of a funnel that promises far too much.

    The draw goes by the inverse of the distribution: put x = s² / (s² + (1 - s)²), and the density of s is in
    proportion to s^(2 converted) · (1 - s)^(2 (of - converted)) / (s² + (1 - s)²)^(of + 1), smooth from 0 to 1. It is
    summed over equal cells in decimals and then in whole numbers. Of the random numbers only
    `random.Random(seed).random()` is used, which Python keeps for a seed in every version; `betavariate` may change.

    >>> from random import Random
    >>> [rate * 100 // SCALE for rate in draw_rates(30, 100, count=5, random=Random(1).random)]
    [25, 34, 33, 27, 30]
    """
    low, width, cumulative = _laid_out(converted, of)
    whole = cumulative[-1]
    found = []
    for _ in range(count):
        # a float's own fraction is exact: the draw goes on in whole numbers
        up, down = random().as_integer_ratio()
        wanted = whole * up // down
        cell = bisect_right(cumulative, wanted)
        before = cumulative[cell - 1] if cell else 0
        # where in its cell, in parts of SCALE of the way from 0 to 1
        place = low + width * cell + width * (wanted - before) // (cumulative[cell] - before)
        over, under = place * place, (SCALE - place) * (SCALE - place)
        found.append(max(1, SCALE * over // (over + under)))
    return found


@lru_cache(maxsize=128)
def _laid_out(converted: int, of: int) -> tuple[int, int, tuple[int, ...]]:
    """Return where the first cell begins and how wide a cell is, in parts of `SCALE`, and the weights summed up."""
    missed = of - converted
    # the mode of s, and its standard deviation, which is at most that of the angle whose squared sine is the rate
    tangent = None if not missed else _EXACT.sqrt(_EXACT.divide(Decimal(converted), Decimal(missed)))
    share = None if tangent is None else _EXACT.divide(tangent, _EXACT.add(tangent, Decimal(1)))
    mode = SCALE if share is None else int(_EXACT.multiply(share, Decimal(SCALE)))
    reach = int(_EXACT.divide(Decimal(_SIGMAS * SCALE // 2), _EXACT.sqrt(Decimal(of + 1))))
    low, high = max(0, mode - reach), min(SCALE, mode + reach)
    width = max(1, (high - low) // _CELLS)
    logs = [_log_density(low + width * cell + width // 2, converted, missed) for cell in range(_CELLS)]
    top = max(logs)
    weights = [int(_EXACT.exp(_EXACT.subtract(log, top)).scaleb(18, context=_EXACT)) for log in logs]
    return low, width, tuple(accumulate(weights))


def _log_density(place: int, converted: int, missed: int) -> Decimal:
    """Return the logarithm of the density of s at a place in parts of `SCALE`, less a constant."""
    s, rest = Decimal(place), Decimal(SCALE - place)
    square = _EXACT.add(_EXACT.multiply(s, s), _EXACT.multiply(rest, rest))
    found = _EXACT.multiply(Decimal(-(converted + missed + 1)), _EXACT.ln(square))
    for times, part in ((converted, s), (missed, rest)):
        if times:
            found = _EXACT.add(found, _EXACT.multiply(Decimal(2 * times), _EXACT.ln(part)))
    return found
