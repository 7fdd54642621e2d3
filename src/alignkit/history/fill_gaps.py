"""Fill the gaps of a record with what the records said that it absorbed: its fields, and who owns it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from alignkit.history.attributes import Attributes, Value
from alignkit.history.events import Event
from alignkit.history.united import Holding, Merge
from alignkit.instants import micros

OWNER = "owner"


def filled(records: Iterable[Mapping[str, Value]]) -> Attributes:
    """Return the fields of several records: each as the first says it that says anything.

    >>> filled([{"country": None, "city": "Ghent"}, {"country": "BE", "city": "Mons"}])
    Attributes({'city': 'Ghent', 'country': 'BE'})
    """
    found: dict[str, Value] = {}
    for fields in records:
        for name, value in fields.items():
            if found.get(name) is None:
                found[name] = value
    return Attributes(found)


def holdings(
    survivor: str, merges: tuple[Merge, ...], leads: Mapping[str, Mapping[str, Value]], events: Iterable[Event]
) -> tuple[Holding, ...]:
    """Return what holds of a united lead's fields and owner, from which event on.

    At any instant that is the survivor's value if it has one by then, else that of the first record in the order of
    `merges` that has one. What a record clears is from then on cleared of the records, too, that it had absorbed by
    then: what they said does not come back.

    Args:
        survivor: the record in which the merges end.
        merges: as `United` holds them.
        leads: the records' fields before any event.
        events: those of the lead, in time order.
    """
    records = _Records(survivor, merges, leads)
    found: list[Holding] = []
    for event in events:
        if event.lead not in records.fields:  # of a deal
            continue
        if event.kind == "field":
            name = str(event.field)
            records.say(event, name)
            found.append(Holding(event, name, records.field(name)))
            if name == OWNER:
                found.append(Holding(event, None, records.owner()))
        elif event.kind == "owner":
            records.say(event, None)
            found.append(Holding(event, None, records.owner()))
    return tuple(found)


class _Records:
    """What each record of a lead said last."""

    __slots__ = ("_by_event", "_cleared", "_merges", "fields")

    def __init__(self, survivor: str, merges: tuple[Merge, ...], leads: Mapping[str, Mapping[str, Value]]) -> None:
        order = (survivor, *(merge.record for merge in merges))
        self.fields: dict[str, dict[str, Value]] = {record: dict(leads.get(record, {})) for record in order}
        self._by_event: dict[str, Value] = {}
        self._cleared: set[str] = set()  # what they say of the owner does not hold any more
        self._merges: dict[str, list[Merge]] = {}  # by what survived
        for merge in merges:
            self._merges.setdefault(merge.into, []).append(merge)

    def field(self, name: str) -> Value:
        """Return a field as the first record says it that has a value."""
        return next((found for fields in self.fields.values() if (found := fields.get(name)) is not None), None)

    def owner(self) -> Value:
        """Return the owner of the first record that has one."""
        return next((found for record in self.fields if (found := self._owner(record)) is not None), None)

    def _owner(self, record: str) -> Value:
        if record in self._cleared:
            return None
        return self._by_event[record] if record in self._by_event else self.fields[record].get(OWNER)

    def say(self, event: Event, name: str | None) -> None:
        """Take what an event says of a field, or (None) of the owner."""
        record = event.lead
        # as of any lead: by its events, and before the first of them by its field
        of_owner = name is None or (name == OWNER and record not in self._by_event)
        if name is None:
            self._by_event[record] = event.value
        else:
            self.fields[record][name] = event.value
        if of_owner:
            self._cleared.discard(record)
        if event.value is None:
            for absorbed in self._absorbed(event):
                if name is not None:
                    self.fields[absorbed].pop(name, None)
                if of_owner:
                    self._cleared.add(absorbed)

    def _absorbed(self, event: Event) -> Iterator[str]:
        """Yield the records that an event's record had absorbed by then."""
        at = micros(event.at)
        waiting = [event.lead]
        while waiting:
            for merge in self._merges.get(waiting.pop(), ()):
                if micros(merge.at) <= at:
                    yield merge.record
                    waiting.append(merge.record)
