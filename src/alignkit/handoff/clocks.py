"""Clocks: when one was started, paused and ended, as plain instants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import TypeAlias

import attrs

from alignkit.errors import DataError, Finding, raise_found, shown
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.instants import checked_instant, micros

Stretch: TypeAlias = tuple[datetime, datetime | None]
"""From, and up to; None while it goes on."""
Held: TypeAlias = tuple[datetime, str | None]
"""From when on which tier holds; None for the SLA's own time."""


def _stretches(values: Iterable[Stretch]) -> tuple[Stretch, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DataError.at("wrong-type", f"the pauses of a clock are pairs of instants, not {shown(values)}")
    found = []
    for value in values:
        if not isinstance(value, tuple | list) or len(value) != 2:
            raise DataError.at("wrong-type", f"a pause is a pair: from, and up to or None; not {shown(value)}")
        found.append((value[0], value[1]))
    return tuple(found)


def _events(values: Iterable[Event]) -> tuple[Event, ...]:
    found = tuple(values) if isinstance(values, Iterable) else (values,)
    for value in found:
        if not isinstance(value, Event):
            raise DataError.at("wrong-type", f"a clock holds events of type Event, not {shown(value)}")
    return found


def _held(values: Iterable[Held]) -> tuple[Held, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DataError.at(
            "wrong-type", f"the tiers of a clock are pairs of an instant and a tier, not {shown(values)}"
        )
    found = []
    for value in values:
        if not isinstance(value, tuple | list) or len(value) != 2 or not isinstance(value[1], str | None):
            raise DataError.at(
                "wrong-type", f"which tier holds is a pair: from when on, and its name; not {shown(value)}"
            )
        found.append((value[0], value[1]))
    return tuple(found)


@attrs.frozen(slots=True)
class Clock:
    """One run of an SLA's clock for one lead, as plain instants.

    `measure` makes clocks from journeys. Who has no journey but knows the instants, such as those of a ticket, makes
    one and measures it.

    Args:
        lead: whose clock it is.
        started: when it was started.
        stopped: when it was stopped; None where it was not.
        cancelled: when it was cancelled; None where it was not.
        reset: whether what cancelled it started it anew, as a clock of its own.
        pauses: the stretches in which it paused, in any order; they may overlap, and the last may still go on (None).
        owner: who owned the lead at the start; None where nobody did.
        fields: the lead's fields as known at the start; the rules of tiers ask for them.
        events: the lead's events up to the start; the same.
        tiers: which tier holds from when on, None for the SLA's own time, in time order and the first from the start
            on: for a clock that is recomputed when its tier changes. Empty, the rules tell the tier at the start.

    Raises:
        DataError: `ends-before-start`, with both instants, for each end that lies before its start; `not-from-start`
            and `not-in-order` for tiers; `wrong-type`.
        TimeError: `naive`, `not-an-instant`.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> Clock("L1", nine, stopped=nine.replace(hour=11)).cancelled is None
    True
    """

    lead: str
    started: datetime
    stopped: datetime | None = None
    cancelled: datetime | None = None
    pauses: tuple[Stretch, ...] = attrs.field(default=(), converter=_stretches)
    owner: str | None = attrs.field(default=None, kw_only=True)
    reset: bool = attrs.field(default=False, kw_only=True)
    fields: Attributes = attrs.field(default=Attributes(), converter=Attributes, kw_only=True)
    events: tuple[Event, ...] = attrs.field(default=(), converter=_events, kw_only=True)
    tiers: tuple[Held, ...] = attrs.field(default=(), converter=_held, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.lead, str) or not self.lead:
            raise DataError.at("wrong-type", f"the id of a lead is text, not {shown(self.lead)}")
        if self.owner is not None and not isinstance(self.owner, str):
            raise DataError.at("wrong-type", f"lead {self.lead!r}: the owner is text or None, not {shown(self.owner)}")
        checked_instant(self.started, f"lead {self.lead!r}: started")
        ends: list[tuple[str, datetime, str, datetime | None]] = [
            ("stopped", self.started, "the clock started", self.stopped),
            ("cancelled", self.started, "the clock started", self.cancelled),
        ]
        for number, (start, end) in enumerate(self.pauses):
            checked_instant(start, f"lead {self.lead!r}: pauses[{number}]")
            ends.append((f"pauses[{number}]", start, "that pause started", end))
        raise_found(DataError, [fault for end in ends for fault in self._order_fault(*end)])
        if self.tiers:
            self._check_tiers()

    def _check_tiers(self) -> None:
        instants = [
            micros(checked_instant(at, f"lead {self.lead!r}: tiers[{i}]")) for i, (at, _) in enumerate(self.tiers)
        ]
        if instants[0] != micros(self.started):
            text = f"the first tier holds from the start on, {self.started.isoformat()}, not {shown(self.tiers[0][0])}"
            raise DataError.at("not-from-start", text, path=self.lead)
        if any(later <= earlier for earlier, later in pairwise(instants)):
            raise DataError.at(
                "not-in-order", "the tiers stand in time order, each from a later instant", path=self.lead
            )

    def _order_fault(self, what: str, start: datetime, started: str, end: datetime | None) -> Iterable[Finding]:
        if end is not None and micros(checked_instant(end, f"lead {self.lead!r}: {what}")) < micros(start):
            text = f"{what} ends at {end.isoformat()}, before {started} at {start.isoformat()}"
            yield Finding("ends-before-start", text, self.lead)
