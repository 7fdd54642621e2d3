"""The rating of a lead by a score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from alignkit.display.shown import Shown
from alignkit.errors import DocumentError
from alignkit.exact import decimal, plain
from alignkit.instants import micros
from alignkit.rules.scores import MILLION, Points, Score

if TYPE_CHECKING:
    from alignkit.display.blocks import Block
    from alignkit.history.events import Event
    from alignkit.rules.compile import CompiledScore


FIRST_WORD = 4
"""So much stands before the words in what a rating found."""
MOST_BOUNDED = 2_000
"""A rating by a score of more parts is shown without its bounds, which take ten microseconds a part."""
_PLAIN = {str, int, bool, float}


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
    points, rest = divmod(millions, MILLION)
    return Decimal(points) if not rest else decimal(Fraction(millions, MILLION), 6)


class Rating(Shown):
    """How many points a lead has, and what gave them. Made by `rate`; a value of its own: the lead may change later.

    Raises:
        DocumentError: `wrong-type`, if it is called: a rating says what `rate` found.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.rate import rate
    >>> fit = Score("fit", [Points(60, when=field("employees") >= 50), Points(5, when=field("site").is_true())])
    >>> rate(fit, {"employees": 80}).range()
    (Decimal('60'), Decimal('65'))
    """

    __slots__ = ("_found", "score")

    score: Score
    _found: tuple[Any, ...]
    """The total, as the score's layout counts; the band; the events; `as_of`; the words; what clauses over events
    earned, in units; the fields' values."""

    def __init__(self, *_: object, **__: object) -> None:
        raise DocumentError.at("wrong-type", "a Rating is made by rate(score, lead), not by hand")

    @property
    def points(self) -> Decimal:
        """The exact total, after floors and caps."""
        form = self.score._rated  # noqa: SLF001 - the score's own cache
        total = self._found[0] >> form.raised
        try:
            return form.points.known[total]  # type: ignore[no-any-return]  # of the cache
        except KeyError:
            return form.points.find(total)  # type: ignore[no-any-return]  # of the cache

    @property
    def band(self) -> str | None:
        """The highest band that the points reach; None below them all."""
        return self._found[1]  # type: ignore[no-any-return]  # of mixed kinds

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each clause gave, parts first, in the order in which the score was written."""
        return self._form.wording.contributions(self._found)

    @property
    def _form(self) -> CompiledScore:
        return self.score._rated  # type: ignore[no-any-return]  # noqa: SLF001 - the score's own cache

    def range(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the least and the most points over everything unknown; None where nothing bounds them."""
        from alignkit.rules.bounds import Known, bounds

        _, _, events, as_of, *_ = self._found
        least, most = bounds(self.score, Known(self._fields(), events, as_of))
        return (None if least is None else as_points(least), None if most is None else as_points(most))

    def _fields(self) -> dict[str, object]:
        names = self._form.fields
        return dict(zip(names, self._found[len(self._found) - len(names) :], strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Rating):
            return NotImplemented
        if self is other:
            return True
        if self._gave() != other._gave() or self.score != other.score:
            return False
        return self._asked_as(other) or self.range() == other.range()

    def __hash__(self) -> int:
        return hash((self.score, *self._gave()))

    def _asked_as(self, other: Rating) -> bool:
        """Say whether the same was asked, in the same words: then the bounds, which take long, are the same too."""
        _, _, events, as_of, *_ = self._found
        _, _, others, then, *_ = other._found
        at_once = as_of is then or (as_of is not None and then is not None and micros(as_of) == micros(then))
        values, theirs = self._fields().values(), other._fields().values()
        return at_once and events == others and all(map(_alike, values, theirs))

    def _gave(self) -> tuple[object, ...]:
        return self._found[0], self._found[FIRST_WORD : len(self._found) - len(self._form.fields)]

    def __reduce__(self) -> tuple[Any, ...]:
        _, _, events, as_of, *_ = self._found
        return (_again, (self.score, self._fields(), events, as_of))

    def __copy__(self) -> Rating:
        return self

    def __deepcopy__(self, memo: object) -> Rating:
        return self

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
        from alignkit.display.size import MOST_ROWS
        from alignkit.rules.describe import describe_clause, points_words

        head = f"{self.score.label}: {points_words(self.points)}"
        if self.band is not None:
            head += f", band {self.band}"
        head += self._open()
        shown = self._form.wording.contributions(self._found, MOST_ROWS)
        more = len(self._form.layout.clauses) - len(shown)
        rows = tuple((part.score, describe_clause(part.clause), plain(Fraction(part.points))) for part in shown)
        return Group(
            (
                Paragraph(head),
                Table((Column("score"), Column("for"), Column("points", align="right")), rows, more=more),
            )
        )

    def _open(self) -> str:
        """Say between which points the rating lies, if that is not settled; of a huge score that takes too long."""
        if self.score.size > MOST_BOUNDED:
            return " (see `range()` for what unknown fields could change)"
        least, most = self.range()
        if (least, most) == (self.points, self.points):
            return ""
        low = "no limit" if least is None else plain(Fraction(least))
        high = "no limit" if most is None else plain(Fraction(most))
        return f" ({low} to {high} while something is unknown)"


class MadeRating(Rating):
    """A rating as the function of a score makes it: a plain slotted class without a constructor, which it fills in.

    Building a frozen attrs value alone would cost half a rating, a constructor a sixth, `object.__new__` a twentieth.
    """

    __slots__ = ()
    __init__ = object.__init__  # pyright: ignore[reportAssignmentType]  # takes nothing, as it should


def _alike(one: object, other: object) -> bool:
    """Say whether two values are surely the same; a stranger's object is not asked what it is equal to."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return one.compare_total(other) == 0  # a signalling NaN refuses `==`
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    return type(one) in _PLAIN and one == other


def _again(score: Score, lead: dict[str, object], events: Sequence[Event] | None, as_of: datetime | None) -> Rating:
    """Rate again: what a pickle holds is the question."""
    from alignkit.rules.rate import rate

    return rate(score, lead, events, as_of=as_of)
