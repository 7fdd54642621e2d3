"""The gap bridge: sharing a gap out over seven factors, held against the sum over all subsets written by hand.

The floor is the textbook's formula for a Shapley value, with the same fractions and without a word or a rounding. The
bridge checks what it is given, rounds, and says its sentences.
"""

from __future__ import annotations

import random
from fractions import Fraction
from functools import partial
from itertools import combinations
from math import factorial, prod

from benchmarks.side_by_side import Benchmark, each_alone

from alignkit.scorecard.bridge import bridge_between
from alignkit.scorecard.factors import Factor

FACTORS = 7
BRIDGES = 100

random.seed(20260105)
WORLDS = [
    [
        (Fraction(random.randrange(1, 400), random.randrange(1, 400)), Fraction(random.randrange(400), 391))  # noqa: S311 - no secret
        for _ in range(FACTORS)
    ]
    for _ in range(BRIDGES)
]
"""Planned and actual values as they come of counts: ratios of unlike denominators."""

Parts = list[Fraction]


def by_subsets(number: int) -> Parts:
    """Return each factor's part: over all sets of others that have turned, what its own turn changes."""
    world = WORLDS[number]
    found = []
    for one, (planned, actual) in enumerate(world):
        others = [pair for place, pair in enumerate(world) if place != one]
        part = Fraction(0)
        for size in range(FACTORS):
            weight = Fraction(factorial(size) * factorial(FACTORS - 1 - size), factorial(FACTORS))
            for turned in combinations(range(FACTORS - 1), size):
                rest = prod((pair[place in turned] for place, pair in enumerate(others)), start=Fraction(1))
                part += weight * rest
        found.append((actual - planned) * part)
    return found


def by_bridge(number: int) -> Parts:
    """Return each factor's part from a bridge that has said its sentences."""
    world = WORLDS[number]
    factors = [Factor(f"f{place}", planned) for place, (planned, _) in enumerate(world)]
    found = bridge_between(factors, {f"f{place}": actual for place, (_, actual) in enumerate(world)})
    assert len(found.sentences) == FACTORS
    return [part.exact for part in found.parts]


def test_bridge(benchmark: Benchmark) -> None:
    """A hundred bridges of seven factors, one by one."""
    numbers = range(BRIDGES)
    parts = each_alone(
        benchmark,
        "bridge",
        [partial(by_bridge, number) for number in numbers],
        [partial(by_subsets, number) for number in numbers],
    )
    assert parts == [by_subsets(number) for number in numbers]
