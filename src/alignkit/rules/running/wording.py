"""What a rating can tell of the numbers that it keeps: points, contributions, an explanation in words.

All of it is looked up in tables that fill as they are asked: to tell of a lead whose like was told before takes one
look-up for each part of a score.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from alignkit.exact import plain
from alignkit.rules.rating import FIRST_WORD, Contribution, as_points
from alignkit.rules.running.layout import Layout, Word
from alignkit.rules.running.table import Table
from alignkit.rules.scores import millionths

if TYPE_CHECKING:
    from alignkit.rules.scores import Score

LONGEST = 200
"""What a clause asks for is told in at most this many letters."""


_T = TypeVar("_T")


class _ByBit(Generic[_T]):
    """What is told of each clause of a word: for its bit, what `tell` says for nothing and for its points, in units."""

    __slots__ = ("_layout", "_pairs", "_tell", "_word")

    def __init__(self, word: Word, layout: Layout, tell: Callable[[int, int], _T]) -> None:
        self._word = word
        self._layout = layout
        self._tell = tell
        self._pairs: list[tuple[_T, _T]] = []

    def of(self, number: int) -> list[_T]:
        """Return what is told for a word."""
        if not self._pairs:  # at first; two threads may both get here, and find the same
            units = (
                millionths(self._layout.clauses[place][1].points) // self._layout.unit for place in self._word.clauses
            )
            clauses = zip(self._word.clauses, units, strict=True)
            self._pairs = [(self._tell(place, 0), self._tell(place, gave)) for place, gave in clauses]
        return [pair[number >> bit & 1] for bit, pair in enumerate(self._pairs)]


class Wording:
    """The tables of a score.

    Args:
        layout: how the score counts.

    Attributes:
        word_texts: for the words of each section, what their clauses gave: ` +10 (employees is at least 50)`.
        earned_texts: the same for each clause over events, by its place.
        notes: for each section, what is told where a bound holds, for its sum before: ` (75 before the cap of 60)`.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        words = [word for section in layout.sections for word in section.words]
        earning = sorted(place for section in layout.sections for place in section.earning)
        self.word_texts = [[Table(self._texts_of(word)) for word in section.words] for section in layout.sections]
        self.earned_texts = {place: Table(partial(self._text, place)) for place in earning}
        self.notes = [Table(partial(self._note, section.score)) for section in layout.sections]
        self._words = [Table(self._contributions_of(word)) for word in words]
        self._earned = {place: Table(partial(self._contribution, place)) for place in earning}
        self._places = [word.clauses for word in words]
        in_order = not earning and all(len(section.words) <= 1 for section in layout.sections)
        self._in_order = tuple(enumerate(self._words, FIRST_WORD)) if in_order else None

    def contributions(self, found: Sequence[Any], most: int | None = None) -> tuple[Contribution, ...]:
        """Return what each clause gave, in the order in which they were written; of a huge score perhaps the first."""
        if self._in_order is not None:
            told: tuple[Contribution, ...] = ()
            for place, table in self._in_order:
                told += table[found[place]]
            return told[:most]
        count = len(self._layout.clauses)
        end = count if most is None else min(most, count)
        by_place: dict[int, Contribution] = {}
        numbers = iter(found[FIRST_WORD:])
        for places, table, number in zip(self._places, self._words, numbers, strict=False):
            if places[0] < end:
                by_place.update(zip(places, table[number], strict=True))
        numbers = iter(found[FIRST_WORD + len(self._words) :])
        for (place, earned), number in zip(self._earned.items(), numbers, strict=False):
            if place < end:
                by_place[place] = earned[number]
        return tuple(by_place[place] for place in range(end))

    def of_section(self, place: int, head: str, number: int) -> tuple[int, str]:
        """Return what the one word of a section comes to: the points, in units, within bounds; all of its text."""
        section = self._layout.sections[place]
        word, score, unit = section.words[0], section.score, self._layout.unit
        found = total = (number >> word.shift) * (word.unit // unit)
        text = self.word_texts[place][0][number]
        if score.cap is not None:
            total = min(total, millionths(score.cap) // unit)
        if score.floor is not None:
            total = max(total, millionths(score.floor) // unit)
        if total != found:
            text += self.notes[place][found]
        return total, text and head + text

    def _note(self, score: Score, total: int) -> str:
        points = as_points(total * self._layout.unit)
        over = score.cap is not None and points > score.cap
        bound = f"cap of {plain(score.cap or 0)}" if over else f"floor of {plain(score.floor or 0)}"
        return f" ({plain(points)} before the {bound})"

    def _texts_of(self, word: Word) -> Callable[[int], str]:
        by_bit = _ByBit(word, self._layout, self._text)
        return lambda number: "".join(by_bit.of(number))

    def _contributions_of(self, word: Word) -> Callable[[int], tuple[Contribution, ...]]:
        by_bit = _ByBit(word, self._layout, self._contribution)
        return lambda number: tuple(by_bit.of(number))

    def _contribution(self, place: int, units: int) -> Contribution:
        score, clause = self._layout.clauses[place]
        return Contribution(score.name, clause, as_points(units * self._layout.unit))

    def _text(self, place: int, units: int) -> str:
        if not units:
            return ""
        from alignkit.rules.describe import describe_clause

        asked = describe_clause(self._layout.clauses[place][1])
        # a text of ASCII takes half the memory, and as it is long, half the time
        asked = asked.replace("“", '"').replace("”", '"')
        asked = asked if len(asked) <= LONGEST else f"{asked[: LONGEST - 3]}..."
        return f" {as_points(units * self._layout.unit):+,f} ({asked})"
