"""A quarter from week to week: targets a month, last year's shape, groups, and the sheet that both teams look at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from alignkit.currency import money
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel, Stage
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import days
from alignkit.periods import quarter
from alignkit.scorecard.assess import assess
from alignkit.scorecard.follow import follow_goals, progress
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.measure_shape import shape_of
from alignkit.scorecard.metrics import conversion, count, total
from alignkit.scorecard.scorecards import Scorecard

FUNNEL = Funnel(
    "inbound",
    [
        Stage("mql", "marketing", title="MQL"),
        Stage("sal", "sales", title="SAL"),
        Stage("won", "sales", outcome="won"),
    ],
    [Stage("lost", "sales", outcome="lost")],
)
MARCH = datetime(2026, 3, 2, tzinfo=UTC)


def leads(year: int, counts: tuple[int, int, int]) -> list[Event]:
    """Return so many MQLs in each of the first three months, every second accepted, every fourth won."""
    events: list[Event] = []
    for month, number in enumerate(counts, start=1):
        for place in range(number):
            at = datetime(year, month, 1, 9, tzinfo=UTC) + timedelta(hours=24 * 27 * place / number)
            lead = f"{year}-{month}-{place}"
            events.append(Event(lead, at, "stage", "mql"))
            if place % 2 == 0:
                events.append(Event(lead, at + timedelta(hours=5), "stage", "sal"))
            if place % 4 == 0:
                won = {"amount": money(1000, "EUR")}
                events.append(Event(lead, at + timedelta(hours=20), "stage", "won", attributes=won))
    return events


@pytest.fixture
def card() -> Scorecard:
    """A quarter whose March is strong: MQLs by steps, revenue as it came in last year, and a band for acceptance."""
    journeys = replay(FUNNEL, Facts(events=leads(2025, (40, 60, 100))), as_of=datetime(2025, 4, 1, tzinfo=UTC))
    revenue = total("amount", at=entered("won"))
    shape = shape_of(revenue, journeys, period=quarter(2025, 1, zone="UTC"), parts=13)
    demand = GoalGroup(
        "demand",
        [
            Goal("mqls", "marketing", count(entered("mql")), at_least=400, weight=0.5,
                 steps=[80, 120, 200], title="MQLs delivered"),
            Goal("accepted", "sales", conversion("mql", "sal", within=days(2)), between=(0.4, 0.7), weight=0.5,
                 title="MQLs accepted"),
        ],
        weight=0.5,
        title="Demand",
    )  # fmt: skip
    joint = Goal("revenue", ("marketing", "sales"), revenue, at_least=money(100_000, "EUR"), weight=0.5,
                 shape=shape, title="Revenue")  # fmt: skip
    return Scorecard("2026 Q1", FUNNEL, quarter(2026, 1, zone="UTC"), [demand, joint])


def test_the_second_of_march(card: Scorecard) -> None:
    """Two thirds of the time have passed; by the steps half of the MQLs are due, and by the shape half the revenue."""
    facts = Facts(events=leads(2026, (80, 130, 0)))
    found = assess(card, facts, as_of=MARCH)
    assert [reading.status for reading in found.readings] == ["on track", "on track", "on track"]
    assert found.of("mqls").sentence == "MQLs delivered: 210 of 400 so far, 4 more than due by now"
    assert found.of("accepted").sentence.startswith("MQLs accepted: 50.2 % (105 of 209) so far where 40 to 70 %")
    evenly = Scorecard(
        "even", FUNNEL, card.period, [Goal("mqls", "marketing", count(entered("mql")), at_least=400, weight=1)]
    )
    assert assess(evenly, facts, as_of=MARCH).of("mqls").status == "at risk"


def test_what_the_weekly_meeting_sees(card: Scorecard) -> None:
    """Since the meeting two weeks ago, both teams' commitments beside each other, and how the quarter went."""
    facts = Facts(events=leads(2026, (80, 130, 100)))
    week = progress(card, facts, as_of=datetime(2026, 3, 16, tzinfo=UTC), since=MARCH)
    assert week.of("mqls").sentence == ("MQLs delivered: 265, 52 more than on 2026-03-02; at risk, was on track")
    assert week.of("mqls").turn == "worse"
    sides = week.now.side_by_side
    assert [[reading.goal.name for reading in side.readings] for side in sides.sides] == [["mqls"], ["accepted"]]
    assert [[reading.goal.name for reading in side.readings] for side in sides.joint] == [["revenue"]]
    course = follow_goals(card, facts, as_of=datetime(2026, 4, 1, tzinfo=UTC))
    assert [reading.status for reading in course.of("mqls").readings][-1] == "missed"
    assert course.of("accepted").readings[-1].status == "met"
    demand = course.assessments[-1].group("demand")
    assert demand.attainment == Fraction(71, 80)
