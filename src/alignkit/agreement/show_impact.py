"""How the impact of a new version is shown."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from alignkit.display.blocks import Block, Bullets, Cell, Column, Group, Heading, Mark, Paragraph, Table
from alignkit.display.size import cut
from alignkit.instants import told_in
from alignkit.scorecard.metrics import scale_of
from alignkit.scorecard.quantities import quantity_text
from alignkit.scorecard.say import agreed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from alignkit.agreement.impacts import ClockImpact, GoalImpact, Impact, LeadImpact, SlaImpact, StageImpact
    from alignkit.display.blocks import Tone
    from alignkit.scorecard.readings import GoalReading

_MOST = 100
"""Leads, or clocks, that a table of an impact holds."""
_MOST_PARTS = 60
"""Stages, and SLAs, whose leads and clocks are shown one by one."""
_TONES: dict[str, Tone] = {"met": "good", "breached": "bad", "ahead": "good", "missed": "bad", "at risk": "warn"}


def _minute(at: datetime, as_of: datetime | None) -> str:
    told = at if as_of is None else told_in(at, as_of.tzinfo)
    return told.isoformat(" ", "minutes")[:16]


def stage_blocks(stage: StageImpact, as_of: datetime | None = None) -> Block:
    """Return the sentence of a stage, and its leads."""
    rows = [_lead(one, "qualifies", as_of) for one in stage.gained[:_MOST]]
    rows += [_lead(one, "no longer", as_of) for one in stage.lost[:_MOST]]
    blocks: list[Block] = [Paragraph(stage.sentence)]
    if rows:
        more = len(stage.gained) + len(stage.lost) - len(rows)
        blocks.append(Table(("lead", "", "since", "seen to enter"), rows, more=more))
    return Group(blocks)


def _lead(one: LeadImpact, what: str, as_of: datetime | None) -> tuple[Cell, ...]:
    mark = Mark(what, "good" if what == "qualifies" else "warn")
    return (one.lead, mark, _minute(one.at, as_of), "yes" if one.entered else "no")


def sla_blocks(sla: SlaImpact, as_of: datetime | None = None) -> Block:
    """Return the sentence of an SLA, and its clocks."""
    clocks, more = cut(sla.clocks, _MOST)
    blocks: list[Block] = [Paragraph(sla.sentence)]
    if clocks:
        rows = [_clock(clock, as_of) for clock in clocks]
        blocks.append(Table(("lead", "clock started", "before", "after"), rows, more=more))
    return Group(blocks)


def _clock(clock: ClockImpact, as_of: datetime | None) -> tuple[Cell, ...]:
    states = (Mark(state, _TONES.get(state, "neutral")) if state else "–" for state in (clock.before, clock.after))
    return (clock.lead, _minute(clock.started, as_of), *states)


def impact_blocks(impact: Impact) -> Block:
    """Return what would have come out otherwise: all sentences first, then the leads and clocks one by one."""
    when = impact.as_of.isoformat(" ", "minutes")
    asked = f"As of {when}" if impact.period is None else f"In {impact.period.name}, as of {when}"
    blocks: list[Block] = [
        Heading("What would have come out otherwise"),
        Paragraph(f"{impact.sentence} {asked}, {impact.leads:,} leads."),
    ]
    sentences = [*(one.sentence for one in impact.stages), *(one.sentence for one in impact.slas)]
    if sentences:
        few, more = cut(sentences)
        blocks.append(Bullets(tuple(few), more))
    if impact.goals:
        blocks += [Heading("Goals", 3), _goals(impact.goals)]
    drawn: list[tuple[str, Block]] = [
        (one.label, stage_blocks(one, impact.as_of)) for one in impact.stages[:_MOST_PARTS] if one.gained or one.lost
    ]
    drawn += [(one.label, sla_blocks(one, impact.as_of)) for one in impact.slas[:_MOST_PARTS] if one.clocks]
    for label, block in drawn:
        blocks += [Heading(label, 3), block]
    if impact.findings:
        messages, more = cut(list(dict.fromkeys(finding.message for finding in impact.findings)), _MOST)
        blocks += [Heading("What was found in the facts", 3), Bullets(tuple(messages), more)]
    return Group(blocks)


def _goals(goals: Sequence[GoalImpact]) -> Table:
    few, more = cut(sorted(goals, key=lambda goal: not goal.is_otherwise))
    rows = [(goal.label, *_reading(goal.before), *_reading(goal.after)) for goal in few]
    columns = ("goal", Column("before", "right"), "", Column("after", "right"), "")
    return Table(columns, rows, "Those that come out otherwise first.", more)


def _reading(reading: GoalReading | None) -> tuple[Cell, Cell]:
    if reading is None:
        return ("–", "")
    scale = scale_of(reading.goal.metric)
    told = f"{quantity_text(reading.actual, scale)} of {agreed(reading.goal)}"
    return told, Mark(reading.status, _TONES.get(reading.status, "neutral"))
