"""What all metrics between two stages share."""

from __future__ import annotations

import attrs

from alignkit.scorecard.checked import stage_of
from alignkit.scorecard.node import MetricNode


@attrs.frozen(slots=True, repr=False)
class BetweenStages(MetricNode):
    """A metric of the way from one stage to another.

    Args:
        start: the stage from which it counts.
        end: the stage, or exit, to which it counts.
    """

    start: str = attrs.field(converter=stage_of)
    end: str = attrs.field(converter=stage_of)

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names."""
        return (self.start, self.end)
