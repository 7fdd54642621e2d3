"""Which answers of several conditions go together, where one follows from another or excludes it.

For texts that contain, start or end with others, and for events: here cells cannot be laid side by side, so answers are
ruled out pair by pair. What is left holds every answer that can be, and perhaps some that cannot.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, TypeVar

from alignkit.rules.predicates import Did, FieldTest, Matches, Rule, TextMatch

_LARGEST = 50
Test = TypeVar("Test")
Signs: TypeAlias = tuple[bool, ...]

MOST_SIGNS = 64
"""Conditions whose answers go together in more ways are taken one by one."""


def together(
    tests: Sequence[Test],
    implies: Callable[[Test, Test], bool],
    excludes: Callable[[Test, Test], bool] | None = None,
) -> list[Signs] | None:
    """Return the answers that tests can have together, YES as True; None where they are more than a few.

    >>> starts = [TextMatch("x", "starts_with", text) for text in ("a", "ab", "b")]
    >>> together(starts, text_implies, text_excludes)
    [(True, True, False), (True, False, False), (False, False, True), (False, False, False)]
    """
    found: list[Signs] = [()]
    for place, test in enumerate(tests):
        before = list(enumerate(tests[:place]))
        # what follows for this test from each answer of those before it
        yes_if_yes = [i for i, other in before if implies(other, test)]
        no_if_no = [i for i, other in before if implies(test, other)]
        no_if_yes = [i for i, other in before if excludes is not None and excludes(test, other)]
        longer = []
        for signs in found:
            if not any(not signs[i] for i in no_if_no) and not any(signs[i] for i in no_if_yes):
                longer.append((*signs, True))
            if not any(signs[i] for i in yes_if_yes):
                longer.append((*signs, False))
        if len(longer) > MOST_SIGNS:
            return None
        found = longer
    return found


def text_implies(one: FieldTest, other: FieldTest) -> bool:
    """Say whether each text that meets one condition surely meets the other.

    >>> text_implies(TextMatch("x", "ends_with", "@b.com"), TextMatch("x", "contains", ".COM"))
    True
    """
    if one == other:
        return True
    if not isinstance(one, TextMatch) or not isinstance(other, TextMatch):
        return False
    if other.case_matters and not one.case_matters:
        return False  # what is said of any case says nothing about this one
    have, need = one.text, other.text
    if not other.case_matters:  # Python folds a text letter by letter, so parts of it stay parts
        have, need = have.casefold(), need.casefold()
    match other.op:
        case "contains":
            return need in have
        case "starts_with":
            return one.op == "starts_with" and have.startswith(need)
        case "ends_with":
            return one.op == "ends_with" and have.endswith(need)


def text_excludes(one: FieldTest, other: FieldTest) -> bool:
    """Say whether no text can meet both conditions.

    >>> text_excludes(TextMatch("x", "ends_with", "@a.com"), TextMatch("x", "ends_with", "@b.com"))
    True
    """
    if not isinstance(one, TextMatch) or not isinstance(other, TextMatch):
        return False
    here, there = one.text, other.text
    if not (one.case_matters and other.case_matters):
        here, there = here.casefold(), there.casefold()
    match one.op, other.op:
        case "starts_with", "starts_with":
            return not (here.startswith(there) or there.startswith(here))
        case "ends_with", "ends_with":
            return not (here.endswith(there) or there.endswith(here))
        case _:
            return False


def is_pattern(test: FieldTest) -> bool:
    """Say whether a condition looks inside a text."""
    return isinstance(test, TextMatch | Matches)


def events_imply(one: Did, other: Did) -> bool:
    """Say whether whatever happened that meets one pattern surely meets the other.

    >>> from datetime import timedelta
    >>> events_imply(Did("call", at_least=2, within=timedelta(days=7)), Did("call", within=timedelta(days=30)))
    True
    """
    spans = other.within is None or (one.within is not None and one.within <= other.within)
    more = one.name == other.name and one.at_least >= other.at_least and spans
    return more and (other.where is None or one.where is other.where or _alike(one.where, other.where))


def _alike(one: Rule | None, other: Rule) -> bool:
    """Say whether two rules are equal; large ones are not compared, since there may be many of them."""
    return one is not None and one.size == other.size <= _LARGEST and one == other
