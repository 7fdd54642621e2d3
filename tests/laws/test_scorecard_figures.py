"""The laws of figures: segments add up, nothing is over 100 %, and the order of arrival changes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import attrs
from hypothesis import given, strategies as st
from tests.funnel.worlds import AS_OF, FIRST, worlds

from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.handoff.slas import SLA
from alignkit.history.facts import Facts
from alignkit.instants import hours
from alignkit.periods import Period
from alignkit.rules.field import field
from alignkit.rules.predicates import did
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import Metric, conversion, count, median_time, met, period_conversion, share, total

DAY = Period(date(2026, 10, 25), date(2026, 10, 26), "Europe/Amsterdam")
INSTANTS = st.integers(0, 40).map(lambda count_: FIRST + timedelta(minutes=30 * count_))


def metrics(funnel: Funnel) -> list[Metric]:
    """Return one metric of each kind, from the first stage to the last."""
    first, last = funnel.path[0].id, funnel.path[-1].id
    clock = SLA("answer", "sales", entered(first), did("call"), hours(1), any_actor=True)
    return [
        count(entered(first)),
        count(entered(last), where=field("size") >= 2),
        share(entered(last), among=entered(first)),
        share(field("size") >= 2, among=entered(first)),
        met(clock),
        total("amount", at=entered(last)),
        conversion(first, last, within=hours(2)),
        conversion(first, last),
        period_conversion(first, last),
        median_time(first, last),
    ]


@st.composite
def grown(draw: st.DrawFn) -> tuple[Funnel, Facts]:
    """Draw a world whose leads have sizes, whose events carry amounts, and where some fields change."""
    funnel, facts = draw(worlds())
    sizes = st.sampled_from([None, 1, 2, "2", True])
    leads = {lead: {"size": draw(sizes)} for lead in facts.leads}
    amounts = st.sampled_from([{}, {"amount": 1}, {"amount": 0.5}, {"amount": "much"}])
    # a doubled event stays the same event
    chosen = {event.id: draw(amounts) for event in facts.events}
    events = [attrs.evolve(event, attributes=chosen[event.id]) for event in facts.events]
    return funnel, Facts(leads, events)


@given(grown(), INSTANTS, st.sampled_from(["size", "owner"]))
def test_segments_add_up(world: tuple[Funnel, Facts], as_of: object, by: str) -> None:
    """Counts, numerators, denominators, totals, unknown and pending of the groups sum to the whole's."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF + timedelta(days=1), errors="collect")
    for metric in metrics(funnel):
        found = figure(metric, journeys, period=DAY, as_of=as_of, by=by)  # type: ignore[call-overload]  # an instant
        parts = [part for _, part in found]
        for name in ("numerator", "denominator", "unknown", "pending"):
            assert sum(getattr(part, name) or 0 for part in parts) == (getattr(found.whole, name) or 0)
        if found.whole.denominator is None:
            assert sum((part.value for part in parts), Fraction(0)) == found.whole.value
        names = [repr(name) for name, _ in found]
        assert len(names) == len(set(names))


@given(grown(), INSTANTS)
def test_nothing_is_over_100_percent(world: tuple[Funnel, Facts], as_of: object) -> None:
    """Every share lies in 0..1 and between its bounds, or is undefined."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF + timedelta(days=1), errors="collect")
    for metric in metrics(funnel):
        found = figure(metric, journeys, period=DAY, as_of=as_of)  # type: ignore[call-overload]  # an instant
        if found.denominator is None or isinstance(found.value, timedelta):
            continue
        assert found.value is None or 0 <= found.value <= 1
        if not found.pending and found.lowest is not None:
            assert found.lowest == found.value == found.highest


@given(grown(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(world: tuple[Funnel, Facts], random: object) -> None:
    """The answer depends on the set of events alone."""
    funnel, facts = world
    events = list(facts.events)
    random.shuffle(events)  # type: ignore[attr-defined]  # hypothesis' own Random
    for metric in metrics(funnel):
        first, second = (
            figure(metric, replay(funnel, given_, as_of=AS_OF, errors="collect"), period=DAY, as_of=AS_OF, by="size")
            for given_ in (facts, Facts(facts.leads, events))
        )
        assert first == second
