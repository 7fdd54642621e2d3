"""The nodes of a rule: a closed union, composed with `&`, `|` and `~`.

A rule is data. What it means is told by the verbs (`decide`, `explain`), each one `match` over this union.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.errors import DocumentError, shown, spelling
from alignkit.names import checked_id
from alignkit.rules.checked import (
    checked_count,
    checked_field_name,
    checked_list,
    checked_operator,
    checked_span,
    checked_unit,
    unlisted,
)
from alignkit.rules.constants import Constant, constant, constants, identity, kind_of
from alignkit.rules.node import Condition, Predicate, checked_rule, checked_rules, record_size, record_size_denied
from alignkit.rules.operators import OPERATORS, ORDERS, TEXT_OPERATORS, Operator, Order, TextOperator
from alignkit.rules.regex import searcher

if TYPE_CHECKING:
    from alignkit.rules.scores import Score


@attrs.frozen(slots=True, repr=False)
class Compare(Condition):
    """A field against a constant: `field("employees") >= 50`.

    A missing value or one of another kind makes it UNKNOWN; nothing is coerced. A `unit` is held against the field's
    declaration, never converted.
    """

    field: str = attrs.field(converter=checked_field_name)
    op: Operator
    value: Constant = attrs.field(eq=identity)
    unit: str | None = None

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "value", constant(self.value, f"the field {shown(self.field)}"))
        object.__setattr__(self, "op", checked_operator(self.op, tuple(OPERATORS), "a comparison"))
        if self.op not in {"==", "!="} and isinstance(self.value, str | bool):
            raise DocumentError.at(
                "wrong-type",
                f"a {kind_of(self.value)} has no order: {shown(self.field)} {_spelt(self.op)} {shown(self.value)}"
                + ("; text is never turned into a number" if isinstance(self.value, str) else ""),
            )
        if self.unit is not None:
            object.__setattr__(self, "unit", checked_unit(self.unit, self.field, self.value))


def _spelt(op: Operator) -> str:
    words = {"<": "less_than", "<=": "at_most", ">": "more_than", ">=": "at_least"}
    return spelling(op, words.get(op, op))


@attrs.frozen(slots=True, repr=False)
class OneOf(Condition):
    """A field among constants: `field("country").is_in("NL", "BE")`. With no constant at all it is never YES."""

    field: str = attrs.field(converter=checked_field_name)
    values: tuple[Constant, ...] = attrs.field(eq=identity)
    unit: str | None = None

    def __attrs_post_init__(self) -> None:
        listed = checked_list(self.values, f"the values for {shown(self.field)}")
        object.__setattr__(self, "values", constants(listed, f"the field {shown(self.field)}"))
        if self.unit is not None:
            object.__setattr__(self, "unit", checked_unit(self.unit, self.field, *self.values[:1]))


@attrs.frozen(slots=True, repr=False)
class Between(Condition):
    """A field from `low` to `high`, both included."""

    field: str = attrs.field(converter=checked_field_name)
    low: Constant
    high: Constant
    unit: str | None = None

    def __attrs_post_init__(self) -> None:
        what = f"the field {shown(self.field)}"
        low, high = constant(self.low, what), constant(self.high, what)
        if kind_of(low) != kind_of(high) or isinstance(low, str | bool) or _currency(low) != _currency(high):
            raise DocumentError.at(
                "wrong-type", f"a range of {what} needs two numbers, dates, instants or amounts in one currency"
            )
        if low > high:  # type: ignore[operator]  # of one kind, which has an order
            raise DocumentError.at("empty-range", f"the range of {what} ends before it starts: {low} to {high}")
        object.__setattr__(self, "low", low)
        object.__setattr__(self, "high", high)
        if self.unit is not None:
            object.__setattr__(self, "unit", checked_unit(self.unit, self.field, low))


def _currency(value: Constant) -> str | None:
    return value.currency if isinstance(value, Money) else None


@attrs.frozen(slots=True, repr=False)
class TextMatch(Condition):
    """A text field that contains, starts or ends with a text; case is ignored unless told."""

    field: str = attrs.field(converter=checked_field_name)
    op: TextOperator
    text: str
    case_matters: bool = False

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "op", checked_operator(self.op, TEXT_OPERATORS, "a text comparison"))
        _checked_flag(self.case_matters)
        if not isinstance(self.text, str) or not self.text:
            raise DocumentError.at("wrong-type", f"{self.op} needs text that is not empty, not {shown(self.text)}")
        object.__setattr__(self, "text", str.__str__(self.text))


@attrs.frozen(slots=True, repr=False)
class Matches(Condition):
    """A text field in which a regular expression is found; case is ignored unless told. Needs the extra `[regex]`.

    Raises:
        DocumentError: `bad-pattern`, `wrong-type`.
        LimitError: `too-large`.
        MissingExtraError: without google-re2.
    """

    field: str = attrs.field(converter=checked_field_name)
    pattern: str
    case_matters: bool = False
    search: Callable[[str], object] = attrs.field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        _checked_flag(self.case_matters)
        object.__setattr__(self, "search", searcher(self.pattern, case_matters=self.case_matters))
        object.__setattr__(self, "pattern", str.__str__(self.pattern))


def _checked_flag(value: object) -> None:
    if not isinstance(value, bool):
        raise DocumentError.at("wrong-type", f"`case_matters` is True or False, not {shown(value)}")


@attrs.frozen(slots=True, repr=False)
class IsTrue(Condition):
    """A truth field that is true."""

    field: str = attrs.field(converter=checked_field_name)


@attrs.frozen(slots=True, repr=False)
class Missing(Condition):
    """A field that is absent, None, NaN, NaT or NA. Never UNKNOWN; an empty text is not missing."""

    field: str = attrs.field(converter=checked_field_name)


@attrs.frozen(slots=True, repr=False)
class Within(Condition):
    """An instant in the span before `as_of`, both ends included."""

    field: str = attrs.field(converter=checked_field_name)
    span: timedelta

    def __attrs_post_init__(self) -> None:
        checked_span(self.span, f"the span of {shown(self.field)}")


@attrs.frozen(slots=True, repr=False)
class AnyItem(Condition):
    """A list field of which at least one item meets a condition: `field("products").any_item == "crm"`.

    By Kleene: YES if one item is, else UNKNOWN if one item is, else NO. An empty list is NO.
    """

    test: FieldTest

    def __attrs_post_init__(self) -> None:
        _checked_item_test(self.test)

    @property
    def field(self) -> str:
        """The name of the list field."""
        return self.test.field


@attrs.frozen(slots=True, repr=False)
class EveryItem(Condition):
    """A list field of which all items meet a condition: `field("regions").every_item.is_in("NL", "BE")`.

    By Kleene: NO if one item is, else UNKNOWN if one item is, else YES. An empty list is YES, as in logic.
    """

    test: FieldTest

    def __attrs_post_init__(self) -> None:
        _checked_item_test(self.test)

    @property
    def field(self) -> str:
        """The name of the list field."""
        return self.test.field


def _checked_item_test(test: object) -> None:
    if not isinstance(test, Condition) or isinstance(test, Missing | AnyItem | EveryItem):
        raise DocumentError.at(
            "not-a-rule",
            f"the items of a list are asked one condition, such as field('products').any_item == 'crm', "
            f"not {shown(test)}",
        )


@attrs.frozen(slots=True, repr=False)
class AllOf(Predicate):
    """Every one of the rules: `a & b`."""

    rules: tuple[Rule, ...] = attrs.field(converter=checked_rules)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        record_size(self, self.rules)


@attrs.frozen(slots=True, repr=False)
class AnyOf(Predicate):
    """At least one of the rules: `a | b`."""

    rules: tuple[Rule, ...] = attrs.field(converter=checked_rules)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        record_size(self, self.rules)


@attrs.frozen(slots=True, repr=False)
class Not(Predicate):
    """The opposite of a rule: `~a`. UNKNOWN stays UNKNOWN."""

    rule: Rule = attrs.field(converter=checked_rule)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        record_size_denied(self, self.rule)


@attrs.frozen(slots=True, repr=False)
class AtLeast(Predicate):
    """At least `n` of the rules; NO as soon as YES and UNKNOWN together are fewer."""

    n: int
    rules: tuple[Rule, ...] = attrs.field(converter=checked_rules)
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "n", checked_count(self.n, "at_least", len(self.rules)))
        record_size(self, self.rules)


@attrs.frozen(slots=True, repr=False)
class Named(Predicate):
    """A rule under the name that both teams use for it; `title` is how people call it, the name when None."""

    name: str
    rule: Rule = attrs.field(converter=checked_rule)
    title: str | None = None
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "name", checked_id(self.name, "rule"))
        if self.title is not None:
            object.__setattr__(self, "title", checked_id(self.title, "rule's title", path="title"))
        record_size(self, (self.rule,))

    @property
    def label(self) -> str:
        """How people call the rule."""
        return self.title or self.name


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
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "name", checked_id(self.name, "event"))
        object.__setattr__(self, "at_least", checked_count(self.at_least, "at_least"))
        if self.within is not None:
            checked_span(self.within, f"the span of did({self.name!r})")
        if self.where is not None:
            _only_attributes(checked_rule(self.where, "`where`"))
            record_size(self, (self.where,))


def _only_attributes(rule: Rule) -> None:
    from alignkit.rules.walk import nodes

    for node in nodes(rule):
        inner = node.test if isinstance(node, AnyItem | EveryItem) else node
        if isinstance(inner, Did | ScoreCompare | Within):
            raise DocumentError.at(
                "not-an-attribute",
                "`where` asks about the event's own attributes: no events, scores or times before `as_of` inside",
            )


@attrs.frozen(slots=True, repr=False)
class ScoreCompare(Predicate):
    """A score against a number of points: `lead_score >= 70`. Points count YES alone, so a score is a number."""

    score: Score
    op: Order
    points: int | Decimal
    depth: int = attrs.field(init=False, eq=False, default=1)
    size: int = attrs.field(init=False, eq=False, default=1)

    def __attrs_post_init__(self) -> None:
        from alignkit.rules.scores import Score, checked_points

        if not isinstance(self.score, Score):
            raise DocumentError.at("wrong-type", f"only a score is compared with points, not {shown(self.score)}")
        object.__setattr__(self, "op", checked_operator(self.op, ORDERS, "comparing a score"))
        object.__setattr__(self, "points", checked_points(self.points, f"a threshold of {self.score.name!r}"))
        record_size(self, (self.score,))


Rule: TypeAlias = (
    Compare
    | OneOf
    | Between
    | TextMatch
    | Matches
    | IsTrue
    | Missing
    | Within
    | AnyItem
    | EveryItem
    | AllOf
    | AnyOf
    | Not
    | AtLeast
    | Named
    | Did
    | ScoreCompare
)
"""Every kind of rule. A verb matches all of them."""

FieldTest: TypeAlias = Compare | OneOf | Between | TextMatch | Matches | IsTrue | Missing | Within | AnyItem | EveryItem
"""The rules that ask about one field."""


def did(name: str, *, where: Rule | None = None, at_least: int = 1, within: timedelta | None = None) -> Did:
    """Ask for events: `did("webinar", at_least=2, within=days(90))`.

    With no events given, the answer is UNKNOWN (`no-events`), never zero.

    >>> did("webinar", at_least=2)
    did('webinar', at_least=2)
    """
    return Did(name, where, at_least, within)


def at_least(n: int, *rules: Rule | Iterable[Rule]) -> AtLeast:
    """Ask for at least `n` of the rules; they may come as one list.

    >>> from alignkit.rules.field import field
    >>> at_least(1, [field("a") > 1, field("b") > 1])
    at_least(1, field('a') > 1, field('b') > 1)
    """
    return AtLeast(n, unlisted(rules))
