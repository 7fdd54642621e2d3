"""Evidence: what the facts say about the entries into stages."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import attrs

from alignkit.display.blocks import Block, Bullets, Column, Group, Paragraph, Table
from alignkit.display.shown import Shown
from alignkit.display.size import cut
from alignkit.errors import Finding
from alignkit.rules.verdict import Verdict


@attrs.frozen(slots=True)
class Evidence:
    """What the facts say about one entry.

    Args:
        lead: the lead's id.
        stage: the stage that it entered.
        at: when.
        verdict: whether the stage's entry rule held then, as far as it was known then.
    """

    lead: str
    stage: str
    at: datetime
    verdict: Verdict

    @property
    def supported(self) -> bool:
        """The facts known then met the rule."""
        return self.verdict is Verdict.YES

    @property
    def contradicted(self) -> bool:
        """The facts known then did not meet the rule."""
        return self.verdict is Verdict.NO

    @property
    def unknown(self) -> bool:
        """Too little was known then to tell."""
        return self.verdict is Verdict.UNKNOWN

    @property
    def finding(self) -> Finding | None:
        """The doubt about this entry, `contradicted-entry` or `unknown-entry`; None where it is supported."""
        if self.supported:
            return None
        code, what = (
            ("contradicted-entry", "did not meet")
            if self.contradicted
            else ("unknown-entry", "cannot be told to have met")
        )
        text = f"{self.lead!r} {what} the entry rule of {self.stage!r}, which it entered at {self.at.isoformat()}"
        return Finding(code, text, self.lead, "warning")

    def to_dict(self) -> dict[str, object]:
        """Return the evidence as plain data."""
        return {
            "alignkit": 1,
            "kind": "evidence",
            "lead": self.lead,
            "stage": self.stage,
            "at": self.at.isoformat(),
            "verdict": self.verdict.value,
        }


class Evidences(Shown, tuple[Evidence, ...]):
    """All that `verify` found, by lead and in time order: a tuple that shows itself, however long it is."""

    __slots__ = ()

    def blocks(self) -> Block:
        """Return how many entries are supported, stage by stage, and what is in doubt."""
        times = Counter((found.stage, found.verdict) for found in self)
        stages = list(dict.fromkeys(found.stage for found in self))
        rows = [(stage, *(f"{times[stage, verdict]:,}" for verdict in Verdict)) for stage in stages]
        numbers = (Column(word, "right") for word in ("supported", "contradicted", "unknown"))
        blocks: list[Block] = [Paragraph(f"{len(self):,} entries into stages with an entry rule.")]
        if rows:
            blocks.append(Table(("stage", *numbers), rows))
        doubts, more = cut([found.finding.message for found in self if found.finding is not None])
        return Group([*blocks, Bullets(doubts, more)] if doubts else blocks)

    def to_dict(self) -> dict[str, object]:
        """Return the evidence as plain data."""
        return {"alignkit": 1, "kind": "evidences", "entries": [found.to_dict() for found in self]}
