from __future__ import annotations

import pytest
from tests.handoff.scenes import FIRST_TOUCH, at

from alignkit.errors import DataError, TimeError
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.worktime.work_time import work_hours


def test_a_clock_of_known_instants() -> None:
    """Who has no events but the instants of a ticket measures those."""
    clock = Clock(
        "T1", at("2026-01-05 10:00"), at("2026-01-05 15:00"), pauses=[(at("2026-01-05 11:00"), at("2026-01-05 12:30"))]
    )
    (reading,) = measure(FIRST_TOUCH, clock, as_of=at("2026-01-06 09:00"))
    assert reading.state == "met"
    assert reading.worked == work_hours(3.5)
    assert reading.due == at("2026-01-05 15:30")


def test_T08_ends_before_start() -> None:
    """A response before the creation, a pause that ends before it begins: every one is found, with both instants."""
    with pytest.raises(DataError) as caught:
        Clock(
            "T1",
            at("2026-01-05 10:00"),
            stopped=at("2026-01-05 09:59"),
            pauses=[
                (at("2026-01-05 11:00"), at("2026-01-05 12:00")),
                (at("2026-01-05 14:00"), at("2026-01-05 13:00")),
            ],
        )
    assert [issue.code for issue in caught.value.issues] == ["ends-before-start"] * 2
    assert "2026-01-05T09:59:00+01:00" in caught.value.issues[0].message
    assert "2026-01-05T10:00:00+01:00" in caught.value.issues[0].message
    assert "pauses[1]" in caught.value.issues[1].message
    assert caught.value.issues[0].path == "T1"


def test_T08_compares_instants() -> None:
    """A stop at 09:30 in London comes after a start at 10:00 in Amsterdam."""
    clock = Clock("T1", at("2026-01-05 10:00"), at("2026-01-05 09:30", "Europe/London"))
    (reading,) = measure(FIRST_TOUCH, clock, as_of=at("2026-01-06 09:00"))
    assert reading.worked == work_hours(0.5)


def test_instants_are_aware() -> None:
    """A naive instant is refused wherever one is given."""
    good, naive = at("2026-01-05 10:00"), at("2026-01-05 11:00").replace(tzinfo=None)
    with pytest.raises(TimeError, match="naive"):
        Clock("T1", naive)
    with pytest.raises(TimeError, match="naive"):
        Clock("T1", good, naive)
    with pytest.raises(TimeError, match="naive"):
        Clock("T1", good, pauses=[(naive, None)])


@pytest.mark.parametrize("pauses", ["10:00", 3, [at("2026-01-05 10:00")], [(1, 2, 3)]])
def test_pauses_are_pairs(pauses: object) -> None:
    """What is no list of pairs is refused."""
    with pytest.raises(DataError, match="wrong-type"):
        Clock("T1", at("2026-01-05 10:00"), pauses=pauses)  # type: ignore[arg-type]  # the mistake


def test_both_ends_the_first_counts() -> None:
    """A clock that was stopped and cancelled is what came first; at one instant the stop wins."""
    started, early, late = at("2026-01-05 10:00"), at("2026-01-05 11:00"), at("2026-01-05 12:00")
    as_of = at("2026-01-06 09:00")
    for stopped, cancelled, state in [(early, late, "met"), (late, early, "cancelled"), (early, early, "met")]:
        (reading,) = measure(FIRST_TOUCH, Clock("T1", started, stopped, cancelled), as_of=as_of)
        assert reading.state == state
        assert (reading.stopped is None) == (state == "cancelled")
