"""Occurrences: when a pattern matched a journey, and by which event."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.funnel.build import EXITS, HANDED, PATH, act, day, entry, followed, walked

from alignkit.errors import DocumentError
from alignkit.funnel.journeys import Journey
from alignkit.funnel.match import Occurrence, occurrences
from alignkit.funnel.patterns import Pattern, accepted, entered, left, rejected
from alignkit.funnel.stages import Boundary, Funnel
from alignkit.rules.field import field
from alignkit.rules.predicates import did


def times(pattern: Pattern, journey: Journey) -> list[timedelta]:
    """Return when a pattern matched, as time since the first of January."""
    return [found.at - day(0) for found in occurrences(pattern, journey)]


def test_every_entry_matches_the_inferred_too() -> None:
    """Re-entries match again; an inferred entry is marked, and carries the event that implies it."""
    journey = walked(entry("sal", 1), entry("lead", 2), entry("mql", 4))
    first, second = occurrences(entered("mql"), journey)
    assert first == Occurrence(day(1), journey.events[0], inferred=True, stage="mql")
    assert second == Occurrence(day(4), journey.events[2], inferred=False, stage="mql")


def test_left_carries_the_event_that_ended_the_visit() -> None:
    """By a move and by a cleared stage; a visit that lasts has not been left."""
    journey = walked(entry("mql", 1), entry("sal", 3), entry(None, 5), entry("sal", 6))
    assert occurrences(left("mql"), journey) == (Occurrence(day(3), journey.events[1], stage="mql"),)
    assert occurrences(left("sal"), journey) == (Occurrence(day(5), journey.events[2], stage="sal"),)
    assert occurrences(left("lead"), journey)[0].inferred


def test_answers_match_by_stage_and_reason() -> None:
    """`accepted("sal")` are those into that stage; `rejected(reason)` those that give it."""
    journey = walked(
        entry("mql", 1),
        act("reject", 2, "no budget"),
        entry("mql", 3),
        act("accept", 4),
        act("accept", 5),
        funnel=HANDED,
    )
    assert [found.stage for found in occurrences(accepted("sal"), journey)] == ["sal", "sal"]
    assert occurrences(accepted(), journey) == occurrences(accepted("sal"), journey)
    assert occurrences(accepted("won"), journey) == ()
    assert times(rejected(), journey) == times(rejected("no budget"), journey) == [timedelta(days=2)]
    assert occurrences(rejected("spam"), journey) == ()


def test_an_acceptance_that_is_unclear_matches_without_a_stage() -> None:
    """It happened; where it led is not known."""
    two = Funnel("two", PATH, EXITS, boundaries=[Boundary("mql", "sal", "lead"), Boundary("sql", "won", "lost")])
    journey = walked(entry("lead", 1), act("accept", 2), funnel=two)
    assert len(occurrences(accepted(), journey)) == 1
    assert occurrences(accepted("sal"), journey) == ()


def test_did_matches_kind_name_and_attributes() -> None:
    """A touch by its kind or its value; `where` asks about the event's own attributes."""
    journey = walked(act("touch", 1, "call", minutes=3), act("touch", 2, "mail"), act("webinar", 3))
    assert times(did("call"), journey) == [timedelta(days=1)]
    assert times(did("touch"), journey) == [timedelta(days=1), timedelta(days=2)]
    assert times(did("call", where=field("minutes") > 5), journey) == []
    assert times(did("webinar"), journey) == [timedelta(days=3)]


def test_did_with_a_count_matches_from_that_event_on() -> None:
    """The second call within seven days of the first, both ends included; each later one that qualifies."""
    journey = walked(*(act("touch", at, "call") for at in (1, 8, 15.1, 16)))
    assert times(did("call", at_least=2), journey) == [timedelta(days=at) for at in (8, 15.1, 16)]
    assert times(did("call", at_least=2, within=timedelta(days=7)), journey) == [timedelta(days=at) for at in (8, 16)]


def test_a_join_is_in_time_order_and_counts_once() -> None:
    """Ties follow the events of the journey; what two parts match alike is one occurrence."""
    journey = walked(act("touch", 3, "call"), entry("mql", 1), entry("sal", 3))
    joined = occurrences(entered("sal") | did("call") | entered("mql"), journey)
    assert [found.stage for found in joined] == ["mql", None, "sal"]
    assert len(occurrences(did("call") | did("touch"), journey)) == 1  # type: ignore[arg-type]  # a rule, read as a join


def test_S07_a_misspelt_stage_is_no_silent_zero() -> None:
    """A pattern over a stage that the funnel does not have is refused."""
    for pattern in (entered("slq"), left("slq"), accepted("slq")):
        with pytest.raises(DocumentError, match=r"did you mean 'sql'\?"):
            occurrences(pattern, walked())


def test_arguments_of_another_kind() -> None:
    """A pattern is matched with one journey."""
    with pytest.raises(DocumentError, match="wrong-type"):
        occurrences(entered("mql"), followed())  # type: ignore[arg-type]  # wrong on purpose
