"""The year's plan: what each quarter is to bring, and the tasks that bring it; one page that both teams own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from typing import TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown, ShownInNotebooks
from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, shown
from alignkit.exact import Number
from alignkit.instants import checked_instant
from alignkit.names import checked_id, did_you_mean
from alignkit.plan.checked import checked_text, doubled, is_left_out, listed, of_kind, raise_faults, try_each
from alignkit.plan.tasks import Task, TaskState
from alignkit.scorecard.quantities import exact_text, kind, like, magnitude, quantity, quantity_data

Target: TypeAlias = Fraction | Money | timedelta
MOST_TASKS = 10_000
MOST_TARGETS = 200


def _quarters(values: Iterable[Number | Money | timedelta]) -> tuple[Target, ...]:
    return listed(values, "the quarters of a target", path="quarters")


def _whole(value: Number | Money | timedelta | None) -> Target | None:
    return value  # type: ignore[return-value]  # made exact in __attrs_post_init__, which can name the goal


@attrs.frozen(slots=True)
class YearTarget:
    """What each quarter of the year is to bring of one goal.

    Args:
        goal: the goal's name.
        quarters: four targets, the first quarter's first: numbers, money of one currency, or spans of time.
        whole: what the year is to bring, where the quarters add up to it: they must do so exactly. Leave it out where
            they do not add up, as shares and times do not.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-length`, `wrong-type`, `not-finite`, `negative-target`,
            `mixed-currencies`, `quarters-sum`.
        LimitError: `too-large`.

    >>> YearTarget("mqls", [90, 100, 80, 130], whole=400).whole
    Fraction(400, 1)
    """

    goal: str
    quarters: tuple[Target, ...] = attrs.field(converter=_quarters)
    whole: Target | None = attrs.field(default=None, converter=_whole, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_id(self.goal, "goal", path="goal")
        if len(self.quarters) != 4:
            text = f"a year has four quarters, and {self.goal!r} has {len(self.quarters):,} targets"
            raise DocumentError.at("wrong-length", text, path="quarters")
        given = [*((f"quarters[{number}]", value) for number, value in enumerate(self.quarters))]
        given += [] if self.whole is None else [("whole", self.whole)]
        faults: list[Finding] = []
        found: list[Target] = []
        for path, value in given:
            try:
                found.append(quantity(value, f"the target of {self.goal!r}"))
            except AlignkitError as refused:
                faults += [attrs.evolve(issue, path=path) for issue in refused.issues]
                continue
            faults += _faults(found[-1], found[0], path)
        raise_faults(faults)
        object.__setattr__(self, "quarters", tuple(found[:4]))
        if self.whole is None:
            return
        object.__setattr__(self, "whole", found[4])
        sum_ = sum((magnitude(value) for value in found[:4]), Fraction(0))
        if sum_ != magnitude(found[4]):
            told, due = exact_text(like(found[4], sum_)), exact_text(found[4])  # rounded, they might look alike
            text = f"the quarters of {self.goal!r} sum to {told}, must be {due}"
            raise DocumentError.at("quarters-sum", text, path="whole")

    def to_dict(self) -> dict[str, object]:
        """Return the target as plain data."""
        return {
            "goal": self.goal,
            "quarters": [quantity_data(value) for value in self.quarters],
            "whole": quantity_data(self.whole),
        }


def _faults(value: Target, first: Target, path: str) -> list[Finding]:
    if kind(value) != kind(first):
        return [Finding("wrong-type", f"all targets of a goal are of one kind: {shown(first)}, {shown(value)}", path)]
    if isinstance(value, Money) and isinstance(first, Money) and value.currency != first.currency:
        return [Finding("mixed-currencies", f"{first} and {value} cannot be put together without a stated rate", path)]
    if magnitude(value) < 0:
        return [Finding("negative-target", f"a target must not be negative: {shown(value)}", path)]
    return []


def _targets(values: Iterable[YearTarget]) -> tuple[YearTarget, ...]:
    return listed(values, "the targets of a plan", path="targets")


def _tasks(values: Iterable[Task]) -> tuple[Task, ...]:
    found = listed(values, "the tasks of a plan", path="tasks")
    # what is not a task is refused by its place, so it must keep it
    if all(isinstance(task, Task) for task in found):
        return tuple(sorted(found, key=lambda task: (task.due, task.name)))
    return found


@attrs.frozen(slots=True, repr=False)
class YearPlan(ShownInNotebooks):
    """The plan of a year, owned by both teams: one page.

    Args:
        year: the year.
        targets: what each quarter is to bring, goal by goal.
        tasks: what is to be done; kept by due date, then by name.
        aim: what the year is about, in a sentence; may be blank.

    Raises:
        DocumentError: with every fault: `wrong-type`, `no-such-year`, `duplicate-id`, `confusable-id`, `too-long`.
        LimitError: `too-many`, over 10,000 tasks or 200 targets.

    >>> from datetime import date
    >>> plan = YearPlan(2026, [YearTarget("mqls", [90, 100, 80, 130], whole=400)],
    ...                 [Task("Spring fair", "Bram", "sales", date(2026, 4, 1), serves="mqls", supporters=["Iris"])])
    >>> plan.of("Iris")
    (Task(name='Spring fair', accountable='Bram', team='sales', due=datetime.date(2026, 4, 1), serves='mqls', \
supporters=('Iris',), done=None),)
    """

    year: int
    targets: tuple[YearTarget, ...] = attrs.field(default=(), converter=_targets)
    tasks: tuple[Task, ...] = attrs.field(default=(), converter=_tasks)
    aim: str = attrs.field(default="", kw_only=True)

    def __attrs_post_init__(self) -> None:
        for path, parts, most in (("targets", self.targets, MOST_TARGETS), ("tasks", self.tasks, MOST_TASKS)):
            if len(parts) > most:
                raise LimitError.at("too-many", f"a plan has at most {most:,} {path}, not {len(parts):,}", path=path)
        faults = [*of_kind(self.targets, YearTarget, "targets"), *of_kind(self.tasks, Task, "tasks")]
        if not isinstance(self.year, int) or isinstance(self.year, bool) or not 1 <= self.year < 9999:
            faults.append(Finding("no-such-year", f"a year is 1 to 9998, not {shown(self.year)}", "year"))
        if not is_left_out(self.aim):
            faults += try_each(("aim", checked_text, self.aim, "the aim of a plan"))
        raise_faults(faults)
        faults += doubled((target.goal for target in self.targets), "goal", "targets")
        faults += doubled((task.name for task in self.tasks), "task", "tasks")
        raise_faults(faults)

    def __repr__(self) -> str:
        return f"<YearPlan {self.year}: {len(self.targets):,} targets, {len(self.tasks):,} tasks>"

    @property
    def people(self) -> tuple[str, ...]:
        """Who answers for a task or helps with one, sorted."""
        return tuple(sorted({who for task in self.tasks for who in task.people}))

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that answer for a task, sorted."""
        return tuple(sorted({task.team for task in self.tasks}))

    def of(self, person: str) -> tuple[Task, ...]:
        """Return the tasks that somebody answers for or helps with, by due date."""
        return tuple(task for task in self.tasks if person in task.people)

    def serving(self, goal: str) -> tuple[Task, ...]:
        """Return the tasks that are to move a goal, by due date."""
        return tuple(task for task in self.tasks if task.serves == goal)

    def task(self, name: str) -> Task:
        """Return the task of that name.

        Raises:
            DocumentError: `unknown-task`, with the nearest name.
        """
        for task in self.tasks:
            if task.name == name:
                return task
        near = did_you_mean(name, (task.name for task in self.tasks))
        raise DocumentError.at("unknown-task", f"the plan of {self.year} has no task {shown(name)}{near}")

    def blocks(self) -> Block:
        """Return the page: the quarters' targets, the tasks by due date, and who does what."""
        from alignkit.plan.show_plan import plan_blocks  # drawing is loaded when something is drawn

        return plan_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the plan as plain data."""
        return {
            "alignkit": 1,
            "kind": "year-plan",
            "year": self.year,
            "aim": self.aim or None,
            "targets": [target.to_dict() for target in self.targets],
            "tasks": [task.to_dict() for task in self.tasks],
        }


def _findings(values: Iterable[Finding]) -> tuple[Finding, ...]:
    return listed(values, "the findings of a plan", path="findings")


@attrs.frozen(slots=True, repr=False)
class PlanState(Shown):
    """How the tasks of a plan stand on a day, and what is doubtful about the plan.

    Args:
        plan: the plan.
        as_of: the day is the one that this instant shows.
        findings: the doubts.
    """

    plan: YearPlan
    as_of: datetime
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_findings)

    def __attrs_post_init__(self) -> None:
        checked_instant(self.as_of, "as_of")
        if not isinstance(self.plan, YearPlan):
            raise DocumentError.at("wrong-type", f"a plan is a YearPlan, not {shown(self.plan)}", path="plan")
        raise_faults(of_kind(self.findings, Finding, "findings"))

    def tasks(self, state: TaskState) -> tuple[Task, ...]:
        """Return the tasks in a state: `open`, `due soon`, `overdue` or `done`; by due date."""
        return tuple(task for task in self.plan.tasks if task.state(self.as_of) == state)

    @property
    def counts(self) -> dict[TaskState, int]:
        """How many tasks are in each state; they sum to all tasks."""
        found: dict[TaskState, int] = {"overdue": 0, "due soon": 0, "open": 0, "done": 0}
        for task in self.plan.tasks:
            found[task.state(self.as_of)] += 1
        return found

    @property
    def sentence(self) -> str:
        """How the plan stands, in plain words."""
        from alignkit.plan.show_plan import state_sentence  # drawing is loaded when something is drawn

        return state_sentence(self)

    def blocks(self) -> Block:
        """Return the page with the state of each task, and the doubts."""
        from alignkit.plan.show_plan import plan_blocks  # drawing is loaded when something is drawn

        return plan_blocks(self.plan, self)

    def to_dict(self) -> dict[str, object]:
        """Return the state as plain data."""
        return {
            "alignkit": 1,
            "kind": "plan-state",
            "year": self.plan.year,
            "as_of": self.as_of.isoformat(),
            "counts": {state.replace(" ", "-"): count for state, count in self.counts.items()},
            "tasks": [{**task.to_dict(), "state": task.state(self.as_of)} for task in self.plan.tasks],
            "findings": [finding.to_dict() for finding in self.findings],
        }
