"""Check what the teams promise, plan, win and do together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import attrs

from alignkit.agreement.document.paths import joined
from alignkit.errors import Finding
from alignkit.periods import midnight, year
from alignkit.plan.doubt import plan_doubts, playbook_doubts
from alignkit.scorecard.groups import groups_in
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.unlock import reward_doubts
from alignkit.together.doubt_meetings import meeting_doubts
from alignkit.worktime.next_open import is_open, next_open

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.handoff.slas import SLA, Tier
    from alignkit.worktime.calendar import WorkCalendar

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
    calendar = agreement.calendars[0] if agreement.calendars else None
    short = [
        (path, label, part.within)
        for sla in agreement.slas
        if not sla.any_actor
        for path, label, part in _timed(sla)
        if isinstance(part.within, timedelta)
    ]
    closed = _longest_closed(calendar, agreement) if short and calendar is not None else None
    if closed is None or calendar is None:
        return
    from alignkit.funnel.show import span_text  # only where something is found

    for path, label, within in short:
        if within < closed.until - closed.since:
            text = (
                f"“{label}” runs day and night and is due after {span_text(within)}, but nobody is at work for "
                f"{span_text(closed.until - closed.since)} from {closed.since:%A %H:%M} on ({calendar.name}): what "
                "comes then is late before anybody sees it; give it work time and a calendar, or people at work"
            )
            yield Finding("calendar-cannot-keep", text, path, "warning")


def _timed(sla: SLA) -> Iterator[tuple[str, str, SLA | Tier]]:
    """Yield an SLA and its tiers, each with its path and what people call it."""
    path, name = joined("slas", sla.name), sla.title or sla.name
    yield f"{path}.within", name, sla
    for tier in sla.tiers:
        yield f"{joined(f'{path}.tiers', tier.name)}.within", f"{name}, {tier.name}", tier


def _longest_closed(calendar: WorkCalendar, agreement: Agreement) -> Closed | None:
    """Return the longest stretch without open time in a usual week: one without holidays and exceptions."""
    if not calendar.week:
        return None
    usual = attrs.evolve(calendar, holidays=(), exceptions=())
    here = midnight(date(_year(agreement), 1, 5), calendar.zone)
    found: Closed | None = None
    ends = here + 2 * _WEEK
    while here < ends:
        if is_open(usual, here):
            here += _STEP
            continue
        until = next_open(usual, here)
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
