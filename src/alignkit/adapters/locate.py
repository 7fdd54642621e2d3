"""Where in the text of a document a path stands: line and column, for findings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Literal

import attrs

from alignkit.adapters.scan_document import Scanner, Steps
from alignkit.agreement.document.paths import steps
from alignkit.errors import Finding


def locate(findings: Iterable[Finding], text: str, kind: Literal["toml", "json"]) -> tuple[Finding, ...]:
    r"""Return the findings with line and column, of the path itself or of the nearest table around it.

    A finding that has a line keeps it; one about the document as a whole has none, and so has one whose table has no
    line of its own: a sibling's line would send the reader to the wrong place.

    >>> locate([Finding("f", "", "rules.a.at_leat")], '[rules]\na = { field = "x", at_leat = 5 }', "toml")[0].line
    2
    """
    listed = [(finding, steps(finding.path)) for finding in findings]
    wanted = {walked[:end] for _, walked in listed for end in range(len(walked) + 1)}
    scanner = Scanner(text, kind, wanted)
    found = scanner.run()
    starts = line_starts(text)
    placed = []
    for finding, walked in listed:
        offset = _place(found, scanner.implied, walked)
        if offset is None or finding.line is not None:
            placed.append(finding)
        else:
            line, column = line_and_column(starts, offset)
            placed.append(attrs.evolve(finding, line=line, column=column))
    return tuple(placed)


def _place(found: dict[Steps, int], implied: set[Steps], walked: Steps) -> int | None:
    for end in range(len(walked), 0, -1):
        here = walked[:end]
        if here in found:
            return None if end < len(walked) and here in implied else found[here]
    return None


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line starts."""
    starts = [0]
    while (end := text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return starts


def line_and_column(starts: list[int], offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1.

    >>> line_and_column([0, 4], 5)
    (2, 2)
    """
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1
