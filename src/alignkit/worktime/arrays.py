"""Arrays of numpy: work time and due times for many instants at once, gathered from a calendar's slots.

numpy is never imported here: whoever gives an array has imported it. What the slots do not say (of an instant in a slot
in which something opens or closes, or far from all others) is searched for one by one.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, TypeAlias

import attrs

from alignkit.errors import AlignkitError, DataError, DocumentError, LimitError, TimeError, shown
from alignkit.instants import EPOCH, MICROSECOND, from_micros, micros
from alignkit.worktime.calendar import Calendar
from alignkit.worktime.due import due
from alignkit.worktime.search import due_at
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import open_between, tables_of
from alignkit.worktime.work_days import WorkDays
from alignkit.worktime.work_time import LARGEST_MICROS, WorkTime

_FIRST = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
_LAST = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MICROSECOND
_PART = 2**14
"""So many at a time: what is worked out on the way stays in the processor's cache, which halves the time."""
_UNSAID = 3 * LARGEST_MICROS
"""Stands where the slots say nothing. With a work time and itself added it still fits; no answer comes near it."""
_WIDE = 56 * BLOCK
"""29 years. Slots are laid out for no more than 33, and half a step may be added at either end."""
_SAMPLE = 500
_UNITS_OF_TIME = ("h", "m", "s", "ms", "us", "ns", "ps", "fs", "as")

Numbers: TypeAlias = Any
"""An array of numpy of whole numbers, `int64`."""


class Array(Protocol):
    """An array of numpy, as far as a reader of types has to know it."""

    @property
    def dtype(self) -> Any:  # noqa: ANN401 - numpy's own
        """What it holds."""
        ...

    @property
    def shape(self) -> tuple[Any, ...]:
        """How much it holds."""
        ...

    @property
    def nbytes(self) -> int:
        """How much memory that takes."""
        ...


class Laid(NamedTuple):
    """A calendar's slots as arrays."""

    first: int
    """The first slot, in slots since 1970. It stands before the calendar's own and says nothing, as the last does."""
    opened: Numbers
    instants: Numbers
    """The last says nothing."""


def is_array(value: object) -> bool:
    """Say whether a value is an array of numpy itself; a masked one, say, is not."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and type(value) is numpy.ndarray


def elapsed_of_arrays(calendar: Calendar, starts: object, ends: object) -> Numbers:
    """Return the work time between each start and its end, in microseconds; `elapsed_all` tells all else."""
    from_, to = _instants(starts, "starts"), _instants(ends, "ends")
    _check_as_many(from_, to, "ends")
    found = sys.modules["numpy"].empty(len(from_), "int64")
    laid, widened = _laid_out(calendar), False
    for begin in range(0, len(from_), _PART):
        part = slice(begin, begin + _PART)
        unsaid = _gather_elapsed(laid, from_[part], to[part], found[part])
        if unsaid and not widened:
            laid, widened = _widened(calendar, from_, to), True
            unsaid = _gather_elapsed(laid, from_[part], to[part], found[part])
        for place in unsaid:
            here, there = _instant(from_, begin + place, "starts"), _instant(to, begin + place, "ends")
            found[begin + place] = open_between(calendar, here, there)
    return found


def due_of_array(calendar: Calendar, starts: object, work: object) -> Numbers:
    """Return when work that begins at each start is due, of the kind of the starts; `due_all` tells all else."""
    from_ = _instants(starts, "starts")
    found = sys.modules["numpy"].empty(len(from_), "int64")
    if isinstance(work, WorkDays):
        for place in range(len(from_)):
            found[place] = _due_days(calendar, from_, place, work)
    else:
        _put_due_times(calendar, from_, _amounts(work, from_), found)
    return found.view("datetime64[us]") if starts.dtype.kind == "M" else found  # type: ignore[attr-defined]  # an array


def _put_due_times(calendar: Calendar, from_: Numbers, amounts: Numbers, found: Numbers) -> None:
    laid, widened = _laid_out(calendar), False
    for begin in range(0, len(from_), _PART):
        part = slice(begin, begin + _PART)
        unsaid = _gather_due(laid, from_[part], amounts[part], found[part])
        if unsaid and not widened:
            laid, widened = _widened(calendar, from_, from_, int(amounts.max())), True
            unsaid = _gather_due(laid, from_[part], amounts[part], found[part])
        for place in unsaid:
            found[begin + place] = _due_time(calendar, from_, begin + place, int(amounts[begin + place]))


def _due_time(calendar: Calendar, from_: Numbers, place: int, amount: int) -> int:
    start = _instant(from_, place, "starts")
    try:
        found = due_at(calendar, start, amount)
    except AlignkitError as fault:
        raise _placed(fault, place) from fault
    if found > _LAST:
        text = "the due time does not lie within the years 1 to 9999 in UTC"
        raise TimeError.at("out-of-range", text, path=f"starts[{place}]")
    return found


def _due_days(calendar: Calendar, from_: Numbers, place: int, work: WorkDays) -> int:
    start = from_micros(_instant(from_, place, "starts"))
    try:
        return micros(due(calendar, start, work))
    except AlignkitError as fault:
        raise _placed(fault, place) from fault


def _placed(fault: AlignkitError, place: int) -> AlignkitError:
    return type(fault)(*(attrs.evolve(issue, path=f"starts[{place}]") for issue in fault.issues))


def _laid_out(calendar: Calendar) -> Laid:
    return _arrays(calendar, tables_of(calendar).slots.blocks)


@lru_cache(maxsize=8)  # by what a calendar means; an entry takes 150 KB to 200 KB a block, 12 MB in 33 years
def _arrays(calendar: Calendar, blocks: range) -> Laid:  # noqa: ARG001 - other blocks, other arrays
    numpy = sys.modules["numpy"]
    slots = tables_of(calendar).slots
    opened = [_UNSAID if value is None else value for value in slots.opened[: (_LAST + 1) // SLOT - slots.first]]
    instants = [_UNSAID if value is None else value for value in slots.instants]
    return Laid(
        slots.first - 1, numpy.array([_UNSAID, *opened, _UNSAID], "int64"), numpy.array([*instants, _UNSAID], "int64")
    )


def _widened(calendar: Calendar, starts: Numbers, ends: Numbers, work: int = 0) -> Laid:
    """Lay out slots from the earliest instant to the latest, and to what is due from it, as far as slots go."""
    lowest, highest = min(int(starts.min()), int(ends.min())), max(int(starts.max()), int(ends.max()))
    if BLOCK <= highest <= _LAST:
        with suppress(AlignkitError):  # it is told when its turn comes
            highest = due_at(calendar, highest, work)
    if highest - lowest > _WIDE:  # a few may lie far away, as 1970 and 9999 do that stand for no instant: not for these
        every = len(starts) // _SAMPLE + 1
        sample = sorted({*starts[::every].tolist(), *ends[::every].tolist()})
        aside = min(len(sample) // 20 + 1, len(sample) - 1)
        lowest, highest = sample[aside], sample[-1 - aside]
    if BLOCK <= highest <= _LAST:
        tables = tables_of(calendar)
        last, first = highest // BLOCK, max(lowest // BLOCK, 1)
        for block in (last, first) if highest - lowest <= _WIDE else range(last, first, -1):
            tables.widen(block)
    return _laid_out(calendar)


def _opened(laid: Laid, instants: Numbers) -> Numbers:
    """Return the open time before each instant, `_UNSAID` where the slots say nothing."""
    places = instants // SLOT
    places -= laid.first
    held = laid.opened.take(places, mode="clip")
    opened = held >> 63  # all ones where it is below 0, which is where the slot is open
    opened &= instants
    opened += held
    return opened


def _gather_elapsed(laid: Laid, starts: Numbers, ends: Numbers, found: Numbers) -> list[int]:
    """Put the work time between each start and its end; return the places of which the slots say nothing."""
    since, until = _opened(laid, starts), _opened(laid, ends)
    found[:] = until - since
    if max(since.max(), until.max()) < _UNSAID:
        return []
    unsaid: list[int] = ((since == _UNSAID) | (until == _UNSAID)).nonzero()[0].tolist()
    return unsaid


def _gather_due(laid: Laid, starts: Numbers, amounts: Numbers, found: Numbers) -> list[int]:
    """Put when each is due; return the places of which the slots say nothing, and those of no work at all."""
    totals = _opened(laid, starts)
    totals += amounts
    places = totals - 1
    places //= SLOT
    totals += laid.instants.take(places, mode="clip")
    found[:] = totals
    if totals.max() <= _LAST and amounts.min() > 0:
        return []
    unsaid: list[int] = ((totals > _LAST) | (amounts == 0)).nonzero()[0].tolist()
    return unsaid


def _instant(instants: Numbers, place: int, name: str) -> int:
    """Return an instant of an array as a whole number of our own, if it lies where the tables do."""
    found = int(instants[place])
    if _FIRST <= found <= _LAST:
        return found
    text = f"{found} microseconds since 1970 do not lie within the years 1 to 9999"
    raise TimeError.at("out-of-range", text, path=f"{name}[{place}]")


def _instants(value: Any, name: str) -> Numbers:  # noqa: ANN401 - what a user gives
    """Return an array of instants as microseconds since 1970 in UTC."""
    numpy = sys.modules["numpy"]
    if not is_array(value):
        raise DataError.at("wrong-type", f"arrays go with arrays, not with {shown(value)}", path=name)
    if value.ndim != 1:
        text = f"an array of instants has one dimension, not {value.ndim}"
        raise DataError.at("wrong-type", text, path=name)
    if value.dtype == "int64":
        return value
    if value.dtype.kind != "M":
        text = (
            f"an array of instants holds whole microseconds since 1970 in UTC as int64, or datetime64, not "
            f"{value.dtype}; make a list of datetimes with .tolist()"
        )
        raise DataError.at("wrong-type", text, path=name)
    if numpy.datetime_data(value.dtype)[0] not in _UNITS_OF_TIME:
        text = f"dates are no instants: {value.dtype} has no time of day; .astype('datetime64[us]') is midnight in UTC"
        raise TimeError.at("not-an-instant", text, path=name)
    absent = numpy.isnat(value)
    if absent.any():
        raise TimeError.at("not-an-instant", "NaT is no instant", path=f"{name}[{absent.argmax()}]")
    found = value.astype("datetime64[us]", copy=False)
    far = found.astype(value.dtype) != value if _coarser(value.dtype) else absent
    if far.any():  # numpy goes on from the other end
        place = far.argmax()
        text = f"{value[place]} does not lie within the years 1 to 9999"
        raise TimeError.at("out-of-range", text, path=f"{name}[{place}]")
    return found.view("int64")


def _coarser(kind: Any) -> bool:  # noqa: ANN401 - numpy's own
    unit, _ = sys.modules["numpy"].datetime_data(kind)
    return unit in _UNITS_OF_TIME[:4]


def _amounts(work: Any, starts: Numbers) -> Numbers:  # noqa: ANN401 - what a user gives
    """Return an amount of work for each start, in microseconds."""
    numpy = sys.modules["numpy"]
    if isinstance(work, WorkTime):
        if work.micros < 0:
            raise TimeError.at("negative-duration", f"work must be zero or more, not {shown(work)}")
        return numpy.broadcast_to(numpy.int64(work.micros), len(starts))
    if not is_array(work) or work.dtype != "int64" or work.ndim != 1:
        text = (
            "with an array of starts, work is one WorkTime for all, one number of WorkDays, or an array of whole "
            f"microseconds of work time as int64, not {shown(work)}"
        )
        raise DocumentError.at("wrong-type", text)
    _check_as_many(starts, work, "amounts of work")
    if len(work) and work.min() < 0:
        place = int((work < 0).argmax())
        text = f"work must be zero or more, not {work[place]} microseconds"
        raise TimeError.at("negative-duration", text, path=f"work[{place}]")
    if len(work) and work.max() > LARGEST_MICROS:
        place = int((work > LARGEST_MICROS).argmax())
        text = "a work time is at most 10**18 microseconds (31,688 years)"
        raise LimitError.at("too-large", text, path=f"work[{place}]")
    return work


def _check_as_many(starts: Numbers, others: Numbers, name: str) -> None:
    if len(starts) != len(others):
        text = f"give as many {name} as starts, not {len(others):,} for {len(starts):,}"
        raise DataError.at("unequal-length", text)
