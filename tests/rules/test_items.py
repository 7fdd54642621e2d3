from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alignkit.errors import DocumentError, RuleError
from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.judge import judge
from alignkit.rules.predicates import AnyItem, Compare, EveryItem, Missing, OneOf, did
from alignkit.rules.verdict import Verdict

products = field("products")
YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("held", "some", "each"),
    [
        (["crm"], YES, YES),
        (["crm", "cms"], YES, NO),
        (("cms",), NO, NO),
        ({"crm"}, YES, YES),
        (frozenset(), NO, YES),  # as in logic: there is no item that is not
        ([], NO, YES),
        (["crm", None], YES, UNKNOWN),
        (["cms", None], UNKNOWN, NO),
        ([5], UNKNOWN, UNKNOWN),
        ([["crm"]], UNKNOWN, UNKNOWN),
        ("crm", UNKNOWN, UNKNOWN),  # a text is no list, and never split into letters
        (None, UNKNOWN, UNKNOWN),
    ],
)
def test_some_or_all_items(held: object, some: Verdict, each: Verdict) -> None:
    """Any joins the answers of the items by Kleene's or, every by his and."""
    lead = {"products": held}
    assert decide(products.any_item == "crm", lead) is some
    assert decide(products.every_item == "crm", lead) is each
    # no item is: all are not; and the other way round
    assert decide(~(products.any_item == "crm"), lead) is decide(products.every_item != "crm", lead)
    assert decide(~(products.every_item == "crm"), lead) is decide(products.any_item != "crm", lead)


def test_items_are_asked_all_that_fields_are() -> None:
    """Comparisons, sets, ranges, texts, truth values and recent times."""
    now = datetime(2026, 1, 31, tzinfo=UTC)
    lead: dict[str, object] = {
        "products": ["CRM suite", "cms"],
        "seats": [3, 80],
        "flags": [True, False],
        "visits": [now - timedelta(days=3), now - timedelta(days=40)],
    }
    seats, flags, visits = field("seats"), field("flags"), field("visits")
    for rule in (
        seats.any_item >= 80,
        seats.any_item > 79,
        seats.any_item < 4,
        seats.any_item <= 3,
        seats.any_item.between(70, 90),
        seats.every_item.is_in(3, 80),
        products.any_item.contains("suite"),
        products.any_item.starts_with("crm"),
        products.any_item.ends_with("s"),
        products.any_item.ends_with("SUITE"),
        products.any_item.starts_with("CRM", case_matters=True),
        products.any_item.contains("suite", case_matters=True),
        products.any_item.ends_with("cms", case_matters=True),
        flags.any_item.is_true(),
        visits.any_item.within(timedelta(days=7)),
    ):
        assert decide(rule, lead, as_of=now) is YES, rule
    for rule in (
        products.any_item.contains("SUITE", case_matters=True),
        products.any_item.starts_with("crm", case_matters=True),
        products.any_item.ends_with("SUITE", case_matters=True),
    ):
        assert decide(rule, lead, as_of=now) is NO, rule
    for rule in (seats.every_item >= 80, flags.every_item.is_true(), visits.every_item.within(timedelta(days=7))):
        assert decide(rule, lead, as_of=now) is NO, rule


def test_why_an_item_is_unknown_does_not_depend_on_the_order() -> None:
    """A set has none."""
    rule = products.any_item == "crm"
    assert judge(rule, [5, None]) == judge(rule, [None, 5])
    assert judge(rule, [5]).note == "an item: a number where text is due"
    assert judge(rule, "crm").note == "text where a list is due"


@pytest.mark.parametrize(
    "test", [Missing("products"), AnyItem(OneOf("products", ("crm",))), products.is_true() & products.is_true(), "crm"]
)
def test_items_are_asked_one_condition(test: Any) -> None:  # noqa: ANN401 - the mistake
    """Not whether they are missing, and no rule of rules."""
    with pytest.raises(DocumentError) as caught:
        EveryItem(test)
    assert caught.value.code == "not-a-rule"


def test_the_builder_is_no_truth_value() -> None:
    """It says what to write instead."""
    with pytest.raises(RuleError, match=r"field\('products'\)\.any_item == 'crm'"):
        bool(products.any_item)
    with pytest.raises(RuleError, match="not `in`"):
        "crm" in products.any_item  # noqa: B015 - the mistake
    assert hash(products.any_item) == hash(field("products").any_item)
    assert len(set(map(hash, (products.any_item, products.every_item, field("tools").any_item)))) == 3
    assert repr(products.every_item) == "field('products').every_item"


@pytest.mark.parametrize(
    "join",
    [
        lambda: products.any_item & products.any_item,
        lambda: products.any_item | (products.any_item == "crm"),
        lambda: (products.any_item == "crm") & products.any_item,
        lambda: 1 | products.any_item,
        lambda: ~products.any_item,
    ],
)
def test_items_alone_are_no_rule(join: Callable[[], object]) -> None:
    """Before they are joined, they are asked something."""
    with pytest.raises(DocumentError) as caught:
        join()
    told = "a rule is built like field('x') >= 1, not field('products').any_item; put each comparison in brackets"
    assert str(caught.value).startswith(f"not-a-rule: {told}")


def test_lists_of_events() -> None:
    """An event's own attributes may be lists; recent times are not asked of them, nor of their items."""
    happened = [Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "webinar", attributes={"topics": ["crm", "sla"]})]
    assert decide(did("webinar", where=field("topics").any_item == "sla"), {}, happened) is YES
    with pytest.raises(DocumentError) as caught:
        did("webinar", where=field("seen").any_item.within(timedelta(days=3)))
    assert caught.value.code == "not-an-attribute"


def test_the_field_of_items() -> None:
    """A condition on items is one on the list field."""
    rule = products.any_item == "crm"
    assert isinstance(rule, AnyItem)
    assert (rule.field, rule.test) == ("products", Compare("products", "==", "crm"))
