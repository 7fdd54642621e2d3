"""Write the year's plan, its tasks and the playbook as the tables of a document; `read_plan` reads them back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from alignkit.agreement.document.write_rules import constant
from alignkit.currency import Money
from alignkit.instants import duration_text
from alignkit.plan.plays import Playbook
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import Target, YearPlan, YearTarget
from alignkit.scorecard.goals import Goal


def write_year_plan(plan: YearPlan, goals: Mapping[str, Goal]) -> dict[str, Any]:
    """Return the `plan` and the `tasks` of a document.

    Args:
        plan: the plan.
        goals: the goals of the document: an amount in the currency of a goal's target is written as a bare number.
    """
    found: dict[str, Any] = {"year": plan.year}
    if plan.aim:
        found["aim"] = plan.aim
    if plan.targets:
        found["targets"] = [_target(target, goals.get(target.goal)) for target in plan.targets]
    tasks = {"tasks": [_task(task) for task in plan.tasks]} if plan.tasks else {}
    return {"plan": found, **tasks}


def _target(target: YearTarget, goal: Goal | None) -> dict[str, Any]:
    model = goal.target if goal is not None else None
    found: dict[str, Any] = {"goal": target.goal, "quarters": [_quantity(value, model) for value in target.quarters]}
    return found if target.whole is None else {**found, "whole": _quantity(target.whole, model)}


def _quantity(value: Target, model: object) -> Any:  # noqa: ANN401 - a number, a table or a time
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, Money) and isinstance(model, Money) and value.currency == model.currency:
        return constant(value.amount)
    if isinstance(model, Money) and not isinstance(value, Money):
        return {"number": constant(value)}  # a bare number would be read as money
    return constant(value)


def _task(task: Task) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": task.name,
        "accountable": task.accountable,
        "team": task.team,
        "due": task.due,
    }
    rest = {"serves": task.serves, "supporters": list(task.supporters), "done": task.done}
    return found | {key: part for key, part in rest.items() if part}


def write_playbook(playbook: Playbook) -> dict[str, Any]:
    """Return the `plays` of a document."""
    return {"plays": [{"stage": play.stage, "does": dict(play.does)} for play in playbook.plays]}
