"""The docs hold every public name, and a table for what the benchmarks find."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import alignkit
from alignkit import cli

DOCS = Path(__file__).resolve().parents[2] / "docs"
_BLOCKS = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _text(folder: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((DOCS / folder).glob("*.md")))


def test_every_public_name_stands_once_in_the_reference() -> None:
    """A reader finds each name that can be imported, under the chapter that it belongs to."""
    listed = re.findall(r"^::: alignkit\.(\w+)$", _text("reference"), re.MULTILINE)
    assert sorted(listed) == sorted(set(alignkit.__all__) - {"__version__"})


def test_the_tutorial_and_the_how_to_are_examples_that_run() -> None:
    """Every block of Python on these pages is a doctest: pytest runs each page from top to bottom."""
    for folder in ("tutorial", "how-to", "explanation"):
        blocks = _BLOCKS.findall(_text(folder))
        # the other kinds are of single pages, which tests of their own run
        assert {kind for kind, _ in blocks} <= {"pycon", "toml", "csv", "sh"}
        for block in (block for kind, block in blocks if kind == "pycon"):
            assert block.startswith(">>> ")
            assert block.endswith("\n\n"), "doctest would take the closing fence for output"


def test_the_calendars_of_the_page_on_clocks_are_read() -> None:
    """As a part of an agreement's document."""
    blocks = _BLOCKS.findall((DOCS / "explanation" / "clocks.md").read_text(encoding="utf-8"))
    (calendars,) = (block for kind, block in blocks if kind == "toml")
    text = alignkit.dumps(alignkit.sample_agreement(), kind="toml")
    before = text[: text.index("[calendars.office]")]
    after = text[text.index("[slas.") :]
    read = alignkit.loads(before + calendars + after, kind="toml")
    assert [calendar.name for calendar in read.calendars] == ["office", "on_duty", "leave", "mornings", "asha"]


def test_the_page_on_working_hours_writes_holidays(capsys: pytest.CaptureFixture[str]) -> None:
    """Its command gives the lines that it promises, where the extra is installed."""
    pytest.importorskip("holidays")
    page = DOCS / "how-to" / "promise-an-answer-in-four-working-hours.md"
    (command,) = (block for kind, block in _BLOCKS.findall(page.read_text(encoding="utf-8")) if kind == "sh")
    program, *words = shlex.split(command)
    assert program == "alignkit"
    assert cli.main(words) == 0
    assert "  2026-04-27,  # Mon Koningsdag" in capsys.readouterr().out.splitlines()


def test_the_page_on_exports_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its document has no fault, its files are read, and its commands give the numbers that it names."""
    blocks = _BLOCKS.findall((DOCS / "how-to" / "report-on-your-exports.md").read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    Path("agreement.toml").write_text("".join(block for kind, block in blocks if kind == "toml"), encoding="utf-8")
    files = [block for kind, block in blocks if kind == "csv"]
    for name, text in zip(("contacts.csv", "calls.csv"), files, strict=True):
        Path(name).write_text(text, encoding="utf-8")
    (commands,) = (block for kind, block in blocks if kind == "sh")
    for command in commands.replace("\\\n", " ").splitlines():
        program, *words = shlex.split(command)
        assert program == "alignkit"
        assert cli.main(words) == 0, capsys.readouterr().err
    said = capsys.readouterr()
    assert not said.err
    assert "50 % (1 of 2) so far where 90 % was agreed" in " ".join(said.out.split())
    assert "It would be YES if employees were 50." in said.out
    assert "<h1>" in Path("scorecard.html").read_text(encoding="utf-8")


def test_the_benchmarks_have_a_place() -> None:
    """`python -m benchmarks` rewrites what stands between the markers."""
    page = (DOCS / "benchmarks.md").read_text(encoding="utf-8")
    assert page.index("<!-- benchmarks: begin -->") < page.index("<!-- benchmarks: end -->")


def test_pages_lead_to_no_other_machine() -> None:
    """Pages name no path of somebody's machine and no address that loads something."""
    for path in DOCS.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(home|root|work|tmp|Users)/", text), path.name
        assert "<script" not in text, path.name
