"""Targets: two limits, steps over the period, and every fault that they refuse."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import INBOUND, JANUARY, day, entry
from tests.scorecard.build import assessed, card, goal

from alignkit.currency import money
from alignkit.errors import DocumentError, LimitError, TimeError
from alignkit.funnel.patterns import entered
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.instants import days
from alignkit.periods import Period, month, quarter
from alignkit.scorecard.assess import assess
from alignkit.scorecard.attain import attained, reaches
from alignkit.scorecard.cut_steps import step_periods
from alignkit.scorecard.expect import share_due, target_due
from alignkit.scorecard.figures import Figure
from alignkit.scorecard.metrics import conversion, count, median_time, total
from alignkit.scorecard.pace import Elapsed, pacing
from alignkit.scorecard.quantities import Quantity
from alignkit.scorecard.say import agreed
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.shapes import Shape
from alignkit.scorecard.targets import TargetStep
from alignkit.worktime.calendar import WorkCalendar

MQLS = count(entered("mql"))
REVENUE = total("amount", at=entered("won"))
FIRST = quarter(2026, 1, zone="UTC")
HALF = Elapsed(Fraction(1, 2), 31, begun=True, over=False)
OVER = Elapsed(Fraction(1), 31, begun=True, over=True)


def limits(low: object = 400, high: object = 600, **parts: Any) -> Any:  # noqa: ANN401 - a goal
    """Make a goal with two limits."""
    return goal("leads", at_least=None, between=(low, high), **parts)


def stepped(steps: object, at_least: object = 400, **parts: Any) -> Any:  # noqa: ANN401 - a goal
    """Make a goal of MQLs with steps."""
    return goal("mqls", metric=parts.pop("metric", MQLS), at_least=at_least, steps=steps, **parts)


# between


@pytest.mark.parametrize(
    ("worst", "actual", "found"),
    [
        (None, 400, 1),
        (None, 500, 1),
        (None, 600, 1),
        (None, 300, Fraction(3, 4)),
        (None, -5, 0),
        (None, 800, Fraction(3, 4)),
        ((200, 1000), 300, Fraction(1, 2)),
        ((200, 1000), 700, Fraction(3, 4)),
        ((200, 1000), 100, 0),
        ((200, 1000), 2000, 0),
    ],
)
def test_neither_too_little_nor_too_much(worst: object, actual: int, found: Fraction | int) -> None:
    """1 within the limits, both included; outside as for the limit that is passed. No cap makes it more."""
    made = limits(worst=worst)
    assert attained(made, actual) == attained(made, actual, cap=Fraction(2)) == found
    assert reaches(made, actual) == (found == 1)


def test_two_limits_in_any_kind() -> None:
    """Money, shares and times too; both in one kind."""
    assert limits(money(1, "EUR"), money(2, "EUR"), metric=REVENUE).target == money(1, "EUR")
    assert limits(0.1, 0.2, metric=conversion("mql", "won")).limits == (Fraction(1, 10), Fraction(1, 5))
    made = limits(days(2), days(5), metric=median_time("mql", "won"))
    assert (made.direction, made.target) == ("between", days(2))
    assert (goal().direction, goal(at_most=3).direction) == ("at_least", "at_most")


@pytest.mark.parametrize(
    ("parts", "code", "path"),
    [
        ({"between": (400,)}, "wrong-type", "between"),
        ({"between": 400}, "wrong-type", "between"),
        ({"between": "ab"}, "wrong-type", "between"),
        ({"between": ("a", 5)}, "wrong-type", "between"),
        ({"between": (5, float("nan"))}, "not-finite", "between"),
        ({"between": (600, 400)}, "wrong-order", "between"),
        ({"between": (400, 400)}, "wrong-order", "between"),
        ({"between": (0, 400)}, "zero-target", "between"),
        ({"between": (-1, 400)}, "negative-target", "between"),
        ({"between": (1, money(5, "EUR"))}, "wrong-type", "between"),
        ({"between": (money(1, "USD"), money(5, "EUR"))}, "wrong-type", "between"),
        ({"between": (1, 5), "at_least": 3}, "two-targets", "between"),
        ({"between": (1, 5), "at_least": 3, "at_most": 4}, "two-targets", "at_most"),
        ({"between": (1, 5), "worst": 0}, "wrong-worst", "worst"),
        ({"between": (1, 5), "worst": (2, 9)}, "wrong-worst", "worst"),
        ({"between": (1, 5), "worst": (0, 5)}, "wrong-worst", "worst"),
        ({"between": None, "at_least": 5, "worst": (0, 9)}, "wrong-worst", "worst"),
        ({"between": (0.5, 90), "metric": conversion("mql", "won")}, "unreachable-target", "between"),
        ({"between": (1, 5), "steps": [1, 2]}, "unlike-parts", "steps"),
    ],
)
def test_G07_limits_that_are_none(parts: dict[str, Any], code: str, path: str) -> None:
    """Each fault by its code, at its place."""
    with pytest.raises(DocumentError) as caught:
        goal(**{"at_least": None, **parts})
    assert (caught.value.code, caught.value.issues[0].path) == (code, path)


@pytest.mark.parametrize(
    ("value", "elapsed", "pace", "status"),
    [
        (250, HALF, 1, "on track"),
        (200, HALF, 1, "on track"),
        (195, HALF, Fraction(195, 200), "on track"),
        (100, HALF, Fraction(1, 2), "at risk"),
        (400, HALF, Fraction(3, 4), "at risk"),
        (601, Elapsed(Fraction(999, 1000), 31, begun=True, over=False), Fraction(5994, 6010), "at risk"),
        (400, OVER, 1, "met"),
        (600, OVER, 1, "met"),
        (399, OVER, Fraction(399, 400), "missed"),
        (601, OVER, Fraction(600, 601), "missed"),
        (3, Elapsed(Fraction(0), 31, begun=True, over=False), None, "on track"),
    ],
)
def test_pacing_between_limits(value: int, elapsed: Elapsed, pace: Fraction | int | None, status: str) -> None:
    """Within what is due of both limits it is on track, and never ahead: more is not better."""
    found = pacing(limits(metric=MQLS), Figure(MQLS, JANUARY, day(31), value), elapsed)
    assert (found.pace, found.status) == (pace, status)
    assert (found.expected, found.most) == (400 * elapsed.share, 600 * elapsed.share)


def test_what_is_pending_may_turn_either_limit() -> None:
    """Met when all outcomes lie within, missed when none does, and otherwise open."""
    metric = conversion("mql", "won", within=days(30))
    made = limits(0.4, 0.6, metric=metric)
    for lowest, highest, status in ((4, 6, "met"), (7, 9, "missed"), (0, 3, "missed"), (0, 10, "on track")):
        figure = Figure(metric, JANUARY, day(31), Fraction(1, 2), pending=1)
        figure = attrs.evolve(figure, lowest=Fraction(lowest, 10), highest=Fraction(highest, 10))
        assert pacing(made, figure, OVER).status == status


def test_the_sentence_of_two_limits() -> None:
    """What it came to, both limits, and how far it lies outside; so far, by what is due."""
    three = Facts(events=[entry("mql", number, f"L{number}") for number in (1, 2, 3)])
    for low, high, until, told in (
        (4, 6, 31, "mqls: 3 where 4 to 6 was agreed, 1 fewer than agreed"),
        (1, 2, 31, "mqls: 3 where 1 to 2 was agreed, 1 more than agreed"),
        (2, 4, 31, "mqls: 3 where 2 to 4 was agreed, as agreed"),
        (4, 6, 15.5, "mqls: 3 so far where 4 to 6 was agreed, as due by now"),
        (8, 9, 15.5, "mqls: 3 so far where 8 to 9 was agreed, 1 fewer than due by now"),
        (2, 4, 15.5, "mqls: 3 so far where 2 to 4 was agreed, 1 more than due by now"),
    ):
        made = card(goal("mqls", metric=MQLS, at_least=None, between=(low, high)))
        assert assessed(made, three, day(until)).of("mqls").sentence == told
    data = assessed(card(goal("mqls", metric=MQLS, at_least=None, between=(2, 4))), three).of("mqls").to_dict()
    assert (data["direction"], data["between"], data["expected_most"]) == ("between", [2, 4], 4)
    share = card(goal("wins", metric=conversion("mql", "won"), at_least=None, between=(0.4, 0.6)))
    won = three + Facts(events=[entry("won", 4, "L1"), entry("lost", 4, "L2"), entry("lost", 4, "L3")])
    assert assessed(share, won).of("wins").sentence == (
        "wins: 33.3 % (1 of 3) where 40 to 60 % was agreed, 6.7 percentage points below what was agreed"
    )


# steps


def test_a_target_a_month() -> None:
    """100 in January, 140 in February, 160 in March: by the middle of February 170 of 400 are due."""
    made = stepped([100, 140, 160])
    for at, due in ((0, 0), (31, 100), (45, 170), (59, 240), (90, 400), (365, 400)):
        assert share_due(made, FIRST, as_of=day(at), passed=Fraction(1, 3)) * 400 == due
    assert [part.name for part, _ in step_periods(made, FIRST)] == ["2026-01", "2026-02", "2026-03"]


def test_steps_by_months_and_dates() -> None:
    """A table from months or first days, in any order, is the same whichever way a month is written."""
    by_month = stepped({"2026-02": 140, "2026-01": 100, "2026-03": 160})
    by_day = stepped({date(2026, 1, 1): 100, date(2026, 2, 1): 140, date(2026, 3, 1): 160})
    assert by_month == by_day == stepped([TargetStep(step.target, step.since) for step in by_day.steps])
    weeks = {"2026-01-01": 10, "2026-01-08": 20, "2026-01-15": 30}
    parts: Any = step_periods(stepped(weeks, 60), month(2026, 1, zone="UTC"))
    assert [(part.first.day, part.end.day, target) for part, target in parts] == [(1, 8, 10), (8, 15, 20), (15, 1, 30)]


def test_steps_pass_by_working_time() -> None:
    """Half of January's step is due after half of its working days; a step without any passes by wall time."""
    office = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]}, holidays=[date(2026, 2, n) for n in range(1, 29)])
    made = stepped([220, 140, 40])
    assert share_due(made, FIRST, as_of=day(15), passed=Fraction(0), calendar=office) * 400 == 220 * Fraction(11, 22)
    assert share_due(made, FIRST, as_of=day(45), passed=Fraction(0), calendar=office) * 400 == 220 + 70


def test_what_does_not_grow_has_the_step_that_holds() -> None:
    """70 % in January, 80 % in February, 90 % in March: due all the time, judged by the last at the end."""
    made = stepped([0.7, 0.8, 0.9], 0.9, metric=conversion("mql", "won"))
    for at, due in ((5, 0.7), (31, 0.8), (58, 0.8), (59, 0.9), (200, 0.9), (-20, 0.7)):
        assert target_due(made, FIRST, as_of=day(at)) == Fraction(str(due))
    figure = Figure(made.metric, FIRST, day(5), Fraction(7, 10))
    assert pacing(made, figure, HALF).status == "on track"
    assert pacing(made, attrs.evolve(figure, as_of=day(95)), OVER).status == "missed"


def test_the_run_rate_follows_the_steps() -> None:
    """85 of 170 that are due is half of the target by the end; what is needed a day goes by what is left."""
    made = stepped([100, 140, 160])
    found = pacing(made, Figure(MQLS, FIRST, day(45), 85), HALF)
    assert (found.expected, found.projected, found.pace) == (170, 200, Fraction(1, 2))
    assert found.needed == Fraction(315) / Fraction(31, 2)


def test_steps_downward() -> None:
    """A budget a month; nothing in August is a step too; a target of 0 stays one."""
    made = goal(
        "costs", metric=REVENUE, at_most=money(90, "EUR"), steps=[money(90, "EUR"), money(0, "EUR"), money(0, "EUR")]
    )
    assert share_due(made, FIRST, as_of=day(200), passed=Fraction(1)) == 1
    assert share_due(made, FIRST, as_of=day(31), passed=Fraction(1, 3)) == 1
    none = goal("lost", metric=MQLS, at_most=0, worst=5, steps=[0, 0, 0])
    assert share_due(none, FIRST, as_of=day(31), passed=Fraction(1, 3)) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("steps", "parts", "code", "path"),
    [
        ([100, 140, 150], {}, "steps-sum", "steps"),
        ([100, 300, 0.5], {}, "steps-sum", "steps"),
        ([500, -100], {}, "negative-target", "steps[1]"),
        (["100", 300], {}, "wrong-type", "steps[0]"),
        ([100, float("inf")], {}, "not-finite", "steps[1]"),
        ([money(100, "EUR"), 300], {}, "wrong-type", "steps[0]"),
        ("abc", {}, "wrong-type", "steps"),
        (5, {}, "wrong-type", "steps"),
        ([TargetStep(100, date(2026, 1, 1)), TargetStep(300)], {}, "mixed-steps", "steps"),  # type: ignore[arg-type]  # exact later
        ({"2026-01": 100, date(2026, 1, 1): 300}, {}, "duplicate-id", "steps"),
        ([400], {"shape": Shape("2025", [1])}, "unlike-parts", "shape"),
        ([0.5, 0.8], {"metric": conversion("mql", "won"), "at_least": 0.9}, "steps-end", "steps"),
        ([0.5, 80], {"metric": conversion("mql", "won"), "at_least": 0.9}, "unreachable-target", "steps[1]"),
        (None, {"metric": conversion("mql", "won"), "at_least": 1, "shape": Shape("x", [1])}, "unlike-parts", "shape"),
        (None, {"shape": [1]}, "wrong-type", "shape"),
    ],
)  # fmt: skip
def test_faulty_steps_are_refused(steps: object, parts: dict[str, Any], code: str, path: str) -> None:
    """Each fault by its code, at its place."""
    with pytest.raises(DocumentError) as caught:
        stepped(steps, **parts)
    assert (caught.value.code, caught.value.issues[0].path) == (code, path)


@pytest.mark.parametrize("steps", [{"2026-13": 400}, {"Friday": 400}, {"02/03/04": 400}, {7: 400}])
def test_T22_steps_from_days_that_are_none(steps: Mapping[Any, int]) -> None:
    """A month or an ISO date; nothing is completed."""
    with pytest.raises(TimeError):
        stepped(steps)


def test_a_goal_has_so_many_steps() -> None:
    """One a day of a leap year, and no more."""
    assert len(stepped([1] * 366, 366).steps) == 366
    with pytest.raises(LimitError, match="366"):
        stepped([1] * 367, 367)


@pytest.mark.parametrize(
    ("steps", "period", "code"),
    [
        ([100, 300], FIRST, "steps-count"),
        ([100, 140, 160], month(2026, 1, zone="UTC"), "steps-count"),
        ({"2026-02": 100, "2026-03": 300}, FIRST, "steps-outside"),
        ({"2026-01": 100, "2026-04": 300}, FIRST, "steps-outside"),
        ({"2025-10": 100, "2026-01": 300}, FIRST, "steps-outside"),
        ({"2025-12-31": 400}, FIRST, "steps-outside"),
    ],
)
def test_G10_steps_that_are_not_those_of_the_period(steps: object, period: Period, code: str) -> None:
    """Found when the scorecard is built, at the goal."""
    with pytest.raises(DocumentError) as caught:
        Scorecard("card", INBOUND, period, [stepped(steps)])
    assert (caught.value.code, caught.value.issues[0].path) == (code, "goals[0].steps")


def test_a_month_that_has_begun_may_hold_a_first_step() -> None:
    """A period from the 15th on begins within its month's step."""
    middle = Period(date(2026, 1, 15), date(2026, 3, 1), "UTC")
    parts = step_periods(stepped({"2026-01": 100, "2026-02": 300}), middle)
    assert [(part.first, part.end) for part, _ in parts] == [
        (date(2026, 1, 15), date(2026, 2, 1)), (date(2026, 2, 1), date(2026, 3, 1)),
    ]  # fmt: skip


def test_the_sentence_of_a_step() -> None:
    """While it lasts, a share is held against the step that holds."""
    made = Scorecard("Q", INBOUND, FIRST, [stepped([0.2, 0.5, 0.9], 0.9, metric=conversion("mql", "won"))])
    facts = Facts(events=[entry("mql", 1, "a"), entry("mql", 1, "b"), entry("won", 2, "a"), entry("lost", 3, "b")])
    assert assess(made, facts, as_of=day(40)).of("mqls").sentence == (
        "mqls: 50 % (1 of 2) so far where 90 % was agreed, as due by now"
    )
    assert assess(made, facts, as_of=day(70)).of("mqls").sentence == (
        "mqls: 50 % (1 of 2) so far where 90 % was agreed, 40 percentage points below what is due by now"
    )


def test_O05_changed_targets_are_checked() -> None:
    """And copies are equal."""
    made = stepped([100, 140, 160])
    with pytest.raises(DocumentError):
        attrs.evolve(made, at_least=500)
    assert attrs.evolve(made, steps=[400]).steps == (TargetStep(Fraction(400)),)
    for found in (made, limits(worst=(1, 900))):
        for twin in (pickle.loads(pickle.dumps(found)), copy.copy(found), copy.deepcopy(found)):
            assert twin == found
            assert hash(twin) == hash(found)


def test_a_limit_in_time_is_bounded() -> None:
    """As every target is."""
    with pytest.raises(DocumentError, match="days"):
        limits(days(1), timedelta.max, metric=median_time("mql", "won"))


def test_an_external_figure_within_limits() -> None:
    """Not growing, both limits are due all the time."""
    facts: Mapping[str, Quantity] = {"met": 5, "missed": 9}
    for status, value in facts.items():
        made = card(goal("nps", at_least=None, between=(4, 6)))
        assert assessed(made, Facts(figures=[ExternalFigure("nps", value, day(3))])).of("nps").status == status


def test_two_limits_are_written_short() -> None:
    """The unit once, where it is one."""
    for made, told in (
        (limits(), "400 to 600"),
        (limits(0.4, 0.6, metric=conversion("mql", "won")), "40 to 60 %"),
        (limits(money(400, "EUR"), money(2000, "EUR"), metric=REVENUE), "400 to 2,000 EUR"),
        (limits(days(2), days(5), metric=median_time("mql", "won")), "2 to 5 days"),
        (limits(days(1), days(5), metric=median_time("mql", "won")), "1 day to 5 days"),
    ):
        assert agreed(made) == told


@pytest.mark.parametrize("wrong", ["2026-01-01", 5, [], datetime(2026, 1, 1, tzinfo=UTC)])
def test_a_step_begins_on_a_date(wrong: Any) -> None:  # noqa: ANN401 - whatever is wrong on purpose
    """Not on an instant, and not on a text: that is for a table of steps."""
    with pytest.raises(TimeError) as caught:
        TargetStep(5, wrong)  # type: ignore[arg-type]  # made exact by the goal
    assert caught.value.code == "not-a-date"
