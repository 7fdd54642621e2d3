from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.rules.slow import slow_decide, slow_total
from tests.rules.strategies import NOW, events, leads, rules_of, timeless

import alignkit.rules.running.write_rule as writing
from alignkit.history.events import Event
from alignkit.rules.compile import write_rule
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.predicates import Did, Rule, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.running.source import Source
from alignkit.rules.running.write_rule import RuleWriter, as_it_is_now, parts_of, pattern_of, patterns_in
from alignkit.rules.scores import Points, Score

a, b = field("a"), field("b")


def test_fields_are_loaded_once_in_the_order_of_asking() -> None:
    """However often they are asked about."""
    writer = RuleWriter(Source(), [])
    assert [writer.field(name) for name in ("x", "y", "x")] == ["v0", "v1", "v0"]
    assert [line.split(" = ")[0] for line in writer.beginning()] == ["v0", "v1"]


def test_cheap_questions_come_first() -> None:
    """Fields, then events, then scores, in any group and for YES and NO alike; otherwise as written."""
    score = Score("s", [Points(1, when=b >= 1)])
    text = write_rule((score >= 1) & did("call") & (a >= 1) & ((score >= 2) | a.is_true())).text("lead, events, now")
    for line in text.splitlines():
        if "return Y" in line or "return N" in line:
            assert line.index("v0 ") < line.index("events") < line.index("memo")


def test_a_shared_part_is_written_once() -> None:
    """Computed ahead where it asks about fields, written in each place where it is short and asks about a score."""
    shared = ((a >= 1) & (b >= 1)).named("x")
    writer = RuleWriter(Source(), [rule := (shared & a.is_true()) | ~shared | at_least(2, shared, b.is_true(), shared)])
    written = writer.rule(rule, True)
    names = [line.partition(" = ")[0] for line in writer.ahead()]
    assert [written.count(name) for name in names] == [3, 1]  # where it is YES, and where it is NO
    assert not writer.ahead()
    hot = ((Score("s", [Points(1, when=a >= 1)]) >= 1) & (b >= 1)).named("hot")
    writer = RuleWriter(Source(), [rule := (hot & a.is_true()) | (hot & b.is_true())])
    assert writer.rule(rule, True).count("memo[") == 2
    assert not writer.ahead()
    assert writer.asks_scores


def test_patterns_of_one_kind_of_events_are_counted_once() -> None:
    """However many of them each question takes; never by what stands in scores."""
    where = a >= 1
    rule: Rule = (
        did("call") & did("call", at_least=3) & did("call", where=where) & did("call", within=NOW - NOW.replace(day=1))
    )
    asked = Score("s", [Points(1, when=did("webinar"))]) >= 1
    patterns = patterns_in([rule & asked & did("call", where=where, at_least=9)])
    assert {pattern_of(pattern) for pattern in patterns} == {
        *(("call", id(None), None), ("call", id(where), None)),
        ("call", id(None), NOW - NOW.replace(day=1)),
    }
    assert all(isinstance(pattern, Did) for pattern in patterns)
    assert len(parts_of([rule & asked])) == 6


def test_what_stands_inside_any_of_several_rules_is_found() -> None:
    """Also behind a rule that is one condition."""
    assert len(parts_of([a >= 1, did("call") & (b >= 1)])) == 4
    score = Score("s", [Points(1, when=a >= 1), Points(10, when=did("call") & (b >= 1))])
    assert rate(score, {"a": 1, "b": 1}, [Event("L1", NOW, "call")]).points == 11


def test_lists_are_kept_as_they_are() -> None:
    """A list and a set are copied; anything else is the caller's own."""
    given_list, given_set = ["x"], {"x"}
    assert as_it_is_now(given_list) == ("x",)
    assert as_it_is_now(given_set) == frozenset({"x"})
    for other in (None, "x", ("x",), {"x": 1}, frozenset({"x"})):
        assert as_it_is_now(other) is other


@settings(max_examples=60)
@given(rules_of(timeless), leads, events)
def test_many_conditions_mean_what_few_do(rule: Rule, lead: dict[str, object], happened: list[Event]) -> None:
    """Where each condition is a call, the answers are the same."""
    rule = rule & (did("call") | ~did("call") | (a > 1))
    clauses = [Points(5, when=rule), Points(-2, when=~rule)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "MANY", 0)
        assert decide(rule, lead, happened, as_of=NOW) is slow_decide(rule, lead, happened, NOW)
        score = Score("s", clauses)
        assert rate(score, lead, happened, as_of=NOW).points == slow_total(score, lead, happened, NOW)
