"""Exchange: tell an amount in the currency of a target, by a stated rate."""

from __future__ import annotations

from alignkit.currency import Money
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.rates import Rates


def in_currency_of(target: Quantity, value: Quantity, rates: Rates | None) -> Quantity:
    """Return an amount in the currency of a target, exactly; as it is where no rate is stated, or none is needed.

    >>> from datetime import date
    >>> from alignkit.currency import money
    >>> rates = Rates("EUR", {"USD": "0.8"}, on=date(2026, 1, 1))
    >>> in_currency_of(money(1, "USD"), money(100, "EUR"), rates)
    money(125, 'USD')
    """
    if rates is None or not isinstance(target, Money) or not isinstance(value, Money):
        return value
    rate, own = rates.of(target.currency), rates.of(value.currency)
    if value.currency == target.currency or rate is None or own is None:
        return value
    return Money(value.amount * own / rate, target.currency)
