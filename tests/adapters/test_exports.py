"""Several exports read into one set of facts, as an agreement says."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest

from alignkit.adapters.exports import read_exports
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.check import check
from alignkit.agreement.vocabulary import Term
from alignkit.errors import DataError, DocumentError
from alignkit.funnel.patterns import either, entered
from alignkit.funnel.stages import Boundary, Funnel, Stage
from alignkit.handoff.slas import SLA
from alignkit.history.declarations import FieldDeclaration
from alignkit.history.sources import CsvSource
from alignkit.instants import hours
from alignkit.rules.predicates import did

AGREEMENT = Agreement(
    "Inbound",
    version="1",
    zone="UTC",
    funnel=Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")]),
    vocabulary=[Term("won", "The order is signed.", ["closedwon"])],
    fields=[FieldDeclaration("employees", "integer", team="sales")],
    sources=[
        CsvSource(name="leads", delimiter=";"),
        CsvSource(name="crm", lead="Id", stages={"won": "Won on"}, zone="UTC"),
    ],
)


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_sources_fields_and_aliases(tmp_path: Path) -> None:
    """The source of the files' name is taken, or the one that is asked for; text becomes what is declared."""
    leads = _file(tmp_path, "a.csv", "lead;employees\nL1;80\n")
    more = _file(tmp_path, "b.csv", "lead;employees\nL2;9\n")
    events = _file(tmp_path, "e.csv", "lead,at,kind,value\nL1,2026-01-05T09:00:00Z,stage,closedwon\n")
    read = read_exports(AGREEMENT, leads=[leads, more], events=[events])
    assert {lead: fields["employees"] for lead, fields in read.facts.leads.items()} == {"L1": 80, "L2": 9}
    assert read.facts.events[0].value == "won"
    assert read.rows == 3
    wide = _file(tmp_path, "w.csv", "Id,Won on\nL1,2026-01-05\n")
    assert read_exports(AGREEMENT, leads=[wide], leads_source="crm").facts.events[0].value == "won"


WORDS = attrs.evolve(
    AGREEMENT,
    funnel=Funnel(
        "inbound",
        [
            Stage("lead", "marketing"),
            Stage("mql", "marketing"),
            Stage("sal", "sales"),
            Stage("won", "sales", outcome="won"),
        ],
        boundaries=[Boundary("mql", "sal", "lead", ["no budget"])],
    ),
    slas=[SLA("touch", "sales", entered("mql"), either(did("call"), did("demo_request")), hours(4))],
    fields=[
        FieldDeclaration("country", "text", ["NL", "BE"]),
        FieldDeclaration("regions", "list", ["NL", "BE"]),
        FieldDeclaration("note", "text"),
    ],
    vocabulary=[
        Term("mql", "Fits.", ["marketingqualifiedlead", "sal"]),
        Term("call", "A person rang.", ["Outbound call"]),
        Term("no budget", "There is no money this year.", ["Budget"]),
        Term("NL", "The Netherlands.", ["Nederland"]),
    ],
    sources=[],
)
EVENTS = """lead,at,kind,value,field
L1,2026-01-05T09:00:00Z,stage,marketingqualifiedlead,
L1,2026-01-06T09:00:00Z,touch,Outbound call,
L1,2026-01-07T09:00:00Z,reject,Budget,
L1,2026-01-08T09:00:00Z,field,Nederland,country
L1,2026-01-09T09:00:00Z,field,Nederland,note
L1,2026-01-10T09:00:00Z,stage,sal,
"""


def test_an_alias_is_taken_for_its_term(tmp_path: Path) -> None:
    """Of a stage, a touch, a reason and a field's value; free text stays, and so does what is agreed itself."""
    events = _file(tmp_path, "e.csv", EVENTS)
    leads = _file(tmp_path, "l.csv", "lead,country,regions,note\nL1,Nederland,Nederland;BE;FR,Nederland\n")
    read = read_exports(WORDS, leads=leads, events=events)
    assert [event.value for event in read.facts.events] == ["mql", "call", "no budget", "NL", "Nederland", "sal"]
    assert dict(read.facts.leads["L1"]) == {"country": "NL", "regions": ("NL", "BE", "FR"), "note": "Nederland"}
    assert [(found.code, found.level) for found in read.findings] == [("not-allowed", "warning")]
    assert [(found.code, found.path) for found in check(WORDS) if found.code == "alias-in-use"] == [
        ("alias-in-use", "vocabulary.mql.aliases")
    ]


def test_what_is_nearly_an_agreed_word_is_told(tmp_path: Path) -> None:
    """By its capitals, a stroke, a letter, or nearly an alias; each word once, with how often it stands there."""
    events = _file(
        tmp_path,
        "e.csv",
        """lead,at,kind,value
L1,2026-01-05T09:00:00Z,stage,Marketing qualified lead
L1,2026-01-06T09:00:00Z,stage,Marketing qualified lead
L1,2026-01-06T09:00:00Z,touch,Outbound-Call
L1,2026-01-06T09:00:00Z,touch,email
L1,2026-01-07T09:00:00Z,reject,No budgett
L1,2026-01-08T09:00:00Z,Demo request,
L1,2026-01-08T09:00:00Z,accept,
""",
    )
    read = read_exports(WORDS, events=events)
    assert {event.value for event in read.facts.events if event.kind == "stage"} == {"Marketing qualified lead"}
    told = [(found.code, found.path, found.message.partition("? ")[0]) for found in read.findings]
    know = "that the agreement knows; did you mean"
    assert told == [
        ("near-word", "vocabulary.demo_request", f"'Demo request', in 1 event, is no event {know} 'demo_request'"),
        ("near-word", 'vocabulary."no budget"', f"'No budgett', in 1 event, is no reason {know} 'no budget'"),
        ("near-word", "vocabulary.mql", f"'Marketing qualified lead', in 2 events, is no stage {know} 'mql'"),
        ("near-word", "vocabulary.call", f"'Outbound-Call', in 1 event, is no touch {know} 'call'"),
    ]
    assert {found.level for found in read.findings} == {"warning"}


def test_many_strange_words_are_told_soon(tmp_path: Path) -> None:
    """Of thousands at most a hundred."""
    rows = "".join(f"L1,2026-01-05T09:00:00Z,touch,call{number}\n" for number in range(3_000))
    read = read_exports(WORDS, events=_file(tmp_path, "e.csv", "lead,at,kind,value\n" + rows))
    assert len(read.findings) == 100


def test_faults_of_all_files_at_once(tmp_path: Path) -> None:
    """Every fault of every file is told, with its file as it was given; or the rest is kept."""
    leads = _file(tmp_path, "a.csv", "lead;employees\nL1;many\n")
    events = _file(tmp_path, "e.csv", "lead,at,kind,value\nL1,soon,stage,won\n")
    figures = _file(tmp_path, "f.csv", "name,at,value\nx,soon,1\n")
    with pytest.raises(DataError) as caught:
        read_exports(AGREEMENT, leads=[leads], events=[events], figures=[figures])
    assert [issue.path for issue in caught.value.issues] == [
        f"{leads}:2:employees",
        f"{events}:2:at",
        f"{figures}:2:at",
    ]
    kept = read_exports(AGREEMENT, leads=[leads], events=[events], figures=[figures], errors="collect")
    assert len(kept.findings) == 3
    assert list(kept.facts.leads) == ["L1"]


def test_a_source_that_nobody_states(tmp_path: Path) -> None:
    """A misspelt source is told with the nearest one."""
    with pytest.raises(DocumentError, match=r"unknown-source: .*'crn'; did you mean 'crm'\?"):
        read_exports(AGREEMENT, leads=[tmp_path / "x.csv"], leads_source="crn")


def test_one_path_is_a_list_of_one(tmp_path: Path) -> None:
    """A path is not taken apart into letters; what is no path is refused, as is what is no agreement."""
    file = tmp_path / "leads.csv"
    file.write_text("lead;employees\nL1;60\n", encoding="utf-8")
    assert dict(read_exports(AGREEMENT, leads=str(file)).facts.leads["L1"]) == {"employees": 60}
    for wrong in (None, 1, b"x", [None]):
        with pytest.raises(DataError, match="wrong-type"):
            read_exports(AGREEMENT, leads=wrong)  # type: ignore[arg-type]  # wrong on purpose
    for path in ("a\0b", "\ud800"):
        with pytest.raises(DataError, match="no file can be called"):
            read_exports(AGREEMENT, events=path)
    with pytest.raises(DocumentError, match="wrong-type"):
        read_exports(None)  # type: ignore[arg-type]  # wrong on purpose
