"""Survey a definition: what it asks about, each with its cells, and its rules as parts over these.

Static analysis tries a definition on cells instead of leads. Whatever is asked about apart from all else gets a number:
a field of the lead, the events of a name, a score. `outcomes` reckons with the parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, assert_never

from alignkit.rules.compile import asks_events
from alignkit.rules.doubt.domains import Layout, lay_out, on_its_own
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.ranges import Cells, at_least, joined
from alignkit.rules.doubt.signs import events_imply, is_pattern, together
from alignkit.rules.doubt.steps import constants_of
from alignkit.rules.node import Condition
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Did,
    EveryItem,
    FieldTest,
    Named,
    Not,
    Rule,
    ScoreCompare,
    Within,
)
from alignkit.rules.scores import Points, Score, millionths
from alignkit.rules.walk import nodes

if TYPE_CHECKING:
    from alignkit.history.declarations import FieldDeclaration
MOST_BEHIND = 400
"""A score of more conditions is taken as a number of its own inside rules, whatever else they ask."""
MOST_EVENTS = 16
"""Up to so many patterns of one event are taken together."""


class Part:
    """A rule or its opposite: over one thing that is asked about, or of members so many of which must be YES.

    Args:
        rule: the rule.
        positive: whether it is meant, or its opposite.
        needed: how many members must be YES.
        members: the parts inside; none in a condition.
        var: the number of the one thing that is asked about; None for several.
        yes: its cells in which the part is YES.
        no: its cells in which the part is NO.
    """

    __slots__ = (
        "free",
        "members",
        "needed",
        "no",
        "pooled",
        "positive",
        "reached",
        "rule",
        "sets",
        "var",
        "vars",
        "yes",
    )

    def __init__(self, rule: Rule, needed: int, members: Sequence[Part], *, positive: bool) -> None:
        self.rule = rule
        self.positive = positive
        self.needed = needed
        self.members = members
        self.var: int | None = None
        self.yes: Cells = ()
        self.no: Cells = ()
        self.vars: frozenset[int] = frozenset()
        self.reached: frozenset[int] = frozenset()
        self.pooled: Sequence[Part] = members
        self.free: int | None = None
        self.sets: dict[int, list[Cells]] = {}

    def over(self, var: int, yes: Cells, no: Cells, reached: frozenset[int]) -> Part:
        """Let the part ask about one thing alone."""
        self.var, self.yes, self.no = var, yes, no
        self.vars, self.reached = frozenset((var,)), reached
        return self


class Form:
    """A score as static analysis sees it: its clauses and parts.

    Args:
        score: the score.
        clauses: the clauses with a rule, each with its points in millionths.
        parts: the scores inside.
        vars: what its clauses ask about.
        reached: that, and what scores inside their rules ask about.
    """

    __slots__ = ("clauses", "parts", "reached", "score", "vars")

    def __init__(self, score: Score, clauses: Sequence[tuple[Points, int, Part]], parts: Sequence[Form]) -> None:
        self.score = score
        self.clauses = clauses
        self.parts = parts
        inside: list[Part | Form] = [*(part for _, _, part in clauses), *parts]
        self.vars: frozenset[int] = frozenset().union(*(item.vars for item in inside))
        self.reached: frozenset[int] = frozenset().union(*(item.reached for item in inside))


class Survey:
    """What a definition asks about, and its parts.

    Args:
        definitions: rules or scores.
        declared: the field declarations by name.
        effort: what may be spent.

    Raises:
        SpentError: the definitions are larger than the effort that is left.

    >>> from alignkit.rules.field import field
    >>> rule = (field("a") > 5) & (field("a") < 3)
    >>> part = Survey((rule,), {}, Effort(100)).part(rule)
    >>> part.var, part.yes
    (0, ())
    """

    def __init__(
        self, definitions: Sequence[Rule | Score], declared: Mapping[str, FieldDeclaration], effort: Effort
    ) -> None:
        self.effort = effort
        self.declared = declared
        self.full: list[Cells] = []
        self.scores: dict[int, Score] = {}
        """The scores that are compared, by their numbers."""
        self.forms: dict[int, Form] = {}
        """Those of them that are looked into."""
        self.cuts: dict[int, list[int]] = {}
        """The points at which rules tell their totals apart, in millionths, ascending."""
        self._answers: dict[FieldTest | Did, tuple[int, Cells, Cells]] = {}
        self._numbers: dict[int, int] = {}
        self._parts: dict[tuple[int, bool], Part] = {}
        self._collect(definitions)

    def _collect(self, definitions: Sequence[Rule | Score]) -> None:
        tests: dict[str, dict[FieldTest, None]] = {}
        events: dict[str, dict[Did, None]] = {}
        compared: dict[int, tuple[Score, set[int]]] = {}
        seen: set[int] = set()
        for node in (node for definition in definitions for node in nodes(definition, seen)):
            self.effort.spend(2)
            match node:
                case Condition():
                    self.effort.spend(len(constants_of(node)) // 4)
                    tests.setdefault(node.field, {})[node] = None
                case Did():
                    events.setdefault(node.name, {})[node] = None
                case ScoreCompare():
                    compared.setdefault(id(node.score), (node.score, set()))[1].add(_cut(node))
                    if node.score.size > MOST_BEHIND:
                        seen.add(id(node.score))  # not looked into
                case _:
                    pass
        for name, asked in tests.items():
            self._lay_field(list(asked), self.declared.get(name))
        for patterns in events.values():
            self._lay_events(list(patterns))
        for score, cuts in compared.values():
            var = self._number((0, len(cuts) + 1 + self._needs_events(score)))
            self._numbers[id(score)] = var
            self.scores[var] = score
            self.cuts[var] = sorted(cuts)

    def _needs_events(self, score: Score) -> bool:
        known = self.effort.events.get(id(score))
        if known is None:
            known = self.effort.events[id(score)] = (score, asks_events(score))
        return known[1]

    def _number(self, full: Cells) -> int:
        self.full.append(full)
        return len(self.full) - 1

    def _lay_field(self, tests: Sequence[FieldTest], declared: FieldDeclaration | None) -> None:
        layout = lay_out(tests, declared, self.effort)
        if layout is not None:
            self._keep(tests, layout)
            return
        # what is hard to lay out is taken by itself: then more may seem possible than is, never less
        hard = [test for test in tests if _is_hard(test)]
        easy = [test for test in tests if not _is_hard(test)]
        for alone in (easy, *([test] for test in hard)):
            self._keep(alone, lay_out(alone, declared, self.effort) or on_its_own())

    def _keep(self, tests: Sequence[FieldTest] | Sequence[Did], layout: Layout) -> None:
        if not tests:
            return
        var = self._number((0, layout.end))
        self.effort.spend(sum(map(len, layout.answers)))
        for test, (yes, no) in zip(tests, layout.answers, strict=True):
            self._answers[test] = (var, yes, no)

    def _lay_events(self, patterns: Sequence[Did]) -> None:
        signs = together(patterns, events_imply) if len(patterns) <= MOST_EVENTS else None
        if signs is None:
            for pattern in patterns:
                self._lay_events([pattern])
            return
        vain = [self._in_vain(pattern) for pattern in patterns]
        signs = [answer for answer in signs if not any(a and b for a, b in zip(answer, vain, strict=True))]
        answers = []
        # the first cell is that of a lead whose events are not given
        for place in range(len(patterns)):
            yes = joined((i, i + 1) for i, answer in enumerate(signs, start=1) if answer[place])
            no = joined((i, i + 1) for i, answer in enumerate(signs, start=1) if not answer[place])
            answers.append((yes, no))
        self._keep(patterns, Layout(len(signs) + 1, answers))

    def _in_vain(self, pattern: Did) -> bool:
        """Say whether no event can be one that a pattern means."""
        if pattern.where is None:
            return False
        known = self.effort.vain.get(id(pattern.where))
        if known is None:
            from alignkit.rules.doubt.algebras import YES
            from alignkit.rules.doubt.outcomes import Outcomes

            inner = Survey((pattern.where,), {}, self.effort)
            found = not Outcomes(inner).of(inner.part(pattern.where)) & YES
            known = self.effort.vain[id(pattern.where)] = (pattern.where, found)
        return known[1]

    def part(self, rule: Rule, *, positive: bool = True) -> Part:
        """Return a rule of the definition, or its opposite, as a part; each is made once."""
        found = self._parts.get((id(rule), positive))
        if found is None:
            self.effort.spend(2)
            found = self._parts[id(rule), positive] = self._part(rule, positive)
        return found

    def _part(self, rule: Rule, positive: bool) -> Part:  # noqa: FBT001 - the polarity of a rule
        match rule:
            case Not():
                return self._group(rule, 1, [self.part(rule.rule, positive=not positive)], positive)
            case Named():
                return self._group(rule, 1, [self.part(rule.rule, positive=positive)], positive)
            case AllOf() | AnyOf() | AtLeast():
                of = len(rule.rules)
                needed = rule.n if isinstance(rule, AtLeast) else of if isinstance(rule, AllOf) else 1
                members = [self.part(part, positive=positive) for part in rule.rules]
                return self._group(rule, needed if positive else of - needed + 1, members, positive)
            case ScoreCompare():
                return self._compared(rule, positive)
            case Condition() | Did():
                var, yes, no = self._answers[rule]
                made = Part(rule, 1, (), positive=positive)
                return made.over(var, *((yes, no) if positive else (no, yes)), frozenset((var,)))
            case _:
                assert_never(rule)

    def _compared(self, rule: ScoreCompare, positive: bool) -> Part:  # noqa: FBT001 - the polarity of a rule
        var = self._numbers[id(rule.score)]
        cuts = self.cuts[var]
        first = cuts.index(_cut(rule)) + 1
        low, high = (0, first), (first, len(cuts) + 1)
        yes, no = (high, low) if (rule.op in {">=", ">"}) is positive else (low, high)
        reached = {var}
        if rule.score.size <= MOST_BEHIND:
            if var not in self.forms:
                self.forms[var] = self.form(rule.score)
            reached |= self.forms[var].reached
        return Part(rule, 1, (), positive=positive).over(var, yes, no, frozenset(reached))

    def _group(self, rule: Rule, needed: int, members: list[Part], positive: bool) -> Part:  # noqa: FBT001 - the same
        made = joined_part(rule, needed, members, positive=positive)
        self.effort.spend(len(members) + len(made.yes) // 8)
        return made

    def form(self, score: Score) -> Form:
        """Return a score of the definition as static analysis sees it."""
        clauses = [
            (clause, millionths(clause.points), self.part(clause.when))
            for clause in score.points
            if clause.when is not None
        ]
        return Form(score, clauses, [self.form(part) for part in score.parts])

    def yields(self, clause: Points) -> bool:
        """Say whether any event can be one that a clause counts."""
        return clause.each is not None and not self._in_vain(clause.each)


def joined_part(rule: Rule, needed: int, members: Sequence[Part], *, positive: bool = True) -> Part:
    """Return the part that is YES where so many of its members are; over one thing where they all are."""
    made = Part(rule, needed, members, positive=positive)
    var = members[0].var
    if var is not None and all(member.var == var for member in members):
        yes, no = _summed(members, needed)
        return made.over(var, yes, no, members[0].reached)
    made.vars = frozenset().union(*(member.vars for member in members))
    made.reached = frozenset().union(*(member.reached for member in members))
    if needed in {1, len(members)}:
        made.pooled = _pooled(rule, members, every=needed > 1)
    return made


def _pooled(rule: Rule, members: Sequence[Part], *, every: bool) -> Sequence[Part]:
    """Return the members with those over one thing as one part each, which says the same in an `all` or `any`."""
    by_var: dict[int, list[Part]] = {}
    rest = []
    for member in members:
        if member.var is None:
            rest.append(member)
        else:
            by_var.setdefault(member.var, []).append(member)
    if len(by_var) + len(rest) == len(members):
        return members
    pools = [
        group[0] if len(group) == 1 else joined_part(rule, len(group) if every else 1, group)
        for group in by_var.values()
    ]
    return (*pools, *rest)


def _summed(members: Sequence[Part], needed: int) -> tuple[Cells, Cells]:
    if len(members) == 1:
        return members[0].yes, members[0].no
    yes = at_least(needed, [member.yes for member in members])
    return yes, at_least(len(members) - needed + 1, [member.no for member in members])


def _is_hard(test: FieldTest) -> bool:
    return is_pattern(test) or isinstance(test, AnyItem | EveryItem | Within)


def _cut(rule: ScoreCompare) -> int:
    """Return the least total, in millionths, that lies on the upper side of a comparison."""
    return millionths(rule.points) + (rule.op in {">", "<="})
