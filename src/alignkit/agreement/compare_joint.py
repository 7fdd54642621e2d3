"""Compare what the teams plan, win and do together in two versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.changes import Change
from alignkit.agreement.compare_plain import Data, Place, Said, Side, Two, each, listed, sayings, told, unlike
from alignkit.agreement.compare_rules import titled
from alignkit.agreement.document.paths import joined
from alignkit.agreement.joint_sentences import (
    accountable_sentence,
    attribute_sentence,
    goal_label,
    known_stage,
    lands_sentence,
    meeting_sentences,
    member_text,
    planned_sentence,
    quarters_sentence,
    rate_sentence,
    reward_sentence,
    serves_sentence,
    share_sentence,
    takes_place,
    task_sentence,
    won,
    worth_sentence,
)
from alignkit.plan.plays import Play
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import YearTarget
from alignkit.rules.quote import quoted
from alignkit.scorecard.factors import FlowPlan, PlannedStage
from alignkit.scorecard.rates import Rates
from alignkit.together.meetings import Meeting
from alignkit.together.show_meetings import KINDS

_T = TypeVar("_T")
_Pair = tuple[_T | None, _T | None]


def _pairs(
    two: Two, things: Callable[[Side], Iterable[_T]], name: Callable[[_T], str]
) -> Iterator[tuple[str, _Pair[_T]]]:
    """Yield the things of both versions by name, those of the old one first."""
    before, after = ({name(thing): thing for thing in things(side)} for side in two)
    for key in dict.fromkeys((*before, *after)):
        yield key, (before.get(key), after.get(key))


def _says(place: Place, said: Said, pieces: tuple[Data, Data] = (None, None)) -> Iterator[Change]:
    """Yield the change between two sayings, if there is one, or if the documents differ."""
    if said[0] != said[1]:
        yield told(place, *said)
    elif unlike(*pieces):
        yield sayings(place, said, pieces)


# Rates and the plan of a period ---------------------------------------------------------------------------------------


def rates(two: Two) -> Iterator[Change]:
    """Yield what changed in what other currencies are worth, and in who stated it."""
    place = Place("rates", "goals", "rates", two.teams)
    both = two.old.agreement.rates, two.new.agreement.rates
    for code in dict.fromkeys(code for one in both if one is not None for code, _ in one.rates):
        said = each(two, both, partial(_rate, code))
        yield from _says(place.at("worth").at(code)._replace(what=code), said)
    yield from _says(place.at("on"), each(two, both, lambda _, one: f"they are those stated for {one.on}"))
    yield from _says(place.at("source"), each(two, both, _source))


def _rate(code: str, _: Side, one: Rates) -> str:
    return rate_sentence(one, code) if code in dict(one.rates) else ""


def _source(_: Side, one: Rates) -> str:
    return f"{one.source} stated them" if one.source else ""


def flow(two: Two) -> Iterator[Change]:
    """Yield what is planned otherwise for a period: leads, the worth of a deal, the share that lands."""
    both = two.old.agreement.flow, two.new.agreement.flow
    place = Place("flow", "plan", "the plan of a period", two.teams)

    def planned(side: Side) -> Iterable[PlannedStage]:
        return () if side.agreement.flow is None else side.agreement.flow.stages

    for stage, pair in _pairs(two, planned, lambda one: one.stage):
        said = each(two, pair, lambda side, one: planned_sentence(side.agreement, one))
        side = two.old if pair[1] is None else two.new
        what = f"the plan for {known_stage(side.agreement, stage)}"
        if _numbers(pair) or None in pair:
            yield from _says(place.at("stages")._replace(what=what), said)
    yield from _worth(two, place, both)
    yield from _says(place.at("lands"), each(two, both, lambda _, plan: lands_sentence(plan)))


def _numbers(pair: _Pair[PlannedStage]) -> bool:
    """Say whether other numbers, or other words, are planned; a stage that is called otherwise is told with stages."""
    old, new = pair
    return old is None or new is None or (old.planned, old.says) != (new.planned, new.says)


def _worth(two: Two, place: Place, both: _Pair[FlowPlan]) -> Iterator[Change]:
    yield from _says(place.at("value"), each(two, both, lambda _, plan: worth_sentence(plan)))
    if all(plan is None or plan.value is None for plan in both):  # else that sentence has told it
        yield from _says(place.at("attribute"), each(two, both, _attribute))


def _attribute(_: Side, plan: FlowPlan) -> str:
    return attribute_sentence(plan) if plan.attribute != "amount" else ""


# Rewards --------------------------------------------------------------------------------------------------------------


def rewards(two: Two) -> Iterator[Change]:
    """Yield what is won otherwise, for which goals, and how it is shared."""
    for name, (old, new) in _pairs(two, lambda side: side.agreement.rewards, lambda one: one.name):
        known = [one for one in (old, new) if one is not None]
        teams = tuple(dict.fromkeys(team for one in known for team in one.teams)) or two.teams
        place = Place(joined("rewards", name), "rewards", known[-1].label, teams)
        if old is None or new is None:
            yield told(place, *each(two, (old, new), lambda side, one: reward_sentence(side.agreement, one)))
            continue
        yield from titled(place, {"title": old.title}, {"title": new.title})
        yield from _says(place.at("what"), (f"it is {won(old)}", f"it is {won(new)}"))
        say = [partial(_requires, side) for side in two]
        yield from listed(place.at("requires"), (list(old.requires), list(new.requires)), (say[0], say[1]))
        shares = dict(old.shares), dict(new.shares)
        for team in dict.fromkeys((*shares[0], *shares[1])):
            said = ("" if team not in one else share_sentence(team, one[team]) for one in shares)
            yield from _says(place.at("shares").at(team), (next(said), next(said)))


def _requires(side: Side, goal: str) -> str:
    return f"it requires that {quoted(goal_label(side.agreement, goal))} is met"


# The year's plan ------------------------------------------------------------------------------------------------------


def plan(two: Two) -> Iterator[Change]:
    """Yield what changed in the year's plan, but for its tasks."""
    both = two.old.agreement.plan, two.new.agreement.plan
    place = Place("plan", "plan", "the year's plan", two.teams)
    yield from _says(place.at("year"), each(two, both, lambda _, one: f"it is the plan for {one.year}"))
    yield from _says(place.at("aim"), each(two, both, lambda _, one: one.aim))

    def targets(side: Side) -> Iterable[YearTarget]:
        return () if side.agreement.plan is None else side.agreement.plan.targets

    for goal, pair in _pairs(two, targets, lambda one: one.goal):
        side = two.old if pair[1] is None else two.new
        inner = place.at("targets")._replace(what=f"{goal_label(side.agreement, goal)} in the year")
        yield from _says(inner, each(two, pair, lambda side, one: quarters_sentence(side.agreement, one)))
    orders = [[one.goal for one in targets(side)] for side in two]
    yield from _order(two, place.at("targets")._replace(what="targets of the year"), orders, goal_label)


def _order(two: Two, place: Place, orders: list[list[str]], label: Callable[[Agreement, str], str]) -> Iterator[Change]:
    """Yield that things which both versions have stand in another order."""
    if orders[0] != orders[1] and sorted(orders[0]) == sorted(orders[1]):
        lines = (
            "; ".join(label(side.agreement, name) for name in order) for side, order in zip(two, orders, strict=True)
        )
        yield told(place, *(f"in this order: {line}" for line in lines))


def tasks(two: Two) -> Iterator[Change]:
    """Yield what changed in the tasks: who answers for them, who helps, until when, and what they serve."""

    def listed_tasks(side: Side) -> Iterable[Task]:
        return () if side.agreement.plan is None else side.agreement.plan.tasks

    for name, (old, new) in _pairs(two, listed_tasks, lambda one: one.name):
        teams = tuple(dict.fromkeys(one.team for one in (old, new) if one is not None))
        place = Place("tasks", "plan", name, teams)
        if old is None or new is None:
            yield told(place, *each(two, (old, new), lambda side, one: task_sentence(side.agreement, one)))
            continue
        yield from _says(place.at("accountable"), (accountable_sentence(old), accountable_sentence(new)))
        helps = "{} helps with it".format
        yield from listed(place.at("supporters"), (list(old.supporters), list(new.supporters)), (helps, helps))
        yield from _says(place.at("due"), (f"it is due on {old.due}", f"it is due on {new.due}"))
        if old.serves != new.serves:
            said = each(two, (old, new), lambda side, one: serves_sentence(side.agreement, one))
            yield (
                sayings(place.at("serves"), said, (old.serves, new.serves))
                if all(said)
                else told(place.at("serves"), *said)
            )


def plays(two: Two) -> Iterator[Change]:
    """Yield what a team does otherwise with a lead in a stage."""

    def listed_plays(side: Side) -> Iterable[Play]:
        return () if side.agreement.playbook is None else side.agreement.playbook.plays

    for stage, pair in _pairs(two, listed_plays, lambda one: one.stage):
        side = two.old if pair[1] is None else two.new
        what = f"a lead in {known_stage(side.agreement, stage)}"
        for team in dict.fromkeys(team for one in pair if one is not None for team in one.teams):
            place = Place("plays", "plan", what, (team,))
            yield from _says(place, each(two, pair, partial(_does, team)))
    orders = [[one.stage for one in listed_plays(side)] for side in two]
    yield from _order(two, Place("plays", "plan", "the playbook", two.teams), orders, known_stage)


def _does(team: str, _: Side, play: Play) -> str:
    return f"{team}: {play.by(team)}" if team in play.teams else ""


# Meetings -------------------------------------------------------------------------------------------------------------


def meetings(two: Two) -> Iterator[Change]:
    """Yield what changed in the meetings: when they take place, of whom, and who comes."""
    for name, (old, new) in _pairs(two, lambda side: side.agreement.meetings, lambda one: one.name):
        known = [one for one in (old, new) if one is not None]
        place = Place(joined("meetings", name), "meetings", known[-1].label, two.teams)
        if old is None or new is None:
            yield told(place, *("" if one is None else _whole(one) for one in (old, new)))
            continue
        yield from titled(place, {"title": old.title}, {"title": new.title})
        if _times(old) != _times(new):
            yield sayings(place.at("cadence"), (takes_place(old), takes_place(new)), (old.cadence, new.cadence))
        yield from _says(place.at("kind"), (f"it is a meeting {KINDS[old.kind]}", f"it is a meeting {KINDS[new.kind]}"))
        skips = [list(map(str, one.skips)) for one in (old, new)]
        out = "it is left out on {}".format
        yield from listed(place.at("skips"), (skips[0], skips[1]), (out, out))
        members = [[member_text(member) for member in one.attendees] for one in (old, new)]
        comes = "{} comes".format
        yield from listed(place.at("attendees"), (members[0], members[1]), (comes, comes))


def _whole(meeting: Meeting) -> str:
    return meeting_sentences(meeting).removeprefix(f"{meeting.label}, ")


def _times(meeting: Meeting) -> tuple[object, ...]:
    return (meeting.cadence, meeting.first, meeting.at, meeting.zone, meeting.minutes, meeting.until)
