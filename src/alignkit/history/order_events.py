"""The order of events, and what makes two of them the same."""

from __future__ import annotations

from datetime import date, datetime

from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import micros


def order_of(entry: tuple[int, Event]) -> tuple[int, int, str]:
    """Return what an event is sorted by: its instant, its number in the source, its id."""
    at, event = entry
    return (at, event.seq or 0, event.id or "")


def sort_events(entries: list[tuple[int, Event]]) -> None:
    """Sort by time, then `seq`, then id; what ties in all three, by its content."""
    entries.sort(key=order_of)
    if len({at for at, _ in entries}) == len(entries):
        return
    first = 0
    for here in range(1, len(entries) + 1):
        if here == len(entries) or order_of(entries[here]) != order_of(entries[first]):
            if here - first > 1:  # rare: writing a content as text costs more than all the rest
                entries[first:here] = sorted(entries[first:here], key=lambda entry: repr(content_of(entry[1])))
            first = here


def content_of(event: Event) -> tuple[object, ...]:
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
