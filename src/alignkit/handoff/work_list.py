"""List what is due next: the open clocks of all SLAs, by due time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction
from typing import Any, Protocol, runtime_checkable

from alignkit.currency import Money
from alignkit.errors import DocumentError, LimitError, shown
from alignkit.exact import exact
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.stages import Funnel
from alignkit.handoff.measure import measure
from alignkit.handoff.slas import SLA
from alignkit.handoff.work_items import WorkItem, WorkList
from alignkit.history.attributes import Value
from alignkit.history.facts import Facts
from alignkit.names import checked_id


@runtime_checkable
class Commitments(Protocol):
    """What promises times: an agreement, or whatever else has a funnel and SLAs."""

    @property
    def funnel(self) -> Funnel:
        """The funnel that leads pass."""
        ...

    @property
    def slas(self) -> Any:  # noqa: ANN401 - pyright matches no converted attribute with a type
        """The promised times: an iterable of SLAs."""
        ...


def work_list(
    source: Commitments, facts: Facts, *, as_of: datetime, errors: Errors = "raise", worth: str | None = None
) -> WorkList:
    """List every clock that is open: running, warning, paused, or breached and not stopped yet.

    Args:
        source: an agreement; its funnel is replayed and its SLAs are measured.
        facts: the leads and their events.
        as_of: when the clocks are read.
        errors: what to do with events that the funnel does not know, as in `replay`.
        worth: the field that says what a lead is worth: a number or money.

    Raises:
        TimeError: `as_of` is naive.
        DataError: as `replay`.
        DocumentError: `wrong-type`, `bad-id`.

    >>> from datetime import UTC, timedelta
    >>> from alignkit.funnel.patterns import entered, left
    >>> from alignkit.funnel.stages import Stage
    >>> from alignkit.history.events import Event
    >>> class Promises:
    ...     funnel = Funnel("inbound", [Stage("mql", "sales"), Stage("won", "sales", outcome="won")])
    ...     slas = (SLA("answer", "sales", entered("mql"), left("mql"), timedelta(hours=1)),)
    >>> nine = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> facts = Facts(events=[Event("L1", nine, "stage", "mql")])
    >>> [(item.lead, item.state, str(item.left)) for item in work_list(Promises(), facts, as_of=nine)]
    [('L1', 'running', '1:00:00')]
    """
    if not isinstance(source, Commitments):
        raise DocumentError.at(
            "wrong-type", f"a work list is made of an Agreement, which has a funnel and SLAs, not of {shown(source)}"
        )
    journeys = replay(source.funnel, facts, as_of=as_of, errors=errors)
    return open_work(source.slas, journeys, as_of=as_of, worth=worth)


def open_work(slas: Iterable[SLA], journeys: Journeys, *, as_of: datetime, worth: str | None = None) -> WorkList:
    """List the open clocks of some SLAs over journeys that were replayed already.

    The owner of an item is who owns the lead at `as_of`, for that person has to act; the clock stays the lead's.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `as-of-after-journeys`.
        DocumentError: `wrong-type`, `duplicate-id`.
    """
    if not isinstance(journeys, Journeys):
        raise DocumentError.at("wrong-type", f"open work is found in Journeys, as replay gives, not {shown(journeys)}")
    if isinstance(slas, str | bytes) or not isinstance(slas, Iterable):
        raise DocumentError.at("wrong-type", f"the SLAs are a list, not {shown(slas)}", path="slas")
    if worth is not None:
        checked_id(worth, "field", path="worth")
    items: list[WorkItem] = []
    findings = list(journeys.findings)
    names: set[str] = set()
    for sla in slas:
        readings = measure(sla, journeys, as_of=as_of)
        if sla.name in names:
            raise DocumentError.at("duplicate-id", f"the SLA {shown(sla.name)} stands there twice", path="slas")
        names.add(sla.name)
        findings.extend(readings.findings)
        for reading in readings:
            if reading.is_open:
                journey = journeys.of(reading.lead)
                owner = journey.owner_at(as_of)
                items.append(
                    WorkItem(
                        reading.lead,
                        sla.name,
                        sla.owner,
                        sla.owner if owner is None else owner,
                        reading.state,
                        reading.due,
                        reading.left,
                        reading.tier,
                        None if worth is None else _worth(journey.fields_at(as_of).get(worth)),
                        reading.told,
                    )
                )
    return WorkList(items, findings, as_of)


def _worth(value: Value) -> Fraction | Money | None:
    """Return a value that says what a lead is worth; None for text and whatever else is no amount."""
    if isinstance(value, Money):
        return value
    try:
        return None if value is None else exact(value)
    except (DocumentError, LimitError):
        return None
