"""The three answers to a rule, and Kleene's tables for them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from alignkit.errors import RuleError


class Verdict(Enum):
    """YES, NO or UNKNOWN, with `&`, `|` and `~` by Kleene's strong tables (S. C. Kleene, 1938).

    A verdict is not a truth value: UNKNOWN would have to count as one or the other. Compare with `is`.

    >>> Verdict.YES & Verdict.UNKNOWN, Verdict.NO & Verdict.UNKNOWN, ~Verdict.NO
    (Verdict.UNKNOWN, Verdict.NO, Verdict.YES)
    """

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return f"Verdict.{self.name}"

    def __bool__(self) -> bool:
        raise RuleError.at(
            "no-truth-value", "a verdict can be UNKNOWN: write `verdict is Verdict.YES`, not `if verdict`"
        )

    def __and__(self, other: Verdict) -> Verdict:
        if not isinstance(other, Verdict):
            return NotImplemented
        if self is Verdict.NO or other is Verdict.NO:
            return Verdict.NO
        return Verdict.YES if self is other is Verdict.YES else Verdict.UNKNOWN

    def __or__(self, other: Verdict) -> Verdict:
        if not isinstance(other, Verdict):
            return NotImplemented
        if self is Verdict.YES or other is Verdict.YES:
            return Verdict.YES
        return Verdict.NO if self is other is Verdict.NO else Verdict.UNKNOWN

    def __invert__(self) -> Verdict:
        if self is Verdict.UNKNOWN:
            return self
        return Verdict.NO if self is Verdict.YES else Verdict.YES


def enough(verdicts: Sequence[Verdict], needed: int) -> Verdict:
    """Say whether at least so many are YES: one of them is Kleene's or, all of them his and.

    >>> enough((Verdict.YES, Verdict.NO, Verdict.UNKNOWN), 2), enough((Verdict.NO, Verdict.NO, Verdict.UNKNOWN), 2)
    (Verdict.UNKNOWN, Verdict.NO)
    """
    if verdicts.count(Verdict.YES) >= needed:
        return Verdict.YES
    return Verdict.NO if len(verdicts) - verdicts.count(Verdict.NO) < needed else Verdict.UNKNOWN
