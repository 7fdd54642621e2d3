"""Write a rule as an expression: one for YES and one for NO; UNKNOWN is what is neither.

Negation is pushed to the leaves. Cheap questions come first: a score is asked for last, and not at all where the fields
have settled the answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from alignkit.rules.node import Condition
from alignkit.rules.operators import OPPOSITE
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Did, Named, Not, Rule, ScoreCompare
from alignkit.rules.running.write_test import Held, write_test
from alignkit.rules.scores import millionths

if TYPE_CHECKING:
    from alignkit.rules.running.source import Source
    from alignkit.rules.scores import Score

Pattern: TypeAlias = tuple[str, int, timedelta | None]
"""What tells apart the events that patterns mean: the name, the identity of `where`, the span."""

FIELDS, EVENTS, SCORES = range(3)
"""What a rule asks for, the cheapest first."""
MANY = 500
"""Where there are more conditions, each is a call of a function of its own: to compile ten thousand of them in place
would take seconds."""
SHORT = 400
"""A part that asks about scores and stands in several places is written in each of them up to so many letters, so that
it is asked where it is needed. Anything longer is computed once, ahead: written again and again, a chain of named rules
would double with each."""


class RuleWriter:
    """Writes the rules of one function, and keeps what they need.

    Args:
        source: the function.
        rules: all rules that will be written.

    Attributes:
        fields: the fields that were asked about, by their place: `v0`, `v1` and so on.
        counts: expressions that stand for how many events of a pattern there were; the caller fills it.
        totals: names that stand for the totals of scores, by identity, in millionths; the caller fills it.
        kept: the fields that hold lists of the caller, which are copied.
        many: whether there are so many conditions that each is a call.
        asks_scores: whether a score was asked for that `totals` does not hold: the function needs a `memo`.
    """

    def __init__(self, source: Source, rules: Iterable[Rule]) -> None:
        self.fields: dict[str, int] = {}
        self.counts: dict[Pattern, str] = {}
        self.totals: dict[int, str] = {}
        self.kept: set[str] = set()
        self.asks_scores = False
        self._source = source
        self._ahead: list[str] = []
        self._shared: dict[tuple[int, bool], str] = {}
        rules = list(rules)
        self._uses = _uses(rules)
        self.many = sum(rule.size for rule in rules) > MANY
        self._costs: dict[int, int] = {}

    def field(self, name: str) -> str:
        """Return the name of a field's value."""
        return f"v{self.fields.setdefault(name, len(self.fields))}"

    def held(self, name: str) -> Held:
        """Return the names of a field's value and of its class."""
        value = self.field(name)
        kind = f"t{value[1:]}"
        return Held(value, kind, f"({kind} := T({value}))")

    def beginning(self) -> list[str]:
        """Return the lines with which the function begins: the fields' values."""
        lines = []
        for name, place in self.fields.items():
            value = f"v{place}"
            lines.append(f"{value} = lead.get({self._source.bind(name)})")
            if name in self.kept:
                copied = f"{self._source.bind(as_it_is_now)}({value})"
                lines.append(f"if {value} is not None and T({value}) is not P: {value} = {copied}")
        return lines

    def ahead(self) -> list[str]:
        """Return, and forget, the lines that must stand before the expressions written so far."""
        lines, self._ahead = self._ahead, []
        return lines

    def rule(self, rule: Rule, positive: bool) -> str:  # noqa: FBT001 - the polarity of a rule
        """Write the expression that is true just if the rule is YES (or, when not positive, NO)."""
        key = (id(rule), positive)
        if key not in self._shared:
            written = self._write(rule, positive)
            if self._uses[id(rule)] < 2 or (self._cost(rule) == SCORES and len(written) <= SHORT):
                return written
            name = f"n{len(self._shared)}"
            self._shared[key] = name
            self._ahead.append(f"{name} = {written}")
        return self._shared[key]

    def _write(self, rule: Rule, positive: bool) -> str:  # noqa: FBT001 - the polarity of a rule
        match rule:
            case Not():
                return self.rule(rule.rule, not positive)
            case Named():
                return self.rule(rule.rule, positive)
            case AllOf() | AnyOf():
                word = " and " if isinstance(rule, AllOf) is positive else " or "
                cheap_first = sorted(rule.rules, key=self._cost)
                return f"({word.join([self.rule(part, positive) for part in cheap_first])})"
            case AtLeast():
                needed = rule.n if positive else len(rule.rules) - rule.n + 1
                parts = "".join([f"{self.rule(part, positive)}, " for part in rule.rules])
                return f"(sum(({parts})) >= {self._source.bind(needed)})"
            case Did():
                count = (
                    f"{self.counts[pattern_of(rule)]} {'>=' if positive else '<'} {self._source.bind(rule.at_least)}"
                )
                return f"(events is not None and {count})"
            case ScoreCompare():
                return self._points(rule, rule.op if positive else OPPOSITE[rule.op])
            case _:
                if not self.many:
                    return write_test(rule, positive, self.held(rule.field), self._source.bind)
                from alignkit.rules.compile import condition_function

                return f"{self._source.bind(condition_function(rule, positive))}({self.field(rule.field)}, now)"

    def _points(self, rule: ScoreCompare, op: str) -> str:
        from alignkit.rules.compile import compiled_score

        test = f"({self._total(rule.score)} {op} {self._source.bind(millionths(rule.points))})"
        return f"(events is not None and {test})" if compiled_score(rule.score).asks_events else test

    def _total(self, score: Score) -> str:
        """Return the expression for a score's total: asked at most once in a call, and only where it is needed."""
        from alignkit.rules.compile import total_of

        known = self.totals.get(id(score))
        if known is not None:
            return known
        self.asks_scores = True
        key = self._source.bind(id(score))
        return f"(memo[{key}] if {key} in memo else {self._source.bind(total_of(score))}(lead, events, now, memo))"

    def _cost(self, rule: Rule) -> int:
        match rule:
            case Condition():
                return FIELDS
            case Did():
                return EVENTS
            case ScoreCompare():
                return SCORES
            case _:
                found = self._costs.get(id(rule))
                if found is None:
                    found = self._costs[id(rule)] = max(self._cost(part) for part in members(rule))
                return found


def as_it_is_now(value: Any) -> object:  # noqa: ANN401 - whatever a lead holds
    """Return a copy of the caller's list or set; any other value as it is."""
    kind = type(value)
    if kind is list:
        return tuple(value)
    return frozenset(value) if kind is set else value


def members(rule: Rule) -> tuple[Rule, ...]:
    """Return the rules of which a rule is made; a score that it asks for is a matter of its own."""
    match rule:
        case AllOf() | AnyOf() | AtLeast():
            return rule.rules
        case Not() | Named():
            return (rule.rule,)
        case _:
            return ()


def parts_of(rules: Iterable[Rule]) -> list[Rule]:
    """Return rules and all that is inside them, each once; not what stands in scores and in the `where` of events."""
    rules = list(rules)
    if len(rules) == 1 and isinstance(rules[0], Condition):
        return rules
    seen: dict[int, Rule] = {}
    waiting = rules
    while waiting:
        rule = waiting.pop()
        if id(rule) not in seen:
            seen[id(rule)] = rule
            waiting.extend(members(rule))
    return list(seen.values())


def patterns_in(rules: Iterable[Rule]) -> list[Did]:
    """Return the patterns over events that rules ask about, one for each kind of events."""
    found = {pattern_of(part): part for part in parts_of(rules) if isinstance(part, Did)}
    return list(found.values())


def pattern_of(did: Did) -> Pattern:
    """Return what tells a pattern from others, however many of its events it takes."""
    return (did.name, id(did.where), did.within)


def _uses(rules: Iterable[Rule]) -> Counter[int]:
    """Count how often each part stands in rules; a part inside a shared part counts once."""
    rules = list(rules)
    uses = Counter(id(rule) for rule in rules)
    for part in parts_of(rules):
        uses.update(id(rule) for rule in members(part))
    return uses
