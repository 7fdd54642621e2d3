"""Constants in order and the gaps between them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from alignkit.rules.doubt.steps import Scale, Steps, constants_of, has_order
from alignkit.rules.field import field

x = field("x")


def test_all_numbers() -> None:
    """Between any two numbers lies another: gap, 1/3, gap, 0.5, gap."""
    steps = Steps([Decimal("0.5"), Fraction(1, 3), Decimal("0.50")], Scale(), 10)
    assert steps.width == 5
    assert steps.where(x < 0.5) == [(10, 13)]
    assert steps.where(x != 0.5) == [(10, 13), (14, 15)]
    assert steps.where(x.between(Fraction(1, 3), 0.5)) == [(11, 14)]
    assert steps.where(x.is_in(0.5, 7)) == [(13, 14)]
    assert steps.where(x.is_missing()) == []


@pytest.mark.parametrize(
    ("values", "width"),
    [([4, 5], 4), ([4, 6], 5), ([Decimal("4.5")], 2), ([Decimal("4.2"), Decimal("4.8")], 2), ([], 1)],
)
def test_whole_numbers(values: list[object], width: int) -> None:
    """There is nothing between 4 and 5, and 4.5 is no value itself."""
    assert Steps(values, Scale(discrete=True), 0).width == width


def test_ends() -> None:
    """Nothing lies before the first value, nor after the last."""
    scale = Scale(low=1, high=9, discrete=True)
    assert Steps([1, 9], scale, 0).width == 3
    assert Steps([1, 9], scale, 0).where(x < 1) == [(0, 0)]
    assert Steps([2, 8], scale, 0).width == 5
    assert Steps([], scale, 0).width == 1


def test_constants() -> None:
    """What conditions compare with, and which of them ask for more or less."""
    assert constants_of(x.is_in("b", "a")) == ("a", "b")
    assert constants_of(x.contains("a")) == ()
    assert has_order(x.between(1, 2))
    assert has_order(x > 1)
    assert not has_order(x == 1)
    assert not has_order(x.is_in(1))
