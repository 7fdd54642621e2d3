"""Sums over blocks: how much of something lies before the start of each block, found lazily from an anchor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

ANCHOR = 107  # starts in May 2025: what is asked is mostly near it, and then the chain is short
FIRST_BLOCK = -3806  # year 1
LAST_BLOCK = 15517  # year 9999


class Chain:
    """The sums at the starts of the blocks; 0 at the anchor's, negative before it.

    Every list is complete before it is assigned and never changes after, so threads need no lock.
    """

    __slots__ = ("_down", "_total", "_up")

    def __init__(self, total: Callable[[int], int]) -> None:
        self._total = total
        self._up = [0]  # the sums at the starts of the blocks from the anchor on
        self._down = [0]  # minus those at the starts of the blocks from the anchor back

    def base(self, block: int) -> int:
        """Return the sum at the start of a block."""
        far = block - ANCHOR
        return self._sums_up(far)[far] if far >= 0 else -self._sums_down(-far)[-far]

    def block_reaching(self, total: int) -> int | None:
        """Return the block with sum(start) < total <= sum(end); None where the years 1 to 9999 have none."""
        if total > 0:
            up = self._up
            while up[-1] < total:
                if len(up) > LAST_BLOCK - ANCHOR + 1:
                    return None
                up = self._sums_up(min(len(up) + len(up) // 4, LAST_BLOCK - ANCHOR + 1))
            return ANCHOR + bisect_left(up, total) - 1
        down = self._down
        while down[-1] <= -total:
            if len(down) > ANCHOR - FIRST_BLOCK:
                return None
            down = self._sums_down(min(len(down) + len(down) // 4, ANCHOR - FIRST_BLOCK))
        return ANCHOR - bisect_right(down, -total)

    def _sums_up(self, far: int) -> list[int]:
        sums = self._up
        if far >= len(sums):
            sums = sums.copy()
            for step in range(len(sums) - 1, far):
                sums.append(sums[-1] + self._total(ANCHOR + step))
            self._up = sums
        return sums

    def _sums_down(self, far: int) -> list[int]:
        sums = self._down
        if far >= len(sums):
            sums = sums.copy()
            for step in range(len(sums), far + 1):
                sums.append(sums[-1] + self._total(ANCHOR - step))
            self._down = sums
        return sums
