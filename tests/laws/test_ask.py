"""What is asked for matters, and what it is said to settle it settles: every completion is tried."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings, strategies as st
from tests.rules.strategies import FIELDS, NOW, events, leads, rules, rules_of

from alignkit.history.events import Event
from alignkit.rules.ask import ask_for
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.grade import grade
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import Compare, Missing, Rule, ScoreCompare
from alignkit.rules.questions import EVENTS
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

Lead = dict[str, object]
HALVES: list[object] = [number / 2 for number in range(-1, 6)]
"""Every class of values that conditions on 0, 1 and 2 tell apart."""

numbered = st.builds(Compare, st.sampled_from(FIELDS), st.sampled_from(("<", ">=", "==", "!=")), st.integers(0, 2))
tests = st.one_of(numbered, numbered, numbered, st.builds(Missing, st.sampled_from(FIELDS)))
clauses = st.builds(Points, st.sampled_from((1, 2, -3)), when=rules_of(tests, 2))
totals = st.builds(
    lambda clauses, cap: Score("s", clauses, cap=cap, bands={"A": 3, "B": 1}),
    st.lists(clauses, min_size=1, max_size=4),
    st.none() | st.just(4),
)
grids = st.builds(
    lambda rows, columns: Grid(
        "grade", Score("r", rows, bands={"A": 3, "B": 1}), Score("c", columns, bands={"1": 3, "2": 0})
    ),
    st.lists(clauses, min_size=1, max_size=3),
    st.lists(clauses, min_size=1, max_size=3),
)
compared = st.builds(ScoreCompare, totals, st.sampled_from((">=", "<")), st.integers(-2, 4))
known = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(HALVES))


def completions(lead: Lead, but: str = "") -> Iterator[Lead]:
    """Yield the lead with every value, or none, for every unknown field; not for `but`."""
    names = [name for name in FIELDS if name not in lead and name != but]
    for values in product([None, *HALVES], repeat=len(names)):
        yield {**lead, **dict(zip(names, values, strict=True))}


def answer(definition: Rule | Score | Grid, lead: Lead) -> str:
    """Return the verdict, the band or the cell."""
    match definition:
        case Score():
            return rate(definition, lead).band or "no band"
        case Grid():
            return grade(definition, lead).cell or "no cell"
        case _:
            return decide(definition, lead).name


def answers(definition: Rule | Score | Grid, lead: Lead, but: str = "") -> set[str]:
    """Return all answers that the unknown fields leave open."""
    return {answer(definition, completed) for completed in completions(lead, but)}


@settings(max_examples=80)
@given(st.one_of(rules_of(st.one_of(tests, compared), 5), totals, grids), known)
def test_a_field_that_is_not_asked_for_does_not_matter(definition: Rule | Score | Grid, lead: Lead) -> None:
    """While all others are whatever they are, it changes nothing but an UNKNOWN that stays one."""
    asked = ask_for(definition, lead).fields
    for name in FIELDS:
        if name not in lead and name not in asked:
            for completed in completions(lead, name):
                assert len({answer(definition, {**completed, name: value}) for value in (None, *HALVES)}) == 1


@settings(max_examples=80)
@given(st.one_of(rules_of(st.one_of(tests, compared), 5), totals, grids), known)
def test_a_field_settles_what_it_is_said_to_settle(definition: Rule | Score | Grid, lead: Lead) -> None:
    """For each answer named some value leaves no other, whatever the other fields are."""
    for ask in ask_for(definition, lead).asks:
        left = [answers(definition, {**lead, ask.field: value}) for value in HALVES]
        for settled in ask.settles:
            assert {settled} in left
        assert (ask.power == "together") == (not ask.settles)
        assert (ask.power == "either way") == (len(ask.settles) > 1)
        assert ask.settled <= ask.classes
        assert (ask.settled == 0) == (not ask.settles)


@given(rules(), leads, st.none() | events)
def test_unknown_and_asked_for_are_one(rule: Rule, lead: Lead, happened: list[Event] | None) -> None:
    """For any rule and lead: the explanation's unknown fields are those asked for; UNKNOWN never stands alone."""
    trace = explain(rule, lead, happened, as_of=NOW)
    asked = ask_for(rule, lead, happened, as_of=NOW)
    assert trace.unknown == asked.fields
    assert trace.ask == asked.asks
    assert trace.verdict is not Verdict.UNKNOWN or asked.fields
    assert asked.more == 0
    open_ = Outlook(Known(lead, happened, NOW)).unknown(rule)
    assert set(asked.fields) <= set(open_)
    assert EVENTS not in asked.fields or happened is None
