"""Read the constants that rules compare with, amounts of money and spans of time from a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.scope import Scope
from alignkit.currency import Money, money
from alignkit.errors import shown
from alignkit.instants import localize, parse_date, parse_duration, parse_instant

OF_DAYS = 'write whole days: "30 days", "2 weeks" or ISO 8601 such as "P30D"'
"""How a duration is written where hours are refused."""


def constant_of(value: object, field: str, table: Table, scope: Scope, *, path: str) -> Any:  # noqa: ANN401 - any constant of a rule
    """Return the constant that a value stands for; None if it stands for none.

    Text stands for a date or an instant where the field is declared so; a number, for money in the agreement's
    currency. Anywhere, a table says what it is: `{ date = "2026-01-05" }`, `{ instant = "2026-01-05T09:00:00Z" }`,
    `{ amount = 5000, currency = "EUR" }`, `{ fraction = [1, 3] }`. A time without an offset is one of the agreement's
    zone.
    """
    declared = None if scope.in_event else scope.declared.get(field)
    kind = declared.type if declared is not None else ""
    what = f"what {shown(field)} is compared with"
    if isinstance(value, Mapping) and "fraction" not in value:
        return _told(Table(value, path, scope.faults), what, scope)
    if isinstance(value, datetime):
        return _instant(value, what, table, scope, path=path)
    if isinstance(value, bool | date):
        return value
    if isinstance(value, str):
        if kind == "date":
            return table.build(parse_date, value, what, path=path)
        return _instant(value, what, table, scope, path=path) if kind == "instant" else value
    if isinstance(value, list | tuple):
        scope.faults.add("wrong-type", f"a condition compares with one value, not {shown(value)}", path)
        return None
    number = table.number_of(value, path)
    if number is not None and kind == "money" and scope.currency is not None:
        return table.build(money, number, scope.currency, path=path)
    return number


def _told(table: Table, what: str, scope: Scope) -> Any:  # noqa: ANN401 - any constant of a rule
    """Read a table that says what it is."""
    found: object = None
    if "date" in table:
        found = table.day("date")
    elif "instant" in table:
        value = table.raw("instant")
        found = _instant(value, what, table, scope, path=table.at("instant")) if value is not None else None
    else:
        return read_money(table)
    table.finish()
    return found


def _instant(value: object, what: str, table: Table, scope: Scope, *, path: str) -> datetime | None:
    if isinstance(value, datetime):
        if value.utcoffset() is not None:
            return value
        if scope.zone is None:
            return None  # what is wrong is the zone, and that is told
        return table.build(localize, value, scope.zone, what, path=path)
    return table.build(parse_instant, value, what, path=path, zone=scope.zone)


def read_money(table: Table) -> Money | None:
    """Read an amount with its currency: `{ amount = 5000, currency = "EUR" }`."""
    amount, currency = table.number("amount", required=True), table.text("currency", required=True)
    table.finish()
    return table.build(money, amount, currency) if amount is not None and currency is not None else None


def span_at(table: Table, key: str, *, days: bool = False) -> timedelta | None:
    """Read a duration by the wall clock, or one of whole days."""
    text = table.raw(key)
    forms = (OF_DAYS,) if days else ()
    return table.build(parse_duration, text, f"{key!r}", *forms, key=key) if text is not None else None


def constants_at(table: Table, key: str, field: str, scope: Scope) -> list[Any] | None:
    """Read a list of constants; None if any is wrong."""
    values = table.items(key)
    if values is None:
        return None
    found = [constant_of(value, field, table, scope, path=f"{table.at(key)}[{i}]") for i, value in enumerate(values)]
    return None if any(value is None for value in found) else found
