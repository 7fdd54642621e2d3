"""What is worth asking for: the unknown fields that could change an answer, the most decisive first."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import attrs

from alignkit.display.shown import Shown
from alignkit.exact import plain
from alignkit.rules.quote import label_words

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

EVENTS = "(events)"
"""Stands among the unknown fields where events were not given."""

Power = Literal["either way", "one way", "together", "unweighed"]
"""What knowing one field does alone: it can settle the answer either way; one way; not alone; nobody worked it out."""

NO_BAND, NO_CELL = "no band", "no cell"
"""What a lead below all bands stands in: of a score, and of a grid."""

MOST_NAMED = 10
"""So many fields are named in a sentence."""


@attrs.frozen(slots=True)
class Ask:
    """One unknown field, and what it is worth to know it while all others stay unknown.

    A field's values fall into finitely many classes that the definition tells apart. A class settles the answer if it
    is then the same whatever the other unknown fields turn out to be, or if they stay unknown.

    Args:
        field: its name; `(events)` where events were not given.
        power: `either way` if some classes settle the answer one way and others another; `one way` if some settle it
            and all the same way; `together` if none does; `unweighed` where that was not worked out.
        settles: the answers that it can settle: verdicts, or bands.
        settled: how many of its classes settle the answer.
        classes: how many classes its values have.
        points: how many points hang on it at the utmost; 0 where no score is asked.
    """

    field: str
    power: Power = "unweighed"
    settles: tuple[str, ...] = ()
    settled: int = 0
    classes: int = 0
    points: Decimal = Decimal(0)

    @property
    def why(self) -> str:
        """What it is worth to know, in plain words."""
        match self.power:
            case "either way" if self.settled == self.classes:
                return "settles it"
            case "either way" | "one way":
                return f"can settle it: {' or '.join(self.settles)}"
            case "together":
                return "matters together with others"
            case "unweighed":
                return "could change it"

    def to_dict(self) -> dict[str, object]:
        """Return the question as plain data."""
        return {
            "field": self.field,
            "power": self.power,
            "settles": list(self.settles),
            "settled": self.settled,
            "classes": self.classes,
            "points": str(self.points),
        }


@attrs.frozen(slots=True, repr=False)
class Questions(Shown):
    """What to ask for, so that an answer gets settled.

    Args:
        asked: the rule or score in plain words.
        now: the answer so far: a verdict, or points and a band.
        asks: the fields, the most decisive first; empty where nothing that is unknown could change the answer.
        more: how many further fields could.
    """

    asked: str
    now: str
    asks: tuple[Ask, ...] = ()
    more: int = 0

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields, in that order."""
        return tuple(ask.field for ask in self.asks)

    def to_dict(self) -> dict[str, object]:
        """Return the questions as plain data, version 1."""
        return {
            "format": 1,
            "asked": self.asked,
            "now": self.now,
            "ask": [ask.to_dict() for ask in self.asks],
            "more": self.more,
        }

    def blocks(self) -> Block:
        """Show the answer so far, and a line per field."""
        from alignkit.display.blocks import Column, Group, Paragraph, Table

        head = Paragraph(f"{self.asked}: {self.now}.")
        if not self.asks:
            return Group((head, Paragraph("Nothing that is unknown could change that.")))
        columns = [Column("worth asking for"), Column("what it does")]
        rows = [[ask.field, ask.why] for ask in self.asks]
        if any(ask.points for ask in self.asks):
            columns.append(Column("points", align="right"))
            rows = [[*row, plain(Fraction(ask.points), 2)] for row, ask in zip(rows, self.asks, strict=True)]
        return Group((head, Table(columns, rows, more=self.more)))


def worth_asking(names: tuple[str, ...], *, opening: str = "Worth asking for", more: int = 0) -> str:
    """Return a sentence that names what to ask for; `more` is how many are not among the names.

    >>> worth_asking(("employees", "country"))
    'Worth asking for: employees, country.'
    """
    left = max(0, len(names) - MOST_NAMED) + more
    return f"{opening}: {', '.join(map(label_words, names[:MOST_NAMED]))}{f', and {left:,} more' if left else ''}."
