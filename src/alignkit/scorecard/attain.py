"""Attain: which part of its target a goal has reached."""

from __future__ import annotations

from fractions import Fraction

from alignkit.scorecard.goals import Goal
from alignkit.scorecard.quantities import Quantity, alike, magnitude
from alignkit.scorecard.targets import Target


def attained(goal: Goal, actual: Quantity, *, cap: Fraction = Fraction(1)) -> Fraction:
    """Return the attainment of a goal, from 0 to the cap, exactly.

    It is actual ÷ target for `at_least`; target ÷ actual for `at_most`, the cap where nothing happened at all; and
    (worst − actual) ÷ (worst − target) where `worst` is stated, which serves both directions. With `between` it is 1
    within the limits, and outside that of the limit that is passed.

    Args:
        goal: with its target.
        actual: what its metric came to.
        cap: the most that counts.

    Raises:
        DataError: `mixed-currencies`, `wrong-type`, when the two cannot be compared.

    >>> from alignkit.scorecard.metrics import external
    >>> attained(Goal("market share", "marketing", external("share"), at_least=0.2, weight=1), Fraction("0.15"))
    Fraction(3, 4)
    """
    reached = magnitude(alike(actual, goal.target, goal.name))
    if goal.between is not None:
        return _within(goal, goal.between, reached)
    target = magnitude(goal.target)
    if goal.worst is not None and not isinstance(goal.worst, tuple):
        worst = magnitude(goal.worst)
        found = (worst - reached) / (worst - target)
    elif goal.at_most is None:
        found = reached / target
    elif reached <= 0:
        found = cap
    else:
        found = target / reached
    return min(max(found, Fraction(0)), cap)


def _within(goal: Goal, limits: tuple[Target, Target], reached: Fraction) -> Fraction:
    """Return the attainment of a goal with two limits: 1 within them, never more."""
    low, high = map(magnitude, limits)
    if low <= reached <= high:
        return Fraction(1)
    limit = low if reached < low else high
    if isinstance(goal.worst, tuple):
        worst = magnitude(goal.worst[limit == high])
        return max((worst - reached) / (worst - limit), Fraction(0))
    return max(reached / low, Fraction(0)) if reached < low else high / reached


def reaches(goal: Goal, actual: Quantity) -> bool:
    """Say whether a result keeps the goal: the target itself does.

    Raises:
        DataError: `mixed-currencies`, `wrong-type`.
    """
    reached = magnitude(alike(actual, goal.target, goal.name))
    least, most = goal.limits
    return (least is None or reached >= magnitude(least)) and (most is None or reached <= magnitude(most))
