"""Sets of cells as bounds do what sets do."""

from __future__ import annotations

from hypothesis import given, strategies as st

from alignkit.rules.doubt.ranges import Cells, apart, at_least, both, holds, inside, joined, minus, size

LINE = range(12)
sets = st.lists(st.tuples(st.sampled_from(LINE), st.sampled_from(LINE)), max_size=4).map(joined)


def members(cells: Cells) -> set[int]:
    """Return the cells that a set holds, one by one."""
    return {cell for cell in LINE if holds(cells, cell)}


@given(sets, sets)
def test_two_sets(left: Cells, right: Cells) -> None:
    """And, without, within, and how many."""
    assert members(both(left, right)) == members(left) & members(right)
    assert members(minus(left, right)) == members(left) - members(right)
    assert inside(left, right) is (members(left) <= members(right))
    assert size(left) == len(members(left))


@given(st.lists(sets, min_size=1, max_size=4), st.integers(1, 4), sets)
def test_at_least(several: list[Cells], needed: int, off: Cells) -> None:
    """A cell counts once for each set that holds it."""
    found = members(at_least(needed, several, without=[off]))
    assert found == {cell for cell in LINE if sum(holds(cells, cell) for cells in several) - holds(off, cell) >= needed}


@given(st.lists(sets, max_size=3), sets)
def test_apart(several: list[Cells], full: Cells) -> None:
    """There is just one cell for each way in which the cells of a set stand in the others."""

    def way(cell: int) -> tuple[bool, ...]:
        return tuple(holds(cells, cell) for cells in several)

    found = apart(full, several)
    assert set(found) <= members(full)
    assert len({way(cell) for cell in found}) == len(found)
    assert {way(cell) for cell in found} == {way(cell) for cell in members(full)}


def test_bounds_are_in_one_form() -> None:
    """What touches is one: equal sets have equal bounds."""
    assert joined([(0, 3), (3, 5), (7, 7), (4, 6)]) == (0, 6)
    assert at_least(1, [(0, 3), (3, 5)]) == (0, 5)
    assert both((0, 3), (3, 5)) == () == minus((2, 3), (0, 5))
    assert joined([(4, 4), (6, 8), (1, 2), (2, 3)]) == (1, 3, 6, 8)
    assert joined([(0, 2), (5, 9), (6, 7)]) == (0, 2, 5, 9)  # what lies inside another changes nothing
    assert both((), (0, 5)) == both((0, 5), ()) == minus((), (0, 5)) == ()
    assert minus((0, 5), ()) == (0, 5)
    assert both((0, 2, 4, 6), (1, 5)) == both((1, 5), (0, 2, 4, 6)) == (1, 2, 4, 5)
