"""Prepare a meeting: make its agenda from the facts since the last one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from alignkit.errors import DocumentError, TimeError, shown
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.replay import Errors, replay
from alignkit.handoff.acceptance import Handoff
from alignkit.handoff.review import review
from alignkit.handoff.work_list import open_work
from alignkit.history.facts import Facts
from alignkit.instants import checked_instant, micros, told_in, zone_of
from alignkit.names import checked_id
from alignkit.periods import midnight
from alignkit.plan.checked import checked_text
from alignkit.scorecard.assess import assess
from alignkit.scorecard.assessment import Assessment
from alignkit.together.agendas import Agenda, CampaignReport
from alignkit.together.common import CommonGround, checked_ground, scorecard_of
from alignkit.together.decisions import Action
from alignkit.together.log import Log, checked_log
from alignkit.together.look_back import OnTheTable, assessed_at, ended_since, held_in, outcomes_of
from alignkit.together.meet import last_meeting, next_meeting
from alignkit.together.meetings import Meeting
from alignkit.together.origins import origin
from alignkit.together.requests import OPEN_STATES, Request
from alignkit.together.rotations import Round


def agenda(  # noqa: PLR0913 - one keyword for each source of the agenda
    meeting: Meeting,
    source: CommonGround,
    facts: Facts,
    *,
    as_of: datetime,
    since: datetime | None = None,
    log: Log | None = None,
    aims: Mapping[str, str] | None = None,
    coaching: Round | None = None,
    errors: Errors = "raise",
) -> Agenda:
    """Make the agenda of a meeting from the facts since the last one.

    First the mission and the overall progress; in the first meeting after a period what that came to; then what each
    team owes the other; overdue handoffs; leads that were
    rejected, with the reasons; what campaigns aim at; decisions, with what their goals came to then and now; actions;
    requests. Whatever is open stands on it, however old it is: a decision until somebody says what became of it, an
    action until it is done or dropped with a reason, a request until it is done or declined with one. What ended since
    the last meeting is shown once more.

    Args:
        meeting: the meeting.
        source: the agreement.
        facts: leads, events and external figures.
        as_of: what happened later does not count; the meeting's own start, or when somebody prepares it.
        since: when both teams last looked; the latest meeting that is over when left out, and before the first one the
            start of the period.
        log: what was decided, taken on and asked so far.
        aims: from a campaign to what it aims at, in a sentence.
        coaching: who coaches whom until the next meeting, as a round of `pairs` tells.
        errors: what to do with wrong facts, as in `assess`.

    Raises:
        TimeError: `naive`; `wrong-order` when `since` is after `as_of`.
        DocumentError: `wrong-type`, `blank-text`.
        DataError: as `assess`.
        LimitError: `too-far`, over 36,600 days after the meeting's first day.
    """
    if not isinstance(meeting, Meeting):
        raise DocumentError.at("wrong-type", f"an agenda is made for a Meeting, not for {shown(meeting)}")
    checked_ground(source, facts, "an agenda")
    checked_instant(as_of, "as_of")
    known = checked_log(log)
    if coaching is not None and not isinstance(coaching, Round):
        raise DocumentError.at("wrong-type", f"coaching is a Round, not {shown(coaching)}", path="coaching")
    goals = _checked_aims(aims)
    now = told_in(as_of, zone_of(meeting.zone))
    card = scorecard_of(source, as_of)
    assessment = None if card is None else assess(card, facts, as_of=as_of, errors=errors)
    last = told_in(_since(meeting, since, now, assessment), zone_of(meeting.zone))
    ended = ended_since(source, facts, last, as_of)
    if ended is not None and not held_in(source, ended):
        ended = None
    journeys = replay(source.funnel, facts, as_of=as_of, errors=errors)
    rejected, answered, waiting = _handoffs(journeys, last)
    work = open_work(source.slas, journeys, as_of=as_of)
    return Agenda(
        meeting,
        name=source.name,
        mission=source.mission,
        as_of=now,
        since=last,
        starts=next_meeting(meeting, as_of),
        assessment=assessment,
        before=_before(assessment, source, facts, last),
        ended=ended,
        overdue=[item for item in work if item.state == "breached"],
        promises=[(sla.name, sla.label) for sla in source.slas],
        rejected=rejected,
        answered=answered,
        waiting=waiting,
        campaigns=_campaigns(journeys, last, goals),
        outcomes=outcomes_of(known, source, facts, meeting, now=OnTheTable(ended, assessment), span=(last, now)),
        actions=_actions(known, last, now),
        requests=_requests(known, last, now),
        thanks=[thanks for thanks in known.thanks if last.date() <= thanks.on <= now.date()],
        coaching=coaching,
        findings=dict.fromkeys(
            [*(assessment.findings if assessment is not None else journeys.findings), *work.findings]
        ),
    )


def _checked_aims(aims: object) -> dict[str, str]:
    if aims is None:
        return {}
    if not isinstance(aims, Mapping):
        text = f'the aims of campaigns are told as {{"spring": "…"}}, not {shown(aims)}'
        raise DocumentError.at("wrong-type", text, path="aims")
    return {
        checked_id(name, "campaign", path="aims"): checked_text(aim, f"the aim of {shown(name)}")
        for name, aim in aims.items()
    }


def _since(meeting: Meeting, since: datetime | None, now: datetime, assessment: Assessment | None) -> datetime:
    if since is not None:
        if micros(checked_instant(since, "since")) > micros(now):
            told = f"both teams looked last at {since.isoformat()}, which is after as_of, {now.isoformat()}"
            raise TimeError.at("wrong-order", told)
        return since
    last = last_meeting(meeting, now)
    if last is not None:
        return last
    start = midnight(meeting.first, meeting.zone) if assessment is None else assessment.scorecard.period.starts_at
    return start if micros(start) <= micros(now) else now


def _before(assessment: Assessment | None, source: CommonGround, facts: Facts, since: datetime) -> Assessment | None:
    """Return what the goals came to when both last looked; None where that was in another period."""
    if assessment is None or since not in assessment.scorecard.period or micros(since) == micros(assessment.as_of):
        return None
    return assessed_at(source, facts, since)


def _handoffs(journeys: Journeys, since: datetime) -> tuple[list[Handoff], int, int]:
    """Return the rejections since the last meeting, and how many handoffs were answered since, and how many wait."""
    rejected: list[Handoff] = []
    answered = waiting = 0
    for boundary in journeys.funnel.boundaries:
        for handoff in review(journeys, boundary, as_of=journeys.as_of):
            waiting += handoff.state in {"waiting", "silent"}
            if handoff.at is None or handoff.state not in {"accepted", "rejected"}:
                continue
            if micros(handoff.at) > micros(since):
                answered += 1
                if handoff.state == "rejected":
                    rejected.append(handoff)
    rejected.sort(key=lambda handoff: (micros(handoff.at or handoff.offered_at), handoff.lead))
    return rejected, answered, waiting


def _campaigns(journeys: Journeys, since: datetime, aims: dict[str, str]) -> list[CampaignReport]:
    """Count the leads that came since the last meeting, campaign by campaign; those with an aim first."""
    counts = dict.fromkeys(aims, 0)
    for journey in journeys:
        if journey.events and micros(since) < micros(journey.events[0].at):
            name = origin(journey, "campaign", journeys.as_of)
            if name is not None:
                counts[name] = counts.get(name, 0) + 1
    ordered = sorted(counts, key=lambda name: (name not in aims, -counts[name], name))
    return [CampaignReport(name, aims.get(name, ""), counts[name]) for name in ordered]


def _actions(log: Log, since: datetime, now: datetime) -> list[Action]:
    """Return the actions that are open, by due date, and then those that ended since."""
    ended = [
        action
        for action in log.actions
        if action.state(now) in {"done", "dropped"} and action.ended is not None and action.ended >= since.date()
    ]
    return [*log.open_actions(now), *ended]


def _requests(log: Log, since: datetime, now: datetime) -> list[Request]:
    """Return the requests that are open, those that wait first, and then those that ended since."""
    known = [request for request in log.requests if request.on <= now.date()]
    order = {"waiting": 0, "to review": 1, "accepted": 2, "parked": 3}
    open_ = sorted(log.open_requests(now), key=lambda request: order[request.state(now)])
    ended = [
        request
        for request in known
        if request.state(now) not in OPEN_STATES
        and (answer := request.latest(now)) is not None
        and answer.on >= since.date()
    ]
    return [*open_, *ended]
