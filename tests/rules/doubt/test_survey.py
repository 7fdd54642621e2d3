"""What a definition asks about, and its parts; the laws try it on every lead there is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.rules.doubt.small import ALL_LEADS, RULES, rank, scores, verdicts

from alignkit.history.declarations import FieldDeclaration
from alignkit.rules.doubt.algebras import NO, UNKNOWN, YES
from alignkit.rules.doubt.domains import MOST_TOGETHER, MOST_TRIED
from alignkit.rules.doubt.effort import Effort, SpentError
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.ranges import both, holds, size
from alignkit.rules.doubt.survey import MOST_BEHIND, MOST_EVENTS, Survey
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, Rule, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score

a, b = field("a"), field("b")


def surveyed(rule: Rule, **declared: FieldDeclaration) -> Survey:
    """Survey a rule."""
    return Survey((rule,), declared, Effort(10**6))


def outcome(rule: Rule, **declared: FieldDeclaration) -> int:
    """Return the verdicts to which a rule can come."""
    survey = surveyed(rule, **declared)
    return Outcomes(survey).of(survey.part(rule))


def test_what_is_hard_is_taken_by_itself() -> None:
    """Many questions about the items of a list; the rest about the field stays together, and as it is declared."""
    hard = [a.any_item == f"x{i}" for i in range(MOST_TOGETHER + 1)]
    assert outcome(AllOf([AnyOf(hard), a > 5, a < 3])) == NO | UNKNOWN
    assert outcome(AllOf([AnyOf(hard), (a > 5) | (a <= 5)])) == NO | UNKNOWN | YES
    assert outcome(AllOf(hard)) == NO | UNKNOWN | YES
    assert [outcome(AnyOf([test, ~test])) for test in (AnyOf(hard), hard[0])] == [NO | UNKNOWN | YES, UNKNOWN | YES]
    texts = [a.contains(f"x{i}") for i in range(MOST_TOGETHER + 1)]
    declared = FieldDeclaration("a", "text", one_of=("x1", "x2"))
    assert outcome(AnyOf([*texts, AllOf([a == "y", a != "z"])]), a=declared) == NO | UNKNOWN | YES
    assert outcome(AllOf([AnyOf(texts), a == "y"]), a=declared) == NO | UNKNOWN
    many = FieldDeclaration("a", "text", one_of=tuple(f"x{i}" for i in range(MOST_TRIED + 1)))
    assert outcome(a.contains("y"), a=many) == outcome(a == "x7", a=many) == NO | UNKNOWN | YES
    assert outcome(a == "y", a=many) == NO | UNKNOWN


def test_a_question_about_another_type_is_never_answered() -> None:
    """Neither way: a number is no text."""
    number = FieldDeclaration("a", "integer")
    assert outcome(a == "x", a=number) == outcome(~(a == "x"), a=number) == UNKNOWN
    assert outcome(AnyOf([a == "x", b > 1]), a=number) == UNKNOWN | YES


def test_patterns_of_one_event_are_taken_together() -> None:
    """Up to so many; of more, each for itself. Other events have nothing to do with them."""
    often = [did("call", at_least=i) for i in range(1, MOST_EVENTS + 2)]
    for count, together in ((MOST_EVENTS, True), (MOST_EVENTS + 1, False)):
        rule = AllOf([~often[0], *often[1:count]])
        assert len(surveyed(rule).part(rule).vars) == (1 if together else count)
        assert outcome(rule) == (NO | UNKNOWN if together else NO | UNKNOWN | YES)
    assert len(surveyed(did("call") & did("mail")).full) == 2


def test_the_cells_of_events() -> None:
    """The first is that of a lead without events; in each of the others a pattern is met or not."""
    rule = did("call") & ~did("call", at_least=2)
    survey = surveyed(rule)
    assert [size(cells) for cells in survey.full] == [4]
    for pattern in (rule, *rule.rules):
        part = survey.part(pattern)
        assert size(part.yes) + size(part.no) == 3
        assert not both(part.yes, part.no)
        assert not holds(part.yes, 0) | holds(part.no, 0)


def test_a_score_is_looked_into_up_to_a_size() -> None:
    """Beyond, it stands for itself: what it asks about is not asked here."""
    for clauses, inside in ((MOST_BEHIND - 1, True), (MOST_BEHIND, False)):
        score = Score("s", [Points(1, when=field(f"f{i}") > 1) for i in range(clauses)])
        assert score.size == clauses + 1
        rule = score >= 5
        survey = surveyed(rule)
        part = survey.part(rule)
        assert len(survey.full) == (clauses + 1 if inside else 1)
        assert len(part.reached) == len(survey.full)
        assert part.var is not None
        assert part.reached >= {part.var}


def test_members_over_one_thing_are_pooled() -> None:
    """In an `all` and in an `any`, which says the same; the others are left."""
    one, two, other, both_ = a > 5, a < 9, b > 1, (a > 1) & (b > 1)
    for kind in (AllOf, AnyOf):
        rule = kind([one, other, two, both_])
        pooled = surveyed(rule).part(rule).pooled
        assert [len(part.members) for part in pooled] == [2, 0, 2]
        assert [part.var is None for part in pooled] == [False, False, True]
        assert pooled[0].needed == (2 if kind is AllOf else 1)
    rule = AllOf([one, other])
    part = surveyed(rule).part(rule)
    assert part.pooled is part.members


def test_a_survey_takes_effort() -> None:
    """So many steps for each condition; and none is made without them."""
    with pytest.raises(SpentError):
        Survey((a > 5,), {}, Effort(1))


def test_what_is_known_takes_no_effort() -> None:
    """A rule is one part however often it is asked for; whether events can be is found once."""
    rule, clause = (a > 5) & (b > 1), Points(5, each=did("call", where=(a > 5) & (b > 1)))
    survey = surveyed(rule)
    part, won = survey.part(rule), survey.yields(clause)
    left = survey.effort.left
    assert survey.part(rule) is part
    assert survey.part(rule.rules[0]) is part.members[0]
    assert survey.yields(clause) is won is True
    assert survey.effort.left == left


@settings(max_examples=25)
@given(scores(RULES))
def test_a_small_score_comes_to_what_it_does_for_some_lead(score: Score) -> None:
    """Its totals, and those of the rest where one clause is YES, before its bounds."""
    survey = Survey((score,), {}, Effort(10**6, 10**6))
    outcomes, form = Outcomes(survey), survey.form(score)
    assert set(outcomes.totals(form).values or ()) == {int(rate(score, lead).points) * 10**6 for lead in ALL_LEADS}
    for place, clause in enumerate(score.points):
        rest = Score("rest", [Points(0, when=a > 5), *score.points[:place], *score.points[place + 1 :]], score.parts)
        won = {
            int(rate(rest, lead).points) * 10**6
            for lead in ALL_LEADS
            if clause.when is not None and rank(clause.when, lead) == YES
        }
        told = outcomes.given(form, place)
        assert (told.values if told else set()) == won


@given(RULES)
def test_the_opposite_of_a_part_is_asked_of_the_same_things(rule: Rule) -> None:
    """It is YES where the part is NO, and NO where it is YES."""
    survey = surveyed(rule)
    part, opposite = survey.part(rule), survey.part(rule, positive=False)
    assert (part.vars, part.reached, part.positive) == (opposite.vars, opposite.reached, not opposite.positive)
    assert (part.yes, part.no) == (opposite.no, opposite.yes)
    assert Outcomes(survey).of(opposite) == verdicts(~rule)
