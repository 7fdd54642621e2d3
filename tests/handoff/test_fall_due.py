"""When a clock is due and when to warn: looked up in the calendar's quarters of an hour, and the same as by search."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil

import attrs
import pytest
from tests.handoff.scenes import FIRST_TOUCH, at

from alignkit.errors import TimeError
from alignkit.handoff import fall_due as falling
from alignkit.handoff.clocks import Clock
from alignkit.handoff.measure import measure
from alignkit.handoff.readings import Reading
from alignkit.handoff.slas import SLA
from alignkit.worktime.calendar import WorkCalendar
from alignkit.worktime.due import due
from alignkit.worktime.work_days import work_days
from alignkit.worktime.work_time import WorkTime, work_hours, work_minutes

MICROSECOND = timedelta(microseconds=1)
SIZES = [WorkTime(1), WorkTime(2), work_minutes(15), work_hours(1), work_hours(4), work_hours(11), work_hours(50)]


def shop() -> WorkCalendar:
    """Return a calendar of its own: open from ten to nine on, with a break, on Saturday mornings too."""
    week = {"mon-fri": ["08:50-12:30", "13:00-17:10"], "sat": ["10:00-12:00"]}
    return WorkCalendar("Europe/Amsterdam", week)


def read(sla: SLA, start: datetime) -> Reading:
    """Read a clock at its start."""
    (reading,) = measure(sla, Clock("L1", start), as_of=start)
    return reading


def starts() -> Iterator[datetime]:
    """Yield instants at which something opens or closes, on a slot's border, just beside these, and in between."""
    for day in ("2026-01-09", "2026-01-10", "2026-03-29"):
        for time in ("00:00", "03:07", "08:45", "08:50", "09:00", "10:00", "11:20", "12:00", "12:30", "13:00", "17:10"):
            for beside in (-MICROSECOND, timedelta(0), MICROSECOND):
                yield at(f"{day} {time}") + beside


@pytest.mark.parametrize("within", SIZES, ids=str)
def test_what_is_looked_up_is_what_a_search_finds(within: WorkTime) -> None:
    """Due and warning, by two ways that share no step beyond the calendar."""
    sla = attrs.evolve(FIRST_TOUCH, within=within, calendar=shop(), warn_at=Fraction(1, 2))
    calendar = shop()
    half = WorkTime(ceil(within.micros / 2))
    for start in starts():
        reading = read(sla, start)
        assert reading.due == due(calendar, start, within), start
        assert reading.warned_at == due(calendar, start, half), start


def test_whoever_asks_twice_looks_it_up() -> None:
    """From a quarter of an hour that is open or closed as a whole, to one in which the open time goes on."""
    sla = attrs.evolve(FIRST_TOUCH, calendar=shop())
    noted = [(start, read(sla, start).due) for start in map(at, ("2026-01-05 09:00", "2026-01-05 20:00"))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(falling, "walk", None)  # nobody searches
        assert [(start, read(sla, start).due) for start, _ in noted] == noted
        with pytest.raises(TypeError):
            read(sla, at("2026-01-05 08:50"))  # in whose quarter of an hour the shop opens
    assert noted[0][1] == at("2026-01-05 13:30")


def test_before_what_is_laid_out_and_long_before() -> None:
    """Who asks of another year, and of one before 1970, is answered all the same."""
    sla = attrs.evolve(FIRST_TOUCH, calendar=shop())
    read(sla, at("2026-01-05 09:00"))
    for day, expected in (
        ("2019-01-07 09:00", "2019-01-07 13:30"),
        ("1969-01-06 09:00", "1969-01-06 13:30"),
        ("2026-01-05 09:00", "2026-01-05 13:30"),
        ("2033-01-03 09:00", "2033-01-03 13:30"),
    ):
        assert read(sla, at(day)).due == at(expected)


@pytest.mark.parametrize("days", [14, 63, 253, 300, 380])
def test_days_before_what_is_laid_out(days: int) -> None:
    """Who asks of one January day, and then of a day before it."""
    sla = attrs.evolve(FIRST_TOUCH, calendar=shop())
    monday = at("2026-01-05 09:00")
    assert read(sla, monday).due == at("2026-01-05 13:30")
    before = monday - timedelta(days=days)
    assert read(sla, before).due == due(shop(), before, work_hours(4))


def test_a_warning_at_the_close() -> None:
    """Comes at the close, not when the office opens next; looked up as by search."""
    sla = attrs.evolve(FIRST_TOUCH, within=work_hours(8), warn_at=Fraction(1, 2))
    for _ in range(2):
        assert read(sla, at("2026-01-05 13:00")).warned_at == at("2026-01-05 17:00")
        assert read(sla, at("2026-01-05 09:00")).due == at("2026-01-05 17:00")


def test_what_cannot_be_shown_in_the_calendars_zone() -> None:
    """At the end of the last year it is the next one already in Kiribati, whatever zone the start is told in."""
    always = WorkCalendar("Pacific/Kiritimati", {"mon-sun": ["00:00-24:00"]})
    sla = attrs.evolve(FIRST_TOUCH, calendar=always, within=work_hours(2))
    start = datetime(9999, 12, 31, 7, tzinfo=UTC)
    assert read(sla, start).due == datetime(9999, 12, 31, 9, tzinfo=UTC)
    late = datetime(9999, 12, 31, 9, tzinfo=UTC)
    with pytest.raises(TimeError) as refused:
        measure(sla, Clock("L1", late), as_of=late)
    assert str(refused.value) == (
        "out-of-range: what starts at 9999-12-31T09:00:00+00:00 is not due within the years 1 to 9999"
    )


def test_pauses_that_are_none() -> None:
    """One of no length, one before the start and one after the end do not count, nor hide the others."""
    ten = at("2026-01-05 10:00")

    def clock(*pauses: tuple[str, str | None]) -> Reading:
        stretches = [(at(f"2026-01-05 {since}"), until and at(f"2026-01-05 {until}")) for since, until in pauses]
        (reading,) = measure(FIRST_TOUCH, Clock("T1", ten, pauses=stretches), as_of=at("2026-01-05 13:00"))  # type: ignore[arg-type]  # "" is never given
        return reading

    assert clock(("11:00", "11:00")).pauses == ()
    found = clock(("08:00", "09:00"), ("09:30", "10:00"), ("11:00", "11:00"), ("11:30", "12:00"), ("13:00", None))
    assert found.pauses == ((at("2026-01-05 11:30"), at("2026-01-05 12:00")),)
    assert (found.due, found.state) == (at("2026-01-05 14:30"), "paused")
    joined = clock(("11:00", "11:30"), ("11:30", "12:00"), ("10:00", "10:15"), ("10:10", "10:12"))
    assert joined.pauses == (
        (at("2026-01-05 10:00"), at("2026-01-05 10:15")),
        (at("2026-01-05 11:00"), at("2026-01-05 12:00")),
    )
    assert joined.due == at("2026-01-05 15:15")


def test_the_last_instant_of_working_days() -> None:
    """Due when the shop closes; the warning comes at a share of the work time, rounded up to a microsecond."""
    sla = attrs.evolve(FIRST_TOUCH, calendar=shop(), within=work_days(1), warn_at=Fraction(1, 3))
    reading = read(sla, at("2026-01-09 17:09") + MICROSECOND)
    assert (reading.due, reading.allowed) == (at("2026-01-10 12:00"), WorkTime(121 * 60 * 10**6 - 1))
    assert reading.warned_at == at("2026-01-10 10:39:20") + MICROSECOND
