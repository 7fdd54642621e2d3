"""Work time agrees with two slow, obvious second implementations, to the microsecond.

They stand in `obvious.py`: one looks at every minute, the other walks date by date. Here they answer every question on
seeded spans of `obvious_cases.py`, plain and combined calendars in 48 zones from 1970 to 2037; a few laws are drawn
anew by hypothesis, which shrinks what fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings, strategies as st
from tests.worktime import obvious
from tests.worktime.obvious import DAY, MICROSECOND, Walk
from tests.worktime.obvious_cases import (
    CUT,
    FROM,
    WEEKDAYS,
    Asked,
    Case,
    asked_by_days,
    asked_by_minutes,
    cases,
    changes,
    given_in_ci,
    situations as seeded,
    years,
    zones_of,
)

from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.count_days import add_work_days, is_work_day, work_days_between
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.open_intervals import next_close, open_intervals
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import WorkTime

Pair = tuple[object, object]
"""What the package says, and what is obvious."""


def of(work: timedelta) -> WorkTime:
    """Return an amount of time as work time."""
    return WorkTime(work // MICROSECOND)


def as_told(walk: Walk, answer: datetime) -> tuple[datetime, object]:
    """Give an instant in UTC, since between zones `==` fails in a repeated hour (PEP 495); and if its zone is right."""
    return answer.astimezone(UTC), answer.tzinfo is ZoneInfo(walk.calendar.zone)


def ask_elapsed(walk: Walk, case: Case) -> Pair:
    """Ask what is worked between two instants, whichever is the earlier, and back."""
    there, back = elapsed(walk.calendar, case.start, case.end), elapsed(walk.calendar, case.end, case.start)
    expected = of(obvious.worked(walk.pieces, case.start, case.end))
    return (there, back), (expected, -expected)


def ask_due(walk: Walk, case: Case) -> Pair:
    """Ask when an amount of work is done: some of it, all up to a close, a microsecond, none."""
    answer = due(walk.calendar, case.start, of(case.work))
    return as_told(walk, answer), (obvious.spent(walk, case.start, case.work), True)


def ask_next_open(walk: Walk, case: Case) -> Pair:
    """Ask when it opens: now or at the next piece."""
    opens, _ = obvious.not_over(walk, case.start)
    return as_told(walk, next_open(walk.calendar, case.start)), (max(opens, case.start), True)


def ask_next_close(walk: Walk, case: Case) -> Pair:
    """Ask when it closes: the end of the piece that is not over."""
    _, closes = obvious.not_over(walk, case.start)
    return as_told(walk, next_close(walk.calendar, case.start)), (closes, True)


def ask_is_open(walk: Walk, case: Case) -> Pair:
    """Ask whether an instant lies in a piece."""
    return is_open(walk.calendar, case.start), any(opens <= case.start < closes for opens, closes in walk.pieces)


def ask_open_intervals(walk: Walk, case: Case) -> Pair:
    """Ask for the pieces between two instants."""
    found = open_intervals(walk.calendar, case.start, case.end)
    zones = {edge.tzinfo for interval in found for edge in interval}
    told = [(opens.astimezone(UTC), closes.astimezone(UTC)) for opens, closes in found]
    expected = obvious.between(walk.pieces, case.start, case.end)
    return (told, zones), (expected, {ZoneInfo(walk.calendar.zone)} if expected else set())


def ask_is_work_day(walk: Walk, case: Case) -> Pair:
    """Ask whether anything belongs to a date."""
    return is_work_day(walk.calendar, case.day), case.day in walk.days


def ask_work_days_between(walk: Walk, case: Case) -> Pair:
    """Ask how many days of work there are from one date to another, and back."""
    first, last = sorted((case.day, case.other_day))
    count = sum(first <= day < last for day in walk.days)
    return (work_days_between(walk.calendar, first, last), work_days_between(walk.calendar, last, first)), (
        count,
        -count,
    )


def ask_add_work_days(walk: Walk, case: Case) -> Pair:
    """Ask which day of work is so many on, or back."""
    found = add_work_days(walk.calendar, case.day, case.steps, roll=case.roll)
    return found, obvious.day_after(walk, case.day, case.steps, case.roll)


def ask_due_in_work_days(walk: Walk, case: Case) -> Pair:
    """Ask when the day of work closes that is so many on."""
    found = due(walk.calendar, case.start, work_days(case.work_days))
    return as_told(walk, found), (obvious.days_not_over(walk, case.start)[case.work_days], True)


QUESTIONS: dict[str, Callable[[Walk, Case], Pair]] = {
    "elapsed": ask_elapsed,
    "due": ask_due,
    "next_open": ask_next_open,
    "next_close": ask_next_close,
    "is_open": ask_is_open,
    "open_intervals": ask_open_intervals,
    "is_work_day": ask_is_work_day,
    "work_days_between": ask_work_days_between,
    "add_work_days": ask_add_work_days,
    "due in working days": ask_due_in_work_days,
}


def held(asked: Asked, question: str) -> int:
    """Count the cases that hold, which is all of them."""
    ask, count = QUESTIONS[question], 0
    for walk, given_cases in asked:
        for case in given_cases:
            found, expected = ask(walk, case)
            assert found == expected, (question, walk.calendar, case)
            count += 1
    return count


@pytest.mark.parametrize("question", QUESTIONS)
def test_minute_by_minute(question: str) -> None:
    """Every question, a thousand times on spans of days of which every minute was looked at."""
    assert held(asked_by_minutes(), question) == 1_100


@pytest.mark.parametrize("question", QUESTIONS)
def test_day_by_day(question: str) -> None:
    """Every question, five thousand times on spans of months and years of which every local date was looked at."""
    assert held(asked_by_days(), question) == 5_125


def test_both_walks_see_the_same() -> None:
    """The two second implementations agree with one another, too."""
    for walk, _ in asked_by_minutes():
        other = obvious.by_days(walk.calendar, walk.first, walk.last)
        assert (walk.pieces, walk.days) == (other.pieces, other.days)


@pytest.mark.parametrize("walked", [obvious.by_minutes, obvious.by_days])
@pytest.mark.parametrize(("sunday", "hours_open"), [(date(2024, 3, 31), 7), (date(2024, 10, 27), 9)])
def test_T07_the_obvious_by_hand(
    walked: Callable[[WorkCalendar, datetime, datetime], Walk], sunday: date, hours_open: int
) -> None:
    """A night from 22:00 to 06:00 in Paris, over a change of the clocks: it belongs to the Saturday."""
    calendar = WorkCalendar("Europe/Paris", {"sat": ["22:00-06:00"]})
    midnight = datetime(sunday.year, sunday.month, sunday.day, tzinfo=UTC)
    walk = walked(calendar, midnight - 5 * DAY, midnight + 5 * DAY)
    ((opens, closes),) = walk.pieces
    assert closes - opens == timedelta(hours=hours_open)
    assert walk.days == {sunday - DAY: [(opens, closes)]}


def test_what_is_asked() -> None:
    """Over thirty zones; half of the spans around a clock change; long and short, plain and combined, near and far."""
    given_here = given_in_ci()
    assert len(given_here) == 125
    plain = [one.calendar for one in given_here if isinstance(one.calendar, WorkCalendar)]
    assert len({calendar.zone for calendar in plain}) > 40
    assert len(set().union(*(zones_of(one.calendar) for one in given_here))) > 40
    at_change = [one for one in given_here if any(one.near in changes(zone) for zone in zones_of(one.calendar))]
    assert len(at_change) >= 63
    assert {one.near.year // 10 for one in given_here} == set(range(197, 204))
    combined = [one.calendar for one in given_here if isinstance(one.calendar, CombinedCalendar)]
    assert len(combined) == 25
    assert {calendar.kind for calendar in combined} == {"all", "any", "except"}
    assert {calendar.levels for calendar in combined} == {1, 2}
    long = [walk.last - walk.first for walk, _ in asked_by_days()]
    assert min(long) > 60 * DAY
    assert sum(one > 365 * DAY for one in long) > 40
    assert {walk.last - walk.first for walk, _ in asked_by_minutes()} == {10 * DAY}
    assert sum(bool(calendar.holidays) for calendar in plain) > 60
    assert sum(bool(calendar.exceptions) for calendar in plain) > 60
    assert sum(any(len(texts) > 1 for _, texts in calendar.week) for calendar in plain) > 30
    assert sum(any("-0" in text for _, texts in calendar.week for text in texts) for calendar in plain) > 30


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Asia/Tokyo", "UTC", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("step", range(-3, 4))
def test_a_lone_date_beside_a_cut(zone: str, step: int) -> None:
    """Where a calendar has no other such date, nothing else tells that the hours around the cut are not the usual."""
    cut = FROM + 108 * CUT
    day = cut.date() + step * DAY
    for calendar in (
        WorkCalendar(zone, {"mon-sun": ["00:00-24:00"]}, [day]),
        WorkCalendar(zone, {"mon-sun": ["01:00-02:00"]}, exceptions={day: ["12:00-24:00", "23:00-11:30"]}),
    ):
        walk = obvious.by_days(calendar, cut - 9 * DAY, cut + 9 * DAY)
        told = [(opens.astimezone(UTC), ends.astimezone(UTC)) for opens, ends in open_intervals(calendar, *walk[1:3])]
        assert told == walk.pieces
        for first, last in ((walk.first, walk.last), (walk.first, cut), (cut, walk.last)):
            assert elapsed(calendar, first, last) == of(obvious.worked(walk.pieces, first, last))
        around = list(obvious.dates(walk.first_day, walk.last_day))
        assert [other for other in around if is_work_day(calendar, other)] == list(walk.days)
        assert work_days_between(calendar, around[0], around[-1]) == len(walk.days.keys() - {around[-1]})


@pytest.mark.slow
def test_day_by_day_at_length(request: pytest.FixtureRequest) -> None:
    """A hundred thousand cases of every question, on two thousand calendars that no other run has."""
    if "slow" not in request.config.option.markexpr:
        pytest.skip("takes minutes: ask for it with -m slow")
    chance = Random("at length")  # noqa: S311 - no secret
    counts: Counter[str] = Counter()
    for one in seeded("at length", 2_000):
        walk = years(chance, one)
        asked = [(walk, list(cases(chance, walk, 50)))]
        for question in QUESTIONS:
            counts[question] += held(asked, question)
    assert counts == dict.fromkeys(QUESTIONS, 100_000)


ZONES = (
    "Europe/Paris", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "America/Sao_Paulo",
    "Asia/Gaza", "Pacific/Apia", "Asia/Kolkata", "America/St_Johns", "Europe/Dublin", "UTC", "Antarctica/Troll",
)  # fmt: skip
CLOCK_CHANGES = tuple(
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2024-03-31T01:00", "2024-10-27T01:00", "2024-03-10T07:00", "2024-11-03T06:00", "2024-03-10T02:00",
        "2024-04-14T02:00", "2024-04-06T15:00", "2024-10-05T15:30", "2011-12-30T10:00", "2018-11-04T03:00",
        "2024-03-10T05:30", "1986-01-01T00:00", "2037-10-25T01:00", "1970-01-01T00:00", "2099-12-31T00:00",
    )
)  # fmt: skip
NIGHTS = WorkCalendar("Europe/Paris", {"mon-sun": ["22:00-06:00"]}, [date(2024, 3, 31)])

minutes_of_day = st.one_of(st.sampled_from([0, 60, 120, 135, 150, 180, 540, 1020, 1320]), st.integers(0, 1439))


@st.composite
def hours(draw: st.DrawFn) -> list[str]:
    """Draw the hours of a day: none, some that may overlap or run past midnight, or all."""
    texts = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = draw(minutes_of_day), draw(minutes_of_day)
        texts.append(
            f"{start // 60:02d}:{start % 60:02d}-" + ("24:00" if end == start else f"{end // 60:02d}:{end % 60:02d}")
        )
    return texts


@st.composite
def situations(draw: st.DrawFn) -> tuple[WorkCalendar, datetime]:
    """Draw a calendar and an instant near a clock change, with holidays and exceptions around it."""
    near = draw(st.sampled_from(CLOCK_CHANGES))
    start = near + timedelta(microseconds=draw(st.integers(-3 * 86_400 * 10**6, 2 * 86_400 * 10**6)))
    dates = st.integers(-5, 12).map(lambda days: (near + timedelta(days=days)).date())
    week = {day: draw(hours()) for day in WEEKDAYS}
    assume(any(week.values()))
    calendar = WorkCalendar(
        draw(st.sampled_from(ZONES)),
        week,
        draw(st.lists(dates, max_size=3)),
        draw(st.dictionaries(dates, hours(), max_size=3)),
    )
    return calendar, start


@settings(max_examples=40)
@given(situations(), st.integers(0, 12 * 86_400 * 10**6))
@example((NIGHTS, datetime(2024, 3, 30, 12, tzinfo=UTC)), 2 * 86_400 * 10**6)
def test_elapsed_agrees(situation: tuple[WorkCalendar, datetime], length: int) -> None:
    """The sum over the pieces between is what `elapsed` says, and its negative backwards."""
    calendar, start = situation
    end = start + length * MICROSECOND
    pieces = obvious.pieces_of(calendar, start, end)
    assert elapsed(calendar, start, end) == of(sum((to - from_ for from_, to in pieces), timedelta()))
    assert elapsed(calendar, end, start) == -elapsed(calendar, start, end)


@settings(max_examples=40)
@given(situations(), st.integers(1, 40 * 3600 * 10**6), st.booleans())
def test_due_agrees(situation: tuple[WorkCalendar, datetime], micros: int, closing: bool) -> None:
    """Spending the work piece by piece ends where `due` says; a sum of whole pieces ends at a closing time."""
    calendar, start = situation
    walk = obvious.by_days(calendar, start, start + 16 * DAY)
    assume(len(walk.pieces) > 1)  # the last may be cut short by the end of the walk
    work = micros * MICROSECOND
    if closing:
        work = sum((to - from_ for from_, to in walk.pieces[: 1 + micros % (len(walk.pieces) - 1)]), timedelta())
    assume(work <= obvious.worked(walk.pieces, start, walk.pieces[-2][1]))
    assert as_told(walk, due(calendar, start, of(work))) == (obvious.spent(walk, start, work), True)


@settings(max_examples=40)
@given(situations(), st.integers(1, 2 * 1440))
def test_minutes_agree(situation: tuple[WorkCalendar, datetime], count: int) -> None:
    """Counting minutes in UTC against the wall clock gives the same."""
    calendar, start = situation
    start = start.replace(second=0, microsecond=0)
    end = start + count * obvious.MINUTE
    counted = [at for step in range(count) if obvious.dates_at(calendar, at := start + step * obvious.MINUTE)]
    assert elapsed(calendar, start, end) == of(len(counted) * obvious.MINUTE)


@pytest.mark.parametrize("zone", ["Africa/Monrovia", "Europe/Amsterdam", "America/New_York"])
def test_offsets_of_odd_seconds(zone: str) -> None:
    """Local mean time has offsets of odd seconds; before 1970 the two agree as well."""
    calendar = WorkCalendar(zone, {"mon-sun": ["00:30-02:30", "23:00-00:45"]})
    for start in (
        datetime(1972, 1, 4, tzinfo=UTC),
        datetime(1937, 6, 28, tzinfo=UTC),
        datetime(1883, 11, 16, tzinfo=UTC),
    ):
        end = start + timedelta(days=7, microseconds=1)
        assert elapsed(calendar, start, end) == of(obvious.worked(obvious.pieces_of(calendar, start, end), start, end))
