"""Read conditions on one field from a document."""

from __future__ import annotations

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_constants import constant_of, constants_at, span_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import shown
from alignkit.rules.predicates import (
    AnyItem,
    Between,
    Compare,
    EveryItem,
    FieldTest,
    IsTrue,
    Matches,
    Missing,
    Not,
    OneOf,
    Rule,
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
    "matches",
    "is_true",
    "missing",
    "within",
    "any_item",
    "every_item",
)
"""What a condition on a field can ask."""
THRESHOLDS = ("at_least", "more_than", "at_most", "less_than")
"""How a score is compared."""
OF_TEXT = ("contains", "starts_with", "ends_with", "matches")
OF_NUMBERS = (*COMPARISONS, "in", "not_in", "between")
OF_ITEMS = ("any_item", "every_item")
"""What asks the items of a list: `{ field = "products", any_item = { equals = "crm" } }`."""
OF_AN_ITEM = tuple(word for word in OPERATORS if word not in {*OF_ITEMS, "missing"})


def about_leads(table: Table, scope: Scope) -> bool:
    """Say whether a rule about leads may stand here; else keep the fault."""
    if scope.in_event:
        table.fault(
            "not-an-attribute",
            "`where` asks about the event's own attributes: no rule about leads, events, scores or recent times inside",
        )
    return not scope.in_event


def operator_of(table: Table, operators: tuple[str, ...], beside: tuple[str, ...]) -> str | None:
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


def read_condition(table: Table, scope: Scope) -> Rule | None:
    """Read a condition on one field."""
    name = table.text("field")
    if name is not None and not name.strip():
        table.fault("bad-id", f"a field's name is text that is not blank, not {shown(name)}", "field")
        name = None
    asked = _read(name, table, scope)
    if asked is None:
        return None
    op, test = asked
    if not scope.fits(test, table, op):
        return None
    return Not(test) if _negated(op, table) else test


def _read(name: str | None, table: Table, scope: Scope, *, item: bool = False) -> tuple[str, FieldTest] | None:
    """Read the operator of a table and what it asks of a field; whether its opposite is meant, `_negated` says."""
    matters, unit = table.flag("case_matters"), table.text("unit")
    op = operator_of(table, OF_AN_ITEM if item else OPERATORS, ("field", "case_matters", "unit"))
    if name is None or op is None:
        return None
    if matters is not None and op not in OF_TEXT:
        table.fault("unknown-field", f"`case_matters` goes with text, not with {op!r}", "case_matters")
    if unit is not None and op not in OF_NUMBERS:
        table.fault("unknown-field", f"`unit` goes with numbers, not with {op!r}", "unit")
    if op == "within" and not about_leads(table, scope):
        return None
    test = _items(name, op, table, scope) if op in OF_ITEMS else _asked(name, op, table, scope)
    return None if test is None else (op, test)


def _asked(name: str, op: str, table: Table, scope: Scope) -> FieldTest | None:
    match op:
        case "in" | "not_in":
            values = constants_at(table, op, name, scope)
            return table.build(OneOf, name, tuple(values), table.text("unit"), key=op) if values is not None else None
        case "between":
            ends = constants_at(table, op, name, scope)
            if ends is not None and len(ends) != 2:
                table.fault("wrong-type", f"'between' takes two values, not {len(ends)}", op)
                return None
            return table.build(Between, name, *ends, table.text("unit"), key=op) if ends is not None else None
        case "contains" | "starts_with" | "ends_with":
            text, matters = table.text(op), table.flag("case_matters") or False
            return table.build(TextMatch, name, op, text, matters, key=op) if text is not None else None
        case "matches":
            text, matters = table.text(op), table.flag("case_matters") or False
            return table.build(Matches, name, text, matters, key=op) if text is not None else None
        case "is_true" | "missing":
            if table.flag(op) is None:
                return None
            return IsTrue(name) if op == "is_true" else Missing(name)
        case "within":
            span = span_at(table, op)
            return table.build(Within, name, span, key=op) if span is not None else None
        case _:
            raw, unit = table.raw(op), table.text("unit")
            value = constant_of(raw, name, table, scope, path=table.at(op)) if raw is not None else None
            return table.build(Compare, name, COMPARISONS[op], value, unit, key=op) if value is not None else None


def _items(name: str, op: str, table: Table, scope: Scope) -> AnyItem | EveryItem | None:
    """Read what is asked of the items of a list; where the opposite is, any is what is not every, and the like."""
    inner = table.table(op)
    if inner is None:
        return None
    asked = _read(name, inner, scope, item=True)
    inner.finish()
    if asked is None:
        return None
    every = (op == "every_item") is not _opposite(asked[0], inner.raw(asked[0]))
    return table.build(EveryItem, asked[1], key=op) if every else table.build(AnyItem, asked[1], key=op)


def _negated(op: str, table: Table) -> bool:
    """Say whether the opposite of the condition is meant."""
    if op in OF_ITEMS:
        inner = table.raw(op)
        return any(_opposite(word, value) for word, value in inner.items())
    return _opposite(op, table.raw(op))


def _opposite(op: str, value: object) -> bool:
    return op == "not_in" or (op in {"is_true", "missing"} and value is False)
