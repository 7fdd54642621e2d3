"""When meetings take place, against looking at each day by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, strategies as st
from tests.together.slow import slow_days

from alignkit.errors import DocumentError
from alignkit.together.meet import last_meeting, meetings_between, next_meeting
from alignkit.together.meetings import Meeting
from alignkit.worktime.day_rules import DAYS

zones = st.sampled_from(["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
firsts = st.dates(date(2020, 1, 1), date(2030, 12, 31))
times = st.times().map(lambda at: time(at.hour, at.minute))


@st.composite
def meetings(draw: st.DrawFn) -> tuple[Meeting, list[date]]:
    """Draw a daily or weekly meeting, and the days of its first hundred days."""
    frequency, interval = draw(st.sampled_from(["DAILY", "WEEKLY"])), draw(st.integers(1, 10))
    weekdays = draw(st.sets(st.integers(0, 6)))
    first, skips = draw(firsts), draw(st.sets(st.integers(0, 100), max_size=5))
    rule = f"FREQ={frequency};INTERVAL={interval}"
    if weekdays:
        rule += f";BYDAY={','.join(DAYS[day] for day in weekdays)}"
    away = {first + timedelta(days=number) for number in skips}
    try:
        found = Meeting("joint", rule, first, draw(times), draw(zones), skips=away)
    except DocumentError:
        assume(False)
        raise
    last = first + timedelta(days=100)
    return found, [day for day in slow_days(frequency, interval, weekdays, first=first, last=last) if day not in away]


@given(meetings())
def test_it_takes_place_on_the_days_that_the_rule_names(drawn: tuple[Meeting, list[date]]) -> None:
    """At the agreed time by the clocks, unless they skip it: then an hour or so later."""
    meeting, days = drawn
    zone = ZoneInfo(meeting.zone)
    end = datetime.combine(meeting.first + timedelta(days=101), time(), zone)
    found = meetings_between(meeting, datetime.combine(meeting.first, time(), zone), end)
    assert [start.date() for start in found] == days
    for start in found:
        wall = datetime.combine(start.date(), meeting.at, zone)
        assert start.astimezone(UTC) == wall.astimezone(UTC)


@given(meetings(), st.integers(0, 60 * 24 * 90))
def test_next_and_last_part_the_time(drawn: tuple[Meeting, list[date]], minutes: int) -> None:
    """The next is the first that is not over, the last the latest that is."""
    meeting, _ = drawn
    start = datetime.combine(meeting.first, time(), UTC)
    now = start + timedelta(minutes=minutes)
    found = meetings_between(meeting, start - timedelta(days=1), now + timedelta(days=400))
    over = [begin for begin in found if begin.astimezone(UTC) + meeting.length <= now]
    assert last_meeting(meeting, now) == (over[-1] if over else None)
    assert next_meeting(meeting, now) == (found[len(over)] if len(found) > len(over) else None)
