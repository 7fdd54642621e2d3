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


def test_what_touches_has_nothing_in_common() -> None:
    """An interval does not hold its end."""
    assert common([(1, 3), (5, 7)], [(3, 5), (7, 9)]) == []
    assert common([(1, 3), (3, 9)], [(2, 4), (4, 6), (8, 9)]) == [(2, 3), (3, 4), (4, 6), (8, 9)]
    assert common([(0, 10)], [(-2, 0), (0, 1), (9, 12)]) == [(0, 1), (9, 10)]
    assert common([(0, 10)], []) == common([], [(0, 10)]) == []


def test_what_is_taken_away() -> None:
    """At the edges, in the middle, from several, and more than there is."""
    assert without([(0, 10)], [(0, 1), (4, 5), (9, 10)]) == [(1, 4), (5, 9)]
    assert without([(0, 3), (5, 8), (10, 12)], [(2, 6), (7, 11)]) == [(0, 2), (6, 7), (11, 12)]
    assert without([(0, 3), (5, 8)], [(-5, -1), (-1, 0), (3, 5), (8, 20)]) == [(0, 3), (5, 8)]
    assert without([(0, 3), (5, 8)], [(0, 8)]) == []
    assert without([(0, 3), (5, 8)], []) == [(0, 3), (5, 8)]


@given(SPANS, SPANS)
def test_sets_are_what_their_points_say(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    """Held against sets of whole numbers; and what comes out is in normal form again, but for what touches."""
    assert points(common(some, others)) == points(some) & points(others)
    assert points(without(some, others)) == points(some) - points(others)
    assert points(united([*some, *others])) == points(some) | points(others)
    assert is_normal(common(some, others))
    assert is_normal(without(some, others))
    assert is_normal(united([*some, *others]))
