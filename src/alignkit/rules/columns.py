"""The ratings of many leads, as columns."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from types import NoneType
from typing import TYPE_CHECKING

import attrs

from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.exact import plain
from alignkit.rules.scores import Score

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

SHOWN_ROWS = 20
"""So many leads are shown; the rest is counted."""


@attrs.frozen(slots=True, repr=False, hash=False)
class RatingColumns(Shown):
    """The ratings of many leads, one row each, in the order of the leads; made by `rate_all`.

    Args:
        score: what was counted.
        points: the exact totals.
        band: the highest band that each reaches; None below them all.
        explanation: what gave the points, in words, such as `fit: +60 (employees is at least 50) | interest: +20 (demo
            is true)`: for each score with something to tell, what its clauses gave, and the cap or floor that held.
            None unless it was asked for.

    Raises:
        DocumentError: `wrong-type`; `unequal-length` for columns that are not as long as each other.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.rate_all import rate_all
    >>> from alignkit.rules.scores import Points
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60})
    >>> rate_all(fit, [{"employees": 80}, {"employees": 8}]).to_dict()
    {'points': [60.0, 0.0], 'band': ['A', None]}
    """

    score: Score
    points: list[Decimal]
    band: list[str | None]
    explanation: list[str] | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.score, Score):
            raise DocumentError.at("wrong-type", f"columns of ratings are of a Score, not of {shown(self.score)}")
        columns: dict[str, tuple[object, set[type]]] = {
            "points": (self.points, {Decimal}),
            "band": (self.band, {str, NoneType}),
        }
        if self.explanation is not None:
            columns["explanation"] = (self.explanation, {str})
        for name, (column, kinds) in columns.items():
            if not isinstance(column, list) or not set(map(type, column)) <= kinds:
                raise DocumentError.at("wrong-type", f"{name!r} is a list as `rate_all` makes it, not {shown(column)}")
            if len(column) != len(self.points):
                rows = "1 row" if len(column) == 1 else f"{len(column):,} rows"
                told = f"{name!r} has {rows}, and 'points' has {len(self.points):,}"
                raise DocumentError.at("unequal-length", told)

    def __len__(self) -> int:
        return len(self.points)

    def to_dict(self) -> dict[str, list[float] | list[str | None] | list[str]]:
        """Return the columns by name, as a data frame is built from them: `pandas.DataFrame(ratings.to_dict())`.

        Points are floats here, each the one that prints as the exact points.
        """
        found: dict[str, list[float] | list[str | None] | list[str]] = {
            "points": [float(points) for points in self.points],
            "band": list(self.band),
        }
        if self.explanation is not None:
            found["explanation"] = list(self.explanation)
        return found

    def blocks(self) -> Block:
        """Show how many leads reach each band, and the first rows."""
        from alignkit.display.blocks import Column, Group, Paragraph, Table
        from alignkit.display.size import cut

        count = len(self)
        head = f"{self.score.label}: {count:,} lead{'s' * (count != 1)}"
        if self.score.bands:
            reached = [f"{name} {self.band.count(name):,}" for name, _ in self.score.bands]
            head += f" ({', '.join(reached)}, below {self.band.count(None):,})"
        columns = [Column("lead", align="right"), Column("points", align="right"), Column("band")]
        if self.explanation is not None:
            columns.append(Column("for"))
        shown, more = cut(range(count), SHOWN_ROWS)
        rows = tuple(tuple(self._row(place)) for place in shown)
        return Group((Paragraph(head), Table(tuple(columns), rows, more=more)))

    def _row(self, place: int) -> Iterator[str]:
        yield f"{place + 1:,}"
        yield plain(Fraction(self.points[place]))
        yield self.band[place] or "–"
        if self.explanation is not None:
            yield self.explanation[place]


def columns_made(
    score: Score, points: list[Decimal], band: list[str | None], explanation: list[str] | None
) -> RatingColumns:
    """Return columns that were made right: to look through them again would take a twentieth of `rate_all`."""
    made = object.__new__(RatingColumns)
    for name, value in (("score", score), ("points", points), ("band", band), ("explanation", explanation)):
        object.__setattr__(made, name, value)
    return made
