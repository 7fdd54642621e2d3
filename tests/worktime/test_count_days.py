"""Counting in working days: between two dates, so many on, and by when something is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from alignkit.errors import AlignkitError, DocumentError, LimitError, NoBusinessTimeError, TimeError
from alignkit.worktime.calendar import Calendar, WorkCalendar
from alignkit.worktime.count_days import add_work_days, is_work_day, work_days_between
from alignkit.worktime.due import due
from alignkit.worktime.work_days import WorkDays, parse_work_days, work_days

OFFICE = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["09:00-12:30", "13:00-17:30"]}, [date(2026, 4, 6)])
NIGHTS = WorkCalendar("Europe/Amsterdam", {"mon-fri": ["22:00-06:00"]})
FRIDAY, SATURDAY, MONDAY = date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 12)


def code_of(refused: pytest.ExceptionInfo[AlignkitError]) -> tuple[str, str]:
    """Return the code of an error and its place."""
    return refused.value.code, refused.value.issues[0].path


def test_a_month_of_work() -> None:
    """April 2026 has 22 weekdays, one of which is Easter Monday; backwards they are counted off."""
    assert work_days_between(OFFICE, date(2026, 4, 1), date(2026, 5, 1)) == 21
    assert work_days_between(OFFICE, date(2026, 5, 1), date(2026, 4, 1)) == -21
    assert work_days_between(OFFICE, date(2026, 4, 1), date(2026, 4, 1)) == 0


def test_the_last_date_is_not_counted() -> None:
    """From Friday up to Saturday is one day of work, and from Saturday up to Monday none."""
    assert work_days_between(OFFICE, FRIDAY, SATURDAY) == 1
    assert work_days_between(OFFICE, SATURDAY, MONDAY) == 0


def test_so_many_working_days_on() -> None:
    """Over a weekend, and over Easter."""
    assert add_work_days(OFFICE, FRIDAY, 1) == MONDAY
    assert add_work_days(OFFICE, MONDAY, -1) == FRIDAY
    assert add_work_days(OFFICE, date(2026, 4, 3), 1) == date(2026, 4, 7)
    assert add_work_days(OFFICE, date(2026, 1, 1), 260) == date(2026, 12, 31) + timedelta(days=1)


def test_a_saturday_stands_for_a_working_day() -> None:
    """For the Monday, or for the Friday before, as it is asked."""
    assert [add_work_days(OFFICE, SATURDAY, count).day for count in (-1, 0, 1)] == [9, 12, 13]
    assert [add_work_days(OFFICE, SATURDAY, count, roll="previous").day for count in (-1, 0, 1)] == [8, 9, 12]
    assert add_work_days(OFFICE, FRIDAY, 0, roll="previous") == add_work_days(OFFICE, FRIDAY, 0) == FRIDAY
    assert add_work_days(OFFICE, MONDAY, 0, roll="previous") == add_work_days(OFFICE, MONDAY, 0) == MONDAY


def test_a_night_shift_belongs_to_its_evening() -> None:
    """Friday's shift ends on Saturday morning: Friday is the day of work."""
    assert is_work_day(NIGHTS, FRIDAY)
    assert not is_work_day(NIGHTS, SATURDAY)
    started = datetime(2026, 1, 10, 3, tzinfo=UTC)  # 04:00 in Amsterdam, in Friday's shift
    assert due(NIGHTS, started, work_days(0)).isoformat() == "2026-01-10T06:00:00+01:00"
    assert due(NIGHTS, started, work_days(1)).isoformat() == "2026-01-13T06:00:00+01:00"


def test_an_hour_that_the_clocks_skip_is_no_day_of_work() -> None:
    """On 29 March 2026 nobody works from two to three in Amsterdam, since there is no such hour."""
    maintenance = WorkCalendar("Europe/Amsterdam", {"sun": ["02:00-03:00"]})
    assert is_work_day(maintenance, date(2026, 3, 22))
    assert not is_work_day(maintenance, date(2026, 3, 29))
    assert work_days_between(maintenance, date(2026, 3, 1), date(2026, 4, 1)) == 4


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-01-12T10:00", 0, "2026-01-12T17:30"),  # Monday: by its close
        ("2026-01-12T10:00", 1, "2026-01-13T17:30"),  # by Tuesday's
        ("2026-01-12T17:29", 1, "2026-01-13T17:30"),
        ("2026-01-12T17:30", 1, "2026-01-14T17:30"),  # at the close Monday is over
        ("2026-01-12T07:00", 1, "2026-01-13T17:30"),  # before the opening it has not begun
        ("2026-01-12T12:45", 0, "2026-01-12T17:30"),  # at lunch it is not over
        ("2026-01-10T12:00", 0, "2026-01-12T17:30"),  # Saturday counts as Monday
        ("2026-01-10T12:00", 1, "2026-01-13T17:30"),
        ("2026-04-03T18:00", 1, "2026-04-08T17:30"),  # after the close before Easter
    ],
)
def test_due_at_the_close(start: str, count: int, expected: str) -> None:
    """Working days are due at the close of the last of them."""
    found = due(OFFICE, datetime.fromisoformat(start).replace(tzinfo=OFFICE_ZONE), work_days(count))
    assert found.replace(tzinfo=None).isoformat(timespec="minutes") == expected


OFFICE_ZONE = due(OFFICE, datetime(2026, 1, 1, tzinfo=UTC), work_days(0)).tzinfo


def test_the_order_of_two_calendars_changes_no_close() -> None:
    """Over the date line, with an interval of nearly two days that is a minute from its close."""
    ahead = WorkCalendar("Pacific/Kiritimati", {"fri": ["09:00-10:00"]})
    behind = WorkCalendar("Pacific/Pago_Pago", {"mon": ["23:58-24:00", "23:59-23:58"]})
    start = datetime(2024, 1, 10, 10, 57, tzinfo=UTC)
    for both in (ahead | behind, behind | ahead):
        assert due(both, start, work_days(0)) == datetime(2024, 1, 10, 10, 58, tzinfo=UTC)


NIGHT = WorkCalendar("UTC", {"mon": ["20:00-19:00"], "tue-wed": ["09:00-17:00"]})
APART = WorkCalendar("Pacific/Pago_Pago", {"mon-thu": ["09:00-17:00"]}) | WorkCalendar(
    "Pacific/Kiritimati", {"mon-fri": ["09:00-17:00"]}
)


@pytest.mark.parametrize("calendar", [OFFICE, NIGHTS, NIGHT, APART])
def test_nothing_is_due_before_its_start_and_more_days_never_earlier(calendar: Calendar) -> None:
    """Even where a night shift closes after the next date's hours, and over the date line."""
    for step in range(0, 21 * 24 * 60, 97):
        start = datetime(2026, 1, 4, tzinfo=UTC) + timedelta(minutes=step)
        found = [due(calendar, start, work_days(count)) for count in range(4)]
        assert found == sorted(found)
        assert found[0] > start


def test_amounts_of_days_are_values() -> None:
    """They have an order, a text that is read back, and an expression."""
    assert work_days(1) < work_days(2) == WorkDays(2)
    for count in (0, 1, 10, 36_600):
        assert parse_work_days(str(work_days(count))) == work_days(count)
    assert [repr(work_days(3)), str(work_days(1)), str(work_days(0))] == ["work_days(3)", "1 work day", "0 work days"]


@pytest.mark.parametrize(
    ("count", "message"),
    [
        (-1, "negative: working days are 0 or more, not -1"),
        (1.5, "wrong-type: working days are a whole number, not 1.5"),
        (True, "wrong-type: working days are a whole number, not True"),
        ("2", "wrong-type: working days are a whole number, not '2'"),
        (36_601, "too-long: at most 36,600 working days, not 36601"),
    ],
)
def test_no_such_amount(count: Any, message: str) -> None:  # noqa: ANN401 - what a user may give
    """Half days, fewer than none, and more than a hundred years."""
    with pytest.raises((DocumentError, LimitError)) as refused:
        work_days(count)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    "text", ["10", "10 days", "-1 work days", "1.5 work days", "work days", " 1 work day", 5, None]
)
def test_T23_no_such_text(text: object) -> None:
    """The form is told."""
    with pytest.raises(TimeError, match='write "10 work days"'):
        parse_work_days(text)


@pytest.mark.parametrize(
    ("day", "count", "roll", "expected"),
    [
        (datetime(2026, 1, 9, tzinfo=UTC), 1, "next", ("not-a-date", "day")),
        ("2026-01-09", 1, "next", ("not-a-date", "day")),
        (FRIDAY, 1.0, "next", ("wrong-type", "count")),
        (FRIDAY, True, "next", ("wrong-type", "count")),
        (FRIDAY, 36_601, "next", ("too-long", "count")),
        (FRIDAY, -36_601, "next", ("too-long", "count")),
        (FRIDAY, 1, "forward", ("unknown-roll", "roll")),
        (date(9999, 12, 30), 3, "next", ("out-of-range", "")),
        (date(1, 1, 3), -5, "next", ("out-of-range", "")),
    ],
)
def test_what_cannot_be_counted(day: Any, count: Any, roll: Any, expected: tuple[str, str]) -> None:  # noqa: ANN401 - the same
    """Each fault with its place."""
    with pytest.raises(AlignkitError) as refused:
        add_work_days(OFFICE, day, count, roll=roll)
    assert code_of(refused) == expected


def test_a_calendar_is_due() -> None:
    """Anything else is refused."""
    for call in (
        lambda: work_days_between("office", FRIDAY, MONDAY),  # type: ignore[arg-type]  # no calendar
        lambda: add_work_days(None, FRIDAY, 1),  # type: ignore[arg-type]  # no calendar
        lambda: is_work_day(5, FRIDAY),  # type: ignore[arg-type]  # no calendar
    ):
        with pytest.raises(DocumentError):
            call()


def test_T11_no_day_of_work_for_fifty_years() -> None:
    """A fair that was held once: counting on ends with a name, and at once; so does counting back past it."""
    fair = WorkCalendar("UTC", {}, exceptions={date(2020, 1, 6): ["10:00-12:00"]})
    assert add_work_days(fair, date(2026, 1, 1), 0, roll="previous") == date(2020, 1, 6)
    for count, roll in ((1, "next"), (0, "next"), (-1, "previous"), (-36_600, "previous")):
        with pytest.raises(NoBusinessTimeError) as refused:
            add_work_days(fair, date(2026, 1, 1), count, roll=roll)  # type: ignore[arg-type]  # one of the two
        assert refused.value.code == "no-open-time"
    with pytest.raises(NoBusinessTimeError):
        due(fair, datetime(2026, 1, 1, tzinfo=UTC), work_days(0))


def test_a_long_wait_on_the_way_is_one_too() -> None:
    """Two fairs sixty years apart: the second is not reached from before the first, however it is counted."""
    fairs = WorkCalendar("UTC", {}, exceptions={date(year, 1, 6): ["10:00-12:00"] for year in (2020, 2080, 2081)})
    assert add_work_days(fairs, date(2079, 1, 1), 1) == date(2081, 1, 6)
    with pytest.raises(NoBusinessTimeError):
        add_work_days(fairs, date(2019, 1, 1), 1)


def test_T15_all_years_are_counted() -> None:
    """From the first day to the last, with holidays in between."""
    found = work_days_between(OFFICE, date(1, 1, 1), date(9999, 12, 31))
    weeks, rest = divmod((date(9999, 12, 31) - date(1, 1, 1)).days, 7)
    assert found == weeks * 5 + min(rest, 5) - 1  # 1 January 1 is a Monday


FIFTY_YEARS = timedelta(days=50 * 365)
DAY = timedelta(days=1)
FAIR = date(2026, 1, 6)


def only(*days: date) -> WorkCalendar:
    """Return a calendar that is open on these dates alone."""
    return WorkCalendar("UTC", {}, exceptions={day: ["10:00-12:00"] for day in days})


def code_at(calendar: Calendar, day: date, count: int, roll: Any = "next") -> str:  # noqa: ANN401 - one of two
    """Return the code of what a count is refused with."""
    with pytest.raises(AlignkitError) as refused:
        add_work_days(calendar, day, count, roll=roll)
    return refused.value.code


def test_waits_of_fifty_years_and_a_day() -> None:
    """Fifty years are waited for, a day more is not: between two days of work, and from a date to the next of them."""
    then = FAIR + FIFTY_YEARS
    assert add_work_days(only(FAIR, then), FAIR, 1) == add_work_days(only(then), FAIR, 0) == then
    assert add_work_days(only(FAIR, then), then, -1) == FAIR
    assert add_work_days(only(FAIR), then, 0, roll="previous") == FAIR
    later = then + DAY
    for calendar, day, count, roll in (
        (only(FAIR, later), FAIR, 1, "next"),
        (only(later), FAIR, 0, "next"),
        (only(FAIR, later), later, -1, "next"),
        (only(FAIR), later, 0, "previous"),
    ):
        assert code_at(calendar, day, count, roll) == "no-open-time"


def test_each_wait_on_the_way_counts() -> None:
    """Not all of them together, and not the last alone."""
    days = [FAIR + timedelta(days=step) for step in (0, 10_000, 20_000, 30_000)]
    assert add_work_days(only(*days), days[0], 3) == days[3]
    assert add_work_days(only(*days), days[3], -3) == days[0]
    days = [FAIR + timedelta(days=step) for step in (0, 18_250, 20_000)]
    assert add_work_days(only(*days), days[0], 2) == days[2]
    apart = [FAIR + timedelta(days=step) for step in (0, 10, 20_000, 20_010)]
    assert code_at(only(*apart), apart[0], 3) == "no-open-time"
    assert code_at(only(*apart), apart[3], -3) == "no-open-time"
    far = [date(1900, 1, 6), date(2040, 1, 6)]  # as far from 1970 on either side
    assert code_at(only(*far), far[0], 1) == code_at(only(*far), far[1], -1) == "no-open-time"


def test_the_first_day_and_the_last() -> None:
    """A Monday and a Friday: they are counted to, and nothing beyond them."""
    assert add_work_days(OFFICE, date(1, 1, 2), -1) == date(1, 1, 1)
    assert add_work_days(OFFICE, date(9999, 12, 30), 1) == date(9999, 12, 31)
    assert is_work_day(OFFICE, date(1, 1, 1))
    assert is_work_day(OFFICE, date(9999, 12, 31))
    assert code_at(OFFICE, date(1, 1, 1), -1) == code_at(OFFICE, date(9999, 12, 31), 1) == "out-of-range"


@pytest.mark.parametrize(("off", "code"), [(0, "no-open-time"), (1, "out-of-range")])
def test_a_wait_up_to_the_end_of_the_years(off: int, code: str) -> None:
    """Where fifty years are left it is too long a wait, and where fewer are left the years are over; either way."""
    late, early = date.max - FIFTY_YEARS + off * DAY, date.min + FIFTY_YEARS - off * DAY
    assert code_at(only(late), late, 1) == code
    assert code_at(only(FAIR), late, 0) == code
    assert code_at(only(early), early, -1) == code
    assert code_at(only(FAIR), early, 0, "previous") == code
    assert code_at(only(early, FAIR), early, -1, "previous") == code
    assert code_at(only(late, FAIR), late, 1, "previous") == code
    with pytest.raises(AlignkitError, match=f"counting from {late}"):
        add_work_days(only(late), late, 1)
