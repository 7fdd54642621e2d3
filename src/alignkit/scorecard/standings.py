"""Metrics of what stands in a stage at an instant: how many leads, and what they are worth."""

from __future__ import annotations

from typing import ClassVar

import attrs

from alignkit.funnel.patterns import Entered
from alignkit.rules.checked import checked_field_name
from alignkit.scorecard.checked import stages_listed
from alignkit.scorecard.node import Kind, MetricNode


@attrs.frozen(slots=True, repr=False)
class Standing(MetricNode):
    """How many leads stand in one of some stages; made with `standing`."""

    kind: ClassVar[Kind] = "count"
    where: tuple[str, ...] = attrs.field(converter=stages_listed)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return self.where

    def __repr__(self) -> str:
        return f"standing({', '.join(map(repr, self.where))})"


@attrs.frozen(slots=True, repr=False)
class Pipeline(MetricNode):
    """What stands in one of some stages is worth; made with `pipeline`."""

    kind: ClassVar[Kind] = "amount"
    attribute: str = attrs.field(converter=checked_field_name)
    where: tuple[str, ...] = attrs.field(converter=stages_listed)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return self.where

    def __repr__(self) -> str:
        return f"pipeline({self.attribute!r}, {', '.join(map(repr, self.where))})"


def standing(*stages: str | Entered) -> Standing:
    """Count the leads that stand in one of some stages at the end of what is known.

    That is at `as_of`, or in the last instant of the period where it is over. A lead stands in the stage that it
    entered last, and in none once the stage was cleared.

    Args:
        stages: one stage or more.

    Raises:
        DocumentError: `no-stages`, `duplicate-id`, `bad-id`, `wrong-type`.

    >>> standing("sql", "opportunity")
    standing('opportunity', 'sql')
    """
    return Standing(stages)


def pipeline(attribute: str, *stages: str | Entered) -> Pipeline:
    """Add up the latest known amount of what stands in one of some stages at the end of what is known.

    The instant is that of `standing`. Each deal of a lead counts by the stage in which it stands itself. Where such a
    deal tells an amount, its lead's own record adds nothing; a lead without deals there counts by its own latest
    amount: that of its last event that has one, or its field of that name. What stands there without a known amount is
    shown beside the sum as unknown.

    Args:
        attribute: the name, such as `amount`; it holds numbers, or money in one currency.
        stages: one stage or more.

    Raises:
        DocumentError: `no-stages`, `duplicate-id`, `bad-id`, `wrong-type`.

    >>> pipeline("amount", "sql", "opportunity")
    pipeline('amount', 'opportunity', 'sql')
    """
    return Pipeline(attribute, stages)
