"""Read rules from a document."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_conditions import (
    COMPARISONS,
    OPERATORS,
    THRESHOLDS,
    about_leads,
    operator_of,
    read_condition,
)
from alignkit.agreement.document.read_constants import span_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import shown
from alignkit.rules.grids import in_bands
from alignkit.rules.predicates import (
    AllOf,
    AnyOf,
    AtLeast,
    Did,
    Named,
    Not,
    Rule,
    ScoreCompare,
)
from alignkit.rules.scores import Score

FORMS = ("all", "any", "not", "of", "rule", "score", "grid", "did", "field")
"""What makes a table a rule; `of` goes with `at_least`."""
BESIDE_DID = ("where", "at_least", "within")
"""What may stand beside `did`."""
BESIDE = (*OPERATORS, "title", "name", "where", "unit", "case_matters")
"""What else a rule may hold; none of these is a misspelt form."""

Reader: TypeAlias = Callable[[Table, Scope], Rule | None]


def read_named(name: str, table: Table, scope: Scope) -> Named | None:
    """Read a rule that stands under its name; a `title` may stand beside it."""
    title = table.text("title")
    rule = read_rule(table, scope)
    return table.build(Named, name, rule, title) if rule is not None else None


def rule_at(table: Table, key: str, scope: Scope, *, required: bool = False) -> Rule | None:
    """Read the rule that stands under a key of a table."""
    inner = table.table(key, required=required, form="rule")
    return read_rule(inner, scope) if inner is not None else None


def read_rule(table: Table, scope: Scope) -> Rule | None:
    """Read the rule that a table is."""
    present = [form for form in FORMS if form in table]
    if len(present) > 1:
        listed = ", ".join(repr(form) for form in present)
        table.fault("ambiguous-rule", f"a rule is one of these, not several at once: {listed}")
        return None
    if not present:
        _formless(table)
        return None
    with scope.deeper(table.path) as allowed:
        if not allowed:
            return None
        found = _READERS[present[0]](table, scope)
    table.finish()
    return found


def _formless(table: Table) -> None:
    """Keep the fault of a table that is no rule: at the word that was meant to make it one, where that can be told."""
    for key in table.present():
        near = table.faults.nearest(key, FORMS) if key not in BESIDE else None
        if near is not None:
            table.fault("unknown-operator", f"{shown(key)} makes no rule; did you mean {near!r}?", key)
            return
    has = shown(list(table.present())) if table.present() else "nothing"
    table.fault("unknown-operator", f"a rule has one of {', '.join(FORMS)}; this table has {has}")


def _group(key: str, kind: Callable[..., Rule]) -> Reader:
    def read(table: Table, scope: Scope) -> Rule | None:
        rules = _members(table, key, scope)
        return table.build(kind, rules) if rules is not None else None

    return read


def _members(table: Table, key: str, scope: Scope) -> tuple[Rule, ...] | None:
    given = table.items(key)
    if given == []:
        table.fault("empty-group", "a group needs at least one rule: an empty `all` would qualify everyone", key)
    rules = [read_rule(part, scope) for part in table.tables(key, form="rule")] if given else []
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


def _reference(table: Table, scope: Scope) -> Rule | None:
    if not scope.in_event:
        name = table.text("rule")
        return scope.rule(name, table, "rule") if name is not None else None
    # a rule over an event's attributes stands where it is used: the rules by name are about leads
    if isinstance(table.raw("rule"), str):
        about_leads(table, scope)
        return None
    name, title, rule = table.text("name", required=True), table.text("title"), rule_at(table, "rule", scope)
    return table.build(Named, name, rule, title) if name is not None and rule is not None else None


def _threshold(table: Table, scope: Scope) -> Rule | None:
    name = table.text("score")
    score = scope.score(name, table, "score") if name is not None and about_leads(table, scope) else None
    op = operator_of(table, (*THRESHOLDS, "in"), ("score",))
    if op is None:
        return None
    if op == "in":
        return _bands(score, table)
    points = table.number(op)
    if score is None or points is None:
        return None
    return table.build(ScoreCompare, score, COMPARISONS[op], points)


def _bands(score: Score | None, table: Table) -> Rule | None:
    """Read `{ score = "fit", in = ["A", "B"] }`: short for the points that these bands take."""
    before = len(table.faults)
    bands = table.texts("in")
    return table.build(in_bands, score, bands, key="in") if score is not None and len(table.faults) == before else None


def _cells(table: Table, scope: Scope) -> Rule | None:
    """Read `{ grid = "grade", in = ["A1", "B1"] }`: a rule over the two scores of the grid."""
    name = table.text("grid")
    grid = scope.grid(name, table, "grid") if name is not None and about_leads(table, scope) else None
    if "in" not in table:
        table.fault("missing-field", '`grid` needs `in`, a list of cells such as ["A1", "B1"]', "in")
    before = len(table.faults)
    cells = table.texts("in")
    told = len(table.faults) > before or "in" not in table
    return None if grid is None or told else table.build(grid.is_in, cells, key="in")


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
    return read_did(table, scope) if about_leads(table, scope) else None


_READERS: dict[str, Reader] = {
    "all": _group("all", AllOf),
    "any": _group("any", AnyOf),
    "not": _not,
    "of": _at_least,
    "rule": _reference,
    "score": _threshold,
    "grid": _cells,
    "did": _did,
    "field": read_condition,
}
