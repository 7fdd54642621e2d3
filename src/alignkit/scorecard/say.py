"""Say: one plain sentence for what a goal came to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.currency import Money
from alignkit.scorecard.compound import Coverage, SalesVelocity
from alignkit.scorecard.metrics import External, MedianTime, PeriodRate, is_cumulative, scale_of
from alignkit.scorecard.quantities import Quantity, Scale, exact_text, like, magnitude, points_text, quantity_text
from alignkit.scorecard.times import PercentileTime

if TYPE_CHECKING:
    from alignkit.scorecard.goals import Goal
    from alignkit.scorecard.readings import GoalReading

_MORE = {"count": "more", "amount": "more", "share": "above", "span": "longer"}
_LESS = {"count": "fewer", "amount": "less", "share": "below", "span": "shorter"}


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
    if isinstance(metric, MedianTime | PercentileTime) and figure.denominator:
        return _too_few(metric, reading)
    if isinstance(metric, Coverage) and all(part.value is not None for part in figure.parts):
        return "nothing is left of the target"
    if isinstance(metric, External):
        return "was not measured" if reading.elapsed.over else "has not been measured yet"
    return "there was nothing to measure" if reading.elapsed.over else "there is nothing to measure yet"


def _too_few(metric: MedianTime | PercentileTime, reading: GoalReading) -> str:
    figure = reading.figure
    came = f"{figure.numerator:,} of {figure.denominator:,}"
    part, what = "half", "median"
    if isinstance(metric, PercentileTime):
        part, what = f"{exact_text(metric.percent)} %", "time for that"
    if reading.elapsed.over and not figure.pending:
        return f"fewer than {part} came ({came}), so that there is no {what}"
    return f"a {what} needs {part} to have come; {came} came so far"


def _result(reading: GoalReading) -> str:
    goal, figure, actual = reading.goal, reading.figure, reading.actual
    if actual is None:  # pragma: no cover - what has an attainment has a value
        return "–"
    scale = scale_of(goal.metric)
    settled = not figure.pending or (figure.lowest == figure.highest is not None)
    final = reading.elapsed.over and settled
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
    daily = " a day" if isinstance(goal.metric, SalesVelocity) else ""
    if goal.between is None:
        return quantity_text(goal.target, scale) + daily
    low, high = (quantity_text(limit, scale) for limit in goal.between)
    number, _, unit = low.partition(" ")
    # "2 to 3 days", but not "2 to 3 days 4 hours"
    one_unit = high.partition(" ")[2] == unit and " " not in unit
    return f"{number if one_unit else low} to {high}{daily}"


def _bare(value: Quantity, scale: Scale) -> str:
    """Write an amount without its currency, which the target beside it names."""
    return quantity_text(value, scale).removesuffix(f" {value.currency}" if isinstance(value, Money) else "")


def _difference(more: Fraction, goal: Goal, scale: Scale, than: str) -> str:
    if more == 0:
        return f"as {than}"
    words = _MORE if more > 0 else _LESS
    if scale == "share":
        return f"{points_text(more)} {words[scale]} what {'was agreed' if than == 'agreed' else 'is due by now'}"
    size = quantity_text(like(goal.target, abs(more)), scale)
    return f"{size} {words[scale]} than {than}"
