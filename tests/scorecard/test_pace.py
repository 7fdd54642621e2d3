"""Pace: how much of the period has passed, what is due by now, and the status by the stated rules."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from tests.funnel.build import JANUARY, day
from tests.scorecard.build import FEBRUARY, goal

from alignkit.currency import money
from alignkit.errors import CalendarError, DataError
from alignkit.funnel.patterns import entered
from alignkit.instants import days
from alignkit.periods import month
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.metrics import Metric, conversion, count, external, median_time, total
from alignkit.scorecard.pace import Elapsed, Pacing, pacing, passed
from alignkit.scorecard.quantities import Quantity
from alignkit.worktime.calendar import WorkCalendar

MQLS = count(entered("mql"))
OFFICE = WorkCalendar("UTC", {"mon-fri": ["09:00-13:00", "14:00-18:00"]}, holidays=[date(2026, 1, 1)])
NOT_BEGUN = Elapsed(Fraction(0), 31, begun=False, over=False)
FIRST = Elapsed(Fraction(0), 31, begun=True, over=False)
HALF = Elapsed(Fraction(1, 2), 31, begun=True, over=False)
OVER = Elapsed(Fraction(1), 31, begun=True, over=True)


def paced(metric: Metric, value: Quantity | None, elapsed: Elapsed, **parts: Any) -> Pacing:  # noqa: ANN401 - what a test gives
    """Pace a goal whose metric came to `value`."""
    beside = {name: parts.pop(name) for name in ("pending", "lowest", "highest") if name in parts}
    return pacing(goal(metric=metric, **parts), Figure(metric, JANUARY, FEBRUARY, value, **beside), elapsed)


def test_wall_time_passes_day_and_night() -> None:
    """A fifth of April on the seventh; March in Amsterdam is an hour short."""
    found = passed(month(2026, 4, zone="UTC"), as_of=day(96))
    assert [found.share, found.days, found.days_left] == [Fraction(1, 5), 30, 24]
    march = month(2026, 3, zone="Europe/Amsterdam")
    found = passed(march, as_of=march.starts_at + timedelta(hours=1))
    assert found.share == Fraction(1, 31 * 24 - 1)


def test_working_time_passes_while_people_work() -> None:
    """January 2026 has 21 working days, new year's day being a holiday; a weekend passes nothing."""
    friday, monday = (passed(JANUARY, as_of=day(n), calendar=OFFICE) for n in (2, 4))
    assert (friday.days, friday.at_work) == (21, True)
    assert friday.share == Fraction(1, 21)
    assert monday.share == Fraction(1, 21)
    assert passed(JANUARY, as_of=day(4) + timedelta(hours=13, minutes=30), calendar=OFFICE).share == Fraction(3, 42)


def test_T10_a_period_without_working_time() -> None:
    """No share of nothing can have passed."""
    closed = WorkCalendar("UTC", {"mon": []}, exceptions={date(2027, 1, 4): ["09:00-10:00"]})
    with pytest.raises(CalendarError, match="no open time in 2026-01"):
        passed(JANUARY, as_of=day(5), calendar=closed)


def test_before_and_after_the_period() -> None:
    """Nothing has passed, all has passed; the first instant begins it and the last ends it."""
    for as_of, share, begun, over in (
        (day(-1), 0, False, False),
        (day(0), 0, True, False),
        (day(31), 1, True, True),
        (day(80), 1, True, True),
    ):
        for calendar in (None, OFFICE):
            found = passed(JANUARY, as_of=as_of, calendar=calendar)
            assert [found.share, found.begun, found.over] == [share, begun, over]


def test_what_grows_is_due_bit_by_bit() -> None:
    """Half of 400 by the middle; the rest by what is left of the days; projected to the end."""
    found = paced(MQLS, 150, HALF, at_least=400)
    assert (found.expected, found.pace, found.projected) == (200, Fraction(3, 4), 300)
    assert found.needed == Fraction(250) / Fraction(31, 2)
    assert found.status == "at risk"
    revenue = paced(total("amount", at=entered("won")), money(100, "EUR"), HALF, at_least=money(400, "EUR"))
    assert (revenue.expected, revenue.projected) == (money(200, "EUR"), money(200, "EUR"))


def test_what_does_not_grow_is_due_as_a_whole() -> None:
    """A share, a median time and an external figure are held against the target itself."""
    for metric, value, target in (
        (conversion("mql", "won"), Fraction(1, 2), Fraction(1, 2)),
        (median_time("mql", "won"), days(5), days(5)),
        (external("nps"), Fraction(40), 40),
    ):
        found = paced(metric, value, HALF, at_least=target)
        assert [found.expected, found.pace, found.projected, found.needed] == [target, 1, value, None]
        assert found.status == "on track"


@pytest.mark.parametrize(
    ("value", "elapsed", "parts", "status"),
    [
        (150, NOT_BEGUN, {"at_least": 400}, "pending"),
        (None, HALF, {"at_least": 400}, "pending"),
        (None, OVER, {"at_least": 400}, "pending"),
        (0, FIRST, {"at_least": 400}, "on track"),
        (1, FIRST, {"at_least": 400}, "on track"),
        (209, HALF, {"at_least": 400}, "on track"),
        (210, HALF, {"at_least": 400}, "ahead"),
        (190, HALF, {"at_least": 400}, "on track"),
        (189, HALF, {"at_least": 400}, "at risk"),
        (400, HALF, {"at_least": 400}, "ahead"),
        (400, Elapsed(Fraction(99, 100), 31, begun=True, over=False), {"at_least": 400}, "ahead"),
        (400, OVER, {"at_least": 400}, "met"),
        (399, OVER, {"at_least": 400}, "missed"),
        (0, HALF, {"at_most": 10}, "ahead"),
        (5, HALF, {"at_most": 10}, "on track"),
        (4, HALF, {"at_most": 10}, "ahead"),
        (6, HALF, {"at_most": 10}, "at risk"),
        (12, HALF, {"at_most": 10}, "at risk"),
        (12, OVER, {"at_most": 10}, "missed"),
        (10, OVER, {"at_most": 10}, "met"),
        (0, HALF, {"at_most": 0, "worst": 5}, "on track"),
        (1, HALF, {"at_most": 0, "worst": 5}, "at risk"),
        (0, OVER, {"at_most": 0, "worst": 5}, "met"),
    ],
)
def test_the_rules_of_status(value: int | None, elapsed: Elapsed, parts: dict[str, Any], status: str) -> None:
    """Ahead from 1.05 on, on track from 0.95 on; met and missed once the period is over, never before."""
    assert paced(MQLS, value, elapsed, **parts).status == status


def test_what_is_pending_may_turn_the_answer() -> None:
    """After the end, a goal is met or missed when no open window can change that; else it goes by its pace."""
    metric = conversion("mql", "won", within=days(30))
    for lowest, highest, status in ((1, 3, "ahead"), (2, 3, "met"), (0, 1, "missed")):
        found = paced(
            metric,
            Fraction(3, 5),
            OVER,
            at_least=0.5,
            pending=1,
            lowest=Fraction(lowest, 4),
            highest=Fraction(highest, 4),
        )
        assert found.status == status


def test_an_estimate_counts_those_on_the_way() -> None:
    """A median time with leads on the way is met once none of them can turn it; no reward is given and taken back."""
    for lowest, highest, status in (
        (days(8), days(10), "met"),
        (days(8), days(11), "ahead"),
        (days(8), None, "ahead"),
        (days(11), days(12), "missed"),
        (days(11), None, "ahead"),
        (None, None, "ahead"),
    ):
        metric = median_time("mql", "won")
        found = paced(metric, days(9), OVER, at_most=days(10), pending=3, lowest=lowest, highest=highest)
        assert found.status == status


def test_nothing_is_needed_once_the_target_is_reached() -> None:
    """Nor after the end, nor where less is better; a reached goal needs 0 a day."""
    assert paced(MQLS, 500, HALF, at_least=400).needed == 0
    assert paced(MQLS, 300, OVER, at_least=400).needed is None
    assert paced(MQLS, 3, HALF, at_most=4).needed is None
    assert paced(MQLS, 3, FIRST, at_least=4).projected is None


def test_the_working_days_of_a_month() -> None:
    """March 2026 has 22, and the first of April, a Wednesday, is not among them."""
    assert passed(month(2026, 3, zone="UTC"), as_of=day(60), calendar=OFFICE).days == 22


def test_days_that_are_left() -> None:
    """Parts of days too; none at the end."""
    assert [one.days_left for one in (NOT_BEGUN, HALF, OVER)] == [31, Fraction(31, 2), 0]


def test_steps_pass_by_working_time() -> None:
    """On Monday the fifth at half past one, 1 1/2 of the 21 working days of January are over: of 42 three are due."""
    elapsed = passed(JANUARY, as_of=day(4.75), calendar=OFFICE)
    made = goal(metric=MQLS, at_least=42, steps=[42])
    noon = Figure(MQLS, JANUARY, day(4) + timedelta(hours=13, minutes=30), 2)
    assert elapsed.share == Fraction(2, 21)
    assert pacing(made, noon, elapsed, calendar=OFFICE).expected == 3
    assert pacing(made, noon, elapsed).expected == Fraction(42 * (4 * 48 + 27), 31 * 48)


def test_two_limits_are_due_in_their_own_kind() -> None:
    """Half of each by the middle, in euros; pending too."""
    revenue = total("amount", at=entered("won"))
    limits = {"at_least": None, "between": (money(400, "EUR"), money(600, "EUR"))}
    found = paced(revenue, money(250, "EUR"), HALF, **limits)
    assert (found.expected, found.most) == (money(200, "EUR"), money(300, "EUR"))
    assert [found.pace, found.projected] == [1, money(500, "EUR")]
    assert found.needed == money(Fraction(150) / Fraction(31, 2), "EUR")
    nothing = paced(revenue, None, HALF, **limits)
    assert nothing == Pacing(money(200, "EUR"), None, None, None, "pending", money(300, "EUR"))


def test_what_a_day_needs_is_of_the_target_s_kind() -> None:
    """150 EUR over 15.5 days."""
    found = paced(total("amount", at=entered("won")), money(250, "EUR"), HALF, at_least=money(405, "EUR"))
    assert found.needed == money(10, "EUR")


@pytest.mark.parametrize(
    ("value", "pace", "status"),
    [
        (0, 0, "at risk"),
        (1, Fraction(1, 2), "at risk"),
        (2, 1, "on track"),
        (4, 1, "on track"),
        (5, Fraction(4, 5), "at risk"),
        (9, Fraction(4, 9), "at risk"),
    ],
)
def test_the_pace_between_two_limits(value: int, pace: Fraction, status: str) -> None:
    """By the middle 2 to 4 are due: within, the pace is 1; outside it is that of the limit that is passed."""
    found = paced(MQLS, value, HALF, at_least=None, between=(4, 8))
    assert (found.pace, found.status) == (pace, status)


def test_where_less_is_better_nothing_yet_is_ahead() -> None:
    """Of at most one, and of at most none."""
    assert paced(MQLS, 0, HALF, at_most=1).status == "ahead"
    assert paced(MQLS, 0, HALF, at_most=0, worst=1).status == "on track"


def test_another_currency_is_named_by_its_goal() -> None:
    """No rate is stated where a figure is paced by itself."""
    revenue = total("amount", at=entered("won"))
    with pytest.raises(DataError, match=r"^share: mixed-currencies: share came to 5 USD, and the target is 9 EUR"):
        paced(revenue, money(5, "USD"), HALF, at_least=money(9, "EUR"))
