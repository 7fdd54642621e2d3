from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st
from tests.rules.strategies import NOW, dids, each_points, events

from alignkit.errors import DataError
from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.compile import events_function
from alignkit.rules.decay import Fading, capped, earned
from alignkit.rules.match import found
from alignkit.rules.predicates import Did, did
from alignkit.rules.running.write_events import MOST_DAYS, Worth
from alignkit.rules.scores import Points

DAY = timedelta(days=1)
wanted = st.lists(st.one_of(dids, each_points()), min_size=1, max_size=8)


def _one_by_one(asked: list[Did | Points], happened: list[Event], now: int | None) -> tuple[int, ...]:
    return tuple(
        len(found(item, happened, now))
        if isinstance(item, Did)
        else capped(item, sum(points for points, _ in earned(item, Fading.of(item), happened, now)))
        for item in asked
    )


@given(wanted, events)
def test_one_pass_equals_many(asked: list[Did | Points], happened: list[Event]) -> None:
    """All patterns and clauses together, in one pass, give what each gives alone."""
    assert events_function(asked, 1)(happened, micros(NOW)) == _one_by_one(asked, happened, micros(NOW))


@given(st.lists(st.one_of(dids, each_points()), min_size=1, max_size=8), events)
def test_without_an_instant_all_events_count(asked: list[Did | Points], happened: list[Event]) -> None:
    """Where nothing asks about time, none need be given; what is to come counts as well."""
    timeless = [
        item
        for item in asked
        if (item.within is None if isinstance(item, Did) else item.each is None or item.each.within is None)
        and (isinstance(item, Did) or Fading.of(item).lasts)
    ]
    assert events_function(timeless, 1)(happened, None) == _one_by_one(timeless, happened, None)


def test_a_touch_is_meant_by_its_kind_and_by_its_value() -> None:
    """Once each, also where both are one word."""
    happened = [
        *(Event("L1", NOW, "touch", "call"), Event("L1", NOW, "touch", "touch"), Event("L1", NOW, "call")),
        Event("L1", NOW, "webinar"),
    ]
    asked: list[Did | Points] = [did("touch"), did("call"), did("webinar"), did("none")]
    assert events_function(asked, 1)(happened, None) == (2, 2, 1, 0)
    assert events_function(asked[:1], 1)(happened, None) == (2,)
    assert events_function(asked[:2], 1)(happened, None) == (2, 2)


@pytest.mark.parametrize("kinds", range(1, 10))
def test_any_number_of_kinds_is_told_apart(kinds: int) -> None:
    """Each event counts for its own kind, and one that nobody asks about for none."""
    names = [f"k{place}" for place in range(kinds)]
    happened = [
        Event("L1", NOW, name, id=f"{name}-{more}") for place, name in enumerate(names) for more in range(place + 1)
    ]
    run = events_function([did(name) for name in names], 1)
    assert run([*happened, Event("L1", NOW, "other")], None) == tuple(range(1, kinds + 1))


@pytest.mark.parametrize("now", [NOW, datetime(9000, 1, 1, 0, 0, 0, 1, tzinfo=UTC)])
def test_spans_are_closed_on_both_ends(now: datetime) -> None:
    """To the microsecond, wherever the zone and however far the day."""
    moments = [timedelta(0), DAY, DAY + timedelta(microseconds=1), timedelta(microseconds=-1)]
    happened = [Event("L1", now - moment, "call") for moment in moments]
    assert events_function([did("call", within=DAY), did("call")], 1)(happened, micros(now)) == (2, 3)


def test_points_are_counted_in_units() -> None:
    """Sums in whole units; caps of either sign."""
    happened = [Event("L1", NOW - place * DAY, "call", id=str(place)) for place in range(4)]
    clauses: list[Did | Points] = [
        Points(2.5, each=did("call")),
        Points(2.5, each=did("call"), count_up_to=3),
        Points(2.5, each=did("call"), first_only=True),
        Points(2.5, each=did("call"), cap=5),
        Points(-2.5, each=did("call"), cap=-7.5),
        Points(5, each=did("call"), steps={2 * DAY: 0.5}, count_up_to=3),
        Points(5, each=did("call"), steps={2 * DAY: 0.5}, first_only=True),
        Points(5, each=did("none"), steps={2 * DAY: 0.5}, first_only=True),
    ]
    assert events_function(clauses, 2_500_000)(happened, micros(NOW)) == (4, 3, 1, 2, -3, 5, 1, 0)


@pytest.mark.parametrize("name", ["call", "touch"])
def test_events_alone_are_gone_over(name: str) -> None:
    """Anything else is refused, whatever it looks like; a kind of event of one's own is welcome."""

    class Ours(Event):
        __slots__ = ()

    run = events_function([did(name)], 1)
    assert run([Ours("L1", NOW, name, "x")], None) == (1,)
    for wrong in ("call", None, {"kind": "call"}, type("Event", (), {"_name": "call", "_micros": 0})()):
        with pytest.raises(DataError, match="events are of type Event, not"):
            run([wrong], None)


def test_the_table_of_a_clause_stays_small() -> None:
    """Whatever ages are asked about."""
    worth = Worth(Points(8, each=did("call"), half_life=DAY), 1)
    assert [worth[day] for day in (0, 1, 2, 10_000)] == [8_000_000, 4_000_000, 2_000_000, 0]
    for day in range(MOST_DAYS + 10):
        assert worth[day] >= 0
    assert len(worth) <= MOST_DAYS


def test_instants_at_the_ends_of_time() -> None:
    """The first and the last year have no trouble with zones."""
    ends = [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)]
    happened = [Event("L1", end, "call") for end in ends]
    clause = Points(1, each=did("call"), half_life=DAY)
    assert events_function([did("call"), clause], 1)(happened, micros(ends[1])) == (2, 1_000_000)
