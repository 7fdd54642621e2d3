"""Attainment: the part of the target that was reached."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from tests.scorecard.build import goal

from alignkit.currency import money
from alignkit.instants import days
from alignkit.scorecard.attain import attained, reaches
from alignkit.scorecard.metrics import median_time
from alignkit.scorecard.quantities import Quantity

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("parts", "actual", "found"),
    [
        ({"at_least": 400}, 100, Fraction(1, 4)),
        ({"at_least": 400}, 400, 1),
        ({"at_least": 400}, 500, 1),
        ({"at_least": 400}, -5, 0),
        ({"at_least": money(400, "EUR")}, money(200, "EUR"), HALF),
        ({"at_least": 90, "worst": 70}, 80, HALF),
        ({"at_least": 90, "worst": 70}, 60, 0),
        ({"at_most": 10}, 20, HALF),
        ({"at_most": 10}, 5, 1),
        ({"at_most": 10}, 0, 1),
        ({"at_most": 10, "worst": 30}, 20, HALF),
        ({"at_most": 0, "worst": 4}, 1, Fraction(3, 4)),
        ({"at_most": 0, "worst": 4}, 9, 0),
        ({"at_most": days(10), "metric": median_time("mql", "won")}, days(20), HALF),
        ({"at_most": days(10), "worst": days(30), "metric": median_time("mql", "won")}, days(25), Fraction(1, 4)),
    ],
)
def test_attainment(parts: dict[str, Any], actual: Quantity, found: Fraction | int) -> None:
    """Actual ÷ target, its inverse, or normalised between the worst and the target; clamped."""
    assert attained(goal(**parts), actual) == found


def test_the_cap_counts_what_is_over() -> None:
    """Up to a half more than the target."""
    cap = Fraction(3, 2)
    assert attained(goal(at_least=400), 500, cap=cap) == Fraction(5, 4)
    assert attained(goal(at_least=400), 5000, cap=cap) == cap
    assert attained(goal(at_most=10), 0, cap=cap) == cap
    assert attained(goal(at_most=10), 8, cap=cap) == Fraction(5, 4)


def test_the_target_itself_is_reached() -> None:
    """In both directions."""
    assert reaches(goal(at_least=400), 400)
    assert not reaches(goal(at_least=400), 399)
    assert reaches(goal(at_most=10), 10)
    assert not reaches(goal(at_most=10), 11)


@pytest.mark.parametrize(
    ("actual", "found", "kept"),
    [
        (0, 0, False),
        (2, HALF, False),
        (4, 1, True),
        (6, 1, True),
        (8, 1, True),
        (10, Fraction(4, 5), False),
        (16, HALF, False),
    ],
)
def test_between_two_limits(actual: int, found: Fraction | int, kept: bool) -> None:
    """Both limits are within; outside it is the part of the one that is passed."""
    made = goal(at_least=None, between=(4, 8))
    assert attained(made, actual) == found
    assert reaches(made, actual) is kept


def test_between_two_limits_and_two_worst() -> None:
    """From 4 down to 2, and from 8 up to 16."""
    made = goal(at_least=None, between=(4, 8), worst=(2, 16))
    assert [attained(made, actual) for actual in (1, 2, 3, 4, 8, 10, 16, 20)] == [
        0, 0, HALF, 1, 1, Fraction(3, 4), 0, 0,
    ]  # fmt: skip
