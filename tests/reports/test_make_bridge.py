"""The gap bridge of an agreement: alone, as a page, and in the scorecard report beside the rewards."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest

from alignkit.agreement.agreement import Agreement
from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.display.wrap import width_of
from alignkit.errors import AlignkitError, DataError, DocumentError, TimeError
from alignkit.funnel.replay import replay
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import days
from alignkit.periods import quarter
from alignkit.reports.answer_page import answer_page
from alignkit.reports.make_bridge import gap_bridge
from alignkit.reports.make_report import scorecard_report
from alignkit.reports.scorecard_page import scorecard_page
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.samples.company import SampleCompany
from alignkit.scorecard.bridge import bridge
from alignkit.scorecard.factors import FlowPlan, bare_of
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.rewards import Reward

Parse = Callable[[str], Any]
PLAN = FlowPlan({"mql": 60, "sal": 40, "won": 6}, value=money(50_000, "EUR"))


@pytest.fixture(scope="module")
def planned(company: SampleCompany) -> Agreement:
    """Return the sample agreement with a flow, a dinner and a bonus."""
    names = [leaf.goal.name for leaf in company.agreement.leaves]
    halves = {"marketing": Fraction(1, 2), "sales": Fraction(1, 2)}
    rewards = [
        Reward("dinner", "A dinner", requires=names, title="Dinner"),
        Reward("bonus", money(1_000, "EUR"), requires=names, shares=halves),
    ]
    return attrs.evolve(company.agreement, flow=PLAN, rewards=rewards, signoffs=())


@pytest.fixture(scope="module")
def bare(company: SampleCompany) -> ScorecardReport:
    """Return the report by an agreement that plans nothing and promises no reward."""
    agreement = attrs.evolve(company.agreement, flow=None, rewards=(), signoffs=())
    return scorecard_report(agreement, company.facts, as_of=company.as_of)


@pytest.fixture(scope="module")
def full(planned: Agreement, company: SampleCompany) -> ScorecardReport:
    """Return its report."""
    return scorecard_report(planned, company.facts, as_of=company.as_of)


def _usd(agreement: Agreement) -> Facts:
    """Return one lead that was won for dollars."""
    at = datetime(2026, 1, 7, tzinfo=UTC)
    stages = [stage.id for stage in agreement.funnel.path][:4]
    events = [Event("L1", at + days(n), "stage", stage) for n, stage in enumerate(stages)]
    won = Event("L1", at + days(9), "stage", "won", attributes={"amount": money(50_000, "USD")})
    return Facts({"L1": {}}, [*events, won])


# alone


def test_it_is_the_bridge_of_the_agreements_plan(planned: Agreement, company: SampleCompany) -> None:
    """The plan, the period and the rates are those of the agreement."""
    found = gap_bridge(planned, company.facts, as_of=company.as_of)
    journeys = replay(planned.funnel, company.facts, as_of=company.as_of)
    period = planned.scorecard_at(company.as_of).period
    assert found == bridge(PLAN, journeys, period=period, as_of=company.as_of)
    assert sum(part.exact for part in found.parts) == bare_of(found.gap)


def test_by_the_rates_of_the_agreement(planned: Agreement) -> None:
    """Dollars are told in the plan's euros where the agreement states a rate, and refused where it does not."""
    facts = _usd(planned)
    as_of = datetime(2026, 4, 1, tzinfo=UTC) - days(1)
    rated = attrs.evolve(planned, rates=Rates("EUR", {"USD": "0.92"}, on=as_of.date()))
    found = gap_bridge(rated, facts, as_of=as_of)
    assert found.period == quarter(2026, 1, zone=planned.zone)
    assert found.actual == money(46_000, "EUR")
    assert found.notes == ("1 amount in USD at 1 USD = 0.92 EUR, stated 2026-03-31.",)
    with pytest.raises(DataError) as caught:
        gap_bridge(planned, facts, as_of=as_of)
    assert caught.value.code == "mixed-currencies"
    with pytest.raises(DataError):
        scorecard_report(planned, facts, as_of=as_of)
    collected = scorecard_report(planned, facts, as_of=as_of, errors="collect")
    assert collected.bridge is None
    assert any(found.code == "mixed-currencies" for found in collected.doubts)
    assert "From planned to actual" not in to_text(collected.blocks())


def test_a_period_that_is_over(planned: Agreement, company: SampleCompany) -> None:
    """The quarter before, with all that is known by now: its bridge, its goals and its rewards are decided."""
    first = quarter(2026, 1, zone=planned.zone)
    found = gap_bridge(planned, company.facts, as_of=company.as_of, period="2026-Q1")
    assert found == gap_bridge(planned, company.facts, as_of=company.as_of, period=first)
    assert (found.period, found.so_far) == (first, False)
    report = scorecard_report(planned, company.facts, as_of=company.as_of, period="2026-Q1")
    assert report.bridge == found
    assert report.assessment.scorecard.period == first
    assert {unlock.state for unlock in report.rewards} <= {"unlocked", "locked", "pending"}
    assert {reading.status for reading in report.assessment.readings} & {"met", "missed"}
    for wrong, code in (("2026-03", "unlike-period"), ("spring", "unreadable-period"), (3, "wrong-type")):
        for ask in (gap_bridge, scorecard_report):
            with pytest.raises(AlignkitError) as caught:
                ask(planned, company.facts, as_of=company.as_of, period=wrong)  # type: ignore[arg-type]  # on purpose
            assert caught.value.code == code


def test_goals_are_not_needed(planned: Agreement, company: SampleCompany) -> None:
    """A plan without goals can be held against what came, too."""
    bare = attrs.evolve(planned, goals=(), rewards=())
    found = gap_bridge(bare, company.facts, as_of=company.as_of)
    assert found == gap_bridge(planned, company.facts, as_of=company.as_of)


def _refused(company: SampleCompany, planned: Agreement) -> list[tuple[Callable[[], object], type[AlignkitError], str]]:
    facts, as_of = company.facts, company.as_of
    unplanned = attrs.evolve(company.agreement, flow=None, signoffs=())
    return [
        (lambda: gap_bridge(unplanned, facts, as_of=as_of), DocumentError, "no-flow"),
        (lambda: gap_bridge("a.toml", facts, as_of=as_of), DocumentError, "wrong-type"),  # type: ignore[arg-type]  # on purpose
        (lambda: gap_bridge(planned, [], as_of=as_of), DocumentError, "wrong-type"),  # type: ignore[arg-type]  # on purpose
        (lambda: gap_bridge(planned, facts, as_of=as_of.replace(tzinfo=None)), TimeError, "naive"),
    ]


def test_refused(company: SampleCompany, planned: Agreement) -> None:
    """An agreement without a plan, an instant without an offset, what is none of these."""
    for ask, error, code in _refused(company, planned):
        with pytest.raises(error) as caught:
            ask()
        assert caught.value.code == code


def test_the_page_of_a_bridge(planned: Agreement, company: SampleCompany, page: Parse) -> None:
    """It stands alone, and holds the picture, a sentence for each part, and the numbers."""
    found = gap_bridge(planned, company.facts, as_of=company.as_of)
    told = page(answer_page(found, "The gap"))
    told.stands_alone()
    assert "Value in EUR, 2026 Q2: from planned to actual" in told.text
    for part, sentence in zip(found.parts, found.sentences, strict=True):
        assert (sentence in told.text) == (part.actual != part.factor.planned)


# in the report


def test_the_report_shows_the_bridge_and_the_rewards(full: ScorecardReport, page: Parse) -> None:
    """Picture and one plain sentence a part, after where the gap is; then what became of the rewards."""
    assert full.bridge is not None
    text = to_text(full.blocks(), width=80)
    assert max(map(width_of, text.splitlines())) <= 80
    places = [text.index(words) for words in ("Where the gap is", "From planned to actual", "What both teams win")]
    assert places == sorted(places)
    html = scorecard_page(full)
    told = page(html)
    told.stands_alone()
    assert html.count("<h2>From planned to actual</h2>") == 1
    assert html.count("<h2>What both teams win</h2>") == 1
    assert "Value in EUR, " in told.text  # the picture's title
    flat = " ".join(text.split())
    for sentence in (full.bridge.sentence, *full.bridge.sentences, *(unlock.sentence for unlock in full.rewards)):
        if sentence.startswith("As planned"):
            continue
        assert sentence in told.text
        assert sentence.split(":")[0] in flat
    # the numbers behind it stand on the page alone
    assert "difference in EUR" in told.text
    assert "difference in EUR" not in text


def test_the_report_as_data(full: ScorecardReport) -> None:
    """Bridge and rewards are in the JSON."""
    data = full.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert full.bridge is not None
    assert data["bridge"] == full.bridge.to_dict()
    assert [reward["reward"] for reward in data["rewards"]] == ["dinner", "bonus"]  # type: ignore[attr-defined]  # a list


def test_without_a_flow_nothing_changes(full: ScorecardReport, bare: ScorecardReport) -> None:
    """An agreement without a plan and rewards has the page that it had."""
    assert bare.bridge is None
    assert bare.rewards == ()
    for drawn in (scorecard_page(bare), to_text(bare.blocks())):
        assert "From planned to actual" not in drawn
        assert "What both teams win" not in drawn
    assert bare.to_dict()["bridge"] is None
    without = attrs.evolve(full, bridge=None, rewards=(), agreement=bare.agreement, assessment=bare.assessment)
    assert scorecard_page(without) == scorecard_page(bare)


def test_the_parts_one_by_one(full: ScorecardReport) -> None:
    """A page made of an assessment takes both as it takes the other parts."""
    same = scorecard_page(
        full.assessment,
        work=full.work,
        handoffs=full.handoffs,
        evidence=full.evidence,
        agreement=full.agreement,
        bridge=full.bridge,
        rewards=full.rewards,
    )
    assert same == scorecard_page(full)


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onmouseover="alert(1)', "\u05e9\u05dc\u05d5\u05dd"])
def test_O01_hostile_names(hostile: Callable[[str], Any], page: Parse, name: str) -> None:
    """O01: hostile stages and rewards make no element; they read right."""
    agreement, facts, _ = hostile(name)
    stages = [stage.id for stage in agreement.funnel.path]
    goals = [leaf.goal.name for leaf in agreement.leaves]
    bad = attrs.evolve(
        agreement,
        flow=FlowPlan({stage: 2 + n for n, stage in enumerate(stages)}),
        rewards=[Reward(name, name, requires=goals)],
    )
    report = scorecard_report(bad, facts, as_of=datetime(2026, 1, 6, tzinfo=UTC))
    found = page(scorecard_page(report))
    found.stands_alone()
    assert name in found.text
    assert report.bridge is not None
    page(answer_page(report.bridge, name)).stands_alone()
