"""Terms that differ never read alike: what two teams sign says what is measured.

Three things are left out, since they are told elsewhere or mean the same to people: what stands behind the name of a
rule or a score (its own sentence tells it, and no two are called alike), a unit that is the field's own, and whether an
amount is money or a number that counts a currency (the list of fields tells that).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, strategies as st

from alignkit.agreement.canonical import digest
from alignkit.agreement.sentences import points_sentence
from alignkit.currency import money
from alignkit.rules.describe import describe, describe_clause
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    EveryItem,
    IsTrue,
    Matches,
    Missing,
    Not,
    OneOf,
    Rule,
    TextMatch,
    Within,
)
from alignkit.rules.scores import Points, Score

DAY = timedelta(days=1)
TEXTS = (
    *("x", "y", "x or y", "x, y", "x and y", "not x", "none of x and y", "(x)", "“x”", "x” or “y", "'x'", "x ", ""),
    *("missing", "known", "true", "false", "not true", "nothing", "one of nothing", "Missing", "at least 1"),
    *("1", "1.5", "1,000", "-1", "2026-01-05", "1 people", "between 1 and 2", "x at least twice", "x and b is y"),
    *(
        "x in the last 2 days",
        "a list with x",
        "x; y",
        "x (case matters)",
        "a\nb",
        "'a\\nb'",
        "after 2026-01-05",
        "x  y",
    ),
)
"""What a person may type, and what our own sentences say."""
FIELDS = ("a", "b", "a is x and b", "not (a", "did call", "any item of a", "x, y", "at least 1 of: a", "a contains")
EVENTS = ("call", "demo_request", "demo request", "demo__request", "call_twice", "call at least twice", "call where b")

fields = st.sampled_from(FIELDS)
units = st.sampled_from((None, "people"))
texts = st.sampled_from(TEXTS)
numbers = st.sampled_from((1, 2, -1, 1_000, Decimal("1.5"), Fraction(1, 3)))
ordered = st.one_of(
    numbers,
    st.sampled_from((date(2026, 1, 5), date(2026, 2, 5))),
    st.sampled_from((datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 1, 5, 0, 0, 1, tzinfo=UTC))),
    st.sampled_from((money(1, "EUR"), money(1, "USD"), money("1.000001", "EUR"))),
)
spans = st.sampled_from((2 * DAY, 30 * DAY, timedelta(hours=36), timedelta(microseconds=1)))
equal = st.sampled_from(("==", "!="))
tests: Any = st.one_of(
    st.builds(Compare, fields, equal, st.one_of(texts, st.booleans(), ordered)),
    st.builds(Compare, fields, st.sampled_from(("<", "<=", ">", ">=")), ordered),
    st.builds(Compare, fields, equal, numbers, st.sampled_from(("people", "people and b is x"))),
    st.builds(OneOf, fields, st.lists(texts, max_size=3)),
    st.builds(OneOf, fields, st.lists(numbers, min_size=1, max_size=3), units),
    st.builds(Between, fields, st.just(1), st.sampled_from((1, 2, 1_000)), units),
    st.builds(
        TextMatch,
        fields,
        st.sampled_from(("contains", "ends_with")),
        texts.filter(lambda text: text != ""),
        st.booleans(),
    ),
    st.builds(Matches, fields, st.sampled_from(("x", "x” (case matters)", "y$")), st.booleans()),
    st.builds(IsTrue, fields),
)
conditions: Any = st.one_of(
    tests,
    st.builds(Missing, fields),
    st.builds(Within, fields, spans),
    st.builds(AnyItem, tests),
    st.builds(EveryItem, tests),
)


def joined(parts: st.SearchStrategy[Rule]) -> st.SearchStrategy[Rule]:
    """Return groups of rules, and what is asked of events."""
    groups = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(
        st.builds(AllOf, groups),
        st.builds(AnyOf, groups),
        st.builds(Not, parts),
        groups.flatmap(lambda rules: st.builds(AtLeast, st.integers(1, len(rules)), st.just(rules))),
    )


attributes: st.SearchStrategy[Rule] = st.recursive(st.one_of(tests, st.builds(Missing, fields)), joined, max_leaves=3)
events = st.builds(
    Did,
    st.sampled_from(EVENTS),
    st.one_of(st.none(), attributes),
    st.integers(1, 3),
    st.one_of(st.none(), spans),
)
rules = st.recursive(st.one_of(conditions, events), joined, max_leaves=4)


@given(st.lists(st.one_of(conditions, rules), min_size=2, max_size=40))
def test_rules_that_differ_read_apart(several: list[Rule]) -> None:
    """A comma in a value, a word such as `missing`, a field that is called like a sentence: nothing is mistaken."""
    told: dict[str, str] = {}
    for rule in several:
        assert told.setdefault(describe(rule), digest(rule)) == digest(rule), describe(rule)


def clauses(points: int, each: Did, options: dict[str, Any]) -> Points:
    """Build a clause of those options that go together; negative points have a negative cap."""
    if options.get("cap") is not None and points < 0:
        options = {**options, "cap": -options["cap"]}
    if options.get("steps"):
        options = {**options, "half_life": None}
    if options.get("first_only"):
        options = {**options, "count_up_to": None}
    return Points(points, each=each, **options)


for_events = st.builds(
    clauses,
    st.sampled_from((5, -5, 1)),
    st.one_of(st.just(Did("call")), events.filter(lambda asked: asked.at_least == 1)),
    st.fixed_dictionaries(
        {
            "half_life": st.sampled_from((None, 30 * DAY, 60 * DAY)),
            "steps": st.sampled_from(((), {30 * DAY: 0.5}, {30 * DAY: 0.5, 60 * DAY: 0.25}, {60 * DAY: 0})),
            "count_up_to": st.sampled_from((None, 1, 2)),
            "first_only": st.booleans(),
            "cap": st.sampled_from((None, 5, Decimal("7.5"))),
        }
    ),
)
for_rules = st.builds(lambda points, when: Points(points, when=when), st.sampled_from((5, -5, 1)), rules)


@given(st.lists(st.one_of(for_events, for_rules), min_size=2, max_size=40))
def test_clauses_that_differ_read_apart(several: list[Points]) -> None:
    """To halve for ever is not to lose half once; the first time is not once; nothing of a clause is left out."""
    for words in (lambda clause: points_sentence(clause, {}), lambda clause: (clause.points, describe_clause(clause))):
        told: dict[object, str] = {}
        for clause in several:
            terms = digest(Score("s", [clause]))
            assert told.setdefault(words(clause), terms) == terms, words(clause)


def test_half_for_ever_and_half_once() -> None:
    """The signed text of both said that half of the points are left 30 days later."""
    call = Did("call")
    assert points_sentence(Points(20, each=call, half_life=30 * DAY), {}) == (
        "20 points each time a “call” is recorded; half of them are left after 30 days, a quarter after 60 days, "
        "and so on"
    )
    assert points_sentence(Points(20, each=call, steps={30 * DAY: 0.5}), {}) == (
        "20 points each time a “call” is recorded; 30 days later 50 % of them are left"
    )
