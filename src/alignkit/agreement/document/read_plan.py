"""Read the year's plan, its tasks and the playbook from a document.

`[plan]` says for which year, with what each quarter is to bring in `[[plan.targets]]`; `[[tasks]]` and `[[plays]]` are
lists of their own, since people add to them all year.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_constants import read_money
from alignkit.agreement.document.scope import Scope
from alignkit.currency import Money, money
from alignkit.errors import shown
from alignkit.instants import parse_duration
from alignkit.plan.checked import doubled
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import YearPlan, YearTarget
from alignkit.scorecard.goals import Goal


def read_year_plan(top: Table, scope: Scope, goals: Mapping[str, Goal | None]) -> YearPlan | None:
    """Read `[plan]` and `[[tasks]]`; None where there is neither, and where anything is wrong with them.

    Args:
        top: the whole document.
        scope: what the document's clauses may refer to.
        goals: the goals read so far: a bare number is an amount of money where the goal's target is one.
    """
    before = len(top.faults)
    tasks = [read_task(table, scope) for table in top.tables("tasks")]
    table = top.table("plan")
    if table is None:
        if tasks and "plan" not in top:
            top.fault("missing-field", "tasks belong to the plan of a year: add [plan] with its year", "plan")
        return None
    year, aim = table.whole("year"), table.text("aim")
    if year is None and "year" not in table:
        table.fault("missing-field", f"{shown(table.path)} needs 'year'", "year")
    targets = [read_target(inner, goals) for inner in table.tables("targets")]
    table.finish()
    # the plan keeps its tasks by due date, so that only here their places are those of the document
    names = [task.name for task in tasks if task is not None]
    if len(names) == len(tasks):
        for fault in doubled(names, "task", "tasks"):
            top.faults.add(fault.code, fault.message, fault.path)
    if len(top.faults) > before:
        return None
    return table.build(YearPlan, year, targets, tasks, aim=aim or "")


def read_task(table: Table, scope: Scope) -> Task | None:
    """Read a task; which goal it serves is not held against the goals here: that is a doubt and no fault."""
    before = len(table.faults)
    name, team = table.text("name", required=True), scope.team_at(table, "team", required=True)
    accountable = _one_person(table)
    due, done = table.day("due", required=True), table.day("done")
    serves, supporters = table.text("serves"), table.texts("supporters")
    table.finish()
    if len(table.faults) > before:
        return None
    return table.build(Task, name, accountable, team, due, serves=serves or "", supporters=supporters, done=done)


def _one_person(table: Table) -> str | None:
    if isinstance(several := table.raw("accountable"), list | tuple):
        text = f"one person answers for a task, and the others are its supporters: {shown(several)}"
        table.fault("one-accountable", text, "accountable")
        return None
    return table.text("accountable", required=True)


def read_target(table: Table, goals: Mapping[str, Goal | None]) -> YearTarget | None:
    """Read what each quarter is to bring of a goal."""
    before = len(table.faults)
    name = table.text("goal", required=True)
    goal = goals.get(name) if name is not None else None
    model = goal.target if goal is not None else None
    given = table.items("quarters", required=True) or []
    quarters = [_quantity(table, value, f"{table.at('quarters')}[{i}]", model) for i, value in enumerate(given)]
    raw = table.raw("whole")
    whole = None if raw is None else _quantity(table, raw, table.at("whole"), model)
    table.finish()
    if len(table.faults) > before:
        return None
    return table.build(YearTarget, name, quarters, whole=whole)


def _quantity(table: Table, value: object, path: str, model: object) -> Any:  # noqa: ANN401 - a number, money or time
    """Read a number, money in the currency of the goal, or a time such as `20 days`."""
    if isinstance(value, Mapping) and "fraction" not in value:
        inner = Table(value, path, table.faults)
        if "number" not in inner:
            return read_money(inner)
        bare = inner.number("number")
        inner.finish()
        return bare
    if isinstance(value, str):
        return table.build(parse_duration, value, "a target", path=path)
    number = table.number_of(value, path)
    if number is not None and isinstance(model, Money):
        return table.build(money, number, model.currency, path=path)
    return number


def read_playbook(top: Table, scope: Scope) -> Playbook | None:
    """Read `[[plays]]`; None where there are none, and where anything is wrong with them.

    A play for a stage that there is not is a doubt and no fault, as `playbook_doubts` tells.
    """
    before = len(top.faults)
    plays = [_play(table, scope) for table in top.tables("plays")]
    if not plays or len(top.faults) > before:
        return None
    return top.build(Playbook, plays)


def _play(table: Table, scope: Scope) -> Play | None:
    before = len(table.faults)
    stage, inner = table.text("stage", required=True), table.table("does", required=True)
    does: dict[str, str | None] = {}
    for team in inner.present() if inner is not None else ():
        if inner is not None and (not scope.teams or scope.known("team", team, scope.teams, inner, key=team)):
            does[team] = inner.text(team)
    table.finish()
    return table.build(Play, stage, does) if len(table.faults) == before else None
