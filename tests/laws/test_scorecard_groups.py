"""The laws of nested scorecards: a group changes nothing of the whole, and its own view keeps every bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import attrs
from hypothesis import given, strategies as st
from tests.funnel.build import day
from tests.laws.test_scorecard_attainment import CAPS, NUMBERS, goals
from tests.scorecard.build import assessed, card, goal

from alignkit.history.facts import ExternalFigure, Facts
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.attain import attained, reaches
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import GoalGroup, Member, leaves

Actuals: TypeAlias = Mapping[str, Fraction | None]


@st.composite
def limited(draw: st.DrawFn, name: str, weight: Fraction) -> Goal:
    """Draw a goal with two limits."""
    low = draw(st.fractions(Fraction(1, 50), 500, max_denominator=50))
    high = low + draw(st.fractions(Fraction(1, 50), 500, max_denominator=50))
    distance = draw(st.one_of(st.none(), st.fractions(Fraction(1, 50), 500, max_denominator=50)))
    worst = None if distance is None else (low - distance, high + distance)
    return goal(name, "sales", at_least=None, between=(low, high), worst=worst, weight=weight)


@st.composite
def members(draw: st.DrawFn, depth: int = 0, prefix: str = "g") -> Sequence[Member]:
    """Draw the goals and groups of a level, whose weights sum to 1."""
    sizes = draw(st.lists(st.integers(1, 20), min_size=1, max_size=3))
    found: list[Member] = []
    for number, size in enumerate(sizes):
        name, weight = f"{prefix}{number}", Fraction(size, sum(sizes))
        kind = draw(st.sampled_from(["goal", "limited", "group"] if depth < 2 else ["goal", "limited"]))
        if kind == "group":
            found.append(GoalGroup(name, draw(members(depth + 1, f"{name}.")), weight=weight))
        else:
            found.append(draw(goals(name, weight) if kind == "goal" else limited(name, weight)))
    return found


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Sequence[Member], Actuals, Fraction]:
    """Draw nested goals, what each came to (None: nothing measured), and a cap."""
    drawn = draw(members())
    actuals = {leaf.goal.name: draw(st.one_of(st.none(), NUMBERS)) for leaf in leaves(drawn)}
    return drawn, actuals, draw(CAPS)


def assess_all(drawn: Sequence[Member], actuals: Actuals, cap: Fraction) -> Assessment:
    """Assess goals over external figures that came to what was drawn."""
    figures = [ExternalFigure(name, actual, day(5)) for name, actual in actuals.items() if actual is not None]
    return assessed(card(*drawn, cap=cap), Facts(figures=figures))


@given(worlds())
def test_nested_equals_flattened(world: tuple[Sequence[Member], Actuals, Fraction]) -> None:
    """The same goals in one level, each by its weight in the whole: every view is the same."""
    drawn, actuals, cap = world
    flat = [attrs.evolve(leaf.goal, weight=leaf.weight) for leaf in leaves(drawn)]
    nested, flattened = assess_all(drawn, actuals, cap), assess_all(flat, actuals, cap)
    for one, other in zip((nested.whole, *nested.teams), (flattened.whole, *flattened.teams), strict=True):
        assert one.to_dict() == other.to_dict()
    assert sum(leaf.weight for leaf in leaves(drawn)) == 1


@given(worlds())
def test_a_group_is_its_goals_alone(world: tuple[Sequence[Member], Actuals, Fraction]) -> None:
    """Its view is that of a scorecard that holds its goals and no other."""
    drawn, actuals, cap = world
    found = assess_all(drawn, actuals, cap)
    for group in found.scorecard.groups:
        alone = assess_all(group.goals, actuals, cap).whole
        view = found.group(group.name)
        assert (view.attainment, view.measured) == (alone.attainment, alone.measured)
        assert (view.lowest, view.highest) == (alone.lowest, alone.highest)


@given(worlds(), st.data())
def test_bounds_contain_the_outcome(world: tuple[Sequence[Member], Actuals, Fraction], data: st.DataObject) -> None:
    """Whatever the pending goals come to, each view ends between the bounds told before."""
    drawn, actuals, cap = world
    before = assess_all(drawn, actuals, cap)
    final = {name: data.draw(NUMBERS) if actual is None else actual for name, actual in actuals.items()}
    after = assess_all(drawn, final, cap)
    for one, other in zip(
        (before.whole, *before.teams, *before.groups), (after.whole, *after.teams, *after.groups), strict=True
    ):
        assert other.attainment is not None
        assert one.lowest <= other.attainment <= one.highest
        if one.attainment is not None:
            assert one.lowest <= one.attainment <= one.highest


@given(worlds(), st.data())
def test_attaining_more_never_lowers_a_view(
    world: tuple[Sequence[Member], Actuals, Fraction], data: st.DataObject
) -> None:
    """For a fixed set of measured goals: what attains more in one goal lowers neither the whole nor any group."""
    drawn, actuals, cap = world
    measured = [leaf.goal for leaf in leaves(drawn) if actuals[leaf.goal.name] is not None]
    if not measured:
        return
    chosen = data.draw(st.sampled_from(measured))
    one = actuals[chosen.name]
    assert one is not None
    other = data.draw(NUMBERS)
    low, high = sorted((one, other), key=lambda actual: attained(chosen, actual, cap=cap))
    before = assess_all(drawn, {**actuals, chosen.name: low}, cap)
    after = assess_all(drawn, {**actuals, chosen.name: high}, cap)
    for less, more in zip((before.whole, *before.groups), (after.whole, *after.groups), strict=True):
        if less.attainment is not None and more.attainment is not None:
            assert less.attainment <= more.attainment


@given(limited("g", Fraction(1)), NUMBERS, NUMBERS, CAPS)
def test_two_limits(drawn: Goal, one: Fraction, other: Fraction, cap: Fraction) -> None:
    """1 within, and nowhere else; farther out never attains more; no cap makes it more."""
    assert drawn.between is not None
    low, high = drawn.between
    found = attained(drawn, one, cap=cap)
    assert 0 <= found <= 1 <= cap
    assert (found == 1) == reaches(drawn, one) == (low <= one <= high)  # type: ignore[operator]  # numbers
    near, far = sorted((one, other))
    if near >= high:  # type: ignore[operator]  # the same
        assert attained(drawn, near, cap=cap) >= attained(drawn, far, cap=cap)
    if far <= low:  # type: ignore[operator]  # the same
        assert attained(drawn, near, cap=cap) <= attained(drawn, far, cap=cap)
