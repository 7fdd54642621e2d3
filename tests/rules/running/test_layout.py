from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from tests.rules.strategies import scores

from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.rules.rate import rate
from alignkit.rules.running.layout import SMALL, lay_out
from alignkit.rules.scores import Points, Score, millionths


def _points(*points: float, name: str = "f") -> list[Points]:
    return [Points(worth, when=field(f"{name}{place}") >= 1) for place, worth in enumerate(points)]


@given(scores())
def test_every_clause_has_one_place(score: Score) -> None:
    """In one word or among the clauses over events; points, caps and floors are whole units."""
    layout = lay_out(score)
    asking = [place for section in layout.sections for word in section.words for place in word.clauses]
    earning = [place for section in layout.sections for place in section.earning]
    assert sorted(asking + earning) == list(range(len(layout.clauses)))
    assert layout.sections[-1].score is score
    for section in layout.sections:
        for bound in (section.score.cap, section.score.floor):
            assert bound is None or millionths(bound) % layout.unit == 0
        for word in section.words:
            assert word.unit % layout.unit == 0
            assert list(word.clauses) == sorted(word.clauses)
            assert word.shift >= len(word.clauses)
    for _, clause in layout.clauses:
        assert millionths(clause.points) % layout.unit == 0


@given(scores())
def test_a_word_tells_who_gave_what(score: Score) -> None:
    """Whichever of its clauses hold: above the points of them all, below one bit for each."""
    layout = lay_out(score)
    for word in (word for section in layout.sections for word in section.words):
        points = [millionths(layout.clauses[place][1].points) for place in word.clauses]
        for held in (range(len(points)), range(0, len(points), 2), ()):
            number = sum(word.weight(word.clauses[bit], points[bit]) for bit in held)
            assert (number >> word.shift) * word.unit == sum(points[bit] for bit in held)
            assert [bit for bit in range(len(points)) if number >> bit & 1] == list(held)


def test_units_are_as_large_as_can_be() -> None:
    """Small numbers are added fastest; what fades counts in millionths."""
    assert lay_out(Score("s", _points(10, 25))).unit == 5_000_000
    assert lay_out(Score("s", _points(10, 2.5))).unit == 2_500_000
    assert lay_out(Score("s", _points(10, 20), cap=15)).unit == 5_000_000
    assert lay_out(Score("s", _points(10, 20), floor=-4)).unit == 2_000_000
    assert lay_out(Score("s", _points(10), [Score("t", _points(4))])).unit == 2_000_000
    assert lay_out(Score("s", [Points(10, each=did("x"), cap=25)])).unit == 5_000_000
    assert lay_out(Score("s", [Points(10, each=did("x"), steps={timedelta(7): 0.25})])).unit == 2_500_000
    assert lay_out(Score("s", [Points(10, each=did("x"), half_life=timedelta(7))])).unit == 1
    assert lay_out(Score("s", _points(0))).unit == 1


def test_words_stay_small() -> None:
    """A score of many clauses takes several, each with room for its points; clauses about one field side by side."""
    layout = lay_out(Score("s", [Points(1 + place % 7, when=field(f"f{place % 3}") >= place) for place in range(90)]))
    (section,) = layout.sections
    assert len(section.words) > 3
    for word in section.words:
        total = sum(millionths(layout.clauses[place][1].points) for place in word.clauses)
        assert len(word.clauses) + (total // word.unit).bit_length() <= SMALL
    fields = [{place % 3 for place in word.clauses} for word in section.words]
    assert all(len(names) <= 2 for names in fields)
    assert all(len(one & other) <= 1 for one, other in pairwise(fields))
    huge = lay_out(Score("s", _points(10**9, 0.000001, 10**9, -(10**9))))
    assert [len(word.clauses) for word in huge.sections[0].words] == [1, 1, 2]


@pytest.mark.parametrize("points", [(10**9, 1), (1, 10**9), (2, 4 * 10**8, 1)])
def test_huge_points_beside_small_ones(points: tuple[int, ...]) -> None:
    """They stand in words of other units, and all add up to the last point."""
    rating = rate(Score("s", _points(*points)), {f"f{place}": 1 for place in range(len(points))})
    assert rating.points == sum(points)
    assert [part.points for part in rating.contributions] == list(points)


def test_totals_are_taken_apart_late_where_there_is_room() -> None:
    """Not where there are events, large numbers or words of other units."""
    assert lay_out(Score("s", _points(10, 20, 5))).raised == 3
    two = lay_out(Score("s", _points(10, 20), [Score("t", _points(10, 20, 30, name="g"))]))
    assert two.raised == 4  # 3 + 7 does not fit in three bits
    assert {word.shift for section in two.sections for word in section.words} == {4}
    assert lay_out(Score("s", [*_points(10), Points(1, each=did("x"))])).raised == 0
    assert lay_out(Score("s", _points(*[1] * 40))).raised == 0
    assert lay_out(Score("s", _points(10**9, 1))).raised == 0


def test_the_order_of_clauses_is_that_of_their_writing() -> None:
    """Parts first."""
    inner, outer = _points(1, 2), _points(3, name="g")
    score = Score("s", outer, [Score("t", inner)])
    assert [(owner.name, clause) for owner, clause in lay_out(score).clauses] == [
        *(("t", clause) for clause in inner),
        *(("s", clause) for clause in outer),
    ]
