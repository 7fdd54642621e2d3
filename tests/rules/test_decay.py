from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from decimal import ROUND_UP, localcontext
from fractions import Fraction

import pytest

from alignkit.history.events import Event
from alignkit.instants import micros
from alignkit.rules.decay import Fading, capped, earned
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


def test_the_hosts_decimals_do_not_change_the_points() -> None:
    """Whoever rounds up elsewhere gets the same points."""
    with localcontext(rounding=ROUND_UP, prec=2):
        assert Fading(1_234_565, timedelta(days=1)).after(1) == 617_282  # and a half


def test_points_fade_by_steps() -> None:
    """From each completed time on its share is left, rounded half to even to a millionth."""
    fading = Fading.of(Points(20, each=did("demo"), steps={MONTH: Fraction(1, 3), 3 * MONTH: 0}))
    assert [fading.after(days) for days in (0, 29, 30, 89, 90, 900)] == [20 * 10**6, 20 * 10**6, 6666667, 6666667, 0, 0]
    assert fading.changes() == (30, 90)
    assert (fading.lasts, fading.ends) == (False, 90)
    assert Fading(5, steps=[(MONTH, Fraction(1, 2))]).after(30) == 2  # 2.5
    assert Fading(-5, steps=[(MONTH, Fraction(1, 2))]).after(30) == -2
    assert Fading(1, steps=[(MONTH, Fraction(9, 10))]).changes() == ()  # a millionth is left of a millionth


@pytest.mark.parametrize("points", [10**9, 0.000001, -20])
@pytest.mark.parametrize("days", [1, 7])
def test_the_days_at_which_points_change(points: float, days: int) -> None:
    """Just those days, and none after they are told to end."""
    fading = Fading.of(Points(points, each=did("demo"), half_life=timedelta(days=days)))
    changes = [day for day in range(1, fading.ends + 100) if fading.after(day) != fading.after(day - 1)]
    assert list(fading.changes()) == changes
    assert changes[-1] <= fading.ends
    assert fading.after(changes[-1]) == 0


def test_the_first_event_alone_counts() -> None:
    """By its instant, then by its id; it fades and is never renewed."""
    clause = Points(20, each=did("demo"), half_life=MONTH, first_only=True)
    happened = [Event("L1", NOW - timedelta(days=age), "demo", id=f"e{age}") for age in (1, 60, 30)]
    assert [(points, event.id) for points, event in earned(clause, Fading.of(clause), happened, micros(NOW))] == [
        (5_000_000, "e60")
    ]
    twins = [Event("L1", NOW - MONTH, "demo", id=key) for key in ("b", "a")]
    for order in (twins, twins[::-1]):
        assert [event.id for _, event in earned(clause, Fading.of(clause), order, micros(NOW))] == ["a"]
    nameless = [Event("L1", NOW - MONTH, "demo", id="A"), Event("L1", NOW - MONTH, "demo")]
    assert [event.id for _, event in earned(clause, Fading.of(clause), nameless, micros(NOW))] == [None]
    recent = Points(20, each=did("demo", within=timedelta(days=40)), first_only=True)
    assert [event.id for _, event in earned(recent, Fading.of(recent), happened, micros(NOW))] == ["e30"]


@pytest.mark.parametrize(
    ("points", "cap", "total", "given"),
    [(5, 12, 15, 12), (5, 12, 10, 10), (5, 0.000001, 15, 0.000001), (-5, -12, -15, -12), (-5, -12, -5, -5)],
)
def test_a_clause_gives_no_more_than_its_cap(points: int, cap: float, total: int, given: float) -> None:
    """And takes no more."""
    assert capped(Points(points, each=did("demo"), cap=cap), total * 10**6) == given * 10**6
    assert capped(Points(points, each=did("demo")), total) == total


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


def test_of_events_worth_the_same_the_later_ones_count() -> None:
    """Before 1970 as well, from where instants are counted; then those without an id."""
    start = datetime(1969, 12, 30, tzinfo=UTC)
    happened = [Event("L1", start + timedelta(days=day), "demo") for day in range(4)]
    clause = Points(20, each=did("demo"), count_up_to=3)
    for order in (happened, happened[::-1]):
        found = earned(clause, Fading.of(clause), order, micros(NOW))
        assert [event.at.day for _, event in found] == [2, 1, 31]
    twins = [Event("L1", NOW, "demo", id="A"), Event("L1", NOW, "demo")]
    assert [event.id for _, event in earned(clause, Fading.of(clause), twins, micros(NOW))] == [None, "A"]


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
