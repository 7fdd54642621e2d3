"""Progress as data, and how a status turned."""

from __future__ import annotations

import attrs
import pytest
from tests.funnel.build import day, entry
from tests.scorecard.build import assessed, card, goal

from alignkit.funnel.patterns import entered
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.scorecard.follow import progress
from alignkit.scorecard.metrics import count
from alignkit.scorecard.pace import Status
from alignkit.scorecard.progress import GoalProgress, Progress, Turn

CARD = card(
    goal("MQLs", metric=count(entered("mql")), at_least=4, weight=0.5, title="Leads for sales"),
    goal("nps", weight=0.5),
)
FACTS = Facts(
    events=[entry("mql", 1, "a"), entry("mql", 9, "b")],
    figures=[ExternalFigure("nps", 5, day(8))],
)


def found() -> Progress:
    """Look at the eleventh of January and a week before."""
    return progress(CARD, FACTS, as_of=day(10))


def test_progress_as_data() -> None:
    """Of all goals: 2/4 and 5/10 now, 1/4 then, when the other was not known."""
    told = found()
    assert told.to_dict() == {
        "alignkit": 1,
        "kind": "progress",
        "scorecard": "January",
        "before": "2026-01-04T00:00:00+00:00",
        "as_of": "2026-01-11T00:00:00+00:00",
        "difference": 0.25,
        "goals": [goal.to_dict() for goal in told.goals],
        "sentence": "All goals together attain 50 %, 25 percentage points more than on 2026-01-04",
    }
    assert progress(CARD, FACTS, as_of=day(10), since=day(-1)).to_dict()["difference"] is None


def test_the_progress_of_a_goal_as_data() -> None:
    """Both readings in full, and what lies between them."""
    mqls, nps = found().goals
    assert mqls.to_dict() == {
        "alignkit": 1,
        "kind": "goal-progress",
        "goal": "MQLs",
        "title": "Leads for sales",
        "before": mqls.before.to_dict(),
        "now": mqls.now.to_dict(),
        "difference": 1,
        "turn": "same",
        "sentence": "Leads for sales: 2, 1 more than on 2026-01-04; still ahead",
    }
    assert (nps.to_dict()["difference"], nps.to_dict()["turn"]) == (None, "same")


@pytest.mark.parametrize(
    ("before", "now", "turn"),
    [
        ("missed", "at risk", "better"),
        ("at risk", "on track", "better"),
        ("on track", "ahead", "better"),
        ("on track", "met", "better"),
        ("ahead", "met", "same"),
        ("met", "ahead", "same"),
        ("met", "on track", "worse"),
        ("on track", "at risk", "worse"),
        ("at risk", "missed", "worse"),
        ("pending", "met", "same"),
        ("missed", "pending", "same"),
        ("pending", "pending", "same"),
    ],
)
def test_how_a_status_turns(before: Status, now: Status, turn: Turn) -> None:
    """Missed, at risk, on track, and last ahead or met; what was not known did not turn."""
    (reading,) = assessed(card(goal())).readings
    then, today = (
        attrs.evolve(reading, pacing=attrs.evolve(reading.pacing, status=status)) for status in (before, now)
    )
    assert GoalProgress(then, today).turn == turn
