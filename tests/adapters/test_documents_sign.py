"""Signing a file: every byte that stands in it stays, and the sign-off is one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.agreement.build import FULL, SMALL, agreement

from alignkit.adapters.documents import dump, load, sign_file
from alignkit.agreement.canonical import digest
from alignkit.agreement.check import check
from alignkit.errors import DocumentError

DAY = date(2026, 1, 5)


def signed(path: Path, data: bytes, *, team: str = "sales", by: str = "Ada") -> bytes:
    """Write a file, sign it, and return what was added to it."""
    path.write_bytes(data)
    made = sign_file(path, team=team, by=by, on=DAY)
    assert load(path) == made
    assert made.signoffs[-1].digest == digest(made)
    whole = path.read_bytes()
    assert whole.startswith(data)
    return whole[len(data) :]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a document may stand."""
    return tmp_path / "agreement.toml"


@pytest.mark.parametrize(
    "data",
    [
        SMALL.encode(),
        SMALL.rstrip().encode(),
        (SMALL + "\n\n\n").encode(),
        (SMALL + "# the end").encode(),
        FULL.encode(),
    ],
    ids=["plain", "no line end", "blank lines", "a comment at the end", "with a sign-off"],
)
def test_the_file_stays_as_it_is(path: Path, data: bytes) -> None:
    """Comments, blank lines and layout are nobody's to change."""
    added = signed(path, data)
    text = f'[[signoffs]]\nteam = "sales"\nby = "Ada"\non = 2026-01-05\ndigest = "{digest(load(path))}"\n'
    assert added.decode().lstrip("\n") == text
    assert "\n\n[[signoffs]]" in path.read_text(encoding="utf-8")


def test_line_ends_are_kept(path: Path) -> None:
    """CRLF stays CRLF; a byte order mark stays too."""
    added = signed(path, b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert added.count(b"\n") == added.count(b"\r\n") == 6


def test_both_teams_sign(path: Path) -> None:
    """One after the other; then nobody is missing, and nothing changed after signing."""
    signed(path, SMALL.encode())
    sign_file(path, team="marketing", by="Grace", on=DAY)
    assert [signoff.team for signoff in load(path).signoffs] == ["sales", "marketing"]
    assert not [finding for finding in check(load(path)) if "sign" in finding.code]


def test_a_change_after_signing_shows(path: Path) -> None:
    """Somebody edits the file by hand."""
    signed(path, SMALL.encode())
    path.write_text(path.read_text(encoding="utf-8").replace("at_least = 400", "at_least = 300"), encoding="utf-8")
    assert "changed-after-signing" in [finding.code for finding in check(load(path))]


@pytest.mark.parametrize("by", ['Ada "the" Lovelace', "O'Neill \\ Söhne", "山田太郎", ']] [[x]] # """', "\U0001f98a"])
def test_any_name_is_safe(path: Path, by: str) -> None:
    """Quotes, backslashes and other scripts come back as they were."""
    signed(path, SMALL.encode(), by=by)
    assert load(path).signoffs[-1].by == by


@pytest.mark.parametrize(("team", "by"), [("sales", "Ada\n[x]"), ("saless", "Ada"), ("sales", "")])
def test_a_refused_signature_leaves_the_file(path: Path, team: str, by: str) -> None:
    """Nothing is written."""
    path.write_text(SMALL, encoding="utf-8")
    with pytest.raises(DocumentError):
        sign_file(path, team=team, by=by, on=DAY)
    assert path.read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize(
    "line", ["signoffs = []", "signoffs = [{ team = 'sales', by = 'x', on = 2026-01-01, digest = 'x' }]"]
)
def test_a_list_in_brackets_cannot_be_added_to(path: Path, line: str) -> None:
    """The file stays as it is, and the message says what to write."""
    text = f"{line}\n{SMALL}"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DocumentError, match=r"cannot-append.*\[\[signoffs\]\]"):
        sign_file(path, team="sales", by="Ada", on=DAY)
    assert path.read_text(encoding="utf-8") == text


def test_a_json_document_is_written_anew(tmp_path: Path) -> None:
    """It says the same, with the sign-off."""
    path = tmp_path / "agreement.json"
    dump(agreement(text=FULL), path)
    made = sign_file(path, team="marketing", by="Ada", on=DAY)
    assert load(path) == made
    assert digest(made) == digest(agreement(text=FULL))


def test_a_faulty_document_is_not_signed(path: Path) -> None:
    """It is refused like any other, and missing files are missing."""
    path.write_text("name = 'x'", encoding="utf-8")
    with pytest.raises(DocumentError, match="missing-field"):
        sign_file(path, team="sales", by="Ada", on=DAY)
    with pytest.raises(FileNotFoundError):
        sign_file(path.with_name("other.toml"), team="sales", by="Ada", on=DAY)
