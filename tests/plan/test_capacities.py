"""Workloads as plain data, and what a load holds."""

from __future__ import annotations

from datetime import date

from tests.plan.build import capacity, planned, told

from alignkit.periods import month
from alignkit.plan.capacities import WEEK_HOURS, Workload
from alignkit.plan.staff import capacity_needed
from alignkit.plan.steps import FlowStep
from alignkit.worktime.calendar import WorkCalendar

CLOSED = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 2, day) for day in range(1, 29)])
"""Nobody works in February."""


def february(calendar: WorkCalendar | None = None) -> Workload:
    """Ask 300 hours of three people in February 2026."""
    plan = planned(30, [FlowStep("mql", "won", 0.1)], month(2026, 2, zone="UTC"))
    return capacity_needed(plan, [capacity()], calendar=calendar)


def test_a_workload_is_plain_data() -> None:
    """Its sentence and each month in hours, with what is missing."""
    assert february().to_dict() == {
        "alignkit": 1,
        "kind": "workload",
        "fits": False,
        "loads": [
            {
                "team": "sales",
                "stage": "mql",
                "sentence": "Follow-up of “mql” by sales needs 300 hours in 2026-02, and 240 hours are there: 60 hours "
                "are missing, about 0.8 more people.",
                "months": [
                    {
                        "month": "2026-02",
                        "leads": 300,
                        "needed": 300,
                        "needed_at_most": 300,
                        "there": 240,
                        "people": 3.75,
                        "missing": 60,
                    }
                ],
            }
        ],
    }


def test_a_month_in_which_nobody_can_work_has_no_number_of_people() -> None:
    """As data, that is None."""
    (load,) = february(CLOSED).loads
    assert load.months[0].to_dict() == {
        "month": "2026-02",
        "leads": 300,
        "needed": 300,
        "needed_at_most": 300,
        "there": 0,
        "people": None,
        "missing": 300,
    }


def test_limits_of_people_and_hours() -> None:
    """Nobody at all and every hour of the week are taken."""
    given = capacity(people=0, hours_a_week=WEEK_HOURS)
    assert told(given.people, given.hours_a_week) == (0, 168)
