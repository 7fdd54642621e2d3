"""Quantities: what a figure measures and a goal aims at - a number, money, or a span of time."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Literal, TypeAlias

from alignkit.currency import Money
from alignkit.errors import DataError, DocumentError, shown
from alignkit.exact import Number, as_data, decimal, exact, is_number, plain
from alignkit.handoff.amounts import amount_text
from alignkit.instants import MICROSECOND, duration_text

Quantity: TypeAlias = int | Fraction | Money | timedelta
"""An exact number, an amount of money, or a span of time by the wall clock."""

Scale: TypeAlias = Literal["count", "share", "amount", "span"]
"""What a quantity counts: leads, a part of a whole from 0 to 1, an amount (money or a number), or time."""

_WORDS = {"number": "a number", "money": "money", "span": "a timedelta"}


def quantity(value: object, what: str) -> Fraction | Money | timedelta:
    """Return a quantity that a person gave; a float stands for its shortest decimal.

    Raises:
        DocumentError: `wrong-type` or `not-finite`.
        LimitError: `too-large`.

    >>> quantity(0.9, "a target")
    Fraction(9, 10)
    """
    if isinstance(value, Money | timedelta):
        return value
    if not is_number(value):
        raise DocumentError.at(
            "wrong-type",
            f'{what} must be a number, money such as money(250_000, "EUR") or a timedelta such as days(20), '
            f"not {shown(value)}",
        )
    return exact(value, what)


def kind(value: Quantity) -> Literal["number", "money", "span"]:
    """Say what kind of quantity it is; only quantities of one kind can be compared."""
    if isinstance(value, Money):
        return "money"
    return "span" if isinstance(value, timedelta) else "number"


def magnitude(value: Quantity) -> Fraction:
    """Return a quantity as a bare number: its amount, or its microseconds.

    >>> magnitude(timedelta(milliseconds=1))
    Fraction(1000, 1)
    """
    if isinstance(value, Money):
        return value.amount
    return Fraction(value // MICROSECOND) if isinstance(value, timedelta) else Fraction(value)


def like(model: Quantity, bare: Fraction) -> Quantity:
    """Return a bare number as a quantity of the model's kind and currency; time to the microsecond.

    >>> like(timedelta(1), Fraction(10**6))
    datetime.timedelta(seconds=1)
    """
    if isinstance(model, Money):
        return Money(bare, model.currency)
    return timedelta(microseconds=round(bare)) if isinstance(model, timedelta) else bare


def alike(value: Quantity, model: Quantity, what: str) -> Quantity:
    """Return `value` if it can be compared with `model`; a bare nothing is nothing in any currency.

    Raises:
        DataError: `mixed-currencies` for money in another currency, or for an amount without one; `wrong-type`.
    """
    if isinstance(model, Money):
        if not isinstance(value, Money | timedelta) and value == 0:
            return Money(Fraction(0), model.currency)
        if isinstance(value, Money) and value.currency == model.currency:
            return value
        if not isinstance(value, timedelta):
            has = value if isinstance(value, Money) else f"{plain(value)}, an amount without a currency"
            raise DataError.at(
                "mixed-currencies", f"{what} came to {has}, and the target is {model}: no rate is stated", path=what
            )
    if kind(value) == kind(model):
        return value
    raise DataError.at(
        "wrong-type", f"{what} came to {_WORDS[kind(value)]}, and the target is {_WORDS[kind(model)]}", path=what
    )


def expression(value: Quantity) -> str:
    """Write a constant as the expression that builds it.

    >>> expression(Fraction(9, 10)), expression(Fraction(1, 3)), expression(Fraction(40))
    ('0.9', 'Fraction(1, 3)', '40')
    """
    if not isinstance(value, int | Fraction):
        return repr(value)
    short = decimal(Fraction(value), 15)
    # a float stands for its shortest decimal: what is printed is read back as the same number
    return f"{short:f}" if Fraction(repr(float(short))) == value else repr(Fraction(value))


def share_text(share: Number) -> str:
    """Write a share in per cent, to a tenth; what is not all never reads 100 %, what is not nothing never 0 %.

    >>> share_text(Fraction(5, 6)), share_text(0.9), share_text(Fraction(9999, 10000))
    ('83.3 %', '90 %', '>99.9 %')
    """
    tenths = round(exact(share) * 1000)
    if tenths == 1000 and share < 1:
        return ">99.9 %"
    if tenths == 0 and share > 0:
        return "<0.1 %"
    return f"{plain(Fraction(tenths, 10), 1)} %"


def points_text(share: Fraction) -> str:
    """Write how far apart two shares are; what is not nothing never reads 0.

    >>> points_text(Fraction(1, 100)), points_text(Fraction(-1, 40)), points_text(Fraction(1, 10_000))
    ('1 percentage point', '2.5 percentage points', 'less than 0.1 percentage points')
    """
    points = abs(share) * 100
    size = "less than 0.1" if points and round(points, 1) == 0 else plain(points, 1)
    return f"{size} percentage point{'' if size == '1' else 's'}"


def quantity_text(value: Quantity | None, scale: Scale) -> str:
    """Write a quantity for people; what is undefined reads "–".

    >>> quantity_text(Fraction(9, 10), "share"), quantity_text(timedelta(days=20), "span"), quantity_text(None, "count")
    ('90 %', '20 days', '–')
    """
    if value is None:
        return "–"
    if isinstance(value, Money):
        cents = 0 if abs(value.amount) >= 1000 or value.amount.denominator == 1 else 2
        return f"{plain(value.amount, cents)} {value.currency}"
    if isinstance(value, timedelta):
        from alignkit.funnel.show import span_text  # drawing is loaded when something is drawn

        return span_text(value) if value >= timedelta(0) else f"-{span_text(-value)}"
    if scale == "share":
        return share_text(value)
    return plain(value, 2 if scale == "count" or abs(Fraction(value)) >= Fraction(1, 10) else 6)


def exact_text(value: Quantity, scale: Scale = "amount") -> str:
    """Write a quantity in full, as it is signed: nothing is rounded.

    >>> exact_text(Fraction(1, 3)), exact_text(Fraction("0.9005"), "share"), exact_text(Money(Fraction(9000), "EUR"))
    ('1/3', '90.05 %', '9,000 EUR')
    """
    if isinstance(value, timedelta):
        return amount_text(value)
    if isinstance(value, Money):
        return f"{_in_full(value.amount)} {value.currency}"
    return f"{_in_full(Fraction(value) * 100)} %" if scale == "share" else _in_full(Fraction(value))


def _in_full(value: Fraction) -> str:
    short = decimal(value, 40)
    return f"{short:,f}" if Fraction(short) == value else f"{value.numerator:,}/{value.denominator:,}"


def quantity_data(value: Quantity | None) -> object:
    """Return a quantity as plain data: a number, money as a table with its amount as text, time as text.

    >>> quantity_data(Fraction(1, 4)), quantity_data(timedelta(days=20))
    (0.25, '20 days')
    """
    if isinstance(value, Money):
        return {"amount": plain(value.amount, 6).replace(",", ""), "currency": value.currency}
    if isinstance(value, timedelta):
        return duration_text(value) if value >= timedelta(0) else f"-{duration_text(-value)}"
    return None if value is None else as_data(Fraction(value))
