from __future__ import annotations

import io
import keyword
import pickle
import re
import sys
import threading
import tokenize
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.rules.slow import slow_total
from tests.rules.strategies import NOW, events, rules, scores

import alignkit.rules.compile as compiling
from alignkit.errors import AlignkitError
from alignkit.history.events import Event
from alignkit.rules.compile import asks_events, compiled, compiled_score, needs_as_of
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, Rule, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.rate_all import rate_all
from alignkit.rules.running.source import WORDS, Source
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

LOCALS = re.compile(r"[a-z]\d+|[efir]|f|lead|leads|events|now|as_of|memo|points|bands|texts|at")
ATTRIBUTES = {
    *("get", "casefold", "startswith", "endswith", "removeprefix", "append", "sort"),
    *("kind", "attributes", "score", "_micros", "_name", "_found"),
}
HOSTILE = ('"; import os; #', "__class__", "'", '"""', "a\nb", "\\", "lead", "c0", "é\u2028", "{value}", "%s", "\ud800")
CODE = ("__import__('os').system('true')", "x); import os; (", "'''", "\\n", "now", "T", "f", "#", "1e999", "lambda: 0")
hostile_texts = st.one_of(st.sampled_from(HOSTILE + CODE), st.text(max_size=20))


@contextmanager
def _noted() -> Iterator[list[tuple[str, Any]]]:
    """Note the source and the function of everything that is generated."""
    noted: list[tuple[str, Any]] = []
    made_from = compiling.made_from

    def made(source: Source, parameters: str, *, loops: bool = False) -> Any:  # noqa: ANN401 - a generated function
        names = source.names() if loops else []
        text = source.text(", ".join((parameters, *names)))
        function = made_from(source, parameters, loops=loops)
        noted.append((text, function))
        return function

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "made_from", made)
        yield noted


def _everything(definition: Rule | Score) -> list[tuple[str, Any]]:
    """Return the source and the function of everything that is generated for a definition."""
    from alignkit.rules.predicates import Named

    with _noted() as noted:
        if isinstance(definition, Score):
            rate(definition, {}, [], as_of=NOW)
            compiled_score(definition, traced=False).run({}, None, None, None)
            none: tuple[list[list[Event]] | None, ...] = (None, [[]])
            for explained in (False, True):
                for happened in none:
                    rate_all(definition, [{}], happened, as_of=NOW, explained=explained)
            decide(definition >= 1, {}, [], as_of=NOW)
        else:
            decide(Named("x", definition), {}, [], as_of=NOW)
    return noted


def _is_ours(text: str) -> bool:
    """Say whether a source holds only our words: no text, and no number but small ones that count places."""
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        word = token.string
        match token.type:
            case tokenize.NAME:
                known = word in ATTRIBUTES if before == "." else LOCALS.fullmatch(word) or word in WORDS
                if not known and not keyword.iskeyword(word):
                    return False
            case tokenize.NUMBER:
                if not word.isdecimal() or int(word) >= 1000:
                    return False
            case tokenize.STRING | tokenize.COMMENT | tokenize.ERRORTOKEN:
                return False
        before = word
    return text.isascii()


def _words(code: CodeType) -> set[str]:
    """Return every text that a function's code holds."""
    texts = {*code.co_names, *code.co_varnames, *code.co_freevars, *code.co_cellvars}
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            texts |= _words(constant)
        elif isinstance(constant, str) and not constant.endswith("<genexpr>"):  # the name of a loop of our own
            texts.add(f"a text: {constant}")
    return texts


def _ours_alone(noted: list[tuple[str, Any]]) -> bool:
    ours = all(
        LOCALS.fullmatch(word) or word in ATTRIBUTES or word in WORDS or word == ".0"
        for _, function in noted
        for word in _words(function.__code__)
    )
    return ours and all(_is_ours(text) for text, _ in noted)


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
        assert _ours_alone(_everything(score))
        assert rate(score, {name: name}, []).points == slow_total(score, {name: name}, [])
        rule = rule & (score >= 1)
    assert _ours_alone(_everything(rule))
    assert decide(rule, {name: name}, []) is explain(rule, {name: name}, []).verdict
    assert decide(x == name, {name: name}) is Verdict.YES


@settings(max_examples=60)
@given(st.lists(hostile_texts, min_size=7, max_size=7), st.integers(-(10**9), 10**9))
def test_no_text_from_outside_reaches_the_source(texts: list[str], number: int) -> None:
    """Whatever fields, texts, events, scores, titles, bands and units are called."""
    held, one, two, happened, score_name, band, unit = texts
    try:
        x = field(held, unit=unit)
        rule: Rule = (x >= number) | x.between(number, 10**12) | x.is_in(number, 3)
        rule = rule | (field(held) == one) | field(held).is_in(one, two) | field(one).contains(two)
        rule = rule | field(two).any_item.is_in(one) | field(two).every_item.ends_with(one)
        pattern = did(happened, where=field(one) == two)
        clauses = [
            *(Points(5, when=part) for part in (rule, field(held) == one, field(held).ends_with(two), pattern)),
            *(Points(2, each=pattern), Points(3, each=did(happened), cap=number + 10**10)),
        ]
        score = Score(score_name, clauses, cap=10**9, title=one, bands={band: number})
    except AlignkitError:
        return  # no such definition can be
    assert _ours_alone(_everything(score))
    assert _ours_alone(_everything(rule & (score >= number) & pattern.named(band)))


@settings(max_examples=60)
@given(rules(), scores())
def test_the_code_of_any_rule_is_ours(rule: Rule, score: Score) -> None:
    """No constant from outside stands in the code of any rule or score, and it sees no builtin."""
    noted = [*_everything(rule), *_everything(score)]
    assert _ours_alone(noted)
    assert all(function.__globals__["__builtins__"] == {} for _, function in noted)


def test_a_rule_is_compiled_once() -> None:
    """The compiled form stays with the rule, and with the score; each function is made when it is first called."""
    rule = field("a") > 1
    assert compiled(rule) is compiled(rule)
    score = Score("s", [Points(1, when=rule)])
    assert compiled_score(score) is compiled_score(score)
    form = compiled_score(score)
    with _noted() as noted:
        for lead in ({}, {"a": 5}, {"a": 0}):
            rate(score, lead)
            rate_all(score, [lead])
        assert len(noted) == 2
    assert compiled_score(score, traced=False) is not form
    assert form.fields == ("a",)
    assert form.clauses == (("s", score.points[0]),)


def test_compiled_forms_stay_at_home() -> None:
    """A pickle of a rule or a score holds the definition alone, however often it was asked."""
    rule = (field("a") > 1) & did("call")
    score = Score("s", [Points(1, when=rule), Points(2, each=did("call"))])
    before = pickle.dumps((rule, score))
    decide(rule & (score >= 1), {"a": 5}, [])
    rate(score, {}, [])
    rate_all(score, [{}], explained=True)
    assert pickle.dumps((rule, score)) == before
    again = pickle.loads(before)[1]
    assert rate(again, {"a": 5}, [Event("L1", NOW, "touch", "call")]) == rate(
        score, {"a": 5}, [Event("L1", NOW, "touch", "call")]
    )


def test_eight_threads_compile_at_once() -> None:
    """Threads that meet at an unused rule all get the right answer."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(5):
            parts = [(field(f"f{i}") >= i).named(f"r{i}") for i in range(100)]
            rule = at_least(50, *parts) & ~(parts[0] & parts[99])
            score = Score("s", [Points(1, when=part) for part in parts], cap=70)
            hot = rule | (score >= 60)
            lead: dict[str, object] = {f"f{i}": 50 for i in range(99)}
            start = threading.Barrier(8)
            found: list[object] = []

            def ask() -> None:
                start.wait()  # noqa: B023 - the threads end in this round
                rating = rate(score, lead)  # noqa: B023 - the same
                gave = sum(part.points for part in rating.contributions)
                several = rate_all(score, [lead, {}], explained=True)  # noqa: B023 - the same
                found.append((decide(rule, lead), decide(hot, lead), rating.points, gave, several.points))  # noqa: B023 - the same

            threads = [threading.Thread(target=ask) for _ in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert found == [(Verdict.UNKNOWN, Verdict.UNKNOWN, 51, 51, [51, 0])] * 8
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
    assert needs_as_of(field("at").any_item.within(NOW - NOW.replace(year=2023)))
    assert needs_as_of(Score("t", parts=[Score("u", [Points(1, when=recent)])]))
    assert needs_as_of(Score("t", [Points(1, each=did("demo"), steps=[(NOW - NOW.replace(day=1, hour=9), 0)])]))
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
    assert [rate(Score("s", [Points(1, when=rule)]), {"x": value}).points == 1 for rule in asked] == answers
    assert (decide(x.is_in(constant), {"x": value}) is Verdict.YES) == answers[2]
    assert (decide(x.between(constant, constant), {"x": value}) is Verdict.YES) == answers[2]


class _Counting(dict[str, object]):
    """A lead that counts how often it is asked for each field."""

    def __init__(self, **fields: object) -> None:
        super().__init__(fields)
        self.asked: list[str] = []

    def get(self, name: str, default: object = None) -> Any:  # noqa: ANN401 - as a dict types it
        self.asked.append(name)
        return super().get(name, default)


def test_a_score_in_a_rule_is_asked_for_at_most_once_and_only_where_it_is_needed() -> None:
    """Where the fields settle the answer, the score's own fields are not looked at; else once, for YES and for NO."""
    score = Score("s", [Points(5, when=field("b") >= 1), Points(5, when=field("c") >= 1)])
    icp = (field("a") >= 50).named("ICP")
    for rule in (icp & (score >= 10), (score >= 10) & icp, AllOf([score >= 10, (score >= 1) & icp, icp])):
        for size, verdict, asked in ((10, Verdict.NO, ["a"]), (60, Verdict.NO, ["a", "b", "c"])):
            lead = _Counting(a=size, b=5, c=0)
            assert decide(rule, lead) is verdict
            assert lead.asked == asked
        assert decide(rule, _Counting(a=60, b=5, c=5)) is Verdict.YES
        unknown = _Counting(b=5, c=5)
        assert decide(rule, unknown) is Verdict.UNKNOWN
        assert unknown.asked == ["a", "b", "c"]


def test_an_error_of_a_lead_names_what_asked() -> None:
    """Where a lead's own `get` fails, the traceback leads through a line that says it is a rule's."""

    class Broken(dict[str, object]):
        def get(self, name: str, default: object = None) -> Any:  # noqa: ANN401 - as a dict types it
            raise RuntimeError(name, default)

    with pytest.raises(RuntimeError) as caught:
        decide(field("a") >= 1, Broken())
    assert "<alignkit rule>" in [str(entry.path) for entry in caught.traceback]


def test_scores_that_ask_for_each_other_do_not_double() -> None:
    """Each of a tower of scores, of which every one asks for all below it, is added up once in a decision."""
    tower: list[Score] = []
    for level in range(12):
        asked = [Points(1, when=below >= 0) for below in tower]
        tower.append(Score(f"s{level}", [Points(1, when=field("a") >= level), *asked]))
    lead = _Counting(a=100)
    assert decide(tower[-1] >= 12, lead) is Verdict.YES
    assert len(lead.asked) == 12
    assert rate(tower[-1], lead).points == 12


def test_named_rules_in_a_chain_do_not_double() -> None:
    """A part that stands twice in each of many rules is computed once, whatever it asks about."""
    score = Score("s", [Points(5, when=field("b") >= 1)])
    for rule in (field("a") >= 1, (field("a") >= 1) & (score >= 5), did("call") | (field("a") >= 1)):
        part: Rule = rule
        for level in range(12):
            part = ((part & (field("a") >= level)) | (part & (field("c") == level))).named(f"r{level}")
        assert decide(part, {"a": 30, "b": 5}, []) is Verdict.YES
        assert decide(part, {"a": 0, "b": 1}, []) is Verdict.NO


@settings(max_examples=60)
@given(rules(), st.none() | events)
def test_a_rule_is_decided_for_any_mapping(rule: Rule, happened: list[Event] | None) -> None:
    """Not for dicts alone: only `get` is asked."""
    from types import MappingProxyType

    held = {"a": 50, "b": "NL"}
    assert decide(rule, MappingProxyType(held), happened, as_of=NOW) is decide(rule, held, happened, as_of=NOW)


def test_ten_thousand_unlike_conditions() -> None:
    """A rule and a score of ten thousand conditions are compiled, and answer."""
    conditions = [field(f"f{i}") >= i for i in range(10_000)]
    assert decide(AllOf(conditions), {f"f{i}": i for i in range(10_000)}) is Verdict.YES
    score = Score("s", [Points(1, when=condition) for condition in conditions])
    rating = rate(score, {f"f{i}": 5_000 for i in range(10_000)})
    assert rating.points == 5_001
    assert sum(part.points for part in rating.contributions) == 5_001
    deep = field("a") >= 1
    for level in range(30):
        deep = AllOf([~deep, field("b") >= level]) if level % 2 else deep | (field("b") >= level)  # type: ignore[assignment]  # rules of all kinds
    assert decide(deep, {"a": 1, "b": 100}) is explain(deep, {"a": 1, "b": 100}).verdict
