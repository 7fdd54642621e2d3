from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.rules.strategies import TWICE, SulkingInt, SulkingText

from alignkit.currency import money
from alignkit.instants import micros
from alignkit.rules.field import field
from alignkit.rules.judge import judge
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
x = field("x")
NOW = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rule", "absent_or_none", "empty_text"),
    [
        (x == "NL", UNKNOWN, NO),
        (x != "NL", UNKNOWN, YES),
        (x == "", UNKNOWN, YES),
        (x == 50, UNKNOWN, UNKNOWN),
        (x != 50, UNKNOWN, UNKNOWN),
        (x < 50, UNKNOWN, UNKNOWN),
        (x <= 50, UNKNOWN, UNKNOWN),
        (x > 50, UNKNOWN, UNKNOWN),
        (x >= 50, UNKNOWN, UNKNOWN),
        (x == True, UNKNOWN, UNKNOWN),  # noqa: E712 - a rule is built
        (x.is_in("NL", "BE"), UNKNOWN, NO),
        (x.is_in("", "BE"), UNKNOWN, YES),
        (x.is_in(1, 2), UNKNOWN, UNKNOWN),
        (x.is_in(), UNKNOWN, NO),
        (x.between(1, 9), UNKNOWN, UNKNOWN),
        (x.contains("a"), UNKNOWN, NO),
        (x.starts_with("a"), UNKNOWN, NO),
        (x.ends_with("a"), UNKNOWN, NO),
        (x.is_true(), UNKNOWN, UNKNOWN),
        (x.is_missing(), YES, NO),
        (x.within(timedelta(days=1)), UNKNOWN, UNKNOWN),
    ],
)
def test_R11_nothing_and_an_empty_text(rule: Any, absent_or_none: Verdict, empty_text: Verdict) -> None:  # noqa: ANN401 - a condition
    """No value is UNKNOWN to all but `is_missing`; an empty text is a text, and no number."""
    now = micros(NOW)
    assert judge(rule, None, now).verdict is absent_or_none
    assert judge(rule, float("nan"), now).verdict is absent_or_none
    assert judge(rule, "", now).verdict is empty_text


@pytest.mark.parametrize(
    ("value", "rule", "note"),
    [
        ("200", x > 100, "text where a number is due"),
        (200, x == "200", "a number where text is due"),
        (True, x > 0, "a truth value where a number is due"),
        (1, x.is_true(), "a number where a truth value is due"),
        (date(2026, 1, 5), x > NOW, "a date where an instant is due"),
        (NOW, x > date(2026, 1, 5), "an instant where a date is due"),
        (["NL"], x.is_in("NL"), "a list where text is due"),
        ({"value": 5}, x > 1, "an object where a number is due"),
        (datetime(2026, 1, 5, 9), x > NOW, "a time without a zone where an instant is due"),  # noqa: DTZ001 - the case
        (datetime(2026, 1, 5, 9), x > date(2026, 1, 5), "a time without a zone where a date is due"),  # noqa: DTZ001 - the case
        ([datetime(2026, 1, 5)], x.any_item > NOW, "an item: a time without a zone where an instant is due"),  # noqa: DTZ001 - the case
        (money(5, "EUR"), x > 1, "money where a number is due"),
        (5, x > money(1, "EUR"), "a number where money is due"),
        (money(5, "EUR"), x > money(1, "USD"), "EUR where USD is due"),
        (money(5, "EUR"), x.between(money(1, "USD"), money(9, "USD")), "EUR where USD is due"),
        (SulkingInt(5), x > 1, "a number that cannot be compared"),
        (SulkingText("NL"), x.contains("N"), "text that cannot be compared"),
    ],
)
def test_R10_a_value_of_another_kind(value: object, rule: Any, note: str) -> None:  # noqa: ANN401 - a condition
    """No coercion, no comparison as text, no Python TypeError: UNKNOWN, with both kinds named."""
    assert judge(rule, value) == (UNKNOWN, "type-mismatch", note)


def test_currencies_can_be_unlike() -> None:
    """An amount in euros is certainly not one in dollars; which is more needs a rate."""
    euro = money(1, "EUR")
    assert judge(x == money(1, "USD"), euro).verdict is NO
    assert judge(x != money(1, "USD"), euro).verdict is YES
    assert judge(x.is_in(money(1, "USD"), euro), money("1.00", "EUR")).verdict is YES
    assert judge(x.is_in(money(1, "USD")), euro).verdict is NO
    assert judge(x <= money(1, "USD"), euro).verdict is UNKNOWN


@pytest.mark.parametrize("tenth", [0.1, Decimal("0.1"), Decimal("0.10"), Fraction(1, 10)])
def test_numbers_compare_exactly(tenth: object) -> None:
    """A tenth is a tenth in each kind of number."""
    for rule in (x == 0.1, x <= Decimal("0.1"), x >= Fraction(1, 10), x.is_in(0.1, 0.2), x.between(0.1, 0.1)):
        assert judge(rule, tenth).verdict is YES
    for rule in (x < 0.1, x > 0.1, x > Fraction(1, 3)):
        assert judge(rule, tenth).verdict is NO


def test_infinite_and_huge_numbers_compare() -> None:
    """An infinity lies beyond all numbers; an int of 5,000 digits is a number like others."""
    for most in (float("inf"), Decimal("Infinity"), 10**5000):
        for rule in (x > 10**15, x > 0.1, x > Fraction(1, 3), x != 5, x >= -(10**15)):
            assert judge(rule, most).verdict is YES
        assert judge(x.between(0, Fraction(7, 3)), most).verdict is NO


def test_a_wall_time_that_happened_twice() -> None:
    """02:30 happened twice: the first is before the second, not equal to it, in any zone that a lead's value is in."""
    first, second = TWICE
    assert judge(x < second, first).verdict is YES
    assert judge(x == second, first).verdict is NO
    assert judge(x == first, first.astimezone(UTC)).verdict is YES
    assert judge(x.is_in(second), second).verdict is YES
    assert judge(x.between(first, first), second).verdict is NO


@pytest.mark.parametrize("as_of", [NOW, datetime(9000, 1, 31, 9, 0, 0, 17, tzinfo=UTC)])
def test_a_span_before_as_of(as_of: datetime) -> None:
    """Both ends count to the microsecond, however late it is; the future does not; without `as_of` nobody knows."""
    rule = x.within(timedelta(days=30))
    now = micros(as_of)
    inside = {as_of: YES, as_of - timedelta(days=30): YES, as_of + timedelta(microseconds=1): NO}
    inside |= {as_of - timedelta(days=30, microseconds=1): NO}
    assert {at: judge(rule, at, now).verdict for at in inside} == inside
    assert judge(rule, as_of) == (UNKNOWN, "no-as-of", "no `as_of` was given")


def test_text_ignores_case_unless_told() -> None:
    """Case folding, not lower case: `Straße` holds `STRASSE`."""
    assert judge(x.contains("strasse"), "Lange Straße 1").verdict is YES
    assert judge(x.starts_with("LANGE"), "Lange Straße 1").verdict is YES
    assert judge(x.ends_with("1"), "Lange Straße 1").verdict is YES
    assert judge(x.starts_with("LANGE", case_matters=True), "Lange Straße 1").verdict is NO
    assert judge(x == "nl", "NL").verdict is NO
