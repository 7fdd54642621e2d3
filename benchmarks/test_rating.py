"""Rating a lead by 24 rules over a dict, with caps and bands, against a function written by hand for the one model."""

from __future__ import annotations

from benchmarks.model import LEAD_SCORE, WORLD, floor_rate
from benchmarks.side_by_side import Benchmark, beside

from alignkit.rules.rate import rate


def test_rating(benchmark: Benchmark) -> None:
    """`rate`, a thousand leads: a result object each."""
    found, floor = beside(
        benchmark,
        "rating",
        lambda: [rate(LEAD_SCORE, lead) for lead in WORLD],
        lambda: [floor_rate(lead) for lead in WORLD],
    )
    assert [(float(rating.points), rating.band) for rating in found] == floor


def test_rating_read(benchmark: Benchmark) -> None:
    """`rate`, a thousand leads, and the two answers that the floor gives read from each result."""

    def read() -> list[tuple[object, str | None]]:
        ratings = (rate(LEAD_SCORE, lead) for lead in WORLD)
        return [(rating.points, rating.band) for rating in ratings]

    found, floor = beside(benchmark, "rating read", read, lambda: [floor_rate(lead) for lead in WORLD])
    assert found == floor
