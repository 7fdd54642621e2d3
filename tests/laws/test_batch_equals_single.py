"""Many leads at once, or one after the other: each gets the answer that it gets alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings, strategies as st
from tests.rules.strategies import NOW, events, leads, rules, scores

from alignkit.rules.decide import decide
from alignkit.rules.decide_all import decide_all, decide_each
from alignkit.rules.predicates import Rule
from alignkit.rules.rate import rate
from alignkit.rules.rate_all import rate_all, rate_each
from alignkit.rules.scores import Score

rows = st.lists(st.tuples(leads, st.none() | events), max_size=4)


@settings(max_examples=60)
@given(scores(), rows)
def test_columns_are_ratings(score: Score, rows: list[Any]) -> None:
    """Points and bands, explained or not, with events or without, whatever the leads hold."""
    given_leads, happened = [lead for lead, _ in rows], [some for _, some in rows]
    ratings = [rate(score, lead, some, as_of=NOW) for lead, some in rows]
    points, bands = [rating.points for rating in ratings], [rating.band for rating in ratings]
    for explained in (False, True):
        found = rate_all(score, iter(given_leads), iter(happened), as_of=NOW, explained=explained)
        assert (found.points, found.band) == (points, bands)
    streamed = list(rate_each(score, iter(given_leads), iter(happened), as_of=NOW))
    assert streamed == ratings
    assert [rating.contributions for rating in streamed] == [rating.contributions for rating in ratings]
    alone = rate_all(score, given_leads, as_of=NOW, explained=True)
    assert alone.points == [rate(score, lead, as_of=NOW).points for lead in given_leads]


@settings(max_examples=60)
@given(rules(), rows)
def test_verdicts_are_decisions(rule: Rule, rows: list[Any]) -> None:
    """With events or without, whatever the leads hold."""
    given_leads, happened = [lead for lead, _ in rows], [some for _, some in rows]
    verdicts = [decide(rule, lead, some, as_of=NOW) for lead, some in rows]
    assert decide_all(rule, given_leads, happened, as_of=NOW) == verdicts
    assert list(decide_each(rule, iter(given_leads), iter(happened), as_of=NOW)) == verdicts
    assert decide_all(rule, given_leads, as_of=NOW) == [decide(rule, lead, as_of=NOW) for lead in given_leads]
