"""Metrics a second time, slowly and obviously: percentiles by counting, what stands where by replaying, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from alignkit.funnel.journeys import Journey


def slow_percentile(numbers: Sequence[Fraction], percent: Fraction) -> Fraction:
    """Walk along the sorted numbers, as along a ruler whose marks they are, by p per cent of its length.

    Type 7 of Hyndman and Fan: the first number stands at 0, the last one at n - 1.
    """
    left = sorted(numbers)
    way = Fraction(len(left) - 1) * percent / 100
    while way >= 1:
        left.pop(0)
        way -= 1
    return left[0] if way == 0 else left[0] * (1 - way) + left[1] * way


def slow_stage(journey: Journey, record: str, at: datetime) -> object:
    """Return in which stage a deal stands, by its own stage events alone."""
    stage = None
    for event in journey.events:
        if event.lead == record and event.kind == "stage" and event.at <= at:
            stage = event.value
    return stage
