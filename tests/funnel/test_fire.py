"""Fire: traps 33 (a threshold that fired once ever, or flapped at every point), and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.funnel.build import END, START, act, change, day, entry, followed

from alignkit.errors import DataError, DocumentError, TimeError
from alignkit.funnel.fire import fire
from alignkit.funnel.patterns import Pattern, entered, rejected
from alignkit.funnel.triggers import Firings, Trigger
from alignkit.history.events import Event
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points, Score

WEEK = timedelta(days=7)
# what a lead gained or lost, so that a test can say its score
GAINS = [Points(n, each=did(f"plus {n}")) for n in (1, 10, 30, 80)]
LOSSES = [Points(-n, each=did(f"minus {n}")) for n in (1, 10, 40)]
SCORE = Score("moves", [*GAINS, *LOSSES])
BACK = entered("lead") | rejected()


def gains(*amounts: tuple[int, float]) -> list[Event]:
    """Make events that change the score by some points on some days."""
    return [act(f"plus {n}" if n > 0 else f"minus {-n}", at) for n, at in amounts]


def fired(*events: Event, enter: int = 70, leave: int | None = None, rearm: Pattern | None = None) -> list[Any]:
    """Return the stays of one lead: (day in, day out, points, whether re-armed)."""
    trigger = Trigger("hot", SCORE, enter, leave, rearm)
    return told(fire(trigger, followed(*events, leads={"L1": {}}), as_of=END))


def told(firings: Firings) -> list[Any]:
    """Write firings as days and points."""

    def days(at: datetime | None) -> float | None:
        return None if at is None else (at - START) / timedelta(days=1)

    return [(days(f.entered_at), days(f.left_at), int(f.points), f.rearmed) for f in firings]


def test_it_fires_when_the_threshold_is_reached() -> None:
    """At exactly so many points, not below; the stay is open until it is left."""
    assert fired(*gains((30, 1), (30, 2), (10, 3))) == [(3, None, 70, False)]
    assert fired(*gains((30, 1), (30, 2))) == []


def test_no_flapping_between_leave_and_enter() -> None:
    """A point more or less is one stay with hysteresis, and many without."""
    flapping = gains((80, 1), (-10, 2), (-1, 3), (1, 4), (-1, 5), (10, 6))
    assert fired(*flapping) == [(1, 3, 80, False), (4, 5, 70, False), (6, None, 79, False)]
    assert fired(*flapping, leave=50) == [(1, None, 80, False)]


def test_left_below_and_again_above() -> None:
    """Left only below `leave`; then it may fire again: not once for ever."""
    again = gains((80, 1), (-10, 2), (-10, 3), (-10, 4), (-1, 5), (30, 6))
    assert fired(*again, leave=50) == [(1, 5, 80, False), (6, None, 79, False)]


def test_one_instant_has_one_score() -> None:
    """What happens at one instant counts together: no stay of no time, nothing fired in between."""
    assert fired(*gains((80, 1), (-40, 1))) == []
    assert fired(*gains((80, 1), (-40, 2), (40 - 10, 2), (10, 2))) == [(1, None, 80, False)]


def test_it_is_left_when_time_takes_points_away() -> None:
    """No event is needed: points fade, and an event leaves its span."""
    fading = Score("fading", [Points(80, each=did("plus 80"), half_life=WEEK)])
    gone = Score(
        "gone",
        [Points(80, each=did("plus 80", within=WEEK))],
    )
    journeys = followed(*gains((80, 1.5), (80, 30)), leads={"L1": {}})
    # 80 * 2 ** (-1 / 7) = 72.45, 80 * 2 ** (-2 / 7) = 65.63; after 28 days 5 are left
    assert told(fire(Trigger("hot", fading, 70), journeys, as_of=END)) == [(1.5, 3.5, 80, False), (30, 32, 85, False)]
    (first, second) = fire(Trigger("hot", gone, 70), journeys, as_of=END)
    assert first.left_at == day(8.5) + timedelta(microseconds=1)
    assert second.left_at == day(37) + timedelta(microseconds=1)


def sent_back(at: float) -> list[Event]:
    """Make a lead enter a stage of sales and come back."""
    return [entry("sal", at - 0.5), entry("lead", at)]


def test_without_rearm_a_recycle_changes_nothing() -> None:
    """The score alone decides."""
    assert fired(*gains((80, 1)), *sent_back(5)) == [(1, None, 80, False)]


def test_a_lead_that_is_sent_back_does_not_bounce_back() -> None:
    """Its stay ends; with as many points as sales has said no to, or fewer, it stays back."""
    assert fired(*gains((80, 1)), *sent_back(5), rearm=BACK) == [(1, 5, 80, True)]
    same = gains((80, 1), (-10, 6), (10, 7))  # 80, 70 and 80 again: never below 70, never above 80
    assert fired(*same, *sent_back(5), rearm=BACK) == [(1, 5, 80, True)]


def test_sent_back_it_comes_again_with_more_points() -> None:
    """More than it was sent back with: then something happened that sales does not know."""
    more = gains((80, 1), (1, 8))
    assert fired(*more, *sent_back(5), rearm=BACK) == [(1, 5, 80, True), (8, None, 81, False)]
    grown = gains((80, 1), (10, 3), (-10, 6), (10, 7), (1, 8))  # sent back with 90
    assert fired(*grown, *sent_back(5), rearm=BACK) == [(1, 5, 80, True), (8, None, 91, False)]


def test_sent_back_it_comes_again_when_it_was_below() -> None:
    """Below `enter` is enough, also above `leave`: from there it comes up as a new lead does."""
    dipped = gains((80, 1), (-10, 6), (-1, 7), (1, 8))
    assert fired(*dipped, *sent_back(5), leave=50, rearm=BACK) == [(1, 5, 80, True), (8, None, 70, False)]
    # it was sent back between `leave` and `enter`
    low = gains((80, 1), (-10, 2), (-10, 3), (10, 8))
    assert fired(*low, *sent_back(5), leave=50, rearm=BACK) == [(1, 5, 80, True), (8, None, 70, False)]


def test_at_the_instant_of_the_recycle() -> None:
    """All that happens at the instant counts for what it was sent back with; a fall then is a plain fall."""
    gained = [*gains((80, 1), (10, 5), (-1, 6), (1, 7)), *sent_back(5)]
    assert fired(*gained, rearm=BACK) == [(1, 5, 80, True)]
    fallen = [*gains((80, 1), (-40, 5), (30, 6)), *sent_back(5)]
    assert fired(*fallen, rearm=BACK) == [(1, 5, 80, False), (6, None, 70, False)]
    assert fired(*gains((80, 5)), *sent_back(5), rearm=BACK) == [(5, None, 80, False)]  # it was not inside


def test_a_recycle_outside_changes_nothing() -> None:
    """A lead that sales took by itself and sent back fires as any other; a second no does not lower the bar."""
    assert fired(*gains((10, 1), (80, 8)), *sent_back(5), rearm=BACK) == [(8, None, 90, False)]
    twice = gains((80, 1), (-10, 6), (1, 20))
    assert fired(*twice, *sent_back(5), *sent_back(9), rearm=BACK) == [(1, 5, 80, True)]


def test_an_inferred_stage_rearms_nothing() -> None:
    """That a lead came to sales implies that it was a lead before: nobody sent it back."""
    assert fired(*gains((80, 1)), entry("sal", 5), rearm=BACK) == [(1, None, 80, False)]


def test_what_the_fields_alone_give_is_from_the_start() -> None:
    """Where the first event did not bring the points, nobody knows since when they are there."""
    fit = Score("fit", [Points(70, when=field("employees") >= 50), *GAINS])
    trigger = Trigger("hot", fit, 70)
    big, small = {"employees": 80}, {"employees": 8}
    journeys = followed(act("plus 80", 3), act("plus 1", 2, lead="L2"), leads={"L1": small, "L2": big, "L3": big})
    firings = fire(trigger, journeys, as_of=END)
    assert [(f.lead, f.entered_at, f.from_start) for f in firings] == [
        ("L1", day(3), False),
        ("L2", day(2), True),
        ("L3", END, True),
    ]
    again = followed(act("plus 1", 2), change("employees", 8, 3), act("plus 80", 4), leads={"L1": big})
    assert [f.from_start for f in fire(trigger, again, as_of=END)] == [True, False]
    grown = followed(change("employees", 80, 4), leads={"L1": small})
    assert [f.from_start for f in fire(trigger, grown, as_of=END)] == [False]
    assert firings.leads == 3


def test_an_earlier_question_has_an_earlier_answer() -> None:
    """What happened after `as_of` does not count: no event, no recycle."""
    journeys = followed(*gains((80, 1)), *sent_back(5), leads={"L1": {}})
    trigger = Trigger("hot", SCORE, 70, rearm=BACK)
    assert told(fire(trigger, journeys, as_of=day(4))) == [(1, None, 80, False)]
    assert told(fire(trigger, journeys.of("L1"), as_of=day(5))) == [(1, 5, 80, True)]
    assert told(fire(trigger, journeys, as_of=START)) == []


def test_replay_knows_nothing_of_it() -> None:
    """A firing is an answer: the journey is the same, whatever the score."""
    funnel = followed(leads={"L1": {}}).funnel
    before = followed(*gains((80, 1)), leads={"L1": {}})
    fire(Trigger("hot", SCORE, 70), before, as_of=END)
    assert before.of("L1").visits == ()
    assert funnel == before.funnel


def test_what_is_refused() -> None:
    """Each mistake has its code."""
    journeys = followed(*gains((80, 1)), leads={"L1": {}})
    trigger, anything = Trigger("hot", SCORE, 70), SCORE
    lost = Trigger("hot", SCORE, 70, rearm=entered("recyceld"))
    naive: Any = datetime(2026, 1, 5)  # noqa: DTZ001 - naive on purpose
    cases: tuple[tuple[type[Exception], str, Any, Any, datetime], ...] = (
        (DocumentError, "wrong-type", anything, journeys, END),
        (DocumentError, "wrong-type", trigger, anything, END),
        (DocumentError, "wrong-type", trigger, [anything], END),
        (DocumentError, "unknown-stage", lost, journeys, END),
        (TimeError, "naive", trigger, journeys, naive),
        (TimeError, "naive", trigger, [], naive),
        (DataError, "later-than-replay", trigger, journeys.only([]), END + timedelta(microseconds=1)),
        (DataError, "later-than-replay", trigger, journeys, END + timedelta(microseconds=1)),
    )
    for error, code, what, of, as_of in cases:
        with pytest.raises(error) as caught:
            fire(what, of, as_of=as_of)
        assert caught.value.code == code  # type: ignore[attr-defined]  # one of our own
    assert list(fire(trigger, [], as_of=END)) == []


def test_of_nobody() -> None:
    """No journeys, no firings."""
    nobody = followed(leads={})
    assert fire(Trigger("hot", SCORE, 70), nobody, as_of=END).leads == 0
