from __future__ import annotations

from typing import Any

import pytest

from alignkit.history.events import Event
from alignkit.rules.bounds import Known, Outlook
from alignkit.rules.field import field
from alignkit.rules.grade import grade
from alignkit.rules.grids import Grid
from alignkit.rules.otherwise.aim import aim_at
from alignkit.rules.otherwise.changes import Search
from alignkit.rules.otherwise.nearest import nearest
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score

big, dutch = field("employees") >= 50, field("country") == "NL"
FIT = Score("fit", [Points(30, when=big), Points(30, when=dutch)], bands={"A": 60, "B": 30, "C": 0})
INTEREST = Score(
    "interest",
    [Points(20, each=did("demo"), count_up_to=2), Points(-50, when=field("opted_out").is_true())],
    bands={"1": 40, "2": 20, "3": 0},
)
GRID = Grid("grade", FIT, INTEREST)
BEST = {"employees": 80, "country": "NL"}


def found(definition: Any, lead: dict[str, object], events: list[Event] | None = None) -> Search:  # noqa: ANN401 - a score or a grid
    """Search for the nearest change."""
    return nearest(definition, Outlook(Known(lead, events, None)))


def aimed(definition: Any, lead: dict[str, object]) -> str:  # noqa: ANN401 - all definitions
    """Say what a definition is to become."""
    aim = aim_at(definition, Outlook(Known(lead, [], None)))
    return str(aim) if isinstance(aim, Search) else aim.words


@pytest.mark.parametrize(
    ("definition", "lead", "words"),
    [
        (big, {}, "YES"),
        (big, {"employees": 80}, "NO"),
        (FIT, {"employees": 80}, "band A"),
        (FIT, BEST, "It is in the highest band."),
        (Score("plain", [Points(1, when=big)]), {}, ""),
        (GRID, {}, "cell B3 or C2"),
        (GRID, BEST, "cell A2"),
        (GRID, {"opted_out": True}, "cell C3"),
        (GRID, {**BEST, "opted_out": True}, "cell A3"),
        (Grid("one", FIT, Score("s", [Points(1, when=big)], bands={"1": 1})), BEST, "It is in the best cell."),
    ],
)
def test_what_is_aimed_at(definition: Any, lead: dict[str, object], words: str) -> None:  # noqa: ANN401 - all definitions
    """The other verdict; the next band; in a grid the next band of either score, and of a lead in no cell a cell."""
    assert aimed(definition, lead) == words


def test_the_nearest_change_to_a_better_cell() -> None:
    """One field or one event is less than two."""
    assert str(found(GRID, {}, [])) == "It would be cell B3 if employees were 50."
    assert str(found(GRID, BEST, [])) == "It would be cell A2 if 1 more demo came."
    assert str(found(GRID, {"opted_out": True}, [])) == "It would be cell C3 if opted_out were false."
    assert str(found(GRID, BEST)) == "It would be cell A2 if the events were known: 1 demo and no other."


def test_a_change_that_lifts_one_score_does_not_lower_the_other() -> None:
    """More employees would fit better, but this product is for small companies: the country is changed instead."""
    small = Score("interest", [Points(20, when=field("employees") < 50)], bands={"1": 20, "2": 0})
    grid = Grid("grade", FIT, small)
    assert grade(grid, {"employees": 5}).cell == "C1"
    change = found(grid, {"employees": 5}).nearest
    assert change is not None
    assert (change.fields, change.cell, change.outcome) == ((("country", "NL"),), "B1", "cell B1")
    assert change.to_dict()["cell"] == "B1"
    assert "band" not in change.to_dict()


def test_a_large_grid_is_not_searched() -> None:
    """Both scores count."""
    many = Score("many", [Points(1, when=field(f"f{i}") > 1) for i in range(1_000)], bands={"A": 1_001, "B": 0})
    too_many = Score("more", [Points(1, when=field(f"g{i}") > 1) for i in range(1_000)], bands={"1": 1_001, "2": 0})
    told = found(Grid("grade", many, too_many), {}, [])
    assert told.stopped == "it has 2,002 parts, and at most 2,000 are searched"
    assert told.wanted == "cell A2 or B1"


def test_a_cell_that_nothing_reaches() -> None:
    """No set of changes serves, and that is settled."""
    never = Score("never", [Points(1, when=big)], bands={"1": 2, "2": 0})
    only = Score("only", [Points(1, when=dutch)], bands={"A": 0})
    told = found(Grid("grade", only, never), {}, [])
    assert str(told) == "No change of up to 20 fields and events makes it cell A1."
    assert told.stopped == ""
