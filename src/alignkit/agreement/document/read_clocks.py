"""Read calendars and SLAs from a document."""

from __future__ import annotations

from typing import Any

import attrs

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_patterns import pattern_at
from alignkit.agreement.document.read_rules import rule_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import AlignkitError
from alignkit.handoff.amounts import Allowed
from alignkit.handoff.escalations import Escalation
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.instants import parse_duration, zone_of
from alignkit.rules.predicates import Rule
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.work_days import parse_work_days
from alignkit.worktime.work_time import parse_work_time


def zone_at(table: Table, key: str, *, required: bool = False) -> str | None:
    """Read the name of a zone that exists."""
    name = table.text(key, required=required)
    found = table.build(zone_of, name, key=key) if name is not None else None
    return found.key if found is not None else None


def read_sla(name: str, table: Table, scope: Scope) -> SLA | None:
    """Read an SLA with its pauses and tiers."""
    before = len(table.faults)
    title, owner = table.text("title"), scope.team_at(table, "owner", required=True)
    starts = pattern_at(table, "starts", scope, required=True)
    stops = pattern_at(table, "stops", scope, required=True)
    cancels = pattern_at(table, "cancels", scope)
    resets = pattern_at(table, "resets", scope)
    exempt = rule_at(table, "exempt", scope)
    within = time_at(table, "within", required=True)
    calendar = _calendar(table, scope)
    # a default is the constructor's own to give
    given: dict[str, Any] = {"warn_at": table.number("warn_at"), "any_actor": table.flag("any_actor")}
    given |= {"again": table.flag("again"), "whose": table.text("whose"), "resets": resets, "exempt": exempt}
    given["retier"] = table.text("retier")
    given["escalations"] = [_escalation(inner) for inner in table.tables("escalations")]
    given["pauses"] = [_pause(inner, scope) for _, inner in table.named("pauses")]
    given["tiers"] = [_tier(tier, inner, scope) for tier, inner in table.named("tiers")]
    table.finish()
    # a calendar with faults is known and not built; a tier that is not built has its fault already
    unbuilt = None in given["tiers"] or None in given["escalations"]
    if len(table.faults) > before or (calendar is None and "calendar" in table) or unbuilt:
        return None
    given = {key: value for key, value in given.items() if value is not None}
    return table.build(SLA, name, owner, starts, stops, within, calendar, cancels=cancels, title=title, **given)


def _escalation(table: Table) -> Escalation | None:
    at, tell = table.number("at", required=True), table.text("tell", required=True)
    table.finish()
    return table.build(Escalation, at, tell) if at is not None and tell is not None else None


def time_at(table: Table, key: str, *, required: bool = False) -> Allowed | None:
    """Read a work time, `4 work hours`, working days, `2 work days`, or a duration by the wall clock, `5 minutes`."""
    text = table.raw(key, required=required)
    if text is None:
        return None
    if isinstance(text, str) and text.endswith(("work day", "work days")):
        return table.build(parse_work_days, text, f"{key!r}", key=key)
    if isinstance(text, str) and "work" in text:
        return table.build(parse_work_time, text, f"{key!r}", key=key)
    return table.build(parse_duration, text, f"{key!r}", key=key)


def _calendar(table: Table, scope: Scope) -> Calendar | None:
    name = table.text("calendar")
    known = name is not None and scope.known("calendar", name, scope.calendars, table, key="calendar")
    return scope.calendars[name] if name is not None and known else None


def _pause(table: Table, scope: Scope) -> Pause | None:
    starts = pattern_at(table, "starts", scope, required=True)
    ends = pattern_at(table, "ends", scope, required=True)
    table.finish()
    return table.build(Pause, starts, ends) if starts is not None and ends is not None else None


def _tier(name: str, table: Table, scope: Scope) -> Tier | None:
    before = len(table.faults)
    when = rule_at(table, "when", scope, required=True)
    within = time_at(table, "within", required=True)
    calendar = _calendar(table, scope)
    table.finish()
    if len(table.faults) > before or when is None or (calendar is None and "calendar" in table):
        return None
    return table.build(_built_tier, name, when, within, calendar)


def _built_tier(name: str, when: Rule, within: Allowed, calendar: Calendar | None) -> Tier:
    try:
        return Tier(name, when, within, calendar)
    except AlignkitError as error:  # a tier tells its place in the SLA, where its name may be no bare word
        found = (attrs.evolve(issue, path=issue.path.removeprefix(f"tiers.{name}.")) for issue in error.issues)
        raise type(error)(*found) from error
