"""How an assessment is shown: both teams' commitments in one table, where the gap is, and the funnel."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from alignkit.display.blocks import (
    Bar,
    Block,
    Bullets,
    Cell,
    Column,
    FunnelPicture,
    Group,
    Heading,
    Mark,
    Paragraph,
    Step,
    Table,
    Tone,
    percent,
)
from alignkit.display.size import cut
from alignkit.instants import told_in, zone_of
from alignkit.scorecard.assessment import Assessment
from alignkit.scorecard.describe import describe_metric
from alignkit.scorecard.goals import Goal
from alignkit.scorecard.pace import Status
from alignkit.scorecard.quantities import quantity_text, share_text
from alignkit.scorecard.readings import GoalReading
from alignkit.scorecard.say import agreed
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.views import Loss, View

TONES: dict[Status, Tone] = {
    "met": "good",
    "ahead": "good",
    "on track": "neutral",
    "at risk": "warn",
    "missed": "bad",
    "pending": "muted",
}
"""The tone of each status."""


def attained_cell(attainment: Fraction | None, tone: Tone = "neutral") -> Cell:
    """Return an attainment as a bar; one that is not known as a dash."""
    return "–" if attainment is None else Bar(min(attainment, Fraction(1)), share_text(attainment), tone)


def card_blocks(card: Scorecard) -> Block:
    """Return the goals of a scorecard as a table: who owes what, and how much it counts."""
    found, more = cut(card.leaves)
    grouped = bool(card.groups)
    rows = [
        (
            leaf.goal.label,
            " and ".join(leaf.goal.owner),
            describe_metric(leaf.goal.metric, card.funnel),
            agreed_text(leaf.goal),
            percent(leaf.weight),
            *([group_text(card, leaf.groups)] if grouped else []),
        )
        for leaf in found
    ]
    columns = (
        Column("goal"),
        Column("owed by"),
        Column("metric"),
        Column("agreed", "right"),
        Column("weight", "right"),
        *([Column("in the group")] if grouped else []),
    )
    return Group([Heading(f"Scorecard {card.name}"), Table(columns, rows, f"For {card.period.name}", more)])


def group_text(card: Scorecard, groups: tuple[str, ...]) -> str:
    """Write the groups around a goal, the outermost first."""
    return " / ".join(card.group(name).label for name in groups)


def assessment_blocks(assessment: Assessment) -> Block:
    """Return the views, the goals by team, where the gap is, and the funnel."""
    card = assessment.scorecard
    as_of = told_in(assessment.as_of, zone_of(card.period.zone))
    blocks: list[Block] = [
        Heading(card.name),
        Paragraph(f"As of {as_of.isoformat(' ', 'minutes')}: the period {card.period.name} {state_text(assessment)}."),
        views_table(assessment),
        _goals(assessment),
    ]
    beside = [f"{reading.goal.label}: {reading.figure.note}" for reading in _sorted(assessment) if _is_open(reading)]
    # a group within a group waits as one part: where room is short, the last is cut first, and the goals last
    rest = Group([Heading("The funnel", 3), funnel_picture(assessment), *_found(assessment)])
    gap = gap_blocks(assessment)
    rest = Group([Group(gap), rest]) if gap else rest
    rest = Group([Paragraph("Not all is known yet:"), Bullets(beside), rest]) if beside else rest
    return Group([*blocks, rest])


def state_text(assessment: Assessment) -> str:
    """Say how far the period has run, as the end of "the period …"."""
    elapsed = assessment.elapsed
    if not elapsed.begun or elapsed.over:
        return "is over" if elapsed.over else "has not begun"
    return f"has run for {percent(elapsed.share)} of its {'working time' if elapsed.at_work else 'time'}"


def _is_open(reading: GoalReading) -> bool:
    return bool(reading.figure.unknown or reading.figure.pending)


def views_table(assessment: Assessment) -> Block:
    """Return what all goals, and those of each team, came to; with the bounds while some are pending."""
    views = [("all goals", assessment.whole), *((view.team or "", view) for view in assessment.teams)]
    card = assessment.scorecard
    views += [(group.label, assessment.group(group.name)) for group in card.groups]
    some_pending = any(view.measured < 1 for _, view in views)
    rows: list[tuple[Cell, ...]] = []
    for name, view in views:
        row: tuple[Cell, ...] = (name, attained_cell(view.attainment), f"{len(view.readings)}")
        rows.append((*row, percent(view.measured), _range(view)) if some_pending else row)
    columns = [Column("view"), Column("attained"), Column("goals", "right")]
    if some_pending:
        columns += [Column("measured", "right"), Column("once all is measured", "right")]
    return Table(columns, rows)


def _range(view: View) -> str:
    if view.measured == 1:
        return "–"
    return f"{share_text(view.lowest)} to {share_text(view.highest)}"


def _sorted(assessment: Assessment) -> list[GoalReading]:
    """Return the goals team by team, then the joint ones."""
    return sorted(assessment.readings, key=lambda one: (one.goal.is_joint, () if one.goal.is_joint else one.goal.owner))


def _goals(assessment: Assessment) -> Block:
    readings, more = cut(_sorted(assessment))
    rows = [_row(assessment, reading) for reading in readings]
    columns = (
        Column("goal"),
        Column("owed by"),
        Column("actual", "right"),
        Column("agreed", "right"),
        Column("attained"),
        Column("status"),
    )
    return Table(columns, rows, "What each team owes the other, and what they owe together", more)


def _row(assessment: Assessment, reading: GoalReading) -> tuple[Cell, ...]:
    goal, status = reading.goal, reading.status
    owner = " and ".join(goal.owner)
    if goal.is_joint and len(goal.owner) == len(assessment.scorecard.teams):
        owner = "both" if len(goal.owner) == 2 else "all"
    return (
        goal.label,
        owner,
        reading.figure.text,
        agreed_text(goal),
        attained_cell(reading.attainment, TONES[status]),
        Mark(status, TONES[status]),
    )


def agreed_text(goal: Goal) -> str:
    """Write a goal's target with its direction; two limits need none."""
    sign = {"at_least": "≥ ", "at_most": "≤ ", "between": ""}[goal.direction]
    return f"{sign}{agreed(goal)}"


def gap_blocks(assessment: Assessment) -> list[Block]:
    """Return where the gap is: what each goal takes from the whole."""
    whole = assessment.whole
    if whole.attainment is None:
        return []
    over = assessment.elapsed.over
    blocks: list[Block] = [Heading("Where the gap is" if over else "What is still open", 3)]
    losses = [loss for loss in whole.losses if loss.lost > 0]
    if not losses:
        return [*blocks, Paragraph("Nowhere: every goal that is measured is attained in full.")]
    gap = sum((loss.lost for loss in losses), Fraction(0))
    points = _points(gap)
    verb = "is" if points == "1" else "are"
    blocks.append(Paragraph(f"{points} of 100 points {verb} {'missing' if over else 'still open'}:"))
    readings = {reading.goal.name: reading for reading in assessment.readings}
    shown, more = cut(losses)
    return [*blocks, Bullets([_lost(loss, readings[loss.goal]) for loss in shown], more)]


def _lost(loss: Loss, reading: GoalReading) -> str:
    points = _points(loss.lost)
    return f"{reading.sentence} ({points} {'point' if points == '1' else 'points'}{_needs(reading)})"


def _points(lost: Fraction) -> str:
    return share_text(lost).removesuffix(" %")


def _needs(reading: GoalReading) -> str:
    needed = reading.pacing.needed
    if needed is None or reading.status != "at risk":
        return ""
    day = "working day" if reading.elapsed.at_work else "day"
    return f"; needs {quantity_text(needed, 'amount')} a {day} from now on"


def funnel_picture(assessment: Assessment) -> FunnelPicture:
    """Return the funnel as a picture: how many leads entered each stage of the path, over all time."""
    counts = {count.stage: count.entered for count in assessment.stages}
    steps: list[Step] = []
    for stage in assessment.scorecard.funnel.path:
        before = steps[-1] if steps else None
        entered = counts[stage.id]
        note = f"{percent(Fraction(entered, before.count))} of {before.label}" if before and before.count else ""
        steps.append(Step(stage.label, entered, note))
    return FunnelPicture(steps, f"Leads that ever entered each stage of {assessment.scorecard.funnel.name}")


def _found(assessment: Assessment) -> list[Block]:
    levels = {"error": 0, "warning": 1, "note": 2}
    worst = {finding.code: finding.level for finding in assessment.findings}
    times = Counter(finding.code for finding in assessment.findings)
    codes = sorted(times, key=lambda code: (levels[worst[code]], code))
    if not codes:
        return []
    listed = ", ".join(f"{times[code]:,} × {code}" for code in codes)
    return [Paragraph(f"Found in the facts of {assessment.leads:,} leads: {listed}.")]


def reading_blocks(reading: GoalReading) -> Block:
    """Return one goal: its sentence, its status, and what stands beside it."""
    note = f" Beside it: {reading.figure.note}." if reading.figure.note else ""
    status: tuple[Cell, ...] = (Mark(reading.status, TONES[reading.status]), attained_cell(reading.attainment))
    return Group([Paragraph(f"{reading.sentence}.{note}"), Table(("status", "attained"), [status])])
