"""Stand: find what stands in some stages at an instant, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from alignkit.currency import Money
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import from_micros, micros
from alignkit.scorecard.standings import Pipeline, Standing
from alignkit.scorecard.tally import Mark, Span, amount_of


def standings(metric: Standing | Pipeline, journeys: Journeys, span: Span, as_of: datetime) -> Iterator[Mark]:
    """Yield what stands in the stages of a metric at the end of what is known, in the order of the leads."""
    for stage in metric.where:
        journeys.funnel.stage(stage)  # a misspelt stage must not come out as empty
    at = as_of if micros(as_of) < span.ends else from_micros(span.ends - 1)
    stages = frozenset(metric.where)
    latest = micros(at) >= micros(journeys.as_of)
    for journey in journeys:
        visit = journey.current if latest else journey.visit_at(at)
        stands = visit is not None and visit.stage in stages
        if isinstance(metric, Pipeline):
            yield from _worth(metric.attribute, journey, at, stages, stands=stands)
        elif stands:
            yield Mark(journey, at, counted=1)


def _worth(name: str, journey: Journey, at: datetime, stages: frozenset[str], *, stands: bool) -> Iterator[Mark]:
    """Yield the amounts of the deals of a lead that stand there; or that of the lead itself."""
    if not journey.events and not stands:
        return
    deals: dict[str, Value] = {}
    latest: dict[str, tuple[Value, Event]] = {}
    held = {} if journey.united is None else {id(event): value for event, field, value in journey.field_changes()}
    for record, event in journey.by_record(journey.events_until(at)):
        if event.kind == "stage":
            deals[record] = event.value
        tells = event.kind == "field" and event.field == name
        found = held.get(id(event), event.value) if tells else event.attributes.get(name)
        if found is not None or tells:
            latest[record] = (found, event)
    deals.pop(journey.lead, None)
    there = [deal for deal, stage in deals.items() if stage in stages]
    amounts = [_mark(name, journey, at, latest.get(deal)) for deal in there]
    own = latest.get(journey.lead)
    if stands and all(mark.amount is None for mark in amounts):
        alone = _mark(name, journey, at, own if own is not None else (journey.fields_at(at).get(name), None))
        if alone.amount is not None or not amounts:
            amounts = [alone]
    yield from amounts


def _mark(name: str, journey: Journey, at: datetime, found: tuple[Value, Event | None] | None) -> Mark:
    amount: Fraction | int | Money | None = None
    if found is not None:
        amount = amount_of(found[0], name, journey.lead)
    return Mark(journey, at, amount=amount, unknown=int(amount is None), event=None if found is None else found[1])
