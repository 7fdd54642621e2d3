"""Find rules that ask the same, whatever their names, order and brackets."""

from __future__ import annotations

from collections.abc import Hashable
from typing import assert_never

from alignkit.rules.node import Condition
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Did, Named, Not, Rule, ScoreCompare
from alignkit.rules.restate import opposite, plainest


class Likeness:
    """Gives each rule a number: one for all rules that ask the same by their form.

    Names do not count, nor do order, brackets and doubles in an `all` or `any`, nor where a `not` stands. Each part is
    looked at once, so the time grows with the size of all rules together. The rules must live as long as this does.

    >>> from alignkit.rules.field import field
    >>> alike = Likeness()
    >>> a, b = field("a") >= 5, field("b").is_true()
    >>> alike.of((a & b).named("x")) == alike.of(~(~b | (field("a") < 5)))
    True
    """

    __slots__ = ("_known", "_numbers")

    def __init__(self) -> None:
        self._known: dict[tuple[int, bool], int] = {}
        self._numbers: dict[Hashable, int] = {}

    def of(self, rule: Rule, *, positive: bool = True) -> int:
        """Return the number of a rule, or of its opposite."""
        found = self._known.get((id(rule), positive))
        if found is None:
            found = self._known[id(rule), positive] = self._number(self._form(rule, positive))
        return found

    def _number(self, form: Hashable) -> int:
        return form if isinstance(form, int) else self._numbers.setdefault(form, len(self._numbers))

    def _form(self, rule: Rule, positive: bool) -> Hashable:  # noqa: FBT001 - the polarity of a rule
        match rule:
            case Named():
                return self.of(rule.rule, positive=positive)
            case Not():
                return self.of(rule.rule, positive=not positive)
            case AllOf() | AnyOf() | AtLeast():
                of = len(rule.rules)
                needed = rule.n if isinstance(rule, AtLeast) else of if isinstance(rule, AllOf) else 1
                return self._group(rule, needed if positive else of - needed + 1, positive)
            case Condition():
                return ("test", plainest(rule) if positive else opposite(plainest(rule)))
            case Did():
                where = None if rule.where is None else self.of(rule.where)
                return ("did", positive, rule.name, rule.at_least, rule.within, where)
            case ScoreCompare():
                return ("score", positive, id(rule.score), rule.op, rule.points)
            case _:
                assert_never(rule)

    def _group(self, rule: AllOf | AnyOf | AtLeast, needed: int, positive: bool) -> Hashable:  # noqa: FBT001 - the same
        of = len(rule.rules)
        if 1 < needed < of:
            return ("at_least", needed, tuple(sorted(self.of(part, positive=positive) for part in rule.rules)))
        every = needed > 1
        numbers = {self.of(part, positive=sign) for part, sign in _members(rule, positive, every)}
        return numbers.pop() if len(numbers) == 1 else ("all" if every else "any", frozenset(numbers))


def _members(rule: AllOf | AnyOf | AtLeast, positive: bool, every: bool) -> list[tuple[Rule, bool]]:  # noqa: FBT001 - two polarities
    """Return what a group joins; a group of its kind, also under a name or a `not`, is taken apart."""
    waiting: list[tuple[Rule, bool]] = [(part, positive) for part in rule.rules]
    found: list[tuple[Rule, bool]] = []
    while waiting:
        part, sign = waiting.pop()
        if isinstance(part, Named):
            waiting.append((part.rule, sign))
        elif isinstance(part, Not):
            waiting.append((part.rule, not sign))
        elif isinstance(part, AllOf | AnyOf) and isinstance(part, AllOf) is (every is sign):
            waiting.extend((inner, sign) for inner in part.rules)
        else:
            found.append((part, sign))
    return found
