"""Find ping-pong: leads that are handed back to whom they came from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from alignkit.errors import DocumentError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.handoff.amounts import Amount, amount_like, amount_micros, checked_within
from alignkit.handoff.journeys_until import journeys_until
from alignkit.handoff.returns import PingPong, Return
from alignkit.handoff.walk import passed
from alignkit.instants import micros
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime

_WALL = timedelta(0)
_WORK = WorkTime(0)


def ping_pong(
    source: Journeys | Journey, *, as_of: datetime, within: Amount | None = None, calendar: Calendar | None = None
) -> PingPong:
    """Find each time that a lead went back to the owner whom it had just left.

    Owners are those of `Journey.owners`: by `owner` events, and before the first of them by the field `owner`; one
    named twice in a row is one. A lead that goes from ann to bram and back to ann has returned; from ann to bram to
    chris and back to ann it has not, for chris was next.

    Args:
        source: what `replay` gave, of all leads or of one.
        as_of: up to when events count.
        within: count only what came back after so much time or less; in work time it needs a calendar.
        calendar: when people are at work; then `held` is work time.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `as-of-after-journeys`.
        DocumentError: `wrong-type`, `not-positive`, `no-calendar`, `unlike-times`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> funnel = Funnel("inbound", [Stage("mql", "sales"), Stage("won", "sales", outcome="won")])
    >>> nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> owners = [("ann", 9), ("bram", 10), ("ann", 12)]
    >>> events = [Event("L1", nine.replace(hour=hour), "owner", owner) for owner, hour in owners]
    >>> one = nine.replace(hour=13)
    >>> found = ping_pong(replay(funnel, Facts(events=events), as_of=one), as_of=one)
    >>> [(item.lead, item.owner, item.other, str(item.held)) for item in found]
    [('L1', 'ann', 'bram', '2:00:00')]
    """
    if calendar is not None and not isinstance(calendar, Calendar):
        raise DocumentError.at("wrong-type", f"a calendar is a WorkCalendar, not {shown(calendar)}", path="calendar")
    most = None if within is None else _checked(within, calendar)
    journeys = journeys_until(source, as_of)
    now = micros(as_of)
    items: list[Return] = []
    changes = changed = 0
    for journey in journeys:
        owners = list(_owners(journey, now))
        changes += max(len(owners) - 1, 0)
        changed += len(owners) > 1
        for (first, _), (other, left), (owner, back) in zip(owners, owners[1:], owners[2:], strict=False):
            if owner == first and left is not None and back is not None:  # the first alone was owner before any event
                spent = passed(calendar, micros(left), micros(back))
                if most is None or spent <= most:
                    held = amount_like(_WALL if calendar is None else _WORK, spent)
                    items.append(Return(journey.lead, back, owner, other, left, held))
    return PingPong(items, changes, changed, as_of)


def _checked(within: Amount, calendar: Calendar | None) -> int:
    found = checked_within(within, "within")
    if isinstance(found, WorkDays):
        raise DocumentError.at("wrong-type", f"must be an amount of time, not {shown(within)}", path="within")
    if isinstance(found, WorkTime) and calendar is None:
        raise DocumentError.at(
            "no-calendar", f"{found} needs a calendar that tells when people are at work", path="within"
        )
    if not isinstance(found, WorkTime) and calendar is not None:
        text = f"{shown(within)} runs by the wall clock, and with a calendar what is held is work time"
        raise DocumentError.at("unlike-times", text, path="within")
    return amount_micros(found)


def _owners(journey: Journey, now: int) -> Iterator[tuple[str, datetime | None]]:
    """Yield the people who owned a lead, each with when they got it: nobody in between is no other owner."""
    last: str | None = None
    for owner, since, _ in journey.owners():
        if owner is not None and owner != last and (since is None or micros(since) <= now):
            yield owner, since
            last = owner
