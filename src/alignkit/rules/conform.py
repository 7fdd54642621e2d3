"""Hold a rule or a score against the field declarations: no misspelt, mistyped or impossible comparison."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from alignkit.errors import Finding, shown
from alignkit.history.declarations import FieldDeclaration
from alignkit.names import did_you_mean
from alignkit.rules.constants import kind_of
from alignkit.rules.predicates import (
    Between,
    Compare,
    FieldTest,
    IsTrue,
    Missing,
    OneOf,
    Rule,
    TextMatch,
    Within,
)
from alignkit.rules.scores import Score
from alignkit.rules.walk import nodes

_KINDS = {
    "text": "text",
    "integer": "number",
    "number": "number",
    "boolean": "truth value",
    "date": "date",
    "instant": "instant",
    "money": "money",
    "list": "list",
}


def conform(
    definition: Rule | Score, declared: Mapping[str, FieldDeclaration], *, path: str = ""
) -> tuple[Finding, ...]:
    """Return what is wrong with the fields that a definition asks about.

    Findings: `unknown-field` for a field that is not declared; `wrong-type` for a comparison that the declared type
    makes senseless; `not-allowed` for a value outside `one_of`; each an error.

    >>> from alignkit.rules.field import field
    >>> declared = {"employees": FieldDeclaration("employees", "integer")}
    >>> conform(field("employes") >= 50, declared)[0].message
    "there is no field 'employes'; did you mean 'employees'?"
    """
    found: list[Finding] = []
    for node in nodes(definition):
        if isinstance(node, Compare | OneOf | Between | TextMatch | IsTrue | Missing | Within):
            declaration = declared.get(node.field)
            if declaration is None:
                hint = did_you_mean(node.field, declared)
                found.append(Finding("unknown-field", f"there is no field {shown(node.field)}{hint}", path))
            else:
                found.extend(_misfit(node, declaration, path))
    return tuple(dict.fromkeys(found))


def _misfit(test: FieldTest, declaration: FieldDeclaration, path: str) -> list[Finding]:
    kind = _KINDS[declaration.type]
    match test:
        case Compare():
            values: tuple[object, ...] = (test.value,)
        case OneOf():
            values = test.values
        case Between():
            values = (test.low, test.high)
        case TextMatch():
            values = (test.text,)
        case IsTrue():
            values = (True,)
        case Within():
            return [] if kind == "instant" else [_wrong(declaration, "an instant in a span before `as_of`", path)]
        case Missing():
            return []
        case _:
            assert_never(test)
    found = []
    for value in values:
        if kind_of(value) != kind:
            found.append(_wrong(declaration, shown(value), path))
        elif declaration.one_of and isinstance(test, Compare | OneOf) and value not in declaration.one_of:
            hint = did_you_mean(value, declaration.one_of)
            message = f"the field {declaration.name!r} is never {shown(value)}{hint}"
            found.append(Finding("not-allowed", message, path))
    return found


def _wrong(declaration: FieldDeclaration, asked: str, path: str) -> Finding:
    message = f"the field {declaration.name!r} is declared as {declaration.type} and cannot be compared with {asked}"
    return Finding("wrong-type", message, path)
