"""How the outcomes of members are joined; the laws try it on every lead there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.rules.doubt.small import RULES, verdicts

from alignkit.rules.doubt.algebras import ALL_OF, ANY_OF, EACH, NO, UNKNOWN, YES, algebra_of, counts
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.survey import Survey
from alignkit.rules.doubts import doubts
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, Rule, at_least
from alignkit.rules.scores import Points, Score

a, b, c = field("a"), field("b"), field("c")
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
    rule = at_least(needed, a > 5, a < 3, b > 5, b < 3)
    survey = Survey((rule,), {}, Effort(10**6))
    outcomes, part = Outcomes(survey), survey.part(rule)
    assert outcomes.of(part) == found
    assert outcomes.alone(part) == ANY  # as if they had nothing in common


INNER = ((b > 5) & (a < 3)) | ((b < 3) & (a < 4))
FITS = Score("fits", [Points(2, when=(a < 3) & (b > 5)), Points(3, when=(b < 3) & (c > 1))])


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        ((a > 5) & INNER, "never-true: can never be YES: a is more than 5 and (b is more than 5 and "),
        (
            at_least(2, a > 5, INNER, a == 4.5),
            "never-true: can never be YES: at most 1 of its 3 rules can be YES at once",
        ),
        (AnyOf([a < 4, INNER]), "any[1]: shadowed-condition: "),
        (
            Score("s", [Points(1, when=(a > 5) & (c > 1)), Points(2, when=INNER)]) >= 3,
            "at most 2 points can be reached",
        ),
        (Score("s", [Points(1, when=(a > 5) & (c > 1))], [FITS]) >= 5, "at most 4 points can be reached"),
    ],
)
def test_what_members_share_inside_is_tried_too(definition: Rule, told: str) -> None:
    """The inner rules share a second field, which is tried for each cell of the first."""
    (found,) = doubts(definition)
    assert told in str(found)


def test_one_rule_implies_another() -> None:
    """Whatever both share, and what the one shares inside."""
    wide = a < 4
    survey = Survey((AllOf([INNER, wide]),), {}, Effort(10**6))
    inner, outer = survey.part(INNER), survey.part(wide)
    assert Outcomes(survey).implies(inner, outer)
    assert not Outcomes(survey).implies(outer, inner)


def test_clauses_over_several_fields_add_up_cell_by_cell() -> None:
    """A clause gives nothing where it cannot be YES, and all its points where it cannot be anything else."""
    apart = Score("apart", [Points(3, when=(a > 5) & (b > 1)), Points(4, when=(a < 3) & (b > 1))])
    always = Score("always", [Points(5, when=a.is_missing() | b.is_missing()), Points(5, when=~a.is_missing())])
    (never,) = doubts(apart >= 5)
    assert never.message.endswith("at most 4 points can be reached")
    (ever,) = doubts(always >= 5)
    assert "it always comes to at least 5 points" in ever.message


@given(RULES)
def test_a_small_rule_comes_out_as_it_does_for_some_lead(rule: Rule) -> None:
    """For no verdict too many, and for none too few, whatever its parts share."""
    survey = Survey((rule,), {}, Effort(10**6))
    assert Outcomes(survey).of(survey.part(rule)) == verdicts(rule)
