"""Check what the teams promise, plan, win and do together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import attrs

from alignkit.agreement.document.paths import joined
from alignkit.agreement.joint_sentences import exact_text
from alignkit.agreement.sentences import number_text
from alignkit.errors import DataError, Finding
from alignkit.funnel.patterns import entered
from alignkit.names import in_words
from alignkit.periods import midnight, year
from alignkit.plan.doubt import plan_doubts, playbook_doubts
from alignkit.scorecard.attain import reaches
from alignkit.scorecard.exchange import in_currency_of
from alignkit.scorecard.groups import groups_in
from alignkit.scorecard.metrics import Metric, count, period_conversion, scale_of, total
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.unlock import reward_doubts
from alignkit.together.doubt_meetings import meeting_doubts
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.next_open import is_open, next_open

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.handoff.slas import SLA, Tier
    from alignkit.scorecard.factors import Amount
    from alignkit.scorecard.goals import Goal
    from alignkit.scorecard.targets import Target

_USUAL_YEAR = 2026
"""Any year does to look at goals that recur; an agreement that says when it holds is looked at in that year."""
_STEP = timedelta(minutes=1)
_WEEK = timedelta(days=7)


class Closed(NamedTuple):
    """A stretch in which nobody is at work."""

    since: datetime
    until: datetime


def unkeepable(agreement: Agreement) -> Iterator[Finding]:
    """Say which time by the wall clock is over before anybody is at work again."""
    short = [
        (path, label, part.within)
        for sla in agreement.slas
        if not sla.any_actor
        for path, label, part in _timed(sla)
        if isinstance(part.within, timedelta)
    ]
    closed = _longest_closed(agreement) if short else None
    if closed is None:
        return
    from alignkit.funnel.show import span_text  # only where something is found

    calendars = in_words([calendar.name for calendar in _attended(agreement)])
    for path, label, within in short:
        if within < closed.until - closed.since:
            text = (
                f"“{label}” runs day and night and is due after {span_text(within)}, but nobody is at work for "
                f"{span_text(closed.until - closed.since)} from {closed.since:%A %H:%M} on ({calendars}): what "
                "comes then is late before anybody sees it; give it work time and a calendar, or people at work"
            )
            yield Finding("calendar-cannot-keep", text, path, "warning")


def _timed(sla: SLA) -> Iterator[tuple[str, str, SLA | Tier]]:
    """Yield an SLA and its tiers, each with its path and what people call it."""
    path, name = joined("slas", sla.name), sla.title or sla.name
    yield f"{path}.within", name, sla
    for tier in sla.tiers:
        yield f"{joined(f'{path}.tiers', tier.name)}.within", f"{name}, {tier.name}", tier


def _attended(agreement: Agreement) -> list[WorkCalendar]:
    """Return the calendars by whose week somebody is at work: not those that others are combined of to be less."""
    combined = [calendar for calendar in agreement.calendars if isinstance(calendar, CombinedCalendar)]
    away = [part for calendar in combined if calendar.kind == "except" for part in calendar.parts[1:]]
    weekly = [calendar for calendar in agreement.calendars if isinstance(calendar, WorkCalendar) and calendar.week]
    return [calendar for calendar in weekly if calendar not in away]


def _longest_closed(agreement: Agreement) -> Closed | None:
    """Return the longest stretch in which no calendar is open, in a usual week: without holidays and exceptions."""
    usual = [attrs.evolve(calendar, holidays=(), exceptions=()) for calendar in _attended(agreement)]
    if not usual:
        return None
    here = midnight(date(_year(agreement), 1, 5), usual[0].zone)
    found: Closed | None = None
    ends = here + 2 * _WEEK
    while here < ends:
        if any(is_open(calendar, here) for calendar in usual):
            here += _STEP
            continue
        until = min(next_open(calendar, here) for calendar in usual).astimezone(here.tzinfo)
        if found is None or until - here > found.until - found.since:
            found = Closed(here, until)
        here = until
    return found


def _year(agreement: Agreement) -> int:
    return agreement.effective.year if agreement.effective is not None else _USUAL_YEAR


def rewards(agreement: Agreement) -> Iterator[Finding]:
    """Say which reward one team can win alone, and which leaves a team out."""
    if not agreement.rewards or not agreement.goals:
        return
    period = year(_year(agreement), zone=agreement.zone)
    card = Scorecard(agreement.name, agreement.funnel, period, agreement.goals, rates=agreement.rates)
    for reward in agreement.rewards:
        yield from _under(joined("rewards", reward.name), reward_doubts(reward, card))


def flows(agreement: Agreement) -> Iterator[Finding]:
    """Say where the plan of a period is unlike a goal for the same thing: entries, rates of them, or their worth."""
    plan = agreement.flow
    if plan is None:
        return
    planned: list[tuple[str, Metric, Amount]] = []
    for number, one in enumerate(plan.stages):
        path = f"flow.stages[{number}].planned"
        planned.append((path, count(entered(one.stage)), one.planned))
        planned += [
            (path, period_conversion(before.stage, one.stage), one.planned / before.planned)
            for before in plan.stages[:number]
        ]
    if plan.value is not None:
        planned.append(("flow.value", total(plan.attribute, at=entered(plan.stages[-1].stage)), plan.result))
    for leaf in agreement.leaves:
        for path, metric, result in planned:
            if leaf.goal.metric == metric:
                yield from _unlike(agreement, leaf.goal, result, path)


def _unlike(agreement: Agreement, goal: Goal, result: Amount, path: str) -> Iterator[Finding]:
    """Say if what is planned is not what the goal asks for; to plan more than it asks is worth a note."""
    told = in_currency_of(goal.target, result, agreement.rates)
    try:
        kept = reaches(goal, told)
    except DataError:
        return  # nothing says what the one currency is worth in the other
    asked = goal.between if goal.between is not None else (goal.target,)
    if told in asked or (kept and goal.between is not None):
        return
    side = "at most" if goal.at_most is not None else "at least" if goal.between is None else "between"
    limits = in_words([_amount(limit, goal) for limit in asked])
    text = f"{_amount(result, goal)} is planned, and the goal “{goal.label}” is {side} {limits}"
    if kept:
        yield Finding("plan-unlike-goal", f"{text}: the plan asks for more than the goal", path, "note")
    else:
        yield Finding("plan-unlike-goal", f"{text}: whoever keeps to the plan misses the goal", path, "warning")


def _amount(value: Target, goal: Goal) -> str:
    if isinstance(value, Fraction) and scale_of(goal.metric) == "share":
        return f"{number_text(value * 100)} %"
    return exact_text(value)


def plans(agreement: Agreement, on: date | None = None) -> Iterator[Finding]:
    """Say what is doubtful about the year's plan and the plays, and on a day which tasks are overdue."""
    if agreement.plan is not None:
        names = [leaf.goal.name for leaf in agreement.leaves] + [group.name for _, group in groups_in(agreement.goals)]
        as_of = midnight(on, agreement.zone) if on is not None else None
        found = plan_doubts(agreement.plan, goals=names, teams=agreement.teams, as_of=as_of)
        for doubt in found:
            if (on is None) == (doubt.code != "overdue"):
                path = doubt.path if doubt.path.startswith("tasks") else f"plan.{doubt.path}"
                yield attrs.evolve(doubt, path=path)
    if agreement.playbook is not None and on is None:
        yield from playbook_doubts(agreement.playbook, agreement.funnel, teams=agreement.teams)


def meetings(agreement: Agreement, on: date | None = None) -> Iterator[Finding]:
    """Say which meeting lacks a team, is long, or gathers many; and on a day which is over or falls on a holiday."""
    if not agreement.meetings:
        return
    usual = meeting_doubts(agreement.meetings, teams=agreement.teams)
    if on is None:
        yield from usual
        return
    calendar = agreement.calendars[0] if agreement.calendars else None
    now = midnight(on, agreement.zone)
    yield from (
        doubt
        for doubt in meeting_doubts(agreement.meetings, teams=agreement.teams, calendar=calendar, as_of=now)
        if doubt not in usual
    )


def _under(path: str, doubts: Iterable[Finding]) -> Iterator[Finding]:
    for doubt in doubts:
        yield attrs.evolve(doubt, path=f"{path}.{doubt.path}" if doubt.path else path)
