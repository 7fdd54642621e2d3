"""Search a circuit for the fewest and nearest changes that make its last sum 1.

Sets of changes are looked at by size, one change first, so the first that serves has the fewest. Among those of one
size the cheapest is kept, and of equally cheap ones the first that the search comes to, in the order of the choices.

What is lacking can only come from a choice that could add to it as things stand: each of these is taken in turn, and
left out when the next one is, so every set that serves is come to once. A set is given up as soon as what is still
free cannot make up for what is lacking: each choice is credited with all that it could add anywhere, and a gate that
needs several changes lends each of them only its share. No set that serves is given up so.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappush, heapreplace
from operator import ge
from typing import NamedTuple, TypeAlias

from alignkit.rules.otherwise.changes import MOST_CHANGES
from alignkit.rules.otherwise.circuits import Choice, Option, Sum

MOST_SETS = 5_000
"""So many sets of changes are looked at."""
MOST_WORK = 400_000
"""So many terms of sums are added up at the most: of a large definition fewer sets are looked at."""

Taken: TypeAlias = "tuple[tuple[int, int], ...]"
"""Which choices are otherwise, and which option each is."""


class Found(NamedTuple):
    """What a search found.

    Args:
        taken: the changes; None where none serves, or none was found.
        sets: how many sets were looked at.
        least: no fewer changes serve; 0 where none serve at all.
        stopped: the search was stopped before all sets of that size were looked at.
        helpful: the choices of which some option adds to a sum.
    """

    taken: Taken | None
    sets: int
    least: int
    stopped: bool = False
    helpful: frozenset[int] = frozenset()


class _Weighed(NamedTuple):
    """All sums, weighed.

    Args:
        lacks: what the last sum lacks to be 1.
        gains: what each free choice could add to it, for every change that it is.
        least: how many changes it takes at the least; 0 where no changes suffice.
        totals: each sum before its bounds.
        values: each sum after them.
    """

    lacks: int
    gains: dict[int, int]
    least: int
    totals: list[int]
    values: list[int]


def search(sums: Sequence[Sum], choices: Sequence[Choice]) -> Found:
    """Return the smallest set of changes that makes the last of these sums 1."""
    looking = _Search(sums, choices)
    helpful = frozenset(choice for choice, options in enumerate(looking.options) if options)
    return looking.run()._replace(helpful=helpful)


class _StoppedError(Exception):
    """The search has looked at as many sets as it may."""


class _Search:
    def __init__(self, sums: Sequence[Sum], choices: Sequence[Choice]) -> None:
        self.sums = list(sums)
        self.choices = choices
        self.state = [0] * len(choices)
        self.free = [True] * len(choices)
        self.sets = 0
        self.size = sum(len(made.tables) + len(made.inner) + 1 for made in self.sums)
        self.left = MOST_WORK
        self.best: tuple[int, Taken] | None = None
        self._uses = _uses(self.sums, len(choices))
        self._above: list[list[tuple[int, int]]] = [[] for _ in self.sums]
        for above, made in enumerate(self.sums):
            for weight, place in made.inner:
                self._above[place].append((weight, above))
        self.options = [_useful(choice, uses) for choice, uses in zip(choices, self._uses, strict=True)]
        self.times = [max((option.changes for _, option in options), default=0) for options in self.options]
        self._tables = [
            [(choice, worth, self._rate(choice, worth), max(worth)) for choice, worth in made.tables]
            for made in self.sums
        ]

    def _rate(self, choice: int, worth: tuple[int, ...]) -> int:
        """Return the most that a choice adds to a sum for each change that it is."""
        return max(
            (-((worth[0] - worth[number]) // option.changes) for number, option in self.options[choice]), default=0
        )

    def run(self) -> Found:
        first = self._weigh()
        if not first.lacks:
            return Found((), 0, 0)
        if not first.least:
            return Found(None, 0, 0)
        most = sum(self.times)
        count = first.least
        try:
            while count <= min(most, MOST_CHANGES) and self.best is None:
                self._descend(count, 0, ())
                count += self.best is None
        except _StoppedError:
            if self.best is None:
                return Found(self._greedy(), self.sets, count, stopped=True)
        if self.best is None:
            return Found(None, self.sets, 0 if count > most else count)
        return Found(self.best[1], self.sets, count)

    def _look(self, work: int) -> None:
        if self.sets >= MOST_SETS or self.left < work:
            raise _StoppedError
        self.sets += 1
        self.left -= work

    def _descend(self, count: int, price: int, taken: Taken) -> None:
        """Look at all sets with so many more changes among the free choices."""
        self._look(self.size)
        weighed = self._weigh()
        if not weighed.least or weighed.least > count:
            return  # it was reached with fewer changes, or cannot be with so many
        free = sorted(weighed.gains)
        for choice, within in zip(free, self._within(free, weighed.gains, count), strict=True):
            if within < weighed.lacks:
                break  # nor can it be with later choices alone
            self.free[choice] = False
            for number, option in self.options[choice]:
                paid = price + option.price
                if option.changes > count or (self.best is not None and paid >= self.best[0]):
                    continue
                self.state[choice] = number
                now = (*taken, (choice, number))
                if option.changes < count:
                    self._descend(count - option.changes, paid, now)
                elif weighed.gains[choice] * option.changes >= weighed.lacks:
                    self._look(8)
                    if self._reaches(choice, weighed):
                        self.best = (paid, now)
            self.state[choice] = 0
        for choice in free:
            self.free[choice] = True

    def _within(self, free: list[int], gains: dict[int, int], count: int) -> list[int]:
        """Return for each free choice the most that so many changes add among it and the later ones."""
        found: list[int] = []
        best: list[int] = []
        total = 0
        for choice in reversed(free):
            gain = gains[choice]
            for _ in range(min(count, self.times[choice])):
                if len(best) < count:
                    heappush(best, gain)
                    total += gain
                elif best[0] < gain:
                    total += gain - heapreplace(best, gain)
            found.append(total)
        return found[::-1]

    def _reaches(self, choice: int, weighed: _Weighed) -> bool:
        """Say whether the last sum is 1, after one choice was changed since all were weighed."""
        more = {place: worth[self.state[choice]] - worth[0] for place, worth in self._uses[choice]}
        last = len(self.sums) - 1
        while more:
            place = min(more)
            total = weighed.totals[place] + more.pop(place)
            value = self.sums[place].settled(total)
            if place == last:
                return value == 1
            if value != weighed.values[place]:
                for weight, above in self._above[place]:
                    more[above] = more.get(above, 0) + weight * (value - weighed.values[place])
        return False

    def _weigh(self) -> _Weighed:
        """Add up all sums, and what the free choices could add to each."""
        totals: list[int] = []
        values: list[int] = []
        peaks: list[int] = []
        gained: list[dict[int, int]] = []
        shares: list[int] = []
        lacks, gains = 0, _NOTHING
        for made, tables in zip(self.sums, self._tables, strict=True):
            total = peak = made.base
            gains = {}
            for choice, worth, rate, most in tables:
                held = worth[self.state[choice]]
                total += held
                if rate > 0 and self.free[choice]:
                    gains[choice] = rate
                    peak += most
                else:
                    peak += held
            for weight, place in made.inner:
                total += weight * values[place]
                peak += weight * peaks[place]
                share = shares[place]
                for choice, gain in gained[place].items():
                    gains[choice] = gains.get(choice, 0) - (-weight * gain // share)
            value, peak = made.settled(total), made.settled(peak)
            totals.append(total)
            values.append(value)
            peaks.append(peak)
            share = 1
            kept = gains
            if peak == value:
                kept = _NOTHING
            elif made.need is not None:  # a gate that needs several changes lends each its share
                share = self._fewest(gains, made.need - total)
                kept = dict.fromkeys(gains, 1) if share else _NOTHING
                peaks[-1] = int(share > 0)
            elif made.most is not None:
                room = made.most - total
                kept = {choice: min(gain, room) for choice, gain in gains.items()}
            gained.append(kept)
            shares.append(share)
            lacks = 0 if made.need is None else made.need - total
        return _Weighed(max(0, lacks), gains, shares[-1] if gained[-1] else 0, totals, values)

    def _fewest(self, gains: dict[int, int], lacks: int) -> int:
        """Return how many changes it takes at the least to add what is lacking; 0 where all together are too few."""
        if gains and max(gains.values()) >= lacks:
            return 1
        count = 0
        for gain, choice in sorted(((gain, choice) for choice, gain in gains.items()), reverse=True):
            times = min(self.times[choice], -(-lacks // gain))
            count += times
            lacks -= times * gain
            if lacks <= 0:
                return count
        return 0

    def _greedy(self) -> Taken | None:
        """Return some set that serves, without what it does not need; not the smallest."""
        self.state = [0] * len(self.choices)
        self.free = [True] * len(self.choices)
        taken: dict[int, int] = {}
        weighed = self._weigh()
        while weighed.lacks:
            if not weighed.gains or len(taken) >= MOST_CHANGES:
                return None
            choice = max(weighed.gains, key=lambda one: (weighed.gains[one], -one))
            self.free[choice] = False
            tried = []
            for number, option in self.options[choice]:
                self.state[choice] = number
                after = self._weigh()
                tried.append((0 if not after.lacks else after.least or MOST_CHANGES, after.lacks, option.price, number))
            taken[choice] = self.state[choice] = min(tried)[-1]
            weighed = self._weigh()
        for choice, number in list(taken.items()):
            self.state[choice] = 0
            if self._weigh().lacks:
                self.state[choice] = number
            else:
                del taken[choice]
        return tuple(sorted(taken.items()))


_NOTHING: dict[int, int] = {}


def _uses(sums: Sequence[Sum], choices: int) -> list[list[tuple[int, tuple[int, ...]]]]:
    """Return for each choice the sums that it stands in, and what it adds there."""
    found: list[list[tuple[int, tuple[int, ...]]]] = [[] for _ in range(choices)]
    for place, made in enumerate(sums):
        for choice, worth in made.tables:
            found[choice].append((place, worth))
    return found


def _useful(choice: Choice, uses: list[tuple[int, tuple[int, ...]]]) -> list[tuple[int, Option]]:
    """Return the options of a choice that are worth looking at, the cheapest first.

    An option that adds nowhere more than a cheaper one of no more changes is never needed: no sum falls when a term of
    it rises.
    """
    kept: list[tuple[int, Option, tuple[int, ...]]] = []
    numbered = sorted(enumerate(choice.options), key=lambda pair: (pair[1].changes, pair[1].price, pair[0]))
    for number, option in numbered:
        worth = tuple(worth[number] for _, worth in uses)
        if not any(all(map(ge, other, worth)) for _, _, other in kept):
            kept.append((number, option, worth))
    return [(number, option) for number, option, _ in kept if number]
