"""Replay a second time, slowly and obviously: a list of entries, and every question asked of that list anew.

It shares no code with `alignkit.funnel.replay` but the values. Written from the rules in DESIGN.md, one at a time.
"""

from __future__ import annotations

from datetime import UTC, datetime

import attrs

from alignkit.funnel.stages import Boundary, Funnel
from alignkit.history.events import Event
from alignkit.history.facts import Facts


@attrs.define
class Entry:
    """One line of the track: a stage entered, or (stage None) cleared."""

    stage: str | None
    at: datetime
    record: str
    inferred: bool = False
    flag: str = ""


@attrs.define
class Track:
    """What became of one lead."""

    entries: list[Entry] = attrs.Factory(list)
    codes: list[str] = attrs.Factory(list)

    def visits(self) -> list[tuple[str, datetime, datetime | None, bool, str]]:
        """Every entry lasts until the next line of the track."""
        found = []
        for number, entry in enumerate(self.entries):
            left = self.entries[number + 1].at if number + 1 < len(self.entries) else None
            if entry.stage is not None:
                found.append((entry.stage, entry.at, left, entry.inferred, entry.flag))
        return found


def slow_replay(funnel: Funnel, facts: Facts, as_of: datetime) -> dict[str, Track]:
    """Return the track of every lead that is listed or has an event."""
    events = []
    for event in facts.events:
        if utc(event.at) <= utc(as_of) and event not in events:
            events.append(event)
    lead_of = {str(event.value): event.lead for event in events if event.kind == "link"}
    leads = set(facts.leads) | {lead_of.get(event.lead, event.lead) for event in events}
    leads |= {event.lead for event in facts.events if not facts.leads and event.lead not in lead_of}
    tracks = {}
    for lead in leads:
        mine = [event for event in events if lead_of.get(event.lead, event.lead) == lead]
        mine.sort(key=lambda event: (utc(event.at), event.seq or 0, tie(funnel, event), event.id or ""))
        tracks[lead] = Track()
        for event in mine:
            tell(funnel, tracks[lead], event)
    return tracks


def utc(at: datetime) -> datetime:
    """Instants are compared in UTC alone."""
    return at.astimezone(UTC)


def ids(funnel: Funnel) -> list[str]:
    """Stage order: the path, then the exits."""
    return [stage.id for stage in funnel.path] + [stage.id for stage in funnel.exits]


def by_path(funnel: Funnel) -> list[Boundary]:
    """The boundaries in path order."""
    return sorted(funnel.boundaries, key=lambda boundary: ids(funnel).index(boundary.accepted))


def tie(funnel: Funnel, event: Event) -> float:
    """Where an event stands among those of its instant."""
    order = ids(funnel)
    if event.kind == "stage" and event.value is None:
        return -1
    if event.kind == "stage":
        return order.index(str(event.value)) if event.value in order else 0
    if event.kind == "accept" and funnel.boundaries:
        named = [item for item in by_path(funnel) if event.value in {item.offered, item.accepted}]
        return order.index((named + by_path(funnel))[0].accepted) + 0.25
    if event.kind == "reject" and funnel.boundaries:
        return order.index(by_path(funnel)[-1].accepted) + 0.5
    return -2


def current(track: Track) -> str | None:
    """The stage of the last line; None before the first, and after a cleared stage."""
    return track.entries[-1].stage if track.entries else None


def position(funnel: Funnel, track: Track) -> int:
    """The place on the path of the last path stage in the track."""
    path = [stage.id for stage in funnel.path]
    for entry in reversed(track.entries):
        if entry.stage in path:
            return path.index(entry.stage)
    return -1


def tell(funnel: Funnel, track: Track, event: Event) -> None:
    """Add what one event says to the track."""
    if event.kind == "stage":
        move(funnel, track, event, None if event.value is None else str(event.value))
    elif event.kind == "accept" and funnel.boundaries:
        accept(funnel, track, event)
    elif event.kind == "reject" and funnel.boundaries:
        reject(funnel, track, event)


def accepted(funnel: Funnel, track: Track, event: Event) -> str | None:
    """The accepted stage of the boundary at which a yes counts; None where that is unclear."""
    here = current(track)
    boundaries = by_path(funnel)
    named = [item for item in boundaries if event.value in {item.offered, item.accepted}]
    possible = named or boundaries
    targets = [item.accepted for item in possible if item.offered == here]
    targets += [item.accepted for item in possible if item.accepted == here]
    targets += [item.accepted for item in named if item.accepted == event.value]
    if len({item.accepted for item in possible}) == 1:
        targets.append(possible[0].accepted)
    return targets[0] if targets else None


def accept(funnel: Funnel, track: Track, event: Event) -> None:
    """A yes leads to the accepted stage, never back."""
    path = [stage.id for stage in funnel.path]
    here = current(track)
    target = accepted(funnel, track, event)
    if target is None:
        track.codes.append("unclear-handoff")
        return
    if here in path and path.index(target) <= path.index(here):
        return
    move(funnel, track, event, target)


def rejecting(funnel: Funnel, track: Track) -> tuple[Boundary, str] | None:
    """The boundary at which a no counts, and the end of it at which the lead stands; None where that is unclear."""
    for attribute in ("offered", "accepted", "rejected"):
        for boundary in by_path(funnel):
            if getattr(boundary, attribute) == current(track):
                return boundary, attribute
    return None


def reject(funnel: Funnel, track: Track, event: Event) -> None:
    """A no leads from the offered or accepted stage to the rejected one; it wants an agreed reason."""
    found = rejecting(funnel, track)
    if found is None:
        track.codes.append("unclear-handoff")
        return
    boundary, attribute = found
    if event.value is None or not str(event.value).strip():
        track.codes.append("no-reason")
    elif boundary.reasons and event.value not in boundary.reasons:
        track.codes.append("unknown-reason")
    if attribute != "rejected":
        move(funnel, track, event, boundary.rejected, declared=True)


def move(funnel: Funnel, track: Track, event: Event, target: str | None, *, declared: bool = False) -> None:
    """Add the entry into a stage, and before it the stages that it implies."""
    here = current(track)
    if target == here or (target is not None and target not in ids(funnel)):
        return
    flag = "" if declared else flag_of(funnel, track, target)
    if flag:
        entries = [entry for entry in track.entries if entry.stage is not None]
        flag = flag if entries[-1].record == event.lead else "other-deal"
        track.codes.append(flag)
    path = [stage.id for stage in funnel.path]
    if target in path:
        for passed in path[position(funnel, track) + 1 : path.index(target)]:
            track.entries.append(Entry(passed, event.at, event.lead, inferred=True))
    track.entries.append(Entry(target, event.at, event.lead, flag=flag))


def flag_of(funnel: Funnel, track: Track, target: str | None) -> str:
    """What the funnel does not declare about a move."""
    path = [stage.id for stage in funnel.path]
    exits = [stage.id for stage in funnel.exits]
    here = current(track)
    if target is None:
        return ""
    if target in exits:
        return "exit-changed" if here in exits else ""
    if here in exits:
        return "" if (here, target) in funnel.recycles else "reopened"
    if path.index(target) >= position(funnel, track):
        return ""
    origin = path[position(funnel, track)]
    return "" if (origin, target) in funnel.recycles else "backward-move"
