"""Read goals, and groups of them, from a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_constants import read_money
from alignkit.agreement.document.read_metrics import is_money, read_metric
from alignkit.agreement.document.scope import Scope
from alignkit.currency import money
from alignkit.errors import shown
from alignkit.instants import parse_duration
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup, Member
from alignkit.scorecard.metrics import Metric
from alignkit.scorecard.shapes import Shape
from alignkit.worktime.work_time import WorkTime, parse_work_time


def read_member(name: str, table: Table, scope: Scope) -> Member | None:
    """Read a goal, or a group of goals: that is what has goals of its own."""
    return _read_group(name, table, scope) if "goals" in table else read_goal(name, table, scope)


def _read_group(name: str, table: Table, scope: Scope) -> GoalGroup | None:
    before = len(table.faults)
    title, weight = table.text("title"), table.number("weight", required=True)
    members = [read_member(inner, part, scope) for inner, part in table.named("goals")]
    table.finish()
    if len(table.faults) > before:
        return None
    return table.build(GoalGroup, name, members, weight=weight, title=title)


def read_goal(name: str, table: Table, scope: Scope) -> Goal | None:
    """Read a goal."""
    before = len(table.faults)
    title, owners = table.text("title"), _owners(table, scope)
    inner = table.table("metric", required=True)
    metric = read_metric(inner, scope) if inner is not None else None
    given: dict[str, Any] = {key: _target_at(table, key, metric, scope) for key in ("at_least", "at_most")}
    given["between"] = _pair(table, "between", metric, scope)
    several = isinstance(table.raw("worst"), list | tuple)
    given["worst"] = (_pair if several else _target_at)(table, "worst", metric, scope)
    given["steps"], given["shape"] = _steps(table, metric, scope), _shape(table)
    given["weight"] = table.number("weight", required=True)
    table.finish()
    if len(table.faults) > before or metric is None:
        return None
    return table.build(Goal, name, owners, metric, title=title, **given)


def _owners(table: Table, scope: Scope) -> tuple[str, ...] | str | None:
    if not isinstance(table.raw("owner"), list | tuple):
        return scope.team_at(table, "owner", required=True)
    owners = table.texts("owner")
    for i, owner in enumerate(owners):
        if scope.teams:
            scope.known("team", owner, scope.teams, Table({}, f"{table.at('owner')}[{i}]", table.faults))
    return owners


def _pair(table: Table, key: str, metric: Metric | None, scope: Scope) -> tuple[Any, ...] | None:
    """Read two targets, the lower first."""
    values = table.items(key)
    if values is None:
        return None
    if len(values) != 2:
        table.fault("wrong-type", f"{key!r} takes two targets, [from, to], not {shown(values)}", key)
    at = table.at(key)
    return tuple(_target(value, table, metric, scope, path=f"{at}[{i}]") for i, value in enumerate(values))


def _steps(table: Table, metric: Metric | None, scope: Scope) -> list[Any] | dict[str, Any] | None:
    """Read steps: a list, one a month of the period, or a table from months or first days to targets."""
    value = table.raw("steps")
    if isinstance(value, Mapping):
        inner = Table(value, table.at("steps"), table.faults)
        return {key: _target_at(inner, key, metric, scope) for key in inner.present()}
    values, at = table.items("steps"), table.at("steps")
    if values is None:
        return None
    return [_target(value, table, metric, scope, path=f"{at}[{i}]") for i, value in enumerate(values)]


def _shape(table: Table) -> Shape | None:
    """Read a shape: its name, and the part of the whole in each equal part of the time."""
    inner = table.table("shape")
    if inner is None:
        return None
    before = len(inner.faults)
    name, parts, at = inner.text("name", required=True), inner.items("parts", required=True), inner.at("parts")
    found = [inner.number_of(part, f"{at}[{i}]") for i, part in enumerate(parts or ())]
    inner.finish()
    return inner.build(Shape, name, found) if len(inner.faults) == before else None


def _target_at(table: Table, key: str, metric: Metric | None, scope: Scope) -> Any:  # noqa: ANN401 - a number, money or time
    value = table.raw(key)
    return None if value is None else _target(value, table, metric, scope, path=table.at(key), key=key)


def _target(value: object, table: Table, metric: Metric | None, scope: Scope, *, path: str, key: str = "") -> Any:  # noqa: ANN401 - a number, money or time
    """Read a target. An amount is in the agreement's currency, unless its field counts something else."""
    if isinstance(value, Mapping) and "fraction" not in value:
        inner = Table(value, path, table.faults)
        if "number" not in inner:
            return read_money(inner)
        number = inner.number("number")
        inner.finish()
        return number
    if (metric is not None and metric.scale == "span") or (metric is None and isinstance(value, str)):
        return table.build(_time, value, f"{key!r}" if key else "a target", path=path)
    number = table.number_of(value, path, key)
    if number is not None and metric is not None and is_money(metric, scope.currency, scope.declared):
        return table.build(money, number, scope.currency, path=path)
    return number


def _time(value: object, what: str) -> WorkTime | timedelta:
    if isinstance(value, str) and "work" in value:
        return parse_work_time(value, what)
    return parse_duration(value, what)
