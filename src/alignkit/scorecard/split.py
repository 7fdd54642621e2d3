"""Split: cut a whole into parts that sum to it exactly: a gap by its factors, an amount by shares, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial, floor

from alignkit.currency import Money
from alignkit.errors import DocumentError, shown

_NO_CENTS = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split())
_THOUSANDTHS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())
"""The currencies of ISO 4217 whose smallest unit is not the hundredth."""


def smallest_unit(currency: str) -> Fraction:
    """Return the smallest amount of a currency that is paid: a cent, as a part of its main unit (ISO 4217).

    >>> smallest_unit("EUR"), smallest_unit("JPY")
    (Fraction(1, 100), Fraction(1, 1))
    """
    return Fraction(1) if currency in _NO_CENTS else Fraction(1, 1000) if currency in _THOUSANDTHS else Fraction(1, 100)


def half_up(value: Fraction, unit: Fraction) -> Fraction:
    """Round to a multiple of `unit`, a half upwards.

    Not half to even: of two numbers a whole number of units apart, both are rounded by as much, so that their
    difference stays.

    >>> half_up(Fraction(5, 2), Fraction(1)), half_up(Fraction(-5, 2), Fraction(1))
    (Fraction(3, 1), Fraction(-2, 1))
    """
    return floor(value / unit + Fraction(1, 2)) * unit


def rounded_parts(parts: Sequence[Fraction], whole: Fraction, unit: Fraction) -> tuple[Fraction, ...]:
    """Round parts to multiples of `unit` that sum to `whole`, by largest remainder; ties go to the earlier part.

    Each part is rounded down, and what is left over goes, one unit each, to those that lost most by it (the method of
    Hamilton). So no part moves by as much as a unit, and a part that is a multiple of the unit stays.

    Args:
        parts: the exact parts.
        whole: what they sum to once rounded: a multiple of `unit`, less than a unit off their sum.
        unit: the smallest step.

    >>> [str(part) for part in rounded_parts([Fraction(10, 3)] * 3, Fraction(10), Fraction(1))]
    ['4', '3', '3']
    """
    down = [floor(part / unit) for part in parts]
    left = int(whole / unit) - sum(down)
    lost_most = sorted(range(len(parts)), key=lambda place: (down[place] - parts[place] / unit, place))
    up = frozenset(lost_most[:left])
    return tuple((count + (place in up)) * unit for place, count in enumerate(down))


def split_money(amount: Money, shares: Sequence[Fraction]) -> tuple[Money, ...]:
    """Split an amount by shares, to the cent; the parts sum to it exactly.

    Args:
        amount: a whole number of the currency's smallest unit.
        shares: each from 0 on, not all 0; they are taken in proportion, so that three of 0.3333 are thirds.

    Raises:
        DocumentError: `not-payable` for an amount with parts of a cent; `bad-share`.

    >>> from alignkit.currency import money
    >>> [str(part) for part in split_money(money(100, "EUR"), [Fraction(1, 3)] * 3)]
    ['33.34 EUR', '33.33 EUR', '33.33 EUR']
    """
    unit = smallest_unit(amount.currency)
    if (amount.amount / unit).denominator != 1:
        raise DocumentError.at("not-payable", f"{amount!r} cannot be paid: the smallest part is {unit}")
    total = sum(shares, Fraction(0))
    if total <= 0 or any(share < 0 for share in shares):
        raise DocumentError.at("bad-share", f"shares are 0 or more, and not all 0: {shown(list(shares))}")
    parts = [amount.amount * share / total for share in shares]
    return tuple(Money(part, amount.currency) for part in rounded_parts(parts, amount.amount, unit))


def shapley(planned: Sequence[Fraction], actual: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Return what each factor adds to the difference of two products: its Shapley value, exactly.

    The value of factor i is (aᵢ − pᵢ) × Σₖ k! (n − 1 − k)! ÷ n! × eₖ, where eₖ is the coefficient of tᵏ in the product
    of (pⱼ + aⱼ t) over the others: the sum, over all sets of k others that have turned already, of the product of the
    rest. That takes n³ steps instead of the n! orders.

    >>> shapley([Fraction(10), Fraction(2)], [Fraction(8), Fraction(2)])
    (Fraction(-4, 1), Fraction(0, 1))
    """
    size = len(planned)
    weights = [Fraction(factorial(k) * factorial(size - 1 - k), factorial(size)) for k in range(size)]
    found = []
    for one in range(size):
        coefficients = [Fraction(1)]
        for other in range(size):
            if other == one:
                continue
            as_planned = [value * planned[other] for value in coefficients]
            turned = [value * actual[other] for value in coefficients]
            coefficients = [a + b for a, b in zip([*as_planned, Fraction(0)], [Fraction(0), *turned], strict=True)]
        mean = sum((w * e for w, e in zip(weights, coefficients, strict=True)), Fraction(0))
        found.append((actual[one] - planned[one]) * mean)
    return tuple(found)
