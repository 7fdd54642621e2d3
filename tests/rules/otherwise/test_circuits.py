from __future__ import annotations

import pytest

from alignkit.rules.otherwise.circuits import Range, Sum, Table, reach, run

SUMS = [
    Sum(1, (Table(0, (0, 5, 9)), Table(1, (0, -3))), (), least=0, most=8),
    Sum(0, (Table(1, (0, 1)),), ((2, 0),), need=10),
]


@pytest.mark.parametrize(
    ("state", "values"),
    [([0, 0], [1, 0]), ([1, 0], [6, 1]), ([2, 0], [8, 1]), ([0, 1], [0, 0]), ([1, 1], [3, 0]), ([2, 1], [7, 1])],
)
def test_sums_of_choices_and_of_other_sums(state: list[int], values: list[int]) -> None:
    """Held between bounds, or a gate, which is 1 from what it needs on."""
    assert run(SUMS, state) == values


def test_the_reach_of_what_is_free() -> None:
    """Each free choice is whatever it can be; the others are as they are."""
    assert reach(SUMS, [0, 0], set()) == [Range(1, 1), Range(0, 0)]
    assert reach(SUMS, [0, 0], {0}) == [Range(1, 8), Range(0, 1)]
    assert reach(SUMS, [2, 0], {1}) == [Range(7, 8), Range(1, 1)]
    assert reach(SUMS, [0, 0], {0, 1}) == [Range(0, 8), Range(0, 1)]


def test_a_total_is_settled_by_its_bounds() -> None:
    """A gate is 1 or 0; a sum without bounds is what it is."""
    assert [Sum(0, (), (), least=-2, most=3).settled(total) for total in (-3, -2, 0, 3, 4)] == [-2, -2, 0, 3, 3]
    assert [Sum(0, (), (), need=0).settled(total) for total in (-1, 0, 1)] == [0, 1, 1]
    assert Sum(0, (), ()).settled(-7) == -7
