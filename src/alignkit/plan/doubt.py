"""Doubt a plan and a playbook: what can stand, and somebody should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from alignkit.errors import DocumentError, Finding, shown
from alignkit.funnel.stages import Funnel
from alignkit.instants import checked_instant
from alignkit.names import did_you_mean
from alignkit.plan.checked import checked_names
from alignkit.plan.plays import Playbook
from alignkit.plan.year_plan import PlanState, YearPlan


def plan_doubts(
    plan: YearPlan,
    *,
    goals: Iterable[str] | None = None,
    teams: Iterable[str] | None = None,
    as_of: datetime | None = None,
) -> tuple[Finding, ...]:
    """Say what is doubtful about a year's plan.

    `serves-nothing`: a task names no goal. `unknown-goal`: a task or a target names one that there is not.
    `unknown-team`: a task's team is none of the teams. `team-without-task`: the plan is to be of both teams.
    `due-in-another-year`: a task is not due in the year of the plan. `goal-without-task`: no task serves a goal that
    has targets (a note). `overdue`: a task was due before the day that `as_of` shows, and is not done.

    Args:
        plan: the plan.
        goals: the names of the goals and metrics that a task may serve; not checked when left out.
        teams: the teams that own the plan; not checked when left out.
        as_of: the instant of asking, as clocks where the teams are show it; without it nothing is overdue.

    Raises:
        DocumentError: `wrong-type`.
        TimeError: `naive`.

    >>> from datetime import UTC, date
    >>> from alignkit.plan.tasks import Task
    >>> plan = YearPlan(2026, tasks=[Task("Spring fair", "Bram", "sales", date(2026, 4, 1))])
    >>> [doubt.code for doubt in plan_doubts(plan, as_of=datetime(2026, 4, 2, tzinfo=UTC))]
    ['serves-nothing', 'overdue']
    """
    if not isinstance(plan, YearPlan):
        raise DocumentError.at("wrong-type", f"a plan is a YearPlan, not {shown(plan)}")
    known = None if goals is None else checked_names(goals, "the goals", path="goals")
    owners = None if teams is None else checked_names(teams, "the teams", path="teams")
    if as_of is not None:
        checked_instant(as_of, "as_of")
    return tuple(_plan_doubts(plan, known, owners, as_of))


def _plan_doubts(
    plan: YearPlan, goals: tuple[str, ...] | None, teams: tuple[str, ...] | None, as_of: datetime | None
) -> Iterator[Finding]:
    for number, target in enumerate(plan.targets):
        if goals is not None and target.goal not in goals:
            text = (
                f"the plan has targets for {target.goal!r}, and there is no such goal{did_you_mean(target.goal, goals)}"
            )
            yield Finding("unknown-goal", text, f"targets[{number}].goal", "warning")
        elif not plan.serving(target.goal):
            text = f"no task of the plan serves {target.goal!r}"
            yield Finding("goal-without-task", text, f"targets[{number}].goal", "note")
    for number, task in enumerate(plan.tasks):
        path = f"tasks[{number}]"
        if not task.serves:
            text = f"the task {task.name!r} serves no goal: say which it is to move, or leave it out"
            yield Finding("serves-nothing", text, f"{path}.serves", "warning")
        elif goals is not None and task.serves not in goals:
            near = did_you_mean(task.serves, goals)
            text = f"the task {task.name!r} serves {task.serves!r}, and there is no such goal{near}"
            yield Finding("unknown-goal", text, f"{path}.serves", "warning")
        if teams is not None and task.team not in teams:
            near = did_you_mean(task.team, teams)
            text = f"the task {task.name!r} is of {task.team!r}, which is none of the teams{near}"
            yield Finding("unknown-team", text, f"{path}.team", "warning")
        if task.due.year != plan.year:
            text = f"the task {task.name!r} is due on {task.due}, which is not in {plan.year}"
            yield Finding("due-in-another-year", text, f"{path}.due", "warning")
        if as_of is not None and task.state(as_of) == "overdue":
            text = f"the task {task.name!r} of {task.accountable} was due on {task.due} and is still open"
            yield Finding("overdue", text, f"{path}.due", "warning")
    for team in teams or ():
        if plan.tasks and team not in plan.teams:
            text = f"nobody of {team} answers for a task: the plan is one that all teams own"
            yield Finding("team-without-task", text, "tasks", "warning")


def plan_state(
    plan: YearPlan, *, as_of: datetime, goals: Iterable[str] | None = None, teams: Iterable[str] | None = None
) -> PlanState:
    """Say how the tasks of a plan stand on a day, with what is doubtful about the plan.

    Args:
        plan: the plan.
        as_of: the instant of asking, as clocks where the teams are show it.
        goals: as in `plan_doubts`.
        teams: as in `plan_doubts`.

    Raises:
        DocumentError: `wrong-type`.
        TimeError: `naive`.
    """
    return PlanState(plan, as_of, plan_doubts(plan, goals=goals, teams=teams, as_of=as_of))


def playbook_doubts(playbook: Playbook, funnel: Funnel, *, teams: Iterable[str] | None = None) -> tuple[Finding, ...]:
    """Say what is doubtful about a playbook, beside the funnel that it is for.

    `stage-without-play`: a stage of the path has none (of an exit, no play is expected). `unknown-stage`: a play is for
    a stage that the funnel does not have. `owner-without-play`: the team that owns the stage has nothing to do there.
    `unknown-team`: a play is for a team that is none of the teams.

    Args:
        playbook: the playbook.
        funnel: the funnel whose stages leads pass.
        teams: the teams there are; the owners of the stages when left out.

    Raises:
        DocumentError: `wrong-type`.

    >>> from alignkit.funnel.stages import Stage
    >>> from alignkit.plan.plays import Play
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> [doubt.code for doubt in playbook_doubts(Playbook([Play("led", {"marketing": "Mails"})]), funnel)]
    ['unknown-stage', 'stage-without-play', 'stage-without-play']
    """
    if not isinstance(playbook, Playbook) or not isinstance(funnel, Funnel):
        text = f"a Playbook is held against a Funnel, not {shown(playbook)} against {shown(funnel)}"
        raise DocumentError.at("wrong-type", text)
    owners = sorted({stage.owner for stage in funnel.stages})
    known = owners if teams is None else list(checked_names(teams, "the teams", path="teams"))
    return tuple(_playbook_doubts(playbook, funnel, known))


def _playbook_doubts(playbook: Playbook, funnel: Funnel, teams: list[str]) -> Iterator[Finding]:
    stages = {stage.id: stage for stage in funnel.stages}
    for number, play in enumerate(playbook.plays):
        path = f"plays[{number}]"
        stage = stages.get(play.stage)
        if stage is None:
            text = f"there is a play for {shown(play.stage)}, and no such stage{did_you_mean(play.stage, stages)}"
            yield Finding("unknown-stage", text, f"{path}.stage", "warning")
        elif stage.owner not in play.teams:
            text = f"the stage {stage.label!r} is of {stage.owner}, and its play says nothing that {stage.owner} does"
            yield Finding("owner-without-play", text, f"{path}.does", "warning")
        for team in play.teams:
            if team not in teams:
                near = did_you_mean(team, teams)
                text = f"the play for {shown(play.stage)} is for {team!r}, which is none of the teams{near}"
                yield Finding("unknown-team", text, f"{path}.does", "warning")
    played = {play.stage for play in playbook.plays}
    for stage in funnel.path:
        if stage.id not in played:
            text = f"nobody has said what the teams do with a lead in {stage.label!r}"
            yield Finding("stage-without-play", text, "plays", "warning")
