"""Targets: what a goal aims at, and the steps in which it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.errors import DocumentError, LimitError, TimeError, shown
from alignkit.exact import Number
from alignkit.instants import LONGEST_DAYS, parse_date
from alignkit.scorecard.quantities import quantity

Target: TypeAlias = Fraction | Money | timedelta
"""What a goal aims at."""
GivenTarget: TypeAlias = Number | Money | timedelta
"""A target as a person gives it."""

MOST_STEPS = 366
"""A goal has at most so many steps: one a day of a leap year."""

_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)


def _day_or_none(_: object, __: attrs.Attribute[date | None], value: object) -> None:
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise TimeError.at("not-a-date", f"a step begins on a date, not {shown(value)}", path="since")


@attrs.frozen(slots=True)
class TargetStep:
    """One step of a goal: what is due in a part of the period, or from a day on.

    Args:
        target: what is due.
        since: the first day of the step; None for a month of the period, by its place in the list.

    Raises:
        TimeError: `not-a-date`.
    """

    target: Target
    since: date | None = attrs.field(default=None, validator=_day_or_none)


GivenSteps: TypeAlias = (
    Mapping[str, GivenTarget] | Mapping[date, GivenTarget] | Iterable[GivenTarget] | Iterable[TargetStep]
)
"""The steps of a goal as a person gives them."""


def exact_target(value: object, what: str) -> Target:
    """Return a target as an exact quantity.

    Raises:
        DocumentError: `wrong-type`, `not-finite`.
        LimitError: `too-long`, `too-large`.
    """
    if isinstance(value, timedelta) and not abs(value) <= timedelta(days=LONGEST_DAYS):
        raise LimitError.at("too-long", f"{what} is at most {LONGEST_DAYS} days: {shown(value)}")
    return quantity(value, what)


def steps_given(values: GivenSteps | None) -> tuple[TargetStep, ...]:
    """Return steps as a person gives them: a list, one a month; or a table from months or dates to targets.

    The targets are not exact yet: the goal, which can name itself, makes them so.

    Raises:
        DocumentError: `wrong-type`, `wrong-order`, `duplicate-id` for two steps from one day, `mixed-steps`.
        LimitError: `too-many`.
        TimeError: for a month or a date that is none.

    >>> steps_given({"2026-01": 100, "2026-02": 140})[1].since
    datetime.date(2026, 2, 1)
    """
    if values is None:
        return ()
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        text = f'steps are a list such as [100, 140, 160], or a table {{"2026-01": 100, …}}, not {shown(values)}'
        raise DocumentError.at("wrong-type", text, path="steps")
    found = tuple(_dated(values) if isinstance(values, Mapping) else _listed(values))
    if len(found) > MOST_STEPS:
        raise LimitError.at("too-many", f"a goal has at most {MOST_STEPS} steps, not {len(found):,}", path="steps")
    days = [step.since for step in found if step.since is not None]
    if days and len(days) < len(found):
        text = "either all steps of a goal have a first day, or none: then each is a month of the period"
        raise DocumentError.at("mixed-steps", text, path="steps")
    if len(set(days)) < len(days):
        twice = next(day for day in days if days.count(day) > 1)
        raise DocumentError.at("duplicate-id", f"two steps begin on {twice.isoformat()}", path="steps")
    # a table has no order of its own; days have
    return tuple(sorted(found, key=lambda step: step.since or date.min))


def _dated(values: Mapping[Any, Any]) -> Iterator[TargetStep]:
    for key, target in values.items():
        yield TargetStep(target, _first_day(key))


def _listed(values: Iterable[GivenTarget] | Iterable[TargetStep]) -> Iterator[TargetStep]:
    for value in values:
        yield value if isinstance(value, TargetStep) else TargetStep(value)  # type: ignore[arg-type]  # the same


def _first_day(key: object) -> date:
    if isinstance(key, date) and not isinstance(key, datetime):
        return key
    text = f"{key}-01" if isinstance(key, str) and _MONTH.fullmatch(key) else key
    return parse_date(text, "the month or the first day of a step")
