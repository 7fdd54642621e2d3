"""A diary: the events of one lead of the sample company, as its systems record them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

from alignkit.history.attributes import Attributes, Value
from alignkit.history.events import Event
from alignkit.samples.draws import Draws
from alignkit.samples.terms import OFFICE
from alignkit.worktime.due import due
from alignkit.worktime.work_time import WorkTime

NOTHING = Attributes()


@attrs.frozen(slots=True)
class Author:
    """Who records an event.

    Args:
        actor: the person, or the machine.
        team: the actor's team.
        automatic: whether it is a machine.
        source: the system; the telephone system gives its events no id.
    """

    actor: str | None
    team: str | None
    automatic: bool = False
    source: str = "HubSpot"

    @property
    def by_telephone(self) -> Author:
        """The same person, as the telephone system records it."""
        return attrs.evolve(self, source="telephone")


VISITOR = Author(None, None)
"""The lead itself."""
WORKFLOW = Author("workflow", "marketing", automatic=True)
AUTORESPONDER = Author("autoresponder", "sales", automatic=True)


class Diary:
    """The events of one lead, in the order in which they are thought up, which is not that of time.

    A plain class, since it grows: all else in this chapter is drawn into it.
    """

    __slots__ = ("deals", "draws", "events", "fields", "lead")

    def __init__(self, lead: str, fields: dict[str, Value], draws: Draws) -> None:
        self.lead = lead
        self.fields = fields
        self.draws = draws
        self.events: list[Event] = []
        self.deals = 0

    def note(
        self,
        at: datetime,
        kind: str,
        value: Value = None,
        *,
        by: Author = VISITOR,
        attributes: Attributes = NOTHING,
        record: str | None = None,
        field: str | None = None,
    ) -> Event:
        """Record an event of the lead, or of one of its deals (`record`), and return it."""
        event = Event(
            record or self.lead,
            at,
            kind,
            value,
            field=field,
            id=None if by.source == "telephone" else f"{self.lead}-{len(self.events) + 1:02}",
            actor=by.actor,
            team=by.team,
            automatic=by.automatic,
            source=by.source,
            attributes=attributes,
        )
        self.events.append(event)
        return event

    def new_deal(self) -> str:
        """Return the id of the lead's next deal."""
        self.deals += 1
        return f"{self.lead.replace('L', 'D')}-{self.deals}"


def at_work(at: datetime, minutes: float) -> datetime:
    """Return the instant at which so many minutes were worked since another, to the second."""
    return due(OFFICE, at, WorkTime(int(minutes * 60) * 10**6)).astimezone(UTC)


def days_later(at: datetime, days: float) -> datetime:
    """Return the instant so many days of 24 hours later, to the second."""
    return at + timedelta(seconds=int(days * 86_400))
