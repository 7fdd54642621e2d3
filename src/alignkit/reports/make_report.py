"""Make the scorecard report of an agreement: ask every chapter once, and put the answers together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alignkit.agreement.agreement import Agreement
from alignkit.errors import DataError, Finding
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.verify import verify
from alignkit.handoff.review import review
from alignkit.handoff.work_list import open_work
from alignkit.history.facts import Facts
from alignkit.periods import Period
from alignkit.reports.asked_period import asked_period
from alignkit.reports.checked import checked_agreement
from alignkit.reports.make_bridge import bridge_of
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.scorecard.assess import assess
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.bridges import Bridge
from alignkit.scorecard.unlock import unlock


def scorecard_report(
    agreement: Agreement,
    facts: Facts,
    *,
    as_of: datetime,
    period: Period | str | None = None,
    errors: Errors = "raise",
    findings: Iterable[Finding] = (),
) -> ScorecardReport:
    """Assess an agreement for a period, and add what is due, how handoffs went, and what is in doubt.

    Where the agreement plans a flow, it says also how the period differs from that, step by step; and where it has
    rewards, what became of them.

    Args:
        agreement: what both teams agreed on.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        period: such as `2026-Q1`; the one around `as_of` when not given.
        errors: what to do with wrong facts: `raise`, be `strict`, or `collect` them as findings.
        findings: what was found before, such as cells that an import could not read.

    Raises:
        TimeError: `as_of` is naive; `unreadable-period`.
        DocumentError: `no-goals`, `unlike-period`, `wrong-type`.
        DataError: as `assess`.
    """
    checked_agreement(agreement, "a scorecard report")
    card = agreement.scorecard_at(asked_period(agreement, period, as_of).starts_at)
    journeys = replay(agreement.funnel, facts, as_of=as_of, errors=errors)
    assessment = assess(card, journeys, as_of=as_of, errors=errors, figures=facts.figures)
    gap, doubts = _gap(agreement, journeys, assessment, errors)
    return ScorecardReport(
        assessment,
        work=open_work(agreement.slas, journeys, as_of=as_of),
        handoffs=[review(journeys, boundary, as_of=as_of) for boundary in agreement.funnel.boundaries],
        evidence=verify(agreement.funnel, journeys),
        agreement=agreement,
        bridge=gap,
        rewards=[unlock(reward, assessment) for reward in agreement.rewards],
        findings=[*findings, *doubts],
    )


def _gap(
    agreement: Agreement, journeys: Journeys, assessment: Assessment, errors: Errors
) -> tuple[Bridge | None, tuple[Finding, ...]]:
    """Return the bridge of the period, where a flow is planned; what forbids one is found where findings are asked."""
    if agreement.flow is None:
        return None, ()
    try:
        return bridge_of(agreement, journeys, assessment.scorecard.period, assessment.as_of), ()
    except DataError as fault:
        if errors != "collect":
            raise
        return None, fault.issues
