"""The nodes of a rule: a closed union, composed with `&`, `|` and `~`.

A rule is data. What it means is told by the verbs (`decide`, `explain`), each one `match` over this union.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

import attrs

from alignkit.errors import DocumentError, LimitError, RuleError, shown
from alignkit.money import Money
from alignkit.names import checked_id
from alignkit.rules.constants import Constant, constant, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alignkit.rules.scores import Score

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
TextOperator = Literal["contains", "starts_with", "ends_with"]

DEEPEST = 50
"""A rule is nested at most this deep: Python's own parser refuses about twice that."""
LARGEST = 100_000
"""A rule has at most this many conditions, each use of a named rule counted."""


class Predicate:
    """What all nodes of a rule share: how they are combined, named, shown and copied."""

    __slots__ = ("__weakref__", "_compiled")

    depth: int = 1
    size: int = 1

    def __and__(self, other: Rule) -> AllOf:
        return AllOf((*_members(AllOf, self), *_members(AllOf, other)))

    def __or__(self, other: Rule) -> AnyOf:
        return AnyOf((*_members(AnyOf, self), *_members(AnyOf, other)))

    def __invert__(self) -> Rule:
        return self.rule if isinstance(self, Not) else Not(self)

    def named(self, name: str) -> Named:
        """Give the rule a name, under which people know it and explanations show it.

        >>> from alignkit.rules.field import field
        >>> (field("employees") >= 50).named("ICP fit").name
        'ICP fit'
        """
        return Named(name, self)

    def __bool__(self) -> bool:
        raise RuleError.at(
            "no-truth-value",
            "a rule has no truth value until it is decided for a lead. Write `a & b` for `a and b`, `a | b` for "
            "`a or b`, `~a` for `not a`, `.between(1, 9)` for `1 <= x <= 9` and `.is_in(...)` for `x in ...`",
        )

    def __repr__(self) -> str:
        from alignkit.rules.spell import spell

        return spell(self)  # type: ignore[arg-type]  # every Predicate is a Rule

    # The compiled form is a private cache, outside equality and hash; a copy or a pickle rebuilds from the definition.
    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), tuple(getattr(self, name) for name in _definition(type(self)))))

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


def _definition(kind: type) -> tuple[str, ...]:
    return tuple(part.name for part in attrs.fields(kind) if part.init)


def _rebuild(kind: type[Any], values: tuple[object, ...]) -> object:
    return kind(**dict(zip(_definition(kind), values, strict=True)))


def _members(kind: type[AllOf | AnyOf], rule: object) -> tuple[Rule, ...]:
    return rule.rules if isinstance(rule, kind) else (checked_rule(rule),)


def checked_rule(value: object, what: str = "a rule") -> Rule:
    """Return `value` if it is a rule.

    Raises:
        DocumentError: `not-a-rule`, with what to write instead.
    """
    if not isinstance(value, Predicate):
        hint = "; a field alone is no rule: write .is_true()" if type(value).__name__ == "Field" else ""
        raise DocumentError.at("not-a-rule", f"{what} must be a rule such as field('x') >= 1, not {shown(value)}{hint}")
    return value  # type: ignore[return-value]  # every Predicate is a Rule


def checked_field_name(_: object, __: Any, name: Any) -> None:  # noqa: ANN401 - as attrs types a validator
    """Refuse a field's name that is not text or blank; an attrs validator."""
    if not isinstance(name, str) or not name.strip():
        raise DocumentError.at("bad-id", f"a field's name is text that is not blank, not {shown(name)}")


def _grown(node: AllOf | AnyOf | Not | AtLeast | Named, rules: tuple[Rule, ...]) -> None:
    depth, size = 1 + max(rule.depth for rule in rules), 1 + sum(rule.size for rule in rules)
    if depth > DEEPEST:
        raise LimitError.at("too-deep", f"a rule is nested at most {DEEPEST} deep; join conditions in one all or any")
    if size > LARGEST:
        raise LimitError.at("too-large", f"a rule has at most {LARGEST} conditions, not {size}")
    object.__setattr__(node, "depth", depth)
    object.__setattr__(node, "size", size)


def _rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    found = tuple(checked_rule(rule) for rule in rules)
    if not found:
        raise DocumentError.at("empty-group", "a group needs at least one rule: an empty `all` would qualify everyone")
    return found


@attrs.frozen(slots=True, repr=False)
class Compare(Predicate):
    """A field against a constant: `field("employees") >= 50`.

    A missing value or one of another kind makes it UNKNOWN; nothing is coerced.
    """

    field: str = attrs.field(validator=checked_field_name)
    op: Operator
    value: Constant

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "value", constant(self.value, f"the field {self.field!r}"))
        if self.op not in {"==", "!=", "<", "<=", ">", ">="}:
            raise DocumentError.at("unknown-operator", f"a comparison is ==, !=, <, <=, > or >=, not {shown(self.op)}")
        if self.op not in {"==", "!="} and isinstance(self.value, str | bool):
            raise DocumentError.at(
                "wrong-type",
                f"a {kind_of(self.value)} has no order: {self.field!r} {self.op} {shown(self.value)}; text is never "
                "turned into a number",
            )


@attrs.frozen(slots=True, repr=False)
class OneOf(Predicate):
    """A field among constants: `field("country").is_in("NL", "BE")`. With no constant at all it is never YES."""

    field: str = attrs.field(validator=checked_field_name)
    values: tuple[Constant, ...]

    def __attrs_post_init__(self) -> None:
        found = dict.fromkeys(constant(value, f"the field {self.field!r}") for value in self.values)
        kinds = {kind_of(value) for value in found}
        if len(kinds) > 1:
            raise DocumentError.at(
                "wrong-type", f"the values for {self.field!r} are of unlike kinds: {', '.join(sorted(kinds))}"
            )
        object.__setattr__(self, "values", tuple(sorted(found, key=_sort_key)))


def _sort_key(value: Constant) -> Any:  # noqa: ANN401 - constants of one kind, which have an order
    return (value.currency, value.amount) if isinstance(value, Money) else value


@attrs.frozen(slots=True, repr=False)
class Between(Predicate):
    """A field from `low` to `high`, both included."""

    field: str = attrs.field(validator=checked_field_name)
    low: Constant
    high: Constant

    def __attrs_post_init__(self) -> None:
        low = constant(self.low, f"the field {self.field!r}")
        high = constant(self.high, f"the field {self.field!r}")
        if kind_of(low) != kind_of(high) or isinstance(low, str | bool):
            raise DocumentError.at(
                "wrong-type", f"a range of {self.field!r} needs two numbers, dates, instants or amounts of money"
            )
        if low > high:  # type: ignore[operator]  # of one kind, which has an order
            raise DocumentError.at("empty-range", f"the range of {self.field!r} ends before it starts: {low} to {high}")
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)


@attrs.frozen(slots=True, repr=False)
class TextMatch(Predicate):
    """A text field that contains, starts or ends with a text; case is ignored unless told."""

    field: str = attrs.field(validator=checked_field_name)
    op: TextOperator
    text: str
    case_matters: bool = False

    def __attrs_post_init__(self) -> None:
        if self.op not in {"contains", "starts_with", "ends_with"}:
            raise DocumentError.at("unknown-operator", f"not a text comparison: {shown(self.op)}")
        if not isinstance(self.text, str) or not self.text:
            raise DocumentError.at("wrong-type", f"{self.op} needs text that is not empty, not {shown(self.text)}")


@attrs.frozen(slots=True, repr=False)
class IsTrue(Predicate):
    """A truth field that is true."""

    field: str = attrs.field(validator=checked_field_name)


@attrs.frozen(slots=True, repr=False)
class Missing(Predicate):
    """A field that is absent, None, NaN, NaT or NA. Never UNKNOWN; an empty text is not missing."""

    field: str = attrs.field(validator=checked_field_name)


@attrs.frozen(slots=True, repr=False)
class Within(Predicate):
    """An instant in the span before `as_of`, both ends included."""

    field: str = attrs.field(validator=checked_field_name)
    span: timedelta

    def __attrs_post_init__(self) -> None:
        checked_span(self.span, f"the span of {self.field!r}")


def checked_span(value: object, what: str) -> timedelta:
    """Return `value` if it is a positive timedelta.

    Raises:
        DocumentError: `wrong-type` or `not-positive`.
    """
    if not isinstance(value, timedelta):
        raise DocumentError.at("wrong-type", f"{what} must be a timedelta such as days(30), not {shown(value)}")
    if value <= timedelta(0):
        raise DocumentError.at("not-positive", f"{what} must be longer than nothing, not {shown(value)}")
    return value


@attrs.frozen(slots=True, repr=False)
class AllOf(Predicate):
    """Every one of the rules: `a & b`."""

    rules: tuple[Rule, ...] = attrs.field(converter=_rules)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        _grown(self, self.rules)


@attrs.frozen(slots=True, repr=False)
class AnyOf(Predicate):
    """At least one of the rules: `a | b`."""

    rules: tuple[Rule, ...] = attrs.field(converter=_rules)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        _grown(self, self.rules)


@attrs.frozen(slots=True, repr=False)
class Not(Predicate):
    """The opposite of a rule: `~a`. UNKNOWN stays UNKNOWN."""

    rule: Rule = attrs.field(converter=checked_rule)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        _grown(self, (self.rule,))


@attrs.frozen(slots=True, repr=False)
class AtLeast(Predicate):
    """At least `n` of the rules; NO as soon as YES and UNKNOWN together are fewer."""

    n: int
    rules: tuple[Rule, ...] = attrs.field(converter=_rules)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.n, int) or isinstance(self.n, bool) or not 1 <= self.n <= len(self.rules):
            raise DocumentError.at(
                "wrong-type", f"at_least needs a whole number from 1 to {len(self.rules)}, not {shown(self.n)}"
            )
        _grown(self, self.rules)


@attrs.frozen(slots=True, repr=False)
class Named(Predicate):
    """A rule under the name that both teams use for it."""

    name: str
    rule: Rule = attrs.field(converter=checked_rule)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "rule")
        _grown(self, (self.rule,))


@attrs.frozen(slots=True, repr=False)
class Did(Predicate):
    """Events of one name, at least so many, perhaps only in the span before `as_of`.

    Args:
        name: an event's kind, or a touch's value.
        where: a rule over the event's own attributes; only YES counts.
        at_least: how many events it takes.
        within: the span before `as_of`, both ends included; None takes all events up to `as_of`.
    """

    name: str
    where: Rule | None = None
    at_least: int = 1
    within: timedelta | None = None

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "event")
        if not isinstance(self.at_least, int) or isinstance(self.at_least, bool) or self.at_least < 1:
            raise DocumentError.at("wrong-type", f"at_least needs a whole number from 1, not {shown(self.at_least)}")
        if self.within is not None:
            checked_span(self.within, f"the span of did({self.name!r})")
        if self.where is not None:
            _only_attributes(checked_rule(self.where, "where"))


def _only_attributes(rule: Rule) -> None:
    from alignkit.rules.walk import nodes

    for node in nodes(rule):
        if isinstance(node, Did | ScoreCompare | Within):
            raise DocumentError.at(
                "not-an-attribute",
                "`where` asks about the event's own attributes: no events, scores or times before `as_of` inside",
            )


@attrs.frozen(slots=True, repr=False)
class ScoreCompare(Predicate):
    """A score against a number of points: `lead_score >= 70`. Points count YES alone, so a score is a number."""

    score: Score
    op: Literal["<", "<=", ">", ">="]
    points: int | Decimal
    depth: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        from alignkit.rules.scores import Score, checked_points

        if not isinstance(self.score, Score):
            raise DocumentError.at("wrong-type", f"only a score is compared with points, not {shown(self.score)}")
        if self.op not in {"<", "<=", ">", ">="}:
            raise DocumentError.at("unknown-operator", f"a score is compared by <, <=, > or >=, not {shown(self.op)}")
        object.__setattr__(self, "points", checked_points(self.points, f"a threshold of {self.score.name!r}"))
        object.__setattr__(self, "depth", 1 + self.score.depth)


Rule: TypeAlias = (
    Compare
    | OneOf
    | Between
    | TextMatch
    | IsTrue
    | Missing
    | Within
    | AllOf
    | AnyOf
    | Not
    | AtLeast
    | Named
    | Did
    | ScoreCompare
)
"""Every kind of rule. A verb matches all of them."""

FieldTest: TypeAlias = Compare | OneOf | Between | TextMatch | IsTrue | Missing | Within
"""The rules that ask about one field."""


def did(name: str, *, where: Rule | None = None, at_least: int = 1, within: timedelta | None = None) -> Did:
    """Ask for events: `did("webinar", at_least=2, within=days(90))`.

    With no events given, the answer is UNKNOWN (`no-events`), never zero.

    >>> did("webinar", at_least=2)
    did('webinar', at_least=2)
    """
    return Did(name, where, at_least, within)


def at_least(n: int, *rules: Rule) -> AtLeast:
    """Ask for at least `n` of the rules.

    >>> from alignkit.rules.field import field
    >>> at_least(1, field("a") > 1, field("b") > 1)
    at_least(1, field('a') > 1, field('b') > 1)
    """
    return AtLeast(n, rules)
