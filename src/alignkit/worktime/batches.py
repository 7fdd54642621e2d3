"""Work time between many instants, and when many amounts of it are due: lists, or numpy's arrays where it is there."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import repeat
from typing import Any, NoReturn, overload

import attrs

from alignkit.errors import AlignkitError, DataError, shown
from alignkit.instants import EPOCH, MICROSECOND
from alignkit.worktime.arrays import Array, due_of_array, elapsed_of_arrays, is_array
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.convert import checked_calendar, instant_micros
from alignkit.worktime.due import due
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import open_between, tables_of
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import WorkTime, checked_work_time, put_micros


@overload
def elapsed_all(calendar: Calendar, starts: Array, ends: Array) -> Any: ...  # noqa: ANN401 - numpy's own array


@overload
def elapsed_all(calendar: Calendar, starts: Iterable[datetime], ends: Iterable[datetime]) -> list[WorkTime]: ...


def elapsed_all(calendar: Calendar, starts: Any, ends: Any) -> Any:
    """Return the time at work between each start and its end: what `elapsed` gives for each pair.

    Of arrays of numpy the answer is an array: whole microseconds of work time as `int64`. An array of instants has one
    dimension and holds whole microseconds since 1970 in UTC as `int64`, or `datetime64`, which is taken as UTC; a
    fraction of a microsecond is cut towards the past. Dates are no instants: days, months and years are refused.

    Args:
        calendar: when people are at work.
        starts: aware datetimes, in any zones, from any iterable; or an array.
        ends: as many, each the end of the start in its place; an array where `starts` is one.

    Raises:
        TimeError: as `elapsed`, with the place, such as `starts[3]`; `out-of-range` where an array holds an instant
            outside the years 1 to 9999.
        DataError: `unequal-length`; `wrong-type` where something else was given.
        DocumentError: `wrong-type` where `calendar` is none.

    >>> from datetime import UTC
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> friday, monday = datetime(2026, 1, 9, 16, tzinfo=UTC), datetime(2026, 1, 12, 9, tzinfo=UTC)
    >>> elapsed_all(office, [friday, monday], [monday, friday])
    [work_minutes(90), work_minutes(-90)]
    """
    calendar = checked_calendar(calendar)
    if is_array(starts) or is_array(ends):
        return elapsed_of_arrays(calendar, starts, ends)
    begun, ended = _listed(starts, "starts"), _listed(ends, "ends")
    if len(begun) != len(ended):
        raise _unequal(len(begun), len(ended), "ends")
    return _work_times(_totals(calendar, begun, ended))


@overload
def due_all(calendar: Calendar, starts: Array, work: WorkTime | WorkDays | Array) -> Any: ...  # noqa: ANN401 - numpy's


@overload
def due_all(
    calendar: Calendar, starts: Iterable[datetime], work: WorkTime | WorkDays | Iterable[WorkTime | WorkDays]
) -> list[datetime]: ...


def due_all(calendar: Calendar, starts: Any, work: Any) -> Any:
    """Return when work that begins at each start is due: what `due` gives for each.

    Of an array of numpy the answer is an array: whole microseconds since 1970 in UTC as `int64`, or
    `datetime64[us]` in UTC where the starts are `datetime64`. `elapsed_all` tells what an array of instants is.

    Args:
        calendar: when people are at work.
        starts: aware datetimes, in any zones, from any iterable; or an array.
        work: one amount for all, as time or in working days; or one for each start, from any iterable. With an array
            of starts, one amount for all, or an array of whole microseconds of work time as `int64`.

    Raises:
        TimeError: as `due`, with the place, such as `starts[3]` or `work[3]`.
        NoBusinessTimeError: as `due`, with the place.
        DataError: `unequal-length`; `wrong-type` where something else was given.
        DocumentError: `wrong-type` where an amount is none, such as a `timedelta`, or `calendar` is none.
        LimitError: `too-large` where an array holds a work time over 10**18 microseconds.

    >>> from datetime import UTC
    >>> from alignkit.worktime.calendar import WorkCalendar
    >>> from alignkit.worktime.work_time import work_hours
    >>> office = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]})
    >>> friday, monday = datetime(2026, 1, 9, 16, tzinfo=UTC), datetime(2026, 1, 12, 9, tzinfo=UTC)
    >>> for found in due_all(office, [friday, monday], work_hours(4)):
    ...     print(found)
    2026-01-12 12:30:00+01:00
    2026-01-12 14:30:00+01:00
    """
    calendar = checked_calendar(calendar)
    if is_array(starts):
        return due_of_array(calendar, starts, work)
    begun = _listed(starts, "starts")
    if isinstance(work, WorkTime | WorkDays):
        return _due(calendar, begun, repeat(work), alike=True)
    if isinstance(work, timedelta) or not isinstance(work, Iterable):
        checked_work_time(work, "work")  # which refuses it
    amounts = _listed(work, "work", "amounts of work")
    if len(begun) != len(amounts):
        raise _unequal(len(begun), len(amounts), "amounts of work")
    return _due(calendar, begun, amounts, alike=False)


def _listed(given: Any, name: str, what: str = "") -> Sequence[Any]:  # noqa: ANN401 - what a user gives
    if isinstance(given, list | tuple):
        return given
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        raise DataError.at("wrong-type", f"{what or name} come as a list, not as {shown(given)}", path=name)
    return list(given)


def _unequal(starts: int, others: int, name: str) -> DataError:
    return DataError.at("unequal-length", f"give as many {name} as starts, not {others:,} for {starts:,}")


def _totals(calendar: Calendar, starts: Sequence[datetime], ends: Sequence[datetime]) -> list[int]:
    """Return the work time between each pair in microseconds; the loop of `elapsed`, in line."""
    tables = tables_of(calendar)
    first, opened = tables.opened
    totals: list[int] = []
    put = totals.append
    for start, end in zip(starts, ends, strict=True):
        try:
            from_, to = (start - EPOCH) // MICROSECOND, (end - EPOCH) // MICROSECOND
            here, there = from_ // SLOT - first, to // SLOT - first
            if here >= 0 and there >= 0:  # a list would count from its end
                since, until = opened[here], opened[there]
                put((to + until if until < 0 else until) - (from_ + since if since < 0 else since))  # type: ignore[operator]  # None is a TypeError
                continue
        except (TypeError, AttributeError, IndexError):
            pass
        put(_searched(calendar, start, end, len(totals)))
        first, opened = tables.opened
    if set(map(type, totals)) - {int}:  # numpy's whole numbers are not Python's: such instants are looked at
        for place, total in enumerate(totals):
            if type(total) is not int:
                totals[place] = _searched(calendar, starts[place], ends[place], place)
    return totals


def _work_times(totals: list[int]) -> list[WorkTime]:
    """Return amounts that our own tables gave as work times: `measured` for each, without a call for each."""
    works: list[WorkTime] = list(map(object.__new__, repeat(WorkTime, len(totals))))
    deque(map(put_micros, works, totals), maxlen=0)
    return works


def _searched(calendar: Calendar, start: datetime, end: datetime, place: int) -> int:
    at = f"starts[{place}]"
    try:
        from_ = instant_micros(start, "start")
        at = f"ends[{place}]"
        to = instant_micros(end, "end")
    except AlignkitError as fault:
        _raise_placed(fault, at)
    tables = tables_of(calendar)
    tables.widen(from_ // BLOCK)
    tables.widen(to // BLOCK)
    return open_between(calendar, from_, to)


def _due(
    calendar: Calendar, starts: Sequence[datetime], works: Iterable[WorkTime | WorkDays], *, alike: bool
) -> list[datetime]:
    """Return when each is due; the loop of `due`, in line."""
    tables = tables_of(calendar)
    first, opened, instants, zone = tables.ahead
    found: list[datetime] = []
    put = found.append
    for start, work in zip(starts, works, strict=False):  # one amount for all is repeated without end
        try:
            micros = (start - EPOCH) // MICROSECOND
            amount, here = work.micros, micros // SLOT - first  # type: ignore[union-attr]  # working days have none
            if here >= 0 and amount > 0:
                since = opened[here]
                total = amount + (micros + since if since < 0 else since)  # type: ignore[operator]  # None is a TypeError
                if type(total) is int:  # numpy's whole numbers are not
                    ahead = total + instants[(total - 1) // SLOT]  # type: ignore[operator]  # the same
                    put((EPOCH + timedelta(microseconds=ahead)).astimezone(zone))
                    continue
        except (TypeError, AttributeError, IndexError, OverflowError):
            pass
        put(_due_searched(calendar, start, work, len(found), alike=alike))
        first, opened, instants, zone = tables.ahead
    return found


def _due_searched(
    calendar: Calendar, start: datetime, work: WorkTime | WorkDays, place: int, *, alike: bool
) -> datetime:
    of_work = "work" if alike else f"work[{place}]"
    at = f"starts[{place}]"
    try:
        instant_micros(start, "start")
        if not isinstance(work, WorkDays):
            at = of_work
            checked_work_time(work, "work")
            at = of_work if work.micros < 0 else f"starts[{place}]"
        return due(calendar, start, work)
    except AlignkitError as fault:
        _raise_placed(fault, at)


def _raise_placed(fault: AlignkitError, place: str) -> NoReturn:
    raise type(fault)(*(attrs.evolve(issue, path=issue.path or place) for issue in fault.issues)) from fault
