"""The trace of a decision: what was asked, what was found, what was decided, and what would change it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from alignkit.display.shown import Shown
from alignkit.exact import plain
from alignkit.rules.describe import points_words
from alignkit.rules.otherwise.changes import Change, Search
from alignkit.rules.questions import EVENTS, NO_CELL, Ask, worth_asking
from alignkit.rules.verdict import Verdict

if TYPE_CHECKING:
    from alignkit.display.blocks import Block, Tree

__all__ = ["EVENTS", "Change", "Trace", "points_text"]

_TONES = {Verdict.YES: "good", Verdict.NO: "bad", Verdict.UNKNOWN: "warn"}


def points_text(points: Decimal | int, limit: Decimal | int = 0) -> str:
    """Write points for people, with two decimals; with all where rounding would tell another side of a limit.

    >>> points_text(Decimal("19.096832")), points_text(Decimal("69.999"), 70), points_text(Decimal("0.000001"))
    ('19.1', '69.999', '0.000001')
    """
    exact, at = Fraction(points), Fraction(limit)
    rounded = round(exact, 2)
    told = (rounded > at) - (rounded < at) == (exact > at) - (exact < at) and (not exact or rounded)
    return plain(rounded if told else exact)


@attrs.frozen(slots=True, repr=False)
class Trace(Shown):
    """One question, its answer, and the answers that it rests on.

    A trace is bounded: of a huge rule it holds the parts that decide, and says how many more there are.

    Args:
        asked: the question in plain words.
        verdict: the answer; None for a score and for clauses, which are numbers, and for a grid.
        found: the value that was found, as text; blank where none was looked for.
        reason: why a condition is UNKNOWN: `absent`, `none` (the field, or an item of its list, has no value),
            `type-mismatch`, `no-events`; `empty-text` is a note.
        note: what else there is to say: the two types of a mismatch, a cap or a floor that bit, how points faded.
        points: points of a score or a clause.
        children: the questions that this one rests on.
        more: how many further such questions were left out.
        unknown: the fields whose values are unknown and could change this answer, at most 100; at the root the most
            decisive first.
        more_unknown: how many further such fields there are, at the root alone.
        least: the least that a score can come to while something is unknown; None where nothing bounds it.
        most: the most that it can come to.
        band: the band of a score, at the root and right below a grid alone.
        next_band: the next band above, and how many points are lacking for it.
        ask: what each unknown field is worth, where the answer is not settled; at the root alone.
        search: how the nearest change was looked for, at the root alone.
        cell: the cell of a grid, blank where the lead stands in none; None for all else.
    """

    asked: str
    verdict: Verdict | None = None
    found: str = ""
    reason: str = ""
    note: str = ""
    points: Decimal | None = None
    children: tuple[Trace, ...] = ()
    more: int = 0
    unknown: tuple[str, ...] = ()
    least: Decimal | None = None
    most: Decimal | None = None
    band: str | None = None
    next_band: tuple[str, Decimal] | None = None
    ask: tuple[Ask, ...] = ()
    search: Search | None = None
    cell: str | None = None
    more_unknown: int = 0

    @property
    def nearest(self) -> Change | None:
        """The smallest change that flips the verdict, or reaches the next band or cell; None where none was found."""
        return None if self.search is None else self.search.nearest

    def to_dict(self) -> dict[str, object]:
        """Return the trace as plain data, version 1."""
        return {"format": 1, **_data(self)}

    def blocks(self) -> Block:
        """Show the tree, the fields to ask for, and the nearest change."""
        from alignkit.display.blocks import Group, Paragraph

        parts: list[Block] = [_tree(self)]
        if self.unknown:
            # of a score also those that change no band, of a grid no cell
            opening = "Worth asking for" if self.ask else "Still unknown"
            parts.append(Paragraph(worth_asking(self.unknown, opening=opening, more=self.more_unknown)))
        if self.search is not None and str(self.search):
            parts.append(Paragraph(str(self.search)))
        return Group(tuple(parts))


def _data(trace: Trace) -> dict[str, object]:
    found: dict[str, object] = {"asked": trace.asked}
    if trace.verdict is not None:
        found["verdict"] = trace.verdict.value
    texts = {"found": trace.found, "reason": trace.reason, "note": trace.note, "band": trace.band}
    found |= {key: text for key, text in texts.items() if text}
    if trace.cell is not None:
        found["cell"] = trace.cell or None
    numbers = {"points": trace.points, "least": trace.least, "most": trace.most}
    found |= {key: str(number) for key, number in numbers.items() if number is not None}
    if trace.next_band is not None:
        found["next_band"] = {"band": trace.next_band[0], "lacking": str(trace.next_band[1])}
    if trace.unknown:
        found["unknown"] = list(trace.unknown)
    if trace.more_unknown:
        found["more_unknown"] = trace.more_unknown
    if trace.ask:
        found["ask"] = [ask.to_dict() for ask in trace.ask]
    if trace.nearest is not None:
        found["nearest"] = trace.nearest.to_dict()
    if trace.search is not None:
        found["search"] = trace.search.to_dict()
    if trace.children:
        found["because"] = [_data(child) for child in trace.children]
    if trace.more:
        found["more"] = trace.more
    return found


def _tree(trace: Trace) -> Tree:
    from alignkit.display.blocks import Mark, Tree

    label = trace.asked
    if trace.found:
        label += f"; found {trace.found}"
    if trace.note:
        label += f" ({trace.note})"
    mark: Mark | str = ""
    if trace.verdict is not None:
        mark = Mark(trace.verdict.name, _TONES[trace.verdict])  # type: ignore[arg-type]  # each is a tone
    elif trace.points is not None:
        # what is a hair below the next band must not look as if it stood there
        limit = 0 if trace.next_band is None else trace.points + trace.next_band[1]
        told = points_words(trace.points, points_text(trace.points, limit))
        mark = Mark(told, "neutral" if trace.points else "muted")
    elif trace.cell is not None:
        mark = Mark(trace.cell or NO_CELL, "neutral" if trace.cell else "muted")
    return Tree(label, mark, map(_tree, trace.children), trace.more)
