from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, strategies as st
from tests.rules.slow import YES, walk
from tests.rules.strategies import NOW, about_a, rules_of, timeless, values

from alignkit.rules.field import field
from alignkit.rules.predicates import Compare, Missing, OneOf, Rule, at_least, did
from alignkit.rules.rate import rate
from alignkit.rules.running.field_sums import Weighted, answer
from alignkit.rules.running.layout import sole_field
from alignkit.rules.running.source import Source
from alignkit.rules.running.write_group import joins, write_group
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

a = field("a")
NAN = float("nan")


rules_about_a = rules_of(about_a(timeless), 6)
numbers = st.sampled_from((-1, 0, 0.1, Decimal("0.1"), 0.5, 1, 49, 50, 51, 10**15, -(10**15), 999_999_999_999_999.9))
steps = st.one_of(
    st.builds(Compare, st.just("a"), st.sampled_from(("==", "!=", "<", "<=", ">", ">=")), numbers),
    st.builds(OneOf, st.just("a"), st.lists(numbers, max_size=3)),
    st.builds(Missing, st.just("a")),
)
many_steps = rules_of(steps, 3)


@given(st.lists(rules_about_a, min_size=1, max_size=6), values)
def test_clauses_about_one_field_add_up(rules: list[Rule], held: object) -> None:
    """Together they give what each gives alone, for any value however hostile."""
    clauses = [Points(2**place, when=rule) for place, rule in enumerate(rules)]
    found = [clause.points for clause in clauses if walk(clause.when, {"a": held}, None, None) == YES]  # type: ignore[arg-type]  # each has a rule
    rating = rate(Score("s", clauses), {"a": held})
    assert rating.points == sum(found)
    assert [part.points for part in rating.contributions if part.points] == found


@given(st.lists(many_steps, min_size=1, max_size=12), numbers | values)
def test_steps_are_climbed(rules: list[Rule], held: object) -> None:
    """Cuts at, above and below one number, rules joined over them, NaN and infinities."""
    clauses = [Points(2**place, when=rule) for place, rule in enumerate(rules)]
    found = [clause.points for clause in clauses if walk(clause.when, {"a": held}, None, None) == YES]  # type: ignore[arg-type]  # each has a rule
    assert rate(Score("s", clauses), {"a": held}).points == sum(found)


def test_what_joins() -> None:
    """Conditions whose constants compare as they are; not times, items, fractions and long lists of numbers."""
    plain: tuple[Any, ...] = (a > 1, a == "x", a.is_in("x", "y"), a.contains("x"), a.is_true(), a.is_missing(), a < 0.1)
    assert all(map(joins, plain))
    assert joins(at_least(2, a > 1, ~(a < 5), (a != 7).named("odd")))
    assert joins(a.is_in([f"t{place}" for place in range(1000)]))
    assert not joins(a.is_in(list(range(51))))
    assert not joins((a == 1) | a.is_in([f"t{place}" for place in range(51)]))
    others: tuple[Any, ...] = (a.any_item == "x", a < Fraction(1, 3), a < NOW)
    assert not any(map(joins, others))


def test_the_one_field_of_a_rule() -> None:
    """None where there are more, or where events and scores are asked."""
    assert sole_field(a > 1) == sole_field(~(a > 1) & a.is_missing().named("x")) == "a"
    score = Score("s", [Points(1, when=a > 1)])
    for rule in ((a > 1) & (field("b") > 1), did("call"), did("call") & (a > 1), score >= 1):
        assert sole_field(rule) is None
    assert sole_field(None) is None
    assert sole_field(at_least(1, *(a > place for place in range(50)))) is None  # too long to look through


def test_the_hosts_decimal_context_changes_nothing() -> None:
    """Not where a score is compiled under it, nor where a lead is rated under it."""
    least = Decimal("999999999999999.9")
    held: tuple[object, ...] = (999_999_999_999_999, 999_999_999_999_999.9, 10**15, least, Decimal("999999999999999.8"))
    for rule in (a >= least, a > least, a < least, a == least, a.between(least, 10**15)):
        expected = [answer(rule, value) is Verdict.YES for value in held]
        with localcontext(prec=2):
            score = Score("s", [Points(1, when=rule), Points(0.5, when=a > least)])
            found = [rate(score, {"a": value}).contributions[0].points == 1 for value in held]
        assert found == expected


def _written(*rules: Rule) -> str:
    return "\n".join(write_group([Weighted(rule, 1) for rule in rules], "v0", "x0", Source()))


def test_endings_that_exclude_each_other_are_asked_in_turn() -> None:
    """After a hit no other ending is tried, unless it may hold as well."""
    assert _written(a.ends_with("@gmail.com"), a.ends_with("@hotmail.com")).count("elif w0") == 1
    assert _written(a.starts_with("mr "), a.starts_with("mrs "), a.starts_with("dr ")).count("elif w0") == 2
    for rules in (
        (a.ends_with(".com"), a.ends_with("gmail.COM")),
        (a.contains("head"), a.contains("director")),
        (a.ends_with("x"), a.starts_with("y")),
        (a.starts_with("mr"), a.starts_with("MRS")),
        (a.starts_with("a", case_matters=True), a.starts_with("ab", case_matters=True)),
    ):
        assert "    elif" not in _written(*rules)
    assert "    elif v0.starts" in _written(*(a.starts_with(word, case_matters=True) for word in ("mr", "MRS")))
    assert "    elif w0.starts" in _written(a.starts_with("xy"), a.starts_with("y"))  # "xy" ends with "y"
    assert "elif v0.ends" in _written(*(a.ends_with(end, case_matters=True) for end in "xy"))
    assert "elif w0" not in _written(a.ends_with("x"), a.ends_with("y", case_matters=True))
    score = Score("s", [Points(10**n, when=a.ends_with(end)) for n, end in enumerate(("a", "b", "ab", "c", "cb"))])
    for held, points in (("a", 1), ("b", 10), ("ab", 110), ("c", 1000), ("cb", 10010), ("d", 0)):
        assert rate(score, {"a": held}).points == points
    score = Score("s", [Points(10**n, when=a.ends_with(end)) for n, end in enumerate(("b", "c", "ab", "d"))])
    assert [rate(score, {"a": held}).points for held in ("b", "c", "ab", "d")] == [1, 10, 101, 1000]


@pytest.mark.parametrize(
    ("rules", "gave"),
    [
        (((a < 50),), {49: 1, 50: 0, NAN: 0, None: 0, "x": 0, True: 0}),
        ((a < 50, a >= 50), {49: 1, 50: 10, NAN: 0, None: 0}),
        ((~(a >= 50), a >= 50, a > 90), {49: 1, 50: 10, 91: 110, NAN: 0}),
        ((a < 50, a.is_missing()), {49: 1, 50: 0, NAN: 10, None: 10}),
        ((~a.is_missing(),), {"x": 1, 5: 1, True: 1, False: 1, NAN: 0, None: 0}),
        ((a != "x", a == "y", a == "x"), {"x": 100, "y": 11, "z": 1, 5: 0}),
        ((~a.is_true(),), {True: 0, False: 1, "x": 0, None: 0}),
        ((a.is_true(), ~a.is_true()), {True: 1, False: 10, "x": 0, None: 0}),
        ((a.is_in(0.1, 5), a.is_in(1)), {0.1: 1, 5: 1, 1: 10, 2: 0}),
        ((a.between(0, Fraction(1, 3)),), {0: 1, 0.25: 1, 0.5: 0}),
        ((a.between(Fraction(1, 3), 1),), {0.25: 0, 0.5: 1, 2: 0}),
    ],
)
def test_a_value_gives_what_each_rule_says_of_it(rules: tuple[Rule, ...], gave: dict[object, int]) -> None:
    """Steps, texts, truth values and nothing at all; NaN is nothing, and stands on no step."""
    score = Score("s", [Points(10**place, when=rule) for place, rule in enumerate(rules)])
    assert {held: rate(score, {"a": held}).points for held in gave} == gave


HAS_X, HAS_Y, HAS_Z = (a.contains(letter) for letter in "xyz")


@pytest.mark.parametrize(
    "rule",
    [
        at_least(2, HAS_X, HAS_Y, HAS_Z),
        ~at_least(2, HAS_X, HAS_Y, HAS_Z),
        at_least(3, HAS_X, HAS_Y, HAS_Z, a.contains("a")),
        ~at_least(3, HAS_X, HAS_Y, HAS_Z, a.contains("a")),
        at_least(2, HAS_X, ~HAS_Y, (HAS_X | HAS_Z).named("either")),
        ~(HAS_X & HAS_Y).named("both"),
        ~(HAS_X | HAS_Y | a.is_missing()),
        HAS_X | a.is_missing(),
        HAS_X & ~a.is_missing(),
        HAS_X & (a != "xy"),
        HAS_X | (a == "q"),
        ~(HAS_X | a.is_in("q", "y")),
        HAS_X | a.is_in([]),
        ~(HAS_X | a.is_in([])),
        HAS_X | a.is_in(1, 2),
        ~(HAS_X | a.is_in(1, 2)),
        HAS_X & (a != 1),
        HAS_X | (a > 1),
        ~(HAS_X & (a > 1)),
        HAS_X | a.is_true(),
    ],
)
def test_a_rule_over_a_text_is_one_question(rule: Rule) -> None:
    """However its parts are joined, named and turned round; and what cannot be asked of a text is UNKNOWN."""
    score = Score("s", [Points(1, when=rule)])
    for held in ("", "x", "y", "q", "xy", "XY", "YZ", "xyz", "a", "axz", "axyz"):
        assert rate(score, {"a": held}).points == (walk(rule, {"a": held}, None, None) == YES)


def test_a_text_is_folded_once() -> None:
    """However many tests ignore case; and not at all where none does."""
    assert _written(a.contains("x"), a.ends_with("y"), ~a.starts_with("z")).count("casefold") == 1
    assert "casefold" not in _written(a.contains("x", case_matters=True), a == "y")
