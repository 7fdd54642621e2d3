"""Errors, ids, exact numbers and money: what every room stands on."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from numbers import Rational, Real
from typing import Any

import pytest
from hypothesis import given, strategies as st

import alignkit as ak
from alignkit import errors
from alignkit.errors import AlignkitError, DataError, DocumentError, Finding, LimitError, RuleError, shown
from alignkit.exact import decimal, exact, is_number, own_number, plain
from alignkit.names import checked_id, did_you_mean, nearest

CLASSES = [
    getattr(errors, name)
    for name in dir(errors)
    if isinstance(getattr(errors, name), type) and issubclass(getattr(errors, name), AlignkitError)
]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_has_one_root_and_survives_a_pickle(kind: type[AlignkitError]) -> None:
    """An error crosses a process with all its findings."""
    error = kind(Finding("a-code", "is wrong", "rules.mql"), Finding("b-code", "too", line=3))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert again.issues == error.issues
    assert again.code == "a-code"
    assert "2 faults" in str(again)


def test_a_rule_error_keeps_its_rule() -> None:
    """The rule goes with the error, through a pickle too."""
    error = RuleError(Finding("c", "m"), rule="the rule")
    assert pickle.loads(pickle.dumps(error)).rule == "the rule"


def test_many_faults_are_told_within_bounds() -> None:
    """A thousand faults are counted, and fifty are told."""
    text = str(DocumentError(*(Finding("c", "m", f"rules.r{i}") for i in range(1000))))
    assert text.startswith("1000 faults")
    assert text.endswith("and 950 more")


@given(st.text() | st.binary() | st.lists(st.integers()))
def test_a_quoted_value_is_short_and_on_one_line(value: object) -> None:
    """At most 80 characters, nothing raw that a terminal would act on."""
    quoted = shown(value)
    assert len(quoted) <= 80
    assert "\n" not in quoted
    assert quoted.isprintable() or not repr(value).isprintable()


def test_a_number_is_quoted_as_a_person_wrote_it() -> None:
    """Exact numbers stand for what was given: no fraction where a point tells it."""
    told = {"20": 20, "-5": -5, "1.5": 1.5, "-0.25": -0.25, "0.000001": "0.000001", "0": 0}
    for text, number in told.items():
        assert shown(Fraction(str(number))) == text
    assert shown(Fraction(1, 3)) == "1/3"
    assert shown(Fraction("0.0000001")) == "1/10000000"


def test_an_answer_is_quoted_by_its_kind() -> None:
    """Not by the picture that it shows itself as; a definition is written as its expression."""
    assert shown(ak.Rates("EUR", {"USD": 1}, on=date(2026, 1, 1))) == "a value of type Rates"
    assert shown(ak.days(2)) == "datetime.timedelta(days=2)"


@pytest.mark.parametrize("value", ["", "   ", "a\nb", "a\u0000b", " won", "Won ", "a" * 1_000_000, 7, None, b"x"])
def test_S04_bad_ids(value: object) -> None:
    """Refused, shortly and without a raw control character."""
    with pytest.raises(DocumentError) as caught:
        checked_id(value, "stage")
    message = str(caught.value)
    assert len(message) < 500
    assert "\n" not in message
    assert "\0" not in message


def test_the_nearest_name() -> None:
    """Misspelt and miscased names find the one meant; others get the list."""
    assert nearest("SLQ", ["MQL", "SQL"]) == "SQL"
    assert nearest("zzz", ["MQL"]) is None
    assert did_you_mean("zzz", ["MQL", "SQL"]) == "; known: 'MQL', 'SQL'"
    assert did_you_mean("zzz", []) == ""
    assert "and 8 more" in did_you_mean("zzz", [f"stage {i}" for i in range(20)])
    assert nearest("a" * 10_000, ["a"]) is None


def test_a_float_stands_for_its_shortest_decimal() -> None:
    """0.1 is one tenth; ten times 0.1 is 1."""
    assert exact(0.1) == Fraction(1, 10)
    assert sum([exact(0.1)] * 10) == 1


class Fifth:
    """A number of somebody else's, as numpy and sympy have them; it does not say its number when it is written."""

    numerator, denominator = 1, 5

    def __float__(self) -> float:
        return 0.2

    def __str__(self) -> str:
        return "one fifth"


class Rounded(Fifth):
    """One that is not exact."""


Rational.register(Fifth)
Real.register(Rounded)


def test_numbers_of_other_libraries_are_numbers() -> None:
    """Those that are exact stay so; one that is not stands for its own shortest decimal, or for that of its float."""
    np = pytest.importorskip("numpy")
    assert (exact(np.int64(60)), exact(np.float32(0.7))) == (Fraction(60), Fraction(7, 10))
    assert type(own_number(np.int64(60))) is int
    ours: Any = Fifth()
    rounded: Any = Rounded()
    assert (own_number(ours), own_number(rounded)) == (Fraction(1, 5), Fraction(1, 5))
    assert is_number(np.float16(1))
    assert not is_number(np.bool_(True))
    with pytest.raises(DocumentError, match="wrong-type"):
        exact(np.bool_(True))


@pytest.mark.parametrize("value", ["10", True, None, 1j, [1]])
def test_what_is_no_number_is_not_turned_into_one(value: object) -> None:
    """Text, truth values and the rest are refused."""
    with pytest.raises(DocumentError) as caught:
        exact(value)
    assert caught.value.code == "wrong-type"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity"), Decimal("sNaN")])
def test_what_is_not_finite_is_refused(value: object) -> None:
    """NaN and infinities are no numbers that anybody agrees on."""
    with pytest.raises(DocumentError) as caught:
        exact(value)
    assert caught.value.code == "not-finite"


@pytest.mark.parametrize("value", [10**400, 1e308, Decimal("1e999999"), Fraction(10**20), Decimal("1e-999999")])
def test_what_is_too_large_or_too_small_is_refused_at_once(value: object) -> None:
    """A limit is named, and no memory is spent."""
    with pytest.raises(LimitError):
        exact(value)


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6))
def test_the_hosts_decimal_context_changes_nothing(value: Decimal) -> None:
    """Numbers for people are the same under any precision and rounding."""
    written = plain(value)
    with localcontext(prec=3):
        assert plain(value) == written
        assert decimal(Fraction(value)) == value


def test_money_adds_up_exactly_and_in_one_currency() -> None:
    """Ten times ten cents are a euro; euros and dollars do not mix."""
    assert ak.money(0.1, "EUR") * 10 == ak.money(1, "EUR")
    assert ak.money("10.50", "EUR") - ak.money(1, "EUR") == ak.money(9.5, "EUR")
    assert ak.money(2, "EUR") > ak.money(1, "EUR")
    assert str(ak.money(1234567.5, "EUR")) == "1,234,567.5 EUR"
    assert repr(ak.money(0.5, "EUR")) == "money('0.5', 'EUR')"
    for amount in (250_000, "-0.1234567", "1e-90", Fraction(1, 3), "123456789012345.1234567"):
        made = ak.money(amount, "EUR")
        assert eval(repr(made), {"money": ak.money, "Fraction": Fraction}) == made  # noqa: S307 - our own text


def test_G08_mixed_currencies() -> None:
    """100 EUR and 50 USD have no sum, and both are named."""
    with pytest.raises(DataError, match="100 EUR and 50 USD") as caught:
        ak.money(100, "EUR") + ak.money(50, "USD")
    assert caught.value.code == "mixed-currencies"
    with pytest.raises(DataError):
        ak.money(100, "EUR") < ak.money(50, "USD")  # noqa: B015 - the comparison itself is refused


@pytest.mark.parametrize(("code", "near"), [("eur", "EUR"), ("EURO", "EUR"), ("", None), (None, None)])
def test_G09_currencies(code: object, near: str | None) -> None:
    """A currency is a code of ISO 4217; the nearest is named, and none is assumed."""
    with pytest.raises(DocumentError) as caught:
        ak.money(1, code)  # type: ignore[arg-type]  # wrong on purpose
    assert caught.value.code == "unknown-currency"
    if near is not None:
        assert f"did you mean {near!r}?" in str(caught.value)


@pytest.mark.parametrize("amount", ["ten", True, None, float("nan"), "NaN"])
def test_amounts_are_numbers(amount: object) -> None:
    """What is no finite number is no amount."""
    with pytest.raises(DocumentError):
        ak.money(amount, "EUR")


@pytest.mark.parametrize("other", [None, 1, "1", Decimal(1)])
def test_money_goes_with_money_alone(other: Any) -> None:  # noqa: ANN401 - wrong on purpose
    """What is no money has no currency, and none is assumed."""
    with pytest.raises(DataError, match="wrong-type"):
        ak.money(1, "EUR") + other
    with pytest.raises(DataError, match="wrong-type"):
        ak.money(1, "EUR") < other  # noqa: B015 - the comparison itself is refused


@pytest.mark.parametrize("factor", [None, "2", True, float("nan")])
def test_money_is_multiplied_by_numbers(factor: Any) -> None:  # noqa: ANN401 - wrong on purpose
    """A float factor stands for its shortest decimal, as everywhere."""
    assert ak.money(3, "EUR") * 0.1 == ak.money("0.3", "EUR")
    with pytest.raises(DocumentError):
        ak.money(1, "EUR") * factor
