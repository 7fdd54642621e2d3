"""Metrics of the time from one stage to another, beside the median time."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.funnel.patterns import Entered
from alignkit.scorecard.between import BetweenStages
from alignkit.scorecard.checked import percent_of, stage_of
from alignkit.scorecard.node import Kind, MetricNode
from alignkit.scorecard.quantities import expression

if TYPE_CHECKING:
    from alignkit.scorecard.metrics import MedianTime


def _percent(value: object) -> Fraction:
    found = percent_of(value)
    if found == 50:
        raise DocumentError.at("bad-percent", f"the {shown(value)}th percentile of a time is median_time")
    return found


@attrs.frozen(slots=True, repr=False)
class PercentileTime(MetricNode):
    """By when so many per cent of a cohort come to a later stage; made with `percentile_time`."""

    kind: ClassVar[Kind] = "span"
    percent: Fraction = attrs.field(converter=_percent)
    start: str = attrs.field(converter=stage_of)
    end: str = attrs.field(converter=stage_of)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return (self.start, self.end)

    def __repr__(self) -> str:
        return f"percentile_time({expression(self.percent)}, {self.start!r}, {self.end!r})"


@attrs.frozen(slots=True, repr=False)
class AverageTime(BetweenStages):
    """How long those that came to a stage in the period took from an earlier one; made with `average_time`."""

    kind: ClassVar[Kind] = "span"

    def __repr__(self) -> str:
        return f"average_time({self.start!r}, {self.end!r})"


def percentile_time(percent: float | Fraction, start: str | Entered, end: str | Entered) -> PercentileTime | MedianTime:
    """Measure by when so many per cent of the leads that entered `start` in the period have come to `end`.

    It is estimated as the median time is, which is its 50th percentile: leads that are still on the way count too (see
    `time_to`). It is undefined while fewer have come.

    Args:
        percent: above 0 and up to 100.
        start: a stage of the path.
        end: a later stage, or an exit.

    Raises:
        DocumentError: `bad-percent`, `bad-id`.

    >>> percentile_time(90, "mql", "sal"), percentile_time(50, "mql", "sal")
    (percentile_time(90, 'mql', 'sal'), median_time('mql', 'sal'))
    """
    from alignkit.scorecard.metrics import median_time  # it stands with the metrics that are built on this file's

    return median_time(start, end) if percent_of(percent) == 50 else PercentileTime(percent, start, end)


def average_time(start: str | Entered, end: str | Entered) -> AverageTime:
    """Measure the mean time from `start` to `end` of the leads that entered `end` in the period: a cycle's length.

    Each lead counts once, from its first entry into `start` to its first entry into `end` in the period at or after
    it. Leads that are still on the way count nowhere, so that in a growing business it comes out short: to promise a
    speed, `median_time` and `percentile_time` are better.

    Args:
        start: a stage of the path.
        end: a later stage, or an exit.

    Raises:
        DocumentError: `bad-id`.

    >>> average_time("opportunity", "won")
    average_time('opportunity', 'won')
    """
    return AverageTime(start, end)
