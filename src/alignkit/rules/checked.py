"""The checks that the nodes of a rule share: field names, operators, spans of time, lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from numbers import Integral
from typing import Any, TypeVar

from alignkit.errors import DocumentError, LimitError, shown
from alignkit.exact import is_number
from alignkit.instants import LONGEST_DAYS

MOST_LISTED = 1_000_000
"""A list has at most so many items."""

Word = TypeVar("Word", bound=str)


def checked_field_name(name: str) -> str:
    """Return a field's name as plain text: that of an enum would print, and pickle, as the enum does.

    Raises:
        DocumentError: `bad-id` for a name that is not text, or blank.
    """
    if not isinstance(name, str) or not name.strip():
        raise DocumentError.at("bad-id", f"a field's name is text that is not blank, not {shown(name)}")
    return str.__str__(name)


def checked_unit(unit: str, field: str, *constants: object) -> str:
    """Return a unit as plain text, if it is text and stands with numbers alone.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(unit, str) or not unit.strip():
        raise DocumentError.at("wrong-type", f"the unit of {shown(field)} is text such as people, not {shown(unit)}")
    for constant in constants:
        if not is_number(constant):
            raise DocumentError.at("wrong-type", f"only a number has a unit, not {shown(constant)} ({shown(field)})")
    return str.__str__(unit)


def checked_operator(value: object, allowed: tuple[Word, ...], what: str) -> Word:
    """Return the allowed operator that `value` equals: our own text, never one from outside.

    Raises:
        DocumentError: `unknown-operator`, listing the operators.
    """
    if isinstance(value, str):
        for operator in allowed:
            if operator == str.__str__(value):
                return operator
    raise DocumentError.at("unknown-operator", f"{what} goes by {', '.join(allowed)}, not {shown(value)}")


def checked_span(value: object, what: str) -> timedelta:
    """Return `value` if it is a timedelta, longer than nothing and at most a hundred years.

    Raises:
        DocumentError: `wrong-type` or `not-positive`.
        LimitError: `too-long`, over 36,600 days.
    """
    if not isinstance(value, timedelta):
        raise DocumentError.at("wrong-type", f"{what} must be a timedelta such as days(30), not {shown(value)}")
    if value <= timedelta(0):
        raise DocumentError.at("not-positive", f"{what} must be longer than nothing, not {shown(value)}")
    if value > timedelta(days=LONGEST_DAYS):
        raise LimitError.at("too-long", f"{what} is at most {LONGEST_DAYS} days, not {shown(value)}")
    return value


def checked_days(value: object, what: str) -> timedelta:
    """Return `value` if it is a span of whole days.

    Raises:
        DocumentError: `wrong-type` or `not-positive`.
        LimitError: `too-long`.
    """
    span = checked_span(value, what)
    if span % timedelta(days=1):
        raise DocumentError.at("wrong-type", f"{what} is whole days, not {shown(value)}")
    return span


def checked_count(value: object, what: str, most: int | None = None) -> int:
    """Return `value` if it is a whole number from 1 (to `most`).

    Raises:
        DocumentError: `wrong-type`.
    """
    whole = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else 0
    if whole < 1 or (most is not None and whole > most):
        upwards = "" if most is None else f" to {most}"
        raise DocumentError.at("wrong-type", f"{what} needs a whole number from 1{upwards}, not {shown(value)}")
    return whole


def checked_list(values: Iterable[Any], what: str) -> tuple[Any, ...]:
    """Return a list's items as a tuple; text is not split into its letters.

    Raises:
        DocumentError: `wrong-type`.
        LimitError: `too-large`, over a million: `range(10**12)` would fill the memory.
    """
    if not isinstance(values, str | bytes):
        try:
            found = tuple(islice(values, MOST_LISTED + 1))
        except TypeError:
            pass  # no list at all
        else:
            if len(found) > MOST_LISTED:
                raise LimitError.at("too-large", f"{what} are at most {MOST_LISTED:,}")
            return found
    raise DocumentError.at("wrong-type", f"{what} come as a list, not {shown(values)}")


def unlisted(values: tuple[Any, ...]) -> Iterable[Any]:
    """Return what was given one by one, or as one list of any kind: an array, a range, the keys of a table.

    >>> unlisted(("NL", "BE")), unlisted((["NL", "BE"],)), unlisted(("NL",))
    (('NL', 'BE'), ['NL', 'BE'], ('NL',))
    """
    one = values[0] if len(values) == 1 else None
    return one if isinstance(one, Iterable) and not isinstance(one, str | bytes) else values
