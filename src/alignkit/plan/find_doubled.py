"""Find doubled touches in what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from alignkit.errors import DocumentError, shown
from alignkit.funnel.journeys import Journey, Journeys
from alignkit.handoff.journeys_until import journeys_until
from alignkit.instants import micros
from alignkit.names import checked_id
from alignkit.plan.checked import listed
from alignkit.plan.doubled import DoubledTouch, DoubledTouches


def doubled_touches(
    journeys: Journeys | Journey, *, within: timedelta, as_of: datetime, teams: Iterable[str] | None = None
) -> DoubledTouches:
    """Find the leads that people of two teams touched within a short time of each other.

    A touch counts whose kind is `touch`, whose team is known, and which no machine made. Of the touches of a lead, in
    time order, each that follows on one of another team at most `within` later makes a pair; so three touches make at
    most two pairs, and whoever was touched by two teams within the window has at least one. Touches of a deal are
    touches of its lead. Nothing is wrong with a pair: it shows where two people may want to talk to each other first.

    Args:
        journeys: one or several, as `replay` gives them.
        within: the window, above 0; exactly so far apart still counts.
        as_of: what happened later does not count.
        teams: the teams to look at, at least two; all when left out.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `as-of-after-journeys`.
        DocumentError: `wrong-type`, `not-positive`, `bad-id`, `too-few-teams`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> monday = datetime(2026, 1, 5, 9, tzinfo=UTC)
    >>> touches = [Event("L1", monday, "touch", "email", actor="iris", team="marketing"),
    ...            Event("L1", monday.replace(hour=15), "touch", "call", actor="bram", team="sales")]
    >>> journeys = replay(funnel, Facts({"L1": {}}, touches), as_of=monday.replace(day=6))
    >>> print(doubled_touches(journeys, within=timedelta(days=1), as_of=journeys.as_of).sentence)
    1 of 1 touched lead heard from two teams within 1 day.
    """
    if not isinstance(within, timedelta) or within <= timedelta(0):
        raise DocumentError.at(
            "not-positive", f"a window is a timedelta longer than nothing, not {shown(within)}", path="within"
        )
    wanted: set[str] | None = None
    if teams is not None:
        wanted = {checked_id(team, "team", path="teams") for team in listed(teams, "the teams", path="teams")}
    if wanted is not None and len(wanted) < 2:
        raise DocumentError.at("too-few-teams", "a touch is doubled between two teams: name both", path="teams")
    known = journeys_until(journeys, as_of)
    now = micros(as_of)
    found: list[DoubledTouch] = []
    touched = 0
    for journey in known:
        touches = [
            event
            for event in journey.events
            if event.kind == "touch"
            and not event.automatic
            and event.team is not None
            and (wanted is None or event.team in wanted)
            and micros(event.at) <= now
        ]
        touched += bool(touches)
        found += [
            DoubledTouch(journey.lead, first, second)
            for first, second in pairwise(touches)
            if first.team != second.team and timedelta(microseconds=micros(second.at) - micros(first.at)) <= within
        ]
    return DoubledTouches(found, within, touched, wanted or (), as_of)
