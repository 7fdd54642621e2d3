"""The nearest change is the nearest: it does what it says, and trying everything finds nothing smaller."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, combinations_with_replacement, pairwise, product
from typing import Any

from attrs import evolve
from hypothesis import given, settings, strategies as st
from tests.rules.strategies import (
    FIELDS,
    NAMES,
    NOW,
    events,
    leads,
    plain_leads,
    rules,
    rules_of,
    scores,
    timeless,
    within,
)

from alignkit.currency import Money, money
from alignkit.history.events import Event
from alignkit.instants import days
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.decide import decide
from alignkit.rules.explain import explain
from alignkit.rules.grade import grade
from alignkit.rules.grids import Grid
from alignkit.rules.otherwise.changes import Change, Search
from alignkit.rules.otherwise.nearest import nearest
from alignkit.rules.predicates import (
    AnyItem,
    Between,
    Compare,
    Did,
    EveryItem,
    Missing,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
    Within,
)
from alignkit.rules.rate import rate
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict
from alignkit.rules.walk import nodes

Lead = dict[str, object]
EPSILON = timedelta(microseconds=1)


def changed(lead: Lead, happened: list[Event] | None, change: Change) -> tuple[Lead, list[Event] | None]:
    """Return a lead and its events after a change."""
    if change.events or change.history:
        happened = list(happened or ())
        for more in change.events:
            value = more.name if more.kind == "touch" else None
            happened += [Event("L1", NOW, more.kind, value, attributes=more.where)] * more.count
    return {**lead, **dict(change.fields)}, happened


def size(change: Change) -> int:
    """Return how many changes it is."""
    return len(change.fields) + sum(more.count for more in change.events) + change.history


@given(rules(), leads, st.none() | events)
def test_a_change_of_a_verdict_does_what_it_says(rule: Rule, lead: Lead, happened: list[Event] | None) -> None:
    """Whatever the rule and the lead, deciding again with the change gives the other answer."""
    verdict = decide(rule, lead, happened, as_of=NOW)
    change = nearest(rule, Outlook(Known(lead, happened, NOW))).nearest
    if change is not None:
        wanted = Verdict.NO if verdict is Verdict.YES else Verdict.YES
        assert change.verdict is wanted
        assert decide(rule, *changed(lead, happened, change), as_of=NOW) is wanted


@given(scores(), leads, st.none() | events)
def test_a_change_of_a_band_does_what_it_says(score: Score, lead: Lead, happened: list[Event] | None) -> None:
    """Rating again with the change gives the band, which lies above the present one."""
    rating = rate(score, lead, happened, as_of=NOW)
    change = nearest(score, Outlook(Known(lead, happened, NOW))).nearest
    if change is not None:
        again = rate(score, *changed(lead, happened, change), as_of=NOW)
        assert again.band == change.band != rating.band
        assert again.points > rating.points


def asked(rule: Rule) -> Iterator[Any]:
    """Yield the conditions of a rule; of lists, those on the items."""
    for node in nodes(rule):
        yield node.test if isinstance(node, AnyItem | EveryItem) else node


def pool(rule: Rule, name: str, held: object) -> list[object]:
    """Return many values for a field: all constants, what lies beside and between them, and more."""
    found: list[object] = []
    parts: list[str] = []
    for test in asked(rule):
        match test:
            case Compare() if test.field == name:
                found.append(test.value)
            case OneOf() if test.field == name:
                found += test.values
            case Between() if test.field == name:
                found += [test.low, test.high]
            case TextMatch() if test.field == name:
                parts.append(test.text)
            case Within() if test.field == name:
                found += [NOW - test.span, NOW]
            case Missing() if test.field == name:
                found.append(None)
            case _:
                pass
    near = list(found)
    numbers = sorted({Fraction(value) for value in found if isinstance(value, int | Fraction | Decimal)})
    near += [
        side
        for number in numbers
        for side in (number - 1, number + 1, number - Fraction(1, 10**9), number + Fraction(1, 10**9))
    ]
    near += [(low + high) / 2 for low, high in pairwise(numbers)]
    for value in found:
        try:
            match value:
                case datetime():
                    near += [value - EPSILON, value + EPSILON]
                case date():
                    near += [value - timedelta(1), value + timedelta(1)]
                case Money():
                    near += [
                        value - money(Fraction(1, 10**6), value.currency),
                        value + money(Fraction(1, 10**6), value.currency),
                    ]
                case _:
                    pass
        except OverflowError:
            pass  # there is no day after the last
    near += parts + [first + gap + second for first, second in product(parts, repeat=2) for gap in ("", " ")]
    near += ["zzz", True, False]
    items = [value for value in near if value is not None]
    if any(isinstance(node, AnyItem | EveryItem) and node.field == name for node in nodes(rule)):
        near += [[], *([item] for item in items), *(list(pair) for pair in combinations(items, 2))]
        if isinstance(held, list | tuple):
            near += [[item for place, item in enumerate(held) if place != gone] for gone in range(len(held))]
    return near


def combined(pools: dict[str, list[object]], most: int) -> Iterator[Lead]:
    """Yield all values for up to so many fields, few fields first."""
    for count in range(1, most + 1):
        for names in combinations(pools, count):
            for values in product(*(pools[name] for name in names)):
                yield dict(zip(names, values, strict=True))


def smaller(rule: Rule, lead: Lead, found: Search, pools: dict[str, list[object]]) -> Lead | None:
    """Return a smaller change of fields than was found, if trying everything finds one."""
    wanted = Verdict.NO if decide(rule, lead, [], as_of=NOW) is Verdict.YES else Verdict.YES
    most = len(FIELDS) if found.nearest is None else size(found.nearest) - 1
    for change in combined(pools, most):
        if decide(rule, {**lead, **change}, [], as_of=NOW) is wanted:
            return change
    return None


@settings(max_examples=60)
@given(rules_of(st.one_of(timeless, within), 6), plain_leads)
def test_no_smaller_change_of_fields_is_missed(rule: Rule, lead: Lead) -> None:
    """Of up to three fields: what trying all values finds, the search finds, or something smaller."""
    found = nearest(rule, Outlook(Known(lead, (), NOW)))
    if not found.stopped:
        assert smaller(rule, lead, found, {name: pool(rule, name, lead.get(name)) for name in FIELDS}) is None


numbered = st.builds(Compare, st.sampled_from(FIELDS), st.sampled_from(("<", ">=", "==", "!=")), st.integers(0, 3))
clauses = st.builds(Points, st.sampled_from((1, 2, 3, 5, -2, -4)), when=rules_of(numbered, 3))
capped = st.builds(
    lambda parts, own, cap, floor: Score(
        "s", own, [Score(f"p{i}", part, cap=cap) for i, part in enumerate(parts)], floor=floor
    ),
    st.lists(st.lists(clauses, min_size=1, max_size=3), max_size=2),
    st.lists(clauses, min_size=1, max_size=3),
    st.none() | st.just(4),
    st.none() | st.just(-1),
)
thresholds = st.builds(ScoreCompare, capped, st.sampled_from(("<", "<=", ">", ">=")), st.integers(-3, 9))
HALVES = [Fraction(number, 2) for number in range(-2, 9)]


@settings(max_examples=60)
@given(
    rules_of(st.one_of(thresholds, numbered), 4),
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from((None, 0, 1, 2, 3, 2.5, "2"))),
)
def test_no_smaller_change_of_a_score_is_missed(rule: Rule, lead: Lead) -> None:
    """Thresholds over scores with negative points, caps and floors: every half number is tried for every field."""
    found = nearest(rule, Outlook(Known(lead, (), NOW)))
    assert not found.stopped
    assert smaller(rule, lead, found, {name: list(HALVES) for name in FIELDS}) is None


topics = st.builds(Compare, st.sampled_from(("a", "b")), st.just("=="), st.integers(0, 1))
patterns = st.builds(
    Did,
    st.sampled_from(NAMES),
    st.none() | rules_of(topics, 2),
    st.sampled_from((1, 1, 2)),
    st.none() | st.just(days(1)),
)
earning = st.builds(
    lambda points, each, limit: Points(points, each=evolve(each, at_least=1), **limit),
    st.sampled_from((1, 2, -3)),
    patterns,
    st.sampled_from(({}, {"count_up_to": 1}, {"first_only": True}, {"half_life": days(1)})),
)
heard = st.builds(
    ScoreCompare,
    st.builds(Score, st.just("s"), st.lists(earning, min_size=1, max_size=2)),
    st.just(">="),
    st.integers(-3, 4),
)
COMING = [
    Event("L1", NOW, kind, value, attributes={key: one for key, one in (("a", a), ("b", b)) if one is not None})
    for kind, value in (("webinar", None), ("call", None), ("touch", "call"), ("touch", "touch"))
    for a, b in product((None, 0, 1), repeat=2)
]


@settings(max_examples=60)
@given(rules_of(st.one_of(patterns, heard), 3), events)
def test_no_smaller_set_of_events_is_missed(rule: Rule, happened: list[Event]) -> None:
    """Patterns with attributes, counts and points that fade: every set of up to two further events is tried."""
    found = nearest(rule, Outlook(Known({}, happened, NOW)))
    wanted = Verdict.NO if decide(rule, {}, happened, as_of=NOW) is Verdict.YES else Verdict.YES
    most = 2 if found.nearest is None else min(2, size(found.nearest) - 1)
    if found.stopped:
        return
    for count in range(1, most + 1):
        for more in combinations_with_replacement(COMING, count):
            assert decide(rule, {}, [*happened, *more], as_of=NOW) is not wanted


graded = st.builds(
    lambda rows, columns: Grid(
        "grade", Score("r", rows, bands={"A": 3, "B": 1, "C": -1}), Score("c", columns, bands={"1": 3, "2": 1, "3": -1})
    ),
    st.lists(clauses, min_size=1, max_size=3),
    st.lists(clauses, min_size=1, max_size=3),
)


def stands(grid: Grid, lead: Lead) -> tuple[int, int]:
    """Return the bands of both scores, 0 for none, 3 for the best."""
    found = grade(grid, lead)
    return " CBA".index(found.row.band or " "), " 321".index(found.column.band or " ")


@settings(max_examples=60)
@given(graded, st.dictionaries(st.sampled_from(FIELDS), st.sampled_from((None, 0, 1, 2, 3, 2.5, "2"))))
def test_no_smaller_change_to_a_better_cell_is_missed(grid: Grid, lead: Lead) -> None:
    """Neither score falls, and one rises; out of no cell, into one: every half number is tried for every field."""
    found = nearest(grid, Outlook(Known(lead, (), NOW)))
    row, column = stands(grid, lead)

    def serves(change: Lead) -> bool:
        new_row, new_column = stands(grid, {**lead, **change})
        if not row or not column:
            return new_row >= max(row, 1) and new_column >= max(column, 1)
        return new_row >= row and new_column >= column and (new_row, new_column) != (row, column)

    assert explain(grid, lead).cell == (grade(grid, lead).cell or "")
    if found.nearest is not None:
        assert serves(dict(found.nearest.fields))
        assert grade(grid, {**lead, **dict(found.nearest.fields)}).cell == found.nearest.cell
    most = len(FIELDS) if found.nearest is None else size(found.nearest) - 1
    assert not any(serves(change) for change in combined({name: list(HALVES) for name in FIELDS}, most))
