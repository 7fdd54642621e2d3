"""The laws of the gap bridge: parts sum to the gap, and no order of telling decides them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import permutations
from math import prod

import attrs
from hypothesis import given, settings, strategies as st
from tests.funnel.worlds import AS_OF, worlds

from alignkit.currency import Money, money
from alignkit.funnel.patterns import entered
from alignkit.funnel.replay import replay
from alignkit.funnel.stages import Funnel
from alignkit.history.facts import Facts
from alignkit.periods import Period
from alignkit.scorecard.bridge import bridge, bridge_between
from alignkit.scorecard.contribute import contributions
from alignkit.scorecard.factors import Factor, FlowPlan, bare_of
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import count, total
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.split import half_up, shapley
from alignkit.scorecard.tally import span_of, tally

VALUES = st.one_of(st.just(Fraction(0)), st.fractions(0, 20, max_denominator=12))
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=6)
UNITS = st.sampled_from([None, Fraction(1, 100), Fraction(1), Fraction(5, 2), Fraction(1000)])
DAY = Period(date(2026, 10, 25), date(2026, 10, 26), "Europe/Amsterdam")


def by_every_order(planned: list[Fraction], actual: list[Fraction]) -> list[Fraction]:
    """Let the factors turn one after the other, in every order, and take the mean of what each turn changes."""
    found = [Fraction(0)] * len(planned)
    orders = list(permutations(range(len(planned))))
    for order in orders:
        now = list(planned)
        for place in order:
            before = prod(now, start=Fraction(1))
            now[place] = actual[place]
            found[place] += prod(now, start=Fraction(1)) - before
    return [part / len(orders) for part in found]


@settings(max_examples=40)
@given(PAIRS)
def test_equal_to_every_order(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """The closed form is the mean over all orders, up to 6 factors by brute force."""
    planned, actual = [p for p, _ in pairs], [a for _, a in pairs]
    assert list(shapley(planned, actual)) == by_every_order(planned, actual)


@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=12), UNITS)
def test_parts_sum_to_the_gap(pairs: list[tuple[Fraction, Fraction]], unit: Fraction | None) -> None:
    """As fractions to the gap exactly; as rounded and as told to the difference of the ends that are shown."""
    factors = [Factor(f"f{n}", planned) for n, (planned, _) in enumerate(pairs)]
    found = bridge_between(factors, {f"f{n}": actual for n, (_, actual) in enumerate(pairs)}, unit=unit)
    planned, actual = (prod((pair[side] for pair in pairs), start=Fraction(1)) for side in (0, 1))
    assert (found.planned, found.actual) == (planned, actual)
    assert sum(part.exact for part in found.parts) == actual - planned
    for step, parts in (
        (found.unit, [p.rounded for p in found.parts]),
        (found.told_unit, [p.told for p in found.parts]),
    ):
        assert sum(parts) == half_up(actual, step) - half_up(planned, step)
    assert all(abs(part.rounded - part.exact) < found.unit for part in found.parts)
    for part, sentence in zip(found.parts, found.sentences, strict=True):
        assert part.actual != part.factor.planned or (part.exact == part.told == 0)
        assert sentence
    found.blocks()


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_the_factors_changes_nothing(pairs: list[tuple[Fraction, Fraction]], random: object) -> None:
    """Factors told in another order have the same parts; two that change alike have equal ones."""
    shuffled = list(enumerate(pairs))
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random
    plain = shapley([p for p, _ in pairs], [a for _, a in pairs])
    mixed = shapley([p for _, (p, _) in shuffled], [a for _, (_, a) in shuffled])
    assert [plain[number] for number, _ in shuffled] == list(mixed)
    twice = shapley([p for p, _ in pairs] * 2, [a for _, a in pairs] * 2)
    assert twice[: len(pairs)] == twice[len(pairs) :]


@given(PAIRS, st.fractions(0, 5, max_denominator=6))
def test_a_factor_as_planned_scales_the_rest(pairs: list[tuple[Fraction, Fraction]], factor: Fraction) -> None:
    """A factor that came as planned has no part, and the others' are as many times as large."""
    planned, actual = [p for p, _ in pairs], [a for _, a in pairs]
    *rest, own = shapley([*planned, factor], [*actual, factor])
    assert own == 0
    assert rest == [part * factor for part in shapley(planned, actual)]


@settings(max_examples=60)
@given(worlds(), st.data())
def test_over_any_facts(world: tuple[Funnel, Facts], data: st.DataObject) -> None:
    """Whatever the leads did: the bridge leads from the plan to what the figures say, and its words can be drawn."""
    funnel, facts = world
    amount = data.draw(st.sampled_from([None, 2]))
    events = [attrs.evolve(event, attributes={"amount": amount}) for event in facts.events]
    journeys = replay(funnel, Facts(facts.leads, events), as_of=AS_OF, errors="collect")
    places = data.draw(st.sets(st.integers(0, len(funnel.path) - 1), min_size=1).map(sorted))
    stages = [funnel.path[place] for place in places]
    value = data.draw(st.sampled_from([None, 5] if amount else [None, 5, money(5, "EUR")]))
    lands = data.draw(st.sampled_from([None, Fraction(1, 2)])) if len(stages) > 1 else None
    plan = FlowPlan([(stage.id, data.draw(st.integers(1, 9))) for stage in stages], value=value, lands=lands)
    found = bridge(plan, journeys, period=DAY, as_of=AS_OF)
    metric = count(entered(stages[-1].id)) if value is None else total("amount", at=entered(stages[-1].id))
    came = figure(metric, journeys, period=DAY, as_of=AS_OF).value
    assert bare_of(found.planned) == bare_of(plan.result)
    assert bare_of(found.actual) == came
    assert repr(found)


RATES = st.tuples(*(st.fractions(Fraction(1, 40), 50, max_denominator=40) for _ in range(2)))


@settings(max_examples=60)
@given(worlds(), RATES, st.sampled_from(["EUR", "USD", "GBP"]), st.data())
def test_over_any_currencies(
    world: tuple[Funnel, Facts], stated: tuple[Fraction, Fraction], own: str, data: st.DataObject
) -> None:
    """Amounts in three currencies: the parts sum to the gap, and the result is what each amount is worth by itself."""
    funnel, facts = world
    rates = Rates("EUR", dict(zip(("USD", "GBP"), stated, strict=True)), on=date(2026, 10, 1))
    worth = {"EUR": Fraction(1), "USD": stated[0], "GBP": stated[1]}
    codes = {event.id: data.draw(st.sampled_from(sorted(worth))) for event in facts.events}
    events = [attrs.evolve(event, attributes={"amount": money(7, codes[event.id])}) for event in facts.events]
    journeys = replay(funnel, Facts(facts.leads, events), as_of=AS_OF, errors="collect")
    last = funnel.path[-1].id
    plan = FlowPlan({last: data.draw(st.integers(1, 9))}, value=money(5, own))
    found = bridge(plan, journeys, period=DAY, as_of=AS_OF, rates=rates)
    metric = total("amount", at=entered(last))
    marks = tally(metric, journeys, span_of(DAY, AS_OF), AS_OF)
    amounts = [mark.amount for mark in marks if isinstance(mark.amount, Money)]
    by_itself = sum((amount.amount * worth[amount.currency] for amount in amounts), Fraction(0)) / worth[own]
    assert bare_of(found.actual) == by_itself
    assert sum(part.exact for part in found.parts) == bare_of(found.gap)
    assert sum(part.told for part in found.parts) == (
        half_up(bare_of(found.actual), found.told_unit) - half_up(bare_of(found.planned), found.told_unit)
    )
    assert (len(found.notes) > 0) == any(amount.currency != own for amount in amounts)
    shared = contributions(metric, journeys, period=DAY, as_of=AS_OF, rates=rates)
    assert sum(item.amount for item in shared.sets) == by_itself * worth[own]
