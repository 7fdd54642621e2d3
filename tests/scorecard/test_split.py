"""Splitting: parts that can be counted or paid, and that sum to the whole."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from alignkit.currency import Money, money
from alignkit.errors import DocumentError
from alignkit.scorecard.split import half_up, rounded_parts, shapley, smallest_unit, split_money

NUMBERS = st.fractions(-1000, 1000, max_denominator=60)
UNITS = st.sampled_from([Fraction(1), Fraction(1, 100), Fraction(1, 3), Fraction(1000)])


def test_the_largest_remainder_gets_what_is_left() -> None:
    """7 seats over 3.5, 2.25 and 1.25: the half is the largest remainder."""
    parts = [Fraction(7, 2), Fraction(9, 4), Fraction(5, 4)]
    assert list(map(int, rounded_parts(parts, Fraction(7), Fraction(1)))) == [4, 2, 1]


def test_ties_go_by_the_order_given() -> None:
    """Of equal remainders the earlier part gets the unit, with gains and losses alike."""
    assert list(map(int, rounded_parts([Fraction(1, 2)] * 3, Fraction(2), Fraction(1)))) == [1, 1, 0]
    assert list(map(int, rounded_parts([Fraction(-1, 2)] * 3, Fraction(-1), Fraction(1)))) == [0, 0, -1]


def test_a_half_is_rounded_up_and_less_down() -> None:
    """Above nothing and below, in whole units of any size."""
    tenths = [Fraction(number, 10) for number in (4, 5, 6, 14, 15, -4, -5, -6, -15)]
    assert [int(half_up(value, Fraction(1))) for value in tenths] == [0, 1, 1, 1, 2, 0, 0, -1, -1]
    assert half_up(Fraction(1249), Fraction(500)) == 1000
    assert half_up(Fraction(1250), Fraction(500)) == 1500


def test_the_smallest_amounts_that_are_paid() -> None:
    """No part of a yen, thousandths of a dinar of Kuwait, else hundredths (ISO 4217)."""
    found = {currency: smallest_unit(currency) for currency in ("JPY", "VND", "KWD", "TND", "EUR", "USD")}
    assert list(found.values()) == [1, 1, Fraction(1, 1000), Fraction(1, 1000), Fraction(1, 100), Fraction(1, 100)]


def test_the_mean_over_all_orders() -> None:
    """From 1 × 2 × 3 to 2 × 4 × 5: what each factor adds, as the mean of what it adds in each of the six orders.

    The first: 1 × (2 × 3 ÷ 3 + (4 × 3 + 2 × 5) ÷ 6 + 4 × 5 ÷ 3) = 12 1/3; together they add 40 − 6.
    """
    planned, actual = [Fraction(n) for n in (1, 2, 3)], [Fraction(n) for n in (2, 4, 5)]
    found = shapley(planned, actual)
    assert found == (Fraction(37, 3), Fraction(37, 3), Fraction(28, 3))
    assert sum(found) == 34
    assert list(map(int, shapley([Fraction(3)], [Fraction(5)]))) == [2]
    assert list(map(int, shapley([Fraction(0), Fraction(2)], [Fraction(1), Fraction(4)]))) == [3, 1]


def test_money_splits_to_the_cent() -> None:
    """Of 100 EUR in thirds one cent is left: it goes to the first. There are no cents of a yen, and mils of a dinar."""
    thirds = [Fraction(1, 3)] * 3
    assert split_money(money(100, "EUR"), thirds) == (
        money("33.34", "EUR"),
        money("33.33", "EUR"),
        money("33.33", "EUR"),
    )
    assert split_money(money(100, "JPY"), thirds)[0] == money(34, "JPY")
    assert split_money(money(1, "KWD"), thirds)[0] == money("0.334", "KWD")
    assert split_money(money(10, "EUR"), [Fraction(0), Fraction(2)]) == (money(0, "EUR"), money(10, "EUR"))


@pytest.mark.parametrize(
    ("amount", "shares", "code"),
    [
        (money("0.005", "EUR"), [Fraction(1)], "not-payable"),
        (money("0.5", "JPY"), [Fraction(1)], "not-payable"),
        (money(1, "EUR"), [Fraction(0)], "bad-share"),
        (money(1, "EUR"), [Fraction(2), Fraction(-1)], "bad-share"),
    ],
)
def test_refused(amount: Money, shares: list[Fraction], code: str) -> None:
    """Parts of a cent cannot be paid, and shares below nothing are none."""
    with pytest.raises(DocumentError) as caught:
        split_money(amount, shares)
    assert caught.value.code == code


@given(NUMBERS, st.lists(NUMBERS, min_size=1, max_size=8), UNITS)
def test_rounded_parts_lead_from_one_rounded_number_to_another(
    start: Fraction, parts: list[Fraction], unit: Fraction
) -> None:
    """Law: they sum to the difference of the ends as rounded; none moves by a unit; a whole one stays."""
    end = start + sum(parts)
    whole = half_up(end, unit) - half_up(start, unit)
    found = rounded_parts(parts, whole, unit)
    assert sum(found) == whole
    for part, rounded in zip(parts, found, strict=True):
        assert abs(part - rounded) < unit
        assert (rounded / unit).denominator == 1
        assert rounded == part or (part / unit).denominator != 1


@given(st.integers(0, 10**9), st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_shares_of_money_sum_to_it(cents: int, sizes: list[int]) -> None:
    """Law: to the cent, whatever the shares; who has the larger share never gets less."""
    parts = split_money(money(Fraction(cents, 100), "EUR"), [Fraction(size) for size in sizes])
    assert sum(part.amount for part in parts) * 100 == cents
    assert all((part.amount / smallest_unit("EUR")).denominator == 1 for part in parts)
    ordered = sorted(zip(sizes, parts, strict=True), key=lambda pair: pair[0])
    assert all(a[0] == b[0] or a[1] <= b[1] for a, b in pairwise(ordered))
