"""Read metrics and goals from a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_clocks import time_at
from alignkit.agreement.document.read_funnel import checked_stage, pattern_at
from alignkit.agreement.document.read_rules import read_money, rule_at, span_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import shown
from alignkit.handoff.slas import SLA
from alignkit.money import money
from alignkit.names import did_you_mean
from alignkit.rules.predicates import Rule
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import (
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


def read_goal(name: str, table: Table, scope: Scope, slas: Mapping[str, SLA]) -> Goal | None:
    """Read a goal."""
    before = len(table.faults)
    title = table.text("title")
    owners = (
        table.texts("owner") if isinstance(table.raw("owner"), list | tuple) else table.text("owner", required=True)
    )
    inner = table.table("metric", required=True)
    metric = read_metric(inner, scope, slas) if inner is not None else None
    at_least, at_most, worst = (_target(table, key, metric, scope) for key in ("at_least", "at_most", "worst"))
    weight = table.number("weight", required=True)
    table.finish()
    if len(table.faults) > before or metric is None:
        return None
    return table.build(
        Goal, name, owners, metric, at_least=at_least, at_most=at_most, worst=worst, weight=weight, title=title
    )


def _target(table: Table, key: str, metric: Metric | None, scope: Scope) -> Any:  # noqa: ANN401 - a number, money or time
    if key not in table:
        return None
    if isinstance(table.raw(key), Mapping):
        inner = table.table(key)
        return read_money(inner) if inner is not None else None
    if isinstance(metric, MedianTime):
        return time_at(table, key)
    value = table.number(key)
    if value is not None and isinstance(metric, Total) and scope.currency is not None:
        return table.build(money, value, scope.currency, key=key)
    return value


def read_metric(table: Table, scope: Scope, slas: Mapping[str, SLA]) -> Metric | None:
    """Read the metric that a table is."""
    present = [form for form in METRICS if form in table]
    if len(present) != 1:
        code = "ambiguous-metric" if present else "unknown-metric"
        table.fault(code, f"a metric is exactly one of {', '.join(METRICS)}; this has {shown(list(table.present()))}")
        return None
    before = len(table.faults)
    found = _read(present[0], table, scope, slas)
    table.finish()
    return found if len(table.faults) == before else None


def _read(form: str, table: Table, scope: Scope, slas: Mapping[str, SLA]) -> Metric | None:
    match form:
        case "count":
            pattern, where = pattern_at(table, "count", scope), rule_at(table, "where", scope)
            return table.build(count, pattern, where) if pattern is not None else None
        case "share":
            of, among = _share_of(table, scope, slas), table.table("among", required=True)
            whole = read_metric(among, scope, slas) if among is not None else None
            return table.build(share, of, whole) if of is not None and whole is not None else None
        case "met":
            name = table.text("met")
            if name is not None and name not in slas:
                table.fault("unknown-sla", f"there is no SLA {name!r}{did_you_mean(name, slas)}", "met")
            return met(slas[name]) if name is not None and name in slas else None
        case "total":
            attribute, at = table.text("total"), pattern_at(table, "at", scope, required=True)
            return table.build(total, attribute, at=at) if attribute is not None and at is not None else None
        case "external":
            name = table.text("external")
            return table.build(external, name) if name is not None else None
        case _:
            return _between_stages(form, table, scope)


def _share_of(table: Table, scope: Scope, slas: Mapping[str, SLA]) -> Metric | Rule | None:
    """Read what is shared out: a count, or a rule under `where`."""
    inner = table.table("share")
    if inner is None or "where" not in inner or "count" in inner:
        return read_metric(inner, scope, slas) if inner is not None else None
    found = rule_at(inner, "where", scope)
    inner.finish()
    return found


def _between_stages(form: str, table: Table, scope: Scope) -> Metric | None:
    ends = table.texts(form)
    if len(ends) != 2:
        table.fault("wrong-type", f"{form!r} takes two stages, [from, to], not {shown(list(ends))}", form)
        return None
    start, end = (checked_stage(name, table, form, scope) for name in ends)
    if start is None or end is None:
        return None
    match form:
        case "conversion":
            return table.build(conversion, start, end, within=span_at(table, "within"))
        case "period_conversion":
            return table.build(period_conversion, start, end)
        case _:
            return table.build(median_time, start, end)


def goals_in(top: Table, scope: Scope, slas: Mapping[str, SLA]) -> Sequence[Goal | None]:
    """Read all goals."""
    return [read_goal(name, table, scope, slas) for name, table in top.named("goals")]
