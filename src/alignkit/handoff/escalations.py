"""Escalations: who is told when so much of a clock's time is used up. They are data; nobody is told by alignkit."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

import attrs

from alignkit.errors import DocumentError, shown
from alignkit.exact import Number, exact
from alignkit.names import checked_id

MOST_TIMES = 100
"""Somebody is told at most when a hundred times the time is used up."""


def _share(value: Number) -> Fraction:
    return exact(value, "the share of an escalation", path="at")


@attrs.frozen(slots=True)
class Escalation:
    """Somebody who is told once a share of the time is used up: the owner at half, the head of sales when it is due.

    Args:
        at: the share of the time: 0.5, 1 when it is due, 2 when as much again has passed.
        tell: a role or a person, such as `head of sales`.

    Raises:
        DocumentError: `wrong-type`, `not-finite`, `bad-share`, `bad-id`.
        LimitError: `too-large`.

    >>> Escalation(0.5, "the owner").at
    Fraction(1, 2)
    """

    at: Fraction = attrs.field(converter=_share)
    tell: str

    def __attrs_post_init__(self) -> None:
        checked_id(self.tell, "person to be told", path="tell")
        if not 0 < self.at <= MOST_TIMES:
            text = f"must be above 0 and at most {MOST_TIMES}, such as 0.5 or 1, not {shown(self.at)}"
            raise DocumentError.at("bad-share", text, path="at")


@attrs.frozen(slots=True)
class Told:
    """Somebody who is to be told of a clock.

    Args:
        tell: who.
        share: the share of the time.
        at: when it is used up.
        is_reached: whether that had come while the clock ran, by the instant at which it was read.
    """

    tell: str
    share: Fraction
    at: datetime
    is_reached: bool

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data, the share as text such as `1/2`."""
        return {
            "tell": self.tell,
            "share": str(self.share),
            "at": self.at.isoformat(),
            "is_reached": self.is_reached,
        }
