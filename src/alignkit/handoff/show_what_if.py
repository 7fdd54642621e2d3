"""How a history under two SLAs is shown."""

from __future__ import annotations

from alignkit.display.blocks import Block, Cell, Column, Group, Heading, Mark, Paragraph, Table, percent
from alignkit.display.size import cut
from alignkit.handoff.comparisons import WhatIf
from alignkit.handoff.readings import Readings
from alignkit.handoff.show import cell, mark


def what_if_sentence(found: WhatIf) -> str:
    """Say what was met under each SLA, and how many clocks come out otherwise."""
    total = len(found.changes)
    clocks = "no clock comes" if not total else "1 clock comes" if total == 1 else f"{total:,} clocks come"
    due = "" if not found.moved else f"; {found.moved:,} {'is' if found.moved == 1 else 'are'} due at another time"
    return f"{_met(found.before)} before, {_met(found.after)} after: {clocks} out otherwise{due}"


def _met(readings: Readings) -> str:
    share, counts = readings.met_share, readings.counts
    if share is None:
        return "nothing decided"
    return f"{percent(share)} met ({counts['met']:,} of {counts['met'] + counts['breached']:,})"


def what_if_blocks(found: WhatIf) -> Block:
    """Return the sentence, how many clocks go from which state to which, and these clocks."""
    name = found.before.sla_name
    title = name if found.after.sla_name == name else f"{name} or {found.after.sla_name}"
    blocks: list[Block] = [Heading(f"What if: {title}"), Paragraph(f"{what_if_sentence(found)}.")]
    if found.changes:
        moves = [(_state(before), _state(after), f"{count:,}") for before, after, count in found.moves]
        blocks.append(Table(("before", "after", Column("clocks", "right")), moves))
        shown, more = cut(found.changes)
        as_of = found.after.as_of
        rows: list[tuple[Cell, ...]] = [
            (
                change.lead,
                cell(change.started, as_of),
                *(_state(state) for state in change.states),
                *(cell(None if one is None else one.due, as_of) for one in (change.before, change.after)),
            )
            for change in shown
        ]
        blocks.append(Table(("lead", "started", "before", "after", "due before", "due after"), rows, more=more))
    return Group(blocks)


def _state(state: str | None) -> Mark | str:
    return "no clock" if state is None else mark(state)
