"""The reverse funnel: from a goal back to the deals, the opportunities and the leads that it takes, month by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from math import ceil
from random import Random

from alignkit.currency import Money
from alignkit.errors import DataError, DocumentError, Finding, LimitError, TimeError, shown
from alignkit.exact import LARGEST, Number, exact, is_number, plain
from alignkit.funnel.stages import Funnel
from alignkit.instants import MICROSECOND, from_micros, micros, zone_of
from alignkit.names import did_you_mean
from alignkit.periods import Period, month
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.plan.draw_rates import SCALE, draw_rates
from alignkit.plan.requirements import Aim, Arrival, Need, Requirements
from alignkit.plan.steps import FlowStep
from alignkit.scorecard.quantities import exact_text

DRAWS = 4_000
"""How many draws a range comes from, unless told otherwise."""
MOST_DRAWS = 100_000
MOST_STEPS = 50
MOST_MONTHS = 120
TOLERANCE = Fraction(1, 10**9)
"""The shares of the months sum to 1 within this, so that twelve of 1/12 as floats do."""
_TENTH = 10
"""The range leaves out one draw in ten at each end."""


def reverse_funnel(
    target: Money | Number,
    *,
    steps: Iterable[FlowStep],
    period: Period,
    value: Money | None = None,
    shares: Iterable[Number] | None = None,
    funnel: Funnel | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> Requirements:
    """Work back from a goal to what each stage of the funnel needs.

    Deals are the revenue goal ÷ the average value of a deal; leads of a stage are the deals ÷ the product of the rates
    from there on. All of that is exact. A lead of March's deals must be there as long before March as the lags from its
    stage to the deal take together, so leads of a period may be due before it begins. Within a month deals, and so
    the leads that lead to them, are taken to come evenly.

    The range says how far the counts behind measured rates can be trusted: each rate is drawn from its Beta
    distribution (see `draw_rates`), and the range leaves out one draw in ten at each end. Where all leads came, the
    rate as measured lies outside what is drawn: the range then reaches to it, as Brown, Cai and DasGupta do
    (Statistical Science 16, 2001). Stated rates, the value of a deal, the lags and the luck of the year itself are not
    drawn.

    Args:
        target: the revenue to be reached, or a number of deals; above 0.
        steps: from the first stage to the deal, each from where the one before ended.
        period: when the deals are to be won; at most 120 months.
        value: the average value of a deal; for revenue alone.
        shares: which share of the deals each month of the period is to bring; evenly by months when left out.
        funnel: the funnel of the stages: they are then checked, and called as people call them.
        draws: how many draws the range comes from, at least 100.
        seed: of the draws: the same seed gives the same ranges on every machine and every Python.

    Raises:
        DocumentError: with every fault: `wrong-type`, `not-positive`, `no-value`, `no-steps`, `broken-chain`,
            `circle`, `no-rate` for 0 of 0, `zero-rate`, `unknown-stage`, `wrong-length`, `negative`, `shares-sum`.
        DataError: `mixed-currencies`.
        LimitError: `too-many`, `too-long`; `too-large`, over 10**15 leads.
        TimeError: `out-of-range`, when leads would be due before the year 1.

    >>> from alignkit.currency import money
    >>> from alignkit.instants import days
    >>> from alignkit.periods import quarter
    >>> found = reverse_funnel(
    ...     money(240_000, "EUR"), value=money(6_000, "EUR"), period=quarter(2026, 1, zone="Europe/Amsterdam"),
    ...     steps=[FlowStep("lead", "mql", 0.4, lag=days(10)),
    ...            FlowStep("mql", "won", converted=25, of=250, lag=days(50))])
    >>> [(need.stage, need.whole) for need in found.needs]
    [('lead', 1000), ('mql', 400), ('won', 40)]
    >>> [(arrival.month.name, arrival.whole) for arrival in found.first.arrivals]
    [('2025-11', 312), ('2025-12', 366), ('2026-01', 322)]
    """
    chain = _checked_steps(steps, funnel)
    if not isinstance(period, Period):
        raise DocumentError.at(
            "wrong-type", f"a period is one such as year(2026, zone=...), not {shown(period)}", path="period"
        )
    aim, deals = _deals(target, value)
    for name, number, least, most in (("draws", draws, 100, MOST_DRAWS), ("seed", seed, 0, 2**63)):
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            text = f"{name} is a whole number from {least} to {most:,}, not {shown(number)}"
            raise DocumentError.at("wrong-type", text, path=name)
    monthly = _monthly(period, shares)
    ranges = _ranges(chain, draws, seed)
    needs: list[Need] = []
    share, lag = Fraction(1), timedelta(0)
    stages = [chain[0].start, *(step.end for step in chain)]
    for number in range(len(stages) - 1, -1, -1):
        if number < len(chain):
            share *= chain[number].share or 1  # no share is 0 by now
            lag += chain[number].lag
        count, (best, worst) = deals / share, ranges[number]
        if count > LARGEST:
            text = f"that takes over 10**15 leads in {stages[number]!r}: look at the rates from there on"
            raise LimitError.at("too-large", text, path="steps")
        opens, closes = _shifted(period, lag, stages[number])
        needs.append(
            Need(
                stages[number],
                stages[number] if funnel is None else funnel.stage(stages[number]).label,
                count,
                min(count, deals / best),
                max(count, deals / worst),
                lag,
                from_micros(opens, zone_of(period.zone)),
                from_micros(closes, zone_of(period.zone)),
                _arrivals(count, monthly, lag, period),
            )
        )
    return Requirements(aim, value, period, chain, reversed(needs), draws, seed)


def _deals(target: object, value: object) -> tuple[Aim, Fraction]:
    if value is not None and not isinstance(value, Money):
        raise DocumentError.at("wrong-type", f"the value of a deal is money, not {shown(value)}", path="value")
    if isinstance(target, Money):
        if value is None:
            raise DocumentError.at(
                "no-value", f"how many deals {target} takes depends on the value of a deal", path="value"
            )
        for path, amount in (("target", target), ("value", value)):
            if amount.amount <= 0:
                raise DocumentError.at("not-positive", f"the {path} must be above 0, not {amount}", path=path)
        if target.currency != value.currency:
            raise DataError.at("mixed-currencies", f"a goal of {target} and deals of {value}: no rate is stated")
        return target, target.amount / value.amount
    if not is_number(target):
        raise DocumentError.at(
            "wrong-type", f"a goal is money or a number of deals, not {shown(target)}", path="target"
        )
    if value is not None:
        raise DocumentError.at("wrong-type", "a number of deals takes no value of a deal: leave it out", path="value")
    deals = exact(target, "a number of deals", path="target")
    if deals <= 0:
        raise DocumentError.at("not-positive", f"the target must be above 0, not {shown(target)}", path="target")
    return deals, deals


def _checked_steps(steps: Iterable[FlowStep], funnel: Funnel | None) -> tuple[FlowStep, ...]:
    chain: tuple[FlowStep, ...] = listed(steps, "the steps of a plan", path="steps")
    if not chain:
        raise DocumentError.at("no-steps", "a plan needs at least one step, from a stage to the deal", path="steps")
    if len(chain) > MOST_STEPS:
        raise LimitError.at("too-many", f"a plan has at most {MOST_STEPS} steps, not {len(chain):,}", path="steps")
    raise_faults(of_kind(chain, FlowStep, "steps"))
    if funnel is not None and not isinstance(funnel, Funnel):
        raise DocumentError.at("wrong-type", f"a funnel is a Funnel, not {shown(funnel)}", path="funnel")
    faults: list[Finding] = []
    seen = {chain[0].start}
    for number, step in enumerate(chain):
        path = f"steps[{number}]"
        if number and chain[number - 1].end != step.start:
            before = chain[number - 1].end
            faults.append(Finding("broken-chain", f"the step before ends at {before!r}, not {step.start!r}", path))
        if step.end in seen:
            faults.append(Finding("circle", f"the stage {step.end!r} stands on the way twice", path))
        seen |= {step.start, step.end}
        share = step.share
        if share is None:
            text = f"no lead has entered {step.start!r}, so that nobody knows its rate: state one"
            faults.append(Finding("no-rate", text, path))
        elif share == 0:
            text = f"of {step.of:,} leads in {step.start!r} none has come to {step.end!r}: no number of leads is enough"
            faults.append(Finding("zero-rate", text, path))
        faults += [] if funnel is None else _unknown_stages(step, path, funnel)
    raise_faults(faults)
    return chain


def _unknown_stages(step: FlowStep, path: str, funnel: Funnel) -> list[Finding]:
    known = [stage.id for stage in funnel.stages]
    return [
        Finding("unknown-stage", f"there is no stage {shown(stage)}{did_you_mean(stage, known)}", path)
        for stage in (step.start, step.end)
        if stage not in known
    ]


def _monthly(period: Period, shares: Iterable[Number] | None) -> tuple[tuple[int, int, Fraction], ...]:
    """Return for each month of the period its first instant, the first after it, and its share of the deals."""
    # thousands of years are not cut into months to be counted
    months = period.months() if (period.end - period.first).days <= MOST_MONTHS * 31 else ()
    if not 0 < len(months) <= MOST_MONTHS:
        raise LimitError.at("too-long", f"a plan covers at most {MOST_MONTHS} months, not {period.name}", path="period")
    given = [Fraction(1, len(months))] * len(months)
    if shares is not None:
        listing = listed(shares, "the shares of the months", path="shares")
        if len(listing) != len(months):
            told = "1 share is" if len(listing) == 1 else f"{len(listing):,} shares are"
            text = f"{period.name} has {len(months)} months, and {told} given"
            raise DocumentError.at("wrong-length", text, path="shares")
        given = [exact(share, "the share of a month", path=f"shares[{i}]") for i, share in enumerate(listing)]
        for number, share in enumerate(given):
            if share < 0:
                text = f"the share of a month must not be negative: {plain(share)}"
                raise DocumentError.at("negative", text, path=f"shares[{number}]")
        total = sum(given, Fraction(0))
        if abs(total - 1) > TOLERANCE:
            text = f"the shares of the months sum to {exact_text(total)}, must be 1"
            raise DocumentError.at("shares-sum", text, path="shares")
        given = [share / total for share in given]
    return tuple(
        (micros(part.starts_at), micros(part.ends_at), share) for part, share in zip(months, given, strict=True)
    )


def _ranges(chain: Sequence[FlowStep], draws: int, seed: int) -> list[tuple[Fraction, Fraction]]:
    """Return for each stage, the deal last, a high and a low product of the rates from there on."""
    stream = Random(seed).random  # noqa: S311 - what might be is no secret
    drawn, certain, scale = [1] * draws, Fraction(1), 1
    found = [(Fraction(1), Fraction(1))]
    for step in reversed(chain):
        if step.rate is not None:
            certain *= step.rate
        else:
            # the counts are given where no rate is
            rates = draw_rates(step.converted or 0, step.of or 0, count=draws, random=stream)
            drawn = [before * rate for before, rate in zip(drawn, rates, strict=True)]
            scale *= SCALE
        ordered = sorted(drawn)
        low, high = ordered[draws // _TENTH], ordered[draws - 1 - draws // _TENTH]
        found.append((certain * Fraction(high, scale), certain * Fraction(low, scale)))
    return found[::-1]


def _shifted(period: Period, lag: timedelta, stage: str) -> tuple[int, int]:
    back = lag // MICROSECOND
    opens, closes = micros(period.starts_at) - back, micros(period.ends_at) - back
    if opens < _EARLIEST:
        raise TimeError.at("out-of-range", f"the leads in {stage!r} would be due before the year 1", path="steps")
    return opens, closes


_EARLIEST = -62_133_000_000_000_000
"""Early in the year 1, in microseconds before 1970: clocks of every zone show a year then."""


def _arrivals(
    count: Fraction, monthly: Sequence[tuple[int, int, Fraction]], lag: timedelta, period: Period
) -> tuple[Arrival, ...]:
    """Spread what a stage needs over the calendar months in which it must arrive."""
    back, zone = lag // MICROSECOND, zone_of(period.zone)
    by_month: dict[tuple[int, int], tuple[Period, Fraction]] = {}
    for opens, closes, share in monthly:
        here = opens - back
        while here < closes - back:
            day = from_micros(here, zone)
            which = by_month.get((day.year, day.month))
            calendar_month, before = which or (month(day.year, day.month, zone=period.zone), Fraction(0))
            until = min(micros(calendar_month.ends_at), closes - back)
            part = count * share * Fraction(until - here, closes - opens)
            by_month[day.year, day.month] = (calendar_month, before + part)
            here = until
    found: list[Arrival] = []
    so_far, whole = Fraction(0), 0
    for calendar_month, part in by_month.values():
        so_far += part
        found.append(Arrival(calendar_month, part, ceil(so_far) - whole))
        whole = ceil(so_far)
    return tuple(found)
