"""United: how the records of one lead came together, where some of them were merged into others."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import attrs

from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.instants import micros


class Merge(NamedTuple):
    """One record that was absorbed into another, and when.

    Args:
        record: the record that was absorbed.
        into: the record that survived it; later it may itself have been absorbed.
        at: from when on the two are one.
    """

    record: str
    into: str
    at: datetime


class Holding(NamedTuple):
    """What holds for a united lead from an event on.

    Args:
        event: by which of the lead's events.
        field: which field; None where it is the owner.
        value: what holds then, whichever record says so.
    """

    event: Event
    field: str | None
    value: Value


@attrs.frozen(slots=True)
class United:
    """How several records became one lead.

    Args:
        merges: each record that was absorbed; first those that were merged into the survivor itself, in time order,
            each followed by what it had absorbed. In this order they fill the survivor's gaps.
        deals: each deal, with the record to which it was linked.
        changes: what holds of fields and of the owner from which event on, in time order.
        passed_over: the entries that do not count, since they took the united lead no further; `replay` knows them.
    """

    merges: tuple[Merge, ...]
    deals: tuple[tuple[str, str], ...] = ()
    changes: tuple[Holding, ...] = ()
    passed_over: tuple[Event, ...] = ()

    @property
    def absorbed(self) -> tuple[str, ...]:
        """The ids of the records that were absorbed."""
        return tuple(merge.record for merge in self.merges)

    def fields_at(self, at: int | None = None) -> dict[str, Value]:
        """Return the fields that changed up to an instant in microseconds, or at all."""
        return {
            change.field: change.value
            for change in self.changes
            if change.field is not None and (at is None or micros(change.event.at) <= at)
        }
