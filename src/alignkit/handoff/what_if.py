"""Ask what another SLA, or another calendar, would have said of the same history."""

from __future__ import annotations

from datetime import datetime

from alignkit.funnel.journeys import Journey, Journeys
from alignkit.handoff.comparisons import ClockChange, WhatIf
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import by_start
from alignkit.handoff.slas import SLA
from alignkit.instants import micros


def what_if(sla: SLA, other: SLA, source: Journeys | Journey, *, as_of: datetime) -> WhatIf:
    """Measure one history under two SLAs, and tell which clocks come out otherwise.

    Clocks are the same where lead and start are; several that start at one instant are compared in turn. Ask it with
    another time, calendar, tier or pause: `what_if(sla, attrs.evolve(sla, within=work_hours(2)), journeys, as_of=now)`.

    Args:
        sla: the one that holds.
        other: the one that might.
        source: what `replay` gave, of all leads or of one.
        as_of: when the clocks are read.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `as-of-after-journeys`.
        DocumentError: `wrong-type`, `unknown-stage`.
        NoBusinessTimeError: a calendar has no open time for 50 years.

    >>> import attrs
    >>> from datetime import UTC, timedelta
    >>> from alignkit.funnel.patterns import entered, left
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> funnel = Funnel("inbound", [Stage("mql", "sales"), Stage("won", "sales", outcome="won")])
    >>> nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> events = [Event("L1", nine, "stage", "mql"), Event("L1", nine.replace(hour=11), "stage", "won")]
    >>> journeys = replay(funnel, Facts(events=events), as_of=nine.replace(day=9))
    >>> answer = SLA("answer", "sales", entered("mql"), left("mql"), timedelta(hours=4))
    >>> what_if(answer, attrs.evolve(answer, within=timedelta(hours=1)), journeys, as_of=nine.replace(day=9)).moves
    (('met', 'breached', 1),)
    """
    before, after = measure(sla, source, as_of=as_of), measure(other, source, as_of=as_of)
    earlier, later = by_start(before), by_start(after)
    changes: list[ClockChange] = []
    moved = 0
    for key in dict.fromkeys((*earlier, *later)):
        old, new = earlier.get(key), later.get(key)
        moved += old is not None and new is not None and micros(old.due) != micros(new.due)
        if old is None or new is None or old.state != new.state:
            changes.append(ClockChange(key[0], (old or new).started, old, new))  # type: ignore[union-attr]  # one is there
    return WhatIf(before, after, changes, moved)
