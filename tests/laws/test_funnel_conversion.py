"""The laws of conversion: never over 100 %, additive over periods, and in step with the time to convert."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, strategies as st
from tests.funnel.worlds import AS_OF, FIRST, worlds

from alignkit.funnel.convert import cohort_conversion, period_conversion
from alignkit.funnel.replay import replay
from alignkit.funnel.speed import time_to
from alignkit.funnel.stages import Funnel
from alignkit.history.facts import Facts
from alignkit.periods import Period

World = tuple[Funnel, Facts]
WHOLE = Period(date(2026, 10, 1), date(2026, 11, 1), "UTC")
SPANS = st.one_of(st.none(), st.integers(1, 48).map(lambda half_hours: timedelta(minutes=30 * half_hours)))


@given(worlds(), SPANS, st.integers(0, 40))
def test_no_conversion_over_100_percent(world: World, within: timedelta | None, half_hours: int) -> None:
    """For every pair of stages: the parts sum to the whole, rates lie in 0..1 and, once all are mature, agree."""
    funnel, facts = world
    as_of = FIRST + timedelta(minutes=30 * half_hours)
    journeys = replay(funnel, facts, as_of=as_of, errors="collect")
    for start, end in pairwise(stage.id for stage in funnel.path):
        found = cohort_conversion(journeys, start, end, period=WHOLE, within=within, as_of=as_of)
        assert found.entered == found.converted + found.pending + found.dropped
        assert found.rate is None or 0 <= found.rate <= 1
        if found.lowest is not None and found.highest is not None:
            assert 0 <= found.lowest <= found.highest <= 1
        if not found.pending and not found.early:
            assert found.rate == found.lowest == found.highest
        by_period = period_conversion(journeys, start, end, period=WHOLE, as_of=as_of)
        assert by_period.rate is None or 0 <= by_period.rate <= 1


@given(worlds(), SPANS)
def test_cohorts_add_up_over_periods(world: World, within: timedelta | None) -> None:
    """The cohorts of two days that follow each other sum to the cohort of both."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    start, end = funnel.path[0].id, funnel.path[-1].id
    cuts = (date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26))
    whole, first, second = (
        cohort_conversion(journeys, start, end, period=Period(a, b, "Europe/Amsterdam"), within=within, as_of=AS_OF)
        for a, b in ((cuts[0], cuts[2]), (cuts[0], cuts[1]), (cuts[1], cuts[2]))
    )
    assert whole.entered == first.entered + second.entered
    assert whole.converted == first.converted + second.converted
    assert whole.pending == first.pending + second.pending


@given(worlds())
def test_a_wider_window_converts_no_fewer(world: World) -> None:
    """More time, never fewer conversions; without a window, the most."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    start, end = funnel.path[0].id, funnel.path[-1].id
    spans = [timedelta(minutes=30), timedelta(hours=2), timedelta(days=2), None]
    counts = [
        cohort_conversion(journeys, start, end, period=WHOLE, within=within, as_of=AS_OF).converted for within in spans
    ]
    assert counts == sorted(counts)


@given(worlds())
def test_time_to_convert_agrees_with_the_cohort(world: World) -> None:
    """The same leads come; the incidence rises within 0..1; with nobody on the way it ends at the share that came."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    start, end = funnel.path[0].id, funnel.path[-1].id
    found = time_to(journeys, start, end, period=WHOLE, as_of=AS_OF)
    cohort = cohort_conversion(journeys, start, end, period=WHOLE, as_of=AS_OF)
    assert (found.observed, found.censored, found.lost) == (cohort.converted, cohort.pending, cohort.dropped)
    shares = [share for _, share in found.steps]
    assert shares == sorted(shares)
    assert all(0 < share <= 1 for share in shares)
    if found.steps and not found.censored:
        assert abs(shares[-1] - Fraction(found.observed, cohort.entered)) < Fraction(1, 10**11)
