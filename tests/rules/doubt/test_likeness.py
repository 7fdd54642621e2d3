"""Rules that ask the same have one number, and others have another."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st
from tests.rules.slow import walk
from tests.rules.strategies import NOW, events, leads, rules

from alignkit.history.events import Event
from alignkit.rules.doubt.likeness import Likeness
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Not, Rule, did
from alignkit.rules.scores import Points, Score

a, b, c = field("a") >= 5, field("b").is_true(), field("c") == "x"


def alike(left: Rule, right: Rule) -> bool:
    """Say whether two rules have one number."""
    numbers = Likeness()
    return numbers.of(left) == numbers.of(right)


def test_one_number() -> None:
    """Whatever the names, the order, the brackets, the doubles, and where a `not` stands."""
    assert alike((a & b).named("x"), b & a)
    assert alike(AllOf([a, AllOf([b, c])]), AllOf([c, AllOf([b, a]), a]))
    assert alike(AllOf([a, (b & c).named("y")]), a & b & c)
    assert alike(~(a & b), ~a | ~b)
    assert alike(Not(Not(a)), AllOf([a]))
    assert alike(~a, field("a") < 5)
    assert alike(~a.named("x"), ~a)
    assert alike(~AtLeast(2, [a, b, c]), AtLeast(2, [~c, ~a, ~b]))
    assert alike(AtLeast(1, [a, b]), a | b)
    assert alike(field("c").is_in("x"), c)
    assert alike(did("call", where=a.named("z")), did("call", where=field("a") >= 5.0))


def test_another_number() -> None:
    """What is not the same."""
    score = Score("s", [Points(1, when=a)])
    rules: list[Any] = [a, b, a & b, a | b, ~a, AtLeast(2, [a, b, c]), AtLeast(2, [a, a, b]), did("call")]
    rules += [did("call", at_least=2), did("call", where=a), ~did("call"), score >= 1, score > 1, ~(score >= 1)]
    rules += [Score("t", [Points(1, when=b)]) >= 1, AnyOf([a & b, c]), field("a") == 1, field("a") == True]  # noqa: E712 - it builds a rule
    numbers = Likeness()
    assert len({numbers.of(rule) for rule in rules}) == len(rules)
    assert not alike(~a.named("x"), a)
    assert not alike(AtLeast(2, [~a.named("x"), b, c]), AtLeast(2, [a, b, c]))


@given(st.data(), rules(), leads, events)
def test_alike_is_the_same_for_every_lead(
    data: st.DataObject, rule: Rule, lead: dict[str, object], happened: list[Event]
) -> None:
    """Another form of a rule with its number decides as it does."""
    other: Any = data.draw(st.sampled_from((Not(Not(rule)), AllOf([rule, rule]), rule.named("n"), AtLeast(1, [rule]))))
    assert alike(rule, other)
    assert walk(rule, lead, happened, NOW) == walk(other, lead, happened, NOW)
