"""What a model costs before its first answer: to build it, and to compile it, which its first rating does."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from benchmarks.model import BANDS, LEAD_SCORE, WORLD, fit_clauses, interest_clauses
from benchmarks.side_by_side import Benchmark, beside

from alignkit.rules.field import field
from alignkit.rules.rate import rate
from alignkit.rules.rating import Rating
from alignkit.rules.scores import Points, Score

FEW, MANY = 500, 5_000
"""How many rules the long models have."""
_turns = count()


def build_and_rate() -> tuple[int, Rating]:
    """Build the model of 24 rules and rate one lead; return which lead, too.

    Its clauses begin elsewhere each time: no model is one that was built before, and nothing can be kept from it.
    """
    turn = next(_turns)
    fit, interest = fit_clauses(), interest_clauses()
    first, second = turn % len(fit), turn // len(fit) % len(interest)
    parts = [
        Score("fit", fit[first:] + fit[:first], cap=60, floor=-30),
        Score("interest", interest[second:] + interest[:second], cap=40),
    ]
    number = turn % len(WORLD)
    return number, rate(Score("lead score", parts=parts, bands=BANDS), WORLD[number])


def long_model(rules: int) -> Rating:
    """Build a model of so many rules, five about each field, and rate a lead by it."""
    turn = next(_turns)
    clauses = [Points(1 + number % 7, when=field(f"f{turn}_{number // 5}") >= number) for number in range(rules)]
    return rate(Score("long", clauses), {f"f{turn}_0": 3})


def test_building(benchmark: Benchmark) -> None:
    """Building 24 rules and a first rating, in ratings."""
    (number, rating), ratings = beside(
        benchmark,
        "building",
        build_and_rate,
        lambda: [rate(LEAD_SCORE, lead) for lead in WORLD],
        times=len(WORLD),
    )
    assert (rating.points, rating.band) == (ratings[number].points, ratings[number].band)


def test_building_long(benchmark: Benchmark) -> None:
    """Building 5,000 rules and a first rating, for each rule against the same of 500."""
    long, short = beside(
        benchmark,
        "building 5,000",
        lambda: long_model(MANY),
        lambda: [long_model(FEW) for _ in range(MANY // FEW)],
        rounds=5,
    )
    assert [rating.points for rating in short] == [long.points] * (MANY // FEW) == [Decimal(10)] * (MANY // FEW)
