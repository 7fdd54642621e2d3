"""The laws of work time, exact to the microsecond, in many zones, in 1970 to 2037 and far outside.

Instants are compared as integers: Python's own `==` ignores the fold within a zone, and between zones it calls
a repeated hour unequal to everything (PEP 495).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings, strategies as st

from alignkit.instants import from_micros, micros, zone_of
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.next_open import is_open, next_open
from alignkit.worktime.segments import BLOCK, segments
from alignkit.worktime.work_time import WorkTime

ZONES = (
    "UTC", "Europe/Amsterdam", "Europe/London", "Europe/Dublin", "Europe/Moscow", "Europe/Istanbul", "Europe/Lisbon",
    "Africa/Casablanca", "Africa/Cairo", "Africa/Monrovia", "Africa/Johannesburg", "America/New_York",
    "America/Chicago", "America/Los_Angeles", "America/Sao_Paulo", "America/Caracas", "America/Santiago",
    "America/St_Johns", "America/Havana", "America/Nuuk", "America/Asuncion", "Asia/Tokyo", "Asia/Kolkata",
    "Asia/Kathmandu", "Asia/Tehran", "Asia/Gaza", "Asia/Amman", "Asia/Pyongyang", "Asia/Singapore", "Asia/Almaty",
    "Australia/Sydney", "Australia/Lord_Howe", "Australia/Eucla", "Pacific/Apia", "Pacific/Auckland",
    "Pacific/Chatham", "Pacific/Kiritimati", "Antarctica/Troll", "Antarctica/Casey",
)  # fmt: skip
HOUR = 3600 * 10**6
FIRST, LAST = 0, 67 * 365 * 24 * HOUR
WEEKS: tuple[dict[str, list[str]], ...] = (
    {"mon-fri": ["09:00-17:00"]},
    {"mon-fri": ["09:00-12:30", "13:00-17:30"]},
    {"mon-sun": ["00:00-24:00"]},
    {"mon-sun": ["22:00-06:00"]},
    {"mon-sun": ["01:30-02:30", "02:45-03:00"]},
    {"fri-sun": ["23:30-00:30"], "mon": ["00:00-24:00"], "wed": ["20:00-10:00"], "thu": ["08:00-12:00"]},
    {"sun": ["02:00-03:00"]},
    {"mon-sun": ["00:00-00:01", "23:59-24:00"]},
)


@st.composite
def instants(draw: st.DrawFn, zone: str, first: int = FIRST, last: int = LAST) -> datetime:
    """Draw an instant: half of them within two days of a clock change of the zone, all to the microsecond."""
    anywhere = draw(st.integers(first, last))
    if draw(st.booleans()):
        changes = [start for start, _, _ in segments(zone_of(zone), anywhere // BLOCK)]
        anywhere = draw(st.sampled_from(changes)) + draw(
            st.one_of(
                st.integers(-5, 5), st.integers(-48, 48).map(lambda n: n * HOUR), st.integers(-48 * HOUR, 48 * HOUR)
            )
        )
    return from_micros(anywhere)


@st.composite
def calendars(draw: st.DrawFn, near: datetime, zone: str) -> WorkCalendar:
    """Draw a calendar of the zone with holidays and exceptions around an instant."""
    dates = st.integers(-4, 30).map(lambda days: (near + timedelta(days=days)).date())
    return WorkCalendar(
        zone,
        draw(st.sampled_from(WEEKS)),
        draw(st.lists(dates, max_size=4)),
        draw(
            st.dictionaries(dates, st.sampled_from([[], ["09:00-12:00"], ["18:00-08:00"], ["00:00-24:00"]]), max_size=3)
        ),
    )


@st.composite
def situations(draw: st.DrawFn) -> tuple[WorkCalendar, datetime]:
    """Draw a calendar in one of the zones and a start."""
    zone = draw(st.sampled_from(ZONES))
    start = draw(instants(zone))
    return draw(calendars(start, zone)), start


work_times = st.one_of(
    st.integers(0, 10).map(lambda hours: WorkTime(hours * HOUR)),
    st.integers(0, 400 * HOUR).map(WorkTime),
    st.integers(0, 5).map(WorkTime),
)


def test_there_are_thirty_zones_and_more() -> None:
    """T27 asks for at least 30 zones."""
    assert len(set(ZONES)) >= 30


@given(situations(), work_times)
def test_T27_what_is_due_has_elapsed(situation: tuple[WorkCalendar, datetime], work: WorkTime) -> None:
    """T27: elapsed(s, due(s, d)) == d."""
    calendar, start = situation
    assert elapsed(calendar, start, due(calendar, start, work)) == work


@given(situations(), work_times, work_times)
def test_T27_due_adds_up(situation: tuple[WorkCalendar, datetime], first: WorkTime, second: WorkTime) -> None:
    """T27: due(due(s, a), b) == due(s, a + b)."""
    calendar, start = situation
    middle = due(calendar, start, first)
    assert micros(due(calendar, middle, second)) == micros(due(calendar, start, first + second))


@given(situations(), st.data())
def test_T27_elapsed_adds_up(situation: tuple[WorkCalendar, datetime], data: st.DataObject) -> None:
    """T27: elapsed(a, c) == elapsed(a, b) + elapsed(b, c), in any order of the three."""
    calendar, a = situation
    b, c = (data.draw(instants(calendar.zone)) for _ in range(2))
    assert elapsed(calendar, a, c) == elapsed(calendar, a, b) + elapsed(calendar, b, c)
    assert elapsed(calendar, b, a) == -elapsed(calendar, a, b)


@given(situations(), work_times, st.integers(0, 60 * 24 * HOUR), st.booleans())
def test_due_is_the_first_instant(
    situation: tuple[WorkCalendar, datetime], work: WorkTime, later: int, at_due: bool
) -> None:
    """due(s, d) <= t exactly when elapsed(s, t) >= d, for s <= t; tried at the due instant and next to it too."""
    calendar, start = situation
    found = due(calendar, start, work).astimezone(UTC)
    t = max(start, found + timedelta(microseconds=later % 3 - 1)) if at_due else start + timedelta(microseconds=later)
    assert (found <= t) == (elapsed(calendar, start, t) >= work)


@given(situations())
def test_zero_is_due_at_its_start(situation: tuple[WorkCalendar, datetime]) -> None:
    """due(s, 0) == s, open or not, in the calendar's zone."""
    calendar, start = situation
    found = due(calendar, start, WorkTime(0))
    assert micros(found) == micros(start)
    assert found.tzinfo is zone_of(calendar.zone)


@given(situations())
def test_next_open_and_due_agree(situation: tuple[WorkCalendar, datetime]) -> None:
    """The first microsecond of work ends a microsecond after the next opening; nothing elapses before it."""
    calendar, start = situation
    opens = next_open(calendar, start)
    assert is_open(calendar, opens)
    assert (micros(opens) == micros(start)) == is_open(calendar, start)
    assert elapsed(calendar, start, opens) == WorkTime(0)
    assert micros(due(calendar, start, WorkTime(1))) - micros(opens) == 1


@given(situations(), st.sampled_from(ZONES), work_times)
def test_the_zone_of_an_instant_does_not_matter(
    situation: tuple[WorkCalendar, datetime], other: str, work: WorkTime
) -> None:
    """The same instant written in another zone gives the same answers, in a repeated hour too."""
    calendar, start = situation
    elsewhere = start.astimezone(zone_of(other))
    assert micros(due(calendar, elsewhere, work)) == micros(due(calendar, start, work))
    assert elapsed(calendar, elsewhere, start) == WorkTime(0)


@given(situations(), st.integers(0, 10 * 24 * HOUR))
def test_around_the_clock_is_the_time_between(situation: tuple[WorkCalendar, datetime], length: int) -> None:
    """Always open, work time is the time that passes; never more than it otherwise."""
    calendar, start = situation
    end = start + timedelta(microseconds=length)
    always = WorkCalendar(calendar.zone, {"mon-sun": ["00:00-24:00"]})
    assert elapsed(always, start, end) == WorkTime(length)
    assert WorkTime(0) <= elapsed(calendar, start, end) <= WorkTime(length)


SHARED = {zone: WorkCalendar(zone, {"mon-fri": ["09:00-17:00"], "sat": ["22:00-03:00"]}) for zone in ZONES}


@pytest.mark.parametrize("zone", ZONES)
@settings(max_examples=25)
@given(data=st.data())
def test_the_laws_hold_in_any_year(zone: str, data: st.DataObject) -> None:
    """From year 2 to 9998, where the clocks kept local mean time and where rules are carried on."""
    calendar = SHARED[zone]
    a, b = (data.draw(instants(zone, -719_000 * 24 * HOUR, 2_932_000 * 24 * HOUR)) for _ in range(2))
    first, second = data.draw(work_times), data.draw(work_times)
    assume(a.year < 9990)
    middle = due(calendar, a, first)
    assert elapsed(calendar, a, middle) == first
    assert micros(due(calendar, middle, second)) == micros(due(calendar, a, first + second))
    assert elapsed(calendar, a, b) == elapsed(calendar, a, middle) + elapsed(calendar, middle, b)
    if a <= b:
        assert micros(due(calendar, a, elapsed(calendar, a, b))) <= micros(b)
