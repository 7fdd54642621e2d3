"""How the outcomes of members are joined: verdicts of groups, counts of them, two side by side, sums of points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import or_
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.survey import Form, Part
from alignkit.rules.doubt.totals import NOTHING, Tally, Totals

if TYPE_CHECKING:
    from alignkit.rules.doubt.outcomes import Outcomes

Verdicts: TypeAlias = int
"""Which verdicts can be, as the sum of YES, UNKNOWN and NO."""
NO, UNKNOWN, YES = 1, 2, 4
EACH = (NO, UNKNOWN, YES)
Fixed: TypeAlias = Mapping[int, int]
"""What is fixed: the number of a thing that is asked about, and its cell."""
State = TypeVar("State")


class Algebra(NamedTuple, Generic[State]):
    """How the outcomes of members are joined.

    Args:
        unit: the outcome of no member.
        none: what cannot be at all.
        of: gives the outcomes of one member, where some things are fixed, so many fixed before.
        join: gives the outcomes of two members that have nothing in common.
        either: gives the outcomes of one case or of another.
        settled: says whether no further case can tell more.
        told: gives the verdicts that the outcomes of a group amount to.
    """

    unit: State
    none: State
    of: Callable[[Outcomes, Any, Fixed, int], State]
    join: Callable[[State, State], State]
    either: Callable[[State, State], State]
    settled: Callable[[State], bool] = lambda _: False
    told: Callable[[State], Verdicts] = lambda _: 0


def _verdicts(outcomes: Outcomes, part: Part, fixed: Fixed, depth: int) -> Verdicts:
    return outcomes.verdicts(part, fixed, depth)


def _joint(choose: Callable[[int, int], int]) -> Callable[[Verdicts, Verdicts], Verdicts]:
    """Return Kleene's "and" or "or" for sets of verdicts, as a table."""
    table = [
        [sum({choose(a, b) for a in EACH for b in EACH if a & left and b & right}) for right in range(8)]
        for left in range(8)
    ]
    return lambda left, right: table[left][right]


def _is_all(state: Verdicts) -> bool:
    return state == NO | UNKNOWN | YES


def _itself(state: Verdicts) -> Verdicts:
    return state


ALL_OF: Algebra[Verdicts] = Algebra(YES, 0, _verdicts, _joint(min), or_, _is_all, _itself)
"""The verdicts of an `all`."""
ANY_OF: Algebra[Verdicts] = Algebra(NO, 0, _verdicts, _joint(max), or_, _is_all, _itself)
"""The verdicts of an `any`."""

Many: TypeAlias = frozenset[tuple[int, int]]


def counts(needed: int, of: int) -> Algebra[Many]:
    """Return how members are joined of which so many must be YES: how many are, and how many NO, until that settles it.

    >>> algebra = counts(2, 3)
    >>> algebra.told(frozenset([(2, 0), (1, 2), (1, 1)])) == YES | NO | UNKNOWN
    True
    """
    most_no = of - needed + 1

    def join(left: Many, right: Many) -> Many:
        return frozenset((min(a + c, needed), min(b + d, most_no)) for a, b in left for c, d in right)

    def told(state: Many) -> Verdicts:
        return sum({YES if yes >= needed else NO if no >= most_no else UNKNOWN for yes, no in state})

    return Algebra(frozenset(((0, 0),)), frozenset(), _counted, join, or_, told=told)


def _counted(outcomes: Outcomes, part: Part, fixed: Fixed, depth: int) -> Many:
    found = outcomes.verdicts(part, fixed, depth)
    return frozenset((int(verdict == YES), int(verdict == NO)) for verdict in EACH if found & verdict)


def pairs(first: Part, enough: Callable[[Many], bool]) -> Algebra[Many]:
    """Return how two parts, of which `first` is one, stand side by side: pairs of verdicts, until there are enough."""

    def of(outcomes: Outcomes, part: Part, fixed: Fixed, depth: int) -> Many:
        found = outcomes.verdicts(part, fixed, depth)
        verdicts = [verdict for verdict in EACH if found & verdict]
        return frozenset((verdict, 0) if part is first else (0, verdict) for verdict in verdicts)

    def join(left: Many, right: Many) -> Many:
        return frozenset((a + c, b + d) for a, b in left for c, d in right)

    return Algebra(frozenset(((0, 0),)), frozenset(), of, join, or_, enough)


class Item:
    """A clause of a score among what is summed up: its points; or, where `given`, what must be YES."""

    __slots__ = ("given", "part", "points", "reached", "vars")

    def __init__(self, points: int, part: Part, *, given: bool = False) -> None:
        self.points = points
        self.part = part
        self.given = given
        self.vars, self.reached = part.vars, part.reached


Asked: TypeAlias = Part | Item | Tally | Form
"""What can be a member: each has `vars`, what it asks about, and `reached`, what that rests on."""


def _summed(outcomes: Outcomes, item: Item | Tally | Form, fixed: Fixed, depth: int) -> Totals | None:
    if isinstance(item, Form):
        return outcomes.totals(item, fixed, depth)
    if isinstance(item, Tally):
        cell = fixed.get(item.var)
        return item.totals if cell is None else Totals.of(item.at(cell))
    verdicts = outcomes.verdicts(item.part, fixed, depth)
    if item.given:
        return NOTHING if verdicts & YES else None
    return Totals.of(*({item.points} if verdicts & YES else ()), *({0} if verdicts != YES else ()))


def _or(left: Totals | None, right: Totals | None) -> Totals | None:
    return right if left is None else left if right is None else left.either(right)


def sums(effort: Effort) -> Algebra[Totals | None]:
    """Return how the totals of clauses and parts are joined; None where what is given cannot be YES."""

    def plus(left: Totals | None, right: Totals | None) -> Totals | None:
        return None if left is None or right is None else left.plus(right, effort)

    return Algebra(NOTHING, None, _summed, plus, _or)


def algebra_of(needed: int, of: int) -> Algebra[Any]:
    """Return how members are joined of which so many must be YES."""
    if needed == of:
        return ALL_OF
    return ANY_OF if needed == 1 else counts(needed, of)
