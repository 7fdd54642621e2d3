"""Read a whole agreement from a document: all or nothing, every fault at once, in document order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.order import in_document_order, paths
from alignkit.agreement.document.read_clocks import read_calendar, read_sla
from alignkit.agreement.document.read_funnel import read_funnel, stage_ids
from alignkit.agreement.document.read_goals import goals_in
from alignkit.agreement.document.scope import Scope
from alignkit.agreement.signoffs import SignOff
from alignkit.agreement.vocabulary import Term
from alignkit.errors import DocumentError, Finding, LimitError, shown
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource

FORMAT = 1
"""The newest format of a document that this alignkit reads; it reads all from 1 on."""
LIMITS = frozenset({"too-deep", "too-large", "too-long", "too-many", "points-too-large"})
"""The codes of documented limits."""
REQUIRED = ("name", "version", "zone", "stages")
"""The keys that every document has."""


def from_document(document: object) -> Agreement:
    """Build the agreement that a document tells.

    Args:
        document: plain tables, lists and values, as a parser of TOML or JSON gives them. Without `format` it is read as
            format 1.

    Raises:
        DocumentError: with every fault found, in document order.
        LimitError: `too-deep`, over 100 levels.

    >>> from_document({"name": "Inbound", "version": "1", "zone": "UTC", "stages": [
    ...     {"id": "lead", "owner": "marketing"}, {"id": "won", "owner": "sales", "outcome": "won"}]})
    <Agreement 'Inbound' 1: 0 rules, 0 scores, 2 stages, 0 SLAs, 0 goals, 0 sign-offs>
    """
    if document is None or document == {}:
        raise DocumentError.at("empty", f"the document has no content; it needs {', '.join(REQUIRED)}")
    if not isinstance(document, Mapping):
        kind = "a list" if isinstance(document, list) else shown(document)
        raise DocumentError.at("not-a-table", f"got {kind}, expected a table")
    for _ in paths(document):
        pass  # walks the whole document once, iteratively, and refuses what is too deep for the readers
    faults: list[Finding] = []
    found = _read(Table(document, "", faults))
    if faults or found is None:
        only_limits = bool(faults) and all(fault.code in LIMITS for fault in faults)
        raise (LimitError if only_limits else DocumentError)(*in_document_order(faults, document))
    return found


def _read(top: Table) -> Agreement | None:
    _format(top)
    scope = Scope({key: top.raw(key) for key in ("rules", "scores")}, top.faults)
    plain = {key: top.text(key, required=key in REQUIRED) for key in ("name", "version", "zone", "currency", "mission")}
    scope.currency = plain["currency"]
    given: dict[str, Any] = {key: top.day(key) for key in ("effective", "review_by")}
    if "teams" in top:
        given["teams"] = top.texts("teams")
    if "period" in top:
        given["period"] = top.raw("period")
    vocabulary = [_term(name, table) for name, table in top.named("vocabulary")]
    fields = [_declaration(name, table) for name, table in top.named("fields")]
    scope.declared = {field.name: field for field in fields if field is not None}
    scope.stages = stage_ids(top)
    # every named thing is read, used or not, so that its faults are told
    top.table("rules")
    rules = [scope.make("rule", name) for name in scope.raw_rules]
    top.table("scores")
    scores = [scope.make("score", name) for name in scope.raw_scores]
    funnel = read_funnel(top, scope, top.text("funnel") or plain["name"] or "funnel")
    calendars = [read_calendar(name, table, plain["zone"]) for name, table in top.named("calendars")]
    scope.calendars = {calendar.name: calendar for calendar in calendars if calendar is not None}
    slas = [read_sla(name, table, scope) for name, table in top.named("slas")]
    goals = goals_in(top, scope, {sla.name: sla for sla in slas if sla is not None})
    systems = _systems(top)
    sources = [_source(name, table) for name, table in top.named("sources")]
    signoffs = [_signoff(table) for table in top.tables("signoffs")]
    top.finish()
    if top.faults:
        return None
    return top.build(
        Agreement,
        plain["name"],
        version=plain["version"],
        zone=plain["zone"],
        funnel=funnel,
        mission=plain["mission"] or "",
        currency=plain["currency"],
        vocabulary=vocabulary,
        fields=fields,
        rules=rules,
        scores=scores,
        calendars=calendars,
        slas=slas,
        goals=goals,
        systems=systems,
        sources=sources,
        signoffs=signoffs,
        **given,
    )


def _format(top: Table) -> None:
    given = top.raw("format")
    if given is None:
        return
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        top.fault("unknown-format", f"'format' must be a whole number from 1 to {FORMAT}, not {shown(given)}", "format")
    elif given > FORMAT:
        reads = "version 1" if FORMAT == 1 else f"versions 1 to {FORMAT}"
        top.fault(
            "unknown-format", f"this alignkit reads {reads} of the format, not {given}; upgrade alignkit", "format"
        )


def _term(name: str, table: Table) -> Term | None:
    means, aliases, title = table.text("means", required=True), table.texts("aliases"), table.text("title")
    table.finish()
    return table.build(Term, name, means, aliases, title) if means is not None else None


def _declaration(name: str, table: Table) -> FieldDeclaration | None:
    kind, one_of = table.text("type", required=True), table.texts("one_of")
    unit, team, title = table.text("unit"), table.text("from"), table.text("title")
    table.finish()
    return table.build(FieldDeclaration, name, kind, one_of, unit, team, title) if kind is not None else None


def _systems(top: Table) -> tuple[tuple[str, str], ...]:
    table = top.table("systems")
    if table is None:
        return ()
    found = [(what, table.text(what)) for what in table.present()]
    return tuple((what, tool) for what, tool in found if tool is not None)


def _source(name: str, table: Table) -> CsvSource | None:
    """Read how an export is read: the keys are those of `CsvSource`."""
    given: dict[str, Any] = {}
    for key in (part.name for part in attrs.fields(CsvSource) if part.init and part.name != "name"):
        if key in table:
            given[key] = table.raw(key)
    table.finish()
    return table.build(CsvSource, name=name, **given)


def _signoff(table: Table) -> SignOff | None:
    team, by = table.text("team", required=True), table.text("by", required=True)
    on, digest = table.day("on", required=True), table.text("digest", required=True)
    table.finish()
    return table.build(SignOff, team, by, on, digest) if None not in {team, by, on, digest} else None
