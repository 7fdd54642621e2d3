"""Averages and percentiles of the amounts of what was sold."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from tests.funnel.build import act, entry, followed
from tests.scorecard.build import FEBRUARY, grouped, measured, won

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError
from alignkit.funnel.patterns import entered
from alignkit.scorecard.amounts import average, median, percentile
from alignkit.scorecard.figure import figure
from alignkit.scorecard.rates import Rates

WON = entered("won")
FOUR = [won(number, f"L{number}", amount=money(amount, "EUR")) for number, amount in enumerate([15, 20, 35, 50], 1)]


def test_an_average_is_exact() -> None:
    """120 EUR over 4 sales; a fifth without an amount is unknown, in neither the sum nor the number of sales."""
    found = measured(average("amount", at=WON), followed(*FOUR, won(9, "L9")))
    assert (found.value, found.denominator, found.unknown) == (money(30, "EUR"), 4, 1)
    assert found.note == "of 4 amounts, 1 unknown"
    third = measured(average("seats", at=WON), followed(*(won(n, f"L{n}", seats=n) for n in (1, 1, 2))))
    assert third.value == Fraction(3, 2)


@pytest.mark.parametrize(
    ("percent", "amount"),
    [(50, "27.5"), (25, "18.75"), (40, 23), (90, "45.5"), (100, 50), (Fraction(100, 3), 20)],
)
def test_percentiles_interpolate(percent: Any, amount: Any) -> None:  # noqa: ANN401 - numbers of any kind
    """As spreadsheets do (PERCENTILE.INC): of 15, 20, 35, 50 the 40th is 23."""
    assert measured(percentile(percent, "amount", at=WON), followed(*FOUR)).value == money(amount, "EUR")


def test_one_amount_is_all_percentiles() -> None:
    """Alone, it is the middle and the end; the note says that it is alone."""
    found = measured(median("amount", at=WON), followed(won(3, amount=7)))
    assert (found.value, found.note) == (7, "of 1 amount")


def test_every_deal_counts_as_in_a_total() -> None:
    """Two deals of one lead are two amounts."""
    events = [act("link", 0, "D1"), act("link", 0, "D2"), won(4, "D1", amount=100), won(5, "D2", amount=20)]
    assert measured(average("amount", at=WON), followed(*events, leads={"L1": {}})).value == 60


def test_G01_no_amount_at_all() -> None:
    """Nothing sold, or nothing told: undefined, not 0."""
    for metric in (average("amount", at=WON), percentile(90, "amount", at=WON)):
        for journeys in (followed(), followed(won(3)), followed(entry("mql", 1))):
            found = measured(metric, journeys)
            assert (found.value, found.text, found.to_dict()["value"]) == (None, "–", None)


def test_groups_have_their_own() -> None:
    """Averages of groups do not add up, and their amounts do."""
    leads = {f"L{number}": {"origin": "paid" if number < 3 else "free"} for number in range(1, 5)}
    found = grouped(average("amount", at=WON), followed(*FOUR, leads=leads), "origin")
    assert [(name, part.value, part.denominator) for name, part in found] == [
        ("free", money("42.5", "EUR"), 2),
        ("paid", money("17.5", "EUR"), 2),
    ]


def test_G08_two_currencies_have_no_average() -> None:
    """Refused without a rate, naming both; with one, told in the agreed currency, and the figure says so."""
    journeys = followed(won(1, "a", amount=money(100, "EUR")), won(2, "b", amount=money(50, "USD")))
    with pytest.raises(DataError) as caught:
        measured(average("amount", at=WON), journeys)
    assert caught.value.code == "mixed-currencies"
    rates = Rates("EUR", {"USD": "0.92"}, on=date(2026, 1, 1))
    found = figure(
        average("amount", at=WON),
        journeys,
        period=measured(median("x", WON), journeys).period,
        as_of=FEBRUARY,
        rates=rates,
    )
    assert found.value == money(73, "EUR")
    assert found.note == "of 2 amounts, 1 amount at 1 USD = 0.92 EUR, stated 2026-01-01"


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: percentile(0, "amount", at=WON), "bad-percent"),
        (lambda: percentile(101, "amount", at=WON), "bad-percent"),
        (lambda: percentile(float("nan"), "amount", at=WON), "not-finite"),
        (lambda: percentile("90", "amount", at=WON), "wrong-type"),  # type: ignore[arg-type]  # the point
        (lambda: average("", at=WON), "bad-id"),
        (lambda: average("amount", at="won"), "not-a-pattern"),  # type: ignore[arg-type]  # the point
    ],
)
def test_what_is_no_such_metric_is_refused(build: Any, code: str) -> None:  # noqa: ANN401 - a thunk
    """Each refusal has its code."""
    with pytest.raises(DocumentError) as caught:
        build()
    assert caught.value.code == code
