"""Loading an agreement from a file or text, and writing one."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from tests.agreement.build import FULL, SMALL, agreement, document

from alignkit.adapters.document_text import Kind
from alignkit.adapters.documents import dump, dumps, load, loads
from alignkit.agreement.canonical import digest
from alignkit.errors import AlignkitError, DocumentError, LimitError

INBOUND = """
format = 1
name = "Inbound"
version = "2026.1"
effective = 2026-01-01
zone = "Europe/Amsterdam"
currency = "EUR"
teams = ["marketing", "sales"]

[vocabulary.mql]
means = "Looks like a customer of ours, and asked for something. Both teams say so."
aliases = ["MQL", "marketingqualifiedlead"]

[fields]
employees = { type = "integer", unit = "people", from = "sales" }
country = { type = "text", one_of = ["NL", "BE", "DE", "FR"], from = "marketing" }
email = { type = "text", from = "marketing" }

[rules]
icp = { all = [{ field = "employees", at_least = 50 }, { field = "country", in = ["NL", "BE", "DE"] }] }
mql = { all = [{ rule = "icp" }, { score = "lead", at_least = 70 }] }

[scores.fit]
cap = 60
points = [{ add = 60, when = { rule = "icp" } }, { add = -40, when = { field = "email", ends_with = "@gmail.com" } }]

[scores.interest]
cap = 40
points = [{ add = 20, each = { did = "demo_request" }, half_life = "30 days", count_up_to = 2 }]

[scores.lead]
parts = ["fit", "interest"]
bands = { A = 90, B = 70, C = 40 }

[[stages]]
id = "lead"
owner = "marketing"

[[stages]]
id = "mql"
owner = "marketing"
entry = { rule = "mql" }

[[stages]]
id = "sal"
owner = "sales"

[[stages]]
id = "won"
owner = "sales"
outcome = "won"

[calendars.office]
zone = "Europe/Amsterdam"
week = { mon-fri = ["09:00-12:30", "13:00-17:30"] }
holidays = [2026-04-06, 2026-04-27]

[slas.first_touch]
owner = "sales"
starts = { entered = "mql" }
stops = { did = "call" }
within = "4 work hours"
calendar = "office"

[slas.first_touch.tiers.hot]
when = { score = "lead", at_least = 90 }
within = "5 minutes"

[goals.mqls]
owner = "marketing"
metric = { count = { entered = "mql" } }
at_least = 400
weight = 0.5

[goals.touched]
owner = "sales"
metric = { met = "first_touch" }
at_least = 0.9
weight = 0.5

[[signoffs]]
team = "sales"
by = "Head of Sales"
on = 2025-12-18
digest = "..."
"""
KINDS: tuple[Kind, ...] = ("toml", "json")


def refused(text: str | bytes, *codes: str, kind: Kind = "toml", name: str = "") -> AlignkitError:
    """Load text that must be refused with exactly these codes."""
    with pytest.raises(AlignkitError) as caught:
        loads(text, kind, name=name)
    assert [issue.code for issue in caught.value.issues] == list(codes)
    return caught.value


def test_the_agreement_of_the_design() -> None:
    """It loads, and what is written of it loads as an equal one."""
    made = loads(INBOUND)
    assert [score.name for score in made.scores] == ["fit", "interest", "lead"]
    assert made.slas[0].tiers[0].name == "hot"
    for kind in KINDS:
        assert loads(dumps(made, kind), kind) == made


@pytest.mark.parametrize("text", [SMALL, FULL, INBOUND])
def test_D27_dumping_twice_gives_the_same_bytes(text: str) -> None:
    """And what is loaded from them is equal, with the same digest."""
    made = loads(text)
    for kind in KINDS:
        once = dumps(made, kind)
        again = loads(once, kind)
        assert (again, dumps(again, kind), digest(again)) == (made, once, digest(made))


@pytest.mark.parametrize("kind", KINDS)
def test_files(tmp_path: Path, kind: Kind) -> None:
    """A file by its ending, in any case, as text or as a path."""
    path = tmp_path / f"Größe.{kind.upper()}"
    dump(agreement(text=FULL), path)
    assert load(path) == load(str(path)) == agreement(text=FULL)
    assert b"\r" not in path.read_bytes()


def test_plain_data() -> None:
    """A dict, or any other mapping; what is none is refused like a document."""
    assert load(document()) == load(MappingProxyType(document())) == agreement()
    for nothing, code in ((None, "empty"), ({}, "empty"), (["MQL"], "not-a-table"), (5, "not-a-table")):
        with pytest.raises(DocumentError) as caught:
            load(nothing)  # type: ignore[arg-type]  # wrong on purpose
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "toml"),
        ("# nothing\n\n", "toml"),
        ("", "json"),
        (" \n", "json"),
        ("null", "json"),
        ("{}", "json"),
        ("\ufeff", "toml"),
    ],
)
def test_D01_empty(text: str, kind: Kind) -> None:
    """A document without content lists what it needs."""
    assert "name, version, zone, stages" in str(refused(text, "empty", kind=kind))


@pytest.mark.parametrize(("text", "got"), [('["MQL"]', "a list"), ('"MQL"', "'MQL'"), ("5", "5"), ("true", "True")])
def test_D02_not_a_table(text: str, got: str) -> None:
    """JSON can hold something else at its top."""
    assert f"got {got}, expected a table" in str(refused(text, "not-a-table", kind="json"))


@pytest.mark.parametrize(
    ("text", "kind", "line", "column"),
    [
        ("name = 'x'\nid = ", "toml", 2, 6),
        ("name = 'x'\nid = [1,\n", "toml", 3, 1),
        ('{"a" 1}', "json", 1, 6),
        ("a = 2026-13-45", "toml", 1, 9),
        ("a = 'x\n", "toml", 2, 1),
    ],
)
def test_D03_syntax(text: str, kind: Kind, line: int, column: int) -> None:
    """Format, file, line and column are told; the parser's own error is the cause."""
    error = refused(text, "syntax", kind=kind, name="deal.file")
    issue = error.issues[0]
    assert (issue.line, issue.column) == (line, column)
    assert issue.message.startswith(f"{kind.upper()}, deal.file, line {line}, column {column}: ")
    assert type(error.__cause__).__name__ in {"TOMLDecodeError", "JSONDecodeError"}


def test_D03_a_trailing_comma() -> None:
    """Python from 3.13 on points at the comma, and before at what follows it."""
    issue = refused('{\n  "a": 1,}', "syntax", kind="json").issues[0]
    assert issue.line == 2
    assert issue.column in {9, 10}


@pytest.mark.parametrize(
    ("text", "kind", "path", "line", "column"),
    [
        ('{"id": "a",\n "id": "b"}', "json", "id", 2, 2),
        ('{"rules": {"a b": {"x": [{"y": 1, "y": 2}]}}}', "json", 'rules."a b".x[0].y', 1, 35),
        ("id = 1\nid = 2", "toml", "id", 2, 1),
        ("[a]\nx = 1\n[b]\n[a]\n", "toml", "a", 4, 1),
        ("a = { x = 1,\ty = 2, x = 3 }", "toml", "a.x", 1, 21),
        ("[[s]]\nid = 1\n[[s]]\nid = 1\nid = 2", "toml", "s[1].id", 5, 1),
        ('[a]\n"x\\ty" = 1\nz = """\nx = 1"""\n"x\\ty" = 2', "toml", 'a."x\\ty"', 5, 1),
    ],
)
def test_D11_duplicate_key(text: str, kind: Kind, path: str, *, line: int, column: int) -> None:
    """A key that stands there twice is told, with its path and the place of the second; the last one never wins."""
    (issue,) = refused(text, "duplicate-key", kind=kind).issues
    assert (issue.path, issue.line, issue.column) == (path, line, column)
    assert "stands there twice" in issue.message


@pytest.mark.parametrize(
    ("number", "kind"),
    [("NaN", "json"), ("-Infinity", "json"), ("1e999", "json"), ("nan", "toml"), ("-inf", "toml"), ("1e999", "toml")],
)
def test_D12_not_finite(number: str, kind: Kind) -> None:
    """A number is finite, in each format."""
    text = dumps(agreement(), kind)
    for written in ('"weight": 0.5', "weight = 0.5"):
        text = text.replace(written, written.replace("0.5", number), 1)
    assert refused(text, "not-finite", kind=kind).issues[0].path == "goals.mqls.weight"


def test_D13_order_is_that_of_the_text() -> None:
    """Faults come from top to bottom, also where tables of one kind stand apart."""
    text = INBOUND.replace("[scores.fit]\ncap = 60", "[scores.fit]\ncap = '60'") + (
        "\n[rules.late]\nfield = 'emial'\nmissing = true\n\n[scores.later]\npoints = []\ncap = true\n"
    )
    found = refused(text, "wrong-type", "unknown-field", "wrong-type").issues
    assert [issue.path for issue in found] == ["scores.fit.cap", "rules.late.field", "scores.later.cap"]
    assert [issue.line for issue in found] == sorted(issue.line or 0 for issue in found)


def test_D14_format() -> None:
    """A newer format asks for an upgrade, with its place."""
    (issue,) = refused(SMALL.replace("format = 1", "format = 99"), "unknown-format").issues
    assert (issue.line, "upgrade alignkit" in issue.message) == (2, True)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[" * 100_000 + "]" * 100_000, "json"), ('{"a":' * 100_000 + "1" + "}" * 100_000, "json"),
        ("a = " + "[" * 100_000 + "]" * 100_000, "toml"), ("a" + ".a" * 100_000 + " = 1", "toml"),
        ("[a" + ".a" * 100_000 + "]", "toml"), ("a = " + "{ a = " * 100_000 + "1" + "}" * 100_000, "toml"),
    ],
)  # fmt: skip
def test_D15_too_deep(text: str, kind: Kind) -> None:
    """Told before anything is parsed, with the line."""
    error = refused(text, "too-deep", kind=kind)
    assert isinstance(error, LimitError)
    assert error.issues[0].line == 1


@pytest.mark.parametrize(
    ("text", "kind", "path", "place"),
    [
        ('{"rules": {"a b": [1, {"all": ' + "[" * 100_000, "json", 'rules."a b"[1].all[0][0][0][0]', (1, 147)),
        ("x = 1\n[rules.mql]\nall = [1, " + "[" * 100_000, "toml", "rules.mql.all[1][0][0][0][0]", (3, 130)),
    ],
)
def test_D15_where_it_is_too_deep(text: str, kind: Kind, path: str, place: tuple[int, int]) -> None:
    """The beginning of the path, line and column, although nothing was parsed."""
    issue = refused(text, "too-deep", kind=kind).issues[0]
    assert (issue.path, (issue.line, issue.column)) == (path, place)


NUMBERS = ("1" * 5_000, "-" + "1" * 5_000, "1." + "1" * 5_000)


@pytest.mark.parametrize("kind", ["toml", "json"])
@pytest.mark.parametrize("number", NUMBERS)
def test_D12_a_number_of_5000_digits(number: str, kind: Kind) -> None:
    """It is refused where it stands: path, line and column are told."""
    text = dumps(agreement(), kind)
    for written in ('"cap": 60', "cap = 60"):
        text = text.replace(written, written.replace("60", number), 1)
    issue = refused(text, "too-long", kind=kind).issues[0]
    assert issue.path == "scores.fit.cap"
    line = text.splitlines()[(issue.line or 0) - 1]
    assert line.strip(", ").endswith(number)
    assert line[(issue.column or 0) - 1] in {'"', "c", "1", "-"}


@pytest.mark.parametrize("kind", ["toml", "json"])
@pytest.mark.parametrize(
    ("number", "code"),
    [("1e400", "not-finite"), ("-1E+400", "not-finite"), ("1e-99999999999999999999", "too-large")],
)
def test_D12_a_number_beyond_all_is_told_as_it_was_written(number: str, code: str, kind: Kind) -> None:
    """Neither as an infinity that nobody wrote, nor by an error of the decimals."""
    text = dumps(agreement(), kind)
    for written in ('"weight": 0.5', "weight = 0.5"):
        text = text.replace(written, written.replace("0.5", number), 1)
    assert refused(text, code, kind=kind).issues[0].message.endswith(f", not {number}")


def test_D15_brackets_in_text_are_no_depth() -> None:
    """A text, a comment or a number may hold what it likes."""
    signs = "[" * 500 + "." * 500
    text = SMALL.replace('name = "Inbound"', f'name = "Inbound"\nmission = """{signs}"""  # {signs}\n')
    assert loads(text).mission == signs
    assert loads(dumps(loads(text), "json"), "json").mission == signs


def test_D16_too_large(tmp_path: Path) -> None:
    """A file of 50 MiB is refused before it is read, naming both sizes."""
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(50 * 2**20)
    with pytest.raises(LimitError, match=r"4,194,304 bytes, and large.toml has 52,428,800") as caught:
        load(path)
    assert caught.value.code == "too-large"
    refused("#" * (5 * 2**20), "too-large")


@pytest.mark.parametrize("kind", KINDS)
def test_D23_byte_order_mark_and_line_ends(tmp_path: Path, kind: Kind) -> None:
    """A mark before the text and CRLF change nothing, nor where a fault stands."""
    text = dumps(agreement(text=FULL), kind)
    for spelt in ("\ufeff" + text, text.replace("\n", "\r\n"), "\ufeff" + text.replace("\n", "\r\n")):
        path = tmp_path / f"a.{kind}"
        path.write_bytes(spelt.encode())
        assert load(path) == loads(spelt, kind) == loads(spelt.encode(), kind) == agreement(text=FULL)
        wrong = spelt.replace("HubSpot", "HubSpot", 1).replace("any_actor", "any_acter", 1)
        issue = refused(wrong, "unknown-field", kind=kind).issues[0]
        line = wrong.removeprefix("\ufeff").splitlines()[(issue.line or 0) - 1]
        assert line[(issue.column or 0) - 1 :].lstrip('"').startswith("any_acter")


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        ("name = 'Größe'".encode("latin-1"), 10), ("name = 'x'".encode("utf-16"), 0), (b"\x89PNG\r\n\x1a\n\x00", 0),
        ("name = 'x'".encode("utf-16-le"), 1), (b"\xef\xbb\xbfab\xff", 5), (b"\xef\xbb\xbfab\x00", 5),
    ],
)  # fmt: skip
def test_D24_not_utf8(tmp_path: Path, data: bytes, offset: int) -> None:
    """Other encodings are refused, with the byte."""
    path = tmp_path / "a.toml"
    path.write_bytes(data)
    with pytest.raises(DocumentError, match=f"not-utf8.*byte {offset} "):
        load(path)


def test_D25_paths(tmp_path: Path) -> None:
    """What the system says of a path passes through; another ending lists the known ones."""
    with pytest.raises(FileNotFoundError, match=r"missing\.toml"):
        load(tmp_path / "missing.toml")
    with pytest.raises(FileNotFoundError, match=r"missing\.txt"):
        load(tmp_path / "missing.txt")
    with pytest.raises(IsADirectoryError):
        load(tmp_path)
    (tmp_path / "a.txt").write_text(SMALL, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"unknown-suffix.*\.toml or \.json"):
        load(tmp_path / "a.txt")
    with pytest.raises(DocumentError, match="unknown-suffix"):
        dump(agreement(), tmp_path / "b.yaml")
    assert not (tmp_path / "b.yaml").exists()
    with pytest.raises(DocumentError, match="bad-path"):
        load("a\0b.toml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever may read everything reads it")
def test_D25_no_permission(tmp_path: Path) -> None:
    """A file that may not be read stays so."""
    path = tmp_path / "a.toml"
    path.write_text(SMALL, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(PermissionError):
        load(path)


def test_no_such_format() -> None:
    """YAML is read by no version yet."""
    for call in (lambda: loads("", "yaml"), lambda: dumps(agreement(), "tmol")):  # type: ignore[arg-type]  # wrong on purpose
        with pytest.raises(DocumentError, match="unknown-format"):
            call()


def test_half_a_character_cannot_be_written(tmp_path: Path) -> None:
    """It is told, and no file is begun; a document that holds one is refused too."""
    import attrs

    made = attrs.evolve(agreement(), mission="half \ud800")
    path = tmp_path / "a.toml"
    with pytest.raises(DocumentError, match="bad-text"):
        dump(made, path)
    assert not path.exists()
    refused('{"name": "\\ud800"}', "bad-text", kind="json")


def test_numbers_are_read_exactly() -> None:
    """0.1 is one tenth in both formats; a number that Python does not read is refused, wherever it stands."""
    for kind in KINDS:
        text = dumps(agreement(), kind)
        assert loads(text, kind).goals[0].weight * 2 == 1
    assert isinstance(refused("x = " + "1" * 5000, "too-long"), LimitError)


def test_a_limit_inside_a_document_keeps_its_class() -> None:
    """Points past the limit: a `LimitError`, with its place."""
    error = refused(SMALL.replace("add = 60", "add = 1e12"), "points-too-large")
    assert isinstance(error, LimitError)
    assert error.issues[0].line == 25


def test_every_fault_has_a_line() -> None:
    """Wherever a table stands in the text, its faults have a line."""
    whole = json.loads(dumps(agreement(text=FULL), "json"))
    spoil(whole)
    with pytest.raises(AlignkitError) as caught:
        loads(json.dumps(whole, indent=1, ensure_ascii=False), "json")
    assert len(caught.value.issues) > 30
    assert all(issue.line and issue.column for issue in caught.value.issues if issue.path)


def spoil(value: Any) -> None:  # noqa: ANN401 - whatever JSON holds
    """Put an unknown key into every table that has keys of its own."""
    if isinstance(value, Mapping):
        for inner in list(value.values()):
            spoil(inner)
        if any(key in value for key in ("owner", "title", "field", "add", "type", "means", "weight", "metric")):
            value["nonsense"] = 1  # type: ignore[index]  # a dict
    elif isinstance(value, list):
        for inner in value:
            spoil(inner)
