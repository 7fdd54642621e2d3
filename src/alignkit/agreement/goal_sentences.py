"""One plain sentence for each goal: the metric and its target as one clause, and what it weighs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alignkit.agreement.sentences import condition, pattern_plural, stage_label
from alignkit.instants import duration_text
from alignkit.rules.quote import event_words, quoted
from alignkit.scorecard.arithmetic import Arithmetic
from alignkit.scorecard.describe import describe_metric
from alignkit.scorecard.metrics import CohortRate, Count, External, MedianTime, Met, PeriodRate, Share, Total, scale_of
from alignkit.scorecard.quantities import exact_text
from alignkit.scorecard.standings import Standing

if TYPE_CHECKING:
    from fractions import Fraction

    from alignkit.agreement.agreement import Agreement
    from alignkit.scorecard.goals import Goal
    from alignkit.scorecard.groups import GoalGroup
    from alignkit.scorecard.targets import Target


def goal_sentence(agreement: Agreement, goal: Goal, weight: Fraction | None = None) -> str:
    """Say what is answered for, how much of it, by when, and how much it counts.

    Args:
        agreement: for the titles of stages, and what fields mean.
        goal: the goal.
        weight: its part of the whole, where it stands in a group; its own weight when None.
    """
    text = f"{goal.label}: {_asked(agreement, goal)}."
    if isinstance(goal.worst, tuple):
        below, above = (_target(worst, goal) for worst in goal.worst)
        text += f" A result of {below} or less, or of {above} or more, counts as nothing."
    elif goal.worst is not None:
        text += f" A result of {_target(goal.worst, goal)} counts as nothing."
    return f"{text}{_steps(goal)}{_shape(goal)} Weight: {_percent(goal.weight if weight is None else weight)}."


def group_sentence(group: GoalGroup, *, outer: bool) -> str:
    """Say which goals count as one, what each is of it and, for an outer group, what it is of the whole."""
    parts = [f"{member.label} {_percent(member.weight)}" for member in group.goals]
    whole = f" Weight: {_percent(group.weight)}." if outer else ""
    return f"{group.label}: {', '.join(parts)}.{whole}"


def _percent(share: Fraction) -> str:
    return exact_text(share, "share")


def _steps(goal: Goal) -> str:
    if not goal.steps:
        return ""
    told = [
        f"{_target(step.target, goal)} " + (f"in month {place}" if step.since is None else f"from {step.since} on")
        for place, step in enumerate(goal.steps, start=1)
    ]
    return f" In steps: {', '.join(told)}."


def _shape(goal: Goal) -> str:
    if goal.shape is None:
        return ""
    parts = ", ".join(_percent(part) for part in goal.shape.parts)
    return f" It is due as the shape {quoted(goal.shape.name)} says, by equal parts of the time: {parts}."


def _target(target: Target, goal: Goal) -> str:
    """Write a target for people, exactly: a share in per cent, a time in days or hours, money with its currency."""
    return exact_text(target, scale_of(goal.metric))


def _asked(agreement: Agreement, goal: Goal) -> str:
    """Return what a goal asks for, such as “at least 400 leads enter MQL”."""
    target = f"{'at most' if goal.at_least is None else 'at least'} {_target(goal.target, goal)}"
    if goal.between is not None:
        target = f"between {' and '.join(_target(limit, goal) for limit in goal.between)}"
    one = goal.between is None and goal.target == 1  # which asks for no plural
    match goal.metric:
        case Count() if one:
            return f"the number of {_those(agreement, goal.metric)} is {target}"
        case Count():
            return f"{target} {_leads(agreement, goal.metric)} {pattern_plural(agreement, goal.metric.pattern)}"
        case Share(of, among):
            return _share(agreement, of, among, target)
        case Met(sla):
            return f"{target} of the {quoted(sla.label)} clocks are met"
        case Total(attribute, at):
            return f"the total {event_words(attribute)} of leads that {pattern_plural(agreement, at)} is {target}"
        case CohortRate(start, end, within):
            window = f" within {duration_text(within)}" if within is not None else ""
            came = f"come to {stage_label(agreement, end)}{window}"
            return f"{target} of the leads that enter {stage_label(agreement, start)} {came}"
        case PeriodRate(start, end):
            return (
                f"entries into {stage_label(agreement, end)} are {target} of those into {stage_label(agreement, start)}"
            )
        case MedianTime(start, end):
            way = f"from {stage_label(agreement, start)} to {stage_label(agreement, end)}"
            return f"the median time {way} is {target}"
        case External(name):
            return f"the figure {quoted(name)}, measured elsewhere, is {target}"
        case Standing():
            stand = describe_metric(goal.metric, agreement.funnel)
            return f"the number of {stand} is {target}" if one else f"{target} {stand.replace(' that', '', 1)}"
        case Arithmetic():
            text = describe_metric(goal.metric, agreement.funnel)
            return f"{'the ' if text[0].isalpha() else ''}{text} is {target}"
        case _:
            return f"the {describe_metric(goal.metric, agreement.funnel)} is {target}"


def _leads(agreement: Agreement, count: Count) -> str:
    return "leads" if count.where is None else f"leads for which {condition(count.where, agreement.declared)}"


def _those(agreement: Agreement, count: Count) -> str:
    also = "" if count.where is None else "and "
    return f"{_leads(agreement, count)} {also}that {pattern_plural(agreement, count.pattern)}"


def _share(agreement: Agreement, of: Count, among: Count, target: str) -> str:
    whole = _those(agreement, among)
    if of.pattern == among.pattern and of.where is not None:
        # a rule about the same leads: no second event is meant
        return f"for {target} of the {whole}, {condition(of.where, agreement.declared)}"
    also = f" while {condition(of.where, agreement.declared)}" if of.where is not None else ""
    return f"{target} of the {whole} {pattern_plural(agreement, of.pattern)}{also}"
