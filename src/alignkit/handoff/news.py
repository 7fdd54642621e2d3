"""What changed on the clocks: opened, warned, breached, met; and what was told before and is no longer so."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Literal, NamedTuple, get_args

import attrs

from alignkit.handoff.escalations import Told
from alignkit.handoff.readings import Reading
from alignkit.instants import micros

NewsKind = Literal["opened", "warned", "escalated", "breached", "met", "cancelled", "closed", "revised"]
NEWS_KINDS: tuple[NewsKind, ...] = get_args(NewsKind)


@attrs.frozen(slots=True)
class ClockNews:
    """One thing that happened on a clock.

    Args:
        kind: `opened`; `warned`, when the share to warn at was used up; `escalated`, when somebody is to be told;
            `breached`, when it was due and not stopped; `met`; `cancelled`; `closed`, when a breached clock was stopped
            or cancelled after all; `revised`, when later knowledge, or another tier, made untrue what was told: all
            that the clock has reached by then, a breach or an escalation too, stands in `after`, and is not told apart.
        sla: the SLA.
        lead: the lead's id.
        at: when it happened; of what was revised, when that became known.
        before: the clock as it was told last; None unless it is revised, and for a clock that nobody knew of.
        after: the clock as it is now; None where it never ran.
        told: of what is escalated, who is to be told, at which share of the time; None for any other.
    """

    kind: NewsKind
    sla: str
    lead: str
    at: datetime
    before: Reading | None
    after: Reading | None
    told: Told | None = None

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "alignkit": 1,
            "kind": "clock-news",
            "news": self.kind,
            "sla": self.sla,
            "lead": self.lead,
            "at": self.at.isoformat(),
            "told": None if self.told is None else self.told.to_dict(),
            "before": None if self.before is None else self.before.to_dict(),
            "after": None if self.after is None else self.after.to_dict(),
        }


class Milestone(NamedTuple):
    """What happens on a clock at most once.

    Args:
        kind: what.
        tell: of what is escalated, who is to be told; None for any other.
        share: and at which share of the time.
    """

    kind: NewsKind
    tell: str | None = None
    share: Fraction | None = None


def milestones(reading: Reading) -> dict[Milestone, datetime]:
    """Return what has happened on a clock up to the instant at which it was read, in the order of `NEWS_KINDS`.

    >>> from datetime import UTC, timedelta
    >>> from alignkit.funnel.patterns import entered, left
    >>> from alignkit.handoff.clocks import Clock
    >>> from alignkit.handoff.measure import measure
    >>> from alignkit.handoff.slas import SLA
    >>> nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> answer = SLA("answer", "sales", entered("mql"), left("mql"), timedelta(hours=4))
    >>> reading = measure(answer, Clock("L1", nine), as_of=nine.replace(hour=14))[0]
    >>> [(one.kind, at.hour) for one, at in milestones(reading).items()]
    [('opened', 9), ('warned', 12), ('breached', 13)]
    """
    last = reading.stopped or reading.cancelled
    found: dict[Milestone, datetime] = {Milestone("opened"): reading.started}
    if micros(reading.warned_at) <= micros(last or reading.as_of):
        found[Milestone("warned")] = reading.warned_at
    for one in reading.told:
        if one.is_reached:
            found[Milestone("escalated", one.tell, one.share)] = one.at
    if reading.breached_at is not None:
        found[Milestone("breached")] = reading.breached_at
        if last is not None:
            found[Milestone("closed")] = last
    elif last is not None:
        found[Milestone("met" if reading.stopped is not None else "cancelled")] = last
    return found
