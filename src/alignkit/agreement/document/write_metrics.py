"""Write metrics as a document has them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, assert_never

from alignkit.agreement.document.write_rules import constant, write_pattern, write_rule
from alignkit.currency import Money
from alignkit.instants import duration_text
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.arithmetic import Arithmetic, Constant, Operand
from alignkit.scorecard.compound import Coverage, SalesVelocity
from alignkit.scorecard.metrics import (
    CohortRate,
    Count,
    External,
    MedianTime,
    Met,
    Metric,
    PeriodRate,
    Share,
    Total,
)
from alignkit.scorecard.standings import Pipeline, Standing
from alignkit.scorecard.times import AverageTime, PercentileTime

_OPERATORS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}


def write_metric(metric: Metric) -> dict[str, Any]:
    """Return a metric as a table."""
    match metric:
        case Count():
            where = {"where": write_rule(metric.where)} if metric.where is not None else {}
            return {"count": write_pattern(metric.pattern), **where}
        case Share():
            of = write_metric(metric.of) if isinstance(metric.of, Count) else {"where": write_rule(metric.of)}
            return {"share": of, "among": write_metric(metric.among)}
        case Met():
            return {"met": metric.sla.name}
        case Total():
            return {"total": metric.attribute, "at": write_pattern(metric.at)}
        case Average():
            return {"average": metric.attribute, "at": write_pattern(metric.at)}
        case Percentile():
            at = write_pattern(metric.at)
            if metric.percent == 50:
                return {"median": metric.attribute, "at": at}
            return {"percentile": metric.attribute, "percent": constant(metric.percent), "at": at}
        case Standing():
            return {"standing": list(metric.where)}
        case Pipeline():
            return {"pipeline": metric.attribute, "in": list(metric.where)}
        case CohortRate():
            within = {"within": duration_text(metric.within)} if metric.within is not None else {}
            return {"conversion": [metric.start, metric.end], **within}
        case PeriodRate():
            return {"period_conversion": [metric.start, metric.end]}
        case MedianTime():
            return {"median_time": [metric.start, metric.end]}
        case PercentileTime():
            return {"percentile_time": [metric.start, metric.end], "percent": constant(metric.percent)}
        case AverageTime():
            return {"average_time": [metric.start, metric.end]}
        case External():
            return {"external": metric.name}
        case Arithmetic():
            return {_OPERATORS[metric.operator]: [_operand(part) for part in _chain(metric)]}
        case Coverage():
            reached = {"reached": write_metric(metric.reached)} if metric.reached is not None else {}
            told = constant(metric.target)
            target = told if isinstance(metric.target, Money) else {"number": told}
            return {"coverage": write_metric(metric.open), "target": target, **reached}
        case SalesVelocity():
            return _velocity(metric)
        case _:
            assert_never(metric)


def _chain(metric: Arithmetic) -> list[Operand]:
    """Return what is put together from left to right by one operator."""
    parts: list[Operand] = [metric.right]
    left = metric.left
    while isinstance(left, Arithmetic) and left.operator == metric.operator:
        parts.append(left.right)
        left = left.left
    return [left, *reversed(parts)]


def _operand(part: Operand) -> Any:  # noqa: ANN401 - a table, a number or a text
    if isinstance(part, timedelta):
        return duration_text(part)
    return constant(part) if isinstance(part, Constant) else write_metric(part)


def _velocity(metric: SalesVelocity) -> dict[str, Any]:
    found: dict[str, Any] = {"sales_velocity": metric.attribute}
    for key, default in (("opportunity", "opportunity"), ("won", "won"), ("win_rate", "cohort")):
        value = getattr(metric, key)  # our own names
        if value != default:
            found[key] = value
    return found | ({"lost": list(metric.lost)} if metric.lost else {})
