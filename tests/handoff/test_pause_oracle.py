"""Worked cases of others, as tickets.

`erp-hold` adds the hold's wall time; here a pause is measured as the time of the SLA is, so it comes out otherwise.
`erp-metrics` has no target and is left out.
"""

from __future__ import annotations

import json
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING, Any

import pytest

from alignkit.funnel.patterns import entered, left
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA, Pause
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import zone_of
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import WorkTime, work_hours, work_minutes

if TYPE_CHECKING:
    from pathlib import Path

TICKET = Funnel(
    "ticket",
    [Stage("new", "desk"), Stage("open", "desk"), Stage("done", "desk", outcome="won")],
    exits=[Stage(name, "desk", outcome="lost") for name in ("pending", "closed", "replied")],
    recycles=[("pending", "open"), ("closed", "open"), ("replied", "open")],
)


def case_of(folder: Path, name: str) -> dict[str, Any]:
    """Return one case of the oracle."""
    cases = json.loads((folder / "sla-pause-oracle" / "cases.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(case for case in cases if case["id"] == name)
    return found


def moment(text: str, zone: str) -> datetime:
    """Read a time; without an offset it is local to the calendar's zone."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone_of(zone))


def reading_of(case: dict[str, Any], *, until: int | None = None) -> Reading:
    """Measure a case as a ticket, as of its last state change; with `until`, as of that one."""
    spec = case["calendar"]
    calendar = WorkCalendar(spec["tz"], {day: [f"{a}-{b}" for a, b in parts] for day, parts in spec["weekly"].items()})
    ((_, target),) = case["targets_minutes"].items()
    paused = [(entered(state), left(state)) for state in case["pause_states"]]
    starts, ends = (reduce(lambda a, b: a | b, side) for side in zip(*paused, strict=True))
    # a ticket's desk resolves it by moving it on; no case does
    sla = SLA(
        "answer", "desk", entered("open"), entered("done"), work_minutes(target), calendar, pauses=[Pause(starts, ends)]
    )
    changes = [{"at": case["created_at"], "state": case["initial_state"]}, *case["events"]]
    events = [Event("T1", moment(change["at"], calendar.zone), "stage", change["state"]) for change in changes]
    as_of = events[-1 if until is None else until].at
    (reading,) = measure(sla, replay(TICKET, Facts(events=events), as_of=as_of), as_of=as_of)
    return reading


@pytest.mark.parametrize("name", ["zam-p1", "zam-p2"])
def test_zammad(shared_data: Path, name: str) -> None:
    """Pending time, and the time between closing and reopening, is given back."""
    case = case_of(shared_data, name)
    assert reading_of(case).due == moment(case["expected"]["first_response_due"], "UTC")


def test_requirement_text(shared_data: Path) -> None:
    """A pause over the night is two hours of work time: one until closing, one after opening."""
    case = case_of(shared_data, "req-pending")
    reading = reading_of(case)
    assert reading.due == moment(case["expected"]["resolution_due"], "UTC")
    assert reading.paused == WorkTime(case["expected"]["paused_business_seconds"] * 10**6)
    before = reading_of(case, until=1)
    assert before.due == moment(case["expected"]["resolution_due_without_pause"], "UTC")


def test_the_other_choice(shared_data: Path) -> None:
    """`erp-hold`: a hold before opening time moves nothing here; the source adds its 45 minutes of wall time."""
    case = case_of(shared_data, "erp-hold")
    reading = reading_of(case)
    assert reading.paused == work_hours(0)
    assert reading.due == moment("2020-03-04T16:00:00", "UTC")
    assert reading.due != moment(case["expected"]["resolution_due"], "UTC")
