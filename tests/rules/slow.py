"""A second, slow and obvious implementation of decisions and totals, written from the design and not from the source.

Verdicts are numbers here: 1 is YES, 0 is UNKNOWN, −1 is NO, so that Kleene's "and" is the least, "or" the greatest,
"not" the change of sign. Points are fractions. Nothing is compiled, kept or shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from alignkit.currency import Money
from alignkit.history.events import Event
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
from alignkit.rules.scores import Points, Score
from alignkit.rules.verdict import Verdict

YES, UNKNOWN, NO = 1, 0, -1
VERDICTS = {YES: Verdict.YES, UNKNOWN: Verdict.UNKNOWN, NO: Verdict.NO}
Lead = Mapping[str, object]
Events = Iterable[Event] | None


def slow_decide(rule: Rule, lead: Lead, events: Events = None, as_of: datetime | None = None) -> Verdict:
    """Decide a rule by walking over it."""
    return VERDICTS[walk(rule, lead, events, as_of)]


def walk(rule: Rule, lead: Lead, events: Events, as_of: datetime | None) -> int:
    """Return 1, 0 or −1."""

    def inner(part: Rule) -> int:
        return walk(part, lead, events, as_of)

    if isinstance(rule, AllOf):
        return min(inner(part) for part in rule.rules)
    if isinstance(rule, AnyOf):
        return max(inner(part) for part in rule.rules)
    if isinstance(rule, Not):
        return -inner(rule.rule)
    if isinstance(rule, Named):
        return inner(rule.rule)
    if isinstance(rule, AtLeast):
        # the n-th best answer: at least n are as good as it
        return sorted((inner(part) for part in rule.rules), reverse=True)[rule.n - 1]
    if isinstance(rule, Did):
        if events is None:
            return UNKNOWN
        return YES if len(meant(rule, events, as_of)) >= rule.at_least else NO
    if isinstance(rule, ScoreCompare):
        if events is None and score_has_events(rule.score):
            return UNKNOWN
        total = slow_total(rule.score, lead, events, as_of)
        return YES if compared(rule.op, total, Fraction(rule.points)) else NO
    return condition(rule, lead.get(rule.field), as_of)


def condition(rule: Any, value: object, as_of: datetime | None) -> int:  # noqa: ANN401 - a condition on one field
    """Decide a condition on one field for the value that it holds, None if it holds none."""
    kind, held = meaning(value)
    if isinstance(rule, Missing):
        return YES if kind == "missing" else NO
    if kind == "missing":
        return UNKNOWN
    if isinstance(rule, OneOf):
        if not rule.values:
            return NO
        wanted = [meaning(constant) for constant in rule.values]
        if wanted[0][0] != kind:
            return UNKNOWN
        return YES if (kind, held) in wanted else NO
    if isinstance(rule, IsTrue):
        return UNKNOWN if kind != "truth" else YES if held else NO
    if isinstance(rule, AnyItem | EveryItem):
        if kind != "list":
            return UNKNOWN
        items = [condition(rule.test, item, as_of) for item in held]
        return max(items, default=NO) if isinstance(rule, AnyItem) else min(items, default=YES)
    if isinstance(rule, Matches):
        if not isinstance(value, str):  # a pattern looks at the letters, and asks no method of a text
            return UNKNOWN
        # the patterns of the tests mean the same to Python
        return YES if re.search(rule.pattern, str.__str__(value), 0 if rule.case_matters else re.IGNORECASE) else NO
    if isinstance(rule, TextMatch):
        if kind != "text":
            return UNKNOWN
        text, sought = (held, rule.text) if rule.case_matters else (held.casefold(), rule.text.casefold())
        start = text.find(sought)
        found = {"contains": start >= 0, "starts_with": start == 0, "ends_with": text[-len(sought) :] == sought}
        return YES if found[rule.op] else NO
    if isinstance(rule, Within):
        if kind != "instant" or as_of is None:
            return UNKNOWN
        now = meaning(as_of)[1]
        return YES if now - rule.span <= held <= now else NO
    if isinstance(rule, Between):
        return min(
            condition(Compare(rule.field, ">=", rule.low), value, as_of),
            condition(Compare(rule.field, "<=", rule.high), value, as_of),
        )
    return comparison(rule, kind, held)


def comparison(rule: Compare, kind: str, held: Any) -> int:  # noqa: ANN401 - of that kind
    """Compare a value with a constant."""
    wanted, due = meaning(rule.value)
    if kind != wanted:
        return UNKNOWN
    if kind == "money":
        if held[0] != due[0]:
            return {"==": NO, "!=": YES}.get(rule.op, UNKNOWN)
        held, due = held[1], due[1]
    return YES if compared(rule.op, held, due) else NO


def compared(op: str, left: Any, right: Any) -> bool:  # noqa: ANN401 - two values of one kind
    """Compare two values by the sign of their difference."""
    sign = (left > right) - (left < right)
    return sign in {"==": {0}, "!=": {-1, 1}, "<": {-1}, "<=": {-1, 0}, ">": {1}, ">=": {0, 1}}[op]


def meaning(value: Any) -> tuple[str, Any]:  # noqa: ANN401 - whatever a lead holds
    """Return the kind of a value and what it is compared by; strangers of the tests say what they stand for."""
    stands_for = type(value).__dict__.get("stands_for")
    if stands_for is not None:
        return stands_for, None
    match value:
        case None:
            return "missing", None
        case bool():
            return "truth", value
        case str():
            return "text", value
        case int() | Fraction():
            return "number", Fraction(value)
        case float() | Decimal():
            if str(value).lower().lstrip("-") in {"nan", "snan"}:
                return "missing", None
            infinite = value in {float("inf"), float("-inf")}
            # the shortest decimal that a float prints as, or all digits of a Decimal
            return "number", float(value) if infinite else Fraction(str(value))
        case datetime():
            return ("instant", value.astimezone(UTC)) if value.utcoffset() is not None else ("other", None)
        case date():
            return "date", value
        case Money():
            return "money", (value.currency, value.amount)
        case list() | tuple() | set() | frozenset():
            return "list", value
        case _:
            return "other", None


def meant(rule: Did, events: Iterable[Event], as_of: datetime | None) -> list[Event]:
    """Return the events that a pattern means, up to `as_of` and in its span."""
    found = []
    for event in events:
        names = {event.kind} | ({event.value} if event.kind == "touch" else set())
        if rule.name not in names:
            continue
        if as_of is not None and event.at.astimezone(UTC) > as_of.astimezone(UTC):
            continue
        earliest = None if rule.within is None or as_of is None else as_of.astimezone(UTC) - rule.within
        if earliest is not None and event.at.astimezone(UTC) < earliest:
            continue
        if rule.where is None or walk(rule.where, event.attributes, None, None) == YES:
            found.append(event)
    return found


def slow_total(score: Score, lead: Lead, events: Events = None, as_of: datetime | None = None) -> Fraction:
    """Return the exact points of a score."""
    total = Fraction(0)
    for part in score.parts:
        total += slow_total(part, lead, events, as_of)
    for clause in score.points:
        total += slow_clause(clause, lead, events, as_of)
    if score.cap is not None:
        total = min(total, Fraction(score.cap))
    if score.floor is not None:
        total = max(total, Fraction(score.floor))
    return total


def slow_clause(clause: Points, lead: Lead, events: Events, as_of: datetime | None) -> Fraction:
    """Return what one clause gives, before any cap."""
    points = Fraction(clause.points)
    if clause.when is not None:
        return points if walk(clause.when, lead, events, as_of) == YES else Fraction(0)
    if clause.each is None or events is None:
        return Fraction(0)
    worth = []
    hits = meant(clause.each, events, as_of)
    if clause.first_only:
        hits = [min(hits, key=lambda event: (event.at.astimezone(UTC), event.id or ""))] if hits else []
    for event in hits:
        left = points
        if as_of is not None:
            days = (as_of.astimezone(UTC) - event.at.astimezone(UTC)) // timedelta(days=1)
            if clause.half_life is not None:
                left = faded(points, days, clause.half_life.days)
            for span, share in clause.steps:
                if days >= span.days:
                    left = Fraction(round(points * share * 10**6), 10**6)
        worth.append(left)
    # the ties do not change the sum
    worth.sort(key=abs, reverse=True)
    total = sum(worth[: clause.count_up_to], Fraction(0))
    if clause.cap is not None:
        cap = Fraction(clause.cap)
        total = min(total, cap) if points > 0 else max(total, cap)
    return total


def faded(points: Fraction, days: int, half_life: int) -> Fraction:
    """Return points × 2^(−days ÷ half-life), rounded half to even to a millionth, by whole numbers alone.

    With m millionths, x = m × 2^(−d/h) lies below a bound b just if b^h × 2^d > m^h: no root is ever taken.
    """
    m = abs(int(points * 10**6))

    def reaches(twice: int) -> int:
        """Return the sign of x − twice/2."""
        left, right = pow(2 * m, half_life), pow(twice, half_life) << days
        return int(left > right) - int(left < right)

    low, high = 0, m + 1  # low <= x < high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if reaches(2 * middle) >= 0 else (low, middle)
    side = reaches(2 * low + 1)
    rounded = low + (side > 0 or (side == 0 and low % 2 == 1))
    return Fraction(rounded if points > 0 else -rounded, 10**6)


def score_has_events(score: Score) -> bool:
    """Say whether a score asks about events anywhere."""
    clauses: Sequence[Points] = score.points
    return any(score_has_events(part) for part in score.parts) or any(
        clause.each is not None or (clause.when is not None and rule_has_events(clause.when)) for clause in clauses
    )


def rule_has_events(rule: Rule) -> bool:
    """Say whether a rule asks about events anywhere."""
    if isinstance(rule, Did):
        return True
    if isinstance(rule, ScoreCompare):
        return score_has_events(rule.score)
    if isinstance(rule, AllOf | AnyOf | AtLeast):
        return any(rule_has_events(part) for part in rule.rules)
    return isinstance(rule, Not | Named) and rule_has_events(rule.rule)
