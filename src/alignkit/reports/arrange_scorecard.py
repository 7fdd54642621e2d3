"""Arrange the scorecard report: in short for a terminal, in full for a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from alignkit.agreement.canonical import digest
from alignkit.agreement.check import unsigned
from alignkit.display.blocks import (
    Bar,
    Beside,
    Block,
    Bullets,
    Cell,
    Column,
    Group,
    Heading,
    Mark,
    Paragraph,
    Table,
    percent,
)
from alignkit.display.size import cut
from alignkit.funnel.show import found_rows
from alignkit.handoff.acceptance import Handoffs
from alignkit.handoff.amounts import amount_like, amount_micros, short_text
from alignkit.handoff.show_handoffs import breach_blocks, later_sentences, reason_text
from alignkit.handoff.work_items import WorkItem
from alignkit.history.declarations import FieldDeclaration
from alignkit.instants import told_in, zone_of
from alignkit.reports.scorecard_report import ScorecardReport
from alignkit.rules.describe import describe
from alignkit.rules.predicates import Named, Rule
from alignkit.scorecard.bridges import Bridge
from alignkit.scorecard.describe import describe_metric
from alignkit.scorecard.pace import AHEAD, ON_TRACK
from alignkit.scorecard.scorecards import Scorecard
from alignkit.scorecard.show import (
    funnel_picture,
    gap_blocks,
    state_text,
    views_table,
)
from alignkit.scorecard.show_bridge import bridge_parts, bridge_story
from alignkit.scorecard.show_commitments import commitments_blocks
from alignkit.scorecard.show_reward import STATES

SHORT, LONG = 5, 15
"""So many overdue clocks are listed in a terminal, and on a page; the rest are counted."""

_HOUR = 3600 * 10**6
_ROUNDED = 10 * _HOUR
"""From so many microseconds late on, minutes are not told."""


def short_report(report: ScorecardReport) -> Block:
    """Return what both teams owe, what they owe together, what is overdue, and where the gap is."""
    parts = [*_head(report), *_owed(report), *_gap(report), *_planned(report, bridge_story), *_rewards(report)]
    return Group([*parts, *_overdue(report, SHORT), *_funnel(report), *_answers(report), *_counted_doubts(report)])


def full_report(report: ScorecardReport) -> Block:
    """Return the whole report: what a terminal shows, and the evidence, the definitions and the signatures."""
    parts = [*_head(report), *_owed(report), *_gap(report), *_planned(report, bridge_parts), *_rewards(report)]
    parts += _overdue(report, LONG)
    beside = [Group(section) for section in (_funnel(report), [*_answers(report), *_entries(report)]) if section]
    return Group([*parts, Beside(beside), *_doubts(report), *_definitions(report), *_signed(report)])


def _head(report: ScorecardReport) -> list[Block]:
    assessment, agreement = report.assessment, report.agreement
    card = assessment.scorecard
    as_of = told_in(assessment.as_of, zone_of(card.period.zone))
    between = " and ".join(card.teams)
    what = f"The scorecard of {between}"
    if agreement is not None:
        what += f", by the agreement {agreement.name} {agreement.version}"
    when = f"As of {as_of.isoformat(' ', 'minutes')}, {card.period.name} {state_text(assessment)}"
    return [
        Heading(card.name, 1),
        Paragraph(f"{what}. {when}. Times are those of {card.period.zone}."),
    ]


def _owed(report: ScorecardReport) -> list[Block]:
    assessment = report.assessment
    blocks: list[Block] = [commitments_blocks(assessment.side_by_side, level=2)]
    beside = [
        f"{reading.goal.label}: {reading.figure.note}"
        for reading in assessment.readings
        if reading.figure.unknown or reading.figure.pending
    ]
    if beside:
        blocks += [Paragraph("Not all is known yet:"), Bullets(beside)]
    return [*blocks, Heading("How far all is attained"), views_table(assessment)]


def _gap(report: ScorecardReport) -> list[Block]:
    blocks = gap_blocks(report.assessment)
    return [Heading("Where the gap is"), *blocks[1:]] if blocks else []


def _planned(report: ScorecardReport, told: Callable[[Bridge], list[Block]]) -> list[Block]:
    """Return how the period differs from what was planned for it, step by step."""
    gap = report.bridge
    return [] if gap is None else [Heading("From planned to actual"), *told(gap)]


def _rewards(report: ScorecardReport) -> list[Block]:
    unlocks, more = cut(report.rewards)
    rows = [(Mark(unlock.state, STATES[unlock.state]), f"{unlock.sentence}.") for unlock in unlocks]
    return [Heading("What both teams win"), Table(("", "reward"), rows, more=more)] if rows else []


def _overdue(report: ScorecardReport, most: int) -> list[Block]:
    work = report.work
    if work is None:
        return []
    late = [item for item in work if item.state == "breached"]
    blocks: list[Block] = [Heading("What is overdue")]
    clocks = f"{len(work):,} open {'clock' if len(work) == 1 else 'clocks'}"
    if not late:
        return [
            *blocks,
            Paragraph(f"Nothing: of {clocks}, none is overdue." if len(work) else "Nothing: no clock runs."),
        ]
    listed, more = cut(late, most)
    blocks.append(Paragraph(f"{len(late):,} of {clocks}; the longest overdue first."))
    columns = (Column("lead"), Column("SLA"), Column("owner"), Column("due"), Column("late by", "right"))
    blocks.append(Table(columns, [_late(report, item) for item in listed], more=more))
    return blocks


def _late(report: ScorecardReport, item: WorkItem) -> tuple[Cell, ...]:
    slas = () if report.agreement is None else report.agreement.slas
    label = next((sla.label for sla in slas if sla.name == item.sla), item.sla)
    zone = zone_of(report.assessment.scorecard.period.zone)
    due = told_in(item.due, zone).isoformat(" ", "minutes")[:16]
    over = max(0, -amount_micros(item.left))
    if over >= _ROUNDED:
        over -= over % _HOUR
    return item.lead, label, item.owner, due, short_text(amount_like(item.left, over))


def _funnel(report: ScorecardReport) -> list[Block]:
    return [Heading("The funnel"), funnel_picture(report.assessment)]


def _answers(report: ScorecardReport) -> list[Block]:
    """Return how the leads that were offered in the period were answered, and why not."""
    period = report.assessment.scorecard.period
    funnel = report.assessment.scorecard.funnel
    blocks: list[Block] = []
    for every in report.handoffs:
        boundary = every.boundary
        handoffs = Handoffs(boundary, [item for item in every if item.offered_at in period], every.as_of)
        offered, accepted = (funnel.stage(stage).label for stage in (boundary.offered, boundary.accepted))
        blocks.append(Heading(f"Handoff from {offered} to {accepted}"))
        told = ", ".join(f"{count:,} {state}" for state, count in handoffs.counts.items() if count)
        late = f"; {handoffs.late:,} answered late" if handoffs.late else ""
        blocks.append(Paragraph(f"{len(handoffs):,} offered in {period.name}: {told or 'none'}{late}."))
        if later := later_sentences(handoffs):
            blocks.append(Paragraph(" ".join(later)))
        blocks += breach_blocks(handoffs)
        rejected = handoffs.counts["rejected"]
        if rejected:
            reasons, more = cut(handoffs.reasons, 10)
            rows: list[tuple[Cell, ...]] = [
                (reason_text(reason, boundary.reasons), f"{count:,}", Bar(share, percent(share), "neutral"))
                for reason, count in reasons
                for share in (Fraction(count, rejected),)
            ]
            columns = (Column("rejected because"), Column("times", "right"), Column("share"))
            blocks.append(Table(columns, rows, more=more))
    return blocks


def _entries(report: ScorecardReport) -> list[Block]:
    """Return whether the leads that entered a stage in the period met the rule that both teams agreed on."""
    period = report.assessment.scorecard.period
    funnel = report.assessment.scorecard.funnel
    rows: list[tuple[Cell, ...]] = []
    for stage in funnel.stages:
        asked = [item for item in report.evidence if item.stage == stage.id and item.at in period]
        if asked:
            yes, no = sum(item.supported for item in asked), sum(item.contradicted for item in asked)
            rows.append((stage.label, f"{len(asked):,}", f"{yes:,}", f"{no:,}", f"{len(asked) - yes - no:,}"))
    if not rows:
        return []
    columns = [Column("stage"), *(Column(title, "right") for title in ("entries", "met", "not met", "cannot be told"))]
    told = f"Whether leads met the entry rule of a stage when they entered it, in {period.name}"
    return [Heading("Entries against the agreed rules"), Table(columns, rows, told)]


def _counted_doubts(report: ScorecardReport) -> list[Block]:
    rows = found_rows(report.doubts)
    if not rows:
        return []
    counted = ", ".join(f"{times} × {code.text}" for code, times, _ in rows if isinstance(code, Mark))
    told = f"In the facts of {report.assessment.leads:,} leads: {counted}. Its page gives an example of each."
    return [Heading("What is in doubt"), Paragraph(told)]


def _doubts(report: ScorecardReport) -> list[Block]:
    rows, more = cut(found_rows(report.doubts), 20)
    if not rows:
        return []
    told = f"In the facts of {report.assessment.leads:,} leads; nothing of it was swallowed."
    columns = (Column("what"), Column("times", "right"), Column("for example"))
    return [Heading("What is in doubt"), Paragraph(told), Table(columns, rows, more=more)]


def _definitions(report: ScorecardReport) -> list[Block]:
    card, agreement = report.assessment.scorecard, report.agreement
    declared = {} if agreement is None else agreement.declared
    blocks: list[Block] = [Heading("What the words mean")]
    words = [] if agreement is None else [f"{term.label}: {term.means}" for term in agreement.vocabulary]
    words += [
        f"A lead may enter {stage.label} when {_rule_text(stage.entry, declared)}."
        for stage in card.funnel.stages
        if stage.entry is not None
    ]
    words += [f"{goal.label}: {describe_metric(goal.metric, card.funnel)}." for goal, *_ in card.leaves]
    items, more = cut(words)
    blocks.append(Bullets(items, more))
    ahead, on_track = percent(AHEAD), percent(ON_TRACK)
    blocks.append(
        Paragraph(
            "Status: a goal is met or missed once the period is over. Before, it is ahead when its target is reached "
            f"or its pace (actual ÷ due by now) is at least {ahead}, on track from {on_track} on, and at risk below; "
            f"a goal with two limits is on track within them. Pending while nothing is measured. {_due(card)} "
            "Attained: the part of the target that is reached. A team's view holds its own goals and the joint ones, "
            "so that views are never added up."
        )
    )
    return blocks


def _due(card: Scorecard) -> str:
    """Say how what is due by now is known, for what grows."""
    goals = [goal for goal, *_ in card.leaves]
    ways = [f"as the {'working time' if card.calendar is not None else 'time'} passes"]
    if any(goal.steps for goal in goals):
        ways.append("by its steps where it has any")
    if any(goal.shape is not None for goal in goals):
        ways.append("as an earlier period ran where it has its shape")
    return f"Due by now, of what grows: {', '.join(ways)}."


def _rule_text(rule: Rule, declared: Mapping[str, FieldDeclaration]) -> str:
    """Say what a rule asks; one that has a name, by its name too."""
    if isinstance(rule, Named):
        return f"{describe(rule, declared)} holds: {describe(rule.rule, declared)}"
    return describe(rule, declared)


def _signed(report: ScorecardReport) -> list[Block]:
    agreement = report.agreement
    if agreement is None:
        return []
    terms = digest(agreement)
    signed = [
        f"{signoff.team}: {signoff.by}, {signoff.on.isoformat()}"
        for signoff in agreement.signoffs
        if signoff.digest == terms
    ]
    doubts = [finding.message for finding in unsigned(agreement)]
    return [
        Heading("The agreement behind it"),
        Paragraph(f"{agreement.name}, version {agreement.version}."),
        Bullets([*signed, *doubts]),
        Paragraph(f"Digest of its terms (SHA-256): {terms}"),
    ]
