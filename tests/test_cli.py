"""The command line: what each command says, its exit codes, and that nothing ends in a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from alignkit import __version__, cli
from alignkit.adapters.documents import load
from alignkit.adapters.write_facts import write_plain
from alignkit.agreement.canonical import digest
from alignkit.commands import options
from alignkit.commands.stop import PIPE_CLOSED
from alignkit.display.wrap import width_of
from alignkit.samples.company import SampleCompany
from alignkit.samples.generate import sample_company

MAIN = [sys.executable, "-m", "alignkit"]


@pytest.fixture(scope="module")
def company() -> SampleCompany:
    """Return a small sample company."""
    return sample_company(leads=300)


@pytest.fixture
def folder(company: SampleCompany, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of its files, which is the current one."""
    write_plain(company.agreement, company.facts, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def _exports(company: SampleCompany) -> list[str]:
    return [
        *("agreement.toml", "--leads", "leads.csv", "--events", "events.csv", "--figures", "figures.csv"),
        *("--as-of", company.as_of.isoformat()),
    ]


def test_O06_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """O06: exit 2 with one line on standard error, for every command that reads an agreement."""
    gone = str(tmp_path / "gone.toml")
    for words in (
        ["check", gone],
        ["read", gone],
        ["sign", gone, "--team", "sales", "--by", "Ann", "--on", "2026-01-05"],
        ["report", gone, "--leads", "x.csv", "--as-of", "2026-01-05T00:00:00Z"],
        ["explain", gone, "--leads", "x.csv", "L1"],
    ):
        assert cli.main(words) == 2
        said = capsys.readouterr()
        assert said.err == f"alignkit: {gone}: No such file or directory\n"
        assert not said.out


def test_O06_an_invalid_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """O06: exit 1 with `file:path: code: message` per issue, line and column where they can be known."""
    file = tmp_path / "bad.toml"
    text = 'name = "A"\nversion = "1"\nzone = "UTC"\nteems = []\n[[stages]]\nid = "lead"\n'
    file.write_text(text, encoding="utf-8")
    assert cli.main(["check", str(file)]) == 1
    said = capsys.readouterr()
    lines = said.out.splitlines()
    (misspelt,) = (line for line in lines if line.startswith(f"{file}:teems: unknown-field: "))
    assert misspelt.endswith("; did you mean 'teams'? [error, line 4, column 1]")
    (missing,) = (line for line in lines if line.startswith(f"{file}:stages[0].owner: missing-field: "))
    assert missing.endswith("[error, line 5, column 1]")
    assert not said.err
    # the other commands tell the same, as faults
    assert cli.main(["read", str(file)]) == 1
    again = capsys.readouterr()
    assert again.err.splitlines() == lines
    assert not again.out


def test_O06_a_good_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """O06: exit 0; doubts are told with their level, and do not fail."""
    assert cli.main(["check", "agreement.toml"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("agreement.toml: no faults")
    text = (folder / "agreement.toml").read_text(encoding="utf-8")
    (folder / "unsigned.toml").write_text(text[: text.index("[[signoffs]]")], encoding="utf-8")
    assert cli.main(["check", "unsigned.toml"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "unsigned.toml:signoffs: unsigned: marketing has not signed [warning]" in lines
    assert lines[-1].startswith("unsigned.toml: no faults, 2 warnings")


def test_check_tells_changed_after_signing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Terms that changed after signing are an error, with the place of the sign-off."""
    file = folder / "agreement.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("at_least = 65", "at_least = 60", 1), encoding="utf-8")
    assert cli.main(["check", "agreement.toml"]) == 1
    line = capsys.readouterr().out.splitlines()[0]
    assert line.startswith("agreement.toml:signoffs[0]: changed-after-signing: ")
    assert "line " in line


@pytest.mark.usefixtures("folder")
def test_check_on_a_day(capsys: pytest.CaptureFixture[str]) -> None:
    """What depends on the day is asked as of a day that is given; many files are told together."""
    assert cli.main(["check", "agreement.toml", "agreement.toml", "--on", "2040-01-01"]) == 0
    assert capsys.readouterr().out.count("past-review") == 2


def test_D25_folders_suffixes_and_rights(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """D25: what cannot be read ends with 2 and one line that names it; other files are looked at all the same."""
    (folder / "terms.txt").write_text("name = 1", encoding="utf-8")
    assert cli.main(["check", "."]) == 2
    assert capsys.readouterr().err == "alignkit: .: Is a directory\n"
    assert cli.main(["check", "terms.txt", "agreement.toml"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("terms.txt: unknown-suffix: ")
    assert said.err.count("\n") == 1
    assert "agreement.toml: no faults" in said.out

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "agreement.toml")

    monkeypatch.setattr(Path, "open", refused)
    assert cli.main(["read", "agreement.toml"]) == 2
    assert capsys.readouterr().err == "alignkit: agreement.toml: Permission denied\n"


def test_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The joint scorecard of a sample company at 80 columns, and its page in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "20")  # a narrow terminal still gets lines that can be read
    assert cli.main(["demo"]) == 0
    out = capsys.readouterr().out
    for words in ("What marketing owes", "What sales owes", "What they owe together", "overdue", "Where the gap is"):
        assert words in out
    assert max(map(width_of, out.splitlines())) <= 80
    assert out.splitlines()[-1] == "Written: alignkit-demo.html"
    page = (tmp_path / "alignkit-demo.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page


def test_demo_and_report_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The files that `demo --write` gives make the same scorecard; nothing that is there is overwritten."""
    monkeypatch.chdir(tmp_path)
    assert cli.main(["demo", "--write", "try", "--html", "demo.html"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Written: try/agreement.toml, try/leads.csv, try/events.csv, try/figures.csv"
    monkeypatch.chdir(tmp_path / "try")
    company = sample_company()
    assert cli.main(["report", *_exports(company), "--html", "report.html"]) == 0
    again = capsys.readouterr()
    assert again.out.splitlines()[:-1] == shown[1:-2]
    assert shown[-1].startswith("To try: alignkit report try/agreement.toml --leads=try/leads.csv --events=")
    assert not again.err
    assert Path("report.html").read_text(encoding="utf-8") == Path("../demo.html").read_text(encoding="utf-8")
    assert load("agreement.toml") == company.agreement
    monkeypatch.chdir(tmp_path)
    assert cli.main(["demo", "--write", "try"]) == 2
    assert "is there already; choose another folder" in capsys.readouterr().err


def test_demo_at_another_instant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The demo can be looked at at another time."""
    monkeypatch.chdir(tmp_path)
    assert cli.main(["demo", "--as-of", "2026-02-02T12:00:00+01:00", "--html", "q1.html"]) == 0
    assert "2026 Q1" in capsys.readouterr().out.splitlines()[0]


def test_read(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """Plain words with the digest, and a page to print."""
    assert cli.main(["read", "agreement.toml", "--html", "page.html"]) == 0
    out = capsys.readouterr().out
    assert "What counts as qualified" in out
    assert digest(company.agreement) in out
    assert out.endswith("Written: page.html\n")
    assert digest(company.agreement) in (folder / "page.html").read_text(encoding="utf-8")
    assert cli.main(["read", "agreement.toml", "--html", "nowhere/page.html"]) == 2
    assert capsys.readouterr().err == "alignkit: nowhere/page.html: No such file or directory\n"


def test_sign(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A sign-off stands in the file with the digest of its terms; who has not signed is told."""
    file = folder / "agreement.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("[[signoffs]]")], encoding="utf-8")
    words = ["--team", "sales", "--by", "Zoë Ü", "--on", "2026-01-05"]
    assert cli.main(["sign", "agreement.toml", *words]) == 0
    out = capsys.readouterr().out
    signed = load(file)
    assert out.startswith(f"Zoë Ü signed for sales on 2026-01-05; digest {digest(signed)}\n")
    assert "Still open: marketing has not signed." in out
    assert [(signoff.team, signoff.by) for signoff in signed.signoffs] == [("sales", "Zoë Ü")]
    assert cli.main(["sign", "agreement.toml", "--team", "salse", "--by", "Z", "--on", "2026-01-05"]) == 2
    assert "did you mean 'sales'?" in capsys.readouterr().err


def test_report_as_data(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` writes versioned JSON; with - it goes to the terminal, and nothing else does."""
    assert cli.main(["report", *_exports(company), "--json", "out.json"]) == 0
    assert capsys.readouterr().out.endswith("Written: out.json\n")
    data = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    assert (data["alignkit"], data["kind"]) == (1, "scorecard-report")
    assert data["agreement"]["digest"] == digest(company.agreement)
    assert cli.main(["report", *_exports(company), "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == data


def test_report_on_cells_that_cannot_be_read(
    folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is told with row and column, and stops the report; with --keep-going the rest is reported on."""
    with (folder / "events.csv").open("a", encoding="utf-8") as file:
        file.write("L0001,soon,stage,mql\n")
    (folder / "more.csv").write_text("lead,at,kind,value\nL0001,2026-02-30,touch,call\n", encoding="utf-8")
    words = ["report", *_exports(company), "--events", "more.csv"]
    assert cli.main(words) == 1
    said = capsys.readouterr()
    assert not said.out
    lines = said.err.splitlines()
    assert any("ragged-row" in line and line.startswith("events.csv:") for line in lines)
    assert lines[-2].startswith("more.csv:2:at: unreadable-cell: '2026-02-30' is no date or time ISO 8601")
    assert lines[-2].endswith("[error, line 2, column 2]")
    assert lines[-1] == "alignkit: --keep-going leaves out what cannot be read, and reports on the rest"
    assert cli.main([*words, "--keep-going"]) == 0
    said = capsys.readouterr()
    assert "What marketing owes" in said.out
    assert "unreadable-cell" in said.out
    assert said.err.count("\n") == 2


def test_report_on_the_wrong_files(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """Leads for events, and events for leads, are refused, and so are lost columns; faults alike are counted."""
    words = ["report", "agreement.toml", "--as-of", company.as_of.isoformat()]
    assert cli.main([*words, "--events", "leads.csv"]) == 1
    said = capsys.readouterr().err
    assert "leads.csv:1: missing-column: there is no column 'at'" in said
    assert "under [sources.events]" in said
    assert cli.main([*words, "--leads", "events.csv"]) == 1
    assert "events.csv:1: events-for-leads: " in capsys.readouterr().err
    text = (folder / "events.csv").read_text(encoding="utf-8")
    (folder / "naive.csv").write_text(text.replace("+00:00", ""), encoding="utf-8")
    assert cli.main([*words, "--leads", "leads.csv", "--events", "naive.csv"]) == 1
    said = capsys.readouterr().err
    assert said.count("naive: '") == 5
    assert "more: naive in column 2" in said
    assert "under [sources.NAME]" in said


def test_report_reads_by_the_sources_of_the_agreement(
    folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sources called leads and events are taken; another by its name; aliases become the agreed words."""
    with (folder / "agreement.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[sources.leads]\ndelimiter = ";"\nlead = "Id"\n'
            '\n[sources.hubspot]\nlead = "who"\nat = "when"\nkind = "what"\nvalue = "which"\nzone = "UTC"\n'
        )
    (folder / "l.csv").write_text("Id;country\nL1;NL\n", encoding="utf-8")
    (folder / "e.csv").write_text("who,when,what,which\nL1,2026-06-01 10:00,stage,closedwon\n", encoding="utf-8")
    words = ["report", "agreement.toml", "--leads", "l.csv", "--events", "e.csv", "--json", "-"]
    words += ["--as-of", company.as_of.isoformat(), "--events-source"]
    assert cli.main([*words, "hubspot"]) == 0
    stages = {stage["stage"]: stage["entered"] for stage in json.loads(capsys.readouterr().out)["assessment"]["stages"]}
    assert stages["won"] == 1
    assert cli.main([*words, "hubspto"]) == 2
    assert "did you mean 'hubspot'?" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_report_needs_files_and_an_instant(capsys: pytest.CaptureFixture[str]) -> None:
    """Options that are wrong end with 2 and say what would be right."""
    assert cli.main(["report", "agreement.toml", "--as-of", "2026-01-05T00:00:00Z"]) == 2
    assert "--leads FILE" in capsys.readouterr().err
    for words, told in (
        (["report", "agreement.toml", "--leads", "leads.csv"], "--as-of"),
        (["report", "agreement.toml", "--leads", "leads.csv", "--as-of", "2026-01-05"], "ISO 8601 date and time"),
        (["report", "agreement.toml", "--leads", "leads.csv", "--as-of", "2026-01-05T09:00"], "has no offset"),
        (["sign", "agreement.toml", "--team", "a", "--by", "b", "--on", "today"], "ISO 8601 date"),
        (["chek"], "invalid choice"),
    ):
        with pytest.raises(SystemExit) as stopped:
            cli.main(words)
        assert stopped.value.code == 2
        assert told in capsys.readouterr().err
    assert cli.main([]) == 2
    assert "COMMAND" in capsys.readouterr().err
    assert cli.main(["report", "agreement.toml", "--leads", "no.csv", "--as-of", "2026-01-05T00:00:00Z"]) == 2
    assert capsys.readouterr().err == "alignkit: no.csv: No such file or directory\n"


@pytest.mark.usefixtures("folder")
def test_explain(company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """By fields alone or with events: why a lead is or is not qualified, and what would change it."""
    assert cli.main(["explain", "agreement.toml", "--leads", "leads.csv", "L0001", "--rule", "icp"]) == 0
    out = capsys.readouterr().out
    assert "ICP fit" in out
    assert "It would be " in out
    # the entry rule has a score that fades, so it asks about time
    for words in (["--leads", "leads.csv", "L0001"], ["--leads", "leads.csv", "--events", "events.csv", "L0001"]):
        assert cli.main(["explain", "agreement.toml", *words]) == 2
        assert "add --as-of" in capsys.readouterr().err
        assert cli.main(["explain", "agreement.toml", *words, "--as-of", company.as_of.isoformat()]) == 0
        out = capsys.readouterr().out
        assert "Entry into MQL" in out
        assert ("it is in " in out) == ("--events" in words)


@pytest.mark.usefixtures("folder")
def test_explain_what_nobody_knows(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown lead or rule ends with 2 and the nearest."""
    assert cli.main(["explain", "agreement.toml", "--leads", "leads.csv", "L00011"]) == 2
    said = capsys.readouterr().err
    assert "unknown-lead" in said
    assert "did you mean 'L" in said
    assert cli.main(["explain", "agreement.toml", "--leads", "leads.csv", "L0001", "--rule", "icq"]) == 2
    assert "did you mean 'icp'?" in capsys.readouterr().err


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control-C ends with 130, as shells expect."""

    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(options, "run_demo", stopped)
    assert cli.main(["demo"]) == 130


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` and `--help` end well; the help can be shown by any terminal."""
    for words in (
        ["--version"],
        ["--help"],
        *([name, "--help"] for name in ("demo", "check", "read", "sign", "report")),
    ):
        with pytest.raises(SystemExit) as stopped:
            cli.main(words)
        assert stopped.value.code == 0
        out = capsys.readouterr().out
        assert out.isascii()
        assert words[0] != "--version" or out == f"alignkit {__version__}\n"


@pytest.mark.parametrize("setting", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_any_terminal(folder: Path, setting: dict[str, str]) -> None:
    """A terminal without Unicode gets lookalikes, and no traceback."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
        [*MAIN, "read", "agreement.toml"], cwd=folder, env={**os.environ, **setting}, capture_output=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert b"Traceback" not in ran.stderr
    if "PYTHONIOENCODING" in setting:
        out = ran.stdout.decode("ascii")
        assert "What counts as qualified\n------------" in out
        assert '* "ICP fit"' in out


def test_a_reader_that_leaves(folder: Path) -> None:
    """`alignkit … | head` ends quietly."""
    with subprocess.Popen(  # noqa: S603 - our own interpreter and fixed words
        [*MAIN, "read", "agreement.toml"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.close()
        assert ran.stderr.read() == b""
        assert ran.wait(60) == PIPE_CLOSED


def test_as_a_module(folder: Path) -> None:
    """`python -m alignkit` is the command, with its exit codes."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
        [*MAIN, "check", "gone.toml"], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "alignkit: gone.toml: No such file or directory\n"


def test_a_fast_start() -> None:
    """Asking for the version loads no chapter."""
    code = "import sys; from alignkit.cli import main\ntry: main(['--version'])\nexcept SystemExit: print(*sys.modules)"
    ran = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name for name in ran.stdout.split() if name.startswith("alignkit.") and name.count(".") > 1}
    assert {name.rpartition(".")[0] for name in loaded} == {"alignkit.commands"}
