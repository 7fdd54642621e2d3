"""How much there is, so that what is shown is bounded before it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from alignkit.display.blocks import Tree

_T = TypeVar("_T")

MOST_ROWS = 400
"""An answer puts at most this many of its parts into a block, and says how many more there are."""


def cut(parts: Sequence[_T], most: int = MOST_ROWS) -> tuple[Sequence[_T], int]:
    """Return the first parts and how many are left out, so that a block of a huge answer is made at once.

    >>> cut(range(100_000), 3)
    (range(0, 3), 99997)
    """
    return parts[:most], max(0, len(parts) - most)


def bytes_of(*texts: str) -> int:
    """Return how many bytes clean texts take in UTF-8.

    >>> bytes_of("lead", "█")
    7
    """
    return sum(len(text) if text.isascii() else len(text.encode("utf-8")) for text in texts)


def parts_of(trees: Iterable[Tree]) -> int:
    """Return how many parts trees have, themselves and all below, left out or not; no depth exhausts Python's stack."""
    waiting = list(trees)
    count = 0
    while waiting:
        tree = waiting.pop()
        count += 1 + tree.more
        waiting.extend(tree.children)
    return count
