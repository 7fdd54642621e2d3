"""Make the scorecard report of an agreement: ask every chapter once, and put the answers together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from alignkit.agreement.agreement import Agreement
from alignkit.errors import Finding
from alignkit.funnel.replay import Errors, replay
from alignkit.funnel.verify import verify
from alignkit.handoff.review import review
from alignkit.handoff.work_list import open_work
from alignkit.history.facts import Facts
from alignkit.reports.checked import checked_agreement
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.scorecard.assess import assess


def scorecard_report(
    agreement: Agreement,
    facts: Facts,
    *,
    as_of: datetime,
    errors: Errors = "raise",
    findings: Iterable[Finding] = (),
) -> ScorecardReport:
    """Assess an agreement for the period around `as_of`, and add what is due, how handoffs went, and what is in doubt.

    Args:
        agreement: what both teams agreed on.
        facts: leads, events and external figures.
        as_of: what happened later does not count.
        errors: what to do with wrong facts: `raise`, be `strict`, or `collect` them as findings.
        findings: what was found before, such as cells that an import could not read.

    Raises:
        TimeError: `as_of` is naive.
        DocumentError: `no-goals`, `wrong-type`.
        DataError: as `assess`.
    """
    checked_agreement(agreement, "a scorecard report")
    assessment = assess(agreement, facts, as_of=as_of, errors=errors)
    journeys = replay(agreement.funnel, facts, as_of=as_of, errors=errors)
    return ScorecardReport(
        assessment,
        work=open_work(agreement.slas, journeys, as_of=as_of),
        handoffs=[review(journeys, boundary, as_of=as_of) for boundary in agreement.funnel.boundaries],
        evidence=verify(agreement.funnel, journeys),
        agreement=agreement,
        findings=findings,
    )
