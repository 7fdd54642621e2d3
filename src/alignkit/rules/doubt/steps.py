"""The constants of one kind in order, and the gaps around and between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import floor
from typing import Any, NamedTuple, TypeAlias

from alignkit.rules.predicates import Between, Compare, FieldTest, OneOf

Pairs: TypeAlias = list[tuple[int, int]]
"""Cells, each pair from one up to before another."""


def itself(value: Any) -> Any:  # noqa: ANN401 - a constant of any kind
    """Return a constant: what it is told by, where that is the constant itself."""
    return value


class Scale(NamedTuple):
    """How the values of a kind lie.

    Args:
        told_by: what a value is compared by.
        low: the least of these; None where there is none.
        high: the greatest.
        discrete: whether these are whole numbers alone.
    """

    told_by: Callable[[Any], Any] = itself
    low: int | None = None
    high: int | None = None
    discrete: bool = False


class Steps:
    """A cell for each constant and for each gap around and between them, except where no value lies.

    Args:
        values: what the constants are told by, in any order.
        scale: how the values of their kind lie.
        base: the first cell.

    >>> steps = Steps([4, 5], Scale(discrete=True), 0)  # up to 3, 4, 5, from 6 on
    >>> steps.width, steps.where(Compare("x", ">=", 5))
    (4, [(2, 4)])
    """

    def __init__(self, values: Iterable[Any], scale: Scale, base: int) -> None:
        ordered = sorted(set(values))
        self.width = 0
        self._told_by = scale.told_by
        self._places = {value: 2 * i + 1 for i, value in enumerate(ordered)}
        # gap, constant, gap, constant, gap: the cell of each, or of the next one where no value lies there
        self._cells: list[int] = []
        for holds_some in _holding(ordered, scale):
            self._cells.append(base + self.width)
            self.width += holds_some
        self._cells.append(base + self.width)

    def where(self, test: FieldTest) -> Pairs:
        """Return the cells in which a comparison holds."""
        match test:
            case Compare():
                return [(self._cells[low], self._cells[high]) for low, high in self._compared(test)]
            case OneOf():
                places = [self._places.get(self._told_by(value)) for value in test.values]
                return [(self._cells[place], self._cells[place + 1]) for place in places if place is not None]
            case Between():
                low, high = self._places[self._told_by(test.low)], self._places[self._told_by(test.high)]
                return [(self._cells[low], self._cells[high + 1])]
            case _:
                return []

    def _compared(self, test: Compare) -> Pairs:
        place, last = self._places[self._told_by(test.value)], len(self._cells) - 1
        match test.op:
            case "==":
                return [(place, place + 1)]
            case "!=":
                return [(0, place), (place + 1, last)]
            case "<":
                return [(0, place)]
            case "<=":
                return [(0, place + 1)]
            case ">":
                return [(place + 1, last)]
            case ">=":
                return [(place, last)]


def _holding(ordered: Sequence[Any], scale: Scale) -> Iterator[bool]:
    """Yield for each gap and each constant in turn whether any value lies there."""
    if not scale.discrete:
        yield from [True] * (2 * len(ordered) + 1)
        return
    for i, value in enumerate(ordered):
        if i > 0:
            yield floor(ordered[i - 1]) + 1 < value
        else:
            yield scale.low is None or scale.low < value
        yield floor(value) == value
    yield scale.high is None or not ordered or ordered[-1] < scale.high


def constants_of(test: FieldTest) -> tuple[Any, ...]:
    """Return what a condition compares with; nothing for one that looks otherwise.

    >>> constants_of(Between("x", 1, 5))
    (1, 5)
    """
    match test:
        case Compare():
            return (test.value,)
        case OneOf():
            return test.values
        case Between():
            return (test.low, test.high)
        case _:
            return ()


def has_order(test: FieldTest) -> bool:
    """Say whether a condition asks for more or less."""
    return isinstance(test, Between) or (isinstance(test, Compare) and test.op not in {"==", "!="})
