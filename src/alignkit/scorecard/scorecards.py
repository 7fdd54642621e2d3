"""The scorecard: the goals of both teams for a period, over one funnel."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import AlignkitError, DocumentError, Finding, raise_found, shown
from alignkit.exact import Number, exact, plain
from alignkit.funnel.stages import Funnel
from alignkit.names import checked_id, did_you_mean
from alignkit.periods import Period
from alignkit.scorecard.cut_steps import step_periods
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.groups import (
    GoalGroup,
    Leaf,
    Member,
    goals_given,
    groups_in,
    leaves,
    member_faults,
    weight_faults,
)
from alignkit.scorecard.metrics import stages_of
from alignkit.scorecard.rates import Rates
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.elapsed import elapsed

if TYPE_CHECKING:
    from alignkit.display.blocks import Block


def _cap(value: Number) -> Fraction:
    return exact(value, "the cap of a scorecard", path="cap")


@attrs.frozen(slots=True)
class Scorecard(ShownInNotebooks):
    """The goals of both teams for a period, over one funnel.

    Args:
        name: how people call it.
        funnel: the stages that the metrics name.
        period: when it counts.
        goals: what the teams answer for, as goals or as groups of them; their weights sum to 1 on each level, within
            `WEIGHT_TOLERANCE`.
        calendar: when people are at work: pacing then goes by working time, without it by wall time.
        cap: attainment counts up to this; 1 means that nothing makes up for a missed goal.
        rates: what other currencies are worth, as agreed: by these, and by no others, amounts and targets in different
            currencies are held against each other.

    Raises:
        DocumentError: with every fault: `no-goals`, `wrong-type`, `duplicate-id`, `confusable-id`, `unknown-stage`,
            `weights-sum`, `bad-cap`, `never-open` for a calendar with no open time in the period, `steps-count` and
            `steps-outside` for steps of a goal that are not those of the period.

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
    goals: tuple[Member, ...] = attrs.field(converter=goals_given)
    calendar: Calendar | None = None
    cap: Fraction = attrs.field(default=Fraction(1), converter=_cap)
    rates: Rates | None = None

    def blocks(self) -> Block:
        """Return the goals as a table: who owes what, and how much it counts."""
        from alignkit.scorecard.show import card_blocks  # drawing is loaded when something is drawn

        return card_blocks(self)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "scorecard", path="name")
        wrong: list[tuple[object, type, str]] = [(self.funnel, Funnel, "funnel"), (self.period, Period, "period")]
        if self.calendar is not None:
            wrong.append((self.calendar, Calendar, "calendar"))
        if self.rates is not None:
            wrong.append((self.rates, Rates, "rates"))
        faults = [
            Finding("wrong-type", f"must be a {due.__name__}, not {shown(value)}", path)
            for value, due, path in wrong
            if not isinstance(value, due)
        ]
        raise_found(DocumentError, [*faults, *member_faults(self.goals, f"the scorecard {self.name!r}")])
        raise_found(DocumentError, _card_faults(self))

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every goal at any level, with its weight in the whole and the groups around it, in order."""
        return leaves(self.goals)

    @property
    def groups(self) -> tuple[GoalGroup, ...]:
        """Every group at any level, the outer before those within."""
        return tuple(group for _, group in groups_in(self.goals))

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that own a goal, sorted."""
        return tuple(sorted({team for leaf in self.leaves for team in leaf.goal.owner}))

    def goal(self, name: str) -> Goal:
        """Return the goal of that name, at whatever level.

        Raises:
            DocumentError: `unknown-goal`, with the nearest name.
        """
        known = {leaf.goal.name: leaf.goal for leaf in self.leaves}
        if isinstance(name, str) and name in known:
            return known[name]
        near = did_you_mean(name, known)
        raise DocumentError.at("unknown-goal", f"the scorecard {self.name!r} has no goal {shown(name)}{near}")

    def group(self, name: str) -> GoalGroup:
        """Return the group of that name, at whatever level.

        Raises:
            DocumentError: `unknown-group`, with the nearest name.
        """
        known = {group.name: group for group in self.groups}
        if isinstance(name, str) and name in known:
            return known[name]
        near = did_you_mean(name, known)
        raise DocumentError.at("unknown-group", f"the scorecard {self.name!r} has no group {shown(name)}{near}")


def _card_faults(card: Scorecard) -> Iterator[Finding]:
    known = [stage.id for stage in card.funnel.stages]
    places: dict[str, tuple[str, str]] = {}
    groups = dict(groups_in(card.goals))
    named: list[tuple[str, Member]] = [*((leaf.path, leaf.goal) for leaf in card.leaves), *groups.items()]
    for path, member in sorted(named, key=lambda pair: _order(pair[0])):
        since, other = places.setdefault(member.name.casefold(), (path, member.name))
        if since != path:
            yield _twice(member, other, since, path)
        if isinstance(member, GoalGroup):
            continue
        for stage in stages_of(member.metric):
            if stage not in known:
                text = f"the goal {member.name!r} names an unknown stage {shown(stage)}{did_you_mean(stage, known)}"
                yield Finding("unknown-stage", text, f"{path}.metric")
        try:
            step_periods(member, card.period)
        except AlignkitError as fault:
            yield from (attrs.evolve(issue, path=f"{path}.steps") for issue in fault.issues)
    yield from weight_faults(card.goals)
    if card.cap < 1:
        yield Finding("bad-cap", f"the cap is 1 or more, not {plain(card.cap)}", "cap")
    if card.calendar is not None:
        open_time = elapsed(card.calendar, card.period.starts_at, card.period.ends_at)
        if open_time.micros <= 0:
            yield Finding("never-open", f"the calendar has no open time in {card.period.name}", "calendar")


def _order(path: str) -> list[int]:
    """Return the places in a path, so that paths sort as they are written."""
    return [int(part.partition("]")[0]) for part in path.split("[")[1:]]


def _twice(member: Member, other: str, since: str, path: str) -> Finding:
    what = "group" if isinstance(member, GoalGroup) else "goal"
    if other == member.name:
        return Finding("duplicate-id", f"the {what} {member.name!r} stands at {since} and at {path}", path)
    return Finding("confusable-id", f"{member.name!r} and {other!r} ({since}) differ only in case", path)
