"""Origins: what brought a lead, such as its source or its campaign."""

from __future__ import annotations

from datetime import datetime

from alignkit.funnel.journeys import Journey
from alignkit.history.attributes import Value


def origin(journey: Journey, name: str, as_of: datetime) -> str | None:
    """Return what is told of a lead under a name: its field, or else what its first event that tells it says.

    An event tells it by its kind and value (`Event(…, "campaign", "spring fair")`) or by an attribute of that name. The
    `source` of an event is the system that recorded it, and brought nobody. What is known by `as_of` counts, also of a
    time before it was known.
    """
    found = _words(journey.fields_at(as_of).get(name))
    if found is not None:
        return found
    for event in journey.events_until(as_of):
        told = event.value if event.kind == name else event.attributes.get(name)
        if (found := _words(told)) is not None:
            return found
    return None


def _words(value: Value) -> str | None:
    """Write a value that tells something; blank text tells nothing."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(word for word in map(_words, value) if word is not None) or None
    return None if value is None else str(value)
