"""What a plan is made of is checked: whatever is wrong is said in alignkit's own errors."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest
from tests.plan.build import codes, planned

from alignkit.errors import DocumentError
from alignkit.plan.checked import checked_names, checked_text, is_left_out
from alignkit.plan.doubled import DoubledTouches
from alignkit.plan.doubt import plan_doubts, playbook_doubts
from alignkit.plan.plays import Play, Playbook
from alignkit.plan.tasks import Task
from alignkit.plan.year_plan import PlanState, YearPlan

DAY = datetime(2026, 2, 16, tzinfo=UTC)


class Odd:
    """Something that cannot be compared with text, as an array cannot."""

    def __eq__(self, other: object) -> bool:
        raise ValueError("ambiguous")

    __hash__ = None  # type: ignore[assignment]  # nor kept in a set


def test_half_a_character_is_refused_where_it_is_told() -> None:
    """JSON can hold it, and no file could be written with it."""
    with pytest.raises(DocumentError, match=r"bad-text.*at character 2"):
        checked_text("a\ud800", "the text of a decision")
    assert checked_text("👍🏽 שלום", "a text") == "👍🏽 שלום"


def test_a_text_that_is_left_out_is_blank_text_and_nothing_else() -> None:
    """What cannot be compared with text is no text, and is told as such."""
    assert [is_left_out(value) for value in ("", " ", None, 0, Odd())] == [True, False, False, False, False]
    odd: Any = Odd()
    with pytest.raises(DocumentError, match="wrong-type"):
        Task("Fair", "Bram", "sales", date(2026, 4, 1), serves=odd)
    with pytest.raises(DocumentError, match="wrong-type"):
        YearPlan(2026, aim=odd)


def test_lists_of_names_hold_text() -> None:
    """Each that is none is told by its place."""
    with pytest.raises(DocumentError) as caught:
        checked_names(["a", None, 3], "the goals", path="goals")
    assert [issue.path for issue in caught.value.issues] == ["goals[1]", "goals[2]"]
    plan, wrong = YearPlan(2026, tasks=[Task("Fair", "Bram", "sales", date(2026, 4, 1), serves="mqls")]), [None]
    for given in ({"goals": wrong}, {"teams": wrong}):
        with pytest.raises(DocumentError, match="wrong-type"):
            plan_doubts(plan, **given)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(DocumentError, match="wrong-type"):
        playbook_doubts(Playbook([Play("mql", {"sales": "Calls"})]), "funnel", teams=wrong)  # type: ignore[arg-type]  # what is refused
    with pytest.raises(DocumentError, match="wrong-type"):
        DoubledTouches((), DAY - DAY, 0, [None, 3], DAY)  # type: ignore[list-item]  # what is refused
    with pytest.raises(DocumentError, match="wrong-type"):
        PlanState(plan, DAY, ["overdue"])  # type: ignore[list-item]  # what is refused
    assert Play("mql", {"sales": "Calls"}).by([]) == ""  # type: ignore[arg-type]  # no team is a list


@pytest.mark.parametrize("part", ["count", "lowest", "highest"])
def test_O05_the_numbers_of_a_need_are_fractions(part: str) -> None:
    """When it is evolved, too."""
    need = planned().first
    values: tuple[Any, ...] = (None, "400", float("nan"), True)
    for wrong in values:
        with pytest.raises(DocumentError) as caught:
            attrs.evolve(need, **{part: wrong})
        assert codes(caught.value) == [("wrong-type", part)]
