"""What clauses over one field add up to, by what its value is: found once, so that it can be written as statements.

For numbers that is a step function, for texts a table, and one sum each for true, false and nothing. It is found by
deciding every clause for a sample of each step and text that it names, so any rule over one field can take part, with
`~`, `&` and `|` inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import zip_longest
from typing import Any, NamedTuple, TypeAlias

from alignkit.rules.constants import kind_of
from alignkit.rules.judge import judge
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    IsTrue,
    Missing,
    Named,
    Not,
    OneOf,
    Rule,
    TextMatch,
)
from alignkit.rules.running.write_rule import members, parts_of
from alignkit.rules.verdict import Verdict, enough

ANY_KIND = frozenset({"text", "truth value", "number", "missing"})

Cut: TypeAlias = tuple[Any, int]
"""Where a step begins: at a number (0) or right above it (1)."""
Step: TypeAlias = tuple[Cut | None, int]
"""Where a step begins, None for the lowest, and what the clauses add up to on it."""


class Weighted(NamedTuple):
    """A rule over one field, and what is added where it is YES."""

    rule: Rule
    weight: int


def answer(rule: Rule, held: object, now: int | None = None) -> Verdict:
    """Decide a rule over one field for a value, slowly; it must equal the generated code."""
    match rule:
        case Not():
            return ~answer(rule.rule, held, now)
        case Named():
            return answer(rule.rule, held, now)
        case AllOf() | AnyOf() | AtLeast():
            verdicts = [answer(part, held, now) for part in rule.rules]
            needed = len(verdicts) if isinstance(rule, AllOf) else rule.n if isinstance(rule, AtLeast) else 1
            return enough(verdicts, needed)
        case _:
            return judge(rule, held, now).verdict  # type: ignore[arg-type]  # a rule over one field has no other leaves


class Sums:
    """What clauses over one field add up to, by what its value is.

    Args:
        clauses: rules over the field, for each of which `joins` holds.

    >>> from alignkit.rules.field import field
    >>> sums = Sums([Weighted(field("a") >= 50, 10), Weighted(~field("a").is_missing(), 1)])
    >>> sums.steps, sums.texts, sums.other_text, sums.nothing
    ([(None, 1), ((50, 0), 11)], {}, 1, 0)
    """

    def __init__(self, clauses: Iterable[Weighted]) -> None:
        self.clauses = list(clauses)
        self.texts: dict[str, int] = {}
        self.text_tests: list[Weighted] = []
        self.other_text = self.true = self.false = self.nothing = lowest = 0
        rises: dict[Cut, int] = {}
        for rule, weight in self.clauses:
            leaves = [part for part in parts_of([rule]) if not members(part)]
            kinds = _kinds(rule)
            if "truth value" in kinds:
                self.true += weight * _holds(rule, True)
                self.false += weight * _holds(rule, False)
            if "missing" in kinds:
                self.nothing += weight * _holds(rule, None)
            if "text" in kinds:
                self._add_texts(rule, weight, leaves)
            before = 0
            for cut, held in _samples(leaves) if "number" in kinds else ():
                now = weight * _holds(rule, held)
                if cut is None:
                    lowest += now
                else:
                    rises[cut] = rises.get(cut, 0) + now - before
                before = now
        self.steps: list[Step] = [(None, lowest)]
        for cut in sorted(rises):
            if rises[cut]:
                self.steps.append((cut, self.steps[-1][1] + rises[cut]))

    def _add_texts(self, rule: Rule, weight: int, leaves: Sequence[Rule]) -> None:
        if any(isinstance(leaf, TextMatch) for leaf in leaves):
            self.text_tests.append(Weighted(rule, weight))
            return
        named = {value for leaf in leaves for value in constants_of(leaf) if isinstance(value, str)}
        usual, held = 0, named
        if not is_list_of_texts(rule):
            other = "x" * (1 + max(map(len, named), default=0))  # a text that is none of these
            usual = weight * _holds(rule, other)
            held = {text for text in named if _holds(rule, text)}
        self.other_text += usual
        for text in named:
            got = weight if text in held else 0
            if got != usual:
                self.texts[text] = self.texts.get(text, 0) + got - usual

    def slowly(self, held: object, now: int | None) -> int:
        """Add up the weights for a value of an unusual class."""
        if type(held) is Decimal and held.is_finite():  # adapters read numbers as decimals
            found = 0
            for cut, total in self.steps:
                if cut is not None and not (held >= cut[0] if cut[1] == 0 else held > cut[0]):
                    break
                found = total
            return found
        return sum(weight for rule, weight in self.clauses if answer(rule, held, now) is Verdict.YES)


def is_list_of_texts(rule: Rule) -> bool:
    """Say whether a rule is a plain list of texts, of which each gives the same."""
    return isinstance(rule, OneOf) and all(isinstance(value, str) for value in rule.values)


def _holds(rule: Rule, held: object) -> bool:
    return answer(rule, held) is Verdict.YES


def _kinds(rule: Rule) -> frozenset[str]:
    """Return the kinds of values for which a rule may be YES."""
    match rule:
        case Named():
            return _kinds(rule.rule)
        case Compare(_, _, value) | Between(_, value):
            return frozenset({kind_of(value)})
        case OneOf(_, values):
            return frozenset({kind_of(values[0])}) if values else frozenset()
        case TextMatch():
            return frozenset({"text"})
        case IsTrue():
            return frozenset({"truth value"})
        case Missing():
            return frozenset({"missing"})
        case _:
            return ANY_KIND


def constants_of(leaf: Rule) -> tuple[object, ...]:
    """Return the constants that a condition names one by one."""
    match leaf:
        case Compare(_, _, value):
            return (value,)
        case OneOf(_, values):
            return values
        case _:
            return ()


def _samples(leaves: Sequence[Rule]) -> Iterator[tuple[Cut | None, object]]:
    """Yield where the steps of a rule over numbers begin, the lowest first, and a number on each step."""
    cuts = sorted({cut for leaf in leaves for cut in _cuts(leaf)})
    # by fractions: the host's decimal context must not change an answer
    yield None, Fraction(cuts[0][0]) - 1 if cuts else 0
    for cut, after in zip_longest(cuts, cuts[1:]):
        number = Fraction(cut[0])
        if cut[1] == 0:
            yield cut, number
        else:
            yield cut, number + 1 if after is None else (number + Fraction(after[0])) / 2


def _cuts(leaf: Rule) -> Iterator[Cut]:
    match leaf:
        case Between(_, low, high):
            yield low, 0
            yield high, 1
        case Compare(_, op, value) if kind_of(value) == "number":
            if op not in {">", "<="}:
                yield value, 0
            if op not in {">=", "<"}:
                yield value, 1
        case OneOf(_, values):
            for value in values:
                if not isinstance(value, str):
                    yield value, 0
                    yield value, 1
        case _:
            pass
