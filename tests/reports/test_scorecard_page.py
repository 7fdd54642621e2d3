"""The scorecard page: whole, harmless, and with everything that a meeting looks at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from alignkit.agreement.canonical import digest
from alignkit.display.html import LARGEST_PAGE
from alignkit.display.text import to_text
from alignkit.handoff.work_items import WorkItem, WorkList
from alignkit.instants import hours
from alignkit.reports.scorecard_page import scorecard_page
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.samples.company import SampleCompany
from alignkit.worktime.work_time import WorkTime

HOSTILE = ["<script>alert(1)</script>", '" onmouseover="alert(1)', "</style><b>", "{{7*7}}"]
Parse = Callable[[str], Any]


@pytest.mark.parametrize("name", HOSTILE)
def test_O01_hostile_names(hostile: Callable[[str], Any], page: Parse, name: str) -> None:
    """O01: a hostile name makes no element and no attribute on the page nor in a notebook, and reads right."""
    _, _, bad = hostile(name)
    _, _, good = hostile("name")
    for draw in (scorecard_page, lambda report: report._repr_html_()):
        found, mild = page(draw(bad)), page(draw(good))
        assert set(found.elements) == set(mild.elements)
        assert {key for key, _ in found.attributes} == {key for key, _ in mild.attributes}
        assert name in found.text
    page(scorecard_page(bad)).stands_alone()


def test_it_stands_alone(report: ScorecardReport, page: Parse) -> None:
    """No script, no network, one first heading, fit for a phone; small enough to mail."""
    html = scorecard_page(report)
    page(html).stands_alone()
    assert "http://" not in html.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in html
    assert len(html.encode()) < LARGEST_PAGE / 10


def test_it_holds_what_a_meeting_looks_at(report: ScorecardReport, company: SampleCompany, page: Parse) -> None:
    """Both sides' commitments, joint goals, bounds, what is overdue, the gap, the funnel, reasons, doubts, terms."""
    html = scorecard_page(report)
    told = page(html).text
    for heading in (
        "What marketing owes", "What sales owes", "What they owe together", "Where the gap is",
        "From planned to actual", "What both teams win", "What is overdue",
        "The funnel", "Handoff from MQL to SAL", "Entries against the agreed rules", "What is in doubt",
        "What the words mean", "The agreement behind it",
    ):  # fmt: skip
        assert html.count(f"<h2>{heading}</h2>") == 1
    for reading in report.assessment.readings:
        assert reading.goal.label in told
    assert "once all is measured" in told
    assert "rejected because" in told
    assert digest(company.agreement) in told
    assert html.count('class="ak-funnel"') == 2  # the gap bridge, and the funnel
    assert told.index("What marketing owes") < told.index("What sales owes") < told.index("Where the gap is")


def test_overdue_is_bounded(report: ScorecardReport) -> None:
    """The longest overdue come first; those beyond the listed ones are counted, and long delays go by the hour."""
    as_of = report.assessment.as_of
    items = [
        WorkItem(f"L{n}", "first_touch", "sales", "noor", "breached", as_of - hours(n), WorkTime(-n * 3_601_000_000))
        for n in range(1, 20)
    ]
    calm = WorkItem("L99", "first_touch", "sales", "noor", "running", as_of, WorkTime(0))
    late = attrs.evolve(report, work=WorkList([*items, calm], [], as_of))
    text = to_text(late.blocks())
    assert "19 of 20 open clocks; the longest overdue first." in text
    assert text.index("L19") < text.index("L15")
    assert "L14" not in text
    assert "… and 14 more rows" in text
    assert "19 work hours" in text
    html = scorecard_page(late)
    assert "… and 4 more rows" in html
    assert "5 work hours" in html
    assert "L99" not in html


def test_parts_can_be_left_out(report: ScorecardReport, page: Parse) -> None:
    """An assessment alone makes a page: without work, handoffs and agreement there are no such headings."""
    html = scorecard_page(report.assessment)
    page(html).stands_alone()
    for heading in ("What is overdue", "Handoff from", "Entries against", "The agreement behind it"):
        assert heading not in html
    same = scorecard_page(
        report.assessment,
        work=report.work,
        handoffs=report.handoffs,
        evidence=report.evidence,
        agreement=report.agreement,
        bridge=report.bridge,
        rewards=report.rewards,
    )
    assert same == scorecard_page(report)
