"""Firing a second time, slowly and by the words of the definition: rate wherever something might change, and look.

It shares no code with `alignkit.funnel.fire` nor `alignkit.rules.unfold`; only `rate`, and what a journey says itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from alignkit.funnel.journeys import Journey
from alignkit.funnel.match import occurrences
from alignkit.funnel.triggers import Trigger
from alignkit.instants import micros
from alignkit.rules.rate import rate

Reading = tuple[int, Fraction]
"""An instant, and the points then."""


class SlowStay(NamedTuple):
    """One stay past a trigger; instants in microseconds."""

    entered: int
    left: int | None
    points: Fraction
    rearmed: bool


def slow_fire(trigger: Trigger, journey: Journey, instants: Iterable[datetime]) -> list[SlowStay]:
    """Find the stays of one lead, if the score changes at no other than the given instants."""
    found = occurrences(trigger.rearm, journey) if trigger.rearm is not None else ()
    again = {micros(item.at) for item in found if not item.inferred}
    readings = [
        (micros(at), Fraction(rate(trigger.score, journey.fields_at(at), journey.events_until(at), as_of=at).points))
        for at in sorted(instants)
    ]
    return slow_stays(readings, again, Fraction(trigger.enter), Fraction(trigger.leave))


def slow_stays(readings: Sequence[Reading], again: set[int], enter: Fraction, leave: Fraction) -> list[SlowStay]:
    """Find the stays, each by searching from the end of the one before."""
    stays: list[SlowStay] = []
    while True:
        entry = next((reading for reading in readings if may_fire(reading, readings, stays, enter)), None)
        if entry is None:
            return stays
        later = [reading for reading in readings if reading[0] > entry[0]]
        end = next((reading for reading in later if reading[1] < leave or reading[0] in again), None)
        if end is None:
            return [*stays, SlowStay(entry[0], None, entry[1], rearmed=False)]
        stays.append(SlowStay(entry[0], end[0], entry[1], rearmed=end[1] >= leave))


def may_fire(reading: Reading, readings: Sequence[Reading], stays: list[SlowStay], enter: Fraction) -> bool:
    """Say whether a trigger that is not inside fires: at or above `enter`, and sales has not said no to as much."""
    at, points = reading
    if points < enter:
        return False
    if not stays:
        return True
    last = stays[-1]
    if last.left is None or at <= last.left:
        return False
    since = [points for when, points in readings if last.left <= when < at]
    return not last.rearmed or min(since) < enter or points > since[0]
