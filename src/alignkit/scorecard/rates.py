"""Rates: what one unit of another currency is worth in the agreed one, as somebody stated it on a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from alignkit.currency import Money, checked_currency
from alignkit.display.shown import Shown
from alignkit.errors import AlignkitError, DataError, DocumentError, Finding, raise_found, shown
from alignkit.exact import exact, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from alignkit.display.blocks import Block


def _given(
    values: Mapping[str, Any] | Iterable[tuple[str, Any]],
) -> tuple[tuple[str, Fraction], ...]:
    pairs: Any = values.items() if isinstance(values, Mapping) else values
    try:
        return tuple((code, rate) for code, rate in pairs)  # made exact in __attrs_post_init__
    except (TypeError, ValueError) as fault:
        raise DocumentError.at(
            "wrong-type", f"rates are a table such as {{'USD': '0.92'}}, not {shown(values)}", path="rates"
        ) from fault


def _digits(rate: Fraction) -> str:
    """Write a rate with ten decimals, or with as many as it takes to see that it is above 0."""
    places = 10
    while rate < Fraction(1, 10**places):
        places *= 2
    return plain(rate, places)


def _exact(value: object, code: str) -> Fraction:
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except InvalidOperation as fault:
            raise DocumentError.at("wrong-type", f"the rate of {code} is a number, not {shown(value)}") from fault
    found = exact(value, f"the rate of {code}")
    if found <= 0:
        raise DocumentError.at("bad-rate", f"the rate of {code} is above 0, not {shown(value)}")
    return found


@attrs.frozen(slots=True, repr=False)
class Rates(Shown):
    """What other currencies are worth in the agreed one: without a stated rate nothing is converted.

    Args:
        currency: the agreed currency.
        rates: from a currency to what one unit of it is worth in the agreed one: a number, or its decimal text.
        on: the date for which the rates were stated.
        source: who stated them.

    Raises:
        DocumentError: with every fault: `unknown-currency`, `own-currency`, `duplicate-id`, `bad-rate`, `wrong-type`,
            `not-finite`.
        LimitError: `too-large`.

    >>> rates = Rates("EUR", {"USD": "0.92"}, on=date(2026, 1, 1), source="ECB")
    >>> rates.convert(Money(Fraction(50), "USD"))
    money(46, 'EUR')
    """

    currency: str
    rates: tuple[tuple[str, Fraction], ...] = attrs.field(converter=_given)
    on: date = attrs.field(kw_only=True)
    source: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_currency(self.currency, path="currency")
        if not isinstance(self.on, date) or isinstance(self.on, datetime):
            raise DocumentError.at("wrong-type", f"rates are stated for a date, not {shown(self.on)}", path="on")
        if not isinstance(self.source, str):
            raise DocumentError.at(
                "wrong-type", f"the source of rates is text, not {shown(self.source)}", path="source"
            )
        faults: list[Finding] = []
        found: dict[str, Fraction] = {}
        for code, rate in self.rates:
            spelt = isinstance(code, str) and len(code) < 20 and code.isidentifier()
            path = f"rates.{code}" if spelt else "rates"
            try:
                checked_currency(code)
                if code == self.currency:
                    raise DocumentError.at("own-currency", f"{code} is the agreed currency: it needs no rate")
                if code in found:
                    raise DocumentError.at("duplicate-id", f"the rate of {code} is stated twice")
                found[code] = _exact(rate, code)
            except AlignkitError as fault:
                faults += [attrs.evolve(issue, path=path) for issue in fault.issues]
        raise_found(DocumentError, faults)
        object.__setattr__(self, "rates", tuple(sorted(found.items())))

    def of(self, currency: str) -> Fraction | None:
        """Return what one unit of a currency is worth in the agreed one; None where no rate is stated."""
        if not isinstance(currency, str):
            return None
        return Fraction(1) if currency == self.currency else dict(self.rates).get(currency)

    def convert(self, amount: Money) -> Money:
        """Return an amount in the agreed currency, exactly.

        Raises:
            DataError: `mixed-currencies`, when no rate is stated for its currency.
            DocumentError: `wrong-type`.
        """
        if not isinstance(amount, Money):
            raise DocumentError.at("wrong-type", f"what is converted is money, not {shown(amount)}")
        if amount.currency == self.currency:
            return amount
        rate = self.of(amount.currency)
        if rate is None:
            raise DataError.at(
                "mixed-currencies", f"{amount} cannot be told in {self.currency}: no rate is stated for it"
            )
        return Money(amount.amount * rate, self.currency)

    def text(self, currency: str) -> str:
        """Write one rate: `1 USD = 0.92 EUR`."""
        rate = self.of(currency)
        return f"1 {currency} = {'?' if rate is None else _digits(rate)} {self.currency}"

    def blocks(self) -> Block:
        """Return the rates as a table."""
        from alignkit.display.blocks import Column, Table  # drawing is loaded when something is drawn
        from alignkit.display.size import cut

        rates, more = cut(self.rates)
        rows = [(code, f"{_digits(rate)} {self.currency}") for code, rate in rates]
        by = f" by {self.source}" if self.source else ""
        caption = f"Rates stated {self.on.isoformat()}{by}"
        return Table(("one unit of", Column("is worth", "right")), rows, caption, more)

    def to_dict(self) -> dict[str, object]:
        """Return the rates as plain data: each as its decimal text, or as a fraction such as `1/3`."""
        return {
            "alignkit": 1,
            "kind": "rates",
            "currency": self.currency,
            "rates": {code: str(rate) if rate.denominator == 1 else _text(rate) for code, rate in self.rates},
            "on": self.on.isoformat(),
            "source": self.source,
        }


def _text(rate: Fraction) -> str:
    from alignkit.exact import decimal

    short = decimal(rate, 40)
    return f"{short:f}" if Fraction(short) == rate else str(rate)


def checked_rates(value: object) -> Rates | None:
    """Return rates, or None.

    Raises:
        DocumentError: `wrong-type`.
    """
    if value is not None and not isinstance(value, Rates):
        raise DocumentError.at(
            "wrong-type", f'rates are Rates("EUR", {{"USD": "0.92"}}, on=…), not {shown(value)}', path="rates"
        )
    return value


@attrs.frozen(slots=True)
class Converted:
    """Which amounts of a figure were told in the agreed currency by a stated rate.

    Args:
        currency: theirs.
        amounts: how many of them.
        rates: the rates that were stated.
    """

    currency: str
    amounts: int
    rates: Rates

    @property
    def text(self) -> str:
        """The conversion for people."""
        amounts = "1 amount" if self.amounts == 1 else f"{self.amounts:,} amounts"
        return f"{amounts} at {self.rates.text(self.currency)}, stated {self.rates.on.isoformat()}"
