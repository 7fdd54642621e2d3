"""Quantities: numbers, money and time, compared and written."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from alignkit.currency import Money, money
from alignkit.errors import DataError, DocumentError
from alignkit.instants import days, hours
from alignkit.scorecard.quantities import (
    Quantity,
    Scale,
    alike,
    exact_text,
    expression,
    like,
    magnitude,
    points_text,
    quantity,
    quantity_data,
    quantity_text,
    share_text,
)

EUROS = money(100, "EUR")


def test_a_bare_nothing_is_nothing_in_any_currency() -> None:
    """The sum of no sales can be held against a target in euros."""
    assert alike(0, EUROS, "revenue") == money(0, "EUR")
    assert alike(Fraction(0), EUROS, "revenue") == money(0, "EUR")
    assert alike(money(5, "EUR"), EUROS, "revenue") == money(5, "EUR")


@pytest.mark.parametrize("value", [5, money(5, "USD")])
def test_G08_another_currency_than_the_target(value: Quantity) -> None:
    """Dollars, or an amount without a currency, are not held against euros."""
    with pytest.raises(DataError, match="100 EUR") as caught:
        alike(value, EUROS, "revenue")
    assert caught.value.code == "mixed-currencies"
    assert caught.value.issues[0].path == "revenue"


@pytest.mark.parametrize(("value", "model"), [(days(1), EUROS), (EUROS, Fraction(5)), (5, days(1))])
def test_unlike_quantities_cannot_be_compared(value: Quantity, model: Quantity) -> None:
    """Time is no money."""
    with pytest.raises(DataError) as caught:
        alike(value, model, "revenue")
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize("value", [Fraction(7, 3), EUROS, timedelta(days=3, microseconds=1), timedelta.max])
def test_like_undoes_magnitude(value: Quantity) -> None:
    """A quantity is its magnitude in its own unit."""
    assert like(value, magnitude(value)) == value


def test_text_is_no_quantity() -> None:
    """Nothing is read from text, and a truth value is no number."""
    for value in ("5", True, None, [5]):
        with pytest.raises(DocumentError):
            quantity(value, "a target")


@pytest.mark.parametrize(
    ("value", "scale", "text"),
    [
        (None, "share", "–"),
        (1234, "count", "1,234"),
        (Fraction(5, 2), "count", "2.5"),
        (Fraction(400, 3), "count", "133.33"),
        (Fraction(1, 3), "share", "33.3 %"),
        (Fraction(1, 3), "amount", "0.33"),
        (Fraction(1, 300), "amount", "0.003333"),
        (money("0.5", "EUR"), "amount", "0.5 EUR"),
        (money("1234.56", "EUR"), "amount", "1,235 EUR"),
        (money(-5, "EUR"), "amount", "-5 EUR"),
        (timedelta(days=2, hours=3, minutes=5), "span", "2 days 3 hours"),
        (-days(2), "span", "-2 days"),
        (Fraction(1, 30), "count", "0.03"),
        (Fraction("0.1555"), "amount", "0.16"),
        (Fraction("0.0955"), "amount", "0.0955"),
        (money("2.344", "EUR"), "amount", "2.34 EUR"),
        (money("1000.4", "EUR"), "amount", "1,000 EUR"),
        (timedelta(hours=-36), "span", "-1 day 12 hours"),
        (timedelta(0), "span", "0 seconds"),
        (hours(1), "span", "1 hour"),
    ],
)
def test_a_quantity_for_people(value: Quantity | None, scale: Scale, text: str) -> None:
    """As many digits as help."""
    assert quantity_text(value, scale) == text


def test_a_share_never_rounds_to_all_or_nothing() -> None:
    """What is missed by one lead does not read as met."""
    assert share_text(Fraction(99_999, 100_000)) == ">99.9 %"
    assert share_text(Fraction(1, 100_000)) == "<0.1 %"
    assert share_text(0) == "0 %"
    assert share_text(1) == "100 %"
    assert share_text(Fraction(3, 2)) == "150 %"


def test_a_quantity_as_data() -> None:
    """Exact, and ready for JSON."""
    assert quantity_data(None) is None
    assert quantity_data(5) == 5
    assert quantity_data(Fraction(5, 6)) == 0.833333333333
    assert quantity_data(Money(Fraction(1, 3), "EUR")) == {"amount": "0.333333", "currency": "EUR"}
    assert quantity_data(-days(2)) == "-2 days"
    assert [quantity_data(span) for span in (timedelta(0), hours(1), -hours(1), days(20))] == [
        "0 minutes",
        "1 hour",
        "-1 hour",
        "20 days",
    ]


def test_how_far_apart_two_shares_are() -> None:
    """To a tenth of a percentage point; what is less is told to be so."""
    assert [points_text(Fraction(share)) for share in ("0.004", "0.0004", "0", "-0.2", "0.01")] == [
        "0.4 percentage points",
        "less than 0.1 percentage points",
        "0 percentage points",
        "20 percentage points",
        "1 percentage point",
    ]


def test_a_quantity_as_it_is_signed() -> None:
    """Nothing is rounded: up to 40 decimals, then as a fraction."""
    assert exact_text(Fraction("0.1234567")) == "0.1234567"
    assert exact_text(Fraction("0.90051234"), "share") == "90.051234 %"
    assert exact_text(Fraction(1, 10**40)) == f"0.{'0' * 39}1"
    assert exact_text(Fraction(3, 10**41)) == f"3/{10**41:,}"
    assert exact_text(money("1234.567", "EUR")) == "1,234.567 EUR"
    assert exact_text(days(20)) == "20 days"


def test_a_constant_as_an_expression() -> None:
    """A decimal where it has no more places than a float surely tells, or else a fraction."""
    assert expression(Fraction("0.123456789012345")) == "0.123456789012345"
    assert expression(Fraction("0.1234567890123456")) == f"Fraction({1234567890123456 // 64}, {10**16 // 64})"
    assert expression(money(5, "EUR")) == "money(5, 'EUR')"
    assert expression(days(20)) == "datetime.timedelta(days=20)"
