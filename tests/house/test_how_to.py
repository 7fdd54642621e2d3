"""What the how-to pages show as a document is what they built in Python."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import Any

import attrs
import pytest

import alignkit as ak
from alignkit import cli
from alignkit.adapters.write_facts import write_plain

PAGES = Path(__file__).resolve().parents[2] / "docs"
_SH = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_TOML = re.compile(r"^```toml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FRAME = """
format = 1
name = "Part of a page"
version = "1"
zone = "UTC"

[[stages]]
id = "lead"
owner = "marketing"

[[stages]]
id = "won"
owner = "sales"
outcome = "won"
"""
"""What a page leaves out that shows a part of a document."""


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def built(name: str) -> dict[str, Any]:
    """Run a page as a reader would, and return the names that it has made."""
    test = doctest.DocTestParser().get_doctest(page(name), {}, name, name, 0)
    options = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert not doctest.DocTestRunner(optionflags=options).run(test, clear_globs=False).failed
    return test.globs


def test_a_qualified_lead_is_one_agreement_in_python_and_as_a_document() -> None:
    """Both have one digest: whoever signs one has signed the other."""
    (document,) = _TOML.findall(page("how-to/agree-on-a-qualified-lead"))
    agreement = ak.loads(document, "toml")
    assert ak.digest(agreement) == ak.digest(built("how-to/agree-on-a-qualified-lead")["agreement"])
    assert not [found for found in ak.check(agreement) if found.level == "error"]


def test_the_groups_of_a_score_from_hubspot_are_the_same_as_a_document() -> None:
    """The part that the page shows reads as the score that it built."""
    (part,) = _TOML.findall(page("how-to/move-a-score-from-hubspot"))
    assert built("how-to/move-a-score-from-hubspot")["engagement"] in ak.loads(FRAME + part, "toml").scores


PLANNED = FRAME.replace(
    "[[stages]]",
    """currency = "EUR"

[goals.mqls]
owner = "marketing"
metric = { count = { entered = "mql" } }
at_least = 1
weight = 0.4

[goals.touched]
owner = "sales"
metric = { count = { entered = "won" } }
at_least = 1
weight = 0.3

[goals.revenue]
owner = ["marketing", "sales"]
metric = { total = "amount", at = { entered = "won" } }
at_least = 1000
weight = 0.3

[[stages]]
id = "mql"
owner = "marketing"

[[stages]]
id = "sal"
owner = "sales"

[[stages]]
id = "opportunity"
owner = "sales"

[[stages]]""",
    1,
)


def test_the_plan_and_the_rewards_are_the_same_as_a_document() -> None:
    """The parts that the pages show read as the values that they built."""
    (flow,) = _TOML.findall(page("how-to/explain-a-missed-goal"))
    assert ak.loads(PLANNED + flow, "toml").flow == built("how-to/explain-a-missed-goal")["plan"]
    (rewards,) = _TOML.findall(page("how-to/agree-on-a-reward"))
    names = built("how-to/agree-on-a-reward")
    assert ak.loads(PLANNED + rewards, "toml").rewards == (names["bonus"], names["dinner"])


def test_the_handoff_is_the_same_as_a_document() -> None:
    """Its reasons, and what is agreed on leads that are offered again."""
    (part,) = _TOML.findall(page("how-to/look-in-both-directions"))
    names = built("how-to/look-in-both-directions")
    more = "".join(f'[[stages]]\nid = "{stage}"\nowner = "sales"\n\n' for stage in ("mql", "sal"))
    whole = FRAME.replace('[[stages]]\nid = "won"', f'{more}[[stages]]\nid = "won"')
    assert ak.loads(whole + part, "toml").funnel.boundaries == (names["offer"],)


def test_the_command_for_both_directions_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the files of the page's company; it tells what the page tells."""
    name = "how-to/look-in-both-directions"
    company, both = (built(name)[word] for word in ("company", "both"))
    write_plain(company.agreement, company.facts, tmp_path)
    monkeypatch.chdir(tmp_path)
    (command,) = _SH.findall(page(name))
    program, *words = shlex.split(command)
    assert program == "alignkit"
    assert cli.main([*words, "--keep-going"]) == 0
    assert both.sentences[0] in " ".join(capsys.readouterr().out.split())
    assert (tmp_path / "both.html").stat().st_size


@pytest.mark.parametrize("name", ["explain-a-missed-goal", "agree-on-a-reward", "change-a-definition"])
def test_the_commands_that_are_shown_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On files of the sample company, with its plan and its rewards: exit 0, and no complaint."""
    names = built(f"how-to/{name}")
    agreement = attrs.evolve(
        names["agreement"],
        flow=names.get("plan"),
        rewards=[names[reward] for reward in ("bonus", "dinner") if reward in names],
        signoffs=(),
    )
    write_plain(agreement, names["facts"], tmp_path)
    monkeypatch.chdir(tmp_path)
    if "amended" in names:
        ak.dump(names["amended"], tmp_path / "amended.toml")
    commands = "".join(_SH.findall(page(f"how-to/{name}"))).splitlines()
    assert commands
    for command in commands:
        program, *words = shlex.split(command)
        assert program == "alignkit"
        ran = cli.main([*words, "--keep-going"] if "--leads" in words else words)
        said = capsys.readouterr()
        assert ran == 0, said.err
        written = [line.removeprefix("Written: ") for line in said.out.splitlines() if line.startswith("Written: ")]
        assert all((tmp_path / file).stat().st_size for file in written)


def test_the_pattern_that_is_shown_is_one() -> None:
    """The page that tells of patterns shows one without running it: it has to run where the extra is not installed."""
    pytest.importorskip("re2")
    (part,) = _TOML.findall(page("explanation/three-valued-rules"))
    decides = ak.loads(FRAME + part, "toml").rule("decides")
    found = {title: ak.decide(decides, {"job_title": title}).value for title in ("Head of IT", "Headcount planner")}
    assert found == {"Head of IT": "yes", "Headcount planner": "no"}
