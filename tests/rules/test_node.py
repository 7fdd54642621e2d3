from __future__ import annotations

import copy
import functools
import operator
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from alignkit.errors import DocumentError, LimitError, RuleError
from alignkit.funnel.patterns import either, entered
from alignkit.rules.compile import compiled
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.node import DEEPEST, LARGEST
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Named, Not, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

big = field("employees") >= 50
dutch = field("country") == "NL"


def test_groups_stay_flat() -> None:
    """`a & b & c` is one group of three, however it is bracketed; a named rule stays whole."""
    third = field("site").is_true()
    assert (big & dutch) & third == big & (dutch & third) == AllOf((big, dutch, third))
    assert (big | dutch) | third == big | (dutch | third) == AnyOf((big, dutch, third))
    assert (big & dutch).named("ICP") & third == AllOf((Named("ICP", big & dutch), third))


def test_a_joined_group_equals_a_built_one() -> None:
    """Joining by `&` skips no bookkeeping: depth and size are those of the constructor."""
    parts = [big, ~dutch, (big | dutch).named("x"), AtLeast(1, (big & dutch,))]
    for sign, kind in ((operator.and_, AllOf), (operator.or_, AnyOf)):
        joined, built = functools.reduce(sign, parts), kind(parts)
        assert (joined, joined.depth, joined.size) == (built, built.depth, built.size)


def test_denying_a_denial() -> None:
    """`~~a` is `a`."""
    assert ~~big is big
    assert ~(~(big & dutch)) == big & dutch


def test_a_rule_has_no_truth_value() -> None:
    """`and`, chained comparison and `not` ask a rule for a truth value: the message shows the rewrite."""
    for mistake in (lambda: big and dutch, lambda: 1 <= field("x") <= 9, lambda: not big):
        with pytest.raises(RuleError, match="a & b"):
            mistake()


TRUE: Any = True
TEXT: Any = "country is NL"


@pytest.mark.parametrize(
    "mistake",
    [
        lambda: big & TRUE,
        lambda: big | TEXT,
        lambda: True & big,
        lambda: None | big,
        lambda: big & field("site"),
        lambda: field("site") & big,
        lambda: field("site") | field("shop"),
        lambda: ~field("site"),
        lambda: field("employees") >= 50 & field("site").is_true(),
    ],
)
def test_only_rules_are_joined(mistake: Callable[[], object]) -> None:
    """Whatever else stands beside `&`, `|` or `~` is refused, with the brackets or the `.is_true()` that was meant."""
    with pytest.raises(DocumentError, match=r"not-a-rule.*brackets"):
        mistake()


def test_a_pattern_over_journeys_joins_a_rule() -> None:
    """Where `did` stands beside one, the pattern joins both, on whichever side it is."""
    call, sal = did("call"), entered("sal")
    assert call | sal == either(call, sal)
    assert sal | call == either(sal, call)


def test_R01_empty_groups() -> None:
    """An empty "all" would qualify everyone."""
    for mistake in (lambda: AllOf(()), lambda: AnyOf([]), lambda: AtLeast(1, [])):
        with pytest.raises(DocumentError, match="empty-group"):
            mistake()


def test_groups_need_lists_of_rules() -> None:
    """A number, a text or a lead where rules are due is named as such."""
    for mistake in (5, "abc", None, [big, "abc"], {"employees": 5}, big):
        with pytest.raises(DocumentError, match=r"wrong-type|not-a-rule"):
            AllOf(mistake)  # type: ignore[arg-type]  # the mistake


def _doubled(times: int) -> Any:  # noqa: ANN401 - any rule
    rule: Any = big
    for i in range(times):
        rule = (rule | AllOf((rule, dutch))).named(f"r{i}")
    return rule


def _scores_in_scores(times: int, asked: Callable[[Score], Any]) -> Score:
    score = Score("s", [Points(1, when=big)])
    for i in range(times):
        score = Score(f"s{i}", [Points(1, when=asked(score))])
    return score


def test_rules_are_nested_so_deep_and_no_deeper() -> None:
    """The deepest rule works in every way; one level more is refused when it is built."""
    deepest: Any = big
    for _ in range(DEEPEST - 1):
        deepest = AtLeast(1, (deepest,))
    assert decide(deepest, {"employees": 80}) is explain(deepest, {"employees": 80}).verdict is Verdict.YES
    assert pickle.loads(pickle.dumps(deepest)) == deepest
    assert hash(deepest)
    assert len(repr(deepest)) < 4000
    with pytest.raises(LimitError, match="too-deep"):
        Not(deepest)
    with pytest.raises(LimitError, match="too-deep"):
        _scores_in_scores(DEEPEST, lambda score: score >= 1)


def test_rules_grow_so_large_and_no_larger() -> None:
    """Each use of a shared part counts: what would double at every step stops before it takes all time and memory."""
    assert AllOf([big] * (LARGEST - 1)).size == LARGEST
    with pytest.raises(LimitError, match="too-large"):
        _doubled(DEEPEST - 2)
    with pytest.raises(LimitError, match="too-large"):
        _scores_in_scores(10, lambda score: AtLeast(1, [score >= 1] * 40))
    with pytest.raises(LimitError, match="too-large"):
        AllOf([did("call", where=AllOf([dutch] * (LARGEST // 2)))] * 3)


def test_a_chain_of_shared_parts_is_computed_once() -> None:
    """A part that stands in two places is computed once, so that ten doublings cost ten steps and not a thousand."""
    rule = _doubled(10)
    form = compiled(rule)
    assert len(form.decide.__code__.co_code) < 5_000
    assert decide(rule, {"employees": 80}) is Verdict.YES


@pytest.mark.parametrize("sign", [operator.and_, operator.or_])
def test_R19_ten_thousand_conditions(sign: Callable[[Any, Any], Any]) -> None:
    """`functools.reduce(operator.and_, [p] * 10_000)` works in every way."""
    rule = functools.reduce(sign, [big] * 10_000)
    assert decide(rule, {"employees": 80}) is explain(rule, {"employees": 80}).verdict is Verdict.YES
    assert decide(rule, {}) is explain(rule, {}).verdict is Verdict.UNKNOWN
    assert len(repr(rule).encode()) < 4096
    assert "10,001 parts in all" in repr(rule)
    again = pickle.loads(pickle.dumps(rule))
    assert rule == again == copy.copy(rule) == copy.deepcopy(rule)
    assert hash(rule) == hash(again)


def test_R19_ten_thousand_unlike_conditions() -> None:
    """Also where each condition asks about a field of its own."""
    rule = functools.reduce(operator.or_, [field(f"f{i}") > i for i in range(10_000)])
    assert decide(rule, {"f9999": 10_000}) is explain(rule, {"f9999": 10_000}).verdict is Verdict.YES


def test_O04_a_compiled_rule_travels_without_its_function() -> None:
    """The compiled form is a private cache: a rule that was used is pickled, copied and compared as before."""
    rule = big & dutch
    fresh = big & dutch
    decide(rule, {})
    assert rule == fresh
    assert hash(rule) == hash(fresh)
    assert repr(rule) == repr(fresh)
    assert pickle.loads(pickle.dumps(rule)) == copy.deepcopy(rule) == copy.copy(rule) == rule
    assert pickle.dumps(rule) == pickle.dumps(fresh)
