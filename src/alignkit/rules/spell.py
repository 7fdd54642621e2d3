"""Spell a rule as the expression that builds it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import assert_never

from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    IsTrue,
    Missing,
    Named,
    Not,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
    Within,
)


def spell(rule: Rule) -> str:
    """Return the Python expression that builds a rule; this is its `repr`.

    >>> from alignkit.rules.field import field
    >>> spell(~(field("employees") >= 0.5) | field("email").ends_with("@gmail.com"))
    "~(field('employees') >= 0.5) | field('email').ends_with('@gmail.com')"
    """
    match rule:
        case Compare(field, op, value):
            return f"field({field!r}) {op} {_constant(value)}"
        case OneOf(field, values):
            return f"field({field!r}).is_in({', '.join(_constant(value) for value in values)})"
        case Between(field, low, high):
            return f"field({field!r}).between({_constant(low)}, {_constant(high)})"
        case TextMatch(field, op, text, case_matters):
            return f"field({field!r}).{op}({text!r}{', case_matters=True' if case_matters else ''})"
        case IsTrue(field):
            return f"field({field!r}).is_true()"
        case Missing(field):
            return f"field({field!r}).is_missing()"
        case Within(field, span):
            return f"field({field!r}).within({_span(span)})"
        case AllOf():
            return " & ".join(_member(part) for part in rule.rules)
        case AnyOf():
            return " | ".join(_member(part) for part in rule.rules)
        case Not():
            return f"~{_inner(rule.rule)}"
        case AtLeast():
            return f"at_least({rule.n}, {', '.join(spell(part) for part in rule.rules)})"
        case Named():
            return f"{_inner(rule.rule)}.named({rule.name!r})"
        case Did(name, where, least, within):
            parts = [repr(name)]
            parts += [f"where={spell(where)}"] if where is not None else []
            parts += [f"at_least={least}"] if least != 1 else []
            parts += [f"within={_span(within)}"] if within is not None else []
            return f"did({', '.join(parts)})"
        case ScoreCompare():
            return f"{rule.score!r} {rule.op} {_constant(rule.points)}"
        case _:
            assert_never(rule)


def _member(rule: Rule) -> str:
    return spell(rule) if isinstance(rule, Not) else _inner(rule)


def _inner(rule: Rule) -> str:
    """Spell a part of a rule, in brackets where Python's operators would read it otherwise."""
    bare = not isinstance(rule, AllOf | AnyOf | Not | Compare | ScoreCompare)
    return spell(rule) if bare else f"({spell(rule)})"


def _constant(value: object) -> str:
    if isinstance(value, Decimal):
        short = f"{value:f}"
        return short if repr(float(value)) == short else repr(value)
    return repr(value)


def _span(span: timedelta) -> str:
    return f"days({span.days})" if span == timedelta(days=span.days) else repr(span).replace("datetime.", "")
