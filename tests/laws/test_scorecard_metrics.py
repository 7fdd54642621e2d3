"""The laws of metrics: percentiles, what stands where, arithmetic, groups and rates, each against the obvious."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st
from tests.funnel.build import INBOUND, JANUARY, day, entry
from tests.funnel.worlds import AS_OF, FIRST, worlds
from tests.scorecard.slow import slow_percentile, slow_stage

from alignkit.currency import Money, money
from alignkit.errors import DataError
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.history.attributes import Value
from alignkit.history.events import Event
from alignkit.history.facts import Facts
from alignkit.instants import micros
from alignkit.periods import Period
from alignkit.rules.field import field
from alignkit.scorecard.add_up import interpolated, sum_of
from alignkit.scorecard.amounts import average, percentile
from alignkit.scorecard.arithmetic import Operator
from alignkit.scorecard.combine import compute
from alignkit.scorecard.compound import coverage, sales_velocity
from alignkit.scorecard.count_entries import amounts_at, counts_of, standing_now, values_at
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import Count, Metric, Share, conversion, count, share, total
from alignkit.scorecard.quantities import kind, magnitude
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.stand import standings
from alignkit.scorecard.standings import pipeline, standing
from alignkit.scorecard.tally import span_of, tally
from alignkit.scorecard.times import average_time, percentile_time

DAY = Period(date(2026, 10, 25), date(2026, 10, 26), "Europe/Amsterdam")
INSTANTS = st.integers(0, 40).map(lambda count_: FIRST + timedelta(minutes=30 * count_))
NUMBERS = st.fractions(-1000, 1000, max_denominator=60)
PERCENTS = st.fractions(Fraction(1, 100), 100, max_denominator=100)
RATES = Rates("EUR", {"USD": "0.92", "GBP": Fraction(7, 6)}, on=date(2026, 1, 1))
GROUPS = st.sampled_from(["size", "owner", "source", "campaign"])


@given(st.lists(NUMBERS, min_size=1, max_size=12), PERCENTS)
def test_a_percentile_is_where_the_ruler_says(numbers: list[Fraction], percent: Fraction) -> None:
    """Exactly; it lies between the least and the most, and is the most at 100."""
    found = interpolated(numbers, percent)
    assert found == slow_percentile(numbers, percent)
    assert min(numbers) <= found <= max(numbers)
    assert interpolated(numbers, Fraction(100)) == max(numbers)


@given(st.lists(NUMBERS, min_size=1, max_size=12), st.lists(PERCENTS, min_size=2, max_size=5))
def test_a_higher_percentile_is_no_smaller(numbers: list[Fraction], percents: list[Fraction]) -> None:
    """And the order of the numbers means nothing."""
    found = [interpolated(numbers, percent) for percent in sorted(percents)]
    assert all(one <= other for one, other in pairwise(found))
    assert found == [interpolated(numbers[::-1], percent) for percent in sorted(percents)]


@given(st.lists(NUMBERS, max_size=30))
def test_the_quick_sum_is_the_sum(numbers: list[Fraction]) -> None:
    """Exactly."""
    assert sum_of(numbers) == sum(numbers, Fraction(0))


@st.composite
def traded(draw: st.DrawFn) -> tuple[Funnel, Facts]:
    """Draw a world with sizes, sources and campaigns, where events and fields tell amounts in one currency or three."""
    funnel, facts = draw(worlds())
    coins = draw(st.sampled_from([("EUR",), ("USD",), ("EUR", "USD", "GBP")]))
    leads: dict[str, dict[str, Value]] = {
        lead: {"size": draw(st.sampled_from([None, 1, 2, "2"]))} for lead in facts.leads
    }
    if draw(st.booleans()):
        leads["L1"]["amount"] = money(draw(st.integers(1, 9)), coins[0])
    chosen: dict[str | None, dict[str, Any]] = {}
    for event in facts.events:
        if event.id not in chosen:
            amount = st.builds(money, st.fractions(0, 99, max_denominator=4), st.sampled_from(coins))
            chosen[event.id] = {
                "attributes": draw(
                    st.fixed_dictionaries({}, optional={"amount": amount, "campaign": st.sampled_from(["a", "b"])})
                ),
                "source": draw(st.sampled_from([None, "web", "crm"])),
            }
    return funnel, Facts(leads, [attrs.evolve(event, **chosen[event.id]) for event in facts.events])


def metrics(funnel: Funnel) -> list[Metric]:
    """Return metrics of all the kinds that this chapter has beside the first ones."""
    first, last = funnel.path[0].id, funnel.path[-1].id
    amount = total("amount", at=entered(last))
    return [
        standing(first, last),
        pipeline("amount", first, last),
        average("amount", at=entered(first) | entered(last)),
        percentile(75, "amount", at=entered(first)),
        percentile_time(Fraction(100, 3), first, last),
        average_time(first, last),
        count(entered(first)) + count(entered(last)),
        count(entered(first)) - 2 * count(entered(last)),
        amount / count(entered(last)),
        1 - conversion(first, last, within=timedelta(hours=2)),
        conversion(first, last, within=timedelta(hours=2)) * count(entered(first)) * amount,
        coverage(open=pipeline("amount", first), target=money(500, "USD"), reached=amount),
        sales_velocity("amount", opportunity=first, won=last),
    ]


ADDITIVE = (0, 1, 6, 7)
"""Which of them add up over groups."""


@settings(max_examples=60)
@given(traded(), INSTANTS, GROUPS)
def test_segments_add_up(world: tuple[Funnel, Facts], as_of: datetime, by: str) -> None:
    """Counts, totals, unknown and pending of the groups sum to the whole's; a group is computed from its parts."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF + timedelta(days=1), errors="collect")
    for number, metric in enumerate(metrics(funnel)):
        found = figure(metric, journeys, period=DAY, as_of=as_of, by=by, rates=RATES)
        parts = [part for _, part in found]
        for name in ("numerator", "denominator", "unknown", "pending"):
            assert sum(getattr(part, name) or 0 for part in parts) == (getattr(found.whole, name) or 0)
        if number in ADDITIVE and found.whole.value is not None:
            assert sum((magnitude(part.value or 0) for part in parts), Fraction(0)) == magnitude(found.whole.value)
        for place, part in enumerate(metric.parts):
            alone = figure(part, journeys, period=DAY, as_of=as_of, by=by, rates=RATES)
            assert found.whole.parts[place] == alone.whole
            for name_, inner in alone:
                assert found.of(name_).parts[place] == inner


@settings(max_examples=60)
@given(traded(), INSTANTS)
def test_arithmetic_of_figures(world: tuple[Funnel, Facts], as_of: datetime) -> None:
    """The figure of a sum, difference, product or quotient is that of the figures; and its bounds hold it."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF + timedelta(days=1), errors="collect")
    first, last = funnel.path[0].id, funnel.path[-1].id
    pool: list[Metric] = [
        count(entered(first)),
        share(entered(last), among=entered(first)),
        conversion(first, last),
        total("amount", at=entered(last)),
        average_time(first, last),
    ]

    def alone(metric: Metric) -> Any:  # noqa: ANN401 - any quantity
        return figure(metric, journeys, period=DAY, as_of=as_of, rates=RATES)

    operators: dict[Operator, Any] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
    }
    for one in pool:
        for other in pool:
            for operator, put in operators.items():
                try:
                    both = put(one, other)
                except ValueError:
                    continue
                left, right = alone(one), alone(other)
                try:
                    found = alone(both)
                except DataError:
                    continue  # an amount that came out as money, over time that is none of a day
                assert found.value == compute(operator, left.value, right.value)
                assert found.unknown == left.unknown + right.unknown
                if found.lowest is not None and found.highest is not None and found.value is not None:
                    low, high = magnitude(found.lowest), magnitude(found.highest)
                    assert low <= high
                    if not found.pending:
                        assert low == high == magnitude(found.value)


QUANTITIES = st.one_of(
    st.fractions(-50, 50, max_denominator=9),
    st.builds(money, st.fractions(-50, 50, max_denominator=9), st.just("EUR")),
    st.timedeltas(timedelta(days=-9), timedelta(days=9)),
)


@given(QUANTITIES, QUANTITIES, st.sampled_from(["+", "-", "*", "/"]))
def test_computing_is_exact(left: Any, right: Any, operator: Operator) -> None:  # noqa: ANN401 - any quantity
    """What was added can be taken away again, and what was multiplied be divided; what cannot be is refused by name."""
    try:
        found = compute(operator, left, right)
    except DataError as fault:
        assert fault.code == "unlike-kinds"  # noqa: PT017 - half of what is drawn is refused
        return
    if found is None:
        assert operator == "/"
        assert magnitude(right) == 0
    elif operator in "+-" and kind(left) == kind(right):
        assert compute("-" if operator == "+" else "+", found, right) == left
    elif operator in "*/" and "span" not in (kind(left), kind(right)) and magnitude(right):
        back = compute("/" if operator == "*" else "*", found, right)
        assert back is None or magnitude(back) == magnitude(left)


@settings(max_examples=60)
@given(traded(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(world: tuple[Funnel, Facts], random: Any) -> None:  # noqa: ANN401 - hypothesis' own Random
    """The answer depends on the set of events alone."""
    funnel, facts = world
    events = list(facts.events)
    random.shuffle(events)
    for metric in metrics(funnel):
        first, second = (
            figure(
                metric,
                replay(funnel, given_, as_of=AS_OF, errors="collect"),
                period=DAY,
                as_of=AS_OF,
                by="campaign",
                rates=RATES,
            )
            for given_ in (facts, Facts(facts.leads, events))
        )
        assert first == second


WAYS = st.lists(
    st.tuples(
        st.integers(0, 29), st.one_of(st.none(), st.tuples(st.sampled_from(["won", "lost"]), st.integers(0, 60)))
    ),
    max_size=8,
)


@given(WAYS, PERCENTS, st.integers(31, 50))
def test_times_end_between_their_bounds(
    ways: list[tuple[int, tuple[str, int] | None]], percent: Fraction, now: int
) -> None:
    """Whatever becomes of those on the way, once the period is over; and the estimate lies between, too."""
    events = [entry("mql", began, f"L{number}") for number, (began, _) in enumerate(ways)]
    for number, (began, end) in enumerate(ways):
        if end is not None:
            events.append(entry(end[0], began + end[1], f"L{number}"))
    metric = percentile_time(percent, "mql", "won")
    known = replay(INBOUND, Facts(events=events), as_of=day(200))
    before, after = (figure(metric, known, period=JANUARY, as_of=day(number)) for number in (now, 200))
    for figure_ in (before, after):
        if figure_.value is not None:
            assert before.lowest is not None
            assert before.lowest <= figure_.value  # type: ignore[operator]  # times
        if before.highest is not None:
            assert figure_.value is not None
            assert figure_.value <= before.highest  # type: ignore[operator]  # the same
    if not after.pending:
        assert after.lowest == after.value == after.highest


@settings(max_examples=60)
@given(traded(), INSTANTS)
def test_what_stands_where(world: tuple[Funnel, Facts], as_of: datetime) -> None:
    """Leads stand where `visit_at` says; the pipeline has each deal by its own stage, and no record twice."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF + timedelta(days=1), errors="collect")
    instant = as_of if as_of < DAY.ends_at else DAY.ends_at - timedelta(microseconds=1)
    for stage in funnel.stages:
        found = figure(standing(stage.id), journeys, period=DAY, as_of=as_of)
        stand = [
            journey
            for journey in journeys
            if (visit := journey.visit_at(instant)) is not None and visit.stage == stage.id
        ]
        assert found.value == len(stand)
        worth = figure(pipeline("amount", stage.id), journeys, period=DAY, as_of=as_of, rates=RATES, by="size")
        deals = [
            (journey.lead, deal)
            for journey in journeys
            for deal in {event.lead for event in journey.events} - {journey.lead}
            if slow_stage(journey, deal, instant) == stage.id
        ]
        assert worth.whole.unknown <= len({journey.lead for journey in stand} | {lead for lead, _ in deals}) + len(
            deals
        )
        if not stand and not deals:
            assert not magnitude(worth.whole.value or 0)
            assert not worth.whole.unknown


@settings(max_examples=60)
@given(traded(), INSTANTS, st.booleans())
def test_the_short_way_is_the_long_way(world: tuple[Funnel, Facts], as_of: datetime, joined: object) -> None:
    """Counting entries for all leads together gives what the marks of single leads give."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF + timedelta(days=1), errors="collect")
    span = span_of(DAY, as_of)
    first, last = entered(funnel.path[0].id), entered(funnel.path[-1].id)
    pattern = first | last if joined else last
    asked: list[Count | Share] = [
        count(pattern),
        count(pattern, where=field("size") >= 2),
        share(pattern, among=first),
        share(field("size") >= 2, among=pattern),
        share(count(last, where=field("size") >= 2), among=count(first, where=field("size") >= 1)),
    ]
    for metric in asked:
        marks = list(tally(metric, journeys, span, as_of))
        assert counts_of(metric, journeys, span) == tuple(
            sum(getattr(mark, name) for mark in marks) for name in ("counted", "among", "unknown")
        )
    for stands in (standing(*(stage.id for stage in funnel.stages)), standing(funnel.path[-1].id)):
        there = standings(stands, journeys, span, as_of)
        assert standing_now(stands, journeys, min(micros(as_of), span.ends - 1)) == len(list(there))
    for amounts in (total("amount", at=last), average("amount", at=first)):
        quick = amounts_at(amounts, journeys, span)
        assert quick is not None
        assert sorted(map(repr, quick)) == sorted(map(repr, tally(amounts, journeys, span, as_of)))
        values = values_at(amounts, journeys, span)
        assert values is None or list(values) == [mark.amount for mark in quick]


TOLD = st.lists(
    st.tuples(st.sampled_from(["D1", "D2", "D3"]), st.integers(0, 3), st.sampled_from([None, 10, 20])), max_size=12
)


@given(TOLD)
def test_every_entry_of_a_deal_is_added_once(told: list[tuple[str, int, int | None]]) -> None:
    """By the deals' own stages, however they move their lead, and however often a record is told again."""
    events = [Event("L1", day(0), "link", deal) for deal in ("D1", "D2", "D3")]
    stands: dict[str, int] = {}
    latest: dict[str, int] = {}
    won = 0
    for number, (deal, place, amount) in enumerate(told, start=1):
        stage = ("mql", "sal", "sql", "won")[max(place, stands.get(deal, 0))]  # deals go forward
        attributes = {} if amount is None else {"amount": amount}
        events.append(Event(deal, day(number), "stage", stage, attributes=attributes))
        if stage == "won" and stands.get(deal) != 3:
            won += amount or 0
        stands[deal] = max(place, stands.get(deal, 0))
        latest |= {} if amount is None else {deal: amount}
    journeys = replay(INBOUND, Facts({"L1": {}}, events), as_of=day(31), errors="collect")
    assert figure(total("amount", at=entered("won")), journeys, period=JANUARY, as_of=day(31)).value == won
    for place, stage in enumerate(("mql", "sal", "sql", "won")):
        there = figure(pipeline("amount", stage), journeys, period=JANUARY, as_of=day(31))
        assert there.value == sum(latest.get(deal, 0) for deal, now in stands.items() if now == place)


@given(st.fractions(0, 1000, max_denominator=100), st.sampled_from(["EUR", "USD", "GBP"]))
def test_a_rate_is_exact(amount: Fraction, code: str) -> None:
    """What is converted is the amount times the rate, and nothing is lost."""
    found = RATES.convert(Money(amount, code))
    assert found.currency == "EUR"
    assert found.amount / (RATES.of(code) or 0) == amount


@settings(max_examples=30)
@given(traded())
def test_an_average_is_its_total_over_its_amounts(world: tuple[Funnel, Facts]) -> None:
    """Exactly; and every percentile lies between the least and the largest amount."""
    funnel, facts = world
    journeys = replay(funnel, facts, as_of=AS_OF, errors="collect")
    at = entered(funnel.path[-1].id)

    def alone(metric: Metric) -> Any:  # noqa: ANN401 - a figure of any kind
        return figure(metric, journeys, period=DAY, as_of=AS_OF, rates=RATES)

    mean, whole, largest = (
        alone(average("amount", at)),
        alone(total("amount", at)),
        alone(percentile(100, "amount", at)),
    )
    assert mean.unknown == whole.unknown
    if mean.value is None:
        assert magnitude(whole.value) == mean.denominator == 0
        return
    assert mean.value * mean.denominator == whole.value
    assert mean.value <= largest.value
    assert micros(AS_OF) == micros(mean.as_of)


def test_a_mixed_sum_without_a_rate_is_refused() -> None:
    """G08 once more, where money meets money in arithmetic."""
    with pytest.raises(DataError, match="mixed-currencies"):
        compute("+", money(100, "EUR"), money(50, "USD"))
