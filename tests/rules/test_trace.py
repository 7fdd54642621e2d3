from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from alignkit.history.events import Event
from alignkit.rules.ask import ask_for
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.predicates import AllOf, AnyOf, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.trace import Trace, points_text
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


def test_a_trace_is_plain_data_too() -> None:
    """Version 1; what is blank is left out."""
    data = json.loads(json.dumps(explain(icp, {"employees": 80}).to_dict()))
    assert data["format"] == 1
    assert data["verdict"] == "unknown"
    assert data["unknown"] == ["country"]
    assert data["nearest"] == {"fields": {"country": "NL"}, "events": [], "exact": True, "verdict": "yes"}
    assert data["search"] == {
        "wanted": "YES",
        "sets": 2,
        "settled": True,
        "said": "It would be YES if country were NL.",
    }
    assert [ask["field"] for ask in data["ask"]] == ["country"]
    assert data["because"][0] == {"asked": "employees is at least 50", "verdict": "yes", "found": "80"}
    score = explain(Score("s", [Points(0.5, when=icp), Points(2, when=icp)], bands={"A": 2.5, "B": 0}), {}).to_dict()
    assert (score["points"], score["least"], score["most"], score["band"]) == ("0", "0", "2.5", "B")
    assert score["next_band"] == {"band": "A", "lacking": "2.5"}
    assert "more" not in score
    top = explain(Score("s", [Points(1, when=icp)], bands={"A": 0}), {}).to_dict()
    assert top["search"] == {"wanted": "", "sets": 0, "settled": False, "said": "It is in the highest band."}
    assert "nearest" not in top


def test_O01_hostile_text_is_escaped() -> None:
    """A script in a name or a value is text on the page."""
    rule = (field("<script>alert(1)</script>") == '" onmouseover="alert(1)').named("<b>x</b>")
    html = explain(rule, {"<script>alert(1)</script>": "<img src=x>"})._repr_html_()
    for tag in ("<script", "<img", "<b>x"):
        assert tag not in html
    assert '" onmouseover="' not in html


def count(data: dict[str, Any]) -> int:
    """Return how many parts a trace has as data."""
    return 1 + sum(count(child) for child in data.get("because", ()))


huge = Score("huge", [Points(1, when=(field(f"f{i}") > 1) & (field("x" * 200) > i)) for i in range(5_000)])


@pytest.mark.parametrize(
    ("definition", "lead"),
    [
        (AnyOf([field("a") > i for i in range(99_999)]), {"a": 5}),
        (AllOf([field(f"f{i}") > i for i in range(9_999)]), {}),
        (
            AllOf([AnyOf([field(f"f{i}-{j}") == "y" * 500 for j in range(100)]) for i in range(100)]),
            {"f1-1": "z" * 10**6},
        ),
        (huge, {}),
        (huge >= 5, {"f1": 5}),
        (Score("events", [Points(1, each=did("call"))]), {}),
    ],
)
def test_O03_a_huge_trace_stays_small(definition: Any, lead: dict[str, object]) -> None:  # noqa: ANN401 - rules and scores
    """Under 4 KB of text, 200 KB of HTML and 2,000 parts, of 100,000 conditions too; it says what was left out."""
    events = [Event("L1", NOW, "touch", "call", id=str(i)) for i in range(20_000)]
    trace = explain(definition, lead, events)
    assert len(repr(trace).encode()) < 4096
    assert len(trace._repr_html_().encode()) < 200 * 1024
    data = trace.to_dict()
    assert count(data) <= 2_001
    assert len(json.dumps(data)) < 4_000_000
    assert "more" in repr(trace)
    assert len(trace.unknown) <= 100
    again = ask_for(definition, lead, events)
    assert len(repr(again).encode()) < 4096
    assert len(again.asks) <= 100


def test_what_decides_is_never_left_out() -> None:
    """Of a thousand members the one that is NO stands in the trace, and how many others there are."""
    rule = AllOf([field(f"f{i}") > 1 for i in range(1_000)])
    lead: dict[str, object] = {f"f{i}": 5 * (i != 998) for i in range(1_000)}
    trace = explain(rule, lead)
    assert (len(trace.children), trace.more) == (200, 800)
    assert [child.asked for child in trace.children if child.verdict is Verdict.NO] == ["f998 is more than 1"]
    assert [child.asked for child in trace.children[:2]] == ["f0 is more than 1", "f1 is more than 1"]
    assert "… and 800 more" in trace._repr_html_()
    score = Score("s", [Points(int(i == 998), when=field(f"f{i}") > 1) for i in range(1_000)])
    told = explain(score, {f"f{i}": 5 for i in range(1_000)})
    assert (len(told.children), told.more) == (200, 800)
    assert told.points == 1
    assert sum(child.points or 0 for child in told.children) == 1


@pytest.mark.parametrize(
    ("points", "limit", "text"),
    [
        (Decimal("19.096832"), 0, "19.1"),
        (Decimal("19.096832"), 20, "19.1"),
        (Decimal("69.999"), 70, "69.999"),
        (Decimal("70.001"), 70, "70.001"),
        (Decimal("69.99"), 70, "69.99"),
        (Decimal("0.000001"), 0, "0.000001"),
        (Decimal("-0.000001"), 5, "-0.000001"),
        (Decimal("1234567.5"), 0, "1,234,567.5"),
        (70, 70, "70"),
        (0, 70, "0"),
    ],
)
def test_points_have_no_needless_decimals(points: Decimal | int, limit: int, text: str) -> None:
    """Two, unless that would tell a lie."""
    assert points_text(points, limit) == text


def test_O04_traces_are_values() -> None:
    """Equal, hashed, copied and pickled by what they say; frozen."""
    trace = explain(icp & did("demo"), {"employees": 80}, [Event("L1", NOW, "demo")])
    for again in (pickle.loads(pickle.dumps(trace)), copy.copy(trace), copy.deepcopy(trace)):
        assert again == trace
        assert hash(again) == hash(trace)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        trace.asked = "x"  # type: ignore[misc]  # on purpose
    assert Trace("x").children == ()
