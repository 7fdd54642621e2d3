"""Figure: measure a metric over journeys, as a whole or group by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeAlias, TypeVar, assert_never, overload

from alignkit.currency import Money
from alignkit.errors import DataError, DocumentError, shown
from alignkit.funnel.convert import cohort_conversion, cohort_entry, period_conversion
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.speed import time_to
from alignkit.history.attributes import Value
from alignkit.history.facts import ExternalFigure
from alignkit.instants import checked_instant, micros
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.rules.constants import Kind, comparable, kind_of
from alignkit.scorecard.figures import Figure, Figures
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
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.tally import Mark, span_of, tally

_Key: TypeAlias = tuple[Kind, object]
_Grouping: TypeAlias = Callable[[Journey, datetime], Value]
_T = TypeVar("_T")


@overload
def figure(
    metric: Metric,
    journeys: Journeys,
    *,
    period: Period,
    as_of: datetime,
    by: None = None,
    figures: Iterable[ExternalFigure] = (),
) -> Figure: ...
@overload
def figure(
    metric: Metric,
    journeys: Journeys,
    *,
    period: Period,
    as_of: datetime,
    by: str,
    figures: Iterable[ExternalFigure] = (),
) -> Figures: ...
def figure(
    metric: Metric,
    journeys: Journeys,
    *,
    period: Period,
    as_of: datetime,
    by: str | None = None,
    figures: Iterable[ExternalFigure] = (),
) -> Figure | Figures:
    """Measure a metric in a period.

    Args:
        metric: what to measure.
        journeys: as `replay` gives them.
        period: when it counts.
        as_of: what happened later does not count.
        by: a field of the leads, or `owner`, to measure group by group. A lead, a clock or an amount belongs to the
            group that the lead had at the instant at which it counted. Counts, numerators, denominators and totals of
            the groups add up to the whole; what has no value is a group of its own, None.
        figures: the external figures, as `Facts` hold them.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`; `unknown-field`, when no lead has the field `by`; `mixed-currencies`;
            `conflicting-figure`, when two external figures were measured at one instant and differ.
        DocumentError: `unknown-stage`, `wrong-order`, `wrong-type`, `not-a-metric`; `no-groups` for an external figure.

    >>> from datetime import UTC
    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.periods import quarter
    >>> from alignkit.scorecard.metrics import count
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> facts = Facts(events=[Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "stage", "won")])
    >>> journeys = replay(funnel, facts, as_of=datetime(2026, 2, 1, tzinfo=UTC))
    >>> figure(count(entered("won")), journeys, period=quarter(2026, 1, zone="UTC"), as_of=journeys.as_of).value
    1
    """
    checked_metric(metric, "what to measure")
    if not isinstance(journeys, Journeys) or not isinstance(period, Period):
        raise DocumentError.at(
            "wrong-type", f"figure takes Journeys and a Period, not {shown(journeys)}, {shown(period)}"
        )
    if micros(checked_instant(as_of, "as_of")) > micros(journeys.as_of):
        raise DataError.at(
            "later-than-replay",
            f"as_of is {as_of.isoformat()}, and the journeys are known up to {journeys.as_of.isoformat()}: replay to "
            "the later",
        )
    asked = _Asked(metric, period, as_of)
    if isinstance(metric, External):
        if by is not None:
            raise DocumentError.at(
                "no-groups", f"the external figure {metric.name!r} is measured as a whole", path="by"
            )
        return asked.external(metric, figures)
    group = None if by is None else _grouping(by, journeys)
    if isinstance(metric, CohortRate | PeriodRate | MedianTime):
        return asked.by_lead(metric, journeys, by, group)
    return asked.by_mark(metric, journeys, by, group)


def _grouping(by: str, journeys: Journeys) -> _Grouping:
    if not isinstance(by, str) or not by.strip():
        raise DocumentError.at("wrong-type", f"by is the name of a field, or 'owner', not {shown(by)}", path="by")
    if by == "owner":
        return lambda journey, at: journey.owner_at(at)
    known = {name for journey in journeys for name in (*journey.fields, *journey.baseline)}
    if by not in known and len(journeys):
        raise DataError.at(
            "unknown-field",
            f"no lead has the field {shown(by)}{did_you_mean(by, sorted(known | {'owner'}))}",
            path="by",
        )
    return lambda journey, at: journey.fields_at(at).get(by)


def _key(value: Value) -> _Key:
    """Return what makes two values one group: 1 and 1.0 are, 1 and True and "1" are not."""
    kind = kind_of(value)
    return (kind, None if kind == "missing" else comparable(value, kind))


def _rank(key: _Key) -> tuple[bool, str, Any]:
    kind, value = key
    if isinstance(value, Money):
        return (False, kind, (value.currency, value.amount))
    if kind == "list":
        return (False, kind, repr(value))
    if isinstance(value, date):
        return (False, kind, micros(value) if isinstance(value, datetime) else value.toordinal())
    return (kind == "missing", kind, 0 if value is None else value)


def _split(items: Iterable[_T], group: Callable[[_T], Value]) -> list[tuple[Value, list[_T]]]:
    """Put items into groups, sorted, what has no value last."""
    parts: dict[_Key, list[_T]] = {}
    names: dict[_Key, Value] = {}
    for item in items:
        value = group(item)
        key = _key(value)
        names.setdefault(key, None if key[0] == "missing" else value)
        parts.setdefault(key, []).append(item)
    return [(names[key], parts[key]) for key in sorted(parts, key=_rank)]


class _Asked:
    """One question: the metric, and when."""

    __slots__ = ("as_of", "metric", "period", "span")

    def __init__(self, metric: Metric, period: Period, as_of: datetime) -> None:
        self.metric = metric
        self.period = period
        self.as_of = as_of
        self.span = span_of(period, as_of)

    def by_mark(
        self, metric: Count | Share | Met | Total, journeys: Journeys, by: str | None, group: _Grouping | None
    ) -> Figure | Figures:
        """Measure a metric that is counted mark by mark."""
        marks = list(tally(metric, journeys, self.span, self.as_of))
        whole = self._added(metric, marks)
        if by is None or group is None:
            return whole
        parts = _split(marks, lambda mark: group(mark.journey, mark.at))
        nothing = whole.value * 0 if isinstance(whole.value, Money) else None
        return Figures(by, whole, tuple((name, self._added(metric, part, nothing)) for name, part in parts))

    def by_lead(
        self, metric: CohortRate | PeriodRate | MedianTime, journeys: Journeys, by: str | None, group: _Grouping | None
    ) -> Figure | Figures:
        """Measure a metric that the funnel measures, over all leads or some of them."""
        whole = self._asked(metric, journeys)
        if by is None or group is None:
            return whole
        placed = [(journey, at) for journey in journeys if (at := self._belongs(metric, journey)) is not None]
        parts = _split(placed, lambda place: group(*place))
        found = []
        for name, part in parts:
            some = Journeys(journeys.funnel, [journey for journey, _ in part], (), journeys.as_of)
            found.append((name, self._asked(metric, some)))
        return Figures(by, whole, tuple(found))

    def _belongs(self, metric: CohortRate | PeriodRate | MedianTime, journey: Journey) -> datetime | None:
        """Return the instant by which a lead belongs to the metric's leads, if it does."""
        if isinstance(metric, PeriodRate):
            entries = (visit.entered_at for visit in journey.visits if visit.stage in (metric.start, metric.end))
            return next((at for at in entries if self.span.holds(at)), None)
        entry = cohort_entry(journey, metric.start, micros(self.as_of))
        return entry.entered_at if entry is not None and self.span.holds(entry.entered_at) else None

    def _asked(self, metric: CohortRate | PeriodRate | MedianTime, journeys: Journeys) -> Figure:
        match metric:
            case CohortRate(start, end, within):
                cohort = cohort_conversion(journeys, start, end, period=self.period, within=within, as_of=self.as_of)
                return Figure(
                    metric,
                    self.period,
                    self.as_of,
                    cohort.rate,
                    cohort.numerator,
                    cohort.denominator,
                    pending=cohort.pending + cohort.early,
                    lowest=cohort.lowest,
                    highest=cohort.highest,
                )
            case PeriodRate(start, end):
                flow = period_conversion(journeys, start, end, period=self.period, as_of=self.as_of)
                return Figure(metric, self.period, self.as_of, flow.rate, flow.converted, flow.entered)
            case MedianTime(start, end):
                times = time_to(journeys, start, end, period=self.period, as_of=self.as_of)
                cohort_size = times.observed + times.censored + times.lost
                return Figure(
                    metric,
                    self.period,
                    self.as_of,
                    times.median,
                    times.observed,
                    cohort_size,
                    pending=times.censored,
                )
            case _:
                assert_never(metric)

    def _added(
        self, metric: Count | Share | Met | Total, marks: Sequence[Mark], nothing: Quantity | None = None
    ) -> Figure:
        counted = sum(mark.counted for mark in marks)
        among = sum(mark.among for mark in marks)
        unknown = sum(mark.unknown for mark in marks)
        pending = sum(mark.pending for mark in marks)
        if isinstance(metric, Count):
            return Figure(metric, self.period, self.as_of, counted, unknown=unknown)
        if isinstance(metric, Total):
            value = _sum(metric, marks, nothing)
            return Figure(metric, self.period, self.as_of, value, unknown=unknown)
        rate = Fraction(counted, among) if among else None
        lowest = highest = None
        if among + pending:
            lowest = Fraction(counted, among + pending)
            highest = Fraction(counted + pending, among + pending)
        return Figure(
            metric, self.period, self.as_of, rate, counted, among, unknown, pending, lowest=lowest, highest=highest
        )

    def external(self, metric: External, figures: Iterable[ExternalFigure]) -> Figure:
        """Take the latest external figure of the period up to `as_of`."""
        if isinstance(figures, str | bytes) or not isinstance(figures, Iterable):
            raise DocumentError.at("wrong-type", f"external figures are a list, not {shown(figures)}", path="figures")
        listed = tuple(figures)
        for item in listed:
            if not isinstance(item, ExternalFigure):
                raise DocumentError.at("wrong-type", f"must be an ExternalFigure, not {shown(item)}", path="figures")
        named = [item for item in listed if item.name == metric.name and self.span.holds(item.at)]
        if not named:
            return Figure(metric, self.period, self.as_of, None)
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
        return Figure(metric, self.period, self.as_of, last[0].value, measured=last[0])


def _sum(metric: Total, marks: Sequence[Mark], nothing: Quantity | None) -> Quantity:
    """Add amounts up; without any, the sum is nothing, in the currency of the whole if that has one."""
    first = next((mark for mark in marks if mark.amount is not None), None)
    if first is None:
        return Fraction(0) if nothing is None else nothing
    bare = Fraction(0)
    currency = _currency(first)
    for mark in marks:
        if mark.amount is None:
            continue
        if _currency(mark) != currency:
            raise DataError.at(
                "mixed-currencies",
                f"{_where(metric, first)} and {_where(metric, mark)} cannot be added without a stated rate",
                path=metric.attribute,
            )
        bare += mark.amount.amount if isinstance(mark.amount, Money) else mark.amount
    return bare if currency is None else Money(bare, currency)


def _currency(mark: Mark) -> str | None:
    return mark.amount.currency if isinstance(mark.amount, Money) else None


def _where(metric: Total, mark: Mark) -> str:
    amount = mark.amount if isinstance(mark.amount, Money) else f"{mark.amount} without a currency"
    event = mark.event
    deal = f", {event.lead!r}" if event is not None and event.lead != mark.journey.lead else ""
    name = f", event {event.id!r}" if event is not None and event.id is not None else ""
    source = f", from {event.source!r}" if event is not None and event.source is not None else ""
    return f"the {metric.attribute} {amount} (lead {mark.journey.lead!r}{deal}{name}, {mark.at.isoformat()}{source})"
