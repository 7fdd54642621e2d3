"""One small company for the stories: its funnel, its office hours, and short ways to tell what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import zone_of
from alignkit.rules.predicates import did
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import work_hours

OFFER = Boundary("mql", "sal", "lead", reasons=["no budget", "wrong region"])
FUNNEL = Funnel(
    "inbound",
    path=[
        Stage("lead", "marketing"),
        Stage("mql", "marketing"),
        Stage("sal", "sales"),
        Stage("sql", "sales"),
        Stage("won", "sales", outcome="won"),
    ],
    exits=[Stage("hold", "sales", outcome="lost"), Stage("spam", "marketing", outcome="disqualified")],
    recycles=[("mql", "lead"), ("sal", "lead"), ("hold", "mql"), ("hold", "sal")],
    boundaries=[OFFER],
)
OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]}, name="office")
FIRST_TOUCH = SLA("first touch", "sales", entered("mql"), did("call"), work_hours(4), OFFICE)
LAST = datetime(2027, 1, 1, tzinfo=UTC)


def at(text: str, zone: str = "Europe/Amsterdam") -> datetime:
    """Read a wall time: `at("2026-01-05 09:00")` is a Monday at nine in Amsterdam."""
    return datetime.fromisoformat(text).replace(tzinfo=zone_of(zone))


def stage(when: str, name: str | None, **more: Any) -> Event:  # noqa: ANN401 - what Event takes, and checks
    """Tell that a lead entered a stage."""
    return Event(more.pop("lead", "L1"), at(when), "stage", name, **more)


def call(when: str, **more: Any) -> Event:  # noqa: ANN401 - the same
    """Tell that a person of sales called."""
    more = {"team": "sales", "actor": "ann", **more}
    return Event(more.pop("lead", "L1"), at(when), "touch", more.pop("what", "call"), **more)


def happened(when: str, kind: str, value: str | None = None, **more: Any) -> Event:  # noqa: ANN401 - the same
    """Tell of any other event."""
    return Event(more.pop("lead", "L1"), at(when), kind, value, **more)


def journeys(
    events: Iterable[Event], fields: dict[str, dict[str, Any]] | None = None, *, as_of: datetime = LAST
) -> Journeys:
    """Replay events through the funnel."""
    return replay(FUNNEL, Facts(fields or {}, events), as_of=as_of)


def read(sla: SLA, events: Iterable[Event], as_of: str) -> Reading:
    """Measure the one clock that events start."""
    (reading,) = measure(sla, journeys(events), as_of=at(as_of))
    return reading
