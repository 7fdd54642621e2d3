"""How the outcomes of members are joined; the laws try it on every lead there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.rules.doubt.small import RULES, verdicts

from alignkit.rules.doubt.algebras import ALL_OF, ANY_OF, EACH, NO, UNKNOWN, YES, algebra_of, counts
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.survey import Survey
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule, at_least

ANY = NO | UNKNOWN | YES
SETS = range(1, 8)


def test_sets_of_verdicts_are_joined_as_kleene_joins_verdicts() -> None:
    """Each of the one with each of the other: the least of both for an `all`, the most for an `any`."""
    for left in SETS:
        for right in SETS:
            pairs = [(x, y) for x in EACH for y in EACH if x & left and y & right]
            assert ALL_OF.join(left, right) == sum({min(pair) for pair in pairs})
            assert ANY_OF.join(left, right) == sum({max(pair) for pair in pairs})
            assert ALL_OF.either(left, right) == ANY_OF.either(left, right) == left | right
        assert ALL_OF.told(left) == ANY_OF.told(left) == ALL_OF.join(ALL_OF.unit, left) == left
        assert ANY_OF.join(ANY_OF.unit, left) == left
        assert ALL_OF.settled(left) is ANY_OF.settled(left) is (left == ANY)


def test_members_are_counted_until_that_settles_it() -> None:
    """Of three members two must be YES: with two NO no third can mend it, and more are not counted."""
    algebra = counts(2, 3)
    joined = algebra.join(frozenset([(2, 0), (0, 2)]), frozenset([(1, 0), (0, 1)]))
    assert joined == {(2, 0), (2, 1), (1, 2), (0, 2)}
    assert [algebra.told(frozenset([pair])) for pair in ((2, 0), (2, 1), (1, 2), (0, 2), (1, 1))] == [
        *(YES, YES, NO, NO, UNKNOWN),
    ]
    assert algebra_of(3, 3) is algebra_of(1, 1) is ALL_OF
    assert algebra_of(1, 3) is ANY_OF


@pytest.mark.parametrize(("needed", "found"), [(1, ANY), (2, ANY), (3, NO | UNKNOWN), (4, NO | UNKNOWN)])
def test_so_many_of_some_that_exclude_each_other(needed: int, found: int) -> None:
    """Two fields, of each of which one condition at most is YES."""
    a, b = field("a"), field("b")
    rule = at_least(needed, a > 5, a < 3, b > 5, b < 3)
    survey = Survey((rule,), {}, Effort(10**6))
    outcomes, part = Outcomes(survey), survey.part(rule)
    assert outcomes.of(part) == found
    assert outcomes.alone(part) == ANY  # as if they had nothing in common


@given(RULES)
def test_a_small_rule_comes_out_as_it_does_for_some_lead(rule: Rule) -> None:
    """For no verdict too many, and for none too few, whatever its parts share."""
    survey = Survey((rule,), {}, Effort(10**6))
    assert Outcomes(survey).of(survey.part(rule)) == verdicts(rule)
