"""Arithmetic between metrics: what may be added, subtracted, multiplied and divided, and what comes of it."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.errors import DocumentError, LimitError, shown
from alignkit.instants import LONGEST_DAYS
from alignkit.scorecard.node import Kind, MetricNode, check_extent
from alignkit.scorecard.quantities import expression, magnitude, quantity

if TYPE_CHECKING:
    from alignkit.scorecard.metrics import Metric

Operator: TypeAlias = Literal["+", "-", "*", "/"]
Constant: TypeAlias = Fraction | Money | timedelta
Operand: TypeAlias = "Metric | Constant"

_WORDS = {"+": "added to", "-": "subtracted from", "*": "multiplied by", "/": "divided by"}
_KINDS = {
    "count": "leads",
    "share": "a share",
    "number": "a number",
    "amount": "an amount",
    "money": "money",
    "span": "a span of time",
    "any": "a figure measured elsewhere",
}


def _operand(value: object) -> Operand:
    if isinstance(value, MetricNode):
        return value  # type: ignore[return-value]  # every node is a Metric
    found = quantity(value, "what a metric is put together with")
    if isinstance(found, timedelta) and abs(found) > timedelta(days=LONGEST_DAYS):
        raise LimitError.at("too-long", f"a span of time is at most {LONGEST_DAYS} days, not {shown(value)}")
    if isinstance(found, timedelta) and found < timedelta(0):
        text = f"a span of time that a metric is put together with is not negative: {shown(value)}; subtract it instead"
        raise DocumentError.at("negative-span", text)
    return found


def _operator(_: object, __: attrs.Attribute[Operator], value: object) -> None:
    if not isinstance(value, str) or value not in _WORDS:
        raise DocumentError.at("wrong-type", f"metrics are put together by one of + - * /, not {shown(value)}")


@attrs.frozen(slots=True, repr=False)
class Arithmetic(MetricNode):
    """Two metrics, or a metric and a constant, put together; made by writing `a + b`, `a - b`, `a * b`, `a / b`.

    What cannot be put together is refused when it is written: leads and money, a share and an amount, time and time
    multiplied. Whether an amount is money or a number is known only once it is measured.

    Args:
        operator: one of `+`, `-`, `*`, `/`. What is divided by a span of time is told for each day of it.
        left: a metric, a number, money, or a `timedelta`.
        right: the same; one of the two is a metric.
        kind: what it measures.
        depth: how deep metrics stand inside each other.
        size: how many metrics and constants it is made up of.

    Raises:
        DocumentError: `unlike-kinds`, `divided-by-zero`, `no-metric`, `wrong-type`, `not-finite`; `negative-span`,
            which no document could tell.
        LimitError: `too-deep`, over 40; `too-many`, over 200 operands; `too-long`, `too-large`.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.scorecard.metrics import count, total
    >>> total("amount", at=entered("won")) / count(entered("won"))
    total('amount', at=entered('won')) / count(entered('won'))
    """

    operator: Operator = attrs.field(validator=_operator)
    left: Operand = attrs.field(converter=_operand)
    right: Operand = attrs.field(converter=_operand)
    kind: Kind = attrs.field(init=False, eq=False)  # type: ignore[misc]  # of other metrics it is the class's
    depth: int = attrs.field(init=False, eq=False)  # type: ignore[misc]  # the same
    size: int = attrs.field(init=False, eq=False)  # type: ignore[misc]  # the same

    def __attrs_post_init__(self) -> None:
        both = (self.left, self.right)
        if not self.parts:
            text = f"{shown(self.left)} and {shown(self.right)} are two constants, and no metric"
            raise DocumentError.at("no-metric", text)
        if self.operator == "/" and not isinstance(self.right, MetricNode) and not self.right_is_something:
            raise DocumentError.at("divided-by-zero", f"a metric cannot be divided by {shown(self.right)}")
        kinds = (_kind_of(self.left), _kind_of(self.right))
        kind = _kind(self.operator, *kinds)
        if kind is None:
            first, second = (_KINDS[kind] for kind in kinds)
            told = (second, first) if self.operator == "-" else (first, second)
            text = f"{told[0]} cannot be {_WORDS[self.operator]} {told[1]}: {shown(self)}"
            raise DocumentError.at("unlike-kinds", text)
        if kind == "number" and self.operator in "+-" and "count" in kinds and _is_whole(both):
            kind = "count"
        depth = 1 + max(1 if isinstance(part, Constant) else part.depth for part in both)
        size = sum(1 if isinstance(part, Constant) else part.size for part in both)
        check_extent(depth, size)
        for name, value in (("kind", kind), ("depth", depth), ("size", size)):
            object.__setattr__(self, name, value)

    @property
    def right_is_something(self) -> bool:
        """Whether the right side is not nothing, as far as that is known."""
        right = self.right
        return bool(right.amount) if isinstance(right, Money) else bool(right)

    @property
    def parts(self) -> tuple[Metric, ...]:
        """The metrics that it is put together from: one or two."""
        return tuple(part for part in (self.left, self.right) if not isinstance(part, Constant))

    @property
    def grows(self) -> bool:  # type: ignore[override]  # of other metrics it is the class's
        """Whether it grows as the period goes by."""
        left, right = self.left, self.right
        if self.operator == "+":
            return all(not isinstance(part, Constant) and part.grows for part in (left, right))
        if self.operator == "*" and isinstance(left, Constant):
            left, right = right, left
        by_constant = self.operator in "*/" and isinstance(right, Constant) and not isinstance(left, Constant)
        return by_constant and magnitude(right) > 0 and left.grows  # type: ignore[arg-type, union-attr]  # as asked

    def __repr__(self) -> str:
        return f"{self._side(self.left, right=False)} {self.operator} {self._side(self.right, right=True)}"

    def _side(self, part: Operand, *, right: bool) -> str:
        if isinstance(part, Constant):
            return expression(part)
        binds = {"+": 0, "-": 0, "*": 1, "/": 1}
        if isinstance(part, Arithmetic) and binds[part.operator] < binds[self.operator] + right:
            return f"({part!r})"
        return repr(part)


def combined(operator: Operator, left: object, right: object) -> Metric:
    """Put two together; nothing added to a metric, as `sum` begins with, is the metric itself."""
    if isinstance(right, MetricNode) and operator == "+" and type(left) is int and left == 0:
        return right  # type: ignore[return-value]  # every node is a Metric
    return Arithmetic(operator, left, right)


def constant_kind(value: Constant) -> Kind:
    """Say what kind of thing a constant is."""
    if isinstance(value, Money):
        return "money"
    return "span" if isinstance(value, timedelta) else "number"


def _kind_of(part: Operand) -> Kind:
    return constant_kind(part) if isinstance(part, Constant) else part.kind


def _is_whole(both: tuple[Operand, Operand]) -> bool:
    """Say whether a number that stands with leads is a whole one."""
    return all(part.denominator == 1 if isinstance(part, Fraction) else True for part in both) and any(
        isinstance(part, Fraction) for part in both
    )


def _kind(operator: Operator, left: Kind, right: Kind) -> Kind | None:
    """Return the kind of what comes out; None where the two cannot be put together."""
    if operator in "+-":
        return _joined(left, right)
    return _product(left, right) if operator == "*" else _quotient(left, right)


_ALIKE: dict[frozenset[Kind], Kind] = {
    frozenset({"number", "count"}): "number",
    frozenset({"number", "share"}): "share",
    frozenset({"number", "amount"}): "amount",
    frozenset({"money", "amount"}): "money",
}


def _joined(left: Kind, right: Kind) -> Kind | None:
    if left == right:
        return left
    if "any" in (left, right):
        other = right if left == "any" else left
        return None if other == "span" else other
    return _ALIKE.get(frozenset({left, right}))


def _product(left: Kind, right: Kind) -> Kind | None:
    kinds = {left, right}
    if "span" in kinds:
        return None if left == right or kinds & {"money", "amount"} else "span"
    if left == right == "money":
        return None
    for kind in ("any", "amount"):
        if kind in kinds:
            return "money" if "money" in kinds and kind == "any" else "amount"
    if "money" in kinds:
        return "money"
    return "share" if kinds <= {"share", "number"} and "share" in kinds else "number"


def _quotient(left: Kind, right: Kind) -> Kind | None:
    if "span" in (left, right):
        if left == right:
            return "number"
        if left == "span":
            return None if right in ("money", "amount") else "span"
        return None if left == "share" else "number" if left == "count" else "amount" if left == "any" else left
    if left == "money":
        return {"money": "number", "amount": "number"}.get(right, "money")  # type: ignore[return-value]  # kinds
    if "any" in (left, right) or left == "amount":
        return "amount"
    return "share" if (left, right) == ("share", "number") else "number"
