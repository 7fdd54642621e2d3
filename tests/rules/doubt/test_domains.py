"""Each value of a field stands in a cell whose answers are its answers, and no cell is empty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.rules.brute import stand_ins
from tests.rules.slow import NO, UNKNOWN, YES, condition
from tests.rules.strategies import NOW, known_conditions, plain_values, timeless, values, within

from alignkit.currency import CURRENCIES, money
from alignkit.history.declarations import FieldDeclaration
from alignkit.instants import MICROSECOND, days
from alignkit.rules.doubt.domains import MOST_AGES, MOST_TOGETHER, MOST_TRIED, Layout, lay_out, on_its_own
from alignkit.rules.doubt.ranges import holds
from alignkit.rules.field import field
from alignkit.rules.judge import kind_asked
from alignkit.rules.predicates import Compare, OneOf, TextMatch

x = field("x")


def answers(tests: list[Any], declared: FieldDeclaration | None = None) -> set[tuple[int, ...]]:
    """Return what the cells of a field answer to its conditions."""
    layout = lay_out(tests, declared)
    assert layout is not None
    return told(layout)


def told(layout: Layout) -> set[tuple[int, ...]]:
    """Return what the cells of a layout answer."""
    return {
        tuple(YES if holds(yes, cell) else NO if holds(no, cell) else UNKNOWN for yes, no in layout.answers)
        for cell in range(layout.end)
    }


@given(st.lists(st.one_of(timeless, within, known_conditions), min_size=1, max_size=4), st.one_of(values, plain_values))
def test_every_value_has_a_cell(tests: list[Any], value: object) -> None:
    """However hostile a value is, its answers are those of a cell."""
    if lay_out(tests) is not None:
        assert tuple(condition(test, value, NOW) for test in tests) in answers(tests)


SOON = datetime(2026, 1, 1, tzinfo=UTC)
EXACT: list[tuple[list[Any], FieldDeclaration | None]] = [
    ([x > 4, x < 5], None),
    ([x > 4, x < 5, x == 4.5, x.between(3, 6)], FieldDeclaration("x", "integer")),
    ([x > 4, x < 5], FieldDeclaration("x", "number")),
    ([x == date.max, x > date.max, x < date(2026, 1, 1), x != date(2026, 1, 2)], None),
    ([x >= datetime(2026, 1, 1, tzinfo=UTC), x == datetime(2026, 1, 1, tzinfo=UTC), x.is_missing()], None),
    (
        [x > money(5, "EUR"), x != money(5, "EUR"), x == money(6, "USD"), x.between(money(1, "USD"), money(2, "USD"))],
        None,
    ),
    ([x.is_in(money(5, "EUR"), money(6, "USD")), x == money(6, "USD")], None),
    ([x > SOON, x < SOON + MICROSECOND, x <= SOON + 2 * MICROSECOND], None),
    ([x == "NL", x != "BE", x.is_in("NL", "DE"), x.is_in()], None),
    ([x == "NL", x != "BE", x.is_in("NL", "XX")], FieldDeclaration("x", "text", ("NL", "BE"))),
    ([x == "NL"], FieldDeclaration("x", "text", ("NL", "BE", "DE"))),
    ([x.is_true(), x == True, x != True, x.is_in(True, False), x.is_missing()], None),  # noqa: E712 - it builds rules
    ([x > 5, x == "NL", x.is_true(), x.is_missing(), x.is_in()], None),
    ([x > 5, x == "NL"], FieldDeclaration("x", "integer")),
]


@pytest.mark.parametrize(("tests", "declared"), EXACT)
def test_no_cell_is_empty(tests: list[Any], declared: FieldDeclaration | None) -> None:
    """The answers of the cells are those that some value gives, and no more."""
    seen = {tuple(condition(test, value, None) for test in tests) for value in stand_ins(tests, declared)}
    assert answers(tests, declared) == seen


def test_patterns_on_allowed_texts() -> None:
    """Which patterns go together is seen from the values that are allowed."""
    tests = [TextMatch("x", "contains", "n"), TextMatch("x", "contains", "l"), Compare("x", "==", "BE")]
    declared = FieldDeclaration("x", "text", ("NL", "BE", "DE", "FN"))
    assert answers(tests, declared) == {
        *((UNKNOWN,) * 3, (YES, YES, NO)),
        *((NO, NO, YES), (NO, NO, NO), (YES, NO, NO)),
    }


def test_patterns_on_a_text_that_is_compared_with() -> None:
    """Which of them it meets is known."""
    tests = [TextMatch("x", "contains", "l"), Compare("x", "==", "NL"), Compare("x", "==", "BE")]
    assert answers(tests) == {(UNKNOWN,) * 3, (YES, YES, NO), (NO, NO, YES), (YES, NO, NO), (NO, NO, NO)}


def test_no_instant_lies_outside_all_calendars() -> None:
    """Nothing is before the first one, in the zone that is furthest east, nor after the last one, furthest west."""
    east, west = timezone(timedelta(days=1) - MICROSECOND), timezone(MICROSECOND - timedelta(days=1))
    first, last = datetime.min.replace(tzinfo=east), datetime.max.replace(tzinfo=west)
    assert answers([x < first, x > last]) == {(UNKNOWN, UNKNOWN), (NO, NO)}
    assert answers([x <= first, x >= last]) == {(UNKNOWN, UNKNOWN), (NO, NO), (YES, NO), (NO, YES)}


def test_lists() -> None:
    """A list answers by its items: an empty one too, and one with an item that is missing or of another kind."""
    tests: list[Any] = [x.any_item == "a", x.every_item == "a"]
    assert answers(tests) == {
        *((UNKNOWN, UNKNOWN), (NO, YES), (YES, YES), (NO, NO), (YES, NO)),
        *((YES, UNKNOWN), (UNKNOWN, NO)),
    }
    never: list[Any] = [x.any_item.is_in(), x.every_item.is_in()]
    assert answers(never) == {(UNKNOWN, UNKNOWN), (NO, YES), (NO, NO), (UNKNOWN, NO)}  # the last: [None, "a"]
    declared = FieldDeclaration("x", "list", ("a", "b"))
    assert (YES, NO, NO) not in answers([x.any_item == "a", x.any_item == "b", x.every_item == "a"], declared)


def test_ages_and_instants() -> None:
    """An instant may be of any age, since nobody knows when it will be asked."""
    later = datetime(2040, 1, 1, tzinfo=UTC)
    assert answers([x.within(days(7)), x.within(days(30)), x > later]) == {
        (UNKNOWN,) * 3,
        *((YES, YES, side) for side in (YES, NO)),
        *((NO, YES, side) for side in (YES, NO)),
        *((NO, NO, side) for side in (YES, NO)),
    }


def test_too_many_to_be_laid_out_together() -> None:
    """Then there is no layout, and the conditions are taken by themselves."""
    patterns = [TextMatch("x", "contains", str(i)) for i in range(MOST_TOGETHER + 1)]
    assert lay_out(patterns) is None
    assert lay_out(patterns[:7]) is None  # they go together in 128 ways
    assert lay_out(patterns[:1]) is not None
    allowed = FieldDeclaration("x", "text", tuple(f"v{i}" for i in range(5_000)))
    assert lay_out(patterns[:3], allowed) is None
    assert lay_out([x.any_item.contains(letter) for letter in "abcdefg"]) is None
    assert lay_out([x.any_item == str(i) for i in range(20)]) is None
    assert lay_out([x.any_item == str(i) for i in range(9)]) is None
    assert told(on_its_own()) == {(YES,), (NO,), (UNKNOWN,)}


def test_as_many_as_may_be_laid_out_together() -> None:
    """Up to so many spans, patterns that exclude each other, questions about items, and texts to be tried."""
    starts = [f"{chr(97 + i)}x" for i in range(MOST_TOGETHER + 1)]
    for most, conditions in (
        (MOST_AGES, [x.within(days(i)) for i in range(1, MOST_AGES + 2)]),
        (MOST_TOGETHER, [x.starts_with(start) for start in starts]),
        (MOST_TOGETHER, [x.any_item.starts_with("a" * i) for i in range(1, MOST_TOGETHER + 2)]),
    ):
        assert lay_out(conditions[:most]) is not None
        assert lay_out(conditions[: most + 1]) is None
    allowed = tuple(f"v{i}" for i in range(MOST_TRIED // 2 + 1))
    patterns = [TextMatch("x", "contains", "1"), TextMatch("x", "contains", "2")]
    assert lay_out(patterns, FieldDeclaration("x", "text", allowed[1:])) is not None
    assert lay_out(patterns, FieldDeclaration("x", "text", allowed)) is None


def test_every_currency() -> None:
    """Where all currencies are asked for, there is no other."""
    every = [OneOf("x", tuple(money(1, code) for code in CURRENCIES)), *(x > money(0, code) for code in CURRENCIES)]
    assert (NO, *[UNKNOWN] * len(CURRENCIES)) not in answers(every)
    assert (NO, *[UNKNOWN] * 3) in answers([every[0], *every[1:4]])


def test_kinds() -> None:
    """Each condition asks for one kind, or for the value whatever it is."""
    assert kind_asked(x.is_missing()) is kind_asked(x.is_in()) is None
    assert kind_asked(x.contains("a")) == "text"
    assert kind_asked(x.any_item == 5) == "list"
    assert kind_asked(x.within(days(1))) == "instant"
