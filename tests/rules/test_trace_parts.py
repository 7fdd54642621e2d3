from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from tests.rules.strategies import Refusing

from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.field import field
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import AllOf, AnyOf, Rule, at_least, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.trace import Trace
from alignkit.rules.trace_parts import MOST_CELLS, MOST_PARTS, MOST_UNKNOWN, Tracing
from alignkit.rules.verdict import Verdict

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN
NOW = datetime(2026, 1, 31, tzinfo=UTC)
a, b = field("a") > 1, field("b") > 1
items = field("x")


def traced(rule: Any, lead: Mapping[str, object], events: list[Event] | None = None, room: int = MOST_PARTS) -> Trace:  # noqa: ANN401 - rules and scores
    """Trace a rule or a score."""
    tracing = Tracing(Outlook(Known(lead, events, NOW)))
    return tracing.banded(rule, room) if isinstance(rule, Score) else tracing.rule(rule, room)


def said(trace: Trace, *names: str) -> list[Any]:
    """Return what a trace says under these names."""
    return [getattr(trace, name) for name in names]


@pytest.mark.parametrize(
    ("rule", "held", "verdict", "note"),
    [
        (items.any_item == "a", ["a", "b", "a"], YES, "2 of 3 items: 'a', 'a'"),
        (items.any_item == "a", ["b", "c"], NO, "none of 2 items"),
        (items.any_item == "a", [], NO, "an empty list"),
        (items.any_item == "a", ["a", 5], YES, "1 of 2 items: 'a'"),
        (items.any_item == "a", ["b", 5], UNKNOWN, "an item: a number where text is due"),
        (items.any_item == "a", "a", UNKNOWN, "text where a list is due"),
        (items.any_item.starts_with("a"), ["a1", "a2", "a3", "a4"], YES, "4 of 4 items: 'a1', 'a2', 'a3', …"),
        (items.any_item.starts_with("a"), ["a1", "a2", "a3"], YES, "3 of 3 items: 'a1', 'a2', 'a3'"),
        (items.every_item == "a", ["a", "a"], YES, "all of 2 items"),
        (items.every_item == "a", ["a", "b"], NO, "1 of 2 items not: 'b'"),
        (items.every_item == "a", [], YES, "an empty list"),
        (items.every_item == "a", ["a", None], UNKNOWN, "an item: no value"),
        (items.any_item == "a", {"a", "b"}, YES, "1 of 2 items: 'a'"),
    ],
)
def test_the_items_that_decided(rule: Any, held: object, verdict: Verdict, note: str) -> None:  # noqa: ANN401 - a condition
    """How many of how many, and which; the reason where it is UNKNOWN."""
    trace = traced(rule, {"x": held})
    assert said(trace, "verdict", "note") == [verdict, note]


def test_items_that_are_instants() -> None:
    """The span before `as_of` is asked of each."""
    recent, old = NOW - timedelta(days=1), NOW - timedelta(days=9)
    note = traced(items.any_item.within(timedelta(days=3)), {"x": [old, recent]}).note
    assert note == f"1 of 2 items: {recent!r}"


def test_hostile_items_are_told_too() -> None:
    """Whatever their own methods do."""
    assert "items" in traced(items.any_item == "a", {"x": [Refusing(), "a"]}).note


def test_groups_and_names() -> None:
    """What was asked, in the order of the rule; a name stands before a group, and above anything else."""
    lead = {"a": 5}
    assert [
        (t.asked, t.verdict, len(t.children)) for t in (traced(a & b, lead), traced(a | b, lead), traced(~a, lead))
    ] == [
        ("all of", UNKNOWN, 2),
        ("any of", YES, 2),
        ("not", NO, 1),
    ]
    counted = traced(at_least(2, a, a.named("again"), b), lead)
    assert said(counted, "asked", "verdict", "found") == ["at least 2 of 3", YES, "2"]
    assert traced((a & b).named("icp", title="ICP fit"), lead).asked == "ICP fit: all of"
    named = traced(a.named("big"), lead)
    assert (named.asked, named.verdict, [child.asked for child in named.children]) == ("big", YES, ["a is more than 1"])
    assert traced((~a).named("small"), lead).children[0].asked == "not"
    assert traced(b.named("big"), lead).unknown == ("b",)


@pytest.mark.parametrize(
    ("rule", "lead", "told"),
    [
        (a, {}, ["nothing", "absent", "the field is absent"]),
        (a, {"a": None}, ["None", "none", "the field has no value"]),
        (a, {"a": ""}, ["''", "type-mismatch", "text where a number is due"]),
        (field("a") == "x", {"a": ""}, ["''", "empty-text", "an empty text"]),
        (field("a") == "x", {"a": "x"}, ["'x'", "", ""]),
    ],
)
def test_what_a_field_held(rule: Rule, lead: dict[str, object], told: list[str]) -> None:
    """Nothing, None and an empty text are told apart, in words too."""
    assert said(traced(rule, lead), "found", "reason", "note") == told


def test_what_decides_stands_first() -> None:
    """Where there is no room for all of a group; the group itself finds nothing."""
    trace = traced(a & b & field("c").is_true(), {"a": 5, "b": 5, "c": False}, room=1)
    assert ([child.asked for child in trace.children], trace.more, trace.found) == (["c is true"], 2, "")


def test_events() -> None:
    """How often, or that none were given."""
    call = Event("L1", NOW, "touch", "call")
    assert traced(did("call"), {}, [call, call]).found == "twice"
    assert said(traced(did("call"), {}, []), "asked", "verdict", "found") == ["did call", NO, "none"]
    without = traced(did("call"), {})
    assert without.asked == "did call"
    assert (without.verdict, without.reason, without.note, without.found) == (
        UNKNOWN,
        "no-events",
        "no events were given",
        "",
    )
    assert without.unknown == ("(events)",)


score = Score("s", [Points(10, when=a), Points(-3, when=b)], cap=8, floor=-2)


@pytest.mark.parametrize(
    ("rule", "lead", "found", "note"),
    [
        (score >= 8, {"a": 5, "b": 0}, "8 points", "10 before the cap of 8"),
        (score >= 9, {"a": 5, "b": 5}, "7 points", "2 lacking"),
        (score > 8, {"a": 5, "b": 0}, "8 points", "10 before the cap of 8"),
        (score <= 6, {"a": 5, "b": 5}, "7 points", "1 too many"),
        (score >= 0, {"a": 0, "b": 5}, "-2 points", "-3 before the floor of -2; 2 lacking"),
        (score >= 7, {"a": 5}, "8 points", "10 before the cap of 8"),
        (score >= 8, {"a": 5}, "8 points", "10 before the cap of 8; 7 to 8 while something is unknown"),
        (score >= 5, {}, "0 points", "5 lacking; -2 to 8 while something is unknown"),
        (score >= 5, {"b": 0}, "0 points", "5 lacking; 0 to 8 while something is unknown"),
    ],
)
def test_a_threshold(rule: Any, lead: dict[str, object], found: str, note: str) -> None:  # noqa: ANN401 - a rule
    """The points, what the cap or the floor did, what is lacking, and between what they lie while that matters."""
    trace = traced(rule, lead)
    assert trace.found == found
    assert trace.note == note
    assert trace.asked.startswith("the score “s” is ")
    assert said(trace, "least", "most") == said(traced(score, lead), "least", "most")
    assert [child.points for child in trace.children] == [10 * (lead.get("a") == 5), -3 * (lead.get("b") == 5)]


def test_a_threshold_without_events() -> None:
    """UNKNOWN, whatever the points; nothing bounds them, so no bounds are told."""
    calls = Score("calls", [Points(1, each=did("call")), Points(2, when=a)])
    trace = traced(calls >= 5, {"a": 5})
    assert (trace.verdict, trace.reason, trace.note, trace.found) == (
        UNKNOWN,
        "no-events",
        "no events were given",
        "2 points",
    )
    assert said(trace, "least", "most") == [2, None]
    assert trace.unknown == ("(events)",)
    bounces = Score("bounces", [Points(-1, each=did("bounce"))])
    assert said(traced(bounces, {}), "least", "most") == [None, 0]
    known = traced(calls >= 3, {"a": 5}, [])
    assert said(known, "verdict", "reason", "note", "unknown") == [NO, "", "1 lacking", ()]


def test_points_just_below_a_threshold() -> None:
    """All decimals are told where two would tell the wrong side."""
    fine = Score("fine", [Points(Decimal("69.999"), when=a)])
    assert traced(fine >= 70, {"a": 5}).found == "69.999 points"
    assert traced(fine >= 60, {"a": 5}).found == "70 points"
    open_ = Score("open", [*fine.points, Points(10, when=b)])
    note = traced(open_ >= 70, {"a": 5}).note
    assert note == "0.001 lacking; 69.999 to 80 while something is unknown"
    assert traced(open_, {"a": 5}).note == "70 to 80 while something is unknown"
    nearly = Score("nearly", [Points(Decimal("0.999"), when=a), Points(10, when=b)])
    assert traced(nearly, {"a": 5}).note == "1 to 11 while something is unknown"


def test_a_score_that_stands_twice_is_told_once() -> None:
    """What its cap did is told again, its clauses are not."""
    first, second = traced((score >= 8) & (score <= 7), {"a": 5, "b": 0}).children
    assert (first.note, len(first.children)) == ("10 before the cap of 8", 2)
    assert (second.note, second.children) == ("10 before the cap of 8; as above; 1 too many", ())
    low, high = traced((banded >= 8) & (banded <= 20), {"a": 5, "b": 0}).children
    assert (low.note, high.note) == ("", "as above")


banded = Score("s", [Points(10, when=a), Points(20, when=b)], bands={"A": 30, "B": 20, "C": 10})


@pytest.mark.parametrize(
    ("lead", "band", "next_band", "note"),
    [
        ({"a": 0, "b": 0}, None, ("C", 10), "10 below band C"),
        ({"a": 5, "b": 0}, "C", ("B", 10), "10 below band B; band C"),
        ({"a": 0, "b": 5}, "B", ("A", 10), "10 below band A; band B"),
        ({"a": 5, "b": 5}, "A", None, "band A"),
        ({"a": 5}, "C", ("B", 10), "10 below band B; band C; 10 to 30 while something is unknown"),
    ],
)
def test_bands(lead: dict[str, object], band: str | None, next_band: tuple[str, int] | None, note: str) -> None:
    """Which it is, and how far the next one is."""
    trace = traced(banded, lead)
    assert said(trace, "band", "next_band", "note") == [band, next_band, note]
    assert said(trace, "asked", "verdict") == ["score s", None]


def test_R18_a_total_below_zero() -> None:
    """Kept without a floor, clamped by one; the trace says which it was."""
    taking = [Points(-40, when=a)]
    kept = traced(Score("s", taking), {"a": 5})
    assert said(kept, "points", "note") == [-40, ""]
    clamped = traced(Score("s", taking, floor=0), {"a": 5})
    assert said(clamped, "points", "note") == [0, "-40 before the floor of 0"]
    assert clamped.children[0].points == -40
    part = traced(Score("t", parts=[Score("s", taking, floor=-10)]), {"a": 5})
    assert said(part, "points", "note") == [-10, ""]
    assert part.children[0].note == "-40 before the floor of -10"
    assert traced(Score("t", parts=[Score("s", taking)]), {"a": 5}).children[0].note == ""


def test_what_is_open_in_a_score() -> None:
    """The fields, those of its parts first; none where nothing can change it."""
    whole = Score("whole", [Points(1, when=b)], [Score("part", [Points(1, when=a)])])
    assert traced(whole, {}).unknown == ("a", "b")
    assert traced(whole, {"a": 5}).unknown == ("b",)
    assert traced(whole, {"a": 5, "b": 5}).unknown == ()


def graded(grid: Grid, lead: Mapping[str, object], room: int = MOST_PARTS) -> Trace:
    """Trace a grid."""
    return Tracing(Outlook(Known(lead, None, NOW))).graded(grid, room)


c = field("c") > 1
GRID = Grid(
    "grade",
    Score("rows", [Points(1, when=a), Points(1, when=b)], bands={"A": 2, "B": 1, "C": 0}),
    Score("columns", [Points(1, when=c), Points(-1, when=b)], bands={"1": 1, "2": 0}),
    title="Lead grade",
)


@pytest.mark.parametrize(
    ("lead", "cell", "note", "unknown"),
    [
        ({"a": 5, "b": 0, "c": 5}, "B1", "", ()),
        ({"a": 5, "b": 5, "c": 0}, "", "", ()),
        ({"a": 5, "b": 0}, "B2", "B1, B2 while something is unknown", ("c",)),
        ({"b": 0, "c": 5}, "C1", "B1, C1 while something is unknown", ("a",)),
        ({"a": 5, "b": 5}, "", "", ("c",)),
        ({}, "C2", "A1, A2, B1, B2, C1, C2 while something is unknown", ("a", "b", "c")),
    ],
)
def test_a_grid(lead: dict[str, object], cell: str, note: str, unknown: tuple[str, ...]) -> None:
    """The cell, or none; those that are open; and where both scores stand."""
    trace = graded(GRID, lead)
    assert said(trace, "asked", "cell", "note", "unknown") == ["grid Lead grade", cell, note, unknown]
    assert [child.asked for child in trace.children] == ["score rows", "score columns"]


def test_the_open_cells_of_a_large_grid() -> None:
    """So many are named, and that there are more."""
    rows = Score("rows", [Points(MOST_CELLS + 1, when=a)], bands={f"R{i}": i for i in range(MOST_CELLS + 1)})
    column = Score("column", [Points(1, when=b)], bands={"C": 0})
    for least, more in ((1, ""), (0, ", …")):
        cells = [f"R{i}C" for i in range(MOST_CELLS, least - 1, -1)][:MOST_CELLS]
        grid = Grid("g", attrs.evolve(rows, bands=dict(rows.bands[: len(rows.bands) - least])), column)
        assert graded(grid, {"b": 5}).note == f"{', '.join(cells)}{more} while something is unknown"


def test_the_cells_of_a_branch() -> None:
    """A rule over a grid names each branch by its cells, so many of them, and says that there are more."""
    rows = Score("rows", [Points(99, when=a)], bands={f"R{i}": i for i in range(MOST_CELLS + 2)})
    grid = Grid("g", rows, Score("columns", [Points(1, when=b)], bands={"a": 1, "b": 0}))
    for count, more in ((MOST_CELLS, ""), (MOST_CELLS + 1, " or …")):
        named = [f"R{i}a" for i in range(MOST_CELLS + 1, MOST_CELLS + 1 - count, -1)]
        first, second = traced(grid.is_in(*named, "R0b"), {"a": 5, "b": 5}).children
        assert first.asked == f"{' or '.join(named[:MOST_CELLS])}{more}: all of"
        assert second.asked == "R0b: all of"


@pytest.mark.parametrize("room", [2, 3, 10, 11, 50])
def test_the_scores_of_a_grid_share_the_room(room: int) -> None:
    """Half of it for each."""
    many = [Points(1, when=field(f"f{i}") > 1) for i in range(100)]
    grid = Grid("g", Score("x", many, bands={"A": 0}), Score("y", many, bands={"1": 0}))
    trace = graded(grid, {}, room)
    assert parts(trace) <= room + 1
    assert [parts(child) for child in trace.children] == [1 + (room - 2) // 2] * 2


def test_every_limit_that_bit() -> None:
    """Of the clause, of the part, of the whole: each where it stands."""
    clause = Points(10, each=did("call"), cap=25)
    whole = Score("whole", parts=[Score("part", [clause, Points(5, when=a)], cap=28)], cap=27)
    calls = [Event("L1", NOW, "touch", "call", id=str(i)) for i in range(3)]
    trace = traced(whole, {"a": 5}, calls)
    part = trace.children[0]
    assert said(trace, "points", "note") == [27, "28 before the cap of 27"]
    assert said(part, "points", "note") == [28, "30 before the cap of 28"]
    assert said(part.children[0], "points", "note") == [25, "30 before the cap of 25"]
    assert traced(whole, {"a": 5}, calls[:2]).children[0].children[0].note == ""


@pytest.mark.parametrize(
    ("limits", "points", "note", "children"),
    [
        (
            {"half_life": timedelta(days=30)},
            Decimal("15.515092"),
            "",
            [("9.77", "10 faded for 1 day"), ("5.74", "10 faded for 24 days")],
        ),
        (
            {"steps": {timedelta(days=10): 0.5}, "count_up_to": 1},
            10,
            "1 more do not count",
            [("10", "")],
        ),
        ({"first_only": True}, 10, "1 more do not count", [("10", "")]),
        ({}, 20, "", [("10", ""), ("10", "")]),
    ],
)
def test_how_events_earned(
    limits: dict[str, Any],
    points: Any,  # noqa: ANN401 - a number
    note: str,
    children: list[tuple[str, str]],
) -> None:
    """Each event with its day, what it gives, and how it faded."""
    from alignkit.rules.trace import points_text

    calls = [Event("L1", NOW - timedelta(days=days), "touch", "call") for days in (24, 1)]
    trace = traced(Score("s", [Points(10, each=did("call"), **limits)]), {}, calls).children[0]
    assert said(trace, "points", "note") == [points, note]
    assert trace.found == {1: "once", 2: "twice"}[len(children)]
    assert [(points_text(child.points or 0), child.note) for child in trace.children] == children
    assert {child.asked for child in trace.children} <= {"call on 2026-01-30", "call on 2026-01-07"}


def test_clauses() -> None:
    """What they give for, what they gave, and what is open in them."""
    made = Score(
        "s",
        [Points(5, when=a & did("call")), Points(Decimal("2.5"), each=did("call"), count_up_to=2), Points(1, when=b)],
    )
    first, second, third = traced(made, {"b": 0}).children
    assert said(first, "asked", "points", "reason") == ["5 when a is more than 1 and did call", 0, "no-events"]
    assert first.unknown == ("a", "(events)")
    assert (second.asked, second.reason, second.note) == (
        "2.5 for each call, at most twice",
        "no-events",
        "no events were given",
    )
    assert said(second, "unknown", "points") == [("(events)",), 0]
    assert said(third, "points", "reason", "unknown") == [0, "", ()]
    assert [child.asked for child in third.children] == ["b is more than 1"]
    assert traced(made, {"b": 0}, []).children[1].found == "none"


def nested(depth: int) -> Rule:
    """Return a rule of three members at each level."""
    return a if depth == 0 else AnyOf([nested(depth - 1), AllOf([nested(depth - 1), b]), ~nested(depth - 1)])


def parts(trace: Trace) -> int:
    """Count the parts of a trace."""
    return 1 + sum(map(parts, trace.children))


@pytest.mark.parametrize("room", [0, 1, 2, 3, 10, 50, 500])
def test_no_more_parts_than_there_is_room_for(room: int) -> None:
    """And all others are counted where they are left out."""
    for definition in (nested(5), nested(3).named("x"), a.named("x"), ~a, Score("s", [Points(1, when=nested(4))] * 3)):
        trace = traced(definition, {"a": 5, "b": 0}, [], room)
        assert parts(trace) <= room + 1
        full = traced(definition, {"a": 5, "b": 0}, [], 10**9)
        assert said(trace, "verdict", "points", "asked") == [full.verdict, full.points, full.asked]
        assert len(trace.children) + trace.more == len(full.children) + full.more
    events = [Event("L1", NOW, "touch", "call", id=str(i)) for i in range(600)]
    earned = traced(Score("s", [Points(1, each=did("call"))]), {}, events, room)
    assert parts(earned) <= room + 1


@pytest.mark.parametrize("room", range(8))
def test_a_chain_goes_as_deep_as_there_is_room_for(room: int) -> None:
    """Link by link: a clause, names and negations have one part below each."""
    chain = (~(~a).named("small")).named("big")
    assert parts(traced(chain, {"a": 5}, room=room)) == min(room, 4) + 1
    assert parts(traced(Score("s", [Points(1, when=chain)]), {"a": 5}, room=room)) == min(room, 6) + 1
    assert traced(chain, {"a": 5}, room=room).more == (room == 0)


def test_what_is_left_out_of_a_clause_or_a_threshold() -> None:
    """One room more, and it is in."""
    one = Score("s", [Points(1, when=a)])
    assert [
        grand.more
        for clause in traced(Score("s", [Points(1, when=~a)]), {}, [], 2).children
        for grand in clause.children
    ] == [1]
    rows = [(len(clause.children), clause.more) for room in (1, 2, 3) for clause in traced(one, {}, [], room).children]
    assert rows == [(0, 1), (1, 0), (1, 0)]
    assert said(traced(one, {}, [], 0), "children", "more") == [(), 1]
    assert said(traced(one >= 1, {}, [], 0), "children", "more") == [(), 1]
    calls = [Event("L1", NOW, "touch", "call", id=str(i)) for i in range(5)]
    earned = Score("s", [Points(1, each=did("call"))])
    assert [(len(c.children), c.more) for room in (1, 3, 6) for c in traced(earned, {}, calls, room).children] == [
        *((0, 5), (2, 3), (5, 0)),
    ]


def test_parts_that_count_come_first() -> None:
    """Points that were given, or are open; then the others; in the order in which they are written."""
    silent = Score("silent", [Points(1, when=b)])
    loud = Score("loud", [Points(1, when=a)])
    calls = Points(1, each=did("call"))
    many = Score("s", [Points(1, when=b), Points(1, when=field("c") > 1), calls, Points(2, when=a)], [silent, loud])
    lead = {"a": 5, "b": 0}
    assert [child.asked for child in traced(many, lead, [], 3).children] == [
        *("score loud", "1 when c is more than 1", "2 when a is more than 1"),
    ]
    assert next(child.asked for child in traced(many, lead, [], 4).children) == "score silent"
    assert "1 for each call" in [child.asked for child in traced(many, lead, None, 4).children]


def test_an_event_is_told_by_its_name() -> None:
    """With spaces, and the day."""
    asked = Event("L1", NOW, "demo_request")
    trace = traced(Score("s", [Points(3, each=did("demo_request"), count_up_to=2, cap=5)]), {}, [asked] * 3).children[0]
    assert {child.asked for child in trace.children} == {"demo request on 2026-01-31"}
    assert trace.note == "1 more do not count; 6 before the cap of 5"


def test_unknown_fields_are_bounded() -> None:
    """A hundred names for each part."""
    trace = traced(AllOf([field(f"f{i}") > 1 for i in range(150)]), {})
    assert len(trace.unknown) == MOST_UNKNOWN
    assert trace.unknown[0] == "f0"
