"""Add up: make of what was tallied a value: a sum, an average, a percentile; each amount in one currency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from alignkit.currency import Money
from alignkit.errors import DataError, shown
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.metrics import Total
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.rates import Converted, Rates
from alignkit.scorecard.standings import Pipeline
from alignkit.scorecard.tally import Mark

AmountMetric = Total | Average | Percentile | Pipeline


class Amounts(NamedTuple):
    """The amounts of marks as bare numbers, in one currency.

    Args:
        bare: the numbers, in the order of the marks.
        currency: theirs; None where none has one.
        converted: which of them were told in it by a stated rate.
    """

    bare: list[Fraction | int]
    currency: str | None
    converted: tuple[Converted, ...]


def amounts_of(metric: AmountMetric, marks: Sequence[Mark], rates: Rates | None) -> Amounts:
    """Return the amounts of marks in one currency: the agreed one, where rates are stated.

    Raises:
        DataError: `mixed-currencies`, naming two that do not go together and where each came from.
    """
    first: Mark | None = None
    currency: str | None = None
    bare: list[Fraction | int] = []
    times: Counter[str] = Counter()
    for mark in marks:
        amount = mark.amount
        if amount is None:
            continue
        if isinstance(amount, Money):
            theirs: str | None = amount.currency
            number: Fraction | int = amount.amount
            if rates is not None and theirs != rates.currency:
                times[amount.currency] += 1
                number, theirs = _converted(metric, mark, amount, rates)
        else:
            theirs, number = None, amount
        if first is None:
            first, currency = mark, theirs
        elif theirs != currency:
            # no rate tells what an amount without a currency is worth
            rate = "" if None in (theirs, currency) else " without a stated rate"
            text = f"{_where(metric, first)} and {_where(metric, mark)} cannot be added{rate}"
            raise DataError.at("mixed-currencies", text, path=metric.attribute)
        bare.append(number)
    told = tuple(Converted(code, number, rates) for code, number in sorted(times.items()) if rates is not None)
    return Amounts(bare, currency, told)


def plain_amounts(values: Sequence[Fraction | int | Money | None], rates: Rates | None) -> Amounts | None:
    """Return amounts as they are, where all have one currency or none; None where `amounts_of` has to look at each."""
    found = [value for value in values if value is not None]
    kinds = set(map(type, found))
    if Money not in kinds:
        return Amounts(found, None, ())  # type: ignore[arg-type]  # none of them is money
    currencies = {value.currency for value in found if isinstance(value, Money)}
    if len(kinds) > 1 or len(currencies) > 1 or (rates is not None and rates.currency not in currencies):
        return None
    return Amounts([value.amount for value in found if isinstance(value, Money)], currencies.pop(), ())


def _converted(metric: AmountMetric, mark: Mark, amount: Money, rates: Rates) -> tuple[Fraction, str]:
    rate = rates.of(amount.currency)
    if rate is None:
        raise DataError.at(
            "mixed-currencies",
            f"{_where(metric, mark)} cannot be told in {rates.currency}: no rate is stated for {amount.currency}",
            path=metric.attribute,
        )
    return amount.amount * rate, rates.currency


def added(metric: AmountMetric, amounts: Amounts, nothing: Quantity | None) -> Quantity | None:
    """Return what amounts come to: their sum, their average, or a percentile.

    Args:
        metric: which of these.
        amounts: as `amounts_of` gives them.
        nothing: what a sum of nothing is; None for a bare 0.
    """
    if not amounts.bare:
        return None if isinstance(metric, Average | Percentile) else Fraction(0) if nothing is None else nothing
    if isinstance(metric, Percentile):
        found = interpolated(amounts.bare, metric.percent)
    else:
        found = sum_of(amounts.bare)
        if isinstance(metric, Average):
            found /= len(amounts.bare)
    return found if amounts.currency is None else Money(found, amounts.currency)


def sum_of(numbers: Sequence[Fraction | int]) -> Fraction:
    """Return the exact sum: those of one denominator are added as whole numbers, in a quarter of the time.

    >>> sum_of([Fraction(1, 2), Fraction(3), Fraction(1, 2)])
    Fraction(4, 1)
    """
    parts: dict[int, int] = {}
    for number in numbers:
        below = number.denominator
        parts[below] = parts.get(below, 0) + number.numerator
    return sum((Fraction(top, bottom) for bottom, top in parts.items()), Fraction(0))


def interpolated(numbers: Sequence[Fraction | int], percent: Fraction) -> Fraction:
    """Return a percentile by linear interpolation between the closest ranks: type 7 of Hyndman and Fan (1996).

    >>> interpolated([Fraction(1), Fraction(2), Fraction(4)], Fraction(75))
    Fraction(3, 1)
    """
    ordered = sorted(numbers)
    place = (len(ordered) - 1) * percent / 100
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _where(metric: AmountMetric, mark: Mark) -> str:
    amount = mark.amount if isinstance(mark.amount, Money) else f"{shown(mark.amount)} without a currency"
    event = mark.event
    deal = f", {event.lead!r}" if event is not None and event.lead != mark.journey.lead else ""
    name = f", event {event.id!r}" if event is not None and event.id is not None else ""
    source = f", from {event.source!r}" if event is not None and event.source is not None else ""
    return f"the {metric.attribute} {amount} (lead {mark.journey.lead!r}{deal}{name}, {mark.at.isoformat()}{source})"
