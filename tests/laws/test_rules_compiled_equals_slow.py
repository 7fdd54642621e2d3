"""One meaning, told three ways: the compiled function, the explanation, and a slow walk written from the design."""

from __future__ import annotations

import pickle
from typing import Any

from hypothesis import given, settings, strategies as st
from tests.rules.slow import slow_clause, slow_decide, slow_total
from tests.rules.strategies import FIELDS, NOW, events, leads, plain_values, rules, scoreless, scores

from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.predicates import Rule
from alignkit.rules.rate import rate
from alignkit.rules.scores import Score
from alignkit.rules.verdict import Verdict

Lead = dict[str, object]


@given(scoreless, leads, st.none() | events)
def test_a_rule_means_one_thing(rule: Rule, lead: Lead, happened: list[Event] | None) -> None:
    """For any lead, however hostile, compiled, explained and slow agree."""
    verdict = decide(rule, lead, happened, as_of=NOW)
    assert verdict is slow_decide(rule, lead, happened, NOW)
    assert explain(rule, lead, happened, as_of=NOW).verdict is verdict


@given(rules(), leads, st.none() | events)
def test_a_rule_over_scores_means_one_thing(rule: Rule, lead: Lead, happened: list[Event] | None) -> None:
    """Also where it asks about scores, whose rules ask about other scores."""
    verdict = decide(rule, lead, happened, as_of=NOW)
    assert verdict is slow_decide(rule, lead, happened, NOW)
    assert explain(rule, lead, happened, as_of=NOW).verdict is verdict


@given(scores(), leads, st.none() | events)
def test_points_add_up_one_way(score: Score, lead: Lead, happened: list[Event] | None) -> None:
    """The total, and what each clause gave, are the same compiled, explained and slow."""
    rating = rate(score, lead, happened, as_of=NOW)
    assert rating.points == slow_total(score, lead, happened, NOW) == explain(score, lead, happened, as_of=NOW).points
    for part in rating.contributions:
        assert part.points == slow_clause(part.clause, lead, happened, NOW)


@given(
    score=scores(),
    lead=st.dictionaries(st.sampled_from(FIELDS), plain_values),
    happened=st.none() | events,
    learnt=st.dictionaries(st.sampled_from(FIELDS), plain_values),
    heard=events,
)
def test_the_range_holds_every_completion(
    *, score: Score, lead: Lead, happened: list[Event] | None, learnt: Lead, heard: list[Event]
) -> None:
    """Whatever the unknown fields turn out to be, the points lie in the range that was given before."""
    rating = rate(score, lead, happened, as_of=NOW)
    least, most = rating.range()
    known_events = heard if happened is None else happened
    for completed in (lead, {**learnt, **lead}):
        points = rate(score, completed, known_events, as_of=NOW).points
        assert least is None or least <= points
        assert most is None or points <= most


@given(rules(), scores(), leads, events.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_events_have_no_order(rule: Rule, score: Score, lead: Lead, orders: tuple[list[Event], list[Event]]) -> None:
    """The order in which events arrive changes no answer."""
    happened, other = orders
    assert decide(rule, lead, happened, as_of=NOW) is decide(rule, lead, other, as_of=NOW)
    assert rate(score, lead, happened, as_of=NOW).points == rate(score, lead, other, as_of=NOW).points


@given(scoreless, leads, st.none() | events)
def test_unknown_names_what_would_settle_it(rule: Rule, lead: Lead, happened: list[Event] | None) -> None:
    """UNKNOWN never stands alone: it says which fields, or events, are open."""
    found = explain(rule, lead, happened, as_of=NOW)
    assert found.verdict is not Verdict.UNKNOWN or found.unknown


@settings(max_examples=50)
@given(st.one_of(rules(), scores()))
def test_definitions_survive_a_pickle_and_their_own_spelling(definition: Any) -> None:  # noqa: ANN401 - rule or score
    """A definition that is pickled, or written out and read back as Python, is equal to itself, hash and all."""
    import datetime as dt
    from decimal import Decimal
    from fractions import Fraction

    import alignkit.rules.predicates as nodes
    from alignkit.currency import money
    from alignkit.instants import days
    from alignkit.rules.field import field
    from alignkit.rules.scores import Points
    from alignkit.rules.spell import spell

    again = pickle.loads(pickle.dumps(definition))
    assert again == definition
    assert hash(again) == hash(definition)
    words = {**vars(nodes), **{name: vars(dt)[name] for name in ("date", "datetime", "timedelta", "timezone")}}
    words |= {"field": field, "Score": Score, "Points": Points, "days": days, "money": money}
    words |= {"Decimal": Decimal, "Fraction": Fraction}
    assert eval(spell(definition), words) == definition  # noqa: S307 - our own spelling, in a test
