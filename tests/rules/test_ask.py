from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from alignkit.errors import DataError, DocumentError, TimeError, shown
from alignkit.history.events import Event
from alignkit.rules.ask import ask_for
from alignkit.rules.field import field
from alignkit.rules.grids import Grid
from alignkit.rules.predicates import AllOf, did
from alignkit.rules.scores import Points, Score

NOW = datetime(2026, 1, 31, tzinfo=UTC)
big, dutch = field("employees") >= 50, field("country") == "NL"
demo = Score(
    "demo",
    [Points(60, when=big), Points(Points(20, when=dutch).points, each=did("demo"), half_life=timedelta(days=30))],
    bands={"A": 80, "B": 60},
    title="Demo score",
)


def test_a_rule() -> None:
    """The verdict so far, and what would settle it."""
    found = ask_for((big & dutch).named("icp", title="ICP fit"), {"employees": 80})
    assert (found.asked, found.now, found.fields, found.more) == ("“ICP fit”", "UNKNOWN", ("country",), 0)
    assert ask_for(big, {"employees": 80}).now == "YES"


def test_a_score() -> None:
    """The points and the band so far."""
    found = ask_for(demo, {}, [Event("L1", NOW - timedelta(days=1), "demo")], as_of=NOW)
    assert (found.asked, found.now, found.fields) == ("score Demo score", "19.54 points", ("employees",))
    assert ask_for(demo, {"employees": 80}, [], as_of=NOW).now == "60 points, band B"
    assert ask_for(demo, {"employees": 80}, as_of=NOW).fields == ("(events)",)


def test_points_are_told_to_cents() -> None:
    """Unless a hair lacks to the next band."""
    one = Score("s", [Points(1, when=big)], bands={"A": 1, "B": 0})
    assert ask_for(one, {"employees": 80}).now == "1 point, band A"
    faded = Score("s", [Points(1, each=did("demo"), half_life=timedelta(days=300))], bands={"A": 1, "B": 0})
    yesterday = [Event("L1", NOW - timedelta(days=1), "demo")]
    assert ask_for(faded, {}, yesterday, as_of=NOW).now == "0.997692 points, band B"
    fine = Score("s", [Points(Decimal("2.345"), when=big)], bands={"B": 3, "A": Decimal("2.345")})
    assert ask_for(fine, {"employees": 80}).now == "2.345 points, band A"
    nearly = Score("s", [Points(Decimal("0.999"), when=big)])
    assert ask_for(nearly, {"employees": 80}).now == "1 point"


def test_only_rules_and_scores() -> None:
    """And leads, events and instants as `decide` takes them."""
    wrong: Any
    for wrong in (None, field("x"), "x", Points(1, when=big)):
        with pytest.raises(DocumentError) as fault:
            ask_for(wrong, {})
        assert fault.value.code == "not-a-rule"
        assert f"ask_for takes a rule, a score or a grid, not {shown(wrong)}" in str(fault.value)
    lead: Any = ["employees"]
    with pytest.raises(DataError, match="not list"):
        ask_for(big, lead)
    with pytest.raises(TimeError, match="as-of-needed"):
        ask_for(demo, {})
    with pytest.raises(TimeError, match="naive"):
        ask_for(big, {}, as_of=datetime(2026, 1, 1))  # noqa: DTZ001 - naive on purpose


def test_a_hundred_fields_are_named() -> None:
    """And how many more there are."""
    found = ask_for(AllOf([field(f"f{i}") > 1 for i in range(103)]), {})
    assert (len(found.fields), found.more) == (100, 3)


def test_events_may_be_any_iterable() -> None:
    """Gone through once."""
    assert ask_for(did("demo") & big, {}, iter([Event("L1", NOW, "demo")])).fields == ("employees",)


def test_a_grid() -> None:
    """The cell so far, and what could change it: a field that settles it comes first."""
    fit = Score("fit", [Points(30, when=big), Points(30, when=dutch)], bands={"A": 60, "B": 30, "C": 0})
    interest = Score("interest", [Points(1, when=field("demo").is_true())], bands={"1": 1, "2": 0})
    grid = Grid("grade", fit, interest, title="Lead grade")
    found = ask_for(grid, {"demo": True})
    assert (found.asked, found.now, found.fields) == ("grid Lead grade", "cell C1", ("employees", "country"))
    assert {ask.power for ask in found.asks} == {"together"}
    (ask,) = ask_for(grid, {"employees": 80, "demo": False}).asks
    assert (ask.field, ask.why, ask.settles, int(ask.points)) == ("country", "settles it", ("A2", "B2"), 30)
    settled = ask_for(grid, {"employees": 80, "demo": False, "country": "NL"})
    assert (settled.now, settled.fields) == ("cell A2", ())


def test_what_changes_no_cell_is_not_asked_for() -> None:
    """A lead that is below all bands of one score stands in no cell, whatever the other says."""
    fit = Score("fit", [Points(30, when=big)], bands={"A": 30, "B": 0})
    out = Score("interest", [Points(-1, when=field("opted_out").is_true())], bands={"1": 0})
    grid = Grid("grade", fit, out)
    assert ask_for(grid, {}).fields == ("opted_out", "employees")
    assert ask_for(grid, {}).asks[0].settles == ("no cell",)
    assert (ask_for(grid, {"opted_out": True}).now, ask_for(grid, {"opted_out": True}).fields) == ("no cell", ())
    with pytest.raises(TimeError, match="as-of-needed"):
        ask_for(Grid("grade", fit, demo), {})
