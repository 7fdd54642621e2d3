"""Weigh what is unknown: which field, once known, settles an answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import chain, product
from math import prod
from typing import NamedTuple

from alignkit.rules.bounds import Outlook
from alignkit.rules.grids import Grid, definitions_in, size_of
from alignkit.rules.otherwise.circuits import Inner, Range, Table, Term, reach
from alignkit.rules.otherwise.imagine_events import Groups, imagine_events
from alignkit.rules.otherwise.lay_out import Fields, Heard
from alignkit.rules.otherwise.nearest import MOST_CONDITIONS, meet
from alignkit.rules.otherwise.suppose import Supposed
from alignkit.rules.otherwise.wire import Wiring
from alignkit.rules.predicates import Rule, ScoreCompare
from alignkit.rules.questions import EVENTS, NO_BAND, NO_CELL, Ask, Power
from alignkit.rules.rating import as_points
from alignkit.rules.scores import Score, millionths
from alignkit.rules.verdict import Verdict
from alignkit.rules.walk import nodes

MOST_ASKED = 100
"""At most so many fields are named."""
MOST_COMPLETIONS = 100
"""So many ways to complete a lead are tried one by one, to leave out fields that change nothing."""
MOST_WORK = 400_000
"""So many terms of sums are added up at the most; fields that are left then are named and not weighed."""


class Posed(NamedTuple):
    """The questions of a definition, and how many more fields could change its answer."""

    asks: tuple[Ask, ...]
    more: int = 0


def weigh(definition: Rule | Score | Grid, outlook: Outlook, fields: Fields | None = None) -> Posed:
    """Return the unknown fields that could change an answer, the most decisive first.

    Args:
        definition: the rule, score or grid.
        outlook: the lead.
        fields: what its fields could be, where that is known already.
    """
    names = unknown_in(definition, outlook)
    if not names:
        return Posed(())
    if size_of(definition) <= MOST_CONDITIONS:
        laid = fields or Fields(definition, outlook)
        leaves: Supposed | Heard = Heard(laid, outlook, Groups([], whole=True))
        if outlook.known.events is None and laid.patterns:
            leaves = Supposed(laid, imagine_events(laid.patterns, outlook.known.as_of, meet))
        asks = _Scales(definition, leaves, set(names)).asks()
        if asks or isinstance(definition, Score | Grid) or outlook.answer(definition).verdict is not Verdict.UNKNOWN:
            return Posed(tuple(asks[:MOST_ASKED]), max(0, len(asks) - MOST_ASKED))
        # else it is open because of a value that could not be imagined, such as a text for a hard pattern
    return Posed(tuple(Ask(name) for name in names[:MOST_ASKED]), max(0, len(names) - MOST_ASKED))


def unknown_in(definition: Rule | Score | Grid, outlook: Outlook) -> tuple[str, ...]:
    """Return the unknown fields that could change a verdict or points, in the order of the definition."""
    return tuple(dict.fromkeys(chain.from_iterable(map(outlook.unknown, definitions_in(definition)))))


class _Scales:
    """One definition for one lead, in which every unknown field is free."""

    def __init__(self, definition: Rule | Score | Grid, leaves: Supposed | Heard, names: Collection[str]) -> None:
        self._leaves = leaves
        self._wiring = Wiring(leaves)
        self._state = [0] * len(leaves.choices)
        # a value may be of a kind that one condition can use and another cannot: then it is open where that matters
        self._free = {
            place for place, choice in enumerate(leaves.choices) if choice.open and self._name(place) in names
        }
        # the events are looked up all at once
        self._places: dict[str, list[int]] = {}
        for place in sorted(self._free):
            self._places.setdefault(self._name(place), []).append(place)
        self._grid = definition if isinstance(definition, Grid) else None
        self._scores: list[Score] = []
        """The scores that are the answer: one, or the two of a grid; none of a rule."""
        self._tops: list[Term] = []
        if isinstance(definition, Score | Grid):
            self._scores = [part for part in definitions_in(definition) if isinstance(part, Score)]
            self._totals = [self._wiring.score(score) for score in self._scores]
        else:
            compared = {id(node.score): node.score for node in nodes(definition) if isinstance(node, ScoreCompare)}
            self._totals = [self._wiring.score(score) for score in compared.values()]
            self._tops = [self._wiring.gate(definition, "yes"), self._wiring.gate(definition, "no")]

    def _name(self, place: int) -> str:
        return self._leaves.choices[place].name or EVENTS

    def asks(self) -> list[Ask]:
        """Return the unknown fields that could change the answer, the most decisive first."""
        ranges = reach(self._wiring.sums, self._state, self._free)
        if self._answer(ranges) is not None:
            return []
        left = MOST_WORK
        size = sum(len(made.tables) + len(made.inner) + 1 for made in self._wiring.sums)
        weighed = []
        for name in dict.fromkeys(map(self._name, sorted(self._moving(ranges)))):
            places = self._places[name]
            left -= size * len(self._leaves.choices[places[0]].options)
            weighed.append((self._ask(places, name) if left >= 0 else Ask(name), places[0]))
        weighed = self._mattering(weighed)
        order: list[Power] = ["either way", "one way", "together", "unweighed"]
        weighed.sort(
            key=lambda pair: (
                order.index(pair[0].power),
                -Fraction(pair[0].settled, max(1, pair[0].classes)),
                -pair[0].points,
                pair[1],
            )
        )
        return [ask for ask, _ in weighed]

    def _mattering(self, weighed: list[tuple[Ask, int]]) -> list[tuple[Ask, int]]:
        """Leave out fields that change nothing, whatever the others are.

        Every completion is tried where they are few; where they are many, all fields stay.
        """
        free = list(self._places.values())
        choices = [self._leaves.choices[places[0]] for places in free]
        options = [range(len(choice.options)) for choice in choices]
        few = prod(map(len, options)) <= MOST_COMPLETIONS and all(choice.covers for choice in choices)
        settled = {answer for ask, _ in weighed for answer in ask.settles}
        # where one field can settle one answer, and another another, each of them changes something
        if not few or (len(settled) > 1 and all(ask.power != "together" for ask, _ in weighed)):
            return weighed
        answers: dict[tuple[int, ...], str | None] = {}
        self._free = set()
        for numbers in product(*options):
            for places, number in zip(free, numbers, strict=True):
                self._set(places, number)
            answers[numbers] = self._answer(reach(self._wiring.sums, self._state, self._free))
        for places in free:
            self._set(places, 0)
        self._free = {place for places in free for place in places}
        idle = set()
        for at, places in enumerate(free):
            if all(answers[*numbers[:at], 0, *numbers[at + 1 :]] == answer for numbers, answer in answers.items()):
                idle.add(places[0])
        return [pair for pair in weighed if pair[1] not in idle]

    def _set(self, places: list[int], number: int) -> None:
        for place in places:
            self._state[place] = number

    def _ask(self, places: list[int], name: str) -> Ask:
        """Return what it is worth to know one field, while the others are free."""
        answers: list[str | None] = []
        ends: list[Range] = []
        self._free.difference_update(places)
        for number, option in enumerate(self._leaves.choices[places[0]].options):
            if number and not option.odd:
                self._set(places, number)
                ranges = reach(self._wiring.sums, self._state, self._free)
                answers.append(self._answer(ranges))
                ends += [self._range(total, ranges) for total in self._totals]
        self._set(places, 0)
        self._free.update(places)
        settled = [answer for answer in answers if answer is not None]
        power: Power = "together" if not settled else "one way" if len(set(settled)) == 1 else "either way"
        return Ask(
            name, power, self._sorted(set(settled)), len(settled), len(answers), as_points(_stake(ends, self._totals))
        )

    def _answer(self, ranges: list[Range]) -> str | None:
        """Return the answer that holds whatever the free fields are; None while it is open."""
        if not self._scores:
            yes, no = (self._range(top, ranges) for top in self._tops)
            return Verdict.YES.name if yes.least else Verdict.NO.name if no.least else None
        bands: list[str | None] = []
        for score, term in zip(self._scores, self._totals, strict=True):
            least, most = (_band(score, total) for total in self._range(term, ranges))
            if self._grid is not None and most == NO_BAND:
                return NO_CELL  # wherever the other score stands
            bands.append(least if least == most else None)
        if None in bands:
            return None
        return "".join(band for band in bands if band is not None)

    def _sorted(self, answers: set[str]) -> tuple[str, ...]:
        if self._grid is not None:
            order = list(self._grid.cells)
        else:
            order = [name for score in self._scores for name, _ in score.bands] or [verdict.name for verdict in Verdict]
        return tuple(
            sorted(answers, key=lambda answer: (order.index(answer) if answer in order else len(order), answer))
        )

    def _range(self, term: Term, ranges: list[Range]) -> Range:
        match term:
            case int():
                return Range(term, term)
            case Table(choice, worth):
                if choice in self._free:
                    return Range(min(worth), max(worth))
                return Range(worth[self._state[choice]], worth[self._state[choice]])
            case Inner(place):
                return ranges[place]

    def _moving(self, ranges: list[Range]) -> set[int]:
        """Return the free choices that an open sum rests on."""
        found: set[int] = set()
        seen: set[int] = set()
        waiting = list(self._tops or self._totals)
        while waiting:
            term = waiting.pop()
            least, most = self._range(term, ranges)
            if least == most:
                continue
            if isinstance(term, Table):
                found.add(term.choice)
            elif isinstance(term, Inner) and term.place not in seen:
                seen.add(term.place)
                waiting += self._below(term.place)
        return found

    def _below(self, place: int) -> Iterator[Term]:
        yield from self._wiring.sums[place].tables
        yield from (Inner(inner) for _, inner in self._wiring.sums[place].inner)


def _band(score: Score, total: int) -> str:
    """Return the band of a total; of a score without bands the points."""
    if not score.bands:
        return str(as_points(total))
    return next((name for name, least in score.bands if total >= millionths(least)), NO_BAND)


def _stake(ends: list[Range], totals: list[Term]) -> int:
    """Return by how much a field moves the least or the most of each score, over all scores."""
    stake = 0
    for number in range(len(totals)):
        own = ends[number :: len(totals)]
        if own:
            stake += max(max(end) - min(end) for end in zip(*own, strict=True))
    return stake
