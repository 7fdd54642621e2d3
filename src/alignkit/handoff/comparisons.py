"""What another SLA would have said of the same history: which clocks come out otherwise, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, shown
from alignkit.exact import as_data
from alignkit.handoff.readings import STATES, Reading, Readings, State, iso
from alignkit.instants import micros


@attrs.frozen(slots=True)
class ClockChange:
    """A clock under two SLAs: the same lead and the same start.

    Args:
        lead: the lead's id.
        started: when the clock starts.
        before: its reading under the first SLA; None where it does not run there.
        after: its reading under the second; None likewise.
    """

    lead: str
    started: datetime
    before: Reading | None
    after: Reading | None

    @property
    def states(self) -> tuple[State | None, State | None]:
        """Its state under both; None where it does not run."""
        return (
            None if self.before is None else self.before.state,
            None if self.after is None else self.after.state,
        )

    def to_dict(self) -> dict[str, object]:
        """Return the change as plain data."""
        before, after = self.states
        return {
            "lead": self.lead,
            "started": self.started.isoformat(),
            "before": before,
            "after": after,
            "due_before": None if self.before is None else iso(self.before.due),
            "due_after": None if self.after is None else iso(self.after.due),
        }


def _changes(values: Iterable[ClockChange]) -> tuple[ClockChange, ...]:
    found = tuple(values)
    for value in found:
        if not isinstance(value, ClockChange):
            raise DocumentError.at("wrong-type", f"a ClockChange is due, not {shown(value)}", path="changes")
    return tuple(sorted(found, key=lambda change: (change.lead, micros(change.started))))


@attrs.frozen(slots=True, repr=False)
class WhatIf(Shown):
    """One history under two SLAs.

    Args:
        before: the readings under the first SLA.
        after: those under the second.
        changes: the clocks whose state is another, or that run under one of the two alone, by lead and start.
        moved: how many clocks are due at another instant, whatever their state.
    """

    before: Readings
    after: Readings
    changes: tuple[ClockChange, ...] = attrs.field(converter=_changes)
    moved: int

    @property
    def moves(self) -> tuple[tuple[State | None, State | None, int], ...]:
        """How many clocks go from which state to which, the most frequent first."""
        found = Counter(change.states for change in self.changes)
        order = {state: place for place, state in enumerate((*STATES, None))}
        ranked = sorted(found.items(), key=lambda item: (-item[1], order[item[0][0]], order[item[0][1]]))
        return tuple((before, after, count) for (before, after), count in ranked)

    def blocks(self) -> Block:
        """Return what was met under each, how many clocks go from which state to which, and these clocks."""
        from alignkit.handoff.show_what_if import what_if_blocks  # drawing is loaded when something is drawn

        return what_if_blocks(self)

    @property
    def sentence(self) -> str:
        """What changes, in plain words."""
        from alignkit.handoff.show_what_if import what_if_sentence  # drawing is loaded when something is drawn

        return what_if_sentence(self)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        shares = [None if one.met_share is None else as_data(one.met_share) for one in (self.before, self.after)]
        return {
            "alignkit": 1,
            "kind": "what-if",
            "sla": self.after.sla_name,
            "as_of": self.after.as_of.isoformat(),
            "clocks": [len(self.before), len(self.after)],
            "met_share": shares,
            "moved": self.moved,
            "sentence": self.sentence,
            "moves": [{"before": before, "after": after, "clocks": count} for before, after, count in self.moves],
            "changes": [change.to_dict() for change in self.changes],
        }
