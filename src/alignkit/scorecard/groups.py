"""Groups: goals that count together as one, in a scorecard or in another group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple, TypeAlias

import attrs

from alignkit.errors import DocumentError, Finding, LimitError, raise_found, shown
from alignkit.exact import Number, plain
from alignkit.names import checked_id, in_words
from alignkit.scorecard.goals import Goal, exact_weight
from alignkit.scorecard.weights import WEIGHT_TOLERANCE

MOST_LEVELS = 6
"""Groups stand within each other at most so deep."""


def goals_given(values: Iterable[Goal | GoalGroup]) -> tuple[Goal | GoalGroup, ...]:
    """Return a list of goals and groups as a tuple.

    Raises:
        DocumentError: `wrong-type`.
    """
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        text = f"the goals of a scorecard or a group are a list, not {shown(values)}"
        raise DocumentError.at("wrong-type", text, path="goals")
    return tuple(values)


def _weight(value: Number) -> Fraction:
    return value  # type: ignore[return-value]  # made exact in __attrs_post_init__, which can name the group


@attrs.frozen(slots=True)
class GoalGroup:
    """Goals that count together as one: the demand that marketing creates, the follow-up of sales.

    Grouping changes nothing of the whole: each goal counts by its weight times those of the groups around it, and the
    group is seen by itself too.

    Args:
        name: the group's id, unlike that of any other goal or group of the scorecard.
        goals: goals, and groups again; their weights sum to 1, within `WEIGHT_TOLERANCE`.
        weight: what the group is of the level above.
        title: how people call it; the name when blank.

    Raises:
        DocumentError: `bad-id`, `wrong-type`, `no-goals`, `bad-weight`, `weights-sum`.
        LimitError: `too-deep` over `MOST_LEVELS`.
    """

    name: str
    goals: tuple[Goal | GoalGroup, ...] = attrs.field(converter=goals_given)
    weight: Fraction = attrs.field(converter=_weight, kw_only=True)
    title: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "group", path="name")
        if self.title is not None and not isinstance(self.title, str):
            raise DocumentError.at("wrong-type", f"the title of a group is text, not {shown(self.title)}", path="title")
        object.__setattr__(self, "weight", exact_weight(self.weight, f"the group {self.name!r}", path="weight"))
        raise_found(DocumentError, member_faults(self.goals, f"the group {self.name!r}"))
        if levels(self.goals) >= MOST_LEVELS:
            text = f"groups stand within each other at most {MOST_LEVELS} deep; {self.name!r} goes deeper"
            raise LimitError.at("too-deep", text, path="goals")
        raise_found(DocumentError, weight_faults(self.goals))

    @property
    def label(self) -> str:
        """How people call the group."""
        return self.title or self.name


Member: TypeAlias = Goal | GoalGroup
"""What stands in a scorecard or a group."""


class Leaf(NamedTuple):
    """A goal as it counts in the whole.

    Args:
        goal: the goal.
        weight: its weight times those of the groups around it.
        groups: the names of those groups, from the outermost on.
        path: where it stands, such as `goals[0].goals[2]`.
    """

    goal: Goal
    weight: Fraction
    groups: tuple[str, ...] = ()
    path: str = ""


def leaves(members: Iterable[Member], *, path: str = "goals") -> tuple[Leaf, ...]:
    """Return every goal of a list of goals and groups, with its weight in the whole, in order.

    >>> from alignkit.scorecard.metrics import external
    >>> part = Goal("share", "marketing", external("share"), at_least=0.2, weight=1)
    >>> [(leaf.goal.name, leaf.weight) for leaf in leaves([GoalGroup("market", [part], weight=0.5)])]
    [('share', Fraction(1, 2))]
    """
    return tuple(_leaves(members, Fraction(1), (), path))


def _leaves(members: Iterable[Member], weight: Fraction, groups: tuple[str, ...], path: str) -> Iterator[Leaf]:
    for number, member in enumerate(members):
        here = f"{path}[{number}]"
        if isinstance(member, GoalGroup):
            yield from _leaves(member.goals, weight * member.weight, (*groups, member.name), f"{here}.goals")
        else:
            yield Leaf(member, weight * member.weight, groups, here)


def groups_in(members: Iterable[Member], *, path: str = "goals") -> Iterator[tuple[str, GoalGroup]]:
    """Yield every group with its path, those within others too, the outer first."""
    for number, member in enumerate(members):
        if isinstance(member, GoalGroup):
            here = f"{path}[{number}]"
            yield here, member
            yield from groups_in(member.goals, path=f"{here}.goals")


def levels(members: Iterable[Member]) -> int:
    """Return how deep groups stand within each other: 0 where there are none."""
    return max((1 + levels(member.goals) for member in members if isinstance(member, GoalGroup)), default=0)


def member_faults(members: tuple[Member, ...], of: str, *, path: str = "goals") -> Iterator[Finding]:
    """Yield what stands among goals and is none, and whether there is any."""
    if not members:
        yield Finding("no-goals", f"{of} needs at least one goal", path)
    for number, member in enumerate(members):
        if not isinstance(member, Goal | GoalGroup):
            yield Finding("wrong-type", f"must be a Goal or a GoalGroup, not {shown(member)}", f"{path}[{number}]")


def weight_faults(members: tuple[Member, ...], *, path: str = "goals") -> Iterator[Finding]:
    """Yield whether the weights of a level sum to 1."""
    total = sum((member.weight for member in members), Fraction(0))
    if abs(total - 1) <= WEIGHT_TOLERANCE:
        return
    hint = ""
    if total > 1 and any(member.weight > 1 for member in members):
        parts = [plain(member.weight / total, 4) for member in members[:12]]
        told = in_words(parts) if len(members) <= 12 else f"{', '.join(parts)} and so on"
        hint = f"; weights are fractions: {told}"
    yield Finding("weights-sum", f"the weights sum to {plain(total, 9)}, must be 1{hint}", path)
