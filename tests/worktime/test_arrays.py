"""Arrays of numpy: the answers of lists, as arrays; and what an array may not hold."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from tests.worktime.test_against_the_obvious import situations
from tests.worktime.test_batches import MONDAY, OFFICE, at_the_edge, refusal

from alignkit.errors import AlignkitError, TimeError
from alignkit.instants import from_micros, micros
from alignkit.worktime import arrays
from alignkit.worktime.batches import due_all, elapsed_all
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.chain import LAST_BLOCK
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.search import due_at
from alignkit.worktime.segments import BLOCK
from alignkit.worktime.slots import SLOT
from alignkit.worktime.tables import open_between
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import WorkTime, work_hours

np: Any = pytest.importorskip("numpy")

START = micros(MONDAY)
ONCE = WorkCalendar("UTC", {}, exceptions={date(2026, 1, 5): ["09:00-17:00"]})
OFFICE_HOURS = WorkCalendar("Europe/Paris", {"mon-fri": ["09:00-17:00"]})
HOUR = 3600 * 10**6
YEAR = 365 * 24 * HOUR


def instants(*values: int) -> Any:  # noqa: ANN401 - numpy's own array
    """Return microseconds since 1970 as an array."""
    return np.array(values, "int64")


@settings(max_examples=40)
@given(situations(), st.lists(st.integers(-(2 * 10**15), 40 * 24 * HOUR), min_size=1, max_size=12))
def test_each_as_alone(situation: tuple[WorkCalendar, datetime], steps: list[int]) -> None:
    """Where slots answer and where they do not, before 1970 too; the first time and the second."""
    calendar, start = situation
    fresh = WorkCalendar(calendar.zone, calendar.week, calendar.holidays, calendar.exceptions)
    starts = [start + timedelta(microseconds=step) for step in steps]
    ends = [start + timedelta(microseconds=step // 7) for step in reversed(steps)]
    amounts = [abs(step) % (100 * HOUR) for step in steps]
    from_, to = ([micros(one) for one in some] for some in (starts, ends))
    for _ in range(2):
        found = elapsed_all(calendar, instants(*from_), instants(*to))
        assert found.tolist() == [elapsed(fresh, *pair).micros for pair in zip(starts, ends, strict=True)]
        found = due_all(calendar, instants(*from_), instants(*amounts))
        pairs = zip(starts, map(WorkTime, amounts), strict=True)
        assert found.tolist() == [micros(due(fresh, *pair)) for pair in pairs]
        for work in (WorkTime(amounts[0]), work_days(amounts[0] % 5)):
            expected = [micros(due(fresh, one, work)) for one in starts]
            assert due_all(calendar, instants(*from_), work).tolist() == expected


def test_parts_of_a_long_array() -> None:
    """An array is worked through in parts: all of them come out, the last and shorter one too, and strided ones."""
    from_ = START + np.arange(40_000, dtype="int64") * (HOUR // 7)
    to = from_[::-1]
    found = elapsed_all(OFFICE, from_, to)
    late = due_all(OFFICE, from_, work_hours(3))
    assert found.dtype == late.dtype == np.dtype("int64")
    assert (found == -found[::-1]).all()
    assert (elapsed_all(OFFICE, from_, late) == 3 * HOUR).all()
    for place in (0, 16_383, 16_384, 39_999):
        pair = from_micros(int(from_[place])), from_micros(int(to[place]))
        assert found[place] == elapsed(OFFICE, *pair).micros
        assert late[place] == micros(due(OFFICE, pair[0], work_hours(3)))
    assert (elapsed_all(OFFICE, from_[::3], to[::3]) == found[::3]).all()


def test_arrays_given_are_left_alone() -> None:
    """Nothing is written into them, and they may be read-only."""
    from_, to, amounts = instants(START, START + HOUR), instants(START + HOUR, START), instants(HOUR, 0)
    for array in (from_, to, amounts):
        array.flags.writeable = False
    assert elapsed_all(OFFICE, from_, to).tolist() == [HOUR, -HOUR]
    assert due_all(OFFICE, from_, amounts).tolist() == [START + HOUR, START + HOUR]


def test_zero_is_due_at_its_start() -> None:
    """Open or not: T20; for all, or for some."""
    saturday = START + 5 * 24 * HOUR
    assert due_all(OFFICE, instants(saturday, START), WorkTime(0)).tolist() == [saturday, START]
    assert due_all(OFFICE, instants(saturday, saturday), instants(0, 1)).tolist()[0] == saturday


@pytest.mark.parametrize("unit", ["h", "m", "s", "ms", "us", "ns", "25s"])
def test_datetime64_is_utc(unit: str) -> None:
    """In any unit of time; what is due comes back as datetime64, in microseconds."""
    from_ = np.array(["2026-01-05T10:00", "2026-01-09T16:00"], "datetime64[us]").astype(f"datetime64[{unit}]")
    found = elapsed_all(OFFICE, from_, from_ + np.timedelta64(1, "h"))
    assert (found.dtype, found.tolist()) == (np.dtype("int64"), [HOUR, HOUR // 2])
    late = due_all(OFFICE, from_, work_hours(1))
    assert late.dtype == np.dtype("datetime64[us]")
    assert late.tolist() == [datetime(2026, 1, 5, 11), datetime(2026, 1, 12, 8, 30)]  # noqa: DTZ001 - numpy has no zones
    assert (due_all(OFFICE, from_, work_days(0)) == np.array(["2026-01-05T16:30", "2026-01-09T16:30"], "M8[us]")).all()


def test_finer_than_a_microsecond() -> None:
    """A fraction is cut towards the past, before 1970 as well."""
    always = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]})
    found = elapsed_all(
        always, np.array([-1, 1999, 0], "datetime64[ns]"), np.array([1000, 2000, -1001], "datetime64[ns]")
    )
    assert found.tolist() == [2, 1, -2]


def test_either_kind_beside_the_other() -> None:
    """Whole numbers and datetime64 may meet, and the byte order does not matter to datetime64."""
    to = np.array(["2026-01-05T11:00"], ">M8[s]")
    assert elapsed_all(OFFICE, instants(START), to).tolist() == [HOUR]


def test_nothing_given() -> None:
    """No instants, no answers; of the right kind."""
    empty = instants()
    assert elapsed_all(OFFICE, empty, empty).tolist() == []
    assert due_all(OFFICE, empty, empty).tolist() == due_all(OFFICE, empty, work_hours(1)).tolist() == []
    assert due_all(OFFICE, empty.view("datetime64[us]"), work_days(1)).dtype == np.dtype("datetime64[us]")


FAR = [-(2**63), 2**63 - 1, -62_135_596_800_000_001, 253_402_300_800_000_000]


@pytest.mark.parametrize("far", FAR)
def test_T15_outside_the_years(far: int) -> None:
    """T15: refused at once with its place, on either side and for every amount; nanoseconds end here too."""
    ok, bad = instants(START, START), instants(START, far)
    assert refusal(lambda: elapsed_all(OFFICE, bad, ok)) == "starts[1] out-of-range"
    assert refusal(lambda: elapsed_all(OFFICE, ok, bad)) == "ends[1] out-of-range"
    for work in (WorkTime(0), WorkTime(1), WorkTime(10**18), work_days(1), instants(0, 0), instants(1, 10**18)):
        told = refusal(lambda work=work: due_all(OFFICE, bad, work))  # type: ignore[misc]  # bound at once
        assert told in {"starts[1] out-of-range", "starts[0] out-of-range"}
    assert refusal(lambda: elapsed_all(OFFICE, bad, bad)) == "starts[1] out-of-range"


def test_T15_the_ends_of_time() -> None:
    """T15: the first and the last microsecond are in range; what is due later is not."""
    first, last = FAR[2] + 1, FAR[3] - 1
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:00-17:00"]})
    expected = elapsed(calendar, from_micros(first), from_micros(last)).micros
    for _ in range(2):
        assert elapsed_all(calendar, instants(first), instants(last)).tolist() == [expected]
        assert refusal(lambda: due_all(calendar, instants(START, last), work_hours(1))) == "starts[1] out-of-range"
        assert refusal(lambda: due_all(calendar, instants(last - 24 * HOUR), work_hours(9))) == "starts[0] out-of-range"
        assert refusal(lambda: due_all(calendar, instants(last), work_days(1))) == "starts[0] out-of-range"


def test_T11_no_open_time_ahead() -> None:
    """T11 in an array: the start from which none is found is named; those before it are not in the way."""
    once = WorkCalendar("UTC", {}, exceptions={date(2026, 1, 5): ["09:00-17:00"]})
    later = instants(START, START + 24 * HOUR)
    assert refusal(lambda: due_all(once, later, WorkTime(1))) == "starts[1] no-open-time"
    assert refusal(lambda: due_all(once, later, work_days(1))) == "starts[0] no-open-time"
    assert due_all(once, later[:1], WorkTime(1)).tolist() == [START + 1]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (lambda: [MONDAY], "wrong-type"),
        (lambda: MONDAY, "wrong-type"),
        (lambda: np.array([[START]]), "wrong-type"),
        (lambda: np.array(START), "wrong-type"),
        (lambda: np.array([1.5]), "wrong-type"),
        (lambda: np.array([1], "int32"), "wrong-type"),
        (lambda: np.array([1], "uint64"), "wrong-type"),
        (lambda: np.array([MONDAY], object), "wrong-type"),
        (lambda: np.array(["2026-01-05"]), "wrong-type"),
        (lambda: np.array([5], "timedelta64[us]"), "wrong-type"),
        (lambda: np.array(["2026-01-05"], "datetime64[D]"), "not-an-instant"),
        (lambda: np.array(["2026"], "datetime64[Y]"), "not-an-instant"),
        (lambda: np.array(["NaT"], "datetime64"), "not-an-instant"),
        (lambda: np.array([5], "datetime64[us]").repeat(2), "unequal-length"),
    ],
)
def test_what_is_no_array_of_instants(value: Any, told: str) -> None:  # noqa: ANN401 - what a user may give
    """Lists among arrays, other kinds of numbers, dates."""
    assert refusal(lambda: elapsed_all(OFFICE, instants(START), value())).endswith(f" {told}")
    assert refusal(lambda: elapsed_all(OFFICE, value(), instants(START))).endswith(f" {told}")


@pytest.mark.parametrize("unit", ["h", "s", "us", "ns"])
def test_T01_not_a_time(unit: str) -> None:
    """NaT is refused with its place; so is, in coarse units, what numpy would wrap around."""
    bad = np.array(["2026-01-05T10", "NaT"], f"datetime64[{unit}]")
    assert refusal(lambda: elapsed_all(OFFICE, bad, bad)) == "starts[1] not-an-instant"
    assert refusal(lambda: due_all(OFFICE, bad, work_hours(1))) == "starts[1] not-an-instant"
    if unit in "hs":  # those that numpy makes finer
        far = np.array([0, 2**61], f"datetime64[{unit}]")
        assert refusal(lambda: elapsed_all(OFFICE, instants(0, 0), far)) == "ends[1] out-of-range"


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (lambda: WorkTime(-1), " negative-duration"),
        (lambda: instants(0, -1), "work[1] negative-duration"),
        (lambda: instants(1, 10**18 + 1), "work[1] too-large"),
        (lambda: instants(1), " unequal-length"),
        (lambda: [work_hours(1)] * 2, " wrong-type"),
        (lambda: timedelta(1), " wrong-type"),
        (lambda: 5, " wrong-type"),
        (lambda: np.array([1.0, 1.0]), " wrong-type"),
        (lambda: np.array([1, 1], "timedelta64[us]"), " wrong-type"),
        (lambda: np.array([[1, 1]]), " wrong-type"),
    ],
)
def test_T09_what_is_no_work(work: Any, told: str) -> None:  # noqa: ANN401 - what a user may give
    """T09: amounts below zero, too large, of another kind, too few."""
    assert refusal(lambda: due_all(OFFICE, instants(START, START), work())) == told


def test_a_list_of_starts_wants_amounts_that_are_work_times() -> None:
    """Whole numbers count in arrays alone."""
    assert refusal(lambda: due_all(OFFICE, [MONDAY], instants(HOUR))) == "work[0] wrong-type"


def test_a_masked_array_is_not_read_past_its_mask() -> None:
    """It is no array of whole numbers; as a list it holds no datetimes."""
    masked = np.ma.masked_array([START, START], mask=[False, True])
    assert refusal(lambda: elapsed_all(OFFICE, masked, masked)) == "starts[0] not-an-instant"


def test_calendars_that_mean_the_same_answer_alike() -> None:
    """Arrays of slots are kept by what a calendar means: another with other hours has its own, however it is named."""
    early, late = (WorkCalendar("UTC", {"mon-fri": [text]}) for text in ("08:00-12:00", "13:00-17:00"))
    morning, noon = instants(START - HOUR), instants(START + 2 * HOUR)
    for _ in range(2):
        assert elapsed_all(early, morning, noon).tolist() == [3 * HOUR]
        assert elapsed_all(early.named("first"), morning, noon).tolist() == [3 * HOUR]
        assert elapsed_all(late, morning, noon).tolist() == [0]


def test_sixty_years() -> None:
    """Slots do not go so far: what they leave is searched for, before 1970 as well."""
    calendar = WorkCalendar("Europe/Paris", {"mon-fri": ["09:00-17:00"]})
    from_ = np.arange(START - 60 * YEAR, START, YEAR // 20 + 977 * HOUR + 13)
    to = from_ + 40 * 24 * HOUR
    pairs = zip(map(from_micros, from_.tolist()), map(from_micros, to.tolist()), strict=True)
    expected = [elapsed(calendar, *pair).micros for pair in pairs]
    fresh = WorkCalendar("Europe/Paris", {"mon-fri": ["09:00-17:00"]}, name="fresh")
    assert elapsed_all(fresh, from_, to).tolist() == expected
    assert 40 <= len(fresh._tables.slots.blocks) <= 64
    late = due_all(fresh, from_, instants(*expected))
    assert (elapsed_all(fresh, from_, late) == expected).all()


def test_slots_are_laid_out_to_what_is_due() -> None:
    """The first question lays out slots from the first start to what is due from the last, after the longest work."""
    for work in (work_hours(5 * 8 * 52), instants(HOUR, 5 * 8 * 52 * HOUR)):
        calendar = WorkCalendar("Europe/Paris", {"mon-fri": ["09:00-17:00"]})
        late = due_all(calendar, instants(START, START + 3 * YEAR), work)
        assert {START // BLOCK, (START + 3 * YEAR) // BLOCK, int(late[1]) // BLOCK} <= set(
            calendar._tables.slots.blocks
        )


EDGE = 108 * BLOCK
"""Where a block begins, in November 2025."""
LAST = micros(datetime.max.replace(tzinfo=UTC))
AWAY = EDGE + 70 * BLOCK
"""36 years later, farther than slots go."""


def laid_out(starts: Any, ends: Any = None, work: Any = None) -> range:  # noqa: ANN401 - numbers, or arrays
    """Return the blocks that have slots after a first question about a calendar."""
    calendar = WorkCalendar("Europe/Paris", {"mon-fri": ["09:00-17:00"]})
    if work is None:
        elapsed_all(calendar, np.array(starts), np.array(starts if ends is None else ends))
    else:
        due_all(calendar, np.array(starts), work)
    return calendar._tables.slots.blocks


def test_slots_from_the_earliest_instant_to_the_latest() -> None:
    """In whatever order they come; an instant is no reason to look on to the next opening."""
    assert laid_out([EDGE], [EDGE + 1]) == range(107, 111)
    assert laid_out([EDGE], [EDGE + 7 * BLOCK]) == laid_out([EDGE + 7 * BLOCK], [EDGE]) == range(106, 118)
    assert laid_out([EDGE, EDGE + 7 * BLOCK]) == range(106, 118)
    assert laid_out([EDGE], [EDGE + 3 * BLOCK - 1]) == range(106, 113)


def test_slots_are_laid_out_for_29_years() -> None:
    """To the microsecond."""
    assert laid_out([EDGE], [EDGE + 56 * BLOCK]) == range(106, 167)


def test_slots_are_laid_out_where_they_can_be() -> None:
    """Not before half a year of 1970 has passed, and up to the last year."""
    assert laid_out([0], [BLOCK - 1]) == laid_out([-5], [-1]) == range(0)
    assert laid_out([0], [BLOCK]) == laid_out([BLOCK]) == range(1, 4)


def test_slots_are_laid_out_in_the_last_year() -> None:
    """To its last microsecond."""
    assert laid_out([LAST - 5], [LAST]) == range(LAST_BLOCK - 1, LAST_BLOCK + 1)


def test_slots_of_many_years() -> None:
    """Where there are more than slots go: back from the last, by half as much again, while they stay within 64."""
    starts = [EDGE + block * BLOCK for block in range(70)]
    assert laid_out(starts) == range(121, 176)


def test_due_at_a_close() -> None:
    """What ends with the day is due then, and a microsecond more on the next."""
    assert due_all(OFFICE_HOURS, instants(START, START), instants(6 * HOUR, 6 * HOUR + 1)).tolist() == [
        START + 6 * HOUR,
        START + 22 * HOUR + 1,
    ]


def test_the_first_microsecond() -> None:
    """It is an instant."""
    assert elapsed_all(OFFICE_HOURS, instants(FAR[2] + 1), instants(FAR[2] + 1)).tolist() == [0]


def test_slots_reach_to_what_is_due() -> None:
    """After the longest work, seven blocks of 27 weeks on; what is never due is no reason not to begin."""
    seven = 7 * 27 * 40 * HOUR
    assert laid_out([EDGE], work=WorkTime(seven)) == range(106, 117)
    assert laid_out([EDGE, EDGE + 1], work=instants(seven, 1)) == range(106, 117)
    assert laid_out([EDGE, EDGE + 1], work=instants(1, 1)) == range(107, 111)
    assert laid_out([BLOCK], work=WorkTime(seven)) == range(1, 10)


def test_a_few_that_are_far_away_count_for_nothing() -> None:
    """A twentieth of those that are looked at, and one more, at either end; of many every so many are looked at."""
    assert laid_out([EDGE, EDGE + 4 * BLOCK, EDGE + 8 * BLOCK, EDGE + 12 * BLOCK, AWAY]) == range(110, 123)
    assert laid_out([EDGE + day * HOUR for day in range(18)] + [AWAY, AWAY + 1]) == range(107, 111)
    assert laid_out([AWAY, EDGE, AWAY + 1, *(EDGE + day * HOUR for day in range(20))]) == range(107, 111)
    assert laid_out([0, *(EDGE + day * HOUR for day in range(497)), AWAY, AWAY + 1]) == range(107, 111)
    assert laid_out([EDGE, AWAY, *[EDGE] * 998]) == range(107, 111)


def test_slots_are_laid_out_once_in_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the parts of an array leave to a search."""
    monkeypatch.setattr(arrays, "_PART", 4)
    asked: list[object] = []
    inner = arrays._widened

    def widened(*given: Any) -> Any:  # noqa: ANN401 - as it is
        asked.append(given)
        return inner(*given)

    monkeypatch.setattr(arrays, "_widened", widened)
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:05-17:00"]})
    days = START - 50 * 60 * 10**6 + 24 * HOUR * np.arange(10)  # at ten past nine, in a slot in which work begins
    works = 7 * HOUR * np.arange(10)
    expected = [
        micros(due(calendar, from_micros(a), WorkTime(b))) for a, b in zip(days.tolist(), works.tolist(), strict=True)
    ]
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:05-17:00"]})
    assert due_all(calendar, days, works).tolist() == expected
    assert len(asked) == 1
    calendar = WorkCalendar("UTC", {"mon-fri": ["09:05-17:00"]})
    expected = [open_between(calendar, a, b) for a, b in zip(days.tolist(), days[::-1].tolist(), strict=True)]
    assert elapsed_all(calendar, days, days[::-1]).tolist() == expected
    assert len(asked) == 2


def test_due_at_the_end_of_time() -> None:
    """The last microsecond is still one."""
    always = WorkCalendar("UTC", {"mon-sun": ["00:00-24:00"]})
    assert due_all(always, instants(LAST - 1), WorkTime(1)).tolist() == [LAST]
    assert due_all(always, instants(LAST - 2, LAST), instants(2, 0)).tolist() == [LAST, LAST]


@pytest.mark.parametrize("far", [0, micros(datetime(9999, 12, 31, tzinfo=UTC)), -60 * YEAR])
def test_a_few_far_away(far: int) -> None:
    """Slots are laid out for the most: not for those that stand for no instant, wherever these stand."""
    calendar = WorkCalendar("Europe/Paris", {"mon-fri": ["09:00-17:00"]})
    from_ = START + np.arange(200, dtype="int64") * (24 * HOUR + 1)
    from_[[0, 77, 199]] = far
    found = elapsed_all(calendar, from_, from_[::-1])
    assert found.tolist() == [
        elapsed(OFFICE_HOURS, from_micros(a), from_micros(b)).micros
        for a, b in zip(from_.tolist(), from_[::-1].tolist(), strict=True)
    ]
    blocks = calendar._tables.slots.blocks
    assert {START // BLOCK, (START + 198 * 24 * HOUR) // BLOCK} <= set(blocks)
    assert len(blocks) < 8


def test_what_is_refused_lays_out_nothing() -> None:
    """Numbers outside the years do not move the slots."""
    calendar = WorkCalendar("Europe/Paris", {"mon-fri": ["09:00-17:00"]})
    for far in FAR:
        assert refusal(lambda far=far: elapsed_all(calendar, instants(START, far), instants(START, START)))  # type: ignore[misc]  # bound at once
        assert refusal(lambda far=far: due_all(calendar, instants(START, far), work_hours(1)))  # type: ignore[misc]  # the same
        assert len(calendar._tables.slots.blocks) < 8


def test_numpy_is_not_imported_for_lists() -> None:
    """Who has no numpy does without."""
    code = """
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from alignkit.worktime import arrays
from alignkit.worktime.batches import due_all, elapsed_all
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import work_hours
office, start = WorkCalendar("UTC", {"mon": ["09:00-17:00"]}), datetime(2026, 1, 5, 10, tzinfo=UTC)
assert elapsed_all(office, [start], due_all(office, [start], work_hours(1))) == [work_hours(1)]
assert "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603 - our own interpreter and words


def test_a_message_tells_a_way_out() -> None:
    """Dates: how to take midnight."""
    days = np.array(["2026-01-05"], "datetime64[D]")
    with pytest.raises(TimeError, match=r"astype\('datetime64\[us\]'\) is midnight in UTC"):
        elapsed_all(OFFICE, days, days)
    assert elapsed_all(OFFICE, *[days.astype("datetime64[us]")] * 2).tolist() == [0]
    assert datetime(2026, 1, 5, tzinfo=UTC) < MONDAY


def test_what_slots_say_is_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once slots are laid out, a search is for what they leave: here nothing, and with odd hours two half hours."""
    calendar = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:30"]})
    from_ = START + np.arange(20_000, dtype="int64") * (HOUR // 2)
    to = from_ + 3 * HOUR
    asked: list[Callable[[], Any]] = [
        lambda: elapsed_all(calendar, from_, to),
        lambda: due_all(calendar, from_, work_hours(1)),
        lambda: due_all(calendar, from_, to - from_),
    ]
    before = [ask().tolist() for ask in asked]
    odd = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:10-17:30"]})
    at_odd_hours = elapsed_all(odd, from_, to)
    searched: list[int] = []

    def search(*given: int) -> int:
        searched.append(given[1])
        return -7

    monkeypatch.setattr(arrays, "open_between", search)
    monkeypatch.setattr(arrays, "due_at", search)
    assert [ask().tolist() for ask in asked] == before
    assert not searched
    monkeypatch.setattr(arrays, "_widened", lambda calendar, *_: arrays._laid_out(calendar))
    found = elapsed_all(odd, from_, to)
    assert searched == from_[found == -7].tolist()
    assert (found == at_odd_hours)[found != -7].all()
    assert {from_micros(one).hour for one in searched} <= {12, 9, 11, 8}


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            lambda: elapsed_all(OFFICE, instants(1, 2), instants(1)),
            "unequal-length: give as many ends as starts, not 1 for 2",
        ),
        (
            lambda: due_all(OFFICE, instants(1, 2), instants(1)),
            "unequal-length: give as many amounts of work as starts, not 1 for 2",
        ),
        (
            lambda: elapsed_all(OFFICE, instants(1), [MONDAY]),
            (
                "ends: wrong-type: arrays go with arrays, not with [datetime.datetime(2026, 1, 5, 10, 0, "
                "tzinfo=datetime.timezone.utc)]"
            ),
        ),
        (
            lambda: elapsed_all(OFFICE, np.array([[1]]), instants(1)),
            "starts: wrong-type: an array of instants has one dimension, not 2",
        ),
        (
            lambda: elapsed_all(OFFICE, np.array([1.5]), instants(1)),
            (
                "starts: wrong-type: an array of instants holds whole microseconds since 1970 in UTC as int64, or "
                "datetime64, not float64; make a list of datetimes with .tolist()"
            ),
        ),
        (
            lambda: elapsed_all(OFFICE, np.array(["2026-01-05"], "datetime64[D]"), instants(1)),
            (
                "starts: not-an-instant: dates are no instants: datetime64[D] has no time of day; "
                ".astype('datetime64[us]') is midnight in UTC"
            ),
        ),
        (
            lambda: elapsed_all(OFFICE, np.array([0, 10**13], "datetime64[s]"), instants(0, 0)),
            "starts[1]: out-of-range: 318857-05-20T17:46:40 does not lie within the years 1 to 9999",
        ),
        (
            lambda: elapsed_all(OFFICE, np.array(["NaT"], "datetime64[s]"), instants(1)),
            "starts[0]: not-an-instant: NaT is no instant",
        ),
        (
            lambda: elapsed_all(OFFICE, instants(1), instants(2**62)),
            "ends[0]: out-of-range: 4611686018427387904 microseconds since 1970 do not lie within the years 1 to 9999",
        ),
        (
            lambda: elapsed_all(OFFICE, instants(0, FAR[2]), instants(0, 0)),
            "starts[1]: out-of-range: -62135596800000001 microseconds since 1970 do not lie within the years 1 to 9999",
        ),
        (
            lambda: due_all(OFFICE, instants(0, FAR[3]), work_hours(1)),
            "starts[1]: out-of-range: 253402300800000000 microseconds since 1970 do not lie within the years 1 to 9999",
        ),
        (
            lambda: due_all(ONCE, instants(START, START + 24 * HOUR), work_hours(1)),
            (
                "starts[1]: no-open-time: starting from 2026-01-06T10:00:00+00:00, the calendar has 50 years (of 365 "
                "days) without open time, which is as far as a search goes"
            ),
        ),
        (
            lambda: due_all(ONCE, instants(START, START + 24 * HOUR), work_days(0)),
            (
                "starts[1]: no-open-time: counting from 2026-01-06, the calendar has 50 years (of 365 days) without a "
                "working day, which is as far as a search goes"
            ),
        ),
        (
            lambda: due_all(OFFICE, instants(FAR[3] - 1), work_hours(1)),
            "starts[0]: out-of-range: the due time does not lie within the years 1 to 9999 in UTC",
        ),
        (
            lambda: due_all(OFFICE, instants(1), WorkTime(-1)),
            "negative-duration: work must be zero or more, not WorkTime(-1)",
        ),
        (
            lambda: due_all(OFFICE, instants(1), instants(-5)),
            "work[0]: negative-duration: work must be zero or more, not -5 microseconds",
        ),
        (
            lambda: due_all(OFFICE, instants(1), instants(10**18 + 1)),
            "work[0]: too-large: a work time is at most 10**18 microseconds (31,688 years)",
        ),
        (
            lambda: due_all(OFFICE, instants(1, 1), instants(10**18, 10**18 + 1)),
            "work[1]: too-large: a work time is at most 10**18 microseconds (31,688 years)",
        ),
        (
            lambda: due_all(OFFICE, instants(1), 5),  # type: ignore[call-overload]  # that is the fault
            (
                "wrong-type: with an array of starts, work is one WorkTime for all, one number of WorkDays, or an "
                "array of whole microseconds of work time as int64, not 5"
            ),
        ),
    ],
)
def test_messages(ask: Callable[[], object], told: str) -> None:
    """What is wrong, and what would be right."""
    with pytest.raises(AlignkitError) as refused:
        ask()
    assert str(refused.value) == told


@pytest.mark.parametrize("first", range(9))
def test_around_the_first_slot(first: int) -> None:
    """Before it and in it, from it and to it: as where no slots end."""
    for second in range(9):
        calendar, edge = at_the_edge()
        here, there = micros(edge[first]), micros(edge[second])
        assert elapsed_all(calendar, instants(here), instants(there)).tolist() == [open_between(OFFICE, here, there)]
    for amount in (0, 1, SLOT, 3 * HOUR):
        calendar, edge = at_the_edge()
        here = micros(edge[first])
        assert due_all(calendar, instants(here), instants(amount)).tolist() == [due_at(OFFICE, here, amount)]
