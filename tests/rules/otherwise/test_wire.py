from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.rules.strategies import FIELDS, NOW, events, leads, rules

from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.decide import decide
from alignkit.rules.field import field
from alignkit.rules.otherwise.circuits import UNIT, Inner, Table, run
from alignkit.rules.otherwise.imagine_events import Groups
from alignkit.rules.otherwise.lay_out import Fields, Heard, Unheard
from alignkit.rules.otherwise.wire import Wanted, Wiring
from alignkit.rules.predicates import AllOf, Rule, at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

WANTED: dict[Wanted, set[Verdict]] = {
    "yes": {Verdict.YES},
    "no": {Verdict.NO},
    "not yes": {Verdict.NO, Verdict.UNKNOWN},
    "not no": {Verdict.YES, Verdict.UNKNOWN},
}
x, y = field("x"), field("y")


def leaves_of(rule: Rule, lead: dict[str, object], happened: list[Event] | None) -> Unheard | Heard:
    """Lay a rule out for a lead, where no events can come."""
    outlook = Outlook(Known(lead, happened, NOW))
    fields = Fields(rule, outlook)
    return Unheard(fields) if happened is None else Heard(fields, outlook, Groups([], True))


@given(rules(), leads, st.none() | events, st.data())
def test_a_circuit_is_its_rule(
    rule: Rule, lead: dict[str, object], happened: list[Event] | None, data: st.DataObject
) -> None:
    """Whatever the fields are set to, each gate is 1 just if `decide` says what it is wired for."""
    leaves = leaves_of(rule, lead, happened)
    state = [data.draw(st.integers(0, len(choice.options) - 1)) for choice in leaves.choices]
    held = {choice.name: choice.options[number].value for choice, number in zip(leaves.choices, state, strict=True)}
    verdict = decide(rule, held, happened, as_of=NOW)
    wiring = Wiring(leaves)
    for wanted, verdicts in WANTED.items():
        assert run(wiring.ending_with(wiring.gate(rule, wanted)), state)[-1] == (verdict in verdicts)
    assert set(held) <= set(FIELDS)


def wired(rule: Any, lead: dict[str, object]) -> Wiring:  # noqa: ANN401 - rules and scores
    """Wire a rule or score for a lead."""
    return Wiring(leaves_of(rule, lead, []))


def test_a_rule_about_one_field_is_a_table() -> None:
    """However it is composed, no sum is left of it; a rule that nothing can change is a number."""
    one = ((x > 1) & (x < 9)) | at_least(2, x == 5, x > 3, ~(x > 20))
    assert isinstance(wired(one, {"x": 0}).gate(one), Table)
    never = (x > 1) & (x < 1)
    assert wired(never, {}).gate(never) == 0
    both = (x > 1) & (y > 1)
    wiring = wired(both, {})
    term = wiring.gate(both)
    assert term == Inner(0)
    assert wiring.sums[0].need == 2 * UNIT


def test_shared_parts_are_wired_once() -> None:
    """A chain of named rules that are used twice does not double each time."""
    rule: Rule = (x > 1) & (y > 1)
    for number in range(12):
        rule = AllOf([rule.named(f"a{number}"), rule.named(f"b{number}")])
    wiring = wired(rule, {})
    wiring.gate(rule)
    assert len(wiring.sums) == 13


def test_scores_both_ways_up() -> None:
    """Caps and floors, negative points, and the negative of it all."""
    score = Score("s", [Points(5, when=x > 1), Points(-3, when=y > 1), Points(0, when=x > 5)], cap=4, floor=-2)
    wiring = wired(score, {"x": 0, "y": 0})
    up, down = wiring.score(score, 1), wiring.score(score, -1)
    assert isinstance(up, Inner)
    assert isinstance(down, Inner)
    states = [[a, b] for a in (0, 1) for b in (0, 1)]
    totals = [run(wiring.sums, state)[up.place] for state in states]
    assert totals == [0, -2 * UNIT, 4 * UNIT, 2 * UNIT]
    assert [run(wiring.sums, state)[down.place] for state in states] == [-total for total in totals]
    assert wiring.score(score, 1) is up


def totals(score: Score, sign: int = 1) -> list[int]:
    """Return what a score comes to where neither x nor y is more than 1, y alone is, x alone, or both."""
    wiring = wired(score, {"x": 0, "y": 0})
    sums = wiring.ending_with(wiring.score(score, sign))
    assert sums[-1].need is None
    return [run(sums, [a, b])[-1] for a in (0, 1) for b in (0, 1)]


def test_all_that_a_score_adds_up() -> None:
    """Its parts, once each; two clauses for one rule; what it gets either way."""
    part = Score("part", [Points(1, when=y > 1)])
    whole = Score("whole", [Points(5, when=x > 1)], parts=[part])
    assert totals(whole) == [0, UNIT, 5 * UNIT, 6 * UNIT]
    assert totals(whole, -1) == [0, -UNIT, -5 * UNIT, -6 * UNIT]
    both = (x > 1) & (y > 1)
    twice = Score("twice", [Points(5, when=both), Points(3, when=both)])
    assert totals(twice) == [0, 0, 0, 8 * UNIT]
    always = [Points(5, when=x > 1), Points(5, when=~(x > 1)), Points(-3, when=y > 1), Points(1, when=both)]
    assert totals(Score("always", always)) == [5 * UNIT, 2 * UNIT, 5 * UNIT, 3 * UNIT]


def test_a_millionth_of_a_point_short_is_short() -> None:
    """Points are exact."""
    score = Score("s", [Points(Decimal("4.999999"), when=x > 1), Points(Decimal("0.000001"), when=y > 1)])
    wiring = wired(score, {"x": 0, "y": 0})
    sums = wiring.ending_with(wiring.at_least(score, 5 * UNIT))
    assert [run(sums, [a, b])[-1] for a in (0, 1) for b in (0, 1)] == [0, 0, 0, 1]


def test_a_gate_may_stand_before_others() -> None:
    """What is returned ends with it all the same."""
    rule = (x > 1) & (y > 1)
    wiring = wired(rule, {"x": 0, "y": 0})
    gates = [wiring.gate(rule, wanted) for wanted in WANTED]
    assert [run(wiring.ending_with(gate), [1, 1])[-1] for gate in gates] == [1, 0, 0, 1]


@pytest.mark.parametrize(("op", "reached"), [(">=", [0, 1]), (">", [0, 0]), ("<=", [1, 1]), ("<", [1, 0])])
def test_thresholds(op: Any, reached: list[int]) -> None:  # noqa: ANN401 - an operator
    """At exactly the threshold: five points against five."""
    score = Score("s", [Points(5, when=x > 1)])
    rule = {">=": score >= 5, ">": score > 5, "<=": score <= 5, "<": score < 5}[op]
    wiring = wired(rule, {"x": 0})
    sums = wiring.ending_with(wiring.gate(rule))
    assert [run(sums, [state])[-1] for state in (0, 1)] == reached
    wiring = wired(rule, {"x": 0})
    denied = [1 - one for one in reached]
    for wanted, gates in zip(WANTED, (reached, denied, denied, reached), strict=True):
        assert [run(wiring.ending_with(wiring.gate(rule, wanted)), [state])[-1] for state in (0, 1)] == gates


def test_a_score_without_its_events_is_unknown() -> None:
    """Neither YES nor NO, whatever the fields are."""
    score = Score("s", [Points(5, when=x > 1), Points(5, each=did("call"))])
    wiring = Wiring(leaves_of(score >= 5, {"x": 5}, None))
    assert [wiring.gate(score >= 5, wanted) for wanted in WANTED] == [0, 0, 1, 1]
    plain = Score("s", [Points(5, when=x > 1)])
    rule = plain >= 5
    wiring = Wiring(leaves_of(rule, {"x": 5}, None))
    assert run(wiring.ending_with(wiring.gate(rule)), [0])[-1] == 1


def test_several_gates_at_once() -> None:
    """Each as it is wanted."""
    wiring = wired((x > 1) | (y > 1), {"x": 5})
    rule = AllOf([x > 1, y > 1])
    wiring = Wiring(leaves_of(rule, {"x": 5}, []))
    first, second = rule.rules
    assert run(wiring.ending_with(wiring.all([(first, "yes"), (second, "not yes")])), [0, 0])[-1] == 1
    assert run(wiring.ending_with(wiring.all([(first, "yes"), (second, "yes")])), [0, 0])[-1] == 0
