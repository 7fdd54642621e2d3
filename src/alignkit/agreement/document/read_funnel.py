"""Read the funnel from a document."""

from __future__ import annotations

import re
from collections.abc import Mapping

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_rules import rule_at
from alignkit.agreement.document.scope import Scope
from alignkit.errors import AlignkitError, Finding, shown
from alignkit.funnel.stages import Boundary, Funnel, Stage

EXITS = ("lost", "disqualified")
"""The outcomes of a stage that is an exit."""
_PLACE = re.compile(r"\b(path|exits)\[(\d+)\]")
_FOLLOWING = ("too-few-stages", "no-end-stage", "unknown-stage")
"""Faults that may only tell that a stage could not be read."""


def stage_ids(document: Mapping[str, object]) -> dict[str, None]:
    """Return the ids of all stages that are told, before any is read, for references to them."""
    raw = document.get("stages")
    stages = raw if isinstance(raw, list | tuple) else ()
    found = (stage.get("id") for stage in stages if isinstance(stage, Mapping))
    return {name: None for name in found if isinstance(name, str)}


def read_funnel(top: Table, scope: Scope, name: str) -> Funnel | None:
    """Read stages, recycles and boundaries; the stages with an outcome of a loss are the exits.

    What can be read of a faulty stage still counts, so that a doubled id is told beside a missing owner.
    """
    before = len(top.faults)
    stages = [_stage(table, scope) for table in top.tables("stages", required=True)]
    recycles = _recycles(top, scope)
    boundaries = [_boundary(table, scope) for table in top.tables("boundaries")]
    whole = len(stages) == len(top.items("stages") or ()) and None not in stages and "stages" in top
    places: dict[str, list[int]] = {"path": [], "exits": []}
    for i, stage in enumerate(stages):
        if stage is not None:
            places["exits" if stage.outcome in EXITS else "path"].append(i)
    path, exits = ([stage for i in places[part] if (stage := stages[i]) is not None] for part in ("path", "exits"))
    try:
        funnel = Funnel(name, path, exits, recycles, [one for one in boundaries if one is not None])
    except AlignkitError as error:
        for issue in error.issues:
            if whole or issue.code not in _FOLLOWING:
                _tell(issue, places, top)
        return None
    return funnel if len(top.faults) == before else None


def _tell(issue: Finding, places: Mapping[str, list[int]], top: Table) -> None:
    """Keep a fault of the funnel; its path and exits are the stages of the document."""

    def place(match: re.Match[str]) -> str:
        known = places[match[1]]
        return f"stages[{known[int(match[2])]}]" if int(match[2]) < len(known) else match[0]

    where = _PLACE.sub(place, issue.path)
    if where in {"path", "exits"}:
        where = "stages"
    elif where == "name" and "funnel" in top:
        where = "funnel"
    top.faults.add(issue.code, _PLACE.sub(place, issue.message), where)


def _stage(table: Table, scope: Scope) -> Stage | None:
    name, owner = table.text("id", required=True), scope.team_at(table, "owner", required=True)
    entry = rule_at(table, "entry", scope)
    outcome, title = table.text("outcome"), table.text("title")
    table.finish()
    # without its owner the stage is built for the sake of its id: the agreement is refused anyway
    return table.build(Stage, name, owner or "?", entry, outcome, title) if name is not None else None


def _recycles(top: Table, scope: Scope) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for i, pair in enumerate(top.items("recycles") or ()):
        asker = Table({}, f"recycles[{i}]", top.faults)
        if isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(end, str) for end in pair):
            known = [scope.known("stage", end, scope.stages, asker) for end in pair]
            if all(known):
                found.append((pair[0], pair[1]))
        else:
            asker.fault("wrong-type", f"a recycle is two stages, [from, to], not {shown(pair)}")
    return found


def _boundary(table: Table, scope: Scope) -> Boundary | None:
    ends = [scope.stage_at(table, key, required=True) for key in ("offered", "accepted", "rejected")]
    reasons = table.texts("reasons")
    limit, another = table.whole("recycle_limit"), table.flag("recycle_to_another")
    table.finish()
    if None in ends:
        return None
    return table.build(Boundary, *ends, reasons, recycle_limit=limit, recycle_to_another=another or False)
