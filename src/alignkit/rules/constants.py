"""The constants that a rule compares with, and the kinds of values that can be compared at all."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from types import NoneType
from typing import Any, Literal, TypeAlias

from alignkit.currency import Money
from alignkit.errors import DocumentError, LimitError, shown
from alignkit.exact import decimal, exact, is_number, own_number
from alignkit.instants import checked_instant

Constant: TypeAlias = str | bool | int | Decimal | Fraction | date | Money
Kind: TypeAlias = Literal["text", "truth value", "number", "date", "instant", "money", "list", "object", "missing"]

FINEST = 10**200
"""A number in a rule has at most this denominator."""


def number(value: object, what: str) -> int | Decimal | Fraction:
    """Return a number in its one canonical form: an int if whole, else a decimal if it has one.

    >>> number(50.0, "x"), number(0.1, "x")
    (50, Decimal('0.1'))
    """
    found = exact(value, what)
    if found.denominator == 1:
        return found.numerator
    if found.denominator > FINEST:
        raise LimitError.at("too-fine", f"{what} has a denominator of at most 10**200, not {shown(value)}")
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
    if isinstance(value, str):
        return str.__str__(value)  # a subclass, such as an enum, might compare in its own way
    if isinstance(value, bool | Money):
        return value
    if _is_truth(value):
        return bool(value)
    if isinstance(value, datetime):
        return _instant(checked_instant(value, f"the instant that {what} is compared with"))
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    if is_number(value):
        return number(value, f"what {what} is compared with")
    raise DocumentError.at("wrong-type", f"{what} cannot be compared with {shown(value)}")


def constants(values: tuple[object, ...], what: str) -> tuple[Constant, ...]:
    """Return constants in their canonical order, each once.

    Raises:
        DocumentError: as `constant`, and `wrong-type` for constants of unlike kinds.

    >>> constants(("NL", "BE", "NL"), "country")
    ('BE', 'NL')
    """
    found = [constant(value, what) for value in values]
    kinds = sorted({kind_of(value) for value in found})
    if len(kinds) > 1:
        raise DocumentError.at("wrong-type", f"the values for {what} are of unlike kinds: {', '.join(kinds)}")
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _place(value: Constant) -> Any:  # noqa: ANN401 - constants of one kind, which have an order
    return (value.currency, value.amount) if isinstance(value, Money) else value


def _instant(value: datetime) -> datetime:
    """Return an instant at its fixed offset: Python compares two datetimes of one zone by the wall clock."""
    clock = (value.hour, value.minute, value.second, value.microsecond)
    return datetime(value.year, value.month, value.day, *clock, tzinfo=timezone(value.utcoffset()))  # type: ignore[arg-type]  # aware


def identity(value: Constant | tuple[Constant, ...]) -> tuple[bool, object]:
    """Return what makes constants the same: to Python, 1 and True are equal."""
    first = value[0] if isinstance(value, tuple) and value else value
    return (isinstance(first, bool), value)


_PLAIN: dict[type, Kind] = {NoneType: "missing", str: "text", bool: "truth value", int: "number", Fraction: "number"}
"""The kinds that a class alone tells; to build a model asks for them a hundred times."""


def kind_of(value: object) -> Kind:
    """Say what kind of value a lead or an event holds; NaN, NaT, NA and None are missing. Never raises.

    >>> kind_of(1), kind_of(True), kind_of(""), kind_of(float("nan"))
    ('number', 'truth value', 'text', 'missing')
    """
    try:
        return _PLAIN.get(type(value)) or _kind(value)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - the value is a stranger's object, and its own methods may raise anything
        return "object"


def _kind(value: object) -> Kind:
    if value is None:
        return "missing"
    kind = type(value)  # the true class: an object may claim another by `__class__`
    if issubclass(kind, str):
        return "text"
    if kind is bool:
        return "truth value"
    if issubclass(kind, Decimal) and isinstance(value, Decimal):  # before it is compared: a signalling NaN refuses
        return "missing" if value.is_nan() else "number"
    if issubclass(kind, list | tuple | set | frozenset):
        return "list"
    alike: object = value == value  # noqa: PLR0124 - NaN and NaT are unlike themselves
    if _is_truth(alike):
        if not alike:
            return "missing"
    elif kind.__name__ == "NAType":  # pandas.NA gives itself
        return "missing"
    if issubclass(kind, datetime) and isinstance(value, datetime):
        return "instant" if value.utcoffset() is not None else "object"
    if issubclass(kind, date):
        return "date"
    if issubclass(kind, Money):
        return "money"
    if issubclass(kind, Real):
        return "number"
    return "truth value" if _is_truth(value) else "object"


def _is_truth(value: object) -> bool:
    """Say whether a value is a truth value, Python's or numpy's; an array of them is none."""
    return type(value).__name__ in {"bool", "bool_"}


def comparable(value: object, kind: Kind) -> object:
    """Return a value of a lead in the form that compares exactly with a constant of its kind."""
    if kind == "number":
        return own_number(value)  # type: ignore[arg-type]  # a Real or a Decimal
    if kind == "truth value":
        return bool(value)
    return value
