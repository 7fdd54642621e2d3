"""Say findings: one line each, as compilers do, so that editors and people find the place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from alignkit.display.wrap import clean
from alignkit.errors import Finding


def finding_line(finding: Finding, file: str = "") -> str:
    """Write a finding as `file:path: code: message`, then its level, and its line and column where they are known.

    A message that names the file and the place by itself, as that of a parser does, is cut: they are told once.

    >>> finding_line(Finding("unsigned", "sales has not signed", "signoffs", level="note"), "terms.toml")
    'terms.toml:signoffs: unsigned: sales has not signed [note]'
    """
    where = ":".join(part for part in (file, finding.path) if part)
    said = f"{where}: {finding.code}" if where else finding.code
    place = [
        finding.level,
        *(f"{what} {at}" for what, at in (("line", finding.line), ("column", finding.column)) if at),
    ]
    return clean(f"{said}: {_told_once(finding, file)} [{', '.join(place)}]")


def _told_once(finding: Finding, file: str) -> str:
    before, place, after = finding.message.partition(f", line {finding.line}, column {finding.column}: ")
    if not place or not file:
        return finding.message
    return f"{before.removesuffix(f', {PurePath(file).name}')}: {after}"


def finding_lines(findings: Sequence[Finding], file: str = "", *, most: int | None = None) -> list[str]:
    """Write findings, a line each.

    Args:
        findings: what was found.
        file: where; blank where the paths of the findings name their files.
        most: of one kind in one column so many are listed, and the rest are counted; None lists all.

    >>> late = [Finding("naive", f"'09:0{row}' has no offset", f"e.csv:{row}:at", column=2) for row in range(2, 9)]
    >>> for line in finding_lines(late, most=1):
    ...     print(line)
    e.csv:2:at: naive: '09:02' has no offset [error, column 2]
    and 6 more: naive in column 2
    """
    alike: Counter[tuple[str, int | None]] = Counter()
    lines = []
    for finding in findings:
        kind = (finding.code, finding.column)
        alike[kind] += 1
        if most is None or alike[kind] <= most:
            lines.append(finding_line(finding, file))
    for (code, column), count in alike.items():
        if most is not None and count > most:
            where = f" in column {column}" if column else ""
            lines.append(clean(f"and {count - most:,} more: {code}{where}"))
    return lines
