"""Adding up amounts: all at a glance where they are alike, and one by one where they are not."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from tests.funnel.build import day, followed
from tests.scorecard.build import won

from alignkit.currency import Money, money
from alignkit.errors import DataError
from alignkit.funnel.patterns import entered
from alignkit.scorecard.add_up import amounts_of, plain_amounts
from alignkit.scorecard.metrics import total
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.tally import Mark

RATES = Rates("EUR", {"USD": Fraction(1, 2)}, on=date(2026, 1, 1), source="both teams")
METRIC = total("amount", at=entered("won"))
(JOURNEY,) = followed(won(1, "L1")).items
AMOUNTS = st.lists(
    st.sampled_from([None, 3, Fraction(1, 3), money(5, "EUR"), money("0.5", "EUR"), money(7, "USD"), money(9, "GBP")]),
    max_size=4,
)


@given(AMOUNTS, st.sampled_from([None, RATES]))
def test_a_glance_sees_what_a_look_at_each_sees(
    values: list[Fraction | int | Money | None], rates: Rates | None
) -> None:
    """And where amounts do not go together, or need a rate, the glance leaves them to the look at each."""
    glance = plain_amounts(values, rates)
    look = None
    with suppress(DataError):
        look = amounts_of(METRIC, [Mark(JOURNEY, day(1), amount=value) for value in values], rates)
    assert glance == (None if look is None or look.converted else look)


def test_what_the_glance_leaves_is_converted_or_refused() -> None:
    """A rate makes euros of dollars; without one, both are named."""
    mixed = [Mark(JOURNEY, day(1), amount=money(amount, code)) for amount, code in ((5, "EUR"), (7, "USD"))]
    assert plain_amounts([mark.amount for mark in mixed], RATES) is None
    assert amounts_of(METRIC, mixed, RATES).bare == [5, Fraction(7, 2)]
    with pytest.raises(DataError, match=r"5 EUR.*7 USD"):
        amounts_of(METRIC, mixed, None)
