"""Describe a rule, a score or a clause in plain words, for people who do not code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, assert_never

from alignkit.currency import Money
from alignkit.exact import is_number, plain
from alignkit.instants import duration_text
from alignkit.rules.node import checked_rule
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
    Named,
    Not,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
    Within,
)
from alignkit.rules.quote import event_words, label_words, quoted, text_words
from alignkit.rules.scores import Points, Score

if TYPE_CHECKING:
    from alignkit.history.declarations import FieldDeclaration

_ORDER = {
    "==": "is",
    "!=": "is not",
    ">=": "is at least",
    ">": "is more than",
    "<=": "is at most",
    "<": "is less than",
}
_TIME_ORDER = {**_ORDER, ">=": "is on or after", ">": "is after", "<=": "is on or before", "<": "is before"}
_TEXT = {"contains": "contains", "starts_with": "starts with", "ends_with": "ends with"}
_NOTHING: Mapping[str, FieldDeclaration] = MappingProxyType({})
_LONGEST = 300
_LARGEST = 60


def describe(definition: Rule | Score | Points, declared: Mapping[str, FieldDeclaration] = _NOTHING) -> str:
    """Return a rule, a clause of a score, or a score as a phrase; the rules and scores with a name inside by that name.

    Args:
        definition: what to describe.
        declared: the field declarations by name, for their titles and units.

    Raises:
        DocumentError: `not-a-rule`.

    >>> from alignkit.rules.field import field
    >>> describe((field("employees") >= 50) & field("country").is_in("NL", "BE"))
    'employees is at least 50 and country is BE or NL'
    >>> describe(Score("fit", [Points(60, when=field("employees") >= 50)], bands={"A": 60}))
    'the score “fit”: 60 points when employees is at least 50; bands: A from 60'
    """
    if isinstance(definition, Score):
        return _score(definition, declared)
    if isinstance(definition, Points):
        joint = "when" if definition.when is not None else "for"
        return f"{points_words(definition.points)} {joint} {describe_clause(definition, declared)}"
    return _rule(checked_rule(definition, "what is described"), declared)


def in_short(definition: Rule | Points) -> str:
    """Return a rule, or what a clause gives points for, as a phrase that fits on a few lines, however large it is.

    >>> from alignkit.rules.field import field
    >>> in_short(AllOf([field(f"f{i}") > 1 for i in range(100)]))
    'a rule of 101 parts'
    """
    rule = definition.when if isinstance(definition, Points) else definition
    if rule is not None and rule.size > _LARGEST and not isinstance(rule, Named | ScoreCompare):
        return f"a rule of {rule.size:,} parts"
    return brief(describe_clause(definition) if isinstance(definition, Points) else describe(definition))


def brief(text: str) -> str:
    """Cut a text that takes more than a few lines.

    >>> len(brief("a" * 1_000_000))
    301
    """
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _rule(rule: Rule, declared: Mapping[str, FieldDeclaration]) -> str:
    match rule:
        case Compare(name, op, value):
            words = _TIME_ORDER if isinstance(value, date) else _ORDER
            return f"{_label(name, declared)} {words[op]} {value_text(value)}{_unit(rule, value, declared)}"
        case OneOf(name):
            return f"{_label(name, declared)} is {_values(rule, 'or', declared) or 'one of nothing'}"
        case Between(name, low, high):
            unit = _unit(rule, high, declared)
            return f"{_label(name, declared)} is between {value_text(low)} and {value_text(high)}{unit}"
        case TextMatch(name, op, text, case_matters):
            return f"{_label(name, declared)} {_TEXT[op]} {quoted(text)}{_exactly(case_matters)}"
        case Matches(name, pattern, case_matters):
            return f"{_label(name, declared)} matches {quoted(pattern)}{_exactly(case_matters)}"
        case AnyItem() | EveryItem():
            return f"{'any' if isinstance(rule, AnyItem) else 'every'} item of {describe(rule.test, declared)}"
        case IsTrue(name):
            return f"{_label(name, declared)} is true"
        case Missing(name):
            return f"{_label(name, declared)} is missing"
        case Within(name, span):
            return f"{_label(name, declared)} lies in the last {duration_text(span)}"
        case AllOf():
            return _joined(rule.rules, "and", declared)
        case AnyOf():
            return _joined(rule.rules, "or", declared)
        case Not():
            return _negated(rule.rule, declared)
        case AtLeast():
            return f"at least {rule.n} of: {'; '.join(_apart(part, declared, AtLeast) for part in rule.rules)}"
        case Named():
            return quoted(rule.label)
        case Did():
            return f"did {describe_events(rule, declared)}"
        case ScoreCompare():
            return f"the score {quoted(rule.score.label)} {_ORDER[rule.op]} {points_words(rule.points)}"
        case _:
            assert_never(rule)


def value_text(value: object) -> str:
    """Write a constant for people: numbers with their thousands apart, truth values as words.

    A text stands in quotes where it would read as anything else: a number, a list, a word such as `missing`.

    >>> value_text(250_000), value_text("NL"), value_text("missing"), value_text(("crm", "erp"))
    ('250,000', 'NL', '“missing”', 'a list with crm and erp')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, Money):
        return f"{_amount_text(value.amount)} {value.currency}"
    if isinstance(value, tuple):
        return f"a list with {' and '.join(map(value_text, value)) or 'nothing'}"
    return text_words(value) if isinstance(value, str) else str(value)


def _amount_text(amount: Fraction) -> str:
    """Write an amount with as many places as it has: more than 100.00 is not more than 100.01."""
    places = next((places for places in (2, 6, 100) if (amount * 10**places).denominator == 1), None)
    return str(amount) if places is None else plain(amount, places)


def points_words(points: Decimal | int, told: str = "") -> str:
    """Write points with their word.

    Args:
        points: how many.
        told: the number as it is to be told, where that is not in full.

    >>> points_words(60), points_words(1), points_words(Decimal("2.5")), points_words(Decimal("0.999"), "1")
    ('60 points', '1 point', '2.5 points', '1 point')
    """
    number = told or plain(points)
    return f"{number} point{'' if number in {'1', '-1'} else 's'}"


def times(count: int) -> str:
    """Write how often.

    >>> times(1), times(3)
    ('once', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _label(name: str, declared: Mapping[str, FieldDeclaration]) -> str:
    return label_words(declared[name].label if name in declared else name)


def _unit(rule: Compare | Between | OneOf, value: object, declared: Mapping[str, FieldDeclaration]) -> str:
    unit = rule.unit
    if unit is None and rule.field in declared and is_number(value):
        unit = declared[rule.field].unit
    return f" {text_words(unit)}" if unit else ""


def _values(rule: OneOf, last: str, declared: Mapping[str, FieldDeclaration]) -> str:
    if not rule.values:
        return ""
    return _listed([value_text(value) for value in rule.values], last) + _unit(rule, rule.values[0], declared)


def _exactly(case_matters: bool) -> str:  # noqa: FBT001 - the option of a condition
    return " (case matters)" if case_matters else ""


def _apart(rule: Rule, declared: Mapping[str, FieldDeclaration], *joined: type[Rule]) -> str:
    """Describe a rule, in brackets where what it joins would run together with what stands beside it."""
    return f"({describe(rule, declared)})" if isinstance(rule, joined) else describe(rule, declared)


def _listed(words: list[str], last: str) -> str:
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _joined(rules: tuple[Rule, ...], word: str, declared: Mapping[str, FieldDeclaration]) -> str:
    return f" {word} ".join(_apart(rule, declared, AllOf, AnyOf, AtLeast) for rule in rules)


def _negated(rule: Rule, declared: Mapping[str, FieldDeclaration]) -> str:
    match rule:
        case Missing(name):
            return f"{_label(name, declared)} is known"
        case IsTrue(name):
            return f"{_label(name, declared)} is not true"
        case OneOf(name):
            return f"{_label(name, declared)} is none of {_values(rule, 'and', declared) or 'nothing'}"
        case Matches(name, pattern, case_matters):
            return f"{_label(name, declared)} does not match {quoted(pattern)}{_exactly(case_matters)}"
        case AnyItem() | EveryItem():
            return f"{'no' if isinstance(rule, AnyItem) else 'not every'} item of {describe(rule.test, declared)}"
        case TextMatch(name, op, text, case_matters):
            verb = {"contains": "contain", "starts_with": "start with", "ends_with": "end with"}[op]
            return f"{_label(name, declared)} does not {verb} {quoted(text)}{_exactly(case_matters)}"
        case _:
            return f"not ({describe(rule, declared)})"


def describe_events(rule: Did, declared: Mapping[str, FieldDeclaration] = _NOTHING) -> str:
    """Return the events that a pattern means, as a noun.

    >>> from datetime import timedelta
    >>> describe_events(Did("demo_request", within=timedelta(days=90)))
    'demo request in the last 90 days'
    """
    often = "" if rule.at_least == 1 else f" at least {times(rule.at_least)}"
    where = f" where {where_words(rule.where, declared)}" if rule.where is not None else ""
    span = f" in the last {duration_text(rule.within)}" if rule.within is not None else ""
    return f"{event_words(rule.name)}{where}{often}{span}"


def where_words(rule: Rule, declared: Mapping[str, FieldDeclaration] = _NOTHING) -> str:
    """Describe what is asked of an event's attributes, in brackets where it joins several conditions.

    >>> from alignkit.rules.field import field
    >>> where_words((field("seats") > 10) & field("paid").is_true())
    '(seats is more than 10 and paid is true)'
    """
    return _apart(rule, declared, AllOf, AnyOf, AtLeast)


def describe_clause(clause: Points, declared: Mapping[str, FieldDeclaration] = _NOTHING) -> str:
    """Return what a clause gives points for, and how they fade and are limited.

    >>> from datetime import timedelta
    >>> from alignkit.rules.scores import Points
    >>> describe_clause(Points(20, each=Did("webinar"), half_life=timedelta(days=30), count_up_to=2))
    'each webinar, at most twice, halving every 30 days'
    """
    if clause.each is None:
        return describe(clause.when, declared) if clause.when is not None else ""
    words = [f"{'the first' if clause.first_only else 'each'} {describe_events(clause.each, declared)}"]
    if clause.count_up_to is not None:
        words.append(f"at most {times(clause.count_up_to)}")
    if clause.cap is not None:
        words.append(f"at most {points_words(clause.cap)} in all")
    if clause.half_life is not None:
        words.append(f"halving every {duration_text(clause.half_life)}")
    words += [f"{plain(100 * share)} % left after {duration_text(span)}" for span, share in clause.steps]
    return ", ".join(words)


def _score(score: Score, declared: Mapping[str, FieldDeclaration]) -> str:
    told = [f"what the score {quoted(part.label)} gives" for part in score.parts]
    told += [describe(clause, declared) for clause in score.points]
    if score.cap is not None:
        told.append(f"at most {points_words(score.cap)} in all")
    if score.floor is not None:
        told.append(f"at least {points_words(score.floor)} in all")
    if score.bands:
        told.append(f"bands: {', '.join(f'{text_words(name)} from {plain(least)}' for name, least in score.bands)}")
    return f"the score {quoted(score.label)}: {'; '.join(told)}"
