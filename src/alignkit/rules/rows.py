"""Many leads, one row each, with or without their events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import repeat, zip_longest
from typing import Any, Final, TypeAlias, TypeVar

import attrs

from alignkit.errors import DataError
from alignkit.history.events import Event
from alignkit.rules.decide import listed, mapping

Lead: TypeAlias = Mapping[str, object]
Row: TypeAlias = tuple[Lead, tuple[Event, ...] | None]

_Item = TypeVar("_Item")
_ENDED: Final = object()


def rows(leads: Iterable[Lead]) -> Iterable[Lead]:
    """Return the leads, if they come as a list of some kind.

    Raises:
        DataError: `wrong-type`.
    """
    return _listed(leads, "leads come as a list of mappings")


def rows_with_events(
    leads: Iterable[Lead], events: Iterable[Iterable[Event] | None] | None, *, checked: bool
) -> Iterator[Row]:
    """Return each lead with its events, as they are asked for.

    Args:
        leads: the leads.
        events: the events of each, in the order of the leads, None for a lead whose events are not known; or None.
        checked: whether what goes over the events will look at each one's class.

    Raises:
        DataError: `wrong-type`, at once or when the wrong row is reached; `unequal-length` at the end.

    >>> list(rows_with_events([{"a": 1}, {}], None, checked=False))
    [({'a': 1}, None), ({}, None)]
    """
    if events is None:
        return zip(rows(leads), repeat(None))
    return _paired(rows(leads), _listed(events, "events come as a list of lists, one for each lead"), checked)


def _paired(leads: Iterable[Lead], events: Iterable[Iterable[Event] | None], checked: bool) -> Iterator[Row]:  # noqa: FBT001 - as above
    lead: Any
    happened: Any
    for lead, happened in zip_longest(leads, events, fillvalue=_ENDED):
        if lead is _ENDED or happened is _ENDED:
            more, fewer = ("events", "leads") if lead is _ENDED else ("leads", "events")
            raise DataError.at(
                "unequal-length", f"there are more {more} than {fewer}: give a list of events for each lead"
            )
        yield lead, listed(happened, checked=checked)


def _listed(given: Iterable[_Item], what: str) -> Iterable[_Item]:
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise DataError.at("wrong-type", f"{what}, not as {type(given).__name__}")
    return given


def in_turn(given: Iterable[Row], answer: Callable[[Lead, tuple[Event, ...] | None], _Item]) -> Iterator[_Item]:
    """Yield the answer for row after row, each when it is asked for; a wrong row is told with its place."""
    row = 0
    try:
        for lead, happened in given:
            yield answer(mapping(lead), happened)
            row += 1
    except DataError as fault:
        raise placed(fault, row) from fault


def placed(fault: DataError, row: int) -> DataError:
    """Return the error of a lead with its place, unless it has one.

    >>> str(placed(DataError.at("wrong-type", "a lead is a mapping"), 3))
    'leads[3]: wrong-type: a lead is a mapping'
    """
    return DataError(*(attrs.evolve(issue, path=issue.path or f"leads[{row}]") for issue in fault.issues))
