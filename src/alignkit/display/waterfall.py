"""The waterfall: from one number to another, and what lies between them part by part, as a value."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from alignkit.display import checked
from alignkit.display.checked import Tone
from alignkit.display.pictures import parts_given
from alignkit.display.step_columns import number_text
from alignkit.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable

_CLOSE = Fraction(1, 10**9)
"""Heights are floats: their sum may be off by this part of the largest."""


@attrs.frozen(slots=True)
class Pillar:
    """Where a waterfall begins or ends: a name, a number, and how the number is written (as it is when blank)."""

    label: str = attrs.field(validator=checked.text)
    value: float = attrs.field(converter=checked.height)
    text: str = attrs.field(default="", validator=checked.text)

    def __attrs_post_init__(self) -> None:
        if not self.text:
            object.__setattr__(self, "text", number_text(self.value))


def _tone(block: Rise, attribute: attrs.Attribute[Tone | None], value: object) -> None:
    if value is not None:
        checked.tone(block, attribute, value)  # type: ignore[arg-type]  # the attribute of a tone that may be absent


@attrs.frozen(slots=True)
class Rise:
    """A part of the way: by how much it goes up, or down below 0, and how that is written.

    Args:
        label: what it is.
        change: how far up it goes.
        text: how the number is written; with its sign when blank.
        tone: good where it goes up and bad where it goes down, when not given.

    >>> Rise("fewer accepted", -19).text
    '−19'
    """

    label: str = attrs.field(validator=checked.text)
    change: float = attrs.field(converter=checked.height)
    text: str = attrs.field(default="", validator=checked.text)
    tone: Tone | None = attrs.field(default=None, validator=_tone)

    def __attrs_post_init__(self) -> None:
        if not self.text:
            sign = "+" if self.change > 0 else "−" if self.change < 0 else ""
            object.__setattr__(self, "text", f"{sign}{number_text(abs(self.change))}")
        if self.tone is None:
            object.__setattr__(self, "tone", "good" if self.change > 0 else "bad" if self.change < 0 else "muted")


def _pillar(value: Pillar | tuple[object, ...]) -> Pillar:
    return parts_given([value], "an end of a Waterfall", Pillar)[0]


def _rises(values: Iterable[Rise | tuple[object, ...]]) -> tuple[Rise, ...]:
    return parts_given(values, "the rises of a Waterfall", Rise)


@attrs.frozen(slots=True)
class Waterfall:
    """From one number to another, part by part: planned, what made the difference, actual.

    Args:
        start: a `Pillar`, or (label, value) or (label, value, text).
        rises: `Rise`s, or (label, change) or (label, change, text); they lead from the start to the end.
        end: a `Pillar`, as the start.
        title: what the picture tells; a screen reader says it first.

    Raises:
        DocumentError: `wrong-sum` where start and rises do not come to the end; `wrong-type`, `not-finite`.

    >>> Waterfall(("planned", 200), [("fewer accepted", -49), ("more leads", 7)], ("actual", 158)).rises[1].text
    '+7'
    """

    start: Pillar = attrs.field(converter=_pillar)
    rises: tuple[Rise, ...] = attrs.field(converter=_rises)
    end: Pillar = attrs.field(converter=_pillar)
    title: str = attrs.field(default="", validator=checked.text)

    def __attrs_post_init__(self) -> None:
        # fractions: the sum of two floats may be none
        heights = [Fraction(self.start.value), *(Fraction(rise.change) for rise in self.rises)]
        end = Fraction(self.end.value)
        if abs(sum(heights) - end) > _CLOSE * max(map(abs, [*heights, end])):
            found = number_text(float(self.end.value))
            raise DocumentError.at(
                "wrong-sum", f"the start and the rises of a Waterfall must come to its end, {found}: they do not"
            )
