"""Every error class of alignkit, under one root, and the finding that they carry.

An error says what is wrong, where, with which value, and what would be right. It carries every fault that was found
at once, as `Finding`s, so that a person mends a document in one go and a program can read the codes.

>>> raise DocumentError.at("unknown-field", "unknown field 'treshold'", path="rules.mql")
Traceback (most recent call last):
    ...
alignkit.errors.DocumentError: rules.mql: unknown-field: unknown field 'treshold'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal, Self

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta
    from fractions import Fraction

Level = Literal["error", "warning", "note"]

_SHOWN = 80
"""A value from outside is quoted with at most this many characters (bad-inputs, law 2)."""


_OF_DOCUMENT: ContextVar[bool] = ContextVar("_OF_DOCUMENT", default=False)
"""Whether messages are for somebody who writes a document, and need not know how Python writes a value."""


@contextmanager
def of_document() -> Iterator[None]:
    """Tell values in messages as a document writes them, while one is read.

    >>> with of_document():
    ...     print(shown([True, None]), spelling("work_hours(4)", '"4 work hours"'))
    [true, null] "4 work hours"
    """
    token = _OF_DOCUMENT.set(True)
    try:
        yield
    finally:
        _OF_DOCUMENT.reset(token)


def spelling(python: str, document: str) -> str:
    """Return what to write: in Python, or in a document while one is read."""
    return document if _OF_DOCUMENT.get() else python


def shown(value: object) -> str:
    r"""Quote a value from outside for a message: its `repr`, cut to 80 characters, on one line.

    While a document is read, a value is told as a document writes it.

    >>> shown("a\nb")
    "'a\\nb'"
    >>> len(shown("x" * 1_000_000))
    80
    """
    try:
        if isinstance(value, str | bytes) and len(value) > _SHOWN:
            value = value[:_SHOWN]
        text = (_written(value) if _OF_DOCUMENT.get() else _spelt(value)).replace("\n", " ")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a stranger's `repr` may raise anything; Python refuses an int of 5,000 digits
        text = f"<a value of type {type(value).__name__} that cannot be written>"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _spelt(value: object) -> str:
    """Write a value as Python does, but for exact numbers, which stand for a plain one that was given, and pictures."""
    from fractions import Fraction  # only a fault needs it

    if isinstance(value, Fraction):
        return _plain(value)
    text = repr(value)
    # an answer of ours shows itself as a page, and what is meant here is its kind
    drawn = "\n" in text and type(value).__module__.startswith("alignkit.")
    return f"a value of type {type(value).__name__}" if drawn else text


def _plain(value: Fraction) -> str:
    """Write an exact number with a point where few digits tell it, else as a fraction: 20, 1.5, 1/3."""
    whole, part = divmod(abs(value.numerator) * 10**6, value.denominator)
    if part:
        return str(value)
    digits = f"{whole:07d}"
    return f"{'-' if value < 0 else ''}{digits[:-6]}.{digits[-6:]}".rstrip("0").rstrip(".")


def _written(value: object, levels: int = 4) -> str:
    """Write a value as a document does; of a long list the beginning."""
    from datetime import date, timedelta  # only a fault needs them
    from decimal import Decimal
    from fractions import Fraction

    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return repr(value[:_SHOWN])
    if isinstance(value, Fraction):
        whole = value.denominator == 1
        return str(value.numerator) if whole else f"{{ fraction = [{value.numerator}, {value.denominator}] }}"
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    if isinstance(value, timedelta):
        return f'"{_span(value)}"'
    if isinstance(value, Mapping | list | tuple):
        if levels == 0:
            return "…"
        if isinstance(value, Mapping):
            pairs = [f"{key} = {_written(value[key], levels - 1)}" for key in list(value)[:_SHOWN]]
            return f"{{ {', '.join(pairs)} }}" if pairs else "{}"
        return f"[{', '.join(_written(part, levels - 1) for part in value[:_SHOWN])}]"
    ours = type(value).__module__.startswith("alignkit.") and type(value).__str__ is not object.__str__
    return str(value) if ours or isinstance(value, Decimal) else repr(value)


def _span(value: timedelta) -> str:
    """Write a duration in the largest unit of which it is a whole number."""
    seconds = value.days * 86_400 + value.seconds
    if value.microseconds:
        return f"{seconds * 10**6 + value.microseconds} microseconds"
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % size == 0 and seconds:
            return f"{seconds // size} {unit}{'' if seconds == size else 's'}"
    return f"{seconds} seconds" if seconds else "0 minutes"


@attrs.frozen(slots=True)
class Finding:
    """One fault or doubt: a stable code, where it is, and plain words.

    Args:
        code: a stable word for programs, such as `unknown-field`.
        message: what is wrong and what would be right, for people.
        path: where: `rules.mql.all[0].field` in a document; a lead's id in facts.
        level: `error` (it cannot stand), `warning` (it can, and somebody should look), `note`.
        line: line in the source text, from 1, where it can be known.
        column: column in the source text, from 1, where it can be known.
    """

    code: str
    message: str
    path: str = ""
    level: Level = "error"
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ": ".join(part for part in (self.path, self.code, self.message) if part)

    def to_dict(self) -> dict[str, object]:
        """Return the finding as plain data; line and column are left out where they are not known."""
        known = attrs.asdict(self)
        return {key: value for key, value in known.items() if value is not None}


class AlignkitError(Exception):
    """The root of all errors that alignkit raises on purpose.

    Args:
        issues: every fault that was found, in document order; at least one.
    """

    def __init__(self, *issues: Finding) -> None:
        super().__init__(*issues)
        self.issues: tuple[Finding, ...] = issues

    @classmethod
    def at(cls, code: str, message: str, *, path: str = "") -> Self:
        """Make the error of one fault."""
        return cls(Finding(code, message, path))

    @property
    def code(self) -> str:
        """The code of the first fault."""
        return self.issues[0].code if self.issues else ""

    def __str__(self) -> str:
        if len(self.issues) == 1:
            return str(self.issues[0])
        lines = [f"{len(self.issues)} faults"]
        lines += [f"  {issue}" for issue in self.issues[:50]]
        if len(self.issues) > 50:
            lines.append(f"  … and {len(self.issues) - 50} more")
        return "\n".join(lines)


class DocumentError(AlignkitError, ValueError):
    """A document or a constructor's argument is wrong."""


class LimitError(DocumentError):
    """A documented limit of size, depth or magnitude was passed."""


class TimeError(AlignkitError, ValueError):
    """A time that cannot be used: naive, skipped, repeated, unreadable, or in an unknown zone."""


class CalendarError(AlignkitError, ValueError):
    """A work calendar that cannot work."""


class NoBusinessTimeError(CalendarError):
    """A search found no open time within the documented horizon."""


class DataError(AlignkitError, ValueError):
    """Leads, events, frames or amounts that are wrong."""


class RuleError(AlignkitError):
    """A rule cannot be evaluated as it stands. `rule` is that rule."""

    def __init__(self, *issues: Finding, rule: object = None) -> None:
        super().__init__(*issues)
        self.rule = rule

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), self.issues, {"rule": self.rule})


class MissingExtraError(AlignkitError, ImportError):
    """An optional dependency is absent; the message is the command that installs it."""

    @classmethod
    def of(cls, extra: str) -> Self:
        """Make the error for an absent extra.

        >>> str(MissingExtraError.of("yaml"))
        'missing-extra: pip install "alignkit[yaml]"'
        """
        return cls.at("missing-extra", f'pip install "alignkit[{extra}]"')


class AlignkitWarning(UserWarning):
    """A doubt that does not stop the work."""


def raise_found(kind: type[AlignkitError], issues: Iterable[Finding]) -> None:
    """Raise `kind` with all issues of level `error`, if there are any."""
    faults = tuple(issue for issue in issues if issue.level == "error")
    if faults:
        raise kind(*faults)
