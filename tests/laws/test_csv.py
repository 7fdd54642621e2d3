"""Laws of CSV: what is written is read back; nothing but our own errors escapes."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from hypothesis import given, strategies as st

from alignkit.adapters.csv import read_csv
from alignkit.adapters.imported import OnFaults
from alignkit.adapters.write_csv import csv_text
from alignkit.currency import Money
from alignkit.errors import AlignkitError
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource

DECLARED = [
    FieldDeclaration("integer", "integer"),
    FieldDeclaration("number", "number"),
    FieldDeclaration("boolean", "boolean"),
    FieldDeclaration("date", "date"),
    FieldDeclaration("instant", "instant"),
    FieldDeclaration("money", "money"),
]
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
rows = st.fixed_dictionaries(
    {
        "text": st.none() | texts,
        "integer": st.none() | st.integers(-(10**15), 10**15),
        "number": st.none() | st.decimals(-(10**12), 10**12, places=4),
        "boolean": st.none() | st.booleans(),
        "date": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "instant": st.none() | st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
        "money": st.none() | st.integers(-(10**12), 10**12).map(lambda cents: Money(Fraction(cents, 100), "EUR")),
    }
)


@given(st.lists(rows, max_size=8))
def test_round_trip(table: list[dict[str, object]]) -> None:
    """Leads of any fields are read back as they were written; a blank text is a missing one."""
    columns = ["lead", *rows_columns()]
    cells = [[f"L{n}", *(row[column] for column in rows_columns())] for n, row in enumerate(table)]
    written = csv_text(columns, cells, guard_formulas=False)
    found = read_csv(written.encode(), CsvSource(trim=False), declarations=DECLARED)
    due = {
        f"L{n}": {name: value for name, value in row.items() if value not in (None, "")} for n, row in enumerate(table)
    }
    assert {lead: dict(fields) for lead, fields in found.facts.leads.items()} == due
    assert not found.findings


@given(texts)
def test_guarded_text_never_starts_a_formula(text: str) -> None:
    """Whatever the text, a guarded cell begins with no formula sign, and loses nothing but gains one quote at most."""
    written = csv_text(["lead", "text"], [["L1", text]])
    found = read_csv(written.encode(), CsvSource(trim=False)).facts.leads["L1"].get("text", "")
    assert isinstance(found, str)
    assert not found.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert found in {text, "'" + text}


def rows_columns() -> tuple[str, ...]:
    return ("text", *(declaration.name for declaration in DECLARED))


@given(st.binary(max_size=200) | texts.map(str.encode))
def test_only_our_own_errors(text: bytes) -> None:
    """Any bytes are read or refused; nothing else escapes."""
    for head in (b"", b"lead,at,kind,value,seq,automatic\n", b"lead,integer,number,boolean,date,instant,money\n"):
        for errors in get_args(OnFaults):
            with suppress(AlignkitError):
                read_csv(head + text, CsvSource(zone="UTC"), declarations=DECLARED, errors=errors)


@given(st.lists(st.sampled_from(["mql", "sal", "won", "lost"]), min_size=1, max_size=6), st.randoms())
def test_rows_in_any_order(stages: list[str], random: object) -> None:
    """The facts of a file do not hang on the order of its rows."""
    start = datetime(2026, 1, 5, 9, tzinfo=UTC)
    lines = [f"L1,{(start + timedelta(hours=n)).isoformat()},stage,{stage}" for n, stage in enumerate(stages)]
    mixed = list(lines)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a Random
    head = "lead,at,kind,value"
    assert set(read_csv([head, *lines]).facts.events) == set(read_csv([head, *mixed]).facts.events)


def test_numbers_are_exact() -> None:
    """A tenth that is written is a tenth that is read."""
    found = read_csv(["lead,number", "L1,0.1"], declarations=DECLARED).facts.leads["L1"]["number"]
    assert found == Decimal("0.1")
