"""The local days of a calendar as they are laid out on the clock, apart from any zone.

A day here is what is open between one local midnight and the next: its own intervals and what runs over from the day
before. Days are counted from 1970-01-01, times of day in microseconds since midnight.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from alignkit.worktime.intervals import Span, united
from alignkit.worktime.segments import BLOCK, DAY
from alignkit.worktime.week import DAY_NAMES, MINUTES, Intervals, minutes_of

THURSDAY = 3
"""1970 began on one: day d is weekday (d + 3) % 7."""

_MINUTE = 60 * 10**6
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

Day = tuple[tuple[int, int], ...]
"""What is open on one local day: from and up to, united."""


class Days(NamedTuple):
    """The seven usual days, and those that holidays and exceptions change."""

    week: tuple[Day, ...]
    patches: dict[int, Day]
    touched: frozenset[int]
    """The blocks in which a changed day lies, in whatever zone."""
    own_week: tuple[Day, ...]
    """What starts on each usual day, whole: it may run past midnight."""
    own_patches: dict[int, Day]
    """The same of the dates that are changed."""


def lay_out(
    week: tuple[tuple[str, Intervals], ...],
    holidays: tuple[date, ...],
    exceptions: tuple[tuple[date, Intervals], ...],
) -> Days:
    """Return the days of a calendar's fields in normal form."""
    read = {texts: [minutes_of(text) for text in texts] for _, texts in (*week, *exceptions)}
    by_name = dict(week)
    usual = [read.get(by_name.get(name, ()), []) for name in DAY_NAMES]
    changed: dict[int, list[tuple[int, int]]] = {day.toordinal() - _EPOCH_ORDINAL: [] for day in holidays}
    changed |= {day.toordinal() - _EPOCH_ORDINAL: read[texts] for day, texts in exceptions}
    patches = {}
    # a changed date changes its own day, and the next one where an interval runs past midnight
    for day in {near for changed_day in changed for near in (changed_day, changed_day + 1)}:
        own = changed.get(day, usual[(day + THURSDAY) % 7])
        patches[day] = _day(own, changed.get(day - 1, usual[(day - 1 + THURSDAY) % 7]))
    # local clocks differ from UTC by less than two days
    touched = frozenset((day + near) * DAY // BLOCK for day in patches for near in (-2, 3))
    days = tuple(_day(usual[number], usual[number - 1]) for number in range(7))
    own_patches = {day: _micros(spans) for day, spans in changed.items()}
    return Days(days, patches, touched, tuple(_micros(spans) for spans in usual), own_patches)


def _day(own: list[tuple[int, int]], day_before: list[tuple[int, int]]) -> Day:
    parts = [(start, min(end, MINUTES)) for start, end in own]
    parts += [(0, end - MINUTES) for _, end in day_before if end > MINUTES]
    return _micros(united(parts))


def _micros(minutes: list[Span]) -> Day:
    return tuple((start * _MINUTE, end * _MINUTE) for start, end in minutes)
