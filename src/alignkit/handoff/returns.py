"""Ping-pong: leads that go back to the owner whom they had just left."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import overload

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.handoff.amounts import Amount, amount_micros, amount_text
from alignkit.instants import micros


@attrs.frozen(slots=True)
class Return:
    """A lead that came back to the owner before the last.

    Args:
        lead: the lead's id.
        at: when it came back.
        owner: to whom.
        other: who had it in between.
        left: when it went to the other.
        held: for how long the other had it; in work time where a calendar was given.
    """

    lead: str
    at: datetime
    owner: str
    other: str
    left: datetime
    held: Amount

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "lead": self.lead,
            "at": self.at.isoformat(),
            "owner": self.owner,
            "other": self.other,
            "left": self.left.isoformat(),
            "held": amount_text(self.held),
        }


def _lead(found: Return) -> str:
    return found.lead


def _in_order(items: Iterable[Return]) -> tuple[Return, ...]:
    return tuple(sorted(items, key=lambda item: (item.lead, micros(item.at))))


@attrs.frozen(slots=True, repr=False)
class PingPong(Shown, Sequence[Return]):
    """All returns, by lead and time.

    Args:
        items: one a return.
        changes: how many times a lead went from one owner to another, returns among them.
        changed: how many leads changed their owner at all.
        as_of: up to when events count.
    """

    items: tuple[Return, ...] = attrs.field(converter=_in_order)
    changes: int
    changed: int
    as_of: datetime

    def __len__(self) -> int:
        return len(self.items)

    @overload
    def __getitem__(self, index: int) -> Return: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Return, ...]: ...
    def __getitem__(self, index: int | slice) -> Return | tuple[Return, ...]:
        return self.items[index]

    def __iter__(self) -> Iterator[Return]:
        return iter(self.items)

    def of(self, lead: str) -> tuple[Return, ...]:
        """Return the returns of a lead, in time order."""
        if not isinstance(lead, str):
            return ()
        first = bisect_left(self.items, lead, key=_lead)
        return self.items[first : bisect_right(self.items, lead, lo=first, key=_lead)]

    @property
    def leads(self) -> tuple[str, ...]:
        """The leads that came back, sorted; each once."""
        return tuple(dict.fromkeys(item.lead for item in self.items))

    @property
    def pairs(self) -> tuple[tuple[tuple[str, str], int], ...]:
        """How often leads went back between which two, in either direction; the most frequent first."""
        found = Counter((min(item.owner, item.other), max(item.owner, item.other)) for item in self.items)
        return tuple(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))

    @property
    def held(self) -> Amount | None:
        """For how long the other had a lead, at the median: half of them not longer; None without any."""
        lengths = sorted((item.held for item in self.items), key=amount_micros)
        return lengths[(len(lengths) - 1) // 2] if lengths else None

    def blocks(self) -> Block:
        """Return how many leads came back, between whom, and each of them."""
        from alignkit.handoff.show_returns import ping_pong_blocks  # drawing is loaded when something is drawn

        return ping_pong_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "alignkit": 1,
            "kind": "ping-pong",
            "as_of": self.as_of.isoformat(),
            "changes": self.changes,
            "changed": self.changed,
            "leads": len(self.leads),
            "held": None if self.held is None else amount_text(self.held),
            "pairs": [{"owners": list(pair), "times": count} for pair, count in self.pairs],
            "returns": [item.to_dict() for item in self.items],
        }
