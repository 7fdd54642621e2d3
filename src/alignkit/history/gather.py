"""Gather facts into one history a lead: doubles once, deals with their lead, nothing after `as_of`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import datetime

import attrs

from alignkit.errors import Finding, shown
from alignkit.history.attributes import Attributes, Value
from alignkit.history.drop_doubles import without_doubles
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.history.fill_gaps import filled, holdings
from alignkit.history.order_events import content_of, order_of, sort_events
from alignkit.history.settle_merges import Settled, settle_merges
from alignkit.history.united import United
from alignkit.instants import checked_instant, micros


@attrs.frozen(slots=True)
class History:
    """All that is known of one lead up to an instant.

    Args:
        lead: its id.
        fields: its fields before any `field` event.
        events: its own events, those of its deals and of the records that it absorbed, in time order (`at`, then `seq`,
            then id).
        united: how its records came together, where others were merged into it.
    """

    lead: str
    fields: Attributes
    events: tuple[Event, ...]
    united: United | None = None


@attrs.frozen(slots=True)
class Gathered:
    """The histories of all leads, by id, and what was found on the way.

    Args:
        histories: one a lead, sorted by id.
        findings: doubled, conflicting and future events, leads that nobody listed.
        doubled: how many events were left out because they were known already.
        with_deals: the leads to which deals are linked, and those of several records.
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
    - A `merge` event unites two records under the survivor's id, with the survivor's fields, whose gaps the absorbed
      one fills. `merged-twice`, `merge-cycle` and a survivor that never appears (`unknown-lead`) are found; see
      `settle_merges`. Which of the entries count, `replay` decides.
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
    unique, doubled = without_doubles(facts.events, findings)
    if doubled:
        findings.append(Finding("doubled-event", f"{doubled} doubled events were counted once", level="note"))

    by_record: dict[str, list[tuple[int, Event]]] = {}
    future: Counter[str] = Counter()
    merges: list[tuple[int, Event]] = []
    for at, event in unique:
        if at > now:
            future[event.lead] += 1
        else:
            by_record.setdefault(event.lead, []).append((at, event))
            if event.kind == "merge":
                merges.append((at, event))
    for lead, count in sorted(future.items()):
        told = "an event" if count == 1 else f"{count} events"
        message = f"{told} of {shown(lead)} after {as_of.isoformat()}: left out"
        findings.append(Finding("future-event", message, lead, "warning"))
    for record in by_record.values():
        sort_events(record)

    leads = facts.leads
    settled = _NONE
    if merges:
        merges.sort(key=lambda entry: (*order_of(entry), repr(content_of(entry[1]))))
        settled = settle_merges((event for _, event in merges), findings)
    linked = _deals(by_record, settled, findings)
    lead_of = {deal: lead for deal, (lead, _) in linked.items()}
    telling: Container[str] = by_record  # the records of which there are events of their own
    if settled.merges:  # what costs something for each lead is done only where there is a reason
        telling = by_record.keys() - settled.merges.keys()
        findings.extend(_unknown_survivors(settled, lead_of, telling if leads else telling | future.keys(), leads))
        _move_absorbed(by_record, settled, lead_of)
    for deal, lead in lead_of.items():
        events = by_record.pop(deal, None)
        if events:
            by_record.setdefault(lead, []).extend(_with_fields(events))
            sort_events(by_record[lead])

    findings.extend(
        Finding("unknown-lead", f"there are events of {shown(record)}, which is not among the leads", record, "warning")
        for record in sorted(by_record)
        if leads and record not in leads and record in telling
    )
    deals_only = future.keys() - leads.keys() - by_record.keys() if not leads else set()
    known = leads.keys() | by_record.keys() | (deals_only - lead_of.keys())
    ids = sorted(known - settled.merges.keys() if settled.merges else known)
    nothing = Attributes()
    histories = tuple(
        History(lead, leads.get(lead, nothing), tuple(event for _, event in by_record.get(lead, ()))) for lead in ids
    )
    with_deals = frozenset(lead_of.values())
    if settled.merges:
        united = {survivor for survivor in settled.survivors() if survivor not in lead_of}
        tied: dict[str, list[tuple[str, str]]] = {}
        for deal, (lead, owner) in sorted(linked.items()):
            tied.setdefault(lead, []).append((deal, owner))
        histories = tuple(
            _united(history, settled, tied.get(history.lead, ()), leads) if history.lead in united else history
            for history in histories
        )
        with_deals |= united
    return Gathered(histories, tuple(findings), doubled, with_deals)


_NONE = Settled({})


def _unknown_survivors(
    settled: Settled, lead_of: Mapping[str, str], appeared: Collection[str], leads: Mapping[str, Attributes]
) -> Iterator[Finding]:
    """Yield what is found of leads into which records were merged, and of which nothing else is known."""
    for survivor in sorted(settled.survivors()):
        if survivor in lead_of or survivor in leads or survivor in appeared:
            continue
        record = settled.into(survivor)[0].record
        known = "which is not among the leads" if leads else "of which there is no event"
        text = f"{shown(record)} was merged into {shown(survivor)}, {known}; it counts under that id"
        yield Finding("unknown-lead", text, survivor, "warning")


def _move_absorbed(by_record: dict[str, list[tuple[int, Event]]], settled: Settled, lead_of: Mapping[str, str]) -> None:
    """Give the events of records that were absorbed to the record in which they ended."""
    grown: set[str] = set()
    for record in [record for record in by_record if record in settled.merges]:
        events, end = by_record.pop(record), settled.end(record)
        if end in lead_of:  # of two deals that were merged, one stays
            events = [(at, attrs.evolve(event, lead=end)) for at, event in events]
        by_record.setdefault(end, []).extend(events)
        grown.add(end)
    for record in grown:
        sort_events(by_record[record])


def _united(
    history: History, settled: Settled, deals: Iterable[tuple[str, str]], leads: Mapping[str, Attributes]
) -> History:
    merges = settled.into(history.lead)
    records = (history.lead, *(merge.record for merge in merges))
    return History(
        history.lead,
        filled(leads.get(record, {}) for record in records),
        history.events,
        United(
            merges,
            tuple(deals),
            holdings(history.lead, merges, leads, history.events),
        ),
    )


def _deals(
    by_record: dict[str, list[tuple[int, Event]]], settled: Settled, findings: list[Finding]
) -> dict[str, tuple[str, str]]:
    """Return the lead of each deal, and which record of the lead it was linked to; those that stayed after merges."""
    links = sorted(
        (at, record, event.value)
        for record, events in by_record.items()
        for at, event in events
        if event.kind == "link" and isinstance(event.value, str)
    )
    lead_of: dict[str, tuple[str, str]] = {}
    for _, record, name in links:
        lead, deal = settled.end(record), settled.end(name)
        if lead == deal and record != name:  # a deal that was merged into its lead is a record of it
            continue
        first, _ = lead_of.setdefault(deal, (lead, record))
        if first != lead:
            findings.append(
                Finding(
                    "deal-of-two-leads",
                    f"the deal {shown(deal)} is linked to {shown(first)} and to {shown(lead)}; it counts for the first",
                    lead,
                    "warning",
                )
            )
    linked = {lead for lead, _ in lead_of.values()}
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
