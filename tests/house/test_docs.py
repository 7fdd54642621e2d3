"""The docs hold every public name, and a table for what the benchmarks find."""

from __future__ import annotations

import re
from pathlib import Path

import alignkit

DOCS = Path(__file__).resolve().parents[2] / "docs"


def _text(folder: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((DOCS / folder).glob("*.md")))


def test_every_public_name_stands_once_in_the_reference() -> None:
    """A reader finds each name that can be imported, under the chapter that it belongs to."""
    listed = re.findall(r"^::: alignkit\.(\w+)$", _text("reference"), re.MULTILINE)
    assert sorted(listed) == sorted(set(alignkit.__all__) - {"__version__"})


def test_the_tutorial_and_the_how_to_are_examples_that_run() -> None:
    """Every block of Python on these pages is a doctest: pytest runs each page from top to bottom."""
    for folder in ("tutorial", "how-to", "explanation"):
        blocks = re.findall(r"^```(\w*)\n(.*?)^```$", _text(folder), re.MULTILINE | re.DOTALL)
        assert {kind for kind, _ in blocks} == {"pycon"}
        for _, block in blocks:
            assert block.startswith(">>> ")
            assert block.endswith("\n\n"), "doctest would take the closing fence for output"


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
