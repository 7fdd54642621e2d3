"""Conversions: how many leads came from one stage to another, by cohort or by period."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import attrs

from alignkit.display.blocks import Block, Paragraph, percent
from alignkit.display.shown import Shown
from alignkit.errors import DataError, shown
from alignkit.exact import as_data
from alignkit.instants import duration_text


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def _counts(answer: Conversion | PeriodConversion, *names: str) -> None:
    for name in names:
        value = getattr(answer, name)  # our own names
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise DataError.at("wrong-type", f"{name} counts leads from 0, and is not {shown(value)}")


@attrs.frozen(slots=True, repr=False)
class Conversion(Shown):
    """How many of a cohort converted; leads, not rows. `entered` is `converted`, `pending` and `dropped` together.

    Args:
        entered: leads whose entry into the first stage lies in the period.
        converted: of these, those that came to the second stage within the window, and by `as_of`.
        pending: those that did not so far, and whose window is open; without a window, those in no exit.
        dropped: those that did not, and whose window has closed; without a window, those in an exit.
        early: of the converted, those whose window is still open.
        within: the window; None for none.

    Raises:
        DataError: `passed-exceeds-entered` when more converted than entered; `counts-differ`; `wrong-type`.

    >>> Conversion(entered=10, converted=3, pending=4, dropped=3, within=timedelta(days=30)).rate
    Fraction(1, 2)
    """

    entered: int
    converted: int
    pending: int
    dropped: int
    early: int = 0
    within: timedelta | None = None

    def __attrs_post_init__(self) -> None:
        _counts(self, "entered", "converted", "pending", "dropped", "early")
        if self.converted > self.entered:
            raise DataError.at(
                "passed-exceeds-entered", f"of {self.entered} leads that entered, {self.converted} cannot have passed"
            )
        if self.converted + self.pending + self.dropped != self.entered or self.early > self.converted:
            raise DataError.at(
                "counts-differ",
                f"converted, pending and dropped ({self.converted}, {self.pending}, {self.dropped}) must sum to "
                f"entered ({self.entered}), and early ({self.early}) be among the converted",
            )

    @property
    def numerator(self) -> int:
        """The converted leads whose window has closed; without a window, all converted ones."""
        return self.converted - self.early if self.within is not None else self.converted

    @property
    def denominator(self) -> int:
        """The mature leads, whose window has closed; without a window, all that entered."""
        return self.entered - self.pending - self.early if self.within is not None else self.entered

    @property
    def rate(self) -> Fraction | None:
        """The share of the mature leads that converted; None for 0 of 0.

        Leads whose window is open are left out on both sides: counted as drop-off they make every recent cohort look
        bad, and its early conversions alone make it look good. Without a window it is the share so far.
        """
        return _share(self.numerator, self.denominator)

    @property
    def lowest(self) -> Fraction | None:
        """The share of all that entered if no pending lead converts: what is certain already."""
        return _share(self.converted, self.entered)

    @property
    def highest(self) -> Fraction | None:
        """The share of all that entered if every pending lead converts."""
        return _share(self.converted + self.pending, self.entered)

    def blocks(self) -> Block:
        """Return one sentence."""
        rate = "–" if self.rate is None else percent(self.rate)
        window = "" if self.within is None else f" within {duration_text(self.within)}"
        return Paragraph(
            f"{rate}: of {self.entered} leads, {self.converted} converted{window} ({self.early} of them early), "
            f"{self.pending} are pending and {self.dropped} dropped."
        )

    def to_dict(self) -> dict[str, object]:
        """Return the conversion as plain data, the rate as a number."""
        counts = attrs.asdict(self)
        window = None if self.within is None else duration_text(self.within)
        rate = None if self.rate is None else as_data(self.rate)
        return {"alignkit": 1, "kind": "conversion", **counts, "within": window, "rate": rate}


@attrs.frozen(slots=True, repr=False)
class PeriodConversion(Shown):
    """Entries into one stage over entries into another, within one period: two sets of leads, not one cohort.

    Args:
        entered: leads that entered the first stage in the period.
        converted: leads that entered the second stage in the period, whenever they entered the first.

    >>> PeriodConversion(entered=4, converted=5).rate is None
    True
    """

    entered: int
    converted: int

    def __attrs_post_init__(self) -> None:
        _counts(self, "entered", "converted")

    @property
    def rate(self) -> Fraction | None:
        """The ratio, if it can be a conversion: None for 0 of 0, and where more leads came out than went in.

        Nothing converts over 100 %: 5 of 4 says that an earlier period's leads came through in this one. For that
        number see `flow`; for the share of the leads that converted, the cohort conversion.
        """
        return _share(self.converted, self.entered) if self.converted <= self.entered else None

    @property
    def flow(self) -> Fraction | None:
        """The plain ratio of the two counts, which may exceed 1 and is no conversion; None where nothing entered."""
        return _share(self.converted, self.entered)

    def blocks(self) -> Block:
        """Return one sentence."""
        rate = "–" if self.rate is None else percent(self.rate)
        return Paragraph(f"{rate}: {self.converted} leads came out in the period in which {self.entered} went in.")

    def to_dict(self) -> dict[str, object]:
        """Return the conversion as plain data, the rate as a number."""
        rate = None if self.rate is None else as_data(self.rate)
        return {"alignkit": 1, "kind": "period-conversion", **attrs.asdict(self), "rate": rate}
