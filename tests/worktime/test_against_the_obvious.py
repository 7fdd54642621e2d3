"""A slow, obvious second implementation, and that the fast one agrees with it to the microsecond.

`open_pieces` walks local date by local date and cuts each interval at the clock changes, which it finds by stepping
hour by hour and then second by second. `minutes_open` asks every minute in UTC for its local wall time. Neither
uses anything of the package but the calendar's own fields.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, strategies as st

from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.work_time import WorkTime

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

Piece = tuple[datetime, datetime]


def clock(text: str) -> timedelta:
    """Read `HH:MM` as the time since midnight."""
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def starting_on(calendar: WorkCalendar, day: date) -> list[tuple[datetime, datetime]]:
    """List the intervals that start on a local date, as naive wall times."""
    hours = dict(calendar.week).get(f"{day:%a}".lower(), ())
    if day in calendar.holidays:
        hours = ()
    hours = dict(calendar.exceptions).get(day, hours)
    found = []
    for text in hours:
        start, end = (clock(part) for part in text.split("-"))
        midnight = datetime.combine(day, time())
        found.append((midnight + start, midnight + (end if end > start else end + timedelta(days=1))))
    return found


def offset_at(zone: ZoneInfo, instant: datetime) -> timedelta:
    """Return the local clocks' lead over UTC."""
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def constant(zone: ZoneInfo, first: datetime, last: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    """Cut a stretch of UTC where the offset changes: look at every hour, then at every second of an odd one."""
    cuts = [first]
    here = first
    while here < last:
        following = here + timedelta(hours=1)
        if offset_at(zone, here) != offset_at(zone, following):
            second = here
            while offset_at(zone, second) == offset_at(zone, here):
                second += timedelta(seconds=1)
            cuts.append(second)
        here = following
    return [(start, end, offset_at(zone, start)) for start, end in pairwise([*cuts, here])]


def open_pieces(calendar: WorkCalendar, first: datetime, last: datetime) -> list[Piece]:
    """List the open pieces between two UTC instants, in order, apart from one another."""
    zone = ZoneInfo(calendar.zone)
    whole = first.replace(minute=0, second=0, microsecond=0)
    pieces = []
    for from_, to, offset in constant(zone, whole, last):
        day = (from_ + offset).date() - timedelta(days=2)
        while day <= (to + offset).date():
            for start, end in starting_on(calendar, day):
                utc_start, utc_end = (wall.replace(tzinfo=UTC) - offset for wall in (start, end))
                piece = max(utc_start, from_, first), min(utc_end, to, last)
                if piece[0] < piece[1]:
                    pieces.append(piece)
            day += timedelta(days=1)
    apart: list[Piece] = []
    for start, end in sorted(pieces):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def minutes_open(calendar: WorkCalendar, first: datetime, last: datetime) -> int:
    """Count the minutes whose local wall time lies in an interval."""
    zone = ZoneInfo(calendar.zone)
    walls: dict[date, list[tuple[datetime, datetime]]] = {}
    count = 0
    while first < last:
        wall = first.astimezone(zone).replace(tzinfo=None, fold=0)
        day = wall.date()
        if day not in walls:
            walls[day] = starting_on(calendar, day) + starting_on(calendar, day - timedelta(days=1))
        count += any(start <= wall < end for start, end in walls[day])
        first += timedelta(minutes=1)
    return count


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
    week = {day: draw(hours()) for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    assume(any(week.values()))
    calendar = WorkCalendar(
        draw(st.sampled_from(ZONES)),
        week,
        draw(st.lists(dates, max_size=3)),
        draw(st.dictionaries(dates, hours(), max_size=3)),
    )
    return calendar, start


NIGHTS = WorkCalendar("Europe/Paris", {"mon-sun": ["22:00-06:00"]}, [date(2024, 3, 31)])


@given(situations(), st.integers(0, 12 * 86_400 * 10**6))
@example((NIGHTS, datetime(2024, 3, 30, 12, tzinfo=UTC)), 2 * 86_400 * 10**6)
def test_elapsed_agrees(situation: tuple[WorkCalendar, datetime], length: int) -> None:
    """The sum over the pieces between is what `elapsed` says, and its negative backwards."""
    calendar, start = situation
    end = start + timedelta(microseconds=length)
    worked = sum((to - from_ for from_, to in open_pieces(calendar, start, end)), timedelta())
    assert elapsed(calendar, start, end) == WorkTime(worked // timedelta(microseconds=1))
    assert elapsed(calendar, end, start) == WorkTime(-worked // timedelta(microseconds=1))


@given(situations(), st.integers(1, 40 * 3600 * 10**6), st.booleans())
def test_due_agrees(situation: tuple[WorkCalendar, datetime], micros: int, closing: bool) -> None:
    """Spending the work piece by piece ends where `due` says; a sum of whole pieces ends at a closing time."""
    calendar, start = situation
    left = timedelta(microseconds=micros)
    pieces = open_pieces(calendar, start, start + timedelta(days=16))
    assume(pieces)
    if closing:
        left = sum((to - from_ for from_, to in pieces[: 1 + micros % len(pieces)]), timedelta())
    work = WorkTime(left // timedelta(microseconds=1))
    found = None
    for from_, to in pieces[:-1]:  # the last may be cut short by the end of the walk
        if left <= to - from_:
            found = from_ + left
            break
        left -= to - from_
    assume(found is not None)
    answer = due(calendar, start, work)
    assert answer.astimezone(UTC) == found  # between zones, `==` fails in a repeated hour (PEP 495)
    assert answer.tzinfo == ZoneInfo(calendar.zone)


@given(situations())
def test_next_open_agrees(situation: tuple[WorkCalendar, datetime]) -> None:
    """The first piece from the instant on starts at the next opening; it is open now when that is now."""
    calendar, start = situation
    pieces = open_pieces(calendar, start, start + timedelta(days=16))
    assume(pieces)
    assert next_open(calendar, start).astimezone(UTC) == pieces[0][0]
    assert is_open(calendar, start) == (pieces[0][0] == start)


@given(situations(), st.integers(1, 2 * 1440))
def test_minutes_agree(situation: tuple[WorkCalendar, datetime], count: int) -> None:
    """Counting minutes in UTC against the wall clock gives the same."""
    calendar, start = situation
    start = start.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=count)
    assert elapsed(calendar, start, end) == WorkTime(minutes_open(calendar, start, end) * 60 * 10**6)


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
        worked = sum((to - from_ for from_, to in open_pieces(calendar, start, end)), timedelta())
        assert elapsed(calendar, start, end) == WorkTime(worked // timedelta(microseconds=1))
