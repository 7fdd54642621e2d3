"""Cohen's kappa: how far two judges agree beyond what chance alone would bring."""

from __future__ import annotations

from fractions import Fraction

import attrs

from alignkit.display.blocks import Block
from alignkit.display.shown import Shown
from alignkit.exact import as_data


@attrs.frozen(slots=True, repr=False)
class Kappa(Shown):
    """How far two judges agree on the same things.

    Args:
        counts: one row per word of the first judge, one column per word of the second, in the same order.
        words: the words of both.
        agreed: the share on which they agree; None without anything judged.
        by_chance: the share on which they would agree by chance, if each said each word as often as now.
        value: kappa: 1 for full agreement, 0 for no more than chance, below 0 for less. None where nothing is judged,
            and where both always say one and the same word: chance alone would then agree on all.
        lowest: the lower end of the 95 % interval, -1 at least.
        highest: the upper end, 1 at most.
    """

    counts: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]
    agreed: Fraction | None
    by_chance: Fraction | None
    value: Fraction | None
    lowest: Fraction | None
    highest: Fraction | None

    @property
    def judged(self) -> int:
        """How many things were judged by both."""
        return sum(map(sum, self.counts))

    @property
    def both(self) -> int:
        """On how many of them they agree."""
        return sum(row[place] for place, row in enumerate(self.counts))

    @property
    def sentence(self) -> str:
        """The result in plain words."""
        from alignkit.together.show_health import kappa_sentence  # drawing is loaded when something is drawn

        return kappa_sentence(self)

    def blocks(self) -> Block:
        """Return the sentence and the counts."""
        from alignkit.together.show_health import kappa_blocks  # drawing is loaded when something is drawn

        return kappa_blocks(self)

    def to_dict(self) -> dict[str, object]:
        """Return the agreement as plain data."""
        numbers = {
            "agreed": self.agreed,
            "by_chance": self.by_chance,
            "value": self.value,
            "lowest": self.lowest,
            "highest": self.highest,
        }
        return {
            "alignkit": 1,
            "kind": "kappa",
            "words": list(self.words),
            "counts": [list(row) for row in self.counts],
            "judged": self.judged,
            **{name: None if number is None else as_data(number) for name, number in numbers.items()},
        }
