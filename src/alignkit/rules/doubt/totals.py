"""What a score can come to: the totals themselves while they are few, else how far they go."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from alignkit.rules.decay import Fading, capped
from alignkit.rules.describe import points_words
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.ranges import Cells, both, holds, joined
from alignkit.rules.rating import as_points
from alignkit.rules.scores import Points, millionths

MOST_VALUES = 1_000
"""So many totals are told apart; of more, only the least and the most are known."""
_MOST_PAIRS = 8 * MOST_VALUES


class Totals(NamedTuple):
    """The totals that a score, or a part of one, can come to, in millionths.

    Every total that can be is among them; some that cannot may be too, where the totals are not told apart.

    Args:
        least: no total is less; None where nothing bounds them.
        most: no total is more; None where nothing bounds them.
        values: all totals; None where they are not told apart, and any from `least` to `most` may be.
    """

    least: int | None
    most: int | None
    values: frozenset[int] | None

    @classmethod
    def of(cls, *values: int) -> Totals:
        """Return the totals that are these alone.

        >>> Totals.of(0, 5).most
        5
        """
        return cls(min(values), max(values), frozenset(values) if len(values) <= MOST_VALUES else None)

    def plus(self, other: Totals, effort: Effort | None = None) -> Totals:
        """Return the sums of each of these with each of those; where all trials are spent, only how far they go.

        >>> sorted(Totals.of(0, 5).plus(Totals.of(0, 5, 20)).values)
        [0, 5, 10, 20, 25]
        """
        least = None if self.least is None or other.least is None else self.least + other.least
        most = None if self.most is None or other.most is None else self.most + other.most
        values = None
        if self.values is not None and other.values is not None:
            few, many = sorted((self.values, other.values), key=len)
            if effort is not None:
                effort.trials -= len(few) * len(many) // 40
            if len(few) * len(many) <= _MOST_PAIRS and (effort is None or effort.trials >= 0):
                values = many if few == {0} else frozenset(a + b for a in few for b in many)
        if values is not None and len(values) > MOST_VALUES:
            values = None
        return Totals(least, most, values)

    def either(self, other: Totals) -> Totals:
        """Return these totals and those.

        >>> Totals.of(0).either(Totals.of(5)).values == {0, 5}
        True
        """
        least = None if self.least is None or other.least is None else min(self.least, other.least)
        most = None if self.most is None or other.most is None else max(self.most, other.most)
        values = None if self.values is None or other.values is None else self.values | other.values
        return Totals(least, most, values if values is not None and len(values) <= MOST_VALUES else None)

    def held(self, floor: int | None, cap: int | None) -> Totals:
        """Return the totals after a cap and then a floor.

        >>> Totals.of(-5, 5, 20).held(0, 10)
        Totals(least=0, most=10, values=frozenset({0, 10, 5}))
        """

        def one(total: int | None, open_: int | None) -> int | None:
            if total is None:
                return open_
            total = total if cap is None else min(total, cap)
            return total if floor is None else max(total, floor)

        values = None if self.values is None else frozenset(one(total, None) or 0 for total in self.values)
        return Totals(one(self.least, floor), one(self.most, cap), values)

    def between(self, low: int | None, high: int | None) -> bool:
        """Say whether one of the totals may lie from `low` up to before `high`; None is without end.

        >>> Totals.of(0, 5, 20).between(6, 20)
        False
        """
        if self.values is not None:
            return any((low is None or low <= total) and (high is None or total < high) for total in self.values)
        below = high is not None and self.least is not None and self.least >= high
        above = low is not None and self.most is not None and self.most < low
        return not below and not above


NOTHING = Totals.of(0)


def of_events(clause: Points) -> Totals:
    """Return what a clause over events can give: any number of them may happen, at any time.

    >>> from alignkit.rules.predicates import did
    >>> of_events(Points(20, each=did("webinar"), count_up_to=2)).most
    40000000
    """
    points = millionths(clause.points)
    if points == 0:
        return NOTHING
    count = 1 if clause.first_only else clause.count_up_to
    most = None if clause.cap is None else millionths(clause.cap)
    if count is not None:
        most = capped(clause, points * count)
        if count <= MOST_VALUES and Fading.of(clause).lasts:
            return Totals.of(*{capped(clause, points * times) for times in range(count + 1)})
    return Totals(0, most, None) if points > 0 else Totals(most, 0, None)


def total_words(total: int | None) -> str:
    """Write a total, in millionths, for people; None is without end.

    >>> total_words(1_000_000), total_words(-2_500_000)
    ('1 point', '-2.5 points')
    """
    if total is None:
        return "any number of points"
    return points_words(as_points(total))


class Tally:
    """What clauses give that all ask about one thing, by its cells.

    Args:
        var: the number of the thing.
        full: its cells.
        clauses: the points of each clause, in millionths, and the cells in which its rule is YES.

    >>> tally = Tally(0, (0, 10), [(20, (5, 10)), (5, (8, 10))])
    >>> tally.at(6), tally.totals.values == {0, 20, 25}
    (20, True)
    """

    __slots__ = ("_by_total", "reached", "sets", "totals", "var", "vars")

    def __init__(self, var: int, full: Cells, clauses: Sequence[tuple[int, Cells]]) -> None:
        self.var = var
        self.vars = self.reached = frozenset((var,))
        changes = dict.fromkeys(full, 0)
        for points, cells in clauses:
            sign = points
            for bound in cells:
                changes[bound] = changes.get(bound, 0) + sign
                sign = -sign
        pairs: dict[int, list[tuple[int, int]]] = {}
        total = 0
        for low, high in pairwise(sorted(changes)):
            total += changes[low]
            pairs.setdefault(total, []).append((low, high))
        kept = {total: both(joined(found), full) for total, found in pairs.items()}
        self._by_total = {total: cells for total, cells in kept.items() if cells}
        self.sets = list(self._by_total.values())
        self.totals = Totals.of(*self._by_total)

    def at(self, cell: int) -> int:
        """Return what the clauses give together in a cell."""
        return next((total for total, cells in self._by_total.items() if holds(cells, cell)), 0)
