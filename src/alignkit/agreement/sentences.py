"""One plain sentence for each kind of clause: a rule, points, an SLA, a calendar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from alignkit.agreement.asked_events import events_asked
from alignkit.agreement.coherence import calendar_name
from alignkit.agreement.document.write_rules import constant
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, Rejected, simple_parts
from alignkit.handoff.amounts import allowed_text
from alignkit.history.declarations import FieldType
from alignkit.instants import duration_text
from alignkit.names import in_words
from alignkit.rules.describe import describe, times, where_words
from alignkit.rules.predicates import Did, Named, Rule
from alignkit.rules.quote import is_spoken, label_words, quoted, text_words
from alignkit.rules.scores import Score
from alignkit.rules.walk import nodes
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.week import grouped

if TYPE_CHECKING:
    from alignkit.agreement.agreement import Agreement
    from alignkit.handoff.escalations import Escalation
    from alignkit.handoff.slas import SLA, Tier
    from alignkit.history.declarations import FieldDeclaration
    from alignkit.rules.grids import Grid
    from alignkit.rules.scores import Points
    from alignkit.worktime.calendar import Calendar

_DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


FIELD_KINDS: Mapping[FieldType, str] = {
    "text": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "date": "date",
    "instant": "date and time",
    "money": "money",
    "list": "list of texts",
}
"""What a field holds, for people."""


def stage_label(agreement: Agreement, stage_id: str) -> str:
    """Return how people call a stage."""
    return label_words(agreement.funnel.stage(stage_id).label)


def condition(rule: Rule, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say under which condition, as the end of “when …”."""
    return describe(rule, declared) + (" holds" if isinstance(rule, Named) else "")


def number_text(value: Fraction | Decimal | int) -> str:
    """Write a number exactly, as it is signed: in full, with its thousands apart, or as a fraction.

    >>> number_text(Fraction(1_000_000, 3)), number_text(Decimal("8.50")), number_text(250_000)
    ('1,000,000/3', '8.5', '250,000')
    """
    exact = Fraction(value)
    short = constant(exact)
    if isinstance(short, int | Decimal):
        return f"{short:,}" if isinstance(short, int) else f"{short:,f}"
    return f"{exact.numerator:,}/{exact.denominator:,}"


# Rules and scores -----------------------------------------------------------------------------------------------------


def score_sentence(score: Score) -> str:
    """Say what a score sums up, within which bounds, and its bands."""
    if score.parts:
        parts = " plus ".join(quoted(part.label) for part in score.parts)
        text = f"The score {quoted(score.label)} is {parts}" + (", plus these points" if score.points else "")
    else:
        text = f"The score {quoted(score.label)} adds up points"
    bounds = [f"at most {number_text(score.cap)}"] if score.cap is not None else []
    bounds += [f"at least {number_text(score.floor)}"] if score.floor is not None else []
    text += f", {' and '.join(bounds)}" if bounds else ""
    if score.bands:
        bands = ", ".join(f"{text_words(name)} from {number_text(least)}" for name, least in score.bands)
        text += f"; its bands are {bands}"
    return text + (":" if score.points else ".")


def grid_sentence(grid: Grid) -> str:
    """Say which two scores a grid sets against each other."""
    rows, columns = ([name for name, _ in score.bands] for score in (grid.rows, grid.columns))
    return (
        f"The grid “{grid.label}” sets the bands {', '.join(rows)} of the score “{grid.rows.label}” against the bands "
        f"{', '.join(columns)} of “{grid.columns.label}”: {grid.cells[0]} is its best cell, {grid.cells[-1]} its last."
    )


def points_sentence(clause: Points, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say what earns, or costs, how many points."""
    size = -clause.points if clause.points < 0 else clause.points
    text = f"{number_text(size)} point{'' if size == 1 else 's'}"
    text += " off" if clause.points < 0 else ""
    if clause.when is not None:
        return f"{text} when {condition(clause.when, declared)}"
    if clause.each is not None:
        text += f" {'the first' if clause.first_only else 'each'} time {_event(clause.each)}"
    if clause.count_up_to is not None:
        text += f", counted at most {times(clause.count_up_to)}"
    if clause.cap is not None:
        most = -clause.cap if clause.cap < 0 else clause.cap
        text += f", at most {number_text(most)} points in all"
    if clause.half_life is not None:
        half, quarter = duration_text(clause.half_life), duration_text(2 * clause.half_life)
        text += f"; half of them are left after {half}, a quarter after {quarter}, and so on"
    fades = [
        f"{duration_text(span)} later {number_text(100 * share)} % of them are left" for span, share in clause.steps
    ]
    text += f"; {', '.join(fades)}" if fades else ""
    return text


def named_in_events(agreement: Agreement) -> Iterator[str]:
    """Say what the rules mean that have a name and ask about an event; they stand in no list."""
    told: dict[str, None] = {}
    for pattern in events_asked(agreement):
        for node in nodes(pattern.where) if pattern.where is not None else ():
            if isinstance(node, Named):
                told[f"Of {_quoted(pattern.name)}, {quoted(node.label)} means: {condition(node.rule, {})}."] = None
    yield from told


# Patterns -------------------------------------------------------------------------------------------------------------


def _quoted(event: str) -> str:
    if not is_spoken(event):  # `demo request` is another event than `demo_request`
        return f"an event named {quoted(event)}"
    return f"{'an' if event[0].lower() in 'aeiou' else 'a'} {quoted(event.replace('_', ' '))}"


def _event(pattern: Did, by: str = "", *, verb: str = " is") -> str:
    where = f" where {_asked_of(pattern.where)}" if pattern.where is not None else ""
    often = f" at least {times(pattern.at_least)}" if pattern.at_least > 1 else ""
    span = f" in the last {duration_text(pattern.within)}" if pattern.within is not None else ""
    return f"{_quoted(pattern.name)}{where}{by}{verb} recorded{often}{span}"


def _asked_of(where: Rule) -> str:
    return where_words(where) + (" holds" if isinstance(where, Named) else "")


def pattern_phrase(agreement: Agreement, pattern: Pattern, *, by: str = "") -> str:
    """Say what happens to a lead, as the end of “when …”; `by` says who must have done an event."""
    match pattern:
        case Entered(stage):
            return f"the lead enters {stage_label(agreement, stage)}"
        case Left(stage):
            return f"the lead leaves {stage_label(agreement, stage)}"
        case Accepted(stage):
            return "the lead is accepted" + (f" into {stage_label(agreement, stage)}" if stage is not None else "")
        case Rejected(reason):
            return "the lead is rejected" + (f" because {quoted(reason)}" if reason is not None else "")
        case Did():
            return _event(pattern, by)
        case Either():
            return ", or ".join(pattern_phrase(agreement, part, by=by) for part in pattern.patterns)
        case _:
            assert_never(pattern)


def pattern_plural(agreement: Agreement, pattern: Pattern) -> str:
    """Say what leads do, as the end of “leads that …”."""
    match pattern:
        case Entered(stage):
            return f"enter {stage_label(agreement, stage)}"
        case Left(stage):
            return f"leave {stage_label(agreement, stage)}"
        case Accepted(stage):
            return "are accepted" + (f" into {stage_label(agreement, stage)}" if stage is not None else "")
        case Rejected(reason):
            return "are rejected" + (f" because {quoted(reason)}" if reason is not None else "")
        case Did():
            return f"have {_event(pattern, verb='')}"
        case Either():
            return " or ".join(pattern_plural(agreement, part) for part in pattern.patterns)
        case _:
            assert_never(pattern)


# SLAs and calendars ---------------------------------------------------------------------------------------------------


def sla_sentences(agreement: Agreement, sla: SLA) -> list[str]:
    """Say who promises what by when, what stops the clock, and what is different for some leads."""
    asked = any(isinstance(part, Did) for part in simple_parts(sla.stops))
    by = f" by a person of {sla.owner}" if asked and not sla.any_actor else ""
    main = f"{sla.label}: when {pattern_phrase(agreement, sla.starts)}, {sla.owner} has {_within(agreement, sla, sla)}"
    main += f" until {pattern_phrase(agreement, sla.stops, by=by)}"
    main += "; automatic replies do not count." if by else "; whoever does it, a machine too." if asked else "."
    found = [main, f"{sla.label}: a warning is due when {number_text(sla.warn_at * 100)} % of the time has passed."]
    if len(sla.tiers) > 1:
        found.append(f"{sla.label}: where several exceptions apply when the clock starts, the first one holds.")
    found += [
        f"{sla.label}, {quoted(tier.name)}: {_within(agreement, tier, sla)} instead when "
        f"{condition(tier.when, agreement.declared)}."
        for tier in sla.tiers
    ]
    if sla.retier != "keep":
        found.append(f"{sla.label}: {RETIERED[sla.retier]}.")
    found += [
        f"{sla.label}: the clock rests once {pattern_phrase(agreement, pause.starts)}, until "
        f"{pattern_phrase(agreement, pause.ends)}."
        for pause in sla.pauses
    ]
    if sla.cancels is not None:
        found.append(f"{sla.label}: the clock is cancelled when {pattern_phrase(agreement, sla.cancels)}.")
    return [*found, *(f"{sla.label}: {text}." for text in _clock_sentences(agreement, sla))]


RETIERED = {
    "keep": "a clock keeps the time that it started with",
    "restart": "when another of its times comes to apply while a clock runs, it starts anew with that time",
    "recompute": "when another of its times comes to apply while a clock runs, it has that time from its start on",
}


def _clock_sentences(agreement: Agreement, sla: SLA) -> Iterator[str]:
    """Yield what makes the clock start anew, for whom there is none, and who is told of it."""
    if sla.resets is not None:
        yield f"the clock starts anew, with its whole time, when {pattern_phrase(agreement, sla.resets)}"
    if sla.whose == "owner":
        yield "the clock is that of the lead's owner, and starts anew when somebody else owns the lead"
    if sla.again:
        yield "once it was stopped in time or late, the clock starts anew at once"
    if sla.exempt is not None:
        yield f"there is no clock when {condition(sla.exempt, agreement.declared)}"
    yield from (escalation_text(one) for one in sla.escalations)


def escalation_text(escalation: Escalation) -> str:
    """Say who is told, and when."""
    if escalation.at == 1:
        return f"{escalation.tell} is told when the time is over"
    return f"{escalation.tell} is told when {number_text(escalation.at * 100)} % of the time has passed"


def _within(agreement: Agreement, part: SLA | Tier, sla: SLA) -> str:
    calendar = part.calendar or sla.calendar
    if isinstance(part.within, timedelta) or calendar is None:
        return f"{allowed_text(part.within)} (by the clock, day and night)"
    return f"{allowed_text(part.within)} (calendar {quoted(calendar_name(agreement, calendar))})"


def calendar_sentence(agreement: Agreement, calendar: Calendar) -> str:
    """Say when people are at work."""
    if isinstance(calendar, CombinedCalendar):
        return f"{calendar.name}: {_combined(agreement, calendar)} ({calendar.zone})."
    return _hours(calendar) if isinstance(calendar, WorkCalendar) else ""


def _combined(agreement: Agreement, calendar: CombinedCalendar) -> str:
    names = [quoted(calendar_name(agreement, part)) for part in calendar.parts]
    match calendar.kind:
        case "all":
            return f"while {in_words(names)} are {'both' if len(names) == 2 else 'all'} open"
        case "any":
            return f"while {in_words(names, 'or')} is open"
        case "except":
            return f"while {names[0]} is open, but not while {in_words(names[1:], 'or')} is"
        case _:
            assert_never(calendar.kind)


def _hours(calendar: WorkCalendar) -> str:
    hours = "; ".join(
        f"{' to '.join(_DAYS[day] for day in days.split('-'))} {in_words(texts)}"
        for days, texts in grouped(calendar.week).items()
    )
    text = f"{calendar.name}: {hours or 'no regular hours'} ({calendar.zone})."
    if calendar.holidays:
        text += f" Closed on {in_words([day.isoformat() for day in calendar.holidays])}."
    for day, texts in calendar.exceptions:
        text += f" On {day.isoformat()}: {in_words(texts)}."
    return text
