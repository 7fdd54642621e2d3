"""Olist: 8,000 real sellers who asked to join a marketplace, and the 842 who did, against published counts.

`expected.json` was computed once with a general data-frame library, from the same two files, read as UTC midnights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

import pytest

import alignkit as ak

NOW = datetime(2018, 12, 1, tzinfo=UTC)
BEFORE_CONTACT = "b91cf8812365f50ff4bda4bcd6206b05"
"""The one lead whose deal was won before its first contact."""


class Olist(NamedTuple):
    """What every chapter of the story starts from."""

    agreement: ak.Agreement
    facts: ak.Facts
    journeys: ak.Journeys
    expected: Mapping[str, Any]

    @property
    def period(self) -> ak.Period:
        """The year of the sample."""
        return self.agreement.scorecard_at(NOW).period


@pytest.fixture(scope="module")
def olist(shared_data: Path) -> Olist:
    """Read both files by the agreement's own sources, and follow every lead."""
    agreement = ak.load(Path(__file__).with_name("olist.toml"))
    folder = shared_data / "olist-marketing-funnel"
    leads, deals = (
        ak.read_csv(
            folder / f"olist_{file}_dataset.csv",
            next(source for source in agreement.sources if source.name == name),
            declarations=agreement.fields,
            aliases=agreement.aliases,
        )
        for name, file in (("leads", "marketing_qualified_leads"), ("events", "closed_deals"))
    )
    assert (leads.rows, deals.rows) == (8000, 842)
    assert not leads.findings
    assert not deals.findings
    facts = leads.facts + deals.facts
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return Olist(agreement, facts, ak.replay(agreement.funnel, facts, as_of=NOW), expected)


def test_every_lead_and_deal_is_counted_once(olist: Olist) -> None:
    """8,000 leads, 842 deals, and no deal without its lead."""
    whole = ak.figure(ak.share(ak.entered("won"), among=ak.entered("mql")), olist.journeys, period=_ever(), as_of=NOW)
    assert (whole.denominator, whole.numerator) == (olist.expected["mqls"], olist.expected["closed"])
    assert whole.value == Fraction(842, 8000)
    assert Fraction(str(olist.expected["conversion"])) == whole.value
    assert not [finding for finding in olist.journeys.findings if finding.code == "unknown-lead"]
    assert olist.expected["closed_without_mql"] == 0


def test_conversion_by_origin_keeps_blank_and_unknown_apart(olist: Olist) -> None:
    """Sixty leads have no origin at all, and 1,099 the origin "unknown": two things, never one."""
    metric = ak.share(ak.entered("won"), among=ak.entered("mql"))
    by = ak.figure(metric, olist.journeys, period=_ever(), as_of=NOW, by="origin")
    found = {group or "": {"mqls": part.denominator, "closed": part.numerator} for group, part in by.groups}
    assert found == olist.expected["by_origin"]
    assert found[""] == {"mqls": 60, "closed": 14}
    assert found["unknown"] == {"mqls": 1099, "closed": 179}


def test_monthly_cohorts(olist: Olist) -> None:
    """Each month's first contacts, and how many of them were won at some time.

    The one deal that was won before its first contact is no conversion: a window counts a deal at or after the contact.
    The published table counts it in 2018-03, so that month differs by that one.
    """
    for month in olist.period.months():
        cohort = ak.cohort_conversion(olist.journeys, "mql", "won", period=month, as_of=NOW)
        expected = olist.expected["by_first_contact_month"][month.name]
        early = 1 if month.name == "2018-03" else 0
        assert (cohort.entered, cohort.converted) == (expected["mqls"], expected["closed"] - early), month.name


def test_won_within_days_differs_by_the_one_deal_before_its_contact(olist: Olist) -> None:
    """A window counts B at or after A; the published table also counts the deal 1.18 days before its contact."""
    for days, published in olist.expected["won_within_days"].items():
        window = timedelta(days=int(days))
        cohort = ak.cohort_conversion(olist.journeys, "mql", "won", period=olist.period, within=window, as_of=NOW)
        assert cohort.converted == published - 1, days
        assert cohort.entered == cohort.converted + cohort.pending + cohort.dropped == 8000


def test_times_to_won(olist: Olist) -> None:
    """The days from the first contact to the deal, the negative one among them, equal the published figures."""
    days = []
    for journey in olist.journeys:
        contact = next(visit.entered_at for visit in journey.visits if visit.stage == "mql" and not visit.inferred)
        won = next((visit.entered_at for visit in journey.visits if visit.stage == "won"), None)
        if won is not None:
            days.append((won - contact) / timedelta(days=1))
    published = olist.expected["days_first_contact_to_won"]
    assert len(days) == olist.expected["closed"]
    assert {"min": min(days), "median": median(days), "mean": fmean(days), "max": max(days)} == pytest.approx(
        published, abs=1e-6
    )


def test_the_honest_median_waits_for_half_of_the_leads(olist: Olist) -> None:
    """Of the leads that were won, half were won in 15 days; of all leads, far fewer than half were ever won."""
    found = ak.time_to(olist.journeys, "mql", "won", period=olist.period, as_of=NOW)
    assert found.median is None
    assert (found.observed, found.censored) == (841, 7159)


def test_the_deal_before_its_contact_is_reported(olist: Olist) -> None:
    """Nothing is swallowed: the journey tells the backward move, and the answer to all journeys names the lead."""
    journey = olist.journeys.of(BEFORE_CONTACT)
    assert [finding.code for finding in journey.violations] == ["backward-move"]
    assert [(visit.stage, visit.inferred) for visit in journey.visits] == [
        ("mql", True),
        ("won", False),
        ("mql", False),
    ]
    flagged = [journey.lead for journey in olist.journeys if journey.violations]
    assert flagged == [BEFORE_CONTACT]
    assert len(flagged) == olist.expected["won_before_first_contact"]


def test_the_scorecard(olist: Olist) -> None:
    """Both teams' commitments and the joint goal, for the year of the sample."""
    found = ak.assess(olist.agreement, olist.facts, as_of=NOW)
    actual = {reading.goal.name: reading.actual for reading in found.readings}
    assert actual["sellers"] == 8000
    assert actual["speed"] == Fraction(546, 8000)
    # ten more were won after the year's end, in June and later, among them none of the year's own count
    assert actual["deals"] == sum(
        1
        for journey in olist.journeys
        if any(visit.stage == "won" and visit.entered_at in olist.period for visit in journey.visits)
    )


def _ever() -> ak.Period:
    return ak.parse_period("2017-01-01 to 2018-12-31", zone="UTC")
