"""Open time by slots of a quarter of an hour: what is asked most often is answered without a search.

A slot holds one number. Where the whole slot is open it is F - t, which is the same for a whole interval, and below 0;
where it is closed it is F. F is counted here from the start of the slots, which lies after 1970, so that F is never
negative and always less than t. A slot in which something opens or closes holds None: who meets it has to search.

The slots of F lead back: at F the instant is F plus the number that its slot holds; None where two
intervals meet in it.
"""

from __future__ import annotations

from typing import NamedTuple

from alignkit.worktime.intervals import Span
from alignkit.worktime.segments import BLOCK, SECOND

SLOT = 900 * SECOND
PER_BLOCK = BLOCK // SLOT


class Slots(NamedTuple):
    """The slots of some blocks that follow one another."""

    first: int
    """The first slot, in slots since 1970."""
    blocks: range
    opened: list[int | None]
    instants: list[int | None]
    """By slots of F; the slot of F holds what comes up to and with its end, since what is due is due at a close."""


NOTHING = Slots(0, range(0), [], [])
"""No slots: whatever is asked lies outside them."""


def slots_of(blocks: range, spans: list[Span]) -> Slots:
    """Lay out the slots of some blocks.

    Args:
        blocks: the blocks, from block 1 on, which starts in 1970.
        spans: what is open in them, in order, disjoint.
    """
    first = blocks.start * PER_BLOCK
    opened: list[int | None] = []
    instants: list[int | None] = []
    total = 0
    for since, until in spans:
        begins, ends = since // SLOT - first, until // SLOT - first
        opened += [total] * (begins - len(opened))
        if since % SLOT and len(opened) == begins:
            opened.append(None)
        opened += [total - since] * (ends - len(opened))
        if until % SLOT and len(opened) == ends:
            opened.append(None)
        if len(instants) < -(-total // SLOT):  # this slot of F began in an interval before
            instants.append(None)
        following = total + until - since
        instants += [since - total] * (following // SLOT - len(instants))
        total = following
    opened += [total] * (len(blocks) * PER_BLOCK - len(opened))
    return Slots(first, blocks, opened, instants)
