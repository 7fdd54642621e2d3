"""Read from HubSpot which contacts were merged into which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from alignkit.adapters.hubspot_records import Payload, as_text, objects, record_id, time_in
from alignkit.adapters.imported import Imported, Notes, OnFaults, checked_errors, imported
from alignkit.errors import shown
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros

_SURVIVOR = ("canonical_vid", "canonical-vid", "canonicalVid")
_ABSORBED = ("vid_to_merge", "vid-to-merge", "vidToMerge")
_AUDITS = ("merge-audits", "merge_audits", "mergeAudits")
_TIMED = ("hs_calculated_merged_vids", "property_hs_calculated_merged_vids")
"""The contacts that were merged into this one, each with its time: `7:1767603600000;8:1767690000000`."""
_UNTIMED = ("hs_merged_object_ids", "property_hs_merged_object_ids", "merged_object_ids")


class _Told(NamedTuple):
    """One merge, as somewhere told; None where nothing tells when."""

    record: str
    into: str
    at: datetime | None


def merge_contacts(
    payloads: Payload | Iterable[Payload], *, at: datetime | None = None, errors: OnFaults = "raise"
) -> Imported:
    """Read which contacts were merged into which as `merge` events: two merged contacts are then one lead.

    Reads rows of an audit (`canonical_vid`, `vid_to_merge`, `timestamp`, as pipelines deliver `contact_merge_audit`),
    and contacts that tell what they absorbed: v1 `merge-audits`, the properties `hs_calculated_merged_vids`, which has
    times, and `hs_merged_object_ids`, which has none. Of several times of one merge the earliest counts.

    Args:
        payloads: one reply, or many; or rows.
        at: when those contacts were merged of which nothing tells when.
        errors: `raise` refuses the replies with every fault found; `collect` keeps what could be read.

    Raises:
        DataError: `wrong-type`, `api-error`; with `errors="raise"` every fault found, such as `missing-time`.
        TimeError: `at` is naive.

    >>> row = {"canonical_vid": 7, "vid_to_merge": 5, "timestamp": "2026-01-05T09:00:00Z"}
    >>> (event,) = merge_contacts([row]).facts.events
    >>> (event.lead, event.kind, event.value)
    ('5', 'merge', '7')
    """
    checked_errors(errors)
    if at is not None:
        checked_instant(at, "at")
    notes = Notes("hubspot merges")
    merges: dict[tuple[str, str], datetime | None] = {}
    rows = 0
    for found in objects(payloads):
        rows += 1
        for record, into, when in _told(found, notes):
            known = merges.setdefault((record, into), when)
            if when is not None and (known is None or micros(when) < micros(known)):
                merges[record, into] = when
    events: list[Event] = []
    for (record, into), when in merges.items():
        told = when or at
        if told is None:
            text = f"nothing tells when {shown(record)} was merged; fetch {_TIMED[0]}, or give `at`"
            notes.add("missing-time", text, where=into)
            continue
        name = f"hubspot:{record}/merge/{into}"
        events.append(Event(record, told, "merge", into, id=name, automatic=True, source="hubspot"))
    return imported(Facts(events=events), notes, rows, errors)


def _told(found: Payload, notes: Notes) -> Iterator[_Told]:
    """Give the merges of which one object tells: a row of an audit, or a contact."""
    if _first(found, _SURVIVOR) is not None and _first(found, _ABSORBED) is not None:
        yield from _audited(found, notes)
        return
    into = record_id(found)
    if into is None:
        notes.add("missing-id", f"there is no id in {shown(dict(found))}")
        return
    audits = next((found[name] for name in _AUDITS if name in found), ())
    for audit in audits if isinstance(audits, list | tuple) else ():
        if isinstance(audit, Mapping):
            yield from _audited(audit, notes)
    properties = found.get("properties")
    tables = [properties, found] if isinstance(properties, Mapping) else [found]
    for table in tables:
        for name in _TIMED:
            for entry in _listed(table.get(name)):
                record, _, time = entry.partition(":")
                when = time_in({name: time}, (name,), notes, f"{into}.{name}") if time else None
                yield from _merge(record, into, when)
        for name in _UNTIMED:
            for record in _listed(table.get(name)):
                yield from _merge(record, into, None)


def _audited(row: Mapping[str, object], notes: Notes) -> Iterator[_Told]:
    record, into = _first(row, _ABSORBED), _first(row, _SURVIVOR)
    if record is None or into is None:
        notes.add("missing-id", f"a merge names two contacts, unlike {shown(dict(row))}")
        return
    yield from _merge(record, into, time_in(row, ("timestamp",), notes, f"{into}.timestamp"))


def _merge(record: str, into: str, at: datetime | None) -> Iterator[_Told]:
    record, into = record.strip(), into.strip()
    if record and into and record != into:  # a list of all ids of a contact names its own, too
        yield _Told(record, into, at)


def _listed(value: object) -> list[str]:
    """Return what a property lists, by semicolons; in v1 a property is a table with its value."""
    text = as_text(value.get("value") if isinstance(value, Mapping) else value)
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def _first(found: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    return next((text for name in names if (text := as_text(found.get(name)))), None)
