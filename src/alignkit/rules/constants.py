"""The constants that a rule compares with, and the kinds of values that can be compared at all."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Literal, TypeAlias

from alignkit.errors import DocumentError, shown
from alignkit.exact import decimal, exact
from alignkit.instants import checked_instant
from alignkit.money import Money

Constant: TypeAlias = str | bool | int | Decimal | Fraction | date | Money
Kind: TypeAlias = Literal["text", "truth value", "number", "date", "instant", "money", "list", "object", "missing"]


def number(value: object, what: str) -> int | Decimal | Fraction:
    """Return a number in its one canonical form: an int if whole, else a decimal if it has one.

    >>> number(50.0, "x"), number(0.1, "x")
    (50, Decimal('0.1'))
    """
    found = exact(value, what)
    if found.denominator == 1:
        return found.numerator
    short = decimal(found, 40)
    return short if Fraction(short) == found else found


def constant(value: object, what: str) -> Constant:
    """Return the canonical form of a constant in a rule.

    Raises:
        DocumentError: `missing-constant` for None; `wrong-type` for anything that cannot be compared.
        TimeError: `naive`.
    """
    if value is None:
        raise DocumentError.at(
            "missing-constant", f"{what} cannot be compared with None; write .is_missing() or ~….is_missing()"
        )
    if isinstance(value, str | bool | Money):
        return value
    if isinstance(value, datetime):
        return checked_instant(value, f"the instant that {what} is compared with")
    if isinstance(value, date):
        return value
    if isinstance(value, int | float | Decimal | Fraction):
        return number(value, f"what {what} is compared with")
    raise DocumentError.at("wrong-type", f"{what} cannot be compared with {shown(value)}")


def kind_of(value: object) -> Kind:
    """Say what kind of value a lead or an event holds; NaN, NaT, NA and None are missing.

    >>> kind_of(1), kind_of(True), kind_of(""), kind_of(float("nan"))
    ('number', 'truth value', 'text', 'missing')
    """
    if value is None:
        return "missing"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, list | tuple | set | frozenset):
        return "list"
    try:
        if not bool(value == value):  # noqa: PLR0124 - NaN and NaT are unlike themselves
            return "missing"
    except (TypeError, ValueError):  # pandas.NA refuses to be a truth value; an array has many
        return "missing" if type(value).__name__ == "NAType" else "object"
    if isinstance(value, datetime):
        return "instant" if value.utcoffset() is not None else "object"
    if isinstance(value, date):
        return "date"
    if isinstance(value, Money):
        return "money"
    if isinstance(value, Decimal):
        return "number" if not value.is_nan() else "missing"
    if isinstance(value, Real):
        return "number"
    return "truth value" if type(value).__name__ in {"bool_", "bool"} else "object"


def comparable(value: object, kind: Kind) -> object:
    """Return a value of a lead in the form that compares exactly with a constant of its kind."""
    if kind == "number":
        if isinstance(value, int | Decimal | Fraction):
            return value
        if isinstance(value, Integral):
            return int(value)
        whole = float(value)  # type: ignore[arg-type]  # a Real, numpy's scalars among them
        # infinities compare as they are; a float stands for its shortest decimal
        return Decimal(repr(whole)) if whole not in {float("inf"), float("-inf")} else whole
    if kind == "truth value":
        return bool(value)
    return value
