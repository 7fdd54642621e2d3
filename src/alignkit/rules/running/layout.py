"""How the function of a score counts: sections, units, and numbers that hold points and which clauses gave them.

A `Word` is one whole number for some clauses of a score: above, the points that were won, in units; below, one bit for
each clause that gave them. Adding a clause's weight adds its points and sets its bit, so to note which clauses held
costs nothing extra. A word is kept below 2**30 where it can be, since Python adds such numbers fastest.
"""

from __future__ import annotations

from math import gcd
from typing import NamedTuple

from alignkit.rules.decay import Fading
from alignkit.rules.node import Condition
from alignkit.rules.predicates import Rule
from alignkit.rules.running.write_rule import members, parts_of
from alignkit.rules.scores import Points, Score, millionths

SMALL = 30
"""Bits of a number that Python adds fastest: one digit of its whole numbers."""
LONG = 50
"""A rule of more nodes is not looked through for the one field that it may ask about."""


class Word(NamedTuple):
    """One number for some clauses with `when`.

    Args:
        clauses: their places among all clauses of the score, that of the lowest bit first.
        unit: how many millionths one counts for.
        shift: how many bits stand below the points.
    """

    clauses: tuple[int, ...]
    unit: int
    shift: int

    def weight(self, place: int, points: int) -> int:
        """Return what a clause adds: its points in millionths as units, and its bit.

        >>> Word((4, 7), 500_000, 2).weight(7, 2_500_000)
        22
        """
        return (points // self.unit << self.shift) + (1 << self.clauses.index(place))


class Section(NamedTuple):
    """One score of those that count, with its own clauses and bounds.

    Args:
        score: the score.
        parts: the places of its parts among the sections; they come before it.
        words: its clauses with `when`.
        earning: the places of its clauses over events.
    """

    score: Score
    parts: tuple[int, ...]
    words: tuple[Word, ...]
    earning: tuple[int, ...]


class Layout(NamedTuple):
    """How a score counts.

    Args:
        clauses: all clauses, those of its parts first, in the order in which they were written: (score, clause).
        sections: the score and its parts, the score itself last.
        unit: how many millionths one of its totals counts for: all its points, caps and floors are whole units.
        raised: how many bits stand below the points of totals, too, in a rating: where all words are small enough, they
            are summed up and compared as they are, and taken apart when someone asks (3 %).
    """

    clauses: tuple[tuple[Score, Points], ...]
    sections: tuple[Section, ...]
    unit: int
    raised: int = 0


def lay_out(score: Score) -> Layout:
    """Return how a score counts.

    >>> from alignkit.rules.field import field
    >>> fit = Score("fit", [Points(10, when=field("a") > 1), Points(2.5, when=field("b") > 1)])
    >>> [word.unit for section in lay_out(fit).sections for word in section.words]
    [2500000]
    """
    clauses: list[tuple[Score, Points]] = []
    sections: list[Section] = []
    unit = _unit(score)
    _lay_out(score, unit, clauses, sections)
    return _raised(Layout(tuple(clauses), tuple(sections), unit))


def _raised(layout: Layout) -> Layout:
    """Return a layout whose totals keep the bits of its words, if there is room in a small number."""
    words = [word for section in layout.sections for word in section.words]
    raised = sum((1 << len(word.clauses)) - 1 for word in words).bit_length()  # their bits may add up, but no further
    most = sum(abs(millionths(clause.points)) // layout.unit for _, clause in layout.clauses)
    bounds = [
        bound for section in layout.sections for bound in (section.score.cap, section.score.floor) if bound is not None
    ]
    most += sum(abs(millionths(bound)) // layout.unit for bound in bounds)
    plainly = all(word.unit == layout.unit for word in words) and not any(
        section.earning for section in layout.sections
    )
    if not plainly or raised + most.bit_length() > SMALL:
        return layout
    sections = [
        section._replace(words=tuple(word._replace(shift=raised) for word in section.words))
        for section in layout.sections
    ]
    return layout._replace(sections=tuple(sections), raised=raised)


def _lay_out(score: Score, unit: int, clauses: list[tuple[Score, Points]], sections: list[Section]) -> int:
    parts = tuple([_lay_out(part, unit, clauses, sections) for part in score.parts])
    first = len(clauses)
    clauses.extend((score, clause) for clause in score.points)
    asking = {place: clause for place, clause in enumerate(score.points, first) if clause.when is not None}
    earning = tuple(place for place, clause in enumerate(score.points, first) if clause.when is None)
    sections.append(Section(score, parts, tuple(_words(asking, unit)), earning))
    return len(sections) - 1


def _words(clauses: dict[int, Points], unit: int) -> list[Word]:
    """Divide clauses among words, those about one field side by side: a field's value then is looked at once."""
    by_field: dict[str | None, list[int]] = {}
    for place, clause in clauses.items():
        by_field.setdefault(sole_field(clause.when), []).append(place)
    words: list[Word] = []
    places: list[int] = []
    total = own = 0
    for place in (place for group in by_field.values() for place in group):
        points = abs(millionths(clauses[place].points))
        wider = gcd(own, points) or 1
        if places and len(places) + 1 + ((total + points) // wider).bit_length() > SMALL:
            words.append(_word(places, total, own, unit))
            places, total, own = [], 0, 0
        places.append(place)
        total += points
        own = gcd(own, points)
    if places:
        words.append(_word(places, total, own, unit))
    return words


def _word(places: list[int], total: int, own: int, unit: int) -> Word:
    # in the units of the total, if there is room: it then need not be multiplied
    fits = len(places) + (total // unit).bit_length() <= SMALL
    return Word(tuple(sorted(places)), unit if fits else own or 1, len(places))


def sole_field(rule: Rule | None) -> str | None:
    """Return the one field that a rule asks about; None if there are more, or events or scores."""
    if isinstance(rule, Condition):
        return rule.field
    if rule is None or rule.size > LONG:
        return None
    leaves = [part for part in parts_of([rule]) if not members(part)]
    names = {part.field if isinstance(part, Condition) else None for part in leaves}
    return names.pop() if len(names) == 1 else None


def _unit(score: Score) -> int:
    """Return the largest unit, in millionths, of which all points, caps and floors of a score are multiples."""
    unit, waiting = 0, [score]
    while waiting:
        part = waiting.pop()
        waiting.extend(part.parts)
        for bound in (part.cap, part.floor):
            unit = gcd(unit, 0 if bound is None else millionths(bound))
        for clause in part.points:
            if clause.half_life is not None:
                return 1
            unit = gcd(unit, millionths(clause.points), 0 if clause.cap is None else millionths(clause.cap))
            fading = Fading.of(clause)
            unit = gcd(unit, *(fading.after(span.days) for span, _ in clause.steps))
    return unit or 1
