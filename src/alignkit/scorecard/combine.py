"""Combine: compute what metrics that are put together come to, from the figures of their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import product

import attrs

from alignkit.currency import Money
from alignkit.errors import DataError
from alignkit.instants import LONGEST_DAYS
from alignkit.scorecard.arithmetic import Arithmetic, Constant, Operand, Operator
from alignkit.scorecard.compound import Coverage, SalesVelocity
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.quantities import Quantity, kind, magnitude, quantity_text
from alignkit.scorecard.rates import Converted, Rates

Combined = Arithmetic | Coverage | SalesVelocity
"""Metrics that are put together from others."""
_Bounds = tuple[Quantity, Quantity] | None
_DAY = 24 * 60 * 60 * 10**6


def combine(metric: Combined, parts: Sequence[Figure], rates: Rates | None) -> Figure:
    """Return the figure of a metric from those of its parts.

    Its bounds follow by interval arithmetic (Moore, Interval Analysis, 1966) from those of the parts: whatever becomes
    of what is pending, it comes to no less and no more. Where a part has none, or divides by what may be nothing, it
    has none.

    Args:
        metric: what was asked.
        parts: the figures of `metric.parts`, in that order.
        rates: by which a constant in another currency is told.

    Raises:
        DataError: `mixed-currencies`, `unlike-kinds`, when amounts that were measured do not go together; `too-large`.
    """
    values: list[Quantity | None] = [part.value for part in parts]
    value = None if None in values else _value(metric, values, rates)  # type: ignore[arg-type]  # none of them is None
    bounds = _bounds(metric, [_interval(part) for part in parts], rates)
    lowest, highest = (None, None) if bounds is None else bounds
    return Figure(
        metric,
        parts[0].period,
        parts[0].as_of,
        value,
        unknown=sum(part.unknown for part in parts),
        pending=sum(part.pending for part in parts),
        lowest=lowest,
        highest=highest,
        parts=tuple(parts),
    )


def _value(metric: Combined, values: Sequence[Quantity], rates: Rates | None) -> Quantity | None:
    match metric:
        case Arithmetic():
            return compute(metric.operator, *_sides(metric, values, rates))
        case Coverage():
            target = told(metric.target, rates)
            left = target if len(values) == 1 else compute("-", target, values[1])
            return None if left is None or magnitude(left) <= 0 else compute("/", values[0], left)
        case SalesVelocity():
            came, rate, worth, cycle = values
            # bare numbers first: what is rounded at all is rounded once
            return compute("/", compute("*", magnitude(came) * magnitude(rate), worth), cycle)


def _sides(metric: Arithmetic, values: Sequence[Quantity], rates: Rates | None) -> tuple[Quantity, Quantity]:
    given: Iterator[Quantity] = iter(values)

    def side(part: Operand) -> Quantity:
        return told(part, rates) if isinstance(part, Constant) else next(given)

    return side(metric.left), side(metric.right)


def told(constant: Constant, rates: Rates | None) -> Constant:
    """Return a constant in the agreed currency, where a rate is stated for it."""
    return rates.convert(constant) if isinstance(constant, Money) and rates is not None else constant


def compute(operator: Operator, left: Quantity | None, right: Quantity | None) -> Quantity | None:
    """Put two quantities together, exactly; time comes out to the microsecond. What is divided by nothing is undefined.

    Money and numbers over a span of time are told for each day of it.

    Raises:
        DataError: `mixed-currencies`, `unlike-kinds`, `too-large`.

    >>> compute("/", Money(Fraction(250), "EUR"), timedelta(days=10))
    money(25, 'EUR')
    """
    if left is None or right is None:
        return None
    kinds = (kind(left), kind(right))
    one, other = magnitude(left), magnitude(right)
    if operator in "+-":
        model = _same(left, right)
        return _like(model, one + other if operator == "+" else one - other)
    if operator == "*":
        if kinds.count("number") == 0:
            raise _unlike("multiplied by", left, right)
        return _like(right if kinds[0] == "number" else left, one * other)
    if not other:
        return None
    if kinds[0] == kinds[1]:
        if kinds[0] == "money":
            _same(left, right)
        return one / other
    if kinds[1] == "span":
        return _like(left, one * _DAY / other)
    if kinds == ("span", "money"):
        raise _unlike("divided by", left, right)
    return _like(left, one / other)


def _same(left: Quantity, right: Quantity) -> Quantity:
    """Return the one of two quantities that says what their sum is; a bare nothing is nothing of anything."""
    for one, other in ((left, right), (right, left)):
        if kind(one) == "number" and not one:
            return other
    if isinstance(left, Money) and isinstance(right, Money) and left.currency != right.currency:
        raise DataError.at("mixed-currencies", f"{left} and {right} cannot be put together without a stated rate")
    if kind(left) != kind(right):
        raise _unlike("put together with", left, right)
    return left


def _unlike(how: str, left: Quantity, right: Quantity) -> DataError:
    one, other = quantity_text(left, "amount"), quantity_text(right, "amount")
    return DataError.at("unlike-kinds", f"{one} cannot be {how} {other}")


def _like(model: Quantity, bare: Fraction) -> Quantity:
    if isinstance(model, Money):
        return Money(bare, model.currency)
    if not isinstance(model, timedelta):
        return bare
    if abs(bare) > LONGEST_DAYS * _DAY:
        raise DataError.at("too-large", f"a span of time is at most {LONGEST_DAYS} days")
    return timedelta(microseconds=round(bare))


def _interval(figure: Figure) -> _Bounds:
    """Return between what a figure will come out; None where that is not known."""
    if figure.lowest is not None and figure.highest is not None:
        return figure.lowest, figure.highest
    return None if figure.pending or figure.value is None else (figure.value, figure.value)


def _bounds(metric: Combined, intervals: Sequence[_Bounds], rates: Rates | None) -> _Bounds:
    known = [interval for interval in intervals if interval is not None]
    if len(known) < len(intervals):
        return None
    match metric:
        case Arithmetic():
            given = iter(known)

            def side(part: Operand) -> tuple[Quantity, Quantity]:
                if not isinstance(part, Constant):
                    return next(given)
                alone = told(part, rates)
                return alone, alone

            return _spread(metric.operator, side(metric.left), side(metric.right))
        case Coverage():
            target = told(metric.target, rates)
            left = (target, target) if len(known) == 1 else _spread("-", (target, target), known[1])
            return None if left is None or magnitude(left[0]) <= 0 else _spread("/", known[0], left)
        case SalesVelocity():
            came, rate, worth, cycle = known
            flow = _spread("*", came, rate)
            money = _spread("*", flow, worth) if flow is not None else None
            return _spread("/", money, cycle) if money is not None else None


def _spread(operator: Operator, left: tuple[Quantity, Quantity], right: tuple[Quantity, Quantity]) -> _Bounds:
    """Return the least and the most that two quantities can come to, each known to lie between two."""
    if operator == "/" and magnitude(right[0]) <= 0 <= magnitude(right[1]):
        return None
    ends = [found for one, other in product(left, right) if (found := compute(operator, one, other)) is not None]
    ends.sort(key=magnitude)
    return ends[0], ends[-1]


def in_agreed_currency(figure: Figure, rates: Rates | None) -> Figure:
    """Return a figure whose one amount of money is told in the agreed currency."""
    value = figure.value
    if rates is None or not isinstance(value, Money) or value.currency == rates.currency:
        return figure
    return attrs.evolve(figure, value=rates.convert(value), converted=(Converted(value.currency, 1, rates),))
