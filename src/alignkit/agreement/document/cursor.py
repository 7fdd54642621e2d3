"""A cursor over one table of a document: each value is asked for by key and kind, each fault kept with its path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, shown
from alignkit.exact import exact, is_number
from alignkit.instants import parse_date
from alignkit.names import did_you_mean

Built = TypeVar("Built")


def joined(path: str, key: str) -> str:
    """Return the path of a key inside a table; a key that is no bare word is quoted.

    >>> joined("rules", "mql"), joined("", "name"), joined("rules", "ICP fit")
    ('rules.mql', 'name', 'rules."ICP fit"')
    """
    word = key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else f'"{key}"'
    return f"{path}.{word}" if path else word


class Table:
    """One table of a document. What is wrong goes into `faults`, and the asker gets None or the default.

    Args:
        value: the table.
        path: where it stands.
        faults: every fault of the document so far.
    """

    __slots__ = ("_asked", "_value", "faults", "path")

    def __init__(self, value: Mapping[str, Any], path: str, faults: list[Finding]) -> None:
        self._value = value
        self.path = path
        self.faults = faults
        self._asked: dict[str, None] = {}

    def fault(self, code: str, message: str, key: str | None = None) -> None:
        """Keep a fault of the table, or of one of its keys."""
        self.faults.append(Finding(code, message, self.path if key is None else joined(self.path, key)))

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
                self.fault("missing-field", f"{self._here()} needs {key!r}", key)
            return None
        return self._value[key]

    def _here(self) -> str:
        return f"{self.path!r}" if self.path else "the document"

    def _wrong(self, key: str, due: str, value: object) -> None:
        hint = ""
        if isinstance(value, str) and "number" in due:
            hint = "; text is not turned into a number, write it without quotes"
        elif isinstance(value, bool) and "number" in due:
            hint = "; a truth value is not a number"
        elif isinstance(value, str) and "list" in due:
            hint = "; write it in [ ]"
        elif isinstance(value, str) and "true or false" in due:
            hint = "; write it without quotes"
        self.fault("wrong-type", f"{key!r} must be {due}, not {shown(value)}{hint}", key)

    def text(self, key: str, *, required: bool = False) -> str | None:
        """Return a text."""
        value = self.raw(key, required=required)
        if value is not None and not isinstance(value, str):
            self._wrong(key, "text", value)
            return None
        return value

    def flag(self, key: str) -> bool | None:
        """Return a truth value."""
        value = self.raw(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, "true or false", value)
            return None
        return value

    def number(self, key: str, *, required: bool = False) -> int | Decimal | Fraction | None:
        """Return an exact number."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        if not is_number(value):
            self._wrong(key, "a number", value)
            return None
        try:
            found = exact(value, f"{key!r}")
        except LimitError:
            return value  # type: ignore[no-any-return]  # finite; whoever takes it has a limit of its own to tell
        except DocumentError as error:
            self.faults.extend(Finding(issue.code, issue.message, joined(self.path, key)) for issue in error.issues)
            return None
        return value if isinstance(value, int | Decimal) else found

    def whole(self, key: str) -> int | None:
        """Return a whole number; 2.0 is 2, and 1.9 is refused."""
        value = self.number(key)
        if value is None:
            return None
        if Fraction(value).denominator != 1:
            self._wrong(key, "a whole number", value)
            return None
        return int(value)

    def day(self, key: str, *, required: bool = False) -> date | None:
        """Return a date: the format's own, or ISO 8601 text."""
        value = self.raw(key, required=required)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        return self.build(parse_date, value, f"{key!r}", key=key)

    def items(self, key: str, *, required: bool = False) -> list[Any] | None:
        """Return a list; text is never split into letters."""
        value = self.raw(key, required=required)
        if value is None or isinstance(value, list):
            return value
        if isinstance(value, tuple):
            return list(value)
        self._wrong(key, "a list", value)
        return None

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        found = []
        for i, value in enumerate(self.items(key, required=required) or ()):
            if isinstance(value, str):
                found.append(value)
            else:
                self.faults.append(
                    Finding("wrong-type", f"must be text, not {shown(value)}", f"{joined(self.path, key)}[{i}]")
                )
        return tuple(found)

    def table(self, key: str, *, required: bool = False) -> Table | None:
        """Return a table inside this one."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self._wrong(key, "a table", value)
            return None
        return Table(value, joined(self.path, key), self.faults)

    def tables(self, key: str, *, required: bool = False) -> list[Table]:
        """Return a list of tables: ordered things."""
        found = []
        for i, value in enumerate(self.items(key, required=required) or ()):
            path = f"{joined(self.path, key)}[{i}]"
            if isinstance(value, Mapping):
                found.append(Table(value, path, self.faults))
            else:
                self.faults.append(Finding("wrong-type", f"must be a table, not {shown(value)}", path))
        return found

    def named(self, key: str) -> Iterator[tuple[str, Table]]:
        """Yield the tables of a table: things with an id."""
        outer = self.table(key)
        if outer is not None:
            for name in outer.present():
                inner = outer.table(name)
                if inner is not None:
                    yield name, inner

    def build(self, make: Callable[..., Built], *args: Any, key: str | None = None, **kwargs: Any) -> Built | None:  # noqa: ANN401 - what `make` takes
        """Call a constructor; what it refuses becomes faults at this table, or at one of its keys."""
        try:
            return make(*args, **kwargs)
        except AlignkitError as error:
            base = self.path if key is None else joined(self.path, key)
            for issue in error.issues:
                inner = issue.path
                path = base if not inner else inner if not base else f"{base}.{inner}"
                self.faults.append(Finding(issue.code, issue.message, path, issue.level))
            return None

    def finish(self) -> None:
        """Refuse every key that nobody asked for: a misspelt key is never ignored."""
        for key in self._value:
            if key not in self._asked:
                self.fault("unknown-field", f"unknown field {shown(key)}{did_you_mean(key, self._asked)}", str(key))
