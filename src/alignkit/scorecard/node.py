"""What all metrics share: what kind of thing each measures, and how metrics are put together by arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from alignkit.currency import BesideMoney
from alignkit.errors import LimitError

if TYPE_CHECKING:
    from alignkit.currency import Money
    from alignkit.exact import Number
    from alignkit.scorecard.arithmetic import Arithmetic, Operand
    from alignkit.scorecard.metrics import Metric
    from alignkit.scorecard.quantities import Scale

Kind: TypeAlias = Literal["count", "share", "number", "amount", "money", "span", "any"]
"""What a metric measures, as far as it is known before it is measured: leads, a part of a whole, a bare number, an
amount (money or a number, as the facts have it), money, time, or whatever was measured elsewhere."""


class MetricNode(BesideMoney):
    """A metric; `+`, `-`, `*` and `/` put it together with other metrics, numbers, money and spans of time."""

    __slots__ = ()

    kind: ClassVar[Kind]
    grows: ClassVar[bool] = False
    depth: ClassVar[int] = 1
    size: ClassVar[int] = 1

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that it names, perhaps one several times."""
        return tuple(stage for part in self.parts for stage in part.stages)

    @property
    def parts(self) -> tuple[Metric, ...]:
        """The metrics that it is put together from; none for a metric that is measured by itself."""
        return ()

    @property
    def scale(self) -> Scale:
        """What its figure counts."""
        return self.kind if self.kind in _SCALES else "amount"  # type: ignore[return-value]  # one of three

    # arithmetic is imported where it is made: it is built on this class
    def __add__(self, other: Operand | Number) -> Metric:
        from alignkit.scorecard.arithmetic import combined

        return combined("+", self, other)

    def __radd__(self, other: Number | Money) -> Metric:
        from alignkit.scorecard.arithmetic import combined

        return combined("+", other, self)

    def __sub__(self, other: Operand | Number) -> Metric:
        from alignkit.scorecard.arithmetic import combined

        return combined("-", self, other)

    def __rsub__(self, other: Number | Money) -> Metric:
        from alignkit.scorecard.arithmetic import combined

        return combined("-", other, self)

    def __mul__(self, other: Operand | Number) -> Arithmetic:
        from alignkit.scorecard.arithmetic import Arithmetic

        return Arithmetic("*", self, other)

    def __rmul__(self, other: Number | Money) -> Arithmetic:
        from alignkit.scorecard.arithmetic import Arithmetic

        return Arithmetic("*", other, self)

    def __truediv__(self, other: Operand | Number) -> Arithmetic:
        from alignkit.scorecard.arithmetic import Arithmetic

        return Arithmetic("/", self, other)

    def __rtruediv__(self, other: Number | Money) -> Arithmetic:
        from alignkit.scorecard.arithmetic import Arithmetic

        return Arithmetic("/", other, self)


DEEPEST = 40
"""Metrics are put inside each other this deep at most."""
MOST_OPERANDS = 200
"""So many metrics and constants make up one metric at most, each use counted."""


def check_extent(depth: int, size: int) -> None:
    """Refuse a metric that is put together of too much.

    Raises:
        LimitError: `too-deep`, `too-many`.
    """
    if depth > DEEPEST:
        raise LimitError.at("too-deep", f"metrics are put inside each other {DEEPEST} deep at most")
    if size > MOST_OPERANDS:
        raise LimitError.at("too-many", f"a metric is made up of {MOST_OPERANDS} metrics and constants at most")


_SCALES = ("count", "share", "span")
