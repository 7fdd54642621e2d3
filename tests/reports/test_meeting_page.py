"""The agenda as a page to print."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from alignkit.errors import DocumentError
from alignkit.reports.meeting_page import meeting_page
from alignkit.samples.company import SampleCompany
from alignkit.together.log import Log
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member
from alignkit.together.prepare import agenda
from alignkit.together.requests import Request

MONDAY = Meeting("joint", "FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), "10:00", "Europe/Amsterdam", title="Monday round")


def test_the_page_stands_alone(company: SampleCompany, page: Callable[[str], Any]) -> None:
    """One heading of the first level, the points below, and room for what is decided."""
    found = agenda(MONDAY, company.agreement, company.facts, as_of=company.as_of, errors="collect")
    read = page(meeting_page(found))
    read.stands_alone()
    assert read.elements.count("h1") == 1
    assert read.elements.count("h2") >= 3
    assert "Agenda: Monday round" in read.text
    assert "Decided today" in read.text
    assert str(company.agreement.mission) in " ".join(read.text.split())


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onmouseover="alert(1)'])
def test_O01_hostile_names(name: str, hostile: Callable[[str], Any], page: Callable[[str], Any]) -> None:
    """They read right, and do nothing."""
    agreement, facts, report = hostile(name)
    meeting = Meeting(name, "FREQ=DAILY", date(2026, 1, 5), "10:00", "UTC", attendees=[Member(name, name)])
    log = Log(requests=[Request(name, name, name, f"{name} 2", date(2026, 1, 5))])
    as_of = report.assessment.as_of
    read = page(meeting_page(agenda(meeting, agreement, facts, as_of=as_of, log=log, aims={name: name})))
    read.stands_alone()
    assert name in read.text


def test_only_an_agenda_is_shown() -> None:
    """In words that say what is due."""
    with pytest.raises(DocumentError, match="shows an Agenda"):
        meeting_page("agenda")  # type: ignore[arg-type]  # what is refused
