"""Read external figures from a CSV file: customer satisfaction, market share, sales through resellers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import attrs

from alignkit.adapters.cells import read_cell, read_moment
from alignkit.adapters.csv_header import checked_header
from alignkit.adapters.csv_text import CsvText, csv_lines, csv_records
from alignkit.adapters.imported import Imported, Notes, OnFaults, checked_errors, imported
from alignkit.currency import Money
from alignkit.errors import AlignkitError, DataError
from alignkit.history.facts import ExternalFigure, Facts
from alignkit.history.sources import CsvSource


def read_figures(
    path_or_lines: CsvText, source: CsvSource | None = None, *, errors: OnFaults = "raise", name: str = ""
) -> Imported:
    """Read external figures: the columns `name`, `at`, `value` and, where it is there, `source`.

    A value with a currency is money, `1200.50 EUR`; any other is a number. Nothing is guessed: see `read_csv`.

    Args:
        path_or_lines: a path, the bytes of a file, a stream, or lines of text. A `str` is always a path.
        source: how text is written (delimiter, zone, decimal sign …); its columns do not count.
        errors: `raise` refuses the file with every fault found; `collect` keeps what could be read.
        name: how the findings call the file; the path's last part when blank.

    Raises:
        DataError: with every fault: `unreadable-cell`, `missing-value`, `ragged-row`, `naive`, `missing-column` …
        OSError: of the right subclass, when the path cannot be read.

    >>> found = read_figures(["name,at,value", "satisfaction,2026-03-31T12:00:00Z,8.2"])
    >>> found.facts.figures[0].value
    Fraction(41, 5)
    """
    checked_errors(errors)
    source = attrs.evolve(source or CsvSource(), fields=None, lead="name", at="at", value="value", always={"kind": "-"})
    if not name:
        name = Path(path_or_lines).name if isinstance(path_or_lines, str | os.PathLike) else "csv"
    notes = Notes(name)
    figures: list[ExternalFigure] = []
    rows = 0
    with csv_lines(path_or_lines, source.encoding, name) as lines:
        records = csv_records(lines, source, notes)
        _, head = next(records, (1, []))
        if not head:
            raise DataError.at("no-header", "the first line must name the columns; the text is empty", path=name)
        header, source = checked_header(head, source, name)
        for line, cells in records:
            rows += 1
            if len(cells) != len(header):
                notes.add("ragged-row", f"the row has {len(cells)} cells, the header {len(header)}", line=line)
                continue
            figure = _figure(dict(zip(header, cells, strict=True)), source, (line, header, notes))
            if figure is not None:
                figures.append(figure)
    return imported(Facts(figures=figures), notes, rows, errors)


def _figure(row: dict[str, str], source: CsvSource, where: tuple[int, Sequence[str], Notes]) -> ExternalFigure | None:
    line, header, notes = where
    found: dict[str, object] = {}
    for column in ("name", "at", "value"):
        try:
            found[column] = _read(column, row[column], source)
        except AlignkitError as error:
            notes.add_error(error, where=column, line=line, column=header.index(column) + 1)
            continue
        if found[column] is None:
            place = header.index(column) + 1
            notes.add("missing-value", f"the {column} of the figure is missing", where=column, line=line, column=place)
    if len(found) < 3 or None in found.values():
        return None
    told = read_cell(row["source"], "text", source) if "source" in row else None
    return ExternalFigure(**found, source=str(told or ""))  # type: ignore[arg-type]  # read by their columns above


def _read(column: str, text: str, source: CsvSource) -> object:
    if column == "at":
        moment = read_moment(text, source)
        return None if moment is None else moment.at
    if column == "name":
        return read_cell(text, "text", source)
    amount = read_cell(text, "money", source) if any(letter.isalpha() for letter in text) else None
    return amount if isinstance(amount, Money) else read_cell(text, "number", source)
