"""Reckon how the parts of a definition can come out together: which verdicts, and which totals.

Members of a group that ask about nothing in common come out independently. Where they have a field in common, each of
its cells is tried, and the members are independent once all that they share is fixed. That is exact. It takes as many
trials as there are combinations of cells of what is shared; where these are too many, members are taken to be
independent: then more seems possible than is, and what is found to be impossible still is.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, TypeVar

from alignkit.rules.doubt.algebras import (
    NO,
    UNKNOWN,
    YES,
    Algebra,
    Asked,
    Fixed,
    Item,
    Many,
    Verdicts,
    algebra_of,
    pairs,
    sums,
)
from alignkit.rules.doubt.effort import SpentError
from alignkit.rules.doubt.ranges import Cells, apart, both, holds, inside, joined, size
from alignkit.rules.doubt.survey import Form, Part, Survey
from alignkit.rules.doubt.totals import NOTHING, Tally, Totals, of_events
from alignkit.rules.scores import Score, millionths

MOST_STEPS = 20_000
"""A group may take so many steps before members that share something are taken to be independent."""
MOST_STEPS_OF_PAIRS = 5_000
"""So many where two members are held against each other, of which there may be many."""
MOST_SHARED = 10
"""So many things are fixed one after the other."""

State = TypeVar("State")


class Outcomes:
    """How the parts of a survey can come out.

    Args:
        survey: what is surveyed.

    >>> from alignkit.rules.field import field
    >>> from alignkit.rules.doubt.effort import Effort
    >>> rule = (field("a") > 5) & (field("b").is_true() | (field("a") < 3)) & ~field("b").is_true()
    >>> survey = Survey((rule,), {}, Effort(1_000))
    >>> Outcomes(survey).of(survey.part(rule)) == UNKNOWN | NO
    True
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._left = 0
        self._sums = sums(survey.effort)
        # by identity: parts and forms live as long as their survey
        self._verdicts: dict[tuple[object, ...], Verdicts] = {}
        self._totals: dict[tuple[int, tuple[tuple[int, int], ...]], Totals] = {}
        self._opened: dict[tuple[int, Totals], Cells] = {}
        self._summed: dict[int, tuple[Totals, list[Asked]]] = {}

    def of(self, part: Part) -> Verdicts:
        """Return the verdicts that a part can come to."""
        if part.free is None:
            if part.var is not None:
                return self.verdicts(part, {}, 0)
            part.free = self._told(part.pooled, part.needed, len(part.members))
        return part.free

    def of_group(self, members: Sequence[Part], needed: int) -> Verdicts:
        """Return the verdicts of a group that is made up of parts, of which so many must be YES."""
        return self._told(members, needed, len(members))

    def _told(self, members: Sequence[Part], needed: int, of: int) -> Verdicts:
        algebra = algebra_of(needed, of)
        return algebra.told(self._ask(members, algebra))

    def alone(self, part: Part) -> Verdicts:
        """Return the verdicts that a group could come to if its members had nothing in common."""
        algebra = algebra_of(part.needed, len(part.members))
        return algebra.told(self._apart(part.members, {}, algebra, 0))

    def ordered(self, left: Part, right: Part) -> tuple[bool, bool]:
        """Say whether a part never comes to more than another, and whether never to less.

        NO is less than UNKNOWN, and that less than YES.
        """
        if left.var is not None and left.var == right.var:
            full = self._open(left.var, {}, 0)
            less = inside(both(left.yes, full), right.yes) and inside(both(right.no, full), left.no)
            return less, inside(both(right.yes, full), left.yes) and inside(both(left.no, full), right.no)
        if left.reached.isdisjoint(right.reached):
            return False, False
        found = self._ask((left, right), pairs(left, _unordered), MOST_STEPS_OF_PAIRS)
        return all(a <= b for a, b in found), all(a >= b for a, b in found)

    def implies(self, narrow: Part, wide: Part) -> bool:
        """Say whether a part is YES wherever another, the narrow one, is."""
        return not _refuted(self._ask((narrow, wide), pairs(narrow, _refuted), MOST_STEPS_OF_PAIRS))

    def totals(self, form: Form, fixed: Fixed | None = None, depth: int = 0) -> Totals:
        """Return the totals that a score can come to, where some things may be fixed."""
        fixed = fixed or {}
        known = tuple((var, cell) for var, cell in sorted(fixed.items()) if var in form.reached)
        found = self._totals.get((id(form), known))
        if found is None:
            found = self._totals[id(form), known] = _held(
                self._sum(form, fixed, depth) if known else self.summed(form), form.score
            )
        return found

    def summed(self, form: Form) -> Totals:
        """Return what the clauses and parts of a score come to, before its cap and its floor."""
        events, items = self._items(form)
        found = self._ask(items, self._sums)
        return events if found is None else events.plus(found)

    def _sum(self, form: Form, fixed: Fixed, depth: int) -> Totals:
        events, items = self._items(form)
        found = self._joint(items, fixed, self._sums, depth)
        return events if found is None else events.plus(found)

    def given(self, form: Form, place: int) -> Totals | None:
        """Return what the rest of a score comes to, before its bounds, where one clause is YES; None if it never is."""
        events, items = self._sum_up(form, without=place)
        found = self._ask([*items, Item(0, form.clauses[place][2], given=True)], self._sums)
        return None if found is None else found.plus(events)

    def comes_to(self, part: Part) -> Totals:
        """Return the totals that the score can come to which a part compares."""
        var = part.var if part.var is not None else -1
        form = self.survey.forms.get(var)
        return self.reach(self.survey.scores[var]) if form is None else self.totals(form)

    def reach(self, score: Score) -> Totals:
        """Return the totals that a score can come to, reckoned by itself."""
        known = self.survey.effort.totals.get(id(score))
        if known is None:
            inner = Survey((score,), self.survey.declared, self.survey.effort)
            known = (score, Outcomes(inner).totals(inner.form(score)))
            self.survey.effort.totals[id(score)] = known
        return known[1]

    def verdicts(self, part: Part, fixed: Fixed, depth: int) -> Verdicts:
        """Return the verdicts that a part can come to where some things are fixed."""
        if part.var is not None:
            cell = fixed.get(part.var)
            if cell is not None:
                return YES if holds(part.yes, cell) else NO if holds(part.no, cell) else UNKNOWN
            if part.free is None:
                full = self._open(part.var, fixed, depth)
                yes, no = size(both(part.yes, full)), size(both(part.no, full))
                found = (YES if yes else 0) | (NO if no else 0) | (UNKNOWN if yes + no < size(full) else 0)
                if part.var in self.survey.scores:
                    return found  # what is fixed may change what the score comes to
                part.free = found
                return found
            return part.free
        if part.reached.isdisjoint(fixed):
            return self.of(part)
        known = (id(part), *((var, cell) for var, cell in fixed.items() if var in part.reached))
        if known not in self._verdicts:
            algebra = algebra_of(part.needed, len(part.members))
            self._verdicts[known] = algebra.told(self._joint(part.pooled, fixed, algebra, depth))
        return self._verdicts[known]

    def _spend(self, steps: int) -> None:
        self.survey.effort.trials -= steps
        self._left -= steps
        if self._left < 0 or self.survey.effort.trials < 0:
            raise SpentError

    def _ask(self, items: Sequence[Asked], algebra: Algebra[State], steps: int = MOST_STEPS) -> State:
        """Return the outcomes of members where nothing is fixed."""
        state = algebra.unit
        for members, shared in self._components(items, {}):
            found = None if shared is None else self._tried(shared, members, algebra, steps)
            state = algebra.join(state, self._apart(members, {}, algebra, 0) if found is None else found[0])
        return state

    def _tried(self, shared: int, members: Sequence[Asked], algebra: Algebra[State], steps: int) -> tuple[State] | None:
        """Return the outcomes of members that share something; None where they take too many steps."""
        before, self._left = self._left, steps
        try:
            return (self._over(shared, members, {}, algebra, 0),)
        except SpentError:
            return None
        finally:
            self._left = before

    def _joint(self, items: Sequence[Asked], fixed: Fixed, algebra: Algebra[State], depth: int) -> State:
        self._spend(2 + len(items))
        state = algebra.unit
        for members, shared in self._components(items, fixed):
            if shared is not None and depth < MOST_SHARED:
                found = self._over(shared, members, fixed, algebra, depth)
            else:
                found = self._apart(members, fixed, algebra, depth)
            state = algebra.join(state, found)
        return state

    def _over(self, shared: int, members: Sequence[Asked], fixed: Fixed, algebra: Algebra[State], depth: int) -> State:  # noqa: PLR0917 - of one step of a recursion
        """Try each cell of what is shared."""
        found = algebra.none
        sets = list(dict.fromkeys(cells for item in members for cells in self._sets(item, shared)))
        self._spend(len(sets))
        for cell in apart(self._open(shared, fixed, depth), sets):
            found = algebra.either(found, self._joint(members, {**fixed, shared: cell}, algebra, depth + 1))
            if algebra.settled(found):
                break
        return found

    def _apart(self, members: Sequence[Asked], fixed: Fixed, algebra: Algebra[State], depth: int) -> State:
        """Join the outcomes of members as if they had nothing in common."""
        state = algebra.unit
        for item in members:
            state = algebra.join(state, algebra.of(self, item, fixed, depth))
        return state

    def _components(self, items: Sequence[Asked], fixed: Fixed) -> list[tuple[Sequence[Asked], int | None]]:
        """Part the items into groups that have nothing in common, each with what to fix first, if anything.

        A score that rules compare stands among the items, as one that shares what its clauses ask about.
        """
        users: dict[int, list[int]] = {}
        for place, item in enumerate(items):
            for var in item.vars:
                if var not in fixed:
                    users.setdefault(var, []).append(place)
        forms = self.survey.forms
        own = {var: place for place, var in enumerate([var for var in users if var in forms], start=len(items))}
        for var, place in own.items():
            users[var].append(place)
            for inner in forms[var].reached:
                if inner not in fixed:
                    users.setdefault(inner, []).append(place)
        shared = {var: places for var, places in users.items() if len(places) > 1}
        if not shared:
            return [(items, None)]
        leader = _led(shared.values())
        groups: dict[int, list[Asked]] = {}
        alone: list[Asked] = []
        for place, item in enumerate(items):
            if place in leader:
                groups.setdefault(_lead(leader, place), []).append(item)
            else:
                alone.append(item)
        first = self._firsts(shared, leader, own)
        found: list[tuple[Sequence[Asked], int | None]] = [(alone, None)] if alone else []
        found += [(group, first.get(lead) if len(group) > 1 else None) for lead, group in groups.items()]
        return found

    def _firsts(self, shared: dict[int, list[int]], leader: dict[int, int], own: dict[int, int]) -> dict[int, int]:
        """Return for each group what most of its members share; a score only where nothing else is shared."""
        best: dict[int, tuple[bool, int, int]] = {}
        for var, places in shared.items():
            is_score = var in self.survey.scores
            count = len(places) - (var in own)  # a score has nothing in common with itself
            if count > 1:
                lead = _lead(leader, places[0])
                rank = (not is_score, count, -var)
                best[lead] = max(best.get(lead, rank), rank)
        return {lead: -rank[2] for lead, rank in best.items()}

    def _open(self, var: int, fixed: Fixed, depth: int) -> Cells:
        """Return the cells that something can stand in: for a score, those that its totals reach."""
        full = self.survey.full[var]
        score = self.survey.scores.get(var)
        if score is None:
            return full
        form = self.survey.forms.get(var)
        totals = self.reach(score) if form is None else self.totals(form, fixed, depth)
        found = self._opened.get((var, totals))
        if found is None:
            found = self._opened[var, totals] = self._reached(var, totals)
        return found

    def _reached(self, var: int, totals: Totals) -> Cells:
        full = self.survey.full[var]
        cuts = self.survey.cuts[var]
        reached = [(len(cuts) + 1, full[1])]  # its events are not given
        if totals.values is not None:
            reached += [(cell, cell + 1) for cell in {bisect_right(cuts, total) for total in totals.values}]
        else:
            low = 0 if totals.least is None else bisect_right(cuts, totals.least)
            high = len(cuts) if totals.most is None else bisect_right(cuts, totals.most)
            reached.append((low, high + 1))
        return joined(reached)

    def _sets(self, item: Any, var: int) -> list[Cells]:  # noqa: ANN401 - any of what can be a member
        """Return the sets of cells that an item tells apart of a thing that is asked about."""
        if isinstance(item, Tally):
            return item.sets if item.var == var else []
        if isinstance(item, Item):
            return self._sets(item.part, var)
        if isinstance(item, Form):
            return [cells for inner in self._items(item)[1] for cells in self._sets(inner, var)]
        known: dict[int, list[Cells]] = item.sets
        if var not in known:
            if item.var == var:
                known[var] = [item.yes, item.no]
            elif var not in item.reached:
                known[var] = []
            elif item.var is not None:
                known[var] = self._sets(self.survey.forms[item.var], var)
            else:
                known[var] = list(dict.fromkeys(cells for part in item.pooled for cells in self._sets(part, var)))
        return known[var]

    def _items(self, form: Form) -> tuple[Totals, list[Asked]]:
        """Return what the events of a score give, and what else is summed up in it."""
        found = self._summed.get(id(form))
        if found is None:
            found = self._summed[id(form)] = self._sum_up(form)
        return found

    def _sum_up(self, form: Form, without: int | None = None) -> tuple[Totals, list[Asked]]:
        events = NOTHING
        for clause in form.score.points:
            if self.survey.yields(clause):
                events = events.plus(of_events(clause))
        items: list[Asked] = []
        by_var: dict[int, list[tuple[int, Cells]]] = {}
        for place, (_, points, part) in enumerate(form.clauses):
            if place == without:
                continue
            if part.var is None or part.var in self.survey.scores:
                items.append(Item(points, part))
            else:
                by_var.setdefault(part.var, []).append((points, part.yes))
        tallies = [Tally(var, self.survey.full[var], clauses) for var, clauses in by_var.items()]
        return events, [*tallies, *items, *form.parts]


def _unordered(found: Many) -> bool:
    return any(a < b for a, b in found) and any(a > b for a, b in found)


def _refuted(found: Many) -> bool:
    return any(a == YES != b for a, b in found)


def _held(totals: Totals, score: Score) -> Totals:
    """Return the totals of a score after its cap and its floor."""
    floor = None if score.floor is None else millionths(score.floor)
    return totals.held(floor, None if score.cap is None else millionths(score.cap))


def _led(groups: Any) -> dict[int, int]:  # noqa: ANN401 - lists of places
    """Join places that stand in one group, and return for each the next one on the way to its leader."""
    leader: dict[int, int] = {}
    for places in groups:
        first = _lead(leader, leader.setdefault(places[0], places[0]))
        for place in places[1:]:
            leader[_lead(leader, leader.setdefault(place, place))] = first
    return leader


def _lead(leader: dict[int, int], place: int) -> int:
    while leader[place] != place:
        leader[place] = leader[leader[place]]
        place = leader[place]
    return place
