"""How a year's plan, a playbook and doubled touches are shown."""

from __future__ import annotations

from alignkit.display.blocks import Block, Bullets, Cell, Column, Group, Heading, Mark, Paragraph, Table, Tone
from alignkit.display.size import cut
from alignkit.funnel.show import span_text
from alignkit.instants import told_in
from alignkit.plan.doubled import DoubledTouches
from alignkit.plan.plays import Playbook
from alignkit.plan.tasks import Task, TaskState
from alignkit.plan.year_plan import PlanState, YearPlan
from alignkit.scorecard.quantities import quantity_text

_TONES: dict[TaskState, Tone] = {"open": "neutral", "due soon": "warn", "overdue": "bad", "done": "good"}


def state_sentence(state: PlanState) -> str:
    """Say how many tasks are done, and how many wait."""
    counts, all_ = state.counts, len(state.plan.tasks)
    if not all_:
        return f"The plan of {state.plan.year} has no tasks yet."
    done = counts["done"]
    said = f"{done:,} of {all_:,} {'task' if all_ == 1 else 'tasks'} {'is' if done == 1 else 'are'} done"
    late, soon = counts["overdue"], counts["due soon"]
    parts = [said]
    if late:
        parts.append(f"{late:,} {'is' if late == 1 else 'are'} overdue")
    if soon:
        parts.append(f"{soon:,} {'is' if soon == 1 else 'are'} due within two weeks")
    return ", ".join(parts) + "."


def plan_blocks(plan: YearPlan, state: PlanState | None = None) -> Block:
    """Return the page: the quarters' targets, the tasks by due date, who does what; and how the tasks stand."""
    owners = f", owned by {' and '.join(plan.teams)} together" if len(plan.teams) > 1 else ""
    blocks: list[Block] = [Heading(f"The plan for {plan.year}{owners}")]
    if plan.aim:
        blocks.append(Paragraph(plan.aim))
    if state is not None:
        blocks.append(Paragraph(f"As of {state.as_of.date().isoformat()}: {state_sentence(state)}"))
    if plan.targets:
        blocks.append(targets_table(plan))
    if plan.tasks:
        blocks += [Heading("Tasks by due date", 3), _tasks(plan, state)]
        blocks.append(Group([Heading("Who does what", 3), _people(plan, state)]))
    if state is not None and state.findings:
        said, more = cut([finding.message for finding in state.findings if finding.code != "overdue"])
        if said:
            blocks.append(Group([Heading("To look at", 3), Bullets(said, more)]))
    return Group(blocks)


def targets_table(plan: YearPlan) -> Table:
    """Return what each quarter is to bring."""
    rows = [
        (
            target.goal,
            *(quantity_text(value, "amount") for value in target.quarters),
            quantity_text(target.whole, "amount"),
        )
        for target in plan.targets
    ]
    columns = [Column("goal"), *(Column(f"Q{number}", "right") for number in (1, 2, 3, 4)), Column("year", "right")]
    return Table(columns, rows, "What each quarter is to bring")


def _mark(task: Task, state: PlanState | None) -> Cell:
    if state is None:
        return "open" if task.done is None else f"done {task.done.isoformat()}"
    now = task.state(state.as_of)
    return Mark(now, _TONES[now])


def _tasks(plan: YearPlan, state: PlanState | None) -> Table:
    tasks, more = cut(plan.tasks)
    rows: list[tuple[Cell, ...]] = [
        (
            task.due.isoformat(),
            task.name,
            f"{task.accountable} ({task.team})",
            ", ".join(task.supporters) or "–",
            task.serves or "–",
            _mark(task, state),
        )
        for task in tasks
    ]
    return Table(("due", "task", "answers for it", "with", "serves", "state"), rows, "", more)


def _people(plan: YearPlan, state: PlanState | None) -> Table:
    answers: dict[str, int] = {}
    helps: dict[str, int] = {}
    following: dict[str, Task] = {}
    for task in plan.tasks:
        answers[task.accountable] = answers.get(task.accountable, 0) + 1
        for who in task.supporters:
            helps[who] = helps.get(who, 0) + 1
        is_done = task.done is not None if state is None else task.state(state.as_of) == "done"
        for who in task.people:
            if not is_done:
                following.setdefault(who, task)
    people, more = cut(plan.people)
    rows: list[tuple[Cell, ...]] = []
    for who in people:
        upcoming = following.get(who)
        told = "–" if upcoming is None else f"{upcoming.name} ({upcoming.due.isoformat()})"
        rows.append((who, f"{answers.get(who, 0):,}", f"{helps.get(who, 0):,}", told))
    columns = (Column("person"), Column("answers for", "right"), Column("helps with", "right"), Column("next"))
    return Table(columns, rows, "", more)


def playbook_blocks(playbook: Playbook) -> Block:
    """Return the plays as a table: a row per stage, a column per team."""
    plays, more = cut(playbook.plays)
    teams = playbook.teams
    rows = [(play.stage, *(play.by(team) or "–" for team in teams)) for play in plays]
    table = Table(("stage", *teams), rows, "What each team does with a lead there", more)
    return Group([Heading("Playbook"), table])


def doubled_sentence(found: DoubledTouches) -> str:
    """Say how many leads heard from two teams within the window."""
    window = span_text(found.within)
    if not found.touched:
        return (
            f"No lead was touched by people of {' or '.join(found.teams)} yet."
            if found.teams
            else "No lead was touched yet."
        )
    leads = "lead" if found.touched == 1 else "leads"
    if not found.items:
        return f"None of {found.touched:,} touched {leads} heard from two teams within {window}."
    return f"{len(found.leads):,} of {found.touched:,} touched {leads} heard from two teams within {window}."


def doubled_blocks(found: DoubledTouches) -> Block:
    """Return the sentence, the counts per pair of teams and of people, and the touches as a table."""
    blocks: list[Block] = [Heading("Doubled touches"), Paragraph(doubled_sentence(found))]
    if not found.items:
        return Group(blocks)
    pairs = [(f"{first}, then {second}", f"{count:,}") for (first, second), count in found.by_teams.items()]
    blocks.append(Table((Column("teams"), Column("times", "right")), pairs))
    people, more = cut(list(found.by_people.items()), 20)
    rows = [(" and ".join(names), f"{count:,}") for names, count in people]
    blocks.append(Table((Column("people who may want to talk"), Column("times", "right")), rows, "", more))
    items, more = cut(found.items)
    touches: list[tuple[Cell, ...]] = []
    for item in items:
        first, second = (told_in(event.at, found.as_of.tzinfo) for event in (item.first, item.second))
        touches.append(
            (
                item.lead,
                f"{first.isoformat(' ', 'minutes')[:16]} {item.first.team}: {item.first.name}",
                f"{second.isoformat(' ', 'minutes')[:16]} {item.second.team}: {item.second.name}",
                span_text(item.apart, short=True),
            )
        )
    blocks.append(Table(("lead", "first", "then", "apart"), touches, "", more))
    return Group(blocks)
