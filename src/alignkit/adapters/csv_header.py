"""The header of a CSV file: which columns are there, and what the source says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import attrs

from alignkit.errors import DataError, Finding, shown
from alignkit.history.sources import CsvSource
from alignkit.names import nearest

PLAIN_EVENTS = ("value", "field", "id", "recorded_at", "actor", "team", "automatic", "source", "seq")
"""The columns that the plain format of events may have beside `lead`, `at` and `kind`."""


Rows = Literal["leads", "events"]


def plain_source(source: CsvSource, header: Sequence[str], rows: Rows | None = None) -> CsvSource:
    """Return the source with the columns of the plain format that the header has; see `CsvSource`.

    Args:
        source: what is said of the columns.
        header: the columns that are there.
        rows: which of the plain formats is due; None takes it from the header.

    >>> plain_source(CsvSource(), ["lead", "at", "kind", "value", "amount"]).value
    'value'
    """
    if source.lead is not None:
        return source
    looks_like_events = "at" in header and ("kind" in header or source.constant("kind") is not None)
    if rows == "leads" and looks_like_events:
        raise DataError.at("events-for-leads", "these are events, for there is a column 'at'; leads are asked for here")
    if looks_like_events or rows == "events":
        found = {name: name for name in ("kind", *PLAIN_EVENTS) if name in header}
        if source.constant("kind") is None:
            found["kind"] = "kind"
        twice = [name for name in found if source.constant(name) is not None]
        if twice:
            raise DataError.at("given-twice", f"`always` states {shown(twice[0])}, and the file has such a column")
        return attrs.evolve(source, lead="lead", at="at", **found)  # type: ignore[arg-type]  # columns are text
    return attrs.evolve(source, lead="lead" if "lead" in header or "id" not in header else "id")


def checked_header(
    cells: Sequence[str], source: CsvSource, name: str, rows: Rows | None = None
) -> tuple[list[str], CsvSource]:
    """Return the names of the columns, and the source with its columns known.

    Raises:
        DataError: `doubled-column`, or `missing-column` with the columns that are there and the nearest.
    """
    header = [cell.strip() for cell in cells] if source.trim else list(cells)
    if any("\0" in column for column in header):
        raise DataError.at("wrong-encoding", "the header holds NUL characters; is the file UTF-16?", path=f"{name}:1")
    named = [column for column in header if column]
    doubled = sorted({column for column in named if named.count(column) > 1})
    if doubled:
        listed = ", ".join(shown(column) for column in doubled)
        raise DataError.at("doubled-column", f"the header names {listed} more than once", path=f"{name}:1")
    plain = source.shape == "plain"
    try:
        source = plain_source(source, header, rows)
    except DataError as error:
        raise DataError(*(attrs.evolve(issue, path=f"{name}:1", line=1) for issue in error.issues)) from error
    missing = [column for column in source.columns if column not in header]
    if missing:
        hint = ""
        if len(header) == 1:
            other = next((sign for sign in ";\t|," if sign in header[0] and sign != source.delimiter), None)
            hint = f"; is {other!r} the delimiter?" if other else ""
        if plain and not hint:
            hint = f"; which columns stand for these can be said under [sources.{rows or 'events'}] of the agreement"
        raise DataError(
            *(
                Finding(
                    "missing-column",
                    f"there is no column {shown(column)}; present: {', '.join(shown(present) for present in named)}"
                    f"{hint}{_near(column, named)}",
                    f"{name}:1",
                    line=1,
                )
                for column in missing
            )
        )
    return header, source


def _near(column: str, named: Sequence[str]) -> str:
    found = nearest(column, named)
    return f"; did you mean {found!r}?" if found else ""
