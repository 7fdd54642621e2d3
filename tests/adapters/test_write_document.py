"""Writing plain data as TOML and JSON text."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from alignkit.adapters.write_document import json_text, toml_text

keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
    ["a-b", "a_1", "ä", 'x"y', "\x7f"]
)
scalars = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.integers() | st.booleans() | st.dates()
    | st.decimals(-1000, 1000, places=3) | st.datetimes(timezones=st.just(UTC))
)  # fmt: skip
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=10
)


def ordered(value: object) -> object:
    """Return a document in which the order of keys that hold tables counts."""
    if isinstance(value, dict):
        tables = [key for key, inner in value.items() if isinstance(inner, dict)]
        return {key: ordered(inner) for key, inner in value.items()}, tables
    return [ordered(inner) for inner in value] if isinstance(value, list) else value


@given(st.dictionaries(keys, values, max_size=4))
def test_toml_reads_back(document: dict[str, Any]) -> None:
    """Any plain data, with the order of its tables."""
    found = tomllib.loads(toml_text(document), parse_float=Decimal)
    assert ordered(found) == ordered(document)


@given(st.dictionaries(keys, values.filter(lambda value: "date" not in repr(value)), max_size=4))
def test_json_reads_back(document: dict[str, Any]) -> None:
    """Any plain data without dates."""
    text = json_text(document)
    assert json.loads(text, parse_float=Decimal) == document
    assert "\\u00" not in text or any(ord(sign) < 32 or ord(sign) in range(127, 160) for sign in repr(document) + text)


def test_short_tables_stand_on_a_line() -> None:
    """Long ones have a header of their own, and what follows one does too: the order means something."""
    short, long = {"field": "a"}, {"field": "x" * 120}
    assert toml_text({"rules": {"a": short, "b": long, "c": short, "d": 1}}) == (
        f'[rules]\na = {{ field = "a" }}\nd = 1\n\n[rules.b]\nfield = "{"x" * 120}"\n\n[rules.c]\nfield = "a"\n'
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime(2026, 1, 5, 9, tzinfo=timezone(timedelta(minutes=19, seconds=32))), "2026-01-05T08:40:28+00:00"),
        (datetime(2026, 1, 5, 9, 0, 0, 5, UTC), "2026-01-05T09:00:00.000005+00:00"),
        (date(800, 1, 5), "0800-01-05"), (Decimal("0.10"), "0.10"), (Decimal("1E-10"), "0.0000000001"), (True, "true"),
        ('\x7f\x00\n"\\', '"\\u007f\\u0000\\n\\"\\\\"'), ([], "[]"), ([{}], "[{}]"),
    ],
)  # fmt: skip
def test_values(value: object, text: str) -> None:
    """Each value has one spelling, which TOML's own parser reads."""
    written = toml_text({"a": {"x": value}})
    assert f"x = {text}\n" in written
    tomllib.loads(written)


def test_empty_tables_are_kept() -> None:
    """A table with nothing in it is still there."""
    assert tomllib.loads(toml_text({"a": {}, "b": {"c": {}}, "d": []})) == {"a": {}, "b": {"c": {}}, "d": []}
