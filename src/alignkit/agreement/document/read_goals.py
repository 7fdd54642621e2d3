"""Read metrics and goals from a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_clocks import time_at
from alignkit.agreement.document.read_constants import read_money, span_at
from alignkit.agreement.document.read_patterns import one_form, pattern_at
from alignkit.agreement.document.read_rules import rule_at
from alignkit.agreement.document.scope import Scope
from alignkit.currency import money
from alignkit.errors import shown
from alignkit.rules.predicates import Rule
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import (
    Count,
    MedianTime,
    Metric,
    Total,
    conversion,
    count,
    external,
    median_time,
    met,
    period_conversion,
    share,
    total,
)

METRICS = ("count", "share", "met", "total", "conversion", "period_conversion", "median_time", "external")
"""What makes a table a metric."""


def read_goal(name: str, table: Table, scope: Scope) -> Goal | None:
    """Read a goal."""
    before = len(table.faults)
    title, owners = table.text("title"), _owners(table, scope)
    inner = table.table("metric", required=True)
    metric = read_metric(inner, scope) if inner is not None else None
    at_least, at_most, worst = (_target(table, key, metric, scope) for key in ("at_least", "at_most", "worst"))
    weight = table.number("weight", required=True)
    table.finish()
    if len(table.faults) > before or metric is None:
        return None
    return table.build(
        Goal, name, owners, metric, at_least=at_least, at_most=at_most, worst=worst, weight=weight, title=title
    )


def _owners(table: Table, scope: Scope) -> tuple[str, ...] | str | None:
    if not isinstance(table.raw("owner"), list | tuple):
        return scope.team_at(table, "owner", required=True)
    owners = table.texts("owner")
    for i, owner in enumerate(owners):
        if scope.teams:
            scope.known("team", owner, scope.teams, Table({}, f"{table.at('owner')}[{i}]", table.faults))
    return owners


def _target(table: Table, key: str, metric: Metric | None, scope: Scope) -> Any:  # noqa: ANN401 - a number, money or time
    """Read a target. A total is in the agreement's currency, unless it is one of a field that counts something else."""
    value = table.raw(key)
    if value is None:
        return None
    if isinstance(value, Mapping) and "fraction" not in value:
        inner = Table(value, table.at(key), table.faults)
        if "number" not in inner:
            return read_money(inner)
        number = inner.number("number")
        inner.finish()
        return number
    if isinstance(metric, MedianTime) or (metric is None and isinstance(value, str)):
        return time_at(table, key)
    number = table.number(key)
    if number is not None and isinstance(metric, Total) and is_money(metric, scope.currency, scope.declared):
        return table.build(money, number, scope.currency, key=key)
    return number


def is_money(metric: Total, currency: str | None, declared: Mapping[str, Any]) -> bool:
    """Say whether a bare number is an amount of money where a target of a total is due."""
    declaration = declared.get(metric.attribute)
    return currency is not None and (declaration is None or declaration.type == "money")


def read_metric(table: Table, scope: Scope) -> Metric | None:
    """Read the metric that a table is."""
    form = one_form(table, METRICS, "metric", "unknown-metric")
    if form is None:
        return None
    before = len(table.faults)
    found = _read(form, table, scope)
    table.finish()
    return found if len(table.faults) == before else None


def _read(form: str, table: Table, scope: Scope) -> Metric | None:
    match form:
        case "count":
            return _count(table, scope)
        case "share":
            of, among = _share_of(table, scope), table.table("among", required=True)
            whole = _count_in(among, scope) if among is not None else None
            if of is None or whole is None:
                return None
            return table.build(share, of if isinstance(of, Count) else Count(whole.pattern, of), whole)
        case "met":
            name = table.text("met")
            known = name is not None and scope.known("SLA", name, scope.slas, table, key="met")
            sla = scope.slas[name] if name is not None and known else None
            return met(sla) if sla is not None else None
        case "total":
            attribute, at = table.text("total"), pattern_at(table, "at", scope, required=True)
            return table.build(total, attribute, at=at) if attribute is not None and at is not None else None
        case "external":
            name = table.text("external")
            return table.build(external, name, key="external") if name is not None else None
        case _:
            return _between_stages(form, table, scope)


def _count(table: Table, scope: Scope) -> Count | None:
    before = len(table.faults)
    pattern, where = pattern_at(table, "count", scope), rule_at(table, "where", scope)
    if len(table.faults) > before or pattern is None or (where is None and "where" in table):
        return None
    return table.build(count, pattern, where)


def _count_in(table: Table, scope: Scope) -> Count | None:
    """Read a count where nothing else may stand."""
    if "count" not in table:
        table.fault("wrong-type", f"a share is one of counts, {{ count = … }}, not {shown(list(table.present()))}")
        return None
    found = _count(table, scope)
    table.finish()
    return found


def _share_of(table: Table, scope: Scope) -> Count | Rule | None:
    """Read what is shared out: a count, or a rule under `where`."""
    inner = table.table("share")
    if inner is None or "where" not in inner or "count" in inner:
        return _count_in(inner, scope) if inner is not None else None
    found = rule_at(inner, "where", scope)
    inner.finish()
    return found


def _between_stages(form: str, table: Table, scope: Scope) -> Metric | None:
    before = len(table.faults)
    ends = table.texts(form)
    if len(table.faults) == before and len(ends) != 2:
        table.fault("wrong-type", f"{form!r} takes two stages, [from, to], not {shown(list(ends))}", form)
    for i, end in enumerate(ends):
        scope.known("stage", end, scope.stages, Table({}, f"{table.at(form)}[{i}]", table.faults))
    within = span_at(table, "within") if form == "conversion" else None
    if len(table.faults) > before:
        return None
    match form:
        case "conversion":
            return table.build(conversion, *ends, within=within)
        case "period_conversion":
            return table.build(period_conversion, *ends)
        case _:
            return table.build(median_time, *ends)
