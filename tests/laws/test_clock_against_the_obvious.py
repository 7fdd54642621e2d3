"""The fast clock and the slow one of `tests/handoff/slow.py` say the same, to the microsecond."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given, strategies as st
from tests.handoff.slow import MINUTE, Stretch, slow_reading

from alignkit.funnel.patterns import entered, left
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.handoff.slas import SLA
from alignkit.instants import micros
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.work_time import WorkTime, work_minutes

CALENDARS = (
    None,
    WorkCalendar("UTC", {"mon-sun": ["09:00-17:00"]}),
    WorkCalendar("Europe/Paris", {"mon-fri": ["01:30-03:30", "13:00-14:30"]}),
    WorkCalendar("America/New_York", {"mon-sat": ["00:00-24:00"]}, holidays=[date(2026, 11, 2)]),
    WorkCalendar("Asia/Kolkata", {"mon-sat": ["10:15-12:45"], "sun": ["20:00-23:59"]}),
)
# in Paris and New York the clocks change within these days
FROM = tuple(datetime(*day, tzinfo=UTC) for day in ((2026, 1, 9), (2026, 3, 28), (2026, 10, 24), (2026, 10, 31)))
MINUTES = st.integers(0, 2 * 24 * 60)


@st.composite
def pauses_of(draw: st.DrawFn) -> tuple[tuple[int, int | None], ...]:
    """Draw pauses, in minutes, that may overlap, touch, be empty, or go on."""
    starts = draw(st.lists(MINUTES, max_size=4))
    return tuple((start, draw(st.none() | st.integers(0, 700).map(lambda n, s=start: s + n))) for start in starts)  # type: ignore[misc]


@given(
    calendar=st.sampled_from(CALENDARS),
    first=st.sampled_from(FROM),
    start=MINUTES,
    within=st.integers(1, 120).map(lambda n: 5 * n),  # so that the warning falls on a whole minute
    pauses=pauses_of(),
    ends=st.tuples(st.none() | MINUTES, st.none() | MINUTES, MINUTES),
)
@example(calendar=CALENDARS[1], first=FROM[0], start=540, within=60, pauses=((600, None),), ends=(None, None, 700))
@example(
    calendar=CALENDARS[2],
    first=FROM[1],
    start=1500,
    within=90,
    pauses=((1510, 1550), (1540, 1600)),
    ends=(40, None, 2000),
)
def test_the_slow_clock_agrees(
    *,
    calendar: WorkCalendar | None,
    first: datetime,
    start: int,
    within: int,
    pauses: tuple[tuple[int, int | None], ...],
    ends: tuple[int | None, int | None, int],
) -> None:
    """State, due time, warning, time worked and paused agree for any pauses, stop and cancellation."""
    started = first + start * MINUTE

    def after(minutes: int | None) -> datetime | None:
        return None if minutes is None else started + minutes * MINUTE

    stretches: list[Stretch] = [
        (first + since * MINUTE, None if until is None else first + until * MINUTE) for since, until in pauses
    ]
    stopped, cancelled, as_of = after(ends[0]), after(ends[1]), started + ends[2] * MINUTE
    slow = slow_reading(calendar, within, started, stretches, ends=(stopped, cancelled, as_of))

    time = timedelta(minutes=within) if calendar is None else work_minutes(within)
    sla = SLA("any", "sales", entered("mql"), left("mql"), time, calendar)
    (fast,) = measure(sla, Clock("L1", started, stopped, cancelled, stretches), as_of=as_of)
    worked, paused = slow.worked * MINUTE, slow.paused * MINUTE
    if calendar is not None:
        assert (fast.worked, fast.paused) == (work_minutes(slow.worked), work_minutes(slow.paused))
    else:
        assert (fast.worked, fast.paused) == (worked, paused)
    assert isinstance(fast.worked, timedelta if calendar is None else WorkTime)
    # as integers: between zones Python calls a repeated hour unequal to everything
    assert (fast.state, micros(fast.due), micros(fast.warned_at)) == (
        slow.state,
        micros(slow.due),
        micros(slow.warned_at),
    )
    assert fast.breached_at == (fast.due if slow.state == "breached" else None)
