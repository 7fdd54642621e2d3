"""What an import gives: facts, what was found on the way, and how many rows were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

import attrs

from alignkit.display.blocks import Block, Column, Group, Mark, Paragraph, Table, Tone
from alignkit.display.shown import Shown
from alignkit.errors import AlignkitError, DataError, DocumentError, Finding, Level, raise_found, shown
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.facts import Facts

OnFaults = Literal["raise", "collect"]

MOST_ALIKE = 1000
"""Of faults of one kind in one column at most this many are listed; the rest are counted."""


@attrs.frozen(slots=True, repr=False)
class Imported(Shown):
    """Facts from a file or an API, and what was found while they were read.

    Args:
        facts: what could be read.
        findings: what could not, with row and column, and what somebody should look at.
        rows: how many rows or records were read, faulty ones too.

    >>> Imported(Facts(), (), 0).rows
    0
    """

    facts: Facts
    findings: tuple[Finding, ...]
    rows: int

    def blocks(self) -> Block:
        """Show how much was read, and how often what was found."""
        said = f"{self.rows} rows: {len(self.facts.leads)} leads, {len(self.facts.events)} events"
        counts = Counter((finding.level, finding.code) for finding in self.findings)
        if not counts:
            return Paragraph(f"{said}, nothing to report")
        tones: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}
        table = Table(
            columns=(Column("level"), Column("finding"), Column("times", "right"), Column("the first")),
            rows=tuple(
                (
                    Mark(level, tones[level]),
                    code,
                    str(count),
                    str(next(found for found in self.findings if (found.level, found.code) == (level, code))),
                )
                for (level, code), count in sorted(counts.items())
            ),
        )
        return Group((Paragraph(said), table))

    def to_dict(self) -> dict[str, object]:
        """Return what was found as plain data; the facts themselves are for the verbs."""
        return {
            "alignkit": 1,
            "kind": "imported",
            "rows": self.rows,
            "leads": len(self.facts.leads),
            "events": len(self.facts.events),
            "figures": len(self.facts.figures),
            "findings": [finding.to_dict() for finding in self.findings],
        }


class Notes:
    """Collects what is found while reading; the one thing in an import that grows."""

    __slots__ = ("_alike", "_findings", "_name")

    def __init__(self, name: str) -> None:
        self._name = name
        self._findings: list[Finding] = []
        self._alike: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        code: str,
        message: str,
        *,
        where: str = "",
        line: int | None = None,
        column: int | None = None,
        level: Level = "error",
    ) -> None:
        """Note one finding; `where` is a column or a record."""
        what = (code, where if line is not None else "")
        self._alike[what] += 1
        if self._alike[what] <= MOST_ALIKE:
            path = ":".join(str(part) for part in (self._name, line, where) if part not in {None, ""})
            self._findings.append(Finding(code, message, path, level, line, column))

    def add_error(
        self, error: AlignkitError, *, where: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        """Note what an error carries."""
        for issue in error.issues:
            self.add(issue.code, issue.message, where=where, line=line, column=column)

    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, and one for those that were only counted."""
        more = [
            Finding(
                code,
                f"and {count - MOST_ALIKE} more of these",
                ":".join(part for part in (self._name, where) if part),
                next(found.level for found in self._findings if found.code == code),
            )
            for (code, where), count in self._alike.items()
            if count > MOST_ALIKE
        ]
        return (*self._findings, *more)


def checked_errors(errors: object) -> None:
    """Refuse a word for `errors` that nobody defined.

    Raises:
        DocumentError: `unknown-policy`.
    """
    if errors not in get_args(OnFaults):
        raise DocumentError.at("unknown-policy", f"`errors` is 'raise' or 'collect', not {shown(errors)}")


def imported(facts: Facts, notes: Notes, rows: int, errors: OnFaults) -> Imported:
    """Return the import; with `errors="raise"` refuse it if anything in it could not be read.

    Raises:
        DataError: with every finding of level `error`.
    """
    findings = notes.findings()
    if errors == "raise":
        raise_found(DataError, findings)
    return Imported(facts, findings, rows)


def checked_aliases(aliases: Mapping[str, str | None] | None) -> dict[str, str | None]:
    """Return a mapping from the source's words to the agreement's; None leaves what the word says out.

    Raises:
        DataError: `wrong-type`.
    """
    if aliases is None:
        return {}
    if not isinstance(aliases, Mapping):
        raise DataError.at("wrong-type", f"`aliases` is a mapping of words, not {shown(aliases)}")
    for word, meant in aliases.items():
        if not isinstance(word, str) or not (meant is None or (isinstance(meant, str) and meant)):
            raise DataError.at("wrong-type", f"`aliases` maps words to words, not {shown(word)} to {shown(meant)}")
    return dict(aliases)


def declared(declarations: Iterable[FieldDeclaration] | Mapping[str, FieldDeclaration]) -> dict[str, FieldDeclaration]:
    """Return field declarations by the field's name.

    Raises:
        DataError: `wrong-type`.
    """
    several = declarations.values() if isinstance(declarations, Mapping) else declarations
    if isinstance(several, str | bytes) or not isinstance(several, Iterable):
        raise DataError.at("wrong-type", f"`declarations` is a list of FieldDeclarations, not {shown(several)}")
    found: dict[str, FieldDeclaration] = {}
    for declaration in several:
        if not isinstance(declaration, FieldDeclaration):
            raise DataError.at("wrong-type", f"`declarations` holds FieldDeclarations, not {shown(declaration)}")
        found[declaration.name] = declaration
    return found
