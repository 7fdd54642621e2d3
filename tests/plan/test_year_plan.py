"""The year's plan: one page that both teams own."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.plan.build import codes, task, told

from alignkit.currency import money
from alignkit.display.text import to_text
from alignkit.errors import DocumentError, Finding, LimitError, TimeError
from alignkit.instants import days
from alignkit.plan.doubt import plan_state
from alignkit.plan.year_plan import PlanState, YearPlan, YearTarget

EURO = money(1, "EUR")
APRIL = datetime(2026, 4, 5, 12, tzinfo=UTC)
MQLS = YearTarget("mqls", [90, 100, 80, 130], whole=400)
PLAN = YearPlan(
    2026,
    [MQLS, YearTarget("revenue", [money(60_000, "EUR")] * 4, whole=money(240_000, "EUR"))],
    [
        task("Call script", accountable="Noor", due=date(2026, 4, 12), serves=""),
        task("Spring fair", supporters=["Iris"]),
        task("Case studies", accountable="Iris", team="marketing", done=date(2026, 3, 20), supporters=["Noor"]),
        task("Autumn fair", due=date(2026, 10, 1)),
    ],
    aim="One story from the first click to the order.",
)


def test_quarters_sum_to_the_year() -> None:
    """Exactly, where the year's target is told."""
    assert told(*MQLS.quarters, MQLS.whole) == (90, 100, 80, 130, 400)
    assert YearTarget("x", [0.1] * 4, whole=0.4).whole == Fraction(2, 5)
    with pytest.raises(DocumentError, match="the quarters of 'mqls' sum to 390, must be 400") as caught:
        YearTarget("mqls", [90, 100, 70, 130], whole=400)
    assert codes(caught.value) == [("quarters-sum", "whole")]
    with pytest.raises(DocumentError, match="sum to 4 EUR, must be 5 EUR"):
        YearTarget("revenue", [money(1, "EUR")] * 4, whole=money(5, "EUR"))


def test_what_does_not_add_up_has_no_whole() -> None:
    """Shares and times."""
    assert YearTarget("touched", [0.8, 0.85, 0.9, 0.9]).whole is None
    assert YearTarget("speed", [days(3), days(2), days(2), days(1)]).quarters[0] == days(3)


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"goal": ""}, [("bad-id", "goal")]),
        ({"quarters": [1, 2, 3]}, [("wrong-length", "quarters")]),
        ({"quarters": "1234"}, [("wrong-type", "quarters")]),
        ({"quarters": [1, "2", None, True]}, [("wrong-type", f"quarters[{n}]") for n in (1, 2, 3)]),
        ({"quarters": [1, money(2, "EUR"), 3, 4]}, [("wrong-type", "quarters[1]")]),
        (
            {"quarters": [EURO, money(2, "USD"), EURO, EURO]},
            [("mixed-currencies", "quarters[1]")],
        ),
        ({"quarters": [1, 2, -3, 4]}, [("negative-target", "quarters[2]")]),
        ({"quarters": [1, 2, 3, float("nan")]}, [("not-finite", "quarters[3]")]),
        ({"whole": days(1)}, [("wrong-type", "whole")]),
        ({"whole": "400"}, [("wrong-type", "whole")]),
    ],
)
def test_a_faulty_target_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Every fault at once, each at its place."""
    with pytest.raises(DocumentError) as caught:
        YearTarget(**({"goal": "mqls", "quarters": [1, 2, 3, 4]} | parts))
    assert codes(caught.value) == found


def test_tasks_are_kept_by_due_date() -> None:
    """In whatever order they were noted."""
    assert [found.name for found in PLAN.tasks] == ["Case studies", "Spring fair", "Call script", "Autumn fair"]
    assert YearPlan(2026, PLAN.targets, reversed(PLAN.tasks), aim=PLAN.aim) == PLAN


def test_who_does_what() -> None:
    """By person, by goal, by name."""
    assert PLAN.people == ("Bram", "Iris", "Noor")
    assert PLAN.teams == ("marketing", "sales")
    assert [found.name for found in PLAN.of("Iris")] == ["Case studies", "Spring fair"]
    assert [found.name for found in PLAN.serving("mqls")] == ["Case studies", "Spring fair", "Autumn fair"]
    assert PLAN.task("Call script").accountable == "Noor"
    with pytest.raises(DocumentError, match="did you mean 'Spring fair'"):
        PLAN.task("Sprang fair")


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"year": 0}, [("no-such-year", "year")]),
        ({"year": "2026"}, [("no-such-year", "year")]),
        ({"year": True}, [("no-such-year", "year")]),
        ({"targets": 5}, [("wrong-type", "targets")]),
        ({"targets": [MQLS, 5]}, [("wrong-type", "targets[1]")]),
        ({"tasks": ["fair"]}, [("wrong-type", "tasks[0]")]),
        ({"targets": [MQLS, MQLS]}, [("duplicate-id", "targets[1]")]),
        ({"tasks": [task("Fair"), task("fair", due=date(2026, 5, 1))]}, [("confusable-id", "tasks[1]")]),
        ({"aim": " "}, [("blank-text", "aim")]),
        ({"aim": None}, [("wrong-type", "aim")]),
        (
            {"year": 0, "targets": [None]},
            [("wrong-type", "targets[0]"), ("no-such-year", "year")],
        ),
    ],
)
def test_a_faulty_plan_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Every fault at once, each at its place."""
    with pytest.raises(DocumentError) as caught:
        YearPlan(**({"year": 2026} | parts))
    assert codes(caught.value) == found


def test_the_page_tells_all() -> None:
    """Targets, tasks by due date, who does what; and what is done."""
    shown = to_text(PLAN.blocks(), width=100)
    assert "The plan for 2026, owned by marketing and sales together" in shown
    assert "One story" in shown
    assert "60,000 EUR" in shown
    assert shown.index("Case studies") < shown.index("Spring fair") < shown.index("Autumn fair")
    assert "done 2026-03-20" in shown
    assert ["Iris", "1", "1", "Spring", "fair", "(2026-03-31)"] in [line.split() for line in shown.splitlines()]


def test_the_state_of_the_plan() -> None:
    """Overdue, due soon, open and done sum to all tasks, and are said in a sentence."""
    state = plan_state(PLAN, as_of=APRIL, goals=["mqls"], teams=["marketing", "sales"])
    assert state.counts == {"overdue": 1, "due soon": 1, "open": 1, "done": 1}
    assert [found.name for found in state.tasks("overdue")] == ["Spring fair"]
    assert state.sentence == "1 of 4 tasks is done, 1 is overdue, 1 is due within two weeks."
    shown = to_text(state.blocks(), width=100)
    assert "As of 2026-04-05" in shown
    assert "✗ overdue" in shown
    assert "To look at" in shown
    assert "revenue" in shown
    data = json.loads(json.dumps(state.to_dict()))
    assert (data["kind"], data["counts"]["due-soon"], data["tasks"][0]["state"]) == ("plan-state", 1, "done")


def test_a_plan_without_tasks_or_with_one() -> None:
    """As few words."""
    empty = plan_state(YearPlan(2026), as_of=APRIL)
    assert empty.sentence == "The plan of 2026 has no tasks yet."
    assert "The plan for 2026" in to_text(YearPlan(2026).blocks())
    one = plan_state(YearPlan(2026, tasks=[task(due=date(2026, 12, 1))]), as_of=APRIL)
    assert one.sentence == "0 of 1 task are done."
    late = [task(f"t{n}") for n in range(2)] + [task(f"s{n}", due=date(2026, 4, 9)) for n in range(2)]
    assert plan_state(YearPlan(2026, tasks=late), as_of=APRIL).sentence == (
        "0 of 4 tasks are done, 2 are overdue, 2 are due within two weeks."
    )


def test_data() -> None:
    """Plain, versioned, and JSON can hold it."""
    data = json.loads(json.dumps(PLAN.to_dict()))
    assert (data["kind"], data["year"], len(data["tasks"])) == ("year-plan", 2026, 4)
    assert data["targets"][0] == {"goal": "mqls", "quarters": [90, 100, 80, 130], "whole": 400}
    assert YearPlan(2026).to_dict()["aim"] is None


def test_O01_O03_escaped_and_bounded() -> None:
    """Names are taken as they come, and 10,000 tasks are too many to show."""
    bad = "<script>alert(1)</script>"
    found = YearPlan(2026, tasks=[task(bad, accountable=bad + "x", supporters=[bad])], aim=bad)
    assert "<script" not in found._repr_html_()
    many = YearPlan(2026, tasks=[task(f"task {n}", accountable=f"person {n}") for n in range(10_000)])
    state = plan_state(many, as_of=APRIL)
    assert len(repr(many)) < 100
    assert len(repr(state).encode()) < 4096
    assert len(state._repr_html_().encode()) < 200 * 1024
    with pytest.raises(LimitError) as caught:
        YearPlan(2026, tasks=[*many.tasks, task("one more")])
    assert codes(caught.value) == [("too-many", "tasks")]
    with pytest.raises(LimitError):
        YearPlan(2026, targets=[MQLS] * 201)
    with pytest.raises(LimitError):
        YearPlan(2026, aim="x" * 2001)


def test_O04_O05_copies_are_equal_and_changes_are_validated() -> None:
    """As of every value."""
    state = plan_state(PLAN, as_of=APRIL)
    for value in (PLAN, MQLS, state):
        assert pickle.loads(pickle.dumps(value)) == copy.deepcopy(value) == value
    with pytest.raises(DocumentError):
        attrs.evolve(MQLS, whole=1)
    assert attrs.evolve(PLAN, year=2027).tasks == PLAN.tasks
    with pytest.raises(TimeError):
        PlanState(PLAN, APRIL.replace(tzinfo=None))
    with pytest.raises(DocumentError):
        PlanState("plan", APRIL)  # type: ignore[arg-type]  # what a user may give


def test_nothing_is_a_target_and_the_first_and_last_year_have_plans() -> None:
    """A quarter may bring 0; years go from 1 to 9998."""
    assert told(*YearTarget("mqls", [0, 0, 0, 5], whole=5).quarters) == (0, 0, 0, 5)
    assert YearTarget("mqls", [0] * 4).whole is None
    assert (YearPlan(1).year, YearPlan(9998).year) == (1, 9998)
    for year in (0, 9999):
        with pytest.raises(DocumentError, match=f"a year is 1 to 9998, not {year}"):
            YearPlan(year)


def test_the_data_of_a_plan_and_of_its_state_in_full() -> None:
    """Every key, in order, as a file holds them."""
    fair = task(supporters=["Iris"])
    plan = YearPlan(2026, [YearTarget("mqls", [90, 100, 80, 130], whole=400)], [fair], aim="One story.")
    noted = {
        "name": "Spring fair", "accountable": "Bram", "team": "sales", "due": "2026-03-31", "serves": "mqls",
        "supporters": ["Iris"], "done": None,
    }  # fmt: skip
    assert json.dumps(plan.to_dict()) == json.dumps(
        {
            "alignkit": 1,
            "kind": "year-plan",
            "year": 2026,
            "aim": "One story.",
            "targets": [{"goal": "mqls", "quarters": [90, 100, 80, 130], "whole": 400}],
            "tasks": [noted],
        }
    )
    doubt = Finding("late", "it is late", "tasks[0]", "warning")
    assert json.dumps(PlanState(plan, APRIL, [doubt]).to_dict()) == json.dumps(
        {
            "alignkit": 1,
            "kind": "plan-state",
            "year": 2026,
            "as_of": "2026-04-05T12:00:00+00:00",
            "counts": {"overdue": 1, "due-soon": 0, "open": 0, "done": 0},
            "tasks": [{**noted, "state": "overdue"}],
            "findings": [doubt.to_dict()],
        }
    )
