from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from time import process_time
from typing import Any

import pytest
from tests.rules.strategies import Refusing

from alignkit.currency import money
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.otherwise.imagine import distance
from alignkit.rules.otherwise.imagine_lists import list_values, listed_items
from alignkit.rules.otherwise.imagined import MOST_CLASSES, Imagined

x = field("x")
CRM, CMS, OTHER = Imagined("crm"), Imagined("cms"), Imagined("other", "another text")


def lists(tests: list[Any], items: list[Imagined], held: object = None) -> list[object]:
    """Return the lists imagined for the conditions."""
    return [one.value for one in list_values(tests, items, held, None).values]


def test_with_and_without_items_of_each_kind() -> None:
    """Every set of kinds, small ones first."""
    assert lists([x.any_item == "crm"], [CRM, OTHER]) == [(), ("crm",), ("other",), ("crm", "other")]


def test_what_is_there_stays() -> None:
    """All items of a kind stay or go together, in their order; a kind that is there needs no example."""
    held = ["a", "crm", "b"]
    assert lists([x.any_item == "crm"], [CRM, OTHER], held) == [(), ("a", "b"), ("crm",), ("a", "b", "crm")]
    assert lists([x.any_item == "crm"], [CRM, OTHER], held="crm") == [(), ("crm",), ("other",), ("crm", "other")]


def test_an_empty_list_is_a_last_resort() -> None:
    """To logic every item of it meets anything."""
    found = list_values([x.every_item == "crm"], [CRM, OTHER], ["a"], None)
    assert [(one.words, one.odd) for one in found.values] == [
        ("an empty list", True),
        ("a list with a", False),
        ("a list with crm", False),
        ("a list with a and crm", False),
    ]
    assert found.whole


def test_a_list_is_told_in_a_few_words() -> None:
    """Five items, and how many more; a stranger's item by its `repr`, whatever its text does."""

    class Sulking:
        def __str__(self) -> str:
            raise ArithmeticError

        def __repr__(self) -> str:
            return "<sulking>"

    held = ["a", 5, Sulking(), money(5, "EUR"), True, "b", "c"]
    words = [one.words for one in list_values([x.any_item == "crm"], [CRM], held, None).values]
    assert any("<sulking>" in word for word in words)
    assert words[-1].endswith(" more")
    six = list_values([x.any_item == "crm"], [], list("abcdef"), None).values[-1]
    assert six.words == "a list with a and b and c and d and e and 1 more"
    assert (
        list_values([x.any_item == "crm"], [], list("abcde"), None).values[-1].words
        == "a list with a and b and c and d and e"
    )
    longest = list_values([x.any_item == "crm"], [], ["a" * 80], None).values[-1]
    assert longest.words == f"a list with {'a' * 80}"
    assert "a" * 80 not in list_values([x.any_item == "crm"], [], ["a" * 81], None).values[-1].words


def test_items_that_nobody_can_hash_are_not_proposed() -> None:
    """A proposal is a value; the list is not whole then."""
    found = list_values([x.any_item == "crm"], [CRM], [{"a": 1}, Refusing()], None)
    assert [one.value for one in found.values] == [(), ("crm",)]
    assert not found.whole


def test_many_kinds_are_not_combined_in_every_way() -> None:
    """And that is said."""
    tests = [x.any_item == str(i) for i in range(MOST_CLASSES + 1)]
    items = [Imagined(str(i)) for i in range(MOST_CLASSES + 1)]
    assert list_values(tests[:-1], items[:-1], None, None).whole
    assert len(list_values(tests[:-1], items[:-1], None, None).values) == 2**MOST_CLASSES
    many = list_values(tests, items, None, None)
    assert not many.whole
    sizes = sorted({len(one.value) for one in many.values if isinstance(one.value, tuple)})
    assert sizes == [0, 1, 2, 6, 7]


class Alleged:
    """A stand-in for a list."""

    @property  # type: ignore[misc]  # a stand-in claims another class
    def __class__(self) -> type:
        return list

    def __iter__(self) -> Iterator[str]:
        return iter("ba")


@pytest.mark.parametrize(
    ("held", "items"),
    [
        (["b", "a"], ["b", "a"]),
        (("b", "a"), ["b", "a"]),
        ({"b", "a"}, ["a", "b"]),
        (frozenset(["b", "a"]), ["a", "b"]),
        ({9, 10}, [10, 9]),
        ({1, "a"}, ["a", 1]),
        (Alleged(), []),
        ("ba", []),
        (None, []),
    ],
)
def test_the_items_of_a_list(held: object, items: list[object]) -> None:
    """A set in one order, whatever the hash seed and its items; text is no list, nor what only claims to be one."""
    assert listed_items(held) == items


FAR, BEYOND, NEAR = Decimal("1e999999"), Decimal("1e99999999999999999"), Decimal("-1e-999999")
HUGE = [10**5000, FAR, BEYOND, NEAR, Fraction(1, 10**5000), "a" * 1_000_000]


@pytest.mark.parametrize("item", HUGE, ids=["whole", "decimal", "vast", "small", "fraction", "text"])
def test_a_huge_item_is_told_in_a_few_words(item: object) -> None:
    """It came with the lead: it neither stops the explanation nor fills it."""
    found = list_values([x.any_item == "crm"], [CRM], [item], None).values
    assert max(len(one.words) for one in found) < 120
    trace = explain(x.any_item == "crm", {"x": [item, "cms"]})
    assert len(str(trace.to_dict())) < 3_000


def test_long_lists_are_imagined_soon() -> None:
    """The time grows with a list, not with its square."""
    held = [f"item {i}" for i in range(20_000)]
    start = process_time()
    assert distance(held, (*held, "crm")) == Fraction(1, 20_001)
    assert process_time() - start < 1
