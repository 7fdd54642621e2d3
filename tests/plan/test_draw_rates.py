"""Drawn rates: the same on every machine and Python, and distributed as they should be."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal, localcontext
from itertools import pairwise
from random import Random

import pytest

from alignkit.plan.draw_rates import SCALE, draw_rates

PINNED = {
    (30, 100): [251816621837000, 348861159424112, 334184716037424],
    (0, 0): [43887630192066, 943659514952357, 868517334388751],
    (3, 3): [709585663269880, 994338254446079, 986242481188117],
    (1, 10**9): [365996, 2638862, 2122356],
}
"""Found alike on Python 3.7 to 3.13."""


def draws(converted: int, of: int, count: int = 4000, seed: int = 1) -> list[int]:
    """Draw rates from a seed."""
    return draw_rates(converted, of, count=count, random=Random(seed).random)  # noqa: S311 - no secret


def test_the_draws_are_pinned() -> None:
    """Whatever the Python and the machine: another number here would change ranges that people have agreed on."""
    assert draws(30, 100, 3) == PINNED[30, 100]
    assert draws(0, 0, 3) == PINNED[0, 0]
    assert draws(3, 3, 3) == PINNED[3, 3]
    assert draws(1, 10**9, 3) == PINNED[1, 10**9]


def test_the_random_numbers_are_those_that_python_keeps() -> None:
    """`random()` of a seed is the same in every version; nothing else of a generator is asked for."""
    assert [Random(seed).random() for seed in (1, 0)] == [0.13436424411240122, 0.8444218515250481]  # noqa: S311 - no secret


def test_the_hosts_decimal_context_changes_nothing() -> None:
    """Neither its precision nor its rounding nor its traps."""
    before = draws(30, 100, 50)
    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_UP
        assert draws(30, 100, 50) == before


@pytest.mark.parametrize(("converted", "of"), [(0, 0), (0, 5), (1, 1), (1, 40), (7, 10), (40, 40), (300, 1000)])
def test_they_are_beta_distributed(converted: int, of: int) -> None:
    """As `betavariate` draws with Jeffreys' prior: two samples no further apart than chance explains."""
    mine = [rate / SCALE for rate in draws(converted, of, 5000)]
    others = Random(2)  # noqa: S311 - no secret
    theirs = [others.betavariate(converted + 0.5, of - converted + 0.5) for _ in range(5000)]
    everything = sorted([(rate, 1) for rate in mine] + [(rate, -1) for rate in theirs])
    apart = most = 0
    for (_, side), _ in pairwise([*everything, (2.0, 0)]):
        apart += side
        most = max(most, abs(apart))
    # Kolmogorov and Smirnov's test
    assert most / 5000 < 1.95 * (2 / 5000) ** 0.5  # one in a thousand; the seeds are fixed


@pytest.mark.parametrize(("converted", "of"), [(1, 4), (30, 100), (5000, 10_000), (3, 10**9)])
def test_their_mean_is_that_of_the_distribution(converted: int, of: int) -> None:
    """(converted + 1/2) ÷ (of + 1), within four standard errors."""
    found = draws(converted, of, 4000)
    mean = Decimal(sum(found)) / len(found) / SCALE
    due = (Decimal(converted) + Decimal("0.5")) / (of + 1)
    error = (due * (1 - due) / (of + 2) / 4000).sqrt()
    assert abs(mean - due) < 4 * error


@pytest.mark.parametrize(("converted", "of"), [(0, 10**9), (1, 10**9), (10**9, 10**9), (5 * 10**8, 10**9)])
def test_they_lie_between_0_and_1(converted: int, of: int) -> None:
    """Above 0, so that something can be divided by them, however many leads there were."""
    found = draws(converted, of, 500)
    assert all(0 < rate <= SCALE for rate in found)
    assert len(set(found)) > 400


def test_the_edges_of_a_draw() -> None:
    """The least random number gives the very edge of what is laid out, and never 0; a small one lies near it."""
    assert draw_rates(0, 10, count=1, random=lambda: 0.0) == [1]
    assert draw_rates(0, 10, count=1, random=lambda: 0.001) == [76264179]
    assert draw_rates(500, 1000, count=1, random=lambda: 0.0) == [359102275488199]
    assert draw_rates(2000, 2000, count=1, random=lambda: 0.0) == [984410802687139]
    assert draw_rates(0, 10, count=1, random=lambda: 1 - 2**-53) == [964337959903674]
