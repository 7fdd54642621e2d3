"""The named values of a lead or an event, as one immutable value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from alignkit.currency import Money
from alignkit.errors import DataError, LimitError, shown
from alignkit.instants import checked_instant

Value: TypeAlias = "str | bool | int | float | Decimal | Fraction | date | Money | tuple[Value, ...] | None"
"""What a field can hold. A datetime is a date to Python; here it is an instant, and always aware."""


DEEPEST = 20
"""A value holds lists of lists at most this deep."""


class Attributes(Mapping[str, Value]):
    """An immutable, hashable mapping from names to values; lists become tuples, names are sorted.

    Args:
        items: a mapping from names to text, truth values, numbers, dates, instants, money, or lists of these. NaN and
            what else pandas calls missing is None.

    Raises:
        DataError: `wrong-type` for a name that is no text, or a value that is a table or an object.
        TimeError: `naive` for a datetime without a zone.

    >>> Attributes({"country": "NL", "tags": ["a", "b"]})["tags"]
    ('a', 'b')
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, object] = {}) -> None:
        if isinstance(items, Attributes):
            self._items: dict[str, Value] = items._items  # noqa: SLF001 - our own kind; never written to
            return
        if not isinstance(items, Mapping):
            raise DataError.at("wrong-type", f"fields and attributes are a mapping of names, not {shown(items)}")
        for name in items:
            if not isinstance(name, str):
                raise DataError.at("wrong-type", f"the name of a field is text, not {shown(name)}")
        self._items = {name: plain_value(items[name], name) for name in sorted(items)}

    def __getitem__(self, name: str) -> Value:
        return self._items[name]

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - a value, or whatever stands for none
        """Return a value, or `default` where there is none: a rule asks so, and Mapping's own way takes 4 × as long."""
        return self._items.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Attributes):
            return self._items == other._items
        return NotImplemented

    def __reduce__(self) -> tuple[type[Attributes], tuple[dict[str, Value]]]:
        return (type(self), (dict(self._items),))

    def __repr__(self) -> str:
        return f"Attributes({self._items!r})"

    def with_values(self, items: Mapping[str, Value]) -> Attributes:
        """Return these attributes with others on top.

        >>> Attributes({"a": 1}).with_values({"b": 2})
        Attributes({'a': 1, 'b': 2})
        """
        return Attributes({**self._items, **items}) if items else self


def plain_value(value: object, name: str, depth: int = 0) -> Value:
    """Return a value as facts hold it: lists as tuples, whatever says that nothing is known as None.

    Raises:
        DataError: `wrong-type`.
        LimitError: `too-deep`.
        TimeError: `naive`.

    >>> plain_value(["a", float("nan")], "tags")
    ('a', None)
    """
    if value is None or isinstance(value, str | bool | int | Fraction | Money):
        return value
    if isinstance(value, float):
        # NaN is unlike itself, so that two equal rows with it would count twice
        return value if value == value else None  # noqa: PLR0124 - NaN
    if isinstance(value, Decimal):
        return None if value.is_nan() else value
    if type(value).__name__ in {"NAType", "NaTType"}:  # pandas: missing; NaT calls itself a datetime
        return None
    if isinstance(value, datetime):
        return checked_instant(value, f"the field {shown(name)}")
    if isinstance(value, date):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        if depth >= DEEPEST:
            raise LimitError.at("too-deep", f"the field {shown(name)} holds lists of lists over {DEEPEST} deep")
        items = [plain_value(item, name, depth + 1) for item in value]
        return tuple(items if isinstance(value, list | tuple) else sorted(items, key=repr))
    raise DataError.at(
        "wrong-type",
        f"the field {shown(name)} must hold text, a truth value, a number, a date, an instant, money or a list of "
        f"these, not {shown(value)}",
    )
