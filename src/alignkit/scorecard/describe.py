"""Describe a metric in plain words, for people who do not code."""

from __future__ import annotations

from typing import assert_never

from alignkit.errors import DocumentError, shown
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, Rejected
from alignkit.funnel.stages import Funnel
from alignkit.instants import duration_text
from alignkit.rules.describe import describe
from alignkit.rules.predicates import Did
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
    checked_metric,
)


def describe_metric(metric: Metric, funnel: Funnel | None = None) -> str:
    """Return a metric as a phrase.

    Args:
        metric: what to describe.
        funnel: for the titles of its stages; without it their ids stand.

    Raises:
        DocumentError: `not-a-metric`, `wrong-type`.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.scorecard.metrics import count, share
    >>> describe_metric(count(entered("mql")))
    'leads that entered mql'
    >>> describe_metric(share(entered("sal"), among=entered("mql")))
    'share that entered sal, of the leads that entered mql'
    """
    checked_metric(metric, "what to describe")
    if funnel is not None and not isinstance(funnel, Funnel):
        raise DocumentError.at("wrong-type", f"a metric is described with a Funnel, not {shown(funnel)}")
    match metric:
        case Count():
            return f"leads that {_counted(metric, funnel)}"
        case Share(of, among):
            return f"share that {_counted(of, funnel)}, of the leads that {_counted(among, funnel)}"
        case Met(sla):
            return f"share of the clocks of “{sla.label}” that were met"
        case Total(attribute, at):
            return f"total {attribute.replace('_', ' ')} of what {describe_pattern(at, funnel)}"
        case CohortRate(start, end, within):
            window = "" if within is None else f" within {duration_text(within)}"
            return f"share of the leads that entered {_stage(start, funnel)} and came to {_stage(end, funnel)}{window}"
        case PeriodRate(start, end):
            return f"entries into {_stage(end, funnel)} over entries into {_stage(start, funnel)}"
        case MedianTime(start, end):
            return f"median time from {_stage(start, funnel)} to {_stage(end, funnel)}"
        case External(name):
            return f"the figure “{name}”, measured elsewhere"
        case _:
            assert_never(metric)


def _counted(metric: Count, funnel: Funnel | None) -> str:
    where = "" if metric.where is None else f" where {describe(metric.where)}"
    return describe_pattern(metric.pattern, funnel) + where


def describe_pattern(pattern: Pattern, funnel: Funnel | None = None) -> str:
    """Return a pattern as a phrase in the past tense.

    >>> from alignkit.funnel.patterns import accepted, entered
    >>> describe_pattern(entered("sal") | accepted())
    'entered sal or was accepted'
    """
    match pattern:
        case Entered(stage):
            return f"entered {_stage(stage, funnel)}"
        case Left(stage):
            return f"left {_stage(stage, funnel)}"
        case Accepted(stage):
            return "was accepted" if stage is None else f"was accepted into {_stage(stage, funnel)}"
        case Rejected(reason):
            return "was rejected" if reason is None else f"was rejected for “{reason}”"
        case Did():
            return describe(pattern)
        case Either(patterns):
            return " or ".join(describe_pattern(part, funnel) for part in patterns)
        case _:
            assert_never(pattern)


def _stage(stage: str, funnel: Funnel | None) -> str:
    if funnel is None:
        return stage
    return next((known.label for known in funnel.stages if known.id == stage), stage)
