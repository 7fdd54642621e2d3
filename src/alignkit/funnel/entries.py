"""Entries: when leads entered each stage, found once for all the questions that are asked of the same journeys.

Twenty questions about 100,000 leads would each look at every visit, and each work out its instant anew, which is most
of what they cost. So the visits of each stage stand in columns, their instants in UTC, where they can be compared and
subtracted as they are; and what one question has found is kept for the next.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from operator import eq
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from alignkit.instants import from_micros, micros, told_in

if TYPE_CHECKING:
    from alignkit.errors import Finding
    from alignkit.funnel.journeys import Journey, Journeys
    from alignkit.funnel.visits import Visit

_T = TypeVar("_T")

MOST_KEPT = 64
"""So many answers are kept with the journeys: those of a scorecard, but not those of every week of ten years."""


class Entries(NamedTuple):
    """The visits of one stage, in the order of the journeys and then of time: columns of equal length.

    Args:
        instants: when each began, in UTC.
        places: the place of its journey.
        visits: the visit.
        current: the rows of the leads that are in the stage at the end of what is known.
        single: whether no lead entered the stage twice, as is so for most: much is then simpler.
    """

    instants: Sequence[datetime]
    places: Sequence[int]
    visits: Sequence[Visit]
    current: Sequence[int]
    single: bool


_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_NOBODY = Entries((), (), (), (), single=True)


class EntryIndex:
    """The entries into all stages of some journeys, and the answers that were found of them.

    Not frozen: it is a cache, which several threads may fill with the same answers.

    Args:
        items: the journeys, in their order.
        known_until: up to when they are known, in microseconds; None where that differs, or is not known.
        with_deals: the ids of the leads that have deals, or several records; and maybe others. None to look for them.

    Attributes:
        stages: the entries into each stage.
        violations: what did not go as agreed, of all leads.
    """

    __slots__ = ("_answers", "_known_until", "_with_deals", "items", "stages", "violations")

    def __init__(
        self, items: tuple[Journey, ...], known_until: int | None = None, with_deals: frozenset[str] | None = None
    ) -> None:
        self.items = items
        self.stages, self.violations = _went_through(items)
        self._known_until = known_until
        self._with_deals = with_deals
        self._answers: dict[Hashable, object] = {}

    def of(self, stage: str) -> Entries:
        """Return the entries into a stage."""
        return self.stages.get(stage, _NOBODY)

    def answer(self, question: Hashable, find: Callable[[], _T]) -> _T:
        """Return the answer to a question: as it was found before, or found now."""
        answers = self._answers
        if question in answers:
            return answers[question]  # type: ignore[return-value]  # a question has answers of one type
        found = find()
        if len(answers) >= MOST_KEPT:
            answers = self._answers = {}
        answers[question] = found
        return found

    @property
    def with_deals(self) -> frozenset[str]:
        """The ids of the leads that have deals or absorbed records, whose events are among theirs; maybe of others."""
        if self._with_deals is None:
            self._with_deals = frozenset(
                journey.lead for journey in self.items if any(event.lead != journey.lead for event in journey.events)
            )
        return self._with_deals

    def within(self, stage: str, opens: int, closes: int) -> Mapping[int, datetime]:
        """Return each lead's first entry into a stage in a span of microseconds, by the place of its journey."""
        return self.answer(("within", stage, opens, closes), lambda: _within(self.of(stage), opens, closes))

    def cohort(self, stage: str, now: int, opens: int, closes: int) -> Mapping[int, datetime]:
        """Return the leads that belong to a stage's cohort of a period, and when they entered.

        The entry is that of `cohort_entry`: the first up to `now`, or the first observed one where the lead came back
        to the stage by a move that the funnel does not declare.
        """
        entries = self.of(stage)
        if entries.single:
            return self.within(stage, opens, min(closes, now + 1))
        return self.answer(("cohort", stage, now, opens, closes), lambda: dict(_cohort(entries, now, opens, closes)))

    def arrivals(self, cohort: Mapping[int, datetime], stage: str, now: int) -> dict[int, datetime]:
        """Return when the leads of a cohort first came to a later stage since their entry, by their places.

        What happened after `now` does not count.
        """
        entries, last = self.of(stage), moment_at(now)
        came = zip(entries.places, entries.instants, strict=True)
        if entries.single:  # mostly fewer than the cohort has
            return {place: when for place, when in came if (at := cohort.get(place)) is not None and at <= when <= last}
        first: dict[int, datetime] = {}
        for place, when in came:
            at = cohort.get(place)
            if at is not None and at <= when <= last:
                first.setdefault(place, when)
        return first

    def standing(self, stage: str, now: int) -> list[tuple[int, datetime]]:
        """Return the leads that are in a stage at an instant: the journey's place, and when it entered."""
        instants, places, visits, current, _ = self.of(stage)
        if now == self._known_until:
            return [(places[row], instants[row]) for row in current]
        last = moment_at(now)  # in UTC: compared with an instant of another zone, the offsets count
        return [
            (place, at)
            for at, place, visit in zip(instants, places, visits, strict=True)
            if at <= last and (visit.left_at is None or last < visit.left_at)
        ]


def index_of(journeys: Journeys | tuple[Journey, ...]) -> EntryIndex:
    """Return the entries of all journeys; those of `Journeys` are kept with them, outside equality and pickle."""
    if isinstance(journeys, tuple):
        return EntryIndex(journeys)
    found: EntryIndex | None = getattr(journeys, "_entries", None)
    if found is None:
        found = EntryIndex(journeys.items, micros(journeys.as_of), getattr(journeys, "_with_deals", None))
        object.__setattr__(journeys, "_entries", found)
    return found


def _went_through(items: tuple[Journey, ...]) -> tuple[dict[str, Entries], tuple[Finding, ...]]:
    columns: dict[str, tuple[list[datetime], list[int], list[Visit], list[int]]] = {}
    violations: list[Finding] = []
    for place, journey in enumerate(items):
        for visit in journey.visits:
            stage = visit.stage
            if stage not in columns:
                columns[stage] = ([], [], [], [])
            instants, places, visits, current = columns[stage]
            at = visit.entered_at
            # to change the zone takes as long as all else here: most sources tell instants in UTC
            instants.append(at if at.tzinfo is UTC else told_in(at, UTC))
            places.append(place)
            visits.append(visit)
            if visit.left_at is None:
                current.append(len(places) - 1)
        if journey.violations:
            violations += journey.violations
    stages = {
        # a journey's visits come one after another: who entered twice stands there twice in a row
        stage: Entries(instants, places, visits, current, single=not any(map(eq, places, islice(places, 1, None))))
        for stage, (instants, places, visits, current) in columns.items()
    }
    return stages, tuple(violations)


def moment_at(at: int) -> datetime:
    """Return the instant of whole microseconds in UTC; the first or last that there is, where it lies beyond."""
    try:
        return from_micros(at)
    except OverflowError:
        return _LAST if at > 0 else _FIRST


def _within(entries: Entries, opens: int, closes: int) -> dict[int, datetime]:
    first, end = moment_at(opens), moment_at(closes)
    instants, places = entries.instants, entries.places
    if entries.single:
        return {place: at for at, place in zip(instants, places, strict=True) if first <= at < end}
    found: dict[int, datetime] = {}
    for at, place in zip(instants, places, strict=True):
        if first <= at < end:
            found.setdefault(place, at)
    return found


def _cohort(entries: Entries, now: int, opens: int, closes: int) -> Iterator[tuple[int, datetime]]:
    first, end, until = moment_at(opens), moment_at(closes), moment_at(now)
    entry: datetime | None = None
    last, seen = -1, False
    for at, place, visit in zip(entries.instants, entries.places, entries.visits, strict=True):
        if at > until:
            continue
        if place != last:
            if entry is not None and first <= entry < end:
                yield last, entry
            last, entry, seen = place, at, not visit.inferred
        elif not seen and not visit.inferred:
            seen = True
            if visit.flagged == "backward-move":
                entry = at
    if entry is not None and first <= entry < end:
        yield last, entry
