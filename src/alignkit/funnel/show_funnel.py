"""How the definition of a funnel is shown."""

from __future__ import annotations

from alignkit.display.blocks import Block, Bullets, Group, Heading, Table
from alignkit.funnel.say_recycling import recycling_words
from alignkit.funnel.stages import Funnel
from alignkit.rules.describe import describe


def funnel_blocks(funnel: Funnel) -> Block:
    """Return the stages in order, the agreed ways back, and what is handed over."""
    rows = [
        (stage.label, stage.owner, "" if stage.entry is None else describe(stage.entry), stage.outcome or "")
        for stage in funnel.stages
    ]
    labels = {stage.id: stage.label for stage in funnel.stages}
    told = [f"A lead may go back from {labels[start]} to {labels[end]}." for start, end in funnel.recycles]
    for boundary in funnel.boundaries:
        handed = (
            f"Handed over in {labels[boundary.offered]}: accepted, it goes on to {labels[boundary.accepted]}; "
            f"rejected, it goes to {labels[boundary.rejected]}."
        )
        told.append(" ".join([handed, *recycling_words(boundary)]))
    blocks: list[Block] = [Heading(f"Funnel {funnel.name}"), Table(("stage", "owner", "entry", "outcome"), rows)]
    return Group([*blocks, Bullets(told)] if told else blocks)
