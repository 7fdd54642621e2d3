"""The laws of three-valued logic (S. C. Kleene, 1938), for verdicts and for rules over all kinds of leads."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.rules.strategies import FIELDS, NOW, events, informed, leads, plain_leads, plain_values, scoreless

from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Not, Rule
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
ALL = (YES, NO, UNKNOWN)


def _decide(rule: Rule, lead: dict[str, object], happened: list[Event]) -> Verdict:
    return decide(rule, lead, happened, as_of=NOW)


AND = {
    (YES, YES): YES,
    (YES, NO): NO,
    (YES, UNKNOWN): UNKNOWN,
    (NO, NO): NO,
    (NO, UNKNOWN): NO,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}
OR = {
    (YES, YES): YES,
    (YES, NO): YES,
    (YES, UNKNOWN): YES,
    (NO, NO): NO,
    (NO, UNKNOWN): UNKNOWN,
    (UNKNOWN, UNKNOWN): UNKNOWN,
}


@pytest.mark.parametrize(("pair", "both"), AND.items())
def test_the_table_of_and(pair: tuple[Verdict, Verdict], both: Verdict) -> None:
    """NO decides an "and", whatever else is unknown."""
    left, right = pair
    assert (left & right) is (right & left) is both


@pytest.mark.parametrize(("pair", "either"), OR.items())
def test_the_table_of_or(pair: tuple[Verdict, Verdict], either: Verdict) -> None:
    """YES decides an "or", whatever else is unknown."""
    left, right = pair
    assert (left | right) is (right | left) is either


def test_the_table_of_not() -> None:
    """What is unknown stays unknown."""
    assert [~verdict for verdict in ALL] == [NO, YES, UNKNOWN]


def test_verdicts_are_a_lattice() -> None:
    """Each "and" and "or" of verdicts is associative, idempotent and absorbing, and De Morgan holds."""
    for a, b, c in product(ALL, repeat=3):
        assert (a & (b & c)) is ((a & b) & c)
        assert (a | (b | c)) is ((a | b) | c)
        assert (a & (b | c)) is ((a & b) | (a & c))
        assert (a & a) is (a | a) is (a & (a | b)) is a
        assert ~(a & b) is (~a | ~b)
        assert ~~a is a


@given(scoreless, scoreless, leads, events)
def test_de_morgan(a: Rule, b: Rule, lead: dict[str, object], happened: list[Event]) -> None:
    """Not (a and b) is (not a) or (not b), and the other way round, for any lead."""
    assert _decide(~(a & b), lead, happened) is _decide(~a | ~b, lead, happened)
    assert _decide(~(a | b), lead, happened) is _decide(~a & ~b, lead, happened)


@given(scoreless, leads, events)
def test_double_negation(rule: Rule, lead: dict[str, object], happened: list[Event]) -> None:
    """Denying twice says nothing new; writing `~~a` builds `a` itself where `a` is not a denial."""
    once = _decide(rule, lead, happened)
    assert _decide(Not(Not(rule)), lead, happened) is once
    assert _decide(~rule, lead, happened) is ~once


@given(st.tuples(scoreless, scoreless, scoreless), leads, events)
def test_rules_join_as_their_verdicts_do(
    three: tuple[Rule, Rule, Rule], lead: dict[str, object], happened: list[Event]
) -> None:
    """Order, brackets and repetition do not matter, and a group is the "and" or "or" of its members' verdicts."""
    a, b, c = three
    x, y, z = (_decide(rule, lead, happened) for rule in (a, b, c))
    for group in (a & b & c, a & (b & c), c & b & a, AllOf([a, AllOf([b, c])]), a & b & c & a):
        assert _decide(group, lead, happened) is (x & y & z)
    for choice in (a | b | c, a | (b | c), c | b | a, AnyOf([a, AnyOf([b, c])]), a | b | c | a):
        assert _decide(choice, lead, happened) is (x | y | z)


@given(st.lists(scoreless, min_size=1, max_size=3), leads, events)
def test_at_least_lies_between_all_and_any(rules: list[Any], lead: dict[str, object], happened: list[Event]) -> None:
    """At least one is "any", at least all is "all", and asking for more is never easier."""
    rank = {YES: 2, UNKNOWN: 1, NO: 0}
    found = [_decide(AtLeast(n, rules), lead, happened) for n in range(1, len(rules) + 1)]
    assert found[0] is _decide(AnyOf(rules), lead, happened)
    assert found[-1] is _decide(AllOf(rules), lead, happened)
    assert [rank[verdict] for verdict in found] == sorted((rank[verdict] for verdict in found), reverse=True)


@given(
    rule=informed,
    lead=plain_leads,
    happened=st.none() | events,
    learnt=st.dictionaries(st.sampled_from(FIELDS), plain_values),
    heard=events,
)
def test_information_never_flips_an_answer(
    *,
    rule: Rule,
    lead: dict[str, object],
    happened: list[Event] | None,
    learnt: dict[str, object],
    heard: list[Event],
) -> None:
    """To learn a value, or the events, may settle what was UNKNOWN; a YES or NO of a rule without scores stands."""
    before = decide(rule, lead, happened, as_of=NOW)
    known = {name: value for name, value in lead.items() if value is not None}
    after = decide(rule, {**learnt, **known}, heard if happened is None else happened, as_of=NOW)
    assert before is UNKNOWN or after is before
