"""Values that stand for all others, so that a small rule can be tried on every lead there is.

Written from the meaning of the conditions and not from the source: whatever a field holds, the conditions of a rule
answer it as they answer one of the values that stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import ceil, floor
from typing import Any

from alignkit.currency import Money
from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.node import Condition
from alignkit.rules.predicates import Between, Compare, OneOf, Rule
from alignkit.rules.scores import Score
from alignkit.rules.walk import nodes

MICRO = timedelta(microseconds=1)
OTHER_KIND = object()


def constants_of(test: Any) -> tuple[Any, ...]:  # noqa: ANN401 - any condition
    """Return what a condition compares with."""
    if isinstance(test, Compare):
        return (test.value,)
    if isinstance(test, OneOf):
        return test.values
    return (test.low, test.high) if isinstance(test, Between) else ()


def stand_ins(tests: Iterable[Any], declared: FieldDeclaration | None = None) -> list[object]:
    """Return values of a field, one at least for each way in which the conditions on it can answer."""
    constants = [value for test in tests for value in constants_of(test)]
    numbers = [v for v in constants if isinstance(v, int | Decimal | Fraction) and not isinstance(v, bool)]
    texts = [v for v in constants if isinstance(v, str)]
    instants = [v for v in constants if isinstance(v, datetime)]
    dates = [v for v in constants if isinstance(v, date) and not isinstance(v, datetime)]
    amounts = [v for v in constants if isinstance(v, Money)]
    kind = declared.type if declared is not None else None
    found: list[object] = [None, OTHER_KIND]
    if kind is None:
        found += [True, False]
        found += [*around(numbers), *texts, "none of them", *days_around(dates)]
        found += [*instants, *(v + MICRO for v in instants), *(v - MICRO for v in instants)]
        found += money_around(amounts)
    elif kind == "integer":
        found += sorted({whole for n in numbers for whole in (floor(n) - 1, floor(n), ceil(n), ceil(n) + 1)})
    elif kind == "number":
        found += around(numbers)
    elif kind == "boolean":
        found += [True, False]
    elif kind == "date":
        found += days_around(dates)
    elif kind == "text":
        assert declared is not None
        found += declared.one_of or [*texts, "none of them"]
    return found


def around(numbers: list[Any]) -> list[Fraction]:
    """Return each number, something between any two, and what lies beyond them all."""
    ordered = sorted({Fraction(n) for n in numbers})
    between = [(a + b) / 2 for a, b in pairwise(ordered)]
    beyond = [ordered[0] - 1, ordered[-1] + 1] if ordered else [Fraction(0)]
    return [*ordered, *between, *beyond]


def days_around(dates: list[date]) -> list[object]:
    """Return each date and those beside it."""
    near = {date.fromordinal(min(max(d.toordinal() + i, 1), date.max.toordinal())) for d in dates for i in (-1, 0, 1)}
    return sorted(near)  # type: ignore[return-value]  # a list of dates is one of objects


def money_around(amounts: list[Money]) -> list[object]:
    """Return each amount in its currency and what lies around it, and a currency that nobody asks for."""
    found: list[object] = [Money(Fraction(1), "CHF")] if amounts else []
    for currency in {amount.currency for amount in amounts}:
        around_it = around([amount.amount for amount in amounts if amount.currency == currency])
        found += [Money(value, currency) for value in around_it]
    return found


def all_leads(
    definition: Rule | Score, declared: dict[str, FieldDeclaration] | None = None
) -> Iterator[dict[str, object]]:
    """Yield a lead for each combination of values that a definition can tell apart."""
    tests: dict[str, list[Any]] = {}
    for node in nodes(definition):
        if isinstance(node, Condition):
            tests.setdefault(node.field, []).append(node)
    values = [stand_ins(asked, (declared or {}).get(name)) for name, asked in tests.items()]
    for held in product(*values):
        yield dict(zip(tests, held, strict=True))
