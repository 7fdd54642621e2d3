"""Work time: time that counts only while people are at work. It is not wall-clock time, and the two never mix."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import NoReturn, Self

import attrs

from alignkit.errors import DocumentError, LimitError, TimeError, shown
from alignkit.exact import Number, exact

LARGEST_MICROS = 10**18
"""A work time is at most this many microseconds either way, three times what lies between the years 1 and 9999."""

_UNITS = {"hour": 3600 * 10**6, "minute": 60 * 10**6, "second": 10**6, "microsecond": 1}
_TEXT = re.compile(r"(-?)\d{1,15} work [a-z]+(?: \d{1,15} (?:work )?[a-z]+)*", re.ASCII)
_PART = re.compile(r"(\d{1,15}) (?:work )?([a-z]+)", re.ASCII)
_FORMS = 'write "4 work hours", "90 work minutes" or "1 work hour 30 minutes"'


@attrs.frozen(slots=True, order=True, repr=False)
class WorkTime:
    """An amount of time at work, exact and signed. Made with `work_hours` and `work_minutes`.

    It adds and subtracts with its own kind and multiplies by whole numbers. It is no `timedelta`: four work hours may
    take four hours or a long weekend, as a work calendar says.

    Args:
        micros: whole microseconds; negative when `elapsed` was asked backwards.

    Raises:
        DocumentError: `wrong-type`.
        LimitError: `too-large`, over 10**18 microseconds.

    >>> work_hours(4) + work_minutes(30)
    work_minutes(270)
    >>> work_hours(4) > work_minutes(90)
    True
    """

    micros: int

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.micros, int) or isinstance(self.micros, bool):
            raise DocumentError.at(
                "wrong-type", f"a WorkTime is whole microseconds, not {shown(self.micros)}; use work_hours(4)"
            )
        if not -LARGEST_MICROS <= self.micros <= LARGEST_MICROS:
            raise LimitError.at("too-large", "a WorkTime is at most 10**18 microseconds (31,688 years) either way")

    def __add__(self, other: object) -> Self:
        if isinstance(other, WorkTime):
            return type(self)(self.micros + other.micros)
        return _refuse_wall_time(other)

    def __sub__(self, other: object) -> Self:
        if isinstance(other, WorkTime):
            return type(self)(self.micros - other.micros)
        return _refuse_wall_time(other)

    def __mul__(self, times: object) -> Self:
        if isinstance(times, int) and not isinstance(times, bool):
            return type(self)(self.micros * times)
        return NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Self:
        return type(self)(-self.micros)

    def __abs__(self) -> Self:
        return type(self)(abs(self.micros))

    def __bool__(self) -> bool:
        return self.micros != 0

    def __str__(self) -> str:
        return work_time_text(self)

    def __repr__(self) -> str:
        for unit in ("hour", "minute"):
            if self.micros % _UNITS[unit] == 0 and self.micros:
                return f"work_{unit}s({self.micros // _UNITS[unit]})"
        return f"WorkTime({self.micros})"


def measured(micros: int) -> WorkTime:
    """Return the work time of an amount that our own tables gave: the checks alone cost a tenth of `elapsed`."""
    work = object.__new__(WorkTime)
    put_micros(work, micros)
    return work


put_micros = WorkTime.__dict__["micros"].__set__
"""Fills the slot itself, past the frozen `__setattr__`; for a work time that is being made."""


def _refuse_wall_time(other: object) -> NoReturn:
    raise DocumentError.at(
        "wrong-type",
        f"work time goes with work time alone, not with {shown(other)}; make it with work_hours or work_minutes",
    )


def checked_work_time(value: object, where: str) -> WorkTime:
    """Return `value` if it is a `WorkTime`.

    Raises:
        DocumentError: `wrong-type`; for a `timedelta`, which runs by the wall clock, with the way out.
    """
    if isinstance(value, WorkTime):
        return value
    wall = " (a timedelta runs by the wall clock, at night too)" if isinstance(value, timedelta) else ""
    raise DocumentError.at(
        "wrong-type", f"{where} must be a WorkTime, not {shown(value)}{wall}; use work_hours(4) or work_minutes(90)"
    )


def work_hours(count: Number) -> WorkTime:
    """Return that many hours at work; a fraction is rounded, half to even, to a microsecond.

    Raises:
        DocumentError: `wrong-type` or `not-finite`.
        LimitError: `too-large`.

    >>> str(work_hours(4)), str(work_hours(0.5))
    ('4 work hours', '30 work minutes')
    """
    return WorkTime(round(exact(count, "work hours") * _UNITS["hour"]))


def work_minutes(count: Number) -> WorkTime:
    """Return that many minutes at work; a fraction is rounded, half to even, to a microsecond.

    Raises:
        DocumentError: `wrong-type` or `not-finite`.
        LimitError: `too-large`.

    >>> work_minutes(240) == work_hours(4)
    True
    """
    return WorkTime(round(exact(count, "work minutes") * _UNITS["minute"]))


def parse_work_time(text: object, where: str = "a work time") -> WorkTime:
    """Read a work time: `4 work hours`, `90 work minutes`, `1 work hour 30 minutes`.

    A work day has no fixed length and is refused here.

    Raises:
        TimeError: `unreadable-duration`, listing the accepted forms.
        LimitError: `too-large`.

    >>> parse_work_time("4 work hours")
    work_hours(4)
    """
    match = _TEXT.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise TimeError.at("unreadable-duration", f"{where} cannot be read: {shown(text)}; {_FORMS}")
    total = 0
    for count, word in _PART.findall(match[0]):
        unit = _UNITS.get(word.removesuffix("s"))
        if unit is None:
            no_length = ": a work day has no fixed length" if word.removesuffix("s") == "day" else ""
            raise TimeError.at("unreadable-duration", f"{where} cannot be read: {shown(text)}{no_length}; {_FORMS}")
        total += int(count) * unit
    return WorkTime(-total if match[1] else total)


def work_time_text(work: WorkTime) -> str:
    """Write a work time so that `parse_work_time` reads it back.

    >>> work_time_text(work_minutes(90)), work_time_text(work_minutes(-30)), work_time_text(WorkTime(0))
    ('1 work hour 30 minutes', '-30 work minutes', '0 work minutes')
    """
    left = abs(work.micros)
    parts: list[str] = []
    for unit, size in _UNITS.items():
        count, left = divmod(left, size)
        if count:
            # the word `work` is said once, with the largest unit
            parts.append(f"{count} {'' if parts else 'work '}{unit}{'s' if count != 1 else ''}")
    return ("-" if work.micros < 0 else "") + (" ".join(parts) or "0 work minutes")
