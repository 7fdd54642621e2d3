from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime

import attrs
import pytest

from alignkit.history.events import Event
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import AnyOf, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.trace import Change, Trace
from alignkit.rules.verdict import Verdict

NOW = datetime(2026, 1, 31, tzinfo=UTC)
icp = ((field("employees") >= 50) & (field("country") == "NL")).named("ICP fit")


def test_a_trace_reads_well() -> None:
    """The tree, what to ask for, and what would change the answer."""
    text = repr(explain(icp, {"employees": 80}))
    assert "ICP fit: all of" in text
    assert "employees is at least 50; found 80" in text
    assert "country is NL; found nothing (the field is absent)" in text
    assert "Worth asking for: country." in text
    assert "It would be YES if country were NL." in text


def test_a_change_reads_well() -> None:
    """Fields, missing values and events in one sentence."""
    change = Change((("email", None), ("employees", 50)), (("demo_request", 2),), Verdict.YES)
    assert str(change) == "YES if email were missing and employees were 50 and 2 more demo request came"


def test_a_trace_is_plain_data_too() -> None:
    """Version 1; what is blank is left out."""
    data = json.loads(json.dumps(explain(icp, {"employees": 80}).to_dict()))
    assert data["format"] == 1
    assert data["verdict"] == "unknown"
    assert data["unknown"] == ["country"]
    assert data["nearest"] == {"fields": {"country": "NL"}, "events": {}, "verdict": "yes"}
    assert data["because"][0] == {"asked": "employees is at least 50", "verdict": "yes", "found": "80"}
    score = explain(Score("s", [Points(0.5, when=icp)]), {})
    assert score.to_dict()["points"] == "0"


def test_O01_hostile_text_is_escaped() -> None:
    """A script in a name or a value is text on the page."""
    rule = (field("<script>alert(1)</script>") == '" onmouseover="alert(1)').named("<b>x</b>")
    html = explain(rule, {"<script>alert(1)</script>": "<img src=x>"})._repr_html_()
    for tag in ("<script", "<img", "<b>x"):
        assert tag not in html
    assert '" onmouseover="' not in html


@pytest.mark.parametrize("members", [10_000])
def test_O03_a_huge_trace_shows_short(members: int) -> None:
    """Under 4 KB of text and 200 KB of HTML."""
    trace = explain(AnyOf([field("a") > i for i in range(members)]), {"a": 5})
    assert len(repr(trace).encode()) < 4096
    assert len(trace._repr_html_().encode()) < 200 * 1024


def test_O04_traces_are_values() -> None:
    """Equal, hashed, copied and pickled by what they say; frozen."""
    trace = explain(icp & did("demo"), {"employees": 80}, [Event("L1", NOW, "demo")])
    for again in (pickle.loads(pickle.dumps(trace)), copy.copy(trace), copy.deepcopy(trace)):
        assert again == trace
        assert hash(again) == hash(trace)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        trace.asked = "x"  # type: ignore[misc]  # on purpose
    assert Trace("x").children == ()
