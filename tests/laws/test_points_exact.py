"""Points are exact: whole millionths, whatever kind of number a person wrote."""

from __future__ import annotations

import decimal
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from tests.rules.slow import faded
from tests.rules.strategies import NOW

from alignkit.errors import DocumentError
from alignkit.exact import Number
from alignkit.history.events import Event
from alignkit.rules.decay import Fading
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score, checked_points, millionths
from alignkit.rules.verdict import Verdict

always = ~field("nothing").is_true() | field("nothing").is_missing()


def _points(*points: Number) -> Score:
    return Score("s", [Points(some, when=always) for some in points])


@pytest.mark.parametrize("tenth", [0.1, Decimal("0.1"), Fraction(1, 10)])
def test_R20_ten_tenths_are_one(tenth: Number) -> None:
    """Ten times 0.1 reaches a threshold of 1, and a mix of kinds of numbers gives one kind: Decimal."""
    score = _points(*[tenth] * 10)
    assert rate(score, {}).points == 1
    assert decide(score >= 1, {}) is Verdict.YES
    mixed = rate(_points(1, 0.1, Decimal("0.2"), Fraction(3, 10)), {}).points
    assert isinstance(mixed, Decimal)
    assert mixed == Decimal("1.6")


def test_an_epsilon_does_not_reach() -> None:
    """0.999999 is not 1: no tolerance makes it so."""
    score = _points(Decimal("0.999999"))
    assert decide(score >= 1, {}) is Verdict.NO
    assert decide(score < 1, {}) is Verdict.YES


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=60))
def test_sums_are_exact(millions: list[int]) -> None:
    """A sum of points is the sum of its millionths, never a float's."""
    score = _points(*[Fraction(some, 10**6) for some in millions])
    assert rate(score, {}).points == Fraction(sum(millions), 10**6)


@given(st.floats(-1e9, 1e9))
def test_a_float_stands_for_its_shortest_decimal(number: float) -> None:
    """What was written is what counts; what is finer than a millionth is refused and not rounded."""
    written = Fraction(repr(number))
    if (written * 10**6).denominator == 1:
        assert Fraction(checked_points(number, "points")) == written
    else:
        with pytest.raises(DocumentError, match=r"too-fine|too-large"):
            checked_points(number, "points")


@given(st.integers(-(10**15), 10**15), st.integers(0, 400), st.sampled_from((1, 2, 7, 30, 90)))
def test_fading_is_rounded_half_to_even(full: int, days: int, half_life: int) -> None:
    """Each contribution equals points × 2^(−days ÷ half-life) rounded to a millionth, proved with whole numbers."""
    found = Fading(full, timedelta(days=half_life)).after(days)
    assert Fraction(found, 10**6) == faded(Fraction(full, 10**6), days, half_life)


@given(st.permutations(range(6)), st.integers(1, 6))
def test_fading_sums_do_not_depend_on_order(order: list[int], most: int) -> None:
    """Rounding comes before summing, so the order of events cannot matter."""
    happened = [Event("L1", NOW - timedelta(days=11 * i, hours=5), "demo") for i in order]
    score = Score("s", [Points(Decimal("7.3"), each=did("demo"), half_life=timedelta(days=30), count_up_to=most)])
    expected = sum((faded(Fraction("7.3"), 11 * i, 30) for i in range(most)), Fraction(0))
    assert rate(score, {}, happened, as_of=NOW).points == expected


def test_the_host_s_decimal_context_changes_nothing() -> None:
    """Two digits of precision, traps and odd rounding in the host's context: the same points, bands and verdicts."""
    score = Score(
        "s",
        [Points(Decimal("123.456789"), when=always), Points(7, each=did("demo"), half_life=timedelta(days=3))],
        bands={"A": Decimal("123.456788"), "B": Decimal("123.456787")},
    )
    rule = (field("x") >= Decimal("0.1234567")) & (field("x") < Fraction(1, 3)) & ~(field("y") == 0.3)
    lead = {"x": Decimal("0.1234567"), "y": float("inf")}
    happened = [Event("L1", NOW - timedelta(days=1), "demo")]

    def answers() -> tuple[object, ...]:
        rating = rate(score, lead, happened, as_of=NOW)
        fresh = Score("t", score.points, bands=dict(score.bands))
        return (
            rating.points,
            rating.band,
            rating.range(),
            decide(rule, lead),
            fresh.bands,
            millionths(score.points[0].points),
        )

    usual = answers()
    with decimal.localcontext() as context:
        context.prec = 2
        context.rounding = decimal.ROUND_UP
        context.traps[decimal.FloatOperation] = True
        context.traps[decimal.Inexact] = True
        context.traps[decimal.Rounded] = True
        assert answers() == usual
