"""Say: one plain sentence for what a goal came to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.currency import Money
from alignkit.exact import plain
from alignkit.scorecard.metrics import External, MedianTime, PeriodRate, is_cumulative, scale_of
from alignkit.scorecard.quantities import Quantity, Scale, like, magnitude, quantity_text

if TYPE_CHECKING:
    from alignkit.scorecard.assessment import GoalReading
    from alignkit.scorecard.goals import Goal

_MORE = {"count": "more", "amount": "more", "share": "percentage points above", "span": "longer"}
_LESS = {"count": "fewer", "amount": "less", "share": "percentage points below", "span": "shorter"}


def sentence(reading: GoalReading) -> str:
    """Say what a goal came to: the result, the target, and the difference.

    While the period lasts, what grows is held against what is due by now, and all else against the target.
    """
    goal = reading.goal
    return f"{goal.label}: {_nothing(reading) if reading.is_pending else _result(reading)}"


def _nothing(reading: GoalReading) -> str:
    metric, figure = reading.goal.metric, reading.figure
    if not reading.elapsed.begun:
        return "the period has not begun"
    if isinstance(metric, PeriodRate) and figure.denominator:
        return f"{figure.numerator:,} came out of {figure.denominator:,} that went in: no conversion of one cohort"
    if scale_of(metric) == "share" and figure.pending:
        return figure.note
    if isinstance(metric, MedianTime) and figure.denominator:
        came = f"{figure.numerator:,} of {figure.denominator:,}"
        if reading.elapsed.over and not figure.pending:
            return f"fewer than half came ({came}), so that there is no median"
        return f"a median needs half to have come; {came} came so far"
    if isinstance(metric, External):
        return "was not measured" if reading.elapsed.over else "has not been measured yet"
    return "there was nothing to measure" if reading.elapsed.over else "there is nothing to measure yet"


def _result(reading: GoalReading) -> str:
    goal, figure, actual = reading.goal, reading.figure, reading.actual
    if actual is None:  # pragma: no cover - what has an attainment has a value
        return "–"
    scale = scale_of(goal.metric)
    final = reading.elapsed.over and not figure.pending
    so_far = "" if final else " so far"
    target = quantity_text(goal.target, scale)
    if scale in {"count", "amount"} and goal.at_most is None:
        head = f"{_bare(actual, scale)} of {target}{so_far}"
    else:
        counts = f" ({figure.numerator:,} of {figure.denominator:,})" if scale == "share" else ""
        limit = "at most " if goal.at_most is not None else "at least " if scale == "span" else ""
        head = f"{quantity_text(actual, scale)}{counts}{so_far} where {limit}{target} was agreed"
    due: Quantity = goal.target
    than = "agreed"
    reached = magnitude(actual)
    if not reading.elapsed.over and is_cumulative(goal.metric) and reached < magnitude(goal.target):
        due, than = reading.expected, "due by now"
        if scale == "count":
            due = Fraction(round(magnitude(due)))
    return f"{head}, {_difference(reached - magnitude(due), goal, scale, than)}"


def _bare(value: Quantity, scale: Scale) -> str:
    """Write an amount without its currency, which the target beside it names."""
    return quantity_text(value, scale).removesuffix(f" {value.currency}" if isinstance(value, Money) else "")


def _difference(more: Fraction, goal: Goal, scale: Scale, than: str) -> str:
    if more == 0:
        return "as agreed" if than == "agreed" else f"as {than}"
    words = _MORE if more > 0 else _LESS
    if scale == "share":
        points = abs(more) * 100
        size = "less than 0.1" if round(points, 1) == 0 else plain(points, 1)
        return f"{size} {words[scale]} what was agreed"
    size = quantity_text(like(goal.target, abs(more)), scale)
    return f"{size} {words[scale]} than {than}"
