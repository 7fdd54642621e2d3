"""Find the clocks of plain SLAs, those of most: the same as `find_clocks`, without what only others need.

An SLA is plain if its clocks are the leads', nothing starts them anew, nobody is exempt, one event of a kind stops them
and tiers are kept. Where events tie in time their order matters, and `find_clocks` is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, assert_never

from alignkit.funnel.journeys import Journey
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, Rejected, simple_parts
from alignkit.funnel.stages import Funnel
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.rules.match import matches
from alignkit.rules.predicates import Did

Hits = list[Event]
# of a visit that was made by hand an event may be None
_Finder = Callable[[Journey], "list[Any]"]


class Run(NamedTuple):
    """One clock, by its events.

    Args:
        start: what started it.
        stop: what stopped it; None where nothing did.
        cancel: what cancelled it, likewise.
    """

    start: Event
    stop: Event | None
    cancel: Event | None


class Runs(NamedTuple):
    """The clocks of a journey.

    Args:
        clocks: in time order.
        pauses: the stretches in which they pause, in microseconds; None for the end of one that goes on.
        teamless: events that would stop a clock and name no team.
    """

    clocks: list[Run]
    pauses: list[tuple[int, int | None]]
    teamless: list[Event]


NO_RUNS = Runs([], [], [])
_NO_PAUSES: list[tuple[int, int | None]] = []
_new = tuple.__new__
"""Makes a named tuple in a third of the time."""


def is_plain(sla: SLA) -> bool:
    """Say whether the clocks of an SLA can be found plainly."""
    plain = sla.resets is None and sla.whose == "lead" and not sla.again
    parts = simple_parts(sla.stops)
    once = all(not isinstance(part, Did) or part.at_least == 1 for part in (*parts, *simple_parts(sla.starts)))
    asked = [pattern for pause in sla.pauses for pattern in (pause.starts, pause.ends)]
    asked += [] if sla.cancels is None else [sla.cancels]
    once = once and all(not isinstance(part, Did) or part.at_least == 1 for one in asked for part in simple_parts(one))
    return plain and once and sla.exempt is None and sla.retier == "keep"


class PlainFinder:
    """Finds the clocks of one plain SLA in journeys that are known up to the instant of asking and no longer."""

    __slots__ = ("_asked", "_by_name", "_cancels", "_funnel", "_pauses", "_sla", "_starts", "_stops")

    def __init__(self, sla: SLA) -> None:
        self._sla = sla
        self._asked = [pattern for _, pattern in sla.patterns]
        self._funnel: Funnel | None = None
        self._starts = _finder(sla.starts)
        named = [part for part in simple_parts(sla.stops) if isinstance(part, Did)]
        # what is asked for by name counts if a human of the team did it
        self._by_name = None if sla.any_actor or not named else _joined([_finder(part) for part in named])
        rest = [part for part in simple_parts(sla.stops) if sla.any_actor or not isinstance(part, Did)]
        self._stops = _joined([_finder(part) for part in rest]) if rest else None
        self._cancels = None if sla.cancels is None else _finder(sla.cancels)
        self._pauses = [(_finder(pause.starts), _finder(pause.ends)) for pause in sla.pauses]

    def find(self, journey: Journey) -> Runs | None:
        """Return the clocks of a journey; None where events tie, so that their order has to be looked at.

        Raises:
            DocumentError: `unknown-stage`.
        """
        if journey.funnel is not self._funnel:
            self._check(journey.funnel)
        try:
            return self._found(journey)
        except AttributeError:  # a visit that was made by hand may know no event
            return None

    def _found(self, journey: Journey) -> Runs | None:
        starts = self._starts(journey)
        if not starts:
            return NO_RUNS
        teamless: list[Event] = []
        stops = self._touches(journey, teamless) if self._by_name is not None else []
        if self._stops is not None:
            others = self._stops(journey)
            stops = sorted((*stops, *others), key=_instant) if stops else others
        cancels = [] if self._cancels is None else self._cancels(journey)
        alone = {event._micros for event in starts + stops + cancels}  # noqa: SLF001 - the event's own instant; faster so
        if len(alone) < len(starts) + len(stops) + len(cancels):
            return None
        pauses = self._stretches(journey) if self._pauses else _NO_PAUSES
        return None if pauses is None else _new(Runs, (_runs(starts, stops, cancels), pauses, teamless))

    def _check(self, funnel: Funnel) -> None:
        """Look the stages up once: a misspelt one must not come out as never entered."""
        for pattern in self._asked:
            for part in simple_parts(pattern):
                stage = None if isinstance(part, Rejected | Did) else part.stage
                if stage is not None:
                    funnel.stage(stage)
        self._funnel = funnel

    def _touches(self, journey: Journey, teamless: list[Event]) -> Hits:
        owner, found = self._sla.owner, list[Event]()
        for event in self._by_name(journey):  # type: ignore[misc]  # there is one
            if not event.automatic:
                if event.team == owner:
                    found.append(event)
                elif event.team is None:
                    teamless.append(event)
        return found

    def _stretches(self, journey: Journey) -> list[tuple[int, int | None]] | None:
        found: list[tuple[int, int | None]] = []
        for starts, ends in self._pauses:
            turns = [(event._micros, True) for event in starts(journey)]  # noqa: SLF001 - the same
            if not turns:
                continue
            turns += [(event._micros, False) for event in ends(journey)]  # noqa: SLF001 - the same
            turns.sort()
            if len({at for at, _ in turns}) < len(turns):
                return None
            since: int | None = None
            for at, begins in turns:
                if not begins:
                    if since is not None:
                        found.append((since, at))
                    since = None
                elif since is None:
                    since = at
            if since is not None:
                found.append((since, None))
        return found


def _runs(starts: Hits, stops: Hits, cancels: Hits) -> list[Run]:
    """Pair each start with the first stop or cancellation after it; what comes while a clock runs starts none."""
    found: list[Run] = []
    ended = -(10**30)
    for start in starts:
        if start._micros < ended:  # noqa: SLF001 - the event's own instant
            continue
        stop = _after(stops, start)
        cancel = _after(cancels, start) if cancels else None
        if stop is not None and cancel is not None:
            if stop._micros < cancel._micros:  # noqa: SLF001 - the same
                cancel = None
            else:
                stop = None
        found.append(_new(Run, (start, stop, cancel)))
        end = stop or cancel
        if end is None:
            break
        ended = end._micros  # noqa: SLF001 - the same
    return found


def _after(hits: Hits, start: Event) -> Event | None:
    at = start._micros  # noqa: SLF001 - the event's own instant
    for event in hits:
        if event._micros > at:  # noqa: SLF001 - the same
            return event
    return None


def _instant(event: Event) -> int:
    return event._micros  # noqa: SLF001 - the same


def _finder(pattern: Pattern) -> _Finder:
    """Return what finds the events by which a pattern matches a journey; they are in time order, each once."""
    match pattern:
        case Entered(stage):
            return lambda journey: [visit[4] for visit in journey.visits if visit[0] == stage and not visit[3]]
        case Left(stage):
            return lambda journey: [
                visit[5] for visit in journey.visits if visit[0] == stage and visit[2] is not None and not visit[3]
            ]
        case Accepted(stage):
            return lambda journey: [
                event
                for event, boundary in journey.answers
                if event.kind == "accept"
                and stage in (None, str(event.value) if boundary is None else boundary.accepted)
            ]
        case Rejected(reason):
            return lambda journey: [
                event for event, _ in journey.answers if event.kind == "reject" and reason in (None, event.value)
            ]
        case Did():
            name = pattern.name
            if pattern.where is not None:
                return lambda journey: [event for event in journey.events if matches(pattern, event)]
            return lambda journey: [
                event
                for event in journey.events
                if event._name == name or event.kind == name  # noqa: PLR1714, SLF001 - no set for each event; its own name
            ]
        case Either():
            return _joined([_finder(part) for part in pattern.patterns])
        case _:
            assert_never(pattern)


def _joined(finders: list[_Finder]) -> _Finder:
    if len(finders) == 1:
        return finders[0]

    def find(journey: Journey) -> Hits:
        found: dict[int, Event] = {}
        for finder in finders:
            found |= {id(event): event for event in finder(journey)}
        return sorted(found.values(), key=_instant)

    return find
