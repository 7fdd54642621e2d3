"""How a bridge and its plan are shown: the sentence, the waterfall, a sentence for each part, the numbers behind."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from alignkit.currency import Money
from alignkit.display.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Group,
    Heading,
    Paragraph,
    Pillar,
    Rise,
    Table,
    Waterfall,
)
from alignkit.display.step_columns import number_text
from alignkit.exact import plain
from alignkit.scorecard.factors import bare_of
from alignkit.scorecard.quantities import quantity_text
from alignkit.scorecard.say_bridge import number_of, told_amount, told_apart
from alignkit.scorecard.split import half_up

if TYPE_CHECKING:
    from alignkit.scorecard.bridges import Bridge, BridgePart
    from alignkit.scorecard.factors import FlowPlan

_HUGE = 10**12

FAIR = (
    "Each part is the mean, over every order in which the steps can be told, of the difference that its step makes: "
    "the order of telling decides nothing, and the parts sum to the difference."
)
"""How the parts were found, for people."""


def waterfall_of(bridge: Bridge) -> Waterfall:
    """Return a bridge as a waterfall: planned, a rise or fall for each part that is one, actual."""
    ends = [half_up(bare_of(end), bridge.told_unit) for end in (bridge.planned, bridge.actual)]
    unit = f" {bridge.currency}" if bridge.currency else ""
    rises = [
        Rise(part.factor.label, float(part.told), f"{'+' if part.told > 0 else '−'}{_drawn(abs(part.told))}")
        for part in bridge.parts
        if part.told
    ]
    return Waterfall(
        Pillar("planned", float(ends[0]), _drawn(ends[0]) + unit),
        rises,
        Pillar("actual", float(ends[1]), _drawn(ends[1]) + unit),
        f"{_title(bridge)}: from planned to actual",
    )


def _drawn(value: Fraction) -> str:
    """Write a number where there is little room: a huge one in powers of ten, so that none is cut."""
    size = abs(value)
    return f"{'−' if value < 0 else ''}{number_of(size) if size < _HUGE else number_text(float(size))}"


def _signed(value: Fraction) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{number_of(abs(value))}"


def _title(bridge: Bridge) -> str:
    what = bridge.things or (f"value in {bridge.currency}" if bridge.currency else "result")
    named = what[:1].upper() + what[1:]
    return named if bridge.period is None else f"{named}, {bridge.period.name}"


def bridge_blocks(bridge: Bridge) -> Block:
    """Return the sentence, the picture, the sentences of the parts, and the table, below a heading."""
    return Group([Heading("From planned to actual", 3), *bridge_parts(bridge)])


def bridge_story(bridge: Bridge) -> list[Block]:
    """Return the sentence, the picture, and the sentences of the parts."""
    changed = _changed(bridge)
    blocks: list[Block] = [Paragraph(f"{bridge.sentence}.")]
    return [*blocks, bridge.picture, Bullets([f"{sentence}." for sentence in changed])] if changed else blocks


def _changed(bridge: Bridge) -> list[str]:
    """Return the sentences of what did not come as planned."""
    told = zip(bridge.parts, bridge.sentences, strict=True)
    return [sentence for part, sentence in told if part.actual != part.factor.planned]


def bridge_parts(bridge: Bridge) -> list[Block]:
    """Return the sentence, the picture, the sentences of the parts, the numbers behind them, and what to know."""
    blocks = bridge_story(bridge)
    unit = bridge.things or bridge.currency
    difference = f"difference in {unit}" if unit else "difference"
    columns = ("step", Column("planned", "right"), Column("actual", "right"), Column(difference, "right"))
    blocks.append(Table(columns, [_row(part) for part in bridge.parts]))
    if bridge.notes:
        blocks.append(Bullets(bridge.notes))
    if len(_changed(bridge)) > 1:
        blocks.append(Paragraph(FAIR))
    return blocks


def _row(part: BridgePart) -> tuple[Cell, ...]:
    factor = part.factor
    label = factor.label if factor.per is None else f"{factor.label} (for every 100 {factor.per})"
    if part.actual is None or part.actual == factor.planned:
        text = told_amount(factor.planned, factor.per)
        return (label, text, "–" if part.actual is None else text, _signed(part.told))
    actual, planned = told_apart(part.actual, factor.planned, factor.per)
    return (label, planned, actual, _signed(part.told))


def plan_blocks(plan: FlowPlan) -> Block:
    """Return a plan as a table of its stages, and its result."""
    rows: list[tuple[Cell, ...]] = []
    before: Fraction | None = None
    for planned in plan.stages:
        rate = "" if before is None else f"{plain(planned.planned / before * 100, 1)} for every 100 before it"
        rows.append((planned.stage, plain(planned.planned, 2), rate))
        before = planned.planned
    if plan.value is not None:
        rows.append(("value per deal", quantity_text(plan.value, "amount"), ""))
    if plan.lands is not None:
        rows.append(
            ("landed in the period", f"{plain(plan.lands * 100, 1)} %", "of the deals of the period's own leads")
        )
    result = quantity_text(plan.result, "amount")
    if plan.value is None:
        what = f"{result} at {plan.stages[-1].stage}"
    else:
        what = result if isinstance(plan.value, Money) else f"{result} of {plan.attribute}"
    columns = ("step", Column("planned", "right"), "")
    return Group([Table(columns, rows, f"Planned for a period: {what}")])
