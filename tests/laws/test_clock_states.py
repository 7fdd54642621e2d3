"""A clock's state follows from instants alone, and flips exactly at the due time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from alignkit.funnel.patterns import entered, left
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.work_time import WorkTime

MICROSECOND = timedelta(microseconds=1)
CALENDARS = st.sampled_from(
    [
        None,
        WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]}),
        WorkCalendar("America/New_York", {"mon-sun": ["22:00-06:00"]}),
        WorkCalendar("Australia/Lord_Howe", {"mon-sun": ["00:00-24:00"]}),
    ]
)
STARTS = st.integers(0, 400 * 86_400 * 10**6).map(
    lambda n: datetime(2025, 12, 1, tzinfo=UTC) + timedelta(microseconds=n)
)
SIZES = st.integers(1, 60 * 3600 * 10**6) | st.integers(1, 50).map(lambda hours: hours * 3600 * 10**6)


def promise(calendar: WorkCalendar | None, size: int) -> SLA:
    """Make an SLA of so many microseconds."""
    within = timedelta(microseconds=size) if calendar is None else WorkTime(size)
    return SLA("any", "sales", entered("mql"), left("mql"), within, calendar)


def read(sla: SLA, clock: Clock, as_of: datetime) -> Reading:
    """Measure one clock."""
    return measure(sla, clock, as_of=as_of)[0]


@given(calendar=CALENDARS, size=SIZES, start=STARTS)
def test_the_state_flips_at_the_due_time(calendar: WorkCalendar | None, size: int, start: datetime) -> None:
    """Met at the due instant, breached one microsecond later; open clocks alike; warning from its instant on."""
    sla = promise(calendar, size)
    reading = read(sla, Clock("L1", start), start)
    limit = reading.due
    after = limit.astimezone(UTC) + MICROSECOND
    assert read(sla, Clock("L1", start), limit).state == "warning"
    assert read(sla, Clock("L1", start), after).state == "breached"
    assert read(sla, Clock("L1", start, stopped=limit), after).state == "met"
    assert read(sla, Clock("L1", start, stopped=after), after).state == "breached"
    assert read(sla, Clock("L1", start, cancelled=limit), after).state == "cancelled"
    assert read(sla, Clock("L1", start, cancelled=after), after).state == "breached"
    assert read(sla, Clock("L1", start), reading.warned_at).state == "warning"
    if reading.warned_at > start:
        assert read(sla, Clock("L1", start), reading.warned_at.astimezone(UTC) - MICROSECOND).state == "running"


@given(calendar=CALENDARS, size=SIZES, start=STARTS)
def test_without_pauses_due_is_due(calendar: WorkCalendar | None, size: int, start: datetime) -> None:
    """The due time is that of `due`, in the calendar's zone, and the time worked by then is all of it."""
    sla = promise(calendar, size)
    reading = read(sla, Clock("L1", start), start)
    at_due = read(sla, Clock("L1", start), reading.due)
    assert at_due.worked == sla.within
    if calendar is None:
        assert reading.due == start + timedelta(microseconds=size)
    else:
        assert reading.due == due(calendar, start, WorkTime(size))
        assert reading.due.tzinfo == due(calendar, start, WorkTime(size)).tzinfo
        assert elapsed(calendar, start, reading.due) == sla.within


@given(calendar=CALENDARS, size=SIZES, start=STARTS, steps=st.lists(st.integers(0, 10**11), min_size=2, max_size=6))
def test_a_state_never_goes_back(calendar: WorkCalendar | None, size: int, start: datetime, steps: list[int]) -> None:
    """As time passes over an open clock: running, warning, breached; and a breach keeps its instant."""
    sla = promise(calendar, size)
    order = ["running", "warning", "breached"]
    readings = [read(sla, Clock("L1", start), start + timedelta(microseconds=step)) for step in sorted(steps)]
    places = [order.index(reading.state) for reading in readings]
    assert places == sorted(places)
    assert len({reading.due for reading in readings}) == 1
    assert {reading.breached_at for reading in readings} <= {None, readings[0].due}
