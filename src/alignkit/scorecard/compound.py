"""Metrics with a formula that has a name: the coverage of what is left of a target, and sales velocity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

import attrs

from alignkit.currency import Money
from alignkit.errors import DocumentError, shown
from alignkit.funnel.patterns import Entered, either, entered
from alignkit.rules.checked import checked_field_name
from alignkit.scorecard.amounts import Average
from alignkit.scorecard.arithmetic import constant_kind
from alignkit.scorecard.checked import stage_of, stages_listed
from alignkit.scorecard.node import Kind, MetricNode, check_extent
from alignkit.scorecard.quantities import expression, quantity
from alignkit.scorecard.times import AverageTime

if TYPE_CHECKING:
    from alignkit.exact import Number
    from alignkit.scorecard.metrics import Metric

WinRate: TypeAlias = Literal["cohort", "closed"]
"""Which win rate: of the opportunities that came in the period, or of the deals that were closed in it."""


def _target(value: object) -> Fraction | Money:
    found = quantity(value, "the target of a coverage")
    if isinstance(found, timedelta):
        raise DocumentError.at("wrong-type", f"the target of a coverage is money or a number, not {shown(value)}")
    size = found.amount if isinstance(found, Money) else found
    if size <= 0:
        raise DocumentError.at("bad-target", f"the target of a coverage is above 0, not {shown(value)}")
    return found


@attrs.frozen(slots=True, repr=False, kw_only=True)
class Coverage(MetricNode):
    """What is open over what is left of a target; made with `coverage`."""

    kind: ClassVar[Kind] = "number"
    open: Metric
    target: Fraction | Money = attrs.field(converter=_target)
    reached: Metric | None = None

    def __attrs_post_init__(self) -> None:
        for name, part in (("open", self.open), ("reached", self.reached)):
            if part is None and name == "reached":
                continue
            if not isinstance(part, MetricNode):
                raise DocumentError.at(
                    "not-a-metric",
                    f"{name} is a metric such as pipeline('amount', 'sql'), not {shown(part)}",
                    path=name,
                )
            if not _fits(part.kind, constant_kind(self.target)):
                raise DocumentError.at(
                    "unlike-kinds", f"{shown(part)} cannot be held against the target {self.target}", path=name
                )
        check_extent(self.depth, self.size)

    @property
    def depth(self) -> int:  # type: ignore[override]  # of a metric that is measured by itself it is the class's
        """How deep metrics stand inside each other."""
        return 1 + max(part.depth for part in self.parts)

    @property
    def size(self) -> int:  # type: ignore[override]  # the same
        """How many metrics and constants it is made up of: its target is one of them."""
        return 1 + sum(part.size for part in self.parts)

    @property
    def parts(self) -> tuple[Metric, ...]:
        """What is open, and what is reached."""
        return (self.open,) if self.reached is None else (self.open, self.reached)

    def __repr__(self) -> str:
        reached = "" if self.reached is None else f", reached={self.reached!r}"
        return f"coverage(open={self.open!r}, target={expression(self.target)}{reached})"


def _fits(kind: Kind, target: Kind) -> bool:
    return kind in {"money": ("amount", "money", "any"), "number": ("amount", "count", "number", "any")}[target]


def _lost(value: object) -> tuple[str, ...]:
    none = value is None or (isinstance(value, tuple | list) and not value)
    return () if none else stages_listed(value)


def _rate(_: object, __: attrs.Attribute[WinRate], value: object) -> None:
    if not isinstance(value, str) or value not in ("cohort", "closed"):
        raise DocumentError.at("wrong-type", f"win_rate is 'cohort' or 'closed', not {shown(value)}", path="win_rate")


@attrs.frozen(slots=True, repr=False)
class SalesVelocity(MetricNode):
    """Opportunities × win rate × average value ÷ length of the cycle; made with `sales_velocity`."""

    kind: ClassVar[Kind] = "amount"
    attribute: str = attrs.field(converter=checked_field_name)
    opportunity: str = attrs.field(default="opportunity", converter=stage_of, kw_only=True)
    won: str = attrs.field(default="won", converter=stage_of, kw_only=True)
    win_rate: WinRate = attrs.field(default="cohort", validator=_rate, kw_only=True)
    lost: tuple[str, ...] = attrs.field(default=(), converter=_lost, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.win_rate == "closed" and not self.lost:
            raise DocumentError.at(
                "no-stages", "of the deals that were closed, those lost stand in a stage: lost='lost'", path="lost"
            )
        if self.win_rate == "cohort" and self.lost:
            raise DocumentError.at(
                "not-asked", "the win rate of a cohort asks for no lost deals: win_rate='closed' does", path="lost"
            )
        named = (self.opportunity, self.won, *self.lost)
        for stage in named:
            if named.count(stage) > 1:
                raise DocumentError.at("duplicate-id", f"the stage {shown(stage)} cannot be two of these at once")

    @property
    def parts(self) -> tuple[Metric, ...]:
        """The opportunities, the win rate, the average value, and the length of the cycle."""
        from alignkit.scorecard.metrics import CohortRate, Count, Share  # they are built on this file

        won = Count(entered(self.won))
        if self.win_rate == "cohort":
            rate: Metric = CohortRate(self.opportunity, self.won)
        else:
            rate = Share(won, Count(either(entered(self.won), *(entered(stage) for stage in self.lost))))
        cycle = AverageTime(self.opportunity, self.won)
        return (Count(entered(self.opportunity)), rate, Average(self.attribute, entered(self.won)), cycle)

    def __repr__(self) -> str:
        lost = f", lost={list(self.lost)!r}" if self.lost else ""
        return (
            f"sales_velocity({self.attribute!r}, opportunity={self.opportunity!r}, won={self.won!r}, "
            f"win_rate={self.win_rate!r}{lost})"
        )


def coverage(*, open: Metric, target: Money | Number, reached: Metric | None = None) -> Coverage:  # noqa: A002 - the field's word
    """Measure pipeline coverage: what is open ÷ what is left of the target.

    Once nothing is left of the target it is undefined, and says so.

    Args:
        open: what may still come, such as `pipeline("amount", "sql")`.
        target: money, or a number, above 0.
        reached: what has come of the target, such as `total("amount", at=entered("won"))`; None for nothing.

    Raises:
        DocumentError: `not-a-metric`, `bad-target`, `unlike-kinds`, `wrong-type`.
        LimitError: `too-deep`, `too-many`, as for arithmetic.

    >>> from alignkit.currency import money
    >>> from alignkit.scorecard.standings import pipeline
    >>> coverage(open=pipeline("amount", "sql"), target=money(2_000_000, "EUR"))
    coverage(open=pipeline('amount', 'sql'), target=money(2000000, 'EUR'))
    """
    return Coverage(open=open, target=target, reached=reached)


def sales_velocity(
    attribute: str,
    *,
    opportunity: str | Entered = "opportunity",
    won: str | Entered = "won",
    win_rate: WinRate = "cohort",
    lost: str | Entered | Iterable[str | Entered] = (),
) -> SalesVelocity:
    """Measure sales velocity for each day: opportunities × win rate × average value ÷ length of the cycle.

    The opportunities are those of the period; the average value is that of what was won in it; the length of the cycle
    is the mean time from opportunity to won of the leads won in it (`average_time`).

    Args:
        attribute: the amount, such as `amount`.
        opportunity: the stage that a lead enters as an opportunity.
        won: the stage that it enters when it is won.
        win_rate: `cohort`: of the period's opportunities, the share that was won so far; `closed`: of the leads that
            were won or lost in the period, the share that was won.
        lost: the stages that a lead enters when it is lost; for `closed` alone, which needs them.

    Raises:
        DocumentError: `bad-id`, `wrong-type`, `no-stages`, `not-asked`, `duplicate-id`.

    >>> sales_velocity("amount", win_rate="closed", lost="lost")
    sales_velocity('amount', opportunity='opportunity', won='won', win_rate='closed', lost=['lost'])
    """
    return SalesVelocity(attribute, opportunity=opportunity, won=won, win_rate=win_rate, lost=lost)
