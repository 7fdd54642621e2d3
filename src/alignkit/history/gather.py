"""Gather facts into one history a lead: doubles once, deals with their lead, nothing after `as_of`."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import attrs

from alignkit.errors import Finding, shown
from alignkit.history.attributes import Attributes, Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros


@attrs.frozen(slots=True)
class History:
    """All that is known of one lead up to an instant.

    Args:
        lead: its id.
        fields: its fields before any `field` event.
        events: its own events and those of its deals, in time order (`at`, then `seq`, then id).
    """

    lead: str
    fields: Attributes
    events: tuple[Event, ...]


@attrs.frozen(slots=True)
class Gathered:
    """The histories of all leads, by id, and what was found on the way.

    Args:
        histories: one a lead, sorted by id.
        findings: doubled, conflicting and future events, leads that nobody listed.
        doubled: how many events were left out because they were known already.
        with_deals: the leads to which deals are linked.
    """

    histories: tuple[History, ...]
    findings: tuple[Finding, ...]
    doubled: int
    with_deals: frozenset[str] = frozenset()


def gather(facts: Facts, *, as_of: datetime) -> Gathered:
    """Unite facts into one history a lead. The answer depends on the set of events alone.

    - Two events with one id are one event: the later `recorded_at` wins, and unlike content that was recorded at the
      same time, or at no known time, is a `conflicting-event`. Without ids, equal events count once.
    - An event after `as_of` is left out and found as `future-event`.
    - A `merge` event unites nothing yet: both records count, and `unapplied-merge` says so.
    - A deal that a `link` event ties to a lead gives the lead its events; a deal's stage entries carry the deal's
      fields as known then.

    Raises:
        TimeError: `as_of` is naive.

    >>> from datetime import UTC
    >>> when = datetime(2026, 1, 5, tzinfo=UTC)
    >>> gathered = gather(Facts(events=[Event("L1", when, "stage", "mql")] * 2), as_of=when)
    >>> len(gathered.histories[0].events), gathered.doubled
    (1, 1)
    """
    now = micros(checked_instant(as_of, "as_of"))
    findings: list[Finding] = []
    unique, doubled = _unique(facts.events, findings)
    if doubled:
        findings.append(Finding("doubled-event", f"{doubled} doubled events were counted once", level="note"))

    by_record: dict[str, list[tuple[int, Event]]] = {}
    future: Counter[str] = Counter()
    merges: list[Event] = []
    for at, event in unique:
        if at > now:
            future[event.lead] += 1
        else:
            by_record.setdefault(event.lead, []).append((at, event))
            if event.kind == "merge":
                merges.append(event)
    for lead, count in sorted(future.items()):
        told = "an event" if count == 1 else f"{count} events"
        message = f"{told} of {shown(lead)} after {as_of.isoformat()}: left out"
        findings.append(Finding("future-event", message, lead, "warning"))
    findings.extend(_unapplied(merges))
    for record in by_record.values():
        _sort(record)

    leads = facts.leads
    lead_of = _deals(by_record, findings)
    for deal, lead in lead_of.items():
        events = by_record.pop(deal, None)
        if events:
            by_record.setdefault(lead, []).extend(_with_fields(events))
            _sort(by_record[lead])

    findings.extend(
        Finding("unknown-lead", f"there are events of {shown(record)}, which is not among the leads", record, "warning")
        for record in sorted(by_record)
        if leads and record not in leads
    )
    deals_only = future.keys() - leads.keys() - by_record.keys() if not leads else set()
    ids = sorted(leads.keys() | by_record.keys() | (deals_only - lead_of.keys()))
    nothing = Attributes()
    histories = tuple(
        History(lead, leads.get(lead, nothing), tuple(event for _, event in by_record.get(lead, ()))) for lead in ids
    )
    return Gathered(histories, tuple(findings), doubled, frozenset(lead_of.values()))


def _unapplied(merges: list[Event]) -> list[Finding]:
    told = {(event.lead, str(event.value)) for event in merges}
    return [
        Finding(
            "unapplied-merge",
            f"{shown(lead)} was merged into {shown(survivor)}: merges are not applied yet, so each counts for itself; "
            "export the survivors alone",
            lead,
            "warning",
        )
        for lead, survivor in sorted(told)
    ]


def _order(entry: tuple[int, Event]) -> tuple[int, int, str]:
    at, event = entry
    return (at, event.seq or 0, event.id or "")


def _sort(entries: list[tuple[int, Event]]) -> None:
    """Sort by time, then `seq`, then id; what ties in all three, by its content."""
    entries.sort(key=_order)
    if len({at for at, _ in entries}) == len(entries):
        return
    first = 0
    for here in range(1, len(entries) + 1):
        if here == len(entries) or _order(entries[here]) != _order(entries[first]):
            if here - first > 1:  # rare: writing a content as text costs more than all the rest
                entries[first:here] = sorted(entries[first:here], key=lambda entry: repr(_content(entry[1])))
            first = here


def _content(event: Event) -> tuple[object, ...]:
    """Return what makes two events the same; when it was recorded is not content."""
    return (
        event.lead,
        micros(event.at),
        event.kind,
        event.field,
        _told(event.value),
        event.actor,
        event.team,
        event.automatic,
        event.source,
        event.seq,
        tuple((name, _told(value)) for name, value in event.attributes.items()),
    )


def _told(value: Value) -> object:
    """Return what makes two values the same: to Python 1 is True, and both showings of a repeated hour are one."""
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, datetime):
        return ("instant", micros(value))
    if isinstance(value, tuple):
        return ("list", *(_told(item) for item in value))
    return (type(value).__name__, value.toordinal() if isinstance(value, date) else value)


def _unique(events: tuple[Event, ...], findings: list[Finding]) -> tuple[list[tuple[int, Event]], int]:
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
            known = alike.setdefault(short, {_content(chosen[first][1]): first})
            place = known.setdefault(_content(event), len(chosen))
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
        contents.setdefault(repr(_content(event)), []).append(event)
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
    elif len({repr(_content(event)) for event in versions}) > 1:
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


def _deals(by_record: dict[str, list[tuple[int, Event]]], findings: list[Finding]) -> dict[str, str]:
    links = sorted(
        (at, record, event.value)
        for record, events in by_record.items()
        for at, event in events
        if event.kind == "link" and isinstance(event.value, str)
    )
    lead_of: dict[str, str] = {}
    for _, lead, deal in links:
        first = lead_of.setdefault(deal, lead)
        if first != lead:
            findings.append(
                Finding(
                    "deal-of-two-leads",
                    f"the deal {shown(deal)} is linked to {shown(first)} and to {shown(lead)}; it counts for the first",
                    lead,
                    "warning",
                )
            )
    linked = set(lead_of.values())
    for deal in [deal for deal in lead_of if deal in linked]:
        findings.append(
            Finding("linked-in-turn", f"{shown(deal)} is linked as a deal and has deals of its own", deal, "warning")
        )
        del lead_of[deal]
    return lead_of


def _with_fields(events: list[tuple[int, Event]]) -> list[tuple[int, Event]]:
    """Let a deal's stage entries carry the deal's fields as known then; the event's own attributes win."""
    known: dict[str, Value] = {}
    changes = [(at, event) for at, event in events if event.kind == "field"]
    found: list[tuple[int, Event]] = []
    done = 0
    for at, event in events:
        while done < len(changes) and changes[done][0] <= at:
            change = changes[done][1]
            known[str(change.field)] = change.value
            done += 1
        filled = event
        if event.kind == "stage" and known:
            filled = attrs.evolve(event, attributes=Attributes({**known, **event.attributes}))
        found.append((at, filled))
    return found
