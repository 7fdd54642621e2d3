"""What a goal takes: how many leads each stage needs, how sure that is, and in which months they must arrive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil
from typing import TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, Finding, shown
from alignkit.exact import as_data
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.plan.checked import listed, of_kind, raise_faults
from alignkit.plan.steps import FlowStep
from alignkit.scorecard.quantities import quantity_data

Aim: TypeAlias = Money | Fraction
"""What a plan starts from: revenue, or a number of deals."""


@attrs.frozen(slots=True)
class Arrival:
    """How many leads must enter a stage in one month.

    Args:
        month: the calendar month.
        count: how many, exactly; the months of a stage sum to what it needs.
        whole: how many whole leads; they sum to the least whole number that is enough. Rounded so that the leads so far
            are never fewer than are needed by then.
    """

    month: Period
    count: Fraction
    whole: int


def _arrivals(values: Iterable[Arrival]) -> tuple[Arrival, ...]:
    return listed(values, "the arrivals of a stage", path="arrivals")


@attrs.frozen(slots=True, repr=False)
class Need:
    """How many leads must enter one stage.

    Args:
        stage: the stage's id.
        label: how people call the stage.
        count: how many leads, exactly.
        lowest: how many if the measured rates are as good as the counts leave open: in 1 of 10 draws fewer do.
        highest: how many if they are as bad: in 1 of 10 draws more are needed.
        lag: how long it typically takes from here to the deal.
        opens: from when on they arrive.
        closes: by when the last of them must be here.
        arrivals: month by month, in time order.
    """

    stage: str
    label: str
    count: Fraction
    lowest: Fraction
    highest: Fraction
    lag: timedelta
    opens: datetime
    closes: datetime
    arrivals: tuple[Arrival, ...] = attrs.field(converter=_arrivals)

    def __attrs_post_init__(self) -> None:
        faults = of_kind(self.arrivals, Arrival, "arrivals")
        for part in ("count", "lowest", "highest"):
            value = getattr(self, part)  # our own names
            if not isinstance(value, Fraction):
                faults.append(Finding("wrong-type", f"{part} is a Fraction, not {shown(value)}", part))
        raise_faults(faults)
        if not self.lowest <= self.count <= self.highest:
            raise DocumentError.at(
                "wrong-order", f"{self.stage!r} needs {self.count}, from {self.lowest} to {self.highest}: not in order"
            )
        if sum((arrival.count for arrival in self.arrivals), Fraction(0)) != self.count:
            raise DocumentError.at(
                "months-sum", f"the months of {self.stage!r} must sum to {self.count}", path="arrivals"
            )

    def __repr__(self) -> str:
        return f"<Need {self.stage!r}: {self.whole:,} leads in {len(self.arrivals)} months>"

    @property
    def whole(self) -> int:
        """The least whole number of leads that is enough."""
        return ceil(self.count)

    @property
    def is_certain(self) -> bool:
        """Whether no measured rate stands between the stage and the deal: then there is no range."""
        return self.lowest == self.highest

    def to_dict(self) -> dict[str, object]:
        """Return the need as plain data."""
        return {
            "stage": self.stage,
            "count": as_data(self.count),
            "exactly": str(self.count),
            "whole": self.whole,
            "lowest": as_data(self.lowest),
            "highest": as_data(self.highest),
            "opens": self.opens.isoformat(),
            "closes": self.closes.isoformat(),
            "months": [
                {"month": arrival.month.name, "count": as_data(arrival.count), "whole": arrival.whole}
                for arrival in self.arrivals
            ],
        }


def _needs(values: Iterable[Need]) -> tuple[Need, ...]:
    return listed(values, "the needs of a plan", path="needs")


def _steps(values: Iterable[FlowStep]) -> tuple[FlowStep, ...]:
    return listed(values, "the steps of a plan", path="steps")


@attrs.frozen(slots=True, repr=False)
class Requirements(Shown):
    """What a goal takes, from the first stage to the deal.

    Args:
        target: the goal: revenue, or a number of deals.
        value: the average value of a deal; None where the goal is a number of deals.
        period: when the deals are to be won.
        steps: the rates and lags that it was worked out with, in order.
        needs: one per stage, in the same order, the deals last.
        draws: how many draws the ranges come from.
        seed: of the draws: the same seed gives the same ranges, anywhere.
    """

    target: Aim
    value: Money | None
    period: Period
    steps: tuple[FlowStep, ...] = attrs.field(converter=_steps)
    needs: tuple[Need, ...] = attrs.field(converter=_needs)
    draws: int
    seed: int

    def __attrs_post_init__(self) -> None:
        raise_faults([*of_kind(self.steps, FlowStep, "steps"), *of_kind(self.needs, Need, "needs")])
        stages = [self.steps[0].start, *(step.end for step in self.steps)] if self.steps else []
        if not stages or [need.stage for need in self.needs] != stages:
            raise DocumentError.at("counts-differ", f"there is one need for each of {shown(stages)}", path="needs")

    @property
    def deals(self) -> Fraction:
        """How many deals the goal takes, exactly."""
        return self.needs[-1].count

    @property
    def first(self) -> Need:
        """What the first stage needs."""
        return self.needs[0]

    @property
    def counts(self) -> dict[str, Fraction]:
        """How many leads each stage needs, by stage, in order."""
        return {need.stage: need.count for need in self.needs}

    def of(self, stage: str) -> Need:
        """Return what a stage needs.

        Raises:
            DocumentError: `unknown-stage`, with the nearest id.
        """
        for need in self.needs:
            if need.stage == stage:
                return need
        near = did_you_mean(stage, (need.stage for need in self.needs))
        raise DocumentError.at("unknown-stage", f"the plan does not reach the stage {shown(stage)}{near}")

    @property
    def sentences(self) -> tuple[str, ...]:
        """What it comes to, in plain words."""
        from alignkit.plan.show import requirement_sentences  # drawing is loaded when something is drawn

        return requirement_sentences(self)

    def blocks(self) -> Block:
        """Return the sentences, the stages as a picture and a table, and the months."""
        from alignkit.plan.show import requirements_blocks  # drawing is loaded when something is drawn

        return requirements_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the requirements as plain data."""
        return {
            "alignkit": 1,
            "kind": "requirements",
            "target": quantity_data(self.target),
            "value": quantity_data(self.value),
            "period": self.period.name,
            "steps": [step.to_dict() for step in self.steps],
            "needs": [need.to_dict() for need in self.needs],
            "draws": self.draws,
            "seed": self.seed,
        }
