"""Read rules from a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_constants import constant_of, constants_at, span_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import shown
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Between,
    Compare,
    Did,
    FieldTest,
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
THRESHOLDS = ("at_least", "more_than", "at_most", "less_than")
"""How a score is compared."""
FORMS = ("all", "any", "not", "of", "rule", "score", "did", "field")
"""What makes a table a rule; `of` goes with `at_least`."""

Reader: TypeAlias = Callable[[Table, Scope], Rule | None]


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
    if len(present) > 1:
        listed = ", ".join(repr(form) for form in present)
        table.fault("ambiguous-rule", f"a rule is one of these, not several at once: {listed}")
        return None
    if not present:
        has = shown(list(table.present())) if table.present() else "nothing"
        table.fault("unknown-operator", f"a rule has one of {', '.join(FORMS)}; this table has {has}")
        return None
    with scope.deeper(table.path) as allowed:
        if not allowed:
            return None
        found = _READERS[present[0]](table, scope)
    table.finish()
    return found


def _group(key: str, kind: Callable[..., Rule]) -> Reader:
    def read(table: Table, scope: Scope) -> Rule | None:
        rules = _members(table, key, scope)
        return table.build(kind, rules) if rules is not None else None

    return read


def _members(table: Table, key: str, scope: Scope) -> tuple[Rule, ...] | None:
    given = table.items(key)
    if given == []:
        table.fault("empty-group", "a group needs at least one rule: an empty `all` would qualify everyone", key)
    rules = [read_rule(part, scope) for part in table.tables(key)] if given else []
    whole = tuple(rule for rule in rules if rule is not None)
    return whole if given and len(whole) == len(given) else None


def _not(table: Table, scope: Scope) -> Rule | None:
    if table.raw("not") == []:
        table.fault("empty-group", "`not` needs one rule", "not")
        return None
    rule = rule_at(table, "not", scope)
    return table.build(Not, rule) if rule is not None else None


def _at_least(table: Table, scope: Scope) -> Rule | None:
    if "at_least" not in table:
        table.fault("missing-field", "`of` needs `at_least`, a whole number", "at_least")
    count, rules = table.whole("at_least"), _members(table, "of", scope)
    return table.build(AtLeast, count, rules) if count is not None and rules is not None else None


def _about_leads(table: Table, scope: Scope) -> bool:
    """Say whether a rule about leads may stand here; else keep the fault."""
    if scope.in_event:
        table.fault(
            "not-an-attribute",
            "`where` asks about the event's own attributes: no rule about leads, events, scores or recent times inside",
        )
    return not scope.in_event


def _reference(table: Table, scope: Scope) -> Rule | None:
    if not scope.in_event:
        name = table.text("rule")
        return scope.rule(name, table, "rule") if name is not None else None
    # a rule over an event's attributes stands where it is used: the rules by name are about leads
    if isinstance(table.raw("rule"), str):
        _about_leads(table, scope)
        return None
    name, title, rule = table.text("name", required=True), table.text("title"), rule_at(table, "rule", scope)
    return table.build(Named, name, rule, title) if name is not None and rule is not None else None


def _threshold(table: Table, scope: Scope) -> Rule | None:
    name = table.text("score")
    score = scope.score(name, table, "score") if name is not None and _about_leads(table, scope) else None
    op = _operator(table, THRESHOLDS, ("score",))
    if op is None:
        return None
    points = table.number(op)
    if score is None or points is None:
        return None
    return table.build(ScoreCompare, score, COMPARISONS[op], points)


def read_did(table: Table, scope: Scope) -> Did | None:
    """Read a pattern of raw events."""
    before = len(table.faults)
    name = table.text("did")
    with scope.of_event():
        where = rule_at(table, "where", scope)
    count = table.whole("at_least") if "at_least" in table else 1
    within = span_at(table, "within")
    return table.build(Did, name, where, count, within) if len(table.faults) == before else None


def _did(table: Table, scope: Scope) -> Rule | None:
    return read_did(table, scope) if _about_leads(table, scope) else None


def _operator(table: Table, operators: tuple[str, ...], beside: tuple[str, ...]) -> str | None:
    """Return the one operator that stands in a table; else keep the fault."""
    found = [op for op in operators if op in table]
    if len(found) == 1:
        return found[0]
    if found:
        asked = " and ".join(map(repr, found))
        table.fault("ambiguous-rule", f"one condition asks one thing, not {asked} at once")
        return None
    others = [key for key in table.present() if key not in beside]
    if others:
        hint = table.faults.near(others[0], operators)
        hint = hint if "did you mean" in hint else f"; the operators are {', '.join(operators)}"
        table.fault("unknown-operator", f"{shown(others[0])} is no operator{hint}", others[0])
    else:
        table.fault("unknown-operator", f"a condition needs an operator: {', '.join(operators)}")
    for key in others:
        table.raw(key)  # told already
    return None


def _condition(table: Table, scope: Scope) -> Rule | None:
    name, matters = table.text("field"), table.flag("case_matters")
    op = _operator(table, OPERATORS, ("field", "case_matters"))
    if name is not None and not name.strip():
        table.fault("bad-id", f"a field's name is text that is not blank, not {shown(name)}", "field")
        return None
    if name is None or op is None:
        return None
    if matters is not None and op not in {"contains", "starts_with", "ends_with"}:
        table.fault("unknown-field", f"`case_matters` goes with text, not with {op!r}", "case_matters")
    if op == "within" and not _about_leads(table, scope):
        return None
    test = _asked(name, op, table, scope, matters=matters or False)
    if test is None or not scope.fits(test, table, op):
        return None
    return Not(test) if _negated(op, table) else test


def _asked(name: str, op: str, table: Table, scope: Scope, *, matters: bool) -> FieldTest | None:
    """Read what is asked of a field; whether the opposite is meant, `_negated` says."""
    match op:
        case "in" | "not_in":
            values = constants_at(table, op, name, scope)
            return table.build(OneOf, name, tuple(values), key=op) if values is not None else None
        case "between":
            ends = constants_at(table, op, name, scope)
            if ends is not None and len(ends) != 2:
                table.fault("wrong-type", f"'between' takes two values, not {len(ends)}", op)
                return None
            return table.build(Between, name, *ends, key=op) if ends is not None else None
        case "contains" | "starts_with" | "ends_with":
            text = table.text(op)
            return table.build(TextMatch, name, op, text, matters, key=op) if text is not None else None
        case "is_true" | "missing":
            if table.flag(op) is None:
                return None
            return IsTrue(name) if op == "is_true" else Missing(name)
        case "within":
            span = span_at(table, op)
            return table.build(Within, name, span, key=op) if span is not None else None
        case _:
            raw = table.raw(op)
            value = constant_of(raw, name, table, scope, path=table.at(op)) if raw is not None else None
            return table.build(Compare, name, COMPARISONS[op], value, key=op) if value is not None else None


def _negated(op: str, table: Table) -> bool:
    return op == "not_in" or (op in {"is_true", "missing"} and table.raw(op) is False)


_READERS: dict[str, Reader] = {
    "all": _group("all", AllOf),
    "any": _group("any", AnyOf),
    "not": _not,
    "of": _at_least,
    "rule": _reference,
    "score": _threshold,
    "did": _did,
    "field": _condition,
}
