"""Measure a shape: how what grows came in over an earlier period."""

from __future__ import annotations

from fractions import Fraction

from alignkit.currency import Money
from alignkit.errors import DataError, DocumentError, LimitError, shown
from alignkit.funnel.journeys import Journeys
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.scorecard.metrics import Count, Metric, Total, checked_metric
from alignkit.scorecard.rates import Rates, checked_rates
from alignkit.scorecard.shapes import MOST_PARTS, Shape
from alignkit.scorecard.tally import Mark, span_of, tally


def shape_of(
    metric: Metric,
    journeys: Journeys,
    *,
    period: Period,
    parts: int | None = None,
    name: str | None = None,
    rates: Rates | None = None,
) -> Shape:
    """Measure how a count or a total came in over a period, to pace a goal of a later one by it.

    Args:
        metric: a count or a total.
        journeys: as `replay` gives them, up to the end of the period or later.
        period: the earlier period, such as last year.
        parts: how many parts of the time to tell apart, such as 12; None for one a day.
        name: what the shape is called; the period's name when None.
        rates: by which amounts in other currencies are told in the agreed one.

    Returns:
        The shape. Where a sum fell back, by an amount below 0, a part is 0 until the sum is higher again, so that what
        is due never falls.

    Raises:
        DocumentError: `not-a-metric`, `wrong-type`; `no-shape` for a metric that does not grow, or is put together.
        LimitError: `too-many` parts.
        DataError: `period-not-over` where the journeys end before it does; `no-shape` where nothing came in;
            `mixed-currencies`.

    >>> from datetime import UTC, datetime
    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.periods import quarter
    >>> from alignkit.scorecard.metrics import count
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> days = [datetime(2025, 1, 5, tzinfo=UTC), datetime(2025, 3, 5, tzinfo=UTC)]
    >>> facts = Facts(events=[Event(f"L{day.month}", day, "stage", "won") for day in days])
    >>> journeys = replay(funnel, facts, as_of=datetime(2025, 4, 1, tzinfo=UTC))
    >>> shape_of(count(entered("won")), journeys, period=quarter(2025, 1, zone="UTC"), parts=3).parts
    (Fraction(1, 2), Fraction(0, 1), Fraction(1, 2))
    """
    checked_metric(metric, "what a shape is measured of")
    if not isinstance(journeys, Journeys) or not isinstance(period, Period):
        text = f"shape_of takes Journeys and a Period, not {shown(journeys)}, {shown(period)}"
        raise DocumentError.at("wrong-type", text)
    if not isinstance(metric, Count | Total):
        text = f"a shape is that of a count or a total, which grow as a period goes by, not of {shown(metric)}"
        raise DocumentError.at("no-shape", text)
    opens, ends = micros(period.starts_at), micros(period.ends_at)
    if micros(journeys.as_of) < ends:
        told = f"{period.name} was not over when the journeys end, at {journeys.as_of.isoformat()}"
        raise DataError.at("period-not-over", told)
    number = _number(parts, period)
    found = [Fraction(0)] * number
    stated = checked_rates(rates)
    currency: list[str | None] = []
    for mark in tally(metric, journeys, span_of(period, journeys.as_of), journeys.as_of):
        size = _size(mark, currency, stated, metric)
        found[(micros(mark.at) - opens) * number // (ends - opens)] += size
    whole = sum(found, Fraction(0))
    if whole <= 0:
        raise DataError.at("no-shape", f"nothing came in during {period.name}, so that it has no shape")
    return Shape(period.name if name is None else name, _rising(found, whole))


def _number(parts: object, period: Period) -> int:
    if parts is None:
        return min((period.end - period.first).days, MOST_PARTS)
    if not isinstance(parts, int) or isinstance(parts, bool) or parts < 1:
        raise DocumentError.at("wrong-type", f"parts is a whole number from 1 on, not {shown(parts)}", path="parts")
    if parts > MOST_PARTS:
        raise LimitError.at("too-many", f"a shape has at most {MOST_PARTS} parts, not {shown(parts)}", path="parts")
    return parts


def _size(mark: Mark, currency: list[str | None], rates: Rates | None, metric: Count | Total) -> Fraction:
    amount = mark.amount
    if amount is None:
        return Fraction(mark.counted if isinstance(metric, Count) else 0)
    if isinstance(amount, Money) and rates is not None:
        amount = rates.convert(amount)
    code = amount.currency if isinstance(amount, Money) else None
    if code not in currency:
        currency.append(code)
    if len(currency) > 1:
        text = f"amounts in {currency[0] or 'no currency'} and {currency[1] or 'no currency'} have no shape together"
        rate = "" if None in currency else " without a stated rate"  # none tells what a bare number is worth
        raise DataError.at("mixed-currencies", f"{text}{rate}", path=mark.journey.lead)
    return amount.amount if isinstance(amount, Money) else Fraction(amount)


def _rising(found: list[Fraction], whole: Fraction) -> list[Fraction]:
    """Return the parts of a sum that never falls and ends at the whole."""
    parts = []
    before = highest = Fraction(0)
    for size in found:
        before += size
        reached = max(highest, min(before, whole))
        parts.append((reached - highest) / whole)
        highest = reached
    return parts
