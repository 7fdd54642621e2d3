"""The year's plan, tasks and plays of a document."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

import pytest
from tests.agreement.build import agreement

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.faults import Faults
from alignkit.agreement.document.read_plan import read_playbook, read_year_plan
from alignkit.agreement.document.scope import Scope
from alignkit.agreement.document.write_plan import write_playbook, write_year_plan
from alignkit.currency import money
from alignkit.funnel.patterns import entered
from alignkit.instants import days
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import YearPlan, YearTarget
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, total

T = TypeVar("T")
REVENUE = Goal(
    "revenue", ("marketing", "sales"), total("amount", at=entered("won")), at_least=money(9, "EUR"), weight=1
)
MQLS = Goal("mqls", "marketing", count(entered("mql")), at_least=400, weight=1)
GOALS = {"revenue": REVENUE, "mqls": MQLS}
TEXT = """
[plan]
year = 2026
aim = "One story from the first click to the order."

[[plan.targets]]
goal = "mqls"
quarters = [90, 100, 80, 130]
whole = 400

[[plan.targets]]
goal = "revenue"
quarters = [60000, 70000, 50000.50, 60000]

[[plan.targets]]
goal = "speed"
quarters = ["3 days", "2 days", "2 days", "36 hours"]

[[tasks]]
name = "Twelve case studies"
accountable = "Iris Vermeer"
team = "marketing"
due = 2026-03-31
serves = "mqls"
supporters = ["Bram de Wit"]
done = 2026-03-20

[[tasks]]
name = "Call script"
accountable = "Noor"
team = "sales"
due = 2026-02-01

[[plays]]
stage = "mql"
does = { marketing = "Stops all mailings", sales = "Calls within four hours" }

[[plays]]
stage = "sal"
does = { sales = "Finds out need, budget and time" }
"""


def read_by(read: Callable[[Table, Scope], T], document: dict[str, Any]) -> tuple[T, list[tuple[str, str]]]:
    """Read a part of a document, and return it with the code and path of each fault."""
    faults = Faults()
    scope = Scope(document, faults)
    scope.teams = {"marketing": None, "sales": None}
    found = read(Table(document, "", faults), scope)
    return found, [(fault.code, fault.path) for fault in faults.found]


def plan_of(document: dict[str, Any]) -> tuple[YearPlan | None, list[tuple[str, str]]]:
    return read_by(lambda top, scope: read_year_plan(top, scope, GOALS), document)


def changed(part: str, number: int = 0, **values: Any) -> dict[str, Any]:  # noqa: ANN401 - what a document may hold
    """Return the document with other values in one table of a list; None takes one away."""
    document = tomllib.loads(TEXT, parse_float=Decimal)
    table = document["plan"] if part == "plan" else (document["plan"] if part == "targets" else document)[part][number]
    table.update(values)
    for key in [key for key, value in values.items() if value is None]:
        del table[key]
    return document


def test_a_plan_is_read() -> None:
    """Targets as the goals have them, tasks by due date."""
    plan, faults = plan_of(changed("plan"))
    assert not faults
    assert plan == YearPlan(
        2026,
        [
            YearTarget("mqls", [90, 100, 80, 130], whole=400),
            YearTarget("revenue", [money(amount, "EUR") for amount in (60000, 70000, "50000.50", 60000)]),
            YearTarget("speed", [days(3), days(2), days(2), days(1.5)]),
        ],
        [
            Task("Call script", "Noor", "sales", date(2026, 2, 1)),
            Task("Twelve case studies", "Iris Vermeer", "marketing", date(2026, 3, 31), serves="mqls",
                 supporters=["Bram de Wit"], done=date(2026, 3, 20)),
        ],
        aim="One story from the first click to the order.",
    )  # fmt: skip


def test_a_playbook_is_read() -> None:
    """One play for each stage, in the order of the document."""
    book, faults = read_by(read_playbook, changed("plan"))
    assert not faults
    assert book == Playbook(
        [
            Play("mql", {"marketing": "Stops all mailings", "sales": "Calls within four hours"}),
            Play("sal", {"sales": "Finds out need, budget and time"}),
        ]
    )


def test_D27_what_is_written_is_read_back() -> None:
    """Also amounts in another currency, thirds, and a bare number where the goal is money."""
    plan, _ = plan_of(changed("plan"))
    assert plan is not None
    others = [
        YearTarget("revenue", [1, 2, Fraction(1, 3), 4]),
        YearTarget("pipeline", [money(1, "USD")] * 4, whole=money(4, "USD")),
        YearTarget("mqls", [Fraction(1, 3)] * 4),
    ]
    for one in (plan, YearPlan(2027), YearPlan(2026, others, [Task("Fair", "Bram", "sales", date(2026, 1, 1))])):
        written = write_year_plan(one, GOALS)
        assert plan_of(written) == (one, [])
        assert write_year_plan(one, GOALS) == written
    book, _ = read_by(read_playbook, changed("plan"))
    assert book is not None
    assert read_by(read_playbook, write_playbook(book)) == (book, [])
    assert write_year_plan(plan, GOALS)["plan"]["targets"][1]["quarters"] == [60000, 70000, Decimal("50000.5"), 60000]


def test_no_plan_at_all() -> None:
    """Nothing is missing where there is nothing."""
    assert plan_of({}) == (None, [])
    assert read_by(read_playbook, {}) == (None, [])


@pytest.mark.parametrize(
    ("document", "found"),
    [
        ({"tasks": changed("plan")["tasks"]}, [("missing-field", "plan")]),
        ({"plan": {}}, [("missing-field", "plan.year")]),
        ({"plan": 2026}, [("wrong-type", "plan")]),
        (changed("plan", year="2026"), [("wrong-type", "plan.year")]),
        (changed("plan", year=2026.5), [("wrong-type", "plan.year")]),
        (changed("plan", year=0), [("no-such-year", "plan.year")]),
        (changed("plan", aim=" "), [("blank-text", "plan.aim")]),
        (changed("plan", theme="x"), [("unknown-field", "plan.theme")]),
        (changed("targets", whole=401), [("quarters-sum", "plan.targets[0].whole")]),
        (changed("targets", quarters=[1, 2, 3]), [("wrong-length", "plan.targets[0].quarters")]),
        (changed("targets", quarters=[1, True, 3, 4]), [("wrong-type", "plan.targets[0].quarters[1]")]),
        (changed("targets", quarters=[1, 2, 3, "x"]), [("unreadable-duration", "plan.targets[0].quarters[3]")]),
        (changed("targets", goal=None), [("missing-field", "plan.targets[0].goal")]),
        (changed("targets", quarters=None), [("missing-field", "plan.targets[0].quarters")]),
        (changed("targets", total=400), [("unknown-field", "plan.targets[0].total")]),
        (changed("targets", 1, goal="mqls"), [("duplicate-id", "plan.targets[1]")]),
        (changed("targets", whole={"amount": 1}), [("missing-field", "plan.targets[0].whole.currency")]),
        (changed("tasks", accountable=["Iris", "Bram"]), [("one-accountable", "tasks[0].accountable")]),
        (changed("tasks", accountable=None), [("missing-field", "tasks[0].accountable")]),
        (changed("tasks", accountable=5), [("wrong-type", "tasks[0].accountable")]),
        (changed("tasks", team="marketng"), [("unknown-team", "tasks[0].team")]),
        (changed("tasks", due="31 March"), [("unreadable-date", "tasks[0].due")]),
        (changed("tasks", due=None), [("missing-field", "tasks[0].due")]),
        (changed("tasks", supporters="Bram"), [("wrong-type", "tasks[0].supporters")]),
        (changed("tasks", supporters=["Iris Vermeer"]), [("duplicate-id", "tasks[0].supporters[0]")]),
        (changed("tasks", deadline=5), [("unknown-field", "tasks[0].deadline")]),
        (changed("tasks", 1, name="Twelve case studies"), [("duplicate-id", "tasks[1]")]),
    ],
)  # fmt: skip
def test_faults_of_a_plan(document: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Each at its place in the document."""
    assert plan_of(document) == (None, found)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"stage": None}, [("missing-field", "plays[0].stage")]),
        ({"does": None}, [("missing-field", "plays[0].does")]),
        ({"does": "calls"}, [("wrong-type", "plays[0].does")]),
        ({"does": {}}, [("no-play", "plays[0].does")]),
        ({"does": {"sale": "Calls"}}, [("unknown-team", "plays[0].does.sale")]),
        ({"does": {"sales": 5}}, [("wrong-type", "plays[0].does.sales")]),
        ({"does": {"sales": " "}}, [("blank-text", "plays[0].does.sales")]),
        ({"marketing": "Mails"}, [("unknown-field", "plays[0].marketing")]),
        ({"stage": "sal"}, [("duplicate-id", "plays[1]")]),
    ],
)
def test_faults_of_a_playbook(values: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Each at its place in the document."""
    assert read_by(read_playbook, changed("plays", **values)) == (None, found)


def test_every_fault_at_once() -> None:
    """Of targets and tasks, without one hiding the other."""
    document = changed("tasks", due="soon")
    document["plan"]["targets"][0]["whole"] = 1
    assert {code for code, _ in plan_of(document)[1]} == {"unreadable-date", "quarters-sum"}


def test_the_goals_of_an_agreement_serve() -> None:
    """Its own goals say which bare numbers are money."""
    goals = {leaf.goal.name: leaf.goal for leaf in agreement().leaves}
    assert set(goals)
    document = {"plan": {"year": 2026, "targets": [{"goal": name, "quarters": [1, 1, 1, 1]} for name in goals]}}
    plan, faults = read_by(lambda top, scope: read_year_plan(top, scope, goals), document)
    assert not faults
    assert plan is not None
    assert len(plan.targets) == len(goals)
