"""Sets of cells, as their bounds: what static analysis reasons with.

A cell stands for values of a field that no condition of a definition tells apart; cells are numbered from 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Cells: TypeAlias = tuple[int, ...]
"""Where a set begins and ends, in turn and ascending: (2, 5, 8, 9) holds 2, 3, 4 and 8."""


def holds(cells: Cells, cell: int) -> bool:
    """Say whether a set holds a cell.

    >>> holds((2, 5), 4), holds((2, 5), 5)
    (True, False)
    """
    return bisect_right(cells, cell) % 2 == 1


def at_least(needed: int, sets: Iterable[Cells], without: Iterable[Cells] = ()) -> Cells:
    """Return the cells that so many of the sets hold, each set in `without` taking one off.

    The time grows with the number of bounds, whatever the sets.

    >>> at_least(2, [(0, 4), (2, 6), (3, 9)]), at_least(1, [(0, 9)], without=[(3, 4)])
    ((2, 6), (0, 3, 4, 9))
    """
    changes: dict[int, int] = {}
    for signed, group in ((1, sets), (-1, without)):
        for cells in group:
            sign = signed
            for bound in cells:
                changes[bound] = changes.get(bound, 0) + sign
                sign = -sign
    count, found, inside = 0, [], False
    for bound in sorted(changes):
        count += changes[bound]
        if (count >= needed) is not inside:
            found.append(bound)
            inside = not inside
    return tuple(found)


def both(left: Cells, right: Cells) -> Cells:
    """Return the cells that both sets hold.

    >>> both((0, 4), (2, 6))
    (2, 4)
    """
    if len(left) == 2 == len(right):  # the usual case
        low, high = max(left[0], right[0]), min(left[1], right[1])
        return (low, high) if low < high else ()
    return at_least(2, (left, right)) if left and right else ()


def minus(left: Cells, right: Cells) -> Cells:
    """Return the cells that the first set holds and the second does not.

    >>> minus((0, 9), (3, 4))
    (0, 3, 4, 9)
    """
    return at_least(1, (left,), without=(right,)) if left and right else left


def inside(left: Cells, right: Cells) -> bool:
    """Say whether each cell of the first set stands in the second.

    >>> inside((2, 3), (0, 9)), inside((2, 3), ())
    (True, False)
    """
    return not minus(left, right)


def apart(full: Cells, sets: Sequence[Cells]) -> list[int]:
    """Return one cell for each way in which the cells of `full` stand in the sets or not, the lowest of each.

    >>> apart((0, 10), [(0, 5), (3, 8)])
    [0, 3, 5, 8]
    """
    toggled: dict[int, int] = {}
    for place, cells in enumerate((*sets, full)):
        for bound in cells:
            toggled[bound] = toggled.get(bound, 0) ^ (1 << place)
    held = 0
    first: dict[int, int] = {}
    for bound in sorted(toggled):
        held ^= toggled[bound]
        if held >> len(sets):
            first.setdefault(held, bound)
    return sorted(first.values())


def joined(pairs: Iterable[tuple[int, int]]) -> Cells:
    """Return the set of all cells from a `low` up to before its `high`; the pairs may touch and overlap.

    >>> joined([(5, 7), (0, 2), (2, 3)])
    (0, 3, 5, 7)
    """
    found: list[int] = []
    for low, high in sorted(pairs):
        if low >= high:
            continue
        if found and low <= found[-1]:
            found[-1] = max(high, found[-1])
        else:
            found += (low, high)
    return tuple(found)


def size(cells: Cells) -> int:
    """Return how many cells a set holds.

    >>> size((0, 3, 5, 7))
    5
    """
    return sum(cells[1::2]) - sum(cells[::2])
