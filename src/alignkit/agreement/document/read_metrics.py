"""Read metrics from a document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_constants import read_money, span_at
from alignkit.agreement.document.read_patterns import one_form, pattern_at
from alignkit.agreement.document.read_rewards import counts_money
from alignkit.agreement.document.read_rules import rule_at
from alignkit.agreement.document.scope import Scope
from alignkit.currency import Money, money
from alignkit.errors import shown
from alignkit.instants import parse_duration
from alignkit.rules.predicates import Rule
from alignkit.scorecard.amounts import Average, Percentile, average, median, percentile
from alignkit.scorecard.arithmetic import Arithmetic, Constant, Operator
from alignkit.scorecard.compound import Coverage, SalesVelocity
from alignkit.scorecard.metrics import (
    Count,
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
from alignkit.scorecard.standings import Pipeline, Standing
from alignkit.scorecard.times import average_time, percentile_time

AMOUNTS: dict[str, Callable[..., Metric]] = {"total": total, "average": average, "median": median}
BETWEEN: dict[str, Callable[..., Metric]] = {
    "conversion": conversion,
    "period_conversion": period_conversion,
    "median_time": median_time,
    "average_time": average_time,
}
OPERATORS: dict[str, Operator] = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}
"""What puts metrics together, each with a list of two or more: from left to right."""
METRICS = (
    "count",
    "share",
    "met",
    *AMOUNTS,
    "percentile",
    *BETWEEN,
    "percentile_time",
    "standing",
    "pipeline",
    "coverage",
    "sales_velocity",
    "external",
    *OPERATORS,
)
"""What makes a table a metric."""


def is_money(metric: Metric, currency: str | None, declared: Mapping[str, Any]) -> bool:
    """Say whether a bare number is an amount of money where a target of a metric is due.

    An amount is in the agreement's currency, unless its field is declared to count something else. What metrics are
    put together to is money where their amounts are; an amount over another is none.
    """
    match metric:
        case Total() | Average() | Percentile() | Pipeline() | SalesVelocity():
            return counts_money(metric.attribute, currency, declared)
        case Arithmetic(operator, left, right) if metric.kind in ("amount", "money"):
            one, other = (
                isinstance(part, Money) if isinstance(part, Constant) else is_money(part, currency, declared)
                for part in (left, right)
            )
            return currency is not None and (one and not other if operator == "/" else one or other)
        case _:
            return False


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
    if form in AMOUNTS or form == "percentile":
        return _amount(form, table, scope)
    if form in BETWEEN or form == "percentile_time":
        return _between_stages(form, table, scope)
    if form in OPERATORS:
        return _arithmetic(form, table, scope)
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
        case "standing":
            faults = len(table.faults)
            stands = _stages(table, "standing", scope)
            return table.build(Standing, stands, key="standing") if len(table.faults) == faults else None
        case "pipeline":
            attribute, where = table.text("pipeline"), _stages(table, "in", scope, required=True)
            return table.build(Pipeline, attribute, where, key="in") if attribute is not None and where else None
        case "coverage":
            return _coverage(table, scope)
        case "sales_velocity":
            return _velocity(table, scope)
        case _:
            name = table.text("external")
            return table.build(external, name, key="external") if name is not None else None


def _amount(form: str, table: Table, scope: Scope) -> Metric | None:
    attribute, at = table.text(form), pattern_at(table, "at", scope, required=True)
    if form != "percentile":
        return table.build(AMOUNTS[form], attribute, at=at) if attribute is not None and at is not None else None
    percent = table.number("percent", required=True)
    if attribute is None or at is None or percent is None:
        return None
    return table.build(percentile, percent, attribute, at=at)


def _stages(table: Table, key: str, scope: Scope, *, required: bool = False) -> tuple[str, ...]:
    """Read a list of stages that exist; one that does not has its fault."""
    found = table.texts(key, required=required)
    for i, stage in enumerate(found):
        scope.known("stage", stage, scope.stages, Table({}, f"{table.at(key)}[{i}]", table.faults))
    return found


def _coverage(table: Table, scope: Scope) -> Metric | None:
    before = len(table.faults)
    inner, less = table.table("coverage"), table.table("reached")
    open_ = read_metric(inner, scope) if inner is not None else None
    reached = read_metric(less, scope) if less is not None else None
    target = table.raw("target", required=True)
    if open_ is None or target is None or len(table.faults) > before:
        return None
    if isinstance(target, Mapping) and "fraction" not in target:
        told = _told(Table(target, table.at("target"), table.faults))
    else:
        told = table.number("target")
        if told is not None and is_money(open_, scope.currency, scope.declared):
            told = table.build(money, told, scope.currency, key="target")
    return table.build(Coverage, open=open_, target=told, reached=reached) if told is not None else None


def _told(table: Table) -> Any:  # noqa: ANN401 - money or a number
    """Read a table that says what it is: `{ number = 5 }`, or `{ amount = 5, currency = "EUR" }`."""
    if "number" not in table:
        return read_money(table)
    number = table.number("number", required=True)
    table.finish()
    return number


def _velocity(table: Table, scope: Scope) -> Metric | None:
    before = len(table.faults)
    attribute, rate = table.text("sales_velocity"), table.text("win_rate")
    given: dict[str, Any] = {key: scope.stage_at(table, key) for key in ("opportunity", "won")}
    given["lost"] = _stages(table, "lost", scope)
    given["win_rate"] = rate
    for key in ("opportunity", "won"):
        if given[key] is None and key not in table:  # the stage of that name, which has to exist
            scope.known("stage", key, scope.stages, table, key=key)
    if len(table.faults) > before or attribute is None:
        return None
    return table.build(SalesVelocity, attribute, **{key: value for key, value in given.items() if value is not None})


def _arithmetic(form: str, table: Table, scope: Scope) -> Metric | None:
    before = len(table.faults)
    parts = [_operand(value, f"{table.at(form)}[{i}]", table, scope) for i, value in enumerate(table.items(form) or ())]
    if len(table.faults) > before:
        return None
    if len(parts) < 2:
        table.fault("wrong-type", f"{form!r} takes a list of two or more, not {shown(table.raw(form))}", form)
        return None
    found = parts[0]
    for part in parts[1:]:
        found = table.build(Arithmetic, OPERATORS[form], found, part, key=form)
        if found is None:
            return None
    return found  # type: ignore[no-any-return]  # an Arithmetic


def _operand(value: object, path: str, table: Table, scope: Scope) -> Any:  # noqa: ANN401 - a metric or a constant
    if isinstance(value, str):
        return table.build(parse_duration, value, "what a metric is put together with", path=path)
    if not isinstance(value, Mapping) or "fraction" in value:
        return table.number_of(value, path)
    inner = Table(value, path, table.faults)
    if "amount" in value or "currency" in value:
        return read_money(inner)
    return read_metric(inner, scope)


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
    percent = table.number("percent", required=True) if form == "percentile_time" else None
    if len(table.faults) > before:
        return None
    if form == "percentile_time":
        return table.build(percentile_time, percent, *ends)
    if form == "conversion":
        return table.build(conversion, *ends, within=within)
    return table.build(BETWEEN[form], *ends)
