"""The totals that a score can come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from alignkit.instants import days
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.totals import MOST_VALUES, NOTHING, Tally, Totals, of_events, total_words
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points

CALL = did("call")
values = st.lists(st.integers(-20, 20), min_size=1, max_size=5)


@given(values, values, st.none() | st.integers(-15, 0), st.none() | st.integers(0, 15))
def test_totals_are_sets(left: list[int], right: list[int], floor: int | None, cap: int | None) -> None:
    """Sums of each with each, of one or the other, held between bounds."""
    one, other = Totals.of(*left), Totals.of(*right)
    assert one.plus(other).values == frozenset({a + b for a in left for b in right})
    assert one.either(other).values == frozenset({*left, *right})
    assert Totals.of(1).plus(one).values == frozenset({1 + a for a in left})
    held = one.held(floor, cap)
    low, high = -99 if floor is None else floor, 99 if cap is None else cap
    assert held.values == frozenset({max(low, min(high, a)) for a in left})
    assert (held.least, held.most) == (min(held.values), max(held.values))


@given(values, st.integers(-25, 25), st.integers(-25, 25))
def test_between(some: list[int], low: int, high: int) -> None:
    """One of the totals lies there; without the single totals, it may."""
    exact, loose = Totals.of(*some), Totals(min(some), max(some), None)
    assert exact.between(low, high) is any(low <= total < high for total in some)
    assert loose.between(low, high) or not exact.between(low, high)
    assert loose.between(low, None) is (max(some) >= low)
    assert loose.between(None, high) is (min(some) < high)


def test_too_many_totals() -> None:
    """Then the least and the most are known, and no longer the totals between."""
    many = Totals.of(*range(MOST_VALUES))
    assert many.values is not None
    assert many.plus(Totals.of(0, MOST_VALUES)) == Totals(0, 2 * MOST_VALUES - 1, None)
    assert many.either(Totals.of(-1)) == Totals(-1, MOST_VALUES - 1, None)
    assert Totals.of(*range(MOST_VALUES + 1)).values is None
    assert many.plus(Totals.of(5)).values == frozenset({total + 5 for total in range(MOST_VALUES)})
    assert many.plus(Totals.of(*range(50))).values is None
    assert Totals.of(0).either(Totals.of(*range(1, MOST_VALUES))).values is not None
    assert Totals.of(*range(MOST_VALUES + 1)).plus(Totals.of(0)).values is None
    assert Totals.of(0).plus(Totals.of(*range(MOST_VALUES + 1))).values is None
    assert many.either(Totals(0, 1, None)).values is None
    assert Totals.of(*range(100)).plus(Totals.of(*range(80))).values == frozenset(range(179))
    assert (
        Totals.of(*range(100)).plus(Totals.of(*range(81))).values is None
    )  # few sums, and too many ways to come to them


def test_effort() -> None:
    """To tell sums apart takes trials; where none are left, it is known how far they go."""
    some, others = Totals.of(*range(20)), Totals.of(*range(0, 2_000, 100))
    effort = Effort(0, trials=15)
    assert len(some.plus(others, effort).values or ()) == 400
    assert effort.trials == 5
    assert some.plus(others, effort) == Totals(0, 1_919, None)
    effort.trials = 10
    assert some.plus(others, effort).values is not None  # just enough


def test_no_end() -> None:
    """What nothing bounds stays so until a cap or a floor does."""
    endless = Totals(0, None, None)
    assert endless.plus(Totals.of(5)) == Totals.of(5).plus(endless) == Totals(5, None, None)
    assert endless.either(Totals.of(-5)) == Totals.of(-5).either(endless) == Totals(-5, None, None)
    below = Totals(None, 0, None)
    assert below.plus(Totals.of(5)) == Totals.of(5).plus(below) == Totals(None, 5, None)
    assert below.either(Totals.of(5)) == Totals.of(5).either(below) == Totals(None, 5, None)
    assert endless.held(None, 10) == Totals(0, 10, None)
    assert Totals(None, 0, None).held(-5, None) == Totals(-5, 0, None)
    assert endless.between(10**12, None)
    assert not endless.between(None, 0)


@pytest.mark.parametrize(
    ("clause", "totals"),
    [
        (Points(20, each=CALL, count_up_to=2), Totals.of(0, 20_000_000, 40_000_000)),
        (Points(20, each=CALL, count_up_to=2, cap=30), Totals.of(0, 20_000_000, 30_000_000)),
        (Points(20, each=CALL, first_only=True), Totals.of(0, 20_000_000)),
        (Points(-20, each=CALL, first_only=True), Totals.of(0, -20_000_000)),
        (Points(20, each=CALL), Totals(0, None, None)),
        (Points(-20, each=CALL), Totals(None, 0, None)),
        (Points(20, each=CALL, cap=30), Totals(0, 30_000_000, None)),
        (Points(-20, each=CALL, cap=-30), Totals(-30_000_000, 0, None)),
        (Points(20, each=CALL, half_life=days(5), count_up_to=2), Totals(0, 40_000_000, None)),
        (Points(0, each=CALL), NOTHING),
        (Points(Decimal("0.000001"), each=CALL, count_up_to=5_000), Totals(0, 5_000, None)),
        (Points(1, each=CALL, count_up_to=MOST_VALUES, cap=2), Totals.of(0, 10**6, 2 * 10**6)),
        (Points(Decimal("0.000001"), each=CALL, count_up_to=MOST_VALUES - 1), Totals.of(*range(MOST_VALUES))),
    ],
)
def test_events(clause: Points, totals: Totals) -> None:
    """Any number of events may happen, at any time, until what limits them."""
    assert of_events(clause) == totals


def test_a_tally() -> None:
    """Clauses over one field, by its cells; a cell in which nothing can stand does not count."""
    tally = Tally(3, (0, 6), [(20, (2, 6)), (5, (4, 6)), (-1, (0, 1))])
    assert [tally.at(cell) for cell in range(6)] == [-1, 0, 20, 20, 25, 25]
    assert tally.totals.values == frozenset({-1, 0, 20, 25})
    assert Tally(0, (2, 6), [(20, (2, 6))]).totals == Totals.of(20)
    assert tally.vars == tally.reached == {3}
    assert tally.at(99) == 0


def test_many_clauses_over_one_field() -> None:
    """They take time by their number, and not by its square."""
    tally: Any = Tally(0, (0, 20_000), [(1, (i, 20_000)) for i in range(10_000)])
    assert tally.totals == Totals(1, 10_000, None)


def test_text() -> None:
    """For people."""
    assert total_words(1_500_000) == "1.5 points"
    assert total_words(-1_000_000) == "-1 point"
    assert total_words(None) == "any number of points"
