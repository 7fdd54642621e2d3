"""The laws of the reverse funnel: exact sums, enough leads, more for more, ranges around what was measured."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any

from hypothesis import given, settings, strategies as st

from alignkit.currency import Money
from alignkit.instants import micros
from alignkit.periods import Period, month
from alignkit.plan.capacities import Capacity
from alignkit.plan.requirements import Requirements
from alignkit.plan.reverse import reverse_funnel
from alignkit.plan.staff import capacity_needed
from alignkit.plan.steps import FlowStep

FEW = {"draws": 100}
"""As many draws as there must be: a law holds for any number."""
ZONES = ("UTC", "Europe/Amsterdam", "America/New_York", "Pacific/Apia")
LAGS = st.integers(0, 200 * 24).map(lambda hours: timedelta(hours=hours))
PERIODS = st.builds(
    lambda first, length, zone: Period(first, first + timedelta(days=length), zone),
    st.dates(date(2010, 1, 1), date(2030, 1, 1)),
    st.integers(1, 500),
    st.sampled_from(ZONES),
)
DEALS = st.fractions(min_value=Fraction(1, 100), max_value=10**6, max_denominator=100)


@st.composite
def chains(draw: st.DrawFn, *, measured: bool | None = None) -> tuple[FlowStep, ...]:
    """Draw one to five steps, stated or measured."""
    steps = []
    for number in range(draw(st.integers(1, 5))):
        ends, lag = (f"s{number}", f"s{number + 1}"), draw(LAGS)
        if draw(st.booleans()) if measured is None else measured:
            # a few pairs of counts: to lay out a distribution takes longer than all the rest
            converted, of = draw(st.sampled_from(((1, 1), (1, 40), (3, 3), (7, 10), (30, 100), (90, 1000))))
            steps.append(FlowStep(*ends, converted=converted, of=of, lag=lag))
        else:
            rate = draw(st.fractions(min_value=Fraction(1, 40), max_value=1, max_denominator=200))
            steps.append(FlowStep(*ends, rate, lag=lag))
    return tuple(steps)


def planned(deals: Any, steps: tuple[FlowStep, ...], period: Period, **parts: Any) -> Requirements:  # noqa: ANN401 - what a test gives
    return reverse_funnel(deals, steps=steps, period=period, **(FEW | parts))


def pushed(leads: Fraction, steps: tuple[FlowStep, ...]) -> list[Fraction]:
    """Push leads forward through the rates, stage by stage: the second, slow way."""
    found = [leads]
    for step in steps:
        found.append(found[-1] * (step.rate or Fraction(step.converted or 0, step.of or 1)))
    return found


@given(DEALS, chains(), PERIODS)
def test_pushed_forward_the_leads_give_the_goal(deals: Fraction, steps: tuple[FlowStep, ...], period: Period) -> None:
    """Exactly, stage by stage; and whole leads give at least as much."""
    found = planned(deals, steps, period)
    assert pushed(found.first.count, steps) == list(found.counts.values())
    assert found.deals == deals
    assert pushed(Fraction(found.first.whole), steps)[-1] >= deals
    assert pushed(Fraction(found.first.whole - 1), steps)[-1] < deals


@given(st.integers(1, 10**6), st.integers(1, 10**6), chains(), PERIODS)
def test_the_deals_bring_the_revenue(cents: int, value: int, steps: tuple[FlowStep, ...], period: Period) -> None:
    """Deals x value is the goal, to the last fraction of a cent."""
    goal, each = Money(Fraction(cents, 100), "EUR"), Money(Fraction(value, 100), "EUR")
    found = planned(goal, steps, period, value=each)
    assert each * found.deals == goal
    assert each * pushed(Fraction(found.first.whole), steps)[-1] >= goal


@given(DEALS, chains(), PERIODS)
def test_months_sum_to_the_whole(deals: Fraction, steps: tuple[FlowStep, ...], period: Period) -> None:
    """Exactly, and in whole leads; and after each month as many whole leads as are needed by then."""
    for need in planned(deals, steps, period).needs:
        assert sum(arrival.count for arrival in need.arrivals) == need.count
        assert sum(arrival.whole for arrival in need.arrivals) == need.whole == ceil(need.count)
        so_far, whole = Fraction(0), 0
        for arrival in need.arrivals:
            so_far, whole = so_far + arrival.count, whole + arrival.whole
            assert arrival.whole >= 0
            assert so_far <= whole < so_far + 1


@given(DEALS, chains(), PERIODS)
def test_months_are_those_from_the_first_lead_to_the_last(
    deals: Fraction, steps: tuple[FlowStep, ...], period: Period
) -> None:
    """One after the other, none left out, as many as the shifted period touches."""
    for need in planned(deals, steps, period).needs:
        months = [arrival.month for arrival in need.arrivals]
        assert all(later.first == earlier.end for earlier, later in pairwise(months))
        assert need.opens in months[0]
        assert micros(months[-1].starts_at) < micros(need.closes) <= micros(months[-1].ends_at)
        assert micros(need.closes) - micros(need.opens) == micros(period.ends_at) - micros(period.starts_at)
        assert micros(period.starts_at) - micros(need.opens) == need.lag // timedelta(microseconds=1)


@given(DEALS, st.integers(0, 12 * 28), st.integers(1, 12))
def test_months_by_the_slow_way(deals: Fraction, lag: int, number: int) -> None:
    """Day by day, each with its part of the month's deals."""
    steps, goal = (FlowStep("s0", "s1", 1, lag=timedelta(days=lag)),), month(2026, number, zone="UTC")
    days_of_goal = (goal.end - goal.first).days
    slow: dict[str, Fraction] = {}
    for day in range(days_of_goal):
        arrives = goal.first + timedelta(days=day - lag)
        slow[f"{arrives:%Y-%m}"] = slow.get(f"{arrives:%Y-%m}", Fraction(0)) + deals / days_of_goal
    found = planned(deals, steps, goal).first.arrivals
    assert {arrival.month.name: arrival.count for arrival in found} == slow


@given(DEALS, DEALS, chains(), PERIODS)
def test_more_deals_take_more_of_everything(
    one: Fraction, other: Fraction, steps: tuple[FlowStep, ...], period: Period
) -> None:
    """Monotone in the target: every stage, every month, every end of a range; in proportion."""
    less, more = (planned(deals, steps, period) for deals in sorted((one, other)))
    factor = more.deals / less.deals
    for low, high in zip(less.needs, more.needs, strict=True):
        assert high.count == low.count * factor
        assert (high.lowest, high.highest) == (low.lowest * factor, low.highest * factor)
        assert high.whole >= low.whole
        assert all(a.count <= b.count for a, b in zip(low.arrivals, high.arrivals, strict=True))


@given(DEALS, chains(), PERIODS, st.integers(0, 2**63))
def test_the_range_holds_what_was_measured(
    deals: Fraction, steps: tuple[FlowStep, ...], period: Period, seed: int
) -> None:
    """The central value lies in it, and it is a single one exactly where no measured rate is left on the way."""
    found = planned(deals, steps, period, seed=seed)
    for number, need in enumerate(found.needs):
        assert 0 < need.lowest <= need.count <= need.highest
        assert need.is_certain == all(not step.is_measured for step in steps[number:])


@settings(max_examples=20)
@given(st.sampled_from((20, 90)), st.sampled_from((20, 500)), st.integers(0, 100))
def test_ten_times_the_counts_make_the_range_closer(converted: int, missed: int, seed: int) -> None:
    """The same rate, better known; and both ranges lie about it."""
    widths = []
    for times in (1, 10):
        step = FlowStep("s0", "s1", converted=converted * times, of=(converted + missed) * times)
        need = planned(100, (step,), month(2026, 1, zone="UTC"), seed=seed, draws=1000).first
        assert need.lowest < need.count < need.highest
        widths.append(need.highest - need.lowest)
    assert widths[1] < widths[0] / 2


@given(st.builds(planned, DEALS, chains(), PERIODS), st.integers(0, 30), st.integers(1, 168))
def test_hours_needed_are_those_of_all_leads(found: Requirements, people: int, hours: int) -> None:
    """The months' hours sum to leads x touches x minutes; what is missing is never negative, and never more."""
    team = Capacity("sales", "s0", people=people, hours_a_week=hours, touches_per_lead=3, minutes_per_touch=7)
    (load,) = capacity_needed(found, [team]).loads
    assert load.needed == found.first.count * 21 / 60
    for part in load.months:
        assert 0 <= part.missing <= part.needed <= part.needed_at_most
        assert part.people is not None
        assert part.missing == max(
            0, (part.people - people) * hours * Fraction((part.month.end - part.month.first).days, 7)
        )
    assert load.fullest.used == max((part.used for part in load.months), key=lambda used: used or 0) or not people
