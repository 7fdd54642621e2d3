"""A slow, obvious second implementation of the acceptance protocol: one event after the other.

It knows the funnel of `scenes` alone (lead, mql, sal, sql, won; hold is lost, spam disqualified; mql is offered, sal
accepted, lead rejected), and events of one lead at instants that all differ. It replays them itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from alignkit.history.events import Event

PATH = ("lead", "mql", "sal", "sql", "won")
OUTCOMES = ("won", "hold", "spam")
AGREED = ("no budget", "wrong region")


class SlowLead:
    """One lead on its way."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.stage: str | None = None
        self.owner: str | None = None
        self.owned = False  # whether an event ever told of an owner
        self.rounds: list[dict[str, Any]] = []
        self.waiting: dict[str, Any] | None = None
        self.accepted: dict[str, Any] | None = None

    def take(self, event: Event) -> None:
        """Let one thing happen."""
        if event.kind == "owner":
            self.owned, self.owner = True, None if event.value is None else str(event.value)
            if self.waiting is not None and self.owner is not None and self.waiting["owners"][-1:] != [self.owner]:
                self.waiting["owners"].append(self.owner)
        elif event.kind == "stage":
            self._move(None if event.value is None else str(event.value), event)
        elif event.kind == "accept":
            on_path = self.stage in PATH
            if not (on_path and PATH.index(str(self.stage)) >= PATH.index("sal")):
                self._move("sal", event)
        elif event.kind == "reject":
            if self.accepted is not None and self.stage in {"lead", "sal"}:
                self._give_back(event)
            if self.stage in {"mql", "sal"}:
                self._move("lead", event)

    def _move(self, stage: str | None, event: Event) -> None:
        if stage == self.stage:
            return
        if self.waiting is not None:
            self._answer(stage, event)
        elif self.accepted is not None and stage in PATH[:2]:
            self._give_back(event)
        if stage in OUTCOMES:
            self.accepted = None
        self.stage = stage
        if stage == "mql":
            self.accepted = None
            owners = [] if self.owner is None else [self.owner]
            self.waiting = {"offered_at": event.at, "state": "waiting", "at": None, "owners": owners}
            self.rounds.append(self.waiting)

    def _answer(self, stage: str | None, event: Event) -> None:
        round_ = self.waiting
        assert round_ is not None
        self.waiting = None
        on = stage in PATH and PATH.index(str(stage)) >= PATH.index("sal")
        state = "rejected" if event.kind == "reject" else "accepted" if on else "withdrawn"
        person = None if state == "withdrawn" or event.automatic else event.actor
        round_.update(state=state, at=event.at, had=(self.owner, person))
        if state == "rejected":
            round_.update(no=event)
        if state == "accepted":
            self.accepted = round_

    def _give_back(self, event: Event) -> None:
        round_ = self.accepted
        assert round_ is not None
        self.accepted = None
        person = None if event.automatic else event.actor
        round_.update(back=event, no=event, had=(self.owner, round_["had"][1] or person))

    def told(self) -> list[dict[str, Any]]:
        """Return every round as plain values."""
        found: list[dict[str, Any]] = []
        for number, one in enumerate(self.rounds):
            owner, person = one.get("had", (self.owner, None))
            held = (owner if self.owned else None) or person
            before = found[-1] if found else None
            back, no = one.get("back"), one.get("no")
            reason = None if no is None or no.kind != "reject" else no.value
            found.append(
                {
                    "offered_at": one["offered_at"],
                    "state": one["state"],
                    "at": one["at"],
                    "reason": reason if back is None else None,
                    "note": None if no is None else no.attributes.get("note"),
                    "reason_agreed": None if no is None else reason in AGREED,
                    "owners": tuple(one["owners"]),
                    "held_by": held,
                    "returned_at": None if back is None else back.at,
                    "returned_for": None if back is None else reason,
                    "returned_by": None if back is None else back.actor,
                    "round": number + 1,
                    "after": None if before is None else "returned" if before["returned_at"] else before["state"],
                    "same_person": None
                    if before is None or before["held_by"] is None or held is None
                    else before["held_by"] == held,
                }
            )
        return found


def slow_rounds(events: Sequence[Event], as_of: datetime) -> list[dict[str, Any]]:
    """Return the rounds of one lead by what had happened up to an instant."""
    lead = SlowLead()
    for event in sorted(events, key=lambda event: event.at):
        if event.at <= as_of:
            lead.take(event)
    return lead.told()
