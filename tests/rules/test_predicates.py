from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

import attrs
import pytest
from tests.rules.strategies import TWICE

from alignkit.currency import money
from alignkit.errors import AlignkitError, DocumentError, LimitError, TimeError, of_document
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    IsTrue,
    Missing,
    Named,
    Not,
    OneOf,
    ScoreCompare,
    TextMatch,
    Within,
    at_least,
    did,
)
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

big = field("employees") >= 50
fit = Score("fit", [Points(60, when=big)])
EVERY = (
    big,
    field("country").is_in("NL", "BE"),
    field("employees").between(1, 9),
    field("email").ends_with("@gmail.com"),
    field("site").is_true(),
    field("site").is_missing(),
    field("seen").within(timedelta(days=30)),
    big & field("site").is_true(),
    big | field("site").is_true(),
    ~big,
    at_least(1, big, field("site").is_true()),
    big.named("ICP fit", title="Our ideal customer"),
    did("webinar", where=field("minutes") > 10, at_least=2, within=timedelta(days=90)),
    fit >= 30,
    field("employees", unit="people") >= 50,
    field("products").any_item == "crm",
    ~field("regions").every_item.is_in("NL", "BE"),
    *([field("title").matches("^head")] if find_spec("re2") else []),  # the extra `[regex]`
)


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: type(rule).__name__)
def test_O04_every_rule_is_a_value(rule: Any) -> None:  # noqa: ANN401 - rules of all kinds
    """Pickled, copied, hashed and compared by what it says, before and after it was used."""
    for _ in range(2):
        again = pickle.loads(pickle.dumps(rule))
        assert again == rule == copy.copy(rule) == copy.deepcopy(rule)
        assert hash(again) == hash(rule)
        assert again is not rule
        decide(again, {}, [], as_of=datetime(2026, 1, 5, tzinfo=UTC))
        assert again == rule
    with pytest.raises(AttributeError):
        rule.extra = 1


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        (big, {"op": "=>"}),
        (big, {"value": None}),
        (big, {"field": " "}),
        (field("country").is_in("NL"), {"values": ("NL", 5)}),
        (field("a").between(1, 9), {"low": 10}),
        (field("a").contains("x"), {"text": ""}),
        (field("a").within(timedelta(1)), {"span": timedelta(0)}),
        (big & big, {"rules": ()}),
        (at_least(1, big), {"n": 2}),
        (big.named("x"), {"name": ""}),
        (did("call"), {"at_least": 0}),
        (did("call"), {"where": did("call")}),
        (fit >= 30, {"points": float("nan")}),
        (Points(1, when=big), {"points": 10**400}),
        (Points(1, when=big), {"count_up_to": 1}),
        (fit, {"cap": "60"}),
        (fit, {"points": ()}),
        (big, {"unit": 5}),
        (field("site") == "x", {"unit": "people"}),
        (field("x").contains("y"), {"case_matters": 1}),
        (field("products").any_item == "crm", {"test": big & big}),
        (field("products").every_item == "crm", {"test": field("products").is_missing()}),
        (~big, {"rule": None}),
        (Points(1, when=big), {"each": did("call")}),
        (Points(1, when=big), {"when": None}),
        (Points(1, each=did("call"), half_life=timedelta(1)), {"half_life": timedelta(0)}),
        (Points(1, each=did("call"), half_life=timedelta(1)), {"steps": [(timedelta(1), 0)]}),
        (Points(1, each=did("call"), steps={timedelta(1): 0.5}), {"steps": [(timedelta(1), 1)]}),
        (Points(1, each=did("call"), count_up_to=1), {"first_only": True}),
        (Points(1, each=did("call"), cap=5), {"cap": -5}),
        (Points(1, each=did("call"), cap=5), {"points": -1}),
        (Score("s", [Points(1, when=big)], cap=5), {"floor": 6}),
        (fit, {"parts": [fit]}),
        (fit, {"bands": {"A": 1, "B": 1}}),
        (fit, {"title": " "}),
    ],
)
def test_O05_evolve_validates(rule: Any, change: dict[str, Any]) -> None:  # noqa: ANN401 - rules of all kinds
    """`attrs.evolve`, and `copy.replace` where Python has it, build a new value, checked like any other."""
    with pytest.raises(DocumentError):
        attrs.evolve(rule, **change)
    replace = getattr(copy, "replace", None)
    if replace is not None and hasattr(rule, "__replace__"):  # Python 3.13, and attrs of its time
        with pytest.raises(DocumentError):
            replace(rule, **change)


@pytest.mark.skipif(find_spec("re2") is None, reason="needs google-re2")
def test_O05_evolving_a_pattern_compiles_it_again() -> None:
    """A new pattern finds what it says; a bad one is refused."""
    rule = field("title").matches("^head")
    assert decide(attrs.evolve(rule, pattern="^chief"), {"title": "Chief"}) is Verdict.YES
    with pytest.raises(DocumentError, match="bad-pattern"):
        attrs.evolve(rule, pattern="(")


def test_evolve_makes_an_equal_value_without_a_change() -> None:
    """And what is derived, such as the depth, is derived again."""
    for rule in (*EVERY, fit):
        assert attrs.evolve(rule) == rule


@pytest.mark.parametrize("operator", ["=>", "=", "<>", "", None, 5, [], object()])
def test_R02_an_unknown_operator(operator: Any) -> None:  # noqa: ANN401 - the mistake
    """It is refused with the list of operators."""
    with pytest.raises(DocumentError, match=r"unknown-operator.*==, !=, <, <=, >, >="):
        Compare("x", operator, 5)
    with pytest.raises(DocumentError, match=r"unknown-operator.*contains, starts_with, ends_with"):
        TextMatch("x", operator, "a")
    with pytest.raises(DocumentError, match=r"unknown-operator.*<, <=, >, >="):
        ScoreCompare(fit, operator, 5)


def test_an_operator_is_our_own_text() -> None:
    """A text that claims to equal `>=` does not reach the generated source."""

    class Liar(str):
        """Equal to everything."""

        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = str.__hash__

    with pytest.raises(DocumentError, match="unknown-operator"):
        Compare("x", Liar("; import os"), 5)  # type: ignore[arg-type]  # the attack
    assert type(Compare("x", Liar(">="), 5).op) is str  # type: ignore[arg-type]  # text of another class


def test_text_has_no_order() -> None:
    """`"abc" >= 200` and `"10" < "9"` are traps of other systems: order is for numbers, dates and money."""
    for value in ("200", "", True):
        with pytest.raises(DocumentError, match="has no order"):
            Compare("x", ">=", value)


def test_one_and_true_are_unlike() -> None:
    """To Python 1 == True; as conditions they ask for a number and for a truth value."""
    assert (field("x") == 1) != (field("x") == True)  # noqa: E712 - a rule is built
    assert field("x").is_in(1) != field("x").is_in(True)
    assert (field("x") == 1) == (field("x") == 1.0)
    assert hash(field("x") == 1) == hash(field("x") == Decimal("1.0"))


def test_two_instants_of_one_wall_time_are_unlike() -> None:
    """02:30 happened twice on 2024-10-27 in Paris: the rules say so, and sort them."""
    first, second = TWICE
    assert (field("at") == first) != (field("at") == second)
    assert len(field("at").is_in(second, first).values) == 2
    assert decide(field("at") < second, {"at": first}) is Verdict.YES
    assert decide(field("at").between(first, second), {"at": second}) is Verdict.YES
    with pytest.raises(DocumentError, match="empty-range"):
        field("at").between(second, first)


@pytest.mark.parametrize(
    ("low", "high", "code"),
    [
        (9, 1, "empty-range"),
        ("a", "b", "wrong-type"),
        (1, date(2026, 1, 5), "wrong-type"),
        (money(1, "EUR"), money(2, "USD"), "wrong-type"),
        (True, True, "wrong-type"),
        (None, 1, "missing-constant"),
    ],
)
def test_ranges_that_make_no_sense(low: Any, high: Any, code: str) -> None:  # noqa: ANN401 - the mistake
    """A range has two ends of one kind, in order."""
    with pytest.raises(DocumentError) as caught:
        Between("x", low, high)
    assert caught.value.code == code


def test_T01_naive_instants_in_rules() -> None:
    """Every constructor that takes an instant refuses a naive one."""
    naive: Any = datetime(2026, 1, 5, 9)  # noqa: DTZ001 - naive on purpose
    for mistake in (
        lambda: field("at") >= naive,
        lambda: field("at").is_in(naive),
        lambda: field("at").between(naive, naive),
    ):
        with pytest.raises(TimeError, match="naive"):
            mistake()


@pytest.mark.parametrize(
    "build",
    [
        lambda name: Compare(name, "==", 1),
        lambda name: OneOf(name, (1,)),
        lambda name: Between(name, 1, 2),
        lambda name: TextMatch(name, "contains", "x"),
        IsTrue,
        Missing,
        lambda name: Within(name, timedelta(1)),
        field,
    ],
)
def test_R15_a_field_has_a_name(build: Callable[[Any], object]) -> None:
    """Blank names and names that are no text are refused."""
    for name in ("", "   ", None, 5, b"x"):
        with pytest.raises(DocumentError, match="bad-id"):
            build(name)


def test_lists_of_constants_are_lists() -> None:
    """A text is not split into its letters."""
    for values in ("NL", 5, None):
        with pytest.raises(DocumentError, match="wrong-type"):
            OneOf("country", values)  # type: ignore[arg-type]  # the mistake
    assert OneOf("country", ()).values == ()


@pytest.mark.parametrize(
    ("span", "code"),
    [
        (timedelta(0), "not-positive"),
        (timedelta(days=-1), "not-positive"),
        (30, "wrong-type"),
        (timedelta.max, "too-long"),
    ],
)
def test_spans(span: Any, code: str) -> None:  # noqa: ANN401 - the mistake
    """A span is a timedelta, positive, and at most the hundred years that a document can say."""
    for build in (lambda: field("at").within(span), lambda: did("call", within=span)):
        with pytest.raises(DocumentError) as caught:
            build()
        assert caught.value.code == code
    with pytest.raises(LimitError):
        Within("at", timedelta.max)


def test_counts() -> None:
    """How many is a whole number from 1; of a group, not more than it has."""
    for count in (0, -1, True, 1.0, "1", None, Fraction(1)):
        wrong: Any = count
        for build in (lambda n=wrong: did("call", at_least=n), lambda n=wrong: at_least(n, big)):
            with pytest.raises(DocumentError, match="wrong-type"):
                build()
    with pytest.raises(DocumentError, match="from 1 to 1"):
        at_least(2, big)


def test_the_rules_of_at_least_come_one_by_one_or_as_a_list() -> None:
    """As the values of `is_in` do; and a count from a data frame counts."""
    assert at_least(1, [big, ~big]) == at_least(1, big, ~big) == at_least(1, (rule for rule in (big, ~big)))
    with pytest.raises(DocumentError, match="empty-group"):
        at_least(1, [])
    np = pytest.importorskip("numpy")
    assert type(at_least(np.int64(1), big).n) is int


def test_text_matches_need_text() -> None:
    """An empty text would match everything; `case_matters` is a truth value."""
    for text in ("", None, 5):
        with pytest.raises(DocumentError, match="wrong-type"):
            TextMatch("x", "contains", text)  # type: ignore[arg-type]  # the mistake
    with pytest.raises(DocumentError, match="case_matters"):
        TextMatch("x", "contains", "a", "no")  # type: ignore[arg-type]  # the mistake


@pytest.mark.parametrize("where", [did("call"), fit >= 30, field("at").within(timedelta(1)), ~(big & (fit >= 1))])
def test_where_asks_about_the_event_alone(where: Any) -> None:  # noqa: ANN401 - the mistake
    """No events, scores or spans before `as_of` stand inside `where`, however deep."""
    with pytest.raises(DocumentError, match="not-an-attribute"):
        did("webinar", where=where)
    with pytest.raises(DocumentError, match="not-a-rule"):
        did("webinar", where={"minutes": 10})  # type: ignore[arg-type]  # the mistake


def test_names() -> None:
    """Rules and events have ids; a title too is text that can be read."""
    for name in ("", " a", "a\nb", None, 5, "x" * 1_000):
        for build in (lambda n=name: big.named(n), lambda n=name: did(n)):
            with pytest.raises(AlignkitError, match=r"bad-id|wrong-type|too-long"):
                build()
    assert big.named("icp", title="Our ideal customer").label == "Our ideal customer"
    with pytest.raises(DocumentError, match="bad-id"):
        big.named("icp", title=" ")


def test_nodes_know_their_size() -> None:
    """Depth and size, which the limits are about, count what stands inside events and scores too."""
    assert (big.depth, big.size) == (1, 1)
    assert ((big & big).depth, (big & big).size) == (2, 3)
    assert did("call", where=big & big).size == 4
    assert ((fit >= 30).depth, (fit >= 30).size) == (3, 3)
    for node in (AllOf([big]), AnyOf([big]), AtLeast(1, [big]), Named("x", big), Not(AllOf([big]))):
        assert (node.depth, node.size) == (2 + isinstance(node, Not), 2)
    assert (Not(big).depth, Not(big).size) == (1, 1)  # a condition that is denied is one condition
    assert Not(Not(big)).depth == 2
    assert Did("call").size == 1


@pytest.mark.parametrize(
    ("op", "word"), [("<", "less_than"), ("<=", "at_most"), (">", "more_than"), (">=", "at_least")]
)
def test_what_has_no_order_is_told_as_it_was_written(op: Any, word: str) -> None:  # noqa: ANN401 - an operator
    """With Python's sign, or with the word of a document while one is read."""
    number = "text is never turned into a number"
    with pytest.raises(DocumentError) as caught:
        Compare("size", op, "50")
    assert str(caught.value) == f"wrong-type: a text has no order: 'size' {op} '50'; {number}"
    with of_document(), pytest.raises(DocumentError) as caught:
        Compare("size", op, "50")
    assert str(caught.value) == f"wrong-type: a text has no order: 'size' {word} '50'; {number}"
    with of_document(), pytest.raises(DocumentError) as caught:
        Compare("site", op, True)
    assert str(caught.value) == f"wrong-type: a truth value has no order: 'site' {word} true"
