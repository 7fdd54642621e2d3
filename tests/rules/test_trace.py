from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

from alignkit.display.blocks import Group, Mark, Tree
from alignkit.display.text import to_text
from alignkit.history.events import Event
from alignkit.rules.ask import ask_for
from alignkit.rules.explain import explain
from alignkit.rules.field import field
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import AllOf, AnyOf, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.trace import Trace, points_text
from alignkit.rules.verdict import Verdict

NOW = datetime(2026, 1, 31, tzinfo=UTC)
icp = ((field("employees") >= 50) & (field("country") == "NL")).named("ICP fit")
fading = Points(20, each=did("demo"), half_life=timedelta(days=30))


def test_a_trace_reads_well() -> None:
    """The tree, what to ask for, and what would change the answer."""
    text = repr(explain(icp, {"employees": 80}))
    assert "ICP fit: all of" in text
    assert "employees is at least 50; found 80" in text
    assert "country is NL; found nothing (the field is absent)" in text
    assert "Worth asking for: country." in text
    assert "It would be YES if country were NL." in text


def lines(trace: Trace) -> list[str]:
    """Return what people see, line by line."""
    return to_text(trace.blocks(), width=200).splitlines()


def test_a_trace_is_a_tree() -> None:
    """Each verdict with its sign; below the tree what to ask for, and what would change the answer."""
    assert lines(explain(icp & ~field("site").is_true(), {"employees": 80, "site": True})) == [
        "✗ NO  all of",
        "├─ ! UNKNOWN  ICP fit: all of",
        "│  ├─ ✓ YES  employees is at least 50; found 80",
        "│  └─ ! UNKNOWN  country is NL; found nothing (the field is absent)",
        "└─ ✗ NO  not",
        "   └─ ✓ YES  site is true; found true",
        "",
        "It would be YES if country were NL and site were false.",
    ]


def test_the_trace_of_a_score_is_a_tree() -> None:
    """Each number of points with two decimals; what could change them is named, though no band hangs on it."""
    score = Score("fit", [Points(60, when=icp), Points(5, when=field("site").is_true()), fading], bands={"A": 70})
    demo = Event("L1", NOW - timedelta(days=2), "demo")
    assert lines(explain(score, {"employees": 80, "country": "NL"}, [demo], as_of=NOW)) == [
        "79.1 points  score fit (band A; 79.1 to 84.1 while something is unknown)",
        "├─ 60 points  60 when “ICP fit”",
        "│  └─ ✓ YES  ICP fit: all of",
        "│     ├─ ✓ YES  employees is at least 50; found 80",
        "│     └─ ✓ YES  country is NL; found 'NL'",
        "├─ 0 points  5 when site is true",
        "│  └─ ! UNKNOWN  site is true; found nothing (the field is absent)",
        "└─ 19.1 points  20 for each demo, halving every 30 days; found once",
        "   └─ 19.1 points  demo on 2026-01-29 (20 faded for 2 days)",
        "",
        "Still unknown: site.",
        "",
        "It is in the highest band.",
    ]


def test_a_part_of_a_trace_is_shown_alone() -> None:
    """What was not looked for is not told of: no change, and nothing in its place."""
    assert lines(explain(icp, {"employees": 80}).children[0]) == ["✓ YES  employees is at least 50; found 80"]
    assert lines(Trace("who it is")) == ["who it is"]
    assert "<p>" not in explain(Score("s", [Points(1, when=icp)]), {"employees": 8})._repr_html_()


def test_points_that_are_nearly_one_are_told_as_one() -> None:
    """Where no band begins at one, two decimals are enough."""
    nearly = explain(Score("s", [Points(Decimal("0.999"), when=icp)]), {"employees": 80, "country": "NL"})
    assert lines(nearly)[0].startswith("1 point ")


def test_what_a_lead_has_not_is_told_in_grey() -> None:
    """No points, and no cell."""

    def marked(trace: Trace) -> tuple[str, str]:
        group = trace.blocks()
        assert isinstance(group, Group)
        tree = group.blocks[0]
        assert isinstance(tree, Tree)
        assert isinstance(tree.mark, Mark)
        return tree.mark.text, tree.mark.tone

    fit = Score("fit", [Points(60, when=icp)], bands={"A": 50})
    grid = Grid("grade", fit, Score("interest", [Points(20, each=did("demo"))], bands={"1": 0}))
    leads: list[dict[str, object]] = [{"employees": 80, "country": "NL"}, {"employees": 8}]
    assert [marked(explain(fit, lead)) for lead in leads] == [("60 points", "neutral"), ("0 points", "muted")]
    assert [marked(explain(grid, lead, [])) for lead in leads] == [("A1", "neutral"), ("no cell", "muted")]


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
    assert data["because"] == [
        {"asked": "employees is at least 50", "verdict": "yes", "found": "80"},
        {
            "asked": "country is NL",
            "verdict": "unknown",
            "found": "nothing",
            "reason": "absent",
            "note": "the field is absent",
            "unknown": ["country"],
        },
    ]
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
    assert (len(trace.children), trace.more, trace.to_dict()["more"]) == (200, 800, 800)
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
        (Decimal("69.999"), Decimal("69.999"), "69.999"),
        (Decimal("70.001"), Decimal("70.001"), "70.001"),
        (70, 70, "70"),
        (0, 70, "0"),
    ],
)
def test_points_have_no_needless_decimals(points: Decimal | int, limit: Decimal | int, text: str) -> None:
    """Two, unless that would tell a lie."""
    assert points_text(points, limit) == text


def test_points_are_told_beside_no_limit() -> None:
    """Zero is one always: what is nearly nothing is something."""
    assert [points_text(Decimal(some)) for some in ("0.999", "1.001", "0.001")] == ["1", "1", "0.001"]


def test_O04_traces_are_values() -> None:
    """Equal, hashed, copied and pickled by what they say; frozen."""
    trace = explain(icp & did("demo"), {"employees": 80}, [Event("L1", NOW, "demo")])
    for again in (pickle.loads(pickle.dumps(trace)), copy.copy(trace), copy.deepcopy(trace)):
        assert again == trace
        assert hash(again) == hash(trace)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        trace.asked = "x"  # type: ignore[misc]  # on purpose
    assert Trace("x").children == ()
