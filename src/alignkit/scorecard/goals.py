"""Goals: what one team, or several together, answer for, with a target, owners and a weight."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal, TypeAlias

import attrs

from alignkit.errors import AlignkitError, DocumentError, Finding, raise_found, shown
from alignkit.exact import Number, exact
from alignkit.names import checked_id
from alignkit.scorecard.goal_faults import target_faults
from alignkit.scorecard.metrics import Metric, checked_metric
from alignkit.scorecard.shapes import Shape
from alignkit.scorecard.targets import GivenTarget, Target, TargetStep, exact_target, steps_given

Direction: TypeAlias = Literal["at_least", "at_most", "between"]
"""On which side of its target a goal is kept."""
_ONE, _TWO = ("at_least", "at_most"), ("between", "worst")


def owners_given(value: str | Iterable[str]) -> tuple[str, ...]:
    """Return the teams that own a goal, sorted.

    Raises:
        DocumentError: `wrong-type`, `no-owner`, `duplicate-id`, `bad-id`.
    """
    teams = (value,) if isinstance(value, str) else value
    if not isinstance(teams, Iterable):
        text = f"the owner of a goal is a team, or a list of teams, not {shown(value)}"
        raise DocumentError.at("wrong-type", text, path="owner")
    found = tuple(checked_id(team, "team", path="owner") for team in teams)
    if not found:
        raise DocumentError.at("no-owner", "a goal needs a team that owns it", path="owner")
    for team in found:
        if found.count(team) > 1:
            raise DocumentError.at("duplicate-id", f"the team {team!r} owns the goal twice", path="owner")
    return tuple(sorted(found))


def _given(value: GivenTarget | None) -> Target | None:
    return value  # type: ignore[return-value]  # made exact in __attrs_post_init__, which can name the goal


def _given_pair(value: Iterable[GivenTarget] | None) -> tuple[Target, Target] | None:
    return value  # type: ignore[return-value]  # the same


def _given_worst(value: GivenTarget | Iterable[GivenTarget] | None) -> Target | tuple[Target, Target] | None:
    return value  # type: ignore[return-value]  # the same


def _given_weight(value: Number) -> Fraction:
    return value  # type: ignore[return-value]  # the same


@attrs.frozen(slots=True)
class Goal:
    """What one team, or several together, answer for: a metric, its target, and what it weighs.

    Attainment is actual ÷ target for `at_least`, target ÷ actual for `at_most`, and (worst − actual) ÷ (worst − target)
    where `worst` is stated; always from 0 to the scorecard's cap. For `between` it is 1 within the limits, and falls
    outside of them as it would for the limit that is passed.

    Args:
        name: the goal's id, unique in a scorecard.
        owner: the team that answers for it, or several: a joint goal.
        metric: what is measured.
        at_least: the target where more is better: a number above 0, money, or a `timedelta`. Shares are fractions: 0.9.
        at_most: the target where less is better.
        between: two limits, where neither too little nor too much is right; both are within.
        worst: the result that counts as nothing: below `at_least`, above `at_most`; for `between` two, one on each
            side. Needed where `at_most` is 0.
        steps: what is due when: a list with one target a month of the period, or a table from months (`2026-02`) or
            first days to targets. Of what grows, each step is due in its time, and they sum to the target; of all
            else, each holds from its day on, and the last is the target.
        shape: how what grows usually comes in; without it, evenly.
        weight: its part of the scorecard, or of its group, above 0; the weights of a level sum to 1.
        title: how people call it; the name when blank.

    Raises:
        DocumentError: with every fault: `bad-id`, `not-a-metric`, `no-target`, `two-targets`, `wrong-type`,
            `not-finite`, `negative-target`, `zero-target`, `unreachable-target`, `wrong-order`, `wrong-worst`,
            `needs-worst`, `bad-weight`, `steps-sum`, `steps-end`, `unlike-parts` for steps or a shape where they say
            nothing.
        LimitError: `too-large`, `too-long`, `too-many`.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.scorecard.metrics import count
    >>> goal = Goal("MQLs", owner="marketing", metric=count(entered("mql")), at_least=400, weight=0.25,
    ...     steps=[100, 140, 160])
    >>> goal.target
    Fraction(400, 1)
    """

    name: str
    owner: tuple[str, ...] = attrs.field(converter=owners_given)
    metric: Metric
    at_least: Target | None = attrs.field(default=None, converter=_given, kw_only=True)
    at_most: Target | None = attrs.field(default=None, converter=_given, kw_only=True)
    between: tuple[Target, Target] | None = attrs.field(default=None, converter=_given_pair, kw_only=True)
    worst: Target | tuple[Target, Target] | None = attrs.field(default=None, converter=_given_worst, kw_only=True)
    weight: Fraction = attrs.field(converter=_given_weight, kw_only=True)
    title: str | None = attrs.field(default=None, kw_only=True)
    steps: tuple[TargetStep, ...] = attrs.field(default=(), converter=steps_given, kw_only=True)
    shape: Shape | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "goal", path="name")
        checked_metric(self.metric, f"the metric of the goal {self.name!r}", path="metric")
        if self.title is not None and not isinstance(self.title, str):
            raise DocumentError.at("wrong-type", f"the title of a goal is text, not {shown(self.title)}", path="title")
        if self.shape is not None and not isinstance(self.shape, Shape):
            text = f"the shape of a goal is a Shape, not {shown(self.shape)}"
            raise DocumentError.at("wrong-type", text, path="shape")
        faults: list[Finding] = []
        for part in (*_ONE, *_TWO, "steps", "weight"):
            value = getattr(self, part)  # our own names
            if value is None and part != "weight":
                continue
            try:
                object.__setattr__(self, part, _exact_part(self.name, part, value))
            except AlignkitError as fault:
                faults += [attrs.evolve(issue, path=issue.path or part) for issue in fault.issues]
        raise_found(DocumentError, faults)
        raise_found(DocumentError, target_faults(self))

    @property
    def label(self) -> str:
        """How people call the goal."""
        return self.title or self.name

    @property
    def direction(self) -> Direction:
        """`at_least`, `at_most` or `between`."""
        if self.between is not None:
            return "between"
        return "at_most" if self.at_least is None else "at_least"

    @property
    def limits(self) -> tuple[Target | None, Target | None]:
        """The least and the most with which the goal is kept; None where there is no such limit."""
        return (self.at_least, self.at_most) if self.between is None else self.between

    @property
    def target(self) -> Target:
        """The target, whichever its direction: a number, money or a `timedelta`; of `between` the lower limit."""
        least, most = self.limits
        return most if least is None else least  # type: ignore[return-value]  # one is given

    @property
    def is_joint(self) -> bool:
        """Whether several teams own it."""
        return len(self.owner) > 1


def _exact_part(name: str, part: str, value: Any) -> object:  # noqa: ANN401 - whatever a person gives
    if part == "weight":
        return exact_weight(value, f"the goal {name!r}")
    if part == "steps":
        return tuple(_exact_step(name, number, step) for number, step in enumerate(value))
    what = f"{part} of the goal {name!r}"
    if part == "worst" and not isinstance(value, tuple | list):
        return exact_target(value, what)
    if part in _TWO:
        if not isinstance(value, tuple | list) or len(value) != 2:
            raise DocumentError.at("wrong-type", f"{what} is two targets, such as (400, 600), not {shown(value)}")
        return tuple(exact_target(end, what) for end in value)
    return exact_target(value, what)


def _exact_step(name: str, number: int, step: TargetStep) -> TargetStep:
    try:
        return TargetStep(exact_target(step.target, f"a step of the goal {name!r}"), step.since)
    except AlignkitError as fault:
        issues = [attrs.evolve(issue, path=f"steps[{number}]") for issue in fault.issues]
        raise type(fault)(*issues) from fault


def exact_weight(value: object, what: str, *, path: str = "") -> Fraction:
    """Return a weight as an exact number.

    Raises:
        DocumentError: `wrong-type`, `not-finite`, `bad-weight` for one that is not above 0.
        LimitError: `too-large`.
    """
    weight = exact(value, f"the weight of {what}", path=path)
    if weight <= 0:
        text = f"the weight of {what} must be above 0, such as 0.25, not {shown(value)}"
        raise DocumentError.at("bad-weight", text, path=path)
    return weight
