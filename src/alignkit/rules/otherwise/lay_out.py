"""Lay out what could be otherwise about a lead: the values of its fields, and the events that could still come."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations_with_replacement
from math import comb
from typing import TypeAlias

from alignkit.history.events import Event
from alignkit.rules.bounds import Outlook
from alignkit.rules.decay import capped
from alignkit.rules.grids import Grid, definitions_in
from alignkit.rules.judge import judge
from alignkit.rules.node import Condition
from alignkit.rules.otherwise.changes import MOST_CHANGES
from alignkit.rules.otherwise.circuits import ALL, Choice, Option, Table, Term
from alignkit.rules.otherwise.imagine import distance, imagine
from alignkit.rules.otherwise.imagine_events import Coming, Groups
from alignkit.rules.otherwise.imagined import Imagined
from alignkit.rules.predicates import Did, FieldTest, Missing, Rule, ScoreCompare
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.verdict import Verdict
from alignkit.rules.walk import nodes

MOST_EVENTS = MOST_CHANGES
"""At most so many more events of one kind are imagined: each is a change."""
MOST_OPTIONS = 120
"""Events of several kinds that some pattern means alike are combined in at most so many ways."""

# A price tells apart changes that are equally many. It adds up, and each digit group outweighs all after it.
_ODD, _CHANGED, _CAME, _FAR = 10**15, 10**12, 10**9, 10**6

Verdicts: TypeAlias = "tuple[int, tuple[Verdict, ...]]"


class Fields:
    """The fields that a definition asks about, each with the values that it could have."""

    def __init__(self, definition: Rule | Score | Grid, outlook: Outlook) -> None:
        self.choices: list[Choice] = []
        self.patterns: list[Did] = []
        self.clauses: list[Points] = []
        self.spread = 0
        """By how many millionths the points of rules and the thresholds of scores lie apart at the utmost."""
        self._verdicts: dict[int, Verdicts] = {}
        tests: dict[str, list[FieldTest]] = {}
        seen: set[int] = set()
        for node in chain.from_iterable(nodes(part, seen) for part in definitions_in(definition)):
            if isinstance(node, Condition):
                tests.setdefault(node.field, []).append(node)
            elif isinstance(node, Did):
                self.patterns.append(node)
            elif isinstance(node, Points) and node.each is not None:
                self.clauses.append(node)
            elif isinstance(node, Points | ScoreCompare):
                self.spread += abs(millionths(node.points))
            elif isinstance(node, Score):
                self.spread += max((abs(millionths(least)) for _, least in node.bands), default=0)
        for name, asked in tests.items():
            self._add(name, asked, outlook)

    def _add(self, name: str, tests: list[FieldTest], outlook: Outlook) -> None:
        held = outlook.known.lead.get(name)
        now = outlook.now
        imagined, whole = imagine(tests, held, outlook.known)
        present = tuple([outlook.judged(test).verdict for test in tests])
        open_ = any(
            verdict is Verdict.UNKNOWN or (isinstance(test, Missing) and verdict is Verdict.YES)
            for test, verdict in zip(tests, present, strict=True)
        )
        # of the values for which all conditions give the same answers, the nearest
        best: dict[tuple[Verdict, ...], tuple[int, Imagined]] = {}
        for one in imagined:
            verdicts = tuple([judge(test, one.value, now).verdict for test in tests])
            if verdicts != present:
                price = _price(held, one, open_=open_)
                if verdicts not in best or price < best[verdicts][0]:
                    best[verdicts] = (price, one)
        options = [Option(held)]
        options += [Option(one.value, one.words, 1, price, one.odd) for price, one in best.values()]
        place = len(self.choices)
        self.choices.append(Choice(name, tuple(options), open_, ALL if whole else 0))
        for number, test in enumerate(tests):
            self._verdicts[id(test)] = (place, tuple(vector[number] for vector in (present, *best)))

    def verdicts(self, test: FieldTest) -> Verdicts:
        """Return the choice that a condition depends on, and its verdict by the options."""
        return self._verdicts[id(test)]


def _price(held: object, one: Imagined, *, open_: bool) -> int:
    if open_:
        return _ODD * one.odd
    return _ODD * one.odd + _CHANGED + int(_FAR * distance(held, one.value))


class Unheard:
    """The leaves of a definition where events were not given, and stay unknown."""

    def __init__(self, fields: Fields) -> None:
        self.choices: Sequence[Choice] = fields.choices
        self._fields = fields

    def verdicts(self, leaf: FieldTest | Did) -> Verdicts:
        """Return the choice and the leaf's verdict by its options; without events a pattern is UNKNOWN."""
        return (0, (Verdict.UNKNOWN,)) if isinstance(leaf, Did) else self._fields.verdicts(leaf)

    def worths(self, clause: Points) -> Term:
        """Return what a clause over events gives: nothing."""
        del clause
        return 0

    def heard(self, score: Score) -> Term:
        """Return 1 where a score asks about no events."""
        return int(not any(isinstance(node, Did) for node in nodes(score)))


class Heard:
    """The leaves of a definition where events were given, and more could come."""

    def __init__(self, fields: Fields, outlook: Outlook, groups: Groups) -> None:
        self.choices: list[Choice] = list(fields.choices)
        self._fields = fields
        self._outlook = outlook
        self._patterns = {id(pattern): number for number, pattern in enumerate(fields.patterns)}
        self._groups: dict[int, tuple[int, list[Coming]]] = {}
        for events in groups.groups:
            place = len(self.choices)
            self._groups |= {
                number: (place, events)
                for number in range(len(fields.patterns))
                if any(event.means[number] for event in events)
            }
            counts, most = _counts(events, self._useful(place))
            options = [Option(()), *(Option(count, "", sum(count), _CAME * sum(count)) for count in counts)]
            self.choices.append(Choice("", tuple(options), covers=most if groups.whole else 0))
        self.unimagined = not groups.whole and len(self._groups) < len(fields.patterns)
        """Whether there is a pattern for which no event was found, though there may be one."""

    def _useful(self, place: int) -> int:
        """Return how many more events of a group can make a difference at the utmost."""
        here = {number for number, (where, _) in self._groups.items() if where == place}
        most = 0
        for pattern in self._fields.patterns:
            if self._patterns[id(pattern)] in here:
                most = max(most, pattern.at_least - len(self._outlook.hits(pattern)))
        for clause in self._fields.clauses:
            if self._patterns[id(clause.each)] not in here:
                continue
            if clause.first_only:
                most = max(most, 1)
            elif clause.cap is not None and clause.count_up_to is None:
                most = max(most, -(-abs(millionths(clause.cap)) // abs(millionths(clause.points))))
            else:
                most = max(most, clause.count_up_to or MOST_EVENTS)
        return min(most, MOST_EVENTS)

    def verdicts(self, leaf: FieldTest | Did) -> Verdicts:
        """Return the choice and the leaf's verdict by its options."""
        if not isinstance(leaf, Did):
            return self._fields.verdicts(leaf)
        count = len(self._outlook.hits(leaf))
        place, more = self._more(leaf)
        return place, tuple(Verdict.YES if count + new >= leaf.at_least else Verdict.NO for new in more)

    def worths(self, clause: Points) -> Term:
        """Return what a clause over events gives, by how many more come."""
        if clause.each is None:
            return 0
        earned = [points for points, _ in self._outlook.earned(clause)]
        full = millionths(clause.points)
        place, more = self._more(clause.each)
        return Table(place, tuple(worth(clause, earned, full, new) for new in more))

    def heard(self, score: Score) -> Term:
        """Return 1: events were given."""
        del score
        return 1

    def came(self, place: int, option: Option) -> list[tuple[Event, int]]:
        """Return the events of an option, and how many of each."""
        events = next(events for where, events in self._groups.values() if where == place)
        return [(one.event, count) for one, count in zip(events, _vector(option), strict=True) if count]

    def _more(self, pattern: Did) -> tuple[int, list[int]]:
        """Return the choice of a pattern, and by its options how many more events the pattern means."""
        number = self._patterns[id(pattern)]
        place, events = self._groups.get(number, (0, []))
        meant = [event.means[number] for event in events]
        if not meant:
            return 0, [0] * len(self.choices[0].options) if self.choices else [0]
        options: Sequence[Option] = self.choices[place].options
        return place, [
            sum(count for count, is_ in zip(_vector(option), meant, strict=False) if is_) for option in options
        ]


def _vector(option: Option) -> tuple[int, ...]:
    return option.value if isinstance(option.value, tuple) else ()


def worth(clause: Points, earned: list[int], full: int, new: int) -> int:
    """Return what a clause gives when so many new events come beside those that count already, the best first."""
    if clause.first_only:
        return capped(clause, sum(earned) if earned or not new else full)
    kept = earned if clause.count_up_to is None else earned[: max(0, clause.count_up_to - new)]
    count = new if clause.count_up_to is None else min(new, clause.count_up_to)
    return capped(clause, sum(kept) + count * full)


def _counts(events: list[Coming], useful: int) -> tuple[list[tuple[int, ...]], int]:
    """Return how many events of each kind could come, few first; and up to how many in all they are complete."""
    kinds = len(events)
    most = useful * kinds
    while most > 1 and comb(most + kinds, kinds) > MOST_OPTIONS:
        most -= 1
    chosen = chain.from_iterable(combinations_with_replacement(range(kinds), size) for size in range(1, most + 1))
    mixed = [tuple(one.count(kind) for kind in range(kinds)) for one in chosen]
    alone = [
        tuple(number * (place == kind) for place in range(kinds))
        for kind in range(kinds)
        for number in range(most + 1, useful + 1)
    ]
    return sorted([*mixed, *alone], key=sum), ALL if most == useful * kinds else most
