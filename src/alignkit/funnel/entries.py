"""Entries: when leads entered each stage, found once for all the questions that are asked of the same journeys."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from alignkit.instants import EPOCH, MICROSECOND

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from alignkit.funnel.journeys import Journey, Journeys, Visit

Row: TypeAlias = "tuple[int, int, Visit]"
"""One visit: when it began, in microseconds, the place of its journey, and itself."""


def entries_of(journeys: Journeys | tuple[Journey, ...]) -> Mapping[str, Sequence[Row]]:
    """Return the visits of all journeys by stage, in the order of the journeys and then of time.

    They are found at the first question, and kept with the journeys, outside equality and pickle: twenty questions
    about 100,000 leads would each look at every visit, and work out its instant anew, which is most of what they cost.
    """
    if isinstance(journeys, tuple):
        return _by_stage(journeys)
    found: dict[str, list[Row]] | None = getattr(journeys, "_entries", None)
    if found is None:
        found = _by_stage(journeys.items)
        object.__setattr__(journeys, "_entries", found)
    return found


def _by_stage(items: tuple[Journey, ...]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for place, journey in enumerate(items):
        for visit in journey.visits:
            # as `micros` has it: a call for each of a million visits would cost as much again
            found[visit.stage].append(((visit.entered_at - EPOCH) // MICROSECOND, place, visit))
    return dict(found)


def cohort_of(rows: Sequence[Row], now: int, opens: int, closes: int) -> Iterator[tuple[int, int]]:
    """Yield the leads that belong to a stage's cohort of a period: the place of the journey, and the instant of entry.

    The entry is that of `cohort_entry`: the first up to `now`, or the first observed one where the lead came back to
    the stage by a move that the funnel does not declare.
    """
    last, entry, seen = -1, 0, False
    for at, place, visit in rows:
        if at > now:
            continue
        if place != last:
            if last >= 0 and opens <= entry < closes:
                yield last, entry
            last, entry, seen = place, at, not visit.inferred
        elif not seen and not visit.inferred:
            seen = True
            if visit.flagged == "backward-move":
                entry = at
    if last >= 0 and opens <= entry < closes:
        yield last, entry


def arrivals_of(rows: Sequence[Row], now: int) -> dict[int, list[int]]:
    """Return when leads entered a stage up to `now`, by the place of their journeys."""
    found: dict[int, list[int]] = {}
    for at, place, _ in rows:
        if at <= now:
            found.setdefault(place, []).append(at)
    return found


def with_deals(journeys: Journeys) -> frozenset[int]:
    """Return the places of the journeys with events of deals; found once, as the entries are."""
    found: frozenset[int] | None = getattr(journeys, "_linked", None)
    if found is None:
        found = frozenset(
            place for place, journey in enumerate(journeys.items) if len({event.lead for event in journey.events}) > 1
        )
        object.__setattr__(journeys, "_linked", found)
    return found
