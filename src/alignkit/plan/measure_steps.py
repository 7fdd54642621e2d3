"""Measure the steps of a reverse funnel in what happened: rates, time lags, and the value of a deal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import attrs

from alignkit.currency import Money, checked_currency
from alignkit.errors import DataError, DocumentError, shown
from alignkit.funnel.convert import cohort_conversion
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.funnel.speed import TimeTo, time_to
from alignkit.periods import Period
from alignkit.plan.checked import listed
from alignkit.plan.steps import FlowStep
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import total
from alignkit.scorecard.tally import span_of, tally


def measured_steps(
    journeys: Journeys,
    stages: Sequence[str],
    *,
    period: Period,
    as_of: datetime,
    within: timedelta | None = None,
) -> tuple[FlowStep, ...]:
    """Measure, from each stage to the next, which share of the leads came and how long it typically took them.

    The share is the cohort's: of the leads that entered a stage in the period, those that then came to the next within
    the window; leads whose window is open are left out on both sides. Without a window all that entered count, those
    on the way too, so that a recent period makes the rates look low: give a window, or a period that is long over.

    The lag is the median time of those that come, estimated from the cumulative incidence of Aalen and Johansen (see
    `time_to`): the least time by which half of the share that comes in the end has come. So leads that are still on
    the way count as well. With a window it is at most the window.

    Args:
        journeys: as `replay` gives them.
        stages: the stages of the path in order, from the first that the plan asks about to the deal; at least two.
        period: of the entries that are counted.
        as_of: what happened later does not count.
        within: the window after each entry; None for as long as it takes.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`.
        DocumentError: `wrong-type`, `too-few-stages`, `unknown-stage`, `wrong-order`, `not-positive`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.periods import year
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> moves = [("L1", 1, "lead"), ("L2", 2, "lead"), ("L1", 21, "won")]
    >>> facts = Facts(events=[Event(lead, datetime(2025, 3, on, tzinfo=UTC), "stage", to) for lead, on, to in moves])
    >>> journeys = replay(funnel, facts, as_of=datetime(2026, 1, 1, tzinfo=UTC))
    >>> (step,) = measured_steps(journeys, ["lead", "won"], period=year(2025, zone="UTC"), as_of=journeys.as_of)
    >>> step.converted, step.of, step.lag.days
    (1, 2, 20)
    """
    if not isinstance(journeys, Journeys):
        raise DocumentError.at("wrong-type", f"steps are measured in Journeys, as replay gives, not {shown(journeys)}")
    path: tuple[str, ...] = listed(stages, "the stages of a plan", path="stages")
    if len(path) < 2:
        raise DocumentError.at(
            "too-few-stages", f"a step leads from one stage to another: {shown(path)}", path="stages"
        )
    found = []
    for start, end in pairwise(path):
        cohort = cohort_conversion(journeys, start, end, period=period, within=within, as_of=as_of)
        lag = _lag(time_to(journeys, start, end, period=period, as_of=as_of), within)
        found.append(FlowStep(start, end, converted=cohort.numerator, of=cohort.denominator, lag=lag))
    return tuple(found)


def _lag(times: TimeTo, within: timedelta | None) -> timedelta:
    """Return the median time of those that come; nothing where nobody came."""
    steps = [(time, share) for time, share in times.steps if within is None or time <= within]
    if not steps:
        return timedelta(0)
    last = steps[-1][1]
    return next(time for time, share in steps if 2 * share >= last)


@attrs.frozen(slots=True)
class DealValue:
    """What the leads that were won in a period brought.

    Args:
        total: all of it together.
        leads: how many leads brought it; one that brought two deals counts once, as it does in the rates.
        unknown: how many leads were won besides, and nobody knows for how much.

    Raises:
        DocumentError: `wrong-type`.

    >>> from alignkit.currency import money
    >>> DealValue(money(90_000, "EUR"), 12).average
    money(7500, 'EUR')
    """

    total: Money
    leads: int
    unknown: int = 0

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.total, Money):
            raise DocumentError.at("wrong-type", f"the value of deals is money, not {shown(self.total)}", path="total")
        for path, count, least in (("leads", self.leads, 1), ("unknown", self.unknown, 0)):
            if not isinstance(count, int) or isinstance(count, bool) or count < least:
                text = f"{path} counts leads from {least}, and is not {shown(count)}"
                raise DocumentError.at("wrong-type", text, path=path)

    @property
    def average(self) -> Money:
        """What a lead that is won brings on average, exactly: the `value` of a reverse funnel."""
        return Money(self.total.amount / self.leads, self.total.currency)


def measured_value(
    journeys: Journeys, attribute: str, *, stage: str, period: Period, as_of: datetime, currency: str | None = None
) -> DealValue:
    """Measure what a lead that was won in a period brought on average.

    Args:
        journeys: as `replay` gives them.
        attribute: what the events that make the deal say their amount is, such as `amount`.
        stage: the stage that makes the deal, such as `won`.
        period: when the deals were made.
        as_of: what happened later does not count.
        currency: of amounts that name none.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`; `mixed-currencies`; `no-currency` for a bare amount where none is given;
            `nothing-measured` when no lead was won whose amount is known.
        DocumentError: `unknown-stage`, `wrong-type`, `unknown-currency`.
    """
    # asks all that there is to ask of the arguments, and refuses amounts that cannot be added up
    figure(total(attribute, at=entered(stage)), journeys, period=period, as_of=as_of)
    journeys.funnel.stage(stage)
    if currency is not None:
        checked_currency(currency, path="currency")
    whole: Money | None = None
    known: set[str] = set()
    seen: set[str] = set()
    for mark in tally(total(attribute, at=entered(stage)), journeys, span_of(period, as_of), as_of):
        seen.add(mark.journey.lead)
        amount = mark.amount
        if amount is None:
            continue
        if not isinstance(amount, Money):
            if currency is None:
                text = f"{attribute} of lead {shown(mark.journey.lead)} names no currency: give one"
                raise DataError.at("no-currency", text, path=mark.journey.lead)
            amount = Money(Fraction(amount), currency)
        known.add(mark.journey.lead)
        whole = amount if whole is None else whole + amount
    if whole is None:
        text = f"no lead came to {stage!r} in {period.name} with a known {shown(attribute)}: state the value of a deal"
        raise DataError.at("nothing-measured", text)
    return DealValue(whole, len(known), len(seen) - len(known))
