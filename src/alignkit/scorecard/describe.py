"""Describe a metric in plain words, for people who do not code."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from alignkit.errors import DocumentError, shown
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, Rejected
from alignkit.funnel.stages import Funnel
from alignkit.instants import duration_text
from alignkit.rules.describe import describe
from alignkit.rules.predicates import Did
from alignkit.rules.quote import event_words, label_words, quoted
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
    checked_metric,
)
from alignkit.scorecard.quantities import exact_text
from alignkit.scorecard.standings import Pipeline, Standing
from alignkit.scorecard.times import AverageTime, PercentileTime

_PLAIN = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}


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
            return f"share that {_counted(of, funnel, plural=False)}, of the leads that {_counted(among, funnel)}"
        case Met(sla):
            return f"share of the clocks of {quoted(sla.label)} that were met"
        case Total(attribute, at):
            return f"total {event_words(attribute)} of what {describe_pattern(at, funnel)}"
        case Average(attribute, at):
            return f"average {event_words(attribute)} of what {describe_pattern(at, funnel)}"
        case Percentile(percent, attribute, at):
            which = "median" if percent == 50 else f"{ordinal(percent)} percentile of the"
            return f"{which} {event_words(attribute)} of what {describe_pattern(at, funnel)}"
        case Standing(where):
            return f"leads that stand in {_any_of(where, funnel)}"
        case Pipeline(attribute, where):
            return f"total {event_words(attribute)} of what stands in {_any_of(where, funnel)}"
        case CohortRate(start, end, within):
            window = "" if within is None else f" within {duration_text(within)}"
            return f"share of the leads that entered {_stage(start, funnel)} and came to {_stage(end, funnel)}{window}"
        case PeriodRate(start, end):
            return f"entries into {_stage(end, funnel)} over entries into {_stage(start, funnel)}"
        case MedianTime(start, end):
            return f"median time from {_stage(start, funnel)} to {_stage(end, funnel)}"
        case PercentileTime(percent, start, end):
            way = f"from {_stage(start, funnel)} to {_stage(end, funnel)}"
            return f"time within which {exact_text(percent)} % of the leads come {way}"
        case AverageTime(start, end):
            return f"average time from {_stage(start, funnel)} to {_stage(end, funnel)}"
        case External(name):
            return f"the figure {quoted(name)}, measured elsewhere"
        case Arithmetic(operator, left, right):
            first = _side(left, funnel)
            if operator == "+" and isinstance(left, Arithmetic) and left.operator == "+":
                first = describe_metric(left, funnel)  # one sum after the other needs no brackets
            return f"{first} {_PLAIN[operator]} {_side(right, funnel)}"
        case Coverage():
            less = "" if metric.reached is None else f", less the {describe_metric(metric.reached, funnel)}"
            target = exact_text(metric.target) + less
            return f"coverage: {describe_metric(metric.open, funnel)}, over what is left of the target ({target})"
        case SalesVelocity():
            return _velocity(metric, funnel)
        case _:
            assert_never(metric)


def _side(part: Operand, funnel: Funnel | None) -> str:
    if isinstance(part, Constant):
        return exact_text(part)
    text = describe_metric(part, funnel)
    if isinstance(part, Count | Standing):
        text = f"number of {text}"
    # what has commas, conditions or operators of its own would run into what stands beside it
    runs_on = part.parts or any(word in text for word in (",", " or ", " where ", " over "))
    return f"({text})" if runs_on else text


def _velocity(metric: SalesVelocity, funnel: Funnel | None) -> str:
    opportunity, won = _stage(metric.opportunity, funnel), _stage(metric.won, funnel)
    if metric.win_rate == "cohort":
        rate = f"share of these that came to {won}"
    else:
        lost = _any_of(metric.lost, funnel)
        rate = f"share won of the leads that entered {won} or {lost}"
    worth = f"the average {event_words(metric.attribute)} of what entered {won}"
    return (
        f"sales velocity, for each day: leads that entered {opportunity}, times the {rate}, times {worth}, "
        f"divided by the average time from {opportunity} to {won}"
    )


def _any_of(stages: tuple[str, ...], funnel: Funnel | None) -> str:
    ids = [stage.id for stage in funnel.stages] if funnel is not None else []
    ordered = sorted(stages, key=lambda stage: (ids.index(stage) if stage in ids else len(ids), stage))
    return " or ".join(_stage(stage, funnel) for stage in ordered)


def ordinal(number: Fraction) -> str:
    """Write a number's place in a row.

    >>> ordinal(Fraction(90)), ordinal(Fraction(1)), ordinal(Fraction(12)), ordinal(Fraction(199, 2))
    ('90th', '1st', '12th', '99.5th')
    """
    text = exact_text(number)
    if number.denominator > 1 or text[-2:] in ("11", "12", "13"):
        return f"{text}th"
    return text + {"1": "st", "2": "nd", "3": "rd"}.get(text[-1], "th")


def _counted(metric: Count, funnel: Funnel | None, *, plural: bool = True) -> str:
    where = "" if metric.where is None else f" where {describe(metric.where)}"
    return describe_pattern(metric.pattern, funnel, plural=plural) + where


def describe_pattern(pattern: Pattern, funnel: Funnel | None = None, *, plural: bool = False) -> str:
    """Return a pattern as a phrase in the past tense: of one lead, or of several.

    >>> from alignkit.funnel.patterns import accepted, entered
    >>> describe_pattern(entered("sal") | accepted())
    'entered sal or was accepted'
    """
    be = "were" if plural else "was"
    match pattern:
        case Entered(stage):
            return f"entered {_stage(stage, funnel)}"
        case Left(stage):
            return f"left {_stage(stage, funnel)}"
        case Accepted(stage):
            return f"{be} accepted" + ("" if stage is None else f" into {_stage(stage, funnel)}")
        case Rejected(reason):
            return f"{be} rejected" + ("" if reason is None else f" for {quoted(reason)}")
        case Did():
            return describe(pattern)
        case Either(patterns):
            return " or ".join(describe_pattern(part, funnel, plural=plural) for part in patterns)
        case _:
            assert_never(pattern)


def _stage(stage: str, funnel: Funnel | None) -> str:
    known = funnel.stages if funnel is not None else ()
    return label_words(next((one.label for one in known if one.id == stage), stage))
