from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.rules.slow import slow_total
from tests.rules.strategies import NOW, events, leads, scores

import alignkit.rules.running.layout as laying_out
from alignkit.history.events import Event
from alignkit.rules.compile import compiled_score, total_of
from alignkit.rules.field import field
from alignkit.rules.rate import rate
from alignkit.rules.running.layout import lay_out
from alignkit.rules.running.write_score import write_total
from alignkit.rules.scores import Points, Score

a, b = field("a"), field("b")


@given(scores(), leads, st.none() | events)
def test_a_total_is_the_rating_without_its_trace(score: Score, lead: Any, happened: list[Event] | None) -> None:  # noqa: ANN401 - any values
    """In millionths; what a rule asks for when it compares a score."""
    from alignkit.instants import micros

    memo: dict[int, int] = {}
    total = total_of(score)(lead, happened, micros(NOW), memo)
    assert total == slow_total(score, lead, happened, NOW) * 10**6
    assert memo[id(score)] == total
    bare = compiled_score(score, traced=False).run(lead, happened, micros(NOW), NOW)
    assert (bare.points, bare.band) == (
        (rating := rate(score, lead, happened, as_of=NOW)).points,
        rating.band,
    )


@settings(max_examples=50)
@given(scores(), leads, events, st.sampled_from((1, 2, 3, 8)))
def test_small_words_give_what_large_ones_do(score: Score, lead: Any, happened: list[Event], small: int) -> None:  # noqa: ANN401 - any values
    """However the clauses are divided, and whether totals are taken apart late or early."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(laying_out, "SMALL", small)
        again = Score("again", parts=[score])
        rating = rate(again, lead, happened, as_of=NOW)
        assert rating.points == slow_total(score, lead, happened, NOW)
        assert rating.contributions == rate(score, lead, happened, as_of=NOW).contributions


@pytest.mark.parametrize("points", [Decimal(1), Decimal("2.5"), Decimal("0.000001"), Decimal("0.000002"), Decimal(-20)])
def test_a_total_is_in_millionths(points: Decimal) -> None:
    """Whatever unit a score counts in; with or without notes of what each clause gave."""
    score = Score("s", [Points(points, when=a >= 1), Points(3 * points, when=a >= 2)])
    for size, total in ((0, 0 * points), (1, points), (2, 4 * points)):
        assert total_of(score)({"a": size}, None, None, {}) == total * 10**6
        assert rate(Score("t", [Points(1, when=(score >= total) & (score <= total))]), {"a": size}).points == 1
        for traced in (True, False):
            assert compiled_score(score, traced=traced).run({"a": size}, None, None, None).points == total


def test_totals_are_noted_for_who_asks_next() -> None:
    """Its own, and that of each score that it asked about."""
    fit = Score("fit", [Points(60, when=a >= 50)])
    whole = Score("whole", [Points(5, when=fit >= 60)])
    memo: dict[int, int] = {}
    total_of(whole)({"a": 80}, None, None, memo)
    assert memo == {id(fit): 60 * 10**6, id(whole): 5 * 10**6}


def test_bounds_hold_from_the_next_unit_on() -> None:
    """What comes to the cap or just below it is left as it is, and so at the floor."""
    score = Score("s", [Points(10 if place % 2 else 5, when=a >= place) for place in range(1, 5)], cap=20, floor=5)
    assert [rate(score, {"a": size}).points for size in range(5)] == [5, 10, 15, 20, 20]


@pytest.mark.parametrize("bands", [0, 1, 2, 3, 10, 200])
def test_the_band_is_found_by_halves(bands: int) -> None:
    """Its least points are in it, and what is just below is not."""
    score = Score(
        "s",
        [Points(2**place, when=a >= place + 1) for place in range(9)],
        bands={f"b{n}": 2 * n + 1 for n in range(bands)},
    )
    for size in range(10):
        points = 2**size - 1
        expected = None if points < 1 or not bands else f"b{min((points - 1) // 2, bands - 1)}"
        rating = rate(score, {"a": size})
        assert (rating.points, rating.band) == (points, expected)


def test_bands_between_units() -> None:
    """A threshold that no total can meet exactly is passed by the next."""
    score = Score("s", [Points(10, when=a >= 1), Points(10, when=a >= 2)], bands={"A": 15.5, "B": 10})
    assert [rate(score, {"a": size}).band for size in range(3)] == [None, "B", "A"]
    below = Score("s", [Points(-10, when=a >= 1), Points(-10, when=a >= 2)], bands={"A": 0, "B": -10.5, "C": -20})
    assert [rate(below, {"a": size}).band for size in range(3)] == ["A", "B", "C"]


def test_a_part_that_is_asked_about_is_not_added_up_again() -> None:
    """Its total is at hand."""
    fit = Score("fit", [Points(60, when=a >= 50), Points(30, when=b >= 1)], cap=70)
    whole = Score("whole", [Points(5, when=fit >= 70), Points(1, when=fit < 70)], [fit])
    text = write_total(lay_out(whole)).text("lead, events, now, memo")
    assert "in memo" not in text
    assert [rate(whole, {"a": size, "b": 1}).points for size in (80, 8)] == [75, 31]
    early = Score("early", [Points(5, when=Score("w", [Points(1, when=a >= 1)], [fit]) >= 70)], [fit])
    assert rate(early, {"a": 80, "b": 1}).points == 75
