"""Write tables as CSV that a spreadsheet can open without running anything."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TextIO

from alignkit.currency import Money
from alignkit.errors import DataError, shown
from alignkit.exact import plain

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    path_or_stream: str | os.PathLike[str] | TextIO,
    *,
    guard_formulas: bool = True,
) -> int:
    r"""Write a table as CSV: UTF-8, commas, the columns' names first; return the number of rows.

    A spreadsheet runs a cell of text that begins with = + - @, a tab or a carriage return. Such text gets a `'` before
    it; true numbers stay as they are. Missing values are blank, truth is true or false, dates and instants are ISO
    8601, money is `1200.50 EUR`, a list is joined by `;`.

    Args:
        columns: the names of the columns.
        rows: the cells of each row, as many as there are columns.
        path_or_stream: where to write; a stream should be opened with `newline=""`.
        guard_formulas: turn it off only for a file that no spreadsheet will open.

    Raises:
        DataError: `ragged-row`, `wrong-type`, or `not-utf8` for text that has no encoding.
        OSError: when the path cannot be written.

    >>> import io
    >>> out = io.StringIO()
    >>> write_csv(["name", "balance"], [["=1+1", -5]], out)
    1
    >>> out.getvalue()
    "name,balance\r\n'=1+1,-5\r\n"
    """
    if isinstance(path_or_stream, str | os.PathLike):
        with Path(path_or_stream).open("w", encoding="utf-8", newline="") as stream:
            return write_csv(columns, rows, stream, guard_formulas=guard_formulas)
    writer = csv.writer(path_or_stream)
    count = 0
    try:
        writer.writerow([_cell(column, guard_formulas=guard_formulas) for column in columns])
        for row in rows:
            count += 1
            if len(row) != len(columns):
                raise DataError.at("ragged-row", f"row {count} has {len(row)} cells for {len(columns)} columns")
            writer.writerow([_cell(value, guard_formulas=guard_formulas) for value in row])
    except UnicodeEncodeError as fault:
        raise DataError.at("not-utf8", f"row {count} holds text that has no encoding: {shown(fault.object)}") from fault
    return count


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]], *, guard_formulas: bool = True) -> str:
    """Return what `write_csv` would write."""
    stream = io.StringIO(newline="")
    write_csv(columns, rows, stream, guard_formulas=guard_formulas)
    return stream.getvalue()


def _cell(value: object, *, guard_formulas: bool) -> str:
    text = _text(value)
    if guard_formulas and not _is_number(value) and text.startswith(_FORMULA_SIGNS):
        return "'" + text
    return text


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal | Fraction | Money)


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case Decimal() if value.is_finite():
            return f"{value:f}"
        case Fraction():
            return plain(value, 12).replace(",", "")
        case Money():
            return f"{plain(value.amount, 12).replace(',', '')} {value.currency}"
        case int() | float() | Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return ";".join(_text(item) for item in value)
    raise DataError.at("wrong-type", f"a cell cannot hold {shown(value)}")
