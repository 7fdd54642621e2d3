from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings, strategies as st
from tests.rules.slow import slow_clause
from tests.rules.strategies import NOW, events, leads, scores

from alignkit.history.events import Event
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.rate_all import rate_all
from alignkit.rules.running.wording import LONGEST
from alignkit.rules.scores import Points, Score

a, b = field("a"), field("b")


def _told(score: Score, lead: Mapping[str, object], happened: list[Event] | None = None) -> str:
    rows = None if happened is None else [happened]
    found = rate_all(score, [lead], rows, as_of=NOW, explained=True).explanation
    assert found is not None
    return found[0]


@given(scores(), leads, st.none() | events)
def test_contributions_are_in_the_order_of_writing(score: Score, lead: Any, happened: list[Event] | None) -> None:  # noqa: ANN401 - any values
    """Those of parts first, each with what its clause gave, however the clauses are divided among words."""
    written: list[tuple[str, Points]] = []

    def note(part: Score) -> None:
        for inner in part.parts:
            note(inner)
        written.extend((part.name, clause) for clause in part.points)

    note(score)
    found = rate(score, lead, happened, as_of=NOW).contributions
    assert [(part.score, part.clause) for part in found] == written
    assert [part.points for part in found] == [slow_clause(clause, lead, happened, NOW) for _, clause in written]


@settings(max_examples=50)
@given(scores(), leads, st.none() | events, st.integers(0, 9))
def test_the_first_contributions_are_told_without_the_others(
    score: Score,
    lead: Any,  # noqa: ANN401 - any values
    happened: list[Event] | None,
    most: int,
) -> None:
    """What a huge rating shows is what it would begin with if it told all."""
    rating = rate(score, lead, happened, as_of=NOW)
    assert rating._form.wording.contributions(rating._found, most) == rating.contributions[:most]


def test_the_first_of_many_contributions_may_stand_in_any_word() -> None:
    """Clauses about one field share a word, wherever they were written."""
    clauses = [Points(1 + i, when=field(f"f{i % 70}") >= i) for i in range(140)]
    clauses[5] = Points(2, each=did("call"))
    rating = rate(Score("s", clauses), {f"f{i}": 100 for i in range(0, 70, 3)}, [Event("L1", NOW, "call")], as_of=NOW)
    for most in (0, 1, 5, 6, 69, 100, 500):
        assert rating._form.wording.contributions(rating._found, most) == rating.contributions[:most]


@settings(max_examples=50)
@given(scores(), leads, st.none() | events)
def test_an_explanation_names_what_gave_points(score: Score, lead: Any, happened: list[Event] | None) -> None:  # noqa: ANN401 - any values
    """Every contribution that is not nothing, with its sign, and no other."""
    gave = [part for part in rate(score, lead, happened, as_of=NOW).contributions if part.points]
    told = _told(score, lead, happened)
    assert all(f"{part.points:+,f} (" in told for part in gave)
    assert told.count(" +") + told.count(" -") >= len(gave)
    assert bool(told) or not gave


def test_explanations_read_as_sums() -> None:
    """Each score with something to tell: what gave points, and the bound that held."""
    fit = Score(
        "fit", [Points(60, when=a >= 50), Points(15, when=b == "NL"), Points(-40, when=b == "XX")], cap=70, floor=-5
    )
    interest = Score("interest", [Points(20.5, when=field("c").is_true())], title="interest shown")
    whole = Score("lead", [Points(1000, when=field("d").contains("x"))], [fit, interest])
    assert _told(whole, {"a": 80, "b": "NL"}) == ("fit: +60 (a is at least 50) +15 (b is NL) (75 before the cap of 70)")
    assert _told(whole, {"a": 80, "b": "NL", "c": True, "d": "axe"}) == (
        "fit: +60 (a is at least 50) +15 (b is NL) (75 before the cap of 70) | interest shown: +20.5 (c is true) "
        '| lead: +1,000 (d contains "x")'
    )
    assert _told(whole, {"b": "XX"}) == "fit: -40 (b is XX) (-40 before the floor of -5)"
    assert _told(whole, {"c": True, "d": "axe"}) == 'interest shown: +20.5 (c is true) | lead: +1,000 (d contains "x")'
    assert _told(whole, {}) == ""


def test_bounds_are_told_of_sums_too() -> None:
    """Of a score over parts, over events, and of one whose floor lifts it from nothing."""
    part = Score("part", [Points(60, when=a >= 50)])
    assert _told(Score("whole", parts=[part], cap=50), {"a": 80}) == (
        "part: +60 (a is at least 50) | whole: (60 before the cap of 50)"
    )
    assert _told(Score("s", [Points(5, when=a >= 50)], floor=2), {}) == "s: (0 before the floor of 2)"
    calls = Score("calls", [Points(1, when=a >= 50), Points(7.5, each=did("call"), half_life=timedelta(30))], cap=10)
    happened = [Event("L1", NOW - timedelta(days), "call") for days in (0, 30)]
    assert _told(calls, {"a": 80}, happened) == (
        "calls: +1 (a is at least 50) +11.25 (each call, halving every 30 days) (12.25 before the cap of 10)"
    )
    assert _told(calls, {}, []) == _told(calls, {}) == ""


def test_a_bound_may_be_nothing_or_less_than_a_point() -> None:
    """It is told as it is, and the points are those of a rating."""
    none, some = Score("s", [Points(5, when=a >= 50)], cap=0), Score("s", [Points(-5, when=a >= 50)], floor=0)
    assert _told(none, {"a": 80}) == "s: +5 (a is at least 50) (5 before the cap of 0)"
    assert _told(some, {"a": 80}) == "s: -5 (a is at least 50) (-5 before the floor of 0)"
    half = Score("s", [Points(5, when=a >= 50)], floor=0.5)
    assert rate_all(half, [{}], explained=True).points == [rate(half, {}).points] == [Decimal("0.5")]
    assert _told(half, {}) == "s: (0 before the floor of 0.5)"


def test_long_descriptions_are_cut() -> None:
    """A clause is told in a line, whatever it asks."""
    long = Score("s", [Points(1, when=b.is_in([f"t{place}" for place in range(1000)]))])
    told = _told(long, {"b": "t5"})
    assert len(told) < 220
    assert told.endswith("...)")


def test_a_description_of_the_longest_length_is_whole() -> None:
    """One letter more, and its end is cut off for three dots."""
    longest = "f" * (LONGEST - len(" is true"))
    told = [
        _told(Score("s", [Points(1, when=field(name).is_true())]), {name: True}) for name in (longest, f"{longest}f")
    ]
    assert told == [f"s: +1 ({longest} is true)", f"s: +1 ({longest}f is ...)"]


def test_many_words_tell_all() -> None:
    """A score of more clauses than one word holds."""
    score = Score("s", [Points(1 + place % 3, when=field(f"f{place % 4}") >= place) for place in range(100)], cap=50)
    lead = {"f0": 40, "f1": 90, "f3": 7}
    gave = [part for part in rate(score, lead).contributions if part.points]
    told = _told(score, lead)
    assert told.count("(f") == len(gave) > 30
    assert told.endswith("before the cap of 50)")
    assert [part.clause for part in rate(score, lead).contributions] == list(score.points)


def test_two_words_tell_in_the_order_of_writing() -> None:
    """Though the second holds clauses that were written between those of the first."""
    score = Score("s", [Points(1, when=field(f"f{place % 2}") >= place) for place in range(30)])
    rating = rate(score, {"f0": 12, "f1": 7})
    assert len(rating._form.layout.sections[0].words) == 2
    assert [part.clause for part in rating.contributions] == list(score.points)
    assert [int(part.points) for part in rating.contributions[:14]] == [1] * 9 + [0, 1, 0, 1, 0]
