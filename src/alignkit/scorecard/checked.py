"""The checks that metrics share: patterns, rules, stages, windows, percentages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

import attrs

from alignkit.errors import DocumentError, LimitError, shown
from alignkit.exact import exact
from alignkit.funnel.patterns import Accepted, Entered, Left, Pattern, checked_pattern, simple_parts
from alignkit.instants import LONGEST_DAYS
from alignkit.names import checked_id
from alignkit.rules.node import Predicate
from alignkit.rules.predicates import Rule

MOST_STAGES = 200
"""A metric names so many stages at most."""


def pattern_of(value: object) -> Pattern:
    """Return a pattern that a metric counts.

    Raises:
        DocumentError: `not-a-pattern`.
    """
    return checked_pattern(value, "what a metric counts")


def rule_or_none(_: object, __: attrs.Attribute[Rule | None], value: object) -> None:
    """Refuse a condition that is no rule.

    Raises:
        DocumentError: `not-a-rule`.
    """
    if value is not None and not isinstance(value, Predicate):
        raise DocumentError.at(
            "not-a-rule", f"the condition of a metric is a rule such as field('x') >= 1, not {shown(value)}"
        )


def stage_of(value: object) -> str:
    """Return the id of a stage, which may be given as `entered(stage)`.

    Raises:
        DocumentError: `bad-id`, `wrong-type`.
    """
    if isinstance(value, Entered):
        return value.stage
    return checked_id(value, "stage")


def stages_listed(values: object) -> tuple[str, ...]:
    """Return one stage, or several, sorted: in which order they are told means nothing.

    Raises:
        DocumentError: `no-stages`, `duplicate-id`, `bad-id`, `wrong-type`.
        LimitError: `too-many`.
    """
    listed = (values,) if isinstance(values, str | Entered) else values
    if not isinstance(listed, Iterable):
        raise DocumentError.at("wrong-type", f"the stages of a metric are their ids, not {shown(values)}")
    found = tuple(stage_of(value) for value in listed)
    if not found:
        raise DocumentError.at("no-stages", "name the stages in which a lead stands, such as standing('sql')")
    if len(found) > MOST_STAGES:
        raise LimitError.at("too-many", f"a metric names {MOST_STAGES} stages at most, not {len(found):,}")
    for stage in found:
        if found.count(stage) > 1:
            raise DocumentError.at("duplicate-id", f"the stage {shown(stage)} is named twice")
    return tuple(sorted(found))


def percent_of(value: object) -> Fraction:
    """Return a percentage, above 0 and up to 100.

    Raises:
        DocumentError: `wrong-type`, `not-finite`, `bad-percent`.
    """
    found = exact(value, "the per cent of a percentile")
    if not 0 < found <= 100:
        text = f"a percentile is told in per cent, above 0 and up to 100, such as 90, not {shown(value)}"
        raise DocumentError.at("bad-percent", text)
    return found


def window_or_none(_: object, __: attrs.Attribute[timedelta | None], value: object) -> None:
    """Refuse a window that is none.

    Raises:
        DocumentError: `not-positive`.
        LimitError: `too-long`.
    """
    if value is not None and (not isinstance(value, timedelta) or value <= timedelta(0)):
        raise DocumentError.at("not-positive", f"a window is a timedelta longer than nothing, not {shown(value)}")
    if value is not None and value > timedelta(days=LONGEST_DAYS):
        raise LimitError.at("too-long", f"a window is at most {LONGEST_DAYS} days, not {shown(value)}")


def stages_named(pattern: Pattern) -> tuple[str, ...]:
    """Return the stages that a pattern names."""
    parts = simple_parts(pattern)
    return tuple(part.stage for part in parts if isinstance(part, Entered | Left | Accepted) and part.stage is not None)
