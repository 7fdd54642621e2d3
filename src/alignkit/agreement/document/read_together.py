"""Read meetings and planned activities from an agreement's document, and the log from a document of its own.

`[meetings.NAME]` are terms: how often, when, for how long, who comes. `[[activities]]` of an agreement are what both
teams plan to do together. The log (`[[decisions]]`, `[[actions]]`, `[[requests]]`, `[[thanks]]`, `[[activities]]` with
who took part, `[[held]]`) is no part of the terms: it grows with every meeting, and nobody signs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, TypeVar

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.faults import MOST_FAULTS, EnoughError, Faults, in_document_order
from alignkit.agreement.document.read_clocks import zone_at
from alignkit.agreement.document.scope import Scope
from alignkit.agreement.document.shape import checked_shape
from alignkit.errors import DocumentError, Finding, LimitError, shown
from alignkit.together.activities import Activity
from alignkit.together.decisions import Action, Decision
from alignkit.together.log import Held, Log
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member
from alignkit.together.recognitions import Recognition
from alignkit.together.requests import Answer, Request

_T = TypeVar("_T")
LOG_FORMATS = 1
"""The newest format of a log that is read."""
_LIMITS = frozenset({"too-deep", "too-large", "too-long", "too-many", "too-many-faults"})


def read_meetings(top: Table, scope: Scope, zone: str | None) -> list[Meeting | None]:
    """Read `[meetings.NAME]`, one each; None in the place of one that is wrong.

    Args:
        top: the whole document.
        scope: what the document's clauses may refer to: the teams.
        zone: the agreement's zone, which a meeting without one of its own has.
    """
    return [read_meeting(name, table, scope, zone) for name, table in top.named("meetings")]


def read_meeting(name: str, table: Table, scope: Scope, zone: str | None) -> Meeting | None:
    """Read a meeting."""
    before = len(table.faults)
    cadence, first = table.text("cadence", required=True), table.day("first", required=True)
    at = _clock(table)
    own = zone_at(table, "zone") if "zone" in table else zone
    given: dict[str, Any] = {
        "minutes": table.whole("minutes"),
        "kind": table.text("kind"),
        "title": table.text("title"),
    }
    given["until"] = table.day("until")
    attendees = _members(table, "attendees", scope)
    days = enumerate(table.items("skips") or ())
    skips = [table.day_of(day, f"{table.at('skips')}[{i}]", "a day to skip") for i, day in days]
    table.finish()
    if len(table.faults) > before or own is None:
        return None
    # a default is the constructor's own to give
    known = {part: value for part, value in given.items() if value is not None}
    return table.build(Meeting, name, cadence, first, at, own, attendees=attendees, skips=skips, **known)


def _clock(table: Table) -> time | str | None:
    """Read a time of day: the format's own, or text in quotes."""
    value = table.raw("at", required=True)
    if value is None or isinstance(value, time | str):
        return value
    told = f"'at' is a time of day; write it in quotes, \"10:00\", not {shown(value)}"
    table.fault("unquoted-time", told, "at")
    return None


def _members(table: Table, key: str, scope: Scope | None) -> list[Member]:
    return [found for inner in table.tables(key) if (found := _member(inner, scope)) is not None]


def _member(table: Table, scope: Scope | None) -> Member | None:
    before = len(table.faults)
    name, email = table.text("name", required=True), table.text("email")
    team = table.text("team", required=True) if scope is None else scope.team_at(table, "team", required=True)
    table.finish()
    return table.build(Member, name, team, email or "") if len(table.faults) == before else None


def _one_member(table: Table, key: str) -> Member | None:
    inner = table.table(key, required=True)
    return None if inner is None else _member(inner, None)


def read_activities(top: Table, scope: Scope | None = None) -> list[Activity]:
    """Read `[[activities]]`: of an agreement, where the teams are known, or of a log.

    A fault leaves an activity out, and stands among the faults.
    """
    return [found for table in top.tables("activities") if (found := _activity(table, scope)) is not None]


def _activity(table: Table, scope: Scope | None) -> Activity | None:
    before = len(table.faults)
    name, kind, on = (
        table.text("name", required=True),
        table.text("kind", required=True),
        table.day("on", required=True),
    )
    participants = _members(table, "participants", scope)
    table.finish()
    return table.build(Activity, name, kind, on, participants) if len(table.faults) == before else None


def read_log(document: object) -> Log:
    """Build the log that a document of its own tells; without `format` it is read as format 1.

    Args:
        document: plain tables, lists and values, as a parser of TOML or JSON gives them.

    Raises:
        DocumentError: with every fault found, in document order; past 300 reading stops.
        LimitError: `too-deep`, `too-many`, `too-long`; only limits were passed.

    >>> read_log({"requests": [{"id": "R1", "text": "Case studies", "from": "sales", "to": "marketing",
    ...                         "on": "2026-01-05"}]}).request("R1").to_team
    'marketing'
    """
    if document is None or (isinstance(document, Mapping) and not document):
        return Log()
    if not isinstance(document, Mapping):
        kind = "a list" if isinstance(document, list | tuple) else shown(document)
        raise DocumentError.at("not-a-table", f"got {kind}, expected a table")
    checked_shape(document)
    faults = Faults()
    rest: tuple[Finding, ...] = ()
    found = None
    try:
        found = _log(Table(document, "", faults))
    except EnoughError:
        rest = (Finding("too-many-faults", f"reading stopped at {MOST_FAULTS} faults; mend these first"),)
    if found is None or len(faults):
        told = (*in_document_order(faults.found, document), *rest)
        raise (LimitError if all(fault.code in _LIMITS for fault in told) else DocumentError)(*told)
    return found


def _log(top: Table) -> Log | None:
    if "format" in top:
        number = top.whole("format")
        if number is not None and not 1 <= number <= LOG_FORMATS:
            top.fault("unknown-format", f"this alignkit reads logs of format 1 to {LOG_FORMATS}; upgrade", "format")
    readers: tuple[tuple[str, Callable[[Table], Any]], ...] = (
        ("decisions", _decision),
        ("actions", _action),
        ("requests", _request),
        ("thanks", _thanks),
        ("activities", lambda table: _activity(table, None)),
        ("held", _held),
    )
    given: dict[str, Any] = {key: [read(table) for table in top.tables(key)] for key, read in readers}
    top.finish()
    return top.build(Log, **given) if not len(top.faults) else None


def _built(table: Table, before: int, make: Callable[..., _T], *args: object, **kwargs: Any) -> _T | None:  # noqa: ANN401 - what `make` takes
    table.finish()
    if len(table.faults) > before:
        return None
    given: dict[str, Any] = {key: value for key, value in kwargs.items() if value is not None}
    return table.build(make, *args, **given)


def _texts(table: Table, *keys: str) -> list[str | None]:
    return [table.text(key, required=True) for key in keys]


def _decision(table: Table) -> Decision | None:
    before = len(table.faults)
    given = [*_texts(table, "id", "text", "owner", "team"), table.day("on", required=True)]
    days = {key: table.day(key) for key in ("review_on", "closed")}
    return _built(table, before, Decision, *given, **days, serves=table.text("serves"), became=table.text("became"))


def _action(table: Table) -> Action | None:
    before = len(table.faults)
    given = [*_texts(table, "id", "text", "owner", "team"), *(table.day(key, required=True) for key in ("on", "due"))]
    days = {key: table.day(key) for key in ("done", "dropped")}
    texts = {key: table.text(key) for key in ("serves", "decision", "reason")}
    return _built(table, before, Action, *given, **days, **texts)


def _request(table: Table) -> Request | None:
    before = len(table.faults)
    given = [*_texts(table, "id", "text", "from", "to"), table.day("on", required=True)]
    by, answers = table.text("by"), [_answer(inner) for inner in table.tables("answers")]
    return _built(table, before, Request, *given, by=by, answers=answers)


def _answer(table: Table) -> Answer | None:
    before = len(table.faults)
    state, on = table.text("state", required=True), table.day("on", required=True)
    texts = {key: table.text(key) for key in ("by", "reason")}
    return _built(table, before, Answer, state, on, **texts, review_on=table.day("review_on"))


def _thanks(table: Table) -> Recognition | None:
    before = len(table.faults)
    by, to = _one_member(table, "by"), _one_member(table, "to")
    return _built(table, before, Recognition, by, to, table.text("what", required=True), table.day("on", required=True))


def _held(table: Table) -> Held | None:
    before = len(table.faults)
    meeting, on = table.text("meeting", required=True), table.day("on", required=True)
    attended, instead_of = _members(table, "attended", None), table.day("instead_of")
    return _built(table, before, Held, meeting, on, attended=attended, instead_of=instead_of)
