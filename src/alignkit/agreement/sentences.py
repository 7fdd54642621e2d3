"""One plain sentence for each kind of clause: a score, points, an SLA, a calendar, a goal, a metric."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from alignkit.agreement.document.write_agreement import time_text
from alignkit.exact import plain
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, Rejected
from alignkit.instants import duration_text
from alignkit.rules.describe import describe, times, value_text
from alignkit.rules.predicates import Did
from alignkit.scorecard.describe import describe_metric
from alignkit.scorecard.metrics import Metric, scale_of
from alignkit.worktime.week import grouped
from alignkit.worktime.work_time import WorkTime

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.handoff.slas import SLA
    from alignkit.history.declarations import FieldDeclaration
    from alignkit.rules.scores import Points, Score
    from alignkit.scorecard.goals import Goal
    from alignkit.worktime.calendar import WorkCalendar


def stage_label(agreement: Agreement, stage_id: str) -> str:
    """Return how people call a stage."""
    return agreement.funnel.stage(stage_id).label


def score_sentence(score: Score) -> str:
    """Say what a score sums up, within which bounds, and its bands."""
    if score.parts:
        parts = " plus ".join(f"“{part.label}”" for part in score.parts)
        text = f"The score “{score.label}” is {parts}" + (", plus these points" if score.points else "")
    else:
        text = f"The score “{score.label}” adds up points"
    if score.cap is not None:
        text += f", at most {plain(score.cap)}"
    if score.floor is not None:
        text += f", at least {plain(score.floor)}"
    if score.bands:
        bands = ", ".join(f"{name} from {plain(least)}" for name, least in score.bands)
        text += f"; its bands are {bands}"
    return text + (":" if score.points else ".")


def points_sentence(clause: Points, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say what earns, or costs, how many points."""
    points = f"{plain(abs(clause.points))} points {'off' if clause.points < 0 else ''}".strip()
    if clause.when is not None:
        return f"{points} when {describe(clause.when, declared)}"
    text = f"{points} for each time the lead {describe(clause.each, declared)}" if clause.each is not None else points
    if clause.count_up_to is not None:
        text += f", counted at most {times(clause.count_up_to)}"
    if clause.half_life is not None:
        text += f"; half of them are left after {clause.half_life.days} days"
    return text


def pattern_phrase(agreement: Agreement, pattern: Pattern) -> str:
    """Say what happens to a lead, as the end of “when …”."""
    match pattern:
        case Entered(stage):
            return f"the lead enters {stage_label(agreement, stage)}"
        case Left(stage):
            return f"the lead leaves {stage_label(agreement, stage)}"
        case Accepted(stage):
            return "the lead is accepted" + (f" into {stage_label(agreement, stage)}" if stage is not None else "")
        case Rejected(reason):
            return "the lead is rejected" + (f" because “{reason}”" if reason is not None else "")
        case Did():
            where = f" where {describe(pattern.where)}" if pattern.where is not None else ""
            return f"there is a {pattern.name.replace('_', ' ')}{where}"
        case Either():
            return " or ".join(pattern_phrase(agreement, part) for part in pattern.patterns)
        case _:
            assert_never(pattern)


def sla_sentences(agreement: Agreement, sla: SLA) -> list[str]:
    """Say who promises what by when, what stops the clock, and what is different for some leads."""
    asked = _touches(sla.stops)
    human = "" if sla.any_actor or not asked else f" by a person of {sla.owner}; automatic replies do not count"
    main = (
        f"{sla.title or sla.name}: when {pattern_phrase(agreement, sla.starts)}, {sla.owner} has {_within(sla)} until "
        f"{pattern_phrase(agreement, sla.stops)}{human}."
    )
    found = [main]
    found += [
        f"{sla.title or sla.name}, {tier.name}: {time_text(tier.within)}{_by(tier.calendar)} when "
        f"{describe(tier.when, agreement.declared)}."
        for tier in sla.tiers
    ]
    found += [
        f"{sla.title or sla.name}: the clock rests from when {pattern_phrase(agreement, pause.starts)} until "
        f"{pattern_phrase(agreement, pause.ends)}."
        for pause in sla.pauses
    ]
    if sla.cancels is not None:
        found.append(f"{sla.title or sla.name}: the clock is cancelled when {pattern_phrase(agreement, sla.cancels)}.")
    return found


def _touches(pattern: Pattern) -> bool:
    return isinstance(pattern, Did) or (
        isinstance(pattern, Either) and any(isinstance(part, Did) for part in pattern.patterns)
    )


def _within(sla: SLA) -> str:
    by = _by(sla.calendar) if isinstance(sla.within, WorkTime) else ""
    return f"{time_text(sla.within)}{by}"


def _by(calendar: WorkCalendar | None) -> str:
    return f" by the calendar “{calendar.name}”" if calendar is not None and calendar.name else ""


def calendar_sentence(calendar: WorkCalendar) -> str:
    """Say when people are at work."""
    hours = "; ".join(f"{_day(day)} {', '.join(texts)}" for day, texts in grouped(calendar.week).items())
    text = f"{calendar.name or 'Office hours'}: {hours} ({calendar.zone})."
    if calendar.holidays:
        text += f" Closed on {', '.join(day.isoformat() for day in calendar.holidays)}."
    for day, texts in calendar.exceptions:
        text += f" On {day.isoformat()}: {', '.join(texts)}."
    return text


def _day(days: str) -> str:
    full = {
        "mon": "Monday",
        "tue": "Tuesday",
        "wed": "Wednesday",
        "thu": "Thursday",
        "fri": "Friday",
        "sat": "Saturday",
        "sun": "Sunday",
    }
    return " to ".join(full[day] for day in days.split("-"))


def goal_sentence(agreement: Agreement, goal: Goal) -> str:
    """Say what is answered for, how much of it, and how much it counts."""
    target, word = (goal.at_least, "at least") if goal.at_least is not None else (goal.at_most, "at most")
    share = plain(Fraction(goal.weight) * 100, 2)
    return (
        f"{goal.title or goal.name}: {describe_metric(goal.metric, agreement.funnel)}, {word} "
        f"{target_text(target, goal.metric)} (weight {share} %)."
    )


def target_text(target: object, metric: Metric) -> str:
    """Write a target for people: a share as a percentage, a time in days or hours."""
    if isinstance(target, timedelta):
        return duration_text(target)
    if isinstance(target, Fraction) and scale_of(metric) == "share":
        return f"{plain(target * 100, 2)} %"
    return value_text(target)
