"""What all nodes of a rule share: how they are combined, named, shown, copied, and how large they may grow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn, Self, TypeVar

import attrs

from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import DocumentError, LimitError, RuleError, shown
from alignkit.rules.checked import checked_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alignkit.display.blocks import Block
    from alignkit.rules.predicates import AllOf, AnyOf, Named, Rule
    from alignkit.rules.scores import Score

DEEPEST = 50
"""A rule is nested at most this deep: Python's own parser refuses about twice that."""
LARGEST = 100_000
"""A rule has at most this many conditions, each use of a named rule counted."""


class Predicate(ShownInNotebooks):
    """A node of a rule."""

    __slots__ = ("__weakref__", "_compiled")

    depth: int = 1
    size: int = 1

    # the kinds of nodes are imported where they are made: they are built on this class
    def __and__(self, other: Rule) -> AllOf:
        from alignkit.rules.predicates import AllOf

        return _joined(AllOf, self, other)

    def __or__(self, other: Rule) -> AnyOf:
        from alignkit.rules.predicates import AnyOf

        if getattr(other, "joins_rules", False):  # a pattern over journeys, where `did` may stand: it joins both
            return NotImplemented
        return _joined(AnyOf, self, other)

    def __rand__(self, other: object) -> NoReturn:
        raise refused(other)  # a rule on the left would have joined by itself

    def __ror__(self, other: object) -> NoReturn:
        raise refused(other)

    def __invert__(self) -> Rule:
        from alignkit.rules.predicates import Not

        return self.rule if isinstance(self, Not) else Not(self)

    def named(self, name: str, *, title: str | None = None) -> Named:
        """Give the rule a name, under which people know it and explanations show it.

        >>> from alignkit.rules.field import field
        >>> (field("employees") >= 50).named("ICP fit").name
        'ICP fit'
        """
        from alignkit.rules.predicates import Named

        return Named(name, self, title)

    def __bool__(self) -> bool:
        raise RuleError.at(
            "no-truth-value",
            "a rule has no truth value until it is decided for a lead. Write `a & b` for `a and b`, `a | b` for "
            "`a or b`, `~a` for `not a`, `.between(1, 9)` for `1 <= x <= 9` and `.is_in(...)` for `x in ...`",
        )

    def __repr__(self) -> str:
        from alignkit.rules.spell import shortened

        return shortened(self)  # type: ignore[arg-type]  # every Predicate is a Rule

    def blocks(self) -> Block:
        """Show what the rule asks, in plain words."""
        from alignkit.rules.show import rule_blocks

        return rule_blocks(self)  # type: ignore[arg-type]  # every Predicate is a Rule

    # The compiled form is a private cache, outside equality and hash; a copy or a pickle rebuilds from the definition.
    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), tuple(getattr(self, name) for name in _definition(type(self)))))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


class Condition(Predicate):
    """A rule that asks about one field of a lead: `field` is its name."""

    __slots__ = ()


def _definition(kind: type) -> tuple[str, ...]:
    return tuple(part.name for part in attrs.fields(kind) if part.init)


def _rebuild(kind: type[Any], values: tuple[object, ...]) -> object:
    return kind(**dict(zip(_definition(kind), values, strict=True)))


Group = TypeVar("Group", "AllOf", "AnyOf")


def _joined(kind: type[Group], left: object, right: object) -> Group:
    """Join two rules in one group, flat. The members are not checked again: ten thousand joins must not take long."""
    rules: tuple[Rule, ...] = ()
    depth = size = 1
    for side in (left, right):
        rule = checked_rule(side)
        flat = isinstance(rule, kind)
        rules += rule.rules if isinstance(rule, kind) else (rule,)
        depth = max(depth, rule.depth + (not flat))
        size += rule.size - flat
    made = object.__new__(kind)
    object.__setattr__(made, "rules", rules)
    _limited(made, depth, size)
    return made


def checked_rule(value: object, what: str = "a rule") -> Rule:
    """Return `value` if it is a rule.

    Raises:
        DocumentError: `not-a-rule`, with what to write instead.
    """
    if not isinstance(value, Predicate):
        raise refused(value, what)
    return value  # type: ignore[return-value]  # every Predicate is a Rule


def refused(value: object, what: str = "a rule") -> DocumentError:
    """Return the error for what stands where a rule is due."""
    fitting = _FITTING.get(type(value).__name__, _USUAL)
    return DocumentError.at("not-a-rule", f"{what} is built like field('x') >= 1, not {shown(value)}; {fitting}")


_USUAL = "put each comparison in brackets: (field('x') >= 1) & (field('y') >= 1)"
_FITTING = {
    "Field": "a field alone is no rule: write .is_true(), and put each comparison in brackets",
    "Score": "a score alone is no rule: compare it, such as score >= 70",
    "Points": "points are part of a score: their `when` is the rule",
    "Grid": "a grid alone is no rule: ask for its cells, such as grid.is_in('A1')",
}
"""What to write instead, for what is near a rule and none; by its name, since these classes are built on this file."""


def _limited(node: Predicate | Score, depth: int, size: int) -> None:
    if depth > DEEPEST:
        raise LimitError.at("too-deep", f"a rule is nested at most {DEEPEST} deep; join conditions in one all or any")
    if size > LARGEST:
        raise LimitError.at("too-large", f"a rule has at most {LARGEST} conditions, not {size}")
    object.__setattr__(node, "depth", depth)
    object.__setattr__(node, "size", size)


def record_size(node: Predicate | Score, parts: tuple[Rule | Score, ...]) -> None:
    """Record how deep and how large a node with these parts is.

    Raises:
        LimitError: `too-deep` or `too-large`.
    """
    _limited(node, 1 + max(part.depth for part in parts), 1 + sum(part.size for part in parts))


def record_size_denied(node: Predicate, rule: Rule) -> None:
    """Record how deep and how large the opposite of a rule is: a condition that is denied is one condition.

    So a rule never grows when its `~` are brought down to its conditions.

    Raises:
        LimitError: `too-deep`.
    """
    _limited(node, rule.depth + (not isinstance(rule, Condition)), rule.size)


def checked_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules of a group as a tuple.

    Raises:
        DocumentError: `not-a-rule`, or `empty-group`.
    """
    found = tuple(checked_rule(rule) for rule in checked_list(rules, "the rules of a group"))
    if not found:
        raise DocumentError.at("empty-group", "a group needs at least one rule: an empty `all` would qualify everyone")
    return found
