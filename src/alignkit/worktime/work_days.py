"""An amount of working days: what is due in so many is due at the close of the last of them."""

from __future__ import annotations

import re

import attrs

from alignkit.errors import DocumentError, LimitError, TimeError, shown

MOST_WORK_DAYS = 36_600
"""An amount of working days is at most this many, more than a hundred years."""

_TEXT = re.compile(r"(\d{1,15}) work days?", re.ASCII)


@attrs.frozen(slots=True, order=True, repr=False)
class WorkDays:
    """An amount of working days, made with `work_days`.

    A working day has no fixed length, so that this is no `WorkTime` and does not add to one. The day on which something
    starts is not counted: what starts on Monday is due in one working day at Tuesday's close, and in 0 at Monday's.

    Args:
        count: whole days, 0 to 36,600.

    Raises:
        DocumentError: `wrong-type`, `negative`.
        LimitError: `too-long`.

    >>> str(work_days(10)), work_days(1)
    ('10 work days', work_days(1))
    """

    count: int

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.count, int) or isinstance(self.count, bool):
            raise DocumentError.at("wrong-type", f"working days are a whole number, not {shown(self.count)}")
        if self.count < 0:
            raise DocumentError.at("negative", f"working days are 0 or more, not {shown(self.count)}")
        if self.count > MOST_WORK_DAYS:
            raise LimitError.at("too-long", f"at most {MOST_WORK_DAYS:,} working days, not {shown(self.count)}")

    def __str__(self) -> str:
        return f"{self.count} work {'day' if self.count == 1 else 'days'}"

    def __repr__(self) -> str:
        return f"work_days({self.count})"


def work_days(count: int) -> WorkDays:
    """Return that many working days.

    Raises:
        DocumentError: `wrong-type`, `negative`.
        LimitError: `too-long`, over 36,600.

    >>> work_days(2) > work_days(1)
    True
    """
    return WorkDays(count)


def parse_work_days(text: object, where: str = "working days") -> WorkDays:
    """Read an amount of working days: `10 work days`.

    Raises:
        TimeError: `unreadable-duration`.
        LimitError: `too-long`.

    >>> parse_work_days("1 work day")
    work_days(1)
    """
    match = _TEXT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise TimeError.at("unreadable-duration", f'{where} cannot be read: {shown(text)}; write "10 work days"')
    return WorkDays(int(match[1]))
