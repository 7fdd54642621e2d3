"""Exact numbers: what a person writes is what is meant, so 0.1 is one tenth."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from numbers import Integral, Rational, Real

from alignkit.errors import DocumentError, LimitError, shown

Number = int | float | Decimal | Fraction
"""A number as a person may give it. Never a bool: that is a truth value."""

LARGEST = 10**15
"""Numbers in a definition are at most this large."""

_WIDE = Context(prec=100)
"""Our own decimal context: the host's must not change an answer."""


def is_number(value: object) -> bool:
    """Say whether a value is a number; a truth value is not.

    >>> is_number(1), is_number(True), is_number("1")
    (True, False, False)
    """
    return isinstance(value, int | float | Decimal | Fraction | Real) and not isinstance(value, bool)


def own_number(value: Number | Real) -> int | Decimal | Fraction:
    """Return a number as one of Python's exact ones; one that is not exact stands for its own shortest decimal.

    So numpy's float32 of 0.7 is seven tenths, and not the 0.699999988 that a float makes of it. A NaN and an infinity
    stay what they are.

    >>> own_number(0.1)
    Decimal('0.1')
    """
    if isinstance(value, int | Decimal | Fraction):
        return value
    if isinstance(value, float):
        return Decimal(float.__repr__(value))  # numpy's float64 is a float with a `repr` of its own
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    try:
        return Decimal(str(value), _WIDE)
    except ArithmeticError:  # its text is no number
        return Decimal(float.__repr__(float(value)))


def exact(value: object, what: str = "a number", *, path: str = "") -> Fraction:
    """Return the exact value of a number that a person gave; a float stands for its shortest decimal.

    Raises:
        DocumentError: `wrong-type` for text, truth values and the rest; `not-finite` for NaN and infinities.
        LimitError: `too-large`, over 10**15 or with over 100 decimals.

    >>> exact(0.1) * 10
    Fraction(1, 1)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction | Real):
        raise DocumentError.at("wrong-type", f"{what} must be a number, not {shown(value)}", path=path)
    found = own_number(value)
    if isinstance(found, Decimal) and not found.is_finite():
        raise DocumentError.at("not-finite", f"{what} must be a finite number, not {shown(value)}", path=path)
    # `adjusted` first: turning 1e999999 into a fraction would take all memory
    if (isinstance(found, Decimal) and found and not -100 < found.adjusted() < 16) or not -LARGEST <= found <= LARGEST:
        raise LimitError.at(
            "too-large", f"{what} must be at most 10**15, with at most 100 decimals, not {shown(value)}", path=path
        )
    return Fraction(found)


def decimal(value: Fraction, places: int = 6) -> Decimal:
    """Return a fraction as a decimal, rounded half to even at `places`, without trailing zeros.

    >>> decimal(Fraction(1, 3), 4), decimal(Fraction(70), 6)
    (Decimal('0.3333'), Decimal('70'))
    """
    if value.denominator == 1:  # most points and amounts are
        return Decimal(value.numerator)
    scaled = round(value * 10**places)
    found = Decimal(scaled).scaleb(-places, context=_WIDE).normalize(_WIDE)
    return found.quantize(Decimal(1), context=_WIDE) if found == found.to_integral_value() else found


def plain(value: Fraction | Decimal | int, places: int = 6) -> str:
    """Write a number for people: no exponent, no trailing zeros, thousands apart.

    >>> plain(Fraction(250_000)), plain(Fraction(1, 3), 2)
    ('250,000', '0.33')
    """
    return f"{decimal(Fraction(value), places):,f}"


def as_data(value: Fraction) -> int | float:
    """Return an exact number as JSON holds it: a whole number as it is, any other rounded to 12 decimals.

    What it was computed from (counts, amounts) stands beside it in an answer's data, exactly.

    >>> as_data(Fraction(400)), as_data(Fraction(1, 3))
    (400, 0.333333333333)
    """
    return value.numerator if value.denominator == 1 else float(round(value, 12))
