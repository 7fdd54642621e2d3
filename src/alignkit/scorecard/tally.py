"""Tally: find in each journey what a metric counts, so that the whole and its parts come from the same marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from alignkit.currency import Money
from alignkit.errors import DataError, DocumentError, LimitError, shown
from alignkit.exact import LARGEST, exact
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.match import Occurrence, occurrences
from alignkit.funnel.patterns import Entered, Pattern, simple_parts
from alignkit.handoff.measure import measure
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.rules.constants import kind_of
from alignkit.rules.decide import decide
from alignkit.rules.predicates import Rule
from alignkit.rules.verdict import Verdict
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.metrics import Count, Met, Share, Total


class Span(NamedTuple):
    """The part of a period that is known, in microseconds: from `opens` up to, not including, `closes`."""

    opens: int
    closes: int
    ends: int

    def holds(self, at: datetime) -> bool:
        """Say whether an instant lies in it."""
        return self.opens <= micros(at) < self.closes


def span_of(period: Period, as_of: datetime) -> Span:
    """Return the part of a period that lies up to and including `as_of`."""
    ends = micros(period.ends_at)
    return Span(micros(period.starts_at), min(ends, micros(as_of) + 1), ends)


class Mark(NamedTuple):
    """One thing that counts, and the instant as of which the lead's fields tell to which group it belongs.

    A named tuple, since each lead gives one: see `Visit`.

    Args:
        journey: whose it is.
        at: when.
        counted: 1 if it counts.
        among: 1 if it belongs to the whole of which a share is taken.
        unknown: 1 if it is not known whether it counts.
        pending: 1 if it is not decided yet.
        amount: what it adds to a sum.
        event: where the amount comes from.
    """

    journey: Journey
    at: datetime
    counted: int = 0
    among: int = 0
    unknown: int = 0
    pending: int = 0
    amount: Fraction | int | Money | None = None
    event: Event | None = None


Tallied: TypeAlias = Count | Share | Met | Total | Average | Percentile
"""Metrics that are counted mark by mark."""


def tally(metric: Tallied, journeys: Journeys, span: Span, as_of: datetime) -> Iterable[Mark]:
    """Return what a metric counts, in the order of the leads."""
    match metric:
        case Count():
            return [mark for journey in journeys if (mark := _lead(metric, journey, span)) is not None]
        case Share():
            return [mark for journey in journeys if (mark := _part(metric, journey, span)) is not None]
        case Met():
            return _clocks(metric, journeys, span, as_of)
        case Total() | Average() | Percentile():
            return [mark for journey in journeys for mark in amounts_in(metric, journey, span)]


def _verdict(rule: Rule, journey: Journey, at: datetime) -> Verdict:
    return decide(rule, journey.fields_at(at), journey.events_until(at), as_of=at)


def _lead(metric: Count, journey: Journey, span: Span) -> Mark | None:
    """Return a lead's mark: of its first occurrence that counts, else of the first that may."""
    doubtful = None
    for found in occurrences(metric.pattern, journey):
        if not span.holds(found.at):
            continue
        verdict = Verdict.YES if metric.where is None else _verdict(metric.where, journey, found.at)
        if verdict is Verdict.YES:
            return Mark(journey, found.at, counted=1)
        if verdict is Verdict.UNKNOWN and doubtful is None:
            doubtful = Mark(journey, found.at, unknown=1)
    return doubtful


def _part(metric: Share, journey: Journey, span: Span) -> Mark | None:
    whole = _lead(metric.among, journey, span)
    if whole is None or whole.unknown:
        return whole
    part = _lead(metric.of, journey, span)
    counted, unknown = (0, 0) if part is None else (part.counted, part.unknown)
    return Mark(journey, whole.at, counted=counted, among=1, unknown=unknown)


def _clocks(metric: Met, journeys: Journeys, span: Span, as_of: datetime) -> Iterator[Mark]:
    for reading in measure(metric.sla, journeys, as_of=as_of):
        journey = journeys.of(reading.lead)
        if reading.state == "met" and reading.stopped is not None:
            if span.holds(reading.stopped):
                yield Mark(journey, reading.stopped, counted=1, among=1)
        elif reading.breached_at is not None:
            if span.holds(reading.breached_at):
                yield Mark(journey, reading.breached_at, among=1)
        elif reading.state != "cancelled" and span.closes < span.ends and micros(reading.started) < span.closes:
            # it may yet be decided in the period, which is not over
            yield Mark(journey, as_of, pending=1)


def amounts_in(metric: Total | Average | Percentile, journey: Journey, span: Span) -> Iterator[Mark]:
    """Yield what one journey adds, in time order."""
    for found in occurrences(metric.at, journey):
        for event in _sources(metric, journey, found):
            at = found.at if event is None else event.at
            if span.holds(at):
                amount = _amount(metric.attribute, event, journey)
                yield Mark(journey, at, amount=amount, unknown=int(amount is None), event=event)


def _sources(metric: Total | Average | Percentile, journey: Journey, found: Occurrence) -> Sequence[Event | None]:
    """Return the events whose amounts an occurrence stands for: its own, or those of the deals that entered with it.

    An event that names the stage in which the lead stands moves nobody, so that a second deal won is no entry of the
    lead. Its amount is won all the same. Where a deal tells an amount, the lead's own record does not add to it. Where
    a record is told once more to stand where it stood all the time, while others had moved the lead on, it is no entry.
    """
    if found.inferred or found.stage not in _entered(metric.at):
        return [found.event]
    entries = _entries(journey, found)
    deals = [event for record, event in entries if record != journey.lead]
    own = [event for record, event in entries if record == journey.lead]
    for events in (deals, own):
        if any(_amount(metric.attribute, event, journey) is not None for event in events):
            return events
    event = found.event
    told_again = event is not None and event.kind == "stage" and event.value == found.stage
    return deals or own or ([] if told_again else [event])


def _entries(journey: Journey, found: Occurrence) -> list[tuple[str, Event]]:
    """Return the events by which the lead or a deal of it entered the stage, during the visit that `found` began.

    Each stands there with its record. The records that a lead absorbed are the lead: what both say happened once.
    """
    visit = next((item for item in journey.visits if item.event is found.event and item.stage == found.stage), None)
    if visit is None:  # the end of a visit, matched by another part of a join
        return []
    offered = {boundary.offered for boundary in journey.funnel.boundaries}
    answered = {"accept": offered, "reject": offered | {boundary.accepted for boundary in journey.funnel.boundaries}}
    standing: dict[str, Value] = {}
    inside = False
    entries: list[tuple[str, Event]] = []
    for record, event in journey.by_record(journey.events):
        inside = (inside or event is visit.event) and event is not visit.left_by
        if event.kind == "stage":
            if inside and event.value == found.stage and standing.get(record) != found.stage:
                entries.append((record, event))
            standing[record] = event.value
        elif standing.get(record) in answered.get(event.kind, ()):
            del standing[record]  # the answer moves the record, which can then enter anew
    return entries


def _entered(pattern: Pattern) -> frozenset[str]:
    parts = simple_parts(pattern)
    return frozenset(part.stage for part in parts if isinstance(part, Entered))


def _amount(name: str, event: Event | None, journey: Journey) -> Fraction | int | Money | None:
    return None if event is None else amount_of(event.attributes.get(name), name, journey.lead)


def amount_of(value: Value, name: str, lead: str) -> Fraction | int | Money | None:
    """Return the amount that a value is: an exact number or money; None where it is neither.

    Raises:
        DataError: `too-large`, `not-finite`.
    """
    if type(value) is int and -LARGEST <= value <= LARGEST:  # most are, and a whole number is exact as it is
        return value
    kind = kind_of(value)
    if isinstance(value, Money):
        return value
    if kind != "number":
        return None
    try:
        return exact(value, f"{name} of lead {lead!r}")
    except (DocumentError, LimitError) as fault:
        what = "too large" if isinstance(fault, LimitError) else "no finite number"
        raise DataError.at(fault.code, f"the {name} is {what}: {shown(value)}", path=lead) from fault
