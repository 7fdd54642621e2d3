"""The work list: which clocks are open, whose they are, and what is left of their time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import overload

import attrs

from alignkit.currency import Money
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import Finding
from alignkit.handoff.amounts import Amount, amount_text
from alignkit.handoff.escalations import Told
from alignkit.handoff.readings import State
from alignkit.instants import micros


@attrs.frozen(slots=True)
class WorkItem:
    """One open clock: somebody still has to act.

    Args:
        lead: the lead's id.
        sla: the SLA.
        team: the team that must act.
        owner: who owns the lead at `as_of`; the team where nobody does.
        state: `running`, `warning`, `paused`, or `breached` and not stopped yet.
        due: when the time is used up; of a paused clock, if it resumed at once.
        left: what is left of the time; negative where more was used.
        tier: the tier that holds; None for the SLA's own time.
        worth: what the lead is worth, as the field says that was asked for: a number or money; None where it says none.
        told: who has been told of the clock by now, or is to be.
    """

    lead: str
    sla: str
    team: str
    owner: str
    state: State
    due: datetime
    left: Amount
    tier: str | None = None
    worth: Fraction | Money | None = None
    told: tuple[Told, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the item as plain data."""
        return {
            "alignkit": 1,
            "kind": "work-item",
            "lead": self.lead,
            "sla": self.sla,
            "team": self.team,
            "owner": self.owner,
            "state": self.state,
            "due": self.due.isoformat(),
            "left": amount_text(self.left),
            "tier": self.tier,
            "worth": None if self.worth is None else str(self.worth),
            "told": [one.to_dict() for one in self.told],
        }


def _by_due(items: Iterable[WorkItem]) -> tuple[WorkItem, ...]:
    return tuple(sorted(items, key=lambda item: (micros(item.due), -_size(item), item.lead, item.sla)))


def _size(item: WorkItem) -> Fraction:
    """Return what an item is worth as a bare number; nothing where that is not known."""
    return item.worth.amount if isinstance(item.worth, Money) else item.worth or Fraction(0)


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(findings)


@attrs.frozen(slots=True, repr=False)
class WorkList(Shown, Sequence[WorkItem]):
    """What is due next: every open clock of every SLA, by due time, then what the lead is worth, then lead.

    Args:
        items: one item an open clock.
        findings: what was found on the way, over facts and clocks.
        as_of: when the clocks were read.
    """

    items: tuple[WorkItem, ...] = attrs.field(converter=_by_due)
    findings: tuple[Finding, ...] = attrs.field(converter=_findings)
    as_of: datetime

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> WorkItem: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[WorkItem, ...]: ...
    def __getitem__(self, index: int | slice) -> WorkItem | tuple[WorkItem, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[WorkItem]:
        return iter(self.items)

    def of(self, owner: str) -> WorkList:
        """Return the work list of one owner, or of a team where nobody owns the lead."""
        items = [item for item in self.items if item.owner == owner]
        leads = {item.lead for item in items}
        return WorkList(items, [finding for finding in self.findings if finding.path in leads], self.as_of)

    @property
    def by_worth(self) -> tuple[WorkItem, ...]:
        """The items with what is worth most first, of equal ones what is due first; amounts as bare numbers."""
        return tuple(sorted(self.items, key=lambda item: -_size(item)))

    @property
    def owners(self) -> tuple[str, ...]:
        """Who has something to do, sorted."""
        return tuple(sorted({item.owner for item in self.items}))

    @property
    def overdue(self) -> int:
        """How many of the clocks are breached."""
        return sum(item.state == "breached" for item in self.items)

    def blocks(self) -> Block:
        """Return how much each owner has to do, and the open clocks as a table."""
        from alignkit.handoff.show import work_blocks  # drawing is loaded when something is drawn

        return work_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the work list as plain data."""
        return {
            "alignkit": 1,
            "kind": "work-list",
            "as_of": self.as_of.isoformat(),
            "overdue": self.overdue,
            "items": [item.to_dict() for item in self.items],
            "findings": [finding.to_dict() for finding in self.findings],
        }
