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
from alignkit.history.events import Event
from alignkit.scorecard.add_up import Amounts, added, amounts_of, interpolated, plain_amounts, sum_of
from alignkit.scorecard.amounts import average, percentile
from alignkit.scorecard.metrics import total
from alignkit.scorecard.rates import Converted, Rates
from alignkit.scorecard.standings import pipeline
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


def test_amounts_are_told_in_the_agreed_currency() -> None:
    """Two of the dollars and one of the pounds are converted, in the order of their codes; what tells none is none."""
    rates = Rates("EUR", {"USD": Fraction(1, 2), "GBP": 2}, on=date(2026, 1, 1))
    amounts = (money(8, "USD"), None, money(5, "EUR"), money(3, "GBP"), money(2, "USD"))
    found = amounts_of(METRIC, [Mark(JOURNEY, day(1), amount=amount) for amount in amounts], rates)
    assert found == Amounts([4, 5, 6, 1], "EUR", (Converted("GBP", 1, rates), Converted("USD", 2, rates)))
    bare = amounts_of(METRIC, [Mark(JOURNEY, day(1), amount=amount) for amount in (3, None, Fraction(1, 2))], rates)
    assert bare == Amounts([3, Fraction(1, 2)], None, ())
    assert amounts_of(METRIC, [], rates) == amounts_of(METRIC, [Mark(JOURNEY, day(1))], None) == Amounts([], None, ())


def test_each_amount_is_named_with_where_it_came_from() -> None:
    """Its lead; its deal, event and source where it has them; and where in the facts it stands."""
    deal = Event("D1", day(2), "stage", "won", source="crm")

    def mark(amount: Fraction | int | Money, event: Event | None) -> Mark:
        return Mark(JOURNEY, day(2), amount=amount, event=event)

    own = mark(money("5.5", "EUR"), JOURNEY.events[0])
    for other, told in (
        (
            mark(Fraction(1, 10), deal),  # no rate tells what a bare number is worth
            "0.1 without a currency (lead 'L1', 'D1', 2026-01-03T00:00:00+00:00, from 'crm') cannot be added",
        ),
        (
            mark(money(7, "USD"), None),
            "7 USD (lead 'L1', 2026-01-03T00:00:00+00:00) cannot be added without a stated rate",
        ),
    ):
        with pytest.raises(DataError) as caught:
            amounts_of(METRIC, [own, other], None)
        assert str(caught.value) == (
            "amount: mixed-currencies: the amount 5.5 EUR (lead 'L1', event 'L1 won 1', 2026-01-03T00:00:00+00:00) "
            f"and the amount {told}"
        )
        with pytest.raises(DataError) as refused:
            amounts_of(METRIC, [mark(money(9, "JPY"), deal)], RATES)
        assert str(refused.value) == (
            "amount: mixed-currencies: the amount 9 JPY (lead 'L1', 'D1', 2026-01-03T00:00:00+00:00, from 'crm') "
            "cannot be told in EUR: no rate is stated for JPY"
        )


def test_a_sum_an_average_and_a_percentile() -> None:
    """Of 1, 2 and 9: 12, 4, and 5.5 at three quarters of the way; of nothing, nothing of whatever it would be."""
    numbers: list[Fraction | int] = [9, Fraction(1), 2]
    mean, quarter = average("amount", at=entered("won")), percentile(75, "amount", at=entered("won"))
    bare, euros = Amounts(numbers, None, ()), Amounts(numbers, "EUR", ())
    none = Amounts([], None, ())
    zero = money(0, "EUR")
    for metric, came, nothing in (
        (METRIC, Fraction(12), 0),
        (pipeline("amount", "sql"), Fraction(12), 0),
        (mean, Fraction(4), None),
        (quarter, Fraction(11, 2), None),
    ):
        assert added(metric, bare, None) == added(metric, bare, zero) == came
        assert added(metric, euros, None) == money(came, "EUR")
        assert added(metric, none, None) == nothing
        assert added(metric, none, zero) == (None if nothing is None else zero)


def test_sums_of_fractions_are_exact() -> None:
    """Halves, thirds and whole numbers, in any order; nothing sums to a number, too."""
    assert sum_of([Fraction(1, 2), Fraction(1, 3), 1, Fraction(1, 2), Fraction(-1, 3)]) == 2
    assert sum_of([Fraction(1, 3), Fraction(1, 4)]) == Fraction(7, 12)
    assert repr(sum_of([])) == "Fraction(0, 1)"


def test_percentiles_lie_between_the_closest_ranks() -> None:
    """Of 10, 20 and 40 in any order; alone, one is all of them."""
    numbers: list[Fraction | int] = [40, 10, 20]
    found = [interpolated(numbers, Fraction(percent)) for percent in (1, 25, 50, 60, 75, 100)]
    assert found == [Fraction("10.2"), 15, 20, 24, 30, 40]
    assert [interpolated([7], Fraction(percent)) for percent in (1, 100)] == [7, 7]


def test_what_a_glance_can_tell() -> None:
    """One currency, or none; not a mixture of both, and no other than the agreed one where rates are stated."""
    euro, dollar = money(5, "EUR"), money(7, "USD")
    told: list[tuple[list[Fraction | int | Money | None], Rates | None, Amounts | None]] = [
        ([], None, Amounts([], None, ())),
        ([None, 3, Fraction(1, 2)], RATES, Amounts([3, Fraction(1, 2)], None, ())),
        ([euro, None, euro], None, Amounts([Fraction(5)] * 2, "EUR", ())),
        ([euro], RATES, Amounts([Fraction(5)], "EUR", ())),
        ([dollar], None, Amounts([Fraction(7)], "USD", ())),
        ([dollar], RATES, None),
        ([euro, dollar], None, None),
        ([euro, 3], None, None),
    ]
    for values, rates, found in told:
        assert plain_amounts(values, rates) == found
