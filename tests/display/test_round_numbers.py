"""Round numbers below a picture: few, even, and within."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given, strategies as st

from alignkit.display.round_numbers import magnitude, round_numbers

EDGES = st.floats(-1e12, 1e12, allow_nan=False)


@given(EDGES, st.floats(1e-6, 1e12), st.integers(2, 8), st.booleans())
def test_few_even_and_within(low: float, wide: float, most: int, whole: bool) -> None:
    """Whatever the scale: at most so many, all within it, the steps between them alike."""
    high = low + wide
    if high == low:
        return
    found = round_numbers(low, high, most, whole=whole)
    assert len(found) <= most
    assert all(low <= number <= high or isclose(number, low) or isclose(number, high) for number in found)
    assert not whole or all(number.is_integer() for number in found)
    steps = [Fraction(after) - Fraction(before) for before, after in pairwise(found)]
    assert all(isclose(step, steps[0], rel_tol=1e-6, abs_tol=1e-3) for step in steps)


@pytest.mark.parametrize(
    ("low", "high", "most", "found"),
    [
        (50, 90, 5, [50, 60, 70, 80, 90]),
        (50, 90, 4, [60, 80]),
        (0, 7, 5, [0, 2, 4, 6]),
        (-3, 5, 5, [-2, 0, 2, 4]),
        (0, 1, 3, [0, 0.5, 1]),
        (0.1, 0.4, 4, [0.1, 0.2, 0.3, 0.4]),
    ],
)
def test_numbers(low: float, high: float, most: int, found: list[float]) -> None:
    """Steps of 1, 2 and 5."""
    assert round_numbers(low, high, most) == found


def test_magnitude() -> None:
    """The power of ten of the first digit."""
    assert [magnitude(Fraction(number)) for number in ("1", "9.99", "10", "0.1", "0.099", "1/3")] == [
        0,
        0,
        1,
        -1,
        -2,
        -1,
    ]
