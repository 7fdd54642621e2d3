"""Whatever shows itself, as a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from alignkit.errors import DocumentError
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import YearPlan, YearTarget
from alignkit.reports.answer_page import answer_page
from alignkit.rules.explain import explain
from alignkit.rules.field import field

FAIR = Task("Spring fair", "Bram", "sales", date(2026, 4, 1), serves="mqls", supporters=["Iris"])
PLAN = YearPlan(2026, [YearTarget("mqls", [90, 100, 80, 130], whole=400)], [FAIR], aim="No lead waits")


def test_the_plan_of_a_year_is_a_page(page: Callable[[str], Any]) -> None:
    """One heading, the targets, the tasks and who does what."""
    read = page(answer_page(PLAN, "Our 2026"))
    read.stands_alone()
    assert read.elements.count("h1") == 1
    for words in ("No lead waits", "Spring fair", "Bram", "Iris", "400"):
        assert words in read.text


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '" onmouseover="alert(1)'])
def test_O01_hostile_names(name: str, page: Callable[[str], Any]) -> None:
    """In the title and in what is shown, they read right, and do nothing."""
    for answer in (
        Playbook([Play("mql", {name: name})]),
        YearPlan(2026, [], [Task(name, name, name, date(2026, 4, 1), serves="mqls")]),
        explain(field(name) >= 1, {name: 2}),
    ):
        read = page(answer_page(answer, name))
        read.stands_alone()
        assert name in read.text


def test_only_answers_have_a_page() -> None:
    """In words that say what is due."""
    with pytest.raises(DocumentError, match="shows an answer of alignkit") as caught:
        answer_page("plan", "Plan")  # type: ignore[arg-type]  # what is refused
    assert caught.value.issues[0].path == "answer"
    for title in ("", "  ", 2026):
        with pytest.raises(DocumentError, match="title of a page is text") as caught:
            answer_page(PLAN, title)  # type: ignore[arg-type]  # what is refused
        assert caught.value.issues[0].path == "title"
