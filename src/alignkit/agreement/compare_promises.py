"""Compare the SLAs, calendars and goals of two versions: who promises what by when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from functools import partial

from alignkit.agreement.changes import Change
from alignkit.agreement.coherence import calendar_name
from alignkit.agreement.compare_path import entries
from alignkit.agreement.compare_plain import (
    Data,
    Place,
    Side,
    Two,
    anything,
    each,
    listed,
    sayings,
    several,
    spaced,
    told,
    unlike,
)
from alignkit.agreement.compare_rules import rule_changes, titled
from alignkit.agreement.document.paths import joined
from alignkit.agreement.goal_sentences import goal_sentence, group_sentence
from alignkit.agreement.sentences import (
    RETIERED,
    calendar_sentence,
    condition,
    escalation_text,
    number_text,
    pattern_phrase,
    sla_sentences,
)
from alignkit.funnel.patterns import Pattern
from alignkit.handoff.amounts import allowed_text
from alignkit.handoff.slas import SLA, Tier
from alignkit.rules.quote import quoted
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup, Member
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.week import grouped


def slas(two: Two) -> Iterator[Change]:
    """Yield what changed in the SLAs: the time, what starts, stops, pauses and cancels the clock, the exceptions."""
    before, after = ({sla.name: sla for sla in side.agreement.slas} for side in two)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        teams = tuple(dict.fromkeys(sla.owner for sla in (old, new) if sla is not None))
        label = new.label if new is not None else before[name].label
        place = Place(joined("slas", name), "slas", label, teams)
        if old is None or new is None:
            yield told(place, *each(two, (old, new), _sla))
            continue
        pieces = entries(two, "slas", name)
        for key in dict.fromkeys((*pieces[0], *pieces[1])):
            if unlike(*(piece.get(key) for piece in pieces)):
                yield from _sla_part(two, place, key, (old, new), pieces=pieces)


def _sla_part(
    two: Two, place: Place, key: str, both: tuple[SLA, SLA], *, pieces: tuple[Data, Data]
) -> Iterator[Change]:
    inner = place.at(key)
    sides = tuple(zip(two, both, strict=True))
    match key:
        case "title":
            yield from titled(place, *pieces)
        case "owner":
            yield told(inner, *(f"{sla.owner} must act" for sla in both))
        case "starts" | "stops" | "cancels" | "resets":
            patterns = [getattr(sla, key) for sla in both]  # our own names
            said = each(two, (patterns[0], patterns[1]), partial(_when, key))
            held = (pieces[0].get(key), pieces[1].get(key))
            yield sayings(inner, said, held) if all(said) else told(inner, *said)
        case "within":
            yield told(inner, *(f"there is time for {_time(sla.within)}" for sla in both))
        case "calendar":
            yield told(inner, *each(two, both, _calendar_of))
        case "warn_at":
            texts = [f"a warning is due when {number_text(sla.warn_at * 100)} % of the time has passed" for sla in both]
            yield told(inner, *texts)
        case "any_actor":
            yield told(inner, *("a machine may act too" if sla.any_actor else "a person must act" for sla in both))
        case "whose":
            yield told(inner, *(f"the clock is that of the {_WHOSE[sla.whose]}" for sla in both))
        case "retier":
            yield told(inner, *(RETIERED[sla.retier] for sla in both))
        case "again":
            yield told(inner, *(f"once stopped, the clock {_AGAIN[sla.again]}" for sla in both))
        case "exempt":
            yield told(inner, *each(two, both, _exempt))
        case "escalations":
            escalations = [[escalation_text(one) for one in sla.escalations] for sla in both]
            yield from listed(inner, (escalations[0], escalations[1]), (str, str))
        case "pauses":
            pauses = [[_pause(side, pause.starts, pause.ends) for pause in sla.pauses] for side, sla in sides]
            yield from listed(inner, (pauses[0], pauses[1]), (str, str))
        case "tiers":
            yield from _tiers(two, inner, both, (pieces[0].get(key, []), pieces[1].get(key, [])))
        case _:
            yield from anything(
                inner._replace(what=f"{place.what}: {spaced(key)}"), *(p.get(key) for p in pieces), deep=0
            )


_VERBS = {
    "starts": "the clock starts",
    "stops": "the clock stops",
    "cancels": "the clock is cancelled",
    "resets": "the clock starts anew",
}
_WHOSE = {"lead": "lead, whoever owns it", "owner": "lead's owner"}
_AGAIN = {True: "starts anew", False: "is over"}


def _exempt(side: Side, sla: SLA) -> str:
    return "" if sla.exempt is None else f"there is no clock when {condition(sla.exempt, side.agreement.declared)}"


def _sla(side: Side, sla: SLA) -> str:
    # what it is about stands before it already
    return " ".join(text.removeprefix(f"{sla.label}: ") for text in sla_sentences(side.agreement, sla))


def _when(key: str, side: Side, pattern: Pattern) -> str:
    return f"{_VERBS[key]} when {pattern_phrase(side.agreement, pattern)}"


def _time(within: object) -> str:
    text = allowed_text(within)  # type: ignore[arg-type]  # an SLA holds no other
    return f"{text} by the clock, day and night" if isinstance(within, timedelta) else text


def _calendar_of(side: Side, part: SLA | Tier) -> str:
    if part.calendar is None:
        return ""
    return f"work time goes by the calendar {quoted(calendar_name(side.agreement, part.calendar))}"


def _pause(side: Side, starts: Pattern, ends: Pattern) -> str:
    one, other = pattern_phrase(side.agreement, starts), pattern_phrase(side.agreement, ends)
    return f"the clock rests once {one}, until {other}"


def _tiers(two: Two, place: Place, both: tuple[SLA, SLA], pieces: tuple[Data, Data]) -> Iterator[Change]:
    """Yield what changed in the exceptions; their order means something too: the first that holds counts."""
    before, after = ({tier.name: tier for tier in sla.tiers} for sla in both)
    written = [dict(piece) for piece in pieces]
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        inner = place.at(name)._replace(what=f"{place.what}, {quoted(name)}")
        if old is None or new is None:
            yield told(
                inner, *("" if tier is None else _tier(side, tier) for side, tier in zip(two, (old, new), strict=True))
            )
            continue
        held = written[0][name], written[1][name]
        for key in dict.fromkeys((*held[0], *held[1])):
            if not unlike(*(piece.get(key) for piece in held)):
                continue
            if key == "when":
                yield from rule_changes(two, inner.at(key), old.when, new.when)
            elif key == "within":
                yield told(inner.at(key), *(f"there is time for {_time(tier.within)}" for tier in (old, new)))
            elif key == "calendar":
                yield told(inner.at(key), *each(two, (old, new), _calendar_of))
            else:
                yield from anything(inner.at(key), *(piece.get(key) for piece in held), deep=0)
    common = [name for name in before if name in after]
    if common != [name for name in after if name in before]:
        orders = ("; ".join(map(quoted, tiers)) for tiers in (before, after))
        yield told(place, *(f"the first exception that holds counts, in this order: {text}" for text in orders))


def _tier(side: Side, tier: Tier) -> str:
    return f"{_time(tier.within)} instead when {condition(tier.when, side.agreement.declared)}"


# Calendars ------------------------------------------------------------------------------------------------------------


def calendars(two: Two) -> Iterator[Change]:
    """Yield what changed in the calendars: the zone, the hours of a week, the dates."""
    before, after = ({calendar.name: calendar for calendar in side.agreement.calendars} for side in two)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        place = Place(joined("calendars", name), "calendars", name, two.teams)
        if old is None or new is None:
            yield told(place, *each(two, (old, new), _calendar))
            continue
        pieces = entries(two, "calendars", name)
        if not isinstance(old, WorkCalendar) or not isinstance(new, WorkCalendar):
            if unlike(*pieces):  # one that is combined is told as a whole
                yield told(place, *(text.removesuffix(".") for text in each(two, (old, new), _calendar)))
            continue
        for key in dict.fromkeys((*pieces[0], *pieces[1])):
            if unlike(*(piece.get(key) for piece in pieces)):
                yield from _calendar_part(place, key, (old, new), pieces=pieces)


def _calendar(side: Side, calendar: Calendar) -> str:
    return calendar_sentence(side.agreement, calendar).removeprefix(f"{calendar.name}: ")


def _calendar_part(
    place: Place, key: str, both: tuple[WorkCalendar, WorkCalendar], *, pieces: tuple[Data, Data]
) -> Iterator[Change]:
    inner = place.at(key)
    old, new = (piece.get(key) for piece in pieces)
    match key:
        case "zone":  # a document leaves out the agreement's own
            yield told(inner, *(f"hours are those of {calendar.zone}" for calendar in both))
        case "week":
            yield told(inner, *(_week(calendar) for calendar in both))
        case "holidays":
            yield from listed(inner, (old or [], new or []), ("closed on {}".format, "closed on {}".format))
        case "exceptions":
            for day in dict.fromkeys((*(old or {}), *(new or {}))):
                hours = [(piece or {}).get(day) for piece in (old, new)]
                if unlike(*hours):
                    yield told(
                        inner.at(str(day)), *("" if one is None else f"on {day}: {several(one)}" for one in hours)
                    )
        case _:
            yield from anything(inner, old, new, deep=0)


def _week(calendar: WorkCalendar) -> str:
    hours = "; ".join(f"{days}: {several(texts)}" for days, texts in grouped(calendar.week).items())
    return hours or "no regular hours"


# Goals ----------------------------------------------------------------------------------------------------------------


def goals(two: Two) -> Iterator[Change]:
    """Yield what changed in the goals, and in the groups that they stand in."""
    yield from _goals(
        two,
        Place("goals", "goals", "goals", two.teams),
        (two.old.agreement.goals, two.new.agreement.goals),
        (two.old.terms.get("goals", {}), two.new.terms.get("goals", {})),
    )


def _goals(
    two: Two, place: Place, members: tuple[tuple[Member, ...], tuple[Member, ...]], pieces: tuple[Data, Data]
) -> Iterator[Change]:
    before, after = ({member.name: member for member in side} for side in members)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        held = pieces[0].get(name), pieces[1].get(name)
        if not unlike(*held):
            continue
        owners = tuple(dict.fromkeys(team for member in (old, new) if member is not None for team in _owners(member)))
        label = new.label if new is not None else before[name].label
        inner = Place(joined(place.path, name), "goals", label, owners)
        if isinstance(old, Goal) and isinstance(new, Goal):
            yield from _goal(two, inner, (old, new), pieces=held)
        elif isinstance(old, GoalGroup) and isinstance(new, GoalGroup):
            yield from _group(two, inner, (old, new), pieces=held)
        else:  # one of them is not there, or a goal became a group
            if old is not None:
                yield told(inner, _member(two.old, old), "")
            if new is not None:
                yield told(inner, "", _member(two.new, new))


def _owners(member: Member) -> tuple[str, ...]:
    if isinstance(member, Goal):
        return member.owner
    return tuple(team for part in member.goals for team in _owners(part))


def _member(side: Side, member: Member) -> str:
    if isinstance(member, Goal):
        return goal_sentence(side.agreement, member).removeprefix(f"{member.label}: ")
    parts = " ".join(f"{part.label}: {_member(side, part)}" for part in member.goals)
    return f"{group_sentence(member, outer=True).removeprefix(f'{member.label}: ')} {parts}"


def _group(two: Two, place: Place, both: tuple[GoalGroup, GoalGroup], *, pieces: tuple[Data, Data]) -> Iterator[Change]:
    for key in dict.fromkeys((*pieces[0], *pieces[1])):
        held = pieces[0].get(key), pieces[1].get(key)
        if not unlike(*held):
            continue
        if key == "title":
            yield from titled(place, *pieces)
        elif key == "weight":
            yield told(place.at(key), *(_weighs(group.weight) for group in both))
        elif key == "goals":
            yield from _goals(two, place.at(key), (both[0].goals, both[1].goals), (held[0] or {}, held[1] or {}))
        else:
            yield from anything(place.at(key), *held, deep=0)


def _weighs(weight: Fraction) -> str:
    return f"it counts {number_text(weight * 100)} %"


def _goal(two: Two, place: Place, both: tuple[Goal, Goal], *, pieces: tuple[Data, Data]) -> Iterator[Change]:
    asked = False
    for key in dict.fromkeys((*pieces[0], *pieces[1])):
        if not unlike(*(piece.get(key) for piece in pieces)):
            continue
        if key == "title":
            yield from titled(place, *pieces)
        elif key == "owner":
            yield told(place.at(key), *(f"{several(goal.owner)} {_answers(goal)} for it" for goal in both))
        elif key == "weight":
            yield told(place.at(key), *(_weighs(goal.weight) for goal in both))
        elif not asked:  # what is measured and what is asked of it make one sentence
            asked = True
            rest = [{k: p for k, p in piece.items() if k not in {"title", "owner", "weight"}} for piece in pieces]
            yield sayings(place, each(two, both, _asked), (rest[0], rest[1]))


def _answers(goal: Goal) -> str:
    return "answer together" if goal.is_joint else "answers"


def _asked(side: Side, goal: Goal) -> str:
    """Say what a goal asks for, without its name and weight, which are told apart."""
    text = goal_sentence(side.agreement, goal)
    return text.removeprefix(f"{goal.label}: ").partition(" Weight: ")[0].removesuffix(".")
