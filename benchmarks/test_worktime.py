"""Work time against floors written by hand, with the same answers: one at a time, in batches, and at its first use.

At a first use nothing is there yet: the calendar is new, and what is kept of zones and their clock changes was thrown
away. Whether numpy gathers as fast as it can is asked of a million pairs, so that its calls alone do not count.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from benchmarks.side_by_side import Benchmark, beside, each_alone
from benchmarks.worktime_model import (
    AHEAD,
    AMOUNTS,
    CLOSED,
    ENDS,
    EPOCH,
    FIRST,
    MICROSECOND,
    OFFICE,
    OPENED,
    SLOT,
    STARTS,
    WEEK,
    WORKS,
    Table,
    floor_due,
    floor_due_loop,
    floor_elapsed,
    floor_elapsed_loop,
    lay_out,
)

from alignkit import instants
from alignkit.worktime import segments
from alignkit.worktime.batches import due_all, elapsed_all
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.work_time import WorkTime, work_hours

COPIES = 1000
"""So often the pairs stand in an array: a million in all."""
OFFICE_TABLE = Table(FIRST, OPENED, AHEAD)


def test_elapsed(benchmark: Benchmark) -> None:
    """`elapsed`, a thousand pairs."""
    found, floor = beside(
        benchmark,
        "elapsed",
        lambda: [elapsed(OFFICE, a, b) for a, b in zip(STARTS, ENDS, strict=True)],
        lambda: [floor_elapsed(a, b) for a, b in zip(STARTS, ENDS, strict=True)],
    )
    assert [work.micros for work in found] == floor


def test_due(benchmark: Benchmark) -> None:
    """`due`, a thousand starts."""
    found, floor = beside(
        benchmark,
        "due",
        lambda: [due(OFFICE, a, work) for a, work in zip(STARTS, WORKS, strict=True)],
        lambda: [floor_due(a, work) for a, work in zip(STARTS, AMOUNTS, strict=True)],
    )
    assert found == floor


def test_elapsed_all(benchmark: Benchmark) -> None:
    """`elapsed_all`, lists of a thousand."""
    found, floor = beside(
        benchmark,
        "elapsed_all",
        lambda: elapsed_all(OFFICE, STARTS, ENDS),
        lambda: floor_elapsed_loop(STARTS, ENDS),
    )
    assert [work.micros for work in found] == floor


def test_due_all(benchmark: Benchmark) -> None:
    """`due_all`, lists of a thousand."""
    found, floor = beside(
        benchmark,
        "due_all",
        lambda: due_all(OFFICE, STARTS, WORKS),
        lambda: floor_due_loop(OFFICE_TABLE, STARTS, AMOUNTS),
    )
    assert found == floor


def test_elapsed_arrays(benchmark: Benchmark) -> None:
    """`elapsed_all`, arrays of a million: both gathers by hand, and what follows from them."""
    np: Any = pytest.importorskip("numpy")
    opened = np.array(OPENED)
    starts, ends = (np.tile(micros(some), COPIES) for some in (STARTS, ENDS))

    def floor() -> Any:  # noqa: ANN401 - numpy's own array
        since, until = opened[starts // SLOT - FIRST], opened[ends // SLOT - FIRST]
        return (until + (ends & (until >> 63))) - (since + (starts & (since >> 63)))

    found, expected = beside(benchmark, "elapsed arrays", lambda: elapsed_all(OFFICE, starts, ends), floor, rounds=30)
    assert (found == expected).all()
    assert found[: len(STARTS)].tolist() == floor_elapsed_loop(STARTS, ENDS)


def test_due_arrays(benchmark: Benchmark) -> None:
    """`due_all`, arrays of a million."""
    np: Any = pytest.importorskip("numpy")
    opened, ahead = np.array(OPENED), np.array(AHEAD)
    starts, works = np.tile(micros(STARTS), COPIES), np.tile(AMOUNTS, COPIES)

    def floor() -> Any:  # noqa: ANN401 - numpy's own array
        since = opened[starts // SLOT - FIRST]
        totals = since + (starts & (since >> 63)) + works
        return totals + ahead[(totals - 1) // SLOT]

    found, expected = beside(benchmark, "due arrays", lambda: due_all(OFFICE, starts, works), floor, rounds=30)
    assert (found == expected).all()
    assert found[: len(STARTS)].tolist() == micros(floor_due_loop(OFFICE_TABLE, STARTS, AMOUNTS))


def micros(some: list[datetime]) -> list[int]:
    """Return instants as microseconds since 1970."""
    return [(one - EPOCH) // MICROSECOND for one in some]


def new_calendar(closed: list[date]) -> WorkCalendar:
    """Build a calendar as a process that has just begun would: nothing is known of its zone, either."""
    segments._changes.cache_clear()  # noqa: SLF001 - that nothing is kept is the point
    instants._zone.cache_clear()  # noqa: SLF001 - the same
    ZoneInfo.clear_cache()
    return WorkCalendar("Europe/Amsterdam", WEEK, closed)


def first_use(benchmark: Benchmark, row: str, years: range, closed: list[date], *, times: int) -> None:
    """Build a calendar, and ask it about its years: the work time of them all, what is due after each month begins."""
    first, last = (datetime(year, 1, 2, tzinfo=UTC) for year in (years.start, years.stop))
    last -= timedelta(days=10)
    months = [datetime(year, month, 1, tzinfo=UTC) for year in years for month in range(1, 13)][1:]
    work = work_hours(4)

    def asked() -> tuple[int, list[datetime]]:
        calendar = new_calendar(closed)
        return elapsed(calendar, first, last).micros, [due(calendar, month, work) for month in months]

    def by_hand() -> tuple[int, list[datetime]]:
        table = lay_out(years, closed)
        since, until = (value(table, instant) for instant in (first, last))
        return until - since, floor_due_loop(table, months, [work.micros] * len(months))

    answers = each_alone(benchmark, row, [asked] * times, [by_hand] * times)
    assert answers == [by_hand()] * times


def value(table: Table, instant: datetime) -> int:
    """Return the open time before an instant."""
    (here,) = micros([instant])
    held = table.opened[here // SLOT - table.first]
    return here + held if held < 0 else held


def test_first_year(benchmark: Benchmark) -> None:
    """A new calendar, one year."""
    first_use(benchmark, "first year", range(2026, 2027), CLOSED, times=40)


def test_first_ten_years(benchmark: Benchmark) -> None:
    """A new calendar, ten years with 500 holidays."""
    first_use(benchmark, "first ten years", range(2021, 2031), drawn(range(2021, 2031), 500), times=15)


def drawn(years: range, count: int) -> list[date]:
    """Draw holidays, no one at the ends of the years."""
    first, last = date(years.start, 1, 10).toordinal(), date(years.stop - 1, 12, 10).toordinal()
    return [date.fromordinal(day) for day in sorted(random.Random(2026).sample(range(first, last), count))]  # noqa: S311 - no secret


def test_20_years(benchmark: Benchmark) -> None:
    """A new calendar of 20 years with 5,000 holidays, and 100,000 due times."""
    years = range(2016, 2036)
    closed = drawn(years, 5_000)
    draw = random.Random(5).randrange  # noqa: S311 - no secret
    begin, length = (
        datetime(2016, 1, 11, tzinfo=UTC),
        (datetime(2035, 6, 1, tzinfo=UTC) - datetime(2016, 1, 11, tzinfo=UTC)),
    )
    starts = [begin + timedelta(microseconds=draw(length // MICROSECOND)) for _ in range(100_000)]
    works = [WorkTime(draw(1, 40 * 3600 * 10**6)) for _ in starts]
    amounts = [work.micros for work in works]

    def asked() -> list[datetime]:
        calendar = new_calendar(closed)
        return [due(calendar, start, work) for start, work in zip(starts, works, strict=True)]

    def by_hand() -> list[datetime]:
        return floor_due_loop(lay_out(years, closed), starts, amounts)

    found = each_alone(benchmark, "20 years", [asked] * 3, [by_hand] * 3)
    assert found == [by_hand()] * 3
