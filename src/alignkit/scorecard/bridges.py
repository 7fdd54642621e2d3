"""The gap bridge: from what was planned to what came, part by part."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import attrs

from alignkit.currency import Money
from alignkit.display.shown import Shown
from alignkit.errors import DocumentError, Finding, raise_found, shown
from alignkit.exact import as_data
from alignkit.instants import micros
from alignkit.names import did_you_mean
from alignkit.periods import Period
from alignkit.scorecard.factors import Amount, Factor, bare_of
from alignkit.scorecard.quantities import quantity_data

if TYPE_CHECKING:
    from alignkit.display.blocks import Block
    from alignkit.display.waterfall import Waterfall


class BridgePart(NamedTuple):
    """What one factor adds to the gap, or takes from it.

    Args:
        factor: the factor, with its planned value.
        actual: what it came to; None where nothing can be said, because nothing came to the stage before it.
        exact: its part of the gap; all parts sum to it exactly.
        rounded: the same in whole units of the bridge; these sum to the gap as rounded.
        told: the same as people read it: of large amounts of money without cents; these sum, too.
    """

    factor: Factor
    actual: Amount | None
    exact: Fraction
    rounded: Fraction
    told: Fraction


@attrs.frozen(slots=True, repr=False)
class Bridge(Shown):
    """From what was planned to what came: how much of the difference goes back to which factor.

    Each part is the factor's Shapley value: the mean, over every order in which the factors can turn from planned to
    actual, of the difference that it makes when its turn comes. So no order of telling decides a part, a factor that
    came as planned has none, and all parts sum to the gap.

    Source: Shapley, L. S. (1953), A value for n-person games; for a product of factors also Sun, J. W. (1998), Changes
    in energy consumption and energy intensity, Energy Economics 20(1), 85–100.

    Args:
        parts: one a factor, in the order of the path.
        planned: the planned result: the product of the planned values.
        actual: the actual result.
        unit: the step of the rounded parts: a cent, a deal.
        told_unit: the step in which the parts are told.
        thing: the name of one of what is counted; blank for money and bare numbers.
        things: the name of several.
        period: what it was planned for.
        as_of: up to when events count.
        notes: what a reader needs to know besides.
    """

    parts: tuple[BridgePart, ...]
    planned: Amount
    actual: Amount
    unit: Fraction = Fraction(1)
    told_unit: Fraction = attrs.field(default=Fraction(1), kw_only=True)
    thing: str = attrs.field(default="", kw_only=True)
    things: str = attrs.field(default="", kw_only=True)
    period: Period | None = attrs.field(default=None, kw_only=True)
    as_of: datetime | None = attrs.field(default=None, kw_only=True)
    notes: tuple[str, ...] = attrs.field(default=(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        faults = [
            Finding("wrong-type", f"a part of a bridge is a BridgePart, not {shown(part)}", f"parts[{number}]")
            for number, part in enumerate(self.parts)
            if not isinstance(part, BridgePart)
        ]
        raise_found(DocumentError, faults)
        for path, unit in (("unit", self.unit), ("told_unit", self.told_unit)):
            if not isinstance(unit, Fraction):
                raise DocumentError.at("wrong-type", f"the unit is a Fraction, not {shown(unit)}", path=path)
            if unit <= 0:
                raise DocumentError.at("not-positive", f"the unit is above 0, not {shown(unit)}", path=path)
        if sum((part.exact for part in self.parts), Fraction(0)) != bare_of(self.actual) - bare_of(self.planned):
            text = f"the parts must sum to the difference between {self.planned} and {self.actual}"
            raise DocumentError.at("wrong-sum", text, path="parts")

    @property
    def currency(self) -> str | None:
        """The currency of the result; None where it is no money."""
        return self.planned.currency if isinstance(self.planned, Money) else None

    @property
    def gap(self) -> Amount:
        """Actual − planned, exactly: below 0 where less came than planned."""
        found = bare_of(self.actual) - bare_of(self.planned)
        return found if self.currency is None else Money(found, self.currency)

    @property
    def so_far(self) -> bool:
        """Whether the period is not over, so that the gap is what is still open."""
        if self.period is None or self.as_of is None:
            return False
        return micros(self.as_of) < micros(self.period.ends_at)

    def of(self, factor: str) -> BridgePart:
        """Return the part of a factor.

        Raises:
            DocumentError: `unknown-factor`, with the nearest name.
        """
        for part in self.parts:
            if part.factor.name == factor:
                return part
        near = did_you_mean(factor, [part.factor.name for part in self.parts])
        raise DocumentError.at("unknown-factor", f"the bridge has no factor {shown(factor)}{near}")

    @property
    def sentence(self) -> str:
        """The gap as one plain sentence, such as "42 deals fewer than planned (158 of 200)"."""
        from alignkit.scorecard.say_bridge import gap_sentence  # words are loaded when something is told

        return gap_sentence(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One plain sentence for each part, in the order of the path."""
        from alignkit.scorecard.say_bridge import part_sentence  # words are loaded when something is told

        return tuple(part_sentence(self, part) for part in self.parts)

    @property
    def picture(self) -> Waterfall:
        """The bridge as a waterfall: planned, the parts, actual."""
        from alignkit.scorecard.show_bridge import waterfall_of  # drawing is loaded when something is drawn

        return waterfall_of(self)

    def blocks(self) -> Block:
        """Return the sentence, the picture, a sentence for each part, and the numbers behind them."""
        from alignkit.scorecard.show_bridge import bridge_blocks  # drawing is loaded when something is drawn

        return bridge_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the bridge as plain data; `part` is rounded, and the parts sum to the gap as rounded."""
        return {
            "alignkit": 1,
            "kind": "bridge",
            "period": None if self.period is None else self.period.name,
            "as_of": None if self.as_of is None else self.as_of.isoformat(),
            "planned": quantity_data(self.planned),
            "actual": quantity_data(self.actual),
            "gap": quantity_data(self.gap),
            "unit": as_data(self.unit),
            "sentence": self.sentence,
            "parts": [
                {
                    "factor": part.factor.name,
                    "title": part.factor.label,
                    "planned": quantity_data(part.factor.planned),
                    "actual": quantity_data(part.actual),
                    "part": as_data(part.rounded),
                    "exact": as_data(part.exact),
                    "sentence": sentence,
                }
                for part, sentence in zip(self.parts, self.sentences, strict=True)
            ],
            "notes": list(self.notes),
        }
