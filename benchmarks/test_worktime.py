"""Work time against a floor written by hand: a table of half hours, looked up without a search; same answers.

The floor knows one calendar and three years, checks nothing, and answers in plain integers and datetimes.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from benchmarks.side_by_side import Benchmark, beside

from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.work_time import WorkTime

ZONE = ZoneInfo("Europe/Amsterdam")
OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]}, [date(2026, 4, 6)])
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PAIRS = 1000

random.seed(20260105)
STARTS = [
    datetime(2026, 1, 5, tzinfo=ZONE) + timedelta(microseconds=random.randrange(300 * 86_400 * 10**6))  # noqa: S311 - no secret
    for _ in range(PAIRS)
]
ENDS = [start + timedelta(microseconds=random.randrange(14 * 86_400 * 10**6)) for start in STARTS]  # noqa: S311 - no secret
AMOUNTS = [random.randrange(1, 40 * 3600 * 10**6) for _ in STARTS]  # noqa: S311 - no secret
WORKS = [WorkTime(amount) for amount in AMOUNTS]


def floor_table() -> tuple[list[int], list[int], list[int]]:
    """Lay out three years by hand: starts, ends, and open time before each start."""
    starts, ends, before = [0], [0], [0]
    day = date(2025, 1, 1)
    while day < date(2028, 1, 1):
        if day.weekday() < 5 and day != date(2026, 4, 6):
            for from_, to in (((9, 0), (12, 30)), ((13, 0), (17, 30))):
                before.append(before[-1] + ends[-1] - starts[-1])
                for ends_, (hour, minute) in ((starts, from_), (ends, to)):
                    wall = datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)
                    ends_.append((wall - EPOCH) // MICROSECOND)
        day += timedelta(days=1)
    return starts, ends, before


S, E, B = floor_table()


def open_before(micros: int) -> int:
    """Return the open time before an instant, by a search."""
    found = bisect_right(S, micros) - 1
    return B[found] + min(micros, E[found]) - S[found]


SLOT = 1800 * 10**6
FIRST = (datetime(2025, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND // SLOT


def floor_slots() -> tuple[list[int], list[int]]:
    """Lay out half hours: of an open one what its open time is short of the instant, of a closed one the open time.

    And by half hours of open time, what an instant is ahead of it.
    """
    slots: list[int] = []
    ahead: list[int] = []
    for slot in range(FIRST, FIRST + 3 * 365 * 48):
        before, after = open_before(slot * SLOT), open_before((slot + 1) * SLOT)
        slots.append(before - slot * SLOT if after - before == SLOT else before)
        if after - before == SLOT:
            ahead.append(slot * SLOT - before)
    return slots, ahead


T, A = floor_slots()


def floor_elapsed(start: datetime, end: datetime) -> int:
    """Return the work time between two instants in microseconds."""
    a, b = (start - EPOCH) // MICROSECOND, (end - EPOCH) // MICROSECOND
    v, w = T[a // SLOT - FIRST], T[b // SLOT - FIRST]
    return (b + w if w < 0 else w) - (a + v if v < 0 else v)


def floor_due(start: datetime, work: int) -> datetime:
    """Return the due time, in the zone."""
    a = (start - EPOCH) // MICROSECOND
    v = T[a // SLOT - FIRST]
    total = (a + v if v < 0 else v) + work
    return (EPOCH + timedelta(microseconds=total + A[(total - 1) // SLOT])).astimezone(ZONE)


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
