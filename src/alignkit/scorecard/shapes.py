"""Shapes: how a year, or any period, usually runs - which part of the whole falls into each part of the time."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

import attrs

from alignkit.display.shown import ShownInNotebooks
from alignkit.errors import AlignkitError, DocumentError, Finding, LimitError, raise_found, shown
from alignkit.exact import Number, exact, plain
from alignkit.names import checked_id
from alignkit.scorecard.weights import WEIGHT_TOLERANCE

if TYPE_CHECKING:
    from alignkit.display.blocks import Block

MOST_PARTS = 366
"""A shape has at most so many parts: one a day of a leap year."""


def _parts(values: Iterable[Number]) -> tuple[Fraction, ...]:
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        text = f"the parts of a shape are a list such as [0.2, 0.3, 0.5], not {shown(values)}"
        raise DocumentError.at("wrong-type", text, path="parts")
    return tuple(values)  # type: ignore[arg-type]  # made exact in __attrs_post_init__, all faults at once


@attrs.frozen(slots=True)
class Shape(ShownInNotebooks):
    """How what grows usually comes in over a period: a summer that is slow, a December that is not.

    A goal with a shape is paced by it: at any instant, that part of the target is due which the shape says has come by
    then. `shape_of` measures the shape of an earlier period; a person may state one too.

    Args:
        name: where it is from, such as `2025`.
        parts: which part of the whole falls into each of so many equal parts of the time; from 0 to 1, and 1 in sum,
            within `WEIGHT_TOLERANCE`. Within a part it comes evenly.

    Raises:
        DocumentError: with every fault: `bad-id`, `wrong-type`, `not-finite`, `no-parts`, `negative-part`,
            `shape-sum`.
        LimitError: `too-many` over `MOST_PARTS`, `too-large`.

    >>> Shape("2025", [0.2, 0.3, 0.5]).cumulative
    (Fraction(1, 5), Fraction(1, 2), Fraction(1, 1))
    """

    name: str
    parts: tuple[Fraction, ...] = attrs.field(converter=_parts)

    def __attrs_post_init__(self) -> None:
        checked_id(self.name, "shape", path="name")
        if not self.parts:
            raise DocumentError.at("no-parts", f"the shape {self.name!r} needs at least one part", path="parts")
        if len(self.parts) > MOST_PARTS:
            text = f"a shape has at most {MOST_PARTS} parts, one a day, not {len(self.parts):,}: make them longer"
            raise LimitError.at("too-many", text, path="parts")
        made: list[Fraction] = []
        faults: list[Finding] = []
        for number, part in enumerate(self.parts):
            path = f"parts[{number}]"
            try:
                made.append(exact(part, f"a part of the shape {self.name!r}", path=path))
            except AlignkitError as fault:
                faults += fault.issues
                continue
            if made[-1] < 0:
                text = f"a part of the shape {self.name!r} must not be negative: {shown(part)}"
                faults.append(Finding("negative-part", text, path))
        raise_found(DocumentError, faults)
        total = sum(made, Fraction(0))
        if abs(total - 1) > WEIGHT_TOLERANCE:
            text = f"the parts of the shape {self.name!r} sum to {plain(total, 9)}, must be 1"
            raise DocumentError.at("shape-sum", text, path="parts")
        object.__setattr__(self, "parts", tuple(made))

    @property
    def cumulative(self) -> tuple[Fraction, ...]:
        """The part of the whole that has come by the end of each part of the time; the last is 1."""
        return (*list(accumulate(self.parts))[:-1], Fraction(1))

    def blocks(self) -> Block:
        """Return the parts as bars."""
        from alignkit.scorecard.show_goal import shape_blocks  # drawing is loaded when something is drawn

        return shape_blocks(self)


def shape_share(shape: Shape, passed: Fraction) -> Fraction:
    """Return the part of the whole that has come once so much of the time has passed, exactly.

    >>> shape_share(Shape("2025", [0.2, 0.8]), Fraction(3, 4))
    Fraction(3, 5)
    """
    if passed <= 0 or passed >= 1:
        return Fraction(passed >= 1)
    place, within = divmod(passed * len(shape.parts), 1)
    reached = (Fraction(0), *shape.cumulative)
    # the last part ends at 1 exactly, also where a person's parts sum to a little less or more
    return reached[place] + (max(reached[place + 1], reached[place]) - reached[place]) * within
