from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.decay import Fading, earned
from alignkit.rules.predicates import did
from alignkit.rules.scores import Points

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
MONTH = timedelta(days=30)


def test_points_halve() -> None:
    """After each half-life half is left, rounded half to even to a millionth."""
    fading = Fading(20_000_000, MONTH)
    assert [fading.after(days) for days in (0, 30, 60, 90)] == [20_000_000, 10_000_000, 5_000_000, 2_500_000]
    assert Fading(5, timedelta(days=1)).after(1) == 2  # 2.5
    assert Fading(7, timedelta(days=1)).after(1) == 4  # 3.5
    assert Fading(-5, timedelta(days=1)).after(1) == -2


def test_points_without_a_half_life_stay() -> None:
    """Years later too."""
    assert Fading(20, None).after(10_000) == 20


def test_points_end() -> None:
    """The most points that there are have faded to nothing long before the table ends, and nothing is kept for then."""
    fading = Fading(10**15, timedelta(days=1))
    assert fading.after(49) == 2
    assert fading.after(50) == 1
    assert fading.after(52) == fading.after(71) == fading.after(10**9) == 0


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (timedelta(0), 20_000_000),
        (timedelta(days=1) - timedelta(microseconds=1), 20_000_000),
        (timedelta(days=1), 10_000_000),
        (timedelta(days=2), 5_000_000),
    ],
)
def test_days_are_completed_days(age: timedelta, left: int) -> None:
    """An event fades at each full 24 hours after it, and not before."""
    clause = Points(20, each=did("demo"), half_life=timedelta(days=1))
    fading = Fading(20_000_000, clause.half_life)
    assert [points for points, _ in earned(clause, fading, [Event("L1", NOW - age, "demo")], micros(NOW))] == [left]


def test_the_events_worth_most_count() -> None:
    """Where two of four count: those worth most; then the later; then by id. Arrival order does not matter."""
    happened = [
        Event("L1", NOW - timedelta(hours=30), "demo", id="d"),
        Event("L1", NOW - timedelta(hours=2), "demo", id="b"),
        Event("L1", NOW - timedelta(hours=2), "demo", id="a"),
        Event("L1", NOW - timedelta(hours=1), "demo", id="c"),
    ]
    clause = Points(20, each=did("demo"), half_life=MONTH, count_up_to=2)
    fading = Fading(20_000_000, MONTH)
    for order in (happened, happened[::-1]):
        assert [event.id for _, event in earned(clause, fading, order, micros(NOW))] == ["c", "a"]
    everything = Points(-20, each=did("demo"), half_life=MONTH)
    assert [event.id for _, event in earned(everything, Fading(-20, MONTH), happened, micros(NOW))] == list("cabd")


def test_a_clause_without_events_earns_none() -> None:
    """A `when` clause has no events."""
    clause = Points(1, when=did("demo"))
    assert earned(clause, Fading(1, None), [Event("L1", NOW, "demo")], micros(NOW)) == []


def test_threads_fill_one_table() -> None:
    """Eight threads that ask for different days at once find what one alone finds."""
    fading, alone = Fading(10**15, timedelta(days=97)), Fading(10**15, timedelta(days=97))
    start = threading.Barrier(8)
    wrong: list[int] = []

    def ask(offset: int) -> None:
        start.wait()
        for i in range(400):
            day = (i * 37 + offset * 53) % 400
            if fading.after(day) != expected[day]:
                wrong.append(day)

    expected = [alone.after(day) for day in range(400)]
    threads = [threading.Thread(target=ask, args=(offset,)) for offset in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
