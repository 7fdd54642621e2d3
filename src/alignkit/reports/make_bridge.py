"""Make the gap bridge of an agreement: what was planned for a period, held against what came in it."""

from __future__ import annotations

from datetime import datetime

from alignkit.agreement.agreement import Agreement
from alignkit.errors import DocumentError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.replay import Errors, replay
from alignkit.history.facts import Facts
from alignkit.periods import Period
from alignkit.reports.asked_period import asked_period
from alignkit.reports.checked import checked_agreement, checked_facts
from alignkit.scorecard.bridge import bridge
from alignkit.scorecard.bridges import Bridge
from alignkit.scorecard.factors import FlowPlan


def gap_bridge(
    agreement: Agreement,
    facts: Facts,
    *,
    as_of: datetime,
    period: Period | str | None = None,
    errors: Errors = "raise",
) -> Bridge:
    """Say how a period differs from what the agreement planned for it, step by step.

    It is `bridge` with the plan, the period and the rates of the agreement.

    Args:
        agreement: what both teams agreed on; it has a `flow`.
        facts: leads and events.
        as_of: what happened later does not count. Before the end of the period the gap is what is still open.
        period: such as `2026-Q1`; the one around `as_of` when not given.
        errors: what to do with wrong facts: `raise`, be `strict`, or `collect` them.

    Raises:
        TimeError: `as_of` is naive; `unreadable-period`.
        DocumentError: `no-flow`, `unlike-period`, `wrong-type`.
        DataError: as `replay` and `bridge`.
    """
    checked_agreement(agreement, "a bridge")
    checked_facts(facts, "a bridge")
    planned_flow(agreement)
    asked = asked_period(agreement, period, as_of)
    return bridge_of(agreement, replay(agreement.funnel, facts, as_of=as_of, errors=errors), asked, as_of)


def bridge_of(agreement: Agreement, journeys: Journeys, period: Period, as_of: datetime) -> Bridge:
    """Return the bridge of an agreement's plan for a period.

    Raises:
        DocumentError: `no-flow`.
        DataError: as `bridge`.
    """
    plan = planned_flow(agreement)
    return bridge(plan, journeys, period=period, as_of=as_of, rates=agreement.rates)


def planned_flow(agreement: Agreement) -> FlowPlan:
    """Return what an agreement plans for a period.

    Raises:
        DocumentError: `no-flow`.
    """
    if agreement.flow is None:
        text = f"the agreement {agreement.name!r} plans no flow, stage by stage, with which a bridge compares"
        raise DocumentError.at("no-flow", text, path="flow")
    return agreement.flow
