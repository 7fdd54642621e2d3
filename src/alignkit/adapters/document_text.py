"""Parse the text of a document: TOML or JSON, strictly, with numbers as decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal

from alignkit.agreement.document.cursor import joined
from alignkit.agreement.document.order import DEEPEST
from alignkit.errors import DocumentError, Finding, LimitError, shown

Kind = Literal["toml", "json"]
KINDS: dict[str, Kind] = {".toml": "toml", ".json": "json"}
"""The formats by the ending of a file's name."""

LARGEST_BYTES = 4 * 2**20
"""A document has at most this many bytes."""

_TOKENS = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]', re.DOTALL
)
_JSON_TOKENS = re.compile(r'"(?:\\.|[^"\\])*"|[\[\]{}]', re.DOTALL)


def decoded(data: bytes, name: str) -> str:
    """Return the text of a document's bytes; a byte order mark is tolerated.

    Raises:
        LimitError: `too-large`, over 4 MiB.
        DocumentError: `not-utf8`, with the byte offset.
    """
    if len(data) > LARGEST_BYTES:
        raise LimitError.at(
            "too-large", f"a document has at most {LARGEST_BYTES:,} bytes, and {name or 'this one'} has {len(data):,}"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise DocumentError.at(
            "not-utf8", f"{name or 'the document'} is not UTF-8 text: byte {fault.start} cannot be read"
        ) from fault
    if "\0" in text:
        offset = text.index("\0")
        raise DocumentError.at("not-utf8", f"{name or 'the document'} is not UTF-8 text: byte {offset} is a zero")
    return text


def parsed(text: str, kind: Kind, name: str = "") -> Any:  # noqa: ANN401 - whatever the document holds
    """Return what a document's text says.

    Raises:
        DocumentError: `syntax`, with line and column; `duplicate-key`.
        LimitError: `too-deep`, before it is parsed.

    >>> parsed("weight = 0.1", "toml")
    {'weight': Decimal('0.1')}
    """
    _checked_depth(text, kind)
    return _toml(text, name) if kind == "toml" else _json(text, name)


def _checked_depth(text: str, kind: Kind) -> None:
    depth = 0
    for token in (_TOKENS if kind == "toml" else _JSON_TOKENS).finditer(text):
        sign = token[0]
        if sign in "[{":
            depth += 1
            if depth > DEEPEST:
                line = text.count("\n", 0, token.start()) + 1
                raise LimitError(
                    Finding("too-deep", f"a document is nested at most {DEEPEST} deep; see line {line}", line=line)
                )
        elif sign in "]}":
            depth -= 1


def _number(text: str) -> Decimal:
    """Read a number exactly; what overflows a float is not a number that anybody meant."""
    return Decimal(text) if abs(float(text)) != float("inf") else Decimal("Infinity")


def _toml(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the document holds
    import tomllib

    try:
        return tomllib.loads(text, parse_float=_number)
    except tomllib.TOMLDecodeError as fault:
        message = str(fault)
        place = re.search(r"\(at line (\d+), column (\d+)\)", message)
        line, column = (int(place[1]), int(place[2])) if place else _end(text)
        # the parser's words for a key or a table that stands there twice
        twice = "overwrite" in message or "twice" in message or "Duplicate" in message or "mutate" in message
        raise _syntax("TOML", name, re.sub(r" \(at .*\)", "", message), (line, column), twice=twice) from fault
    except (ValueError, RecursionError) as fault:  # a whole number of over 4,300 digits
        raise LimitError.at(
            "too-large", f"{name or 'the document'} holds a number that is too long: {fault}"
        ) from fault


def _json(text: str, name: str) -> Any:  # noqa: ANN401 - whatever the document holds
    import json

    if not text.strip():
        return None
    try:
        found = json.loads(text, parse_float=_number, parse_constant=Decimal, object_pairs_hook=_table)
    except json.JSONDecodeError as fault:
        raise _syntax("JSON", name, fault.msg, (fault.lineno, fault.colno), twice=False) from fault
    except (ValueError, RecursionError) as fault:  # a whole number of over 4,300 digits
        raise LimitError.at(
            "too-large", f"{name or 'the document'} holds a number that is too long: {fault}"
        ) from fault
    twice = tuple(_twice(found))
    if twice:
        raise DocumentError(*twice)
    return found


def _end(text: str) -> tuple[int, int]:
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _syntax(kind: str, name: str, message: str, place: tuple[int, int], *, twice: bool) -> DocumentError:
    line, column = place
    code = "duplicate-key" if twice else "syntax"
    where = f"{name + ', ' if name else ''}line {line}, column {column}"
    return DocumentError(Finding(code, f"{kind}, {where}: {message}", line=line, column=column))


class _Doubled(dict[str, Any]):
    """A JSON object in which a key stands twice; the walk after parsing knows its path."""

    twice: tuple[str, ...] = ()


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    doubled = _Doubled(found)
    doubled.twice = tuple(dict.fromkeys(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]  # add returns None
    return doubled


def _twice(value: object, path: str = "") -> Iterable[Finding]:
    if isinstance(value, dict):
        if isinstance(value, _Doubled):
            for key in value.twice:
                yield Finding("duplicate-key", f"the key {shown(key)} stands there twice", joined(path, key))
        for key, inner in value.items():
            yield from _twice(inner, joined(path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _twice(inner, f"{path}[{i}]")
