"""Hypothesis strategies: what the teams of a drawn agreement plan, win and do together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
from hypothesis import strategies as st

from alignkit.agreement.agreement import Agreement
from alignkit.currency import money
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import YearPlan, YearTarget
from alignkit.scorecard.factors import FlowPlan, PlannedStage
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.rewards import Reward
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member

WORDS = st.sampled_from(["Mails", "Calls, at noon", "x” or “y", "a; b", "<b>", "met"])
PEOPLE = st.sampled_from([Member("Iris", "marketing"), Member("Noor", "sales", "noor@example.com")])
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
NUMBERS = st.integers(1, 500) | st.fractions(Fraction(1, 7), 500, max_denominator=7)


def _name(one: Reward | Meeting) -> str:
    return one.name


def _label(one: Reward | Meeting) -> str:
    return one.label


@st.composite
def joint(draw: st.DrawFn, agreement: Agreement) -> Agreement:
    """Draw joint parts for an agreement that has none."""
    goals = [leaf.goal.name for leaf in agreement.leaves]
    parts: dict[str, Any] = {
        "flow": draw(st.none() | flows([stage.id for stage in agreement.funnel.path], agreement.currency)),
        "plan": draw(st.none() | plans(goals)),
        "playbook": draw(st.none() | playbooks([stage.id for stage in agreement.funnel.stages])),
        "meetings": draw(st.lists(meetings(), max_size=2, unique_by=(_name, _label))),
    }
    if goals:
        parts["rewards"] = draw(st.lists(rewards(goals), max_size=2, unique_by=(_name, _label)))
    if agreement.currency is not None:
        worth = draw(st.dictionaries(st.sampled_from(["USD", "GBP"]), NUMBERS, min_size=1))
        parts["rates"] = draw(
            st.none()
            | st.builds(lambda on, by: Rates("EUR", worth, on=on, source=by), DAYS, st.sampled_from(["", "ECB"]))
        )
    return attrs.evolve(agreement, **parts)


@st.composite
def flows(draw: st.DrawFn, path: Sequence[str], currency: str | None) -> FlowPlan:
    """Draw the plan of a period, over some stages of the path."""
    some = sorted(draw(st.sets(st.sampled_from(range(len(path))), min_size=2)))
    stages = [PlannedStage(path[place], draw(NUMBERS), draw(st.none() | WORDS)) for place in some]
    worth = NUMBERS | st.builds(money, st.integers(1, 9_000), st.sampled_from([currency or "EUR", "USD"]))
    return FlowPlan(
        stages,
        value=draw(st.none() | worth),
        attribute=draw(st.sampled_from(["amount", "seats"])),
        lands=draw(st.none() | st.just(Fraction(2, 3))),
    )


@st.composite
def rewards(draw: st.DrawFn, goals: Sequence[str]) -> Reward:
    """Draw a reward in money or in words."""
    requires = draw(st.lists(st.sampled_from(goals), min_size=1, unique=True))
    name, title = draw(st.sampled_from(["a", "b"])), draw(st.none() | st.sampled_from(["Dinner", "Sea"]))
    if draw(st.booleans()):
        return Reward(name, draw(WORDS), requires, title=title)
    part = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3)]))
    amount = draw(st.builds(money, st.integers(1, 9_000), st.sampled_from(["EUR", "USD"])))
    return Reward(name, amount, requires, {"marketing": part, "sales": 1 - part}, title=title)


@st.composite
def plans(draw: st.DrawFn, goals: Sequence[str]) -> YearPlan:
    """Draw a year's plan; what a task serves may not be there."""
    targets = [
        YearTarget(goal, draw(st.lists(NUMBERS, min_size=4, max_size=4)))
        for goal in draw(st.lists(st.sampled_from([*goals, "else"]), max_size=3, unique_by=str.casefold))
    ]
    tasks = [
        Task(name, draw(st.sampled_from(["Bram", "Iris"])), draw(st.sampled_from(["marketing", "sales"])), draw(DAYS),
             serves=draw(st.sampled_from(["", "else", *goals])), done=draw(st.none() | DAYS),
             supporters=draw(st.lists(st.sampled_from(["Noor", "Kim"]), max_size=2, unique=True)))
        for name in draw(st.lists(st.sampled_from(["Fair", "Talk"]), max_size=2, unique=True))
    ]  # fmt: skip
    return YearPlan(draw(st.integers(2026, 2028)), targets, tasks, aim=draw(st.just("") | WORDS))


@st.composite
def playbooks(draw: st.DrawFn, stages: Sequence[str]) -> Playbook:
    """Draw what the teams do in some stages."""
    teams = st.lists(st.sampled_from(["marketing", "sales"]), min_size=1, unique=True)
    some = draw(st.lists(st.sampled_from(stages), min_size=1, unique=True))
    return Playbook([Play(stage, {team: draw(WORDS) for team in draw(teams)}) for stage in some])


@st.composite
def meetings(draw: st.DrawFn) -> Meeting:
    """Draw a meeting."""
    return Meeting(
        draw(st.sampled_from(["joint", "second"])),
        draw(st.sampled_from(["FREQ=WEEKLY;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1MO"])),
        draw(DAYS),
        draw(st.sampled_from(["10:00", "09:30"])),
        draw(st.sampled_from(["UTC", "Europe/Amsterdam"])),
        minutes=draw(st.sampled_from([60, 30])),
        attendees=draw(st.lists(PEOPLE, max_size=2, unique=True)),
        kind=draw(st.sampled_from(["joint", "leaders"])),
        title=draw(st.none() | st.sampled_from(["Round", "Review"])),
        until=draw(st.none() | st.just(date(2028, 1, 1))),
        skips=draw(st.lists(DAYS, max_size=2, unique=True)),
    )
