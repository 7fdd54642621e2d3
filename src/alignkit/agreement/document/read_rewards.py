"""Read the plan of a period and the rewards from a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alignkit.agreement.document.cursor import Table
from alignkit.agreement.document.read_constants import read_money
from alignkit.agreement.document.scope import Scope
from alignkit.currency import Money, money
from alignkit.exact import is_number
from alignkit.scorecard.factors import FlowPlan, PlannedStage
from alignkit.scorecard.rewards import Reward


def read_flow_plan(table: Table, scope: Scope) -> FlowPlan | None:
    """Read what is planned for a period: `[flow]` with its ordered `[[flow.stages]]`.

    `value` is what a deal is planned to be worth: an amount in the agreement's currency, unless the attribute counts
    something else; `{ number = 5 }` and `{ amount = 5000, currency = "USD" }` say what they are.
    """
    before = len(table.faults)
    stages = [_stage(inner, scope) for inner in table.tables("stages", required=True)]
    attribute, lands = table.text("attribute"), table.number("lands")
    value = _value(table, attribute or "amount", scope)
    table.finish()
    if len(table.faults) > before:
        return None
    given = {"attribute": attribute} if attribute is not None else {}
    return table.build(FlowPlan, stages, value=value, lands=lands, **given)


def _stage(table: Table, scope: Scope) -> PlannedStage | None:
    before = len(table.faults)
    stage, planned = scope.stage_at(table, "stage", required=True), table.number("planned", required=True)
    says = table.text("says")
    table.finish()
    return table.build(PlannedStage, stage, planned, says) if len(table.faults) == before else None


def counts_money(attribute: str, currency: str | None, declared: Mapping[str, Any]) -> bool:
    """Say whether a bare number stands for money where the value of an attribute is told."""
    declaration = declared.get(attribute)
    return currency is not None and (declaration is None or declaration.type == "money")


def _value(table: Table, attribute: str, scope: Scope) -> Any:  # noqa: ANN401 - money or a number
    value = table.raw("value")
    if isinstance(value, Mapping) and "fraction" not in value:
        inner = Table(value, table.at("value"), table.faults)
        if "number" not in inner:
            return read_money(inner)
        number = inner.number("number", required=True)
        inner.finish()
        return number
    number = table.number("value")
    if number is not None and counts_money(attribute, scope.currency, scope.declared):
        return table.build(money, number, scope.currency, key="value")
    return number


def read_reward(name: str, table: Table, scope: Scope, goals: Mapping[str, object]) -> Reward | None:
    """Read a reward: `[rewards.NAME]`.

    `what` is text, or an amount: a number in the agreement's currency, or `{ amount = 5000, currency = "USD" }`.

    Args:
        name: its id.
        table: what stands under it.
        scope: the document's named things.
        goals: what names the goals that there are.
    """
    before = len(table.faults)
    title, what = table.text("title"), _what(table, scope)
    requires = table.texts("requires", required=True)
    for place, goal in enumerate(requires):
        at = Table({}, f"{table.at('requires')}[{place}]", table.faults)
        scope.known("goal", goal, goals, at)
    shares = _shares(table, scope)
    table.finish()
    if len(table.faults) > before or what is None:
        return None
    return table.build(Reward, name, what, requires, shares, title=title)


def _what(table: Table, scope: Scope) -> Money | str | None:
    value = table.raw("what", required=True)
    if isinstance(value, Mapping) and "fraction" not in value:
        return read_money(Table(value, table.at("what"), table.faults))
    if not is_number(value) and not isinstance(value, Mapping):
        return table.text("what") if value is not None else None
    number = table.number("what")
    if number is None:
        return None
    if scope.currency is None:
        text = 'an amount needs a currency: give the agreement one, or write { amount = 5000, currency = "EUR" }'
        table.fault("no-currency", text, "what")
        return None
    return table.build(money, number, scope.currency, key="what")


def _shares(table: Table, scope: Scope) -> dict[str, Any]:
    inner = table.table("shares")
    if inner is None:
        return {}
    found: dict[str, Any] = {}
    for team in inner.present():
        if scope.teams:  # teams that are told wrongly have their own fault
            scope.known("team", team, scope.teams, inner, key=team)
        found[team] = inner.number(team)
    return found
