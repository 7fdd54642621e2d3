"""What is doubtful about a plan and a playbook."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from tests.funnel.build import INBOUND
from tests.plan.build import task

from alignkit.errors import DocumentError, Finding, TimeError
from alignkit.plan.doubt import plan_doubts, plan_state, playbook_doubts
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.year_plan import YearPlan, YearTarget

APRIL = datetime(2026, 4, 1, tzinfo=UTC)
WHOLE = Playbook([Play(stage.id, {stage.owner: "Calls"}) for stage in INBOUND.path])


def found(doubts: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Return each doubt's code, place and level."""
    return [(doubt.code, doubt.path, doubt.level) for doubt in doubts]


def test_nothing_to_doubt() -> None:
    """A plan that both teams own, whose tasks serve goals and are not due yet."""
    plan = YearPlan(2026, [YearTarget("mqls", [1, 2, 3, 4])], [task("Fair"), task("Webinar", team="marketing")])
    march = datetime(2026, 3, 31, 23, tzinfo=UTC)
    assert plan_doubts(plan, goals=["mqls"], teams=["marketing", "sales"], as_of=march) == ()
    assert plan_doubts(YearPlan(2026), goals=[], teams=["marketing", "sales"], as_of=march) == ()


def test_a_task_that_serves_nothing() -> None:
    """It is a warning, with what to do about it."""
    (doubt,) = plan_doubts(YearPlan(2026, tasks=[task(serves="")]), goals=["mqls"])
    assert found((doubt,)) == [("serves-nothing", "tasks[0].serves", "warning")]
    assert doubt.message == "the task 'Spring fair' serves no goal: say which it is to move, or leave it out"


def test_an_unknown_goal() -> None:
    """Of a task or a target, with the nearest name; not asked where no goals are given."""
    plan = YearPlan(2026, [YearTarget("mlqs", [1, 2, 3, 4])], [task(serves="mql")])
    doubts = plan_doubts(plan, goals=["mqls"])
    assert found(doubts) == [
        ("unknown-goal", "targets[0].goal", "warning"),
        ("unknown-goal", "tasks[0].serves", "warning"),
    ]
    assert all("did you mean 'mqls'" in doubt.message for doubt in doubts)
    assert found(plan_doubts(plan)) == [("goal-without-task", "targets[0].goal", "note")]


def test_overdue_as_of() -> None:
    """From the day after; told with the person who can say why, and without any blame."""
    plan = YearPlan(2026, tasks=[task(), task("Done", done=date(2026, 4, 1))])
    (doubt,) = plan_doubts(plan, as_of=APRIL)
    assert found((doubt,)) == [("overdue", "tasks[1].due", "warning")]
    assert doubt.message == "the task 'Spring fair' of Bram was due on 2026-03-31 and is still open"
    assert plan_doubts(plan) == ()
    with pytest.raises(TimeError):
        plan_doubts(plan, as_of=APRIL.replace(tzinfo=None))


def test_teams() -> None:
    """Both own the plan; a third is a slip."""
    plan = YearPlan(2026, tasks=[task(), task("Webinar", team="sale")])
    assert found(plan_doubts(plan, teams=["marketing", "sales"])) == [
        ("unknown-team", "tasks[1].team", "warning"),
        ("team-without-task", "tasks", "warning"),
    ]


def test_a_task_of_another_year() -> None:
    """Due in January of the next."""
    plan = YearPlan(2026, tasks=[task(due=date(2027, 1, 1))])
    assert found(plan_doubts(plan)) == [("due-in-another-year", "tasks[0].due", "warning")]


def test_a_state_holds_the_doubts() -> None:
    """The same ones."""
    plan = YearPlan(2026, tasks=[task(serves="")])
    assert plan_state(plan, as_of=APRIL, goals=["x"]).findings == plan_doubts(plan, as_of=APRIL, goals=["x"])
    plan = YearPlan(2026, tasks=[task(done=date(2026, 3, 30))])
    state = plan_state(plan, as_of=APRIL, goals=["x"], teams=["support"])
    assert [doubt.code for doubt in state.findings] == ["unknown-goal", "unknown-team", "team-without-task"]
    assert plan_state(plan, as_of=APRIL).findings == ()


def test_what_is_no_plan() -> None:
    """And lists that are none."""
    with pytest.raises(DocumentError):
        plan_doubts("plan")  # type: ignore[arg-type]  # what a user may give
    with pytest.raises(DocumentError):
        plan_doubts(YearPlan(2026), goals="mqls")
    with pytest.raises(DocumentError):
        plan_doubts(YearPlan(2026), teams="sales")


def test_a_whole_playbook() -> None:
    """A play for each stage of the path is enough; an exit needs none."""
    assert playbook_doubts(WHOLE, INBOUND) == ()
    assert playbook_doubts(WHOLE, INBOUND, teams=["marketing", "sales"]) == ()
    assert playbook_doubts(Playbook([*WHOLE.plays, Play("lost", {"sales": "Asks why"})]), INBOUND) == ()


def test_plays_and_stages_that_do_not_meet() -> None:
    """A stage of the funnel without a play; a play for a stage that there is not."""
    doubts = playbook_doubts(Playbook([*WHOLE.plays[1:], Play("leed", {"marketing": "Mails"})]), INBOUND)
    assert found(doubts) == [("unknown-stage", "plays[5].stage", "warning"), ("stage-without-play", "plays", "warning")]
    assert "did you mean 'lead'" in doubts[0].message
    assert doubts[1].message == "nobody has said what the teams do with a lead in 'lead'"


def test_a_team_without_a_part() -> None:
    """The owner of the stage has nothing to do, or a team is none of the teams."""
    book = Playbook([Play("lead", {"sales": "Calls"}), *WHOLE.plays[1:]])
    assert found(playbook_doubts(book, INBOUND)) == [("owner-without-play", "plays[0].does", "warning")]
    book = Playbook([Play("lead", {"marketing": "Mails", "suport": "Helps"}), *WHOLE.plays[1:]])
    (doubt,) = playbook_doubts(book, INBOUND, teams=["marketing", "sales", "support"])
    assert (doubt.code, doubt.path) == ("unknown-team", "plays[0].does")
    assert "did you mean 'support'" in doubt.message
    with pytest.raises(DocumentError):
        playbook_doubts(book, "inbound")  # type: ignore[arg-type]  # what a user may give
    with pytest.raises(DocumentError):
        playbook_doubts("book", INBOUND)  # type: ignore[arg-type]  # the same
    with pytest.raises(DocumentError):
        playbook_doubts(book, INBOUND, teams="sales")
