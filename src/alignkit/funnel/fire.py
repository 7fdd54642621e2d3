"""Fire: when each lead was past a trigger's threshold."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from alignkit.errors import DocumentError, shown
from alignkit.funnel.follow_score import first_instant, in_utc, known_until, past_of, points
from alignkit.funnel.journeys import Journey, Journeys, checked_journeys
from alignkit.funnel.match import occurrences
from alignkit.funnel.triggers import Firing, Firings, Trigger
from alignkit.instants import micros
from alignkit.rules.courses import Course
from alignkit.rules.scores import millionths
from alignkit.rules.unfold import Unfolding


def fire(trigger: Trigger, journeys: Journey | Iterable[Journey], *, as_of: datetime) -> Firings:
    """Find when a trigger fired for each lead, over all instants at which the score can change.

    A lead's history begins with its first event; of a lead without any, only `as_of` is known. Where the fields alone
    reached the threshold before, the firing says `from_start`. No move of the lead depends on it: replay never asks.

    Args:
        trigger: the threshold; see `Trigger` for when it fires and when it is left.
        journeys: one journey, or those of `replay`.
        as_of: what happened later does not count.

    Raises:
        TimeError: `naive`, `not-an-instant`; `out-of-range` for an instant that has no date in UTC.
        DataError: `later-than-replay`.
        DocumentError: `wrong-type`; `unknown-stage`, when the funnel has no stage that `rearm` names.

    >>> from datetime import UTC, timedelta
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.rules.predicates import did
    >>> from alignkit.rules.scores import Points, Score
    >>> interest = Score("interest", [Points(20, each=did("webinar", within=timedelta(days=30)))])
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> facts = Facts(events=[Event("L1", datetime(2026, 1, day, tzinfo=UTC), "webinar") for day in (5, 9)])
    >>> journeys = replay(funnel, facts, as_of=datetime(2026, 3, 1, tzinfo=UTC))
    >>> [(f.entered_at.day, int(f.points), str(f.left_at)) for f in fire(Trigger("hot", interest, 40), journeys,
    ...                                                                 as_of=journeys.as_of)]
    [(9, 40, '2026-02-04 00:00:00.000001+00:00')]
    """
    if not isinstance(trigger, Trigger):
        raise DocumentError.at("wrong-type", f"fire takes a Trigger and journeys, not {shown(trigger)}")
    items = checked_journeys(journeys, "fire takes a Trigger and journeys")
    now = known_until(journeys.as_of if isinstance(journeys, Journeys) else as_of, as_of)
    unfolding = Unfolding(trigger.score)
    enter, leave = millionths(trigger.enter), millionths(trigger.leave)
    found: list[Firing] = []
    for journey in items:
        known_until(journey.as_of, as_of)
        start = first_instant(journey, now)
        # one microsecond before: what the fields alone give, and every course has its value at `start`
        course = unfolding.over(past_of(journey, trigger.score, start - 1, now))
        rearms = () if trigger.rearm is None else occurrences(trigger.rearm, journey)
        again = {micros(item.at) for item in rearms if not item.inferred}
        from_start = course.values[0] >= enter
        for stay in _stays(course, (enter, leave), {at for at in again if start < at <= now}, start):
            left_at = None if stay.left is None else in_utc(stay.left)
            first = from_start and stay.entered == start
            found.append(
                Firing(
                    journey.lead, in_utc(stay.entered), left_at, points(course.at(stay.entered)), stay.rearmed, first
                )
            )
    return Firings(trigger, found, len(items), as_of)


class _Stay(NamedTuple):
    entered: int
    left: int | None
    rearmed: bool


def _stays(course: Course[int], limits: tuple[int, int], again: set[int], start: int) -> Iterator[_Stay]:
    """Walk over the instants from `start` on at which the score changes, and those after it that re-arm the trigger."""
    enter, leave = limits
    entered: int | None = None
    sent_back: int | None = None  # left with so many points; None where the score was below `enter` since
    for instant, total in _readings(course, again, start):
        if entered is not None:
            rearmed = instant in again
            if total < leave or rearmed:
                yield _Stay(entered, instant, rearmed and total >= leave)
                entered, sent_back = None, total
        elif total < enter:
            sent_back = None
        elif sent_back is None or total > sent_back:
            entered, sent_back = instant, None
    if entered is not None:
        yield _Stay(entered, None, rearmed=False)


def _readings(course: Course[int], again: set[int], start: int) -> list[tuple[int, int]]:
    """Return the points at each instant that matters, once, in time order."""
    first = bisect_right(course.instants, start)
    readings = [(start, course.values[first - 1]), *zip(course.instants[first:], course.values[first:], strict=True)]
    silent = again.difference(course.instants)
    if silent:  # re-armed while the points stay as they are
        readings += [(instant, course.at(instant)) for instant in silent]
        readings.sort()
    return readings
