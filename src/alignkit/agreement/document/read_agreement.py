"""Read a whole agreement from a document: all or nothing, every fault at once, in document order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.faults import MOST_FAULTS, EnoughError, Faults, in_document_order
from alignkit.agreement.document.read_calendars import read_calendars
from alignkit.agreement.document.read_clocks import read_sla, zone_at
from alignkit.agreement.document.read_funnel import read_funnel, stage_ids
from alignkit.agreement.document.read_goals import read_member
from alignkit.agreement.document.read_plan import read_playbook, read_year_plan
from alignkit.agreement.document.read_rates import read_rates
from alignkit.agreement.document.read_rewards import read_flow_plan, read_reward
from alignkit.agreement.document.read_together import read_meetings
from alignkit.agreement.document.scope import Scope
from alignkit.agreement.document.shape import checked_shape
from alignkit.agreement.parts import MOST_GOALS
from alignkit.agreement.signoffs import SignOff
from alignkit.agreement.vocabulary import Term
from alignkit.currency import checked_currency
from alignkit.errors import DocumentError, Finding, LimitError, of_document, shown
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.instants import zone_of
from alignkit.names import checked_id
from alignkit.periods import RECURRING, parse_period
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import Member, leaves

FORMAT = 1
"""The newest format of a document that this alignkit reads; it reads all from 1 on."""
LIMITS = frozenset({"too-deep", "too-large", "too-long", "too-many", "points-too-large", "too-many-faults"})
"""The codes of documented limits."""
REQUIRED = ("name", "version", "zone", "stages")
"""The keys that every document has."""
TEAMS = ("marketing", "sales")
"""The teams of a document that names none."""


def from_document(document: object) -> Agreement:
    """Build the agreement that a document tells.

    Args:
        document: plain tables, lists and values, as a parser of TOML or JSON gives them. Without `format` it is read as
            format 1.

    Raises:
        DocumentError: with every fault found, in document order; past 300 reading stops. Faults of time and of
            calendars are told so too, under the codes of `TimeError` and `CalendarError`.
        LimitError: `too-deep`, over 120 levels; `too-many`; `too-long`; only limits were passed.

    >>> from_document({"name": "Inbound", "version": "1", "zone": "UTC", "stages": [
    ...     {"id": "lead", "owner": "marketing"}, {"id": "won", "owner": "sales", "outcome": "won"}]})
    <Agreement 'Inbound' 1: 0 rules, 0 scores, 2 stages, 0 SLAs, 0 goals, 0 sign-offs>
    """
    if document is None or (isinstance(document, Mapping) and not document):
        raise DocumentError.at("empty", f"the document has no content; it needs {', '.join(REQUIRED)}")
    if not isinstance(document, Mapping):
        kind = "a list" if isinstance(document, list | tuple) else shown(document)
        raise DocumentError.at("not-a-table", f"got {kind}, expected a table")
    checked_shape(document)
    faults = Faults()
    rest: tuple[Finding, ...] = ()
    found = None
    try:
        with of_document():
            found = _read(Table(document, "", faults), Scope(document, faults))
    except EnoughError:
        rest = (Finding("too-many-faults", f"reading stopped at {MOST_FAULTS} faults; mend these first"),)
    if found is None:
        told = (*in_document_order(faults.found, document), *rest)
        raise (LimitError if all(fault.code in LIMITS for fault in told) else DocumentError)(*told)
    return found


def _read(top: Table, scope: Scope) -> Agreement | None:
    _format(top)
    given: dict[str, Any] = {key: _id(top, key) for key in ("name", "version")}
    given["zone"] = zone_at(top, "zone", required=True)
    scope.zone = zone_of(given["zone"]) if given["zone"] is not None else None
    given["period"] = _period(top, given["zone"])
    scope.currency = given["currency"] = _currency(top)
    given["mission"] = top.text("mission")
    given |= {key: top.day(key) for key in ("effective", "review_by")}
    given["teams"] = _teams(top, scope)
    given["systems"] = _systems(top)
    given["vocabulary"] = [_term(name, table) for name, table in top.named("vocabulary")]
    given["fields"] = [_declaration(name, table, scope) for name, table in top.named("fields")]
    scope.declared = {field.name: field for field in given["fields"] if field is not None}
    scope.stages = stage_ids(scope.document)
    # every named thing is read, used or not, so that its faults are told
    given["rules"] = [scope.make("rule", name) for name, _ in top.named("rules")]
    given["scores"] = [scope.make("score", name) for name, _ in top.named("scores")]
    given["grids"] = [scope.make("grid", name) for name, _ in top.named("grids")]
    funnel = _id(top, "funnel") if "funnel" in top else given["name"]
    given["funnel"] = read_funnel(top, scope, funnel or "funnel")
    scope.calendars = read_calendars(dict(top.named("calendars")), scope, given["zone"])
    scope.slas = {name: read_sla(name, table, scope) for name, table in top.named("slas")}
    given |= {"calendars": scope.calendars.values(), "slas": scope.slas.values(), "goals": _goals(top, scope)}
    goals = {leaf.goal.name: leaf.goal for leaf in leaves(tuple(goal for goal in given["goals"] if goal is not None))}
    given |= _joint(top, scope, goals, given["zone"])
    given["sources"] = [_source(name, table) for name, table in top.named("sources")]
    given["signoffs"] = [_signoff(table, scope) for table in top.tables("signoffs")]
    top.finish()
    if len(top.faults):
        return None
    return top.build(Agreement, given.pop("name"), **{key: part for key, part in given.items() if part is not None})


def _format(top: Table) -> None:
    given = top.raw("format")
    if given is None:
        return
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        top.fault("unknown-format", f"'format' must be a whole number from 1 to {FORMAT}, not {shown(given)}", "format")
    elif given > FORMAT:
        reads = "version 1" if FORMAT == 1 else f"versions 1 to {FORMAT}"
        text = f"this alignkit reads {reads} of the format, not {shown(given)}; upgrade alignkit"
        top.fault("unknown-format", text, "format")


def _id(top: Table, key: str) -> str | None:
    text = top.text(key, required=True)
    return top.build(checked_id, text, key, key=key) if text is not None else None


def _period(top: Table, zone: str | None) -> str | None:
    text = top.text("period")
    if text is not None and text not in RECURRING:
        top.build(parse_period, text, zone=zone or "UTC", key="period")
    return text


def _currency(top: Table) -> str | None:
    code = top.text("currency")
    return top.build(checked_currency, code, key="currency") if code is not None else None


def _teams(top: Table, scope: Scope) -> tuple[str, ...]:
    before = len(top.faults)
    teams = top.texts("teams") if "teams" in top else TEAMS
    for i, team in enumerate(teams):
        top.build(checked_id, team, "team", path=f"teams[{i}]")
    scope.teams = dict.fromkeys(teams) if len(top.faults) == before else {}
    return teams


def _term(name: str, table: Table) -> Term | None:
    means, aliases, title = table.text("means", required=True), table.texts("aliases"), table.text("title")
    table.finish()
    return table.build(Term, name, means, aliases, title) if means is not None else None


def _declaration(name: str, table: Table, scope: Scope) -> FieldDeclaration | None:
    kind, one_of = table.text("type", required=True), table.texts("one_of")
    unit, team, title = table.text("unit"), scope.team_at(table, "from"), table.text("title")
    table.finish()
    return table.build(FieldDeclaration, name, kind, one_of, unit, team, title) if kind is not None else None


def _systems(top: Table) -> tuple[tuple[str, str], ...]:
    table = top.table("systems")
    if table is None:
        return ()
    found = [(what, table.text(what)) for what in table.present()]
    return tuple((what, tool) for what, tool in found if tool is not None)


def _goals(top: Table, scope: Scope) -> list[Member | None]:
    tables = list(top.named("goals"))
    if len(tables) > MOST_GOALS:
        top.fault("too-many", f"an agreement has at most {MOST_GOALS} goals, not {len(tables):,}", "goals")
        return []
    return [read_member(name, table, scope) for name, table in tables]


def _joint(top: Table, scope: Scope, goals: Mapping[str, Goal], zone: str | None) -> dict[str, Any]:
    """Read what the teams plan, win and do together."""
    rates, flow = top.table("rates"), top.table("flow")
    return {
        "rates": read_rates(rates, scope) if rates is not None else None,
        "flow": read_flow_plan(flow, scope) if flow is not None else None,
        "rewards": [read_reward(name, table, scope, goals) for name, table in top.named("rewards")],
        "plan": read_year_plan(top, scope, goals),
        "playbook": read_playbook(top, scope),
        "meetings": read_meetings(top, scope, zone),
    }


def _source(name: str, table: Table) -> CsvSource | None:
    """Read how an export is read: the keys are those of `CsvSource`."""
    before = len(table.faults)
    keys = [part.name for part in attrs.fields(CsvSource) if part.init and part.name != "name"]
    given = {key: table.raw(key) for key in keys if key in table}
    table.finish()
    return table.build(CsvSource, name=name, **given) if len(table.faults) == before else None


def _signoff(table: Table, scope: Scope) -> SignOff | None:
    team, by = scope.team_at(table, "team", required=True), table.text("by", required=True)
    on, digest = table.day("on", required=True), table.text("digest", required=True)
    table.finish()
    if team is None or by is None or on is None or digest is None:
        return None
    return table.build(SignOff, team, by, on, digest)
