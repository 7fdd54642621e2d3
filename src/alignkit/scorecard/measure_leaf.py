"""Measure a metric that is measured by itself: as a whole, group by group, and over no lead at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import NamedTuple, assert_never

from alignkit.currency import Money
from alignkit.errors import DataError, shown
from alignkit.funnel.convert import checked_ends, cohort_conversion, cohort_entry, period_conversion
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.speed import time_within
from alignkit.history.attributes import Value
from alignkit.history.facts import ExternalFigure
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.scorecard.add_up import AmountMetric, Amounts, added, amounts_of, plain_amounts
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.combine import in_agreed_currency
from alignkit.scorecard.count_entries import Counts, amounts_at, counts_of, standing_now, values_at
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.group import Grouping, GroupKey, split
from alignkit.scorecard.metrics import (
    CohortRate,
    Count,
    External,
    Leaf,
    MedianTime,
    Met,
    PeriodRate,
    Share,
    Total,
)
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.stand import standings
from alignkit.scorecard.standings import Pipeline, Standing
from alignkit.scorecard.tally import Mark, Span, tally
from alignkit.scorecard.times import AverageTime, PercentileTime

Flow = CohortRate | PeriodRate | MedianTime | PercentileTime | AverageTime
"""Metrics that the funnel measures, lead by lead."""
Marked = Count | Share | Met | Total | Average | Percentile | Standing | Pipeline
"""Metrics that are counted mark by mark."""


class Asked(NamedTuple):
    """One question: over which journeys, when, and with what beside them.

    Args:
        journeys: as `replay` gives them.
        period: when it counts.
        as_of: what happened later does not count.
        span: the part of the period that is known.
        figures: what was measured elsewhere.
        rates: by which other currencies are told.
    """

    journeys: Journeys
    period: Period
    as_of: datetime
    span: Span
    figures: tuple[ExternalFigure, ...]
    rates: Rates | None


class Measured(NamedTuple):
    """What a metric came to.

    Args:
        whole: over all leads.
        groups: by what makes a group one: its name, and what it came to there.
        nothing: over no lead at all.
    """

    whole: Figure
    groups: dict[GroupKey, tuple[Value, Figure]]
    nothing: Figure


def measured_whole(metric: Leaf, asked: Asked) -> Figure:
    """Measure a metric over all leads."""
    if isinstance(metric, External):
        return _external(metric, asked)
    if isinstance(metric, Flow):
        return _flow(metric, asked, asked.journeys)
    if isinstance(metric, Count | Share):
        counts = counts_of(metric, asked.journeys, asked.span)
        if counts is not None:
            return _of_counts(metric, asked, counts)
    if isinstance(metric, Standing):
        now = min(micros(asked.as_of), asked.span.ends - 1)
        return _of_counts(metric, asked, Counts(standing_now(metric, asked.journeys, now), 0, 0))
    if isinstance(metric, Total | Average | Percentile):
        values = values_at(metric, asked.journeys, asked.span)
        plain = None if values is None else plain_amounts(values, asked.rates)
        if values is not None and plain is not None:
            return _of_amounts(metric, asked, plain, values.count(None))
        marks = amounts_at(metric, asked.journeys, asked.span)
        if marks is not None:
            return _added(metric, asked, marks)
    return _added(metric, asked, _marks(metric, asked))


def measured_by_group(metric: Marked | Flow, asked: Asked, group: Grouping) -> Measured:
    """Measure a metric over all leads, over those of each group, and over none."""
    if isinstance(metric, Flow):
        placed = [(item, at) for item in asked.journeys if (at := _belongs(metric, item, asked)) is not None]
        flows = {
            key: (name, _flow(metric, asked, _only(asked.journeys, [item for item, _ in part])))
            for key, (name, part) in split(placed, lambda place: group(*place)).items()
        }
        return Measured(_flow(metric, asked, asked.journeys), flows, _flow(metric, asked, _only(asked.journeys, ())))
    marks = _marks(metric, asked)
    whole = _added(metric, asked, marks)
    nothing = whole.value * 0 if isinstance(whole.value, Money) else None
    parts = split(marks, lambda mark: group(mark.journey, mark.at))
    groups = {key: (name, _added(metric, asked, part, nothing)) for key, (name, part) in parts.items()}
    return Measured(whole, groups, _added(metric, asked, (), nothing))


def _only(journeys: Journeys, some: Iterable[Journey]) -> Journeys:
    return Journeys(journeys.funnel, tuple(some), (), journeys.as_of)


def _marks(metric: Marked, asked: Asked) -> Sequence[Mark]:
    if isinstance(metric, Standing | Pipeline):
        return list(standings(metric, asked.journeys, asked.span, asked.as_of))
    return list(tally(metric, asked.journeys, asked.span, asked.as_of))


def _added(metric: Marked, asked: Asked, marks: Sequence[Mark], nothing: Quantity | None = None) -> Figure:
    unknown = sum(mark.unknown for mark in marks)
    if isinstance(metric, Total | Average | Percentile | Pipeline):
        return _of_amounts(metric, asked, amounts_of(metric, marks, asked.rates), unknown, nothing=nothing)
    counted = sum(mark.counted for mark in marks)
    among = sum(mark.among for mark in marks)
    pending = sum(mark.pending for mark in marks)
    return _of_counts(metric, asked, Counts(counted, among, unknown), pending)


def _of_amounts(
    metric: AmountMetric, asked: Asked, amounts: Amounts, unknown: int, *, nothing: Quantity | None = None
) -> Figure:
    return Figure(
        metric,
        asked.period,
        asked.as_of,
        added(metric, amounts, nothing),
        denominator=len(amounts.bare) if isinstance(metric, Average | Percentile) else None,
        unknown=unknown,
        converted=amounts.converted,
    )


def _of_counts(metric: Count | Standing | Share | Met, asked: Asked, counts: Counts, pending: int = 0) -> Figure:
    counted, among, unknown = counts
    if isinstance(metric, Count | Standing):
        return Figure(metric, asked.period, asked.as_of, counted, unknown=unknown)
    rate = Fraction(counted, among) if among else None
    lowest = highest = None
    if among + pending:
        lowest = Fraction(counted, among + pending)
        highest = Fraction(counted + pending, among + pending)
    return Figure(
        metric,
        asked.period,
        asked.as_of,
        rate,
        counted,
        among,
        unknown,
        pending,
        lowest=lowest,
        highest=highest,
    )


def _belongs(metric: Flow, journey: Journey, asked: Asked) -> datetime | None:
    """Return the instant by which a lead belongs to the metric's leads, if it does."""
    if isinstance(metric, PeriodRate):
        entries = (visit.entered_at for visit in journey.visits if visit.stage in (metric.start, metric.end))
        return next((at for at in entries if asked.span.holds(at)), None)
    if isinstance(metric, AverageTime):
        came = _came(metric, journey, asked)
        return None if came is None else came[1]
    entry = cohort_entry(journey, metric.start, micros(asked.as_of))
    return entry.entered_at if entry is not None and asked.span.holds(entry.entered_at) else None


def _flow(metric: Flow, asked: Asked, journeys: Journeys) -> Figure:
    period, as_of = asked.period, asked.as_of
    match metric:
        case CohortRate(start, end, within):
            cohort = cohort_conversion(journeys, start, end, period=period, within=within, as_of=as_of)
            return Figure(
                metric,
                period,
                as_of,
                cohort.rate,
                cohort.numerator,
                cohort.denominator,
                pending=cohort.pending + cohort.early,
                lowest=cohort.lowest,
                highest=cohort.highest,
            )
        case PeriodRate(start, end):
            flow = period_conversion(journeys, start, end, period=period, as_of=as_of)
            return Figure(metric, period, as_of, flow.rate, flow.converted, flow.entered)
        case MedianTime(start, end) | PercentileTime(_, start, end):
            percent = Fraction(50) if isinstance(metric, MedianTime) else metric.percent
            times = time_within(journeys, start, end, percent, period=period, as_of=as_of)
            cohort_size = times.observed + times.censored + times.lost
            return Figure(
                metric,
                period,
                as_of,
                times.median,
                times.observed,
                cohort_size,
                pending=times.censored,
                lowest=times.lowest,
                highest=times.highest,
            )
        case AverageTime():
            return _average_time(metric, asked, journeys)
        case _:
            assert_never(metric)


def _average_time(metric: AverageTime, asked: Asked, journeys: Journeys) -> Figure:
    checked_ends(journeys, metric.start, metric.end, asked.as_of)
    found = [came[0] for journey in journeys if (came := _came(metric, journey, asked)) is not None]
    value = timedelta(microseconds=round(Fraction(sum(found), len(found)))) if found else None
    return Figure(metric, asked.period, asked.as_of, value, len(found), len(found))


def _came(metric: AverageTime, journey: Journey, asked: Asked) -> tuple[int, datetime] | None:
    """Return how long a lead took that came in the period, in microseconds, and when it came."""
    entry = cohort_entry(journey, metric.start, micros(asked.as_of))
    if entry is None:
        return None
    since = micros(entry.entered_at)
    for visit in journey.visits:
        if visit.stage == metric.end and asked.span.holds(visit.entered_at):
            took = micros(visit.entered_at) - since
            if took >= 0:
                return took, visit.entered_at
    return None


def _external(metric: External, asked: Asked) -> Figure:
    """Take the latest external figure of the period up to `as_of`."""
    named = [item for item in asked.figures if item.name == metric.name and asked.span.holds(item.at)]
    if not named:
        return Figure(metric, asked.period, asked.as_of, None)
    latest = max(micros(item.at) for item in named)
    last = sorted((item for item in named if micros(item.at) == latest), key=lambda item: item.source)
    for item in last[1:]:
        if item.value != last[0].value:
            raise DataError.at(
                "conflicting-figure",
                f"at {item.at.isoformat()}, {metric.name!r} is {last[0].value} by {shown(last[0].source)} and "
                f"{item.value} by {shown(item.source)}",
                path=metric.name,
            )
    found = Figure(metric, asked.period, asked.as_of, last[0].value, measured=last[0])
    return in_agreed_currency(found, asked.rates)
