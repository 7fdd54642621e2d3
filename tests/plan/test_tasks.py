"""Tasks: one person answers for each."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from tests.plan.build import codes, task

from alignkit.errors import DocumentError, LimitError, TimeError
from alignkit.plan.tasks import Task


def test_one_person_answers_for_a_task() -> None:
    """Two are refused, and told what they can be."""
    with pytest.raises(DocumentError, match="one person answers for a task, and the others are") as caught:
        task(accountable=["Bram", "Iris"])
    assert codes(caught.value) == [("one-accountable", "accountable")]
    assert task(supporters=["Iris", "Noor"]).people == ("Bram", "Iris", "Noor")


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"name": " "}, [("bad-id", "name")]),
        ({"accountable": ""}, [("bad-id", "accountable")]),
        ({"accountable": None}, [("wrong-type", "accountable")]),
        ({"team": 5}, [("wrong-type", "team")]),
        ({"serves": " mqls"}, [("bad-id", "serves")]),
        ({"serves": None}, [("wrong-type", "serves")]),
        ({"supporters": "Iris"}, [("wrong-type", "supporters")]),
        ({"supporters": ["Iris", 5]}, [("wrong-type", "supporters[1]")]),
        ({"supporters": ["Bram"]}, [("duplicate-id", "supporters[0]")]),
        ({"supporters": ["Iris", "Noor", "Iris"]}, [("duplicate-id", "supporters[2]")]),
        ({"name": "a\nb", "team": ""}, [("bad-id", "name"), ("bad-id", "team")]),
    ],
)
def test_a_faulty_task_is_refused(parts: dict[str, Any], found: list[tuple[str, str]]) -> None:
    """Every fault at once, each at its place."""
    with pytest.raises(DocumentError) as caught:
        task(**parts)
    assert codes(caught.value) == found


@pytest.mark.parametrize("day", ["2026-03-31", datetime(2026, 3, 31, tzinfo=UTC), None, 5])
def test_a_task_is_due_on_a_date(day: object) -> None:
    """An instant is none, and text is none."""
    with pytest.raises(TimeError) as caught:
        task(due=day)
    assert codes(caught.value) == [("not-a-date", "due")]
    if day is not None:
        with pytest.raises(TimeError) as caught:
            task(done=day)
        assert codes(caught.value) == [("not-a-date", "done")]


def test_how_a_task_stands() -> None:
    """Due soon from two weeks before; overdue from the day after; done from the day that it was done."""
    due = task(done=date(2026, 4, 5))
    states = {
        day: due.state(datetime(2026, *day, 12, tzinfo=UTC))
        for day in [(3, 16), (3, 17), (3, 31), (4, 1), (4, 4), (4, 5)]
    }
    assert states == {
        (3, 16): "open", (3, 17): "due soon", (3, 31): "due soon", (4, 1): "overdue", (4, 4): "overdue", (4, 5): "done",
    }  # fmt: skip


def test_the_day_is_the_one_that_clocks_show() -> None:
    """One instant is the last of March in New York and the first of April in Amsterdam."""
    instant = datetime(2026, 4, 1, 0, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert task().state(instant) == "overdue"
    assert task().state(instant.astimezone(ZoneInfo("America/New_York"))) == "due soon"
    with pytest.raises(TimeError):
        task().state(datetime(2026, 4, 1))  # noqa: DTZ001 - naive on purpose


def test_O04_O05_copies_are_equal_and_changes_are_validated() -> None:
    """As of every value; a name has at most 200 characters."""
    found = task(supporters=["Iris"], done=date(2026, 3, 1))
    assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found
    assert hash(found) == hash(copy.copy(found))
    with pytest.raises(DocumentError):
        attrs.evolve(found, accountable="Iris")
    with pytest.raises(LimitError):
        task("x" * 201)


def test_data() -> None:
    """Dates as text; what is not there is None."""
    assert task(serves="").to_dict() == {
        "name": "Spring fair", "accountable": "Bram", "team": "sales", "due": "2026-03-31", "serves": None,
        "supporters": [], "done": None,
    }  # fmt: skip
    assert task(done=date(2026, 3, 1)).to_dict()["done"] == "2026-03-01"
    assert eval(repr(task()), {"Task": Task, "datetime": __import__("datetime")}) == task()  # noqa: S307 - our own text
