"""An amount of time on a clock: work time or wall time, never mixed; and working days, which are neither."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

from alignkit.errors import DocumentError, LimitError, shown
from alignkit.instants import LONGEST_DAYS, MICROSECOND, duration_text
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime, measured, work_time_text

Amount: TypeAlias = WorkTime | timedelta
"""How long: at work, or by the wall clock."""
Allowed: TypeAlias = WorkTime | timedelta | WorkDays
"""How long somebody has: an amount, or so many working days, up to the close of the last."""

_LONGEST = LONGEST_DAYS * 86_400 * 10**6
_SECOND, _MINUTE, _HOUR, _DAY = 10**6, 60 * 10**6, 3600 * 10**6, 86_400 * 10**6


def amount_micros(amount: Amount) -> int:
    """Return an amount of time as whole microseconds."""
    return amount.micros if isinstance(amount, WorkTime) else amount // MICROSECOND


def amount_like(kind: Amount, micros: int) -> Amount:
    """Return that many microseconds as an amount of the same kind.

    >>> amount_like(timedelta(0), 60_000_000)
    datetime.timedelta(seconds=60)
    """
    return measured(micros) if isinstance(kind, WorkTime) else timedelta(microseconds=micros)


def less(whole: Amount, part: Amount) -> Amount:
    """Return the difference of two amounts of one kind."""
    return amount_like(whole, amount_micros(whole) - amount_micros(part))


def amount_text(amount: Amount) -> str:
    """Write an amount exactly, as `parse_work_time` or `parse_duration` reads it; a minus before what is negative.

    >>> amount_text(timedelta(minutes=-90))
    '-1 hour 30 minutes'
    """
    if isinstance(amount, WorkTime):
        return work_time_text(amount)
    return duration_text(amount) if amount >= timedelta(0) else f"-{duration_text(-amount)}"


def allowed_text(allowed: Allowed) -> str:
    """Write how long somebody has, exactly.

    >>> from alignkit.worktime.work_days import work_days
    >>> allowed_text(work_days(2)), allowed_text(timedelta(hours=2))
    ('2 work days', '2 hours')
    """
    return str(allowed) if isinstance(allowed, WorkDays) else amount_text(allowed)


def short_text(amount: Amount) -> str:
    """Write an amount for people: cut off to hours from a day on, to minutes from an hour on, to seconds below.

    >>> short_text(timedelta(days=2, hours=3, minutes=59)), short_text(timedelta(minutes=61, seconds=59))
    ('2 days 3 hours', '1 hour 1 minute')
    """
    size = abs(amount_micros(amount))
    wall = isinstance(amount, timedelta)
    unit = _HOUR if wall and size >= _DAY else _MINUTE if size >= _HOUR else _SECOND
    cut = size - size % unit
    return amount_text(amount_like(amount, -cut if amount_micros(amount) < 0 else cut))


def brief_text(amount: Amount) -> str:
    """Write an amount for a narrow column, cut off as in `short_text`.

    >>> brief_text(timedelta(days=2, hours=3)), brief_text(WorkTime(90 * 60 * 10**6)), brief_text(WorkTime(0))
    ('2 d 3 h', '1 work h 30 min', '0 work min')
    """
    text = short_text(amount)
    for unit, brief in (("day", "d"), ("hour", "h"), ("minute", "min"), ("second", "s")):
        text = text.replace(f"{unit}s", brief).replace(unit, brief)
    return text


def checked_within(value: object, path: str) -> Allowed:
    """Return `value` if it can be the time that somebody has: longer than nothing, or working days.

    Raises:
        DocumentError: `wrong-type`, `not-positive`.
        LimitError: `too-long`, over 36,600 days.
    """
    if isinstance(value, WorkDays):
        return value
    if not isinstance(value, WorkTime | timedelta):
        raise DocumentError.at(
            "wrong-type",
            "must be work time such as work_hours(4), working days such as work_days(2), or wall time such as hours(4),"
            f" not {shown(value)}",
            path=path,
        )
    size = amount_micros(value)
    if size <= 0:
        raise DocumentError.at("not-positive", f"must be longer than nothing, not {shown(value)}", path=path)
    if size > _LONGEST:
        raise LimitError.at("too-long", f"must be at most {LONGEST_DAYS} days, not {shown(value)}", path=path)
    return value
