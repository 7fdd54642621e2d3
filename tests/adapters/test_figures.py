"""External figures from CSV."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from alignkit.adapters.figures import read_figures
from alignkit.currency import money
from alignkit.errors import DataError
from alignkit.history.sources import CsvSource

HEAD = "name,at,value,source"


def test_numbers_and_money() -> None:
    """A value with a currency is money, any other an exact number; the source may be blank or absent."""
    rows = ["share,2026-03-31T12:00:00Z,0.1,survey", "resellers,2026-03-31T12:00:00+02:00,1200.50 EUR,"]
    found = read_figures([HEAD, *rows])
    share, resellers = found.facts.figures
    assert (share.name, share.value, share.source) == ("share", Fraction(1, 10), "survey")
    assert (resellers.value, resellers.source) == (money("1200.50", "EUR"), "")
    assert read_figures(["at,value,name", "2026-03-31T12:00:00Z,8,x"]).facts.figures[0].value == 8
    assert found.rows == 2


def test_as_the_source_writes_text() -> None:
    """Zone, delimiter and decimal sign are stated, never guessed."""
    source = CsvSource(delimiter=";", decimal=",", zone="Europe/Amsterdam")
    (figure,) = read_figures(["name;at;value", "x;2026-03-31;8,2"], source).facts.figures
    assert figure.value == Fraction(41, 5)
    assert figure.at.isoformat() == "2026-03-31T00:00:00+02:00"


def test_faults_are_told_with_row_and_column(tmp_path: Path) -> None:
    """Every fault at once; what can be read is kept when asked."""
    rows = [
        "x,2026-03-31,8,",  # no zone is stated
        "x,2026-03-31T12:00:00Z,many,",
        ",2026-03-31T12:00:00Z,8,",
        "x,2026-03-31T12:00:00Z,8",
        "x,2026-03-31T12:00:00Z,8,",
    ]
    file = tmp_path / "figures.csv"
    file.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_figures(file)
    assert [(issue.code, issue.line, issue.column) for issue in caught.value.issues] == [
        ("naive", 2, 2),
        ("unreadable-cell", 3, 3),
        ("missing-value", 4, 1),
        ("ragged-row", 5, None),
    ]
    assert caught.value.issues[0].path == "figures.csv:2:at"
    assert len(read_figures(file, errors="collect").facts.figures) == 1


def test_headers() -> None:
    """Without a header, or without a needed column, nothing can be read."""
    with pytest.raises(DataError, match="no-header"):
        read_figures([])
    with pytest.raises(DataError, match=r"missing-column.*'value'"):
        read_figures(["name,at"])
