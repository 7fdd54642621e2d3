"""Group: tell to which group a lead belongs at an instant, and put what counts into groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypeAlias, TypeVar

from alignkit.currency import Money
from alignkit.errors import DataError, DocumentError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.history.attributes import Value
from alignkit.instants import micros
from alignkit.names import did_you_mean
from alignkit.rules.constants import Kind, comparable, kind_of

GroupKey: TypeAlias = tuple[Kind, object]
"""What makes two values one group."""
Grouping: TypeAlias = Callable[[Journey, datetime], Value]
"""Tells the group of a lead at an instant."""
_T = TypeVar("_T")

WORDS = ("owner", "source", "campaign")
"""What leads can be grouped by beside their fields."""


def grouping(by: str, journeys: Journeys) -> Grouping:
    """Return what tells the group of a lead at an instant.

    Raises:
        DocumentError: `wrong-type`.
        DataError: `unknown-field`, when no lead has the field, with the nearest.
    """
    if not isinstance(by, str) or not by.strip():
        raise DocumentError.at("wrong-type", f"by is the name of a field, or 'owner', not {shown(by)}", path="by")
    if by == "owner":
        return lambda journey, at: journey.owner_at(at)
    known = {name for journey in journeys for name in (*journey.fields, *journey.baseline)}
    if by not in known:
        if by == "source":
            return _source
        if by == "campaign":
            return _campaign
        if len(journeys):
            raise DataError.at(
                "unknown-field",
                f"no lead has the field {shown(by)}{did_you_mean(by, sorted({*known, *WORDS}))}",
                path="by",
            )
    return lambda journey, at: journey.fields_at(at).get(by)


def _source(journey: Journey, _: datetime) -> Value:
    """Return the system that recorded the lead's first event: where the lead came from."""
    return journey.events[0].source if journey.events else None


def _campaign(journey: Journey, at: datetime) -> Value:
    """Return the campaign of the last event up to an instant that names one."""
    for event in reversed(journey.events_until(at)):
        named = event.attributes.get("campaign")
        if named is None and event.kind == "campaign":
            named = event.value
        if named is not None:
            return named  # type: ignore[no-any-return]  # a Value
    return None


def group_key(value: Value) -> GroupKey:
    """Return what makes two values one group: 1 and 1.0 are, 1 and True and "1" are not."""
    kind = kind_of(value)
    return (kind, None if kind == "missing" else comparable(value, kind))


def group_name(value: Value) -> Value:
    """Return a value as the name of its group: None for whatever says that nothing is known."""
    return None if kind_of(value) == "missing" else value


def group_rank(key: GroupKey) -> tuple[bool, str, Any]:
    """Return what groups are sorted by; what has no value comes last."""
    kind, value = key
    if isinstance(value, Money):
        return (False, kind, (value.currency, value.amount))
    if kind == "list":
        return (False, kind, repr(value))
    if isinstance(value, date):
        return (False, kind, micros(value) if isinstance(value, datetime) else value.toordinal())
    return (kind == "missing", kind, 0 if value is None else value)


def split(items: Iterable[_T], group: Callable[[_T], Value]) -> dict[GroupKey, tuple[Value, list[_T]]]:
    """Put items into groups, by what makes them one, each with its name."""
    parts: dict[GroupKey, tuple[Value, list[_T]]] = {}
    for item in items:
        value = group(item)
        parts.setdefault(group_key(value), (group_name(value), []))[1].append(item)
    return parts
