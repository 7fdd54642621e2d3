"""Count entries: the short way to the counts and amounts of entries into stages, for all leads together.

Most goals ask how many leads entered a stage, and nobody asks which: so no mark is made of each (see `tally`, which has
the same answers one by one, for groups and credits). A test holds the two ways equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from alignkit.funnel.entries import Row, entries_of, with_deals
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import Either, Entered, Pattern
from alignkit.rules.compile import compiled
from alignkit.rules.verdict import Verdict
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.metrics import Count, Share, Total
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
        return None if found is None else Counts(len(found[0]), 0, len(found[1]))
    whole, part = _leads(metric.among, journeys, span), _leads(metric.of, journeys, span)
    if whole is None or part is None:
        return None
    unknown = len(whole[0] & part[1]) + len(whole[1])
    return Counts(len(whole[0] & part[0]), len(whole[0]), unknown)


def _stages(pattern: Pattern) -> tuple[str, ...] | None:
    """Return the stages, where a pattern asks for nothing but entries into stages."""
    parts = pattern.patterns if isinstance(pattern, Either) else (pattern,)
    found = tuple(part.stage for part in parts if isinstance(part, Entered))
    return found if len(found) == len(parts) else None


def _leads(metric: Count, journeys: Journeys, span: Span) -> tuple[set[int], set[int]] | None:
    """Return the leads that count and those that may, by the places of their journeys."""
    stages = _stages(metric.pattern)
    if stages is None:
        return None
    opens, closes, _ = span
    rows = entries_of(journeys)
    if metric.where is None:
        return {place for row in _rows(stages, journeys, rows) for at, place, _ in row if opens <= at < closes}, set()
    decide, items = compiled(metric.where).decide, journeys.items
    yes: set[int] = set()
    doubtful: set[int] = set()
    for row in _rows(stages, journeys, rows):
        for at, place, visit in row:
            if opens <= at < closes and place not in yes:
                journey = items[place]
                fields = journey.baseline
                if journey.fields is not fields:
                    fields = journey.fields_at(visit.entered_at)
                # events after the instant do not count in a rule
                verdict = decide(fields, journey.events, at)
                if verdict is Verdict.YES:
                    yes.add(place)
                elif verdict is Verdict.UNKNOWN:
                    doubtful.add(place)
    return yes, doubtful - yes


def _rows(stages: tuple[str, ...], journeys: Journeys, rows: Mapping[str, Sequence[Row]]) -> list[Sequence[Row]]:
    for stage in stages:
        journeys.funnel.stage(stage)  # a misspelt stage must not come out as never entered
    return [rows.get(stage, ()) for stage in stages]


def amounts_at(metric: Total | Average | Percentile, journeys: Journeys, span: Span) -> list[Mark] | None:
    """Return the amounts of entries into one stage, in the order of the leads; None where something else is asked.

    A lead without deals has one record: an entry's amount is that of the stage event by which it is known. Any other
    lead is asked as `tally` does.
    """
    if not isinstance(metric.at, Entered):
        return None
    name, items = metric.attribute, journeys.items
    opens, closes, _ = span
    journeys.funnel.stage(metric.at.stage)
    rows = entries_of(journeys).get(metric.at.stage, ())
    # an acceptance moves a lead too, and the stage event after it tells the amount
    apart = with_deals(journeys) | {
        place for _, place, visit in rows if visit.event is not None and visit.event.kind != "stage"
    }
    found: list[tuple[int, Mark]] = []
    for at, place, visit in rows:
        if opens <= at < closes and place not in apart:
            journey, event = items[place], visit.left_by if visit.inferred else visit.event
            value = None if event is None else event.attributes.get(name)
            amount = None if value is None else amount_of(value, name, journey.lead)
            mark = Mark(journey, visit.entered_at, 0, 0, 1 if amount is None else 0, 0, amount, event)
            found.append((place, mark))
    if apart:
        found += [(place, mark) for place in apart for mark in amounts_in(metric, items[place], span)]
        found.sort(key=lambda entry: entry[0])
    return [mark for _, mark in found]
