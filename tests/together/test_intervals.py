"""The interval of a share, against published tables and a second way to find it."""

from __future__ import annotations

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, strategies as st

from alignkit.together.intervals import NORMAL_95, root, wilson


@pytest.mark.parametrize(
    ("kept", "of", "lowest", "highest"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_newcombe_examples(kept: int, of: int, lowest: float, highest: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: the score method without correction."""
    found = wilson(kept, of)
    assert found is not None
    assert float(found.lowest) == pytest.approx(lowest, abs=5e-5)
    assert float(found.highest) == pytest.approx(highest, abs=5e-5)


counts = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@given(counts)
def test_the_ends_are_the_shares_that_the_counts_do_not_rule_out(found: tuple[int, int]) -> None:
    """At each end the observed share lies 1.96 standard errors away, by that end's own error: Wilson's definition."""
    kept, of = found
    interval = wilson(kept, of)
    assert interval is not None
    assert 0 <= interval.lowest <= Fraction(kept, of) <= interval.highest <= 1
    for end in map(float, interval):
        away = abs(kept / of - end)
        assert away == pytest.approx(float(NORMAL_95) * sqrt(max(end * (1 - end), 0) / of), abs=1e-6)


@given(counts)
def test_yes_and_no_mirror_each_other(found: tuple[int, int]) -> None:
    """What is not kept lies in the mirrored interval; more answers narrow it."""
    kept, of = found
    yes, no, more = wilson(kept, of), wilson(of - kept, of), wilson(kept * 4, of * 4)
    assert yes is not None
    assert no is not None
    assert more is not None
    assert float(yes.lowest) == pytest.approx(1 - float(no.highest), abs=1e-9)
    assert more.highest - more.lowest <= yes.highest - yes.lowest


def test_of_nothing_there_is_none() -> None:
    """0 of 0 has no share, so no interval; a root is cut, never too large."""
    assert wilson(0, 0) is None
    assert root(Fraction(4, 9)) == Fraction(666666666666, 10**12)
