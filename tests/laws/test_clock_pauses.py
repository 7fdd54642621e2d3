"""Pauses are intervals: what they cover counts once, and what they do not cover is worked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st

from alignkit.funnel.patterns import entered, left
from alignkit.handoff.clocks import Clock, Stretch
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA
from alignkit.instants import micros
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.elapsed import elapsed
from alignkit.worktime.work_time import WorkTime, work_hours

OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"], "sat": ["22:00-02:00"]})
AT_WORK = SLA("at work", "sales", entered("mql"), left("mql"), work_hours(6), OFFICE)
BY_WALL = SLA("by the wall", "sales", entered("mql"), left("mql"), timedelta(hours=6))
FIRST = datetime(2026, 3, 27, 8, tzinfo=UTC)
INSTANTS = st.integers(0, 5 * 86_400 * 10**6).map(lambda micros: FIRST + timedelta(microseconds=micros))


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    """Draw a pause, closed or going on."""
    start, end = sorted((draw(INSTANTS), draw(INSTANTS)))
    return start, draw(st.none() | st.just(end))


def read(sla: SLA, start: datetime, pauses: list[Stretch], as_of: datetime) -> Reading:
    """Measure a clock that nobody has stopped."""
    return measure(sla, Clock("L1", start, pauses=pauses), as_of=as_of)[0]


SLAS = st.sampled_from([AT_WORK, BY_WALL])
PAUSES = st.lists(stretches(), max_size=5)
SPANS = st.tuples(INSTANTS, INSTANTS).map(sorted)


@given(sla=SLAS, pauses=PAUSES, span=SPANS)
def test_worked_and_paused_add_up(sla: SLA, pauses: list[Stretch], span: list[datetime]) -> None:
    """`worked` + `paused` is the time elapsed from the start to `as_of`, exactly, and neither is negative."""
    start, as_of = span
    reading = read(sla, start, pauses, as_of)
    if isinstance(reading.worked, WorkTime) and isinstance(reading.paused, WorkTime):
        assert reading.worked + reading.paused == elapsed(OFFICE, start, as_of)
        assert min(reading.worked, reading.paused) >= WorkTime(0)
    if isinstance(reading.worked, timedelta) and isinstance(reading.paused, timedelta):
        assert reading.worked + reading.paused == as_of - start
        assert min(reading.worked, reading.paused) >= timedelta(0)


@given(sla=SLAS, pauses=PAUSES, span=SPANS, data=st.data())
def test_overlaps_count_once(sla: SLA, pauses: list[Stretch], span: list[datetime], data: st.DataObject) -> None:
    """Doubles, parts of pauses, and any order of them change nothing."""
    start, as_of = span
    again = data.draw(st.permutations([*pauses, *pauses]))
    for since, until in pauses:
        if until is not None and data.draw(st.booleans()):
            middle = since + (until - since) / 2
            again += [(since, middle), (middle, until)]
    assert read(sla, start, again, as_of) == read(sla, start, pauses, as_of)


@given(sla=SLAS, pauses=PAUSES, span=SPANS, extra=stretches())
def test_a_pause_never_brings_the_due_time_forward(
    sla: SLA, pauses: list[Stretch], span: list[datetime], extra: Stretch
) -> None:
    """One pause more gives time back or changes nothing; the stretches told are in order and do not touch."""
    start, as_of = span
    before, after = read(sla, start, pauses, as_of), read(sla, start, [*pauses, extra], as_of)
    assert micros(after.due) >= micros(before.due)
    assert micros(after.warned_at) <= micros(after.due)
    told = [micros(instant) for stretch in after.pauses for instant in stretch]
    assert all(one < other for one, other in pairwise(told))
