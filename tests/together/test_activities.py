"""What the teams do together, and participation as a figure that a goal can use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from tests.together.build import BOTH, BRAM, DAAN, FUNNEL, IRIS, NOOR, SVEN, codes

from alignkit.display.html import to_html
from alignkit.errors import AlignkitError, DocumentError, TimeError
from alignkit.history.facts import Facts
from alignkit.periods import quarter
from alignkit.scorecard.assess import assess
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import external
from alignkit.scorecard.scorecards import Scorecard
from alignkit.together.activities import Activity
from alignkit.together.members import Member
from alignkit.together.take_part import participation

Q1 = quarter(2026, 1, zone="Europe/Amsterdam")
APRIL = datetime(2026, 4, 3, tzinfo=UTC)
DONE = (
    Activity("Hanover fair", "trade show", date(2026, 2, 3), [IRIS, NOOR, BRAM]),
    Activity("Visit to the harbour", "customer visit", date(2026, 1, 3), [DAAN, Member("Customer", "guests")]),
    Activity("Spring fair", "trade show", date(2026, 4, 3), BOTH),
)


def test_each_person_could_take_part_in_each_activity() -> None:
    """Of the period, up to now; guests count for nothing."""
    found = participation(DONE, BOTH, period=Q1, as_of=APRIL)
    assert (found.taken, found.chances, found.share, found.joint) == (4, 10, Fraction(2, 5), 1)
    assert (found.of("marketing"), found.of("sales"), found.of("guests")) == (Fraction(1, 2), Fraction(1, 3), None)
    assert found.took_part("Sven") == 0
    assert [activity.name for activity in found.activities] == ["Visit to the harbour", "Hanover fair"]
    assert found.sentence.startswith("In 2 activities of 2026 Q1, people took part in 4 of 10 cases (40 %)")
    assert "4 of 10" in to_html(found.blocks())
    assert found.to_dict()["share"] == 0.4


def test_an_activity_counts_from_the_start_of_its_day() -> None:
    """By the clocks of the period's zone."""
    at = datetime(2026, 2, 2, 23, tzinfo=UTC)  # midnight in Amsterdam
    assert len(participation(DONE, BOTH, period=Q1, as_of=at).activities) == 2
    assert len(participation(DONE, BOTH, period=Q1, as_of=at.replace(hour=22)).activities) == 1


def test_a_goal_can_ask_for_it() -> None:
    """As an external figure; after the period's end it still counts for that period."""
    goal = Goal("together", owner=("marketing", "sales"), metric=external("participation"), at_least=0.5, weight=1)
    card = Scorecard("Q1", FUNNEL, Q1, [goal])
    found = participation(DONE, BOTH, period=Q1, as_of=APRIL)
    reading = assess(card, Facts(figures=found.figures), as_of=APRIL).of("together")
    assert reading.actual == Fraction(2, 5)
    assert reading.status == "missed"
    early = participation(DONE, BOTH, period=Q1, as_of=datetime(2026, 1, 10, tzinfo=UTC))
    assert assess(card, Facts(figures=early.figures), as_of=early.as_of).of("together").actual == Fraction(1, 5)


def test_without_activities_there_is_no_figure() -> None:
    """Nothing of nothing is not zero."""
    found = participation([], BOTH, period=Q1, as_of=APRIL)
    assert (found.share, found.figures, found.joint) == (None, (), 0)
    assert found.sentence == "There was nothing to take part in yet in 2026 Q1."
    assert participation(DONE, [], period=Q1, as_of=APRIL).share is None


def test_bad_input() -> None:
    """Each fault at its place."""
    with pytest.raises(DocumentError) as caught:
        Activity("", "trade show", date(2026, 2, 3), [SVEN])
    assert codes(caught.value) == [("bad-id", "name")]
    with pytest.raises(TimeError, match="not-a-date"):
        Activity("Fair", "trade show", APRIL)
    with pytest.raises(AlignkitError, match="duplicate-id"):
        Activity("Fair", "trade show", date(2026, 2, 3), [SVEN, SVEN])
    with pytest.raises(TimeError, match="naive"):
        participation(DONE, BOTH, period=Q1, as_of=datetime(2026, 4, 3))  # noqa: DTZ001 - what is refused
    with pytest.raises(DocumentError, match="a period is a Period"):
        participation(DONE, BOTH, period="Q1", as_of=APRIL)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(DocumentError, match="wrong-type"):
        participation(["fair"], BOTH, period=Q1, as_of=APRIL)  # type: ignore[list-item]  # what is refused
