"""A table from numbers to what is told of them, which fills as it is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

MOST = 4_096
"""A table is cleared at this size."""

_Told = TypeVar("_Told")


class Table(Generic[_Told]):
    """What is told for a number; found when it is first asked.

    Where every nanosecond counts, `known` is asked first, which is a plain dict, and `find` if that fails.

    >>> table = Table(lambda number: number * 2)
    >>> table[4], table.known
    (8, {4: 8})
    """

    __slots__ = ("_tell", "known")

    def __init__(self, tell: Callable[[int], _Told]) -> None:
        self.known: dict[int, _Told] = {}
        self._tell = tell

    def __getitem__(self, number: int) -> _Told:
        try:
            return self.known[number]
        except KeyError:
            return self.find(number)

    def find(self, number: int) -> _Told:
        """Find out what is told for a number, and keep it."""
        if len(self.known) >= MOST:
            self.known.clear()
        told = self.known[number] = self._tell(number)
        return told
