"""Aim at what a definition is to become: the other verdict, the next band, or a better cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias

from attrs import evolve

from alignkit.history.events import Event
from alignkit.rules.bounds import Outlook
from alignkit.rules.decide import decide
from alignkit.rules.grade import grade
from alignkit.rules.grids import Grid
from alignkit.rules.otherwise.changes import Change, Search
from alignkit.rules.otherwise.circuits import Sum
from alignkit.rules.otherwise.lay_out import Heard, Unheard
from alignkit.rules.otherwise.wire import Wanted, Wiring
from alignkit.rules.predicates import Rule
from alignkit.rules.rate import rate
from alignkit.rules.scores import Score, millionths
from alignkit.rules.verdict import Verdict

Way: TypeAlias = tuple[tuple[Score, int], ...]
"""Scores, and how many millionths each must come to at the least."""


class Aim(NamedTuple):
    """What a definition is to become.

    Args:
        definition: the rule, score or grid.
        words: that, for people.
        verdict: what a rule is to be.
        ways: the ways of which a score or a grid is to go one.
    """

    definition: Rule | Score | Grid
    words: str
    verdict: Verdict | None
    ways: tuple[Way, ...] = ()

    def sums(self, leaves: Unheard | Heard) -> list[Sum]:
        """Return the circuit whose last sum is 1 just if the definition is that."""
        wiring = Wiring(leaves)
        if isinstance(self.definition, Score | Grid):
            return wiring.ending_with(wiring.reaching(self.ways))
        wanted: Wanted = "yes" if self.verdict is Verdict.YES else "no"
        return wiring.ending_with(wiring.gate(self.definition, wanted))

    def reached(
        self, change: Change, lead: Mapping[str, object], events: Sequence[Event] | None, as_of: datetime | None
    ) -> Change | None:
        """Return a change with what it comes to; None if that is not what was aimed at."""
        match self.definition:
            case Score():
                ratings = [rate(self.definition, lead, events, as_of=as_of)]
                told = evolve(change, band=ratings[0].band)
            case Grid():
                found = grade(self.definition, lead, events, as_of=as_of)
                ratings = [found.row, found.column]
                told = evolve(change, cell=found.cell)
            case _:
                return change if decide(self.definition, lead, events, as_of=as_of) is self.verdict else None
        points = {id(rating.score): millionths(rating.points) for rating in ratings}
        return told if any(all(points[id(score)] >= need for score, need in way) for way in self.ways) else None


class _Stand(NamedTuple):
    """Where a score stands among its bands: the band that it is in and the next one, by name and least points."""

    here: tuple[str, int] | None
    above: tuple[str, int] | None


def _stand(score: Score, outlook: Outlook) -> _Stand:
    total = outlook.standing(score).total
    bands = [(name, millionths(least)) for name, least in score.bands]
    return _Stand(
        next((band for band in bands if band[1] <= total), None),
        next((band for band in reversed(bands) if band[1] > total), None),
    )


def aim_at(definition: Rule | Score | Grid, outlook: Outlook) -> Aim | Search:
    """Return what a rule, a score or a grid is to become for a lead; or why there is nothing to become."""
    match definition:
        case Score():
            above = _stand(definition, outlook).above
            if above is None:
                return Search(stopped="It is in the highest band." if definition.bands else "")
            return Aim(definition, f"band {above[0]}", None, (((definition, above[1]),),))
        case Grid():
            return _in_grid(definition, outlook)
        case _:
            target = Verdict.NO if outlook.answer(definition).verdict is Verdict.YES else Verdict.YES
            return Aim(definition, target.name, target)


def _in_grid(grid: Grid, outlook: Outlook) -> Aim | Search:
    rows, columns = _stand(grid.rows, outlook), _stand(grid.columns, outlook)
    better = [(rows.above, columns.here), (rows.here, columns.above)]
    if rows.here is None or columns.here is None:  # into a cell at all
        better = [(rows.here or rows.above, columns.here or columns.above)]
    cells, ways = [], []
    for row, column in better:
        if row is not None and column is not None:
            cells.append(f"{row[0]}{column[0]}")
            ways.append(((grid.rows, row[1]), (grid.columns, column[1])))
    if not ways:
        return Search(stopped="It is in the best cell.")
    return Aim(grid, f"cell {' or '.join(cells)}", None, tuple(ways))
