from __future__ import annotations

import re
import sys
import threading
from types import CodeType
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.rules.slow import slow_total
from tests.rules.strategies import NOW, rules, scores

from alignkit.rules.compile import asks_events, compiled, compiled_score, needs_as_of
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import Rule, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

OURS = re.compile(r"[a-z]\d+|[TIFSB]|f|lead|events|now|get|casefold|startswith|endswith|<alignkit rule>")
HOSTILE = ('"; import os; #', "__class__", "'", '"""', "a\nb", "\\", "lead", "c0", "é\u2028", "{value}", "%s", "\ud800")


def _words(code: CodeType) -> set[str]:
    """Return every text that a function's code holds."""
    texts = {code.co_filename, *code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            texts |= _words(constant)
        elif constant != () and not isinstance(constant, int | None):
            texts.add(repr(constant))
    return texts


def _ours_alone(*functions: Any) -> bool:  # noqa: ANN401 - generated functions
    return all(OURS.fullmatch(word) for function in functions for word in _words(function.__code__))


@pytest.mark.parametrize("name", HOSTILE)
def test_names_from_outside_never_reach_the_source(name: str) -> None:
    """Fields, constants, texts and names are bound as objects: the code holds only words that the generator makes."""
    x = field(name)
    rule: Rule = (
        (x == name) | x.is_in(name, "b") | x.contains(name) | x.ends_with(name, case_matters=True) | x.is_missing()
    )
    rule = rule & ~(x >= 50) & at_least(1, x.is_true(), x.between(1, 9), x < 0.5)
    if name.isprintable() and name.strip() == name:
        rule = rule | rule.named(name) | did(name, where=rule)
        score = Score(name, [Points(1, when=rule), Points(1, each=did(name))], bands={name: 1})
        assert _ours_alone(compiled_score(score).run)
        assert rate(score, {name: name}, []).points == slow_total(score, {name: name}, [])
        rule = rule & (score >= 1)
    form = compiled(rule)
    assert _ours_alone(form.yes, form.no)
    assert decide(rule, {name: name}, []) is explain(rule, {name: name}, []).verdict
    assert decide(x == name, {name: name}) is Verdict.YES


@given(rules(), scores())
def test_the_code_of_any_rule_is_ours(rule: Rule, score: Score) -> None:
    """No constant from outside stands in the code of any rule or score, and it sees no builtin."""
    form, run = compiled(rule), compiled_score(score).run
    assert _ours_alone(form.yes, form.no, run)
    for function in (form.yes, form.no, run):
        assert function.__globals__["__builtins__"] == {}


def test_a_rule_is_compiled_once() -> None:
    """The compiled form stays with the rule, and with the score."""
    rule = field("a") > 1
    assert compiled(rule) is compiled(rule)
    score = Score("s", [Points(1, when=rule)])
    assert compiled_score(score) is compiled_score(score)


def test_eight_threads_compile_at_once() -> None:
    """Threads that meet at an unused rule all get the right answer."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(5):
            parts = [(field(f"f{i}") >= i).named(f"r{i}") for i in range(100)]
            rule = at_least(50, *parts) & ~(parts[0] & parts[99])
            score = Score("s", [Points(1, when=part) for part in parts], cap=70)
            lead: dict[str, object] = {f"f{i}": 50 for i in range(99)}
            start = threading.Barrier(8)
            found: list[object] = []

            def ask() -> None:
                start.wait()  # noqa: B023 - the threads end in this round
                found.append((decide(rule, lead), rate(score, lead).points))  # noqa: B023 - the same

            threads = [threading.Thread(target=ask) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert found == [(Verdict.UNKNOWN, 51)] * 8
    finally:
        sys.setswitchinterval(interval)


def test_what_asks_about_time_and_events() -> None:
    """Found through names, groups and scores, however deep; what stands in `where` is the event's own."""
    plain = field("a") > 1
    recent = field("at").within(NOW - NOW.replace(year=2023))
    fading = Score("s", [Points(1, each=did("demo"), half_life=NOW - NOW.replace(day=1, hour=9))])
    assert not needs_as_of(plain & did("demo"))
    assert needs_as_of(plain & ~recent.named("recent"))
    assert needs_as_of((fading >= 1) | plain)
    assert needs_as_of(Score("t", parts=[Score("u", [Points(1, when=recent)])]))
    assert asks_events(plain | (fading >= 1))
    assert asks_events(Score("t", [Points(1, when=~did("demo"))]))
    assert not asks_events(Score("t", [Points(1, when=plain)]))


@given(
    st.integers(-(2**60), 2**60) | st.floats(allow_nan=False), st.integers(-(10**15), 10**15) | st.floats(-1e15, 1e15)
)
def test_the_quick_comparison_is_the_exact_one(value: float, constant: float) -> None:
    """Ints and floats are compared without a detour, and still as the decimals that they print as."""
    if constant and abs(constant) < 1e-99:
        return  # too fine for a constant
    from fractions import Fraction

    exact = value if value in {float("inf"), float("-inf")} else Fraction(str(value))
    due = Fraction(str(constant))
    x = field("x")
    asked = (x < constant, x <= constant, x == constant, x != constant, x >= constant, x > constant)
    answers = [exact < due, exact <= due, exact == due, exact != due, exact >= due, exact > due]
    assert [decide(rule, {"x": value}) is Verdict.YES for rule in asked] == answers
    assert [decide(~rule, {"x": value}) is Verdict.NO for rule in asked] == answers
    assert (decide(x.is_in(constant), {"x": value}) is Verdict.YES) == answers[2]
    assert (decide(x.between(constant, constant), {"x": value}) is Verdict.YES) == answers[2]
