"""How both directions are shown: what each team owes and what came of it, how far they judge alike, the feedback."""

from __future__ import annotations

from alignkit.display.blocks import Bar, Block, Bullets, Cell, Column, Group, Heading, Mark, Paragraph, Table, percent
from alignkit.handoff.show_handoffs import breach_blocks
from alignkit.instants import told_in, zone_of
from alignkit.scorecard.show import TONES, agreed_text
from alignkit.together.directions import BothDirections, Commitment
from alignkit.together.feedbacks import FEW
from alignkit.together.show_feedback import answers_words, interval_text, tables_blocks


def directions_blocks(both: BothDirections) -> Block:
    """Return the commitments in one table, a sentence each, how far the teams judge alike, and the feedback."""
    as_of = told_in(both.as_of, zone_of(both.period.zone)).isoformat(" ", "minutes")
    blocks: list[Block] = [
        Heading(f"Both directions: {both.stages[0]} → {both.stages[1]}, {both.period.name}"),
        Paragraph(f"What {both.gives} and {both.takes} owe each other at this handoff, as of {as_of}."),
        _commitments(both),
    ]
    for team in dict.fromkeys((both.gives, both.takes)):
        told = [commitment_sentence(one, both) for one in both.owed_by(team)]
        if told:
            blocks += [Heading(f"What {team} owes", 3), Bullets(told)]
    blocks += breach_blocks(both.handoffs)
    blocks += [Heading("Do both teams judge alike?", 3), Paragraph(judgement_sentence(both))]
    if both.judgement.judged:
        blocks.append(_judgement(both))
    return Group([*blocks, *tables_blocks(both.feedback)])


def sentences(both: BothDirections) -> tuple[str, ...]:
    """Say what came of each commitment, and how far the teams judge alike."""
    return (*(commitment_sentence(one, both) for one in both.commitments), judgement_sentence(both))


def judgement_sentence(both: BothDirections) -> str:
    """Say how far the agreed rule and the answers agree."""
    if both.rule is None:
        return f"No rule is agreed by which a lead is offered in {both.stages[0]}, so that there is nothing to compare."
    if not both.judgement.judged:
        return f"No lead was judged yet by both the agreed rule, “{both.rule}”, and {both.takes}."
    found, head = both.judgement, f"The agreed rule, “{both.rule}”, and the answers of {both.takes}"
    if found.judged < FEW:
        return f"{head}: they agree on {found.both:,} of {found.judged:,}, too few to tell it from chance."
    return f"{head}: {_lower(found.sentence)}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _judgement(both: BothDirections) -> Block:
    """Return the counts behind kappa in the words of this handoff."""
    (yes, no), (still, neither) = both.judgement.counts
    columns = ("when it was offered, the lead", Column("accepted", "right"), Column("rejected", "right"))
    rows = [("met the rule", f"{yes:,}", f"{no:,}"), ("did not meet it", f"{still:,}", f"{neither:,}")]
    return Table(columns, rows)


def commitment_sentence(one: Commitment, both: BothDirections) -> str:
    """Say what came of a commitment, and how that stands to what is agreed."""
    said = {"volume": _volume, "quality": _quality}.get(one.kind, _clocks)(one, both)
    goals = [f"Goal {reading.sentence} ({reading.status})." for reading in one.goals]
    return " ".join([said, *(goals or ["No goal is agreed for it."])])


def _volume(one: Commitment, both: BothDirections) -> str:
    leads = f"{one.kept:,} {'lead' if one.kept == 1 else 'leads'}"
    offers = len(both.handoffs)
    again = f", {offers:,} times in all" if offers > one.kept else ""
    return f"Volume: {one.team} offered {leads} to {both.takes}{again}."


def _quality(_: Commitment, both: BothDirections) -> str:
    return f"Quality: {answers_words(both.feedback.whole)}."


def _clocks(one: Commitment, _: BothDirections) -> str:
    said = f"{one.kind.capitalize()}, {one.what} ({one.asks}): "
    if one.share is None or one.interval is None:
        said += "no clock is decided"
    else:
        said += f"{one.kept:,} of {one.judged:,} in time"
        said += (
            ", too few for a share"
            if one.is_small
            else f" ({percent(one.share)}, 95 % interval {interval_text(one.interval)})"
        )
    return f"{said}{f'; {one.open:,} open' if one.open else ''}."


def _commitments(both: BothDirections) -> Block:
    """Return a row for each commitment and each goal that is agreed for it."""
    rows: list[tuple[Cell, ...]] = []
    for one in both.commitments:
        goals: list[tuple[Cell, Cell]] = [
            (agreed_text(reading.goal), Mark(reading.status, TONES[reading.status])) for reading in one.goals
        ]
        for number, (agreed, status) in enumerate(goals or [("", "")]):
            first = (one.what, one.team, one.kind, _kept(one), _share(one)) if number == 0 else ("", "", "", "", "")
            rows.append((*first, agreed, status))
    columns = (
        "what",
        "owed by",
        "commitment",
        Column("kept", "right"),
        "share (95 % interval)",
        Column("agreed", "right"),
        "status",
    )
    return Table(columns, rows)


def _kept(one: Commitment) -> str:
    return f"{one.kept:,}" if one.judged is None else f"{one.kept:,} of {one.judged:,}"


def _share(one: Commitment) -> Cell:
    if one.share is None or one.interval is None:
        return ""
    within = f"({interval_text(one.interval).removesuffix(' %')})"
    return Mark(f"too few {within}", "muted") if one.is_small else Bar(one.share, f"{percent(one.share)} {within}")
