"""The laws of attainment: bounds, direction, and parts that sum to the whole exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import given, strategies as st
from tests.funnel.build import day
from tests.scorecard.build import assessed, card, goal

from alignkit.history.facts import ExternalFigure, Facts
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.attain import attained
from alignkit.scorecard.goals import Goal

NUMBERS = st.fractions(-1000, 1000, max_denominator=50)
TEAMS = ("marketing", "sales", "product")
CAPS = st.sampled_from([Fraction(1), Fraction(6, 5), Fraction(2)])


@st.composite
def goals(draw: st.DrawFn, name: str = "g", weight: Fraction = Fraction(1)) -> Goal:
    """Draw a goal of either direction, with or without a worst result."""
    owner = draw(st.lists(st.sampled_from(TEAMS), min_size=1, unique=True))
    target = draw(st.fractions(Fraction(1, 50), 500, max_denominator=50))
    distance = draw(st.one_of(st.none(), st.fractions(Fraction(1, 50), 500, max_denominator=50)))
    if draw(st.booleans()):
        return goal(name, owner, at_least=target, worst=None if distance is None else target - distance, weight=weight)
    return goal(name, owner, at_most=target, worst=None if distance is None else target + distance, weight=weight)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Sequence[Goal], list[Fraction | None], Fraction]:
    """Draw goals whose weights sum to 1, what each came to (None: nothing measured), and a cap."""
    sizes = draw(st.lists(st.integers(1, 20), min_size=1, max_size=6))
    drawn = [draw(goals(f"g{n}", Fraction(size, sum(sizes)))) for n, size in enumerate(sizes)]
    actuals = draw(st.lists(st.one_of(st.none(), NUMBERS), min_size=len(sizes), max_size=len(sizes)))
    return drawn, actuals, draw(CAPS)


def assess_all(drawn: Sequence[Goal], actuals: Sequence[Fraction | None], cap: Fraction) -> Assessment:
    """Assess goals over external figures that came to what was drawn."""
    figures = [
        ExternalFigure(item.name, actual, day(5))
        for item, actual in zip(drawn, actuals, strict=True)
        if actual is not None
    ]
    return assessed(card(*drawn, cap=cap), Facts(figures=figures))


@given(goals(), NUMBERS, CAPS)
def test_attainment_stays_in_its_bounds(drawn: Goal, actual: Fraction, cap: Fraction) -> None:
    """From 0 to the cap; the target itself attains exactly 1; with a cap of 1, 1 means reached."""
    found = attained(drawn, actual, cap=cap)
    assert 0 <= found <= cap
    assert attained(drawn, drawn.target, cap=cap) == 1
    reached = actual >= drawn.target if drawn.at_most is None else actual <= drawn.target  # type: ignore[operator]  # numbers
    assert (attained(drawn, actual) == 1) == reached


@given(goals(), NUMBERS, NUMBERS, CAPS)
def test_better_never_attains_less(drawn: Goal, one: Fraction, other: Fraction, cap: Fraction) -> None:
    """More where more is better, less where less is."""
    low, high = sorted((one, other), reverse=drawn.at_most is not None)
    assert attained(drawn, low, cap=cap) <= attained(drawn, high, cap=cap)


@given(worlds())
def test_bounds_contain_what_is_measured(world: tuple[Sequence[Goal], list[Fraction | None], Fraction]) -> None:
    """Pending as nothing, and as the cap; with nothing pending all three are one."""
    found = assess_all(*world)
    for view in (found.whole, *found.teams):
        assert 0 <= view.lowest <= view.highest <= found.scorecard.cap
        if view.attainment is not None:
            assert view.lowest <= view.attainment <= view.highest
        assert (view.attainment is None) == (view.measured == 0)
        if view.measured == 1:
            assert view.lowest == view.attainment == view.highest


@given(worlds(), st.data())
def test_bounds_hold_whatever_comes(
    world: tuple[Sequence[Goal], list[Fraction | None], Fraction], data: st.DataObject
) -> None:
    """Once the pending goals are measured, the whole lies between the bounds told before."""
    drawn, actuals, cap = world
    before = assess_all(drawn, actuals, cap).whole
    after = assess_all(drawn, [data.draw(NUMBERS) if item is None else item for item in actuals], cap).whole
    assert after.attainment is not None
    assert before.lowest <= after.attainment <= before.highest


@given(worlds())
def test_losses_and_attainment_sum_to_1(world: tuple[Sequence[Goal], list[Fraction | None], Fraction]) -> None:
    """Exactly, whatever the cap; with a cap of 1 no loss is negative."""
    found = assess_all(*world)
    for view in (found.whole, *found.teams):
        if view.attainment is None:
            assert view.losses == ()
            continue
        assert sum(loss.lost for loss in view.losses) + view.attainment == 1
        assert sum(loss.weight for loss in view.losses) == 1
        if found.scorecard.cap == 1:
            assert all(loss.lost >= 0 for loss in view.losses)


@given(worlds(), st.data())
def test_raising_one_goal_never_lowers_the_whole(
    world: tuple[Sequence[Goal], list[Fraction | None], Fraction], data: st.DataObject
) -> None:
    """For a fixed set of measured goals."""
    drawn, actuals, cap = world
    measured = [n for n, actual in enumerate(actuals) if actual is not None]
    if not measured:
        return
    chosen = data.draw(st.sampled_from(measured))
    better = data.draw(st.fractions(0, 100, max_denominator=50)) * (1 if drawn[chosen].at_most is None else -1)
    raised = [actual + better if n == chosen and actual is not None else actual for n, actual in enumerate(actuals)]
    before, after = assess_all(drawn, actuals, cap), assess_all(drawn, raised, cap)
    for one, other in zip((before.whole, *before.teams), (after.whole, *after.teams), strict=True):
        if one.attainment is not None and other.attainment is not None:
            assert one.attainment <= other.attainment


@given(worlds())
def test_each_goal_stands_in_one_part(world: tuple[Sequence[Goal], list[Fraction | None], Fraction]) -> None:
    """A team's own goals and the joint ones part the card: weights of all parts sum to 1."""
    found = assess_all(*world)
    parts = [*(reading for team in found.scorecard.teams for reading in found.own(team)), *found.joint]
    assert sorted(reading.goal.name for reading in parts) == sorted(item.name for item in found.scorecard.goals)
    assert sum(reading.goal.weight for reading in parts) == 1
    for view in found.teams:
        mine = {reading.goal.name for reading in view.readings}
        assert mine == {reading.goal.name for reading in parts if view.team in reading.goal.owner}
