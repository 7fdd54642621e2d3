"""Read the exports of several systems into one set of facts, as an agreement says how each is read."""

from __future__ import annotations

import os
from collections.abc import Iterable

from alignkit.adapters.csv import read_csv
from alignkit.adapters.csv_header import Rows
from alignkit.adapters.figures import read_figures
from alignkit.adapters.imported import Imported, OnFaults, checked_errors
from alignkit.adapters.near_words import near_words
from alignkit.agreement.agreement import Agreement
from alignkit.errors import DataError, DocumentError, Finding, shown
from alignkit.history.facts import Facts
from alignkit.history.sources import CsvSource
from alignkit.names import did_you_mean

Files = Iterable[str | os.PathLike[str]] | str | os.PathLike[str]


def read_exports(
    agreement: Agreement,
    *,
    leads: Files = (),
    events: Files = (),
    figures: Files = (),
    leads_source: str = "",
    events_source: str = "",
    errors: OnFaults = "raise",
) -> Imported:
    """Read CSV files into facts, with the agreement's fields, aliases and sources.

    A file of leads is read as the agreement's source `leads` says, if it states one, a file of events as its source
    `events`, a file of external figures as its source `figures`; otherwise it has the plain format (see `CsvSource`).

    An alias in the vocabulary is taken for its term where that is a stage, a touch or kind of event, an agreed reason,
    or one of the values that a field may have. Words match exactly; one that is nearly an agreed one stays as it is,
    and is found as `near-word`. A word that is agreed itself is never taken for another one.

    Args:
        agreement: whose words and fields count.
        leads: files of leads, or one; the later one counts where two know a field.
        events: files of events.
        figures: files of external figures.
        leads_source: the name of another source for the leads.
        events_source: the name of another source for the events.
        errors: `raise` refuses with every fault of every file; `collect` keeps what could be read.

    Raises:
        DocumentError: `unknown-source`, with the nearest name; `wrong-type`.
        DataError: with every fault; see `read_csv`. `wrong-type` for what is no path.
        OSError: of the right subclass, when a file cannot be read.
    """
    checked_errors(errors)
    if not isinstance(agreement, Agreement):
        text = f"exports are read by an Agreement, such as load gives, not {shown(agreement)}"
        raise DocumentError.at("wrong-type", text)
    known = {source.name: source for source in agreement.sources}
    facts, rows = Facts(), 0
    findings: list[Finding] = []
    asked: tuple[tuple[str, Rows, Files], ...] = ((leads_source, "leads", leads), (events_source, "events", events))
    for named, default, files in asked:
        source = _source(known, named, default)
        for file in _paths(files, default):
            found = _read_file(file, agreement, source, default)
            findings += found.findings
            facts, rows = facts + found.facts, rows + found.rows
    for file in _paths(figures, "figures"):
        found = read_figures(file, _source(known, "", "figures"), errors="collect", name=os.fspath(file))
        facts, rows = facts + found.facts, rows + found.rows
        findings += found.findings
    findings += near_words(agreement, facts)
    faults = [finding for finding in findings if finding.level == "error"]
    if faults and errors == "raise":
        raise DataError(*faults)
    return Imported(facts, tuple(findings), rows)


def _read_file(file: str | os.PathLike[str], agreement: Agreement, source: CsvSource | None, rows: Rows) -> Imported:
    return read_csv(
        file,
        source,
        declarations=agreement.fields,
        aliases=agreement.aliases,
        errors="collect",
        name=os.fspath(file),
        plain=rows,
    )


def _paths(files: Files, what: str) -> tuple[str | os.PathLike[str], ...]:
    if isinstance(files, str | os.PathLike):
        return (files,)
    if isinstance(files, bytes) or not isinstance(files, Iterable):
        raise DataError.at("wrong-type", f"`{what}` is a list of paths, not {shown(files)}")
    found = tuple(files)
    for file in found:
        if not isinstance(file, str | os.PathLike):
            raise DataError.at("wrong-type", f"`{what}` is a list of paths, not {shown(file)}")
    return found


def _source(known: dict[str, CsvSource], named: str, default: str) -> CsvSource | None:
    if not isinstance(named, str):
        raise DocumentError.at("wrong-type", f"a source is called by its name, not {shown(named)}", path="sources")
    if named and named not in known:
        near = did_you_mean(named, known) or "; it states none"
        raise DocumentError.at("unknown-source", f"the agreement has no source {shown(named)}{near}", path="sources")
    return known.get(named or default)
