"""Say: one plain sentence for what a goal came to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.currency import Money
from alignkit.exact import plain
from alignkit.scorecard.metrics import External, MedianTime, PeriodRate, is_cumulative, scale_of
from alignkit.scorecard.quantities import Quantity, Scale, like, magnitude, quantity_text

if TYPE_CHECKING:
    from alignkit.scorecard.goals import Goal
    from alignkit.scorecard.readings import GoalReading

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
    target = agreed(goal)
    if scale in {"count", "amount"} and goal.direction == "at_least":
        head = f"{_bare(actual, scale)} of {target}{so_far}"
    else:
        counted = scale == "share" and figure.numerator is not None  # what is put together of shares counts nothing
        counts = f" ({figure.numerator:,} of {figure.denominator:,})" if counted else ""
        at_least = goal.direction == "at_least" and scale == "span"
        limit = "at most " if goal.direction == "at_most" else "at least " if at_least else ""
        head = f"{quantity_text(actual, scale)}{counts}{so_far} where {limit}{target} was agreed"
    return f"{head}, {_held(reading, magnitude(actual), scale)}"


def _held(reading: GoalReading, reached: Fraction, scale: Scale) -> str:
    """Say by how much a result differs from what was agreed or, while that is not reached, from what is due by now."""
    goal = reading.goal
    due: Quantity = goal.target
    most: Quantity | None = None if goal.between is None else goal.between[1]
    than = "agreed"
    by_now = is_cumulative(goal.metric) or bool(goal.steps)
    if not reading.elapsed.over and by_now and (most is not None or reached < magnitude(goal.target)):
        due, most, than = reading.expected, reading.pacing.most, "due by now"
    if most is not None:
        limit = magnitude(most if reached > magnitude(most) else due)
        more = Fraction(0) if magnitude(due) <= reached <= magnitude(most) else reached - _whole(limit, scale, than)
    else:
        more = reached - _whole(magnitude(due), scale, than)
    return _difference(more, goal, scale, than)


def _whole(due: Fraction, scale: Scale, than: str) -> Fraction:
    """Return what is due of a count as whole leads."""
    return Fraction(round(due)) if scale == "count" and than != "agreed" else due


def agreed(goal: Goal) -> str:
    """Write what was agreed, without its direction: a target, or the two limits."""
    scale = scale_of(goal.metric)
    if goal.between is None:
        return quantity_text(goal.target, scale)
    low, high = (quantity_text(limit, scale) for limit in goal.between)
    number, _, unit = low.partition(" ")
    return f"{number if high.partition(' ')[2] == unit else low} to {high}"


def _bare(value: Quantity, scale: Scale) -> str:
    """Write an amount without its currency, which the target beside it names."""
    return quantity_text(value, scale).removesuffix(f" {value.currency}" if isinstance(value, Money) else "")


def _difference(more: Fraction, goal: Goal, scale: Scale, than: str) -> str:
    if more == 0:
        return f"as {than}"
    words = _MORE if more > 0 else _LESS
    if scale == "share":
        points = abs(more) * 100
        size = "less than 0.1" if round(points, 1) == 0 else plain(points, 1)
        return f"{size} {words[scale]} what {'was agreed' if than == 'agreed' else 'is due by now'}"
    size = quantity_text(like(goal.target, abs(more)), scale)
    return f"{size} {words[scale]} than {than}"
