"""Reading the opening hours of a week: day names, ranges of days, intervals of a day. Inside, minutes since midnight.

An interval belongs to the day on which it starts. Its end may lie past midnight and is then over 24 * 60.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

from alignkit.errors import AlignkitError, CalendarError, DocumentError, LimitError, TimeError, shown
from alignkit.names import did_you_mean
from alignkit.worktime.intervals import united

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES = 24 * 60
MOST_INTERVALS = MINUTES
"""A day is given at most this many intervals."""
MOST_DATES = 100_000
"""A calendar has at most this many holidays, and at most this many exceptions."""

Intervals = tuple[str, ...]
"""The intervals of one date in normal form: sorted, merged, such as ("09:00-12:30", "13:00-17:30")."""

Key = TypeVar("Key")

_INTERVAL = re.compile(r"(\S+?) ?[-\u2013] ?(\S+)")  # a hyphen or an en dash
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


def week_of(given: object) -> tuple[tuple[str, Intervals], ...]:
    """Return the normal form of a week: each open day, from Monday on, with its merged intervals.

    Args:
        given: intervals by day (`sat`) or range of days (`mon-fri`, `fri-mon`), or the normal form itself.

    Raises:
        DocumentError: `wrong-type`, `unknown-day`, `duplicate-day`.
        TimeError: `unreadable-time`.
        CalendarError: `empty-interval`.

    >>> week_of({"sat": ["09:00-12:00", "12:00-13:00"], "sun": []})
    (('sat', ('09:00-13:00',)),)
    """
    faults: list[AlignkitError] = []
    found: dict[str, Intervals] = {}
    named: set[str] = set()
    for key, texts in _pairs(given, "week", 'such as {"mon-fri": ["09:00-17:00"]}'):
        path = f"week.{key}" if isinstance(key, str) else "week"
        try:
            for day in _days(key, path):
                if day in named:
                    raise DocumentError.at("duplicate-day", f"{day} is named twice in the week", path=path)
                named.add(day)
                found[day] = intervals_of(texts, path)
        except AlignkitError as fault:
            faults.append(fault)
    raise_together(faults)
    return tuple((day, found[day]) for day in DAY_NAMES if found.get(day))


def grouped(week: Iterable[tuple[str, Intervals]]) -> dict[str, list[str]]:
    """Return the normal form of a week as a person writes it, neighbouring days alike as a range.

    >>> grouped(week_of({"mon-wed": ["09:00-17:00"], "fri": ["09:00-12:00"]}))
    {'mon-wed': ['09:00-17:00'], 'fri': ['09:00-12:00']}
    """
    by_day = dict(week)
    runs: dict[str, list[str]] = {}
    for texts, run in groupby(DAY_NAMES, key=lambda day: by_day.get(day, ())):
        if texts:
            days = list(run)
            runs[days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}"] = list(texts)
    return runs


def dates_of(given: object, what: str) -> tuple[date, ...]:
    """Return plain dates, sorted, each once; a snapshot, whatever the source does later.

    Raises:
        DocumentError: `wrong-type`.
        TimeError: `not-a-date`.
        LimitError: `too-many`, over 100,000.
    """
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise DocumentError.at("wrong-type", f"{what} are a list of dates, not {shown(given)}", path=what)
    found: set[date] = set()
    faults: list[AlignkitError] = []
    for position, day in enumerate(given):
        try:
            found.add(_date(day, f"{what}[{position}]"))
        except TimeError as fault:
            faults.append(fault)
        if len(found) > MOST_DATES or len(faults) > MOST_DATES:
            raise LimitError.at("too-many", f"a calendar has at most {MOST_DATES} {what}", path=what)
    raise_together(faults)
    return tuple(sorted(found))


def exceptions_of(given: object) -> tuple[tuple[date, Intervals], ...]:
    """Return the normal form of dated exceptions: sorted by date, intervals merged.

    Raises:
        DocumentError: `wrong-type`, `duplicate-day`.
        TimeError: `not-a-date`, `unreadable-time`.
        CalendarError: `empty-interval`.
        LimitError: `too-many`, over 100,000.
    """
    faults: list[AlignkitError] = []
    found: dict[date, Intervals] = {}
    for key, texts in _pairs(given, "exceptions", 'such as {date(2026, 12, 24): ["09:00-12:00"]}'):
        path = f"exceptions.{key}" if isinstance(key, date) else "exceptions"
        try:
            day = _date(key, path)
            if day in found:
                raise DocumentError.at("duplicate-day", f"{day} is named twice in the exceptions", path=path)
            found[day] = intervals_of(texts, path)
        except AlignkitError as fault:
            faults.append(fault)
        if len(found) > MOST_DATES or len(faults) > MOST_DATES:
            raise LimitError.at("too-many", f"a calendar has at most {MOST_DATES} exceptions", path="exceptions")
    raise_together(faults)
    return tuple(sorted(found.items()))


def intervals_of(texts: object, path: str) -> Intervals:
    """Return the merged intervals of one date; those that overlap or touch are one.

    Raises:
        DocumentError: `wrong-type`.
        TimeError: `unreadable-time`.
        CalendarError: `empty-interval`.
        LimitError: `too-many`, over 1,440.
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable) or isinstance(texts, Mapping):
        raise DocumentError.at(
            "wrong-type", f'the hours of a day are a list, such as ["09:00-17:00"], not {shown(texts)}', path=path
        )
    faults: list[AlignkitError] = []
    found: list[tuple[int, int]] = []
    for position, text in enumerate(texts):
        if position >= MOST_INTERVALS:
            raise LimitError.at("too-many", f"a day has at most {MOST_INTERVALS} intervals", path=path)
        try:
            found.append(minutes_of(text, f"{path}[{position}]"))
        except AlignkitError as fault:
            faults.append(fault)
    raise_together(faults)
    return tuple(text for start, end in united(found) for text in _texts(start, end))


def minutes_of(text: object, path: str = "") -> tuple[int, int]:
    """Read one interval, `09:00-17:00`, as minutes since midnight; the end may be `24:00` or lie past midnight.

    `09:00-00:00` is open to midnight.

    Raises:
        DocumentError: `wrong-type`.
        TimeError: `unreadable-time`.
        CalendarError: `empty-interval` where start and end are the same.

    >>> minutes_of("22:00-06:00")
    (1320, 1800)
    """
    if not isinstance(text, str):
        raise DocumentError.at("wrong-type", f'an interval is text such as "09:00-17:00", not {shown(text)}', path=path)
    match = _INTERVAL.fullmatch(text) if len(text) <= 40 else None
    if match is None:
        raise TimeError.at("unreadable-time", f'an interval is written "09:00-17:00", not {shown(text)}', path=path)
    start, end = (_clock(part, text, path) for part in match.groups())
    if start == MINUTES:
        raise TimeError.at("unreadable-time", f'"24:00" can end an interval, not start one: {shown(text)}', path=path)
    if start == end:
        raise CalendarError.at(
            "empty-interval", f"{shown(text)} starts where it ends; write 00:00-24:00 for all day", path=path
        )
    return start, end if end > start else end + MINUTES


def raise_together(faults: list[AlignkitError]) -> None:
    """Raise all faults as one error, of the kind of the first."""
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise type(faults[0])(*(issue for fault in faults for issue in fault.issues)) from faults[0]


def _texts(start: int, end: int) -> list[str]:
    if end > MINUTES and end - start >= MINUTES:
        # one text cannot say a day and more; two that overlap can, and they merge again when read
        return [f"{_shown(start)}-24:00", f"23:59-{_shown(end - MINUTES)}"]
    return [f"{_shown(start)}-{_shown(end if end <= MINUTES else end - MINUTES)}"]


def _shown(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _clock(part: str, text: str, path: str) -> int:
    match = _CLOCK.fullmatch(part)
    minutes = int(match[1]) * 60 + int(match[2]) if match else MINUTES + 1
    if minutes > MINUTES:
        raise TimeError.at(
            "unreadable-time",
            f"{shown(part)} in {shown(text)} is no time of day; write hours and minutes, 00:00 to 24:00",
            path=path,
        )
    return minutes


def _days(key: object, path: str) -> tuple[str, ...]:
    if not isinstance(key, str):
        raise DocumentError.at("wrong-type", f"a day of the week is a name such as 'mon', not {shown(key)}", path=path)
    first, dash, last = key.partition("-")
    for name in (first, last) if dash else (first,):
        if name not in DAY_NAMES:
            raise DocumentError.at(
                "unknown-day", f"{shown(name)} is no day of the week{did_you_mean(name, DAY_NAMES)}", path=path
            )
    if not dash:
        return (first,)
    start, end = DAY_NAMES.index(first), DAY_NAMES.index(last)
    if start == end:
        raise DocumentError.at("unknown-day", f"{key!r} is no range; write {first!r} or 'mon-sun'", path=path)
    return tuple(DAY_NAMES[(start + step) % 7] for step in range((end - start) % 7 + 1))


def _date(day: object, path: str) -> date:
    if not isinstance(day, date) or isinstance(day, datetime):
        raise TimeError.at("not-a-date", f"a date without a time is due, not {shown(day)}", path=path)
    return date(day.year, day.month, day.day)


def _pairs(given: object, what: str, example: str) -> list[tuple[object, object]]:
    if isinstance(given, Mapping):
        return list(given.items())
    if isinstance(given, tuple | list):
        pairs = [tuple(entry) for entry in given if isinstance(entry, tuple | list) and len(entry) == 2]
        if len(pairs) == len(given):
            return [(key, texts) for key, texts in pairs]
    raise DocumentError.at("wrong-type", f"{what} must be a mapping {example}, not {shown(given)}", path=what)
