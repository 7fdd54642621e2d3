"""Hold a rule or a score against the field declarations: no misspelt, mistyped or impossible comparison."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeAlias, assert_never

from alignkit.currency import Money
from alignkit.errors import Finding, shown, spelling
from alignkit.history.declarations import FieldDeclaration
from alignkit.names import did_you_mean
from alignkit.rules.constants import kind_of
from alignkit.rules.node import Condition
from alignkit.rules.predicates import (
    AnyItem,
    Between,
    Compare,
    EveryItem,
    FieldTest,
    IsTrue,
    Matches,
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


Allowed: TypeAlias = dict[str, frozenset[str]]
"""The allowed values by field, each set made once however many rules ask."""


def conform(
    definition: Rule | Score,
    declared: Mapping[str, FieldDeclaration],
    *,
    path: str = "",
    allowed: Allowed | None = None,
    near: Callable[[str, Collection[str]], str] = did_you_mean,
) -> tuple[Finding, ...]:
    """Return what is wrong with the fields that a definition asks about.

    Args:
        definition: a rule or a score.
        declared: the field declarations by name.
        path: where the definition stands, for the findings.
        allowed: a memory that several calls share.
        near: makes the hint at the nearest name.

    Findings: `unknown-field` for a field that is not declared; `wrong-type` for a comparison that the declared type
    makes senseless; `not-allowed` for a value outside `one_of`; `unit-mismatch` for a constant that counts something
    else than the field; each an error.

    >>> from alignkit.rules.field import field
    >>> declared = {"employees": FieldDeclaration("employees", "integer")}
    >>> conform(field("employes") >= 50, declared)[0].message
    "there is no field 'employes'; did you mean 'employees'?"
    """
    found: list[Finding] = []
    known: Allowed = {} if allowed is None else allowed
    for node in nodes(definition):
        if isinstance(node, Condition):
            declaration = declared.get(node.field)
            if declaration is None:
                hint = near(node.field, declared.keys())
                found.append(Finding("unknown-field", f"there is no field {shown(node.field)}{hint}", path))
                continue
            if declaration.one_of and node.field not in known:
                known[node.field] = frozenset(declaration.one_of)
            for code, message in _misfits(node, declaration, known, near):
                found.append(Finding(code, message, path))
    return tuple(dict.fromkeys(found))


def _misfits(
    test: FieldTest,
    declaration: FieldDeclaration,
    allowed: Allowed,
    near: Callable[[str, Collection[str]], str],
) -> Iterator[tuple[str, str]]:
    kind = _KINDS[declaration.type]
    of_items = isinstance(test, AnyItem | EveryItem)
    if isinstance(test, AnyItem | EveryItem):
        if kind != "list":
            yield "wrong-type", f"the field {declaration.name!r} is declared as {declaration.type} and has no items"
            return
        test, kind = test.test, "text"  # a list is one of texts
    match test:
        case Compare():
            values: tuple[object, ...] = (test.value,)
        case OneOf():
            values = test.values
        case Between():
            values = (test.low, test.high)
        case TextMatch():
            values = (test.text,)
        case Matches():
            values = (test.pattern,)
        case IsTrue():
            values = (True,)
        case Within():
            if kind != "instant":
                yield "wrong-type", _unlike(declaration, "an instant in a span before `as_of`", of_items=of_items)
            return
        case Missing() | AnyItem() | EveryItem():
            return
        case _:
            assert_never(test)
    for value in values:
        if kind_of(value) != kind:
            yield "wrong-type", _unlike(declaration, shown(value), of_items=of_items)
        elif declaration.one_of and isinstance(test, Compare | OneOf) and value not in allowed[declaration.name]:
            hint = near(str(value), declaration.one_of)
            yield "not-allowed", f"the field {declaration.name!r} is never {shown(value)}{hint}"
        elif isinstance(test, Compare | OneOf | Between) and not _alike(declaration.unit, test.unit, value):
            unit = value.currency if isinstance(value, Money) else test.unit
            counts = f"counts {declaration.unit}" if declaration.unit else "is declared without a unit"
            text = f"the field {declaration.name!r} {counts} and is compared with {unit}; units are never converted"
            yield "unit-mismatch", text


def _alike(declared: str | None, unit: str | None, value: object) -> bool:
    """Say whether a constant counts what the field counts; a constant that does not say is trusted."""
    if isinstance(value, Money):
        return declared is None or declared == value.currency
    return unit is None or declared == unit


def _unlike(declaration: FieldDeclaration, asked: str, *, of_items: bool) -> str:
    what = f"the field {declaration.name!r} is declared as {declaration.type}"
    if of_items:
        return f"{what}: its items are text and cannot be compared with {asked}"
    ask = spelling(".any_item or .every_item", "any_item or every_item")
    hint = f"; ask its items: {ask}" if declaration.type == "list" else ""
    return f"{what} and cannot be compared with {asked}{hint}"
