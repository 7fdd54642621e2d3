"""Imagine the events that could still come: for each name that a definition asks about, and each `where`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain, combinations
from typing import NamedTuple, TypeAlias

from alignkit.history.attributes import Attributes
from alignkit.history.events import KINDS, Event
from alignkit.instants import EPOCH
from alignkit.rules.match import matches
from alignkit.rules.predicates import Did, Rule

MOST_WHERES = 3
"""So many `where` of events of one name are met and not met in every way."""


class Met(NamedTuple):
    """Attributes that meet some rules and not others; None where none were found, and whether then there are none."""

    held: Mapping[str, object] | None
    sure: bool = True


Meet: TypeAlias = "Callable[[tuple[Rule, ...], tuple[Rule, ...]], Met]"
"""Finds attributes for which all of the first rules are YES and none of the second is."""


class Coming(NamedTuple):
    """An event that could come, and which of the patterns mean it."""

    event: Event
    means: tuple[bool, ...]


class Groups(NamedTuple):
    """Events that could come: those that share a pattern stand in one group; and whether they are all there are."""

    groups: list[list[Coming]]
    whole: bool


def imagine_events(patterns: Sequence[Did], at: datetime | None, meet: Meet) -> Groups:
    """Return events that could come, one for each set of patterns that an event can be meant by.

    Args:
        patterns: what a definition asks about.
        at: when they come.
        meet: finds attributes for a `where`.
    """
    when = EPOCH if at is None else at
    found: dict[tuple[bool, ...], Coming] = {}
    whole = True
    for name in dict.fromkeys(pattern.name for pattern in patterns):
        for blank in _forms(name, when, touches=any(pattern.name == "touch" for pattern in patterns)):
            asked = [pattern for pattern in patterns if pattern.name in {blank.kind, blank.name}]
            wheres = list(dict.fromkeys(pattern.where for pattern in asked if pattern.where is not None))
            whole = whole and len(wheres) <= MOST_WHERES
            for chosen in _choices(wheres):
                held, sure = meet(chosen, tuple(where for where in wheres if where not in chosen))
                whole = whole and sure
                if held is None:
                    continue
                event = _with(blank, held) if held else blank
                means = tuple(event is not None and matches(pattern, event) for pattern in patterns)
                if event is not None and any(means) and means not in found:
                    found[means] = Coming(event, means)
    return Groups(_grouped(list(found.values())), whole)


def _forms(name: str, at: datetime, *, touches: bool) -> list[Event]:
    """Return bare events of a name: of that kind, and as a touch where touches are asked about too."""
    if name not in KINDS:
        own = Event("?", at, name)
        return [own, Event("?", at, "touch", name)] if touches else [own]
    match name:
        case "touch" | "merge" | "link":
            return [Event("?", at, name, "?" if name != "touch" else "touch")]
        case "field":
            return [Event("?", at, name, field="?")]
        case _:
            return [Event("?", at, name)]


def _with(blank: Event, held: Mapping[str, object]) -> Event | None:
    attributes = Attributes(held)
    return Event(blank.lead, blank.at, blank.kind, blank.value, field=blank.field, attributes=attributes)


def _choices(wheres: list[Rule]) -> list[tuple[Rule, ...]]:
    sizes = range(len(wheres) + 1) if len(wheres) <= MOST_WHERES else (0, 1, len(wheres))
    return list(chain.from_iterable(combinations(wheres, size) for size in sizes))


def _grouped(coming: list[Coming]) -> list[list[Coming]]:
    """Put events that some pattern means alike into one group: they count together."""
    groups: list[tuple[set[int], list[int]]] = []
    for place, one in enumerate(coming):
        means = {number for number, meant in enumerate(one.means) if meant}
        places = [place]
        apart = []
        for numbers, others in groups:
            if numbers & means:
                means |= numbers
                places += others
            else:
                apart.append((numbers, others))
        groups = [*apart, (means, places)]
    return [[coming[place] for place in sorted(places)] for _, places in groups]
