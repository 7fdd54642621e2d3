"""Upset: what goes wrong between what happened and what the systems say about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import attrs

from alignkit.currency import Money
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.samples.diary import days_later
from alignkit.samples.draws import Draws
from alignkit.samples.pools import AS_OF, CLOCK_CHANGES, ENGAGEMENTS

_NOW = AS_OF.astimezone(UTC)


def upset(events: Iterable[Event], draws: Draws) -> list[Event]:
    """Return events as people's systems have them: some told late, some twice, some wrong at first."""
    found: list[Event] = []
    for event in events:
        found.extend(_told(event, draws))
    return found


def _told(event: Event, draws: Draws) -> Iterable[Event]:
    drawn = draws.between(0, 1)
    if drawn > 0.075:
        return (event,)
    after = min(days_later(event.at, draws.between(0.6, 4)), _NOW)
    if drawn < 0.05:
        return (attrs.evolve(event, recorded_at=after),)
    if drawn < 0.065 or event.id is None:
        # delivered twice: with an id it is known by that, without one by its content
        return (event, event if event.id is None else attrs.evolve(event, recorded_at=after))
    wrong = _wrong(event)
    if wrong is None:
        return (event,)
    return (attrs.evolve(wrong, recorded_at=event.at), attrs.evolve(event, recorded_at=after))


def _wrong(event: Event) -> Event | None:
    """Return what was recorded at first: an amount with a digit too many, or a touch an hour early."""
    if isinstance(event.value, Money):
        return attrs.evolve(event, value=event.value * 10)
    if event.kind == "touch":
        return attrs.evolve(event, at=event.at - timedelta(hours=1))
    return None


def at_clock_changes(leads: Mapping[str, datetime], draws: Draws) -> list[Event]:
    """Return visits at the instants at which the clocks change, one of each for every 200 leads there are by then."""
    found: list[Event] = []
    for instant in CLOCK_CHANGES:
        there = [lead for lead, arrived in leads.items() if arrived < instant]
        found += [
            _visit(draws.one_of(there), instant, f"{instant:%y%m%d%H%M%S}-{number}", draws)
            for number in range(-(-len(there) // 200))
        ]
    return found


def _visit(lead: str, at: datetime, name: str, draws: Draws) -> Event:
    page = draws.one_of(ENGAGEMENTS["page_visit"])
    return Event(lead, at, "page_visit", id=f"{lead}-{name}", source="HubSpot", attributes=page)


def planned(leads: list[str], draws: Draws) -> list[Event]:
    """Return meetings that stand in the calendar and have not happened yet, one for every 300 leads."""
    return [
        Event(
            draws.one_of(leads),
            days_later(_NOW, draws.between(1, 12)),
            "meeting",
            id=f"meeting-{number + 1}",
            team="sales",
            source="calendar",
        )
        for number in range(-(-len(leads) // 300))
    ]


def deleted(leads: dict[str, dict[str, Value]], draws: Draws) -> dict[str, dict[str, Value]]:
    """Return the leads without some that somebody deleted, one of every 600, while their events stand."""
    gone = {draws.one_of(list(leads)) for _ in range(len(leads) // 600)}
    return {lead: fields for lead, fields in leads.items() if lead not in gone}
