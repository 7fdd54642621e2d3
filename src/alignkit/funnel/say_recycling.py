"""What is agreed about leads that are offered again, in words."""

from __future__ import annotations

from alignkit.funnel.stages import Boundary
from alignkit.rules.describe import times

TO_ANOTHER = "a lead that is offered again goes to another person than the one who had it before"
"""The words for `recycle_to_another`."""


def limit_words(limit: int) -> str:
    """Say how often a lead may be offered again.

    >>> limit_words(0), limit_words(2)
    ('a lead that was offered once is never offered again', 'a lead may be offered again at most twice')
    """
    if limit == 0:
        return "a lead that was offered once is never offered again"
    return f"a lead may be offered again at most {times(limit)}"


def recycling_words(boundary: Boundary) -> list[str]:
    """Say what is agreed about leads that are offered again, a sentence each."""
    limit = boundary.recycle_limit
    found = [] if limit is None else [limit_words(limit)]
    found += [TO_ANOTHER] if boundary.recycle_to_another else []
    return [f"{words[0].upper()}{words[1:]}." for words in found]
