"""The rating of a lead by a score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from alignkit.display.shown import Shown
from alignkit.exact import decimal, plain
from alignkit.rules.scores import MILLION, Points, Score, millionths

if TYPE_CHECKING:
    from alignkit.display.blocks import Block
    from alignkit.history.events import Event
    from alignkit.rules.compile import Found


@attrs.frozen(slots=True)
class Contribution:
    """What one clause gave.

    Args:
        score: the name of the score that the clause belongs to.
        clause: the clause.
        points: what it gave, before any cap.
    """

    score: str
    clause: Points
    points: Decimal


def as_points(millions: int) -> Decimal:
    """Return millionths as points.

    >>> as_points(72_500_000)
    Decimal('72.5')
    """
    return decimal(Fraction(millions, MILLION), 6)


class Rating(Shown):
    """How many points a lead has. A plain slotted class: building a frozen attrs value alone costs half a rating.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.rate import rate
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50), Points(5, when=field("site").is_true())])
    >>> rate(fit, {"employees": 80}).range()
    (Decimal('60'), Decimal('65'))
    """

    __slots__ = ("_as_of", "_events", "_found", "score")

    def __init__(self, score: Score, found: Found, events: Sequence[Event] | None, as_of: datetime | None) -> None:
        self.score = score
        self._found = found
        self._events = events
        self._as_of = as_of

    @property
    def points(self) -> Decimal:
        """The exact total, after floors and caps."""
        return as_points(self._found[0])

    @property
    def band(self) -> str | None:
        """The highest band that the points reach; None below them all."""
        for name, least in self.score.bands:
            if self._found[0] >= millionths(least):
                return name
        return None

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each clause gave, parts first, in the order in which the score was written."""
        from alignkit.rules.compile import BITS, compiled_score

        _, _, masks, earned = self._found
        bits, amounts = (mask >> i & 1 for mask in masks for i in range(BITS)), iter(earned)
        return tuple(
            Contribution(
                name,
                clause,
                as_points(next(amounts) if clause.when is None else next(bits) * millionths(clause.points)),
            )
            for name, clause in compiled_score(self.score).clauses
        )

    def range(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the least and the most points over everything unknown; None where nothing bounds them."""
        from alignkit.rules.bounds import Known, bounds
        from alignkit.rules.compile import compiled_score

        lead = dict(zip(compiled_score(self.score).fields, self._found[1], strict=True))
        least, most = bounds(self.score, Known(lead, self._events, self._as_of))
        return (None if least is None else as_points(least), None if most is None else as_points(most))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rating):
            return NotImplemented
        return self._state() == other._state()

    def __hash__(self) -> int:
        return hash((self.score, *self._gave()))

    def _state(self) -> tuple[object, ...]:
        return (self.score, *self._gave(), self.range())

    def _gave(self) -> tuple[object, ...]:
        total, _, masks, earned = self._found
        return total, masks, earned

    def to_dict(self) -> dict[str, object]:
        """Return the rating as plain data, version 1."""
        from alignkit.rules.describe import describe_clause

        least, most = self.range()
        return {
            "format": 1,
            "score": self.score.name,
            "points": str(self.points),
            "band": self.band,
            "least": None if least is None else str(least),
            "most": None if most is None else str(most),
            "contributions": [
                {"score": part.score, "clause": describe_clause(part.clause), "points": str(part.points)}
                for part in self.contributions
            ],
        }

    def blocks(self) -> Block:
        """Show the points, the band, and what gave them."""
        from alignkit.display.blocks import Column, Group, Paragraph, Table
        from alignkit.display.size import cut
        from alignkit.rules.describe import describe_clause

        least, most = self.range()
        head = f"{self.score.name}: {plain(Fraction(self.points))} points"
        if self.band is not None:
            head += f", band {self.band}"
        if (least, most) != (self.points, self.points):
            low = "no limit" if least is None else plain(Fraction(least))
            high = "no limit" if most is None else plain(Fraction(most))
            head += f" ({low} to {high} while something is unknown)"
        shown, more = cut(self.contributions)
        rows = tuple((part.score, describe_clause(part.clause), plain(Fraction(part.points))) for part in shown)
        return Group(
            (
                Paragraph(head),
                Table((Column("score"), Column("for"), Column("points", align="right")), rows, more=more),
            )
        )
