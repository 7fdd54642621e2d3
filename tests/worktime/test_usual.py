"""The usual week: a calendar without its holidays and other dates."""

from __future__ import annotations

from datetime import date

import pytest

from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.combined import CombinedCalendar
from alignkit.worktime.usual import usual, usual_week

HOUR = 3600 * 10**6
NINE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]})
CLOSED = WorkCalendar(
    "Europe/Amsterdam", {"mon-fri": ["09:00-17:00"]}, [date(2026, 1, 12)], {date(2026, 1, 17): ["10:00-12:00"]}
)
LONDON = WorkCalendar("Europe/London", {"mon-fri": ["09:00-17:00"]}, [date(2026, 1, 13)])
LEAVE = WorkCalendar("Europe/Amsterdam", {}, exceptions={date(2026, 1, 14): ["00:00-24:00"]})


def test_a_calendar_without_its_dates() -> None:
    """The hours of its week stay, and its name; one that has dates alone is nothing."""
    assert usual(CLOSED.named("office")) == NINE
    assert usual(NINE) == NINE
    assert usual(LEAVE) is None
    named = usual(CLOSED.named("office"))
    assert named is not None
    assert named.name == "office"


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        (CLOSED & LONDON, NINE & WorkCalendar("Europe/London", {"mon-fri": ["09:00-17:00"]})),
        (CLOSED | LONDON, NINE | WorkCalendar("Europe/London", {"mon-fri": ["09:00-17:00"]})),
        (CLOSED - LONDON, NINE - WorkCalendar("Europe/London", {"mon-fri": ["09:00-17:00"]})),
        (CLOSED - LEAVE, NINE),
        (CLOSED | LEAVE, NINE),
        (LEAVE | CLOSED, NINE),
        (CLOSED & LEAVE, None),
        (LEAVE & CLOSED, None),
        (LEAVE - CLOSED, None),
        (LEAVE | CombinedCalendar("any", [LEAVE, LEAVE], name="away"), None),
        ((LEAVE & CLOSED) | LONDON, WorkCalendar("Europe/London", {"mon-fri": ["09:00-17:00"]})),
    ],
)
def test_calendars_that_are_combined(calendar: Calendar, expected: Calendar | None) -> None:
    """Each by itself; what has dates alone is never open, so nobody is there together with it, and it takes nothing."""
    assert usual(calendar) == expected


@pytest.mark.parametrize(
    ("calendar", "hours"),
    [
        (NINE, 40),
        (CLOSED, 40),
        (LEAVE, 0),
        (WorkCalendar("UTC", {"mon": ["22:00-06:30", "08:00-09:00"]}), 9.5),
        (CLOSED | LONDON, 45),
        (CLOSED & LONDON, 35),
        (CLOSED - LONDON, 5),
        (LONDON - CLOSED, 5),
        (CLOSED & LEAVE, 0),
        (CLOSED - LEAVE, 40),
        (WorkCalendar("UTC", {"sun": ["22:00-24:00"]}) | WorkCalendar("UTC", {"mon": ["00:00-01:00"]}), 3),
        (WorkCalendar("UTC", {"sun": ["20:00-04:00"]}) & WorkCalendar("UTC", {"sun-mon": ["00:00-24:00"]}), 8),
    ],
)
def test_the_open_time_of_a_usual_week(calendar: Calendar, hours: float) -> None:
    """In microseconds, from Monday to Monday by the clocks of the first: London is an hour behind."""
    assert usual_week(calendar) == hours * HOUR
