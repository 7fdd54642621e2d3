"""Each row of the list of bad inputs that this version answers for has a test that bears its id."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]


def _range(letter: str, first: int, last: int) -> list[str]:
    return [f"{letter}{number:02}" for number in range(first, last + 1)]


ROWS = [
    *_range("D", 1, 17), *_range("D", 23, 25),
    *_range("S", 1, 11),
    *_range("R", 1, 15), *_range("R", 18, 20),
    *_range("T", 1, 27),
    *_range("E", 1, 8),
    *_range("G", 1, 10),
    *_range("O", 1, 6),
]  # fmt: skip


@cache
def _ids_of_tests() -> frozenset[str]:
    """Return the ids that stand in the name of a test function."""
    found: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        for name in re.findall(r"^ *(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            found.update(re.findall(r"(?<=_)[DSRTEGO]\d\d(?=_|$)", name))
    return frozenset(found)


@pytest.mark.parametrize("row", ROWS)
def test_the_row_has_a_test(row: str) -> None:
    """A test such as `test_D04_unknown_field` shows what the row's input gets."""
    assert row in _ids_of_tests()
