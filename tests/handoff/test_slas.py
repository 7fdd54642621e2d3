from __future__ import annotations

import pickle
from datetime import timedelta
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, OFFICE

from alignkit.errors import DocumentError, LimitError
from alignkit.funnel.patterns import Either, accepted, entered, left, rejected
from alignkit.handoff.slas import SLA, Pause, Tier
from alignkit.instants import hours
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.worktime.work_time import WorkTime, work_hours, work_minutes

HOT = Tier("hot", field("employees") >= 500, timedelta(minutes=5))
ON_HOLD = Pause(entered("hold"), left("hold"))


def test_lists_become_tuples() -> None:
    """An SLA is a value: hashable, equal by content, picklable, whatever kinds of lists it was given."""
    sla = attrs.evolve(FIRST_TOUCH, pauses=[ON_HOLD], tiers=[HOT])
    assert sla.pauses == (ON_HOLD,)
    assert sla.tiers == (HOT,)
    assert hash(sla) == hash(attrs.evolve(FIRST_TOUCH, pauses=(ON_HOLD,), tiers=(HOT,)))
    assert pickle.loads(pickle.dumps(sla)) == sla


def test_warn_at_is_exact() -> None:
    """The share to warn at stands for its shortest decimal: 0.8 is four fifths, and that is the default."""
    assert attrs.evolve(FIRST_TOUCH, warn_at=0.1).warn_at == Fraction(1, 10)
    assert attrs.evolve(FIRST_TOUCH, warn_at=0.8) == FIRST_TOUCH


def test_events_joined_are_a_pattern() -> None:
    """`did(...) | did(...)` is a rule to Python; here it is either of both."""
    sla = attrs.evolve(FIRST_TOUCH, stops=did("call") | did("mail"))
    assert sla.stops == Either([did("call"), did("mail")])
    assert attrs.evolve(FIRST_TOUCH, title="First call").label == "First call"
    assert FIRST_TOUCH.label == "first touch"


@pytest.mark.parametrize(
    "within", [work_hours(-4), hours(-4), work_hours(0), hours(0)], ids=["-4 at work", "-4", "0 at work", "0"]
)
def test_T09_time_not_positive(within: WorkTime | timedelta) -> None:
    """An SLA of −4 h is refused, and so is one of 0: it would be breached whatever anybody does."""
    calendar = OFFICE if isinstance(within, WorkTime) else None
    with pytest.raises(DocumentError, match="longer than nothing") as caught:
        attrs.evolve(FIRST_TOUCH, within=within, calendar=calendar)
    assert caught.value.code == "not-positive"
    assert caught.value.issues[0].path == "within"
    with pytest.raises(DocumentError, match="not-positive"):
        Tier("hot", field("employees") >= 500, within)


def test_trap_9_one_condition_starts_and_stops() -> None:
    """Trap 9: one condition both starts and stops the clock; the order of a join does not hide it."""
    with pytest.raises(DocumentError, match="both starts and stops") as caught:
        attrs.evolve(FIRST_TOUCH, starts=accepted() | rejected(), stops=rejected() | accepted())
    assert caught.value.code == "stops-at-once"
    with pytest.raises(DocumentError, match="never-resumes"):
        Pause(entered("hold"), entered("hold"))


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"name": " "}, "bad-id", "name"),
        ({"owner": 3}, "wrong-type", "owner"),
        ({"starts": "mql"}, "not-a-pattern", ""),
        ({"stops": field("employees") >= 50}, "not-a-pattern", ""),
        ({"cancels": "spam"}, "not-a-pattern", ""),
        ({"within": 4}, "wrong-type", "within"),
        ({"calendar": None}, "no-calendar", "within"),
        ({"calendar": "office"}, "wrong-type", "calendar"),
        ({"within": hours(4)}, "calendar-without-work-time", "calendar"),
        ({"warn_at": 1}, "bad-share", "warn_at"),
        ({"warn_at": 0}, "bad-share", "warn_at"),
        ({"warn_at": "0.8"}, "wrong-type", "warn_at"),
        ({"pauses": ON_HOLD}, "wrong-type", "pauses"),
        ({"pauses": [entered("hold")]}, "wrong-type", "pauses[0]"),
        ({"tiers": [HOT, HOT]}, "duplicate-id", "tiers[1]"),
        ({"tiers": "hot"}, "wrong-type", "tiers"),
        ({"any_actor": "yes"}, "wrong-type", "any_actor"),
        ({"title": 4}, "wrong-type", "title"),
    ],
)
def test_an_ill_formed_sla_is_refused(change: dict[str, Any], code: str, path: str) -> None:
    """Each fault has its code and its place, at `evolve` too."""
    with pytest.raises(DocumentError) as caught:
        attrs.evolve(FIRST_TOUCH, **change)
    assert (caught.value.code, caught.value.issues[0].path) == (code, path)


def test_faults_come_together() -> None:
    """Every fault is found at once."""
    with pytest.raises(DocumentError) as caught:
        SLA(
            "x",
            "sales",
            did("call"),
            did("call"),
            work_hours(4),
            warn_at=2,
            tiers=[attrs.evolve(HOT, within=work_hours(1))],
        )
    assert [issue.code for issue in caught.value.issues] == ["stops-at-once", "bad-share", "no-calendar", "no-calendar"]


def test_no_time_beyond_a_hundred_years() -> None:
    """A time of more than 36,600 days is a slip of the pen."""
    with pytest.raises(LimitError, match="too-long"):
        attrs.evolve(FIRST_TOUCH, within=work_hours(24 * 36_601))


def test_a_tier_has_its_own_kind_of_time() -> None:
    """Five minutes by the wall clock stand beside four hours at work; a calendar for wall time is a mistake."""
    sla = attrs.evolve(FIRST_TOUCH, tiers=[HOT])
    assert sla.tiers[0].calendar is None
    wall = SLA(
        "x", "sales", entered("mql"), did("call"), hours(4), OFFICE, tiers=[Tier("a", did("b"), work_minutes(5))]
    )
    assert wall.calendar is OFFICE
    with pytest.raises(DocumentError, match="calendar-without-work-time"):
        attrs.evolve(HOT, calendar=OFFICE)
    with pytest.raises(DocumentError, match="must be a WorkCalendar"):
        attrs.evolve(HOT, calendar="office")  # type: ignore[arg-type]  # the mistake
