"""Spell a rule or a score as the expression that builds it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Context, Decimal
from typing import TypeAlias, assert_never

from alignkit.errors import DocumentError, shown
from alignkit.rules.constants import number
from alignkit.rules.node import Condition, Predicate
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
from alignkit.rules.scores import Points, Score

Spelt: TypeAlias = Rule | Score | Points

LONGEST = 3_900
"""A `repr` has at most this many bytes; `spell` writes all."""
_EXACT = Context(capitals=1)
"""Our own decimal context: the host's must not change how an exponent is written."""
_LONGEST_CHAIN = 50
"""So many rules are joined by operators; more stand in a list."""


def spell(definition: Spelt) -> str:
    """Return the Python expression that builds a rule, a clause or a score, however long.

    Raises:
        DocumentError: `not-a-rule`.

    >>> from alignkit.rules.field import field
    >>> spell(~(field("employees") >= 0.5) | field("email").ends_with("@gmail.com"))
    "~(field('employees') >= 0.5) | field('email').ends_with('@gmail.com')"
    """
    if not isinstance(definition, Predicate | Score | Points):
        raise DocumentError.at("not-a-rule", f"only a rule, points or a score are spelt, not {shown(definition)}")
    return "".join(_pieces(definition))


def shortened(definition: Spelt) -> str:
    """Return the expression for a `repr`: what is too long is cut, and says so."""
    text, length = "", 0
    for piece in _pieces(definition):
        text += piece[:LONGEST]
        length += len(piece)
        if length > LONGEST or len(text.encode()) > LONGEST:
            return f"{text.encode()[:LONGEST].decode(errors='ignore')}… ({_size(definition):,} parts in all)"
    return text


def _size(definition: Spelt) -> int:
    if isinstance(definition, Points):
        return sum(rule.size for rule in (definition.when, definition.each) if rule is not None)
    return definition.size


def _pieces(definition: Spelt) -> Iterator[str]:
    """Yield the expression bit by bit, so that the first bits of a huge one are there at once."""
    match definition:
        case AnyItem() | EveryItem():
            yield from _condition(definition.test, ".any_item" if isinstance(definition, AnyItem) else ".every_item")
        case Condition():
            yield from _condition(definition)
        case AllOf() | AnyOf():
            yield from _group(definition)
        case Not():
            if isinstance(definition.rule, Not):  # `~~a` would build `a`
                yield from ("Not(", *_pieces(definition.rule), ")")
            else:
                yield "~"
                yield from _inner(definition.rule)
        case AtLeast():
            yield f"at_least({definition.n}"
            for part in definition.rules:
                yield ", "
                yield from _pieces(part)
            yield ")"
        case Named():
            yield from _inner(definition.rule)
            yield f".named({definition.name!r}{f', title={definition.title!r}' if definition.title else ''})"
        case Did():
            yield from _did(definition)
        case ScoreCompare():
            yield from _pieces(definition.score)
            yield f" {definition.op} {_constant(definition.points)}"
        case Points():
            yield from _points(definition)
        case Score():
            yield from _score(definition)
        case _:
            assert_never(definition)


def _condition(test: FieldTest, items: str = "") -> Iterator[str]:
    """Spell a condition on a field, or on the items of a list."""
    unit = test.unit if isinstance(test, Compare | OneOf | Between) else None
    about = f"field({test.field!r}{f', unit={unit!r}' if unit is not None else ''}){items}"
    match test:
        case Compare(_, op, value):
            yield f"{about} {op} {_constant(value)}"
        case OneOf(_, values):
            yield f"{about}.is_in("
            for i, value in enumerate(values):
                yield f"{', ' if i else ''}{_constant(value)}"
            yield ")"
        case Between(_, low, high):
            yield f"{about}.between({_constant(low)}, {_constant(high)})"
        case TextMatch(_, op, text, case_matters):
            yield f"{about}.{op}({text!r}{', case_matters=True' if case_matters else ''})"
        case Matches(_, pattern, case_matters):
            yield f"{about}.matches({pattern!r}{', case_matters=True' if case_matters else ''})"
        case IsTrue():
            yield f"{about}.is_true()"
        case Missing():
            yield f"{about}.is_missing()"
        case Within(_, span):
            yield f"{about}.within({_span(span)})"
        case AnyItem() | EveryItem():
            yield from _condition(test.test)
        case _:
            assert_never(test)


def _group(rule: AllOf | AnyOf) -> Iterator[str]:
    kind = type(rule)
    # operators would build it flat; and a chain of them nests as deep as it is long, too deep for Python's own parser
    if not 1 < len(rule.rules) <= _LONGEST_CHAIN or any(isinstance(part, kind) for part in rule.rules):
        yield f"{kind.__name__}(["
        yield from _listed(rule.rules)
        yield "])"
        return
    for i, part in enumerate(rule.rules):
        if i:
            yield " & " if isinstance(rule, AllOf) else " | "
        yield from _pieces(part) if isinstance(part, Not) else _inner(part)


def _inner(rule: Rule) -> Iterator[str]:
    """Spell a part of a rule, in brackets where Python's operators would read it otherwise."""
    asked = rule.test if isinstance(rule, AnyItem | EveryItem) else rule
    if isinstance(asked, AllOf | AnyOf | Not | Compare | ScoreCompare):
        yield "("
        yield from _pieces(rule)
        yield ")"
    else:
        yield from _pieces(rule)


def _listed(parts: tuple[Spelt, ...]) -> Iterator[str]:
    for i, part in enumerate(parts):
        if i:
            yield ", "
        yield from _pieces(part)


def _did(rule: Did) -> Iterator[str]:
    yield f"did({rule.name!r}"
    if rule.where is not None:
        yield ", where="
        yield from _pieces(rule.where)
    if rule.at_least != 1:
        yield f", at_least={rule.at_least}"
    if rule.within is not None:
        yield f", within={_span(rule.within)}"
    yield ")"


def _points(clause: Points) -> Iterator[str]:
    yield f"Points({_constant(clause.points)}"
    for what, rule in (("when", clause.when), ("each", clause.each)):
        if rule is not None:
            yield f", {what}="
            yield from _pieces(rule)
    if clause.half_life is not None:
        yield f", half_life={_span(clause.half_life)}"
    if clause.steps:
        shares = (f"{_span(span)}: {_constant(number(share, 'a share'))}" for span, share in clause.steps)
        yield f", steps={{{', '.join(shares)}}}"
    if clause.count_up_to is not None:
        yield f", count_up_to={clause.count_up_to}"
    if clause.first_only:
        yield ", first_only=True"
    yield ")" if clause.cap is None else f", cap={_constant(clause.cap)})"


def _score(score: Score) -> Iterator[str]:
    yield f"Score({score.name!r}"
    for what, parts in (("points", score.points), ("parts", score.parts)):
        if parts:
            yield f", {what}=["
            yield from _listed(parts)
            yield "]"
    for what, bound in (("cap", score.cap), ("floor", score.floor)):
        if bound is not None:
            yield f", {what}={_constant(bound)}"
    if score.bands:
        yield f", bands={{{', '.join(f'{name!r}: {_constant(least)}' for name, least in score.bands)}}}"
    yield f", title={score.title!r})" if score.title else ")"


def _constant(value: object) -> str:
    if isinstance(value, Decimal):
        short = f"{value:f}"
        return short if repr(float(value)) == short else f"Decimal({_EXACT.to_sci_string(value)!r})"
    return repr(value).replace("datetime.", "") if isinstance(value, date) else repr(value)


def _span(span: timedelta) -> str:
    return f"days({span.days})" if span == timedelta(days=span.days) else repr(span).replace("datetime.", "")
