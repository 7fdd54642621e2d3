"""Rotate: find who coaches whom, so that nobody meets a partner again before having met all.

The plan is the oldest one there is: both teams stand in two rows, and each round one row moves on by one place (the
circle of a round robin; the smaller team is filled up with empty chairs). In as many rounds as the larger team has
people everybody meets everybody once. Who is away breaks that order; then those whose partner is away, or who may not
meet yet, find another partner, as many as possible (augmenting paths: Berge 1957, Kuhn 1955).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from alignkit.errors import DocumentError, Finding, LimitError, shown
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import listed, raise_faults, try_each
from alignkit.together.rotations import Rotation, Round

MOST_PEOPLE = 100
"""A team has at most this many people in a rotation."""
MOST_ROUNDS = 1_000


def pairs(
    marketing: Iterable[str],
    sales: Iterable[str],
    *,
    rounds: int,
    absent: Mapping[int, Iterable[str]] | None = None,
) -> Rotation:
    """Say who of marketing coaches whom of sales, and the other way round, round by round.

    Nobody meets the same partner again before having met all of the other team. Who was away in the meantime is not
    waited for: a partner who missed a round since the last meeting of two does not keep them from meeting again, and is
    met with the next chance. Of a larger team somebody rests each round; without absences everybody rests equally
    often. The answer depends on the names alone, not on their order, and is the same on every machine: names are
    sorted by their letters' numbers in Unicode.

    Args:
        marketing: the names of one team, each once.
        sales: the names of the other; nobody is in both.
        rounds: how many rounds, 1 to 1,000; a plan of fewer rounds is the beginning of a plan of more.
        absent: who is away, by the number of the round, from 1.

    Raises:
        DocumentError: with every fault: `wrong-type`, `bad-id`, `duplicate-id`, `nobody`, `unknown-person`,
            `bad-rounds`.
        LimitError: `too-many`, over 100 people in a team or 1,000 rounds.

    >>> for round_ in pairs(["Iris", "Daan"], ["Noor", "Bram", "Sven"], rounds=3).rounds:
    ...     print(round_.number, round_.pairs, round_.resting)
    1 (('Daan', 'Bram'), ('Iris', 'Noor')) ('Sven',)
    2 (('Daan', 'Noor'), ('Iris', 'Sven')) ('Bram',)
    3 (('Daan', 'Sven'), ('Iris', 'Bram')) ('Noor',)
    """
    ours, theirs = _names(marketing, "marketing"), _names(sales, "sales")
    both = sorted(set(ours) & set(theirs))
    if both:
        raise DocumentError.at("duplicate-id", f"{shown(both[0])} is named in both teams", path="sales")
    if not isinstance(rounds, int) or isinstance(rounds, bool) or rounds < 1:
        raise DocumentError.at("bad-rounds", f"rounds are a whole number from 1 on, not {shown(rounds)}", path="rounds")
    if rounds > MOST_ROUNDS:
        raise LimitError.at("too-many", f"there are at most {MOST_ROUNDS:,} rounds, not {rounds:,}", path="rounds")
    away = _absent(absent, {*ours, *theirs})
    table = _Met(ours, theirs)
    return Rotation(
        ours, theirs, [table.round(number, away.get(number, frozenset())) for number in range(1, rounds + 1)]
    )


def _names(values: Iterable[str], path: str) -> tuple[str, ...]:
    found = listed(values, f"the people of {path}", path=path)
    if not found:
        raise DocumentError.at("nobody", f"there is nobody in {path}", path=path)
    if len(found) > MOST_PEOPLE:
        text = f"a team has at most {MOST_PEOPLE} people in a rotation, not {len(found):,}"
        raise LimitError.at("too-many", text, path=path)
    faults = try_each(*((f"{path}[{place}]", checked_id, name, "person") for place, name in enumerate(found)))
    raise_faults(faults)
    for place, name in enumerate(found):
        if name in found[:place]:
            faults.append(Finding("duplicate-id", f"{shown(name)} is named twice", f"{path}[{place}]"))
    raise_faults(faults)
    return tuple(sorted(found))


def _absent(given: object, known: set[str]) -> dict[int, frozenset[str]]:
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        text = f'who is absent is told by round, such as {{2: ["Iris"]}}, not {shown(given)}'
        raise DocumentError.at("wrong-type", text, path="absent")
    faults: list[Finding] = []
    found: dict[int, frozenset[str]] = {}
    for number, names in given.items():
        path = f"absent[{number}]" if isinstance(number, int) else "absent"
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            faults.append(Finding("wrong-type", f"a round is a whole number from 1 on, not {shown(number)}", path))
            continue
        away = listed(names, "who is absent", path=path)
        for name in away:
            if not isinstance(name, str) or name not in known:
                near = did_you_mean(name, sorted(known))
                faults.append(Finding("unknown-person", f"there is nobody called {shown(name)}{near}", path))
        found[number] = frozenset(name for name in away if isinstance(name, str))
    raise_faults(faults)
    return found


class _Met:
    """Who met whom so far: `last[i][j]` is the latest round in which two met, 0 for never."""

    __slots__ = ("away", "last", "ours", "theirs")

    def __init__(self, ours: tuple[str, ...], theirs: tuple[str, ...]) -> None:
        self.ours = ours
        self.theirs = theirs
        self.last = [[0] * len(theirs) for _ in ours]
        self.away = dict.fromkeys((*ours, *theirs), 0)  # the latest round that somebody missed

    def round(self, number: int, absent: frozenset[str]) -> Round:
        """Match those who are there, and remember it."""
        for name in absent:
            self.away[name] = number
        ours = [place for place, name in enumerate(self.ours) if name not in absent]
        theirs = [place for place, name in enumerate(self.theirs) if name not in absent]
        chairs = max(len(self.ours), len(self.theirs))
        may = self._open()
        partner: dict[int, int] = {}  # from a place of theirs to one of ours
        for i in ours:
            j = (i + number - 1) % chairs
            if j in theirs and j in may[i]:
                partner[j] = i
        self._fill(partner, ours, theirs, may)
        for j, i in partner.items():
            self.last[i][j] = number
        paired = {self.ours[i] for i in partner.values()} | {self.theirs[j] for j in partner}
        resting = [name for name in (*self.ours, *self.theirs) if name not in paired and name not in absent]
        return Round(number, [(self.ours[i], self.theirs[j]) for j, i in partner.items()], resting, absent)

    def _open(self) -> list[set[int]]:
        """Return for each of ours who of theirs may be met: neither has anybody left whom they could have met since.

        Two last met in some round. Each of the others must have been met in it or later, or have been away later: the
        earliest such round of anybody is what the round of two must not be after. Their own is never the earlier one.
        """
        mine = [self.away[name] - 1 for name in self.ours]
        others = [self.away[name] - 1 for name in self.theirs]
        by_ours = [min(map(max, row, others)) for row in self.last]
        by_theirs = [min(map(max, column, mine)) for column in zip(*self.last, strict=True)]
        return [
            {j for j, since in enumerate(row) if since <= reach and since <= by_theirs[j]}
            for row, reach in zip(self.last, by_ours, strict=True)
        ]

    def _fill(self, partner: dict[int, int], ours: list[int], theirs: list[int], may: list[set[int]]) -> None:
        """Find a partner for as many more as possible, along augmenting paths; nobody who has one loses out."""
        free = [i for i in ours if i not in partner.values()]
        if not free or len(partner) == len(theirs):
            return
        # of several partners the one whom one met longest ago; at a tie by name
        wanted = {
            i: sorted((j for j in theirs if j in may[i]), key=lambda j, i=i: (self.last[i][j], j))  # type: ignore[misc]  # the default ties `i` to this turn of the loop
            for i in ours
        }
        for i in free:
            self._augment(i, partner, wanted)

    def _augment(self, start: int, partner: dict[int, int], wanted: dict[int, list[int]]) -> None:
        """Give `start` a partner, by moving others on where it needs that; breadth first, so no depth matters."""
        came: dict[int, int] = {}  # from a place of theirs to the one of ours who asked first
        waiting = [start]
        for i in waiting:
            for j in wanted[i]:
                if j in came:
                    continue
                came[j] = i
                if j in partner:
                    waiting.append(partner[j])
                    continue
                end: int | None = j
                while end is not None:
                    asked = came[end]
                    before = next((k for k, whose in partner.items() if whose == asked), None)
                    if before is not None:
                        del partner[before]
                    partner[end] = asked
                    end = before
                return
