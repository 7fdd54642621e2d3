"""The plan and the rewards of a document: read and written, one by one."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.faults import Faults
from alignkit.agreement.document.read_rewards import read_flow_plan, read_reward
from alignkit.agreement.document.scope import Scope
from alignkit.agreement.document.write_rewards import write_flow_plan, write_reward
from alignkit.currency import money
from alignkit.history.declarations import FieldDeclaration
from alignkit.scorecard.factors import FlowPlan, PlannedStage
from alignkit.scorecard.rewards import Reward

GOALS = ("mqls", "touched", "revenue")


def scope(currency: str | None = "EUR") -> Scope:
    """Return what a document of two teams and three stages names."""
    found = Scope({}, Faults())
    found.currency = currency
    found.stages = dict.fromkeys(["mql", "sal", "won"])
    found.teams = dict.fromkeys(["marketing", "sales"])
    found.declared = {"hours": FieldDeclaration("hours", "number")}
    return found


def told(found: Scope) -> list[tuple[str, str]]:
    """Return the codes and paths of what was wrong."""
    return [(fault.code, fault.path) for fault in found.faults.found]


def plan_of(text: str, currency: str | None = "EUR") -> tuple[FlowPlan | None, list[tuple[str, str]]]:
    """Read a plan from TOML."""
    names = scope(currency)
    table = Table(tomllib.loads(text, parse_float=Decimal)["flow"], "flow", names.faults)
    return read_flow_plan(table, names), told(names)


def reward_of(text: str, currency: str | None = "EUR") -> tuple[Reward | None, list[tuple[str, str]]]:
    """Read a reward from TOML."""
    names = scope(currency)
    table = Table(tomllib.loads(text, parse_float=Decimal), "rewards.bonus", names.faults)
    return read_reward("bonus", table, names, dict.fromkeys(GOALS)), told(names)


PLAN = """
[flow]
value = 6000
lands = 0.9

[[flow.stages]]
stage = "mql"
planned = 400

[[flow.stages]]
stage = "sal"
planned = 300
says = "leads got a call"

[[flow.stages]]
stage = "won"
planned = 42
"""


def test_a_plan() -> None:
    """Stages in order, and the value in the agreement's currency."""
    found, faults = plan_of(PLAN)
    assert not faults
    stages = [PlannedStage("mql", 400), PlannedStage("sal", 300, "leads got a call"), PlannedStage("won", 42)]
    assert found == FlowPlan(stages, value=money(6000, "EUR"), lands=Decimal("0.9"))


@pytest.mark.parametrize(
    ("value", "plan"),
    [
        ("6000", {"value": money(6000, "EUR")}),
        ('{ amount = 6000, currency = "USD" }', {"value": money(6000, "USD")}),
        ("{ number = 5 }", {"value": 5}),
        ("{ fraction = [1, 3] }", {"value": money(Fraction(1, 3), "EUR")}),
        ('5\nattribute = "hours"', {"value": 5, "attribute": "hours"}),
    ],
)
def test_what_a_deal_is_worth(value: str, plan: dict[str, Any]) -> None:
    """A bare number is money, unless the attribute counts something else."""
    found, faults = plan_of(f'[flow]\nvalue = {value}\nstages = [{{ stage = "won", planned = 2 }}]')
    assert not faults
    assert found == FlowPlan({"won": 2}, **plan)


def test_without_a_currency_a_value_is_a_number() -> None:
    """Nothing is guessed."""
    found, _ = plan_of('[flow]\nvalue = 5\nstages = [{ stage = "won", planned = 2 }]', None)
    assert found == FlowPlan({"won": 2}, value=5)


def test_every_fault_of_a_plan_at_once() -> None:
    """A stage that does not exist, text for a number, a misspelt key; the plan's own faults have their places."""
    _, faults = plan_of(
        '[flow]\nvalue = "6000"\nland = 1\nstages = [{ stage = "slq", planned = 1 }, { stage = "won" }, 5]'
    )
    assert faults == [
        ("wrong-type", "flow.stages[2]"),
        ("unknown-stage", "flow.stages[0].stage"),
        ("missing-field", "flow.stages[1].planned"),
        ("wrong-type", "flow.value"),
        ("unknown-field", "flow.land"),
    ]
    assert plan_of('[flow]\nstages = [{ stage = "won", planned = 0 }]')[1] == [
        ("not-positive", "flow.stages[0].planned")
    ]
    assert plan_of("[flow]\nstages = []")[1] == [("no-stages", "flow.stages")]
    assert plan_of("[flow]\nvalue = 5")[1] == [("missing-field", "flow.stages")]
    assert plan_of('[flow]\nvalue = -5\nstages = [{ stage = "won", planned = 1 }]')[1] == [
        ("not-positive", "flow.value")
    ]


def test_a_reward() -> None:
    """An amount in the agreement's currency with its shares; another currency; words."""
    shares = 'requires = ["mqls", "touched"]\nshares = { marketing = 0.5, sales = 0.5 }'
    halves = {"marketing": 0.5, "sales": 0.5}
    found, faults = reward_of(f'title = "Bonus"\nwhat = 1000\n{shares}')
    assert not faults
    assert found == Reward("bonus", money(1000, "EUR"), ["mqls", "touched"], halves, title="Bonus")
    found, _ = reward_of(f'what = {{ amount = 1000, currency = "USD" }}\n{shares}')
    assert found == Reward("bonus", money(1000, "USD"), ["mqls", "touched"], halves)
    found, _ = reward_of('what = "a day at the sea"\nrequires = ["revenue"]')
    assert found == Reward("bonus", "a day at the sea", ["revenue"])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('requires = ["mqls"]', [("missing-field", "rewards.bonus.what")]),
        ('what = "x"', [("missing-field", "rewards.bonus.requires")]),
        ('what = "x"\nrequires = []', [("no-goals", "rewards.bonus.requires")]),
        ('what = "x"\nrequires = ["mqlz"]', [("unknown-goal", "rewards.bonus.requires[0]")]),
        ('what = true\nrequires = ["mqls"]', [("wrong-type", "rewards.bonus.what")]),
        ('what = { amount = 5 }\nrequires = ["mqls"]', [("missing-field", "rewards.bonus.what.currency")]),
        ('what = 5\nrequires = ["mqls"]', [("no-shares", "rewards.bonus.shares")]),
        ('what = nan\nrequires = ["mqls"]', [("not-finite", "rewards.bonus.what")]),
        ('what = { fraction = [1, 0] }\nrequires = ["mqls"]', [("wrong-type", "rewards.bonus.what")]),
        (
            'what = 5\nrequires = ["mqls"]\nshares = { sale = 1 }',
            [("unknown-team", "rewards.bonus.shares.sale")],
        ),
        (
            'what = 5\nrequires = ["mqls"]\nshares = { sales = "all" }',
            [("wrong-type", "rewards.bonus.shares.sales")],
        ),
        ('what = "x"\nrequires = ["mqls"]\nunlock = 1', [("unknown-field", "rewards.bonus.unlock")]),
    ],
)
def test_faults_of_a_reward(text: str, faults: list[tuple[str, str]]) -> None:
    """Each at its place."""
    assert reward_of(text) == (None, faults)


def test_an_amount_needs_a_currency() -> None:
    """There is no silent default."""
    found = reward_of('what = 5\nrequires = ["mqls"]\nshares = { sales = 1 }', None)
    assert found == (None, [("no-currency", "rewards.bonus.what")])


@pytest.mark.parametrize("currency", ["EUR", "USD", None])
@pytest.mark.parametrize(
    "plan",
    [
        FlowPlan({"mql": 400, "won": 42}),
        FlowPlan([("mql", Fraction(1, 3)), ("won", 42.5)], value=money("0.1", "EUR"), lands=Fraction(2, 3)),
        FlowPlan([PlannedStage("won", Fraction(2), "deals were signed")], value=5),
        FlowPlan({"won": 2}, value=5, attribute="hours"),
        FlowPlan({"won": 2}, value=money(5, "EUR"), attribute="hours"),
    ],
)
def test_a_plan_is_read_as_it_was_written(plan: FlowPlan, currency: str | None) -> None:
    """Law D27: whatever the agreement's currency."""
    names = scope(currency)
    written = write_flow_plan(plan, currency, names.declared)
    assert read_flow_plan(Table(written, "flow", names.faults), names) == plan
    assert not told(names)


@pytest.mark.parametrize("currency", ["EUR", "USD", None])
@pytest.mark.parametrize(
    "reward",
    [
        Reward("bonus", money("1000.01", "EUR"), ["mqls"], {"marketing": Fraction(1, 3), "sales": Fraction(2, 3)}),
        Reward("bonus", "a day at the sea", ["mqls", "revenue"], title="Summer"),
    ],
)
def test_a_reward_is_read_as_it_was_written(reward: Reward, currency: str | None) -> None:
    """Law D27: whatever the agreement's currency."""
    names = scope(currency)
    table = Table(write_reward(reward, currency), "rewards.bonus", names.faults)
    assert read_reward("bonus", table, names, dict.fromkeys(GOALS)) == reward
    assert not told(names)
