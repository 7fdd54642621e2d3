"""Drop doubles: of events that are one event, the version that was recorded last."""

from __future__ import annotations

from alignkit.errors import Finding, shown
from alignkit.history.events import Event
from alignkit.history.order_events import content_of
from alignkit.instants import micros


def without_doubles(events: tuple[Event, ...], findings: list[Finding]) -> tuple[list[tuple[int, Event]], int]:
    """Return the events that count, with their instants in microseconds, and how many were known already."""
    by_id: dict[str, list[Event]] = {}
    chosen: list[tuple[int, Event]] = []
    firsts: dict[tuple[object, ...], int] = {}
    alike: dict[tuple[object, ...], dict[tuple[object, ...], int]] = {}
    for event in events:
        if event.id is not None:
            by_id.setdefault(event.id, []).append(event)
            continue
        at = micros(event.at)
        short = (event.lead, at, event.kind, event.value)
        first = firsts.setdefault(short, len(chosen))
        if first < len(chosen):  # compare whole contents only where the short form does not tell events apart
            known = alike.setdefault(short, {content_of(chosen[first][1]): first})
            place = known.setdefault(content_of(event), len(chosen))
            if place < len(chosen):
                chosen[place] = (at, _one_of([chosen[place][1], event]))
                continue
        chosen.append((at, event))
    for name, versions in sorted(by_id.items()):
        event = versions[0] if len(versions) == 1 else _latest(name, versions, findings)
        chosen.append((micros(event.at), event))
    return chosen, len(events) - len(chosen)


def _latest(name: str, versions: list[Event], findings: list[Finding]) -> Event:
    """Choose among the versions of one event the one recorded last, whatever the order of arrival."""
    known = max((micros(event.recorded_at) for event in versions if event.recorded_at is not None), default=None)
    latest = [event for event in versions if (event.recorded_at and micros(event.recorded_at)) == known]
    contents: dict[str, list[Event]] = {}
    for event in latest:
        contents.setdefault(repr(content_of(event)), []).append(event)
    if len(contents) > 1:
        findings.append(
            Finding(
                "conflicting-event",
                f"the event {shown(name)} stands there {len(contents)} times with unlike content and no later "
                "`recorded_at` to choose by",
                latest[0].lead if len({event.lead for event in latest}) == 1 else "",
                "warning",
            )
        )
    elif len({repr(content_of(event)) for event in versions}) > 1:
        findings.append(
            Finding(
                "revised-event",
                f"the event {shown(name)} was revised; the version recorded last counts",
                latest[0].lead,
                "note",
            )
        )
    return _one_of(contents[min(contents)])


def _one_of(events: list[Event]) -> Event:
    """Choose one of events with one content, which may tell their instant in unlike zones, in any order of arrival."""
    return events[0] if all(event is events[0] for event in events) else min(events, key=repr)
