"""How much may be done in static analysis: so many steps, whatever the definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignkit.rules.doubt.totals import Totals
    from alignkit.rules.predicates import Rule
    from alignkit.rules.scores import Score


class SpentError(Exception):
    """No effort is left: the caller goes on with what is sure."""


class Effort:
    """How much may still be done, in steps of a few microseconds; and what was found, for several surveys.

    Args:
        left: the steps for looking at definitions; when they are spent, no more are looked at.
        trials: the steps for trying what members have in common; when they are spent, they are taken to be independent.

    >>> effort = Effort(2)
    >>> effort.spend(1)
    >>> effort.left
    1
    """

    __slots__ = ("events", "left", "totals", "trials", "vain")

    def __init__(self, left: int, trials: int = 10**6) -> None:
        self.left = left
        self.trials = trials
        # by identity, with the definition itself, which keeps its place in memory
        self.totals: dict[int, tuple[Score, Totals]] = {}
        self.events: dict[int, tuple[Score, bool]] = {}
        self.vain: dict[int, tuple[Rule, bool]] = {}

    def spend(self, steps: int) -> None:
        """Take off some steps.

        Raises:
            SpentError: none are left.
        """
        self.left -= steps
        if self.left < 0:
            raise SpentError
