"""Nothing is told of a definition that is not so for every lead; and of small definitions, all that is so is told."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from itertools import islice, permutations
from typing import Any

import attrs
from hypothesis import event, given, settings, strategies as st
from tests.rules.brute import all_leads
from tests.rules.pointed import aimed, pointed_at, without, without_clause
from tests.rules.slow import NO, UNKNOWN, YES, slow_clause, slow_total, walk
from tests.rules.strategies import (
    NOW,
    amounts,
    bounds,
    dates,
    events,
    fields,
    instants,
    numbers,
    operators,
    ranges,
    rules,
    rules_of,
    scoreless,
    scores,
    texts,
)

from alignkit.errors import Finding
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.rules.doubt.algebras import NO as CAN_BE_NO, UNKNOWN as CAN_BE_UNKNOWN, YES as CAN_BE_YES
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.look import MOST_EFFORT
from alignkit.rules.doubt.outcomes import Outcomes
from alignkit.rules.doubt.survey import Survey
from alignkit.rules.doubts import doubts
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    Compare,
    IsTrue,
    Missing,
    OneOf,
    Rule,
    ScoreCompare,
)
from alignkit.rules.scores import Points, Score
from alignkit.rules.walk import nodes

Lead = dict[str, object]
BITS = {YES: CAN_BE_YES, NO: CAN_BE_NO, UNKNOWN: CAN_BE_UNKNOWN}
MOST_LEADS = 600

constants = st.one_of(st.sampled_from((1, 2, 3, Decimal("2.5"))), dates, instants, amounts)
exact_conditions: st.SearchStrategy[Any] = st.one_of(
    st.builds(Compare, fields, operators, constants),
    st.builds(Compare, fields, operators, st.sampled_from((1, 2, 3))),
    st.builds(Compare, fields, st.sampled_from(("==", "!=")), st.one_of(texts, st.booleans())),
    st.sampled_from((numbers, texts, st.booleans(), dates, instants, amounts)).flatmap(
        lambda pool: st.builds(OneOf, fields, st.lists(pool, max_size=3).map(tuple))
    ),
    ranges(),
    st.builds(IsTrue, fields),
    st.builds(Missing, fields),
)
"""The conditions of the fragment in which nothing is missed."""
exact_rules = rules_of(exact_conditions, 6)
few_conditions: st.SearchStrategy[Any] = st.one_of(
    st.builds(Compare, fields, operators, st.sampled_from((1, 2, 3))),
    st.builds(Compare, fields, st.sampled_from(("==", "!=")), st.sampled_from(("NL", "BE"))),
    st.builds(IsTrue, fields),
    st.builds(Missing, fields),
)
some_points = st.sampled_from((0, 1, 10, -5, Decimal("0.25"), -20, 7))
declarations = st.sampled_from(
    (
        {},
        {"a": FieldDeclaration("a", "integer"), "b": FieldDeclaration("b", "text", ("NL", "BE", ""))},
        {
            "a": FieldDeclaration("a", "date"),
            "b": FieldDeclaration("b", "boolean"),
            "c": FieldDeclaration("c", "number"),
        },
    )
)


@st.composite
def exact_scores(draw: st.DrawFn, depth: int = 1, name: str = "s") -> Score:
    """Draw scores of the fragment: rules over fields and other scores, parts, caps, floors."""
    inner: Any = rules_of(few_conditions, 3)
    if depth:
        compared = st.builds(
            ScoreCompare, exact_scores(depth - 1, f"{name}r"), st.sampled_from((">=", "<")), some_points
        )
        inner = st.one_of(inner, compared)
    parts = [draw(exact_scores(depth - 1, f"{name}{i}")) for i in range(draw(st.integers(0, 2)))] if depth else []
    low, high = draw(bounds), draw(bounds)
    if low is not None and high is not None and low > high:
        low, high = high, low
    clauses = draw(st.lists(st.builds(Points, some_points, when=inner), min_size=1, max_size=4))
    return Score(name, clauses, parts, cap=high, floor=low, bands={"A": 10, "B": 1, "C": 0})


def tried(definition: Rule | Score, declared: dict[str, FieldDeclaration] | None = None) -> list[Lead]:
    """Return a lead for each way in which the conditions of a definition can be answered; none if they are too many."""
    leads = list(islice(all_leads(definition, declared), MOST_LEADS + 1))
    return leads if len(leads) <= MOST_LEADS else []


@settings(max_examples=150)
@given(exact_rules, declarations)
def test_nothing_is_missed_in_small_rules(rule: Rule, declared: dict[str, FieldDeclaration]) -> None:
    """Each part of a rule is found able to come to just the verdicts to which it comes for some lead."""
    leads = tried(rule, declared)
    if not leads:
        return
    survey = Survey((rule,), declared, Effort(MOST_EFFORT))
    settled = False
    for node in nodes(rule):
        verdicts = {walk(node, lead, None, None) for lead in leads}  # type: ignore[arg-type]  # a rule
        seen = sum(BITS[verdict] for verdict in verdicts)
        assert Outcomes(survey).of(survey.part(node)) == seen  # type: ignore[arg-type]  # the same
        settled |= not (seen & CAN_BE_YES and seen & CAN_BE_NO)
    told = {doubt.code for doubt in doubts(rule, declared)}
    assert bool(told & {"never-true", "always-true"}) is settled
    event(f"settled: {settled}")


@settings(max_examples=100)
@given(st.lists(rules_of(few_conditions, 3), min_size=2, max_size=3), st.sampled_from((AllOf, AnyOf)))
def test_no_idle_member_is_missed(members: list[Any], kind: type[AllOf | AnyOf]) -> None:
    """A member of a group is told if it adds nothing beside one of the others; but a constant one, as a constant."""
    group = kind(members)
    leads = tried(group)
    if not leads or not {YES, NO} <= {walk(group, lead, None, None) for lead in leads}:
        return  # that is told, and not what follows from it
    table = [[walk(member, lead, None, None) for lead in leads] for member in members]
    told = {doubt.path for doubt in doubts(group) if doubt.code in {"shadowed-condition", "duplicate-condition"}}
    for (i, row), (j, other) in permutations(enumerate(table), 2):
        if {YES, NO} <= set(row) and {YES, NO} <= set(other) and (row != other or i > j):
            worse, better = (other, row) if kind is AllOf else (row, other)
            idle = all(a <= b for a, b in zip(worse, better, strict=True))
            assert not idle or f"{'all' if kind is AllOf else 'any'}[{i}]" in told


@settings(max_examples=100)
@given(exact_scores())
def test_nothing_is_missed_in_small_scores(score: Score) -> None:
    """The totals that are reckoned are those to which some lead comes; so are the idle clauses, bounds and bands."""
    leads = tried(score)
    if not leads:
        return
    survey = Survey((score,), {}, Effort(MOST_EFFORT))
    outcomes = Outcomes(survey)
    totals = [int(slow_total(score, lead) * 10**6) for lead in leads]
    assert outcomes.totals(survey.form(score)).values == frozenset(totals)
    told = {(doubt.code, doubt.path) for doubt in doubts(score)}
    for i, clause in enumerate(score.points):
        idle = all(slow_total(without_clause(score, i), lead) == slow_total(score, lead) for lead in leads)
        twice = ("duplicate-condition", f"points[{i}]") in told
        never = not any(walk(clause.when, lead, None, None) == YES for lead in leads)  # type: ignore[arg-type]  # it is there
        if never or (clause.points and not twice):
            assert (("never-won", f"points[{i}]") in told) is (never or idle)
    reached = {band_of(score, Fraction(total, 10**6)) for total in totals}
    assert {path for code, path in told if code == "unreachable-band" and path.startswith("bands")} == {
        f"bands.{name}" for name, _ in score.bands if name not in reached
    }
    raw = [slow_total(attrs.evolve(score, cap=None, floor=None), lead) for lead in leads]
    assert (("idle-cap", "cap") in told) is (score.cap is not None and max(raw) < score.cap)
    assert (("idle-floor", "floor") in told) is (score.floor is not None and min(raw) > score.floor)


def band_of(score: Score, points: Fraction) -> str | None:
    """Return the band of so many points."""
    return next((name for name, least in score.bands if points >= least), None)


def refute(definition: Rule | Score, findings: tuple[Finding, ...], lead: Lead, happened: list[Event] | None) -> None:
    """Fail if a lead shows that one of the findings is not so."""
    idle: dict[str, set[int]] = defaultdict(set)
    for found in findings:
        way = pointed_at(definition, found.path)
        in_event = ".where" in f".{found.path}"
        records: list[tuple[Any, Any]] = [(lead, happened)]
        if in_event:
            records = [(one.attributes, None) for one in happened or ()]
        for held, events_of in records:
            said = told_of(found, way, held, events_of)
            assert said, (found, held)
        if found.code in {"shadowed-condition", "duplicate-condition"} and isinstance(way[-2][0], AllOf | AnyOf):
            path, _, place = found.path.rpartition("[")
            idle[path].add(int(place[:-1]))
    for path, places in idle.items():
        if ".where" not in f".{path}":
            group, _ = pointed_at(definition, path.rpartition(".")[0])[-1]
            assert walk(without(group, places), lead, happened, NOW) == walk(group, lead, happened, NOW), path


def told_of(found: Finding, way: list[tuple[Any, bool]], lead: Any, happened: Any) -> bool:  # noqa: ANN401 - a lead or an event
    """Say whether a finding is so for one record."""
    node, positive = way[-1]
    score = next((part for part, _ in reversed(way) if isinstance(part, Score)), None)
    match found.code:
        case "never-true" | "unreachable-threshold":
            return walk(node, lead, happened, NOW) != (YES if positive else NO)
        case "always-true":
            return walk(node, lead, happened, NOW) != (NO if positive else YES)
        case "unreachable-band":
            assert score is not None
            return band_of(score, slow_total(score, lead, happened, NOW)) != found.path.rpartition(".")[2]
        case "never-won":
            assert score is not None
            rest = without_clause(score, score.points.index(node))
            return slow_total(score, lead, happened, NOW) == slow_total(rest, lead, happened, NOW)
        case "idle-cap" | "idle-floor" if isinstance(node, Points):
            free = attrs.evolve(node, cap=None)
            return slow_clause(node, lead, happened, NOW) == slow_clause(free, lead, happened, NOW)
        case "idle-cap" | "idle-floor":
            free = attrs.evolve(node, **{found.code.removeprefix("idle-"): None})
            return slow_total(node, lead, happened, NOW) == slow_total(free, lead, happened, NOW)
        case "duplicate-condition" if isinstance(node, Points):
            assert score is not None
            first = score.points[int(found.message.partition("[")[2].partition("]")[0])]
            one, other = (attrs.evolve(clause, points=1, cap=None) for clause in (node, first))
            return slow_clause(one, lead, happened, NOW) == slow_clause(other, lead, happened, NOW)
        case "shadowed-condition" | "duplicate-condition":
            return True  # all at once, by the caller
        case code:
            raise AssertionError(code)


@given(st.data(), scoreless, st.none() | events)
def test_no_false_alarm_about_rules(data: st.DataObject, rule: Rule, happened: list[Event] | None) -> None:
    """Whatever is told of a rule with conditions of every kind, no lead shows otherwise, however hostile."""
    findings = doubts(rule)
    for _ in range(3 if findings else 0):
        refute(rule, findings, data.draw(aimed(rule)), happened)


@given(st.data(), rules(), st.none() | events)
def test_no_false_alarm_about_rules_over_scores(data: st.DataObject, rule: Rule, happened: list[Event] | None) -> None:
    """The same where a rule asks about scores, whose rules ask about scores."""
    findings = doubts(rule)
    for _ in range(3 if findings else 0):
        refute(rule, findings, data.draw(aimed(rule)), happened)


@given(st.data(), scores(), st.none() | events)
def test_no_false_alarm_about_scores(data: st.DataObject, score: Score, happened: list[Event] | None) -> None:
    """What is told of a score holds for every lead and whatever happened."""
    findings = doubts(score)
    for _ in range(3 if findings else 0):
        refute(score, findings, data.draw(aimed(score)), happened)
