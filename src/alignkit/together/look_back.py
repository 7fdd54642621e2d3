"""Look back: the period that ended since the teams last met, and what became of each decision."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from alignkit.history.facts import Facts
from alignkit.instants import micros
from alignkit.periods import midnight
from alignkit.scorecard.assess import assess
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.scorecards import Scorecard
from alignkit.together.agendas import Outcome
from alignkit.together.common import CommonGround, Signed, scorecard_of
from alignkit.together.decisions import Decision
from alignkit.together.log import Log
from alignkit.together.meet import last_meeting
from alignkit.together.meetings import Meeting

MOST_DAYS = 12
"""Goals are measured again for the days of at most so many decisions, the latest: each costs a look at all facts."""


class OnTheTable(NamedTuple):
    """What both teams look at when they meet.

    Args:
        ended: the period that ended since they last met; None where none did.
        running: the period that runs; None where no goals are agreed.
    """

    ended: Assessment | None
    running: Assessment | None


def ended_since(source: CommonGround, facts: Facts, since: datetime, as_of: datetime) -> Assessment | None:
    """Return what the latest period came to that ended after `since` and by `as_of`; None where none did."""
    card = scorecard_of(source, as_of)
    if card is None or not micros(since) < micros(card.period.starts_at) <= micros(as_of):
        return None
    before = scorecard_of(source, card.period.starts_at - timedelta(microseconds=1))
    # goals of one period alone have no period before it
    return None if before is None or before.period == card.period else _measured(before, facts, as_of)


def held_in(source: CommonGround, ended: Assessment) -> bool:
    """Say whether the agreement held in a period, at its end at least: targets of later times judge nobody."""
    effective = source.effective if isinstance(source, Signed) else None
    period = ended.scorecard.period
    return effective is None or micros(midnight(effective, period.zone)) < micros(period.ends_at)


def assessed_at(source: CommonGround, facts: Facts, at: datetime) -> Assessment | None:
    """Return what the goals of the period around an instant came to by then; None where no goals are agreed."""
    card = scorecard_of(source, at)
    return None if card is None else _measured(card, facts, at)


def _measured(card: Scorecard, facts: Facts, at: datetime) -> Assessment:
    # what is wrong with the facts was told for the whole; here it must not hide what can be told
    return assess(card, facts, as_of=at, errors="collect")


def outcomes_of(
    log: Log, source: CommonGround, facts: Facts, meeting: Meeting, *, now: OnTheTable, span: tuple[datetime, datetime]
) -> list[Outcome]:
    """Return each decision that is open, or was closed since, with what its goal came to then and comes to now.

    In the first meeting after a period both look at that period, and not at the first days of the next one.

    Args:
        log: the decisions.
        source: the agreement.
        facts: leads, events and external figures.
        meeting: the meeting: by it goes what was on the table on the day of a decision.
        now: what is on the table now.
        span: since when they look, and up to when.
    """
    since, as_of = span
    decisions = [
        decision
        for decision in log.decisions
        if decision.on <= as_of.date()
        and (decision.state(as_of) != "closed" or (decision.closed or decision.on) >= since.date())
    ]
    days = sorted({decision.on for decision in decisions if decision.serves}, reverse=True)[:MOST_DAYS]
    then: dict[date, OnTheTable] = {}
    if now.running is not None:
        then = {day: _on_the_table(source, facts, meeting, _Day(day, as_of)) for day in days}
    found = []
    for decision in decisions:
        told, _ = _told(then.get(decision.on), decision)
        current, status = _told(now, decision)
        found.append(Outcome(decision, told, current, status, goal_label(now.running, decision.serves)))
    return found


class _Day(NamedTuple):
    day: date
    as_of: datetime

    @property
    def end(self) -> datetime:
        """The last instant of the day, and no later than `as_of`."""
        zone = getattr(self.as_of.tzinfo, "key", "UTC")
        end = midnight(self.day + timedelta(days=1), zone) - timedelta(microseconds=1)
        return min(end, self.as_of, key=micros)


def _on_the_table(source: CommonGround, facts: Facts, meeting: Meeting, day: _Day) -> OnTheTable:
    last = last_meeting(meeting, midnight(day.day, meeting.zone))
    ended = None if last is None else ended_since(source, facts, last, day.end)
    return OnTheTable(ended, None if ended is not None else assessed_at(source, facts, day.end))


def _told(table: OnTheTable | None, decision: Decision) -> tuple[str, str]:
    """Return what the goal of a decision came to, in words, and its status; blank where there is no such goal."""
    if table is None or not decision.serves:
        return "", ""
    assessment = table.running if table.ended is None else table.ended
    readings = () if assessment is None else assessment.readings
    # a decision may serve what is no goal of this period
    found = next((reading for reading in readings if reading.goal.name == decision.serves), None)
    if found is None:
        return "", ""
    where = "" if table.ended is None else f" in {table.ended.scorecard.period.name}"
    return found.figure.text + where, found.status


def goal_label(assessment: Assessment | None, goal: str) -> str:
    """Return how people call a goal; the name itself where there is no such goal."""
    readings = () if assessment is None else assessment.readings
    return next((reading.goal.label for reading in readings if reading.goal.name == goal), goal)
