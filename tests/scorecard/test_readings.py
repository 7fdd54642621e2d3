"""Readings of goals and the views of several together, as data: in full, since other programs read every key."""

from __future__ import annotations

import json

from tests.funnel.build import day, entry
from tests.scorecard.build import assessed, card, goal, won

from alignkit.display.text import to_text
from alignkit.funnel.patterns import entered
from alignkit.history.facts import Facts
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.metrics import count, share

CARD = card(
    GoalGroup(
        "demand",
        [
            goal("mqls", "marketing", count(entered("mql")), at_least=4, weight=0.75, title="MQLs"),
            goal("nps", ("sales", "marketing"), weight=0.25),
        ],
        weight=0.4,
    ),
    goal("wins", "sales", share(entered("won"), among=entered("mql")), at_least=None, between=(0.2, 0.4), weight=0.6),
)
FACTS = Facts(
    events=[*(entry("mql", at, lead) for at, lead in ((1, "a"), (2, "b"), (9, "c"), (20, "d"))), won(12, "a")]
)
NOTHING = {"numerator": None, "denominator": None, "unknown": 0, "pending": 0}


def middle() -> Assessment:
    """Assess it when half of January has passed: 3 MQLs of 4, one of them won, and no NPS yet."""
    return assessed(CARD, FACTS, day(15.5))


def data(of: str) -> object:
    """Return a reading as JSON brings it back."""
    return json.loads(json.dumps(middle().of(of).to_dict()))


def test_a_reading_as_data() -> None:
    """3 of 4 is 75 %; due are 2 by now, so that the pace is 1.5 and leads to 6; 1 in 15.5 days is still needed."""
    assert data("mqls") == {
        "alignkit": 1,
        "kind": "goal-reading",
        "goal": "mqls",
        "title": "MQLs",
        "owner": ["marketing"],
        "weight": 0.3,
        "direction": "at_least",
        "target": 4,
        "actual": {"value": 3, "text": "3", **NOTHING},
        "attainment": 0.75,
        "status": "ahead",
        "expected": 2,
        "pace": 1.5,
        "projected": 6,
        "needed_per_day": 0.064516129032,
        "sentence": "MQLs: 3 of 4 so far, 1 more than due by now",
        "groups": ["demand"],
    }


def test_a_reading_that_is_pending_as_data() -> None:
    """What is not measured has no attainment and no pace; two teams own it."""
    assert data("nps") == {
        "alignkit": 1,
        "kind": "goal-reading",
        "goal": "nps",
        "title": "nps",
        "owner": ["marketing", "sales"],
        "weight": 0.1,
        "direction": "at_least",
        "target": 10,
        "actual": {"value": None, "text": "–", **NOTHING},
        "attainment": None,
        "status": "pending",
        "expected": 10,
        "pace": None,
        "projected": None,
        "needed_per_day": None,
        "sentence": "nps: has not been measured yet",
        "groups": ["demand"],
    }


def test_a_reading_between_two_limits_as_data() -> None:
    """Both limits, and the most that is due by now; no groups where there are none."""
    assert data("wins") == {
        "alignkit": 1,
        "kind": "goal-reading",
        "goal": "wins",
        "title": "wins",
        "owner": ["sales"],
        "weight": 0.6,
        "direction": "between",
        "target": 0.2,
        "actual": {
            "value": 0.333333333333,
            "text": "33.3 %",
            "numerator": 1,
            "denominator": 3,
            "unknown": 0,
            "pending": 0,
        },
        "attainment": 1,
        "status": "on track",
        "expected": 0.2,
        "pace": 1,
        "projected": 0.333333333333,
        "needed_per_day": None,
        "sentence": "wins: 33.3 % (1 of 3) so far where 20 to 40 % was agreed, as agreed",
        "between": [0.2, 0.4],
        "expected_most": 0.4,
    }


def test_a_reading_shows_itself() -> None:
    """The sentence first; a goal that is measured is not pending."""
    found = middle()
    assert to_text(found.of("mqls").blocks()).startswith("MQLs: 3 of 4 so far, 1 more than due by now.")
    assert [reading.is_pending for reading in found.readings] == [False, True, False]


def test_the_view_of_all_as_data() -> None:
    """0.3 × 0.75 + 0.6 of the 0.9 that are measured; the MQLs take a quarter of their third."""
    assert json.loads(json.dumps(middle().whole.to_dict())) == {
        "team": None,
        "goals": ["mqls", "nps", "wins"],
        "attainment": 0.916666666667,
        "measured": 0.9,
        "lowest": 0.825,
        "highest": 0.925,
        "losses": [
            {"goal": "mqls", "weight": 0.333333333333, "lost": 0.083333333333},
            {"goal": "wins", "weight": 0.666666666667, "lost": 0},
        ],
    }


def test_the_view_of_a_team_and_of_a_group_as_data() -> None:
    """The same goals by the same weights: one says whose it is, the other which group."""
    same = {
        "goals": ["mqls", "nps"],
        "attainment": 0.75,
        "measured": 0.75,
        "lowest": 0.5625,
        "highest": 0.8125,
        "losses": [{"goal": "mqls", "weight": 1, "lost": 0.25}],
    }
    assert middle().team("marketing").to_dict() == {"team": "marketing", **same}
    assert middle().group("demand").to_dict() == {"team": None, "group": "demand", **same}


def test_the_view_of_nothing_measured_as_data() -> None:
    """Before January: anything from nothing to all."""
    assert assessed(CARD, Facts(), day(-1)).whole.to_dict() == {
        "team": None,
        "goals": ["mqls", "nps", "wins"],
        "attainment": None,
        "measured": 0,
        "lowest": 0,
        "highest": 1,
        "losses": [],
    }
