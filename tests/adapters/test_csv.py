"""Reading CSV files as people have them."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alignkit.adapters.csv import read_csv
from alignkit.adapters.imported import MOST_ALIKE, Imported
from alignkit.currency import money
from alignkit.errors import DataError, DocumentError
from alignkit.history.attributes import Value
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.events import Event
from alignkit.history.forms import NEVER
from alignkit.history.gather import gather
from alignkit.history.sources import CsvSource

LATE = datetime(2030, 1, 1, tzinfo=UTC)
PLAIN = ["lead,at,kind,value,amount", "L1,2026-01-05T09:00:00Z,stage,mql,", "L1,2026-01-06T09:00:00Z,touch,call,5"]


def leads_of(found: Imported) -> dict[str, dict[str, Value]]:
    return {lead: dict(fields) for lead, fields in found.facts.leads.items()}


def codes(error: pytest.ExceptionInfo[DataError]) -> list[str]:
    return [issue.code for issue in error.value.issues]


def test_plain_events() -> None:
    """Without a source the plain columns are read, and any other column is an attribute."""
    found = read_csv(PLAIN)
    stage, touch = found.facts.events
    assert (stage.kind, stage.value, dict(stage.attributes)) == ("stage", "mql", {})
    assert (touch.name, dict(touch.attributes)) == ("call", {"amount": "5"})
    assert (found.rows, found.findings, found.facts.leads) == (2, (), {})


def test_plain_events_all_columns() -> None:
    """Every column of the plain format has its place in the event."""
    lines = [
        "lead,at,kind,value,field,id,recorded_at,actor,team,automatic,source,seq,room",
        "L1,2026-01-05,field,50,employees,e1,2026-01-06T10:00:00Z,ann,sales,yes,crm,7,B",
        "L1,2026-01-05,stage,,,e2,,,,,,,",
    ]
    declared = [FieldDeclaration("employees", "integer")]
    first, second = read_csv(lines, CsvSource(zone="Europe/Amsterdam"), declarations=declared).facts.events
    assert first == Event(
        "L1", datetime(2026, 1, 4, 23, tzinfo=UTC), "field", 50, field="employees", id="e1",
        recorded_at=datetime(2026, 1, 6, 10, tzinfo=UTC), actor="ann", team="sales", automatic=True, source="crm",
        seq=7, attributes={"room": "B"}, date_only=True,
    )  # fmt: skip
    assert (second.kind, second.value, second.automatic) == ("stage", None, False)


@pytest.mark.parametrize("column", ["lead", "id"])
def test_plain_leads(column: str) -> None:
    """A file without times is one of leads: `lead` or `id`, and fields."""
    found = read_csv([f"{column},country,employees", "L1,NL,60", "L2,,"])
    assert leads_of(found) == {"L1": {"country": "NL", "employees": "60"}, "L2": {}}
    assert not found.facts.events


def test_leads_and_stages() -> None:
    """One file can tell fields and, in a date column per stage, when a stage was entered."""
    source = CsvSource(
        lead="id", stages={"MQL": "mql on", "won": "won on"}, touches={"call": "called"}, events={"accept": "taken"},
        zone="Europe/Amsterdam", attributes={"amount": "value"}, currency="EUR", never=NEVER, always={"team": "sales"},
    )  # fmt: skip
    lines = [
        "id,country,mql on,won on,called,taken,value",
        "L1,NL,2026-01-05,2026-02-01 10:00,2026-01-05 11:00,2026-01-06,1200.50",
        "L2,BE,2026-01-07,2050-01-01 00:00:00,,,",
    ]
    found = read_csv(lines, source, declarations=[FieldDeclaration("amount", "money")], aliases={"MQL": "mql"})
    assert leads_of(found) == {"L1": {"country": "NL"}, "L2": {"country": "BE"}}
    said = [(event.lead, event.kind, event.value, event.date_only) for event in found.facts.events]
    assert said == [
        ("L1", "stage", "mql", True),
        ("L1", "stage", "won", False),
        ("L1", "touch", "call", False),
        ("L1", "accept", None, True),
        ("L2", "stage", "mql", True),
    ]
    won = found.facts.events[1]
    assert won.at == datetime(2026, 2, 1, 9, tzinfo=UTC)
    assert (won.attributes["amount"], won.team) == (money("1200.50", "EUR"), "sales")


def test_only_events_of_a_wide_file() -> None:
    """With no fields at all a file of dates tells events and lists no leads."""
    source = CsvSource(lead="id", stages={"won": "won"}, fields=[], zone="UTC")
    found = read_csv(["id,won", "L1,2026-01-05"], source)
    assert (len(found.facts.leads), len(found.facts.events)) == (0, 1)


def test_calls_export() -> None:
    """What holds for a whole file is said once; the system's name stands before its ids."""
    source = CsvSource(
        name="phone", lead="contact", at="start", id="call", actor="agent", zone="Europe/Berlin",
        date_format="DD.MM.YYYY", delimiter=";", encoding="latin-1",
        always={"kind": "touch", "value": "call", "team": "sales", "source": "phone system", "automatic": "no"},
    )  # fmt: skip
    text = "call;contact;start;agent;result\r\n17;L1;05.01.2026 09:30;Jörg;über\r\n".encode("latin-1")
    (event,) = read_csv(text, source).facts.events
    assert event == Event(
        "L1", datetime(2026, 1, 5, 8, 30, tzinfo=UTC), "touch", "call", id="phone:17", actor="Jörg", team="sales",
        source="phone system", attributes={"result": "über"},
    )  # fmt: skip


def test_aliases() -> None:
    """The source's words for stages, touches and kinds become the agreement's; None leaves those events out."""
    lines = [
        "lead,at,kind,value",
        "L1,2026-01-05T09:00:00Z,Stage change,marketingqualifiedlead",
        "L1,2026-01-05T09:00:00Z,touch,CALL",
        "L1,2026-01-05T09:00:00Z,Stage change,subscriber",
        "L1,2026-01-05T09:00:00Z,Viewed,",
    ]
    aliases = {
        "marketingqualifiedlead": "mql",
        "Stage change": "stage",
        "CALL": "call",
        "subscriber": None,
        "Viewed": None,
    }
    found = read_csv(lines, aliases=aliases)
    assert [(event.kind, event.value) for event in found.facts.events] == [("stage", "mql"), ("touch", "call")]


def test_property_history_table() -> None:
    """In a table of property history the stage field gives stages, the owner field owners, any other a field."""
    source = CsvSource(
        lead="contact_id", at="timestamp", field="name", value="value", always={"kind": "field"}, zone="UTC",
        stage_field="lifecyclestage", owner_field="hubspot_owner_id", attributes=[],
    )  # fmt: skip
    lines = [
        "contact_id,timestamp,name,value",
        "1,2020-06-05 15:38:08.001,lifecyclestage,lead",
        "1,2020-06-05 15:38:09,hubspot_owner_id,9001",
        "1,2020-06-05 15:38:10,employees,50",
    ]
    found = read_csv(lines, source, declarations=[FieldDeclaration("employees", "integer")])
    assert [(event.kind, event.field, event.value) for event in found.facts.events] == [
        ("stage", None, "lead"),
        ("owner", None, "9001"),
        ("field", "employees", 50),
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf" + "\n".join(PLAIN).encode(),
        "\r\n".join(PLAIN).encode(),
        "\r".join(PLAIN).encode(),
        b"\xef\xbb\xbf" + "\r\n".join([*PLAIN, "", ""]).encode(),
    ],
)
def test_D23_byte_order_mark_and_line_ends(text: bytes, tmp_path: Path) -> None:
    """A byte order mark and any line ends change nothing, from bytes, a file, a stream or lines."""
    due = read_csv(PLAIN).facts
    path = tmp_path / "events.csv"
    path.write_bytes(text)
    assert read_csv(text).facts == due
    assert read_csv(path).facts == due
    assert read_csv(str(path)).facts == due
    assert read_csv(io.BytesIO(text)).facts == due
    assert read_csv(io.StringIO(text.decode(), newline="")).facts == due
    with tempfile.SpooledTemporaryFile() as upload:
        upload.write(text)
        upload.seek(0)
        assert read_csv(upload).facts == due  # type: ignore[arg-type]  # a binary stream by its mode


def test_D24_not_utf8(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are refused with their offset and line; a stated encoding reads them."""
    text = "lead,country\n" + "L1,NL\n" * 5000 + "L2,Curaçao\n"
    path = tmp_path / "leads.csv"
    path.write_bytes(text.encode("latin-1"))
    offset = text.index("ç")
    for given in (path, path.read_bytes(), io.BytesIO(path.read_bytes())):
        with pytest.raises(DataError) as caught:
            read_csv(given)
        assert caught.value.code == "not-utf8"
        assert f"byte offset {offset}" in str(caught.value)
        assert isinstance(caught.value.__cause__, UnicodeDecodeError)
    with pytest.raises(DataError, match="line 5002"):
        read_csv(path)
    assert read_csv(path, CsvSource(encoding="latin-1")).facts.leads["L2"]["country"] == "Curaçao"


@pytest.mark.parametrize("text", ["lead,a\nL1,b\n".encode("utf-16"), b"\x89PNG\r\n\x1a\n"])
def test_D24_other_files(text: bytes) -> None:
    """UTF-16 and a picture are no UTF-8; UTF-16 without its mark shows by its NULs."""
    with pytest.raises(DataError) as caught:
        read_csv(text)
    assert caught.value.code == "not-utf8"
    assert "byte offset 0" in str(caught.value)
    with pytest.raises(DataError) as caught:
        read_csv("lead,a\n".encode("utf-16-le"))
    assert caught.value.code == "wrong-encoding"


def test_utf16_when_stated() -> None:
    """A spreadsheet's Unicode text is read once its encoding and delimiter are stated."""
    text = "lead\tcountry\r\nL1\tCuraçao\r\n".encode("utf-16")
    found = read_csv(text, CsvSource(encoding="utf-16", delimiter="\t"))
    assert found.facts.leads["L1"]["country"] == "Curaçao"
    with pytest.raises(DataError) as caught:
        read_csv(text[:-1], CsvSource(encoding="utf-16", delimiter="\t"))
    assert caught.value.code == "wrong-encoding"


def test_D25_paths(tmp_path: Path) -> None:
    """What the system says of a path passes through."""
    with pytest.raises(FileNotFoundError, match=r"none\.csv"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(IsADirectoryError):
        read_csv(tmp_path)


def test_semicolon_and_decimal_comma() -> None:
    """A European spreadsheet: semicolons, decimal commas, thousands with points."""
    source = CsvSource(delimiter=";", decimal=",", thousands=".", currency="EUR", encoding="cp1252")
    declared = [FieldDeclaration("budget", "money"), FieldDeclaration("staff", "integer")]
    text = 'lead;budget;staff;note\r\nL1;1.250,50;1.234;"a;b\r\nc"\r\n'.encode("cp1252")
    found = read_csv(text, source, declarations=declared).facts.leads["L1"]
    assert dict(found) == {"budget": money("1250.50", "EUR"), "staff": 1234, "note": "a;b\r\nc"}


def test_faults_with_row_and_column() -> None:
    """Each cell that cannot be read is told with its line and column; asked to, the rest is kept."""
    lines = [
        "lead,at,kind,value,automatic,seq,amount",
        "L1,05/01/2026,touch,call,,,",
        'L1,2026-01-05T09:00:00Z,touch,"two\nlines",perhaps,x,many',
        ",2026-01-05T09:00:00Z,touch,call,,,",
        "L1,,touch,call,,,",
        "L1,2026-01-05T09:00:00Z,touch,,,,",
        "L1,2026-01-05T09:00:00Z,,call,,,",
        "L1,2026-01-05T09:00:00Z,field,call,,,",
        "L1,2026-01-05T09:00:00Z,touch",
        "L1,2026-01-05T09:00:00Z,stage,mql,,,12",
    ]
    lines = [line + "\n" for line in "\n".join(lines).split("\n")]
    declared = [FieldDeclaration("amount", "integer")]
    found = read_csv(lines, declarations=declared, errors="collect", name="calls.csv")
    assert [(item.code, item.line, item.column, item.path) for item in found.findings] == [
        ("unreadable-cell", 2, 2, "calls.csv:2:at"),
        ("unreadable-cell", 3, 5, "calls.csv:3:automatic"),
        ("unreadable-cell", 3, 6, "calls.csv:3:seq"),
        ("unreadable-cell", 3, 7, "calls.csv:3:amount"),
        ("missing-value", 5, 1, "calls.csv:5:lead"),
        ("missing-value", 6, 2, "calls.csv:6:at"),
        ("missing-value", 7, 4, "calls.csv:7:value"),
        ("missing-value", 8, 3, "calls.csv:8:kind"),
        ("missing-value", 9, 2, "calls.csv:9:at"),
        ("ragged-row", 10, None, "calls.csv:10"),
    ]
    assert [event.value for event in found.facts.events] == ["two\nlines", "mql"]
    assert dict(found.facts.events[1].attributes) == {"amount": 12}
    assert found.rows == 9
    with pytest.raises(DataError) as caught:
        read_csv(lines, declarations=declared)
    assert len(caught.value.issues) == 10


def test_unreadable_field_is_not_known() -> None:
    """A change of a field to what cannot be read leaves the field unknown, not at its old value."""
    lines = ["lead,at,kind,field,value", "L1,2026-01-05T09:00:00Z,field,employees,many"]
    found = read_csv(lines, declarations=[FieldDeclaration("employees", "integer")], errors="collect")
    assert found.facts.events[0].value is None
    assert found.findings[0].path == "csv:2:value"


def test_T02_T03_wall_times_in_cells() -> None:
    """Wall times that a clock change skipped or repeated are told with row and column, or read by the policy."""
    lines = ["lead,at,kind,value", "L1,2024-03-31 02:30,touch,call", "L1,2024-10-27 02:30,touch,call"]
    with pytest.raises(DataError) as caught:
        read_csv(lines, CsvSource(zone="Europe/Paris"))
    assert [(item.code, item.line, item.column) for item in caught.value.issues] == [
        ("skipped-time", 2, 2),
        ("repeated-time", 3, 2),
    ]
    assert "Europe/Paris" in str(caught.value)
    first, second = read_csv(lines, CsvSource(zone="Europe/Paris", skipped="earlier", repeated="later")).facts.events
    assert first.at == datetime(2024, 3, 31, 0, 30, tzinfo=UTC)
    assert second.at == datetime(2024, 10, 27, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-01-05 09:00", "naive"),
        ("2016-12-31T23:59:60Z", "leap-second"),
        ("10", "unreadable-cell"),
        ("Friday", "unreadable-cell"),
        ("02/03/04", "unreadable-cell"),
        ("2024", "unreadable-cell"),
    ],
)
def test_T01_T16_T22_times_in_cells(cell: str, code: str) -> None:
    """A time without a zone, a leap second, and what is no ISO 8601 are told; nothing is completed."""
    with pytest.raises(DataError) as caught:
        read_csv(["lead,at,kind,value", f"L1,{cell},touch,call"])
    assert codes(caught) == [code]
    assert caught.value.issues[0].line == 2


def test_not_allowed_is_a_warning() -> None:
    """A value outside `one_of` is kept, and somebody should look."""
    found = read_csv(["lead,country", "L1,Nl"], declarations={"country": FieldDeclaration("country", "text", ["NL"])})
    assert found.facts.leads["L1"]["country"] == "Nl"
    assert [(item.code, item.level, item.line, item.column) for item in found.findings] == [
        ("not-allowed", "warning", 2, 2)
    ]


def test_E01_rows_without_identity() -> None:
    """Rows equal in every column are one event, also when no attribute keeps the column in which they differ."""
    lines = [*PLAIN, PLAIN[2], PLAIN[2].replace(",5", ",6")]
    gathered = gather(read_csv(lines).facts, as_of=LATE)
    assert (len(gathered.histories[0].events), gathered.doubled) == (3, 1)
    source = CsvSource(lead="lead", at="at", kind="kind", value="value", attributes=[])
    gathered = gather(read_csv(lines, source).facts, as_of=LATE)
    assert (len(gathered.histories[0].events), gathered.doubled) == (3, 1)


def test_E01_identity_columns() -> None:
    """A mapping can name the columns that identify an event: real doubles with their own number stay."""
    lines = ["lead,at,kind,value,system,n"]
    lines += [
        f"L1,2026-01-05T09:00:00Z,touch,call,{system},{n}" for system, n in (("a", 1), ("a", 2), ("a", 2), ("b", 1))
    ]
    source = CsvSource(name="crm", lead="lead", at="at", kind="kind", value="value", id=["system", "n"])
    found = read_csv(lines, source).facts
    assert [event.id for event in found.events] == ["crm:a|1", "crm:a|2", "crm:a|2", "crm:b|1"]
    assert dict(found.events[0].attributes) == {"system": "a", "n": "1"}
    assert len(gather(found, as_of=LATE).histories[0].events) == 3
    wide = CsvSource(lead="lead", stages={"won": "at"}, id="n", fields=[])
    assert [event.id for event in read_csv(lines[:2], wide).facts.events] == ["1:won"]
    odd = CsvSource(lead="lead", at="at", kind="kind", value="value", id=["system", "n"])
    one, other = read_csv(
        [lines[0], lines[1].replace("a,1", "a|b,1"), lines[1].replace("a,1", "a,b|1")], odd
    ).facts.events
    assert one.id != other.id
    assert read_csv([lines[0], lines[1].replace("a,1", ",")], odd).facts.events[0].id is None


def test_missing_columns() -> None:
    """A column that is not there is named, with those that are and the nearest."""
    source = CsvSource(lead="mql_id", stages={"mql": "first_contact"})
    with pytest.raises(DataError) as caught:
        read_csv(["mql-id,first_contact_date,origin", "1,2,3"], source, errors="collect")
    assert codes(caught) == ["missing-column", "missing-column"]
    said = str(caught.value)
    assert "did you mean 'first_contact_date'?" in said
    assert "present: 'mql-id', 'first_contact_date', 'origin'" in said


def test_wrong_delimiter_is_hinted() -> None:
    """A header in one piece hints at the delimiter."""
    with pytest.raises(DataError, match="is ';' the delimiter"):
        read_csv(["lead;country", "L1;NL"])


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "no-header"),
        (["lead,country,country"], "doubled-column"),
        (["country"], "missing-column"),
        ([b"lead"], "wrong-type"),
        (5, "wrong-type"),
    ],
)
def test_unusable(lines: list[str], code: str) -> None:
    """What no row can be read from is refused, whatever `errors` says."""
    with pytest.raises(DataError) as caught:
        read_csv(lines, errors="collect")
    assert codes(caught) == [code]


def test_blank_column_names_are_passed_over() -> None:
    """The unnamed number column that data tools write is no field."""
    assert leads_of(read_csv([",lead,country,", "0,L1,NL,"])) == {"L1": {"country": "NL"}}


def test_broken_quotes() -> None:
    """A quote that does not close, or closes amid a cell, is told with the line; the rest is kept when asked."""
    lines = ["lead,country\n", 'L1,"NL"x\n', "L2,BE\n", 'L3,"DE\n', "L4,FR\n"]
    found = read_csv(lines, errors="collect")
    assert [(item.code, item.line) for item in found.findings] == [("bad-csv", 2), ("bad-csv", 4)]
    assert list(found.facts.leads) == ["L2"]


def test_lead_on_two_rows() -> None:
    """A lead that stands on two rows with unlike fields is told; the later row counts, a blank takes nothing away."""
    found = read_csv(["lead,country,city", "L1,NL,Delft", "L1,BE,", "L1,BE,Delft"])
    assert leads_of(found) == {"L1": {"country": "BE", "city": "Delft"}}
    assert [(item.code, item.line, item.level) for item in found.findings] == [("conflicting-lead", 3, "warning")]


def test_many_faults_are_bounded() -> None:
    """A file of faults gives a bounded list and the number of the rest."""
    lines = ["lead,n", *(f"L{n},x" for n in range(MOST_ALIKE + 500))]
    found = read_csv(lines, declarations=[FieldDeclaration("n", "integer")], errors="collect")
    assert len(found.findings) == MOST_ALIKE + 1
    assert "500 more" in found.findings[-1].message


def test_wrong_arguments() -> None:
    """Arguments of the wrong kind are refused by errors of our own."""
    with pytest.raises(DocumentError, match="unknown-policy"):
        read_csv(PLAIN, errors="ignore")  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(DataError, match="CsvSource"):
        read_csv(PLAIN, {"lead": "lead"})  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(DataError, match="FieldDeclarations"):
        read_csv(PLAIN, declarations=["amount"])  # type: ignore[list-item]  # the mistake under test
    with pytest.raises(DataError, match="words to words"):
        read_csv(PLAIN, aliases={"a": 1})  # type: ignore[dict-item]  # the mistake under test
    with pytest.raises(DataError, match="mapping"):
        read_csv(PLAIN, aliases=["a"])  # type: ignore[arg-type]  # the mistake under test
    with pytest.raises(DataError, match="given-twice"):
        read_csv(PLAIN, CsvSource(always={"value": "call"}))


def test_shows_itself() -> None:
    """An import says how much was read, and how often what was found."""
    assert "2 rows: 0 leads, 2 events" in repr(read_csv(PLAIN))
    shown = repr(read_csv(["lead,n", "L1,x"], declarations=[FieldDeclaration("n", "integer")], errors="collect"))
    assert "unreadable-cell" in shown


def test_olist(shared_data: Path) -> None:
    """The Olist files: every cell is read; a blank origin and the origin "unknown" stay two things."""
    folder = shared_data / "olist-marketing-funnel"
    due = json.loads((folder / "expected.json").read_text())
    leads = read_csv(
        folder / "olist_marketing_qualified_leads_dataset.csv",
        CsvSource(lead="mql_id", zone="UTC", stages={"mql": "first_contact_date"}),
        declarations=[FieldDeclaration("origin", "text")],
    )
    assert (leads.rows, leads.findings, len(leads.facts.leads), len(leads.facts.events)) == (8000, (), 8000, 8000)
    assert all(event.date_only for event in leads.facts.events)
    origins = [fields.get("origin") for fields in leads.facts.leads.values()]
    assert origins.count(None) == due["by_origin"][""]["mqls"]
    assert origins.count("unknown") == due["by_origin"]["unknown"]["mqls"]

    deals = read_csv(
        folder / "olist_closed_deals_dataset.csv",
        CsvSource(
            lead="mql_id", zone="UTC", stages={"won": "won_date"}, actor="sr_id", always={"team": "sales"},
            currency="BRL", attributes={"amount": "declared_monthly_revenue"}, list_separator=",",
        ),
        declarations=[
            FieldDeclaration("amount", "money"), FieldDeclaration("has_company", "boolean"),
            FieldDeclaration("has_gtin", "boolean"), FieldDeclaration("declared_product_catalog_size", "integer"),
            FieldDeclaration("lead_behaviour_profile", "list"),
        ],
    )  # fmt: skip
    assert (deals.rows, deals.findings, len(deals.facts.events)) == (842, (), 842)
    assert not any(event.date_only for event in deals.facts.events)
    assert sum(event.attributes["amount"] == money(0, "BRL") for event in deals.facts.events) == 797
    both = leads.facts + deals.facts
    assert len(both.leads) == 8000
    assert ("cat", "wolf") in {fields.get("lead_behaviour_profile") for fields in both.leads.values()}


def test_pipeline_tables(shared_data: Path) -> None:
    """A pipeline's tables: one-digit hours, milliseconds, "no end", a byte order mark."""
    folder = shared_data / "fivetran-seeds"
    history = CsvSource(
        lead="deal_id", at="date_entered", value="value", always={"kind": "stage"}, zone="UTC",
        date_format="%Y-%m-%d %H:%M:%S", never=NEVER,
    )  # fmt: skip
    declared = [FieldDeclaration("_fivetran_end", "instant"), FieldDeclaration("_fivetran_active", "boolean")]
    stages = read_csv(folder / "hubspot" / "deal_stage_data.csv", history, declarations=declared)
    assert (stages.rows, len(stages.facts.events), stages.findings) == (14, 14, ())
    assert stages.facts.events[0].at == datetime(2021, 1, 7, 6, 49, 18, tzinfo=UTC)
    assert stages.facts.events[0].attributes["_fivetran_active"] is True
    assert "_fivetran_end" not in stages.facts.events[0].attributes
    with pytest.raises(DataError, match="unreadable-cell"):
        read_csv(folder / "hubspot" / "deal_stage_data.csv", CsvSource(lead="deal_id", at="date_entered", kind="value"))

    properties = CsvSource(
        lead="contact_id", at="timestamp", field="name", value="value", always={"kind": "field"}, zone="UTC",
        date_format=["ISO 8601", "%Y-%m-%d %H:%M:%S"],
    )  # fmt: skip
    found = read_csv(folder / "hubspot" / "contact_property_history_data.csv", properties)
    assert (found.rows, len(found.facts.events), found.findings) == (100, 100, ())

    changes = CsvSource(
        lead="lead_id", at="activity_date", field="primary_attribute_value", value="new_value", zone="UTC",
        always={"kind": "field"}, id="id", name="marketo",
    )  # fmt: skip
    found = read_csv(folder / "marketo" / "marketo_activity_change_data_value_data.csv", changes)
    assert (found.rows, len(found.facts.events), found.findings) == (100, 100, ())
    scores = [event for event in found.facts.events if event.field == "Demographic Score Marketing"]
    assert len(scores) == 21

    programs = CsvSource(lead="id", stages={"made": "created_at"}, zone="UTC", date_format="%Y-%m-%d %H:%M:%S UTC")
    assert not read_csv(folder / "marketo" / "marketo_program_data.csv", programs).findings
