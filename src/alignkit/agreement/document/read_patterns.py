"""Read patterns over journeys from a document."""

from __future__ import annotations

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_rules import read_did
from alignkit.agreement.document.scope import Scope
from alignkit.errors import shown
from alignkit.funnel.patterns import Either, Pattern, accepted, entered, left, rejected

PATTERNS = ("entered", "left", "accepted", "rejected", "did", "any")
"""What makes a table a pattern."""


def pattern_at(table: Table, key: str, scope: Scope, *, required: bool = False) -> Pattern | None:
    """Read the pattern that stands under a key."""
    inner = table.table(key, required=required, form="entered")
    return read_pattern(inner, scope) if inner is not None else None


def one_form(table: Table, forms: tuple[str, ...], what: str, code: str) -> str | None:
    """Return the one form that stands in a table; else keep the fault."""
    present = [form for form in forms if form in table]
    if len(present) == 1:
        return present[0]
    has = shown(list(table.present())) if table.present() else "nothing"
    listed = f"exactly one of {', '.join(forms)}"
    if present:
        table.fault(f"ambiguous-{what}", f"a {what} is {listed}, not several at once: {', '.join(present)}")
    else:
        table.fault(code, f"a {what} is {listed}; this table has {has}")
    return None


def read_pattern(table: Table, scope: Scope) -> Pattern | None:
    """Read the pattern that a table is."""
    form = one_form(table, PATTERNS, "pattern", "unknown-operator")
    if form is None:
        return None
    with scope.deeper(table.path) as allowed:
        found = _read(form, table, scope) if allowed else None
    table.finish()
    return found


def _read(form: str, table: Table, scope: Scope) -> Pattern | None:
    match form:
        case "entered" | "left":
            stage = scope.stage_at(table, form)
            return None if stage is None else entered(stage) if form == "entered" else left(stage)
        case "accepted":
            if table.raw(form) is True:
                return accepted()
            stage = scope.stage_at(table, form)
            return accepted(stage) if stage is not None else None
        case "rejected":
            if table.raw(form) is True:
                return rejected()
            reason = table.text(form)
            return table.build(rejected, reason, key=form) if reason is not None else None
        case "did":
            return read_did(table, scope)
        case _:
            parts = [read_pattern(part, scope) for part in table.tables("any", form="entered")]
            return table.build(Either, parts, key="any") if None not in parts else None
