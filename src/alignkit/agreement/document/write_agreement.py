"""Write a whole agreement as a document: what `from_document` reads back, without what is the default."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import attrs

from alignkit.agreement.agreement import Agreement, checked_agreement
from alignkit.agreement.coherence import calendar_name
from alignkit.agreement.document.read_metrics import is_money
from alignkit.agreement.document.read_rates import write_rates
from alignkit.agreement.document.write_metrics import write_metric
from alignkit.agreement.document.write_plan import write_playbook, write_year_plan
from alignkit.agreement.document.write_rewards import write_flow_plan, write_reward
from alignkit.agreement.document.write_rules import (
    constant,
    write_grid,
    write_named,
    write_pattern,
    write_rule,
    write_score,
)
from alignkit.agreement.document.write_together import write_meetings
from alignkit.currency import Money
from alignkit.handoff.amounts import allowed_text, amount_text
from alignkit.handoff.slas import SLA, Tier
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.instants import told_in
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import Metric
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.week import grouped

if TYPE_CHECKING:
    from alignkit.funnel.stages import Boundary, Stage
    from alignkit.scorecard.groups import Member
    from alignkit.scorecard.targets import Target


def to_document(agreement: Agreement) -> dict[str, Any]:
    """Return an agreement as plain tables, lists and values, in the order in which people read it.

    `from_document` builds an equal agreement from it. Dates and instants are Python's own, as TOML has them; `spelt`
    turns them into text for a format that has none.

    Raises:
        DocumentError: `wrong-type`.
    """
    funnel = checked_agreement(agreement).funnel
    document: dict[str, Any] = {"format": 1, "name": agreement.name, "version": agreement.version}
    document |= _given({key: getattr(agreement, key) for key in ("mission", "effective", "review_by")}, "")
    document["zone"] = agreement.zone
    document |= _given({"currency": agreement.currency})
    document["teams"] = list(agreement.teams)
    if agreement.period != "quarter":
        document["period"] = agreement.period
    if funnel.name != agreement.name:
        document["funnel"] = funnel.name
    if funnel.recycles:
        document["recycles"] = [list(pair) for pair in funnel.recycles]
    named = {
        "systems": dict(agreement.systems),
        "vocabulary": {term.id: _parts(term, "means", "aliases", "title") for term in agreement.vocabulary},
        "fields": {field.name: _field(field) for field in agreement.fields},
        "rules": {rule.name: write_named(rule) for rule in agreement.rules},
        "scores": {score.name: write_score(score) for score in agreement.scores},
        "grids": {grid.name: write_grid(grid) for grid in agreement.grids},
        "stages": [_stage(stage) for stage in funnel.stages],
        "boundaries": [_boundary(one) for one in funnel.boundaries],
        "calendars": {calendar.name: _calendar(calendar, agreement) for calendar in agreement.calendars},
        "slas": {sla.name: _sla(sla, agreement) for sla in agreement.slas},
        "goals": {member.name: _member(member, agreement) for member in agreement.goals},
        "rates": write_rates(agreement.rates) if agreement.rates is not None else {},
        "flow": _flow(agreement),
        "rewards": {reward.name: write_reward(reward, agreement.currency) for reward in agreement.rewards},
        **_plan(agreement),
        "meetings": write_meetings(agreement.meetings, agreement.zone),
        "sources": {source.name: _source(source) for source in agreement.sources},
        "signoffs": [_parts(signoff, "team", "by", "on", "digest") for signoff in agreement.signoffs],
    }
    return document | {key: part for key, part in named.items() if part}


def _flow(agreement: Agreement) -> dict[str, Any]:
    if agreement.flow is None:
        return {}
    return write_flow_plan(agreement.flow, agreement.currency, agreement.declared)


def _plan(agreement: Agreement) -> dict[str, Any]:
    goals = {leaf.goal.name: leaf.goal for leaf in agreement.leaves}
    plan = write_year_plan(agreement.plan, goals) if agreement.plan is not None else {}
    return plan | (write_playbook(agreement.playbook) if agreement.playbook is not None else {})


_ALWAYS_DATES = ("effective", "review_by", "on", "holidays", "due", "done", "first", "until", "skips")
"""Keys under which nothing but a date stands, so that its text needs no word for what it is."""


def spelt(value: Any, key: str = "") -> Any:  # noqa: ANN401 - whatever a document holds
    """Return a document with its dates and instants as text; in a rule the text says what it is.

    >>> spelt({"on": date(2026, 1, 5), "at_least": date(2026, 1, 5)})
    {'on': '2026-01-05', 'at_least': {'date': '2026-01-05'}}
    """
    if isinstance(value, dict):
        return {name: spelt(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [spelt(inner, key) for inner in value]
    if isinstance(value, datetime):
        return {"instant": told_in(value, UTC).isoformat().replace("+00:00", "Z")}
    if isinstance(value, date):
        return value.isoformat() if key in _ALWAYS_DATES else {"date": value.isoformat()}
    return value


def _given(parts: dict[str, Any], *defaults: object) -> dict[str, Any]:
    """Return the parts that are not None, nor a default."""
    return {key: part for key, part in parts.items() if part is not None and part not in defaults}


def _parts(value: Any, *keys: str) -> dict[str, Any]:  # noqa: ANN401 - any of our own values
    """Return some parts of a value, lists for tuples, without those that are None or an empty list."""
    found = ((key, getattr(value, key)) for key in keys)
    return _given({key: list(part) if isinstance(part, tuple) else part for key, part in found}, [])


def _field(field: FieldDeclaration) -> dict[str, Any]:
    found = _parts(field, "type", "one_of", "unit", "team", "title")
    return {"from" if key == "team" else key: part for key, part in found.items()}


def _boundary(boundary: Boundary) -> dict[str, Any]:
    found = _parts(boundary, "offered", "accepted", "rejected", "reasons", "recycle_limit")
    return found | ({"recycle_to_another": True} if boundary.recycle_to_another else {})


def _stage(stage: Stage) -> dict[str, Any]:
    found = _parts(stage, "id", "owner", "title", "outcome")
    return found | ({"entry": write_rule(stage.entry)} if stage.entry is not None else {})


def _calendar(calendar: Calendar, agreement: Agreement) -> dict[str, Any]:
    if isinstance(calendar, CombinedCalendar):
        first, *others = (calendar_name(agreement, part) for part in calendar.parts)
        return {"of": first, "except": others} if calendar.kind == "except" else {calendar.kind: [first, *others]}
    return _hours(calendar, agreement.zone) if isinstance(calendar, WorkCalendar) else {}


def _hours(calendar: WorkCalendar, zone: str) -> dict[str, Any]:
    found: dict[str, Any] = {} if calendar.zone == zone else {"zone": calendar.zone}
    found["week"] = {days: list(hours) for days, hours in grouped(calendar.week).items()}
    if calendar.holidays:
        found["holidays"] = list(calendar.holidays)
    if calendar.exceptions:
        found["exceptions"] = {day.isoformat(): list(hours) for day, hours in calendar.exceptions}
    return found


def _sla(sla: SLA, agreement: Agreement) -> dict[str, Any]:
    found = _parts(sla, "title", "owner")
    found |= {"starts": write_pattern(sla.starts), "stops": write_pattern(sla.stops)}
    if sla.cancels is not None:
        found["cancels"] = write_pattern(sla.cancels)
    found |= _within(sla, agreement)
    default = next(part.default for part in attrs.fields(SLA) if part.name == "warn_at")
    if sla.warn_at != default:
        found["warn_at"] = constant(sla.warn_at)
    if sla.any_actor:
        found["any_actor"] = True
    if sla.resets is not None:
        found["resets"] = write_pattern(sla.resets)
    if sla.whose != "lead":
        found["whose"] = sla.whose
    if sla.again:
        found["again"] = True
    if sla.retier != "keep":
        found["retier"] = sla.retier
    if sla.exempt is not None:
        found["exempt"] = write_rule(sla.exempt)
    if sla.escalations:
        found["escalations"] = [{"at": constant(one.at), "tell": one.tell} for one in sla.escalations]
    if sla.pauses:
        found["pauses"] = {
            f"pause_{i + 1}": {"starts": write_pattern(pause.starts), "ends": write_pattern(pause.ends)}
            for i, pause in enumerate(sla.pauses)
        }
    if sla.tiers:
        found["tiers"] = {tier.name: {"when": write_rule(tier.when)} | _within(tier, agreement) for tier in sla.tiers}
    return found


def _within(part: SLA | Tier, agreement: Agreement) -> dict[str, Any]:
    calendar = calendar_name(agreement, part.calendar) if part.calendar is not None else None
    return {"within": allowed_text(part.within)} | _given({"calendar": calendar})


def _member(member: Member, agreement: Agreement) -> dict[str, Any]:
    if isinstance(member, Goal):
        return _goal(member, agreement)
    inner = {part.name: _member(part, agreement) for part in member.goals}
    return _parts(member, "title") | {"weight": constant(member.weight), "goals": inner}


def _goal(goal: Goal, agreement: Agreement) -> dict[str, Any]:
    owner = goal.owner[0] if len(goal.owner) == 1 else list(goal.owner)
    found = _parts(goal, "title") | {"owner": owner, "metric": write_metric(goal.metric)}
    for key in ("at_least", "at_most", "between", "worst"):
        target = getattr(goal, key)  # our own names
        if isinstance(target, tuple):
            found[key] = [_target(limit, goal.metric, agreement) for limit in target]
        elif target is not None:
            found[key] = _target(target, goal.metric, agreement)
    if goal.steps:
        targets = [_target(step.target, goal.metric, agreement) for step in goal.steps]
        days = [step.since.isoformat() for step in goal.steps if step.since is not None]
        found["steps"] = dict(zip(days, targets, strict=True)) if days else targets
    if goal.shape is not None:
        found["shape"] = {"name": goal.shape.name, "parts": [constant(part) for part in goal.shape.parts]}
    found["weight"] = constant(goal.weight)
    return found


def _target(target: Target, metric: Metric, agreement: Agreement) -> Any:  # noqa: ANN401 - a number, a table or a time
    if isinstance(target, timedelta):
        return amount_text(target)
    bare = is_money(metric, agreement.currency, agreement.declared)
    if isinstance(target, Money):
        return constant(target.amount if bare and target.currency == agreement.currency else target)
    return {"number": constant(target)} if bare else constant(target)


def _source(source: CsvSource) -> dict[str, Any]:
    """Write a source: what differs from a source that names nothing, tables for pairs."""
    plain = CsvSource()
    found: dict[str, Any] = {}
    for part in attrs.fields(CsvSource):
        value = getattr(source, part.name)
        if part.name != "name" and value != getattr(plain, part.name):
            pairs = isinstance(value, tuple) and bool(value) and isinstance(value[0], tuple)
            found[part.name] = dict(value) if pairs else list(value) if isinstance(value, tuple) else value
    return found
