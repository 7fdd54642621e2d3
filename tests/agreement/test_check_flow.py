"""The plan of a period is held against the goals for the same thing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.agreement.build import agreement

from alignkit.agreement.check import check
from alignkit.currency import Money, money
from alignkit.errors import Finding
from alignkit.funnel.patterns import accepted, entered
from alignkit.rules.field import field
from alignkit.scorecard.factors import FlowPlan
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.metrics import Metric, count, period_conversion, total
from alignkit.scorecard.rates import Rates

STAGES = {"mql": 400, "won": 42}
DEALS = count(entered("won"))
WORTH = total("amount", at=entered("won"))
RATES = Rates("EUR", {"USD": "0.5"}, on=date(2026, 1, 1))


def doubts(metric: Metric, *, value: Money | None = None, rates: Rates | None = None, **asked: Any) -> list[Finding]:  # noqa: ANN401 - a target
    """Check an agreement with a plan and one goal."""
    goal = Goal("g", ("marketing", "sales"), metric, weight=1, title="Ours", **asked)
    made = attrs.evolve(agreement(), goals=[goal], flow=FlowPlan(STAGES, value=value), rates=rates)
    return [finding for finding in check(made) if finding.code == "plan-unlike-goal"]


def test_a_plan_that_misses_the_goal_is_doubted() -> None:
    """Of 42 planned deals nobody makes 50."""
    (found,) = doubts(DEALS, at_least=50)
    assert (found.level, found.path) == ("warning", "flow.stages[1].planned")
    assert found.message == (
        "42 is planned, and the goal “Ours” is at least 50: whoever keeps to the plan misses the goal"
    )


def test_a_plan_that_asks_for_more_is_noted() -> None:
    """One of the two is not what they mean, or it is a reserve."""
    (found,) = doubts(DEALS, at_least=40)
    assert (found.level, found.message.partition(": ")[2]) == ("note", "the plan asks for more than the goal")


@pytest.mark.parametrize(
    ("metric", "asked", "found"),
    [
        (DEALS, {"at_least": 42}, []),
        (DEALS, {"at_most": 42}, []),
        (DEALS, {"at_most": 41}, ["warning"]),
        (DEALS, {"at_most": 50}, ["note"]),
        (DEALS, {"between": (40, 50)}, []),
        (DEALS, {"between": (43, 50)}, ["warning"]),
        (count(entered("mql")), {"at_least": 500}, ["warning"]),
        (count(entered("sal")), {"at_least": 500}, []),  # nothing is planned for that stage
        (count(accepted()), {"at_least": 500}, []),
        (count(entered("won"), field("employees") > 5), {"at_least": 500}, []),  # of some of them alone
        (period_conversion("mql", "won"), {"at_least": Fraction(42, 400)}, []),
        (period_conversion("mql", "won"), {"at_least": 0.2}, ["warning"]),
    ],
)
def test_only_the_same_thing_is_held_against_a_goal(metric: Metric, asked: dict[str, Any], found: list[str]) -> None:
    """And only what is unlike it is told."""
    assert [finding.level for finding in doubts(metric, **asked)] == found


def test_what_deals_are_worth() -> None:
    """In the goal's currency, if a rate is stated; without one nothing can be said."""
    assert doubts(WORTH, at_least=money(252_000, "EUR"), value=money(6_000, "EUR")) == []
    (found,) = doubts(WORTH, at_least=money(300_000, "EUR"), value=money(6_000, "EUR"))
    assert found.path == "flow.value"
    assert found.message.startswith("252,000 EUR is planned, and the goal “Ours” is at least 300,000 EUR")
    in_dollars: dict[str, Any] = {"at_least": money(252_000, "EUR"), "value": money(12_000, "USD")}
    assert doubts(WORTH, **in_dollars) == []
    assert doubts(WORTH, **in_dollars, rates=RATES) == []
    (dearer,) = doubts(WORTH, at_least=money(300_000, "EUR"), value=money(12_000, "USD"), rates=RATES)
    assert dearer.message.startswith("504,000 USD is planned")
    assert doubts(WORTH, at_least=money(9, "EUR")) == []  # deals are counted, and their worth is not planned


def test_a_rate_reads_in_per_cent() -> None:
    """As a goal does."""
    (found,) = doubts(period_conversion("mql", "won"), at_least=0.2)
    assert found.message.startswith("10.5 % is planned, and the goal “Ours” is at least 20 %")


def test_goals_in_groups_are_looked_at() -> None:
    """At any depth."""
    goal = Goal("g", "sales", DEALS, at_least=50, weight=1)
    made = attrs.evolve(agreement(), goals=[GoalGroup("all", [goal], weight=1)], flow=FlowPlan(STAGES))
    assert [finding.code for finding in check(made) if finding.path.startswith("flow")] == ["plan-unlike-goal"]
    assert not [finding for finding in check(attrs.evolve(made, flow=None)) if finding.path.startswith("flow")]
