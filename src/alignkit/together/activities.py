"""Activities of both teams: workshops, customer visits, trade shows, social events; and how many took part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import TimeError, raise_found
from alignkit.exact import as_data
from alignkit.history.facts import ExternalFigure
from alignkit.names import checked_id
from alignkit.periods import Period
from alignkit.plan.checked import checked_day, listed, of_kind, raise_faults, try_each
from alignkit.together.members import Member, member_list

USUAL_KINDS = ("workshop", "customer visit", "trade show", "social event")
"""What teams usually do together; an activity may be of any other kind."""


def _participants(values: Iterable[Member]) -> tuple[Member, ...]:
    found = member_list(values, "the participants of an activity", "participants")
    return tuple(sorted(found, key=lambda member: (member.team, member.name)))


@attrs.frozen(slots=True, repr=False)
class Activity:
    """Something that people of both teams do together, beside the meetings.

    Args:
        name: what it is.
        kind: `workshop`, `customer visit`, `trade show`, `social event`, or any other word.
        on: its day.
        participants: who took part; empty while it is planned.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `duplicate-id`.
        LimitError: `too-long`.
        TimeError: `not-a-date`.

    >>> Activity("Visit to the harbour", "customer visit", date(2026, 2, 3), [Member("Iris", "marketing")]).teams
    ('marketing',)
    """

    name: str
    kind: str
    on: date
    participants: tuple[Member, ...] = attrs.field(default=(), converter=_participants)

    def __attrs_post_init__(self) -> None:
        raise_faults(
            try_each(("name", checked_id, self.name, "activity"), ("kind", checked_id, self.kind, "kind of activity"))
        )
        raise_found(TimeError, try_each(("on", checked_day, self.on, "on")))

    def __repr__(self) -> str:
        return f"<Activity {self.name!r} on {self.on}: {len(self.participants):,} people>"

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams of those who took part, sorted."""
        return tuple(sorted({member.team for member in self.participants}))

    def to_dict(self) -> dict[str, object]:
        """Return the activity as plain data."""
        return {
            "name": self.name,
            "kind": self.kind,
            "on": self.on.isoformat(),
            "participants": [member.to_dict() for member in self.participants],
        }


def _activities(values: Iterable[Activity]) -> tuple[Activity, ...]:
    found = listed(values, "activities", path="activities")
    raise_faults(of_kind(found, Activity, "activities"))
    return tuple(sorted(found, key=lambda activity: (activity.on, activity.name)))


def _people(values: Iterable[Member]) -> tuple[Member, ...]:
    found = member_list(values, "the people of both teams", "people")
    return tuple(sorted(found, key=lambda member: (member.team, member.name)))


@attrs.frozen(slots=True, repr=False)
class Participation(Shown):
    """How many of the people took part in what the teams did together in a period.

    Args:
        name: what the figure is called; a goal asks for it by this name.
        activities: what took place, by day.
        people: who could have taken part.
        period: when it counts.
        as_of: what takes place later does not count.
    """

    name: str
    activities: tuple[Activity, ...] = attrs.field(converter=_activities)
    people: tuple[Member, ...] = attrs.field(converter=_people)
    period: Period
    as_of: datetime

    def took_part(self, person: str) -> int:
        """Return in how many of the activities somebody took part."""
        return sum(any(member.name == person for member in activity.participants) for activity in self.activities)

    @property
    def counts(self) -> dict[str, int]:
        """In how many of the activities each of the people took part, by name."""
        came = Counter(member.name for activity in self.activities for member in activity.participants)
        return {member.name: came[member.name] for member in self.people}

    @property
    def chances(self) -> int:
        """How often somebody could have taken part: each person in each activity."""
        return len(self.activities) * len(self.people)

    @property
    def taken(self) -> int:
        """How often somebody did."""
        return sum(self.counts.values())

    @property
    def share(self) -> Fraction | None:
        """`taken` of `chances`; None while nothing took place."""
        return Fraction(self.taken, self.chances) if self.chances else None

    def of(self, team: str) -> Fraction | None:
        """Return the share of one team's people."""
        counts = self.counts
        came = [counts[member.name] for member in self.people if member.team == team]
        chances = len(self.activities) * len(came)
        return Fraction(sum(came), chances) if chances else None

    @property
    def joint(self) -> int:
        """In how many of the activities people of two teams or more took part."""
        teams = {member.name: member.team for member in self.people}
        return sum(
            len({teams[member.name] for member in activity.participants if member.name in teams}) > 1
            for activity in self.activities
        )

    @property
    def figures(self) -> tuple[ExternalFigure, ...]:
        """The share as an external figure, to be added to the facts; none while nothing took place."""
        from alignkit.together.take_part import participation_figures

        return participation_figures(self)

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        from alignkit.together.show_activities import participation_sentence  # drawing is loaded when it is needed

        return participation_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, the activities, and how often each person took part."""
        from alignkit.together.show_activities import participation_blocks  # drawing is loaded when it is needed

        return participation_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the participation as plain data."""
        counts = self.counts
        return {
            "alignkit": 1,
            "kind": "participation",
            "name": self.name,
            "period": self.period.name,
            "as_of": self.as_of.isoformat(),
            "taken": self.taken,
            "chances": self.chances,
            "share": None if self.share is None else as_data(self.share),
            "joint": self.joint,
            "activities": [activity.to_dict() for activity in self.activities],
            "people": [{**member.to_dict(), "took_part": counts[member.name]} for member in self.people],
        }
