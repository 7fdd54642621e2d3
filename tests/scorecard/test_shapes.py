"""Shapes: how last year ran, and pacing by it."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction
from typing import Any

import attrs
import pytest
from tests.funnel.build import INBOUND, JANUARY, day, entry
from tests.scorecard.build import assessed, card, goal, won

from alignkit.currency import money
from alignkit.errors import AlignkitError, DataError, DocumentError, LimitError
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.periods import month, year
from alignkit.scorecard.measure_shape import shape_of
from alignkit.scorecard.metrics import conversion, count, total
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.shapes import Shape, shape_share

MQLS = count(entered("mql"))
REVENUE = total("amount", at=entered("won"))


def journeys(*events: Event, as_of: float = 31) -> Journeys:
    """Replay some events of January."""
    return replay(INBOUND, Facts(events=events), as_of=day(as_of))


def test_a_shape_says_what_has_come() -> None:
    """A fifth in the first third of the time; within a part it comes evenly; before and after, nothing and all."""
    shape = Shape("2025", [0.2, 0.3, 0.5])
    came = [Fraction(percent, 100) for percent in (0, 0, 10, 20, 35, 50, 75, 100)]
    assert [shape_share(shape, Fraction(n, 6)) for n in range(-1, 7)] == came
    assert [shape_share(shape, Fraction(n, 3)) for n in (1, 2, 3, 4)] == [Fraction(1, 5), Fraction(1, 2), 1, 1]


def test_a_goal_is_paced_by_its_shape() -> None:
    """With 70 % in the first half, 5 of 10 by the middle is at risk, though half of the time has passed."""
    made = card(goal("mqls", metric=MQLS, at_least=10, shape=Shape("2025", [0.7, 0.3])))
    facts = Facts(events=[entry("mql", n, f"L{n}") for n in range(5)])
    found = assessed(made, facts, day(15.5)).of("mqls")
    assert (found.expected, found.pacing.projected, found.status) == (7, Fraction(50, 7), "at risk")
    even = card(goal("mqls", metric=MQLS, at_least=10))
    assert assessed(even, facts, day(15.5)).of("mqls").status == "on track"


def test_the_shape_of_last_year() -> None:
    """Two of four in the first third of January, none in the second; by day where nothing else is said."""
    known = journeys(entry("mql", 1, "a"), entry("mql", 2, "b"), entry("mql", 25, "c"), entry("mql", 30.9, "d"))
    shape = shape_of(MQLS, known, period=JANUARY, parts=3)
    assert (shape.name, shape.parts) == ("2026-01", (Fraction(1, 2), Fraction(0), Fraction(1, 2)))
    daily = shape_of(MQLS, known, period=JANUARY, name="last")
    assert (daily.name, len(daily.parts), daily.parts[1], daily.parts[30]) == (
        "last",
        31,
        Fraction(1, 4),
        Fraction(1, 4),
    )
    assert len(shape_of(MQLS, replay(INBOUND, Facts(events=[entry("mql", 1)]), as_of=day(400)),
                        period=year(2026, zone="UTC")).parts) == 365  # fmt: skip


def test_the_shape_of_a_sum() -> None:
    """By amounts; what is taken back makes a part of 0 until it is made good, and nothing ever falls."""
    known = journeys(
        won(1, "a", amount=money(60, "EUR")),
        won(11, "b", amount=money(-20, "EUR")),
        won(12, "c", amount=money(50, "EUR")),
        won(25, "d", amount=money(10, "EUR")),
    )
    parts = shape_of(REVENUE, known, period=JANUARY, parts=31).parts
    assert (parts[1], parts[11], parts[12], parts[25]) == (
        Fraction(3, 5),
        Fraction(0),
        Fraction(3, 10),
        Fraction(1, 10),
    )
    fell = journeys(won(1, "a", amount=money(100, "EUR")), won(20, "b", amount=money(-50, "EUR")))
    assert shape_of(REVENUE, fell, period=JANUARY, parts=2).cumulative == (Fraction(1), Fraction(1))


def test_G08_a_shape_in_two_currencies() -> None:
    """Refused without a rate; with one, told in the agreed currency."""
    known = journeys(won(1, "a", amount=money(46, "EUR")), won(20, "b", amount=money(50, "USD")))
    with pytest.raises(DataError) as caught:
        shape_of(REVENUE, known, period=JANUARY)
    assert caught.value.code == "mixed-currencies"
    rates = Rates("EUR", {"USD": "0.92"}, on=day(0).date())
    assert shape_of(REVENUE, known, period=JANUARY, parts=2, rates=rates).parts == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([], "no-parts"),
        ("abc", "wrong-type"),
        (5, "wrong-type"),
        (["0.5", 0.5], "wrong-type"),
        ([0.5, float("nan")], "not-finite"),
        ([1.5, -0.5], "negative-part"),
        ([0.5, 0.4], "shape-sum"),
        ([50, 50], "shape-sum"),
    ],
)
def test_a_faulty_shape_is_refused(parts: Any, code: str) -> None:  # noqa: ANN401 - the point
    """Each fault by its code."""
    with pytest.raises(DocumentError) as caught:
        Shape("2025", parts)
    assert caught.value.code == code


def test_thirds_make_a_shape() -> None:
    """Three of 1/3 as floats, as with weights; a year has at most a part a day."""
    assert Shape("even", [1 / 3] * 3).cumulative[-1] == 1
    with pytest.raises(LimitError, match="366"):
        Shape("even", [Fraction(1, 367)] * 367)
    with pytest.raises(DocumentError):
        attrs.evolve(Shape("even", [1]), parts=[0.5])
    shape = Shape("even", [0.5, 0.5])
    for twin in (pickle.loads(pickle.dumps(shape)), copy.deepcopy(shape)):
        assert twin == shape


@pytest.mark.parametrize(
    ("metric", "parts", "code"),
    [
        (MQLS, {}, "no-shape"),
        (conversion("mql", "won"), {}, "no-shape"),
        ("mqls", {}, "not-a-metric"),
        (MQLS, {"period": "2025"}, "wrong-type"),
        (MQLS, {"period": month(2026, 2, zone="UTC")}, "period-not-over"),
        (MQLS, {"parts": 0}, "wrong-type"),
        (MQLS, {"parts": 2.5}, "wrong-type"),
        (MQLS, {"parts": 367}, "too-many"),
    ],
)
def test_no_shape_can_be_measured(metric: Any, parts: dict[str, Any], code: str) -> None:  # noqa: ANN401 - the point
    """Where nothing came in, where it does not grow, where the period is not over."""
    with pytest.raises(AlignkitError) as caught:
        shape_of(metric, journeys(), **{"period": JANUARY, **parts})
    assert caught.value.code == code


def test_a_shape_shows_itself() -> None:
    """As bars; one of many parts by quarters of its time."""
    html = Shape("2025", [0.2, 0.3, 0.5])._repr_html_()
    for told in ("the shape 2025", "3 of 3", "50 %"):
        assert told in html
    assert "by quarters" in Shape("daily", [Fraction(1, 100)] * 100)._repr_html_()


def test_a_shape_has_so_many_parts() -> None:
    """One a day of a leap year; and they sum to 1 within a milliardth."""
    assert len(Shape("daily", [Fraction(1, 366)] * 366).parts) == 366
    with pytest.raises(LimitError, match="not 367"):
        Shape("daily", [Fraction(1, 367)] * 367)
    tiny = Fraction(1, 10**9)
    assert len(Shape("nearly", [Fraction(1, 2), Fraction(1, 2) + tiny]).parts) == 2
    assert len(Shape("nearly", [Fraction(1, 2), Fraction(1, 2) - tiny]).parts) == 2
    for off in (2 * tiny, -2 * tiny):
        with pytest.raises(DocumentError, match="must be 1"):
            Shape("not nearly", [Fraction(1, 2), Fraction(1, 2) + off])
