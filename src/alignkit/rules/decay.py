"""Points for events, and how they fade by completed days."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from alignkit.history.events import Event
from alignkit.rules.match import found
from alignkit.rules.scores import Points, Step, millionths

DAY = 86_400 * 10**6
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
"""Our own context: enough digits that rounding to a millionth is the same everywhere."""


class Fading:
    """What one event is worth after so many completed days, in millionths; the table grows as it is asked.

    Half-life: points × 2^(−days ÷ half-life). Steps: points × the share of the last step that was reached. Both are
    rounded half to even to a millionth.
    """

    __slots__ = ("_days", "_full", "_left", "_steps", "_table")

    def __init__(self, full: int, half_life: timedelta | None = None, steps: Sequence[Step] = ()) -> None:
        self._full = full
        self._days = half_life.days if half_life is not None else None
        self._table: dict[int, int] = {}
        self._steps = [span.days for span, _ in steps]
        # `round` goes half to even, and exactly, on a fraction
        self._left = [full, *(round(Fraction(full) * share) for _, share in steps)]

    @classmethod
    def of(cls, clause: Points) -> Fading:
        """Return how the points of a clause fade."""
        return cls(millionths(clause.points), clause.half_life, clause.steps)

    @property
    def lasts(self) -> bool:
        """Whether an event is worth the same for ever."""
        return self._days is None and not self._steps

    def after(self, days: int) -> int:
        """Return what is left after that many completed days.

        >>> Fading(20_000_000, timedelta(days=30)).after(30)
        10000000
        """
        if self._days is None:
            return self._left[bisect_right(self._steps, days)] if self._steps else self._full
        if days >= self.ends:
            return 0
        left = self._table.get(days)
        if left is None:
            share = _EXACT.power(Decimal(2), _EXACT.divide(Decimal(-days), Decimal(self._days)))
            left = int(_EXACT.multiply(Decimal(self._full), share).to_integral_value(ROUND_HALF_EVEN))
            self._table[days] = left  # two threads may both get here: they find the same
        return left

    @property
    def ends(self) -> int:
        """From so many completed days on, nothing changes any more: all points have faded by half-lives."""
        if self._days is not None:
            return self._days * 70  # 10**9 points have faded below half a millionth long before 2**-70
        return self._steps[-1] if self._steps else 0

    def changes(self) -> tuple[int, ...]:
        """Return the completed days at which the worth of an event changes, the soonest first; they are finite.

        >>> Fading(1_000_000, steps=[(timedelta(days=30), Fraction(1, 2))]).changes()
        (30,)
        """
        if self._days is None:
            days: Sequence[int] = self._steps
        else:
            days = range(1, self._days * (abs(self._full).bit_length() + 2))
        before, found = self._full, []
        for day in days:
            left = self.after(day)
            if left != before:
                found.append(day)
            before = left
        return tuple(found)


def earned(clause: Points, fading: Fading, events: Sequence[Event], now: int | None) -> list[tuple[int, Event]]:
    """Return the events that count for a clause and what each is worth at `now`, in millionths, before its cap.

    Where only some count, they are those worth most, then the later, then by id; or the first alone, by its instant,
    then by id.
    """
    pattern = clause.each
    if pattern is None:
        return []
    hits = found(pattern, events, now)
    if clause.first_only:
        hits = sorted(hits, key=lambda hit: (hit[0], hit[1].id or "", hit[1].name))[:1]
    worth = [(fading.after((now - at) // DAY) if now is not None else fading.after(0), at, event) for at, event in hits]
    worth.sort(key=lambda item: (-abs(item[0]), -item[1], item[2].id or "", item[2].name))
    return [(points, event) for points, _, event in worth[: clause.count_up_to]]


def capped(clause: Points, total: int) -> int:
    """Return what the events of a clause give after its cap, in millionths.

    >>> from alignkit.rules.predicates import did
    >>> capped(Points(-5, each=did("unsubscribe"), cap=-10), -15_000_000)
    -10000000
    """
    if clause.cap is None:
        return total
    cap = millionths(clause.cap)
    return min(total, cap) if cap > 0 else max(total, cap)
