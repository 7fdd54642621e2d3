"""Goals with targets, owners and weights, and the scorecard that puts them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, raise_found, shown
from alignkit.exact import Number, exact, plain
from alignkit.funnel.stages import Funnel
from alignkit.instants import LONGEST_DAYS
from alignkit.names import checked_id, did_you_mean
from alignkit.periods import Period
from alignkit.scorecard.metrics import Metric, checked_metric, scale_of, stages_of
from alignkit.scorecard.quantities import Quantity, kind, magnitude, quantity
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.elapsed import elapsed

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

Target: TypeAlias = Fraction | Money | timedelta
"""What a goal aims at."""

WEIGHT_TOLERANCE = Fraction(1, 10**9)
"""Weights sum to 1 within this, so that three of 1/3 as floats do."""


def _teams(value: str | Iterable[str]) -> tuple[str, ...]:
    teams = (value,) if isinstance(value, str) else value
    if not isinstance(teams, Iterable):
        raise DocumentError.at("wrong-type", f"the owner of a goal is a team, or a list of teams, not {shown(value)}")
    found = tuple(checked_id(team, "team", path="owner") for team in teams)
    if not found:
        raise DocumentError.at("no-owner", "a goal needs a team that owns it", path="owner")
    for team in found:
        if found.count(team) > 1:
            raise DocumentError.at("duplicate-id", f"the team {team!r} owns the goal twice", path="owner")
    return tuple(sorted(found))


def _given(value: Number | Money | timedelta | None) -> Target | None:
    return value  # type: ignore[return-value]  # made exact in __attrs_post_init__, which can name the goal


def _given_weight(value: Number) -> Fraction:
    return value  # type: ignore[return-value]  # the same


@attrs.frozen(slots=True)
class Goal:
    """What one team, or several together, answer for: a metric, its target, and what it weighs.

    Attainment is actual ÷ target for `at_least`, target ÷ actual for `at_most`, and (worst − actual) ÷ (worst − target)
    where `worst` is stated; always from 0 to the scorecard's cap.

    Args:
        name: the goal's id, unique in a scorecard.
        owner: the team that answers for it, or several: a joint goal.
        metric: what is measured.
        at_least: the target where more is better: a number above 0, money, or a `timedelta`. Shares are fractions: 0.9.
        at_most: the target where less is better.
        worst: the result that counts as nothing: below `at_least`, above `at_most`. Needed where `at_most` is 0.
        weight: its part of the scorecard, above 0; the weights of all goals sum to 1.
        title: how people call it; the name when blank.

    Raises:
        DocumentError: with every fault: `bad-id`, `not-a-metric`, `no-target`, `two-targets`, `wrong-type`,
            `not-finite`, `negative-target`, `zero-target`, `unreachable-target`, `wrong-worst`, `needs-worst`,
            `bad-weight`.
        LimitError: `too-large`.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.scorecard.metrics import count
    >>> Goal("MQLs delivered", owner="marketing", metric=count(entered("mql")), at_least=400, weight=0.25).target
    Fraction(400, 1)
    """

    name: str
    owner: tuple[str, ...] = attrs.field(converter=_teams)
    metric: Metric
    at_least: Target | None = attrs.field(default=None, converter=_given, kw_only=True)
    at_most: Target | None = attrs.field(default=None, converter=_given, kw_only=True)
    worst: Target | None = attrs.field(default=None, converter=_given, kw_only=True)
    weight: Fraction = attrs.field(converter=_given_weight, kw_only=True)
    title: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "goal", path="name")
        checked_metric(self.metric, f"the metric of the goal {self.name!r}")
        if self.title is not None and not isinstance(self.title, str):
            raise DocumentError.at("wrong-type", f"the title of a goal is text, not {shown(self.title)}", path="title")
        faults: list[Finding] = []
        for part in ("at_least", "at_most", "worst", "weight"):
            value = getattr(self, part)  # our own names
            if value is None and part != "weight":
                continue
            try:
                object.__setattr__(self, part, _exact_part(self.name, part, value))
            except AlignkitError as fault:
                faults += [attrs.evolve(issue, path=part) for issue in fault.issues]
        raise_found(DocumentError, faults)
        raise_found(DocumentError, _target_faults(self))

    @property
    def label(self) -> str:
        """How people call the goal."""
        return self.title or self.name

    @property
    def target(self) -> Target:
        """The target, whichever its direction: a number, money or a `timedelta`."""
        return self.at_most if self.at_least is None else self.at_least  # type: ignore[return-value]  # one is given

    @property
    def is_joint(self) -> bool:
        """Whether several teams own it."""
        return len(self.owner) > 1


def _exact_part(name: str, part: str, value: object) -> Target:
    if part != "weight":
        if isinstance(value, timedelta) and not abs(value) <= timedelta(days=LONGEST_DAYS):
            raise LimitError.at(
                "too-long", f"{part} of the goal {name!r} is at most {LONGEST_DAYS} days: {shown(value)}"
            )
        return quantity(value, f"{part} of the goal {name!r}")
    weight = exact(value, f"the weight of the goal {name!r}")
    if weight <= 0:
        raise DocumentError.at(
            "bad-weight", f"the weight of the goal {name!r} must be above 0, such as 0.25, not {shown(value)}"
        )
    return weight


def _target_faults(goal: Goal) -> Iterator[Finding]:
    name, worst = goal.name, goal.worst
    if (goal.at_least is None) == (goal.at_most is None):
        none = goal.at_least is None
        yield Finding(
            "no-target" if none else "two-targets",
            f"the goal {name!r} has {'no target' if none else 'two targets'}: give one of at_least and at_most",
            "at_least",
        )
        return
    part, target = ("at_most" if goal.at_least is None else "at_least"), goal.target
    scale = scale_of(goal.metric)
    allowed = {"count": ("number",), "share": ("number",), "span": ("span",), "amount": ("number", "money")}[scale]
    if kind(target) not in allowed:
        due = {"span": "a timedelta such as days(20)", "amount": "a number or money"}.get(scale, "a number")
        yield Finding("wrong-type", f"{part} of the goal {name!r} must be {due}, not {shown(target)}", part)
        return
    if worst is not None and (kind(worst) != kind(target) or _currency(worst) != _currency(target)):
        yield Finding(
            "wrong-type", f"worst of the goal {name!r} must be of the kind of {part}: {shown(worst)}", "worst"
        )
        return
    size = magnitude(target)
    if size < 0:
        yield Finding("negative-target", f"{part} of the goal {name!r} must not be negative: {shown(target)}", part)
    elif size == 0 and part == "at_least":
        yield Finding("zero-target", f"at_least 0 is always met: give the goal {name!r} a target above 0", part)
    elif size == 0 and worst is None:
        text = f"the goal {name!r} aims at 0, so that only `worst` can tell how far off a result is: give it"
        yield Finding("needs-worst", text, "worst")
    if scale == "share" and size > 1:
        hint = f"; shares are fractions: {plain(size / 100)}" if size <= 100 else ""
        yield Finding(
            "unreachable-target", f"{part} of the goal {name!r} is a share of at most 1, not {target}{hint}", part
        )
    if worst is not None:
        below = magnitude(worst) < size
        if kind(worst) == "span" and magnitude(worst) < 0:
            yield Finding("wrong-worst", f"worst of the goal {name!r} must not be negative: {shown(worst)}", "worst")
        elif magnitude(worst) == size or below != (part == "at_least"):
            side = "below at_least" if part == "at_least" else "above at_most"
            text = f"worst of the goal {name!r} must lie {side} ({target}), not at {worst}"
            yield Finding("wrong-worst", text, "worst")


def _currency(value: Quantity) -> str | None:
    return getattr(value, "currency", None)


def _goals(values: Iterable[Goal]) -> tuple[Goal, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise DocumentError.at("wrong-type", f"the goals of a scorecard are a list, not {shown(values)}", path="goals")
    return tuple(values)


def _cap(value: Number) -> Fraction:
    return exact(value, "the cap of a scorecard", path="cap")


@attrs.frozen(slots=True)
class Scorecard(ShownInNotebooks):
    """The goals of both teams for a period, over one funnel.

    Args:
        name: how people call it.
        funnel: the stages that the metrics name.
        period: when it counts.
        goals: what the teams answer for; their weights sum to 1, within `WEIGHT_TOLERANCE`.
        calendar: when people are at work: pacing then goes by working time, without it by wall time.
        cap: attainment counts up to this; 1 means that nothing makes up for a missed goal.

    Raises:
        DocumentError: with every fault: `no-goals`, `wrong-type`, `duplicate-id`, `confusable-id`, `unknown-stage`,
            `weights-sum`, `bad-cap`, `never-open` for a calendar with no open time in the period.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.funnel.stages import Stage
    >>> from alignkit.periods import quarter
    >>> from alignkit.scorecard.metrics import count
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> goal = Goal("deals", owner=("marketing", "sales"), metric=count(entered("won")), at_least=40, weight=1)
    >>> Scorecard("2026 Q1", funnel, quarter(2026, 1, zone="Europe/Amsterdam"), [goal]).teams
    ('marketing', 'sales')
    """

    name: str
    funnel: Funnel
    period: Period
    goals: tuple[Goal, ...] = attrs.field(converter=_goals)
    calendar: WorkCalendar | None = None
    cap: Fraction = attrs.field(default=Fraction(1), converter=_cap)

    def blocks(self) -> Block:
        """Return the goals as a table: who owes what, and how much it counts."""
        from alignkit.scorecard.show import card_blocks  # drawing is loaded when something is drawn

        return card_blocks(self)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "scorecard", path="name")
        wrong: list[tuple[object, type, str]] = [
            (self.funnel, Funnel, "funnel"),
            (self.period, Period, "period"),
            *((goal, Goal, f"goals[{number}]") for number, goal in enumerate(self.goals)),
        ]
        if self.calendar is not None:
            wrong.append((self.calendar, WorkCalendar, "calendar"))
        raise_found(
            DocumentError,
            [
                Finding("wrong-type", f"must be a {due.__name__}, not {shown(value)}", path)
                for value, due, path in wrong
                if not isinstance(value, due)
            ],
        )
        raise_found(DocumentError, _card_faults(self))

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that own a goal, sorted."""
        return tuple(sorted({team for goal in self.goals for team in goal.owner}))

    def goal(self, name: str) -> Goal:
        """Return the goal of that name.

        Raises:
            DocumentError: `unknown-goal`, with the nearest name.
        """
        for goal in self.goals:
            if goal.name == name:
                return goal
        near = did_you_mean(name, (goal.name for goal in self.goals))
        raise DocumentError.at("unknown-goal", f"the scorecard {self.name!r} has no goal {shown(name)}{near}")


def _card_faults(card: Scorecard) -> Iterator[Finding]:
    if not card.goals:
        yield Finding("no-goals", f"the scorecard {card.name!r} needs at least one goal", "goals")
        return
    known = [stage.id for stage in card.funnel.stages]
    places: dict[str, tuple[int, str]] = {}
    for number, goal in enumerate(card.goals):
        since, other = places.setdefault(goal.name.casefold(), (number, goal.name))
        if since != number:
            same = other == goal.name
            text = (
                f"the goal {goal.name!r} stands at goals[{since}] and at goals[{number}]"
                if same
                else f"{goal.name!r} and {other!r} (goals[{since}]) differ only in case"
            )
            yield Finding("duplicate-id" if same else "confusable-id", text, f"goals[{number}]")
        for stage in stages_of(goal.metric):
            if stage not in known:
                text = f"the goal {goal.name!r} names an unknown stage {shown(stage)}{did_you_mean(stage, known)}"
                yield Finding("unknown-stage", text, f"goals[{number}].metric")
    yield from _weight_faults(card.goals)
    if card.cap < 1:
        yield Finding("bad-cap", f"the cap is 1 or more, not {plain(card.cap)}", "cap")
    if card.calendar is not None:
        open_time = elapsed(card.calendar, card.period.starts_at, card.period.ends_at)
        if open_time.micros <= 0:
            yield Finding("never-open", f"the calendar has no open time in {card.period.name}", "calendar")


def _weight_faults(goals: tuple[Goal, ...]) -> Iterator[Finding]:
    total = sum((goal.weight for goal in goals), Fraction(0))
    if abs(total - 1) <= WEIGHT_TOLERANCE:
        return
    hint = ""
    if total > 1 and any(goal.weight > 1 for goal in goals):
        parts = [plain(goal.weight / total, 4) for goal in goals[:12]]
        listed = " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
        hint = f"; weights are fractions: {listed}" + (" and so on" if len(goals) > 12 else "")
    yield Finding("weights-sum", f"the weights sum to {plain(total, 9)}, must be 1{hint}", "goals")
