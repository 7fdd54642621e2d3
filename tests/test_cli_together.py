"""The command line for what both teams plan, meet about and amend: bridge, agenda, compare, backtest, Markdown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import attrs
import pytest

from alignkit import cli
from alignkit.adapters.documents import dump, load
from alignkit.adapters.logs import dump_log
from alignkit.adapters.write_facts import write_plain
from alignkit.agreement.agreement import Agreement
from alignkit.agreement.backtest import backtest
from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.display.wrap import width_of
from alignkit.history.declarations import FieldDeclaration
from alignkit.reports.answer_page import answer_page
from alignkit.reports.make_bridge import gap_bridge
from alignkit.rules.field import field
from alignkit.samples.company import SampleCompany
from alignkit.samples.generate import sample_company
from alignkit.scorecard.factors import FlowPlan
from alignkit.scorecard.rewards import Reward
from alignkit.together.decisions import Decision
from alignkit.together.hold_both import both_directions
from alignkit.together.log import Log
from alignkit.together.meetings import Meeting
from alignkit.together.members import Member


@pytest.fixture(scope="module")
def company() -> SampleCompany:
    """Return a small sample company that plans a flow, meets on Mondays, and may win a bonus."""
    sample = sample_company(leads=300)
    people = [Member("Iris", "marketing"), Member("Noor", "sales")]
    joint = Meeting("joint", "FREQ=WEEKLY;BYDAY=MO", date(2026, 1, 5), "10:00", "Europe/Amsterdam", attendees=people)
    names = [leaf.goal.name for leaf in sample.agreement.leaves]
    bonus = Reward("bonus", "A dinner", requires=names)
    flow = FlowPlan({"mql": 60, "sal": 40, "won": 6}, value=money(50_000, "EUR"))
    both = attrs.evolve(sample.agreement, flow=flow, meetings=[joint], rewards=[bonus])
    return attrs.evolve(sample, agreement=both)


@pytest.fixture
def folder(company: SampleCompany, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of its files, which is the current one."""
    write_plain(company.agreement, company.facts, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


EXPORTS = ["--leads", "leads.csv", "--events", "events.csv", "--figures", "figures.csv"]


def _asked(name: str, company: SampleCompany, *words: str, option: str = "--as-of") -> list[str]:
    return [name, *words, *EXPORTS, option, company.as_of.isoformat()]


# bridge


def test_bridge(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence, the picture and a sentence for each part; a page and data where they are asked for."""
    found = gap_bridge(company.agreement, company.facts, as_of=company.as_of)
    words = _asked("bridge", company, "agreement.toml")
    assert cli.main([*words, "--html", "gap.html", "--json", "gap.json"]) == 0
    said = capsys.readouterr()
    assert not said.err
    assert said.out.startswith(to_text(found.blocks(), width=80))
    assert said.out.splitlines()[-2:] == ["Written: gap.json", "Written: gap.html"]
    page = answer_page(found, "Brightwater Instruments, 2026 Q2")
    assert (folder / "gap.html").read_text(encoding="utf-8") == page
    assert json.loads((folder / "gap.json").read_text(encoding="utf-8")) == found.to_dict()
    assert cli.main([*words, "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out) == found.to_dict()


def test_directions(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """What both owe and the feedback, by the fields asked for; a page and data where they are asked for."""
    found = both_directions(company.agreement, company.facts, as_of=company.as_of, by=["country", "source"])
    words = _asked("directions", company, "agreement.toml", "--by", "country", "--by", "source")
    assert cli.main([*words, "--html", "both.html", "--json", "both.json"]) == 0
    said = capsys.readouterr()
    assert not said.err
    assert said.out.startswith(to_text(found.blocks(), width=80))
    page = answer_page(found, "Brightwater Instruments, 2026 Q2")
    assert (folder / "both.html").read_text(encoding="utf-8") == page
    assert json.loads((folder / "both.json").read_text(encoding="utf-8")) == found.to_dict()
    assert cli.main([*_asked("directions", company, "agreement.toml"), "--period", "2026-Q1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Both directions: MQL → SAL, 2026 Q1")
    assert "By campaign" in out


def test_bridge_of_an_agreement_without_a_plan(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """That no flow is planned is said before any export is read."""
    bare = attrs.evolve(load("agreement.toml"), flow=None, signoffs=())
    dump(bare, folder / "bare.toml")
    assert cli.main(["bridge", "bare.toml", "--leads", "no.csv", "--as-of", "2026-01-05T00:00:00Z"]) == 1
    said = capsys.readouterr()
    assert not said.out
    assert said.err.startswith("alignkit:flow: no-flow: the agreement 'Brightwater Instruments' plans no flow")
    assert said.err.count("\n") == 1


def test_a_report_shows_the_bridge_and_the_reward(
    folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `bridge` tells stands in the report, too."""
    assert cli.main([*_asked("report", company, "agreement.toml"), "--html", "r.html", "--json", "r.json"]) == 0
    out = capsys.readouterr().out
    assert "From planned to actual\n" in out
    assert "What both teams win\n" in out
    assert max(map(width_of, out.splitlines())) <= 80
    assert "<h2>From planned to actual</h2>" in (folder / "r.html").read_text(encoding="utf-8")
    data = json.loads((folder / "r.json").read_text(encoding="utf-8"))
    assert data["bridge"]["kind"] == "bridge"
    assert data["rewards"][0]["reward"] == "bonus"


@pytest.mark.parametrize("name", ["bridge", "report"])
@pytest.mark.usefixtures("folder")
def test_a_period_that_is_over(name: str, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """The quarter before is told with what is known by now; one that the agreement does not have ends with 2."""
    words = _asked(name, company, "agreement.toml")
    assert cli.main([*words, "--period", "2026-Q1"]) == 0
    out = capsys.readouterr().out
    assert "2026 Q1" in out
    assert "2026 Q2" not in out
    assert "planned so far" not in out
    for wrong, told in (("2026-03", "hold for each quarter: 2026-03 is none of these"), ("Q1", "a period is month")):
        assert cli.main([*words, "--period", wrong]) == 2
        said = capsys.readouterr()
        assert told in said.err
        assert said.err.count("\n") == 1
        assert not said.out


# agenda


def test_agenda(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """From the agreement's meeting, the facts and the log: in the terminal, as a page, and to paste."""
    decided = Decision("D1", "Call within the hour", "Noor", "sales", company.as_of.date() - timedelta(days=9))
    dump_log(Log(decisions=[decided]), folder / "log.toml")
    words = [*_asked("agenda", company, "agreement.toml", "joint", option="--at"), "--log", "log.toml"]
    assert cli.main([*words, "--html", "a.html", "--markdown", "a.md"]) == 0
    said = capsys.readouterr()
    assert not said.err
    assert "! to review" in said.out  # the decision
    assert said.out.splitlines()[-2:] == ["Written: a.md", "Written: a.html"]
    assert "Decided today" in (folder / "a.html").read_text(encoding="utf-8")
    pasted = (folder / "a.md").read_text(encoding="utf-8")
    assert "Call within the hour" in pasted
    assert cli.main([*words, "--markdown", "-"]) == 0
    assert capsys.readouterr().out == pasted.removesuffix("\n") + "\n"


@pytest.mark.usefixtures("folder")
def test_agenda_since(company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """The last meeting, or an instant that is given; without a log there are no decisions, and that is no fault."""
    words = _asked("agenda", company, "agreement.toml", "joint", option="--at")
    assert cli.main(words) == 0
    last = capsys.readouterr().out
    since = (company.as_of - timedelta(days=60)).isoformat()
    assert cli.main([*words, "--since", since]) == 0
    assert capsys.readouterr().out != last
    later = (company.as_of + timedelta(days=1)).isoformat()
    assert cli.main([*words, "--since", later]) == 2
    assert capsys.readouterr().err == f"alignkit: --since is {later}, after --at, {company.as_of.isoformat()}\n"


def test_agenda_of_a_meeting_that_nobody_knows(
    folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    """The nearest name, or all of them; and where the agreement has none, where they stand."""
    for name, told in (("jiont", "; did you mean 'joint'?"), ("zzzz", "; known: 'joint'")):
        assert cli.main(_asked("agenda", company, "agreement.toml", name, option="--at")) == 2
        err = capsys.readouterr().err
        assert err == (
            f"alignkit: unknown-meeting: the agreement 'Brightwater Instruments' has no meeting '{name}'{told}\n"
        )
    dump(attrs.evolve(company.agreement, meetings=(), signoffs=()), folder / "bare.toml")
    assert cli.main(_asked("agenda", company, "bare.toml", "joint", option="--at")) == 2
    assert capsys.readouterr().err.endswith("has no meeting 'joint': its meetings stand under [meetings.NAME]\n")


def test_agenda_with_a_log_that_is_none(
    folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log that is missing ends with 2; one with faults with 1, and each fault by its place."""
    words = _asked("agenda", company, "agreement.toml", "joint", option="--at")
    assert cli.main([*words, "--log", "no.toml"]) == 2
    assert capsys.readouterr().err == "alignkit: no.toml: No such file or directory\n"
    (folder / "bad.toml").write_text("[[decisons]]\nid = 1\n", encoding="utf-8")
    assert cli.main([*words, "--log", "bad.toml"]) == 1
    said = capsys.readouterr()
    assert "bad.toml:decisons: unknown-field: " in said.err
    assert "did you mean 'decisions'?" in said.err
    assert not said.out
    (folder / "log.txt").write_text("", encoding="utf-8")
    assert cli.main([*words, "--log", "log.txt"]) == 2
    assert "unknown-suffix" in capsys.readouterr().err


# compare, backtest


def _amended(agreement: Agreement) -> Agreement:
    """Return a next version: a field more, and an MQL of whom that field is known."""
    strict = (agreement.rule("mql").rule & (field("budget") >= 100)).named("mql")
    stages = [attrs.evolve(stage, entry=strict) if stage.id == "mql" else stage for stage in agreement.funnel.path]
    return attrs.evolve(
        agreement,
        version="2027.1",
        fields=[*agreement.fields, FieldDeclaration("budget", "integer", team="sales")],
        rules=[strict if rule.name == "mql" else rule for rule in agreement.rules],
        funnel=attrs.evolve(agreement.funnel, path=stages),
        signoffs=(),
    )


def test_compare(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """Plain words; with --html the redline."""
    new = attrs.evolve(company.agreement, version="2027.1", mission="Grow together", signoffs=())
    dump(new, folder / "new.toml")
    assert cli.main(["compare", "agreement.toml", "new.toml", "--html", "new.html"]) == 0
    said = capsys.readouterr()
    assert "What changed" in said.out
    assert "2027.1: 2 changed." in " ".join(said.out.split())
    assert "together" in said.out
    assert said.out.endswith("Written: new.html\n")
    assert "<ins>2027.1</ins>" in (folder / "new.html").read_text(encoding="utf-8")
    assert cli.main(["compare", "agreement.toml", "agreement.toml"]) == 0
    assert "Written" not in capsys.readouterr().out


def test_backtest(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """What would have come out otherwise, with a field that the new version alone declares read as it says."""
    new = _amended(company.agreement)
    dump(new, folder / "new.toml")
    lines = (folder / "leads.csv").read_text(encoding="utf-8").splitlines()
    rows = [f"{lines[0]},budget", *(f"{line},{100 if n % 2 else 90}" for n, line in enumerate(lines[1:]))]
    (folder / "leads.csv").write_text("\n".join(rows), encoding="utf-8")
    assert cli.main(_asked("backtest", company, "agreement.toml", "new.toml")) == 0
    said = capsys.readouterr()
    assert not said.err
    ids = [line.partition(",")[0] for line in lines[1:]]
    leads = {lead: {**company.facts.leads[lead], "budget": 100 if n % 2 else 90} for n, lead in enumerate(ids)}
    told = backtest(company.agreement, new, attrs.evolve(company.facts, leads=leads), as_of=company.as_of)
    sentence = told.stage("mql").sentence
    assert "would have qualified instead of" in sentence
    assert sentence.split(";")[0] in " ".join(said.out.split())


# what all of them say alike


@pytest.mark.parametrize(
    "words",
    [
        ["bridge", "gone.toml", *EXPORTS, "--as-of", "2026-01-05T00:00:00Z"],
        ["agenda", "gone.toml", "joint", *EXPORTS, "--at", "2026-01-05T00:00:00Z"],
        ["compare", "gone.toml", "agreement.toml"],
        ["compare", "agreement.toml", "gone.toml"],
        ["backtest", "agreement.toml", "gone.toml", *EXPORTS, "--as-of", "2026-01-05T00:00:00Z"],
    ],
)
@pytest.mark.usefixtures("folder")
def test_O06_a_missing_file(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """O06: exit 2 with one line on standard error."""
    assert cli.main(words) == 2
    said = capsys.readouterr()
    assert said.err == "alignkit: gone.toml: No such file or directory\n"
    assert not said.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bridge", "agreement.toml", *EXPORTS], "--as-of"),
        (["bridge", "agreement.toml", *EXPORTS, "--as-of", "2026-01-05T09:00"], "has no offset"),
        (["agenda", "agreement.toml", "joint", *EXPORTS], "--at"),
        (["agenda", "agreement.toml", "joint", *EXPORTS, "--at", "2026-01-05T09:00"], "has no offset"),
        (["agenda", "agreement.toml", *EXPORTS, "--at", "2026-01-05T09:00Z"], "MEETING"),
        (["agenda", "agreement.toml", "joint", "--at", "2026-01-05T09:00Z", "--since", "monday"], "ISO 8601"),
        (["backtest", "agreement.toml", "agreement.toml", "--as-of", "today"], "ISO 8601"),
        (["compare", "agreement.toml"], "NEW"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_options_that_are_wrong(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    """They end with 2 and say what would be right."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_files_are_needed(company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """Facts come from somewhere."""
    at = company.as_of.isoformat()
    for words in (
        ["bridge", "agreement.toml", "--as-of", at],
        ["agenda", "agreement.toml", "joint", "--at", at],
        ["backtest", "agreement.toml", "agreement.toml", "--as-of", at],
    ):
        assert cli.main(words) == 2
        assert capsys.readouterr().err == "alignkit: give leads, events or both: --leads FILE, --events FILE\n"


def test_faulty_documents(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever of two versions has faults: exit 1, with its own name."""
    (folder / "bad.toml").write_text('name = "A"\n', encoding="utf-8")
    for words in (["bad.toml", "agreement.toml"], ["agreement.toml", "bad.toml"]):
        assert cli.main(["compare", *words]) == 1
        assert all(line.startswith("bad.toml:") for line in capsys.readouterr().err.splitlines())


def test_keep_going(folder: Path, company: SampleCompany, capsys: pytest.CaptureFixture[str]) -> None:
    """Events that cannot be read, or go wrong in the replay, stop each command unless it is told to go on."""
    with (folder / "events.csv").open("a", encoding="utf-8") as file:
        file.write("L0001,2026-03-01T10:00:00Z,stage,nowhere,,,,,,,\n")
    for name, words, option in (
        ("bridge", ["agreement.toml"], "--as-of"),
        ("agenda", ["agreement.toml", "joint"], "--at"),
        ("backtest", ["agreement.toml", "agreement.toml"], "--as-of"),
    ):
        asked = _asked(name, company, *words, option=option)
        assert cli.main(asked) == 1
        assert capsys.readouterr().err
        assert cli.main([*asked, "--keep-going"]) == 0
        assert capsys.readouterr().out


def test_read_as_markdown(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The agreement to paste; with - it goes to the terminal, and nothing else does."""
    assert cli.main(["read", "agreement.toml", "--markdown", "a.md", "--html", "a.html"]) == 0
    said = capsys.readouterr().out
    assert "What counts as qualified" in said
    assert said.splitlines()[-2:] == ["Written: a.md", "Written: a.html"]
    text = (folder / "a.md").read_text(encoding="utf-8")
    assert text.startswith("# Brightwater Instruments")
    assert "## What counts as qualified" in text
    assert cli.main(["read", "agreement.toml", "--markdown", "-"]) == 0
    assert capsys.readouterr().out == text.removesuffix("\n") + "\n"


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    """Each command says what it does and what it takes, in letters that any terminal has."""
    for name, words in (
        ("bridge", ("which part", "--as-of", "--json")),
        ("agenda", ("MEETING", "--at", "--since", "--log", "--markdown")),
        ("compare", ("OLD", "NEW", "--html")),
        ("backtest", ("OLD", "NEW", "--as-of")),
        ("read", ("--markdown",)),
    ):
        with pytest.raises(SystemExit) as stopped:
            cli.main([name, "--help"])
        assert stopped.value.code == 0
        out = capsys.readouterr().out
        assert all(word in " ".join(out.split()) for word in words)
        assert out.isascii()
