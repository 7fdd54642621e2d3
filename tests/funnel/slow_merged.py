"""Merges a second time, slowly and obviously: every question is asked anew of all events.

Written from the rules in DESIGN.md, section 5. It knows nothing of `alignkit.history` but the values.
"""

from __future__ import annotations

from datetime import datetime

import attrs
from tests.funnel.slow import Track, accepted, ids, rejecting, tell, tie, utc

from alignkit.funnel.stages import Funnel
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts


@attrs.define
class Union:
    """One lead and all that is known of it."""

    world: World
    lead: str
    events: list[Event]
    track: Track = attrs.Factory(Track)
    passed: list[Event] = attrs.Factory(list)

    @property
    def records(self) -> list[str]:
        """The lead, and what it absorbed, each followed by what it had absorbed itself."""
        return self.world.family(self.lead)

    def field(self, name: str, at: datetime) -> Value:
        """The first record that says something tells it."""
        told = [self.world.said(self, record, name, at) for record in self.records]
        return next((value for value in told if value is not None), None)

    def owner(self, at: datetime) -> Value:
        """The first record that has an owner tells it."""
        told = [self.world.owned(self, record, at) for record in self.records]
        return next((value for value in told if value is not None), None)


class World:
    """Facts up to an instant, and who was merged into whom."""

    def __init__(self, funnel: Funnel, facts: Facts, as_of: datetime) -> None:
        self.funnel, self.facts = funnel, facts
        self.events: list[Event] = []
        for event in facts.events:
            if utc(event.at) <= utc(as_of) and event not in self.events:
                self.events.append(event)
        self.events.sort(key=lambda event: (utc(event.at), event.seq or 0, tie(funnel, event), event.id or ""))
        self.parent: dict[str, tuple[str, datetime]] = {}
        for event in self.events:
            if event.kind == "merge" and event.lead not in self.parent:
                self.parent[event.lead] = (str(event.value), event.at)
        circular = [record for record in self.parent if record in self.above(record)]
        self.parent = {record: told for record, told in self.parent.items() if record not in circular}
        self.record_of = {str(event.value): event.lead for event in self.events if event.kind == "link"}

    def above(self, record: str, at: datetime | None = None) -> list[str]:
        """What absorbed a record, what absorbed that, and so on; up to an instant, or ever."""
        found: list[str] = []
        while record in self.parent and (at is None or utc(self.parent[record][1]) <= utc(at)):
            record = self.parent[record][0]
            if record in found:
                break
            found.append(record)
        return found

    def end(self, record: str, at: datetime | None = None) -> str:
        """Where a record ends."""
        return ([record, *self.above(record, at)])[-1]

    def family(self, record: str) -> list[str]:
        """The record, and the families of those that were merged into it, the first merge first."""
        here = [event.lead for event in self.events if event.kind == "merge"]
        children = [child for child in dict.fromkeys(here) if self.parent.get(child, ("",))[0] == record]
        return [record] + [one for child in children for one in self.family(child)]

    def lead_of(self, event: Event) -> str:
        """The lead for which an event counts."""
        return self.end(self.record_of.get(event.lead, event.lead))

    def leads(self) -> list[str]:
        """Every lead that is left."""
        told = {self.lead_of(event) for event in self.events} | set(self.facts.leads)
        return sorted(lead for lead in told if lead not in self.parent)

    def united(self, lead: str) -> Union:
        """Tell a lead's events one after another; what does not count is told to nobody."""
        union = Union(self, lead, [event for event in self.events if self.lead_of(event) == lead])
        entries: list[tuple[str, int]] = []
        for event in union.events:
            known = event.kind != "stage" or event.value is None or event.value in ids(self.funnel)
            if event.kind not in {"stage", "accept", "reject"} or not known:
                continue
            record = self.record_of.get(event.lead, event.lead)
            reach = self.reach(union.track, event)
            others = [far for other, far in entries if self.end(other, event.at) != self.end(record, event.at)]
            if reach is not None:
                entries.append((record, reach))
            if not others or (reach is not None and reach > max(others)):
                tell(self.funnel, union.track, event)
            else:
                union.passed.append(event)
        return union

    def reach(self, track: Track, event: Event) -> int | None:
        """How far along the path an entry takes the lead; an exit is -1, and None is no entry."""
        if event.kind == "stage":
            target = None if event.value is None else str(event.value)
        elif event.kind == "accept":
            target = accepted(self.funnel, track, event)
        else:
            found = rejecting(self.funnel, track)
            target = None if found is None else found[0].rejected
        path = [stage.id for stage in self.funnel.path]
        return None if target is None else path.index(target) if target in path else -1

    def known(self, record: str) -> dict[str, Value]:
        """What is known of a record before any event."""
        return dict(self.facts.leads[record]) if record in self.facts.leads else {}

    def said(self, union: Union, record: str, name: str, at: datetime) -> Value:
        """What a record said last of a field; nothing, where a record that had absorbed it cleared it since."""
        value: Value = self.known(record).get(name)
        for event in union.events:
            if event.kind != "field" or event.field != name or utc(event.at) > utc(at):
                continue
            if event.lead == record:
                value = event.value
            elif event.value is None and event.lead in self.above(record, event.at):
                value = None
        return value

    def owned(self, union: Union, record: str, at: datetime) -> Value:
        """Who owned a record last: by `owner` events, before the first by the field; nobody, where cleared since."""
        owner: Value = self.known(record).get("owner")
        by_event: set[str] = set()
        for event in union.events:
            if utc(event.at) > utc(at):
                break
            clears = event.value is None and event.lead in self.above(record, event.at)
            if event.kind == "owner":
                by_event.add(event.lead)
                owner = event.value if event.lead == record else None if clears else owner
            elif event.field == "owner" and event.lead == record:
                owner = owner if record in by_event else event.value
            elif event.field == "owner" and clears and not {event.lead, record} <= by_event:
                owner = None
        return owner
