"""The laws of pacing: what is due never falls, ends at the target, and is the sum of its steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, strategies as st
from tests.funnel.build import INBOUND, day, entry
from tests.scorecard.build import goal

from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.history.facts import Facts
from alignkit.periods import Period, month, quarter, year
from alignkit.scorecard.cut_steps import step_periods
from alignkit.scorecard.expect import share_due, time_share
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.measure_shape import shape_of
from alignkit.scorecard.metrics import count
from alignkit.scorecard.shapes import Shape, shape_share
from alignkit.worktime.calendar import WorkCalendar

MQLS = count(entered("mql"))
ZONES = ("UTC", "Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe")
PERIODS = st.one_of(
    st.builds(lambda zone, number: month(2026, number, zone=zone), st.sampled_from(ZONES), st.integers(1, 12)),
    st.builds(lambda zone, number: quarter(2026, number, zone=zone), st.sampled_from(ZONES), st.integers(1, 4)),
    st.builds(lambda zone: year(2026, zone=zone), st.sampled_from(ZONES)),
)
CALENDARS = st.sampled_from(
    [
        None,
        WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]}),
        WorkCalendar("UTC", {"sun": ["22:00-06:00"]}),
    ]
)
SIZES = st.lists(st.integers(0, 500), min_size=1, max_size=12)


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    """Draw a shape."""
    sizes = draw(SIZES.filter(any))
    return Shape("last year", [Fraction(size, sum(sizes)) for size in sizes])


@st.composite
def paced(draw: st.DrawFn) -> tuple[Goal, Period]:
    """Draw a goal of what grows, by steps, by a shape or evenly, with its period."""
    period = draw(PERIODS)
    way = draw(st.sampled_from(["even", "steps", "shape", "between"]))
    if way == "shape":
        return goal("g", metric=MQLS, shape=draw(shapes())), period
    if way == "between":
        return goal("g", metric=MQLS, at_least=None, between=(4, 6)), period
    if way == "even":
        return goal("g", metric=MQLS), period
    months = len(period.months())
    sizes = draw(st.lists(st.integers(0, 500), min_size=months, max_size=months).filter(any))
    return goal("g", metric=MQLS, at_least=sum(sizes), steps=sizes), period


def due(made: Goal, period: Period, at: datetime, calendar: WorkCalendar | None) -> Fraction:
    """Return which part of the target is due."""
    passed = time_share(period, at, calendar)
    assert passed is not None
    return share_due(made, period, as_of=at, passed=passed, calendar=calendar)


@given(paced(), CALENDARS, st.lists(st.integers(-400, 800 * 24), min_size=2, max_size=8))
def test_what_is_due_never_falls(world: tuple[Goal, Period], calendar: WorkCalendar | None, hours: list[int]) -> None:
    """It is nothing until the period begins, grows, and is the target at the end and ever after; by any calendar."""
    made, period = world
    instants = sorted(datetime(2025, 12, 20, tzinfo=UTC) + timedelta(hours=number) for number in hours)
    shares = [due(made, period, at, calendar) for at in instants]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)
    assert due(made, period, period.starts_at, calendar) == 0
    assert (
        due(made, period, period.ends_at, calendar)
        == due(made, period, datetime(2030, 1, 1, tzinfo=UTC), calendar)
        == 1
    )


@given(paced(), CALENDARS)
def test_steps_sum_to_the_target(world: tuple[Goal, Period], calendar: WorkCalendar | None) -> None:
    """At the end of each step, the steps so far are due exactly; the parts of the period make it up without a gap."""
    made, period = world
    parts = step_periods(made, period)
    so_far = Fraction(0)
    for part, target in parts:
        so_far += target  # type: ignore[operator]  # numbers here
        assert due(made, period, part.ends_at, calendar) * made.target == so_far  # type: ignore[operator]  # the same
    if parts:
        assert so_far == made.target
        assert [part.first for part, _ in parts][1:] == [part.end for part, _ in parts][:-1]
        assert (parts[0][0].first, parts[-1][0].end) == (period.first, period.end)


@given(shapes(), st.fractions(-1, 2, max_denominator=400), st.fractions(-1, 2, max_denominator=400))
def test_a_shape_never_falls(shape: Shape, one: Fraction, other: Fraction) -> None:
    """From 0 to 1, and at the end of each part exactly what has come by then."""
    low, high = sorted((one, other))
    assert 0 <= shape_share(shape, low) <= shape_share(shape, high) <= 1
    for number, came in enumerate(shape.cumulative, start=1):
        assert shape_share(shape, Fraction(number, len(shape.parts))) == came


@given(st.lists(st.integers(0, 31 * 24 - 1), min_size=1, max_size=20), st.integers(1, 40))
def test_a_measured_shape_is_what_came_in(hours: list[int], parts: int) -> None:
    """Counted the slow way: at the end of each part, the share of the leads that had come."""
    events = [entry("mql", hour / 24, f"L{number}") for number, hour in enumerate(hours)]
    journeys = replay(INBOUND, Facts(events=events), as_of=day(31))
    shape = shape_of(MQLS, journeys, period=month(2026, 1, zone="UTC"), parts=parts)
    assert sum(shape.parts) == 1
    for number, came in enumerate(shape.cumulative, start=1):
        until = day(0) + (day(31) - day(0)) * number / parts
        assert came == Fraction(sum(event.at < until for event in events), len(events))
