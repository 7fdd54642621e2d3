from __future__ import annotations

from datetime import date

import pytest

from alignkit.agreement.agreement import Agreement
from alignkit.agreement.canonical import digest
from alignkit.agreement.check import check
from alignkit.agreement.document.read_agreement import from_document
from alignkit.agreement.document.write_agreement import to_document
from alignkit.agreement.read import read
from alignkit.display.text import to_text
from alignkit.errors import DocumentError
from alignkit.funnel.stages import Funnel
from alignkit.samples.pools import CLOCK_CHANGES, COUNTRIES, INTERESTS, REJECTED_FOR, SOURCES
from alignkit.samples.terms import OFFICE, REASONS, sample_agreement
from alignkit.scorecard.goals import Goal
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.next_open import is_open


def test_nothing_is_to_be_said_about_it() -> None:
    """An adviser of both teams finds neither fault nor doubt, on any day of its year."""
    assert check(sample_agreement(), on=date(2026, 6, 19)) == ()


def test_both_teams_signed_these_terms() -> None:
    """The sign-offs carry the digest of the terms as they are."""
    agreement = sample_agreement()
    assert {signoff.team for signoff in agreement.signoffs} == {"marketing", "sales"}
    assert {signoff.digest for signoff in agreement.signoffs} == {digest(agreement)}


def test_it_can_be_written_as_a_document() -> None:
    """Read back, it is the same agreement with the same digest."""
    agreement = sample_agreement()
    back = from_document(to_document(agreement))
    assert back == agreement
    assert digest(back) == digest(agreement)


def test_it_reads_in_plain_words() -> None:
    """The page to sign names the mission, the reasons, the hours, the goals and the signatures."""
    words = " ".join(to_text(read(sample_agreement()).blocks(), width=200).split())
    for part in (
        "clean water",
        "cannot be reached",
        "4 work hours",
        "2026-04-27",
        "MQLs delivered",
        "signed these terms",
    ):
        assert part in words


def goals_of(agreement: Agreement) -> list[Goal]:
    return [leaf.goal for leaf in agreement.leaves]


def test_targets_grow_with_the_company() -> None:
    """Ten times the leads, ten times the MQLs, pipeline and revenue; a share stays as it is."""
    small, large = (sample_agreement(leads=leads) for leads in (1_200, 12_000))
    for before, after in zip(goals_of(small), goals_of(large), strict=True):
        grown = before.name in {"mqls", "pipeline", "revenue"}
        assert after.target == (before.target * 10 if grown else before.target), before.name
    assert goals_of(sample_agreement(leads=1))[0].target == 1


@pytest.mark.parametrize("leads", [0, -1, 1_000_001, 1.5, True, "1200", None])
def test_leads_that_are_no_number_are_refused(leads: object) -> None:
    """The message says what would be right."""
    with pytest.raises(DocumentError, match="whole number from 1 to 1000000"):
        sample_agreement(leads=leads)  # type: ignore[arg-type]  # that is what is tested


def test_each_stage_alias_means_one_stage() -> None:
    """What HubSpot calls a stage leads to a stage of the funnel."""
    agreement = sample_agreement()
    aliases = agreement.aliases
    assert aliases["marketingqualifiedlead"] == "mql"
    assert aliases["closedwon"] == "won"
    assert set(aliases.values()) <= {stage.id for stage in agreement.funnel.stages}


def test_the_office_keeps_its_hours() -> None:
    """Eight hours a day and half a day on Christmas Eve; closed at lunch, on holidays and when the clocks change."""
    assert isinstance(sample_agreement().funnel, Funnel)
    assert not any(is_open(OFFICE, instant) for instant in CLOCK_CHANGES)
    days = {day for day, _ in OFFICE.exceptions}
    assert {date(2025, 12, 24), date(2026, 5, 5)} <= days
    assert date(2026, 4, 27) in OFFICE.holidays
    first, second = CLOCK_CHANGES[0], CLOCK_CHANGES[1]
    assert elapsed(OFFICE, first, second).micros == 0


def test_the_pools_fit_the_terms() -> None:
    """Every source has interests, and all agreed reasons are given by somebody."""
    assert {source for source, _ in SOURCES} == set(INTERESTS)
    assert set(REASONS) < {reason for reason, _ in REJECTED_FOR}
    assert len(dict(COUNTRIES)) == len(COUNTRIES)
