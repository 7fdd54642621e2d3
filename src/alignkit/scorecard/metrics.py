"""Metrics: what is measured. Each is a value; `figure` measures it, and a `Goal` gives it a target."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias, assert_never, get_args

import attrs

from alignkit.errors import DocumentError, LimitError, shown
from alignkit.funnel.patterns import Accepted, Either, Entered, Left, Pattern, checked_pattern
from alignkit.handoff.slas import SLA
from alignkit.instants import LONGEST_DAYS
from alignkit.names import checked_id
from alignkit.rules.checked import checked_field_name
from alignkit.rules.node import Predicate
from alignkit.rules.predicates import AnyOf, Did, Rule
from alignkit.scorecard.quantities import Scale


def _pattern(value: object) -> Pattern:
    return checked_pattern(value, "what a metric counts")


def _rule(_: object, __: attrs.Attribute[Rule | None], value: object) -> None:
    if value is not None and not isinstance(value, Predicate):
        raise DocumentError.at(
            "not-a-rule", f"the condition of a metric is a rule such as field('x') >= 1, not {shown(value)}"
        )


def _stage(value: object) -> str:
    if isinstance(value, Entered):
        return value.stage
    return checked_id(value, "stage")


def _id(_: object, __: attrs.Attribute[str], value: object) -> None:
    checked_id(value, "figure")


def _window(_: object, __: attrs.Attribute[timedelta | None], value: object) -> None:
    if value is not None and (not isinstance(value, timedelta) or value <= timedelta(0)):
        raise DocumentError.at("not-positive", f"a window is a timedelta longer than nothing, not {shown(value)}")
    if value is not None and value > timedelta(days=LONGEST_DAYS):
        raise LimitError.at("too-long", f"a window is at most {LONGEST_DAYS} days, not {shown(value)}")


def _sla(_: object, __: attrs.Attribute[SLA], value: object) -> None:
    if not isinstance(value, SLA):
        raise DocumentError.at("wrong-type", f"`met` measures an SLA, not {shown(value)}")


@attrs.frozen(slots=True, repr=False)
class Count:
    """How many leads did something in the period; made with `count`."""

    pattern: Pattern = attrs.field(converter=_pattern)
    where: Rule | None = attrs.field(default=None, validator=_rule)

    def __repr__(self) -> str:
        return f"count({self.pattern!r})" if self.where is None else f"count({self.pattern!r}, where={self.where!r})"


def _counted(value: Count | Pattern) -> Count:
    return value if isinstance(value, Count) else Count(value)


@attrs.frozen(slots=True, repr=False)
class Share:
    """Which part of some leads also did, or was, something; made with `share`."""

    of: Count = attrs.field(converter=_counted)
    among: Count = attrs.field(converter=_counted)

    def __repr__(self) -> str:
        return f"share({self.of!r}, among={self.among!r})"


@attrs.frozen(slots=True, repr=False)
class Met:
    """Which part of an SLA's clocks was met; made with `met`."""

    sla: SLA = attrs.field(validator=_sla)

    def __repr__(self) -> str:
        return f"met({self.sla.name!r})"


@attrs.frozen(slots=True, repr=False)
class Total:
    """The sum of an attribute of the events that matched; made with `total`."""

    attribute: str = attrs.field(converter=checked_field_name)
    at: Pattern = attrs.field(converter=_pattern)

    def __repr__(self) -> str:
        return f"total({self.attribute!r}, at={self.at!r})"


@attrs.frozen(slots=True, repr=False)
class CohortRate:
    """Which part of a cohort came to a later stage; made with `conversion`."""

    start: str = attrs.field(converter=_stage)
    end: str = attrs.field(converter=_stage)
    within: timedelta | None = attrs.field(default=None, validator=_window)

    def __repr__(self) -> str:
        window = "" if self.within is None else f", within={self.within!r}"
        return f"conversion({self.start!r}, {self.end!r}{window})"


@attrs.frozen(slots=True, repr=False)
class PeriodRate:
    """Entries into one stage over entries into another, in one period; made with `period_conversion`."""

    start: str = attrs.field(converter=_stage)
    end: str = attrs.field(converter=_stage)

    def __repr__(self) -> str:
        return f"period_conversion({self.start!r}, {self.end!r})"


@attrs.frozen(slots=True, repr=False)
class MedianTime:
    """How long the leads of a cohort take to a later stage; made with `median_time`."""

    start: str = attrs.field(converter=_stage)
    end: str = attrs.field(converter=_stage)

    def __repr__(self) -> str:
        return f"median_time({self.start!r}, {self.end!r})"


@attrs.frozen(slots=True, repr=False)
class External:
    """A figure measured elsewhere; made with `external`."""

    name: str = attrs.field(validator=_id)

    def __repr__(self) -> str:
        return f"external({self.name!r})"


Metric: TypeAlias = Count | Share | Met | Total | CohortRate | PeriodRate | MedianTime | External
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


def checked_metric(value: object, what: str) -> Metric:
    """Return `value` if it is a metric.

    Raises:
        DocumentError: `not-a-metric`, with what to write instead.
    """
    if isinstance(value, get_args(Metric)):
        return value  # type: ignore[no-any-return]  # a Metric
    raise DocumentError.at(
        "not-a-metric", f"{what} must be a metric such as count(entered('mql')) or met(sla), not {shown(value)}"
    )


def scale_of(metric: Metric) -> Scale:
    """Say what a metric's figure counts.

    >>> scale_of(conversion("mql", "won"))
    'share'
    """
    match metric:
        case Count():
            return "count"
        case Share() | Met() | CohortRate() | PeriodRate():
            return "share"
        case Total() | External():
            return "amount"
        case MedianTime():
            return "span"
        case _:
            assert_never(metric)


def is_cumulative(metric: Metric) -> bool:
    """Say whether a metric grows as the period goes by, so that a part of the target is due at each instant."""
    return isinstance(metric, Count | Total)


def stages_of(metric: Metric) -> tuple[str, ...]:
    """Return the stages that a metric names, each once.

    >>> stages_of(conversion("mql", "won"))
    ('mql', 'won')
    """
    match metric:
        case Count():
            found = stages_named(metric.pattern)
        case Share():
            found = stages_of(metric.of) + stages_of(metric.among)
        case Total():
            found = stages_named(metric.at)
        case Met(sla):
            patterns = [sla.starts, sla.stops, sla.cancels]
            patterns += [end for pause in sla.pauses for end in (pause.starts, pause.ends)]
            found = tuple(stage for pattern in patterns if pattern is not None for stage in stages_named(pattern))
        case CohortRate() | PeriodRate() | MedianTime():
            found = (metric.start, metric.end)
        case External():
            found = ()
        case _:
            assert_never(metric)
    return tuple(dict.fromkeys(found))


def stages_named(pattern: Pattern) -> tuple[str, ...]:
    """Return the stages that a pattern names."""
    parts = pattern.patterns if isinstance(pattern, Either) else (pattern,)
    return tuple(part.stage for part in parts if isinstance(part, Entered | Left | Accepted) and part.stage is not None)
