"""Read the funnel and the patterns over it from a document."""

from __future__ import annotations

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_rules import read_did, rule_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import shown
from alignkit.funnel.patterns import Either, Pattern, accepted, entered, left, rejected
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.names import did_you_mean

PATTERNS = ("entered", "left", "accepted", "rejected", "did", "any")
"""What makes a table a pattern."""


def read_funnel(top: Table, scope: Scope, name: str) -> Funnel | None:
    """Read stages, recycles and boundaries; the stages with an outcome of a loss are the exits."""
    before = len(top.faults)
    stages = [_stage(table, scope) for table in top.tables("stages", required=True)]
    recycles = [tuple(pair) for pair in _pairs(top)]
    boundaries = [_boundary(table, scope) for table in top.tables("boundaries")]
    if len(top.faults) > before or None in stages or None in boundaries:
        return None
    whole = [stage for stage in stages if stage is not None]
    exits = [stage for stage in whole if stage.outcome in {"lost", "disqualified"}]
    path = [stage for stage in whole if stage.outcome not in {"lost", "disqualified"}]
    return top.build(Funnel, name, path, exits, recycles, boundaries, key="stages")


def stage_ids(top: Table) -> tuple[str, ...]:
    """Return the ids of all stages that are told, before any is read, for references to them."""
    raw = top.raw("stages")
    stages = raw if isinstance(raw, list | tuple) else ()
    found = (stage.get("id") for stage in stages if isinstance(stage, dict))
    return tuple(name for name in found if isinstance(name, str))


def _stage(table: Table, scope: Scope) -> Stage | None:
    name, owner = table.text("id", required=True), table.text("owner", required=True)
    entry = rule_at(table, "entry", scope)
    outcome, title = table.text("outcome"), table.text("title")
    table.finish()
    if name is None or owner is None or ("entry" in table and entry is None):
        return None
    return table.build(Stage, name, owner, entry, outcome, title)


def _pairs(top: Table) -> list[list[str]]:
    found = []
    for i, pair in enumerate(top.items("recycles") or ()):
        if isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(end, str) for end in pair):
            found.append(list(pair))
        else:
            top.fault("wrong-type", f"recycle {i} must be two stages, [from, to], not {shown(pair)}", "recycles")
    return found


def _boundary(table: Table, scope: Scope) -> Boundary | None:
    ends = [stage_at(table, key, scope, required=True) for key in ("offered", "accepted", "rejected")]
    reasons = table.texts("reasons")
    table.finish()
    return table.build(Boundary, *ends, reasons) if None not in ends else None


def stage_at(table: Table, key: str, scope: Scope, *, required: bool = False) -> str | None:
    """Read the id of a stage that exists."""
    name = table.text(key, required=required)
    return checked_stage(name, table, key, scope) if name is not None else None


def checked_stage(name: str, table: Table, key: str, scope: Scope) -> str | None:
    """Return the id of a stage if it exists; else keep the fault."""
    if name in scope.stages:
        return name
    table.fault("unknown-stage", f"there is no stage {shown(name)}{did_you_mean(name, scope.stages)}", key)
    return None


def pattern_at(table: Table, key: str, scope: Scope, *, required: bool = False) -> Pattern | None:
    """Read the pattern that stands under a key."""
    inner = table.table(key, required=required)
    return read_pattern(inner, scope) if inner is not None else None


def read_pattern(table: Table, scope: Scope) -> Pattern | None:
    """Read the pattern that a table is."""
    present = [form for form in PATTERNS if form in table]
    if len(present) != 1:
        code = "ambiguous-pattern" if present else "unknown-operator"
        table.fault(code, f"a pattern is exactly one of {', '.join(PATTERNS)}; this has {shown(list(table.present()))}")
        return None
    found = _read(present[0], table, scope)
    table.finish()
    return found


def _read(form: str, table: Table, scope: Scope) -> Pattern | None:
    match form:
        case "entered" | "left":
            stage = stage_at(table, form, scope)
            if stage is None:
                return None
            return entered(stage) if form == "entered" else left(stage)
        case "accepted" | "rejected":
            if table.raw(form) is True:
                return accepted() if form == "accepted" else rejected()
            word = table.text(form)
            if word is None or (form == "accepted" and checked_stage(word, table, form, scope) is None):
                return None
            return table.build(accepted, word) if form == "accepted" else table.build(rejected, word)
        case "did":
            return read_did(table, scope)
        case _:
            parts = [read_pattern(part, scope) for part in table.tables("any")]
            return table.build(Either, parts) if None not in parts else None
