"""The trace of a decision: what was asked, what was found, what was decided, and what would change it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from alignkit.display.shown import Shown
from alignkit.exact import plain
from alignkit.rules.describe import value_text
from alignkit.rules.verdict import Verdict

if TYPE_CHECKING:
    from alignkit.display.blocks import Block, Tree

EVENTS = "(events)"
"""Stands among the unknown fields where events were not given."""


@attrs.frozen(slots=True)
class Change:
    """What would flip a verdict: new values for fields, and events that would have to happen.

    Args:
        fields: (field, new value); None where the value would have to go.
        events: (event, how many more).
        verdict: what the rule is then; it was decided again to be sure.
    """

    fields: tuple[tuple[str, object], ...]
    events: tuple[tuple[str, int], ...]
    verdict: Verdict

    def __str__(self) -> str:
        parts = [f"{name} were {'missing' if value is None else value_text(value)}" for name, value in self.fields] + [
            f"{count} more {name.replace('_', ' ')} came" for name, count in self.events
        ]
        return f"{self.verdict.name} if {' and '.join(parts)}"


@attrs.frozen(slots=True, repr=False)
class Trace(Shown):
    """One question, its answer, and the answers that it rests on.

    Args:
        asked: the question in plain words.
        verdict: the answer; None for a score and for clauses, which are numbers.
        found: the value that was found, as text; blank where none was looked for.
        reason: why a condition is UNKNOWN: `absent`, `none`, `type-mismatch`, `no-events`; `empty-text` is a note.
        points: points of a score or a clause.
        children: the questions that this one rests on.
        unknown: the fields whose values are unknown and could change this answer.
        nearest: a small change that flips the verdict, at the root alone; None where none was found.
    """

    asked: str
    verdict: Verdict | None = None
    found: str = ""
    reason: str = ""
    note: str = ""
    points: Decimal | None = None
    children: tuple[Trace, ...] = ()
    unknown: tuple[str, ...] = ()
    nearest: Change | None = None

    def to_dict(self) -> dict[str, object]:
        """Return the trace as plain data, version 1."""
        return {"format": 1, **_data(self)}

    def blocks(self) -> Block:
        """Show the tree, the fields to ask for, and the nearest change."""
        from alignkit.display.blocks import Group, Paragraph

        parts: list[Block] = [_tree(self)]
        if self.unknown:
            parts.append(Paragraph(f"Worth asking for: {', '.join(self.unknown)}."))
        if self.nearest is not None:
            parts.append(Paragraph(f"It would be {self.nearest}."))
        return Group(tuple(parts))


def _data(trace: Trace) -> dict[str, object]:
    found: dict[str, object] = {"asked": trace.asked}
    if trace.verdict is not None:
        found["verdict"] = trace.verdict.value
    texts = {"found": trace.found, "reason": trace.reason, "note": trace.note}
    found |= {key: text for key, text in texts.items() if text}
    if trace.points is not None:
        found["points"] = str(trace.points)
    if trace.unknown:
        found["unknown"] = list(trace.unknown)
    if trace.nearest is not None:
        found["nearest"] = {
            "fields": {name: value if value is None else value_text(value) for name, value in trace.nearest.fields},
            "events": dict(trace.nearest.events),
            "verdict": trace.nearest.verdict.value,
        }
    if trace.children:
        found["because"] = [_data(child) for child in trace.children]
    return found


def _tree(trace: Trace) -> Tree:
    from alignkit.display.blocks import Mark, Tree
    from alignkit.display.size import cut

    label = trace.asked
    if trace.found:
        label += f"; found {trace.found}"
    if trace.note:
        label += f" ({trace.note})"
    mark: Mark | str = ""
    if trace.verdict is not None:
        tones = {Verdict.YES: "good", Verdict.NO: "bad", Verdict.UNKNOWN: "warn"}
        mark = Mark(trace.verdict.name, tones[trace.verdict])  # type: ignore[arg-type]  # each is a tone
    elif trace.points is not None:
        mark = Mark(f"{plain(Fraction(trace.points))} points", "neutral" if trace.points else "muted")
    shown, more = cut(trace.children)
    below = [_tree(child) for child in shown]
    if more:
        below.append(Tree(f"… and {more:,} more"))
    return Tree(label, mark, below)
