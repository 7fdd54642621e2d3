"""Handoffs: how leads that one team offered were answered by the other."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Literal, get_args, overload

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import Finding
from alignkit.funnel.stages import Boundary
from alignkit.instants import micros

HandoffState = Literal["accepted", "rejected", "waiting", "silent", "withdrawn"]
HANDOFF_STATES: tuple[HandoffState, ...] = get_args(HandoffState)
RoundEnd = Literal["accepted", "rejected", "returned", "withdrawn"]
"""How a round ended: `returned` for what was accepted and given back later."""


@attrs.frozen(slots=True)
class Handoff:
    """One offer of a lead to the other team, its answer, and what came of it.

    Args:
        lead: the lead's id.
        offered_at: when it entered the offered stage.
        state: `accepted`; `rejected`; `waiting` for the answer; `silent`: waiting past the agreed time, and still in
            its stage; `withdrawn`: it left the stage without an answer, back or by an exit. What was accepted stays so,
            also where it was given back later.
        at: when it was answered or withdrawn; None while it waits.
        reason: why it was rejected; None for any other, and where no reason was given.
        owner: who owned the lead when it was offered; the team of the accepted stage where nobody did.
        due: by when the answer is due; None where no time was agreed.
        by: who answered; None where that is not known.
        note: what was written beside the reason of the rejection or of the return: the attribute `note` of its event.
        reason_agreed: whether the reason of the rejection or of the return is one of the agreed ones; any reason is
            where none are agreed. None where nobody said no.
        owners: who owned it while it waited for its answer, in time order, each once in a row.
        held_by: who had it at its answer, or when it was given back: its owner, or else who answered. While it waits,
            who has it now. None where nobody is known.
        returned_at: when it was given back after its acceptance; None where it was not.
        returned_for: why it was given back; None where no reason was given.
        returned_by: who gave it back; None where that is not known.
        round: the how-many-th offer of this lead over this boundary, from 1.
        after: how the round before ended; None in the first.
        same_person: whether it went to the person who had it in the round before; None in the first round, and where
            one of the two is not known.
    """

    lead: str
    offered_at: datetime
    state: HandoffState
    at: datetime | None
    reason: str | None
    owner: str
    due: datetime | None = None
    by: str | None = None
    note: str | None = attrs.field(default=None, kw_only=True)
    reason_agreed: bool | None = attrs.field(default=None, kw_only=True)
    owners: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    held_by: str | None = attrs.field(default=None, kw_only=True)
    returned_at: datetime | None = attrs.field(default=None, kw_only=True)
    returned_for: str | None = attrs.field(default=None, kw_only=True)
    returned_by: str | None = attrs.field(default=None, kw_only=True)
    round: int = attrs.field(default=1, kw_only=True)
    after: RoundEnd | None = attrs.field(default=None, kw_only=True)
    same_person: bool | None = attrs.field(default=None, kw_only=True)

    @property
    def is_late(self) -> bool:
        """Whether the answer came after its due time, or has not come by then."""
        if self.state == "silent":
            return True
        answered = self.at if self.state in {"accepted", "rejected"} else None
        return answered is not None and self.due is not None and micros(answered) > micros(self.due)

    @property
    def reassigned(self) -> int:
        """How many times it went to another person while it waited; who got it first was not the second."""
        return max(len(self.owners) - 1, 0)

    @property
    def is_returned(self) -> bool:
        """Whether it was accepted and given back later."""
        return self.returned_at is not None

    @property
    def is_recycled(self) -> bool:
        """Whether the lead had been offered over this boundary before."""
        return self.round > 1

    @property
    def is_ping_pong(self) -> bool:
        """Whether it was offered again after it was rejected or given back."""
        return self.after in {"rejected", "returned"}

    @property
    def end(self) -> RoundEnd | None:
        """How this round ended; None while it waits. What was given back ended so, though it was accepted."""
        if self.is_returned:
            return "returned"
        return None if self.state in {"waiting", "silent"} else self.state  # type: ignore[return-value]  # of the others

    def to_dict(self) -> dict[str, object]:
        """Return the handoff as plain data."""
        return {
            "alignkit": 1,
            "kind": "handoff",
            "lead": self.lead,
            "offered_at": self.offered_at.isoformat(),
            "state": self.state,
            "at": _iso(self.at),
            "reason": self.reason,
            "note": self.note,
            "reason_agreed": self.reason_agreed,
            "owner": self.owner,
            "owners": list(self.owners),
            "held_by": self.held_by,
            "by": self.by,
            "due": _iso(self.due),
            "late": self.is_late,
            "returned_at": _iso(self.returned_at),
            "returned_for": self.returned_for,
            "returned_by": self.returned_by,
            "round": self.round,
            "after": self.after,
            "same_person": self.same_person,
        }


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _lead(handoff: Handoff) -> str:
    return handoff.lead


def _in_order(items: Iterable[Handoff]) -> tuple[Handoff, ...]:
    return tuple(sorted(items, key=lambda handoff: (handoff.lead, micros(handoff.offered_at))))


def _times(reasons: Iterable[str | None]) -> tuple[tuple[str | None, int], ...]:
    return tuple(sorted(Counter(reasons).items(), key=lambda item: (-item[1], item[0] or "")))


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
    def accepted_share(self) -> Fraction | None:
        """Which share of the answered ones was accepted, those given back later among them; None without any."""
        return Fraction(self.counts["accepted"], self.answered) if self.answered else None

    @property
    def late(self) -> int:
        """How many were answered after their due time; silent ones are not answered."""
        return sum(handoff.is_late for handoff in self.items if handoff.state != "silent")

    @property
    def reasons(self) -> tuple[tuple[str | None, int], ...]:
        """How often each reason of a rejection was given, the most frequent first; None where none was."""
        return _times(handoff.reason for handoff in self.items if handoff.state == "rejected")

    @property
    def reassigned(self) -> int:
        """How many went to another person while they waited for their answer."""
        return sum(handoff.reassigned > 0 for handoff in self.items)

    @property
    def returned(self) -> int:
        """How many were accepted and given back later."""
        return sum(handoff.is_returned for handoff in self.items)

    @property
    def return_reasons(self) -> tuple[tuple[str | None, int], ...]:
        """How often each reason of giving back was told, the most frequent first; None where none was."""
        return _times(handoff.returned_for for handoff in self.items if handoff.is_returned)

    @property
    def recycled(self) -> int:
        """How many were offers of a lead that had been offered before."""
        return sum(handoff.is_recycled for handoff in self.items)

    @property
    def ping_pong(self) -> int:
        """How many were offered again after they were rejected or given back."""
        return sum(handoff.is_ping_pong for handoff in self.items)

    @property
    def most_rounds(self) -> int:
        """How many times one lead was offered at most; 0 without any."""
        return max((handoff.round for handoff in self.items), default=0)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is not as the boundary's terms have it: `recycled-too-often` and `recycled-to-same-person`.

        Each is a warning with the lead's id as its path, one an offer. Nothing is found where nothing is agreed.
        """
        from alignkit.handoff.rounds import round_findings  # which need the words of the terms

        return tuple(found for handoff in self.items for found in round_findings(handoff, self.boundary))

    def blocks(self) -> Block:
        """Return how the handoffs ended, the reasons of rejections, and the handoffs as a table."""
        from alignkit.handoff.show_handoffs import handoffs_blocks  # drawing is loaded when something is drawn

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
                "recycle_limit": self.boundary.recycle_limit,
                "recycle_to_another": self.boundary.recycle_to_another,
            },
            "as_of": self.as_of.isoformat(),
            "counts": dict(self.counts),
            "reasons": [{"reason": reason, "count": count} for reason, count in self.reasons],
            "reassigned": self.reassigned,
            "returned": self.returned,
            "return_reasons": [{"reason": reason, "count": count} for reason, count in self.return_reasons],
            "recycled": self.recycled,
            "ping_pong": self.ping_pong,
            "most_rounds": self.most_rounds,
            "findings": [finding.to_dict() for finding in self.findings],
            "handoffs": [handoff.to_dict() for handoff in self.items],
        }
