from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import repeat
from typing import Any

import pytest
from hypothesis import given, strategies as st

from alignkit.errors import DocumentError
from alignkit.history.events import Event
from alignkit.rules.decide import decide
from alignkit.rules.describe import describe
from alignkit.rules.field import field
from alignkit.rules.grade import grade
from alignkit.rules.grids import Grade, Grid, cells_in, in_bands
from alignkit.rules.predicates import AllOf, did
from alignkit.rules.scores import Points, Score
from alignkit.rules.spell import LONGEST
from alignkit.rules.verdict import Verdict

FIT = Score(
    "fit",
    [Points(30, when=field("employees") >= 50), Points(30, when=field("country") == "NL")],
    bands={"A": 60, "B": 30, "C": 0},
)
INTEREST = Score(
    "interest",
    [
        Points(20, when=field("demo").is_true()),
        Points(15, when=field("visits") >= 3),
        Points(-50, when=field("opted_out").is_true()),
    ],
    bands={"1": 30, "2": 15, "3": 0},
)
GRID = Grid("grade", FIT, INTEREST, title="Lead grade")


def test_cells_go_from_the_best_to_the_last() -> None:
    """Row by row."""
    assert GRID.cells == ("A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3")
    assert GRID.label == "Lead grade"
    assert Grid("grade", FIT, INTEREST).label == "grade"


@pytest.mark.parametrize(
    ("lead", "cell"),
    [
        ({"employees": 80, "country": "NL", "demo": True, "visits": 5}, "A1"),
        ({"employees": 80, "country": "DE", "demo": True, "visits": 0}, "B2"),
        ({"employees": 5, "country": "DE", "demo": False, "visits": 5}, "C2"),
        ({}, "C3"),
        ({"opted_out": True}, None),  # below all bands of interest
    ],
)
def test_a_lead_stands_in_a_cell(lead: dict[str, object], cell: str | None) -> None:
    """A total would hide which of the two it lacks."""
    assert grade(GRID, lead).cell == cell


def test_the_cells_that_are_still_open() -> None:
    """What is unknown may lift a lead, or push it out."""
    lead = {"employees": 80, "country": "NL", "demo": True, "opted_out": False}
    found = grade(GRID, lead)
    assert (found.cell, found.cells) == ("A2", ("A1", "A2"))
    assert grade(GRID, {**lead, "visits": 1}).cells == ("A2",)
    assert grade(GRID, {}).cells == GRID.cells
    assert grade(GRID, {"opted_out": True, "visits": 9, "demo": True}).cells == ()


employees, country = st.none() | st.sampled_from((5, 80)), st.none() | st.sampled_from(("NL", "DE"))
LEADS = st.fixed_dictionaries(
    {
        "employees": employees,
        "country": country,
        "demo": st.booleans(),
        "visits": st.sampled_from((0, 9)),
        "opted_out": st.booleans(),
    }
)


@given(LEADS, st.sets(st.sampled_from(GRID.cells), min_size=1))
def test_a_rule_over_cells_is_where_the_lead_stands(lead: dict[str, object], cells: set[str]) -> None:
    """For every lead and every choice of cells."""
    found = decide(GRID.is_in(cells), lead)
    assert found is (Verdict.YES if grade(GRID, lead).cell in cells else Verdict.NO)


def test_a_rule_over_cells_is_short() -> None:
    """Neighbours are told together, and the best band has no upper end."""
    assert GRID.is_in("A1").rule == (FIT >= 60) & (INTEREST >= 30)
    assert GRID.is_in("A1", "A2", "B1", "B2").rule == (FIT >= 30) & (INTEREST >= 15)
    assert GRID.is_in(["B3"]).rule == AllOf(((FIT >= 30) & (FIT < 60), (INTEREST >= 0) & (INTEREST < 15)))


def test_a_rule_over_cells_has_their_name() -> None:
    """In the order of the grid, whatever the order in which they were asked for."""
    rule = GRID.is_in("B1", "A2")
    assert (rule.name, rule.label) == ("grade: A2, B1", "Lead grade: A2, B1")
    assert Grid("grade", FIT, INTEREST).is_in("A1").label == "grade: A1"
    assert describe(rule) == "“Lead grade: A2, B1”"


def test_a_rule_over_many_cells_has_a_name_too() -> None:
    """Where an id cannot hold the names of all cells, their places tell them: row by row, the best first."""
    fit = Score("fit", FIT.points, bands={f"a fit of {number} out of 9": number for number in range(10)})
    grid = Grid("grade", fit, INTEREST)
    rule = grid.is_in(*grid.cells[:9], *grid.cells[11:14], grid.cells[20])
    assert rule.name == "grade: cells 1–9, 12–14, 21"
    assert grid.is_in(*grid.cells[:5]).name == f"grade: {', '.join(grid.cells[:5])}"
    assert decide(rule, {}) is (Verdict.YES if grade(grid, {}).cell in grid.cells[:9] else Verdict.NO)


def test_a_name_holds_all_cells_while_it_can() -> None:
    """Up to two hundred characters; beyond, neighbours of two are a run already."""
    cells = ["A1", "A2", "C1", "C2", "C3"]
    assert Grid("g" * 180, FIT, INTEREST).is_in(cells).name == f"{'g' * 180}: A1, A2, C1, C2, C3"
    assert Grid("g" * 181, FIT, INTEREST).is_in(cells).name == f"{'g' * 181}: cells 1–2, 7–9"
    assert Grid("g", FIT, INTEREST, title="t" * 181).is_in(cells).label == f"{'t' * 181}: cells 1–2, 7–9"


def test_events_that_were_not_given() -> None:
    """Both ratings tell."""
    interest = Score("interest", [Points(20, each=did("demo"), count_up_to=2)], bands={"1": 40, "2": 20, "3": 0})
    found = grade(Grid("grade", FIT, interest), {"employees": 80, "country": "NL"})
    assert (found.cell, found.cells) == ("A3", ("A1", "A2", "A3"))
    endless = Score("interest", [Points(20, each=did("demo")), Points(-1, each=did("bounce"))], bands={"1": 40, "2": 0})
    assert grade(Grid("grade", FIT, endless), {"employees": 80, "country": "NL"}).cells == ("A1", "A2")


@pytest.mark.parametrize(
    ("build", "code"),
    [
        (lambda: Grid("", FIT, INTEREST), "bad-id"),
        (lambda: Grid("g", FIT, INTEREST, title=" "), "bad-id"),
        (lambda: Grid("g", "fit", INTEREST), "wrong-type"),  # type: ignore[arg-type]  # the mistake
        (lambda: Grid("g", FIT, Score("x", [Points(1, when=field("a") > 1)])), "no-bands"),
        (
            lambda: Grid(
                "g",
                Score("x", [Points(1, when=field("a") > 1)], bands={"A": 1, "A1": 0}),
                Score("y", [Points(1, when=field("a") > 1)], bands={"1": 2, "11": 1}),
            ),
            "duplicate-id",
        ),
        (lambda: GRID.is_in("A4"), "unknown-cell"),
        (lambda: GRID.is_in(5), "unknown-cell"),  # type: ignore[arg-type]  # the mistake
        (lambda: GRID.is_in([]), "empty-group"),
        (lambda: grade("grade", {}), "wrong-type"),  # type: ignore[arg-type]  # the mistake
    ],
)
def test_grids_that_make_no_sense(build: Any, code: str) -> None:  # noqa: ANN401 - the mistake
    """Each is refused, with what is wrong."""
    with pytest.raises(DocumentError) as caught:
        build()
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("build", "told"),
    [
        (lambda: GRID.is_in("A11"), "unknown-cell: the grid 'grade' has no cell 'A11'; did you mean 'A1'?"),
        (lambda: GRID.is_in([5]), "unknown-cell: the grid 'grade' has no cell 5"),  # type: ignore[list-item]  # the mistake
        (lambda: GRID.is_in([]), "empty-group: a rule over a grid needs at least one cell"),
        (lambda: GRID.is_in(repeat("A1")), "too-large: the cells are at most 1,000,000"),
        (lambda: in_bands(FIT, ["A", "b"]), "unknown-band: the score 'fit' has no band 'b'; did you mean 'B'?"),
        (lambda: in_bands(FIT, []), "empty-group: name at least one band of the score 'fit'"),
        (lambda: in_bands(Score("x", FIT.points), ["A"]), "no-bands: the score 'x' has no bands"),
    ],
)
def test_what_is_not_in_a_grid_or_a_score(build: Any, told: str) -> None:  # noqa: ANN401 - the mistake
    """Told with its name and with the nearest one."""
    with pytest.raises(DocumentError) as caught:
        build()
    assert str(caught.value) == told


def test_bands_of_a_score_alone() -> None:
    """Neighbours are one run; the best has no upper end; any order, and each counted once."""
    assert in_bands(FIT, ["A"]) == (FIT >= 60)
    assert in_bands(FIT, iter(["C", "B", "C"])) == (FIT >= 0) & (FIT < 60)
    assert in_bands(FIT, ["A", "C"]) == (FIT >= 60) | ((FIT >= 0) & (FIT < 30))
    assert in_bands(FIT, "ABC") == (FIT >= 0)


def test_O04_grids_and_grades_are_values() -> None:
    """Equal to their copies."""
    found = grade(GRID, {"employees": 80})
    for value in (GRID, found):
        for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
            assert again == value


def test_a_grade_shows_itself() -> None:
    """The lead's cell among the others, and what gave the points."""
    found = grade(GRID, {"employees": 80, "country": "NL", "demo": True, "opted_out": False})
    assert repr(found).startswith("Lead grade: A2 (A1, A2 while something is unknown)")
    assert "fit × interest" in found._repr_html_()
    data = found.to_dict()
    assert (data["format"], data["cell"], data["cells"]) == (1, "A2", ["A1", "A2"])
    assert found.row.points == Decimal(60)


def test_a_grade_is_the_grid_with_the_cells_of_the_lead() -> None:
    """One mark for the cell where it stands, another for those that are open, and none for the rest."""
    found = grade(GRID, {"employees": 80, "country": "NL", "demo": True, "opted_out": False})
    assert repr(found).splitlines()[:6] == [
        "Lead grade: A2 (A1, A2 while something is unknown)",
        "",
        "fit × interest  1     2     3",
        "──────────────  ────  ────  ──",
        "A               ! A1  ✓ A2  A3",
        "B               B1    B2    B3",
    ]
    settled = grade(GRID, {"employees": 80, "country": "NL", "demo": True, "visits": 0, "opted_out": False})
    assert repr(settled).splitlines()[0] == "Lead grade: A2"
    assert repr(settled).splitlines()[4] == "A               A1  ✓ A2  A3"
    nowhere = grade(GRID, {"employees": 80, "country": "NL", "opted_out": True, "demo": True, "visits": 5})
    assert repr(nowhere).splitlines()[0] == "Lead grade: in no cell"


def test_a_grade_is_plain_data() -> None:
    """With both ratings in full."""
    found = grade(GRID, {"employees": 80, "country": "NL", "demo": True, "opted_out": False})
    assert found.to_dict() == {
        "format": 1,
        "grid": "grade",
        "cell": "A2",
        "cells": ["A1", "A2"],
        "row": found.row.to_dict(),
        "column": found.column.to_dict(),
    }


def test_a_grid_is_written_as_it_is_built() -> None:
    """With its title, if it has one, as long as that stays under 4 KB."""
    assert repr(Grid("grade", FIT, INTEREST)) == f"Grid('grade', {FIT!r}, {INTEREST!r})"
    assert repr(GRID) == f"Grid('grade', {FIT!r}, {INTEREST!r}, title='Lead grade')"
    long = Score("fit", [Points(1, when=field(f"f{i:03}") > 1) for i in range(99)], bands={"A": 1})
    room = LONGEST - len(repr(Grid("grade", long, INTEREST, title="t")))
    written, cut = (repr(Grid("grade", long, INTEREST, title="t" * (1 + more))) for more in (room, room + 1))
    assert len(written) == LONGEST
    assert cut == "<Grid 'grade': 1 × 3 cells>"


def test_O03_a_grid_of_large_scores_is_shown_short() -> None:
    """Its name and its size then."""
    many = Score("fit", [Points(1, when=field(f"f{i}") > 1) for i in range(500)], bands={"A": 1})
    assert repr(Grid("grade", many, INTEREST)) == "<Grid 'grade': 1 × 3 cells>"
    assert repr(GRID).startswith("Grid('grade', Score('fit', ")


def test_events_count_in_rows_and_columns_alike() -> None:
    """Both scores see the same events, however they are given, and the same instant."""
    now = datetime(2026, 3, 1, tzinfo=UTC)
    fresh = Score("fresh", [Points(9, each=did("demo", within=timedelta(days=10)))], bands={"A": 9, "B": 0})
    often = Score("often", [Points(9, each=did("demo"), half_life=timedelta(days=30))], bands={"1": 8, "2": 0})
    grid = Grid("g", fresh, often)
    events = [Event("L1", now - timedelta(days=1), "demo")]
    assert grade(grid, {}, events, as_of=now).cell == "A1"
    assert grade(grid, {}, iter(events), as_of=now).cell == "A1"
    assert grade(grid, {}, events, as_of=now + timedelta(days=30)).cell == "B2"
    assert grade(grid, {}, [], as_of=now).cell == "B2"


def test_a_grade_holds_two_ratings_by_the_scores_of_its_grid() -> None:
    """Anything else is refused when it is made, not when it is shown."""
    found = grade(GRID, {"employees": 80})
    assert Grade(GRID, found.row, found.column) == found
    again = pickle.loads(pickle.dumps(GRID))
    assert Grade(again, found.row, found.column).cell == found.cell  # an equal score is the score
    wrong: Any
    for wrong, told in (
        ((1, found.row, found.column), "stands in a Grid, not in 1"),
        ((GRID, 1, found.column), "the row of a Grade is a Rating, not 1"),
        ((GRID, found.row, 1), "the column of a Grade is a Rating, not 1"),
        ((GRID, found.column, found.row), "the row of a Grade is rated by 'fit', not by 'interest'"),
    ):
        with pytest.raises(DocumentError, match=told) as caught:
            Grade(*wrong)
        assert caught.value.code == "wrong-type"


@given(st.sets(st.sampled_from(GRID.cells), min_size=1))
def test_the_cells_of_a_rule_are_found_again(cells: set[str]) -> None:
    """Branch by branch, all of them and each once."""
    found = [cell for branch in cells_in(GRID.is_in(cells)) for cell in branch]
    assert sorted(found) == sorted(cells)


@pytest.mark.parametrize(
    "rule",
    [
        field("a") > 1,
        (field("a") > 1) & (FIT >= 60),
        (FIT >= 60) & (INTEREST >= 30) & (field("a") > 1),
        (FIT >= 55) & (INTEREST >= 30),
        (FIT > 60) & (INTEREST >= 30),
        ~(FIT >= 60) & (INTEREST >= 30),
        (Score("other", FIT.points) >= 60) & (INTEREST >= 30),
        ((FIT >= 60) & (INTEREST >= 30)) | (FIT >= 60),
        ((FIT >= 60) & (INTEREST >= 30)) | ((INTEREST >= 30) & (FIT >= 60)),
        (FIT >= 999) & (INTEREST >= 30),
        AllOf([AllOf([FIT >= 60]), INTEREST >= 30]),
        (Score("x", FIT.points, bands={"A": 1, "A1": 0}) >= 1) & (Score("y", FIT.points, bands={"1": 2, "11": 1}) >= 2),
    ],
)
def test_other_rules_over_two_scores_have_no_cells(rule: Any) -> None:  # noqa: ANN401 - any rule
    """What `is_in` has not made is told as it was written."""
    assert cells_in(rule.named("mine")) == ()
