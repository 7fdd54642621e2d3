"""Worked cases of others, as tickets: all of `sla-pause-oracle`, and where alignkit chooses otherwise.

One difference is chosen (`CHOSEN`): a pause is measured as the time of its SLA is. In work time, a hold while nobody is
at work moves nothing; one source adds it by the wall clock all the same. That hold is held by the wall clock below.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from alignkit.funnel.patterns import Either, entered, left
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.handoff.amounts import Amount
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA, Pause
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import zone_of
from alignkit.rules.predicates import did
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.work_time import WorkTime, work_hours, work_minutes

if TYPE_CHECKING:
    from pathlib import Path

WAITS = ("pending", "on_hold", "closed", "replied")
TICKET = Funnel(
    "ticket",
    [Stage("new", "desk"), Stage("open", "desk"), Stage("done", "desk", outcome="won")],
    exits=[Stage(name, "desk", outcome="lost") for name in WAITS],
    recycles=[(name, "open") for name in WAITS],
)

CHOSEN = {"erp-hold": "a hold while nobody is at work moves no due time; the source adds its 45 minutes"}
"""The cases that come out otherwise here, and why."""
AGREED = ("zam-p1", "zam-p2", "req-pending", "erp-metrics")
STATES = ("new", "open", "pending", "on_hold")
CLOCKS = ("requester_wait_time", "agent_work_time", "agent_wait_time", "on_hold_time", "total_resolution_time")

MONDAY = datetime(2026, 1, 12, 16, tzinfo=UTC)
WALKS = [
    ("new", "open", "pending", "on_hold"),
    ("new", "pending", "on_hold", "open"),
    ("new", "on_hold", "pending", "open"),
    ("new", "open", "pending", "open", "on_hold", "open", "pending", "open"),
    ("new", "on_hold"),
    ("new",),
]
"""What tickets go through before they are done; the first state lasts an hour, the next two, then four."""


def cases_of(folder: Path) -> dict[str, Any]:
    """Return the cases of the oracle by their ids."""
    cases = json.loads((folder / "sla-pause-oracle" / "cases.json").read_text(encoding="utf-8"))
    return {case["id"]: case for case in cases}


def members_of(folder: Path) -> dict[str, frozenset[str]]:
    """Return which states count towards each clock."""
    with (folder / "sla-pause-oracle" / "status_clock_membership.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("metric"): frozenset(state for state, counts in row.items() if counts == "1") for row in rows}


def moment(text: str, zone: str) -> datetime:
    """Read a time; without an offset it is local to the calendar's zone."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=zone_of(zone))


def while_in(states: Iterable[str]) -> Pause:
    """Return the pause that lasts while a ticket is in any of some states."""
    listed = sorted(states)
    return Pause(Either(entered(state) for state in listed), Either(left(state) for state in listed))


def reading_of(case: dict[str, Any], *, until: int | None = None, wall: bool = False) -> Reading:
    """Measure a case as a ticket, as of its last state change or that of `until`; in work time or by the wall clock."""
    spec = case["calendar"]
    calendar = WorkCalendar(
        spec["tz"],
        {day: [f"{a}-{b}" for a, b in parts] for day, parts in spec["weekly"].items()},
        [datetime.fromisoformat(day).date() for day in spec["holidays"]],
    )
    ((_, target),) = case["targets_minutes"].items()
    within: Amount = timedelta(minutes=target) if wall else work_minutes(target)
    # a ticket's desk resolves it by moving it on; no case does
    sla = SLA(
        "answer",
        "desk",
        entered("open"),
        entered("done"),
        within,
        None if wall else calendar,
        pauses=[while_in(case["pause_states"])],
    )
    changes = [{"at": case["created_at"], "state": case["initial_state"]}, *case["events"]]
    events = [Event("T1", moment(change["at"], calendar.zone), "stage", change["state"]) for change in changes]
    as_of = events[-1 if until is None else until].at
    (reading,) = measure(sla, replay(TICKET, Facts(events=events), as_of=as_of), as_of=as_of)
    return reading


def test_every_case_is_held(shared_data: Path) -> None:
    """No case, clock or state of the oracle is left out here: each agrees, or differs by choice."""
    assert cases_of(shared_data).keys() == {*AGREED, *CHOSEN}
    members = members_of(shared_data)
    assert tuple(members) == CLOCKS
    assert frozenset().union(*members.values()) == frozenset(STATES)


@pytest.mark.parametrize("name", ["zam-p1", "zam-p2"])
def test_zammad(shared_data: Path, name: str) -> None:
    """Pending time, and the time between closing and reopening, is given back."""
    case = cases_of(shared_data)[name]
    assert reading_of(case).due == moment(case["expected"]["first_response_due"], "UTC")


def test_requirement_text(shared_data: Path) -> None:
    """A pause over the night is two hours of work time: one until closing, one after opening."""
    case = cases_of(shared_data)["req-pending"]
    reading = reading_of(case)
    assert reading.due == moment(case["expected"]["resolution_due"], "UTC")
    assert reading.paused == WorkTime(case["expected"]["paused_business_seconds"] * 10**6)
    before = reading_of(case, until=1)
    assert before.due == moment(case["expected"]["resolution_due_without_pause"], "UTC")


def test_the_other_choice(shared_data: Path) -> None:
    """`erp-hold`: a hold before opening time moves nothing here; the source adds its 45 minutes of wall time."""
    case = cases_of(shared_data)["erp-hold"]
    reading = reading_of(case)
    assert reading.paused == work_hours(0)
    assert reading.due == moment("2020-03-04T16:00:00", "UTC")
    by_the_source = moment(case["expected"]["resolution_due"], "UTC")
    assert by_the_source - reading.due == timedelta(seconds=case["expected"]["total_hold_seconds"])


def test_the_hold_by_the_wall_clock(shared_data: Path) -> None:
    """Where an SLA runs day and night, the same hold is as long as its source says, and moves the due time by that."""
    case = cases_of(shared_data)["erp-hold"]
    hold = timedelta(seconds=case["expected"]["total_hold_seconds"])
    reading = reading_of(case, wall=True)
    assert reading.paused == hold
    assert reading.due == moment(case["created_at"], "UTC") + reading.within + hold  # type: ignore[operator]  # wall time


def test_answers_and_resolution(shared_data: Path) -> None:
    """`erp-metrics`: each message of the customer is a clock of its own; waiting for the customer is a pause."""
    case = cases_of(shared_data)["erp-metrics"]
    expected = case["expected"]
    events = [Event("T1", moment(case["created_at"], "UTC"), "stage", case["initial_state"])]
    for change in case["events"]:
        at = moment(change["at"], "UTC")
        if "state" in change:
            events.append(Event("T1", at, "stage", change["state"]))
        else:
            team = "desk" if change["message"] == "agent" else None
            events.append(Event("T1", at, "touch", change["message"], team=team))
    as_of = events[-1].at
    journeys = replay(TICKET, Facts(events=events), as_of=as_of)

    answer = SLA("answer", "desk", did("customer"), did("agent"), timedelta(hours=1))
    answers = measure(answer, journeys, as_of=as_of)
    took = [_seconds(reading.worked) for reading in answers]
    assert took == [15 * 60, 5 * 60]
    assert Fraction(sum(took), len(took)) == expected["avg_response_seconds"]

    on_customer = Pause(did("agent"), did("customer"))
    for pauses, seconds in (
        ([], expected["resolution_seconds"]),
        ([on_customer], expected["resolution_seconds_excluding_waiting_on_customer"]),
    ):
        solve = SLA("solve", "desk", entered("open"), entered("closed"), timedelta(hours=8), pauses=pauses)
        (reading,) = measure(solve, journeys, as_of=as_of)
        assert (_seconds(reading.worked), reading.state) == (seconds, "met")


@pytest.mark.parametrize("at_work", [False, True], ids=["wall time", "work time"])
@pytest.mark.parametrize("clock", CLOCKS)
def test_which_states_count(shared_data: Path, clock: str, *, at_work: bool) -> None:
    """Each of the usual clocks runs in its states and pauses in the others, whatever way a ticket takes."""
    counts = members_of(shared_data)[clock]
    others = [state for state in STATES if state not in counts]
    office = WorkCalendar("UTC", {"mon-fri": ["09:00-18:00"]}) if at_work else None
    within: Amount = work_hours(100) if at_work else timedelta(hours=100)
    pauses = [while_in(others)] if others else []
    sla = SLA("clock", "desk", entered("new"), entered("done"), within, office, pauses=pauses)
    for walk in WALKS:
        times = [MONDAY + timedelta(hours=2**place - 1) for place in range(len(walk) + 1)]
        events = [Event("T1", at, "stage", state) for at, state in zip(times, (*walk, "done"), strict=True)]
        (reading,) = measure(sla, replay(TICKET, Facts(events=events), as_of=times[-1]), as_of=times[-1])
        lasted = [
            elapsed(office, start, end).micros // 10**6 if office else (end - start) // timedelta(seconds=1)
            for start, end in pairwise(times)
        ]
        running = sum(span for span, state in zip(lasted, walk, strict=True) if state in counts)
        assert (_seconds(reading.worked), _seconds(reading.paused)) == (running, sum(lasted) - running), walk


def _seconds(amount: Amount) -> int:
    return amount.micros // 10**6 if isinstance(amount, WorkTime) else amount // timedelta(seconds=1)
