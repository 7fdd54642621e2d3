"""Doubt a rule or a score before any lead is seen: what can never be, what always is, what is said twice.

It is reckoned over cells of values by Kleene's logic, for every lead there could be: with fields of any kind, missing
and mistyped values, any events. Nothing is told that is not so. And nothing is missed

- in rules over conditions that compare, ask for one of some values, a range, a truth value or a missing value, joined
  by `all`, `any`, `not`, `at_least` and names, as long as what members have in common can be combined in some thousand
  ways, as in any small rule over three fields; members of one group are held against each other up to 40;
- in scores over such rules, with parts, caps and floors, as long as they come to at most 1,000 totals; whether a clause
  changes anything beside the others is asked up to 60 clauses.

Beyond that (texts that contain others, patterns, lists, recent times, events, large and tangled rules) it is still so
what is told, and most is. The steps are bounded: what they do not reach is not doubted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from alignkit.errors import DocumentError, Finding, shown
from alignkit.rules.doubt.look import NOTHING_DECLARED, Look
from alignkit.rules.node import Predicate
from alignkit.rules.predicates import Rule
from alignkit.rules.scores import Score

if TYPE_CHECKING:
    from alignkit.history.declarations import FieldDeclaration


def doubts(
    definition: Rule | Score, declared: Mapping[str, FieldDeclaration] = NOTHING_DECLARED
) -> tuple[Finding, ...]:
    """Return what is doubtful in a rule or a score, and in those inside, in the order in which they are written.

    Args:
        definition: a rule or a score.
        declared: the field declarations by name. A declared field is taken to hold what is declared (a whole number,
            one of the allowed texts), nothing, or a value of another type, about which comparisons are UNKNOWN.

    Findings about rules: `never-true` for what no lead can meet; `always-true` for what can never be NO, though it may
    be UNKNOWN; `shadowed-condition` for a member of a group without which every verdict would be the same, and
    `duplicate-condition` for one that says what another says: warnings, and notes where a name says it.
    Findings about scores: `unreachable-threshold` (error) and `unreachable-band` for points that no lead comes to;
    `never-won` for a clause that never changes the score; `duplicate-condition` for clauses that count one thing twice
    (warnings); `idle-cap` and `idle-floor` for bounds that are never met (notes).

    Raises:
        DocumentError: `not-a-rule`.

    >>> from alignkit.rules.field import field
    >>> for doubt in doubts((field("employees") > 500) & (field("employees") < 100)):
    ...     print(doubt.message)
    can never be YES: employees is more than 500 and employees is less than 100 exclude each other
    """
    if not isinstance(definition, Predicate | Score):
        raise DocumentError.at("not-a-rule", f"doubts are about a rule or a score, not {shown(definition)}")
    return tuple(Look(declared).at(definition, ""))
