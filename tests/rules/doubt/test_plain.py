"""What is beyond doubt at a glance is beyond doubt."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from tests.rules.strategies import scoreless

from alignkit.history.declarations import FieldDeclaration
from alignkit.instants import days
from alignkit.rules.doubt.effort import Effort, SpentError
from alignkit.rules.doubt.plain import is_plain
from alignkit.rules.doubts import doubts
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, Did, Rule, did
from alignkit.rules.scores import Points, Score

a, b = field("a"), field("b")
DECLARED = {
    "a": FieldDeclaration("a", "integer"),
    "b": FieldDeclaration("b", "text", ("NL", "BE")),
    "l": FieldDeclaration("l", "list", ("x",)),
}


def plain(rule: Rule, declared: dict[str, FieldDeclaration] | None = None) -> bool:
    """Say whether a rule is beyond doubt at a glance."""
    return is_plain(rule, declared or {}, Effort(100))


@given(scoreless)
def test_nothing_is_doubtful_in_a_plain_rule(rule: Any) -> None:  # noqa: ANN401 - any rule
    """The long look, into which a second use of its first condition leads, finds nothing more either."""
    if plain(rule):
        whole = AllOf([rule, Did("nothing"), Did("nothing", at_least=2)])  # the first is idle beside the second
        assert [(doubt.code, doubt.path) for doubt in doubts(whole)] == [("shadowed-condition", "all[1]")]


@pytest.mark.parametrize(
    ("rule", "declared"),
    [
        ((a > 5) & (b == "NL") & ~did("call"), {}),
        ((a > 5) | (b == "NL"), DECLARED),
        (a.is_missing() | b.contains("x") | field("c").is_true() | field("d").within(days(5)), {}),
        (a.is_in(1, 2) & b.is_in("NL"), DECLARED),
        (a.is_in(True) & b.between(1, 2), {}),
    ],
)
def test_plain(rule: Any, declared: dict[str, FieldDeclaration]) -> None:  # noqa: ANN401 - any rule
    """As most rules are."""
    assert plain(rule, declared)


SHARED = a > 5


@pytest.mark.parametrize(
    ("rule", "declared"),
    [
        ((a > 5) & (a < 9), {}),
        (AllOf([SHARED, SHARED]), {}),
        (did("call") & did("call"), {}),
        (did("call", where=a > 5) & (b > 5), {}),
        (Score("s", [Points(1, when=a > 5)]) >= 1, {}),
        (a.is_in(), {}),
        (a.is_in(True, False), {}),
        (a > 5.5, DECLARED),
        (a == "x", DECLARED),
        (b.is_in("NL", "BE"), DECLARED),
        (b.is_in("DE", "FR"), DECLARED),
        (b.is_in("DE"), DECLARED),
        (b.contains("N"), DECLARED),
        (field("l").any_item == "x", DECLARED),
        (field("d") < date.min, {}),
    ],
)
def test_not_plain(rule: Any, declared: dict[str, FieldDeclaration]) -> None:  # noqa: ANN401 - any rule
    """These take a longer look."""
    assert not plain(rule, declared)


def test_effort() -> None:
    """Even a glance costs something."""
    with pytest.raises(SpentError):
        is_plain(AllOf([field(f"f{i}") > 5 for i in range(200)]), {}, Effort(100))
