"""Figure: measure a metric over journeys, as a whole or group by group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import overload

from alignkit.errors import DataError, DocumentError, shown
from alignkit.funnel.journeys import Journeys
from alignkit.history.facts import ExternalFigure
from alignkit.instants import checked_instant, micros
from alignkit.periods import Period
from alignkit.scorecard.combine import combine
from alignkit.scorecard.figures import Figure, Figures
from alignkit.scorecard.group import group_rank, grouping
from alignkit.scorecard.measure_leaf import Asked, Measured, measured_by_group, measured_whole
from alignkit.scorecard.metrics import External, Leaf, Metric, checked_metric
from alignkit.scorecard.rates import Rates, checked_rates
from alignkit.scorecard.tally import span_of


@overload
def figure(
    metric: Metric,
    journeys: Journeys,
    *,
    period: Period,
    as_of: datetime,
    by: None = None,
    figures: Iterable[ExternalFigure] = (),
    rates: Rates | None = None,
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
    rates: Rates | None = None,
) -> Figures: ...
def figure(
    metric: Metric,
    journeys: Journeys,
    *,
    period: Period,
    as_of: datetime,
    by: str | None = None,
    figures: Iterable[ExternalFigure] = (),
    rates: Rates | None = None,
) -> Figure | Figures:
    """Measure a metric in a period.

    Args:
        metric: what to measure.
        journeys: as `replay` gives them.
        period: when it counts.
        as_of: what happened later does not count.
        by: a field of the leads, or `owner`, to measure group by group. A lead, a clock or an amount belongs to the
            group that the lead had at the instant at which it counted. Counts, numerators, denominators and totals of
            the groups add up to the whole; what has no value is a group of its own, None. `source` is that field, or
            the system that recorded a lead's first event where no lead has the field; `campaign` is that field, or
            else what the lead's last event up to then that has one tells, as its attribute `campaign` or as the value
            of an event of the kind `campaign`. A metric that is put together is computed in each group from what its
            parts come to there.
        figures: the external figures, as `Facts` hold them.
        rates: by which amounts in other currencies are told in the agreed one; the figure says so.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`; `unknown-field`, when no lead has the field `by`; `mixed-currencies`;
            `conflicting-figure`, when two external figures were measured at one instant and differ.
            `unlike-kinds`, when amounts that were measured do not go together.
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
    asked = Asked(journeys, period, as_of, span_of(period, as_of), listed_figures(figures), checked_rates(rates))
    if by is None:
        return _whole(metric, asked)
    found = _grouped(metric, asked, by)
    groups = found.groups
    ranked = sorted(groups, key=group_rank)
    return Figures(by, found.whole, tuple((groups[key][0], groups[key][1]) for key in ranked))


def listed_figures(figures: Iterable[ExternalFigure]) -> tuple[ExternalFigure, ...]:
    """Return external figures as a tuple.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(figures, str | bytes) or not isinstance(figures, Iterable):
        raise DocumentError.at("wrong-type", f"external figures are a list, not {shown(figures)}", path="figures")
    listed = tuple(figures)
    for item in listed:
        if not isinstance(item, ExternalFigure):
            raise DocumentError.at("wrong-type", f"must be an ExternalFigure, not {shown(item)}", path="figures")
    return listed


def _whole(metric: Metric, asked: Asked) -> Figure:
    if isinstance(metric, Leaf):
        return measured_whole(metric, asked)
    return combine(metric, [_whole(part, asked) for part in metric.parts], asked.rates)


def _grouped(metric: Metric, asked: Asked, by: str) -> Measured:
    """Measure a metric as a whole, group by group, and over no lead at all: what a group that lacks it has."""
    if isinstance(metric, External):
        raise DocumentError.at("no-groups", f"the external figure {metric.name!r} is measured as a whole", path="by")
    if isinstance(metric, Leaf):
        return measured_by_group(metric, asked, grouping(by, asked.journeys))
    parts = [_grouped(part, asked, by) for part in metric.parts]
    names = {key: name for part in parts for key, (name, _) in part.groups.items()}
    groups = {}
    for key, name in names.items():
        figures = [part.groups[key][1] if key in part.groups else part.nothing for part in parts]
        groups[key] = (name, combine(metric, figures, asked.rates))
    whole = combine(metric, [part.whole for part in parts], asked.rates)
    return Measured(whole, groups, combine(metric, [part.nothing for part in parts], asked.rates))
