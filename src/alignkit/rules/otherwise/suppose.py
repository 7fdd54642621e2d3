"""Suppose which events there were, where none were given: what is known once somebody looks them up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain, combinations, islice
from typing import NamedTuple

from alignkit.rules.bounds import fading
from alignkit.rules.otherwise.circuits import ALL, Choice, Option, Table, Term
from alignkit.rules.otherwise.imagine_events import Groups
from alignkit.rules.otherwise.lay_out import MOST_EVENTS, MOST_OPTIONS, Fields, Unheard, Verdicts, worth
from alignkit.rules.predicates import Did, FieldTest
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.verdict import Verdict

MOST_KINDS = 4
"""Of up to so many kinds of events each set is supposed; of more, all, each alone, and all but one."""
_NOW = timedelta()


class Heap(NamedTuple):
    """Events of one kind that there may have been.

    Args:
        kind: the place of the kind among the events that could be.
        number: how many; None for more than enough.
        age: they are older than that, if only just; those of no age are of this instant.
    """

    kind: int
    number: int | None = None
    age: timedelta = _NOW


class Supposed(Unheard):
    """The leaves of a definition where events were not given, and could be looked up.

    They were none; or more than enough of some kinds; or of one kind so many, and so old, that they meet some patterns
    and not others. Each pattern has a choice of its own, all with these options: while the events are free, nothing is
    taken to go together; once they are known, all stand at one option.
    """

    def __init__(self, fields: Fields, groups: Groups) -> None:
        super().__init__(fields)
        self._meant = [[number for number, is_ in enumerate(one.means) if is_] for one in chain(*groups.groups)]
        if not groups.whole:  # where none was found for a pattern there may be one, which is of a kind of its own
            found = set(chain(*self._meant))
            self._meant += [[number] for number in range(len(fields.patterns)) if number not in found]
        self._kinds: dict[Did, list[int]] = {pattern: [] for pattern in fields.patterns}
        for kind, numbers in enumerate(self._meant):
            for pattern in dict.fromkeys(fields.patterns[number] for number in numbers):
                self._kinds[pattern].append(kind)
        self._places = {pattern: len(fields.choices) + place for place, pattern in enumerate(self._kinds)}
        self._options: list[dict[int, Heap]] = [{heap.kind: heap for heap in heaps} for heaps in ((), *self._heaps())]
        options = (Option(None), *(Option(tuple(heaps.values()), changes=1) for heaps in self._options))
        apart = sum(map(len, self._kinds.values())) == len(self._meant)
        sure = groups.whole and apart and not fields.clauses and len(self._meant) <= MOST_KINDS
        choice = Choice("", options, open=True, covers=ALL if sure else 0)
        self.choices: Sequence[Choice] = [*fields.choices, *[choice] * len(self._kinds)]

    def _heaps(self) -> Iterator[tuple[Heap, ...]]:
        """Yield what there may have been, more than enough of all kinds first."""
        kinds = range(len(self._meant))
        sizes: Sequence[int] = range(len(kinds), 0, -1)
        if len(kinds) > MOST_KINDS:
            sizes = (len(kinds), 1, len(kinds) - 1)
        some = (tuple(map(Heap, chosen)) for size in sizes for chosen in combinations(kinds, size))
        fewer = ((heap,) for kind in kinds for heap in self._fewer(kind))
        yield from islice(chain(some, fewer), MOST_OPTIONS)

    def _fewer(self, kind: int) -> Iterator[Heap]:
        """Yield heaps of one kind that meet some of its patterns and not others."""
        asked = [self._fields.patterns[number] for number in self._meant[kind]]
        counts = sorted({pattern.at_least for pattern in asked})
        spans = sorted({pattern.within for pattern in asked if pattern.within is not None})
        if all(pattern.within is not None for pattern in asked):
            spans = spans[:-1]  # beyond them all there is nothing to look up
        for age in (_NOW, *spans):
            for count in (*counts[:-1], None):
                if age or count is not None:
                    yield Heap(kind, count, age)

    def verdicts(self, leaf: FieldTest | Did) -> Verdicts:
        """Return the choice and the leaf's verdict by its options."""
        if not isinstance(leaf, Did):
            return self._fields.verdicts(leaf)
        given = (Verdict.YES if self._is_met(leaf, option) else Verdict.NO for option in self._options)
        return self._places[leaf], (Verdict.UNKNOWN, *given)

    def _is_met(self, pattern: Did, option: dict[int, Heap]) -> bool:
        counts = [heap.number for heap in self._meeting(pattern, option)]
        return None in counts or sum(count or 0 for count in counts) >= pattern.at_least

    def _meeting(self, pattern: Did, option: dict[int, Heap]) -> list[Heap]:
        """Return the heaps of which a pattern means the events."""
        heaps = [option[kind] for kind in self._kinds[pattern] if kind in option]
        return [heap for heap in heaps if pattern.within is None or not heap.age or heap.age < pattern.within]

    def worths(self, clause: Points) -> Term:
        """Return what a clause over events gives, by what is supposed of them."""
        pattern = clause.each
        if pattern is None:
            return 0
        return Table(self._places[pattern], (0, *(self._worth(clause, pattern, option) for option in self._options)))

    def _worth(self, clause: Points, pattern: Did, option: dict[int, Heap]) -> int:
        full = millionths(clause.points)
        enough = max(MOST_EVENTS, -(-self._fields.spread // abs(full))) if full else 0
        meant = self._meeting(pattern, option)
        if not meant:
            return 0
        count = sum(enough if heap.number is None else heap.number for heap in meant)
        return worth(clause, [], fading(clause).after(meant[0].age.days), count)

    def heard(self, score: Score) -> Term:
        """Return 1 where the events that a score asks about are known."""
        if super().heard(score):
            return 1
        return Table(len(self.choices) - 1, (0, *(1 for _ in self._options)))
