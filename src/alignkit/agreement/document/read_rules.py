"""Read rules and scores from a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from alignkit.agreement.document.cursor import Table, joined
from alignkit.errors import Finding, shown
from alignkit.instants import parse_date, parse_duration, parse_instant
from alignkit.money import money
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
from alignkit.rules.scores import Points, Score

if TYPE_CHECKING:
    from alignkit.agreement.document.scope import Scope

COMPARISONS = {
    "equals": "==",
    "not_equals": "!=",
    "at_least": ">=",
    "more_than": ">",
    "at_most": "<=",
    "less_than": "<",
}
OPERATORS = (
    *COMPARISONS,
    "in",
    "not_in",
    "between",
    "contains",
    "starts_with",
    "ends_with",
    "is_true",
    "missing",
    "within",
)
"""What a condition on a field can ask."""
FORMS = ("all", "any", "not", "of", "rule", "score", "did", "field")
"""What makes a table a rule; `of` goes with `at_least`."""


def read_named(name: str, table: Table, scope: Scope) -> Named | None:
    """Read a rule that stands under its name; a `title` may stand beside it."""
    title = table.text("title")
    rule = read_rule(table, scope)
    return table.build(Named, name, rule, title) if rule is not None else None


def rule_at(table: Table, key: str, scope: Scope, *, required: bool = False) -> Rule | None:
    """Read the rule that stands under a key of a table."""
    inner = table.table(key, required=required)
    return read_rule(inner, scope) if inner is not None else None


def read_rule(table: Table, scope: Scope) -> Rule | None:
    """Read the rule that a table is."""
    present = [form for form in FORMS if form in table]
    if len(present) != 1:
        if present:
            listed = ", ".join(repr(form) for form in present)
            table.fault("ambiguous-rule", f"a rule is one of these, not several at once: {listed}")
        else:
            listed = ", ".join(FORMS)
            table.fault(
                "unknown-operator", f"a rule has one of {listed}; this table has {shown(list(table.present()))}"
            )
        return None
    found = _READERS[present[0]](table, scope)
    table.finish()
    return found


def _group(kind: Callable[..., Rule]) -> Callable[[Table, Scope], Rule | None]:
    def read(table: Table, scope: Scope) -> Rule | None:
        rules = _members(table, "all" if kind is AllOf else "any", scope)
        return table.build(kind, rules) if rules is not None else None

    return read


def _members(table: Table, key: str, scope: Scope) -> tuple[Rule, ...] | None:
    if table.items(key) == []:
        table.fault("empty-group", "a group needs at least one rule: an empty `all` would qualify everyone", key)
        return None
    parts = table.tables(key)
    rules = [read_rule(part, scope) for part in parts]
    whole = tuple(rule for rule in rules if rule is not None)
    return whole if rules and len(whole) == len(table.items(key) or ()) else None


def _not(table: Table, scope: Scope) -> Rule | None:
    if table.raw("not") == []:
        table.fault("empty-group", "`not` needs one rule", "not")
        return None
    rule = rule_at(table, "not", scope)
    return table.build(Not, rule) if rule is not None else None


def _at_least(table: Table, scope: Scope) -> Rule | None:
    count = table.whole("at_least")
    if "at_least" not in table:
        table.fault("missing-field", "`of` needs `at_least`, a whole number", "at_least")
    rules = _members(table, "of", scope)
    return table.build(AtLeast, count, rules) if count is not None and rules is not None else None


def _reference(table: Table, scope: Scope) -> Rule | None:
    name = table.text("rule")
    return scope.rule(name, table, "rule") if name is not None else None


def _threshold(table: Table, scope: Scope) -> Rule | None:
    name = table.text("score")
    score = scope.score(name, table, "score") if name is not None else None
    ops = [op for op in ("at_least", "more_than", "at_most", "less_than") if op in table]
    if len(ops) != 1:
        code = "ambiguous-rule" if ops else "missing-field"
        table.fault(code, "a score is compared by exactly one of at_least, more_than, at_most, less_than")
        return None
    points = table.number(ops[0])
    if score is None or points is None:
        return None
    return table.build(ScoreCompare, score, COMPARISONS[ops[0]], points)


def read_did(table: Table, scope: Scope) -> Did | None:
    """Read a pattern of raw events."""
    name = table.text("did")
    where = None
    wheres = table.table("where")
    if wheres is not None:
        where = read_rule(wheres, _attributes_of(scope))
    count = table.whole("at_least") if "at_least" in table else 1
    within = span_at(table, "within")
    if name is None or count is None or (wheres is not None and where is None):
        return None
    return table.build(Did, name, where, count, within)


def _attributes_of(scope: Scope) -> Scope:
    """Return the scope of an event's attributes, which nobody declares."""
    from alignkit.agreement.document.scope import Scope as Fresh

    return Fresh({}, scope.faults)


def span_at(table: Table, key: str) -> timedelta | None:
    """Read a duration by the wall clock."""
    text = table.raw(key)
    return table.build(parse_duration, text, f"{key!r}", key=key) if text is not None else None


def _condition(table: Table, scope: Scope) -> Rule | None:
    name = table.text("field")
    ops = [op for op in OPERATORS if op in table]
    if len(ops) != 1:
        if ops:
            table.fault("ambiguous-rule", f"one condition asks one thing, not {' and '.join(map(repr, ops))} at once")
        else:
            others = [key for key in table.present() if key not in {"field", "case_matters"}]
            asked = f"{shown(others[0])} is no operator" if others else "a condition needs an operator"
            table.fault("unknown-operator", f"{asked}; the operators are {', '.join(OPERATORS)}")
            for key in others:
                table.raw(key)  # told already
        return None
    if not name or not name.strip():
        if name is not None:
            table.fault("bad-id", f"a field's name is text that is not blank, not {shown(name)}", "field")
        return None
    return _asked(name, ops[0], table, scope)


def _asked(name: str, op: str, table: Table, scope: Scope) -> Rule | None:
    match op:
        case "in" | "not_in":
            values = table.items(op)
            if values is None:
                return None
            constants = [
                _constant(value, name, f"{joined(table.path, op)}[{i}]", scope) for i, value in enumerate(values)
            ]
            found: Rule | None = None
            if None not in constants:
                found = table.build(OneOf, name, tuple(constants))
            return found if op == "in" or found is None else table.build(Not, found)
        case "between":
            ends = table.items(op)
            if ends is None:
                return None
            if len(ends) != 2:
                table.fault("wrong-type", f"'between' takes two values, not {len(ends)}", op)
                return None
            low, high = (_constant(end, name, joined(table.path, op), scope) for end in ends)
            return table.build(Between, name, low, high) if low is not None and high is not None else None
        case "contains" | "starts_with" | "ends_with":
            text = table.text(op)
            matters = table.flag("case_matters") or False
            return table.build(TextMatch, name, op, text, matters) if text is not None else None
        case "is_true" | "missing":
            flag = table.flag(op)
            if flag is None:
                return None
            made: Rule = IsTrue(name) if op == "is_true" else Missing(name)
            return made if flag else Not(made)
        case "within":
            span = span_at(table, op)
            return table.build(Within, name, span) if span is not None else None
        case _:
            value = _constant(table.raw(op), name, joined(table.path, op), scope)
            return table.build(Compare, name, COMPARISONS[op], value) if value is not None else None


def _constant(value: Any, name: str, path: str, scope: Scope) -> Any:  # noqa: ANN401 - any constant of a rule
    """Read a constant. Text stands for a date or an instant only where the field is declared so."""
    declared = scope.declared.get(name)
    kind = declared.type if declared is not None else ""
    holder = Table({}, path, scope.faults)
    if isinstance(value, Mapping):
        inner = Table(value, path, scope.faults)
        return read_money(inner)
    if isinstance(value, str) and kind == "date":
        return holder.build(parse_date, value, f"the date for {name!r}")
    if isinstance(value, str) and kind == "instant":
        return holder.build(parse_instant, value, f"the instant for {name!r}")
    if isinstance(value, str | bool | date) or value is None:
        if value is None:
            scope.faults.append(Finding("wrong-type", "a condition compares with a value, not with nothing", path))
        return value
    number = Table({"value": value}, path, scope.faults)
    if kind == "money" and scope.currency is not None:
        return holder.build(money, value, scope.currency)
    if isinstance(value, list | tuple):
        scope.faults.append(Finding("wrong-type", f"a condition compares with one value, not {shown(value)}", path))
        return None
    return number.build(_number, value)


def _number(value: object) -> object:
    from alignkit.rules.constants import number

    return number(value, "a constant")


def read_money(table: Table) -> Any:  # noqa: ANN401 - Money or None
    """Read an amount with its currency: `{ amount = 5000, currency = "EUR" }`."""
    amount, currency = table.number("amount", required=True), table.text("currency", required=True)
    table.finish()
    return table.build(money, amount, currency) if amount is not None and currency is not None else None


def read_score(name: str, table: Table, scope: Scope) -> Score | None:
    """Read a score that stands under its name."""
    title = table.text("title")
    before = len(scope.faults)
    points = [_points(clause, scope) for clause in table.tables("points")]
    parts = [scope.score(part, table, "parts") for part in table.texts("parts")]
    cap, floor = table.number("cap"), table.number("floor")
    bands = {}
    banded = table.table("bands")
    if banded is not None:
        bands = {band: banded.number(band) for band in banded.present()}
    table.finish()
    if len(scope.faults) > before or None in points or None in parts or None in bands.values():
        if "points" not in table and "parts" not in table:
            table.fault("missing-field", f"the score {name!r} needs 'points' or 'parts'", "points")
        return None
    return table.build(Score, name, points, parts, cap=cap, floor=floor, bands=bands, title=title)


def _points(table: Table, scope: Scope) -> Points | None:
    points = table.number("add", required=True)
    when = rule_at(table, "when", scope)
    each = None
    events = table.table("each")
    if events is not None:
        each = read_did(events, scope)
        events.finish()
    half_life, count = span_at(table, "half_life"), table.whole("count_up_to")
    table.finish()
    if points is None or ("when" in table and when is None) or ("each" in table and each is None):
        return None
    return table.build(Points, points, when=when, each=each, half_life=half_life, count_up_to=count)


_READERS: dict[str, Callable[[Table, Scope], Rule | None]] = {
    "all": _group(AllOf),
    "any": _group(AnyOf),
    "not": _not,
    "of": _at_least,
    "rule": _reference,
    "score": _threshold,
    "did": read_did,
    "field": _condition,
}
