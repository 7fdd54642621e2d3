"""Take part: measure how many people took part in what the teams did together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alignkit.errors import DocumentError, shown
from alignkit.history.facts import ExternalFigure
from alignkit.instants import checked_instant, from_micros, micros, zone_of
from alignkit.names import checked_id
from alignkit.periods import Period, midnight
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.together.activities import Activity, Participation
from alignkit.together.members import Member


def participation(
    activities: Iterable[Activity],
    people: Iterable[Member],
    *,
    period: Period,
    as_of: datetime,
    name: str = "participation",
) -> Participation:
    """Measure which share of the people took part in the activities of a period.

    An activity counts from the first instant of its day. Every person could have taken part in each; who is not among
    the people, such as a customer, counts for nothing. `figures` of the answer goes into the facts, so that a goal can
    ask for it as `external("participation")`.

    Args:
        activities: what the teams did together, and what they plan.
        people: who could have taken part: the members of both teams.
        period: when it counts.
        as_of: what takes place later does not count.
        name: what the figure is called.

    Raises:
        DocumentError: `wrong-type`, `duplicate-id`, `bad-id`.
        TimeError: `naive`.

    >>> from datetime import UTC, date
    >>> from alignkit.periods import quarter
    >>> both = [Member("Iris", "marketing"), Member("Noor", "sales")]
    >>> done = [Activity("Hanover fair", "trade show", date(2026, 2, 3), both),
    ...         Activity("Bowling", "social event", date(2026, 3, 6), both[:1])]
    >>> seen = participation(done, both, period=quarter(2026, 1, zone="UTC"), as_of=datetime(2026, 4, 1, tzinfo=UTC))
    >>> seen.sentence
    'In 2 activities of 2026 Q1, people took part in 3 of 4 cases (75 %); people of both teams met in 1 of them.'
    """
    if not isinstance(period, Period):
        raise DocumentError.at("wrong-type", f"a period is a Period such as quarter gives, not {shown(period)}")
    checked_id(name, "figure", path="name")
    now = micros(checked_instant(as_of, "as_of"))
    found = listed(activities, "activities", path="activities")
    raise_faults(of_kind(found, Activity, "activities"))
    counted = [
        activity
        for activity in found
        if period.first <= activity.on < period.end and micros(midnight(activity.on, period.zone)) <= now
    ]
    return Participation(name, counted, people, period, as_of)


def participation_figures(found: Participation) -> tuple[ExternalFigure, ...]:
    """Return the share as an external figure, as of then, or as of the period's last instant where that came first."""
    if found.share is None:
        return ()
    at = min(micros(found.as_of), micros(found.period.ends_at) - 1)
    told = f"{len(found.activities):,} activities"
    return (ExternalFigure(found.name, found.share, from_micros(at, zone_of(found.period.zone)), source=told),)
