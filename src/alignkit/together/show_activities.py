"""How participation is shown."""

from __future__ import annotations

from alignkit.display.blocks import Bar, Block, Cell, Column, Group, Heading, Paragraph, Table
from alignkit.display.size import cut
from alignkit.scorecard.quantities import share_text
from alignkit.together.activities import Participation


def participation_sentence(found: Participation) -> str:
    """Say how many took part."""
    count = len(found.activities)
    if found.share is None:
        return f"There was nothing to take part in yet in {found.period.name}."
    activities = "activity" if count == 1 else "activities"
    return (
        f"In {count:,} {activities} of {found.period.name}, people took part in {found.taken:,} of {found.chances:,} "
        f"cases ({share_text(found.share)}); people of both teams met in {found.joint:,} of them."
    )


def participation_blocks(found: Participation) -> Block:
    """Return the sentence, the activities, and how often each person took part."""
    blocks: list[Block] = [Heading("Done together"), Paragraph(participation_sentence(found))]
    if found.activities:
        activities, more = cut(found.activities)
        known = {member.name for member in found.people}
        rows: list[tuple[Cell, ...]] = []
        for activity in activities:
            came = sum(member.name in known for member in activity.participants)
            share = came / len(found.people) if found.people else 0
            cell = Bar(share, f"{came:,} of {len(found.people):,}")
            rows.append((activity.on.isoformat(), activity.name, activity.kind, cell))
        blocks.append(Table(("day", "activity", "kind", "took part"), rows, "", more))
        people, more = cut(found.people)
        counts = found.counts
        told = [(member.name, member.team, f"{counts[member.name]:,}") for member in people]
        blocks.append(Table((Column("person"), Column("team"), Column("took part", "right")), told, "", more))
    return Group(blocks)
