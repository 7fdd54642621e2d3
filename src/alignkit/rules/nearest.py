"""Find a small change to a lead that flips a verdict, and make sure that it does.

The search joins, for each condition that stands in the way, a value that would satisfy it, and keeps the smallest sets.
Whatever it proposes was decided again. It looks at a bounded number of sets, so a change may be missed; what it
finds is not promised to be the very smallest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any, TypeAlias, assert_never

from alignkit.currency import Money, money
from alignkit.exact import decimal
from alignkit.history.events import Event
from alignkit.instants import EPOCH
from alignkit.rules.bounds import Known, holds
from alignkit.rules.compile import OPPOSITE, compiled_score
from alignkit.rules.decide import decide
from alignkit.rules.judge import judge
from alignkit.rules.match import found, matches
from alignkit.rules.node import Condition
from alignkit.rules.predicates import (
    AllOf,
    AnyItem,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    EveryItem,
    FieldTest,
    IsTrue,
    Matches,
    Missing,
    Named,
    Not,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
    Within,
)
from alignkit.rules.scores import Score, millionths
from alignkit.rules.trace import Change
from alignkit.rules.verdict import Verdict

Plan: TypeAlias = "dict[str | tuple[str], Any]"
"""What to change: a field's name to its new value; an event's name, as a tuple of one, to how many more."""

_KEPT = 6
"""How many sets are carried on from each part of a rule."""
_TRIED = 3_000
"""How many sets of clauses are tried to reach a threshold, in a score of up to a hundred conditions."""
_MOST_EVENTS = 20
"""More events than that are no small change."""


def nearest_change(rule: Rule, known: Known, verdict: Verdict | None) -> Change | None:
    """Return a small change that makes a rule YES, or NO if it is YES; None where the search finds none."""
    target = Verdict.NO if verdict is Verdict.YES else Verdict.YES
    for plan in _plans(rule, target is Verdict.YES, known):
        if plan and _decided(rule, plan, known) is target:
            fields = tuple((name, value) for name, value in plan.items() if isinstance(name, str))
            events = tuple((name[0], count) for name, count in plan.items() if isinstance(name, tuple))
            return Change(fields, events, target)
    return None


def _decided(rule: Rule, plan: Plan, known: Known) -> Verdict:
    lead, events = _with(plan, known)
    return decide(rule, lead, events, as_of=known.as_of)


def _with(plan: Plan, known: Known) -> tuple[Mapping[str, object], Sequence[Event] | None]:
    lead = {**known.lead, **{name: value for name, value in plan.items() if isinstance(name, str)}}
    more = [_imagined(name[0], known) for name, count in plan.items() if isinstance(name, tuple) for _ in range(count)]
    events = known.events
    return lead, [*(events or ()), *more] if more else events


def _imagined(name: str, known: Known) -> Event:
    return Event("?", known.as_of or EPOCH, "touch", name)  # a touch is called by its value, whatever it is


def _plans(rule: Rule, positive: bool, known: Known) -> list[Plan]:  # noqa: FBT001 - the polarity of a rule
    """Return sets of changes that may make a rule YES (or NO), the smallest first; an empty one if it is already."""
    wanted = Verdict.YES if positive else Verdict.NO
    if _now(rule, known) is wanted:
        return [{}]
    match rule:
        case Not():
            return _plans(rule.rule, not positive, known)
        case Named():
            return _plans(rule.rule, positive, known)
        case AllOf() | AnyOf() | AtLeast():
            return _group(rule, positive, known)
        case Did():
            return _event(rule, positive, known)
        case ScoreCompare():
            return _points(rule, positive, known)
        case Condition():
            try:
                values = _values(rule, positive, known)
            except OverflowError:  # no date lies beyond the last one
                return []
            plans: list[Plan] = [{rule.field: value} for value in values]
            return [plan for plan in plans if judge(rule, plan[rule.field], known.now).verdict is wanted][:1]
        case _:
            assert_never(rule)


def _now(rule: Rule, known: Known) -> Verdict:
    if isinstance(rule, AllOf | AnyOf | AtLeast | Not | Named | ScoreCompare):
        return decide(rule, known.lead, known.events, as_of=known.as_of)
    return holds(rule, known)  # need not be compiled


def _group(rule: AllOf | AnyOf | AtLeast, positive: bool, known: Known) -> list[Plan]:  # noqa: FBT001 - the polarity
    choices: list[list[Plan]] = [_plans(part, positive, known) for part in rule.rules]
    match rule:
        case AllOf():
            needed = len(choices) if positive else 1
        case AnyOf():
            needed = 1 if positive else len(choices)
        case AtLeast():
            needed = rule.n if positive else len(choices) - rule.n + 1
        case _:
            assert_never(rule)
    # the cheapest members suffice: those that hold already come first, those without a plan fall out
    able = sorted((choice for choice in choices if choice), key=lambda choice: len(choice[0]))
    if len(able) < needed:
        return []
    if needed == 1:
        return _smallest([plan for choice in able for plan in choice])
    plans: list[Plan] = [{}]
    for choice in able[:needed]:
        plans = _smallest([{**left, **right} for left, right in product(plans, choice) if _agree(left, right)])
    return plans


def _agree(left: Plan, right: Plan) -> bool:
    return all(left[name] == right[name] for name in left.keys() & right.keys())


def _smallest(plans: list[Plan]) -> list[Plan]:
    return sorted(plans, key=len)[:_KEPT]


def _event(rule: Did, positive: bool, known: Known) -> list[Plan]:  # noqa: FBT001 - the polarity of a rule
    if not positive:
        return []  # what happened cannot be undone
    if not matches(rule, _imagined(rule.name, known)):
        return []  # the event would need attributes, which nobody can ask for
    more = rule.at_least - len(found(rule, known.events or (), known.now))
    return [{(rule.name,): more}] if more <= _MOST_EVENTS else []


def _points(rule: ScoreCompare, positive: bool, known: Known) -> list[Plan]:  # noqa: FBT001 - the polarity of a rule
    """Try clauses, one, two and three at a time, until the threshold is crossed."""
    wanted = Verdict.YES if positive else Verdict.NO
    up = (rule.op in {">=", ">"}) is positive
    steps = [plan for plan in _clause_plans(rule.score, up, known) if plan]
    # events were not given: none at all is a history too, and its count is known
    base = known if known.events is not None else known._replace(events=())
    tried = min(_TRIED, 10 + 100 * _TRIED // rule.size)  # a large score takes longer to decide
    for size in (1, 2, 3):
        hits = []
        for chosen in islice(combinations(steps, size), tried):
            plan: Plan = {}
            for step in chosen:
                if not _agree(plan, step):
                    break
                plan.update(step)
            else:
                if _decided(rule, plan, base) is wanted:
                    hits.append(plan)
        if hits:
            return _smallest(hits)
    return []


def _clause_plans(score: Score, up: bool, known: Known) -> list[Plan]:  # noqa: FBT001 - the way the total should go
    plans: list[Plan] = []
    for _, clause in sorted(compiled_score(score).clauses, key=lambda named: -abs(millionths(named[1].points))):
        gains = clause.points > 0
        if clause.when is not None:
            plans += _plans(clause.when, gains is up, known)[:1]
        elif clause.each is not None and gains is up and matches(clause.each, _imagined(clause.each.name, known)):
            for count in range(1, min(clause.count_up_to or 3, _MOST_EVENTS) + 1):
                plans.append({(clause.each.name,): count})
    return plans


def _values(test: FieldTest, positive: bool, known: Known) -> list[object]:  # noqa: FBT001 - the polarity of a rule
    """Return values that may satisfy a condition, the nearest first."""
    match test:
        case Compare(_, op, value):
            return _crossing(op if positive else OPPOSITE[op], value)
        case OneOf(_, values):
            if positive:
                return list(values)
            return [_step(values[-1], 1), _step(values[0], -1)] if values else []
        case Between(field, low, high):
            if positive:
                above = judge(Compare(field, ">", high), known.lead.get(field)).verdict is Verdict.YES
                return [high, low] if above else [low, high]
            return [_step(high, 1), _step(low, -1)]
        case TextMatch(_, _, text, _):
            return [text] if positive else ["-", "other"]
        case IsTrue():
            return [positive]
        case Missing():
            return [None] if positive else ["(known)"]
        case Within(_, span):
            if known.as_of is None:
                return []
            return [known.as_of] if positive else [known.as_of - span - timedelta(days=1)]
        case Matches() | AnyItem() | EveryItem():
            return []
        case _:
            assert_never(test)


def _crossing(op: str, value: object) -> list[object]:
    match op:
        case "==" | ">=" | "<=":
            return [value]
        case ">":
            return [_step(value, 1)]
        case "<":
            return [_step(value, -1)]
        case _:
            return [_step(value, 1), _step(value, -1)]


def _step(value: Any, sign: int) -> object:  # noqa: ANN401 - a constant of any kind
    """Return a value a small step above or below a constant."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"other than {value}"
    if isinstance(value, Money):
        return value + money(Fraction(sign, 100), value.currency)
    if isinstance(value, datetime):
        return value + sign * timedelta(minutes=1)
    if isinstance(value, date):
        return value + sign * timedelta(days=1)
    return value + sign if isinstance(value, int) else decimal(Fraction(value) + sign, 40)
