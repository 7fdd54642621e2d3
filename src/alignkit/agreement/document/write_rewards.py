"""Write the plan of a period and the rewards as they stand in a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignkit.agreement.document.read_rewards import counts_money
from alignkit.agreement.document.write_rules import constant
from alignkit.currency import Money
from alignkit.scorecard.factors import FlowPlan
from alignkit.scorecard.rewards import Reward


def write_flow_plan(plan: FlowPlan, currency: str | None, declared: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan as a table.

    Args:
        plan: the plan.
        currency: the agreement's.
        declared: the agreement's field declarations by name.

    >>> from alignkit.currency import money
    >>> write_flow_plan(FlowPlan({"mql": 400, "won": 42}, value=money(6000, "EUR")), "EUR", {})
    {'value': 6000, 'stages': [{'stage': 'mql', 'planned': 400}, {'stage': 'won', 'planned': 42}]}
    """
    found: dict[str, Any] = {}
    bare = counts_money(plan.attribute, currency, declared)
    if isinstance(plan.value, Money):
        found["value"] = constant(plan.value.amount if bare and plan.value.currency == currency else plan.value)
    elif plan.value is not None:
        found["value"] = {"number": constant(plan.value)} if bare else constant(plan.value)
    if plan.attribute != "amount":
        found["attribute"] = plan.attribute
    if plan.lands is not None:
        found["lands"] = constant(plan.lands)
    found["stages"] = [
        {"stage": stage.stage, "planned": constant(stage.planned)} | ({"says": stage.says} if stage.says else {})
        for stage in plan.stages
    ]
    return found


def write_reward(reward: Reward, currency: str | None) -> dict[str, Any]:
    """Return a reward as a table.

    >>> write_reward(Reward("sea", "a day at the sea", ["revenue"]), "EUR")
    {'what': 'a day at the sea', 'requires': ['revenue']}
    """
    found: dict[str, Any] = {"title": reward.title} if reward.title is not None else {}
    what = reward.what
    found["what"] = constant(what.amount if what.currency == currency else what) if isinstance(what, Money) else what
    found["requires"] = list(reward.requires)
    if reward.shares:
        found["shares"] = {team: constant(share) for team, share in reward.shares}
    return found
