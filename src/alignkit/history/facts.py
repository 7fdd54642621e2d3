"""Facts: leads, their events, and figures that were measured elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

import attrs

from alignkit.currency import Money
from alignkit.errors import AlignkitError, DataError, shown
from alignkit.exact import exact
from alignkit.history.attributes import Attributes
from alignkit.history.events import Event
from alignkit.instants import checked_instant

_T = TypeVar("_T")


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
        for what, text in (("name", self.name), ("source", self.source)):
            if not isinstance(text, str):
                raise DataError.at("wrong-type", f"the {what} of an external figure is text, not {shown(text)}")
        checked_instant(self.at, f"external figure {self.name!r}: at")


def _leads(leads: Mapping[str, Mapping[str, object]]) -> tuple[tuple[str, Attributes], ...]:
    if not isinstance(leads, Mapping):
        raise DataError.at("wrong-type", f"leads are a mapping from a lead's id to its fields, not {shown(leads)}")
    for lead in leads:
        if not isinstance(lead, str) or not lead:
            raise DataError.at("wrong-type", f"the id of a lead is text, not {shown(lead)}")
    return tuple((lead, _fields(lead, leads[lead])) for lead in sorted(leads))


def _fields(lead: str, fields: Mapping[str, object]) -> Attributes:
    try:
        return Attributes(fields)
    except AlignkitError as fault:
        # of ten thousand leads somebody has to find the one
        raise type(fault)(*(attrs.evolve(issue, path=lead) for issue in fault.issues)) from fault


def _listed(values: Iterable[_T], kind: type[_T], what: str) -> tuple[_T, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DataError.at("wrong-type", f"{what} are a list, not {shown(values)}")
    found = tuple(values)
    for value in found:
        if not isinstance(value, kind):
            raise DataError.at("wrong-type", f"facts hold {what} of type {kind.__name__}, not {shown(value)}")
    return found


@attrs.frozen(slots=True, init=False, repr=False)
class Facts:
    """What is known: leads with their fields, events in any order, external figures.

    Args:
        leads: from a lead's id to its fields. Where it is empty, every lead that has an event counts.
        events: in any order of arrival; doubles are counted once by the verbs.
        figures: measured elsewhere.

    Raises:
        DataError: `wrong-type`.
        TimeError: `naive`: a field holds a datetime without a zone.

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
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]  # attrs makes it
            _leads(leads), _listed(events, Event, "events"), _listed(figures, ExternalFigure, "figures")
        )

    @property
    def leads(self) -> Mapping[str, Attributes]:
        """From a lead's id to its fields, by id."""
        return MappingProxyType(dict(self._leads))

    def __add__(self, other: Facts) -> Facts:
        """Put two sets of facts together; where both know a lead's field, the right one's value counts."""
        if not isinstance(other, Facts):
            raise DataError.at("wrong-type", f"facts go together with facts alone, not with {shown(other)}")
        leads: dict[str, Mapping[str, object]] = dict(self._leads)
        for lead, fields in other._leads:
            leads[lead] = {**leads.get(lead, {}), **fields}
        return Facts(leads, self.events + other.events, self.figures + other.figures)

    def __repr__(self) -> str:
        return f"<Facts: {len(self._leads)} leads, {len(self.events)} events, {len(self.figures)} external figures>"
