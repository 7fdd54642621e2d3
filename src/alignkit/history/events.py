"""Events: what happened to a lead, when, and who did it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import attrs

from alignkit.errors import DataError, shown
from alignkit.history.attributes import Attributes, Value, plain_value
from alignkit.instants import checked_instant, micros

KINDS = ("stage", "touch", "accept", "reject", "owner", "merge", "field", "link")
"""The kinds that alignkit gives a meaning to. Any other word is an own kind: what the lead did."""


def _attributes(value: object) -> Attributes:
    return value if isinstance(value, Attributes) else Attributes(value)  # type: ignore[arg-type]  # checked inside


class _Noted:
    """What rules ask of every event, noted when it is made, outside equality, hash, repr and pickle.

    `_micros` is `at` in microseconds, `_name` what `did` calls the event. If both were worked out each time, to rate a
    lead with 20 events would take 1.7 times as long.
    """

    __slots__ = ("_micros", "_name")

    _micros: int
    _name: str


@attrs.frozen(slots=True)
class Event(_Noted):
    """One thing that happened to a lead.

    Args:
        lead: the id of the lead, or of a deal that a `link` event ties to its lead.
        at: when it happened; aware.
        kind: `stage` (value: the stage entered; None clears it), `touch` (value: which, such as `call`), `accept`,
            `reject` (value: the reason), `owner` (value: the new owner's id), `merge` (value: the lead that survives),
            `field` (the field's value from then on), `link` (value: a deal of the lead), or an own word.
        value: what the kind says, as a field can hold it; a list becomes a tuple.
        field: the field's name; for the kind `field` alone.
        id: the event's id in its source: two events with one id are one event.
        recorded_at: when it was known; of two versions with one id the later wins.
        actor: who did it.
        team: the actor's team.
        automatic: whether a machine did it; an automatic reply is no human touch.
        source: the system that recorded it.
        seq: the order in the source, where instants tie.
        attributes: whatever else is known, such as an amount.
        date_only: the source gave a date without a time; `at` is its first local instant.

    Raises:
        TimeError: `naive` or `not-an-instant`.
        DataError: `wrong-type`.

    >>> from datetime import UTC
    >>> Event("L1", datetime(2026, 1, 5, 9, tzinfo=UTC), "touch", "call", actor="ann", team="sales").name
    'call'
    """

    lead: str
    at: datetime
    kind: str
    value: Value = None
    field: str | None = attrs.field(default=None, kw_only=True)
    id: str | None = attrs.field(default=None, kw_only=True)
    recorded_at: datetime | None = attrs.field(default=None, kw_only=True)
    actor: str | None = attrs.field(default=None, kw_only=True)
    team: str | None = attrs.field(default=None, kw_only=True)
    automatic: bool = attrs.field(default=False, kw_only=True)
    source: str | None = attrs.field(default=None, kw_only=True)
    seq: int | None = attrs.field(default=None, kw_only=True)
    attributes: Attributes = attrs.field(default=Attributes(), converter=_attributes, kw_only=True)
    date_only: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for what, text in (("lead", self.lead), ("kind", self.kind)):
            if not isinstance(text, str) or not text.strip():
                raise DataError.at(
                    "wrong-type", f"an event's {what} must be text, not {shown(text)}", path=str(self.id or "")
                )
        if type(self.at) is not datetime or self.at.tzinfo is not UTC:  # the rest need not be looked at
            checked_instant(self.at, f"{self._told}: at")
        if self.recorded_at is not None:
            checked_instant(self.recorded_at, f"{self._told}: recorded_at")
        if (self.kind == "field") != (self.field is not None):
            raise DataError.at("wrong-type", f"{self._told}: the kind 'field', and it alone, names a field")
        if self.kind in _TEXT_VALUES and not isinstance(self.value, str):
            raise DataError.at("wrong-type", f"{self._told}: the value must be text, not {shown(self.value)}")
        if self.kind == "merge" and not str(self.value).strip():
            raise DataError.at("wrong-type", f"{self._told}: the value must be the lead that survives, not blank")
        if self.kind in {"stage", "reject"} and not isinstance(self.value, str | None):
            raise DataError.at("wrong-type", f"{self._told}: the value must be text or None, not {shown(self.value)}")
        if self.seq is not None and (not isinstance(self.seq, int) or isinstance(self.seq, bool)):
            raise DataError.at("wrong-type", f"{self._told}: seq must be a whole number, not {shown(self.seq)}")
        # ids that are now text and now a number would not sort; one that is a list would not hash
        for name in (self.id, self.field, self.actor, self.team, self.source):
            if name is not None and not isinstance(name, str):
                raise DataError.at(
                    "wrong-type",
                    f"{self._told}: id, field, actor, team and source are text or None, not {shown(name)}",
                )
        for truth in (self.automatic, self.date_only):
            if not isinstance(truth, bool):
                raise DataError.at(
                    "wrong-type", f"{self._told}: automatic and date_only are True or False, not {shown(truth)}"
                )
        value = self.value
        if value is not None and not isinstance(value, str):
            object.__setattr__(self, "value", plain_value(value, self.field or self.kind))
        object.__setattr__(self, "_micros", micros(self.at))
        called = self.value if self.kind == "touch" and isinstance(self.value, str) else self.kind
        # a subclass of `str`, such as an enum, might compare and print in its own way
        object.__setattr__(self, "_name", str.__str__(called))
        if self.field is not None:
            object.__setattr__(self, "field", str.__str__(self.field))

    @property
    def _told(self) -> str:
        return f"event {self.id or self.kind!r} of lead {self.lead!r}"

    @property
    def name(self) -> str:
        """What `did` calls the event: a touch by its value (`call`), any other by its kind."""
        return self._name

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, tuple(getattr(self, name) for name in _POSITIONAL + _KEYWORDS))


def _rebuild(*values: Any) -> Event:  # noqa: ANN401 - a pickled event's own values
    return Event(*values[: len(_POSITIONAL)], **dict(zip(_KEYWORDS, values[len(_POSITIONAL) :], strict=True)))


_TEXT_VALUES = frozenset({"touch", "merge", "link"})
_POSITIONAL = tuple(part.name for part in attrs.fields(Event) if not part.kw_only)
_KEYWORDS = tuple(part.name for part in attrs.fields(Event) if part.kw_only)
