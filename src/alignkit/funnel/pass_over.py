"""Pass over the entries of merged records that took the united lead no further."""

from __future__ import annotations

from typing import NamedTuple

from alignkit.funnel.moves import Moves, State
from alignkit.history.events import Event
from alignkit.history.united import United
from alignkit.instants import micros

_ENTRIES = frozenset({"stage", "accept", "reject"})
_OUTSIDE = -1
"""How far along the path an exit is: nowhere, and yet it is an entry."""


class _Entry(NamedTuple):
    """What an event would do to the united lead.

    Args:
        reach: how far along the path it takes the lead, or would if the lead did not stand there; None where it enters
            nothing: a cleared stage, an answer at no boundary.
        moves: whether it moves the lead.
        target: to which stage; None clears it.
    """

    reach: int | None
    moves: bool
    target: str | None


def passed_over(united: United, events: tuple[Event, ...], moves: Moves) -> tuple[Event, ...]:
    """Return the entries that do not count, in time order.

    Until its record is one with another, a `stage`, `accept` or `reject` event counts if that other record has no entry
    so far, or if it takes the united lead further along the path than each of them. An exit, a cleared stage and what
    leads back take nobody further. A stage that the funnel does not know stays, to be told.

    Args:
        united: how the records came together.
        events: those of the lead, in the order in which replay reads them.
        moves: the funnel's automaton.
    """
    parts = _Parts(united, len(moves.path))
    state = moves.start
    found: list[Event] = []
    for event in events:
        if event.kind not in _ENTRIES:
            continue
        if event.kind == "stage" and event.value is not None and event.value not in moves.order:
            continue
        entry = _entry(event, state, moves)
        part = parts.of(event)
        furthest = parts.furthest_beside(part)
        if furthest is not None and (entry.reach is None or entry.reach <= furthest):
            found.append(event)
        elif entry.moves:
            step = state.steps[entry.target] if entry.target in state.steps else moves.add(state, entry.target)
            state = state if step is None else step.state
        if entry.reach is not None:
            parts.note(part, entry.reach)
    return tuple(found)


def _entry(event: Event, state: State, moves: Moves) -> _Entry:
    if event.kind == "stage":
        stage = None if event.value is None else str(event.value)
        return _Entry(None if stage is None else _reach(stage, moves), moves=True, target=stage)
    if event.kind == "accept":
        boundary, target, _ = moves.acceptance(state, event)
        entered = None if boundary is None else boundary.accepted
    else:
        boundary, target, _ = moves.rejection(state)
        entered = None if boundary is None else boundary.rejected
    return _Entry(None if entered is None else _reach(entered, moves), moves=target is not None, target=target)


def _reach(stage: str, moves: Moves) -> int:
    place = moves.order[stage]
    return place if place < len(moves.path) else _OUTSIDE


class _Parts:
    """The records of a lead as far as they are one, and how far each part has come; time goes on in it."""

    __slots__ = ("_above", "_merges", "_reach", "_record_of", "_so_far")

    def __init__(self, united: United, size: int) -> None:
        self._record_of = dict(united.deals)
        self._merges = sorted(((micros(merge.at), merge.record, merge.into) for merge in united.merges), reverse=True)
        self._above: dict[str, str] = {}
        self._reach: dict[str, int] = {}
        # how many parts have come so far: with many records, to look at each of them for each entry would take long
        self._so_far = [0] * (size + 1)

    def of(self, event: Event) -> str:
        """Return the part to which an event's record belongs at its instant: from a merge on, two are one."""
        at = micros(event.at)
        while self._merges and self._merges[-1][0] <= at:
            _, record, into = self._merges.pop()
            self._unite(self._part(record), self._part(into))
        return self._part(self._record_of.get(event.lead, event.lead))

    def furthest_beside(self, part: str) -> int | None:
        """Return how far the other parts have come; None where they have no entry."""
        own = self._reach.get(part)
        for reach in range(len(self._so_far) - 2, _OUTSIDE - 1, -1):
            if self._so_far[reach + 1] > (reach == own):
                return reach
        return None

    def note(self, part: str, reach: int) -> None:
        """Take how far an entry of a part goes, whether or not it counts."""
        before = self._reach.get(part)
        if before is None or before < reach:
            if before is not None:
                self._so_far[before + 1] -= 1
            self._reach[part] = reach
            self._so_far[reach + 1] += 1

    def _part(self, record: str) -> str:
        while (above := self._above.setdefault(record, record)) != record:
            self._above[record] = record = self._above.setdefault(above, above)
        return record

    def _unite(self, one: str, other: str) -> None:
        self._above[one] = other
        reach = self._reach.pop(one, None)
        if reach is not None:
            self._so_far[reach + 1] -= 1
            self.note(other, reach)
