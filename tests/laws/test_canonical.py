"""The laws of the canonical form: it says the same, and rules that differ in order or spelling alone have one."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st
from tests.rules.respellings import respelt
from tests.rules.strategies import NOW, events, leads, rules, scoreless, scores, timeless

from alignkit.agreement.canonical import digest, terms_text
from alignkit.history.events import Event
from alignkit.rules.canonical import canonical
from alignkit.rules.decide import decide
from alignkit.rules.predicates import Rule
from alignkit.rules.rate import rate
from alignkit.rules.rating import Rating
from alignkit.rules.scores import Score

Lead = dict[str, object]
respelt_rules = rules().flatmap(lambda rule: st.tuples(st.just(rule), respelt(rule)))
respelt_scores = scores().flatmap(lambda score: st.tuples(st.just(score), respelt(score)))


@given(st.one_of(scoreless, rules()), leads, st.none() | events)
def test_the_form_decides_as_the_rule(rule: Rule, lead: Lead, happened: list[Event] | None) -> None:
    """YES, NO and UNKNOWN alike, for any lead, however hostile."""
    assert decide(canonical(rule), lead, happened, as_of=NOW) is decide(rule, lead, happened, as_of=NOW)


@given(scores(), leads, st.none() | events)
def test_the_form_rates_as_the_score(score: Score, lead: Lead, happened: list[Event] | None) -> None:
    """Points, band, range, and what each clause gave; equal clauses count twice."""
    one, other = (rate(each, lead, happened, as_of=NOW) for each in (score, canonical(score)))
    assert (one.points, one.band, one.range()) == (other.points, other.band, other.range())
    assert _given(one) == _given(other)


def _given(rating: Rating) -> list[tuple[str, object]]:
    return sorted((part.score, part.points) for part in rating.contributions)


@given(respelt_rules, leads, st.none() | events)
def test_respelt_rules_have_one_form(pair: tuple[Rule, Rule], lead: Lead, happened: list[Event] | None) -> None:
    """What is said in another order and other words decides alike, and has the same form and digest."""
    rule, other = pair
    assert decide(rule, lead, happened, as_of=NOW) is decide(other, lead, happened, as_of=NOW)
    assert canonical(rule) == canonical(other)
    assert digest(rule) == digest(other)


@given(respelt_scores)
def test_respelt_scores_have_one_form(pair: tuple[Score, Score]) -> None:
    """So have scores."""
    score, other = pair
    assert canonical(score) == canonical(other)
    assert digest(score) == digest(other)


@given(st.one_of(rules(), scores()))
def test_the_form_of_a_form_is_itself(definition: Any) -> None:  # noqa: ANN401 - a rule or a score
    """Once is enough."""
    form = canonical(definition)
    assert canonical(form) == form


@given(st.one_of(rules(), scores()))
def test_the_form_is_no_larger(definition: Any) -> None:  # noqa: ANN401 - a rule or a score
    """So every rule within the limits has one."""
    form = canonical(definition)
    assert form.size <= definition.size
    assert form.depth <= definition.depth


small = st.one_of(scoreless, st.tuples(timeless, timeless).map(lambda pair: pair[0] & pair[1]), timeless)


@settings(max_examples=300)
@given(small, small, st.lists(leads, max_size=3), st.none() | events)
def test_rules_that_decide_otherwise_have_other_digests(
    one: Rule, other: Rule, some: list[Lead], happened: list[Event] | None
) -> None:
    """One digest means one form, and one form one meaning; the text tells two forms apart."""
    assert (digest(one) == digest(other)) is (canonical(one) == canonical(other))
    assert (terms_text(one) == terms_text(other)) is (canonical(one) == canonical(other))
    for lead in some:
        if decide(one, lead, happened, as_of=NOW) is not decide(other, lead, happened, as_of=NOW):
            assert digest(one) != digest(other)


@given(rules(), st.lists(leads, min_size=1, max_size=3))
def test_a_rule_and_its_opposite_have_other_digests(rule: Rule, some: list[Lead]) -> None:
    """And denying twice leads back."""
    assert digest(~rule) != digest(rule)
    assert digest(~~rule) == digest(rule)
    assert all(decide(~rule, lead, as_of=NOW) is ~decide(rule, lead, as_of=NOW) for lead in some)
