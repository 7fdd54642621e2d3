"""Capacity: the hours that follow-up needs against the hours that are there."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.plan.build import COUNTED, capacity, codes, planned, told

from alignkit.display.text import to_text
from alignkit.errors import DocumentError, LimitError
from alignkit.periods import month, quarter
from alignkit.plan.capacities import Load, Workload
from alignkit.plan.staff import capacity_needed
from alignkit.plan.steps import FlowStep
from alignkit.worktime.calendar import WorkCalendar

OFFICE = WorkCalendar("UTC", week={"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 2, 2)])
FEBRUARY = month(2026, 2, zone="UTC")
"""Four weeks to the day."""


def loaded(deals: float, *, period: Any = FEBRUARY, calendar: WorkCalendar | None = None, **parts: Any) -> Load:  # noqa: ANN401 - what a test gives
    """Load a capacity with ten MQLs for each deal."""
    plan = planned(deals, [FlowStep("mql", "won", 0.1)], period)
    return capacity_needed(plan, [capacity(**parts)], calendar=calendar).loads[0]


def test_hours_needed_and_hours_there() -> None:
    """300 leads of an hour each; three people of 20 hours a week for four weeks."""
    (february,) = loaded(30).months
    assert told(february.leads, february.needed, february.there) == (300, 300, 240)
    assert told(february.missing, february.used, february.people) == (60, Fraction(5, 4), Fraction(15, 4))
    assert february.needed_at_most == 300


def test_enough_is_enough() -> None:
    """Exactly as many hours as are needed: nothing is missing."""
    (february,) = loaded(24).months
    assert told(february.missing, february.used) == (0, 1)
    assert (
        loaded(24).sentence
        == "Follow-up of “mql” by sales fits in every month; the fullest is 2026-02, with 100 % of the hours."
    )


def test_a_holiday_makes_a_month_shorter() -> None:
    """With a calendar, February 2026 has 19 working days of 20: as many hours fewer."""
    assert loaded(30, calendar=OFFICE).months[0].there == 240 * Fraction(19, 20)


def test_it_says_what_is_missing() -> None:
    """In the month that misses most, with the people that it would take; nobody is blamed."""
    assert loaded(30).sentence == (
        "Follow-up of “mql” by sales needs 300 hours in 2026-02, and 240 hours are there: 60 hours are missing, about "
        "0.8 more people."
    )
    assert "about 1 more person." in loaded(32).sentence
    year = loaded(120, period=quarter(2026, 1, zone="UTC"))
    assert year.sentence.endswith("In all, 3 of 3 months are short of hours.")
    assert "in 2026-02" in year.sentence


def test_nobody_is_there_yet() -> None:
    """0 people: all hours are missing, and no share of them is used."""
    found = loaded(30, people=0)
    assert told(found.months[0].there, found.months[0].used) == (0, None)
    assert found.fullest is found.months[0]
    assert found.sentence.endswith("0 hours are there: 300 hours are missing, hours that nobody has.")
    closed = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 2, day) for day in range(1, 29)])
    assert loaded(30, calendar=closed).months[0].people is None


def test_the_range_of_leads_is_one_of_hours() -> None:
    """The high end of what the counts leave open."""
    plan = planned(30, COUNTED)
    load = capacity_needed(plan, [capacity(stage="mql")]).loads[0]
    assert load.needed == plan.of("mql").count
    assert sum(part.needed_at_most for part in load.months) == plan.of("mql").highest
    assert load.months[0].needed_at_most > load.months[0].needed


def test_several_teams_may_follow_up() -> None:
    """Each with its own touches, in the order given."""
    plan = planned(30, COUNTED)
    found = capacity_needed(plan, [capacity(), capacity(team="marketing", stage="lead", people=100)])
    assert [load.capacity.team for load in found.loads] == ["sales", "marketing"]
    assert len(found.sentences) == 2
    assert not capacity_needed(plan, [capacity(people=0)]).fits
    assert capacity_needed(plan, [capacity(people=99)]).fits
    assert capacity_needed(plan, []).fits


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"people": -1}, ("negative", "people")),
        ({"people": "3"}, ("wrong-type", "people")),
        ({"hours_a_week": 0}, ("not-positive", "hours_a_week")),
        ({"hours_a_week": 169}, ("too-many-hours", "hours_a_week")),
        ({"touches_per_lead": 0}, ("not-positive", "touches_per_lead")),
        ({"minutes_per_touch": True}, ("wrong-type", "minutes_per_touch")),
        ({"minutes_per_touch": float("inf")}, ("not-finite", "minutes_per_touch")),
        ({"team": ""}, ("bad-id", "team")),
        ({"stage": 5}, ("wrong-type", "stage")),
    ],
)
def test_a_faulty_capacity_is_refused(parts: dict[str, Any], found: tuple[str, str]) -> None:
    """Each fault by its code and place."""
    with pytest.raises(DocumentError) as caught:
        capacity(**parts)
    assert codes(caught.value) == [found]


def test_all_faults_at_once() -> None:
    """In the order of the parts."""
    with pytest.raises(DocumentError) as caught:
        capacity(team="", people=-1, hours_a_week=200)
    assert [code for code, _ in codes(caught.value)] == ["bad-id", "negative", "too-many-hours"]


def test_what_cannot_be_held_against_each_other() -> None:
    """A stage that the plan does not reach, and what is no plan, no capacity, no calendar, no week."""
    plan = planned(30, COUNTED)
    with pytest.raises(DocumentError, match="did you mean 'mql'"):
        capacity_needed(plan, [capacity(stage="mlq")])
    with pytest.raises(DocumentError, match="the needs of a plan"):
        capacity_needed(30, [])  # type: ignore[arg-type]  # what a user may give
    with pytest.raises(DocumentError, match="must be a Capacity") as caught:
        capacity_needed(plan, [3])  # type: ignore[list-item]  # the same
    assert codes(caught.value) == [("wrong-type", "capacities[0]")]
    with pytest.raises(DocumentError, match="must be a list"):
        capacity_needed(plan, "sales")  # type: ignore[arg-type]  # the same
    with pytest.raises(DocumentError, match="a calendar is a WorkCalendar"):
        capacity_needed(plan, [], calendar="office")  # type: ignore[arg-type]  # the same
    fair = WorkCalendar("UTC", {}, exceptions={date(2026, 2, 2): ["09:00-17:00"]})
    with pytest.raises(DocumentError, match="no open hours") as caught:
        capacity_needed(plan, [capacity()], calendar=fair)
    assert codes(caught.value) == [("never-open", "calendar")]
    with pytest.raises(LimitError):
        capacity(people=10**16)


def test_a_night_shift_counts_whole() -> None:
    """An interval past midnight is as long as it is."""
    nights = WorkCalendar("UTC", {"mon-sun": ["22:00-06:00"]})
    assert loaded(30, calendar=nights).months[0].there == 240


def test_it_shows_itself() -> None:
    """A sentence and a table for each load."""
    found = capacity_needed(planned(30, COUNTED), [capacity()])
    shown = to_text(found.blocks(), width=100)
    assert "Follow-up: hours needed, and hours there" in shown
    assert "3 people with 20 hours a week each; a lead gets 5 touches of 12 minutes" in shown
    assert "people needed" in shown
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["kind"], data["fits"]) == ("workload", True)
    assert sum(part["needed"] for part in data["loads"][0]["months"]) == pytest.approx(300)
    nobody = capacity_needed(planned(30, COUNTED), [capacity(people=0)])
    assert "–" in to_text(nobody.blocks(), width=100)


def test_O01_O03_O04_O05_as_of_every_value() -> None:
    """Escaped, bounded, copied, validated."""
    bad = "<script>alert(1)</script>"
    found = capacity_needed(planned(30, COUNTED), [capacity(team=bad)])
    assert "<script" not in found._repr_html_()
    assert len(repr(found).encode()) < 4096
    assert len(repr(found.loads[0])) < 200
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found
    with pytest.raises(DocumentError):
        attrs.evolve(capacity(), people=-1)
    with pytest.raises(DocumentError):
        attrs.evolve(found, loads=[5])  # type: ignore[list-item]  # what a user may give
    with pytest.raises(DocumentError):
        attrs.evolve(found.loads[0], months=[])
    with pytest.raises(DocumentError):
        attrs.evolve(found.loads[0], months=[5])  # type: ignore[list-item]  # the same
    assert isinstance(found, Workload)


def test_one_hour_is_missing() -> None:
    """One is told as one."""
    assert "0 hours are there: 1 hour is missing" in loaded(0.1, people=0).sentence


def test_a_minute_too_few_is_not_told_as_nothing() -> None:
    """What would be rounded to 0 is told as little, both in hours and in people."""
    assert loaded(24, touches_per_lead=Fraction(50_001, 10_000)).sentence.endswith(
        "less than 0.1 hours are missing, less than 0.1 more people."
    )
