"""Sets of time: united, common, and one without the other."""

from __future__ import annotations

from hypothesis import given, strategies as st

from alignkit.worktime.intervals import common, united, without

SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))).map(united)


def points(spans: list[tuple[int, int]]) -> set[int]:
    """Return every whole number in a set, one by one."""
    return {point for start, end in spans for point in range(start, end)}


def is_normal(spans: list[tuple[int, int]]) -> bool:
    """Say whether intervals are in order, not empty, and apart."""
    edges = [edge for span in spans for edge in span]
    return edges == sorted(set(edges))


def test_united_joins_what_touches() -> None:
    """Intervals that overlap or touch are one."""
    assert united([(5, 6), (1, 3), (3, 4), (2, 3)]) == [(1, 4), (5, 6)]


def test_an_interval_that_holds_another() -> None:
    """The longer one counts, whichever starts first."""
    assert united([(1, 9), (2, 3), (8, 12)]) == [(1, 12)]


@given(SPANS, SPANS)
def test_sets_are_what_their_points_say(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    """Held against sets of whole numbers; and what comes out is in normal form again, but for what touches."""
    assert points(common(some, others)) == points(some) & points(others)
    assert points(without(some, others)) == points(some) - points(others)
    assert points(united([*some, *others])) == points(some) | points(others)
    assert is_normal(common(some, others))
    assert is_normal(without(some, others))
    assert is_normal(united([*some, *others]))
