"""Write a whole agreement as a document: what `from_document` reads back, without what is the default."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any, assert_never

import attrs

from alignkit.agreement.document.write_rules import constant, write_named, write_pattern, write_rule, write_score
from alignkit.exact import decimal
from alignkit.handoff.slas import SLA
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.instants import duration_text
from alignkit.money import Money
from alignkit.scorecard.metrics import (
    CohortRate,
    Count,
    External,
    MedianTime,
    Met,
    Metric,
    PeriodRate,
    Share,
    Total,
)
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.week import grouped
from alignkit.worktime.work_time import WorkTime, work_time_text

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.funnel.stages import Boundary, Stage
    from alignkit.scorecard.goals import Goal


def to_document(agreement: Agreement) -> dict[str, Any]:
    """Return an agreement as plain tables, lists and values, in the order in which people read it.

    `from_document` builds an equal agreement from it.

    Raises:
        DocumentError: `no-decimal` for a constant such as one third.
    """
    funnel = agreement.funnel
    document: dict[str, Any] = {"format": 1, "name": agreement.name, "version": agreement.version}
    document |= _given(agreement, "mission", "effective", "review_by")
    document["zone"] = agreement.zone
    document |= _given(agreement, "currency")
    document["teams"] = list(agreement.teams)
    if agreement.period != "quarter":
        document["period"] = agreement.period
    if funnel.name != agreement.name:
        document["funnel"] = funnel.name
    if funnel.recycles:
        document["recycles"] = [list(pair) for pair in funnel.recycles]
    named = {
        "systems": dict(agreement.systems),
        "vocabulary": {term.id: _present(term, "means", "aliases", "title") for term in agreement.vocabulary},
        "fields": {field.name: _field(field) for field in agreement.fields},
        "rules": {rule.name: write_named(rule) for rule in agreement.rules},
        "scores": {score.name: write_score(score) for score in agreement.scores},
        "stages": [_stage(stage) for stage in funnel.stages],
        "boundaries": [_boundary(boundary) for boundary in funnel.boundaries],
        "calendars": {calendar.name: _calendar(calendar, agreement.zone) for calendar in agreement.calendars},
        "slas": {sla.name: _sla(sla) for sla in agreement.slas},
        "goals": {goal.name: _goal(goal, agreement.currency) for goal in agreement.goals},
        "sources": {source.name: _source(source) for source in agreement.sources},
        "signoffs": [_present(signoff, "team", "by", "on", "digest") for signoff in agreement.signoffs],
    }
    return document | {key: part for key, part in named.items() if part}


def _given(agreement: Agreement, *keys: str) -> dict[str, Any]:
    values = {"mission": agreement.mission, "effective": agreement.effective, "review_by": agreement.review_by}
    values["currency"] = agreement.currency
    return {key: values[key] for key in keys if values[key]}


def _present(value: Any, *keys: str) -> dict[str, Any]:  # noqa: ANN401 - any of our own values
    """Return some parts of a value, lists for tuples, without those that are empty."""
    found = {key: item for key, item in attrs.asdict(value, recurse=False).items() if key in keys}
    return {key: list(found[key]) if isinstance(found[key], tuple) else found[key] for key in keys if found[key]}


def _field(field: FieldDeclaration) -> dict[str, Any]:
    found = {"type": field.type, "one_of": list(field.one_of), "unit": field.unit, "from": field.team}
    return {key: value for key, value in {**found, "title": field.title}.items() if value}


def _stage(stage: Stage) -> dict[str, Any]:
    found: dict[str, Any] = {"id": stage.id, "owner": stage.owner, "title": stage.title}
    found["entry"] = write_rule(stage.entry) if stage.entry is not None else None
    found["outcome"] = stage.outcome
    return {key: value for key, value in found.items() if value is not None}


def _boundary(boundary: Boundary) -> dict[str, Any]:
    return _present(boundary, "offered", "accepted", "rejected", "reasons")


def _calendar(calendar: WorkCalendar, zone: str) -> dict[str, Any]:
    found: dict[str, Any] = {} if calendar.zone == zone else {"zone": calendar.zone}
    found["week"] = {days: list(hours) for days, hours in grouped(calendar.week).items()}
    if calendar.holidays:
        found["holidays"] = list(calendar.holidays)
    if calendar.exceptions:
        found["exceptions"] = {day.isoformat(): list(hours) for day, hours in calendar.exceptions}
    return found


def time_text(value: WorkTime | timedelta) -> str:
    """Write the time of an SLA so that it is read back.

    >>> time_text(timedelta(minutes=5))
    '5 minutes'
    """
    return work_time_text(value) if isinstance(value, WorkTime) else duration_text(value)


def _sla(sla: SLA) -> dict[str, Any]:
    found: dict[str, Any] = {"title": sla.title} if sla.title is not None else {}
    found |= {"owner": sla.owner, "starts": write_pattern(sla.starts), "stops": write_pattern(sla.stops)}
    if sla.cancels is not None:
        found["cancels"] = write_pattern(sla.cancels)
    found["within"] = time_text(sla.within)
    if sla.calendar is not None:
        found["calendar"] = sla.calendar.name
    default = next(part.default for part in attrs.fields(SLA) if part.name == "warn_at")
    if sla.warn_at != Fraction(str(default)):
        found["warn_at"] = constant(sla.warn_at)
    if sla.any_actor:
        found["any_actor"] = True
    if sla.pauses:
        found["pauses"] = {
            f"pause_{i + 1}": {"starts": write_pattern(pause.starts), "ends": write_pattern(pause.ends)}
            for i, pause in enumerate(sla.pauses)
        }
    if sla.tiers:
        found["tiers"] = {
            tier.name: {"when": write_rule(tier.when), "within": time_text(tier.within)}
            | ({"calendar": tier.calendar.name} if tier.calendar is not None else {})
            for tier in sla.tiers
        }
    return found


def _goal(goal: Goal, currency: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"title": goal.title} if goal.title is not None else {}
    found["owner"] = goal.owner[0] if len(goal.owner) == 1 else list(goal.owner)
    found["metric"] = write_metric(goal.metric)
    for key in ("at_least", "at_most", "worst"):
        target = {"at_least": goal.at_least, "at_most": goal.at_most, "worst": goal.worst}[key]
        if target is not None:
            found[key] = _target(target, goal.metric, currency)
    found["weight"] = _weight(goal.weight)
    return found


def _weight(weight: Fraction) -> Any:  # noqa: ANN401 - an int or a Decimal
    """Write a weight; one third is written with enough digits that three of it still sum to 1."""
    return decimal(weight, 18)


def _target(target: Any, metric: Metric, currency: str | None) -> Any:  # noqa: ANN401 - a number, money or a time
    if isinstance(target, Money) and isinstance(metric, Total) and target.currency == currency:
        return constant(target.amount)
    return time_text(target) if isinstance(target, WorkTime | timedelta) else constant(target)


def write_metric(metric: Metric) -> dict[str, Any]:
    """Return a metric as a table."""
    match metric:
        case Count():
            where = {"where": write_rule(metric.where)} if metric.where is not None else {}
            return {"count": write_pattern(metric.pattern), **where}
        case Share():
            of = write_metric(metric.of) if isinstance(metric.of, Count) else {"where": write_rule(metric.of)}
            return {"share": of, "among": write_metric(metric.among)}
        case Met():
            return {"met": metric.sla.name}
        case Total():
            return {"total": metric.attribute, "at": write_pattern(metric.at)}
        case CohortRate():
            within = {"within": duration_text(metric.within)} if metric.within is not None else {}
            return {"conversion": [metric.start, metric.end], **within}
        case PeriodRate():
            return {"period_conversion": [metric.start, metric.end]}
        case MedianTime():
            return {"median_time": [metric.start, metric.end]}
        case External():
            return {"external": metric.name}
        case _:
            assert_never(metric)


def _source(source: CsvSource) -> dict[str, Any]:
    """Write a source: what differs from a source that names nothing, tables for pairs."""
    plain = CsvSource()
    found: dict[str, Any] = {}
    for part in attrs.fields(CsvSource):
        value, default = (dict(attrs.asdict(one, recurse=False))[part.name] for one in (source, plain))
        if part.name == "name" or value == default:
            continue
        pairs = isinstance(value, tuple) and value and all(isinstance(item, tuple) for item in value)
        found[part.name] = dict(value) if pairs else list(value) if isinstance(value, tuple) else value
    return found
