"""Redlines: two versions of an agreement as one page, with what was deleted and what was inserted."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from alignkit.agreement.lists import listed
from alignkit.display.blocks import Block
from alignkit.display.revised import RevisedLine
from alignkit.display.shown import Shown

_LARGEST = 5_000_000
"""A page in Markdown takes at most so many bytes."""


def _lines(values: Iterable[RevisedLine]) -> tuple[RevisedLine, ...]:
    return listed(values, RevisedLine, "lines")


@attrs.frozen(slots=True, repr=False)
class Redline(Shown):
    """Two versions of an agreement in plain words, as one page: each sentence as it was and as it is.

    Args:
        old: name and version of the old one.
        new: name and version of the new one.
        lines: the page, from the title to the sign lines, which are empty: the new terms are yet to be signed.
        same_terms: whether both have one digest; what is marked is then a matter of wording alone.
    """

    old: str
    new: str
    lines: tuple[RevisedLine, ...] = attrs.field(converter=_lines)
    same_terms: bool

    @property
    def revised(self) -> tuple[RevisedLine, ...]:
        """The lines in which anything was deleted or inserted."""
        return tuple(line for line in self.lines if line.is_revised)

    @property
    def sentence(self) -> str:
        """What is marked, in one sentence."""
        if self.same_terms:
            wording = "; what is marked is wording alone" if self.revised else ""
            return f"{self.old} and {self.new} have the same terms{wording}."
        count = len(self.revised)
        lines = "1 line differs" if count == 1 else f"{count:,} lines differ"
        return f"From {self.old} to {self.new}, {lines}: what was deleted is struck out, what was inserted underlined."

    def blocks(self) -> Block:
        """Return the page with its deletions and insertions."""
        from alignkit.display.blocks import Group, Paragraph, RevisedText

        return Group((Paragraph(self.sentence), RevisedText(self.lines)))

    def to_markdown(self) -> str:
        """Return the page as Markdown: what was deleted `~~struck out~~`, what was inserted `**bold**`."""
        from alignkit.display.markdown import to_markdown

        return to_markdown(self.blocks(), limit=_LARGEST)

    def to_dict(self) -> dict[str, object]:
        """Return the page as plain data, line by line."""
        return {
            "alignkit": 1,
            "kind": "redline",
            "old": self.old,
            "new": self.new,
            "same_terms": self.same_terms,
            "lines": [
                {"kind": line.kind, "pieces": [[piece.kind, piece.text] for piece in line.pieces]}
                for line in self.lines
            ],
        }
