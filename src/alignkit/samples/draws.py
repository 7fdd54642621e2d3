"""Draws: what chance gives, the same on every machine and in every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")


class Draws:
    """A stream of draws from a seed.

    It calls `random.Random(seed).random()` alone: Python keeps the numbers of that method for a seed, and may change
    those of `choice`, `shuffle` or `gauss`. Its arithmetic is `+ - * /`, which every machine rounds alike; `log` and
    `exp`, which need not be, are not used: a skewed amount comes from a curve.

    Args:
        seed: any whole number from 0 on.

    >>> Draws(1).one_of(("a", "b", "c"))
    'a'
    """

    __slots__ = ("_next",)

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random  # noqa: S311 - a sample is no secret

    def chance(self, share: float) -> bool:
        """Say yes in that share of all draws."""
        return self._next() < share

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` up to, not including, `high`; all alike."""
        return low + (high - low) * self._next()

    def one_of(self, values: Sequence[_T]) -> _T:
        """Return one of the values; all alike."""
        return values[int(self._next() * len(values))]

    def weighted(self, values: Sequence[tuple[_T, float]]) -> _T:
        """Return one of the values by their weights, which need not sum to 1."""
        left = self._next() * sum(weight for _, weight in values)
        for value, weight in values:
            left -= weight
            if left < 0:
                return value
        return values[-1][0]  # rounding may leave a crumb

    def curve(self, quantiles: Sequence[float]) -> float:
        """Return a number from a distribution given by its quantiles at equal steps, straight lines between them.

        Of `(0, 10, 100)` half of all draws lie below 10, and none above 100.
        """
        place = self._next() * (len(quantiles) - 1)
        step = int(place)
        return quantiles[step] + (quantiles[step + 1] - quantiles[step]) * (place - step)
