"""Triggers: a threshold of a score with a way back, and when leads were past it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, overload

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown, ShownInNotebooks
from alignkit.errors import DocumentError, shown
from alignkit.exact import Number, plain
from alignkit.funnel.patterns import Pattern, checked_pattern
from alignkit.instants import micros
from alignkit.names import checked_id
from alignkit.rules.describe import points_words
from alignkit.rules.scores import Score, checked_points
from alignkit.rules.spell import LONGEST, spell


def _enter(value: Number) -> int | Decimal:
    return checked_points(value, "the threshold at which a trigger fires")


def _leave(value: Number | None) -> int | Decimal:
    if value is None:
        return None  # type: ignore[return-value]  # set to `enter` when all is there
    return checked_points(value, "the threshold below which a trigger is left")


def _rearm(value: Pattern | None) -> Pattern | None:
    return None if value is None else checked_pattern(value, "what re-arms a trigger")


@attrs.frozen(slots=True, repr=False)
class Trigger(ShownInNotebooks):
    """A threshold of a score that does not flap: it fires at `enter` points, and is left below `leave`.

    It fires when the score is at or above `enter` while the lead is not inside. The lead is then inside, whatever its
    score does from `leave` upwards, until the score falls below `leave`. So a lead that fades from 71 to 69 and gains
    2 points again fires once with `enter=70, leave=50`, and twice with `enter=70` alone.

    What `rearm` matches (a recycle, a rejection) ends the stay too: sales has sent the lead back. It does not bounce
    back at once, however high its score still is. It fires again at the first later instant at which it is at or above
    `enter` and either has been below `enter` since, or has more points than it was sent back with: sent back with 80,
    it comes again with 81, or as soon as it is up at 70 after having been down at 69. Up to 80, sales has said no.

    - What `rearm` matches while the lead is not inside changes nothing, and no stage that was only inferred re-arms.
    - At one instant, the score with all events of that instant counts. A lead that comes up to `enter` just when
      `rearm` matches fires: it was not inside. One that falls below `leave` just then has left by its score.

    Args:
        name: the trigger's id.
        score: whose points are watched.
        enter: at so many points it fires.
        leave: below so many it is left, and may fire again; `enter` if None.
        rearm: what lets it fire again though the score never fell; None for nothing.

    Raises:
        DocumentError: `wrong-type`, `bad-id`, `not-finite`, `too-fine`, `not-a-pattern`; `empty-range` when `leave`
            lies above `enter`.
        LimitError: `points-too-large`, `too-long`.

    >>> from alignkit.funnel.patterns import rejected
    >>> from alignkit.rules.predicates import did
    >>> from alignkit.rules.scores import Points
    >>> interest = Score("interest", [Points(20, each=did("webinar"))])
    >>> Trigger("hot", interest, enter=70, leave=50, rearm=rejected()).leave
    50
    """

    name: str
    score: Score
    enter: int | Decimal = attrs.field(converter=_enter)
    leave: int | Decimal = attrs.field(converter=_leave, default=None)
    rearm: Pattern | None = attrs.field(converter=_rearm, default=None)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "name", checked_id(self.name, "trigger"))
        if not isinstance(self.score, Score):
            raise DocumentError.at("wrong-type", f"a trigger watches a Score, not {shown(self.score)}")
        if self.leave is None:
            object.__setattr__(self, "leave", self.enter)
        if self.leave > self.enter:
            raise DocumentError.at(
                "empty-range",
                f"the trigger {self.name!r} fires at {points_words(self.enter)} and is left below "
                f"{plain(self.leave)}: it would be left as soon as it fires; leave must be at most enter",
            )

    def __repr__(self) -> str:
        numbers = f"enter={self.enter!r}, leave={self.leave!r}"
        rearm = "" if self.rearm is None else f", rearm={self.rearm!r}"
        text = f"Trigger({self.name!r}, {spell(self.score)}, {numbers}{rearm})"
        return text if len(text.encode()) <= LONGEST else f"<Trigger {self.name!r}: {numbers}>"

    def blocks(self) -> Block:
        """Show when it fires, and the score that it watches."""
        from alignkit.funnel.show_scores import trigger_blocks  # drawing is loaded when something is drawn

        return trigger_blocks(self)


class Firing(NamedTuple):
    """One stay of a lead past a trigger: from when it fired up to when it was left.

    Args:
        lead: the lead's id.
        entered_at: when it fired, in UTC.
        left_at: when it was left, in UTC; None while the lead is inside.
        points: the score when it fired.
        rearmed: it was left because what re-arms the trigger happened; the score had not fallen below `leave`.
        from_start: the fields alone reached the threshold before the lead's first event: `entered_at` is the first
            instant that is known of the lead, and the score may have been there for long.
    """

    lead: str
    entered_at: datetime
    left_at: datetime | None
    points: Decimal
    rearmed: bool = False
    from_start: bool = False

    @property
    def inside(self) -> bool:
        """Whether the lead is still inside."""
        return self.left_at is None

    def to_dict(self) -> dict[str, object]:
        """Return the firing as plain data; points as text, since they are exact."""
        return {
            "lead": self.lead,
            "entered_at": self.entered_at.isoformat(),
            "left_at": None if self.left_at is None else self.left_at.isoformat(),
            "points": str(self.points),
            "rearmed": self.rearmed,
            "from_start": self.from_start,
        }


def _in_order(items: Iterable[Firing]) -> tuple[Firing, ...]:
    return tuple(sorted(items, key=lambda firing: (firing.lead, micros(firing.entered_at))))


@attrs.frozen(slots=True, repr=False)
class Firings(Shown, Sequence[Firing]):
    """When a trigger fired, by lead and in time order. A lead may have several firings, one after the other.

    Args:
        trigger: the trigger.
        items: one firing a stay.
        leads: how many leads were asked.
        as_of: up to when.
    """

    trigger: Trigger
    items: tuple[Firing, ...] = attrs.field(converter=_in_order)
    leads: int
    as_of: datetime

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Firing: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Firing, ...]: ...
    def __getitem__(self, index: int | slice) -> Firing | tuple[Firing, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[Firing]:
        return iter(self.items)

    def of(self, lead: str) -> tuple[Firing, ...]:
        """Return the firings of a lead, in time order; empty where the trigger never fired for it."""
        if not isinstance(lead, str):
            return ()
        first = bisect_left(self.items, lead, key=_lead)
        return self.items[first : bisect_right(self.items, lead, lo=first, key=_lead)]

    @property
    def inside(self) -> tuple[Firing, ...]:
        """Those of the leads that are inside at `as_of`."""
        return tuple(firing for firing in self.items if firing.inside)

    def blocks(self) -> Block:
        """Return how many fired, and the stays as a table."""
        from alignkit.funnel.show_scores import firings_blocks  # drawing is loaded when something is drawn

        return firings_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the firings as plain data."""
        return {
            "alignkit": 1,
            "kind": "firings",
            "trigger": self.trigger.name,
            "as_of": self.as_of.isoformat(),
            "leads": self.leads,
            "inside": len(self.inside),
            "firings": [firing.to_dict() for firing in self.items],
        }


def _lead(firing: Firing) -> str:
    return firing.lead
