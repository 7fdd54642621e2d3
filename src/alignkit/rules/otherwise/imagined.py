"""Values that a field could have."""

from __future__ import annotations

from typing import NamedTuple

MOST_VALUES = 40
"""Of the constants that the conditions on one field name, the nearest so many of a kind are tried."""
MOST_TESTS = 100
"""Where more conditions ask about one field, a fifth of that."""
KNOWN = "(known)"
"""Stands for any value, where nothing else is asked."""
MOST_CLASSES = 6
"""So many parts of texts, and kinds of items of a list, are combined in every way."""


class Imagined(NamedTuple):
    """A value that a field could have.

    Args:
        value: what it is.
        words: how it is told, where the value itself does not tell: it stands for any other text, or for none.
        odd: a value of last resort: nobody asks for the loss of a known value, nor for half an employee.
    """

    value: object
    words: str = ""
    odd: bool = False


class Values(NamedTuple):
    """The values that a field could have, and whether they stand for all that its conditions tell apart."""

    values: list[Imagined]
    whole: bool
