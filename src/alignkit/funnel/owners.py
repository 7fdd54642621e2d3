"""Owners: who owned a lead, and since when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.united import Holding


class Ownership(NamedTuple):
    """One stretch of time in which a lead had one owner.

    Args:
        owner: who; None where the lead was taken from somebody and given to nobody.
        since: from when on; None where it was so before any event.
        event: the event that says so; None where it was so before any event.
    """

    owner: str | None
    since: datetime | None
    event: Event | None


_new = tuple.__new__  # a log may ask for the owners of each of its leads: 0.15 µs, where the class itself takes 0.4


def owners_told(lead: str, first: Value, events: Iterable[Event]) -> tuple[Ownership, ...]:
    """Return the owners that a lead's own events tell: its `owner` events, and before the first its field `owner`.

    Args:
        lead: whose; the owner of a deal of it is not the lead's.
        first: the field `owner` before any event.
        events: in time order.
    """
    owner = None if first is None else str(first)
    found = [] if owner is None else [Ownership(owner, None, None)]
    by_event = False
    for event in events:
        kind = event.kind
        if kind == "owner":
            if event.lead != lead:
                continue
            by_event = True
        elif kind != "field" or by_event or event.field != "owner" or event.lead != lead:
            continue
        value = event.value
        now = None if value is None else str(value)
        if now != owner:
            owner = now
            found.append(_new(Ownership, (owner, event.at, event)))
    return tuple(found)


def owners_united(first: Value, changes: Iterable[Holding]) -> tuple[Ownership, ...]:
    """Return the owners of a lead of several records, of which it is known what holds since which event."""
    owner = None if first is None else str(first)
    found = [] if owner is None else [Ownership(owner, None, None)]
    for event, field, value in changes:
        now = None if value is None else str(value)
        if field is None and now != owner:
            owner = now
            found.append(Ownership(owner, event.at, event))
    return tuple(found)
