"""Count what came to each stage of a plan in its period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from typing import Literal, NamedTuple

from alignkit.currency import Money
from alignkit.errors import Finding, shown
from alignkit.funnel.convert import cohort_conversion
from alignkit.funnel.journeys import Journeys
from alignkit.funnel.patterns import entered
from alignkit.funnel.stages import Funnel, Stage
from alignkit.instants import micros
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.scorecard.exchange import in_currency_of
from alignkit.scorecard.factors import Amount, FlowPlan
from alignkit.scorecard.figure import figure
from alignkit.scorecard.metrics import count, total
from alignkit.scorecard.quantities import alike
from alignkit.scorecard.rates import Rates
from alignkit.scorecard.tally import Mark, span_of, tally


def flow_faults(plan: FlowPlan, funnel: Funnel) -> Iterator[Finding]:
    """Yield what is wrong with a plan for a funnel: stages that it does not have, or in another order."""
    known = {stage.id: place for place, stage in enumerate(funnel.path)}
    last = -1
    for number, planned in enumerate(plan.stages):
        place = known.get(planned.stage)
        if place is None:
            near = did_you_mean(planned.stage, list(known))
            text = f"the path of the funnel {funnel.name!r} has no stage {shown(planned.stage)}{near}"
            yield Finding("unknown-stage", text, f"stages[{number}].stage")
        elif place < last:
            later = funnel.path[last].id
            text = f"the stages of a plan stand in the order of the path: {planned.stage!r} comes before {later!r}"
            yield Finding("wrong-order", text, f"stages[{number}].stage")
        else:
            last = place


class FlowStep(NamedTuple):
    """One number of a flow: how many came to a stage.

    Args:
        stage: the stage.
        planned: how many were planned.
        actual: how many came.
        says: what there was more or fewer of.
        part: of a last step that is cut in two, which one it is: the deals won of the period's own leads, or those that
            landed in it.
    """

    stage: Stage
    planned: Fraction
    actual: int
    says: str
    part: Literal["", "own", "landed"] = ""


class Flow(NamedTuple):
    """What came in a period.

    Args:
        steps: the numbers, in the order of the path.
        worth_each: what the deals are worth, for each; None without a planned value, and without deals.
        notes: what a reader needs to know besides.
    """

    steps: list[FlowStep]
    worth_each: Amount | None
    notes: list[str]


def flow_of(plan: FlowPlan, journeys: Journeys, period: Period, as_of: datetime, *, rates: Rates | None = None) -> Flow:
    """Count what a plan states in its period, as known at an instant.

    Raises:
        TimeError: `as_of` is naive.
        DataError: `later-than-replay`, `mixed-currencies`.
        DocumentError: `wrong-order`.
    """
    funnel = journeys.funnel
    steps: list[FlowStep] = []
    for number, planned in enumerate(plan.stages):
        stage = funnel.stage(planned.stage)
        found = figure(count(entered(stage.id)), journeys, period=period, as_of=as_of).value
        says = planned.says or _says(stage, funnel, first=number == 0)
        steps.append(FlowStep(stage, planned.planned, int(found), says))  # type: ignore[arg-type]  # a count
    last = steps[-1]
    notes: list[str] = []
    worth_each = None
    if plan.value is not None:
        metric = total(plan.attribute, at=entered(last.stage.id))
        useful = rates if isinstance(plan.value, Money) and rates and rates.of(plan.value.currency) else None
        worth = figure(metric, journeys, period=period, as_of=as_of, rates=useful)
        marks = list(tally(metric, journeys, span_of(period, as_of), as_of))
        deals = len(marks)
        came = in_currency_of(plan.value, worth.value, useful)  # type: ignore[arg-type]  # a total has a value
        value = alike(came, plan.value, f"the {plan.attribute}")
        notes += _converted(plan.value, marks, useful)
        worth_each = _each(value, deals)  # type: ignore[arg-type]  # money or a number, as planned
        last = steps[-1] = last._replace(actual=deals)
        if worth.unknown:
            one = worth.unknown == 1
            told = "1 deal has" if one else f"{worth.unknown:,} deals have"
            notes.append(f"{told} no {plan.attribute}: {'it counts' if one else 'they count'} as worth nothing.")
    if plan.lands is not None and micros(as_of) <= micros(period.ends_at):
        notes.append("Which share of the deals lands in the period can be told once it is over.")
    elif plan.lands is not None:
        first = steps[0].stage.id
        won = cohort_conversion(journeys, first, last.stage.id, period=period, as_of=as_of)
        steps[-1:] = [
            last._replace(planned=last.planned / plan.lands, actual=won.converted, part="own"),
            last._replace(says="deals landed in the period", part="landed"),
        ]
        if won.pending:
            told = "1 lead of the period is" if won.pending == 1 else f"{won.pending:,} leads of the period are"
            notes.append(f"{told} still open: which share lands in the period is not known yet.")
    return Flow(steps, worth_each, notes)


def _converted(planned: Amount, marks: list[Mark], rates: Rates | None) -> Iterator[str]:
    """Say which amounts were told in the plan's currency, by which stated rates."""
    if rates is None or not isinstance(planned, Money):
        return
    theirs = Counter(mark.amount.currency for mark in marks if isinstance(mark.amount, Money))
    del theirs[planned.currency]
    for currency, amounts in sorted(theirs.items()):
        # what one unit is worth is stated in the agreed currency: a plan in another one needs two rates
        stated = [rates.text(code) for code in (currency, planned.currency) if code != rates.currency]
        many = "1 amount" if amounts == 1 else f"{amounts:,} amounts"
        yield f"{many} in {currency} at {' and '.join(stated)}, stated {rates.on.isoformat()}."


def _each(value: Amount, deals: int) -> Amount | None:
    if not deals:
        return None
    return Money(value.amount / deals, value.currency) if isinstance(value, Money) else Fraction(value) / deals


def _says(stage: Stage, funnel: Funnel, *, first: bool) -> str:
    if stage == funnel.won:
        return "deals were won"
    if first:
        return f"leads came to {stage.label}"
    accepted = any(boundary.accepted == stage.id for boundary in funnel.boundaries)
    return "leads were accepted" if accepted else f"leads went on to {stage.label}"


def told_one_by_one(steps: list[FlowStep]) -> tuple[list[FlowStep], list[FlowStep]]:
    """Return the steps that can be told one by one, and those that nobody took while later ones were taken."""
    last = max((place for place, step in enumerate(steps) if step.actual), default=-1)
    kept = [step for place, step in enumerate(steps) if step.actual or place > last]
    return kept, [step for place, step in enumerate(steps) if not step.actual and place < last]


def left_out_note(step: FlowStep) -> str:
    """Say why a step is not told by itself."""
    if step.part:
        return f"None of the period's own leads came to {step.stage.label} so far: its two steps are told as one."
    return f"Nobody came to {step.stage.label}, and leads came to later stages: its two steps are told as one."
