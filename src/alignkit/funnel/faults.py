"""What can be wrong with a funnel, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from alignkit.errors import Finding, shown, spelling
from alignkit.names import did_you_mean

if TYPE_CHECKING:
    from alignkit.funnel.stages import Funnel, Stage


def faults(funnel: Funnel) -> list[Finding]:
    """Return what is wrong with a funnel: its ids, its outcomes, its ways back, its boundaries, in this order."""
    return [*_id_faults(funnel), *_outcome_faults(funnel), *_recycle_faults(funnel), *_boundary_faults(funnel)]


def _id_faults(funnel: Funnel) -> list[Finding]:
    found: list[Finding] = []
    if len(funnel.path) < 2:
        found.append(
            Finding("too-few-stages", f"the path of a funnel has at least two stages, not {len(funnel.path)}", "path")
        )
    places = [(stage, f"path[{number}]") for number, stage in enumerate(funnel.path)]
    places += [(stage, f"exits[{number}]") for number, stage in enumerate(funnel.exits)]
    first: dict[str, tuple[int, Stage, str]] = {}
    for number, (stage, place) in enumerate(places):
        known = first.setdefault(stage.id.casefold(), (number, stage, place))
        if known[2] == place:
            continue
        since, other, where = known
        if stage.id != other.id:
            text = f"{stage.id!r} and {other.id!r} ({where}) differ only in case"
            found.append(Finding("confusable-id", text, place))
        elif stage == other and number > since + 1 and number < len(funnel.path):
            # one stage walked through again: the author means a way back, not a second stage of that name
            walk = " → ".join(_walk(funnel.path, since, number))
            text = f"{walk} is a cycle ({where} and {place}); a way back is a recycle: "
            pair = f"{places[number - 1][0].id!r}, {stage.id!r}"
            text += spelling(f"recycles=[({pair})]", f"recycles = [[{pair}]]")
            found.append(Finding("cycle", text, place))
        else:
            found.append(Finding("duplicate-id", f"the id {stage.id!r} stands at {where} and at {place}", place))
    return found


def _walk(path: tuple[Stage, ...], since: int, until: int) -> list[str]:
    """Return the ids of the stages from one place to another, a long way shortened."""
    if until - since < 8:
        return [stage.id for stage in path[since : until + 1]]
    ends = [stage.id for stage in (*path[since : since + 4], *path[until - 1 : until + 1])]
    return [*ends[:4], "…", *ends[4:]]


def _outcome_faults(funnel: Funnel) -> list[Finding]:
    found: list[Finding] = []
    for number, stage in enumerate(funnel.path):
        if stage.outcome in {"lost", "disqualified"}:
            text = f"a stage that ends as {stage.outcome} is an exit, and {stage.id!r} stands on the path"
            found.append(Finding("wrong-outcome", text, f"path[{number}]"))
    for number, stage in enumerate(funnel.exits):
        if stage.outcome not in {"lost", "disqualified"}:
            text = f"an exit has the outcome 'lost' or 'disqualified', and {stage.id!r} has {stage.outcome!r}"
            found.append(Finding("wrong-outcome", text, f"exits[{number}]"))
    won = [stage.id for stage in funnel.path if stage.outcome == "won"]
    if not won and len(funnel.path) >= 2:
        text = f"no stage of the path has the outcome 'won'; the last is {funnel.path[-1].id!r}"
        found.append(Finding("no-end-stage", text, "path"))
    if len(won) > 1:
        found.append(
            Finding("two-won-stages", f"one stage has the outcome 'won', not {len(won)}: {', '.join(won)}", "path")
        )
    return found


def _recycle_faults(funnel: Funnel) -> list[Finding]:
    found: list[Finding] = []
    order = _order(funnel)
    size = len(funnel.path)
    for number, (source, target) in enumerate(funnel.recycles):
        place = f"recycles[{number}]"
        unknown = [end for end in (source, target) if end not in order]
        found += [_unknown(end, order, place) for end in unknown]
        if unknown:
            continue
        start, end_at = order[source], order[target]
        if source == target:
            found.append(Finding("self-loop", f"the stage {source!r} cannot lead to itself", place))
        elif end_at >= size or (start < size and end_at > start):
            text = f"a recycle leads back to an earlier stage of the path, and {source!r} → {target!r} does not"
            found.append(Finding("wrong-direction", text, place))
        elif funnel.stages[start].outcome == "disqualified":
            text = f"{source!r} is disqualified, which means never again: it cannot lead to {target!r}"
            found.append(Finding("end-stage-leads-on", text, place))
    return found


def _boundary_faults(funnel: Funnel) -> list[Finding]:
    found: list[Finding] = []
    order = _order(funnel)
    size = len(funnel.path)
    offers: dict[str, int] = {}
    for number, boundary in enumerate(funnel.boundaries):
        place = f"boundaries[{number}]"
        ends = {"offered": boundary.offered, "accepted": boundary.accepted, "rejected": boundary.rejected}
        unknown = [_unknown(stage, order, f"{place}.{what}") for what, stage in ends.items() if stage not in order]
        found += unknown
        if unknown:
            continue
        offered, accepted, rejected = (order[stage] for stage in ends.values())
        if not offered < accepted < size or accepted < rejected < size:
            text = (
                f"an acceptance leads on along the path and a rejection back or to an exit, not {boundary.offered!r} → "
                f"{boundary.accepted!r} or {boundary.rejected!r}"
            )
            found.append(Finding("wrong-direction", text, place))
        if offers.setdefault(boundary.offered, number) != number:
            text = f"the stage {boundary.offered!r} is offered at boundaries[{offers[boundary.offered]}] already"
            found.append(Finding("duplicate-boundary", text, place))
    return found


def _order(funnel: Funnel) -> dict[str, int]:
    order: dict[str, int] = {}
    for number, stage in enumerate(funnel.stages):
        order.setdefault(stage.id, number)  # of a doubled id, which is found elsewhere, the first counts
    return order


def _unknown(stage: str, known: Iterable[str], place: str) -> Finding:
    return Finding("unknown-stage", f"there is no stage {shown(stage)}{did_you_mean(stage, known)}", place)
