"""Tell at a glance that a rule is beyond doubt, as most are: it asks each thing once, and each can be YES and NO."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, assert_never

from alignkit.rules.doubt.domains import KINDS
from alignkit.rules.doubt.effort import Effort
from alignkit.rules.doubt.steps import constants_of
from alignkit.rules.judge import kind_asked
from alignkit.rules.node import Condition
from alignkit.rules.predicates import (
    AnyItem,
    Between,
    Compare,
    Did,
    EveryItem,
    FieldTest,
    IsTrue,
    Matches,
    Missing,
    OneOf,
    Rule,
    ScoreCompare,
    TextMatch,
    Within,
)
from alignkit.rules.walk import inside, nodes

if TYPE_CHECKING:
    from alignkit.history.declarations import FieldDeclaration


def is_plain(rule: Rule, declared: Mapping[str, FieldDeclaration], effort: Effort) -> bool:
    """Say whether nothing can be doubtful in a rule: then its conditions come out independently, each in every way.

    Raises:
        SpentError: the rule is larger than the effort that is left.

    >>> from alignkit.rules.field import field
    >>> is_plain((field("a") >= 5) & field("b").is_true(), {}, Effort(9))
    True
    >>> is_plain((field("a") >= 5) & (field("a") < 9), {}, Effort(9))
    False
    """
    asked: set[str] = set()
    happened: set[str] = set()
    parts, uses = 0, 1
    for node in nodes(rule):
        effort.spend(1 + (len(node.values) // 32 if isinstance(node, OneOf) else 0))
        parts += 1
        uses += len(inside(node))
        if isinstance(node, Condition):
            if node.field in asked or not _is_open(node, declared.get(node.field)):
                return False
            asked.add(node.field)
        elif isinstance(node, Did):
            if node.name in happened or node.where is not None:
                return False
            happened.add(node.name)
        elif isinstance(node, ScoreCompare):
            return False
    return parts == uses  # else one part stands in several places


def _is_open(test: FieldTest, declared: FieldDeclaration | None) -> bool:
    """Say whether a condition can surely be YES and can be NO."""
    if declared is not None and kind_asked(test) not in {None, KINDS[declared.type]}:
        return False
    match test:
        case Compare() | OneOf() | Between():
            constants = constants_of(test)
            if not constants or isinstance(constants[0], date):
                return False
            if declared is not None and declared.type == "integer":
                return all(isinstance(value, int) for value in constants)
            if isinstance(test, OneOf) and isinstance(constants[0], bool):
                return len(constants) < 2
            return declared is None or not declared.one_of or _splits(set(constants), declared.one_of)
        case TextMatch() | Matches():
            return declared is None or not declared.one_of
        case AnyItem() | EveryItem():
            return False
        case IsTrue() | Missing() | Within():
            return True
        case _:
            assert_never(test)


def _splits(constants: set[object], allowed: tuple[str, ...]) -> bool:
    """Say whether some allowed values are among the constants and some are not, seen from the first of them."""
    among = [value in constants for value in allowed[: len(constants) + 1]]
    return any(among) and not all(among)
