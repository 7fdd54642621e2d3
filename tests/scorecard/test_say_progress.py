"""How a goal, or all of them, moved, in one sentence, where the sentence has to choose its words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.funnel.build import JANUARY, day, entry
from tests.scorecard.build import card, goal

from alignkit.funnel.patterns import entered
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days
from alignkit.periods import month
from alignkit.scorecard.follow import progress
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.metrics import conversion, count, median_time
from alignkit.scorecard.say_progress import when

CAME = [
    entry("lead", 1, "a"),
    entry("mql", 7, "a"),  # after 6 days
    entry("lead", 8, "b"),
    entry("mql", 10, "b"),  # after 2 days
    entry("lead", 9, "c"),
    entry("mql", 11, "c"),  # after 2 days
    entry("lead", 2, "d"),
    entry("lost", 5, "d"),
]


def moved(one: Goal, since: float, now: float, *figures: float) -> str:
    """Say how a goal moved, of what came to MQL or of figures that were measured on the first days of January."""
    known = [ExternalFigure("share", value, day(number)) for number, value in enumerate(figures)]
    return progress(card(one), Facts(events=CAME, figures=known), as_of=day(now), since=day(since)).goals[0].sentence


def test_the_time_is_told_unless_it_is_midnight() -> None:
    """By the clocks of the period."""
    assert when(day(3), JANUARY) == "2026-01-04"
    assert when(day(3.5), JANUARY) == "2026-01-04 12:00"
    amsterdam = month(2026, 1, zone="Europe/Amsterdam")
    assert when(datetime(2026, 1, 4, tzinfo=UTC), amsterdam) == "2026-01-04 01:00"
    assert when(datetime(2026, 1, 3, 23, tzinfo=UTC), amsterdam) == "2026-01-04"
    assert when(datetime(2026, 1, 3, 23, 0, 59, tzinfo=UTC), amsterdam) == "2026-01-04"


def test_before_the_period_nothing_moves() -> None:
    """A count of nothing is no result then."""
    assert moved(goal("MQLs", metric=count(entered("mql"))), -2, -1) == "MQLs: the period has not begun"
    assert moved(goal("MQLs", metric=count(entered("mql"))), -2, 1) == "MQLs: 0, not known on 2025-12-30; at risk"


@pytest.mark.parametrize(
    ("at_least", "at", "figures", "told"),
    [
        (4, (32, 40), (5,), "share: 5, as on 2026-02-02; met"),
        (9, (32, 40), (5,), "share: 5, as on 2026-02-02; missed"),
        (9, (1.5, 2.5), (5, 5, 5), "share: 5, as on 2026-01-02 12:00; still at risk"),
        (9, (1.5, 2.5), (5, 5, 7), "share: 7, 2 more than on 2026-01-02 12:00; still at risk"),
        (9, (1.5, 2.5), (5, 5, 4), "share: 4, 1 less than on 2026-01-02 12:00; still at risk"),
        (9, (0.5, 2.5), (9, 9, 5), "share: 5, 4 less than on 2026-01-01 12:00; at risk, was on track"),
        (9, (1.5, 31), (5, 5, 9), "share: 9, 4 more than on 2026-01-02 12:00; met, was at risk"),
    ],
)
def test_what_became_of_the_status(at_least: int, at: tuple[float, float], figures: tuple[int, ...], told: str) -> None:
    """What is settled is not "still" so."""
    assert moved(goal(at_least=at_least), *at, *figures) == told


def test_shares_and_times_move_both_ways() -> None:
    """By the sixth 0 of 2 came; by the eighth at noon 1 of 2; by the twelfth 3 of 4."""
    rate = goal("rate", metric=conversion("lead", "mql"), at_least=0.5)
    assert moved(rate, 7.5, 12) == "rate: 75 %, 25 percentage points more than on 2026-01-08 12:00; ahead, was on track"
    assert (
        moved(rate, 5.5, 7.5) == "rate: 50 %, 50 percentage points more than on 2026-01-06 12:00; on track, was at risk"
    )
    speed = goal("speed", metric=median_time("lead", "mql"), at_most=days(4))
    assert moved(speed, 7.5, 12) == "speed: 2 days, 4 days shorter than on 2026-01-08 12:00; ahead, was at risk"


def test_the_whole_moves_both_ways() -> None:
    """More, less, as before, or not measured then."""
    one = card(goal())
    for figures, told in (
        ((5, 7), "All goals together attain 70 %, 20 percentage points more than on 2026-01-01 12:00"),
        ((5, 4), "All goals together attain 40 %, 10 percentage points less than on 2026-01-01 12:00"),
        ((5, 5), "All goals together attain 50 %, as on 2026-01-01 12:00"),
    ):
        known = [ExternalFigure("share", value, day(number)) for number, value in enumerate(figures)]
        assert progress(one, Facts(figures=known), as_of=day(1.5), since=day(0.5)).sentence == told
    late = Facts(figures=[ExternalFigure("share", 5, day(1))])
    assert progress(one, late, as_of=day(1.5), since=day(0.5)).sentence == (
        "All goals together attain 50 %; on 2026-01-01 12:00 none was measured"
    )
    assert progress(one, Facts(), as_of=day(1.5), since=day(0.5)).sentence == "No goal is measured yet"
