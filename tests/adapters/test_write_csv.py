"""Writing CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from alignkit.adapters.write_csv import csv_text, write_csv
from alignkit.currency import money
from alignkit.errors import DataError


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "\tx", "\rx", "-5"])
def test_O02_text_that_would_run(text: str) -> None:
    """Text that a spreadsheet would run gets a quote before it, in the header too; a switch turns that off."""
    (head,), (cell,) = csv.reader(io.StringIO(csv_text([text], [[text]]), newline=""))
    assert head == cell == "'" + text
    _, (cell,) = csv.reader(io.StringIO(csv_text(["a"], [[text]], guard_formulas=False), newline=""))
    assert cell == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-5, "-5"),
        (-0.5, "-0.5"),
        (Decimal("-1E+2"), "-100"),
        (Fraction(-1, 4), "-0.25"),
        (money("-1200.50", "EUR"), "-1200.5 EUR"),
        (None, ""),
        (True, "true"),
        (date(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5, 9, tzinfo=UTC), "2026-01-05T09:00:00+00:00"),
        (("a", "b"), "a;b"),
        (["=a"], "'=a"),
    ],
)
def test_O02_numbers_stay(value: object, text: str) -> None:
    """True numbers stay numbers; every other value has one plain text."""
    assert csv_text(["a", "b"], [["x", value]]) == f"a,b\r\nx,{text}\r\n"


def test_to_path(tmp_path: Path) -> None:
    """A path is written as UTF-8 with CRLF, and the rows are counted."""
    path = tmp_path / "out.csv"
    assert write_csv(["lead", "city"], ([f"L{n}", "Curaçao, x"] for n in range(2)), path) == 2
    assert path.read_bytes() == 'lead,city\r\nL0,"Curaçao, x"\r\nL1,"Curaçao, x"\r\n'.encode()


def test_refused(tmp_path: Path) -> None:
    """Ragged rows, values of no text, and text of no encoding are refused by errors of our own."""
    with pytest.raises(DataError, match="ragged-row"):
        csv_text(["a", "b"], [["x"]])
    with pytest.raises(DataError, match="wrong-type"):
        csv_text(["a"], [[object()]])
    with pytest.raises(DataError, match="not-utf8"):
        write_csv(["a"], [["\ud800"]], tmp_path / "out.csv")
