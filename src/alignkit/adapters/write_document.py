"""Write plain tables, lists and values as TOML or JSON text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from json import dumps
from typing import Any

INLINE_WIDTH = 100
"""A table inside a table stands on one line while it is no longer than this."""


def toml_text(document: Mapping[str, Any]) -> str:
    """Return a document as TOML: plain values first, then tables, lists of tables last within each.

    >>> print(toml_text({"name": "Inbound", "stages": [{"id": "lead"}]}), end="")
    name = "Inbound"
    <BLANKLINE>
    [[stages]]
    id = "lead"
    """
    return "\n".join(_toml(document, "")).lstrip("\n") + "\n"


def _toml(table: Mapping[str, Any], path: str) -> Iterator[str]:
    plain, sections = _split(table, path)
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in sections.items():
        here = f"{path}.{_key(key)}" if path else _key(key)
        if isinstance(value, Mapping):
            if not value or _split(value, here)[0]:
                yield ""
                yield f"[{here}]"
            yield from _toml(value, here)
        else:
            for item in value:
                yield ""
                yield f"[[{here}]]"
                yield from _toml(item, f"{here}[]")


def _split(table: Mapping[str, Any], path: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Part what stands on a line from what stands under a header. The order of tables stays: it may mean something."""
    plain: dict[str, Any] = {}
    sections: dict[str, Any] = {}
    for key, value in table.items():
        after = bool(sections) and isinstance(value, Mapping) and "[]" not in path
        (sections if after or _is_section(value, path) else plain)[key] = value
    return plain, sections


def _is_section(value: object, path: str) -> bool:
    """Say whether a value stands under a header of its own: tables near the top, and those too long for a line."""
    if isinstance(value, Mapping):
        return "[]" not in path and (not path or len(_value(value)) > INLINE_WIDTH)
    tables = isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)
    return tables and not path


def _key(key: str) -> str:
    bare = key.replace("_", "").replace("-", "")
    return key if bare.isalnum() and bare.isascii() else _text(key)


def _text(text: str) -> str:
    return dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:  # noqa: ANN401 - whatever a document holds
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, datetime):
        return _instant(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _instant(value: datetime) -> str:
    # TOML has no seconds in an offset, as local mean times have them
    whole = (value.utcoffset() or timedelta()) % timedelta(minutes=1) == timedelta()
    return (value if whole else value.astimezone(UTC)).isoformat()


def json_text(document: Mapping[str, Any]) -> str:
    """Return a document as indented JSON.

    >>> print(json_text({"weight": Decimal("0.10")}), end="")
    {
      "weight": 0.10
    }
    """
    return _json(document, "") + "\n"


def _json(value: Any, indent: str) -> str:  # noqa: ANN401 - whatever a document holds
    inner = indent + "  "
    if isinstance(value, Mapping):
        lines = [f"{inner}{dumps(key, ensure_ascii=False)}: {_json(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"
    if isinstance(value, list | tuple):
        lines = [f"{inner}{_json(item, inner)}" for item in value]
        return "[\n" + ",\n".join(lines) + f"\n{indent}]" if lines else "[]"
    if isinstance(value, bool | str):
        return dumps(value, ensure_ascii=False)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
