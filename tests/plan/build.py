"""Short builders for the tests of plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from alignkit.errors import AlignkitError
from alignkit.instants import days
from alignkit.periods import Period, year
from alignkit.plan.capacities import Capacity
from alignkit.plan.requirements import Requirements
from alignkit.plan.reverse import reverse_funnel
from alignkit.plan.steps import FlowStep
from alignkit.plan.tasks import Task

YEAR: Period = year(2026, zone="Europe/Amsterdam")
STATED = (
    FlowStep("lead", "mql", 0.3, lag=days(10)),
    FlowStep("mql", "sql", 0.4, lag=days(20)),
    FlowStep("sql", "won", 0.25, lag=days(60)),
)
COUNTED = (
    FlowStep("lead", "mql", converted=300, of=1000, lag=days(10)),
    FlowStep("mql", "sql", converted=120, of=300, lag=days(20)),
    FlowStep("sql", "won", converted=30, of=120, lag=days(60)),
)


def planned(target: Any = 30, steps: Any = STATED, period: Any = YEAR, **parts: Any) -> Requirements:  # noqa: ANN401 - what a test gives
    """Work back from 30 deals in 2026, unless told otherwise."""
    return reverse_funnel(target, steps=steps, period=period, **parts)


def capacity(**parts: Any) -> Capacity:  # noqa: ANN401 - what a test gives
    """Make three people of sales with an hour of work for each MQL."""
    given = {"people": 3, "hours_a_week": 20, "touches_per_lead": 5, "minutes_per_touch": 12}
    return Capacity(parts.pop("team", "sales"), parts.pop("stage", "mql"), **(given | parts))


def task(name: str = "Spring fair", **parts: Any) -> Task:  # noqa: ANN401 - what a test gives
    """Make a task of Bram's, due at the end of March."""
    given: dict[str, Any] = {"accountable": "Bram", "team": "sales", "due": date(2026, 3, 31), "serves": "mqls"}
    return Task(name, **(given | parts))


def told(*values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - fractions that are held against whole numbers
    """Return values as a tuple of anything: a fraction equals a whole number, which type checkers doubt."""
    return values


def codes(error: AlignkitError) -> list[tuple[str, str]]:
    """Return each fault's code and path."""
    return [(issue.code, issue.path) for issue in error.issues]
