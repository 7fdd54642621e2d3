"""Curves: for each threshold of a score, how many leads qualify, and how many of them were accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple, overload

import attrs

from alignkit.agreement.lists import listed, of_type
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.exact import as_data, plain
from alignkit.periods import Period
from alignkit.rules.scores import Score, checked_points


class CurvePoint(NamedTuple):
    """What one threshold would do.

    Args:
        threshold: so many points, at least.
        qualify: how many leads reach it.
        offered: how many handoffs there were of leads that had so many points when they were offered.
        answered: how many of these were accepted or rejected.
        accepted: how many of these were accepted.
    """

    threshold: int | Decimal
    qualify: int
    offered: int
    answered: int
    accepted: int

    @property
    def acceptance(self) -> Fraction | None:
        """Accepted ÷ answered; None where nothing was answered."""
        return Fraction(self.accepted, self.answered) if self.answered else None

    def to_dict(self) -> dict[str, object]:
        """Return the point as plain data."""
        acceptance = self.acceptance
        return {
            "threshold": plain(self.threshold),
            "qualify": self.qualify,
            "offered": self.offered,
            "answered": self.answered,
            "accepted": self.accepted,
            "acceptance": None if acceptance is None else as_data(acceptance),
        }


def _items(values: Iterable[CurvePoint]) -> tuple[CurvePoint, ...]:
    found: tuple[CurvePoint, ...] = listed(values, CurvePoint, "items")
    for low, high in pairwise(found):
        if high.threshold <= low.threshold:
            raise DocumentError.at("wrong-order", f"thresholds rise: {low.threshold} comes before {high.threshold}")
        # a law, not a hope: who reaches more has reached less
        if any(more < less for more, less in zip(low[1:], high[1:], strict=True)):
            raise DocumentError.at("wrong-order", f"at {high.threshold} points no more may qualify than at less")
    return found


def _points(_: object, __: attrs.Attribute[Any], value: Any) -> None:  # noqa: ANN401 - whatever is given
    if value is not None:
        checked_points(value, "the agreed threshold")


@attrs.frozen(slots=True, repr=False)
class Curve(Shown, Sequence[CurvePoint]):
    """What each threshold of a score would do: a higher one never qualifies more leads.

    Args:
        score: whose points are counted.
        items: the points, by rising threshold.
        leads: how many leads were looked at.
        current: the threshold that is agreed now; None where only a score was given.
        beside: what must hold besides the threshold, in words; blank for nothing.
        strict: whether more points than the threshold are needed, not as many.
        outside: how many answered handoffs were of leads that did not meet what must hold besides.
        boundary: at which stage leads are offered, by its id; None where the funnel hands over none.
        period: when leads must reach the threshold and be offered; None for all time.
        as_of: up to when events count.
    """

    score: Score = attrs.field(validator=of_type(Score))
    items: tuple[CurvePoint, ...] = attrs.field(converter=_items)
    leads: int = attrs.field(validator=of_type(int))
    current: int | Decimal | None = attrs.field(validator=_points)
    beside: str = attrs.field(validator=of_type(str))
    strict: bool = attrs.field(validator=of_type(bool))
    outside: int = attrs.field(validator=of_type(int))
    boundary: str | None = attrs.field(validator=of_type(str, None))
    period: Period | None = attrs.field(validator=of_type(Period, None))
    as_of: datetime = attrs.field(validator=of_type(datetime))

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> CurvePoint: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[CurvePoint, ...]: ...
    def __getitem__(self, index: int | slice) -> CurvePoint | tuple[CurvePoint, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[CurvePoint]:
        return iter(self.items)

    def at(self, threshold: int | Decimal) -> CurvePoint:
        """Return what a threshold of the curve would do.

        Raises:
            DocumentError: `unknown-threshold`, for one that was not asked.
        """
        for point in self.items:
            if point.threshold == threshold:
                return point
        told = ", ".join(plain(point.threshold) for point in self.items[:12])
        raise DocumentError.at("unknown-threshold", f"the curve has no point at {shown(threshold)}; it has {told}")

    @property
    def sentence(self) -> str:
        """What the present threshold does, and what the nearest others would, in one sentence."""
        from alignkit.agreement.show_curve import curve_sentence  # drawing is loaded when something is drawn

        return curve_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, the curve as a picture, and a table."""
        from alignkit.agreement.show_curve import curve_blocks  # drawing is loaded when something is drawn

        return curve_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the curve as plain data; thresholds as text, since they are exact."""
        return {
            "alignkit": 1,
            "kind": "threshold-curve",
            "score": self.score.name,
            "leads": self.leads,
            "current": None if self.current is None else plain(self.current),
            "beside": self.beside,
            "strict": self.strict,
            "outside": self.outside,
            "boundary": self.boundary,
            "period": None if self.period is None else self.period.name,
            "as_of": self.as_of.isoformat(),
            "points": [point.to_dict() for point in self.items],
        }
