from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from tests.rules.slow import walk
from tests.rules.strategies import about_a, known_conditions, rules_of, values

from alignkit.rules.field import field
from alignkit.rules.predicates import OneOf, Rule
from alignkit.rules.running.field_sums import Sums, Weighted, answer
from alignkit.rules.verdict import Verdict

a = field("a")


@given(rules_of(about_a(known_conditions), 4), values)
def test_the_slow_answer_is_the_answer(rule: Rule, held: object) -> None:
    """What decides samples and strangers means what every other way means."""
    assert {Verdict.YES: 1, Verdict.UNKNOWN: 0, Verdict.NO: -1}[answer(rule, held)] == walk(
        rule, {"a": held}, None, None
    )


def test_sums_by_what_the_value_is() -> None:
    """Steps of numbers, a table of texts, and one sum each for true, false and nothing."""
    rules: tuple[Any, ...] = (
        a.between(1, 5),
        a > 5,
        a.is_in("x", "y"),
        a != "y",
        a.is_true(),
        ~a.is_true(),
        ~(a < 0),
        ~a.is_missing(),
    )
    sums = Sums([Weighted(rule, 10**place) for place, rule in enumerate(rules)])
    base = 10**7  # it is known
    assert sums.steps == [
        *((None, base), ((0, 0), base + 10**6)),
        *(((1, 0), base + 10**6 + 1), ((5, 1), base + 10**6 + 10)),
    ]
    assert (sums.other_text, sums.texts) == (base + 1000, {"x": 100, "y": 100 - 1000})
    assert (sums.true, sums.false, sums.nothing) == (base + 10_000, base + 100_000, 0)
    assert Sums([Weighted(a.is_missing(), 3)]).nothing == 3
    assert Sums([Weighted(OneOf("a", ()), 3)]).steps == [(None, 0)]


def test_a_step_may_be_narrow() -> None:
    """What holds right above a number is tried there: not at the number, nor beyond the next one."""
    sums = Sums([Weighted((a > 10) & (a < 10.5), 3)])
    assert sums.steps == [(None, 0), ((10, 1), 3), ((Decimal("10.5"), 0), 0)]
    sums = Sums([Weighted(((a > 0) & (a < 10)) | (a > 25), 3)])
    assert sums.steps == [(None, 0), ((0, 1), 3), ((10, 0), 0), ((25, 1), 3)]
    sums = Sums([Weighted(a.is_in(3, 4), 3)])
    assert sums.steps == [(None, 0), ((3, 0), 3), ((3, 1), 0), ((4, 0), 3), ((4, 1), 0)]


def test_the_empty_text_is_a_text_as_any_other() -> None:
    """Where it is named, any other text still stands for those that are not."""
    sums = Sums([Weighted(~a.is_in("", "no"), 3)])
    assert (sums.other_text, sums.texts) == (3, {"": -3, "no": -3})


@pytest.mark.parametrize("held", [Decimal(0), Decimal(1), Decimal("5.1"), Decimal(5), Decimal("NaN"), Decimal("sNaN")])
def test_decimals_find_their_step(held: Decimal) -> None:
    """Adapters read numbers as decimals: they are not decided clause by clause."""
    rules: tuple[Any, ...] = (a.between(1, 5), a > 5, a <= 0, a == 1, a != 1, a.is_missing())
    sums = Sums([Weighted(rule, 10**place) for place, rule in enumerate(rules)])
    assert sums.slowly(held, None) == sum(
        10**place for place, rule in enumerate(rules) if answer(rule, held) is Verdict.YES
    )
