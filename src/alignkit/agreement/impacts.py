"""Impacts: which leads, clocks and goals would have come out otherwise under another version of the agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import attrs

from alignkit.agreement.lists import listed, of_type
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, Finding, shown
from alignkit.handoff.readings import State
from alignkit.instants import micros
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.scorecard.readings import GoalReading


class LeadImpact(NamedTuple):
    """A lead that qualifies for a stage under one of two versions alone.

    Args:
        lead: the lead's id.
        at: when the one that says YES says so first: an entry of the lead, or the first instant at which it would have
            qualified.
        entered: whether the lead was seen to enter the stage.
    """

    lead: str
    at: datetime
    entered: bool

    def to_dict(self) -> dict[str, object]:
        """Return the lead as plain data."""
        return {"lead": self.lead, "at": self.at.isoformat(), "entered": self.entered}


def _leads(values: Iterable[LeadImpact]) -> tuple[LeadImpact, ...]:
    return tuple(sorted(listed(values, LeadImpact, "leads"), key=lambda one: one.lead))


@attrs.frozen(slots=True, repr=False)
class StageImpact(Shown):
    """How many leads would have qualified for a stage whose entry rule was changed.

    Args:
        stage: the stage's id.
        label: how people call it, in the new version.
        before: how many leads qualify under the old rule.
        after: how many under the new one; `before` − lost + gained, exactly.
        gained: those that qualify under the new rule alone.
        lost: those that qualify under the old rule alone.
    """

    stage: str = attrs.field(validator=of_type(str))
    label: str = attrs.field(validator=of_type(str))
    before: int = attrs.field(validator=of_type(int))
    after: int = attrs.field(validator=of_type(int))
    gained: tuple[LeadImpact, ...] = attrs.field(converter=_leads)
    lost: tuple[LeadImpact, ...] = attrs.field(converter=_leads)

    def __attrs_post_init__(self) -> None:
        if self.after != self.before - len(self.lost) + len(self.gained):
            text = f"{self.before} − {len(self.lost)} + {len(self.gained)} leads are not {self.after}"
            raise DocumentError.at("wrong-sum", text, path=self.stage)

    @property
    def sentence(self) -> str:
        """What the new rule would have changed, in one sentence."""
        from alignkit.agreement.say_impact import stage_sentence  # drawing is loaded when something is drawn

        return stage_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, and the leads as tables."""
        from alignkit.agreement.show_impact import stage_blocks  # drawing is loaded when something is drawn

        return stage_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the impact on a stage as plain data."""
        return {
            "stage": self.stage,
            "title": self.label,
            "before": self.before,
            "after": self.after,
            "gained": [one.to_dict() for one in self.gained],
            "lost": [one.to_dict() for one in self.lost],
            "sentence": self.sentence,
        }


class ClockImpact(NamedTuple):
    """A clock that comes out otherwise.

    Args:
        lead: the lead's id.
        started: when the clock starts.
        before: its state under the old version; None where it does not run there.
        after: its state under the new one; None likewise.
    """

    lead: str
    started: datetime
    before: State | None
    after: State | None

    def to_dict(self) -> dict[str, object]:
        """Return the clock as plain data."""
        return {"lead": self.lead, "started": self.started.isoformat(), "before": self.before, "after": self.after}


def _clocks(values: Iterable[ClockImpact]) -> tuple[ClockImpact, ...]:
    return tuple(sorted(listed(values, ClockImpact, "clocks"), key=lambda one: (one.lead, micros(one.started))))


@attrs.frozen(slots=True, repr=False)
class SlaImpact(Shown):
    """How the clocks of an SLA would have come out.

    Args:
        sla: the SLA's id.
        label: how people call it.
        team: who must act, in the new version.
        before: how many clocks run under the old version; None where it has no such SLA.
        after: how many under the new one; None likewise.
        clocks: those that come out otherwise.
    """

    sla: str = attrs.field(validator=of_type(str))
    label: str = attrs.field(validator=of_type(str))
    team: str = attrs.field(validator=of_type(str))
    before: int | None = attrs.field(validator=of_type(int, None))
    after: int | None = attrs.field(validator=of_type(int, None))
    clocks: tuple[ClockImpact, ...] = attrs.field(converter=_clocks)

    @property
    def moves(self) -> dict[tuple[State | None, State | None], int]:
        """How many clocks went from which state to which, most first; they sum to all that came out otherwise."""
        counts: Counter[tuple[State | None, State | None]] = Counter((one.before, one.after) for one in self.clocks)
        return dict(sorted(counts.items(), key=lambda move: (-move[1], str(move[0]))))

    @property
    def sentence(self) -> str:
        """What would have changed, in one sentence."""
        from alignkit.agreement.say_impact import sla_sentence  # drawing is loaded when something is drawn

        return sla_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence, and the clocks as a table."""
        from alignkit.agreement.show_impact import sla_blocks  # drawing is loaded when something is drawn

        return sla_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the impact on an SLA as plain data."""
        return {
            "sla": self.sla,
            "title": self.label,
            "team": self.team,
            "before": self.before,
            "after": self.after,
            "moves": [{"before": a, "after": b, "count": n} for (a, b), n in self.moves.items()],
            "clocks": [clock.to_dict() for clock in self.clocks],
            "sentence": self.sentence,
        }


@attrs.frozen(slots=True, repr=False)
class GoalImpact(Shown):
    """What a goal would have come to.

    Args:
        goal: the goal's name.
        before: its reading under the old version; None where it has no such goal.
        after: its reading under the new one; None likewise.
    """

    goal: str = attrs.field(validator=of_type(str))
    before: GoalReading | None = attrs.field(validator=of_type(GoalReading, None))
    after: GoalReading | None = attrs.field(validator=of_type(GoalReading, None))

    def __attrs_post_init__(self) -> None:
        if self.before is None and self.after is None:
            raise DocumentError.at("missing-field", f"the goal {self.goal!r} stands in neither version")

    @property
    def label(self) -> str:
        """How people call the goal, in the new version if it is there."""
        reading = self.after if self.after is not None else self.before
        return reading.goal.label if reading is not None else self.goal

    @property
    def is_otherwise(self) -> bool:
        """Whether the result, the target or the status is another one."""
        old, new = self.before, self.after
        if old is None or new is None:
            return True
        return (old.actual, old.goal.target, old.goal.between, old.status, old.attainment) != (
            new.actual,
            new.goal.target,
            new.goal.between,
            new.status,
            new.attainment,
        )

    @property
    def sentence(self) -> str:
        """What would have changed, in one sentence."""
        from alignkit.agreement.say_impact import goal_impact_sentence  # drawing is loaded when something is drawn

        return goal_impact_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence."""
        from alignkit.display.blocks import Paragraph

        return Paragraph(self.sentence)

    def to_dict(self) -> dict[str, object]:
        """Return the impact on a goal as plain data."""
        return {
            "goal": self.goal,
            "title": self.label,
            "before": None if self.before is None else self.before.to_dict(),
            "after": None if self.after is None else self.after.to_dict(),
            "otherwise": self.is_otherwise,
            "sentence": self.sentence,
        }


def _stages(values: Iterable[StageImpact]) -> tuple[StageImpact, ...]:
    return listed(values, StageImpact, "stages")


def _slas(values: Iterable[SlaImpact]) -> tuple[SlaImpact, ...]:
    return listed(values, SlaImpact, "slas")


def _goals(values: Iterable[GoalImpact]) -> tuple[GoalImpact, ...]:
    return listed(values, GoalImpact, "goals")


def _findings(values: Iterable[Finding]) -> tuple[Finding, ...]:
    return listed(values, Finding, "findings")


@attrs.frozen(slots=True, repr=False)
class Impact(Shown):
    """What would have come out otherwise if the new version had held all along.

    Args:
        old: name and version of the old one.
        new: name and version of the new one.
        as_of: up to when events count.
        leads: how many leads the facts hold.
        stages: one for each stage that both have and whose entry rule was changed.
        slas: one for each SLA of either.
        goals: one for each goal of either, for the period that was asked about, or the one around `as_of`.
        findings: what was doubtful in the facts, and what cannot be compared.
        period: what was compared falls into this one; None for all time.
    """

    old: str = attrs.field(validator=of_type(str))
    new: str = attrs.field(validator=of_type(str))
    as_of: datetime = attrs.field(validator=of_type(datetime))
    leads: int = attrs.field(validator=of_type(int))
    stages: tuple[StageImpact, ...] = attrs.field(converter=_stages)
    slas: tuple[SlaImpact, ...] = attrs.field(converter=_slas)
    goals: tuple[GoalImpact, ...] = attrs.field(converter=_goals)
    findings: tuple[Finding, ...] = attrs.field(default=(), converter=_findings)
    period: Period | None = attrs.field(default=None, validator=of_type(Period, None))

    def stage(self, stage: str) -> StageImpact:
        """Return the impact on a stage.

        Raises:
            DocumentError: `unknown-stage` for a stage whose entry rule was not changed, with the nearest name.
        """
        for one in self.stages:
            if one.stage == stage:
                return one
        near = did_you_mean(stage, [one.stage for one in self.stages])
        raise DocumentError.at("unknown-stage", f"the entry rule of {shown(stage)} was not changed{near}")

    def sla(self, name: str) -> SlaImpact:
        """Return the impact on an SLA.

        Raises:
            DocumentError: `unknown-sla`, with the nearest name.
        """
        for one in self.slas:
            if one.sla == name:
                return one
        raise DocumentError.at(
            "unknown-sla", f"there is no SLA {shown(name)}{did_you_mean(name, [one.sla for one in self.slas])}"
        )

    def goal(self, name: str) -> GoalImpact:
        """Return the impact on a goal.

        Raises:
            DocumentError: `unknown-goal`, with the nearest name.
        """
        for one in self.goals:
            if one.goal == name:
                return one
        raise DocumentError.at(
            "unknown-goal", f"there is no goal {shown(name)}{did_you_mean(name, [one.goal for one in self.goals])}"
        )

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all would have come out otherwise."""
        return not (
            any(one.gained or one.lost for one in self.stages)
            or any(one.clocks for one in self.slas)
            or any(one.is_otherwise for one in self.goals)
        )

    @property
    def sentence(self) -> str:
        """How much would have come out otherwise, in one sentence."""
        from alignkit.agreement.say_impact import impact_sentence  # drawing is loaded when something is drawn

        return impact_sentence(self)

    def blocks(self) -> Block:
        """Return a sentence for each stage, SLA and goal, and the leads and clocks as tables."""
        from alignkit.agreement.show_impact import impact_blocks  # drawing is loaded when something is drawn

        return impact_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the impact as plain data."""
        return {
            "alignkit": 1,
            "kind": "impact",
            "old": self.old,
            "new": self.new,
            "as_of": self.as_of.isoformat(),
            "period": None if self.period is None else self.period.name,
            "leads": self.leads,
            "sentence": self.sentence,
            "stages": [one.to_dict() for one in self.stages],
            "slas": [one.to_dict() for one in self.slas],
            "goals": [one.to_dict() for one in self.goals],
            "findings": [finding.to_dict() for finding in self.findings],
        }
