"""Re-tier: tell which tier of an SLA holds over time, for clocks whose lead changes while they run."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from alignkit.errors import Finding
from alignkit.funnel.follow_score import past_of
from alignkit.funnel.journeys import Journey
from alignkit.handoff.slas import SLA
from alignkit.instants import from_micros, micros, told_in
from alignkit.rules.courses import Course
from alignkit.rules.predicates import AnyItem, Did, EveryItem, Rule, Within
from alignkit.rules.scores import Points, Score
from alignkit.rules.unfold import unfold
from alignkit.rules.verdict import Verdict
from alignkit.rules.walk import nodes


class TierSince(NamedTuple):
    """A tier that holds from an instant on.

    Args:
        at: from when on, in microseconds since 1970.
        tier: its name; None for the SLA's own time.
    """

    at: int
    tier: str | None


class TierCourses:
    """What the rules of an SLA's tiers said of a lead, from an instant to another."""

    __slots__ = ("_courses", "_instants", "_lead", "_sla")

    _courses: list[tuple[str, Course[Verdict]]]

    def __init__(self, sla: SLA, journey: Journey, since: int, until: int) -> None:
        self._sla, self._lead = sla, journey.lead
        self._courses = [
            (tier.name, unfold(tier.when, past_of(journey, tier.when, since, until))) for tier in sla.tiers
        ]
        self._instants = sorted({at for _, course in self._courses for at in course.instants})

    def holdings(self, start: int) -> Iterator[TierSince]:
        """Yield the tier that holds at a clock's start, and each that comes to hold after it.

        At the start a tier whose rule is UNKNOWN is passed over. Later it changes nothing: the clock keeps its tier.
        """
        found = self._first(start, starts=True)
        held = None if isinstance(found, _Unsure) else found
        yield TierSince(start, held)
        for at in self._after(start):
            found = self._first(at, starts=False)
            if not isinstance(found, _Unsure) and found != held:
                held = found
                yield TierSince(at, held)

    def unsure(self, start: datetime, end: int) -> Iterator[Finding]:
        """Yield the finding `unknown-tier` for each tier of which nobody could tell whether it holds, up to an end."""
        first, told = micros(start), set()
        for tier in self._passed_over(first):
            told.add(tier)
            yield unknown_tier(self._sla, tier, self._lead, start)
        for at in self._after(first):
            if at >= end:
                return
            found = self._first(at, starts=False)
            if isinstance(found, _Unsure) and found.tier not in told:
                told.add(found.tier)
                when = told_in(from_micros(at), start.tzinfo)
                text = (
                    f"whether the tier {found.tier!r} of {self._sla.name!r} holds is not known from {when.isoformat()}"
                )
                yield Finding("unknown-tier", f"{text} on: the clock keeps its time", self._lead, "warning")

    def _after(self, start: int) -> list[int]:
        return self._instants[bisect_right(self._instants, start) :]

    def _passed_over(self, start: int) -> Iterator[str]:
        for tier, course in self._courses:
            verdict = course.at(start)
            if verdict is Verdict.YES:
                return
            if verdict is Verdict.UNKNOWN:
                yield tier

    def _first(self, at: int, *, starts: bool) -> str | _Unsure | None:
        """Return the first tier whose rule is YES; none where all are NO."""
        for tier, course in self._courses:
            verdict = course.at(at)
            if verdict is Verdict.YES:
                return tier
            if verdict is Verdict.UNKNOWN and not starts:
                return _Unsure(tier)
        return None


class _Unsure(NamedTuple):
    """Nobody can tell which tier holds, for that of this one is UNKNOWN."""

    tier: str


def unknown_tier(sla: SLA, tier: str, lead: str, start: datetime) -> Finding:
    """Make the finding that nobody could tell at a clock's start whether a tier holds."""
    text = f"whether the tier {tier!r} of {sla.name!r} holds is not known at {start.isoformat()}"
    return Finding("unknown-tier", f"{text}: the next that holds was taken", lead, "warning")


def changes_with_time(sla: SLA) -> bool:
    """Say whether time alone can change the tier of a running clock, so that no event tells of it.

    >>> from datetime import timedelta
    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.handoff.slas import Tier
    >>> from alignkit.rules.predicates import did
    >>> hours = timedelta(hours=4), timedelta(hours=1)
    >>> warm = Tier("warm", did("webinar", within=timedelta(days=7)), hours[1])
    >>> changes_with_time(SLA("s", "sales", entered("mql"), did("call"), hours[0], tiers=[warm], retier="restart"))
    True
    """
    if sla.retier == "keep":
        return False
    return any(_fades(node) for tier in sla.tiers for node in nodes(tier.when))


def _fades(node: Rule | Score | Points) -> bool:
    match node:
        case Did():
            return node.within is not None
        case AnyItem() | EveryItem():
            return isinstance(node.test, Within)
        case Points():
            return bool(node.half_life or node.steps)
        case _:
            return isinstance(node, Within)
