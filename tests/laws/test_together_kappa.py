"""Cohen's kappa against a slow second implementation, and its bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from tests.together.slow import slow_kappa

from alignkit.together.agree import kappa

sizes = st.integers(2, 4)
tables = sizes.flatmap(lambda n: st.lists(st.lists(st.integers(0, 30), min_size=n, max_size=n), min_size=n, max_size=n))


def _words(table: list[list[int]]) -> list[str]:
    return [f"w{n}" for n in range(len(table))]


@given(tables)
def test_it_equals_the_slow_one(table: list[list[int]]) -> None:
    """Value, and both ends of the interval."""
    found = kappa(table, words=_words(table))
    judged = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    slow = slow_kappa(judged, len(table))
    if slow is None:
        assert found.value is None
        return
    value, error = slow
    assert float(found.value or 0) == pytest.approx(value, abs=1e-9)
    assert float(found.lowest or 0) == pytest.approx(max(value - 1.959964 * error, -1), abs=1e-6)
    assert float(found.highest or 0) == pytest.approx(min(value + 1.959964 * error, 1), abs=1e-6)


@given(tables)
def test_bounds_and_symmetry(table: list[list[int]]) -> None:
    """Between -1 and 1, inside its interval; the same whoever is called the first judge."""
    found = kappa(table, words=_words(table))
    turned = kappa([list(row) for row in zip(*table, strict=True)], words=_words(table))
    assert (turned.value, turned.lowest, turned.highest) == (found.value, found.lowest, found.highest)
    if found.value is None or found.lowest is None or found.highest is None:
        return
    assert -1 <= found.lowest <= found.value <= found.highest <= 1
    off_diagonal = sum(count for i, row in enumerate(table) for j, count in enumerate(row) if i != j)
    assert (found.value == 1) == (off_diagonal == 0)
    assert isinstance(found.value, Fraction)
