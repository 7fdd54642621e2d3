"""Say the same in other words: a rule or a score, changed by laws of Kleene's logic at random, drawn by hypothesis."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

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
    IsTrue,
    Named,
    Not,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
)
from alignkit.rules.scores import Points, Score

OPPOSITE: dict[str, Any] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
ZONES = tuple(timezone(timedelta(hours=hours)) for hours in (-5, 0, 2))


@st.composite
def respelt(draw: st.DrawFn, definition: Any) -> Any:  # noqa: ANN401 - a rule or a score gives its own kind
    """Draw a definition that says the same as the given one, in another order and other words."""
    return _score(draw, definition) if isinstance(definition, Score) else _rule(draw, definition)


def _rule(draw: st.DrawFn, rule: Any) -> Any:  # noqa: ANN401 - rules of all kinds
    told = _inside(draw, rule)
    match draw(st.integers(0, 7)):
        case 0:
            return Not(Not(told))
        case 1:
            return draw(st.sampled_from((AllOf, AnyOf)))((told,))
        case 2:
            return AtLeast(draw(st.integers(1, 2)), (told, told))
        case 3:
            return draw(st.sampled_from((AllOf, AnyOf)))((told, told))
        case _:
            return told


def _inside(draw: st.DrawFn, rule: Any) -> Any:  # noqa: ANN401 - rules of all kinds
    match rule:
        case AllOf() | AnyOf() | AtLeast():
            return _group(draw, rule)
        case Not(inner):
            return Not(_rule(draw, inner))
        case Named():
            return attrs.evolve(rule, rule=_rule(draw, rule.rule))
        case Did():
            return rule if rule.where is None else attrs.evolve(rule, where=_rule(draw, rule.where))
        case ScoreCompare():
            other = attrs.evolve(rule, score=_score(draw, rule.score))
            return Not(attrs.evolve(other, op=OPPOSITE[rule.op])) if draw(st.booleans()) else other
        case AnyItem() | EveryItem():
            return _items(draw, rule)
        case _:
            return _condition(draw, rule)


def _group(draw: st.DrawFn, group: AllOf | AnyOf | AtLeast) -> Rule:
    members = [_rule(draw, part) for part in draw(st.permutations(group.rules))]
    if isinstance(group, AtLeast):
        if draw(st.booleans()):
            return AtLeast(group.n, members)
        return Not(AtLeast(len(members) - group.n + 1, [Not(part) for part in members]))
    kind, other = (AllOf, AnyOf) if isinstance(group, AllOf) else (AnyOf, AllOf)
    match draw(st.integers(0, 4)):
        case 0:
            return AtLeast(len(members) if kind is AllOf else 1, members)
        case 1:
            return Not(other([Not(part) for part in members]))
        case 2:
            cut = draw(st.integers(1, len(members)))
            return kind([kind(members[:cut]), *members[cut:]])
        case 3:
            return kind([*members, draw(st.sampled_from(members))])
        case _:
            return kind(members)


def _condition(draw: st.DrawFn, test: Any) -> Any:  # noqa: ANN401 - conditions of all kinds
    """Respell a condition, perhaps as several."""
    yes = draw(st.booleans())
    match test:
        case Between(field, low, high, unit):
            ends = [Compare(field, ">=", _value(draw, low), unit), Compare(field, "<=", _value(draw, high), unit)]
            return AllOf(ends) if yes else Not(AnyOf([Not(end) for end in ends]))
        case OneOf(field, values, unit) if values:
            parts: list[Any] = [Compare(field, "==", _value(draw, value), unit) for value in values]
            cut = draw(st.integers(0, len(values)))
            parts[:cut] = [OneOf(field, values[:cut], unit)] * min(cut, 1)
            parts = [*draw(st.permutations(parts)), OneOf(field, values[: cut + 1], unit)]
            return AnyOf(parts) if yes else Not(AllOf([Not(part) for part in parts]))
        case _:
            return draw(st.sampled_from(_alike(draw, test)))


def _alike(draw: st.DrawFn, test: Any) -> list[Any]:  # noqa: ANN401 - conditions of all kinds
    """Return single conditions that ask the same, or whose opposite does, as rules."""
    match test:
        case Compare(field, op, value, unit):
            told = Compare(field, op, _value(draw, value), unit)
            found: list[Any] = [told, Not(Compare(field, OPPOSITE[op], _value(draw, value), unit))]
            if op == "==":
                found.append(OneOf(field, (_value(draw, value),), unit))
            if isinstance(value, bool):
                truth = IsTrue(field)
                found += [Compare(field, OPPOSITE[op], not value), truth if value is (op == "==") else Not(truth)]
            return found
        case IsTrue(field):
            return [test, Compare(field, "==", True), Compare(field, "!=", False), OneOf(field, (True,))]
        case TextMatch(field, op, text, False):
            words = (text, text.upper(), text.lower(), text.swapcase(), text.casefold())
            return [TextMatch(field, op, word) for word in words if word.casefold() == text.casefold()]
        case _:
            return [test]


def _items(draw: st.DrawFn, rule: AnyItem | EveryItem) -> Rule:
    kind, other = (AnyItem, EveryItem) if isinstance(rule, AnyItem) else (EveryItem, AnyItem)
    test = rule.test
    if kind is AnyItem and isinstance(test, OneOf) and test.values and draw(st.booleans()):
        return AnyOf([AnyItem(Compare(test.field, "==", value, test.unit)) for value in test.values])
    if kind is EveryItem and isinstance(test, Between) and draw(st.booleans()):
        low = EveryItem(Compare(test.field, ">=", test.low, test.unit))
        return AllOf([EveryItem(Compare(test.field, "<=", test.high, test.unit)), low])
    found: Any = draw(st.sampled_from(_alike(draw, test)))
    if isinstance(found, Not):  # not any item is: every item is not
        return Not(other(found.rule))  # type: ignore[arg-type]  # a condition
    assert isinstance(found, Condition)
    if isinstance(found, Compare) and draw(st.booleans()):
        return Not(other(attrs.evolve(found, op=OPPOSITE[found.op])))
    return kind(found)  # type: ignore[arg-type]  # a condition


def _value(draw: st.DrawFn, value: Any) -> Any:  # noqa: ANN401 - any constant
    """Respell a constant: a number of another type, an instant on other clocks."""
    if isinstance(value, datetime):
        try:
            return value.astimezone(draw(st.sampled_from(ZONES)))
        except OverflowError:
            return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        spelt = [value, Fraction(value), Decimal(value)]
        return draw(st.sampled_from([*spelt, float(value)] if Fraction(str(float(value))) == value else spelt))
    return value


def _score(draw: st.DrawFn, score: Score) -> Score:
    clauses = [_clause(draw, clause) for clause in draw(st.permutations(score.points))]
    parts = [_score(draw, part) for part in draw(st.permutations(score.parts))]
    return attrs.evolve(score, points=clauses, parts=parts, bands=draw(st.permutations(score.bands)))


def _clause(draw: st.DrawFn, clause: Points) -> Points:
    if clause.when is not None:
        return attrs.evolve(clause, when=_rule(draw, clause.when))
    return attrs.evolve(clause, each=_inside(draw, clause.each), steps=draw(st.permutations(clause.steps)))
