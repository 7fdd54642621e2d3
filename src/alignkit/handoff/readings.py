"""Readings: what the clocks of an SLA say, and how many say what."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Literal, get_args, overload

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import Finding
from alignkit.exact import as_data
from alignkit.handoff.amounts import Allowed, Amount, allowed_text, amount_text, less
from alignkit.handoff.escalations import Told
from alignkit.handoff.reading_rows import ReadingRows, Row
from alignkit.instants import micros
from alignkit.worktime.calendar import Calendar

State = Literal["running", "warning", "paused", "met", "breached", "cancelled"]
STATES: tuple[State, ...] = get_args(State)


@attrs.frozen(slots=True, repr=False)
class Reading(Shown):
    """What one clock says at `as_of`.

    State compares instants alone: met at exactly the due time, breached one microsecond later. While a clock pauses,
    its due time and warning are what they would be if it resumed at once.

    Args:
        sla_name: whose clock it is: the SLA.
        team: the team that must act.
        lead: the lead's id.
        state: `running`, `warning`, `paused`, `met`, `breached` or `cancelled`.
        started: when the clock started.
        due: when the time is used up, in the calendar's zone; for wall time in the start's.
        warned_at: when the share to warn at is used up.
        breached_at: the due time of a breached clock; None for any other.
        stopped: when the clock stopped; None where it has not.
        cancelled: when it was cancelled; None where it was not.
        worked: the time used, up to its end or `as_of`; in work time or wall time, as `within` is.
        paused: the time paused, in the same unit. `worked` and `paused` add up to the time elapsed.
        within: how long the team has.
        allowed: the same as an amount: of working days the work time from the start to the close of the last.
        tier: the tier that holds; None for the SLA's own time.
        retiered_at: since when it holds, if it came to hold while the clock ran, which was then recomputed; else None.
        owner: who owned the lead when the clock started; the team where nobody did.
        pauses: the stretches paused, united and in order.
        as_of: when the clock was read.
        reset: whether what cancelled the clock started it anew, as one of its own.
        told: who is to be told of it, and when.
        calendar: when people are at work, by which its time counts; None for wall time.
    """

    sla_name: str
    team: str
    lead: str
    state: State
    started: datetime
    due: datetime
    warned_at: datetime
    breached_at: datetime | None
    stopped: datetime | None
    cancelled: datetime | None
    worked: Amount
    paused: Amount
    within: Allowed
    tier: str | None
    owner: str
    pauses: tuple[tuple[datetime, datetime], ...]
    as_of: datetime
    allowed: Amount
    reset: bool = False
    retiered_at: datetime | None = None
    told: tuple[Told, ...] = ()
    calendar: Calendar | None = attrs.field(default=None, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act: the clock has neither stopped nor been cancelled, breached or not."""
        return self.stopped is None and self.cancelled is None

    @property
    def left(self) -> Amount:
        """What is left of the time; negative once more was used."""
        return less(self.allowed, self.worked)

    def blocks(self) -> Block:
        """Return the clock in a sentence and as a picture of its time."""
        from alignkit.handoff.show import reading_blocks  # drawing is loaded when something is drawn

        return reading_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the reading as plain data; instants as ISO 8601, times as `parse_work_time` and its kin read them."""
        return {
            "alignkit": 1,
            "kind": "reading",
            "sla": self.sla_name,
            "team": self.team,
            "lead": self.lead,
            "owner": self.owner,
            "state": self.state,
            "tier": self.tier,
            "retiered_at": iso(self.retiered_at),
            "as_of": self.as_of.isoformat(),
            "started": self.started.isoformat(),
            "due": self.due.isoformat(),
            "warned_at": self.warned_at.isoformat(),
            "breached_at": iso(self.breached_at),
            "stopped": iso(self.stopped),
            "cancelled": iso(self.cancelled),
            "within": allowed_text(self.within),
            "worked": amount_text(self.worked),
            "paused": amount_text(self.paused),
            "left": amount_text(self.left),
            "pauses": [[start.isoformat(), end.isoformat()] for start, end in self.pauses],
            "reset": self.reset,
            "told": [one.to_dict() for one in self.told],
        }


def iso(instant: datetime | None) -> str | None:
    """Write an instant, or None where there is none."""
    return None if instant is None else instant.isoformat()


def _lead(item: Reading | Row) -> str:
    return item.lead


def _in_order(items: Iterable[Reading]) -> Sequence[Reading]:
    if isinstance(items, ReadingRows):
        return items
    return tuple(sorted(items, key=lambda reading: (reading.lead, micros(reading.started))))


def _findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(findings)


@attrs.frozen(slots=True, repr=False)
class Readings(Shown, Sequence[Reading]):
    """The readings of one SLA, one a clock, by lead and start. A lead may have several, one after the other.

    A reading is made when it is first looked at; to count them, none is.

    Args:
        sla_name: the SLA.
        items: one reading a clock.
        findings: `touch-without-team`, `unknown-tier`, `unknown-exemption`, `clock-before-event`, each with the lead's
            id as its path.
        as_of: when the clocks were read.
        exempt: how many times a clock would have started, of a lead that was exempt then.
    """

    sla_name: str
    items: Sequence[Reading] = attrs.field(converter=_in_order)
    findings: tuple[Finding, ...] = attrs.field(converter=_findings)
    as_of: datetime
    exempt: int = attrs.field(default=0, kw_only=True)

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Reading, ...]: ...
    def __getitem__(self, index: int | slice) -> Reading | tuple[Reading, ...]:
        return self.items[index] if isinstance(index, int) else tuple(self.items[index])

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.items)

    def of(self, lead: str) -> tuple[Reading, ...]:
        """Return the readings of a lead, in time order; empty where its clock never started."""
        if not isinstance(lead, str):
            return ()
        rows = self._rows
        first = bisect_left(rows, lead, key=_lead)
        return tuple(self.items[first : bisect_right(rows, lead, lo=first, key=_lead)])

    @property
    def counts(self) -> dict[State, int]:
        """How many clocks are in each state; every state is there."""
        found: dict[State, int] = dict.fromkeys(STATES, 0)
        for row in self._rows:
            found[row.state] += 1
        return found

    @property
    def _rows(self) -> Sequence[Reading | Row]:
        """What is known of each clock before its reading is made."""
        return self.items.rows if isinstance(self.items, ReadingRows) else self.items

    @property
    def pending(self) -> int:
        """How many clocks are still open and in time: running, warning or paused."""
        counts = self.counts
        return counts["running"] + counts["warning"] + counts["paused"]

    @property
    def met_share(self) -> Fraction | None:
        """Met ÷ (met + breached); None where there is neither. Pending and cancelled clocks stay apart."""
        counts = self.counts
        decided = counts["met"] + counts["breached"]
        return Fraction(counts["met"], decided) if decided else None

    def blocks(self) -> Block:
        """Return the counts per state, and the clocks as a table."""
        from alignkit.handoff.show import readings_blocks  # drawing is loaded when something is drawn

        return readings_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the readings as plain data; the share met as text, such as `2/3`."""
        share = self.met_share
        return {
            "alignkit": 1,
            "kind": "readings",
            "sla": self.sla_name,
            "as_of": self.as_of.isoformat(),
            "counts": dict(self.counts),
            "pending": self.pending,
            "exempt": self.exempt,
            "met_share": None if share is None else as_data(share),
            "findings": [finding.to_dict() for finding in self.findings],
            "readings": [reading.to_dict() for reading in self.items],
        }


def by_start(readings: Iterable[Reading]) -> dict[tuple[str, int, int], Reading]:
    """Return readings by what makes a clock the same elsewhere: its lead, its start, and its number among those.

    Where a day is all that is known of events, a lead may start a clock, end it and start it again at one instant.
    """
    found: dict[tuple[str, int, int], Reading] = {}
    last, number = ("", 0), 0
    for reading in readings:  # by lead and start
        here = reading.lead, micros(reading.started)
        last, number = here, number + 1 if here == last else 0
        found[*here, number] = reading
    return found
