"""Read work calendars from a document: those with hours of their own, and those that are combined of others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_clocks import zone_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import shown
from alignkit.instants import parse_date
from alignkit.names import checked_id
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import MOST_LEVELS, CombinedCalendar
from alignkit.worktime.hours import Kind
from alignkit.worktime.week import intervals_of, week_of

_KINDS: dict[str, Kind] = {"all": "all", "any": "any", "of": "except"}
"""How calendars are combined, by the key that says so: `all = [...]`, `any = [...]`, `of = "..."` with `except`."""


def read_calendars(tables: Mapping[str, Table], scope: Scope, zone: str | None) -> dict[str, Calendar | None]:
    """Read all calendars of a document; those that are combined name others, which may stand before or after them.

    Args:
        tables: by name.
        scope: what else the document holds.
        zone: the agreement's, for calendars without one of their own.
    """
    calendars = _Calendars(tables, scope, zone)
    for name, table in tables.items():
        table.build(checked_id, name, "calendar")
        calendars.read(name, ())
    return {name: calendars.found[name] for name in tables}  # in the order of the document


class _Calendars:
    """The calendars of a document while they are read, each once."""

    def __init__(self, tables: Mapping[str, Table], scope: Scope, zone: str | None) -> None:
        self.tables = tables
        self.scope = scope
        self.zone = zone
        self.found: dict[str, Calendar | None] = {}

    def read(self, name: str, way: tuple[str, ...]) -> Calendar | None:
        """Read a calendar and those that it names; `way` is how it was come to."""
        if name not in self.found:
            table = self.tables[name]
            keys = [key for key in _KINDS if key in table]
            self.found[name] = self._combined(name, keys, (*way, name)) if keys else _hours(name, table, self.zone)
        return self.found[name]

    def _combined(self, name: str, keys: list[str], way: tuple[str, ...]) -> Calendar | None:
        table = self.tables[name]
        before = len(table.faults)
        named = _named(table, keys)
        parts = [self.read(part, way) for key, part in named if self._may_stand(part, way, table, key)]
        if len(table.faults) > before or None in parts:
            return None
        return table.build(CombinedCalendar, _KINDS[keys[0]], parts, name)

    def _may_stand(self, part: str, way: tuple[str, ...], table: Table, key: str) -> bool:
        """Say whether a calendar may be a part of the last one of `way`; else keep the fault."""
        if not self.scope.known("calendar", part, self.tables, table, key=key):
            return False
        if part in way:
            walked = " → ".join(map(shown, (*way[way.index(part) :], part)))
            table.fault("cycle", f"a calendar must not rest on itself: {walked}", key)
        elif len(way) > MOST_LEVELS:
            table.fault("too-deep", f"calendars are combined at most {MOST_LEVELS} levels deep", key)
        else:
            return True
        return False


def _named(table: Table, keys: list[str]) -> list[tuple[str, str]]:
    """Return the calendars that one is combined of, each with the key that names it."""
    before = len(table.faults)
    if len(keys) > 1 or "week" in table:
        given = " and ".join(repr(key) for key in (*keys, "week") if key in table)
        table.fault("two-kinds", f"a calendar has a week, or is combined in one way: this one has {given}", keys[-1])
    first = table.text("of") if "of" in table else None
    named = [] if first is None else [("of", first)]
    for key in (*(key for key in keys if key != "of"), *(["except"] if "of" in table else [])):
        named += [(key, part) for part in table.texts(key, required=True)]
    table.finish()
    if len(named) < 2 and len(table.faults) == before:
        table.fault("wrong-length", "it takes two calendars or more to combine them", keys[0])
    return named


def _hours(name: str, table: Table, zone: str | None) -> WorkCalendar | None:
    before = len(table.faults)
    own = zone_at(table, "zone") if "zone" in table else zone
    days, dated = table.table("week", required=True), table.table("exceptions")
    given_week = {day: days.texts(day) for day in days.present()} if days is not None else {}
    week = table.build(week_of, given_week)
    given = enumerate(table.items("holidays") or ())
    holidays = [table.day_of(day, f"{table.at('holidays')}[{i}]", "a holiday") for i, day in given]
    exceptions = _exceptions(dated) if dated is not None else {}
    table.finish()
    if len(table.faults) > before or own is None or week is None:
        return None
    return table.build(WorkCalendar, own, week, holidays, exceptions, name)


def _exceptions(table: Table) -> Mapping[date, tuple[str, ...]]:
    found: dict[date, tuple[str, ...]] = {}
    for text in table.present():
        day = table.build(parse_date, text, "the date of an exception", key=text)
        hours = table.build(intervals_of, table.texts(text), "", key=text)
        if day is not None and hours is not None:
            found[day] = hours
    return found
