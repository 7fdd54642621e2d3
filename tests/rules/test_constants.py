from __future__ import annotations

import enum
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any
from unittest.mock import Mock

import pytest
from tests.rules.strategies import TWICE, Array, NAType, NotATime, Pretender, Refusing

from alignkit.currency import money
from alignkit.errors import DocumentError, LimitError, TimeError
from alignkit.rules.constants import FINEST, comparable, constant, constants, kind_of, number


class Country(str, enum.Enum):  # noqa: UP042 - the kind whose `str` is not its text
    """A text that calls itself otherwise."""

    NL = "NL"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (50, 50),
        (50.0, 50),
        (Decimal("50.00"), 50),
        (Fraction(100, 2), 50),
        (0.1, Decimal("0.1")),
        (Fraction(1, 8), Decimal("0.125")),
        (Fraction(1, 3), Fraction(1, 3)),
        (1e15, 10**15),
        (-0.0, 0),
        (Fraction(1, 10**40), Decimal("1e-40")),  # a decimal has at most 40 places
        (Fraction(1, 10**41), Fraction(1, 10**41)),
        (Fraction(1, FINEST), Fraction(1, FINEST)),
    ],
)
def test_a_number_has_one_form(written: Any, kept: object) -> None:  # noqa: ANN401 - any number
    """Whole numbers are ints, others decimals where they have one: equal rules have equal text."""
    found = number(written, "x")
    assert found == kept
    assert type(found) is type(kept)


def test_R09_a_number_too_large_to_write() -> None:
    """A number of 5,000 digits is refused by our limit, not by Python's limit on writing it."""
    with pytest.raises(LimitError, match="too-large"):
        constant(10**5000, "x")
    with pytest.raises(LimitError, match="too-fine"):
        constant(Fraction(1, 3**500), "x")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("sNaN"), Decimal("-Infinity")])
def test_constants_are_finite(value: object) -> None:
    """Nothing is compared with NaN or an infinity."""
    with pytest.raises(DocumentError, match="not-finite"):
        constant(value, "x")


def test_constants_that_cannot_be_compared() -> None:
    """None points to `is_missing`; lists, bytes and objects are refused."""
    with pytest.raises(DocumentError, match="is_missing"):
        constant(None, "x")
    for value in ([1], b"x", object(), 1j, {}):
        with pytest.raises(DocumentError, match="wrong-type"):
            constant(value, "x")


def test_T01_a_naive_constant() -> None:
    """A datetime without a zone would mean another instant on another host."""
    with pytest.raises(TimeError, match="naive"):
        constant(datetime(2026, 1, 5, 9), "x")  # noqa: DTZ001 - naive on purpose


def test_an_instant_keeps_its_offset() -> None:
    """One wall time of one zone can be two instants: they are unlike, and each prints the clock that was written."""
    first, second = (constant(instant, "x") for instant in TWICE)
    assert first != second
    assert hash(first) != hash(second)
    assert str(first) == "2024-10-27 02:30:00+02:00"
    assert str(second) == "2024-10-27 02:30:00+01:00"
    assert constant(datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), "x")


def test_subclasses_become_plain() -> None:
    """An enum's member is kept as its text, which compares and prints as text does."""
    found = constant(Country.NL, "country")
    assert type(found) is str
    assert found == "NL"


def test_constants_of_a_list_have_one_order() -> None:
    """Each stands there once, sorted; unlike kinds are refused, 1 and True among them."""
    assert constants((3, 1.0, 2, 1), "x") == (1, 2, 3)
    assert constants((money(1, "USD"), money(2, "EUR")), "x") == (money(2, "EUR"), money(1, "USD"))
    with pytest.raises(DocumentError, match="number, truth value"):
        constants((1, True), "x")


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (None, "missing"),
        (float("nan"), "missing"),
        (Decimal("NaN"), "missing"),
        (Decimal("sNaN"), "missing"),
        (NAType(), "missing"),
        (NotATime(2024, 1, 1, tzinfo=UTC), "missing"),
        ("", "text"),
        ("NaN", "text"),
        (False, "truth value"),
        (0, "number"),
        (float("inf"), "number"),
        (Fraction(1, 3), "number"),
        (date(2026, 1, 5), "date"),
        (datetime(2026, 1, 5, tzinfo=UTC), "instant"),
        (datetime(2026, 1, 5), "object"),  # noqa: DTZ001 - naive on purpose
        (money(1, "EUR"), "money"),
        ([], "list"),
        (frozenset({1}), "list"),
        ({}, "object"),
        (1j, "object"),
        (Refusing(), "object"),
        (Array(), "object"),
        (Pretender(), "object"),
        (Mock(spec=Decimal), "object"),  # claims to be one, and answers whatever it is asked
        (Mock(spec=datetime), "object"),
    ],
    ids=lambda value: type(value).__name__,  # the pretender would be called by where it lies in memory
)
def test_kinds(value: object, kind: str) -> None:
    """Every value has one kind, however it behaves."""
    assert kind_of(value) == kind


def test_a_truth_value_is_known_by_what_it_is_called() -> None:
    """Before its version 2, numpy called its own `bool_`, later `bool`; whichever there is, it is compared as ours."""
    older = type("bool_", (), {"__bool__": lambda _: False})()
    assert kind_of(older) == "truth value"
    assert comparable(older, "truth value") is False
    assert constant(older, "x") is False


def test_numpy_s_values_have_kinds() -> None:
    """Numpy's scalars count as Python's; an array has no single answer and is no value."""
    np = pytest.importorskip("numpy")
    assert [kind_of(value) for value in (np.int64(5), np.float32(0.5), np.bool_(True), np.str_("NL"))] == [
        "number",
        "number",
        "truth value",
        "text",
    ]
    assert kind_of(np.float64("nan")) == kind_of(np.float32("nan")) == kind_of(np.datetime64("NaT")) == "missing"
    for array in (np.array([]), np.array([float("nan")]), np.array([1, 2])):
        assert kind_of(array) == "object"
    assert constant(np.float64(0.1), "x") == Decimal("0.1")
    assert comparable(np.int64(5), "number") == 5


def test_numpy_s_scalars_are_constants_too() -> None:
    """What `df.max()` gave, or `df["vip"].any()`, stands in a rule as the plain number or truth value that it is."""
    np = pytest.importorskip("numpy")
    written = [constant(value, "x") for value in (np.int64(60), np.float16(0.1), np.longdouble("0.7"), np.bool_(True))]
    assert written == [60, Decimal("0.1"), Decimal("0.7"), True]
    assert [type(value) for value in written] == [int, Decimal, Decimal, bool]
    for value in (np.float64("nan"), np.float32("inf")):
        with pytest.raises(DocumentError, match="not-finite"):
            constant(value, "x")


def test_a_float_of_less_precision_stands_for_its_own_shortest_decimal() -> None:
    """To numpy, 0.7 in 32 bits prints as 0.7, and as a float it would be 0.699999988079071."""
    np = pytest.importorskip("numpy")
    for value in (np.float16(0.7), np.float32(0.7), np.float64(0.7), np.longdouble("0.7")):
        assert comparable(value, "number") == Decimal("0.7")
    assert comparable(np.float32("-inf"), "number") == Decimal("-Infinity")


def test_pandas_values_have_kinds() -> None:
    """NaT and NA are missing; a Timestamp is an instant if it is aware."""
    pd = pytest.importorskip("pandas")
    assert kind_of(pd.NaT) == kind_of(pd.NA) == "missing"
    assert kind_of(pd.Timestamp("2026-01-05", tz="UTC")) == "instant"
    assert kind_of(pd.Timestamp("2026-01-05")) == "object"
    assert type(constant(pd.Timestamp("2026-01-05", tz="UTC"), "x")) is datetime


def test_floats_compare_as_they_print() -> None:
    """A lead's 0.1 is one tenth; an infinity stays one, and compares whatever the host's decimal traps are."""
    assert comparable(0.1, "number") == Decimal("0.1")
    assert comparable(float("-inf"), "number") == Decimal("-Infinity")
