"""How an agenda is shown: point by point, in the order in which both teams look at it."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from alignkit.display.blocks import Block, Bullets, Cell, Column, Group, Heading, Mark, Paragraph, Quote, Table, Tone
from alignkit.display.size import cut
from alignkit.instants import told_in, zone_of
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.quantities import share_text
from alignkit.scorecard.show import TONES, views_table
from alignkit.together.agendas import Agenda
from alignkit.together.decisions import Action, DecisionState
from alignkit.together.look_back import goal_label
from alignkit.together.requests import Request, RequestState
from alignkit.together.show_meetings import names_of

MOST = 40
"""A point of an agenda lists at most so many things, and says how many more there are."""

_DECISIONS: dict[DecisionState, Tone] = {"open": "neutral", "to review": "warn", "closed": "good"}
_REQUESTS: dict[RequestState, Tone] = {
    "waiting": "warn",
    "to review": "warn",
    "accepted": "neutral",
    "parked": "muted",
    "declined": "muted",
    "done": "good",
}
_ACTIONS: dict[str, Tone] = {"open": "neutral", "overdue": "bad", "done": "good", "dropped": "muted"}


def progress_sentence(agenda: Agenda) -> str:
    """Say what the period came to that is over, how all goals stand, and how they stood at the last meeting."""
    over = "" if agenda.ended is None else f"{_ended_sentence(agenda.ended)} "
    return over + _running_sentence(agenda)


def _running_sentence(agenda: Agenda) -> str:
    assessment = agenda.assessment
    if assessment is None:
        return "No goals are agreed yet."
    period = assessment.scorecard.period.name
    reached = agenda.attainment
    if reached is None:
        return f"Nothing is measured yet in {period}."
    said = (
        f"All goals of {period} together: {share_text(min(reached, Fraction(1)) if reached < 1 else reached)} attained"
    )
    before = None if agenda.before is None else agenda.before.whole.attainment
    if before is not None:
        last = agenda.since.date().isoformat()
        if share_text(before) == share_text(reached):
            said += f", as on {last}"
        else:
            said += f", {'up' if reached > before else 'down'} from {share_text(before)} on {last}"
    return f"{said}."


def _ended_sentence(ended: Assessment) -> str:
    met = sum(reading.status == "met" for reading in ended.readings)
    said = f"{ended.scorecard.period.name} is over: {met:,} of {len(ended.readings):,} goals met"
    for status, words in (("missed", "missed"), ("pending", "not measured yet")):
        names, more = cut([reading.goal.label for reading in ended.readings if reading.status == status], 3)
        if names:
            said += f"; {words}: {', '.join(names)}{f' and {more:,} more' if more else ''}"
    rest = sum(reading.status not in {"met", "missed", "pending"} for reading in ended.readings)
    return said + (f"; {rest:,} still open" if rest else "") + "."


def _minute(instant: datetime, agenda: Agenda) -> str:
    return told_in(instant, zone_of(agenda.meeting.zone)).strftime("%Y-%m-%d %H:%M")


def agenda_blocks(agenda: Agenda, level: int = 2) -> Group:
    """Return the agenda: the mission and the progress first, then point by point.

    Args:
        agenda: the agenda.
        level: the level of its heading; the points stand one below.
    """
    meeting = agenda.meeting
    when = "takes place no more" if agenda.starts is None else f"on {_minute(agenda.starts, agenda)} ({meeting.zone})"
    blocks: list[Block] = [
        Heading(f"Agenda: {meeting.label}", level),
        Paragraph(f"{agenda.name}. {meeting.minutes:,} minutes, {when}."),
    ]
    if meeting.attendees:
        blocks.append(Paragraph(f"With {names_of(meeting.attendees)}."))
    if agenda.mission:
        blocks.append(Quote(agenda.mission))
    as_of, since = _minute(agenda.as_of, agenda), _minute(agenda.since, agenda)
    blocks.append(Paragraph(f"{progress_sentence(agenda)} Known up to {as_of}; new is what happened after {since}."))
    over = "" if agenda.ended is None else f"What {agenda.ended.scorecard.period.name} came to"
    running = "" if agenda.ended is None or agenda.assessment is None else agenda.assessment.scorecard.period.name
    points = [
        (over, _ended(agenda)),
        (f"What each team owes the other{f' in {running}' if running else ''}", _goals(agenda)),
        ("Overdue handoffs", _overdue(agenda)),
        ("Leads sent back", _rejected(agenda)),
        ("What campaigns aim at", _campaigns(agenda)),
        ("Decisions, and what became of them", _outcomes(agenda)),
        ("Actions", _actions(agenda)),
        ("Requests", _requests(agenda)),
        ("Thank you", _thanks(agenda)),
        ("Coaching pairs until the next meeting", _coaching(agenda)),
    ]
    told = [(title, parts) for title, parts in points if parts]
    blocks += [
        Group([Heading(f"{number}. {title}", level + 1), *parts]) for number, (title, parts) in enumerate(told, 1)
    ]
    return Group(blocks)


def _ended(agenda: Agenda) -> list[Block]:
    return [] if agenda.ended is None else [agenda.ended.side_by_side.blocks()]


def _goals(agenda: Agenda) -> list[Block]:
    if agenda.assessment is None:
        return []
    return [views_table(agenda.assessment), agenda.assessment.side_by_side.blocks()]


def _overdue(agenda: Agenda) -> list[Block]:
    if not agenda.overdue:
        return [Paragraph("None: every clock that runs is in time.")]
    items, more = cut(agenda.overdue, MOST)
    promises = dict(agenda.promises)
    rows = [
        (item.lead, promises.get(item.sla, item.sla), item.owner, item.team, _minute(item.due, agenda))
        for item in items
    ]
    count = len(agenda.overdue)
    said = f"{count:,} {'clock is' if count == 1 else 'clocks are'} past the agreed time and still open."
    return [Paragraph(said), Table(("lead", "promise", "whose turn", "team", "was due"), rows, "", more)]


def _rejected(agenda: Agenda) -> list[Block]:
    waits = f" {agenda.waiting:,} {'waits' if agenda.waiting == 1 else 'wait'} for an answer." if agenda.waiting else ""
    if not agenda.answered:
        return [Paragraph(f"No offered lead was answered since the last meeting.{waits}")]
    share = Fraction(len(agenda.rejected), agenda.answered)
    leads = "lead was" if agenda.answered == 1 else "leads were"
    counts_said = f"{len(agenda.rejected):,} of {agenda.answered:,} answered {leads} sent back"
    said = f"{counts_said} ({share_text(share)}).{waits}"
    if not agenda.rejected:
        return [Paragraph(said)]
    reasons, others = cut(agenda.reasons, MOST)
    counts = [(reason or "no reason given", f"{count:,}") for reason, count in reasons]
    handoffs, more = cut(agenda.rejected, MOST)
    rows = [
        (handoff.lead, handoff.reason or "no reason given", handoff.by or "–", _minute(handoff.at, agenda))
        for handoff in handoffs
        if handoff.at is not None
    ]
    return [
        Paragraph(said),
        Table((Column("reason"), Column("times", "right")), counts, "", others),
        Table(("lead", "reason", "by", "at"), rows, "", more),
    ]


def _campaigns(agenda: Agenda) -> list[Block]:
    if not agenda.campaigns:
        return []
    reports, more = cut(agenda.campaigns, MOST)
    rows = [(report.name, report.aim or "nobody has said", f"{report.leads:,}") for report in reports]
    return [Table((Column("campaign"), Column("aims at"), Column("new leads", "right")), rows, "", more)]


def _tone(status: str) -> Tone:
    found: Tone = "neutral"
    for word, tone in TONES.items():
        if word == status:
            found = tone
    return found


def _outcomes(agenda: Agenda) -> list[Block]:
    if not agenda.outcomes:
        return []
    outcomes, more = cut(agenda.outcomes, MOST)
    rows: list[tuple[Cell, ...]] = []
    for outcome in outcomes:
        decision = outcome.decision
        state = decision.state(agenda.as_of)
        moved = f"{outcome.then or '–'} then, {outcome.now or '–'} now" if decision.serves else "–"
        goal: Cell = Mark(outcome.status, _tone(outcome.status)) if outcome.status else "–"
        said = f"{decision.text}: {decision.became}" if state == "closed" else decision.text
        rows.append(
            (
                f"{decision.id}, {decision.on.isoformat()}",
                said,
                f"{decision.owner} ({decision.team})",
                f"{outcome.goal or decision.serves}: {moved}" if decision.serves else "no goal named",
                goal,
                Mark(state, _DECISIONS[state]),
            )
        )
    return [Table(("decision", "what", "owner", "goal", "goal is", "state"), rows, "", more)]


def _actions(agenda: Agenda) -> list[Block]:
    if not agenda.actions:
        return []
    actions, more = cut(agenda.actions, MOST)
    rows: list[tuple[Cell, ...]] = []
    for action in actions:
        state = action.state(agenda.as_of)
        rows.append(
            (
                action.id,
                _action_text(action, state),
                f"{action.owner} ({action.team})",
                action.due.isoformat(),
                goal_label(agenda.assessment, action.serves) or "–",
                Mark(state, _ACTIONS[state]),
            )
        )
    return [Table(("action", "what", "owner", "due", "serves", "state"), rows, "", more)]


def _action_text(action: Action, state: str) -> str:
    return f"{action.text} ({action.reason})" if state == "dropped" else action.text


def _requests(agenda: Agenda) -> list[Block]:
    if not agenda.requests:
        return []
    requests, more = cut(agenda.requests, MOST)
    rows: list[tuple[Cell, ...]] = []
    for request in requests:
        state = request.state(agenda.as_of)
        rows.append(
            (
                f"{request.id}, {request.on.isoformat()}",
                request.text,
                f"{request.from_team} asks {request.to_team}",
                _answer_text(request, agenda.as_of),
                Mark(state, _REQUESTS[state]),
            )
        )
    return [Table(("request", "what", "who", "latest answer", "state"), rows, "", more)]


def _answer_text(request: Request, as_of: datetime) -> str:
    answer = request.latest(as_of)
    if answer is None:
        return "–"
    said = f"{answer.state} {answer.on.isoformat()}"
    if answer.reason:
        said += f": {answer.reason}"
    return said if answer.review_on is None else f"{said}; again on {answer.review_on.isoformat()}"


def _thanks(agenda: Agenda) -> list[Block]:
    said, more = cut([str(thanks) for thanks in agenda.thanks], MOST)
    return [Bullets(said, more)] if said else []


def _coaching(agenda: Agenda) -> list[Block]:
    coaching = agenda.coaching
    if coaching is None:
        return []
    said, more = cut([f"{first} and {second}" for first, second in coaching.pairs], MOST)
    blocks: list[Block] = [Bullets(said, more)] if said else []
    if coaching.resting:
        names, others = cut(coaching.resting, MOST)
        blocks.append(Paragraph(f"Resting: {', '.join(names)}{f' and {others:,} more' if others else ''}."))
    return blocks
