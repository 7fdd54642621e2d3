"""Stated rates of a document, both ways."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.faults import Faults
from alignkit.agreement.document.read_rates import read_rates, write_rates
from alignkit.agreement.document.scope import Scope
from alignkit.scorecard.rates import Rates

GIVEN: dict[str, Any] = {"on": date(2026, 1, 1), "source": "ECB", "worth": {"USD": Decimal("0.92")}}


def read(value: dict[str, Any], currency: str | None = "EUR") -> tuple[Rates | None, list[tuple[str, str]]]:
    """Read rates, and what is wrong with them."""
    faults = Faults()
    scope = Scope({}, faults)
    scope.currency = currency
    found = read_rates(Table(value, "rates", faults), scope)
    return found, [(issue.code, issue.path) for issue in faults.found]


def test_rates_are_read_and_written() -> None:
    """What a person writes is what is meant; thirds too."""
    for rate in (Decimal("0.92"), Fraction(1, 3)):
        rates = Rates("EUR", {"USD": rate}, on=date(2026, 1, 1), source="ECB")
        assert read(write_rates(rates)) == (rates, [])
    assert read(GIVEN) == (Rates("EUR", {"USD": "0.92"}, on=date(2026, 1, 1), source="ECB"), [])


@pytest.mark.parametrize(
    ("part", "value", "code", "path"),
    [
        ("on", ..., "missing-field", "rates.on"),
        ("worth", ..., "missing-field", "rates.worth"),
        ("worth", {"usd": 1}, "unknown-currency", "rates.worth.usd"),
        ("worth", {"EUR": 1}, "own-currency", "rates.worth.EUR"),
        ("worth", {"USD": 0}, "bad-rate", "rates.worth.USD"),
        ("worth", {"USD": "0.92"}, "wrong-type", "rates.worth.USD"),
        ("on", "soon", "unreadable-date", "rates.on"),
        ("by", "me", "unknown-field", "rates.by"),
    ],
)
def test_G09_wrong_rates_of_a_document(part: str, value: object, code: str, path: str) -> None:
    """Each fault at the value that is wrong."""
    given = {key: item for key, item in {**GIVEN, part: value}.items() if item is not ...}
    assert read(given) == (None, [(code, path)])


def test_rates_need_an_agreed_currency() -> None:
    """Into what else would they convert?"""
    assert read(GIVEN, None) == (None, [("missing-field", "rates.worth")])
