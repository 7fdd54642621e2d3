"""Events as plain data, ready for JSON, and back: every value comes back as what it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from alignkit.currency import Money
from alignkit.errors import AlignkitError, DataError, shown
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import parse_date, parse_instant

_INSTANTS = ("at", "recorded_at")
_PARTS = {part.name: part.default for part in attrs.fields(Event) if not part.name.startswith("_") and part.init}


def event_data(event: Event) -> dict[str, object]:
    """Return an event as plain data; what it leaves out is left out.

    >>> from datetime import UTC
    >>> sold = Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "stage", "won", attributes={"amount": Decimal("0.10")})
    >>> event_data(sold)["attributes"], event_data(sold)["at"]
    ({'amount': {'decimal': '0.10'}}, '2026-01-05T00:00:00+00:00')
    """
    found: dict[str, object] = {}
    for name, default in _PARTS.items():
        given = getattr(event, name)  # our own names
        if given == default and name not in {"lead", "kind"}:
            continue
        if name in _INSTANTS:
            found[name] = given.isoformat()
        elif name == "attributes":
            found[name] = values_data(given)
        else:
            found[name] = _plain(given)
    return found


def event_of(data: Mapping[str, Any]) -> Event:
    """Return the event of plain data that `event_data` gave.

    Raises:
        DataError: `wrong-type`, `unknown-key`, `missing`.
        TimeError: for an instant that is none.

    >>> from datetime import UTC
    >>> event = Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "webinar", attributes={"seats": 2})
    >>> event_of(event_data(event)) == event
    True
    """
    if not isinstance(data, Mapping):
        raise DataError.at("wrong-type", f"an event is a table, not {shown(data)}")
    unknown = [key for key in data if key not in _PARTS]
    if unknown:
        raise DataError.at("unknown-key", f"an event has no {shown(unknown[0])}")
    missing = [key for key in ("lead", "at", "kind") if key not in data]
    if missing:
        raise DataError.at("missing", f"an event needs {missing[0]!r}")
    given: dict[str, Any] = {}
    for name, value in data.items():
        if name in _INSTANTS:
            given[name] = parse_instant(value)
        elif name == "attributes":
            given[name] = values_of(value)
        else:
            given[name] = _value(value)
    return Event(**given)


def values_data(values: Mapping[str, Value]) -> dict[str, object]:
    """Return fields or attributes as plain data."""
    return {name: _plain(value) for name, value in values.items()}


def values_of(data: object) -> dict[str, Any]:
    """Return the fields or attributes of plain data that `values_data` gave.

    Raises:
        DataError: `wrong-type`.
    """
    if not isinstance(data, Mapping):
        raise DataError.at("wrong-type", f"values are a table, not {shown(data)}")
    return {name: _value(one) for name, one in data.items()}


def _plain(value: Value) -> object:
    """Write a value so that JSON keeps what it is: what JSON has no form for is a table that names its kind."""
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, Fraction):
        return {"fraction": str(value)}
    if isinstance(value, Money):
        return {"money": [str(value.amount), value.currency]}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value not in (float("inf"), float("-inf")) and value == value:  # noqa: PLR0124 - NaN
        return value
    return {"float": str(value)} if isinstance(value, float) else value


_READ: dict[str, Callable[[Any], Value]] = {
    "instant": parse_instant,
    "date": parse_date,
    "decimal": Decimal,
    "fraction": Fraction,
    "float": float,
    "money": lambda pair: Money(Fraction(pair[0]), pair[1]),
}
"""How the values are read that JSON has no form for, by the word that names their kind."""


def _value(data: object) -> Any:  # noqa: ANN401 - any value
    if isinstance(data, list):
        return tuple(_value(one) for one in data)
    if not isinstance(data, Mapping):
        return data
    for kind, text in data.items():
        if len(data) == 1 and kind in _READ:
            try:
                return _READ[kind](text)
            except AlignkitError:
                raise
            except (ArithmeticError, ValueError, TypeError, LookupError) as fault:
                raise DataError.at("wrong-type", f"{shown(text)} is no {kind}") from fault
    raise DataError.at("wrong-type", f"no value is written as {shown(data)}")
