"""A cursor over one table of a document: each value is asked for by key and kind, each fault kept with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from alignkit.agreement.document.faults import Faults
from alignkit.agreement.document.paths import beside, joined
from alignkit.errors import AlignkitError, MissingExtraError, shown
from alignkit.exact import exact, is_number
from alignkit.instants import parse_date
from alignkit.names import LONGEST_ID

Built = TypeVar("Built")
Number = int | Decimal | Fraction

LONGEST_NUMBER = 120
"""A number has at most this many digits: ten thousand more would take minutes to be made exact."""

_HINTS: tuple[tuple[tuple[type, ...], str, str], ...] = (
    ((bool,), "number", "; a truth value is not a number"),
    ((str,), "number", "; text is not turned into a number, write it without quotes"),
    ((str,), "a list", "; write it in [ ]"),
    ((str,), "true or false", "; write it without quotes"),
    ((bool, int, float, Decimal, date), "text", "; write it in quotes"),
)
"""What to write instead, by what was given and what was due."""


def too_long(value: object) -> bool:
    """Say whether a number has more digits than anybody means."""
    return isinstance(value, Decimal) and value.is_finite() and len(value.as_tuple().digits) > LONGEST_NUMBER


class Table:
    """One table of a document. What is wrong goes into `faults`, and the asker gets None or the default.

    Args:
        value: the table.
        path: where it stands.
        faults: every fault of the document so far.
    """

    __slots__ = ("_asked", "_value", "faults", "path")

    def __init__(self, value: Mapping[str, Any], path: str, faults: Faults) -> None:
        self._value = value
        self.path = path
        self.faults = faults
        self._asked: dict[str, None] = {}

    def at(self, key: str) -> str:
        """Return the path of a key."""
        return joined(self.path, key)

    def fault(self, code: str, message: str, key: str | None = None) -> None:
        """Keep a fault of the table, or of one of its keys."""
        self.faults.add(code, message, self.path if key is None else self.at(key))

    def __contains__(self, key: str) -> bool:
        self._asked[key] = None
        return key in self._value

    def present(self) -> tuple[str, ...]:
        """Return the keys that stand in the table."""
        return tuple(self._value)

    def raw(self, key: str, *, required: bool = False) -> Any:  # noqa: ANN401 - whatever the document holds
        """Return the value of a key as it stands; None where there is none."""
        self._asked[key] = None
        if key not in self._value:
            if required:
                self.fault("missing-field", f"{shown(self.path) if self.path else 'the document'} needs {key!r}", key)
            return None
        if self._value[key] is None:
            self.fault("wrong-type", f"{key!r} must not be null; leave the key out", key)
        return self._value[key]

    def _wrong(self, due: str, value: object, path: str, key: str, *, form: str = "") -> None:
        hints = [hint for kinds, wanted, hint in _HINTS if wanted in due and isinstance(value, kinds)]
        if form and isinstance(value, str):
            hints = [f'; write {{ {form} = "{value}" }}' if len(value) <= LONGEST_ID and '"' not in value else ""]
        name = f"{key!r} " if key else ""
        self.faults.add("wrong-type", f"{name}must be {due}, not {shown(value)}{''.join(hints[:1])}", path)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Return a text."""
        value = self.raw(key, required=required)
        if value is not None and not isinstance(value, str):
            self._wrong("text", value, self.at(key), key)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """Return a truth value."""
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            self._wrong("true or false", value, self.at(key), key)
            return None
        return value

    def number(self, key: str, *, required: bool = False) -> Number | None:
        """Return an exact number."""
        value = self.raw(key, required=required)
        return None if value is None else self.number_of(value, self.at(key), key)

    def number_of(self, value: object, path: str, key: str = "") -> Number | None:
        """Return the exact number that a value is; `{ fraction = [1, 3] }` is one that no decimal can tell."""
        try:
            if isinstance(value, Mapping) and "fraction" in value:
                return self._fraction(value, path)
            if not is_number(value):
                self._wrong("a number", value, path, key)
                return None
            if too_long(value):
                self.faults.add("too-long", f"a number has at most {LONGEST_NUMBER} digits, not {shown(value)}", path)
                return None
            found = exact(value, f"{key!r}" if key else "a number")
        except AlignkitError as error:
            for issue in error.issues:
                self.faults.add(issue.code, issue.message, path)
            return None
        return value if isinstance(value, int | Decimal) else found

    def _fraction(self, value: Mapping[str, Any], path: str) -> Fraction | None:
        parts = value["fraction"]
        whole = isinstance(parts, list | tuple) and len(parts) == 2 and all(type(part) is int for part in parts)
        if not whole or len(value) > 1 or not 0 < parts[1] <= 10**100:
            self.faults.add("wrong-type", f"a fraction is two whole numbers, [1, 3], not {shown(parts)}", path)
            return None
        return exact(Fraction(*parts), "a fraction")

    def whole(self, key: str) -> int | None:
        """Return a whole number; 2.0 is 2, and 1.9 is refused."""
        value = self.number(key)
        if value is None:
            return None
        if Fraction(value).denominator != 1:
            self._wrong("a whole number", value, self.at(key), key)
            return None
        return int(value)

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a date: the format's own, or ISO 8601 text."""
        value = self.raw(key, required=required)
        return None if value is None else self.day_of(value, self.at(key), f"{key!r}")

    def day_of(self, value: object, path: str, what: str) -> date | None:
        """Return the date that a value is."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self.build(parse_date, value, what, path=path)

    def items(self, key: str, *, required: bool = False) -> list[Any] | None:
        """Return a list; text is never split into letters."""
        value = self.raw(key, required=required)
        if value is None or isinstance(value, list):
            return value
        if isinstance(value, tuple):
            return list(value)
        self._wrong("a list", value, self.at(key), key)
        return None

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        found = []
        for i, value in enumerate(self.items(key, required=required) or ()):
            if isinstance(value, str):
                found.append(value)
            else:
                self._wrong("text", value, f"{self.at(key)}[{i}]", "")
        return tuple(found)

    def table(self, key: str, *, required: bool = False, form: str = "") -> Table | None:
        """Return a table inside this one; a text that stands there may mean one of that form."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self._wrong("a table", value, self.at(key), key, form=form)
            return None
        return Table(value, self.at(key), self.faults)

    def tables(self, key: str, *, required: bool = False, form: str = "") -> list[Table]:
        """Return a list of tables: ordered things; a text among them may mean a table of that form."""
        found = []
        for i, value in enumerate(self.items(key, required=required) or ()):
            path = f"{self.at(key)}[{i}]"
            if isinstance(value, Mapping):
                found.append(Table(value, path, self.faults))
            else:
                self._wrong("a table", value, path, "", form=form)
        return found

    def named(self, key: str) -> Iterator[tuple[str, Table]]:
        """Yield the tables of a table: things with an id."""
        outer = self.table(key)
        if outer is not None:
            for name in outer.present():
                inner = outer.table(name)
                if inner is not None:
                    yield name, inner

    def build(
        self,
        make: Callable[..., Built],
        *args: Any,  # noqa: ANN401 - what `make` takes
        key: str | None = None,
        path: str | None = None,
        **kwargs: Any,  # noqa: ANN401 - the same
    ) -> Built | None:
        """Call a constructor; what it refuses becomes faults at this table, at one of its keys, or at a path."""
        try:
            return make(*args, **kwargs)
        except MissingExtraError:
            raise  # no fault of the document
        except AlignkitError as error:
            base = path if path is not None else self.path if key is None else self.at(key)
            for issue in error.issues:
                self.faults.add(issue.code, issue.message, beside(base, issue.path), issue.level)
            return None

    def finish(self) -> frozenset[str]:
        """Refuse every key that nobody asked for: a misspelt key is never ignored. Return the keys that were meant."""
        known = tuple(self._asked)
        meant = [self._unknown(key, known) for key in self._value if key not in self._asked]
        return frozenset(key for key in meant if key is not None)

    def _unknown(self, key: str, known: tuple[str, ...]) -> str | None:
        """Keep the fault of a key that means nothing here; it also tells why the key that was meant is missing."""
        near = self.faults.nearest(key, known)
        if near is not None:
            self.faults.withdraw("missing-field", self.at(near))
        hint = f"; did you mean {near!r}?" if near is not None else f"; known: {', '.join(map(repr, known[:12]))}"
        self.fault("unknown-field", f"unknown field {shown(key)}{hint}", key)
        return near
