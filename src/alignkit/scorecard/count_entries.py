"""Count entries: the short way to the counts and amounts of entries into stages, for all leads together.

Most goals ask how many leads entered a stage, and nobody asks which: so no mark is made of each (see `tally`, which has
the same answers one by one, for groups and credits). A test holds the two ways equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set as AbstractSet
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from alignkit.currency import Money
from alignkit.funnel.entries import EntryIndex, index_of, moment_at
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import Entered, Pattern, simple_parts
from alignkit.funnel.visits import Visit
from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.compile import compiled
from alignkit.rules.predicates import Rule
from alignkit.rules.running.write_rule import patterns_in
from alignkit.rules.verdict import Verdict
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.metrics import Count, Share, Total
from alignkit.scorecard.standings import Standing
from alignkit.scorecard.tally import Mark, Span, amount_of, amounts_in


class Counts(NamedTuple):
    """How many leads count, belong to the whole, and may count.

    Args:
        counted: those that count.
        among: of a share, the whole.
        unknown: those of which it is not known.
    """

    counted: int
    among: int
    unknown: int


def counts_of(metric: Count | Share, journeys: Journeys, span: Span) -> Counts | None:
    """Count leads by their entries into stages; None where something else is asked."""
    if isinstance(metric, Count):
        found = _leads(metric, journeys, span)
        return None if found is None else Counts(len(found.yes), 0, len(found.doubtful))
    whole, part = _leads(metric.among, journeys, span), _leads(metric.of, journeys, span)
    if whole is None or part is None:
        return None
    unknown = len(whole.yes & part.doubtful) + len(whole.doubtful)
    return Counts(len(whole.yes & part.yes), len(whole.yes), unknown)


def _stages(pattern: Pattern) -> tuple[str, ...] | None:
    """Return the stages, where a pattern asks for nothing but entries into stages."""
    parts = simple_parts(pattern)
    found = tuple(part.stage for part in parts if isinstance(part, Entered))
    return found if len(found) == len(parts) else None


class _Leads(NamedTuple):
    """The leads that count, and those that may, by the places of their journeys."""

    yes: AbstractSet[int]
    doubtful: AbstractSet[int]


def _leads(metric: Count, journeys: Journeys, span: Span) -> _Leads | None:
    stages = _stages(metric.pattern)
    if stages is None:
        return None
    for stage in stages:
        journeys.funnel.stage(stage)  # a misspelt stage must not come out as never entered
    index = index_of(journeys)
    where = metric.where
    if where is not None:
        return index.answer((metric, span), lambda: _held(where, stages, index, span))
    entered = [index.within(stage, span.opens, span.closes).keys() for stage in stages]
    return _Leads(entered[0] if len(entered) == 1 else set().union(*entered), frozenset())


def _held(where: Rule, stages: tuple[str, ...], index: EntryIndex, span: Span) -> _Leads:
    """Ask a rule of each lead at its entries, until it holds."""
    form, items = compiled(where), index.items
    decide, timeless = form.decide, not form.needs_as_of and not patterns_in([where])
    holds, unknown = Verdict.YES, Verdict.UNKNOWN
    yes: set[int] = set()
    doubtful: set[int] = set()
    for stage in stages:
        for place, at in _entries_in(index, stage, span):
            if place not in yes:
                journey = items[place]
                fields = journey.baseline
                if journey.fields is not fields:
                    fields = journey.fields_at(at)
                # events after the instant do not count in a rule; where none is asked about, the instant is not needed
                verdict = decide(fields, None, None) if timeless else decide(fields, journey.events, micros(at))
                if verdict is holds:
                    yes.add(place)
                elif verdict is unknown:
                    doubtful.add(place)
    return _Leads(yes, doubtful - yes)


def _entries_in(index: EntryIndex, stage: str, span: Span) -> Iterable[tuple[int, datetime]]:
    """Return the entries into a stage in a span: all of them, since a rule may hold at a later one alone."""
    entries = index.of(stage)
    if entries.single:
        return index.within(stage, span.opens, span.closes).items()
    opens, closes = moment_at(span.opens), moment_at(span.closes)
    return [(place, at) for at, place in zip(entries.instants, entries.places, strict=True) if opens <= at < closes]


def standing_now(metric: Standing, journeys: Journeys, now: int) -> int:
    """Count the leads that stand in some stages at an instant, in microseconds."""
    for stage in metric.where:
        journeys.funnel.stage(stage)  # a misspelt stage must not come out as empty
    index = index_of(journeys)
    return sum(len(index.standing(stage, now)) for stage in dict.fromkeys(metric.where))


class _Told(NamedTuple):
    """The amounts of the entries into a stage in a span, in columns, and who is to be asked in the long way.

    Args:
        stage: the stage.
        amounts: of each entry; None where it tells none.
        rows: the row of the entry among those of the stage.
        apart: the places of the leads whose records one entry does not tell.
    """

    stage: str
    amounts: list[Fraction | int | Money | None]
    rows: list[int]
    apart: set[int]


def values_at(
    metric: Total | Average | Percentile, journeys: Journeys, span: Span
) -> Sequence[Fraction | int | Money | None] | None:
    """Return the bare amounts of entries into one stage; None where `amounts_at` has to be asked."""
    told = _told(metric, journeys, span)
    return None if told is None or told.apart else told.amounts


def amounts_at(metric: Total | Average | Percentile, journeys: Journeys, span: Span) -> list[Mark] | None:
    """Return the amounts of entries into one stage, in the order of the leads; None where something else is asked.

    A lead without deals has one record: an entry's amount is that of the stage event by which it is known. Any other
    lead is asked as `tally` does.
    """
    told = _told(metric, journeys, span)
    if told is None:
        return None
    entries, items = index_of(journeys).of(told.stage), journeys.items
    found: list[tuple[int, Mark]] = []
    for amount, row in zip(told.amounts, told.rows, strict=True):
        place, visit = entries.places[row], entries.visits[row]
        if place not in told.apart:
            unknown = 1 if amount is None else 0
            mark = Mark(items[place], visit.entered_at, unknown=unknown, amount=amount, event=_source(visit))
            found.append((place, mark))
    found += [(place, mark) for place in told.apart for mark in amounts_in(metric, items[place], span)]
    found.sort(key=lambda entry: entry[0])
    return [mark for _, mark in found]


def _source(visit: Visit) -> Event | None:
    return visit.left_by if visit.inferred else visit.event


def _told(metric: Total | Average | Percentile, journeys: Journeys, span: Span) -> _Told | None:
    if not isinstance(metric.at, Entered):
        return None
    name, stage, index = metric.attribute, metric.at.stage, index_of(journeys)
    journeys.funnel.stage(stage)
    # the amounts of a total, an average and percentiles are the same
    return index.answer(("amounts", name, stage, span), lambda: _found(name, stage, index, span))


def _found(name: str, stage: str, index: EntryIndex, span: Span) -> _Told:
    opens, closes = moment_at(span.opens), moment_at(span.closes)
    items, with_deals = index.items, index.with_deals
    entries, told = index.of(stage), _Told(stage, [], [], set())
    for row, (at, place, visit) in enumerate(zip(entries.instants, entries.places, entries.visits, strict=True)):
        event = visit.event
        # deals have records of their own; an acceptance moves a lead too, and the stage event after it tells the amount
        if (with_deals and items[place].lead in with_deals) or (event is not None and event.kind != "stage"):
            told.apart.add(place)
        elif opens <= at < closes:
            if visit.inferred:
                event = visit.left_by
            value = None if event is None else event.attributes.get(name)
            told.amounts.append(None if value is None else amount_of(value, name, items[place].lead))
            told.rows.append(row)
    return told
