"""An amount and its currency. Amounts add up only in one currency, and exactly."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Self

import attrs

from alignkit.errors import DataError, DocumentError, shown
from alignkit.exact import Number, decimal, exact, plain
from alignkit.names import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable

CURRENCIES = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split()
)
"""The ISO 4217 codes of money that people can be paid in."""


def checked_currency(code: object, *, path: str = "") -> str:
    """Return an ISO 4217 code.

    Raises:
        DocumentError: `unknown-currency`, with the nearest code.

    >>> checked_currency("EUR")
    'EUR'
    """
    if not isinstance(code, str) or code not in CURRENCIES:
        raise DocumentError.at(
            "unknown-currency",
            f"a currency is an ISO 4217 code such as EUR, not {shown(code)}{did_you_mean(code, sorted(CURRENCIES))}",
            path=path,
        )
    return code


class BesideMoney:
    """What puts itself together with an amount of money that stands to its left: a metric."""

    __slots__ = ()


@attrs.frozen(slots=True)
class Money:
    """An exact amount in one currency; `money(250_000, "EUR")` makes one.

    Args:
        amount: the exact amount, in the currency's main unit (euros, not cents).
        currency: an ISO 4217 code.

    >>> money(0.1, "EUR") * 10 == money(1, "EUR")
    True
    """

    amount: Fraction
    currency: str

    def __attrs_post_init__(self) -> None:
        checked_currency(self.currency)
        if not isinstance(self.amount, Fraction):
            object.__setattr__(self, "amount", exact(self.amount, "an amount"))

    def _same(self, other: Money) -> Fraction:
        if not isinstance(other, Money):
            raise DataError.at(
                "wrong-type", f"money goes with money alone, not with {shown(other)}; make it with money(250, 'EUR')"
            )
        if self.currency != other.currency:
            raise DataError.at("mixed-currencies", f"{self} and {other} cannot be put together without a stated rate")
        return other.amount

    def __add__(self, other: Money) -> Self:
        if isinstance(other, BesideMoney):
            return NotImplemented
        return type(self)(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Self:
        if isinstance(other, BesideMoney):
            return NotImplemented
        return type(self)(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: Number) -> Self:
        if isinstance(factor, BesideMoney):
            return NotImplemented
        return type(self)(self.amount * exact(factor, "the factor of an amount"), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{plain(self.amount, 2)} {self.currency}"

    def __repr__(self) -> str:
        if self.amount.denominator == 1:
            return f"money({self.amount}, {self.currency!r})"
        short = decimal(self.amount, 100)  # so many places an amount may have
        exactly = repr(f"{short:f}") if Fraction(short) == self.amount else repr(self.amount)
        return f"money({exactly}, {self.currency!r})"


def money(amount: object, currency: str) -> Money:
    """Return an exact amount of money.

    Args:
        amount: a number, or its decimal text; a float stands for its shortest decimal.
        currency: an ISO 4217 code.

    Raises:
        DocumentError: `unknown-currency`, `wrong-type` or `not-finite`.

    >>> str(money(250_000, "EUR"))
    '250,000 EUR'
    """
    from decimal import Decimal, InvalidOperation

    if isinstance(amount, str):
        try:
            amount = Decimal(amount)
        except InvalidOperation as fault:
            raise DocumentError.at("wrong-type", f"an amount must be a number, not {shown(amount)}") from fault
    return Money(exact(amount, "an amount"), checked_currency(currency))


def total(amounts: Iterable[Money], currency: str) -> Money:
    """Add amounts up exactly, in `currency`.

    Raises:
        DataError: `mixed-currencies`.

    >>> total([money(1, "EUR"), money("0.50", "EUR")], "EUR")
    money('1.5', 'EUR')
    """
    found = money(0, currency)
    for amount in amounts:
        found = found + amount
    return found
