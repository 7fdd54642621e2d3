"""Findings as lines."""

from __future__ import annotations

from alignkit.display.say_findings import finding_line, finding_lines
from alignkit.errors import Finding


def test_a_line_names_the_place() -> None:
    """File, path, code, message; then level, line and column; one line whatever the message holds."""
    finding = Finding("unknown-field", "no 'a\nb'", "rules.icp", line=3, column=7)
    assert finding_line(finding, "a.toml") == "a.toml:rules.icp: unknown-field: no 'a b' [error, line 3, column 7]"
    assert finding_line(Finding("empty", "nothing")) == "empty: nothing [error]"


def test_a_place_is_told_once() -> None:
    """A parser names the file and the place by itself, for those who see the exception alone."""
    finding = Finding("syntax", "TOML, a.toml, line 3, column 7: Invalid value", line=3, column=7)
    assert finding_line(finding, "terms/a.toml") == (
        "terms/a.toml: syntax: TOML: Invalid value [error, line 3, column 7]"
    )
    assert finding_line(finding) == f"syntax: {finding.message} [error, line 3, column 7]"


def test_alike_are_counted() -> None:
    """Of one kind in one column five are listed; another column and another kind are told as well."""
    naive = [Finding("naive", "no offset", f"e.csv:{row}:at", line=row, column=2) for row in range(2, 5002)]
    other = [
        Finding("naive", "no offset", "e.csv:9:seen", line=9, column=5),
        Finding("ragged-row", "3 cells", "e.csv:8"),
    ]
    lines = finding_lines([*naive, *other], most=5)
    assert len(lines) == 8
    assert lines[-1] == "and 4,995 more: naive in column 2"
    assert len(finding_lines(naive)) == 5000
