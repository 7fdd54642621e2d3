"""Wire a rule or a score as a circuit over the choices that a lead leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, TypeAlias, assert_never

from alignkit.rules.node import Condition
from alignkit.rules.operators import OPPOSITE
from alignkit.rules.otherwise.circuits import UNIT, Inner, Sum, Table, Term
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Did, FieldTest, Named, Not, Rule, ScoreCompare
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.verdict import Verdict

Wanted: TypeAlias = Literal["yes", "no", "not yes", "not no"]
"""What a gate is 1 for. UNKNOWN is both of the last two."""

_DENIED: dict[Wanted, Wanted] = {"yes": "no", "no": "yes", "not yes": "not no", "not no": "not yes"}


class Judged(Protocol):
    """Tells what the leaves of a definition are, by the options of the one choice that each depends on."""

    def verdicts(self, leaf: FieldTest | Did) -> tuple[int, tuple[Verdict, ...]]:
        """Return the choice and the leaf's verdict by its options."""
        ...

    def worths(self, clause: Points) -> Term:
        """Return what a clause over events gives, in millionths."""
        ...

    def heard(self, score: Score) -> Term:
        """Return 1 where the events that a score asks about are given."""
        ...


class Wiring:
    """Wires one definition; each part once, however often it stands there."""

    def __init__(self, judged: Judged) -> None:
        self.sums: list[Sum] = []
        self._judged = judged
        self._gates: dict[tuple[int, Wanted], Term] = {}
        self._scores: dict[tuple[int, int], Term] = {}

    def gate(self, rule: Rule, wanted: Wanted = "yes") -> Term:
        """Return the term that is 1 just if the rule is what is wanted, else 0."""
        key = (id(rule), wanted)
        if key not in self._gates:
            self._gates[key] = self._gate(rule, wanted)
        return self._gates[key]

    def all(self, gates: list[tuple[Rule, Wanted]]) -> Term:
        """Return the term that is 1 just if each rule is what is wanted of it."""
        return self._group([self.gate(rule, wanted) for rule, wanted in gates], len(gates))

    def at_least(self, score: Score, need: int) -> Term:
        """Return the term that is 1 just if a score comes to so many millionths, events or none."""
        return self._sum([(1, self.score(score))], Sum(0, (), (), need=need))

    def reaching(self, ways: Sequence[Sequence[tuple[Score, int]]]) -> Term:
        """Return the term that is 1 just if in one of these ways each score comes to so many millionths."""
        terms = [self._group([self.at_least(*reached) for reached in way], len(way)) for way in ways]
        return self._group(terms, 1)

    def ending_with(self, term: Term) -> list[Sum]:
        """Return the sums up to a gate, which is the last of them."""
        if isinstance(term, Inner):
            return self.sums[: term.place + 1]
        return [Sum(term, (), (), need=1) if isinstance(term, int) else Sum(0, (term,), (), need=1)]

    def _gate(self, rule: Rule, wanted: Wanted) -> Term:
        if isinstance(rule, Condition | Did):
            choice, verdicts = self._judged.verdicts(rule)
            return _table(choice, tuple(int(_is(verdict, wanted)) for verdict in verdicts))
        match rule:
            case Named():
                return self.gate(rule.rule, wanted)
            case Not():
                return self.gate(rule.rule, _DENIED[wanted])
            case AllOf() | AnyOf() | AtLeast():
                size = len(rule.rules)
                needed = size if isinstance(rule, AllOf) else 1 if isinstance(rule, AnyOf) else rule.n
                if wanted in {"no", "not yes"}:  # so many may not be that, that too few are left
                    needed = size - needed + 1
                return self._group([self.gate(part, wanted) for part in rule.rules], needed)
            case ScoreCompare():
                return self._compared(rule, wanted)
            case _:
                assert_never(rule)

    def _group(self, parts: list[Term], needed: int) -> Term:
        return self._sum([(UNIT, part) for part in parts], Sum(0, (), (), need=needed * UNIT))

    def _compared(self, rule: ScoreCompare, wanted: Wanted) -> Term:
        op: str = rule.op if wanted in {"yes", "not no"} else OPPOSITE[rule.op]
        sign = 1 if op in {">=", ">"} else -1
        need = sign * millionths(rule.points) + (op in {">", "<"})
        crossed = self._sum([(1, self.score(rule.score, sign))], Sum(0, (), (), need=need))
        heard = self._judged.heard(rule.score)
        if heard == 1:
            return crossed
        if wanted in {"yes", "no"}:
            return self._group([crossed, heard], 2)
        unheard = self._sum([(-1, heard)], Sum(1, (), ()))
        return self._group([crossed, unheard], 1)

    def score(self, score: Score, sign: int = 1) -> Term:
        """Return the term of a score's total in millionths, or of its negative."""
        key = (id(score), sign)
        if key not in self._scores:
            terms: list[tuple[int, Term]] = [(1, self.score(part, sign)) for part in score.parts]
            base = 0
            for clause in score.points:
                points = sign * millionths(clause.points)
                if clause.when is None:
                    terms.append((sign, self._judged.worths(clause)))
                elif points > 0:
                    terms.append((points, self.gate(clause.when, "yes")))
                elif points < 0:  # it takes away unless its rule is not YES
                    base += points
                    terms.append((-points, self.gate(clause.when, "not yes")))
            cap = None if score.cap is None else sign * millionths(score.cap)
            floor = None if score.floor is None else sign * millionths(score.floor)
            least, most = (floor, cap) if sign > 0 else (cap, floor)
            self._scores[key] = self._sum(terms, Sum(base, (), (), least, most))
        return self._scores[key]

    def _sum(self, terms: list[tuple[int, Term]], shape: Sum) -> Term:
        """Return a sum of terms; a number where nothing is open in it, a table where one choice settles it."""
        base = shape.base
        tables: dict[int, list[int]] = {}
        inner: dict[int, int] = {}
        for weight, term in terms:
            match term:
                case int():
                    base += weight * term
                case Table(choice, worth):
                    known = tables.get(choice)
                    if known is None:
                        tables[choice] = [weight * value for value in worth]
                    else:
                        tables[choice] = [old + weight * value for old, value in zip(known, worth, strict=True)]
                case Inner(place):
                    inner[place] = inner.get(place, 0) + weight
                case _:
                    assert_never(term)
        for choice in [choice for choice, added in tables.items() if len(set(added)) == 1]:
            base += tables.pop(choice)[0]
        if not inner and len(tables) <= 1:
            for choice, added in tables.items():
                return _table(choice, tuple([shape.settled(base + value) for value in added]))
            return shape.settled(base)
        listed = tuple(Table(choice, tuple(added)) for choice, added in tables.items())
        self.sums.append(shape._replace(base=base, tables=listed, inner=tuple((w, p) for p, w in inner.items())))
        return Inner(len(self.sums) - 1)


def _table(choice: int, worth: tuple[int, ...]) -> Term:
    return Table(choice, worth) if len(set(worth)) > 1 else worth[0]


def _is(verdict: Verdict, wanted: Wanted) -> bool:
    match wanted:
        case "yes":
            return verdict is Verdict.YES
        case "no":
            return verdict is Verdict.NO
        case "not yes":
            return verdict is not Verdict.YES
        case "not no":
            return verdict is not Verdict.NO
