"""The same history under another SLA or calendar: which clocks come out otherwise."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, OFFICE, at, call, happened, journeys, stage

from alignkit.display.text import to_text
from alignkit.errors import DocumentError
from alignkit.funnel.patterns import accepted, entered, left
from alignkit.handoff.measure import measure
from alignkit.handoff.slas import SLA
from alignkit.handoff.what_if import what_if
from alignkit.instants import hours
from alignkit.rules.predicates import did
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import work_hours

AS_OF = at("2026-01-09 17:00")
HISTORY = journeys(
    [
        stage("2026-01-05 09:00", "mql", lead="quick"),
        call("2026-01-05 10:00", lead="quick"),
        stage("2026-01-05 09:00", "mql", lead="slow"),
        call("2026-01-05 12:00", lead="slow"),
        stage("2026-01-05 16:00", "mql", lead="late"),
        call("2026-01-06 14:00", lead="late"),
        stage("2026-01-09 16:00", "mql", lead="open"),
    ]
)
SHORT = attrs.evolve(FIRST_TOUCH, within=work_hours(2))


def test_half_the_time() -> None:
    """Who called after three hours kept the old promise and would have broken the new one."""
    found = what_if(FIRST_TOUCH, SHORT, HISTORY, as_of=AS_OF)
    assert [(change.lead, *change.states) for change in found.changes] == [("slow", "met", "breached")]
    assert found.moves == (("met", "breached", 1),)
    assert found.moved == 4
    assert found.sentence == (
        "67 % met (2 of 3) before, 33 % met (1 of 3) after: 1 clock comes out otherwise; 4 are due at another time"
    )
    assert found.before.items == measure(FIRST_TOUCH, HISTORY, as_of=AS_OF).items
    assert found.after.items == measure(SHORT, HISTORY, as_of=AS_OF).items


def test_another_calendar() -> None:
    """Whoever is there in the evening has called the late one in time, and has less time for the rest of the day."""
    evening = attrs.evolve(OFFICE, week={"mon-fri": ["09:00-21:00"]})
    found = what_if(FIRST_TOUCH, attrs.evolve(FIRST_TOUCH, calendar=evening), HISTORY, as_of=AS_OF)
    assert [(change.lead, *change.states) for change in found.changes] == []
    assert found.moved == 2
    weekend = WorkCalendar("Europe/Amsterdam", {"sat-sun": ["09:00-17:00"]})
    changed = what_if(FIRST_TOUCH, attrs.evolve(FIRST_TOUCH, calendar=weekend), HISTORY, as_of=AS_OF)
    assert changed.moves == (("breached", "met", 1),)


def test_nothing_changes() -> None:
    """An SLA beside itself, and one that differs in words alone."""
    same = what_if(FIRST_TOUCH, attrs.evolve(FIRST_TOUCH, title="Called"), HISTORY, as_of=AS_OF)
    assert (same.changes, same.moved, same.moves) == ((), 0, ())
    assert same.sentence == "67 % met (2 of 3) before, 67 % met (2 of 3) after: no clock comes out otherwise"


def test_clocks_that_only_one_of_them_starts() -> None:
    """A clock from another event is another clock: it runs under one SLA alone."""
    other = SLA("answer", "sales", accepted(), did("call"), work_hours(4), OFFICE)
    found = what_if(FIRST_TOUCH, other, HISTORY, as_of=AS_OF)
    assert found.moves == (("met", None, 2), ("running", None, 1), ("breached", None, 1))
    assert found.sentence == "67 % met (2 of 3) before, nothing decided after: 4 clocks come out otherwise"
    assert [change.after for change in found.changes] == [None] * 4
    back = what_if(other, FIRST_TOUCH, HISTORY, as_of=AS_OF)
    assert [change.before for change in back.changes] == [None] * 4


def test_there_and_back() -> None:
    """Asked the other way round, each clock goes back from where it went."""
    there, back = what_if(FIRST_TOUCH, SHORT, HISTORY, as_of=AS_OF), what_if(SHORT, FIRST_TOUCH, HISTORY, as_of=AS_OF)
    assert {(change.lead, change.states) for change in there.changes} == {
        (change.lead, change.states[::-1]) for change in back.changes
    }
    assert there.moved == back.moved


def test_one_journey_is_enough() -> None:
    """The history of one lead."""
    found = what_if(FIRST_TOUCH, SHORT, HISTORY.of("slow"), as_of=AS_OF)
    assert (found.moves, found.moved) == ((("met", "breached", 1),), 1)


def test_it_shows_itself() -> None:
    """The sentence, the moves, the clocks; and the same as data."""
    found = what_if(FIRST_TOUCH, attrs.evolve(SHORT, name="short touch"), HISTORY, as_of=AS_OF)
    assert to_text(found.blocks()) == SHOWN.strip("\n")
    data = found.to_dict()
    assert data["moves"] == [{"before": "met", "after": "breached", "clocks": 1}]
    assert data["changes"] == [
        {
            "lead": "slow",
            "started": "2026-01-05T09:00:00+01:00",
            "before": "met",
            "after": "breached",
            "due_before": "2026-01-05T13:00:00+01:00",
            "due_after": "2026-01-05T11:00:00+01:00",
        }
    ]
    assert {key: data[key] for key in ("alignkit", "kind", "sla", "as_of", "clocks", "met_share", "moved")} == {
        "alignkit": 1,
        "kind": "what-if",
        "sla": "short touch",
        "as_of": "2026-01-09T17:00:00+01:00",
        "clocks": [4, 4],
        "met_share": [0.666666666667, 0.333333333333],
        "moved": 4,
    }
    assert to_text(what_if(FIRST_TOUCH, FIRST_TOUCH, HISTORY, as_of=AS_OF).blocks()).splitlines()[0] == (
        "What if: first touch"
    )


SHOWN = """
What if: first touch or short touch
───────────────────────────────────
67 % met (2 of 3) before, 33 % met (1 of 3) after: 1 clock comes out otherwise;
4 are due at another time.

before  after       clocks
──────  ──────────  ──────
✓ met   ✗ breached       1

lead  started           before  after       due before        due after
────  ────────────────  ──────  ──────────  ────────────────  ────────────────
slow  2026-01-05 09:00  ✓ met   ✗ breached  2026-01-05 13:00  2026-01-05 11:00
"""


@pytest.mark.parametrize(
    "given", [("first touch", SHORT, HISTORY), (FIRST_TOUCH, None, HISTORY), (FIRST_TOUCH, SHORT, [])]
)
def test_what_cannot_be_asked(given: Any) -> None:  # noqa: ANN401 - what a user may give
    """Two SLAs, and what was replayed."""
    with pytest.raises(DocumentError):
        what_if(*given, as_of=AS_OF)


def test_entered_is_the_start_of_both() -> None:
    """A start that is spelt otherwise is the same instant, and so the same clock."""
    twice = attrs.evolve(SHORT, starts=entered("mql") | entered("sql"))
    assert what_if(SHORT, twice, HISTORY, as_of=AS_OF).changes == ()


def test_clocks_that_start_at_one_instant_are_compared_each() -> None:
    """Of a source that knows the day alone: what was answered at once is not taken for what nobody answered."""
    day = "2026-01-05 00:00"
    told = journeys([stage(day, "mql", seq=1), happened(day, "reject", "no budget", seq=2), stage(day, "mql", seq=3)])
    answer = SLA("answer", "sales", entered("mql"), left("mql"), hours(4))
    found = what_if(answer, attrs.evolve(answer, cancels=did("reject")), told, as_of=AS_OF)
    assert [change.states for change in found.changes] == []
    assert found.moved == 0
    longer = what_if(answer, attrs.evolve(answer, within=hours(500)), told, as_of=AS_OF)
    assert longer.moves == (("breached", "running", 1),)
    assert longer.moved == 2
