"""Facts: leads, their events, and figures that were measured elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType

import attrs

from alignkit.currency import Money
from alignkit.errors import DataError, shown
from alignkit.exact import exact
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.instants import checked_instant


def _amount(value: object) -> Fraction | Money:
    return value if isinstance(value, Money) else exact(value, "an external figure")


@attrs.frozen(slots=True)
class ExternalFigure:
    """A figure measured elsewhere: customer satisfaction, market share, sales through resellers.

    Args:
        name: which figure; a metric asks for it by this name.
        value: an exact number, or money.
        at: when it was measured.
        source: who or what measured it.

    >>> from datetime import UTC
    >>> ExternalFigure("satisfaction", 4.2, datetime(2026, 3, 31, tzinfo=UTC), source="survey").value
    Fraction(21, 5)
    """

    name: str
    value: Fraction | Money = attrs.field(converter=_amount)
    at: datetime
    source: str = ""

    def __attrs_post_init__(self) -> None:
        checked_instant(self.at, f"external figure {self.name!r}: at")


def _leads(leads: Mapping[str, Mapping[str, object]]) -> tuple[tuple[str, Attributes], ...]:
    if not isinstance(leads, Mapping):
        raise DataError.at("wrong-type", f"leads are a mapping from a lead's id to its fields, not {shown(leads)}")
    for lead in leads:
        if not isinstance(lead, str) or not lead:
            raise DataError.at("wrong-type", f"the id of a lead is text, not {shown(lead)}")
    return tuple((lead, Attributes(leads[lead])) for lead in sorted(leads))


def _events(events: Iterable[Event]) -> tuple[Event, ...]:
    found = tuple(events)
    for event in found:
        if not isinstance(event, Event):
            raise DataError.at("wrong-type", f"facts hold events of type Event, not {shown(event)}")
    return found


@attrs.frozen(slots=True, init=False, repr=False)
class Facts:
    """What is known: leads with their fields, events in any order, external figures.

    Args:
        leads: from a lead's id to its fields. Where it is empty, every lead that has an event counts.
        events: in any order of arrival; doubles are counted once by the verbs.
        figures: measured elsewhere.

    >>> Facts({"L1": {"country": "NL"}}).leads["L1"]["country"]
    'NL'
    """

    _leads: tuple[tuple[str, Attributes], ...]
    events: tuple[Event, ...]
    figures: tuple[ExternalFigure, ...]

    def __init__(
        self,
        leads: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
        events: Iterable[Event] = (),
        figures: Iterable[ExternalFigure] = (),
    ) -> None:
        self.__attrs_init__(_leads(leads), _events(events), tuple(figures))

    @property
    def leads(self) -> Mapping[str, Attributes]:
        """From a lead's id to its fields, by id."""
        return MappingProxyType(dict(self._leads))

    def __add__(self, other: Facts) -> Facts:
        """Put two sets of facts together; where both know a lead's field, the right one's value counts."""
        leads: dict[str, Mapping[str, object]] = dict(self._leads)
        for lead, fields in other._leads:
            leads[lead] = {**leads.get(lead, {}), **fields}
        return Facts(leads, self.events + other.events, self.figures + other.figures)

    def __repr__(self) -> str:
        return f"<Facts: {len(self._leads)} leads, {len(self.events)} events, {len(self.figures)} external figures>"
