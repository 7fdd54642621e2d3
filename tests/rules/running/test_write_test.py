from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from tests.rules.strategies import known_conditions, timeless, values, within

from alignkit.rules.compile import condition_function
from alignkit.rules.field import field
from alignkit.rules.judge import judge
from alignkit.rules.predicates import AnyItem, EveryItem, OneOf
from alignkit.rules.running.write_test import Held, near, write_test
from alignkit.rules.verdict import Verdict

HELD = Held("v0", "t0", "(t0 := T(v0))")


@given(timeless | within, values)
def test_a_condition_is_written_as_it_is_judged(test: Any, held: object) -> None:  # noqa: ANN401 - a condition
    """For YES and for NO, whatever is held."""
    for now in (None, 10**15):
        verdict = judge(test, held, now).verdict
        assert bool(condition_function(test, True)(held, now)) is (verdict is Verdict.YES)
        assert bool(condition_function(test, False)(held, now)) is (verdict is Verdict.NO)


NAN = float("nan")


@pytest.mark.parametrize(
    ("test", "held", "verdict"),
    [
        (field("a").is_missing(), NAN, Verdict.YES),
        (field("a").is_missing(), 0.5, Verdict.NO),
        (field("a") != 5, 6.0, Verdict.YES),
        (field("a") != 5, NAN, Verdict.UNKNOWN),
        (field("a") == 5, NAN, Verdict.UNKNOWN),
        (field("a").is_in(1, 2), 3, Verdict.NO),
        (field("a").is_in(1, 2), NAN, Verdict.UNKNOWN),
        (field("a").is_in(0.1), 0.1, Verdict.YES),
        (field("a").between(0, Fraction(1, 3)), 0.25, Verdict.YES),
        (field("a").between(Fraction(1, 3), 1), 0.25, Verdict.NO),
        (field("a").between(0, 1), NAN, Verdict.UNKNOWN),
    ],
)
def test_numbers_mean_what_is_written(test: Any, held: object, verdict: Verdict) -> None:  # noqa: ANN401 - a condition
    """NaN is missing, and neither among numbers nor unlike one; a float is its shortest decimal."""
    assert judge(test, held).verdict is verdict
    assert bool(condition_function(test, True)(held, None)) is (verdict is Verdict.YES)
    assert bool(condition_function(test, False)(held, None)) is (verdict is Verdict.NO)


@given(known_conditions, values, values)
def test_items_are_written_as_they_are_judged(test: Any, one: object, other: object) -> None:  # noqa: ANN401 - a condition
    """Of lists and tuples inline, of sets and the rest by `judge`."""
    if isinstance(test, AnyItem | EveryItem):
        return
    for held in ([], [one], [one, other], (one, other), one):
        for asked in (AnyItem(test), EveryItem(test)):
            verdict = judge(asked, held).verdict
            assert bool(condition_function(asked, True)(held, None)) is (verdict is Verdict.YES)
            assert bool(condition_function(asked, False)(held, None)) is (verdict is Verdict.NO)


def test_conditions_of_one_kind_share_their_code() -> None:
    """Ten thousand of them are compiled once."""
    one, other = (condition_function(field(name) >= limit, True) for name, limit in (("a", 5), ("b", 7)))
    assert one.__code__ is other.__code__
    assert (one(6, None), other(6, None)) == (True, False)


@pytest.mark.parametrize(
    "test",
    [field("a") > 1, field("a") == "x", field("a").is_in("x"), field("a").contains("x"), field("a").is_true()],
)
def test_ordinary_values_are_not_judged(test: Any) -> None:  # noqa: ANN401 - a condition
    """Text where a number is due, and the like, is UNKNOWN at once."""
    judged: list[object] = []
    written = write_test(test, True, HELD, lambda _: "c0")
    names = {
        "T": type,
        "I": int,
        "F": float,
        "S": str,
        "B": bool,
        "O": {str, int, float, bool, type(None)},
        "now": None,
    }
    names |= {"c0": "x" if "x" in repr(test) else 1, "yes": lambda *asked: judged.append(asked)}
    for held in (1, 0.5, "x", True, None):
        eval(written, {**names, "v0": held})  # noqa: S307 - our own expression
    assert not judged
    eval(written, {**names, "v0": Decimal(1)})  # noqa: S307 - our own expression
    assert len(judged) == 1


def test_dates_are_compared_at_once() -> None:
    """Instants are none of them."""
    after = field("a") > date(2026, 1, 1)
    assert condition_function(after, True)(date(2026, 1, 2), None)
    assert not condition_function(after, True)(date(2026, 1, 1), None)
    assert "is K" in write_test(after, True, HELD, lambda _: "c0")


def test_near_constants() -> None:
    """The float whose shortest decimal the constant is; none for what has no such float."""
    assert [near(some) for some in (5, Decimal("0.1"), Decimal("1e-7"), -(2**53))] == [5, 0.1, 1e-7, -(2**53)]
    assert [near(some) for some in (2**53 + 1, True, "5", Fraction(1, 3), Decimal("0.1234567890123456789"))] == [
        None
    ] * 5


def test_no_constant_at_all() -> None:
    """Nothing is among no constants: NO for whatever is known."""
    for held, verdict in ((5, Verdict.NO), ("x", Verdict.NO), (None, Verdict.UNKNOWN), (float("nan"), Verdict.UNKNOWN)):
        assert condition_function(OneOf("a", ()), False)(held, None) is (verdict is Verdict.NO)
        assert not condition_function(OneOf("a", ()), True)(held, None)
