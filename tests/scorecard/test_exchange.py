"""An amount in the currency of its target, by the rates that were stated."""

from __future__ import annotations

import pytest
from tests.funnel.build import day

from alignkit.currency import money
from alignkit.instants import days
from alignkit.scorecard.exchange import in_currency_of
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.rates import Rates

RATES = Rates("EUR", {"USD": "0.8", "GBP": "1.2"}, on=day(0).date())


@pytest.mark.parametrize(
    ("target", "value", "found"),
    [
        (money(1, "EUR"), money(100, "USD"), money(80, "EUR")),
        (money(1, "USD"), money(100, "EUR"), money(125, "USD")),
        (money(1, "USD"), money(100, "GBP"), money(150, "USD")),
        (money(1, "GBP"), money(300, "USD"), money(200, "GBP")),
    ],
)
def test_an_amount_goes_by_both_rates(target: Quantity, value: Quantity, found: Quantity) -> None:
    """100 GBP are 120 EUR, and these 150 USD."""
    assert in_currency_of(target, value, RATES) == found


@pytest.mark.parametrize(
    ("target", "value"),
    [
        (money(1, "USD"), money(100, "USD")),
        (money(1, "CHF"), money(100, "USD")),
        (money(1, "USD"), money(100, "CHF")),
        (1, money(100, "USD")),
        (money(1, "USD"), 100),
        (days(1), days(2)),
    ],
)
def test_what_no_rate_is_stated_for_stays_as_it_is(target: Quantity, value: Quantity) -> None:
    """And what needs none."""
    assert in_currency_of(target, value, RATES) is value
    assert in_currency_of(money(1, "EUR"), value, None) is value
