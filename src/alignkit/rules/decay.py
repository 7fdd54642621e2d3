"""Points for events, and how they fade by completed days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

from alignkit.history.events import Event
from alignkit.rules.match import found
from alignkit.rules.scores import Points, millionths

DAY = 86_400 * 10**6
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Our own context: enough digits that rounding to a millionth is the same everywhere."""


class Fading:
    """What one event is worth after so many completed days, in millionths; the table grows as it is asked.

    Half-life: points × 2^(−days ÷ half-life), rounded half to even to a millionth.
    """

    __slots__ = ("_days", "_full", "_table")

    def __init__(self, full: int, half_life: timedelta | None) -> None:
        self._full = full
        self._days = half_life.days if half_life is not None else None
        self._table: dict[int, int] = {}

    def after(self, days: int) -> int:
        """Return what is left after that many completed days.

        >>> Fading(20_000_000, timedelta(days=30)).after(30)
        10000000
        """
        if self._days is None:
            return self._full
        if days > self._days * 70:  # 10**9 points have faded below half a millionth long before 2**-70
            return 0
        left = self._table.get(days)
        if left is None:
            share = _EXACT.power(Decimal(2), _EXACT.divide(Decimal(-days), Decimal(self._days)))
            left = int(_EXACT.multiply(Decimal(self._full), share).to_integral_value(ROUND_HALF_EVEN))
            self._table[days] = left  # two threads may both get here: they find the same
        return left


def earned(clause: Points, fading: Fading, events: Sequence[Event], now: int | None) -> list[tuple[int, Event]]:
    """Return the events that count for a clause and what each is worth at `now`, in millionths.

    Where only some count, they are those worth most; then the later; then by id.
    """
    pattern = clause.each
    if pattern is None:
        return []
    worth = [
        (fading.after((now - at) // DAY) if now is not None else millionths(clause.points), at, event)
        for at, event in found(pattern, events, now)
    ]
    worth.sort(key=lambda item: (-abs(item[0]), -item[1], item[2].id or "", item[2].name))
    return [(points, event) for points, _, event in worth[: clause.count_up_to]]
