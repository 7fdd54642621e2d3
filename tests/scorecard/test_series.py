"""Series of looks at a scorecard, as data and as pictures: in full, since other programs read every key."""

from __future__ import annotations

import json

import pytest
from tests.funnel.build import day
from tests.scorecard.test_readings import CARD, FACTS

from alignkit.display.text import to_text
from alignkit.errors import DocumentError
from alignkit.scorecard.follow import follow_goals
from alignkit.scorecard.series import ScorecardSeries

LOOKS = ["2025-12-31T00:00:00+00:00", "2026-01-16T12:00:00+00:00", "2026-02-01T00:00:00+00:00"]


def course() -> ScorecardSeries:
    """Look at it before January, in its middle, and at its end."""
    return follow_goals(CARD, FACTS, as_of=day(31), at=[day(-1), day(15.5)])


def look(at: int, status: str, *, due: float, actual: float | None = None, attained: float | None = None) -> object:
    """Return one look of a goal as data."""
    return {"as_of": LOOKS[at], "actual": actual, "expected": due, "attainment": attained, "status": status}


MQLS = {
    "alignkit": 1,
    "kind": "goal-series",
    "goal": "mqls",
    "title": "MQLs",
    "at": [
        look(0, "pending", due=0, actual=0),
        look(1, "ahead", due=2, actual=3, attained=0.75),
        look(2, "met", due=4, actual=4, attained=1),
    ],
}
NPS = {
    "alignkit": 1,
    "kind": "goal-series",
    "goal": "nps",
    "title": "nps",
    "at": [look(number, "pending", due=10) for number in range(3)],
}
WINS = {
    "alignkit": 1,
    "kind": "goal-series",
    "goal": "wins",
    "title": "wins",
    "at": [
        look(0, "pending", due=0.2),
        look(1, "on track", due=0.2, actual=0.333333333333, attained=1),
        look(2, "met", due=0.2, actual=0.25, attained=1),
    ],
}


def test_a_series_as_data() -> None:
    """Every look at the whole, null while nothing is measured, and the series of each goal in its order."""
    assert json.loads(json.dumps(course().to_dict())) == {
        "alignkit": 1,
        "kind": "scorecard-series",
        "scorecard": "January",
        "as_of": LOOKS,
        "whole": [None, 0.916666666667, 1],
        "goals": [MQLS, NPS, WINS],
    }


def test_the_series_of_a_goal() -> None:
    """By its name; a misspelt one is told the nearest."""
    found = course()
    assert found.of("wins").to_dict() == WINS
    assert found.of("mqls") == found.goals[0]
    with pytest.raises(DocumentError, match="has no goal 'win'; did you mean 'wins'"):
        found.of("win")


def test_a_series_of_one_look() -> None:
    """At its end alone."""
    found = follow_goals(CARD, FACTS, as_of=day(31), at=[])
    assert (found.to_dict()["as_of"], found.to_dict()["whole"]) == (LOOKS[2:], [1])
    assert found.of("mqls").to_dict()["at"] == [look(2, "met", due=4, actual=4, attained=1)]


def test_a_series_is_drawn() -> None:
    """All goals together in per cent, and each goal with its target."""
    found = course()
    assert found.picture.title == "January: all goals together, attained in per cent; 100 % at last"
    assert [goal.picture.title for goal in found.goals] == [
        "MQLs over time; agreed: 4",
        "nps over time; agreed: 10",
        "wins over time, in per cent; agreed: 20 to 40 %",
    ]
    assert to_text(found.blocks()).startswith("January: how it went")
    assert to_text(found.of("mqls").blocks()).startswith("MQLs: ≥ 4")
