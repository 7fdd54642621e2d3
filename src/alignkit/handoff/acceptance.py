"""Handoffs: how leads that one team offered were answered by the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Literal, get_args, overload

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.funnel.stages import Boundary
from alignkit.instants import micros

HandoffState = Literal["accepted", "rejected", "waiting", "silent", "withdrawn"]
HANDOFF_STATES: tuple[HandoffState, ...] = get_args(HandoffState)


@attrs.frozen(slots=True)
class Handoff:
    """One offer of a lead to the other team, and its answer.

    Args:
        lead: the lead's id.
        offered_at: when it entered the offered stage.
        state: `accepted`; `rejected`; `waiting` for the answer; `silent`: waiting past the agreed time, and still in
            its stage; `withdrawn`: it left the stage without an answer, back or by an exit.
        at: when it was answered or withdrawn; None while it waits.
        reason: why it was rejected; None for any other, and where no reason was given.
        owner: who owned the lead when it was offered; the team of the accepted stage where nobody did.
        due: by when the answer is due; None where no time was agreed.
        by: who answered; None where that is not known.
    """

    lead: str
    offered_at: datetime
    state: HandoffState
    at: datetime | None
    reason: str | None
    owner: str
    due: datetime | None = None
    by: str | None = None

    @property
    def is_late(self) -> bool:
        """Whether the answer came after its due time, or has not come by then."""
        if self.state == "silent":
            return True
        answered = self.at if self.state in {"accepted", "rejected"} else None
        return answered is not None and self.due is not None and micros(answered) > micros(self.due)

    def to_dict(self) -> dict[str, object]:
        """Return the handoff as plain data."""
        return {
            "alignkit": 1,
            "kind": "handoff",
            "lead": self.lead,
            "offered_at": self.offered_at.isoformat(),
            "state": self.state,
            "at": None if self.at is None else self.at.isoformat(),
            "reason": self.reason,
            "owner": self.owner,
            "by": self.by,
            "due": None if self.due is None else self.due.isoformat(),
            "late": self.is_late,
        }


def _lead(handoff: Handoff) -> str:
    return handoff.lead


def _in_order(items: Iterable[Handoff]) -> tuple[Handoff, ...]:
    return tuple(sorted(items, key=lambda handoff: (handoff.lead, micros(handoff.offered_at))))


@attrs.frozen(slots=True, repr=False)
class Handoffs(Shown, Sequence[Handoff]):
    """All handoffs over one boundary, by lead and offer. A lead that comes back is offered again.

    Args:
        boundary: the stages of the offer, the yes and the no.
        items: one handoff an offer.
        as_of: up to when events count.
    """

    boundary: Boundary
    items: tuple[Handoff, ...] = attrs.field(converter=_in_order)
    as_of: datetime

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Handoff: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Handoff, ...]: ...
    def __getitem__(self, index: int | slice) -> Handoff | tuple[Handoff, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[Handoff]:
        return iter(self.items)

    def of(self, lead: str) -> tuple[Handoff, ...]:
        """Return the handoffs of a lead, in time order."""
        if not isinstance(lead, str):
            return ()
        first = bisect_left(self.items, lead, key=_lead)
        return self.items[first : bisect_right(self.items, lead, lo=first, key=_lead)]

    @property
    def counts(self) -> dict[HandoffState, int]:
        """How many handoffs are in each state; every state is there."""
        found: dict[HandoffState, int] = dict.fromkeys(HANDOFF_STATES, 0)
        for handoff in self.items:
            found[handoff.state] += 1
        return found

    @property
    def answered(self) -> int:
        """How many were accepted or rejected."""
        counts = self.counts
        return counts["accepted"] + counts["rejected"]

    @property
    def late(self) -> int:
        """How many were answered after their due time; silent ones are not answered."""
        return sum(handoff.is_late for handoff in self.items if handoff.state != "silent")

    @property
    def reasons(self) -> tuple[tuple[str | None, int], ...]:
        """How often each reason of a rejection was given, the most frequent first; None where none was."""
        found = Counter(handoff.reason for handoff in self.items if handoff.state == "rejected")
        return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0] or "")))

    def blocks(self) -> Block:
        """Return how the handoffs ended, the reasons of rejections, and the handoffs as a table."""
        from alignkit.handoff.show import handoffs_blocks  # drawing is loaded when something is drawn

        return handoffs_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the handoffs as plain data."""
        return {
            "alignkit": 1,
            "kind": "handoffs",
            "boundary": {
                "offered": self.boundary.offered,
                "accepted": self.boundary.accepted,
                "rejected": self.boundary.rejected,
            },
            "as_of": self.as_of.isoformat(),
            "counts": dict(self.counts),
            "reasons": [{"reason": reason, "count": count} for reason, count in self.reasons],
            "handoffs": [handoff.to_dict() for handoff in self.items],
        }
