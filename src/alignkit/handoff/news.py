"""What changed on the clocks: opened, warned, breached, met; and what was told before and is no longer so."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

import attrs

from alignkit.handoff.readings import Reading
from alignkit.instants import micros

NewsKind = Literal["opened", "warned", "breached", "met", "cancelled", "closed", "revised"]
NEWS_KINDS: tuple[NewsKind, ...] = get_args(NewsKind)


@attrs.frozen(slots=True)
class ClockNews:
    """One thing that happened on a clock.

    Args:
        kind: `opened`; `warned`, when the share to warn at was used up; `breached`, when it was due and not stopped;
            `met`; `cancelled`; `closed`, when a breached clock was stopped or cancelled after all; `revised`, when
            later knowledge made untrue what was told.
        sla: the SLA.
        lead: the lead's id.
        at: when it happened; of what was revised, when that became known.
        before: the clock as it was told last; None unless it is revised, and for a clock that nobody knew of.
        after: the clock as it is now; None where it never ran.
    """

    kind: NewsKind
    sla: str
    lead: str
    at: datetime
    before: Reading | None
    after: Reading | None

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "alignkit": 1,
            "kind": "clock-news",
            "news": self.kind,
            "sla": self.sla,
            "lead": self.lead,
            "at": self.at.isoformat(),
            "before": None if self.before is None else self.before.to_dict(),
            "after": None if self.after is None else self.after.to_dict(),
        }


def milestones(reading: Reading) -> dict[NewsKind, datetime]:
    """Return what has happened on a clock up to the instant at which it was read, in time order.

    >>> from datetime import UTC, timedelta
    >>> from alignkit.funnel.patterns import entered, left
    >>> from alignkit.handoff.clocks import Clock
    >>> from alignkit.handoff.measure import measure
    >>> from alignkit.handoff.slas import SLA
    >>> nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> answer = SLA("answer", "sales", entered("mql"), left("mql"), timedelta(hours=4))
    >>> reading = measure(answer, Clock("L1", nine), as_of=nine.replace(hour=14))[0]
    >>> [(kind, at.hour) for kind, at in milestones(reading).items()]
    [('opened', 9), ('warned', 12), ('breached', 13)]
    """
    last = reading.stopped or reading.cancelled
    found: dict[NewsKind, datetime] = {"opened": reading.started}
    if micros(reading.warned_at) <= micros(last or reading.as_of):
        found["warned"] = reading.warned_at
    if reading.breached_at is not None:
        found["breached"] = reading.breached_at
        if last is not None:
            found["closed"] = last
    elif last is not None:
        found["met" if reading.stopped is not None else "cancelled"] = last
    return found
