"""What a goal came to, in one sentence, where the sentence has to choose its words."""

from __future__ import annotations

from datetime import date

import pytest
from tests.funnel.build import day, entry
from tests.scorecard.build import assessed, card, goal

from alignkit.funnel.patterns import entered
from alignkit.history.events import Event
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days, hours
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import count, external, median_time
from alignkit.scorecard.times import percentile_time

MQLS = count(entered("mql"))
SPEED = median_time("lead", "mql")


def came(number: int) -> list[Event]:
    """Make so many MQLs, which took three days."""
    leads = [f"L{one}" for one in range(number)]
    return [event for lead in leads for event in (entry("lead", 1, lead), entry("mql", 4, lead))]


def said(one: Goal, number: int, at: float = 31) -> str:
    """Say what a goal came to with so many MQLs."""
    return assessed(card(one), Facts(events=came(number)), day(at)).readings[0].sentence


@pytest.mark.parametrize("metric", [SPEED, percentile_time(90, "lead", "mql")])
def test_no_lead_at_all_is_nothing_to_measure(metric: object) -> None:
    """Too few came only where some could; while the period lasts there may still be some."""
    one = goal("speed", metric=metric, at_most=days(2))  # type: ignore[arg-type]  # both are metrics
    assert said(one, 0) == "speed: there was nothing to measure"
    assert said(one, 0, 15) == "speed: there is nothing to measure yet"
    assert said(one, 0, -1) == "speed: the period has not begun"


def test_a_figure_that_was_not_measured_yet() -> None:
    """Of a figure that comes from elsewhere."""
    one = goal("nps", metric=external("nps"))
    assert said(one, 0) == "nps: was not measured"
    assert said(one, 0, 15) == "nps: has not been measured yet"


def test_a_time_has_a_limit_on_either_side() -> None:
    """A time that may not be too short is agreed as a least; two limits need no such word."""
    assert said(goal("rest", metric=SPEED, at_least=days(2)), 1) == (
        "rest: 3 days where at least 2 days was agreed, 1 day longer than agreed"
    )
    assert said(goal("rest", metric=SPEED, at_most=days(4)), 1) == (
        "rest: 3 days where at most 4 days was agreed, 1 day shorter than agreed"
    )
    two = goal("rest", metric=SPEED, at_least=None, between=(days(1), days(2)))
    assert said(two, 1) == "rest: 3 days where 1 day to 2 days was agreed, 1 day longer than agreed"
    one = goal("rest", metric=SPEED, at_least=None, between=(days(2), days(7)))
    assert said(one, 1) == "rest: 3 days where 2 to 7 days was agreed, as agreed"
    long = goal("rest", metric=SPEED, at_least=None, between=(hours(2), days(3) + hours(2)))
    assert said(long, 1) == "rest: 3 days where 2 hours to 3 days 2 hours was agreed, as agreed"
    alike = goal("rest", metric=SPEED, at_least=None, between=(days(2) + hours(4), days(3) + hours(4)))
    assert said(alike, 1) == "rest: 3 days where 2 days 4 hours to 3 days 4 hours was agreed, as agreed"


@pytest.mark.parametrize(
    ("number", "at", "told"),
    [
        (4, 31, "MQLs: 4 of 4, as agreed"),
        (5, 31, "MQLs: 5 of 4, 1 more than agreed"),
        (4, 15.5, "MQLs: 4 of 4 so far, as agreed"),
        (3, 15.5, "MQLs: 3 of 4 so far, 1 more than due by now"),
        (2, 15.5, "MQLs: 2 of 4 so far, as due by now"),
        (1, 12, "MQLs: 1 of 4 so far, 1 fewer than due by now"),
    ],
)
def test_a_count_against_what_is_due(number: int, at: float, told: str) -> None:
    """Until the target is reached, whole leads are due: 4 × 12 ÷ 31 is 1.5, and so 2."""
    assert said(goal("MQLs", metric=MQLS, at_least=4), number, at) == told


@pytest.mark.parametrize(
    ("number", "at", "told"),
    [
        (1, 31, "1 where 2.5 to 6 was agreed, 1.5 fewer than agreed"),
        (3, 31, "3 where 2.5 to 6 was agreed, as agreed"),
        (6, 31, "6 where 2.5 to 6 was agreed, as agreed"),
        (7, 31, "7 where 2.5 to 6 was agreed, 1 more than agreed"),
        (0, 15.5, "0 so far where 2.5 to 6 was agreed, 1 fewer than due by now"),
        (3, 15.5, "3 so far where 2.5 to 6 was agreed, as due by now"),
        (5, 14, "5 so far where 2.5 to 6 was agreed, 2 more than due by now"),
    ],
)
def test_a_count_between_two_limits(number: int, at: float, told: str) -> None:
    """By the middle 1.25 to 3 are due; on the fifteenth at most 6 × 14 ÷ 31 = 2.7, and so 3."""
    one = goal("MQLs", metric=MQLS, at_least=None, between=(2.5, 6))
    assert said(one, number, at) == f"MQLs: {told}"


@pytest.mark.parametrize(
    ("value", "at", "told"),
    [
        (3, 10, "3 of 4 so far, 1 more than due by now"),
        (1, 10, "1 of 4 so far, 1 less than due by now"),
        (3, 25, "3 of 4 so far, 1 less than due by now"),
        (4, 10, "4 of 4 so far, as agreed"),
        (3, 31, "3 of 4, 1 less than agreed"),
    ],
)
def test_what_does_not_grow_is_held_against_its_step(value: int, at: float, told: str) -> None:
    """With steps, the one that runs is due by now: 2, and from the twentieth on 4."""
    one = goal("nps", metric=external("nps"), at_least=4, steps={date(2026, 1, 1): 2, date(2026, 1, 20): 4})
    known = Facts(figures=[ExternalFigure("nps", value, day(1))])
    assert assessed(card(one), known, day(at)).readings[0].sentence == f"nps: {told}"
