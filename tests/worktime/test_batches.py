"""Many at once: each answer is the one that is given alone, and what is wrong is told with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.worktime.test_against_the_obvious import situations

from alignkit.errors import AlignkitError, DataError, DocumentError, NoBusinessTimeError, TimeError
from alignkit.instants import from_micros, micros
from alignkit.worktime import batches
from alignkit.worktime.batches import due_all, elapsed_all
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.search import due_at
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import open_between, tables_of
from alignkit.worktime.work_days import WorkDays, work_days
from alignkit.worktime.work_time import WorkTime, work_hours

OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:10-17:30"]}, [date(2026, 4, 6)])
MONDAY = datetime(2026, 1, 5, 10, tzinfo=UTC)
NAIVE = datetime(2026, 1, 5, 10)  # noqa: DTZ001 - naive on purpose


def refusal(call: Callable[[], object]) -> str:
    """Return code and place of what a call is refused with."""
    with pytest.raises(AlignkitError) as refused:
        call()
    (issue,) = refused.value.issues
    return f"{issue.path} {issue.code}"


@settings(max_examples=40)
@given(situations(), st.lists(st.integers(-(10**15), 40 * 86_400 * 10**6), min_size=1, max_size=12))
def test_each_as_alone(situation: tuple[WorkCalendar, datetime], steps: list[int]) -> None:
    """Where slots answer, and where something opens in them, or they lie far away; the first time and the second."""
    calendar, start = situation
    fresh = WorkCalendar(calendar.zone, calendar.week, calendar.holidays, calendar.exceptions)
    starts = [start + timedelta(microseconds=step) for step in steps]
    ends = [start + timedelta(microseconds=step // 7) for step in reversed(steps)]
    works: list[WorkTime | WorkDays] = [WorkTime(abs(step) % (100 * 3600 * 10**6)) for step in steps]
    works[0] = work_days(abs(steps[0]) % 5)
    for _ in range(2):
        assert elapsed_all(calendar, starts, ends) == [elapsed(fresh, *pair) for pair in zip(starts, ends, strict=True)]
        found = due_all(calendar, starts, works)
        assert found == [due(fresh, *pair) for pair in zip(starts, works, strict=True)]
        assert {one.tzinfo for one in found} == {due(fresh, start, works[0]).tzinfo}
        for work in works[:2]:
            assert due_all(calendar, starts, work) == [due(fresh, one, work) for one in starts]


def test_what_comes_back() -> None:
    """Lists: of work times that are like any other, and of plain datetimes in the calendar's zone."""
    found = elapsed_all(OFFICE, (MONDAY, MONDAY), (start + timedelta(hours=1) for start in (MONDAY, MONDAY)))
    assert found == [work_hours(1), work_hours(1)]
    assert {hash(work) for work in found} == {hash(work_hours(1))}
    assert (found[0] + found[1], repr(found[0])) == (work_hours(2), "work_hours(1)")
    (late,) = due_all(OFFICE, iter([MONDAY]), iter([work_hours(1)]))
    assert (type(late), str(late)) == (datetime, "2026-01-05 12:00:00+01:00")


def test_nothing_given() -> None:
    """No instants, no answers."""
    assert elapsed_all(OFFICE, [], []) == []
    assert due_all(OFFICE, [], work_hours(1)) == []
    assert due_all(OFFICE, (), []) == []


def test_zero_is_due_at_its_start() -> None:
    """Open or not, as alone: T20."""
    saturday = datetime(2026, 1, 10, 12, tzinfo=UTC)
    assert due_all(OFFICE, [saturday, MONDAY], WorkTime(0)) == [saturday, MONDAY]


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ([MONDAY, NAIVE], [MONDAY, MONDAY], "starts[1] naive"),
        ([MONDAY, MONDAY], [NAIVE, MONDAY], "ends[0] naive"),
        ([MONDAY] * 3, [MONDAY, MONDAY, None], "ends[2] not-an-instant"),
        ([date(2026, 1, 5)], [MONDAY], "starts[0] not-an-instant"),
        (["2026-01-05"], [MONDAY], "starts[0] not-an-instant"),
        ([MONDAY], [5.0], "ends[0] not-an-instant"),
        ([MONDAY], [], " unequal-length"),
        ([], [MONDAY, MONDAY], " unequal-length"),
        ("2026", [MONDAY], "starts wrong-type"),
        (b"2026", [MONDAY], "starts wrong-type"),
        ([MONDAY], MONDAY, "ends wrong-type"),
        ({MONDAY: 1}, [MONDAY], "starts wrong-type"),
        (None, None, "starts wrong-type"),
    ],
)
def test_T01_elapsed_tells_the_place(starts: Any, ends: Any, told: str) -> None:  # noqa: ANN401 - what a user may give
    """T01 in a list: what is wrong, and where; once with slots laid out and once without."""
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    for _ in range(2):
        assert refusal(lambda: elapsed_all(calendar, starts, ends)) == told
        elapsed(calendar, MONDAY, MONDAY)


@pytest.mark.parametrize(
    ("starts", "work", "told"),
    [
        ([MONDAY, NAIVE], work_hours(1), "starts[1] naive"),
        ([MONDAY, NAIVE], work_days(1), "starts[1] naive"),
        ([MONDAY, None], [work_hours(1)] * 2, "starts[1] not-an-instant"),
        ([MONDAY, MONDAY], [work_hours(1), WorkTime(-1)], "work[1] negative-duration"),
        ([MONDAY, MONDAY], WorkTime(-1), "work negative-duration"),
        ([MONDAY, MONDAY], [work_hours(1), timedelta(1)], "work[1] wrong-type"),
        ([MONDAY, MONDAY], [4, work_hours(1)], "work[0] wrong-type"),
        ([MONDAY], timedelta(1), " wrong-type"),
        ([MONDAY], 4, " wrong-type"),
        ([MONDAY], None, " wrong-type"),
        ([MONDAY], "4 work hours", "work wrong-type"),
        ([MONDAY], [], " unequal-length"),
        ([MONDAY], [work_hours(1)] * 2, " unequal-length"),
        (MONDAY, work_hours(1), "starts wrong-type"),
        ([MONDAY, datetime(9999, 12, 31, tzinfo=UTC)], work_hours(10**6), "starts[1] out-of-range"),
    ],
)
def test_T09_due_tells_the_place(starts: Any, work: Any, told: str) -> None:  # noqa: ANN401 - what a user may give
    """T09, T15 in a list: what is wrong, and where; once with slots laid out and once without."""
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    for _ in range(2):
        assert refusal(lambda: due_all(calendar, starts, work)) == told
        elapsed(calendar, MONDAY, MONDAY)


def test_the_message_says_what_would_be_right() -> None:
    """A place, and what is told of one alone."""
    with pytest.raises(TimeError, match=r"^starts\[1\]: naive: start has no time zone: .*replace\(tzinfo="):
        elapsed_all(OFFICE, [MONDAY, NAIVE], [MONDAY, MONDAY])
    with pytest.raises(TimeError, match=r"^ends\[0\]: naive: end has no time zone: "):
        elapsed_all(OFFICE, [MONDAY], [NAIVE])
    with pytest.raises(TimeError, match=r"^starts\[0\]: naive: start has no time zone: "):
        due_all(OFFICE, [NAIVE], work_hours(1))
    with pytest.raises(DocumentError, match=r"^work\[0\]: wrong-type: work must be a WorkTime, .*by the wall clock"):
        due_all(OFFICE, [MONDAY], [timedelta(hours=4)])  # type: ignore[list-item]  # that is the fault
    with pytest.raises(DataError, match="give as many ends as starts, not 1 for 2"):
        elapsed_all(OFFICE, [MONDAY, MONDAY], [MONDAY])
    with pytest.raises(DataError, match="give as many amounts of work as starts, not 2 for 1"):
        due_all(OFFICE, [MONDAY], [work_hours(1), work_hours(2)])


def test_no_calendar() -> None:
    """What is no calendar is refused, with instants or without."""
    wrong: Any = "office"
    for starts in ([], [MONDAY]):
        assert refusal(lambda starts=starts: elapsed_all(wrong, starts, starts)) == " wrong-type"  # type: ignore[misc]  # bound at once
        assert refusal(lambda starts=starts: due_all(wrong, starts, work_hours(1))) == " wrong-type"  # type: ignore[misc]  # the same


def test_T11_no_open_time_ahead() -> None:
    """T11 in a list: the start from which none is found is named."""
    once = WorkCalendar("UTC", {}, exceptions={date(2026, 1, 5): ["09:00-17:00"]})
    with pytest.raises(NoBusinessTimeError, match=r"^starts\[1\]: no-open-time: "):
        due_all(once, [MONDAY, MONDAY + timedelta(days=1)], WorkTime(1))


def test_whole_numbers_of_numpy_are_no_instants() -> None:
    """What numpy would let pass as a difference of instants is refused as alone."""
    np = pytest.importorskip("numpy")
    elapsed(OFFICE, MONDAY, MONDAY)
    for value in (np.int64(5), np.datetime64("NaT"), np.float64("nan")):
        told = refusal(lambda value=value: elapsed_all(OFFICE, [MONDAY, value], [MONDAY, MONDAY]))  # type: ignore[misc]  # bound at once
        assert told == "starts[1] not-an-instant"


def test_instants_that_count_in_whole_numbers_of_numpy() -> None:
    """A datetime of a stranger's that differs from ours by such a number is refused, as alone."""
    np = pytest.importorskip("numpy")

    class Difference:
        def __floordiv__(self, other: object) -> object:
            return np.int64(micros(MONDAY))

    class Stranger:
        def __sub__(self, other: object) -> Difference:
            return Difference()

    stranger: Any = Stranger()
    for _ in range(2):
        assert refusal(lambda: elapsed_all(OFFICE, [MONDAY, stranger], [MONDAY, MONDAY])) == "starts[1] not-an-instant"
        assert refusal(lambda: elapsed_all(OFFICE, [MONDAY], [stranger])) == "ends[0] not-an-instant"
        assert refusal(lambda: due_all(OFFICE, [stranger], WorkTime(1))) == "starts[0] not-an-instant"
        elapsed(OFFICE, MONDAY, MONDAY)
    with pytest.raises(TimeError, match=r"ends\[0\]: not-an-instant: end must be an aware datetime, not <"):
        elapsed_all(OFFICE, [MONDAY], [stranger])


def test_slots_are_laid_out_on_the_way() -> None:
    """A batch leaves a calendar as quick as calls would: over 20 years, with holidays in each."""
    closed = [date(year, month, 1) for year in range(2010, 2031) for month in range(1, 13)]
    calendar = WorkCalendar("America/New_York", {"mon-fri": ["09:00-17:00"]}, closed)
    starts = [
        from_micros(micros(datetime(2010, 1, 1, tzinfo=UTC)) + step * 3_600_000_777) for step in range(0, 175_000, 97)
    ]
    fresh = WorkCalendar("America/New_York", {"mon-fri": ["09:00-17:00"]}, closed)
    assert due_all(calendar, starts, work_hours(16)) == [due(fresh, start, work_hours(16)) for start in starts]
    assert calendar._tables.slots.blocks == fresh._tables.slots.blocks
    assert len(calendar._tables.slots.blocks) > 35


def test_a_column_of_pandas() -> None:
    """Timestamps with a zone are instants, from a Series too; what comes back is Python's own. NaT is refused."""
    pandas = pytest.importorskip("pandas")
    column = pandas.Series([pandas.Timestamp(MONDAY)] * 3)
    for _ in range(2):
        found = elapsed_all(OFFICE, column, column + pandas.Timedelta(hours=1))
        assert [(type(work.micros), work) for work in found] == [(int, work_hours(1))] * 3
        late = due_all(OFFICE, column, work_hours(1))
        assert [(type(one), one) for one in late] == [(datetime, MONDAY + timedelta(hours=1))] * 3
    assert refusal(lambda: due_all(OFFICE, [MONDAY, pandas.NaT], work_hours(1))) == "starts[1] not-an-instant"


def test_E11_a_column_that_mixes_aware_and_naive_timestamps() -> None:
    """As pandas keeps them in a column of objects: refused, with the first row that has no zone."""
    pandas = pytest.importorskip("pandas")
    times = [pandas.Timestamp(MONDAY), pandas.Timestamp("2026-01-05 11:00"), pandas.Timestamp("2026-01-05 12:00")]
    column, whole = pandas.Series(times, dtype=object), pandas.Series([times[0]] * 3, dtype=object)
    assert refusal(lambda: elapsed_all(OFFICE, column, whole)) == "starts[1] naive"
    assert refusal(lambda: elapsed_all(OFFICE, whole, column)) == "ends[1] naive"
    assert refusal(lambda: due_all(OFFICE, column, work_hours(1))) == "starts[1] naive"


def test_E11_a_list_that_mixes_aware_and_naive_datetimes() -> None:
    """The same without pandas."""
    mixed = [MONDAY, MONDAY.replace(tzinfo=None), MONDAY.replace(tzinfo=None)]
    assert refusal(lambda: elapsed_all(OFFICE, mixed, [MONDAY] * 3)) == "starts[1] naive"
    assert refusal(lambda: due_all(OFFICE, mixed, work_hours(1))) == "starts[1] naive"


def test_what_slots_say_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a batch as alone: once slots are laid out, a search is for what they leave."""
    hours = [MONDAY + timedelta(minutes=30 * step) for step in range(48)]
    odd = MONDAY.replace(hour=12, minute=5)  # 13:05 in Amsterdam, where something opens at 13:10
    assert elapsed_all(OFFICE, hours, hours[::-1]) == [
        elapsed(OFFICE, *pair) for pair in zip(hours, hours[::-1], strict=True)
    ]
    due_all(OFFICE, hours, work_hours(1))
    searched: list[object] = []

    def search(_: object, start: object, *rest: object, **options: object) -> Any:  # noqa: ANN401 - any answer will do
        searched.append((start, *rest[1:], *options))
        return 7

    monkeypatch.setattr(batches, "_searched", search)
    monkeypatch.setattr(batches, "_due_searched", search)
    instants = [hours[0], odd, hours[-1]]
    assert elapsed_all(OFFICE, instants, hours[:3])[1] == WorkTime(7)
    assert elapsed_all(OFFICE, hours[:3], instants)[1] == WorkTime(7)
    assert searched == [(odd, 1), (hours[1], 1)]
    assert due_all(OFFICE, instants, work_hours(1))[1] == 7
    assert due_all(OFFICE, instants, [work_hours(1)] * 3)[1] == 7
    assert searched[2:] == [(odd, 1, "alike"), (odd, 1, "alike")]
    searched.clear()
    slots = tables_of(OFFICE).slots
    first, last = (from_micros(slot * SLOT) for slot in (slots.first, slots.first + len(slots.opened) - 1))
    assert elapsed_all(OFFICE, [first, first, last], [first, MONDAY, MONDAY])[0] == WorkTime(0)
    assert due_all(OFFICE, [first, MONDAY], WorkTime(1))[1] == MONDAY + timedelta(microseconds=1)
    evening = MONDAY.replace(hour=20)
    assert (
        due_all(OFFICE, [evening] * 2, [WorkTime(1), work_hours(1)])[0].isoformat()
        == "2026-01-06T09:00:00.000001+01:00"
    )
    assert searched == []


def at_the_edge() -> tuple[WorkCalendar, list[datetime]]:
    """Return a calendar with slots laid out, and instants around the first of them, from which open time is counted."""
    calendar = WorkCalendar(OFFICE.zone, OFFICE.week, OFFICE.holidays)
    elapsed(calendar, MONDAY, MONDAY)
    edge = from_micros(tables_of(calendar).slots.first * SLOT)
    steps = (-72 * 3600 * 10**6, -SLOT, -1, 0, 1, SLOT - 1, SLOT, 9 * 3600 * 10**6, 24 * 3600 * 10**6 + 777)
    return calendar, [edge + timedelta(microseconds=step) for step in steps]


@pytest.mark.parametrize("first", range(9))
def test_around_the_first_slot(first: int) -> None:
    """Before it and in it, from it and to it: as where no slots end."""
    for second in range(9):
        calendar, instants = at_the_edge()
        pair = instants[first], instants[second]
        expected = open_between(OFFICE, *map(micros, pair))
        assert elapsed_all(calendar, *([one] for one in pair)) == [WorkTime(expected)]
    for amount in (0, 1, SLOT, 3 * 3600 * 10**6):
        calendar, instants = at_the_edge()
        late = due_at(OFFICE, micros(instants[first]), amount)
        assert list(map(micros, due_all(calendar, [instants[first]], WorkTime(amount)))) == [late]


def test_a_list_is_told_as_one() -> None:
    """What was given is quoted."""
    with pytest.raises(DataError, match=r"^starts: wrong-type: starts come as a list, not as 5$"):
        elapsed_all(OFFICE, 5, [MONDAY])  # type: ignore[call-overload]  # that is the fault
