"""The scorecard report as a value: text, data, and what it says when there is nothing."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import timedelta

import attrs

from alignkit.display.text import to_text
from alignkit.display.wrap import width_of
from alignkit.errors import Finding
from alignkit.history.facts import Facts
from alignkit.reports.make_report import scorecard_report
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.samples.company import SampleCompany


def test_text_fits_a_terminal(report: ScorecardReport) -> None:
    """The text has 80 columns at most, and says both teams' commitments, what is overdue and where the gap is."""
    text = repr(report)
    assert len(text.encode()) < 4096
    assert max(map(width_of, text.splitlines())) <= 80
    for words in ("What marketing owes", "What sales owes", "What they owe together", "Where the gap is"):
        assert words in text


def test_data_is_versioned_json(report: ScorecardReport, company: SampleCompany) -> None:
    """`to_dict` goes through JSON as it is."""
    data = report.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["alignkit"], data["kind"]) == (1, "scorecard-report")
    agreement = data["agreement"]
    assert isinstance(agreement, dict)
    assert agreement["name"] == company.agreement.name
    assert attrs.evolve(report, agreement=None, work=None).to_dict()["work"] is None


def test_doubts_are_told_once(report: ScorecardReport) -> None:
    """What both the assessment and the work list found stands there once; an import's findings come first."""
    cell = Finding("unreadable-cell", "'x' is no number", "events.csv:3:amount")
    doubts = attrs.evolve(report, findings=[cell, cell]).doubts
    assert doubts[0] == cell
    assert len(doubts) == len(set(doubts))
    assert set(doubts) >= set(report.assessment.findings)


def test_nothing_at_all(company: SampleCompany) -> None:
    """E06: without any facts the report is well-formed, and says that nothing is overdue."""
    empty = scorecard_report(company.agreement, Facts(), as_of=company.as_of)
    told = to_text(empty.blocks())
    assert "Nothing: no clock runs." in told
    assert "In doubt" not in told


def test_before_and_after_the_period(company: SampleCompany) -> None:
    """Asked at another time, it reports on the period of that time."""
    earlier = scorecard_report(company.agreement, company.facts, as_of=company.as_of - timedelta(days=90))
    assert "2026 Q1" in repr(earlier)


def test_it_copies_and_pickles(report: ScorecardReport) -> None:
    """A report is a value."""
    assert copy.deepcopy(report) == report
    assert pickle.loads(pickle.dumps(report)) == report


def test_what_became_of_handoffs(company: SampleCompany) -> None:
    """Which accepted leads came back, which were offered again, and what of it is not as agreed."""
    funnel = company.agreement.funnel
    strict = attrs.evolve(funnel, boundaries=[attrs.evolve(funnel.boundaries[0], recycle_limit=0)])
    agreement = attrs.evolve(company.agreement, funnel=strict, flow=None, signoffs=())
    report = scorecard_report(agreement, company.facts, as_of=company.as_of, errors="collect")
    (every,) = report.handoffs
    offers = [one for one in every if one.offered_at in report.assessment.scorecard.period]
    text = " ".join(to_text(report.blocks(), width=120).split())
    again, back = sum(one.is_recycled for one in offers), sum(one.is_returned for one in offers)
    assert f"{again} times a lead was offered again" in text
    assert f"{back} were given back later" in text
    assert f"A lead that was offered once is never offered again, and {again} offers were beyond that: L" in text
