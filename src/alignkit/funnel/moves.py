"""Moves: what each stage, acceptance and rejection does to a lead, given where it stands.

A funnel is turned into a small automaton whose states are made when first reached: a current stage and the position
kept on the path. Replay then looks up one edge an event (compiled edge lists: 0.9 of a hand-written loop).
"""

from __future__ import annotations

from typing import NamedTuple

from alignkit.funnel.stages import Boundary, Funnel
from alignkit.history.events import Event


class Step(NamedTuple):
    """One edge.

    Args:
        stage: the stage that the lead enters; None when its stage is cleared.
        inferred: the stages of the path that it passes on the way.
        flag: the code of what the funnel does not declare about this move; blank when it does.
        state: where the lead stands then.
    """

    stage: str | None
    inferred: tuple[str, ...]
    flag: str
    state: State


class State:
    """Where a lead stands: the stage that holds, and the position kept on the path (-1 before the first)."""

    __slots__ = ("position", "stage", "steps")

    def __init__(self, stage: str | None, position: int) -> None:
        self.stage = stage
        self.position = position
        # by the stage that an event names; None where the event changes nothing
        self.steps: dict[object, Step | None] = {}


class Moves:
    """The automaton of one funnel; made by each replay for itself, so that nothing is shared."""

    __slots__ = ("_boundaries", "_recycles", "_states", "order", "path", "start")

    def __init__(self, funnel: Funnel) -> None:
        self.path = tuple(stage.id for stage in funnel.path)
        self.order = {stage.id: number for number, stage in enumerate(funnel.stages)}
        self._recycles = frozenset(funnel.recycles)
        self._boundaries = tuple(sorted(funnel.boundaries, key=lambda boundary: self.order[boundary.accepted]))
        self._states: dict[tuple[str | None, int], State] = {}
        self.start = self._state(None, -1)

    def _state(self, stage: str | None, position: int) -> State:
        return self._states.setdefault((stage, position), State(stage, position))

    def add(self, state: State, stage: str | None) -> Step | None:
        """Return the edge from a state for a known stage or None, and keep it in the state."""
        state.steps[stage] = found = self._step(state, stage)
        return found

    def _step(self, state: State, stage: str | None) -> Step | None:
        here, position = state.stage, state.position
        if stage == here:
            return None
        if stage is None:
            return Step(None, (), "", self._state(None, position))
        place, size = self.order[stage], len(self.path)
        from_exit = here is not None and self.order[here] >= size
        if place >= size:
            return Step(stage, (), "exit-changed" if from_exit else "", self._state(stage, position))
        # a cleared stage leaves no stage to come from: the position kept stands for it
        source = here if here is not None else self.path[position] if position >= 0 else None
        flag = ""
        if (source, stage) not in self._recycles:
            flag = "reopened" if from_exit else "backward-move" if place < position else ""
        return Step(stage, self.path[position + 1 : place], flag, self._state(stage, place))

    def acceptance(self, state: State, event: Event) -> tuple[Boundary | None, str | None, bool]:
        """Return where an `accept` event counts, the stage that it leads to if any, and whether that is clear.

        An acceptance never leads back: a lead that stands at the accepted stage or past it stays.
        """
        if not self._boundaries:
            return None, None, True
        named = [item for item in self._boundaries if event.value in (item.offered, item.accepted)]
        choices = named or list(self._boundaries)
        found = next((item for item in choices if item.offered == state.stage), None)
        found = found or next((item for item in choices if item.accepted == state.stage), None)
        found = found or next((item for item in named if item.accepted == event.value), None)
        if found is None and len({item.accepted for item in choices}) == 1:
            found = choices[0]
        if found is None:
            return None, None, False
        on_path = state.stage is not None and self.order[state.stage] < len(self.path)
        past = on_path and self.order[found.accepted] <= state.position
        return found, None if past else found.accepted, True

    def rejection(self, state: State) -> tuple[Boundary | None, str | None, bool]:
        """Return where a `reject` event counts, the stage that it leads to if any, and whether that is clear."""
        if not self._boundaries:
            return None, None, True
        for end in ("offered", "accepted", "rejected"):
            for boundary in self._boundaries:
                # an offer outranks an acceptance: where one boundary follows another, the latest handoff is answered
                stage = {"offered": boundary.offered, "accepted": boundary.accepted, "rejected": boundary.rejected}[end]
                if stage == state.stage:
                    return boundary, None if end == "rejected" else boundary.rejected, True
        return None, None, False

    def rank(self, event: Event) -> int:
        """Return the place of an event among those of its instant and sequence.

        First what moves no lead, then a cleared stage, then stages in stage order. An acceptance follows the entry of
        the stage to which it leads (of the first boundary's, where its value names none), a rejection the stage from
        which it leads at the latest: so an offer and its answer on one date are read in that order.
        """
        if event.kind == "stage":
            return -1 if event.value is None else 3 * self.order.get(str(event.value), 0)
        if event.kind == "accept" and self._boundaries:
            named = [item for item in self._boundaries if event.value in (item.offered, item.accepted)]
            return 3 * self.order[(named or self._boundaries)[0].accepted] + 1
        if event.kind == "reject" and self._boundaries:
            return 3 * self.order[self._boundaries[-1].accepted] + 2
        return -2
