"""Match raw events: which of a lead's events a pattern means, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable

from alignkit.history.events import Event
from alignkit.instants import MICROSECOND, micros
from alignkit.rules.predicates import Did
from alignkit.rules.verdict import Verdict


def matches(pattern: Did, event: Event) -> bool:
    """Say whether an event is one that the pattern means, whenever it was.

    >>> from datetime import UTC, datetime
    >>> matches(Did("call"), Event("L1", datetime(2026, 1, 5, tzinfo=UTC), "touch", "call"))
    True
    """
    if pattern.name != event.kind and pattern.name != event.name:  # noqa: PLR1714 - no set for each event
        return False
    if pattern.where is None:
        return True
    from alignkit.rules.compile import compiled

    return compiled(pattern.where).decide(event.attributes, None, None) is Verdict.YES


def found(pattern: Did, events: Iterable[Event], now: int | None) -> list[tuple[int, Event]]:
    """Return the events that a pattern means up to `now` and in its span, with their instants in microseconds."""
    earliest = None
    if pattern.within is not None and now is not None:
        earliest = now - pattern.within // MICROSECOND
    hits = []
    for event in events:
        if matches(pattern, event):
            at = micros(event.at)
            if (now is None or at <= now) and (earliest is None or at >= earliest):
                hits.append((at, event))
    return hits
