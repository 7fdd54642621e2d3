"""Say: one plain sentence for each thing that would have come out otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.names import in_words
from alignkit.scorecard.metrics import scale_of
from alignkit.scorecard.quantities import quantity_text
from alignkit.scorecard.say import agreed

if TYPE_CHECKING:
    from alignkit.agreement.impacts import GoalImpact, Impact, SlaImpact, StageImpact
    from alignkit.scorecard.readings import GoalReading


def counted(count: int, what: str) -> str:
    """Write a count and its noun.

    >>> counted(1, "lead"), counted(1200, "clock")
    ('1 lead', '1,200 clocks')
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def stage_sentence(stage: StageImpact) -> str:
    """Say how many leads would have qualified, and how many of them are other ones."""
    gained, lost = len(stage.gained), len(stage.lost)
    if not gained and not lost:
        return f"{stage.label}: the same {counted(stage.after, 'lead')} would have qualified."
    parts = [f"{gained:,} more would have qualified"] if gained else []
    parts += [f"{lost:,} of those that did would not have"] if lost else []
    head = f"{stage.label}: {counted(stage.after, 'lead')} would have qualified instead of {stage.before:,}"
    return f"{head}; {', and '.join(parts)}."


def sla_sentence(sla: SlaImpact) -> str:
    """Say how many clocks would have come out otherwise, and how."""
    if sla.before is None:
        return f"{sla.label}: is new; {counted(sla.after or 0, 'clock')} would have run{_states(sla, 1)}."
    if sla.after is None:
        return f"{sla.label}: is no more; {counted(sla.before, 'clock')} would not have run{_states(sla, 0)}."
    if not sla.clocks:
        return f"{sla.label}: all {counted(sla.after, 'clock')} would have come out the same."
    told = [_move(before, after, count) for (before, after), count in sla.moves.items()]
    would = f"{len(sla.clocks):,} would have come out otherwise"
    return f"{sla.label}: of {counted(max(sla.before, sla.after), 'clock')}, {would}: {in_words(told)}."


def _states(sla: SlaImpact, side: int) -> str:
    found: dict[str, int] = {}
    for clock in sla.clocks:
        state = (clock.before, clock.after)[side]
        if state is not None:
            found[state] = found.get(state, 0) + 1
    told = ", ".join(f"{count:,} {state}" for state, count in sorted(found.items()))
    return f" ({told})" if told else ""


def _move(before: str | None, after: str | None, count: int) -> str:
    if before is None:
        return f"{count:,} {after} where no clock ran"
    if after is None:
        return (
            f"{count:,} would not have run, which was {before}"
            if count == 1
            else (f"{count:,} would not have run, which were {before}")
        )
    return f"{count:,} {after} instead of {before}"


def goal_impact_sentence(goal: GoalImpact) -> str:
    """Say what a goal would have come to, instead of what it came to."""
    before, after = goal.before, goal.after
    if before is None and after is not None:
        return f"{goal.label}: is new; it would have come to {_result(after)}."
    if after is None and before is not None:
        return f"{goal.label}: is no more; it came to {_result(before)}."
    if before is None or after is None:  # pragma: no cover - one of them is there
        return f"{goal.label}."
    if not goal.is_otherwise:
        return f"{goal.label}: the same, {_result(after)}."
    return f"{goal.label}: {_result(after)}, instead of {_result(before)}."


def _result(reading: GoalReading) -> str:
    scale = scale_of(reading.goal.metric)
    limit = "at most " if reading.goal.at_most is not None else ""
    return f"{quantity_text(reading.actual, scale)} where {limit}{agreed(reading.goal)} was agreed ({reading.status})"


def impact_sentence(impact: Impact) -> str:
    """Say how much would have come out otherwise."""
    if impact.is_nothing:
        return f"Under {impact.new} all would have come out as under {impact.old}."
    leads = sum(len(one.gained) + len(one.lost) for one in impact.stages)
    clocks = sum(len(one.clocks) for one in impact.slas)
    goals = sum(one.is_otherwise for one in impact.goals)
    parts = [(leads, "qualification"), (clocks, "clock"), (goals, "goal")]
    told = [counted(count, what) for count, what in parts if count]
    return f"Under {impact.new} instead of {impact.old}, {in_words(told)} would have come out otherwise."
