"""Read a CSV file, as people have it, into facts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from alignkit.adapters.csv_header import Rows, checked_header
from alignkit.adapters.csv_rows import Row, RowReader
from alignkit.adapters.csv_text import CsvText, csv_lines, csv_records
from alignkit.adapters.imported import Imported, Notes, OnFaults, checked_aliases, checked_errors, declared, imported
from alignkit.errors import DataError, shown
from alignkit.history.attributes import Value
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.history.sources import CsvSource


def read_csv(
    path_or_lines: CsvText,
    source: CsvSource | None = None,
    *,
    declarations: Iterable[FieldDeclaration] | Mapping[str, FieldDeclaration] = (),
    aliases: Mapping[str, str | None] | None = None,
    errors: OnFaults = "raise",
    name: str = "",
    plain: Rows | None = None,
) -> Imported:
    """Read leads, their events, or both from a CSV file; row by row, the file is never held whole.

    Cells of a declared field are parsed to its type; of any other field text stays text. Blank cells, and whatever
    else the source calls missing, give no value; `unknown` stays a value. Nothing is guessed: neither the order of day
    and month, nor a zone, a decimal sign, a currency.

    Args:
        path_or_lines: a path, the bytes of a file, a stream, or lines of text. A `str` is always a path.
        source: what the columns mean; None reads the plain formats (see `CsvSource`).
        declarations: the fields of leads and of events, as the agreement declares them.
        aliases: from a stage, touch, kind or reason as the source calls it to the agreement's word; None leaves those
            events out. A value of a declared field is taken for another one if that one is among its `one_of`, and it
            is not. Words match exactly.
        errors: `raise` refuses the file with every fault found; `collect` keeps what could be read.
        name: how the findings call the file; the path's last part when blank.
        plain: which plain format is due where the source names no columns, `leads` or `events`; None takes it from
            the header.

    Returns:
        The facts, the findings (each with its line, the header being line 1, and its column), and the number of rows.
        Findings: `unreadable-cell`, `naive`, `skipped-time`, `repeated-time`, `leap-second`, `missing-value`,
        `missing-currency`, `ragged-row`, `bad-csv` are errors; `not-allowed` and `conflicting-lead` are warnings.

    Raises:
        DataError: with every fault; whatever `errors` says: `missing-column`, `doubled-column`, `no-header`,
            `not-utf8`, `wrong-encoding`, `events-for-leads`.
        OSError: of the right subclass, when the path cannot be read.

    >>> found = read_csv(["lead,at,kind,value", "L1,2026-01-05T09:00:00Z,touch,call"])
    >>> found.facts.events[0].name
    'call'
    """
    checked_errors(errors)
    source = CsvSource() if source is None else source
    if not isinstance(source, CsvSource):
        raise DataError.at("wrong-type", f"`source` is a CsvSource, not {shown(source)}")
    if not name:
        name = Path(path_or_lines).name if isinstance(path_or_lines, str | os.PathLike) else "csv"
    notes = Notes(name)
    leads: dict[str, dict[str, Value]] = {}
    events: list[Event] = []
    rows = 0
    with csv_lines(path_or_lines, source.encoding, name) as lines:
        records = csv_records(lines, source, notes)
        _, head = next(records, (1, []))
        if not head:
            raise DataError.at("no-header", "the first line must name the columns; the text is empty", path=name)
        header, source = checked_header(head, source, name, plain)
        reader = RowReader(
            source, header, declared=declared(declarations), aliases=checked_aliases(aliases), notes=notes
        )
        listed = source.shape == "leads" or (source.shape == "stages" and source.fields != ())
        for line, cells in records:
            rows += 1
            if len(cells) != len(header):
                notes.add(
                    "ragged-row", f"the row has {len(cells)} cells, the header {len(header)}; it is left out", line=line
                )
                continue
            row = reader.read(line, cells)
            if row is None:
                continue
            events += row.events
            if listed:
                _add_lead(leads, row, line, notes)
    return imported(Facts(leads, events), notes, rows, errors)


def _add_lead(leads: dict[str, dict[str, Value]], row: Row, line: int, notes: Notes) -> None:
    before = leads.setdefault(row.lead, {})
    unlike = sorted(name for name, value in row.fields.items() if name in before and before[name] != value)
    if unlike:
        named = ", ".join(shown(name) for name in unlike[:5])
        notes.add(
            "conflicting-lead",
            f"the lead {shown(row.lead)} stood there before with other values of {named}; the later row counts",
            line=line,
            level="warning",
        )
    before.update(row.fields)
