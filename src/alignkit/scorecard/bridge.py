"""Bridge: hold what came against a plan, and share the gap out over the factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from math import prod
from typing import Any, cast

from alignkit.currency import Money
from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, raise_found, shown
from alignkit.exact import Number, exact
from alignkit.funnel.journeys import Journeys
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.scorecard.bridges import Bridge, BridgePart
from alignkit.scorecard.count_flow import FlowStep, flow_faults, flow_of, left_out_note, told_one_by_one
from alignkit.scorecard.factors import MOST_FACTORS, Amount, Factor, FlowPlan, amount_of, bare_of
from alignkit.scorecard.rates import Rates, checked_rates
from alignkit.scorecard.split import half_up, rounded_parts, shapley, smallest_unit

_WHOLE_FROM = 1000
"""Amounts of money from this one on are told without cents."""


def bridge(
    plan: FlowPlan,
    journeys: Journeys,
    *,
    period: Period,
    as_of: datetime,
    unit: Number | None = None,
    rates: Rates | None = None,
) -> Bridge:
    """Hold what came in a period against its plan, and say which step made which part of the difference.

    Entries into the stages are counted in the period, each lead once a stage; where the plan has a value per deal, the
    last stage counts deals, as `total` does, and the value is what they are worth ÷ how many they are. Where the plan
    says which share lands in the period, the last step is cut in two once the period is over: the deals won so far of
    the leads that entered the first stage in the period, for each entry into the stage before the last; and the deals
    that landed in the period, for each of these. It tells most when few of the period's leads are still open.

    Nothing can be said of a step where nobody entered the stage before it: it counts as planned, and its part is 0. A
    stage that nobody entered while later ones were entered is left out, and its two steps are one part.

    Args:
        plan: what was planned for the period.
        journeys: as `replay` gives them.
        period: when it counts.
        as_of: what happened later does not count. Before the end of the period the gap is what is still open.
        unit: parts are rounded to multiples of it, by largest remainder, ties by the order of the path: 1 for deals and
            the smallest unit of a currency when not given.
        rates: by which amounts in other currencies are told in the plan's, exactly; a note says so.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`; `mixed-currencies` where no rate is stated.
        DocumentError: `unknown-stage`, `wrong-order` for stages that are not in the order of the path, `wrong-type`,
            `not-positive`.

    >>> from datetime import UTC
    >>> from alignkit.funnel.replay import replay
    >>> from alignkit.funnel.stages import Funnel, Stage
    >>> from alignkit.history.events import Event
    >>> from alignkit.history.facts import Facts
    >>> from alignkit.periods import quarter
    >>> funnel = Funnel("inbound", [Stage("lead", "marketing"), Stage("won", "sales", outcome="won")])
    >>> facts = Facts(events=[Event(f"L{n}", datetime(2026, 1, 5, tzinfo=UTC), "stage", "won") for n in range(3)])
    >>> journeys = replay(funnel, facts, as_of=datetime(2026, 4, 1, tzinfo=UTC))
    >>> plan = FlowPlan({"lead": 10, "won": 5})
    >>> found = bridge(plan, journeys, period=quarter(2026, 1, zone="UTC"), as_of=journeys.as_of)
    >>> print(found.sentence)
    2 deals fewer than planned (3 of 5): 5 missing, 3 additional
    >>> print(found.sentences[0])
    All 5 missing deals: fewer leads came to lead than planned (3, planned 10)
    """
    if not isinstance(plan, FlowPlan) or not isinstance(journeys, Journeys) or not isinstance(period, Period):
        raise DocumentError.at(
            "wrong-type",
            f"bridge takes a FlowPlan, Journeys and a Period, not {shown(plan)}, {shown(journeys)}, {shown(period)}",
        )
    funnel = journeys.funnel
    raise_found(DocumentError, flow_faults(plan, funnel))
    came = flow_of(plan, journeys, period, as_of, rates=checked_rates(rates))
    chain, left_out = told_one_by_one(came.steps)
    pairs: list[tuple[Factor, Amount | None]] = []
    before: FlowStep | None = None
    for step in chain:
        actual = Fraction(step.actual) if before is None else _over(step.actual, before.actual)
        pairs.append((_factor(step, before), actual))
        before = step
    notes = [left_out_note(step) for step in left_out]
    if plan.value is not None:
        pairs.append((Factor("value", plan.value, title="value per deal"), came.worth_each))
    notes += came.notes
    won = chain[-1].stage == funnel.won
    plain = (f"lead at {chain[-1].stage.label}", f"leads at {chain[-1].stage.label}")
    names = ("", "") if plan.value is not None else ("deal", "deals") if won else plain
    return _bridged(pairs, _unit_of(unit), names, notes, period=period, as_of=as_of)


def bridge_between(
    planned: Mapping[str, Number | Money] | Iterable[Factor],
    actual: Mapping[str, Number | Money],
    *,
    unit: Number | None = None,
    things: tuple[str, str] = ("", ""),
) -> Bridge:
    """Share the difference between two products out over their factors, from bare numbers.

    Args:
        planned: the planned value of each factor by its name, or `Factor`s; one of them may be money.
        actual: the actual value of each.
        unit: parts are rounded to multiples of it; when not given, to 1 where both results are whole numbers, else to
            a hundredth, and money to the smallest unit of its currency.
        things: one, and several, of what the result counts: ("deal", "deals").

    Raises:
        DocumentError: `no-factors`, `missing-factor`, `unknown-factor`, `negative`, `wrong-type`, `mixed-currencies`,
            `duplicate-id`, `two-amounts` where several factors are money, `not-positive` for the unit.
        LimitError: `too-many`, over 12 factors; `too-large`.

    >>> found = bridge_between({"visits": 100, "rate": 0.5}, {"visits": 80, "rate": 0.4}, things=("sale", "sales"))
    >>> [(part.factor.name, int(part.exact)) for part in found.parts]
    [('visits', -9), ('rate', -9)]
    """
    factors = _factors(planned)
    if not isinstance(actual, Mapping):
        raise DocumentError.at("wrong-type", f"the actual values are a table, not {shown(actual)}", path="actual")
    if not (isinstance(things, tuple) and len(things) == 2 and all(isinstance(word, str) for word in things)):
        text = f'the words for one and for several are a pair such as ("deal", "deals"), not {shown(things)}'
        raise DocumentError.at("wrong-type", text, path="things")
    raise_found(DocumentError, _mismatches(factors, actual))
    values = [amount_of(actual[factor.name], factor.name, path=f"actual.{factor.name}") for factor in factors]
    return _bridged(list(zip(factors, values, strict=True)), _unit_of(unit), things, ())


def _factors(planned: Mapping[str, Number | Money] | Iterable[Factor]) -> list[Factor]:
    if isinstance(planned, str | bytes) or not isinstance(planned, Iterable):
        text = f'the planned values are a table such as {{"visits": 100}}, or Factors, not {shown(planned)}'
        raise DocumentError.at("wrong-type", text, path="planned")
    factors: list[Factor] = []
    faults: list[Finding] = []
    if isinstance(planned, Mapping):
        for name, value in cast("Mapping[Any, Any]", planned).items():  # what stands there is Factor's to check
            try:
                factors.append(Factor(name, value))
            except AlignkitError as fault:
                faults += fault.issues
    else:
        for given in planned:
            if isinstance(given, Factor):
                factors.append(given)
            else:
                faults.append(Finding("wrong-type", f"must be a Factor, not {shown(given)}", "planned"))
    raise_found(DocumentError, faults)
    if not factors:
        raise DocumentError.at("no-factors", "a bridge needs at least one factor", path="planned")
    if len(factors) > MOST_FACTORS:
        raise LimitError.at(
            "too-many", f"a bridge has at most {MOST_FACTORS} factors, not {len(factors)}", path="planned"
        )
    names = [factor.name for factor in factors]
    raise_found(
        DocumentError,
        [
            Finding("duplicate-id", f"the factor {name!r} stands there twice", "planned")
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ],
    )
    return factors


def _mismatches(factors: Sequence[Factor], actual: Mapping[str, object]) -> Iterator[Finding]:
    names = [factor.name for factor in factors]
    for name in names:
        if name not in actual:
            yield Finding("missing-factor", f"there is no actual value of {name!r}", "actual")
    for name in actual:
        if name not in names:
            text = f"there is no planned value of {shown(name)}{did_you_mean(name, names)}"
            yield Finding("unknown-factor", text, "actual")
    if sum(isinstance(factor.planned, Money) for factor in factors) > 1:
        yield Finding("two-amounts", "only one factor can be money: two amounts cannot be multiplied", "planned")
    for factor in factors:
        value = actual.get(factor.name)
        planned = factor.planned
        if value is None:
            continue
        if isinstance(value, Money) != isinstance(planned, Money):
            text = (
                f"{factor.name!r} was planned as {planned} and came to {shown(value)}: give both as money, or neither"
            )
            yield Finding("wrong-type", text, "actual")
        elif isinstance(value, Money) and isinstance(planned, Money) and value.currency != planned.currency:
            yield Finding("mixed-currencies", f"{factor.name!r}: {planned} and {value}: no rate is stated", "actual")


def _unit_of(unit: Number | None) -> Fraction | None:
    if unit is None:
        return None
    found = exact(unit, "the unit", path="unit")
    if found <= 0:
        raise DocumentError.at("not-positive", f"the unit is above 0, not {shown(unit)}", path="unit")
    return found


def _bridged(
    pairs: Sequence[tuple[Factor, Amount | None]],
    unit: Fraction | None,
    names: tuple[str, str],
    notes: Iterable[str],
    *,
    period: Period | None = None,
    as_of: datetime | None = None,
) -> Bridge:
    """Share the difference out, and round its parts; a factor of which nothing can be said counts as planned."""
    planned = [bare_of(factor.planned) for factor, _ in pairs]
    actual = [bare_of(factor.planned if value is None else value) for factor, value in pairs]
    currency = next((f.planned.currency for f, _ in pairs if isinstance(f.planned, Money)), None)
    ends = prod(planned, start=Fraction(1)), prod(actual, start=Fraction(1))
    if unit is None:
        whole = all(end.denominator == 1 for end in ends)
        unit = smallest_unit(currency) if currency is not None else Fraction(1) if whole else Fraction(1, 100)
    parts, told_unit = shapley(planned, actual), _told_in(unit, ends, currency)
    rounded, told = _rounded(parts, ends, unit), _rounded(parts, ends, told_unit)
    first, last = ends if currency is None else (Money(ends[0], currency), Money(ends[1], currency))
    return Bridge(
        tuple(BridgePart(*pair, *found) for pair, *found in zip(pairs, parts, rounded, told, strict=True)),
        first,
        last,
        unit,
        told_unit=told_unit,
        thing=names[0],
        things=names[1],
        period=period,
        as_of=as_of,
        notes=tuple(notes),
    )


def _rounded(parts: Sequence[Fraction], ends: tuple[Fraction, Fraction], unit: Fraction) -> tuple[Fraction, ...]:
    return rounded_parts(parts, half_up(ends[1], unit) - half_up(ends[0], unit), unit)


def _told_in(unit: Fraction, ends: tuple[Fraction, Fraction], currency: str | None) -> Fraction:
    """Return the step in which parts are told: whole euros where the results are thousands."""
    return Fraction(1) if currency is not None and unit < 1 and max(ends) >= _WHOLE_FROM else unit


def _factor(step: FlowStep, before: FlowStep | None) -> Factor:
    if before is None:
        title = "deals won" if step.stage.outcome == "won" else f"leads at {step.stage.label}"
        return Factor(step.stage.id, step.planned, title=title, says=step.says)
    planned = step.planned / before.planned
    if before.part:
        return Factor("landing", planned, title="landed in the period", says=step.says, per="of the period's own leads")
    name, title = f"{before.stage.id} to {step.stage.id}", f"{before.stage.label} to {step.stage.label}"
    return Factor(name, planned, title=title, says=step.says, per=f"at {before.stage.label}")


def _over(actual: int, before: int) -> Fraction | None:
    return Fraction(actual, before) if before else None
