"""Rotations: who coaches whom, round by round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.names import did_you_mean
from alignkit.plan.checked import checked_names, listed


def _pairs(values: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found = listed(values, "the pairs of a round", path="pairs")
    for number, pair in enumerate(found):
        if not isinstance(pair, tuple) or len(pair) != 2 or not all(isinstance(name, str) for name in pair):
            text = f"a pair is two names, the one of marketing first, not {shown(pair)}"
            raise DocumentError.at("wrong-type", text, path=f"pairs[{number}]")
    return tuple(sorted(found))


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(checked_names(values, "the names")))


@attrs.frozen(slots=True, repr=False)
class Round:
    """Who meets whom in one round.

    Args:
        number: which round, from 1.
        pairs: who meets whom: the name of marketing, and that of sales; sorted.
        resting: who is there and has nobody to meet, sorted.
        absent: who is not there, sorted.
    """

    number: int
    pairs: tuple[tuple[str, str], ...] = attrs.field(converter=_pairs)
    resting: tuple[str, ...] = attrs.field(default=(), converter=_names)
    absent: tuple[str, ...] = attrs.field(default=(), converter=_names)

    def __repr__(self) -> str:
        return f"<Round {self.number}: {len(self.pairs):,} pairs>"

    def partner(self, person: str) -> str | None:
        """Return whom somebody meets; None for nobody."""
        for first, second in self.pairs:
            if person in (first, second):
                return second if person == first else first
        return None

    def to_dict(self) -> dict[str, object]:
        """Return the round as plain data."""
        return {
            "number": self.number,
            "pairs": [list(pair) for pair in self.pairs],
            "resting": list(self.resting),
            "absent": list(self.absent),
        }


def _rounds(values: Iterable[Round]) -> tuple[Round, ...]:
    return listed(values, "the rounds of a rotation", path="rounds")


@attrs.frozen(slots=True, repr=False)
class Rotation(Shown):
    """Who meets whom, round by round.

    Args:
        marketing: the names of one team, sorted.
        sales: the names of the other, sorted.
        rounds: in order.
    """

    marketing: tuple[str, ...] = attrs.field(converter=_names)
    sales: tuple[str, ...] = attrs.field(converter=_names)
    rounds: tuple[Round, ...] = attrs.field(converter=_rounds)

    @property
    def cycle(self) -> int:
        """In how many rounds everybody meets everybody of the other team, if nobody is absent."""
        return max(len(self.marketing), len(self.sales))

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """How often each two meet; two who never do are there with 0."""
        met = Counter(pair for round_ in self.rounds for pair in round_.pairs)
        return {(first, second): met[first, second] for first in self.marketing for second in self.sales}

    def partners(self, person: str) -> tuple[str | None, ...]:
        """Return whom somebody meets, round by round; None for nobody.

        Raises:
            DocumentError: `unknown-person`, with the nearest name.
        """
        known = (*self.marketing, *self.sales)
        if person not in known:
            text = f"there is nobody called {shown(person)}{did_you_mean(person, known)}"
            raise DocumentError.at("unknown-person", text)
        return tuple(round_.partner(person) for round_ in self.rounds)

    def blocks(self) -> Block:
        """Return the rounds as a table."""
        from alignkit.together.show_rotation import rotation_blocks  # drawing is loaded when something is drawn

        return rotation_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the rotation as plain data."""
        return {
            "alignkit": 1,
            "kind": "rotation",
            "marketing": list(self.marketing),
            "sales": list(self.sales),
            "cycle": self.cycle,
            "rounds": [round_.to_dict() for round_ in self.rounds],
        }
