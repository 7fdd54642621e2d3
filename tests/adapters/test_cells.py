"""Text of cells to values of the declared type."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from alignkit.adapters.cells import not_allowed, read_cell, read_moment
from alignkit.currency import money
from alignkit.errors import AlignkitError, DocumentError, TimeError
from alignkit.history.attributes import Value
from alignkit.history.declarations import FieldDeclaration, FieldType
from alignkit.history.forms import NEVER, TextForms

DUTCH = TextForms(decimal=",", thousands=".", currency="EUR", date_format="DD-MM-YYYY", zone="Europe/Amsterdam")
PARIS = TextForms(zone="Europe/Paris")


@pytest.mark.parametrize(
    ("text", "type_", "forms", "value"),
    [
        (" 1234 ", "integer", TextForms(), 1234),
        ("1.234", "integer", DUTCH, 1234),
        ("3.0", "integer", TextForms(), 3),
        ("−5", "integer", TextForms(), -5),
        ("1.234,50", "number", DUTCH, Decimal("1234.50")),
        ("1,5", "number", DUTCH, Decimal("1.5")),
        ("0.1", "number", TextForms(), Decimal("0.1")),
        ("1.2E+05", "number", TextForms(), Decimal(120000)),
        ("1\u202f234\u00a0567", "number", TextForms(thousands=" "), Decimal(1234567)),
        ("250.000", "money", DUTCH, money(250_000, "EUR")),
        ("USD 12.5", "money", TextForms(currency="EUR"), money("12.5", "USD")),
        ("12.5 USD", "money", TextForms(), money("12.5", "USD")),
        ("Yes", "boolean", TextForms(), True),
        ("FALSE", "boolean", TextForms(), False),
        ("ja", "boolean", TextForms(true="Ja", false="Nee"), True),
        ("2026-01-05", "date", TextForms(), date(2026, 1, 5)),
        ("2018-12-19 00:00:00", "date", TextForms(), date(2018, 12, 19)),
        ("9999-12-31", "date", TextForms(never=NEVER), None),
        ("2026-01-05T09:00:00Z", "instant", TextForms(), datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("2050-01-01 00:00:00", "instant", TextForms(never=NEVER), None),
        ("cat, wolf,", "list", TextForms(list_separator=","), ("cat", "wolf")),
        ("1.234", "text", DUTCH, "1.234"),
        ("", "text", TextForms(), None),
        ("n/a", "integer", TextForms(missing=["", "n/a"]), None),
        ("unknown", "text", TextForms(), "unknown"),
        (" ", "text", TextForms(trim=False), " "),
    ],
)
def test_reads(text: str, type_: FieldType, forms: TextForms, value: Value) -> None:
    """A cell is read by the declared type and by what the source states."""
    found = read_cell(text, type_, forms)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "type_", "forms", "code"),
    [
        ("1.234", "integer", TextForms(), "unreadable-cell"),
        ("1.000", "integer", TextForms(), "unreadable-cell"),
        ("1,234", "number", TextForms(), "unreadable-cell"),
        ("1.23", "number", DUTCH, "unreadable-cell"),
        ("12.34.567", "integer", DUTCH, "unreadable-cell"),
        ("٣", "integer", TextForms(), "unreadable-cell"),
        ("9" * 5000, "integer", TextForms(), "unreadable-cell"),
        ("1e999", "number", TextForms(), "unreadable-cell"),
        ("nan", "number", TextForms(), "unreadable-cell"),
        (".", "number", TextForms(), "unreadable-cell"),
        ("1", "boolean", TextForms(), "unreadable-cell"),
        ("12", "money", TextForms(), "missing-currency"),
        ("12 EURO", "money", TextForms(), "unreadable-cell"),
        ("12 EUX", "money", TextForms(), "unknown-currency"),
        ("€ 12", "money", DUTCH, "unreadable-cell"),
        ("1e30", "money", DUTCH, "unreadable-cell"),
        ("9" * 20, "money", DUTCH, "too-large"),
        ("2026-01-05T09:00", "date", TextForms(), "unreadable-cell"),
        ("2026-01-05T09:00", "instant", TextForms(), "naive"),
        ("2026-01-05", "instant", TextForms(), "naive"),
        ("10", "date", TextForms(), "unreadable-cell"),
    ],
)
def test_refuses(text: str, type_: FieldType, forms: TextForms, code: str) -> None:
    """What cannot be read as stated is an error; it is never read in another way."""
    with pytest.raises(AlignkitError) as caught:
        read_cell(text, type_, forms)
    assert caught.value.code == code


def test_T01_naive() -> None:
    """A time without an offset needs the source's zone; the machine's own is never taken."""
    with pytest.raises(TimeError) as caught:
        read_moment("2026-01-05 09:00", TextForms())
    assert caught.value.code == "naive"
    assert "zone" in str(caught.value)


def test_T02_skipped() -> None:
    """A wall time that a clock change skipped is reported, or read by the chosen policy."""
    with pytest.raises(TimeError) as caught:
        read_moment("2024-03-31 02:30", PARIS)
    assert caught.value.code == "skipped-time"
    later = read_moment("2024-03-31 02:30", TextForms(zone="Europe/Paris", skipped="later"))
    assert later is not None
    assert later.at.isoformat() == "2024-03-31T03:30:00+02:00"


def test_T03_repeated() -> None:
    """A wall time that happens twice is reported, or read by the chosen policy."""
    with pytest.raises(TimeError) as caught:
        read_moment("2024-10-27 02:30", PARIS)
    assert caught.value.code == "repeated-time"
    later = read_moment("2024-10-27 02:30", TextForms(zone="Europe/Paris", repeated="later"))
    assert later is not None
    assert later.at.isoformat() == "2024-10-27T02:30:00+01:00"


def test_date_is_its_first_local_instant() -> None:
    """A date without a time is its local midnight, or what follows where clocks skip midnight; and it is marked."""
    found = read_moment("2017-10-15", TextForms(zone="America/Sao_Paulo"))
    assert found is not None
    assert (found.at.isoformat(), found.date_only) == ("2017-10-15T01:00:00-02:00", True)


def test_two_forms_never_guess() -> None:
    """Of two stated forms the one that fits is taken; where both fit and differ, neither is."""
    both = TextForms(date_format=["DD/MM/YYYY", "MM/DD/YYYY"])
    assert read_cell("31/12/2026", "date", both) == date(2026, 12, 31)
    assert read_cell("12/31/2026", "date", both) == date(2026, 12, 31)
    assert read_cell("05/05/2026", "date", both) == date(2026, 5, 5)
    with pytest.raises(AlignkitError, match="two ways"):
        read_cell("05/06/2026", "date", both)


def test_not_allowed() -> None:
    """A value that the declaration does not list is told, with the nearest one; items of a list too."""
    country = FieldDeclaration("country", "text", ["NL", "BE"])
    assert not_allowed("NL", country) is None
    assert not_allowed(None, country) is None
    assert "did you mean 'NL'?" in str(not_allowed("nl", country))
    assert "'c'" in str(not_allowed(("a", "c"), FieldDeclaration("tags", "list", ["a", "b"])))


def test_forms_validate_evolved() -> None:
    """A currency that is none is refused before any cell is read."""
    with pytest.raises(DocumentError):
        TextForms(currency="EURO")
