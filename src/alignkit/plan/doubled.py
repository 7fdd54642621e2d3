"""Doubled touches: people of two teams who touched one lead within a short time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import overload

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.history.events import Event
from alignkit.instants import checked_instant, duration_text, micros
from alignkit.plan.checked import checked_names, listed, of_kind, raise_faults


@attrs.frozen(slots=True)
class DoubledTouch:
    """Two touches of one lead by people of two teams, one after the other with no touch in between.

    Args:
        lead: the lead's id.
        first: the earlier touch.
        second: the later one, by another team.
    """

    lead: str
    first: Event
    second: Event

    @property
    def apart(self) -> timedelta:
        """How much time lies between them."""
        return timedelta(microseconds=micros(self.second.at) - micros(self.first.at))

    @property
    def teams(self) -> tuple[str, str]:
        """The team of the first touch, and that of the second."""
        return self.first.team or "", self.second.team or ""

    @property
    def people(self) -> tuple[str, ...]:
        """Who touched the lead, as far as it is known, sorted."""
        return tuple(sorted({event.actor for event in (self.first, self.second) if event.actor is not None}))

    def to_dict(self) -> dict[str, object]:
        """Return the two touches as plain data."""
        touches = [
            {"at": event.at.isoformat(), "team": event.team, "actor": event.actor, "touch": event.name}
            for event in (self.first, self.second)
        ]
        return {"lead": self.lead, "first": touches[0], "second": touches[1], "apart": duration_text(self.apart)}


def _items(values: Iterable[DoubledTouch]) -> tuple[DoubledTouch, ...]:
    found = listed(values, "doubled touches", path="items")
    raise_faults(of_kind(found, DoubledTouch, "items"))
    return tuple(sorted(found, key=lambda item: (micros(item.second.at), item.lead, micros(item.first.at))))


def _teams(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(checked_names(values, "the teams", path="teams")))


@attrs.frozen(slots=True, repr=False)
class DoubledTouches(Shown, Sequence[DoubledTouch]):
    """The doubled touches of all leads, by time; a list and counts.

    Args:
        items: each pair of touches.
        within: two touches at most this far apart count.
        touched: how many leads were touched by people of the teams at all.
        teams: the teams that were looked at; none where all were.
        as_of: up to when touches count.
    """

    items: tuple[DoubledTouch, ...] = attrs.field(converter=_items)
    within: timedelta
    touched: int
    teams: tuple[str, ...] = attrs.field(converter=_teams)
    as_of: datetime

    def __attrs_post_init__(self) -> None:
        checked_instant(self.as_of, "as_of")

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> DoubledTouch: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[DoubledTouch, ...]: ...
    def __getitem__(self, index: int | slice) -> DoubledTouch | tuple[DoubledTouch, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[DoubledTouch]:
        return iter(self.items)

    @property
    def leads(self) -> tuple[str, ...]:
        """The leads that were touched so, sorted; each once."""
        return tuple(sorted({item.lead for item in self.items}))

    @property
    def by_teams(self) -> dict[tuple[str, str], int]:
        """How many pairs of touches there are by (first team, second team); they sum to all."""
        return dict(sorted(Counter(item.teams for item in self.items).items()))

    @property
    def by_people(self) -> dict[tuple[str, ...], int]:
        """How many pairs of touches there are by who made them, in whichever order, most first.

        Only those of which both people are known.
        """
        counts = Counter(item.people for item in self.items if len(item.people) == 2)
        return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))

    @property
    def sentence(self) -> str:
        """How many leads it concerns, in plain words."""
        from alignkit.plan.show_plan import doubled_sentence  # drawing is loaded when something is drawn

        return doubled_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, the counts and the touches as tables."""
        from alignkit.plan.show_plan import doubled_blocks  # drawing is loaded when something is drawn

        return doubled_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the doubled touches as plain data."""
        return {
            "alignkit": 1,
            "kind": "doubled-touches",
            "as_of": self.as_of.isoformat(),
            "within": duration_text(self.within),
            "leads": len(self.leads),
            "touched": self.touched,
            "by_teams": [{"first": a, "second": b, "count": n} for (a, b), n in self.by_teams.items()],
            "items": [item.to_dict() for item in self.items],
        }
