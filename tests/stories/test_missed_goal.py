"""A quarter that missed its plan: what both heads of department read about it, and what became of the reward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from alignkit.currency import money
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import quarter
from alignkit.scorecard.assess import assess
from alignkit.scorecard.bridge import bridge
from alignkit.scorecard.contribute import contributions
from alignkit.scorecard.factors import FlowPlan
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, total
from alignkit.scorecard.rewards import Reward
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.unlock import reward_doubts, unlock

FUNNEL = Funnel(
    "inbound",
    [
        Stage("mql", "marketing", title="MQL"),
        Stage("sal", "sales", title="SAL"),
        Stage("won", "sales", outcome="won"),
    ],
    [Stage("lost", "sales", outcome="lost")],
    boundaries=[Boundary("mql", "sal", "lost")],
)
QUARTER = quarter(2026, 1, zone="UTC")
OVER = datetime(2026, 4, 1, tzinfo=UTC)


def facts() -> Facts:
    """1,060 MQLs, 650 of them accepted, 158 won; both teams called on half of those won."""
    start = datetime(2026, 1, 12, 9, tzinfo=UTC)
    events = []
    for number in range(1060):
        lead, at = f"L{number}", start + timedelta(minutes=30 * number)
        events.append(Event(lead, at, "stage", "mql", automatic=True))
        if number < 650:
            events.append(Event(lead, at + timedelta(days=1), "stage", "sal", team="sales", actor="sam"))
        if number < 158:
            won = {"amount": money(5400, "EUR")}
            events.append(Event(lead, at + timedelta(days=20), "stage", "won", team="sales", attributes=won))
        if number < 79:
            events.append(Event(lead, at, "touch", "call", team="marketing", actor="mia"))
    return Facts(events=events)


def test_a_missed_goal_and_its_bridge() -> None:
    """The revenue goal is missed; the bridge says at which steps, the parts sum to the cent, and nobody is blamed."""
    journeys = replay(FUNNEL, facts(), as_of=OVER)
    plan = FlowPlan({"mql": 1000, "sal": 750, "won": 200}, value=money(6000, "EUR"))
    found = bridge(plan, journeys, period=QUARTER, as_of=OVER)
    assert found.sentence == "346,800 EUR less than planned (853,200 of 1,200,000): 406,457 missing, 59,657 additional"
    more_leads, accepted, won, worth = found.sentences
    assert more_leads == "All additional 59,657 EUR: more leads came to MQL than planned (1,060, planned 1,000)"
    assert accepted == (
        "204,659 of the missing 406,457 EUR: fewer leads were accepted than planned (61 for every 100 at MQL, "
        "planned 75)"
    )
    assert won == (
        "94,425 of the missing 406,457 EUR: fewer deals were won than planned (24 for every 100 at SAL, planned 27)"
    )
    assert worth == (
        "107,373 of the missing 406,457 EUR: the value per deal was lower than planned (5,400 EUR, planned 6,000 EUR)"
    )
    assert sum(part.rounded for part in found.parts) == -346_800


def test_the_reward_of_a_quarter_in_which_one_side_attained() -> None:
    """Marketing's goal is met, the joint one is not: the bonus stays locked for both, and the doubt of it is none."""
    card = Scorecard(
        "Q1",
        FUNNEL,
        QUARTER,
        [
            Goal("mqls", "marketing", count(entered("mql")), at_least=1000, weight=0.5, title="MQLs delivered"),
            Goal("revenue", ["marketing", "sales"], total("amount", at=entered("won")),
                 at_least=money(1_200_000, "EUR"), weight=0.5, title="Revenue"),
        ],
    )  # fmt: skip
    bonus = Reward("bonus", money(10_000, "EUR"), ["mqls", "revenue"], {"marketing": 0.5, "sales": 0.5}, title="Bonus")
    assert reward_doubts(bonus, card) == ()
    found = unlock(bonus, assess(card, facts(), as_of=OVER))
    assert found.sentence == "Bonus (10,000 EUR) stays locked: Revenue was not met"
    assert found.amounts == ()


def test_whose_deals_they_are() -> None:
    """79 deals were worked on by both teams: they are halved, and the lists of the teams are not added up."""
    journeys = replay(FUNNEL, facts(), as_of=OVER)
    found = contributions(count(entered("won")), journeys, period=QUARTER, as_of=OVER)
    assert found.sentence == "79 of 158 deals were worked on by both teams"
    assert [found.credit("marketing"), found.credit("sales")] == [39.5, 118.5]
    assert found.worked("sales") == 158
