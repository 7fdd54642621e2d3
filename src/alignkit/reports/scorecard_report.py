"""The scorecard report: an assessment, what is due, how handoffs were answered, and what is in doubt, as one value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import attrs

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.display.shown import Shown
from alignkit.errors import Finding
from alignkit.funnel.evidence import Evidence
from alignkit.handoff.acceptance import Handoffs
from alignkit.handoff.work_items import WorkList
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.bridges import Bridge
from alignkit.scorecard.rewards import Unlock

if TYPE_CHECKING:
    from alignkit.display.blocks import Block


def _handoffs(values: Iterable[Handoffs]) -> tuple[Handoffs, ...]:
    return tuple(values)


def _evidence(values: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(values)


def _rewards(values: Iterable[Unlock]) -> tuple[Unlock, ...]:
    return tuple(values)


def _findings(values: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(values)


@attrs.frozen(slots=True, repr=False)
class ScorecardReport(Shown):
    """All that a meeting of both teams looks at. It computes nothing: the chapters did.

    Args:
        assessment: what each goal came to.
        work: the open clocks; None where none were measured.
        handoffs: how the handoffs over each boundary were answered.
        evidence: whether entries met the entry rules.
        agreement: what both teams signed; None for a scorecard of its own.
        bridge: from what was planned to what came; None where no flow is planned.
        rewards: what became of the rewards.
        findings: what else was found, such as cells that an import could not read.
    """

    assessment: Assessment
    work: WorkList | None = attrs.field(default=None, kw_only=True)
    handoffs: tuple[Handoffs, ...] = attrs.field(default=(), converter=_handoffs, kw_only=True)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=_evidence, kw_only=True)
    agreement: Agreement | None = attrs.field(default=None, kw_only=True)
    bridge: Bridge | None = attrs.field(default=None, kw_only=True)
    rewards: tuple[Unlock, ...] = attrs.field(default=(), converter=_rewards, kw_only=True)
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_findings, kw_only=True)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """Everything that was found on the way, each once."""
        found = [*self.findings, *self.assessment.findings]
        if self.work is not None:
            found += self.work.findings
        return tuple(dict.fromkeys(found))

    def blocks(self) -> Block:
        """Return the report as it fits a terminal."""
        from alignkit.reports.arrange_scorecard import short_report  # drawing is loaded when something is drawn

        return short_report(self)

    def to_dict(self) -> dict[str, object]:
        """Return the report as plain data, version 1; a part that was not asked for is null."""
        agreement = self.agreement
        return {
            "alignkit": 1,
            "kind": "scorecard-report",
            "agreement": None
            if agreement is None
            else {"name": agreement.name, "version": agreement.version, "digest": digest(agreement)},
            "assessment": self.assessment.to_dict(),
            "work": None if self.work is None else self.work.to_dict(),
            "handoffs": [handoffs.to_dict() for handoffs in self.handoffs],
            "evidence": [evidence.to_dict() for evidence in self.evidence],
            "bridge": None if self.bridge is None else self.bridge.to_dict(),
            "rewards": [unlock.to_dict() for unlock in self.rewards],
            "findings": [finding.to_dict() for finding in self.findings],
        }
