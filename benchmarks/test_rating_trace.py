"""What it costs to know why: what a rating captures, and reading it.

Capturing is held against the same generated function without it, reading against the rating alone.
"""

from __future__ import annotations

from decimal import Decimal

from benchmarks.model import FIT, INTEREST, LEAD_SCORE, WORLD
from benchmarks.side_by_side import Benchmark, beside

from alignkit.rules.compile import compiled_score
from alignkit.rules.rate import rate
from alignkit.rules.rating import Contribution


def added_up(contributions: tuple[Contribution, ...]) -> Decimal:
    """Add up by hand what the clauses gave."""
    fit = sum((part.points for part in contributions if part.score == FIT.name), start=Decimal(0))
    interest = sum((part.points for part in contributions if part.score == INTEREST.name), start=Decimal(0))
    return max(min(fit, Decimal(60)), Decimal(-30)) + min(interest, Decimal(40))


def test_capture(benchmark: Benchmark) -> None:
    """The function that notes which clauses held, for a thousand leads."""
    traced, bare = compiled_score(LEAD_SCORE), compiled_score(LEAD_SCORE, traced=False)
    for form in (traced, bare):
        form.run(WORLD[0], None, None, None)  # the first call makes the function
    run, run_bare = traced.run, bare.run
    with_trace, without = beside(
        benchmark,
        "capture",
        lambda: [run(lead, None, None, None) for lead in WORLD],
        lambda: [run_bare(lead, None, None, None) for lead in WORLD],
    )
    assert [(mine.points, mine.band) for mine in with_trace] == [(other.points, other.band) for other in without]


def test_decode(benchmark: Benchmark) -> None:
    """Rating a thousand leads and reading what each clause gave."""

    def decoded() -> list[tuple[Contribution, ...]]:
        return [rate(LEAD_SCORE, lead).contributions for lead in WORLD]

    contributions, ratings = beside(benchmark, "decode", decoded, lambda: [rate(LEAD_SCORE, lead) for lead in WORLD])
    assert [added_up(found) for found in contributions] == [rating.points for rating in ratings]
