"""Two versions of an agreement as one page, with deletions and insertions: what heads of department read and print."""

from __future__ import annotations

import attrs

from alignkit.agreement.redlines import Redline
from alignkit.display.blocks import Group, Paragraph, RevisedText
from alignkit.display.html import page
from alignkit.errors import DocumentError, shown


def redline_page(redline: Redline) -> str:
    """Return a redline as an HTML page: no network, no script, readable on a phone and on paper.

    Raises:
        DocumentError: `wrong-type`.
    """
    if not isinstance(redline, Redline):
        raise DocumentError.at("wrong-type", f"the page shows a Redline, not {shown(redline)}")
    # the page has a heading of its own: those of the agreement come below it
    lines = [
        attrs.evolve(line, level=min(4, line.level + 1)) if line.kind == "heading" else line for line in redline.lines
    ]
    title = f"From {redline.old} to {redline.new}"
    return page(title, Group([Paragraph(redline.sentence), RevisedText(lines)]))
