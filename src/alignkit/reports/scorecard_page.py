"""The scorecard report as a page that stands alone."""

from __future__ import annotations

from collections.abc import Iterable

from alignkit.agreement.agreement import Agreement
from alignkit.display.html import page
from alignkit.errors import DocumentError, Finding, shown
from alignkit.funnel.evidence import Evidence
from alignkit.handoff.acceptance import Handoffs
from alignkit.handoff.work_items import WorkList
from alignkit.reports.arrange_scorecard import full_report
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.bridges import Bridge
from alignkit.scorecard.rewards import Unlock


def scorecard_page(
    assessment: Assessment | ScorecardReport,
    *,
    work: WorkList | None = None,
    handoffs: Iterable[Handoffs] = (),
    evidence: Iterable[Evidence] = (),
    agreement: Agreement | None = None,
    bridge: Bridge | None = None,
    rewards: Iterable[Unlock] = (),
    findings: Iterable[Finding] = (),
) -> str:
    """Return the scorecard report as an HTML page: no network, no script, readable on a phone and on paper.

    Args:
        assessment: what each goal came to; or a whole report, and then nothing else is given.
        work: the open clocks, for what is overdue.
        handoffs: how the handoffs over each boundary were answered; those offered in the period are told.
        evidence: whether entries met the entry rules, as `verify` says.
        agreement: for its words, its sign-offs and its digest.
        bridge: from what was planned to what came, as `bridge` tells.
        rewards: what became of the rewards, as `unlock` tells.
        findings: what else was found, such as cells that an import could not read.

    Raises:
        DocumentError: `wrong-type`.
    """
    report = assessment
    if isinstance(report, Assessment):
        report = ScorecardReport(
            report,
            work=work,
            handoffs=handoffs,
            evidence=evidence,
            agreement=agreement,
            bridge=bridge,
            rewards=rewards,
            findings=findings,
        )
    if not isinstance(report, ScorecardReport):
        raise DocumentError.at("wrong-type", f"the page shows an Assessment or a ScorecardReport, not {shown(report)}")
    return page(report.assessment.scorecard.name, full_report(report))
