"""How parts come out together, exactly or with more than can be; that they do so exactly, the laws show."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from tests.rules.doubt.small import ALL_LEADS, RULES, rank

from alignkit.instants import days
from alignkit.rules.doubt.algebras import NO, UNKNOWN, YES
from alignkit.rules.doubt.effort import Effort, SpentError
from alignkit.rules.doubt.outcomes import MOST_STEPS, MOST_STEPS_OF_PAIRS, Outcomes
from alignkit.rules.doubt.survey import MOST_BEHIND, Survey
from alignkit.rules.doubt.totals import Totals
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, AtLeast, Rule, did
from alignkit.rules.scores import Points, Score

a, b, c = field("a"), field("b"), field("c")
d, e = field("d").is_true(), field("e").is_true()


def outcome(rule: Rule, **left: int) -> int:
    """Return the verdicts to which a rule can come."""
    survey = Survey((rule,), {}, Effort(left.get("left", 10**6), left.get("trials", 10**6)))
    return Outcomes(survey).of(survey.part(rule))


def test_what_is_shared_is_tried() -> None:
    """One field in three members, and two fields in two each."""
    assert outcome((a > 5) & (b.is_true() | (a < 3)) & ~b.is_true()) == NO | UNKNOWN
    chain = AllOf([AnyOf([a > 5, b > 5]), AnyOf([b <= 5, c > 5]), c <= 5, a <= 5])
    assert outcome(chain) == NO | UNKNOWN
    assert outcome(AtLeast(2, [a > 5, a < 3, b > 5, b < 3, (a > 5) & (b > 5)])) == NO | UNKNOWN | YES
    assert outcome(AtLeast(4, [a > 5, a < 3, b > 5, b < 3, (a > 5) & (b > 5)])) == NO | UNKNOWN


def test_without_effort_more_seems_possible() -> None:
    """Where nothing may be tried, members are independent; and what is too large is not even looked at."""
    rule = (a > 5) & (b.is_true() | (a < 3)) & ~b.is_true()
    assert outcome(rule, trials=0) == NO | UNKNOWN | YES
    assert outcome((a > 5) & (a < 3), trials=0) == NO | UNKNOWN  # one field takes no trial
    with pytest.raises(SpentError):
        outcome(rule, left=5)


def chain(length: int, name: str = "f") -> Rule:
    """Return a rule that is never YES, which is seen only where so many fields are tried together."""
    links = [AnyOf([field(f"{name}{i}") > 5, field(f"{name}{i + 1}") <= 5]) for i in range(length)]
    return AllOf([*links, field(f"{name}0") <= 5, field(f"{name}{length}") > 5])


def test_a_long_chain_is_given_up() -> None:
    """Not within so many steps, and without deep recursion; a short one is gone through to its end."""
    assert outcome(chain(300)) == NO | UNKNOWN | YES
    assert [outcome(chain(length)) for length in range(1, 7)] == [NO | UNKNOWN] * 6


def test_what_is_hard_leaves_trials_for_the_rest() -> None:
    """A group takes so many and no more, and so do two members that are held against each other."""
    hard = chain(300)
    narrow = hard & b.is_true()
    effort = Effort(10**6, 10**6)
    survey = Survey((narrow, hard), {}, effort)
    outcomes, one, other = Outcomes(survey), survey.part(narrow), survey.part(hard)
    assert outcomes.of(one) == outcomes.of(other) == NO | UNKNOWN | YES
    assert 2 * MOST_STEPS < 10**6 - effort.trials < 2 * MOST_STEPS + 1_000
    left = effort.trials
    assert not outcomes.implies(one, other)  # it does, but that takes too long to see
    assert MOST_STEPS_OF_PAIRS < left - effort.trials < MOST_STEPS_OF_PAIRS + 1_000


def test_one_group_is_tried_within_another() -> None:
    """And then the other goes on."""
    inner = AllOf([AnyOf([b > 5, c > 5]), AnyOf([b <= 5, c > 7]), c <= 5])
    assert outcome(inner) == NO | UNKNOWN
    assert outcome(AllOf([AnyOf([a > 5, inner]), a <= 5])) == NO | UNKNOWN
    assert outcome(AllOf([AnyOf([a > 5, inner]), AnyOf([a <= 5, b > 9])])) == NO | UNKNOWN | YES


SCORE = Score("s", [Points(10, when=a > 5), Points(5, when=b.is_true()), Points(3, when=a < 3)])


def test_scores_among_rules() -> None:
    """What a score comes to depends on the fields that are asked beside it, and on other scores."""
    assert outcome((SCORE >= 10) & (a <= 5)) == NO  # also where `a` is missing, which gives no points
    assert outcome((SCORE >= 8) & (a <= 5)) == NO | YES
    assert outcome((SCORE >= 8) & (a <= 5) & (a >= 3)) == NO
    assert outcome((SCORE >= 11) & (SCORE < 15)) == NO
    thrice = AllOf([SCORE >= 10, AnyOf([SCORE >= 12, d]), AnyOf([SCORE < 14, e]), a <= 5])
    assert outcome(thrice) == NO  # what the score asks about is fixed before the score
    for beside in ((a <= 5) & (a >= 3), b == False):  # noqa: E712 - it builds a rule
        split = [AnyOf([SCORE >= 8, d]), AnyOf([SCORE < 10, e])]  # 8 takes `b`, and an `a` below 3
        assert outcome(AllOf([beside, ~d, ~e, *split])) == NO | UNKNOWN
        assert outcome(AllOf([*split, ~e, ~d, beside])) == NO | UNKNOWN
    outer = Score("t", [Points(1, when=c.is_true())], [SCORE])
    assert outcome((outer >= 15) & (SCORE < 14)) == NO
    assert outcome((outer >= 15) & (SCORE < 16)) == YES | NO
    assert outcome(outer >= 17) == NO


def test_scores_that_share_a_score() -> None:
    """Over events alone: it is fixed first, whether a rule compares it too, or two other scores do."""
    calls = Score("calls", [Points(5, each=did("call"))])
    fit = Score("fit", [Points(10, when=calls >= 5)])
    other = Score("other", [Points(10, when=calls >= 5), Points(1, when=a > 1)])
    for never in ((fit >= 10) & (calls < 5), (fit < 10) & (calls >= 5), (other >= 10) & (fit < 10)):
        assert outcome(never) == NO | UNKNOWN, never
    assert outcome((fit >= 10) | (calls < 5)) == YES | UNKNOWN
    assert outcome((fit >= 10) & (calls < 50)) == NO | UNKNOWN | YES


def test_clauses_that_share_something() -> None:
    """They are tried together, also where a rule beside the score fixes something else that they ask about."""
    clauses = [
        Points(10, when=(a > 5) & (b > 5)),
        Points(5, when=(b <= 5) & (c > 5)),
        Points(2, when=(c <= 5) | (a < 3)),
    ]
    shared = Score("s", clauses)
    assert outcome(shared >= 15) == NO
    assert outcome((shared >= 11) & (a > 3)) == NO | YES  # where `a` is missing, the score is less
    assert outcome(AllOf([shared >= 7, a > 3, b <= 5])) == NO
    assert outcome(AllOf([shared >= 7, a < 4, b <= 5])) == NO | YES
    split = [AnyOf([shared >= 7, d]), AnyOf([shared < 12, e])]
    assert outcome(AllOf([a > 3, ~d, ~e, *split])) == NO | UNKNOWN | YES
    assert outcome(AllOf([a > 3, ~d, ~e, *split, c <= 5])) == NO | UNKNOWN


def test_sums_take_trials() -> None:
    """Where none are left, only their least and their most are known."""
    score = Score("s", [Points(2**i, when=field(f"f{i}") > 5) for i in range(9)])
    for trials, values in ((10**6, frozenset(i * 10**6 for i in range(512))), (0, None)):
        survey = Survey((score,), {}, Effort(10**6, trials))
        assert Outcomes(survey).totals(survey.form(score)) == Totals(0, 511 * 10**6, values)


def test_events_that_are_not_given() -> None:
    """A score over events is UNKNOWN without them; a pattern too; one that nothing can meet is never YES."""
    events = Score("s", [Points(10, each=did("call"), half_life=days(5))])
    assert outcome(events >= 0) == YES | UNKNOWN
    assert outcome(events >= 5) == YES | NO | UNKNOWN
    assert outcome(events < 0) == NO | UNKNOWN
    lost = Score("s", [Points(-10, each=did("call"), half_life=days(5))])
    assert outcome(lost <= 0) == YES | UNKNOWN
    assert outcome(lost > 0) == NO | UNKNOWN
    assert outcome(lost >= -5) == YES | NO | UNKNOWN
    held = Score("s", [*events.points, *lost.points], cap=5, floor=-3)
    assert outcome(held <= 5) == outcome(held >= -3) == YES | UNKNOWN
    assert outcome(held > 5) == outcome(held < -3) == NO | UNKNOWN
    assert outcome((held >= 5) | (held >= 1)) == YES | NO | UNKNOWN
    assert outcome(did("call", where=(a > 5) & (a < 3))) == NO | UNKNOWN
    assert outcome(did("call") & ~did("call", at_least=2)) == YES | NO | UNKNOWN
    assert outcome(AllOf([did("call", where=a == i) for i in range(30)])) == YES | NO | UNKNOWN


def test_a_large_score_stands_by_itself() -> None:
    """Its totals are reckoned once, and what it shares with a rule is left out."""
    large = Score("s", [Points(1, when=a > i) for i in range(MOST_BEHIND + 10)])
    assert outcome(large > MOST_BEHIND + 10) == NO
    assert outcome((large >= 5) & (a < 3)) == YES | NO | UNKNOWN
    survey = Survey((large >= 5,), {}, Effort(10**6))
    outcomes = Outcomes(survey)
    assert outcomes.reach(large) == Totals.of(*(i * 10**6 for i in range(MOST_BEHIND + 11)))
    left = survey.effort.left
    assert outcomes.reach(large) == Outcomes(survey).reach(large)
    assert survey.effort.left == left


def test_the_score_that_a_rule_compares() -> None:
    """Its totals, whether it is looked into or stands by itself, and however many scores there are."""
    other = Score("t", [Points(7, when=c.is_true())])
    large = Score("u", [Points(1, when=a > i) for i in range(MOST_BEHIND + 10)])
    rules = [SCORE >= 10, other >= 7, large >= 5]
    survey = Survey(rules, {}, Effort(10**6))
    outcomes = Outcomes(survey)
    assert [sorted(outcomes.comes_to(survey.part(rule)).values or ()) for rule in rules] == [
        [0, 3 * 10**6, 5 * 10**6, 8 * 10**6, 10**7, 15 * 10**6],
        [0, 7 * 10**6],
        [i * 10**6 for i in range(MOST_BEHIND + 11)],
    ]


def parts_of(left: Rule, right: Rule) -> tuple[Outcomes, Any, Any]:
    """Return two rules as parts of one survey."""
    survey = Survey((left, right), {}, Effort(10**6))
    return Outcomes(survey), survey.part(left), survey.part(right)


@pytest.mark.parametrize(
    ("left", "right", "ordered", "implied"),
    [
        (a > 5, a > 3, (True, False), True),
        (a > 3, a > 5, (False, True), False),
        (a > 3, ~(a <= 3), (True, True), True),
        (a > 5, b > 3, (False, False), False),
        (a > 5, (a > 3) | b.is_true(), (True, False), True),
        ((a > 5) & b.is_true(), (a > 5) | b.is_true(), (True, False), True),
        (a > 5, (a > 7) | (a == "x"), (False, False), False),
        ((a > 7) | (a == "x"), a > 5, (False, False), False),
        (a > 5, ~a.is_missing(), (False, False), True),  # UNKNOWN is more than NO where it is missing
        (SCORE >= 10, SCORE >= 5, (True, False), True),
        (SCORE >= 10, a > 5, (True, False), True),
        (SCORE >= 3, a > 5, (False, False), False),
        (SCORE >= 16, SCORE >= 15, (True, False), True),
    ],
)
def test_two_parts(left: Rule, right: Rule, ordered: tuple[bool, bool], implied: bool) -> None:
    """One never comes to more than the other; one is YES wherever the other is."""
    outcomes, one, other = parts_of(left, right)
    assert outcomes.ordered(one, other) == ordered
    assert outcomes.implies(one, other) is implied


def test_one_clause_given() -> None:
    """What the rest of a score comes to where one clause is YES."""
    survey = Survey((SCORE,), {}, Effort(10**6))
    outcomes, form = Outcomes(survey), survey.form(SCORE)
    assert outcomes.given(form, 0) == Totals.of(0, 5 * 10**6)
    assert outcomes.given(form, 1) == Totals.of(0, 3 * 10**6, 10**7)
    never = Score("s", [Points(1, when=(a > 5) & (a < 3)), Points(2, when=b.is_true())])
    survey = Survey((never,), {}, Effort(10**6))
    assert Outcomes(survey).given(survey.form(never), 0) is None


@given(RULES, RULES)
def test_two_small_rules_compare_as_they_do_for_every_lead(left: Rule, right: Rule) -> None:
    """Which of them implies the other is known; what is said of their order holds."""
    found = {(rank(left, lead), rank(right, lead)) for lead in ALL_LEADS}
    outcomes, one, other = parts_of(left, right.named("other"))  # two parts, also of one rule
    assert outcomes.implies(one, other) is not any(x == YES != y for x, y in found)
    less, more = outcomes.ordered(one, other)
    assert less <= all(x <= y for x, y in found)
    assert more <= all(x >= y for x, y in found)
