"""Settle merges: which record was absorbed into which, whatever was told twice, otherwise, or in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from alignkit.errors import Finding, shown
from alignkit.history.events import Event
from alignkit.history.united import Merge

_NAMED = 12
"""A circle of more records than this is told by its first."""


class Settled:
    """Which record was absorbed into which. It is made by each answer for itself, and not shared.

    Args:
        merges: at most one of each record, and none of a circle.
    """

    __slots__ = ("_absorbed", "_ends", "merges")

    def __init__(self, merges: Mapping[str, Merge]) -> None:
        self.merges = merges
        self._ends: dict[str, str] = {}
        self._absorbed: dict[str, list[Merge]] = {}
        for merge in merges.values():  # in event order
            self._absorbed.setdefault(merge.into, []).append(merge)

    def end(self, record: str) -> str:
        """Return where a record ended: by all merges after each other, or where it is if it was not absorbed."""
        passed = []
        while record not in self._ends and record in self.merges:
            passed.append(record)
            record = self.merges[record].into
        end = self._ends.get(record, record)
        self._ends.update(dict.fromkeys(passed, end))
        return end

    def survivors(self) -> Iterator[str]:
        """Yield the records that absorbed others and were not absorbed."""
        return (record for record in self._absorbed if record not in self.merges)

    def into(self, survivor: str) -> tuple[Merge, ...]:
        """Return all merges that ended in a record, in the order in which what was absorbed fills its gaps.

        First what was merged into the record itself, in time order, each followed by what it had absorbed.
        """
        found: list[Merge] = []
        waiting = self._absorbed.get(survivor, [])[::-1]
        while waiting:
            merge = waiting.pop()
            found.append(merge)
            waiting += self._absorbed.get(merge.record, [])[::-1]
        return tuple(found)


def settle_merges(events: Iterable[Event], findings: list[Finding]) -> Settled:
    """Return the merges that are applied.

    Of several survivors of one record the first told holds: `merged-twice`, unless all end in one record. Merges that
    go in a circle are not applied, and what leads into the circle ends at the record of it that it was merged into:
    `merge-cycle`.

    Args:
        events: `merge` events in time order.
        findings: where to add what was found.
    """
    first: dict[str, tuple[str, datetime]] = {}
    others: list[Event] = []
    for event in events:
        into, _ = first.setdefault(event.lead, (str(event.value), event.at))
        if into != event.value:
            others.append(event)
    merges = {record: Merge(record, into, at) for record, (into, at) in first.items()}
    for circle in _circles(merges):
        findings.append(_in_a_circle(circle))
        for record in circle:
            del merges[record]
    settled = Settled(merges)
    told = {
        (event.lead, str(event.value)) for event in others if settled.end(str(event.value)) != settled.end(event.lead)
    }
    for record, other in sorted(told):
        text = f"{shown(record)} was merged into {shown(first[record][0])} and into {shown(other)}; the first holds"
        findings.append(Finding("merged-twice", text, record, "warning"))
    if merges:
        text = f"{len(merges):,} records were merged into others and count with them"
        if len(merges) == 1:
            text = "1 record was merged into another and counts with it"
        findings.append(Finding("merged-record", text, level="note"))
    return settled


def _circles(merges: Mapping[str, Merge]) -> list[list[str]]:
    """Return the circles, each from its least record on, in the order of those."""
    circles: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(merges):
        way: dict[str, None] = {}
        record = start
        while record in merges and record not in seen and record not in way:
            way[record] = None
            record = merges[record].into
        if record in way:
            told = list(way)
            circle = told[told.index(record) :]
            least = circle.index(min(circle))
            circles.append(circle[least:] + circle[:least])
        seen.update(way)
    return sorted(circles)


def _in_a_circle(circle: list[str]) -> Finding:
    named = [shown(record) for record in circle[:_NAMED]]
    if len(circle) > _NAMED:
        named.append(f"… {len(circle) - _NAMED} more")
    way = " → ".join((*named, named[0]))
    return Finding("merge-cycle", f"merges go in a circle, and none of it is applied: {way}", circle[0], "warning")
