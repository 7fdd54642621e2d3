from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.rules.strategies import SulkingInt

from alignkit.currency import money
from alignkit.rules.bounds import Known
from alignkit.rules.field import field
from alignkit.rules.otherwise.imagine import distance, imagine
from alignkit.rules.otherwise.imagined import MOST_TESTS, MOST_VALUES
from alignkit.rules.predicates import FieldTest

NOW = datetime(2026, 1, 31, tzinfo=UTC)
x = field("x")
THIRD = Fraction(1, 3)


def values(*tests: FieldTest, held: object = None, as_of: datetime | None = NOW) -> list[object]:
    """Return the values imagined for the conditions."""
    return [one.value for one in imagine(tests, held, Known({}, (), as_of)).values]


@pytest.mark.parametrize(
    ("test", "held", "expected"),
    [
        (x >= 50, None, [50, 49, 51]),
        (x >= 50, 8, [50, 51]),
        (x >= 50, 80, [50, 49]),
        (x >= 50, 50, [50, 49, 51]),
        (x >= 50, "80", [50, 49, 51]),
        (x >= 50, True, [50, 49, 51]),
        (x.between(1, 9), None, [1, 9, 0, 2, 10]),
        (x.between(1, 9), 20, [1, 9, 0, 8]),
        (x.between(1, 9), 4.5, [1, 9, 0, 10]),
        (x.between(1, 9), 1, [1, 9, 0, 2, 10]),
        (x.between(1, 2), None, [1, 2, 0, Decimal("1.5"), 3]),
        (x >= Decimal("0.25"), None, [Decimal("0.25"), Decimal("0.24"), Decimal("0.26")]),
        (x >= Decimal("0.9"), None, [Decimal("0.9"), Decimal("0.8"), 1]),
        (x >= Decimal("1e-8"), None, [Decimal("1e-8"), 0, Decimal("2e-8")]),
        (x.is_in(0.5, 1), None, [Decimal("0.5"), 1, Decimal("0.4"), Decimal("0.6"), Decimal("1.1")]),
        (x >= Fraction(1, 3), None, [Fraction(1, 3), Decimal("0.33"), Decimal("0.34")]),
        (x.between(Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**6)), None, None),
        (x >= 50, float("inf"), [50, 49]),
        (x >= 50, float("-inf"), [50, 51]),
        (x >= 50, Decimal("1e999999"), [50, 49]),
        (x >= 50, Decimal("-1e999999"), [50, 51]),
        (x > 0, Decimal("1e-999999"), [0, -1, 1]),
        (x >= 50, SulkingInt(8), [50, 51]),
        (x >= date(2026, 1, 5), None, [date(2026, 1, 5), date(2026, 1, 4), date(2026, 1, 6)]),
        (x >= date.max, None, [date.max, date(9999, 12, 30)]),
        (x <= date.min, None, [date.min, date(1, 1, 2)]),
        (x >= money(1, "EUR"), None, [money(1, "EUR"), money("0.99", "EUR"), money("1.01", "EUR")]),
        (x >= money("0.001", "EUR"), None, [money("0.001", "EUR"), money(0, "EUR"), money("0.002", "EUR")]),
        (x >= money("1e-8", "EUR"), None, [money("1e-8", "EUR"), money(0, "EUR"), money("2e-8", "EUR")]),
        (x >= money(THIRD, "EUR"), None, [money(THIRD, "EUR"), money("0.33", "EUR"), money("0.34", "EUR")]),
        (x >= money(1, "EUR"), money(5, "USD"), [money(1, "EUR"), money("0.99", "EUR"), money("1.01", "EUR")]),
        (x >= money(1, "EUR"), money(5, "EUR"), [money(1, "EUR"), money("0.99", "EUR")]),
        (x.is_true(), None, [True, False]),
        (x == False, None, [True, False]),  # noqa: E712 - a rule is built
        (x.is_missing(), None, ["(known)"]),
        (x.is_missing(), 5, [None]),
        (x.is_in(), None, ["(known)"]),
    ],
)
def test_one_value_of_each_class(test: Any, held: object, expected: list[object] | None) -> None:  # noqa: ANN401 - a condition
    """At each constant, then in each gap: nearest to what the lead has, not in the gap where that is."""
    found = values(test, held=held)
    if expected is None:  # two constants so near that only their middle lies between
        low, high = test.low, test.high
        assert any(low < one < high for one in found if isinstance(one, Fraction | Decimal))
    else:
        assert found == expected
        assert list(map(type, found)) == list(map(type, expected))


def test_conditions_share_their_gaps() -> None:
    """The finest constant sets the step; all kinds stand beside each other."""
    assert values(x >= 1, x <= 2.5) == [1, Decimal("2.5"), Decimal("0.9"), Decimal("1.1"), Decimal("2.6")]
    assert values(x >= 1, x == "a", x.is_true(), x.is_missing()) == [1, 0, 2, "a", "other", True, False]
    assert values(x >= money(1, "EUR"), x >= money(1, "USD"))[3] == money(1, "USD")
    assert values(x >= 1, x.any_item == "a") == [1, 0, 2, (), ("a",), ("other",), ("a", "other")]


def test_instants_go_by_minutes_then_microseconds() -> None:
    """In the zone of what is there, else of the constants, else of `as_of`."""
    first = datetime(2026, 1, 5, tzinfo=timezone(timedelta(hours=2)))
    close = first + timedelta(seconds=30)
    found = values(x >= first, x < close)
    minute = timedelta(minutes=1)
    assert found == [first, close, first - minute, first + timedelta(microseconds=1), close + minute]
    assert {one.utcoffset() for one in found if isinstance(one, datetime)} == {timedelta(hours=2)}
    paris = ZoneInfo("Europe/Paris")
    there = values(x >= first, held=datetime(2026, 1, 1, tzinfo=paris))
    assert all(isinstance(one, datetime) and one.tzinfo is paris for one in there)
    assert len(values(x >= first, x < first + timedelta(microseconds=1))) == 4  # nothing lies between
    assert values(x < close) == [close, close - minute, close + minute]
    for test in (x.between(first, close), x.is_in([first, close])):
        told = values(test, as_of=None)
        assert all(isinstance(one, datetime) and one.utcoffset() == timedelta(hours=2) for one in told)


def test_the_span_before_as_of() -> None:
    """The latest first for what is unknown; what lies after `as_of` is a last resort."""
    month = x.within(timedelta(days=30))
    found = imagine([month], None, Known({}, (), NOW)).values
    start = NOW - timedelta(days=30)
    minute = timedelta(minutes=1)
    assert [one.value for one in found] == [NOW, start, start - minute, start + minute, NOW + minute]
    assert [one.odd for one in found] == [False, False, False, False, True]
    old = imagine([month], NOW - timedelta(days=40), Known({}, (), NOW)).values
    assert [one.value for one in old] == [start, NOW, start + minute, NOW + minute]
    assert values(month, as_of=None) == ["(known)"]
    paris = ZoneInfo("Europe/Paris")
    told = values(month, as_of=NOW.astimezone(paris))
    assert all(isinstance(one, datetime) and one.tzinfo is paris for one in told)


def test_a_zone_of_a_stranger_is_not_used() -> None:
    """It may raise anything."""

    class Zone(tzinfo):
        def utcoffset(self, _: datetime | None) -> timedelta:
            return timedelta(0)

        def dst(self, _: datetime | None) -> timedelta:
            raise ZeroDivisionError

        def tzname(self, _: datetime | None) -> str:
            raise ZeroDivisionError

    held = datetime(2026, 1, 1, tzinfo=Zone())
    assert all(isinstance(one, datetime) and one.tzinfo is UTC for one in values(x >= NOW, held=held))
    theirs = values(x >= datetime(2026, 1, 1, tzinfo=Zone()), as_of=None)
    assert all(isinstance(one, datetime) and one.tzinfo is UTC for one in theirs)


def test_words_and_last_resorts() -> None:
    """Nobody asks for the loss of a value, nor for half an employee."""
    by_value = {one.value: one for one in imagine([x.between(1, 2), x.is_missing()], 5, Known({}, (), None)).values}
    assert (by_value[None].words, by_value[None].odd) == ("missing", True)
    assert by_value[Decimal("1.5")].odd
    assert not by_value[1].odd
    cents = imagine([x > money(1, "EUR"), x < money("1.01", "EUR")], None, Known({}, (), None)).values
    assert [one.value for one in cents if one.odd] == [money("1.005", "EUR")]
    assert imagine([x.is_missing()], None, Known({}, (), None)).values[0].words == "known"


def test_too_many_constants_are_cut_to_the_nearest() -> None:
    """And it is said that not all values are there."""
    cuts = [x > i for i in range(MOST_VALUES + 1)]
    few = imagine(cuts[1:], None, Known({}, (), None))
    assert few.whole
    assert len(few.values) == 2 * MOST_VALUES + 1
    for held, low, high in ((None, 0, MOST_VALUES - 1), (-5, 0, MOST_VALUES - 1), (99, 1, MOST_VALUES), (30.5, 1, 40)):
        many = imagine(cuts, held, Known({}, (), None))
        assert not many.whole
        numbers = [one.value for one in many.values if isinstance(one.value, int)]
        assert min(numbers) in {low, low - 1}
        assert max(numbers) in {high, high + 1}
    crowded = [x > i for i in range(MOST_TESTS + 1)]
    assert len(imagine(crowded[1:], None, Known({}, (), None)).values) == 2 * MOST_VALUES + 1
    assert len(imagine(crowded, None, Known({}, (), None)).values) == 2 * (MOST_VALUES // 5) + 1
    around = imagine(crowded[1:], 50.5, Known({}, (), None)).values
    assert {one.value for one in around if isinstance(one.value, int)} == set(range(30, 72))


def test_the_items_of_a_list_are_judged_at_as_of() -> None:
    """One that lies in the span, and one that does not."""
    recent = x.any_item.within(timedelta(days=30))
    new, old = NOW - timedelta(days=1), NOW - timedelta(days=40)
    assert values(recent, held=[new, old]) == [(), (new,), (old,), (new, old)]
    assert (NOW,) in values(recent, held=[old])


def test_lists_are_whole_where_their_items_and_all_else_are() -> None:
    """A list that lacks a kind of items stands for less than all."""
    listed = x.any_item == "crm"
    known = Known({}, (), None)
    assert imagine([listed], ["a"], known).whole is True
    assert not imagine([listed, *(x > i for i in range(MOST_VALUES + 1))], None, known).whole
    assert not imagine([listed], [{"a": 1}], known).whole
    hard = [x.any_item.starts_with("ab"), x.any_item.is_in("ab", "ab other")]
    assert not imagine(hard, None, known).whole


@pytest.mark.parametrize(
    ("held", "value", "expected"),
    [
        (80, 100, Fraction(1, 5)),
        (100, 80, Fraction(1, 5)),
        (0, 5, 1),
        (-5, 5, 1),
        (0, 0, 0),
        (1.5, 3, Fraction(1, 2)),
        (money(80, "EUR"), money(100, "EUR"), Fraction(1, 5)),
        (money(80, "USD"), money(100, "EUR"), 1),
        (date(2026, 1, 1), date(2026, 1, 31), Fraction(1, 2)),
        (date(2026, 1, 31), date(2026, 1, 1), Fraction(1, 2)),
        (NOW, NOW + timedelta(days=10), Fraction(1, 4)),
        ("NL", "BE", 1),
        (5, "BE", 1),
        (date(2026, 1, 1), 5, 1),
        ("5", 5, 1),
        (None, 5, 1),
        (float("inf"), 5, 1),
        (5, None, 1),
        (["a", "b"], ("a", "b", "c"), Fraction(1, 3)),
        (["a"], ("b",), 1),
        (["a"], ("a",), 0),
        ([], (), 1),
        (None, ("b",), 1),
    ],
)
def test_how_far_a_value_lies(held: object, value: object, expected: Fraction | int) -> None:
    """Shares for numbers, days for time; anything else is as far as can be."""
    assert distance(held, value) == expected
