"""Parse the text of a document: TOML or JSON, strictly, with numbers as decimals."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Literal, Self

from alignkit.adapters.document_tokens import JSON_TOKEN, TOML_STRING, TOML_TOKEN
from alignkit.adapters.locate import line_and_column, line_starts
from alignkit.adapters.scan_document import DoubledError, Everything, Scanner
from alignkit.agreement.document.cursor import LONGEST_NUMBER
from alignkit.agreement.document.paths import path_of
from alignkit.agreement.document.shape import DEEPEST
from alignkit.errors import DocumentError, Finding, LimitError, shown

Kind = Literal["toml", "json"]
KINDS: dict[str, Kind] = {".toml": "toml", ".json": "json"}
"""The formats by the ending of a file's name."""

LARGEST_BYTES = 4 * 2**20
"""A document has at most this many bytes."""
_FOLLOWED = 2**19
"""So many signs of a text are followed to tell the path of a fault that keeps it from being parsed: half a second."""
_STEPS_TOLD = 8
"""Of the path of what is nested too deep, so many steps are told."""
_LONG_NUMBER = re.compile(f"{TOML_STRING.pattern}|#[^\\n]*+|(?<![\\w.])[+-]?(?P<digits>(?:\\d_?){{4300,}}+)", re.DOTALL)


def decoded(data: bytes, name: str) -> str:
    """Return the text of a document's bytes; a byte order mark is tolerated.

    Raises:
        LimitError: `too-large`, over 4 MiB.
        DocumentError: `not-utf8`, with the byte offset.
    """
    checked_size(len(data), name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        # the bytes that are read leave a byte order mark out
        offset = fault.start + (len(data) - len(fault.object))
        raise DocumentError.at(
            "not-utf8", f"{name or 'the document'} is not UTF-8 text: byte {offset} cannot be read"
        ) from fault
    if "\0" in text:
        offset = data.index(b"\0")
        raise DocumentError.at("not-utf8", f"{name or 'the document'} is not UTF-8 text: byte {offset} is a zero")
    return text


def checked_size(size: int, name: str) -> None:
    """Refuse a document that is too large, before it is parsed.

    Raises:
        LimitError: `too-large`, over 4 MiB.
    """
    if size > LARGEST_BYTES:
        raise LimitError.at(
            "too-large", f"a document has at most {LARGEST_BYTES:,} bytes, and {name or 'this one'} has {size:,}"
        )


def parsed(text: str, kind: Kind, name: str = "") -> Any:  # noqa: ANN401 - whatever the document holds
    """Return what a document's text says.

    Raises:
        DocumentError: `syntax`, with line and column; `duplicate-key`, with its path too.
        LimitError: `too-large`, `too-deep`, before it is parsed, with the beginning of the path; `too-long` for a
            number of so many digits that the parser refuses it.

    >>> parsed("weight = 0.1", "toml")
    {'weight': Decimal('0.1')}
    """
    checked_size(len(text), name)
    _checked_depth(text, kind)
    try:
        return _toml(text, name) if kind == "toml" else _json(text, name)
    except (ValueError, RecursionError) as fault:
        if isinstance(fault, DocumentError):
            raise
        raise _too_long(text) from fault


def _too_long(text: str) -> LimitError:
    """Return the error for a whole number in TOML that Python does not read: one of over 4,300 digits."""
    message = f"the document holds a number of more than {LONGEST_NUMBER} digits"
    for token in _LONG_NUMBER.finditer(text):
        if token["digits"] is not None:
            line, column = line_and_column(line_starts(text), token.start())
            path = _path_at(text, "toml", token.start())
            return LimitError(Finding("too-long", message, path, line=line, column=column))
    return LimitError.at("too-long", message)


def _path_at(text: str, kind: Kind, offset: int) -> str:
    """Return the beginning of the path at which a sign of the text stands; nothing where that takes too long."""
    if offset > _FOLLOWED:
        return ""
    found = Scanner(text[:offset] + " ", kind, Everything()).run()
    return path_of(max(found, key=lambda steps: (found[steps], len(steps)), default=())[:_STEPS_TOLD])


def _checked_depth(text: str, kind: Kind) -> None:
    """Refuse what is nested too deep for a parser, be it by brackets or by dots in a key."""
    depth = dots = 0
    for token in (TOML_TOKEN if kind == "toml" else JSON_TOKEN).finditer(text):
        sign = token[0]
        if sign == ".":
            dots += 1
        elif sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        if sign in "=,\n":
            dots = 0
        if depth > DEEPEST or dots > DEEPEST:
            line, column = line_and_column(line_starts(text), token.start())
            message = f"a document is nested at most {DEEPEST} deep; see line {line}"
            path = _path_at(text, kind, token.start())
            raise LimitError(Finding("too-deep", message, path, line=line, column=column))


class _AsWritten(Decimal):
    """A number beyond all numbers that anybody means, which is told as it was written."""

    written: str

    def __new__(cls, value: str, written: str) -> Self:
        """Return a number that remembers a text."""
        made = super().__new__(cls, value)
        made.written = written
        return made

    def __str__(self) -> str:
        return self.written


def _number(text: str) -> Decimal:
    """Read a number exactly; what overflows a float is infinite, and too many digits are refused where they stand."""
    if abs(float(text)) == float("inf") and "n" not in text:
        return _AsWritten("-Infinity" if text.startswith("-") else "Infinity", text)
    try:
        return Decimal(text)
    except ArithmeticError:  # finer than any decimal
        return _AsWritten("1e-9999", text)


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= LONGEST_NUMBER else Decimal(text)


def _toml(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the document holds
    import tomllib

    try:
        return tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as fault:
        message = str(fault)
        # the parser's words for a key or a table that stands there twice
        if "overwrite" in message or "twice" in message or "Duplicate" in message:
            double = _double(text, "toml", name)
            if double is not None:
                raise double from fault
        place = re.search(r"\(at line (\d+), column (\d+)\)", message)
        line, column = (int(place[1]), int(place[2])) if place else _end(text)
        raise _syntax("TOML", name, re.sub(r" \(at .*\)", "", message), (line, column)) from fault


def _json(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the document holds
    import json

    doubled: list[int] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        doubled.append(len(pairs) - len(found))
        return found

    if not text.strip():
        return None
    try:
        found = json.loads(text, parse_float=_number, parse_int=_whole, parse_constant=Decimal, object_pairs_hook=table)
    except json.JSONDecodeError as fault:
        raise _syntax("JSON", name, fault.msg, (fault.lineno, fault.colno)) from fault
    double = _double(text, "json", name) if any(doubled) else None
    if double is not None:
        raise double
    return found


def _double(text: str, kind: Kind, name: str) -> DocumentError | None:
    """Return the error for the first key that stands there twice."""
    try:
        Scanner(text, kind, Everything(), unique=True).run()
    except DoubledError as double:
        line, column = line_and_column(line_starts(text), double.at)
        key = next((step for step in reversed(double.steps) if isinstance(step, str)), "")
        path = path_of(double.steps) if all(len(str(step)) < 200 for step in double.steps) else ""
        where = f"{name + ', ' if name else ''}line {line}, column {column}"
        message = f"{kind.upper()}, {where}: the key {shown(key)} stands there twice"
        return DocumentError(Finding("duplicate-key", message, path, line=line, column=column))
    return None


def _end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _syntax(kind: str, name: str, message: str, place: tuple[int, int]) -> DocumentError:
    line, column = place
    where = f"{name + ', ' if name else ''}line {line}, column {column}"
    return DocumentError(Finding("syntax", f"{kind}, {where}: {message[:300]}", line=line, column=column))
