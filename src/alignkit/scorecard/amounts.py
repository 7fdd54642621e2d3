"""Metrics of the amounts of single events: their average, and their percentiles."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import attrs

from alignkit.funnel.patterns import Pattern
from alignkit.rules.checked import checked_field_name
from alignkit.scorecard.checked import pattern_of, percent_of, stages_named
from alignkit.scorecard.node import Kind, MetricNode
from alignkit.scorecard.quantities import expression


@attrs.frozen(slots=True, repr=False)
class Average(MetricNode):
    """The mean of an attribute of the events that matched; made with `average`."""

    kind: ClassVar[Kind] = "amount"
    attribute: str = attrs.field(converter=checked_field_name)
    at: Pattern = attrs.field(converter=pattern_of)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return stages_named(self.at)

    def __repr__(self) -> str:
        return f"average({self.attribute!r}, at={self.at!r})"


@attrs.frozen(slots=True, repr=False)
class Percentile(MetricNode):
    """What so many per cent of the matched events' amounts do not exceed; made with `percentile` or `median`."""

    kind: ClassVar[Kind] = "amount"
    percent: Fraction = attrs.field(converter=percent_of)
    attribute: str = attrs.field(converter=checked_field_name)
    at: Pattern = attrs.field(converter=pattern_of)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return stages_named(self.at)

    def __repr__(self) -> str:
        if self.percent == 50:
            return f"median({self.attribute!r}, at={self.at!r})"
        return f"percentile({expression(self.percent)}, {self.attribute!r}, at={self.at!r})"


def average(attribute: str, at: Pattern) -> Average:
    """Take the mean of an attribute of the matched events, over the same events as `total`.

    An event without the attribute is shown beside it as unknown, and is in neither the sum nor the number of events.
    Without any amount it is undefined.

    Args:
        attribute: the name, such as `amount`; it holds numbers, or money in one currency.
        at: what has to occur, such as `entered("won")`.

    Raises:
        DocumentError: `bad-id`, `not-a-pattern`.

    >>> from alignkit.funnel.patterns import entered
    >>> average("amount", at=entered("won"))
    average('amount', at=entered('won'))
    """
    return Average(attribute, at)


def percentile(percent: float | Fraction, attribute: str, at: Pattern) -> Percentile:
    """Take the amount that so many per cent of the matched events do not exceed, over the same events as `total`.

    Between two amounts it is interpolated in a straight line: with n amounts in order, the p-th percentile stands at
    the place 1 + (n - 1) * p / 100. That is type 7 of Hyndman and Fan (The American Statistician 50, 1996), which
    spreadsheets use too (PERCENTILE.INC). It is exact.

    Args:
        percent: above 0 and up to 100; 50 is the median, 100 the largest.
        attribute: the name, such as `amount`; it holds numbers, or money in one currency.
        at: what has to occur, such as `entered("won")`.

    Raises:
        DocumentError: `bad-percent`, `wrong-type`, `bad-id`, `not-a-pattern`.

    >>> from alignkit.funnel.patterns import entered
    >>> percentile(90, "amount", at=entered("won"))
    percentile(90, 'amount', at=entered('won'))
    """
    return Percentile(percent, attribute, at)


def median(attribute: str, at: Pattern) -> Percentile:
    """Take the middle amount of the matched events: the 50th `percentile`.

    Raises:
        DocumentError: `bad-id`, `not-a-pattern`.

    >>> from alignkit.funnel.patterns import entered
    >>> median("amount", at=entered("won")) == percentile(50, "amount", at=entered("won"))
    True
    """
    return Percentile(50, attribute, at)
