"""Metrics: what is measured. Each is a value; `figure` measures it, and a `Goal` gives it a target.

Those of this file count and share; `amounts`, `standings` and `times` have others, and `arithmetic` and `compound` put
metrics together.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, TypeAlias, get_args

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.funnel.patterns import Entered, Pattern
from alignkit.handoff.slas import SLA
from alignkit.names import checked_id
from alignkit.rules.checked import checked_field_name
from alignkit.rules.node import Predicate
from alignkit.rules.predicates import AnyOf, Did, Rule
from alignkit.scorecard.amounts import Average, Percentile
from alignkit.scorecard.arithmetic import Arithmetic
from alignkit.scorecard.between import BetweenStages
from alignkit.scorecard.checked import pattern_of, rule_or_none, stages_named, window_or_none
from alignkit.scorecard.compound import Coverage, SalesVelocity
from alignkit.scorecard.node import Kind, MetricNode
from alignkit.scorecard.quantities import Scale
from alignkit.scorecard.standings import Pipeline, Standing
from alignkit.scorecard.times import AverageTime, PercentileTime


def _id(_: object, __: attrs.Attribute[str], value: object) -> None:
    checked_id(value, "figure")


def _sla(_: object, __: attrs.Attribute[SLA], value: object) -> None:
    if not isinstance(value, SLA):
        raise DocumentError.at("wrong-type", f"`met` measures an SLA, not {shown(value)}")


@attrs.frozen(slots=True, repr=False)
class Count(MetricNode):
    """How many leads did something in the period; made with `count`."""

    kind: ClassVar[Kind] = "count"
    grows: ClassVar[bool] = True
    pattern: Pattern = attrs.field(converter=pattern_of)
    where: Rule | None = attrs.field(default=None, validator=rule_or_none)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return stages_named(self.pattern)

    def __repr__(self) -> str:
        return f"count({self.pattern!r})" if self.where is None else f"count({self.pattern!r}, where={self.where!r})"


def _counted(value: Count | Pattern) -> Count:
    return value if isinstance(value, Count) else Count(value)


@attrs.frozen(slots=True, repr=False)
class Share(MetricNode):
    """Which part of some leads also did, or was, something; made with `share`."""

    kind: ClassVar[Kind] = "share"
    of: Count = attrs.field(converter=_counted)
    among: Count = attrs.field(converter=_counted)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return self.of.stages + self.among.stages

    def __repr__(self) -> str:
        return f"share({self.of!r}, among={self.among!r})"


@attrs.frozen(slots=True, repr=False)
class Met(MetricNode):
    """Which part of an SLA's clocks was met; made with `met`."""

    kind: ClassVar[Kind] = "share"
    sla: SLA = attrs.field(validator=_sla)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that its clocks name."""
        patterns = [pattern for _, pattern in self.sla.patterns]
        return tuple(stage for pattern in patterns if pattern is not None for stage in stages_named(pattern))

    def __repr__(self) -> str:
        return f"met({self.sla.name!r})"


@attrs.frozen(slots=True, repr=False)
class Total(MetricNode):
    """The sum of an attribute of the events that matched; made with `total`."""

    kind: ClassVar[Kind] = "amount"
    grows: ClassVar[bool] = True
    attribute: str = attrs.field(converter=checked_field_name)
    at: Pattern = attrs.field(converter=pattern_of)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return stages_named(self.at)

    def __repr__(self) -> str:
        return f"total({self.attribute!r}, at={self.at!r})"


@attrs.frozen(slots=True, repr=False)
class CohortRate(BetweenStages):
    """Which part of a cohort came to a later stage; made with `conversion`."""

    kind: ClassVar[Kind] = "share"
    within: timedelta | None = attrs.field(default=None, validator=window_or_none)

    def __repr__(self) -> str:
        window = "" if self.within is None else f", within={self.within!r}"
        return f"conversion({self.start!r}, {self.end!r}{window})"


@attrs.frozen(slots=True, repr=False)
class PeriodRate(BetweenStages):
    """Entries into one stage over entries into another, in one period; made with `period_conversion`."""

    kind: ClassVar[Kind] = "share"

    def __repr__(self) -> str:
        return f"period_conversion({self.start!r}, {self.end!r})"


@attrs.frozen(slots=True, repr=False)
class MedianTime(BetweenStages):
    """How long the leads of a cohort take to a later stage; made with `median_time`."""

    kind: ClassVar[Kind] = "span"

    def __repr__(self) -> str:
        return f"median_time({self.start!r}, {self.end!r})"


@attrs.frozen(slots=True, repr=False)
class External(MetricNode):
    """A figure measured elsewhere; made with `external`."""

    kind: ClassVar[Kind] = "any"
    name: str = attrs.field(validator=_id)

    def __repr__(self) -> str:
        return f"external({self.name!r})"


Leaf: TypeAlias = (
    Count
    | Share
    | Met
    | Total
    | Average
    | Percentile
    | Standing
    | Pipeline
    | CohortRate
    | PeriodRate
    | MedianTime
    | PercentileTime
    | AverageTime
    | External
)
"""Every kind of metric that is measured by itself."""
Metric: TypeAlias = Leaf | Arithmetic | Coverage | SalesVelocity
"""Every kind of metric."""


def count(pattern: Pattern, where: Rule | None = None) -> Count:
    """Count the leads for which a pattern occurred in the period; a lead counts once however often it occurred.

    Args:
        pattern: what has to occur: `entered("mql")`, `accepted()`, `did("demo_request")`, or several joined with `|`.
        where: a rule that has to hold at that instant, for the lead's fields and events as known then. YES alone
            counts; leads for which it is UNKNOWN are shown beside the count.

    Raises:
        DocumentError: `not-a-pattern`, `not-a-rule`.

    >>> from alignkit.funnel.patterns import entered
    >>> count(entered("mql"))
    count(entered('mql'))
    """
    return Count(pattern, where)


def share(of: Count | Pattern | Rule, among: Count | Pattern) -> Share:
    """Measure which share of the leads in `among` is also in `of`: both counts are of the period.

    A lead outside `among` counts nowhere, so a share is at most 1. A lead for which it is UNKNOWN whether it is in
    `of` stays in the denominator, and is shown beside the share.

    Args:
        of: a count or a pattern: what else the leads did in the period; or a rule that has to hold when they did what
            `among` counts.
        among: a count or a pattern: the whole.

    Raises:
        DocumentError: `not-a-pattern`.

    >>> from alignkit.funnel.patterns import entered
    >>> from alignkit.rules.field import field
    >>> share(field("employees") >= 50, among=entered("mql"))
    share(count(entered('mql'), where=field('employees') >= 50), among=count(entered('mql')))
    """
    whole = _counted(among)
    if isinstance(of, Predicate) and not _is_pattern(of):
        return Share(Count(whole.pattern, of), whole)
    return Share(of if isinstance(of, Count) else Count(of), whole)


def _is_pattern(value: Predicate) -> bool:
    """Say whether a rule can be read as a pattern: `did(...)`, which is both, or several joined with |."""
    return isinstance(value, Did) or (isinstance(value, AnyOf) and all(isinstance(rule, Did) for rule in value.rules))


def met(sla: SLA) -> Met:
    """Measure which share of an SLA's clocks was met, of those that were decided in the period.

    A clock is decided when it stops in time (met) or when it falls due unstopped (breached). Clocks that are open
    while the period lasts are pending; cancelled ones count nowhere.

    Raises:
        DocumentError: `wrong-type`.
    """
    return Met(sla)


def total(attribute: str, at: Pattern) -> Total:
    """Add up an attribute of the matched events, over all times that the pattern occurred in the period.

    An event without the attribute is shown beside the sum as unknown. Each deal of a lead counts, also one that enters
    the stage while its lead already stands there; where a deal tells an amount, the lead's own record adds nothing.

    Args:
        attribute: the name, such as `amount`; it holds numbers, or money in one currency.
        at: what has to occur, such as `entered("won")`.

    Raises:
        DocumentError: `bad-id`, `not-a-pattern`.

    >>> from alignkit.funnel.patterns import entered
    >>> total("amount", at=entered("won"))
    total('amount', at=entered('won'))
    """
    return Total(attribute, at)


def conversion(start: str | Entered, end: str | Entered, within: timedelta | None = None) -> CohortRate:
    """Measure which share of the leads that entered `start` in the period came to `end` (see `cohort_conversion`).

    Args:
        start: a stage of the path.
        end: a later stage, or an exit.
        within: the window of each lead after its entry; while it is open, the lead is pending.

    Raises:
        DocumentError: `bad-id`, `not-positive`.

    >>> conversion("mql", "won")
    conversion('mql', 'won')
    """
    return CohortRate(start, end, within)


def period_conversion(start: str | Entered, end: str | Entered) -> PeriodRate:
    """Measure entries into `end` over entries into `start` in the period: two sets of leads, not one cohort.

    Where more came out than went in, there is no such share: it is undefined, and both counts are shown.

    Raises:
        DocumentError: `bad-id`.
    """
    return PeriodRate(start, end)


def median_time(start: str | Entered, end: str | Entered) -> MedianTime:
    """Measure the median time from `start` to `end` of the leads that entered `start` in the period.

    Leads that are still on the way count too (see `time_to`); it is undefined while fewer than half have come.

    Raises:
        DocumentError: `bad-id`.
    """
    return MedianTime(start, end)


def external(name: str) -> External:
    """Take a figure measured elsewhere: the latest of the period, up to `as_of`.

    Raises:
        DocumentError: `bad-id`.

    >>> external("satisfaction")
    external('satisfaction')
    """
    return External(name)


def checked_metric(value: object, what: str, *, path: str = "") -> Metric:
    """Return `value` if it is a metric.

    Raises:
        DocumentError: `not-a-metric`, with what to write instead.
    """
    if isinstance(value, get_args(Metric)):
        return value  # type: ignore[no-any-return]  # a Metric
    text = f"{what} must be a metric such as count(entered('mql')) or met(sla), not {shown(value)}"
    raise DocumentError.at("not-a-metric", text, path=path)


def scale_of(metric: Metric) -> Scale:
    """Say what a metric's figure counts.

    >>> scale_of(conversion("mql", "won"))
    'share'
    """
    return metric.scale


def is_cumulative(metric: Metric) -> bool:
    """Say whether a metric grows as the period goes by, so that a part of the target is due at each instant."""
    return metric.grows


def stages_of(metric: Metric) -> tuple[str, ...]:
    """Return the stages that a metric names, each once.

    >>> stages_of(conversion("mql", "won"))
    ('mql', 'won')
    """
    return tuple(dict.fromkeys(metric.stages))
