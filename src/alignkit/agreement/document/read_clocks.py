"""Read calendars and SLAs from a document."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_funnel import pattern_at
from alignkit.agreement.document.read_rules import rule_at
from alignkit.agreement.document.scope import Scope
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.instants import parse_date, parse_duration
from alignkit.names import did_you_mean
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import WorkTime, parse_work_time


def read_calendar(name: str, table: Table, zone: str | None) -> WorkCalendar | None:
    """Read a calendar; without a zone of its own it has the agreement's."""
    before = len(table.faults)
    own = table.text("zone") or zone
    week: dict[str, tuple[str, ...]] = {}
    days = table.table("week", required=True)
    if days is not None:
        week = {day: days.texts(day) for day in days.present()}
    holidays = [table.build(_day, value, key="holidays") for value in table.items("holidays") or ()]
    exceptions = {}
    dated = table.table("exceptions")
    if dated is not None:
        for text in dated.present():
            day = dated.build(parse_date, text, "the date of an exception", key=text)
            exceptions[day] = dated.texts(text)
    table.finish()
    if len(table.faults) > before or own is None or days is None:
        return None
    return table.build(WorkCalendar, own, week, holidays, exceptions, name)


def _day(value: object) -> object:
    return parse_date(value, "a holiday") if isinstance(value, str) else value


def read_sla(name: str, table: Table, scope: Scope) -> SLA | None:
    """Read an SLA with its pauses and tiers."""
    before = len(table.faults)
    title, owner = table.text("title"), table.text("owner", required=True)
    starts = pattern_at(table, "starts", scope, required=True)
    stops = pattern_at(table, "stops", scope, required=True)
    cancels = pattern_at(table, "cancels", scope)
    within = time_at(table, "within", required=True)
    calendar = _calendar(table, scope)
    warn_at = table.number("warn_at")
    any_actor = table.flag("any_actor") or False
    pauses = [_pause(inner, scope) for _, inner in table.named("pauses")]
    tiers = [_tier(tier, inner, scope) for tier, inner in table.named("tiers")]
    table.finish()
    if len(table.faults) > before:
        return None
    warning: dict[str, Any] = {} if warn_at is None else {"warn_at": warn_at}
    return table.build(
        SLA,
        name,
        owner,
        starts,
        stops,
        within,
        calendar,
        pauses=[pause for pause in pauses if pause is not None],
        cancels=cancels,
        any_actor=any_actor,
        tiers=[tier for tier in tiers if tier is not None],
        title=title,
        **warning,
    )


def time_at(table: Table, key: str, *, required: bool = False) -> WorkTime | timedelta | None:
    """Read a work time, `4 work hours`, or a duration by the wall clock, `5 minutes`."""
    text = table.raw(key, required=required)
    if text is None:
        return None
    if isinstance(text, str) and "work" in text:
        return table.build(parse_work_time, text, f"{key!r}", key=key)
    return table.build(parse_duration, text, f"{key!r}", key=key)


def _calendar(table: Table, scope: Scope) -> WorkCalendar | None:
    name = table.text("calendar")
    if name is None or name in scope.calendars:
        return scope.calendars[name] if name is not None else None
    table.fault("unknown-calendar", f"there is no calendar {name!r}{did_you_mean(name, scope.calendars)}", "calendar")
    return None


def _pause(table: Table, scope: Scope) -> Pause | None:
    starts = pattern_at(table, "starts", scope, required=True)
    ends = pattern_at(table, "ends", scope, required=True)
    table.finish()
    return table.build(Pause, starts, ends) if starts is not None and ends is not None else None


def _tier(name: str, table: Table, scope: Scope) -> Tier | None:
    when = rule_at(table, "when", scope, required=True)
    within = time_at(table, "within", required=True)
    calendar = _calendar(table, scope)
    table.finish()
    return table.build(Tier, name, when, within, calendar) if when is not None and within is not None else None
