"""Write rules, scores and patterns as they stand in a document."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from alignkit.agreement.document.read_conditions import COMPARISONS
from alignkit.currency import Money
from alignkit.exact import decimal
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, Rejected
from alignkit.instants import duration_text
from alignkit.rules.grids import Grid
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
from alignkit.rules.scores import Points, Score

_WORDS = {op: word for word, op in COMPARISONS.items()}


def write_rule(rule: Rule, *, in_place: bool = False) -> dict[str, Any]:
    """Return a rule as a table; named rules and scores inside it are references, or whole where they stand in place.

    In place they stand in a rule about an event, where no name can be referred to, and in a rule without an agreement.

    >>> from alignkit.rules.field import field
    >>> write_rule((field("employees") >= 50) | field("vip").is_true())
    {'any': [{'field': 'employees', 'at_least': 50}, {'field': 'vip', 'is_true': True}]}
    """
    match rule:
        case Condition():
            return {"field": rule.field, **_asked(rule)}
        case AllOf():
            return {"all": [write_rule(part, in_place=in_place) for part in rule.rules]}
        case AnyOf():
            return {"any": [write_rule(part, in_place=in_place) for part in rule.rules]}
        case Not():
            return {"not": write_rule(rule.rule, in_place=in_place)}
        case AtLeast():
            return {"at_least": rule.n, "of": [write_rule(part, in_place=in_place) for part in rule.rules]}
        case Named():
            if in_place:
                return {"name": rule.name, **_titled(rule), "rule": write_rule(rule.rule, in_place=True)}
            return {"rule": rule.name}
        case Did():
            return write_did(rule)
        case ScoreCompare():
            score = write_score_in_place(rule.score) if in_place else rule.score.name
            return {"score": score, _WORDS[rule.op]: constant(rule.points)}
        case _:
            assert_never(rule)


def _asked(test: FieldTest) -> dict[str, Any]:
    """Return what a condition asks of its field."""
    unit = {"unit": test.unit} if isinstance(test, Compare | OneOf | Between) and test.unit is not None else {}
    match test:
        case Compare(_, op, value):
            return {_WORDS[op]: constant(value), **unit}
        case OneOf(_, values):
            return {"in": [constant(value) for value in values], **unit}
        case Between(_, low, high):
            return {"between": [constant(low), constant(high)], **unit}
        case TextMatch(_, op, text, case_matters):
            return {op: text, **({"case_matters": True} if case_matters else {})}
        case Matches(_, pattern, case_matters):
            return {"matches": pattern, **({"case_matters": True} if case_matters else {})}
        case IsTrue():
            return {"is_true": True}
        case Missing():
            return {"missing": True}
        case Within(_, span):
            return {"within": duration_text(span)}
        case AnyItem(inner):
            return {"any_item": _asked(inner)}
        case EveryItem(inner):
            return {"every_item": _asked(inner)}
        case _:
            assert_never(test)


def write_did(rule: Did) -> dict[str, Any]:
    """Return a pattern of raw events as a table, without what is the default."""
    found: dict[str, Any] = {"did": rule.name}
    if rule.where is not None:
        found["where"] = write_rule(rule.where, in_place=True)
    if rule.at_least != 1:
        found["at_least"] = rule.at_least
    if rule.within is not None:
        found["within"] = duration_text(rule.within)
    return found


def write_named(rule: Named) -> dict[str, Any]:
    """Return a named rule as it stands under its name."""
    return {**_titled(rule), **write_rule(rule.rule)}


def _titled(rule: Named) -> dict[str, Any]:
    return {"title": rule.title} if rule.title is not None else {}


def write_score_in_place(score: Score) -> dict[str, Any]:
    """Return a score with its name and all that stands inside it."""
    parts = {"parts": [write_score_in_place(part) for part in score.parts]} if score.parts else {}
    return {"name": score.name, **write_score(score, in_place=True), **parts}


def write_score(score: Score, *, in_place: bool = False) -> dict[str, Any]:
    """Return a score as it stands under its name."""
    found: dict[str, Any] = {}
    if score.title is not None:
        found["title"] = score.title
    if score.parts:
        found["parts"] = [part.name for part in score.parts]
    if score.points:
        found["points"] = [_points(clause, in_place) for clause in score.points]
    found |= {key: bound for key, bound in (("cap", score.cap), ("floor", score.floor)) if bound is not None}
    if score.bands:
        found["bands"] = dict(score.bands)
    return found


def write_grid(grid: Grid) -> dict[str, Any]:
    """Return a grid as it stands under its name."""
    title = {"title": grid.title} if grid.title is not None else {}
    return {**title, "rows": grid.rows.name, "columns": grid.columns.name}


def _points(clause: Points, in_place: bool) -> dict[str, Any]:  # noqa: FBT001 - from above
    found: dict[str, Any] = {"add": clause.points}
    if clause.when is not None:
        found["when"] = write_rule(clause.when, in_place=in_place)
    if clause.each is not None:
        found["each"] = write_did(clause.each)
    if clause.half_life is not None:
        found["half_life"] = duration_text(clause.half_life)
    if clause.steps:
        found["steps"] = {duration_text(span): constant(share) for span, share in clause.steps}
    if clause.count_up_to is not None:
        found["count_up_to"] = clause.count_up_to
    if clause.first_only:
        found["first_only"] = True
    if clause.cap is not None:
        found["cap"] = clause.cap
    return found


def write_pattern(pattern: Pattern) -> dict[str, Any]:
    """Return a pattern as a table.

    >>> from alignkit.funnel.patterns import entered
    >>> write_pattern(entered("mql"))
    {'entered': 'mql'}
    """
    match pattern:
        case Entered(stage):
            return {"entered": stage}
        case Left(stage):
            return {"left": stage}
        case Accepted(stage):
            return {"accepted": stage if stage is not None else True}
        case Rejected(reason):
            return {"rejected": reason if reason is not None else True}
        case Did():
            return write_did(pattern)
        case Either():
            return {"any": [write_pattern(part) for part in pattern.patterns]}
        case _:
            assert_never(pattern)


def constant(value: object) -> Any:  # noqa: ANN401 - any constant of a rule
    """Return a constant as a document holds it; a number that has no short decimal is told as a fraction.

    >>> constant(Fraction(3, 4)), constant(Fraction(1, 3))
    (Decimal('0.75'), {'fraction': [1, 3]})
    """
    if isinstance(value, Money):
        return {"amount": constant(value.amount), "currency": value.currency}
    if not isinstance(value, Fraction | Decimal):
        return value
    exact = Fraction(value)
    if exact.denominator == 1:
        return exact.numerator
    short = decimal(exact, 40)
    return short if Fraction(short) == exact else {"fraction": [exact.numerator, exact.denominator]}
