"""An assessment as data, and its views."""

from __future__ import annotations

import attrs
from tests.funnel.build import day, entry
from tests.scorecard.build import assessed, card, goal

from alignkit.funnel.patterns import entered
from alignkit.history.facts import Facts
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.groups import GoalGroup
from alignkit.scorecard.metrics import count

MQLS = goal("MQLs", "marketing", count(entered("mql")), at_least=4, weight=0.5)
DEALS = goal("deals", ("marketing", "sales"), count(entered("won")), at_least=4, weight=0.5)
FACTS = Facts(events=[entry("mql", 1), entry("mql", 20, "late")])


def halfway() -> Assessment:
    """Assess in the middle of January: one MQL came, another is to come."""
    return assessed(card(MQLS, DEALS), FACTS, day(15.5))


def test_an_assessment_as_data_in_full() -> None:
    """What was assessed, when, what each view and goal came to, the funnel, and what was found."""
    found = halfway()
    stages = ("lead", "mql", "sal", "sql", "won", "live", "lost", "disqualified")
    assert found.to_dict() == {
        "alignkit": 1,
        "kind": "assessment",
        "scorecard": "January",
        "period": {"name": "2026-01", "first": "2026-01-01", "end": "2026-02-01", "zone": "UTC"},
        "as_of": "2026-01-16T12:00:00+00:00",
        "elapsed": 0.5,
        "whole": {
            "team": None,
            "goals": ["MQLs", "deals"],
            "attainment": 0.125,
            "measured": 1,
            "lowest": 0.125,
            "highest": 0.125,
            "losses": [
                {"goal": "deals", "weight": 0.5, "lost": 0.5},
                {"goal": "MQLs", "weight": 0.5, "lost": 0.375},
            ],
        },
        "teams": [found.team("marketing").to_dict(), found.team("sales").to_dict()],
        "goals": [reading.to_dict() for reading in found.readings],
        "leads": 2,
        "stages": [
            {"stage": stage, "entered": int(stage in {"lead", "mql"}), "inside": int(stage == "mql"),
             "left": int(stage == "lead")}
            for stage in stages
        ],
        "findings": [finding.to_dict() for finding in found.findings],
    }  # fmt: skip
    assert [finding.code for finding in found.findings] == ["future-event"]


def test_groups_are_told_where_there_are_some() -> None:
    """The outer before those within."""
    made = card(GoalGroup("demand", [MQLS, GoalGroup("depth", [attrs.evolve(DEALS, weight=1)], weight=0.5)], weight=1))
    found = assessed(made, FACTS)
    assert [group["group"] for group in found.to_dict()["groups"]] == ["demand", "depth"]  # type: ignore[attr-defined]  # a list
    assert [view.group for view in found.groups] == ["demand", "depth"]
    assert [reading.goal.name for reading in found.group("depth").readings] == ["deals"]


def test_who_owns_what() -> None:
    """A team alone, several together; what is no team owns nothing."""
    found = halfway()
    assert [reading.goal.name for reading in found.own("marketing")] == ["MQLs"]
    assert found.own("sales") == ()
    assert found.own(("marketing",)) == ()  # type: ignore[arg-type]  # the point
    assert found.own(None) == ()  # type: ignore[arg-type]  # the point
    assert [reading.goal.name for reading in found.joint] == ["deals"]
