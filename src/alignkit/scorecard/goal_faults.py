"""What is wrong with the targets of a goal, whatever the scorecard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.errors import Finding, shown, spelling
from alignkit.exact import plain
from alignkit.scorecard.metrics import is_cumulative, scale_of
from alignkit.scorecard.node import Kind
from alignkit.scorecard.quantities import Quantity, exact_text, kind, like, magnitude, quantity_text
from alignkit.scorecard.targets import Target

if TYPE_CHECKING:
    from alignkit.scorecard.goals import Goal

_ALLOWED: dict[Kind, tuple[str, ...]] = {
    "count": ("number",),
    "share": ("number",),
    "number": ("number",),
    "span": ("span",),
    "money": ("money",),
}
_DUE = {
    "span": ("a timedelta such as days(20)", 'a time such as "20 days"'),
    "money": ('money such as money(250_000, "EUR")', 'money such as { amount = 250000, currency = "EUR" }'),
}
"""What is due, in Python and in a document."""


def target_faults(goal: Goal) -> Iterator[Finding]:
    """Yield what is wrong with the targets of a goal, its steps and its shape."""
    ways = [part for part in ("at_least", "at_most", "between") if getattr(goal, part) is not None]  # our own names
    if len(ways) != 1:
        code, has = ("two-targets", f"{_few(len(ways))} targets") if ways else ("no-target", "no target")
        text = f"the goal {goal.name!r} has {has}: give one of at_least, at_most and between"
        yield Finding(code, text, ways[1] if ways else "at_least")
        return
    faults = list(_kind_faults(goal, ways[0])) or [*_size_faults(goal, ways[0]), *_worst_faults(goal, ways[0])]
    yield from faults
    if not faults:
        yield from _step_faults(goal)
        yield from _shape_faults(goal)


def _few(number: int) -> str:
    return {2: "two", 3: "three"}[number]


def _ends(goal: Goal) -> list[Target]:
    return [end for end in goal.limits if end is not None]


def _worsts(goal: Goal) -> list[Target]:
    if goal.worst is None:
        return []
    return list(goal.worst) if isinstance(goal.worst, tuple) else [goal.worst]


def _kind_faults(goal: Goal, part: str) -> Iterator[Finding]:
    name, measured = goal.name, goal.metric.kind
    allowed = _ALLOWED.get(measured, ("number", "money"))
    for target in _ends(goal):
        if kind(target) not in allowed:
            number = "a number" if "money" not in allowed else "a number or money"
            due = spelling(*_DUE.get(measured, (number, number)))
            yield Finding("wrong-type", f"{part} of the goal {name!r} must be {due}, not {shown(target)}", part)
            return
    model = goal.target
    others = [*((part, end) for end in _ends(goal)), *(("worst", worst) for worst in _worsts(goal))]
    for path, value in others:
        if not _comparable(value, model):
            text = f"{path} of the goal {name!r} must be of the kind of {part}: {shown(value)}"
            if path == part:
                text = f"both limits of the goal {name!r} must be of one kind, not {shown(model)} and {shown(value)}"
            yield Finding("wrong-type", text, path)
    for place, step in enumerate(goal.steps):
        if not _comparable(step.target, model):
            text = f"a step of the goal {name!r} must be of the kind of {part}: {shown(step.target)}"
            yield Finding("wrong-type", text, f"steps[{place}]")


def _comparable(value: Quantity, model: Quantity) -> bool:
    return kind(value) == kind(model) and getattr(value, "currency", None) == getattr(model, "currency", None)


def _size_faults(goal: Goal, part: str) -> Iterator[Finding]:
    name, target = goal.name, goal.target
    size = magnitude(target)
    if size < 0:
        yield Finding("negative-target", f"{part} of the goal {name!r} must not be negative: {shown(target)}", part)
    elif size == 0 and part == "at_least":
        yield Finding("zero-target", f"at_least 0 is always met: give the goal {name!r} a target above 0", part)
    elif size == 0 and part == "between":
        text = f"the lower limit of the goal {name!r} is 0, which is always kept: give at_most {shown(_ends(goal)[-1])}"
        yield Finding("zero-target", text, part)
    elif size == 0 and goal.worst is None:
        text = f"the goal {name!r} aims at 0, so that only `worst` can tell how far off a result is: give it"
        yield Finding("needs-worst", text, "worst")
    for end in _ends(goal):
        over = magnitude(end)
        if scale_of(goal.metric) == "share" and over > 1:
            meant = plain(over / 100) if over >= 2 else "0.4 for 40 %"  # nobody means a share of 1.5 %
            hint = f"; shares are fractions: {meant}" if over <= 100 else ""
            text = f"{part} of the goal {name!r} is a share of at most 1, not {shown(end)}{hint}"
            yield Finding("unreachable-target", text, part)
    if part == "between":
        low, high = _ends(goal)
        if magnitude(low) >= magnitude(high):
            ends = f"from {_said(low, goal)} to {_said(high, goal)}"
            text = f"between of the goal {name!r} goes from a lower limit to a higher one, not {ends}"
            yield Finding("wrong-order", text, part)


def _worst_faults(goal: Goal, part: str) -> Iterator[Finding]:
    name = goal.name
    if goal.worst is None:
        return
    if isinstance(goal.worst, tuple) != (part == "between"):
        due = "two results, below and above the limits" if part == "between" else "one result"
        yield Finding("wrong-worst", f"worst of the goal {name!r} is {due}, not {shown(goal.worst)}", "worst")
        return
    sides = ("at_least", "at_most") if part == "between" else (part,)
    for side, worst, target in zip(sides, _worsts(goal), _ends(goal), strict=True):
        below = magnitude(worst) < magnitude(target)
        if kind(worst) == "span" and magnitude(worst) < 0:
            yield Finding("wrong-worst", f"worst of the goal {name!r} must not be negative: {shown(worst)}", "worst")
        elif magnitude(worst) == magnitude(target) or below != (side == "at_least"):
            where = "below" if side == "at_least" else "above"
            what = part if part != "between" else "the lower limit" if side == "at_least" else "the higher limit"
            limit, given = _said(target, goal), _said(worst, goal)
            text = f"worst of the goal {name!r} must lie {where} {what} ({limit}), not at {given}"
            yield Finding("wrong-worst", text, "worst")


def _step_faults(goal: Goal) -> Iterator[Finding]:
    name = goal.name
    if not goal.steps:
        return
    if goal.between is not None:
        text = f"the goal {name!r} has limits on both sides, which are not taken in steps: give at_least or at_most"
        yield Finding("unlike-parts", text, "steps")
        return
    if goal.shape is not None:
        yield Finding("unlike-parts", f"the goal {name!r} has steps and a shape: give one of them", "shape")
    sizes = [magnitude(step.target) for step in goal.steps]
    share = scale_of(goal.metric) == "share"
    for number, (size, step) in enumerate(zip(sizes, goal.steps, strict=True)):
        path = f"steps[{number}]"
        if size < 0:
            text = f"a step of the goal {name!r} must not be negative: {shown(step.target)}"
            yield Finding("negative-target", text, path)
        elif share and size > 1:
            text = f"a step of the goal {name!r} is a share of at most 1, not {shown(step.target)}"
            yield Finding("unreachable-target", text, path)
    part = "at_least" if goal.at_most is None else "at_most"
    target = magnitude(goal.target)
    if is_cumulative(goal.metric):
        total = sum(sizes, Fraction(0))
        if total != target:
            text = (
                f"the steps of the goal {name!r} sum to {_told(total, goal)}, and {part} is {_told(target, goal)}: "
                "what grows is due step by step"
            )
            yield Finding("steps-sum", text, "steps")
    elif sizes[-1] != target:
        text = (
            f"the last step of the goal {name!r} is {_told(sizes[-1], goal)}, and {part} is {_told(target, goal)}: "
            "at the end of the period the target holds"
        )
        yield Finding("steps-end", text, "steps")


def _said(target: Target, goal: Goal) -> str:
    return exact_text(target, scale_of(goal.metric))


def _told(size: Fraction, goal: Goal) -> str:
    return quantity_text(like(goal.target, size), "amount")


def _shape_faults(goal: Goal) -> Iterator[Finding]:
    if goal.shape is not None and not is_cumulative(goal.metric):
        text = (
            f"the goal {goal.name!r} has a shape, and what it measures does not grow as the period goes by: its whole "
            "target is due all the time"
        )
        yield Finding("unlike-parts", text, "shape")
