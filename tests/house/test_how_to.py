"""What the how-to pages show as a document is what they built in Python."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

import alignkit as ak

PAGES = Path(__file__).resolve().parents[2] / "docs"
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


def test_the_pattern_that_is_shown_is_one() -> None:
    """The page that tells of patterns shows one without running it: it has to run where the extra is not installed."""
    pytest.importorskip("re2")
    (part,) = _TOML.findall(page("explanation/three-valued-rules"))
    decides = ak.loads(FRAME + part, "toml").rule("decides")
    found = {title: ak.decide(decides, {"job_title": title}).value for title in ("Head of IT", "Headcount planner")}
    assert found == {"Head of IT": "yes", "Headcount planner": "no"}
