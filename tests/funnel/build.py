"""Short builders for the tests of the funnel: one funnel, days of January 2026, events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from alignkit.funnel.journeys import Journey, Journeys
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import Period, month

PATH = (
    Stage("lead", owner="marketing"),
    Stage("mql", owner="marketing"),
    Stage("sal", owner="sales"),
    Stage("sql", owner="sales"),
    Stage("won", owner="sales", outcome="won"),
    Stage("live", owner="sales"),
)
EXITS = (
    Stage("lost", owner="sales", outcome="lost"),
    Stage("disqualified", owner="sales", outcome="disqualified"),
)
HANDOFF = Boundary("mql", "sal", "lead", reasons=("no budget", "wrong region"))
INBOUND = Funnel("inbound", PATH, EXITS, recycles=[("sal", "lead"), ("lost", "mql")])
HANDED = Funnel("handed", PATH, EXITS, recycles=[("sal", "lead")], boundaries=[HANDOFF])

START = datetime(2026, 1, 1, tzinfo=UTC)
END = START + timedelta(days=90)
JANUARY: Period = month(2026, 1, zone="UTC")


def day(count: float) -> datetime:
    """Return an instant so many days after the first of January 2026."""
    return START + timedelta(days=count)


def entry(stage: str | None, at: float, lead: str = "L1", *, id: str | None = None, seq: int | None = None) -> Event:  # noqa: A002 - the event's own word
    """Make a stage event."""
    return Event(lead, day(at), "stage", stage, id=id, seq=seq)


def act(kind: str, at: float, value: Value = None, lead: str = "L1", **attributes: Value) -> Event:
    """Make an event of another kind."""
    return Event(lead, day(at), kind, value, attributes=attributes)


def change(name: str, value: Value, at: float, lead: str = "L1") -> Event:
    """Make an event that changes a field."""
    return Event(lead, day(at), "field", value, field=name)


def followed(
    *events: Event,
    funnel: Funnel = INBOUND,
    leads: Mapping[str, Mapping[str, Value]] | None = None,
    errors: Errors = "collect",
    as_of: datetime = END,
) -> Journeys:
    """Replay events, 90 days on."""
    return replay(funnel, Facts(leads or {}, events), as_of=as_of, errors=errors)


def walked(*events: Event, funnel: Funnel = INBOUND) -> Journey:
    """Replay the events of one lead, `L1`."""
    return followed(*events, funnel=funnel, leads={"L1": {}}).of("L1")


def path_of(journey: Journey) -> list[str]:
    """Write a journey's visits as text: an inferred one in brackets."""
    return [f"({visit.stage})" if visit.inferred else visit.stage for visit in journey.visits]


def codes(journey: Journey) -> list[str]:
    """Return the codes of what did not go as agreed."""
    return [finding.code for finding in journey.violations]
