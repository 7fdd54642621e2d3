"""Write facts as the plain CSV files that `read_csv` and `read_figures` read without a mapping."""

from __future__ import annotations

import os
from collections.abc import Iterator
from errno import EEXIST
from pathlib import Path

import attrs

from alignkit.adapters.csv_header import PLAIN_EVENTS
from alignkit.adapters.documents import dump
from alignkit.adapters.write_csv import write_csv
from alignkit.agreement.agreement import Agreement
from alignkit.errors import DataError, shown
from alignkit.history.events import Event
from alignkit.history.facts import Facts

EVENT_COLUMNS = ("lead", "at", "kind", *PLAIN_EVENTS)


def write_leads(facts: Facts, path: str | os.PathLike[str]) -> int:
    """Write the leads, a lead a row: the column `lead`, then a column a field; return the number of rows.

    Text that a spreadsheet would run is guarded, as `write_csv` does.

    Raises:
        DataError: `confusable-column` for a field called `lead`.
        OSError: when the path cannot be written.
    """
    fields = sorted({name for lead in facts.leads.values() for name in lead})
    _no_clash(fields, ("lead",), "field")
    rows = ([lead, *(known.get(name) for name in fields)] for lead, known in facts.leads.items())
    return write_csv(["lead", *fields], rows, Path(path))


def write_events(facts: Facts, path: str | os.PathLike[str]) -> int:
    """Write the events, an event a row: what an `Event` holds, then a column an attribute; return the number of rows.

    A column in which nothing is known is left out. Instants keep their offset; that the source gave a mere date is
    lost.

    Raises:
        DataError: `confusable-column` for an attribute called as one of `EVENT_COLUMNS`.
        OSError: when the path cannot be written.
    """
    attributes = sorted({name for event in facts.events for name in event.attributes})
    _no_clash(attributes, EVENT_COLUMNS, "attribute")
    used = {
        name
        for event in facts.events
        for name, value in _known(event).items()
        if value is not None and value is not False
    }
    columns = [name for name in EVENT_COLUMNS if name in {"lead", "at", "kind"} or name in used]
    return write_csv([*columns, *attributes], _event_rows(facts, columns, attributes), Path(path))


def _event_rows(facts: Facts, columns: list[str], attributes: list[str]) -> Iterator[list[object]]:
    for event in facts.events:
        known = _known(event)
        yield [*(known[name] for name in columns), *(event.attributes.get(name) for name in attributes)]


def _known(event: Event) -> dict[str, object]:
    return attrs.asdict(event, recurse=False)


def write_figures(facts: Facts, path: str | os.PathLike[str]) -> int:
    """Write the external figures, one a row: name, at, value, source; return the number of rows.

    Raises:
        OSError: when the path cannot be written.
    """
    rows = ([figure.name, figure.at, figure.value, figure.source] for figure in facts.figures)
    return write_csv(["name", "at", "value", "source"], rows, Path(path))


def _no_clash(names: list[str], taken: tuple[str, ...], what: str) -> None:
    clash = next((name for name in names if name in taken), None)
    if clash is not None:
        raise DataError.at(
            "confusable-column", f"the {what} {shown(clash)} has the name of a column of the plain format"
        )


def write_plain(agreement: Agreement, facts: Facts, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write an agreement and its facts as `agreement.toml`, `leads.csv`, `events.csv` and `figures.csv`.

    Nothing that is there is overwritten.

    Raises:
        FileExistsError: one of the files is there already.
        OSError: when the folder cannot be made or written.
    """
    place = Path(folder)
    files = tuple(place / name for name in ("agreement.toml", "leads.csv", "events.csv", "figures.csv"))
    place.mkdir(parents=True, exist_ok=True)
    for file in files:
        if file.exists():
            raise FileExistsError(EEXIST, "is there already; choose another folder", str(file))
    dump(agreement, files[0])
    for write, file in zip((write_leads, write_events, write_figures), files[1:], strict=True):
        write(facts, file)
    return files
