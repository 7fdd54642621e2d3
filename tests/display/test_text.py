"""Blocks as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from alignkit.display.blocks import (
    Bar,
    Block,
    Bullets,
    Column,
    FunnelPicture,
    Group,
    Heading,
    Mark,
    Paragraph,
    StepLine,
    Table,
    Timeline,
    Tree,
)
from alignkit.display.text import to_text
from alignkit.display.wrap import width_of
from alignkit.errors import DocumentError


def test_table() -> None:
    """Numbers line up to the right, wide letters count two, and the rows left out are told."""
    table = Table(
        ["goal", Column("actual", "right"), "share", "status"],
        [
            ["MQLs", "412", Bar(0.8), Mark("ahead", "good")],
            ["日本", "1,000", Bar(0.05), Mark("missed", "bad")],
        ],
        caption="Q1",
        more=7,
    )
    assert to_text(table).splitlines() == [
        "Q1",
        "",
        "goal  actual  share            status",
        "────  ──────  ───────────────  ────────",
        "MQLs     412  ████████░░ 80 %  ✓ ahead",
        "日本   1,000  █░░░░░░░░░ 5 %   ✗ missed",
        "… and 7 more rows",
    ]


def test_a_long_cell_wraps() -> None:
    """A long text wraps in its column; short columns keep their width."""
    table = Table(["rule", "found"], [["country is one of NL, BE, DE and a few others", "NL"]])
    assert to_text(table, width=30).splitlines() == [
        "rule                     found",
        "───────────────────────  ─────",
        "country is one of NL,    NL",
        "BE, DE and a few others",
    ]


def test_too_many_columns_become_records() -> None:
    """Where columns cannot stand side by side, a row is told line by line."""
    table = Table([f"column {n}" for n in range(12)], [["value"] * 12] * 2)
    lines = to_text(table, width=40).splitlines()
    assert lines[0] == "column 0   value"
    assert lines[12] == ""
    assert len(lines) == 25


def test_table_without_titles() -> None:
    """Names and values need no head."""
    assert to_text(Table(["", ""], [["owner", "sales"]])) == "owner  sales"


def test_tree() -> None:
    """A tree has its lines, and long labels hang below their start."""
    tree = Tree("MQL", Mark("no", "bad"), [Tree("a " * 10, children=[Tree("b")]), Tree("c", "unknown")])
    assert to_text(tree, width=24).splitlines() == [
        "✗ no  MQL",
        "├─ a a a a a a a a a",
        "│  │  a",
        "│  └─ b",
        "└─ unknown c",
    ]


def test_O03_what_a_tree_leaves_out_is_added_up() -> None:
    """Parts that were never put into the tree count with those for which there is no room."""
    branch = Tree("b", children=[Tree("c")], more=4)
    assert to_text(Tree("a", children=[branch, Tree("d", more=2)], more=30)).splitlines() == [
        "a",
        "├─ b",
        "│  ├─ c",
        "│  └─ … and 4 more",
        "├─ d",
        "│  └─ … and 2 more",
        "└─ … and 30 more",
    ]
    many = Tree("all of", children=[Tree(f"condition {i:03}") for i in range(200)], more=4_800)
    lines = to_text(many, limit=1_000).splitlines()
    drawn = len(lines) - 2
    assert lines[-1] == f"… and {5_000 - drawn:,} more"
    # the room may end just at the line that tells it, on any level
    for limit in range(500, 700):
        deep = Tree("a", children=[Tree("b", children=[Tree(f"c{i}") for i in range(20)], more=100)], more=1_000)
        lines = to_text(deep, limit=limit).splitlines()
        told = sum(int(line.split()[-2].replace(",", "")) for line in lines if "more" in line)
        assert told + sum("more" not in line for line in lines) == 1_122
    steps = Tree("leaf", more=9)
    for _ in range(20):
        steps = Tree("branch", children=[steps])
    lines = to_text(steps).splitlines()
    assert lines[-1].endswith(f"… and {30 - len(lines) + 1} more below")


def test_a_tree_too_deep_is_counted() -> None:
    """A tree of 10,000 levels is cut where no room is left for its labels."""
    tree = Tree("leaf")
    for _ in range(10_000):
        tree = Tree("branch", children=[tree])
    text = to_text(tree)
    assert "more below" in text
    assert len(text.splitlines()) < 30


def test_funnel() -> None:
    """A funnel tapers, with counts and notes."""
    funnel = FunnelPicture([("lead", 40), ("mql", 10, "25 % of leads"), ("won", 0)])
    assert to_text(funnel, width=40).splitlines() == [
        "lead  ███████████████  40",
        "mql   ████             10  25 % of leads",
        "won                     0",
    ]


def test_timeline() -> None:
    """A timeline tells its edges, its lanes, its moments and what its letters mean."""

    def at(hour: int) -> datetime:
        return datetime(2026, 1, 5, hour, tzinfo=UTC)

    line = Timeline(
        at(8),
        at(18),
        [("call", [(at(8), at(13), "good", "in time"), (at(13), at(18), "bad", "late")])],
        [(at(13), "due")],
    )
    assert to_text(line, width=46).splitlines() == [
        "      2026-01-05 08:00        2026-01-05 18:00",
        "call  ████████████████████▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚▚",
        "                          ▲",
        "▲ 2026-01-05 13:00  due",
        "█ in time   ▚ late",
    ]


def test_step_line() -> None:
    """A number over time has its scale, its levels behind it, its moments below it."""
    at = [datetime(2026, 1, 5, hour, tzinfo=UTC) for hour in range(24)]
    line = StepLine(
        at[8], at[18], [(at[9], 20), (at[12], 80), (at[14], 50)], [(70, "enter")], [(at[12], "fired")], "Points"
    )
    assert to_text(line, width=44).splitlines() == [
        "Points",
        "80 │┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄████████┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄",
        "   │                ████████",
        "   │                ████████▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆",
        "   │                ████████████████████████",
        "   │    ▄▄▄▄▄▄▄▄▄▄▄▄████████████████████████",
        " 0 │    ████████████████████████████████████",
        "                    ▲",
        "    2026-01-05 08:00        2026-01-05 18:00",
        "▲ 2026-01-05 12:00  fired",
        "┄ enter: 70",
    ]


def test_a_line_below_zero_or_of_huge_numbers() -> None:
    """The scale goes from the lowest to the highest, and nothing overflows."""
    noon = datetime(2026, 1, 5, 12, tzinfo=UTC)
    low = to_text(StepLine(noon, noon + timedelta(hours=2), [(noon, -5)]), width=30).splitlines()
    assert (low[0], low[5]) == (" 0 │", "-5 │")
    huge = to_text(StepLine(noon, noon + timedelta(hours=2), [(noon, -1e308), (noon + timedelta(hours=1), 1e308)]))
    assert "1×10^308 │" in huge


def test_a_group_breathes() -> None:
    """Blocks stand a blank line apart, and directly below their heading."""
    assert to_text(Group([Heading("Goals"), Bullets(["one"]), Paragraph("two")])) == "Goals\n─────\n• one\n\ntwo"


@pytest.mark.parametrize("width", [40, 57, 80, 120])
@pytest.mark.parametrize("name", ["a", "MQL 日本の顧客 👩\u200d💻", "x" * 300, "word " * 60, "", "\x1b[2J\x9b"])
def test_no_line_is_too_wide(every_kind: Callable[[str], tuple[Block, ...]], name: str, width: int) -> None:
    """Whatever the names, no line passes the width, and nothing steers the terminal."""
    for block in every_kind(name):
        text = to_text(block, width=width)
        assert all(width_of(line) <= width for line in text.splitlines()), text
        assert all(line == line.rstrip() for line in text.splitlines())
        assert "\x1b" not in text
        assert "\x9b" not in text


@given(name=st.text(st.characters(), max_size=60), width=st.integers(min_value=40, max_value=120))
def test_any_text_fits(every_kind: Callable[[str], tuple[Block, ...]], name: str, width: int) -> None:
    """Any text in any block keeps to the width, and to a limit in bytes."""
    whole = Group(every_kind(name))
    assert all(width_of(line) <= width for line in to_text(whole, width=width).splitlines())
    assert len(to_text(whole, width=width, limit=1000).encode()) <= 1000


@pytest.mark.parametrize("options", [{"width": 19}, {"width": 80.5}, {"width": True}, {"limit": 10}, {"limit": "1"}])
def test_bad_options(options: dict[str, int]) -> None:
    """A width or limit that cannot work is refused."""
    with pytest.raises(DocumentError):
        to_text(Paragraph("a"), **options)
