"""What the README tells people to type is what runs here and in CI."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _shell_blocks() -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def test_two_commands_of_one_line_each() -> None:
    """A block of shell holds one line: it can be copied whole, and does all its own set-up."""
    blocks = _shell_blocks()
    assert len(blocks) == 2
    for block in blocks:
        assert block.count("\n") == 1
        assert block.startswith("python3 -m venv .venv")
        assert " -m pip install " in block
    assert blocks[0].endswith("/alignkit demo\n")
    assert blocks[1].endswith(" -m pytest -n auto\n")
    assert '".[dev]"' in blocks[1]


def test_ci_runs_the_very_commands() -> None:
    """`.ci/run` reads the commands from the README, and has no other words for them."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    ran = subprocess.run(  # noqa: S603 - our own script
        [bash, str(ROOT / ".ci" / "run"), "--commands"], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "".join(_shell_blocks())


def test_links_lead_somewhere() -> None:
    """Every relative link of the README is a file of this checkout."""
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert targets
    assert not [target for target in targets if not (ROOT / target.partition("#")[0]).exists()]


def test_the_taste_is_true() -> None:
    """The README's Python gives what the README shows."""
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False, optionflags=flags)
    assert tried
    assert not failed


def test_the_top_level_is_tidy() -> None:
    """The top of the checkout holds what a newcomer needs, and nothing else that is kept in version control."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("needs git and a clone")
    ran = subprocess.run(  # noqa: S603 - git and fixed words
        [git, "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    tops = {line.partition("/")[0] for line in ran.stdout.splitlines()}
    allowed = "src tests docs benchmarks pyproject.toml mkdocs.yml CHANGELOG.md README.md LICENSE".split()
    assert {top for top in tops if not top.startswith(".")} <= set(allowed)
