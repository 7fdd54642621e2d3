"""Stated rates: what other currencies are worth in the agreed one."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import JANUARY, followed
from tests.scorecard.build import FEBRUARY, won

from alignkit.currency import money
from alignkit.errors import DataError, DocumentError
from alignkit.funnel.patterns import entered
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import total
from alignkit.scorecard.rates import Converted, Rates, checked_rates

ON = date(2026, 1, 1)
RATES = Rates("EUR", {"USD": "0.92", "GBP": Fraction(7, 6)}, on=ON, source="ECB")


def test_G08_a_stated_rate_is_used_and_told() -> None:
    """100 EUR, 50 USD and 12 GBP are 160 EUR; the figure says how many amounts at which rate, and of when."""
    journeys = followed(
        won(1, "a", amount=money(100, "EUR")),
        won(2, "b", amount=money(30, "USD")),
        won(3, "c", amount=money(20, "USD")),
        won(4, "d", amount=money(12, "GBP")),
    )
    found = figure(total("amount", at=entered("won")), journeys, period=JANUARY, as_of=FEBRUARY, rates=RATES)
    assert found.value == money(160, "EUR")
    assert found.note == (
        "1 amount at 1 GBP = 1.1666666667 EUR, stated 2026-01-01, 2 amounts at 1 USD = 0.92 EUR, stated 2026-01-01"
    )
    assert json.loads(json.dumps(found.to_dict()))["converted"][1]["amounts"] == 2


def test_G08_no_rate_is_invented() -> None:
    """A currency without one is refused, and so is an amount without a currency; one currency alone is, too."""
    metric = total("amount", at=entered("won"))
    for event in (won(1, "a", amount=money(1, "JPY")), won(1, "a", amount=money(1, "SEK"))):
        with pytest.raises(DataError) as caught:
            figure(metric, followed(event), period=JANUARY, as_of=FEBRUARY, rates=RATES)
        assert caught.value.code == "mixed-currencies"
        assert "no rate is stated" in str(caught.value)
        assert "'a'" in str(caught.value)
    with pytest.raises(DataError, match="5 without a currency"):
        figure(
            metric,
            followed(won(1, "a", amount=money(1, "USD")), won(2, "b", amount=5)),
            period=JANUARY,
            as_of=FEBRUARY,
            rates=RATES,
        )
    with pytest.raises(DocumentError):
        figure(metric, followed(), period=JANUARY, as_of=FEBRUARY, rates={"USD": 0.9})  # type: ignore[call-overload]  # the point


def test_rates_convert_exactly() -> None:
    """Thirds too; the agreed currency is worth itself."""
    assert RATES.convert(money(1, "GBP")).amount == Fraction(7, 6)
    assert RATES.convert(money(5, "EUR")) == money(5, "EUR")
    assert RATES.of("EUR") == 1
    assert RATES.of("JPY") is None
    with pytest.raises(DataError) as caught:
        RATES.convert(money(1, "JPY"))
    assert caught.value.code == "mixed-currencies"


@pytest.mark.parametrize(
    ("rates", "code"),
    [
        ({"usd": 1}, "unknown-currency"),
        ({"EURO": 1}, "unknown-currency"),
        ({"": 1}, "unknown-currency"),
        ({"EUR": 1}, "own-currency"),
        ({"USD": 0}, "bad-rate"),
        ({"USD": "-0.9"}, "bad-rate"),
        ({"USD": "much"}, "wrong-type"),
        ({"USD": None}, "wrong-type"),
        ({"USD": float("nan")}, "not-finite"),
        ([("USD", 1), ("USD", 2)], "duplicate-id"),
        ("USD", "wrong-type"),
        (5, "wrong-type"),
    ],
)
def test_G09_wrong_rates(rates: Any, code: str) -> None:  # noqa: ANN401 - what is wrong
    """Each with its code, at its path."""
    with pytest.raises(DocumentError) as caught:
        Rates("EUR", rates, on=ON)
    assert caught.value.code == code
    assert caught.value.issues[0].path.startswith("rates")


def test_all_faults_at_once() -> None:
    """Every wrong rate is told; so are a wrong currency and a wrong date."""
    with pytest.raises(DocumentError) as caught:
        Rates("EUR", {"usd": 1, "GBP": 0}, on=ON)
    assert [issue.path for issue in caught.value.issues] == ["rates.usd", "rates.GBP"]
    with pytest.raises(DocumentError, match="unknown-currency"):
        Rates("euro", {}, on=ON)
    for on in ("2026-01-01", datetime(2026, 1, 1), None):  # noqa: DTZ001 - the point
        with pytest.raises(DocumentError, match="wrong-type"):
            Rates("EUR", {}, on=on)  # type: ignore[arg-type]  # the point
    with pytest.raises(DocumentError, match="wrong-type"):
        Rates("EUR", {}, on=ON, source=5)  # type: ignore[arg-type]  # the point
    with pytest.raises(DocumentError, match="too-large"):
        Rates("EUR", {"USD": 10**16}, on=ON)


def test_rates_are_a_value_that_shows_itself() -> None:
    """In any order; as a table, and as plain data."""
    assert Rates("EUR", {"GBP": Fraction(7, 6), "USD": 0.92}, on=ON, source="ECB") == RATES
    assert copy.deepcopy(RATES) == RATES == pickle.loads(pickle.dumps(RATES))
    assert attrs.evolve(RATES, source="").source == ""
    with pytest.raises(DocumentError):
        attrs.evolve(RATES, currency="USD")
    assert "0.92 EUR" in repr(RATES)
    assert RATES.to_dict()["rates"] == {"GBP": "7/6", "USD": "0.92"}


def test_O01_the_source_of_rates_is_escaped() -> None:
    """Whoever stated them."""
    page = attrs.evolve(RATES, source='<script>alert(1)</script>" onmouseover="x')._repr_html_()
    assert "<script" not in page
    assert '" onmouseover' not in page


def test_a_strange_code_is_not_in_the_path() -> None:
    """A path stays short, and can be printed; nothing but money is converted."""
    rates = Rates("EUR", {"USD": "0.92"}, on=date(2026, 1, 1))
    for code in ("x" * 100_000, "\ud800", "U D"):
        with pytest.raises(DocumentError) as caught:
            Rates("EUR", {code: 1}, on=date(2026, 1, 1))
        assert [(issue.code, issue.path) for issue in caught.value.issues] == [("unknown-currency", "rates")]
        assert len(str(caught.value).encode()) < 500
    assert rates.of([]) is None  # type: ignore[arg-type]  # the point
    with pytest.raises(DocumentError, match="is money"):
        rates.convert(5)  # type: ignore[arg-type]  # the point


# as they are read and kept


def test_rates_in_a_table() -> None:
    """In the order of the codes, with ten decimals at most; who stated them, and when."""
    made = Rates("EUR", {"USD": "0.92", "GBP": Fraction(7, 6), "CHF": 1}, on=ON, source="ECB")
    assert repr(made).splitlines() == [
        "Rates stated 2026-01-01 by ECB",
        "",
        "one unit of          is worth",
        "───────────  ────────────────",
        "CHF                     1 EUR",
        "GBP          1.1666666667 EUR",
        "USD                  0.92 EUR",
    ]
    assert repr(attrs.evolve(made, source="")).splitlines()[0] == "Rates stated 2026-01-01"


def test_a_small_rate_is_not_told_as_0() -> None:
    """It has as many decimals as it takes to see what it is."""
    assert Rates("EUR", {"JPY": "0.0000000001"}, on=ON).text("JPY") == "1 JPY = 0.0000000001 EUR"
    assert Rates("EUR", {"JPY": "0.000000000012"}, on=ON).text("JPY") == "1 JPY = 0.000000000012 EUR"
    assert Rates("EUR", {"JPY": "0.00000000005"}, on=ON).text("JPY") == "1 JPY = 0.00000000005 EUR"


def test_rates_as_plain_data() -> None:
    """Each as its decimal text up to 40 decimals; what is no such decimal is a fraction."""
    rates = {"GBP": Fraction(7, 6), "USD": 0.92, "CHF": 2, "JPY": "1E-40", "SEK": "1E-41"}
    assert Rates("EUR", rates, on=ON, source="ECB").to_dict() == {
        "alignkit": 1,
        "kind": "rates",
        "currency": "EUR",
        "rates": {
            "CHF": "2",
            "GBP": "7/6",
            "JPY": "0.0000000000000000000000000000000000000001",
            "SEK": "1/100000000000000000000000000000000000000000",
            "USD": "0.92",
        },
        "on": "2026-01-01",
        "source": "ECB",
    }
    assert Rates("EUR", {}, on=ON).to_dict()["source"] == ""


def test_one_rate_is_written_in_a_line() -> None:
    """The agreed currency is worth itself; of one without a rate nothing is known."""
    assert [RATES.text(code) for code in ("USD", "GBP", "EUR", "JPY")] == [
        "1 USD = 0.92 EUR",
        "1 GBP = 1.1666666667 EUR",
        "1 EUR = 1 EUR",
        "1 JPY = ? EUR",
    ]


def test_what_was_converted_is_told() -> None:
    """One amount is one, and many are many."""
    assert [Converted("USD", amounts, RATES).text for amounts in (1, 2, 1200)] == [
        "1 amount at 1 USD = 0.92 EUR, stated 2026-01-01",
        "2 amounts at 1 USD = 0.92 EUR, stated 2026-01-01",
        "1,200 amounts at 1 USD = 0.92 EUR, stated 2026-01-01",
    ]


def test_rates_are_given_as_a_table_or_as_pairs() -> None:
    """By numbers, or by their text; exactly."""
    made = Rates("EUR", [("USD", "0.1"), ("GBP", 0.2)], on=ON)
    assert made.rates == (("GBP", Fraction(1, 5)), ("USD", Fraction(1, 10)))
    assert made == Rates("EUR", iter([("GBP", Fraction(1, 5)), ("USD", Fraction(1, 10))]), on=ON)
    assert (made.of("USD"), made.of("EUR"), made.of("JPY")) == (Fraction(1, 10), Fraction(1), None)
    assert made.convert(money(7, "USD")) == money("0.7", "EUR")
    assert checked_rates(made) is made
    assert checked_rates(None) is None


def test_a_code_stands_in_the_path_where_it_can_be_read() -> None:
    """Up to 19 letters; a longer one, one with a blank, and what is no text at all do not."""
    for code, path in (("X" * 19, f"rates.{'X' * 19}"), ("X" * 20, "rates"), ("U D", "rates"), (5, "rates")):
        with pytest.raises(DocumentError) as caught:
            Rates("EUR", [(code, 1)], on=ON)  # type: ignore[list-item]  # the point
        assert [issue.path for issue in caught.value.issues] == [path]
